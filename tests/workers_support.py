"""A cluster that is none: actors are objects with a thread, and all that passes is pickled.

What Kinora does with a cluster is tested with it quickly, faults included; that Ray does what is
assumed here is tested with a real one (ray_support.py).
"""

import pickle
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from app.services.workers_connection import Node

ADDRESS = "ray://threads:1"
_ACTORS: dict[int, "Actor"] = {}


def _actor(number: int) -> "Actor":
    return _ACTORS[number]


class _Method:
    def __init__(self, actor: "Actor", name: str) -> None:
        self._actor, self._name = actor, name

    def remote(self, *words: Any) -> "Future[Any]":
        return self._actor.ask(self._name, words)


class Actor:
    """One actor; its methods run one after the other on its own thread.

    Args:
        cluster: it belongs to.
        node: it lives on.
        kind: class of its object.
        words: what that is made with.
    """

    def __init__(self, cluster: "ThreadCluster", node: str, kind: type, words: tuple) -> None:
        self.cluster, self.node, self.kind = cluster, node, kind
        self.number = len(_ACTORS)
        self.is_dead = False
        self.asked = 0
        _ACTORS[self.number] = self
        self._waiting: list[Future[Any]] = []
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1)
        self._made = self._thread.submit(lambda: kind(*pickle.loads(pickle.dumps(words))))

    def __getattr__(self, name: str) -> _Method:
        if name.startswith("_"):
            raise AttributeError(name)
        return _Method(self, name)

    def __reduce__(self) -> tuple:
        return _actor, (self.number,)

    def ask(self, name: str, words: tuple) -> "Future[Any]":
        from ray.exceptions import ActorDiedError

        answer: Future[Any] = Future()
        with self._lock:
            if self.is_dead:
                answer.set_exception(ActorDiedError())
                return answer
            self._waiting.append(answer)
            self.asked += 1
        self._thread.submit(self._do, answer, name, pickle.dumps(words))
        return answer

    def _do(self, answer: "Future[Any]", name: str, data: bytes) -> None:
        if self.is_dead:
            return
        try:
            words = pickle.loads(data)
            self.cluster.before(self, name, words)
            if self.is_dead:
                return
            found = pickle.loads(pickle.dumps(getattr(self._made.result(), name)(*words)))
        except Exception as error:  # noqa: BLE001 - as a task's error comes home
            from ray.exceptions import RayTaskError

            wrapped = RayTaskError(name, f"traceback\n{type(error).__name__}: {error}", error)
            with suppress(Exception):
                answer.set_exception(wrapped)
        else:
            with suppress(Exception):
                answer.set_result(found)

    def die(self) -> None:
        """End it as kill -9 would: nothing that it was asked is ever answered."""
        from ray.exceptions import ActorDiedError

        with self._lock:
            self.is_dead = True
            waiting, self._waiting = self._waiting, []
        for answer in waiting:
            if not answer.done():
                answer.set_exception(ActorDiedError())
        self._thread.shutdown(wait=False, cancel_futures=True)
        with suppress(Exception):
            self._made.result(timeout=10)._engine.close()


class _Class:
    def __init__(self, cluster: "ThreadCluster", kind: type) -> None:
        self._cluster, self._kind, self._node = cluster, kind, ""

    def options(self, **said: Any) -> "_Class":
        self._node = said["scheduling_strategy"].node_id
        return self

    def remote(self, *words: Any) -> Actor:
        actor = Actor(self._cluster, self._node, self._kind, words)
        self._cluster.actors.append(actor)
        return actor


class _Ray:
    def __init__(self, cluster: "ThreadCluster") -> None:
        import ray

        self._cluster = cluster
        self.exceptions = ray.exceptions

    def remote(self, kind: type) -> _Class:
        return _Class(self._cluster, kind)

    def wait(self, refs: list, num_returns: int = 1, timeout: float | None = None) -> tuple:
        # One that is asked for several: those that are there by then, as Ray does.
        if num_returns == 1:
            wait(refs, timeout=timeout, return_when=FIRST_COMPLETED)
        else:
            wait(refs, timeout=timeout)
        done = [ref for ref in refs if ref.done()][:num_returns]
        return done, [ref for ref in refs if ref not in done]

    def get(self, ref: "Future[Any]") -> Any:
        return ref.result()

    def kill(self, actor: Actor) -> None:
        actor.die()


class ThreadCluster:
    """Stands for a connection to a cluster of some computers.

    Args:
        nodes: how many.

    Attributes:
        before: called before each method with the actor, the method's name and what it is asked.
    """

    address = ADDRESS
    version = "0"
    is_encrypted = False

    def __init__(self, nodes: int = 2) -> None:
        self.is_alive = True
        self.actors: list[Actor] = []
        self.there = [
            Node(f"{number + 1:056x}", f"10.0.0.{number}", 1.0) for number in range(nodes)
        ]
        self.before: Callable[[Actor, str, tuple], None] = lambda *_: None
        self.on_nodes: Callable[[], None] = lambda: None
        self._ray = _Ray(self)

    @contextmanager
    def asking(self) -> Iterator[_Ray]:
        from app.services.workers_connection import gone

        if not self.is_alive:
            raise gone(self.address)
        yield self._ray

    def nodes(self) -> list[Node]:
        self.on_nodes()
        with self.asking():
            return list(self.there)

    def close(self) -> None:
        """Connections are shared: the cluster itself stays."""

    def readers(self) -> list[Actor]:
        return [actor for actor in self.actors if actor.kind.__name__ == "Reader"]

    def end(self) -> None:
        for actor in self.actors:
            if not actor.is_dead:
                actor.die()


@contextmanager
def threads_for_ray(monkeypatch: pytest.MonkeyPatch, nodes: int = 2) -> Iterator[ThreadCluster]:
    """Let imports whose workers are at ADDRESS find a ThreadCluster there."""
    pytest.importorskip("ray", reason="Ray is absent (kinora[ray])")
    from app.services import workers_actors, workers_force, workers_work

    cluster = ThreadCluster(nodes)
    monkeypatch.setattr(workers_force, "connect", lambda address: cluster)
    monkeypatch.setattr(workers_actors, "fetch", lambda ref: ref.result())
    monkeypatch.setattr(workers_work, "POLL_S", 0.005)
    yield cluster
    cluster.end()

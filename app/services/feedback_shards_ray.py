"""Hosts of shards as actors of Ray: they outlive the window, and others who ask share them."""

import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from common.errors import WorkersError
from indexers.feedback.shards import HostLostError, HostsGoneError, HostState, ShardSpec
from indexers.feedback.shards_host import ShardHost

if TYPE_CHECKING:
    from app.services.workers_connection import Cluster, Node

logger = logging.getLogger(__name__)

NAMESPACE = "kinora"
IDLE_S = 4 * 3600.0  # a host that nobody asks ends, and is started again from what it stored
IDLE_SECOND_S = 1800.0  # the same for second hosts, that only late answers start
SENDERS = 8  # questions and blocks of vectors that are sent at a time
THREADS = 8  # questions side by side; the loops let go of the interpreter


class RayShard(ShardHost):
    """A shard in a process of a cluster.

    Args:
        spec: which shard.
        idle_s: ends after so long without being asked.
    """

    def __init__(self, spec: ShardSpec, idle_s: float) -> None:
        super().__init__(spec)
        import ray

        self._ip = str(ray.util.get_node_ip_address())
        own = ray.get_runtime_context().current_actor
        watch = threading.Thread(target=self._watch, args=(own, idle_s), daemon=True)
        watch.start()

    def state(self) -> HostState:
        """Return how far this host is, and where it runs."""
        return replace(super().state(), host=self._ip)

    def _watch(self, own: Any, idle_s: float) -> None:
        import ray

        while (left := self.asked_at + idle_s - time.monotonic()) > 0:
            time.sleep(left)
        ray.kill(own, no_restart=True)


class RayHosts:
    """Keeps shards in actors of a cluster, one process each.

    Actors have names and are detached: they are there for the next window and for other people.
    One that dies is started anew by who asks next, and reads what it had stored: were it the
    cluster that restarts it, questions would wait meanwhile and nobody would be told why.

    Args:
        cluster: the connection; closed with this.
        idle_s: actors end after so long without a question.
    """

    def __init__(self, cluster: "Cluster", idle_s: float = IDLE_S) -> None:
        self._cluster = cluster
        self._idle_s = idle_s
        self._handles: dict[str, Any] = {}
        self._guard = threading.Lock()
        self._nodes: list[Node] = []
        self._senders = ThreadPoolExecutor(SENDERS, thread_name_prefix="shards")

    @property
    def is_alive(self) -> bool:
        """Whether the connection stands, as far as this side knows."""
        return self._cluster.is_alive

    def cores(self) -> tuple[int, int]:
        """Return the number of computers and of their cores; see Hosts.cores."""
        nodes = self._read_nodes()
        return len(nodes), int(sum(node.cpus for node in nodes))

    def call(self, spec: ShardSpec, method: str, *arguments: Any) -> "Future[Any]":
        """Call a method of the actor of a shard; see Hosts.call."""
        if not self._cluster.is_alive:
            raise HostsGoneError("the connection was cut")
        answer: Future[Any] = Future()
        # While a cut connection is tried again, sending waits; who asks does not.
        self._senders.submit(self._send, answer, spec, method, arguments)
        return answer

    def _send(
        self, answer: "Future[Any]", spec: ShardSpec, method: str, arguments: tuple[Any, ...]
    ) -> None:
        try:
            with self._cluster.asking():
                ref = getattr(self._handle(spec), method).remote(*arguments)
                inner = ref.future()
        except WorkersError as error:
            answer.set_exception(HostsGoneError(error.what))
        except HostsGoneError as error:
            answer.set_exception(error)
        except Exception as error:  # noqa: BLE001 - whoever waits for the answer raises it
            is_lost = _is_of_ray(error)
            self._forget(spec)
            lost = HostLostError(str(error).partition("\n")[0])
            answer.set_exception(lost if is_lost else error)
        else:
            inner.add_done_callback(lambda done: self._settle(spec, done, answer))

    def second(self, spec: ShardSpec) -> ShardSpec | None:
        """Return a shard as another computer would keep it too; see Hosts.second.

        Only where vectors and shards lie in the library's folder, which several computers see: what
        one of them stored the other reads, and nothing is built or sent twice.
        """
        nodes = self._nodes or self._read_nodes()
        return replace(spec, copy=1) if spec.shared and len(nodes) > 1 else None

    def end(self, spec: ShardSpec) -> None:
        """End the actor of a shard; see Hosts.end."""
        try:
            with self._cluster.asking() as ray:
                ray.kill(self._handle(spec), no_restart=True)
        except WorkersError as error:
            raise HostsGoneError(error.what) from None
        except Exception as error:
            if not _is_of_ray(error):
                raise
            logger.info("shard %d had ended: %s", spec.number, error)
        self._forget(spec)

    def close(self) -> None:
        """Give the connection back; the actors stay."""
        self._senders.shutdown(wait=False, cancel_futures=True)
        self._handles.clear()
        self._cluster.close()

    def _handle(self, spec: ShardSpec) -> Any:
        """Return the actor of a shard; it is started where there is none."""
        with self._guard:
            if spec.name not in self._handles:
                self._handles[spec.name] = self._start(spec)
            return self._handles[spec.name]

    def _start(self, spec: ShardSpec) -> Any:
        """Start the actor of a shard, or return the one that is there.

        A handle of one that is there does not know its class, and has a task started to learn the
        methods, which takes seconds: so it is told.
        """
        from ray.util.client.common import ClientActorClass, ClientActorHandle
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        where = NodeAffinitySchedulingStrategy(self._node_for(spec).id, soft=True)
        kind = self._cluster.ray.remote(RayShard).options(
            name=spec.name, namespace=NAMESPACE, lifetime="detached", get_if_exists=True,
            num_cpus=0, max_restarts=0, max_task_retries=0, max_concurrency=THREADS,
            scheduling_strategy=where,
        )  # fmt: skip
        found = kind.remote(spec, min(self._idle_s, IDLE_SECOND_S) if spec.copy else self._idle_s)
        if isinstance(found, ClientActorHandle):
            return ClientActorHandle(found.actor_ref, ClientActorClass(RayShard))
        return found

    def _node_for(self, spec: ShardSpec) -> "Node":
        """Return the computer for a shard: the one that has it, else by turns; or the next one."""
        nodes = self._nodes or self._read_nodes()
        known = [node for node in nodes if node.host == spec.host] or nodes
        first = known[spec.number % len(known)]
        if not spec.copy:
            return first
        others = [node for node in nodes if node.host != first.host] or nodes
        others = [node for node in others if node.id != first.id] or others
        return others[spec.number % len(others)]

    def _read_nodes(self) -> list["Node"]:
        try:
            self._nodes = self._cluster.nodes()
        except WorkersError as error:
            raise HostsGoneError(error.what) from None
        if not self._nodes:
            raise HostsGoneError("the cluster has no computers")
        return self._nodes

    def _forget(self, spec: ShardSpec) -> None:
        with self._guard:
            self._handles.pop(spec.name, None)
            self._nodes = []

    def _settle(self, spec: ShardSpec, done: "Future[Any]", answer: "Future[Any]") -> None:
        """Hand a result on, errors as those of shards."""
        error = done.exception()
        if error is None:
            answer.set_result(done.result())
            return
        from ray.exceptions import RayActorError, RayTaskError

        if isinstance(error, RayTaskError):
            cause = error.cause
            error = cause if isinstance(cause, Exception) else error
        elif isinstance(error, RayActorError):
            self._forget(spec)
            error = HostLostError(str(error).partition("\n")[0])
        elif isinstance(error, ConnectionError) or not self._cluster.is_alive:
            error = HostsGoneError(str(error))
        elif _is_of_ray(error):
            error = HostLostError(str(error).partition("\n")[0])
        answer.set_exception(error)


def _is_of_ray(error: BaseException) -> bool:
    """Whether an actor could not be reached or started."""
    from ray.exceptions import RayError

    return isinstance(error, RayError)

"""The one connection of this process to a cluster of Ray, which the parts of Kinora share.

Kinora is a client of a cluster and never a node of it: Ray ends the process of a driver whose node
is lost, and a window must outlive that. What a client calls runs in a process of its own at the
head; nothing but gRPC is spoken with it.
"""

import logging
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from app.services import workers_dial
from app.services.addresses import masked, secret_of
from app.services.workers_dial import LOCAL, WAIT_S, Target, dial, disconnect, first_line
from common.errors import AppError, WorkersError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.workers_watch import Watch

__all__ = ["LOCAL", "Cluster", "Node", "Target", "connect", "gone"]

logger = logging.getLogger(__name__)

_SLICE_S = 0.25  # how often who waits for an answer looks whether he was cancelled


@dataclass(frozen=True, slots=True)
class Node:
    """One computer of a cluster.

    Args:
        id: Ray's own.
        host: its address.
        cpus: cores that it offers.
        gpus: graphics cards that it offers.
        memory: bytes that it offers.
    """

    id: str
    host: str
    cpus: float
    gpus: float = 0.0
    memory: int = 0


class _Link:
    """What all handles of one address share."""

    def __init__(self, address: str, target: Target) -> None:
        self.address = address
        self.target = target
        self.is_encrypted = False
        self.users = 0
        self.version = ""
        self._watch: Watch | None = None

    def open(self, token: str) -> None:
        """Connect this process.

        Raises:
            WorkersError: see connect().
        """
        self.version = dial(masked(self.address), self.target, token)
        from ray.util.client import ray as client

        from app.services.workers_watch import Watch

        grace_s = workers_dial.GRACE_S + WAIT_S  # Ray's own tries have their time before
        self._watch = Watch(client.get_context().client_worker, grace_s)

    def shut(self) -> None:
        """Cut the connection."""
        if self._watch is not None:
            self._watch.close()
        disconnect()


_guard = threading.RLock()
_link: _Link | None = None


class Cluster:
    """A connection to workers; made by connect(), safe to use on any thread.

    Attributes:
        address: as it may be shown.
        version: of Ray there.
        is_encrypted: whether the connection is.
    """

    def __init__(self, link: _Link) -> None:
        self._link: _Link | None = link
        self.address = masked(link.address)
        self.version = link.version
        self.is_encrypted = link.is_encrypted

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_alive(self) -> bool:
        """Whether the connection stands, as far as this side knows."""
        return self._link is not None and self._link is _link and _is_connected()

    @property
    def ray(self) -> Any:
        """Ray's own module: `remote`, `put`, `wait`, `kill`; call it inside of asking().

        Raises:
            WorkersError: the connection was closed or cut.
        """
        if not self.is_alive:
            raise gone(self.address)
        import ray

        return ray

    @contextmanager
    def asking(self) -> Iterator[Any]:
        """Say in Kinora's words what goes wrong in a call inside; yields Ray's module.

        Errors that a task itself raised, and the deaths of actors, pass as they are.

        Raises:
            WorkersError: the cluster is gone.
        """
        from ray.exceptions import RayError

        ray = self.ray
        try:
            yield ray
        except (AppError, RayError):
            raise
        except Exception as error:
            if self.is_alive and not _tells_of_a_cut(error):
                raise
            raise gone(self.address, error) from error

    def get(self, ref: Any, context: JobContext | None = None) -> Any:
        """Wait for a result, or for a list of them; a cancel of the context ends the wait.

        Raises:
            WorkersError: the cluster is gone.
            JobCancelled: the user cancelled.
            RayError: the actor died, or the task raised something that is no AppError.
        """
        refs = list(ref) if isinstance(ref, list) else [ref]
        with self.asking() as ray:
            rest = refs
            while rest:
                if context is not None:
                    context.step(0)
                _, rest = ray.wait(rest, num_returns=len(rest), timeout=_SLICE_S)
            return ray.get(ref)

    def nodes(self) -> list[Node]:
        """Return the computers that are there now, by host.

        Raises:
            WorkersError: the cluster is gone.
        """
        with self.asking() as ray:
            found: Sequence[Mapping[str, Any]] = ray.nodes()
        nodes = [
            Node(
                str(each["NodeID"]),
                str(each["NodeManagerAddress"]),
                float(each["Resources"].get("CPU", 0.0)),
                float(each["Resources"].get("GPU", 0.0)),
                int(each["Resources"].get("memory", 0)),
            )
            for each in found
            if each["Alive"]
        ]
        return sorted(nodes, key=lambda node: (node.host, node.id))

    def close(self) -> None:
        """Give the connection back; the last one of an address cuts it. Safe to call twice."""
        global _link  # noqa: PLW0603 - there is one connection a process
        with _guard:
            link, self._link = self._link, None
            if link is None:
                return
            link.users -= 1
            if link.users == 0 and link is _link:
                _link = None
                link.shut()


def connect(address: str, secret: str | None = None) -> Cluster:
    """Connect to workers, or share the connection that stands; takes some seconds.

    Args:
        address: `ray://HOST:PORT`; see Target.
        secret: Ray's token; None for that of the environment or the keyring.

    Raises:
        WorkersError: nobody is there, the token is wrong, TLS fails, another Ray or Python runs
            there, or this process is connected to other workers.
    """
    global _link  # noqa: PLW0603 - there is one connection a process
    target = Target.of(address)
    with _guard:
        if _link is not None and not _is_connected():
            gone_link, _link = _link, None
            gone_link.shut()
        if _link is not None and _link.address != address:
            raise WorkersError(
                f"The workers at “{masked(_link.address)}” are in use by this window.",
                hint="Wait until that is finished, then try again.",
            )
        if _link is None:
            token = secret_of("workers", address) if secret is None else secret
            made = _Link(address, target)
            made.open(token)
            made.is_encrypted = target.is_encrypted
            _link = made
        _link.users += 1
        return Cluster(_link)


def gone(address: str, error: BaseException | None = None) -> WorkersError:
    """Return the error that says that workers went away while they were used."""
    # what Ray's client says of its own end helps nobody
    tells = error is not None and str(error).strip() and not isinstance(error, ConnectionError)
    why = f" ({first_line(error)})" if tells else ""
    return WorkersError(
        f"The workers at “{address}” are gone{why}.",
        hint="Start the cluster again and repeat; what was finished is kept.",
        is_gone=True,
    )


def _is_connected() -> bool:
    client = sys.modules.get("ray.util.client")
    return client is not None and bool(client.ray.is_connected())


def _tells_of_a_cut(error: BaseException) -> bool:
    import grpc

    if isinstance(error, grpc.RpcError):
        return True
    return isinstance(error, ConnectionError) or "not connected" in str(error)

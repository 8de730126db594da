"""The one connection of this process to a cluster of Ray, which the parts of Kinora share.

Kinora is a client of a cluster and never a node of it: Ray ends the process of a driver whose node
is lost, and a window must outlive that. What a client calls runs in a process of its own at the
head; nothing but gRPC is spoken with it.
"""

import logging
import os
import socket
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import parse_qs, urlsplit

from app.services.addresses import masked, secret_of
from app.services.workers_code import runtime_env
from common.errors import AppError, WorkersError
from common.jobs import JobContext

if TYPE_CHECKING:
    import grpc

logger = logging.getLogger(__name__)

PORT: Final = 10001
LOCAL: Final = "local"
WAIT_S: Final = 5.0  # until somebody opens the port, and until he answers
GRACE_S: Final = 10  # how long a cut connection is tried again before the workers count as gone
_SLICE_S = 0.25  # how often who waits for an answer looks whether he was cancelled
_GRACE = "RAY_CLIENT_RECONNECT_GRACE_PERIOD"
_NO = frozenset({"off", "no", "0", "false"})


@dataclass(frozen=True, slots=True)
class Target:
    """An address of workers, taken apart.

    Args:
        host: of the cluster's head.
        port: of its client server.
        tls: whether TLS is asked of it, where the address says so.
        root: file of the root certificate; "" for Ray's own variable or those of the system.
    """

    host: str
    port: int
    tls: bool | None = None
    root: str = ""

    @classmethod
    def of(cls, address: str) -> "Target":
        """Take `ray://HOST:PORT?tls=off&ca=FILE` apart; nobody is asked anything.

        Raises:
            WorkersError: it is no address of workers.
        """
        parts = urlsplit(address)
        if parts.scheme != "ray" or not parts.hostname:
            raise WorkersError(
                f"“{masked(address)}” is no address of workers.",
                hint=f"Use {LOCAL}, or ray://HOST:{PORT}.",
            )
        options = parse_qs(parts.query)
        said = options.get("tls", [""])[-1].lower()
        tls = said not in _NO if said else None
        return cls(parts.hostname, parts.port or PORT, tls, options.get("ca", [""])[-1])

    @property
    def is_encrypted(self) -> bool:
        """Whether TLS is spoken: with all computers but this, unless the address says otherwise."""
        return not is_here(self.host) if self.tls is None else self.tls

    @property
    def name(self) -> str:
        """Host and port."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


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
                _disconnect()


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
            _link = None
            _disconnect()
        if _link is not None and _link.address != address:
            raise WorkersError(
                f"The workers at “{masked(_link.address)}” are in use by this window.",
                hint="Wait until that is finished, then try again.",
            )
        if _link is None:
            token = secret_of("workers", address) if secret is None else secret
            made = _Link(address, target)
            made.version = _dial(made, token)
            _link = made
        _link.users += 1
        return Cluster(_link)


def is_here(host: str) -> bool:
    """Whether a host is this computer."""
    if host in {"localhost", "::1", socket.gethostname()} or host.startswith("127."):
        return True
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(host, None)}
        with socket.socket() as probe:  # an address can be bound where it is one's own
            probe.bind((next(iter(sorted(found))), 0))
    except (OSError, OverflowError):
        return False
    return True


def gone(address: str, error: BaseException | None = None) -> WorkersError:
    """Return the error that says that workers went away while they were used."""
    why = f" ({_first_line(error)})" if error is not None and str(error).strip() else ""
    return WorkersError(
        f"The workers at “{address}” are gone{why}.",
        hint="Start the cluster again and repeat; what was finished is kept.",
        is_gone=True,
    )


def _dial(link: _Link, token: str) -> str:
    """Connect and return the version of Ray there."""
    shown = masked(link.address)
    _knock(shown, link.target)
    link.is_encrypted = link.target.is_encrypted
    try:
        import ray
        from ray.job_config import JobConfig
        from ray.util.client import ray as client
        from ray.util.client_connect import connect as ray_connect
    except ImportError as error:
        raise WorkersError(
            f"The workers at “{shown}” need the package “{error.name or 'ray'}”.",
            hint="Install kinora[ray].",
        ) from None
    if ray.is_initialized() or client.is_connected():
        raise WorkersError(
            "This process is connected to a cluster of Ray already.", hint="Close that first."
        )
    credentials = _credentials(link.target)
    headers = [("authorization", f"Bearer {token}")] if token else []
    _ping(shown, link.target, credentials, headers)
    before = os.environ.get(_GRACE)
    os.environ.setdefault(_GRACE, str(GRACE_S))
    try:
        said = ray_connect(
            link.target.name,
            job_config=JobConfig(runtime_env=runtime_env()),
            metadata=headers,
            connection_retries=1,
            ignore_version=True,  # it is looked at below, and told in our words
            _credentials=credentials,
            ray_init_kwargs={"logging_level": logging.ERROR, "log_to_driver": False},
        )
    except Exception as error:
        _disconnect()
        raise _refused(shown, error) from error
    finally:
        if before is None:
            os.environ.pop(_GRACE, None)
    _compare(shown, said)
    return str(said["ray_version"])


def _knock(shown: str, target: Target) -> None:
    """Find out quickly whether anybody opens the port."""
    try:
        socket.create_connection((target.host, target.port), timeout=WAIT_S).close()
    except OSError as error:
        raise WorkersError(
            f"Nobody answers at “{shown}” ({error.strerror or error}).",
            hint="Check that the head of the cluster runs there (ray start --head "
            f"--ray-client-server-port {target.port}) and that no firewall is between.",
            is_gone=True,
        ) from None


def _credentials(target: Target) -> "grpc.ChannelCredentials | None":
    """Return what TLS is spoken with; None for no TLS.

    Raises:
        WorkersError: a certificate cannot be read.
    """
    if not target.is_encrypted:
        return None
    import grpc

    names = (
        target.root or os.environ.get("RAY_TLS_CA_CERT", ""),
        os.environ.get("RAY_TLS_SERVER_KEY", ""),
        os.environ.get("RAY_TLS_SERVER_CERT", ""),
    )
    try:
        root, key, chain = (
            Path(name).expanduser().read_bytes() if name else None for name in names
        )
    except OSError as error:
        raise WorkersError(
            f"The certificate “{error.filename}” cannot be read ({error.strerror}).",
            hint="Check ?ca=FILE of the address, RAY_TLS_CA_CERT and RAY_TLS_SERVER_CERT.",
        ) from None
    return grpc.ssl_channel_credentials(root, key, chain)


def _ping(
    shown: str,
    target: Target,
    credentials: "grpc.ChannelCredentials | None",
    headers: Sequence[tuple[str, str]],
) -> None:
    """Ask for a sign of life: Ray's own connecting tries again for long and does not say why.

    Raises:
        WorkersError: it is no cluster, the token is wrong, or TLS fails.
    """
    import grpc
    from ray._private.grpc_utils import init_grpc_channel
    from ray.core.generated import ray_client_pb2, ray_client_pb2_grpc

    channel = init_grpc_channel(target.name, credentials=credentials)
    try:
        stub = ray_client_pb2_grpc.RayletDriverStub(channel)
        request = ray_client_pb2.ClusterInfoRequest(type=ray_client_pb2.ClusterInfoType.PING)
        stub.ClusterInfo(request, timeout=WAIT_S, metadata=[("client_id", "kinora"), *headers])
    except grpc.RpcError as error:
        raise _not_let_in(shown, target, error) from None
    finally:
        channel.close()


def _not_let_in(shown: str, target: Target, error: Any) -> WorkersError:
    import grpc

    if error.code() in {grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED}:
        return WorkersError(
            f"The workers at “{shown}” refuse the token, or want one.",
            hint="Give the cluster's token in KINORA_WORKERS_TOKEN, or keep it in the keyring.",
        )
    spoken = "with" if target.is_encrypted else "without"
    other = "?tls=off says that they use none" if target.is_encrypted else "?tls=on asks for it"
    return WorkersError(
        f"What answers at “{shown}” is no cluster of Ray {spoken} TLS "
        f"({_first_line(error.details() or error.code().name)}).",
        hint=f"Check the port, and the certificates of TLS; {other}.",
    )


def _refused(shown: str, error: BaseException) -> WorkersError:
    text = str(error)
    if "RuntimeEnv" in type(error).__name__ or "runtime env" in text.lower():
        what = "could not take Kinora's code"
    else:
        what = "let nobody in"
    logger.info("workers at %s: %s", shown, text)
    return WorkersError(
        f"The workers at “{shown}” {what} ({_last_line(text)}).",
        hint="Look into the log of the cluster's head (ray_client_server.err).",
    )


def _compare(shown: str, said: Mapping[str, Any]) -> None:
    """Refuse a cluster of another Ray or Python: what is sent to it could not be read there."""
    import ray

    theirs = (str(said["ray_version"]), ".".join(str(said["python_version"]).split(".")[:2]))
    ours = (str(ray.__version__), f"{sys.version_info.major}.{sys.version_info.minor}")
    if theirs == ours:
        return
    _disconnect()
    raise WorkersError(
        f"The workers at “{shown}” run Ray {theirs[0]} on Python {theirs[1]}; here it is "
        f"Ray {ours[0]} on Python {ours[1]}.",
        hint="Install the same versions on both sides.",
    )


def _is_connected() -> bool:
    client = sys.modules.get("ray.util.client")
    return client is not None and bool(client.ray.is_connected())


def _disconnect() -> None:
    """Cut the connection; a cluster that is gone is no reason to fail."""
    client = sys.modules.get("ray.util.client_connect")
    if client is None:
        return
    try:
        client.disconnect()
    except Exception as error:  # noqa: BLE001 - whatever a dead peer makes of a goodbye
        logger.info("the connection to the workers was cut: %s", error)


def _tells_of_a_cut(error: BaseException) -> bool:
    import grpc

    if isinstance(error, grpc.RpcError):
        return True
    return isinstance(error, ConnectionError) or "not connected" in str(error)


def _first_line(text: object) -> str:
    return str(text).strip().partition("\n")[0].rstrip(".")[:200]


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2].rstrip(".")[:200]

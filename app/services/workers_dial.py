"""Gets this process into a cluster of Ray, and says in clear words why it is not let in."""

import logging
import os
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

from app.services.addresses import masked
from app.services.workers_code import runtime_env
from common.errors import WorkersError

if TYPE_CHECKING:
    import grpc

logger = logging.getLogger(__name__)

PORT: Final = 10001
LOCAL: Final = "local"
WAIT_S: Final = 5.0  # until somebody opens the port, and until he answers
ENTRIES: Final = 3  # how often the head is asked to start what a client needs
GRACE_S = 10  # how long a cut connection is tried again before the workers count as gone
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


def dial(shown: str, target: Target, token: str) -> str:
    """Connect this process and return the version of Ray there.

    Args:
        shown: the address as it may be shown.
        target: whom to connect to.
        token: Ray's; "" for none.

    Raises:
        WorkersError: nobody is there, the token is wrong, TLS fails, another Ray or Python runs
            there, or this process is connected already.
    """
    _knock(shown, target)
    try:
        import ray
        from ray.util.client import ray as client
        from ray.util.client_connect import connect as ray_connect
    except ImportError as error:
        raise WorkersError(
            f"The workers at “{shown}” need the package “{error.name or 'ray'}”.",
            hint="In Kinora's folder: pip install “.[ray]”.",
        ) from None
    if ray.is_initialized() or client.is_connected():
        raise WorkersError(
            "This process is connected to a cluster of Ray already.", hint="Close that first."
        )
    credentials = _credentials(target)
    headers = [("authorization", f"Bearer {token}")] if token else []
    _ping(shown, target, credentials, headers)
    before = os.environ.get(_GRACE)
    os.environ.setdefault(_GRACE, str(GRACE_S))
    try:
        said = _enter(shown, partial(
            ray_connect, target.name, metadata=headers, connection_retries=1,
            ignore_version=True,  # it is looked at below, and told in our words
            _credentials=credentials,
            ray_init_kwargs={"logging_level": logging.ERROR, "log_to_driver": False},
        ))  # fmt: skip
    finally:
        if before is None:
            os.environ.pop(_GRACE, None)
    _compare(shown, said)
    return str(said["ray_version"])


def _enter(shown: str, ray_connect: Callable[..., Mapping[str, Any]]) -> Mapping[str, Any]:
    """Have the head start a process for this one; on a busy head that fails at times."""
    from ray.job_config import JobConfig

    for rest in reversed(range(ENTRIES)):
        try:
            return ray_connect(job_config=JobConfig(runtime_env=runtime_env()))
        except Exception as error:
            disconnect()
            if not rest or not isinstance(error, ConnectionError):
                raise _refused(shown, error) from error
            logger.info("the workers at %s are asked again: %s", shown, error)
            time.sleep(1.0)
    raise AssertionError("the last entry returns or raises")


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
        f"({first_line(error.details() or error.code().name)}).",
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
    disconnect()
    raise WorkersError(
        f"The workers at “{shown}” run Ray {theirs[0]} on Python {theirs[1]}; here it is "
        f"Ray {ours[0]} on Python {ours[1]}.",
        hint="Install the same versions on both sides.",
    )


def disconnect() -> None:
    """Cut the connection; a cluster that is gone is no reason to fail."""
    client = sys.modules.get("ray.util.client_connect")
    if client is None:
        return
    try:
        client.disconnect()
    except Exception as error:  # noqa: BLE001 - whatever a dead peer makes of a goodbye
        logger.info("the connection to the workers was cut: %s", error)


def first_line(text: object) -> str:
    """Return the first line of a text without its full stop, shortened."""
    return str(text).strip().partition("\n")[0].rstrip(".")[:200]


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2].rstrip(".")[:200]

"""The connection to Milvus: a server, or the embedded engine with its folder; errors made plain."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from common.errors import VectorServerError

logger = logging.getLogger(__name__)

T = TypeVar("T")

TIMEOUT_S = 30.0  # of one call; a job makes many
CONNECT_S = 8.0
EMBEDDED = "milvus_lite"
LEAST_SERVER = (2, 4)
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
PROBE = "get_server_version"  # asked of a server that may be gone
PORT_FILE = "kinora.port"  # where the process that has the embedded engine open can be reached

_RECONNECT = {  # a server that comes back is found within a second, not within two minutes
    "grpc.initial_reconnect_backoff_ms": 200,
    "grpc.min_reconnect_backoff_ms": 200,
    "grpc.max_reconnect_backoff_ms": 1000,
    "grpc.use_local_subchannel_pool": 1,
}
_INSTALL = "In Kinora's folder: pip install “.[milvus]”."
_WORDS = {  # what replies say, and what it means
    "token": ("UNAUTHENTICATED", "PERMISSION_DENIED", "auth check", "unauthenticated", "password"),
    "full": ("No space left", "disk quota", "DiskQuota", "RESOURCE_EXHAUSTED", "memory limit"),
    "time": ("DEADLINE_EXCEEDED", "Retry timeout", "deadline", "timed out"),
    "gone": ("UNAVAILABLE", "Fail connecting", "connect", "channel", "server unavailable"),
}


class MilvusServer:
    """One connection; safe to use from several threads.

    Args:
        place: `http(s)://host:port`, or the folder of the embedded engine.
        token: the token, or `user:password`; never shown or logged.
        timeout_s: how long one call may take.
        tell: called when it stops or begins to answer, on the thread that notices.

    Attributes:
        is_gone: whether the last call got no answer.

    Raises:
        VectorServerError: the client is not installed, nobody answers, the token is refused, or
            the server is too old.
    """

    def __init__(
        self,
        place: str | Path,
        *,
        token: str = "",
        timeout_s: float = TIMEOUT_S,
        tell: Callable[[VectorServerError | None], None] | None = None,
    ) -> None:
        self.name = f"“{place}”"
        self.is_gone = False
        self.tell = tell
        self._timeout_s = timeout_s
        self._engine: _Engine | None = None
        self._client: Any = None
        _require()
        uri = place if isinstance(place, str) else self._uri_of(place)
        try:
            _check(uri, token)
            with self._plain("connect"):
                self._client = _client(uri, token)
                self.version = str(self._client.get_server_version(timeout=CONNECT_S))
            self._check_version()
        except BaseException:
            self.close()
            raise

    @property
    def is_embedded(self) -> bool:
        """Whether it is the engine for tests and small teams, which offers fewer indexes."""
        return self.version.startswith(EMBEDDED)

    def call(self, method: str, *args: Any, timeout_s: float | None = None, **options: Any) -> Any:
        """Call a method of the client and return what it returns.

        Args:
            method: name of a method of MilvusClient.
            args: its arguments.
            timeout_s: how long it may take, where that is not the usual time.
            options: its keyword arguments.

        Raises:
            VectorServerError: it failed; says why and what to do.
        """
        if self._client is None:
            raise self._error("it was closed", gone=True)
        if self.is_gone and self.tell is not None and method != PROBE:
            raise self._error("nobody answers", gone=True)  # somebody looks whether it is back
        with self._plain(method):
            limit = timeout_s or self._timeout_s
            return getattr(self._client, method)(*args, timeout=limit, **options)

    def guarded(self, name: str, function: Callable[[], T]) -> T:
        """Call something that the client made, with the errors of call()."""
        with self._plain(name):
            return function()

    def close(self) -> None:
        """End the connection, and the embedded engine if this was the last one to it."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):  # nothing is left to be done for it
                client.close()
        if self._engine is not None:
            self._engine.leave()
            self._engine = None

    def _uri_of(self, folder: Path) -> str:
        self._engine = _Engine.enter(folder)
        return f"http://127.0.0.1:{self._engine.port}"

    def _check_version(self) -> None:
        if self.is_embedded:
            return
        parts = self.version.lstrip("v").split("-")[0].split(".")
        known = tuple(int(part) for part in parts[:2] if part.isdigit())
        if len(known) < len(LEAST_SERVER) or known < LEAST_SERVER:
            least = ".".join(map(str, LEAST_SERVER))
            raise VectorServerError(
                f"The vector server {self.name} is Milvus {self.version}; Kinora needs {least}.",
                hint="Update the server, or use another address.",
            )

    @contextmanager
    def _plain(self, method: str) -> Iterator[None]:
        """Turn what the client raises into an error that says what to do."""
        import grpc
        from pymilvus.exceptions import MilvusException

        try:
            yield
            self._note(None)
        except (MilvusException, grpc.RpcError, grpc.FutureTimeoutError, OSError) as error:
            logger.info("%s failed: %s", method, type(error).__name__)
            known = self._translated(error)
            self._note(known if known.is_gone else None)
            raise known from None
        except ValueError as error:  # what grpc says of a channel that was closed meanwhile
            if "closed channel" not in str(error):
                raise
            raise self._error("it was closed", gone=True) from None

    def _note(self, error: VectorServerError | None) -> None:
        """Remember whether somebody answers, and tell who wants to know when that changes."""
        if self.is_gone == (error is not None):
            return
        self.is_gone = error is not None
        if self.tell is not None:
            self.tell(error)

    def _translated(self, error: Exception) -> VectorServerError:
        text = f"{getattr(error, 'code', '')} {error} {error.__cause__}"
        kind = next(
            (kind for kind, words in _WORDS.items() if any(word in text for word in words)), ""
        )
        if kind == "token":
            return VectorServerError(
                f"The vector server {self.name} refuses the token.",
                hint="Check the token in the environment or the system's keyring, then try again.",
            )
        if kind == "time":
            return self._error("it took too long to answer", gone=True)
        if kind == "gone" or isinstance(error, OSError):
            return self._error("nobody answers", gone=True)
        if kind == "full":
            return VectorServerError(
                f"The vector server {self.name} has no room left.",
                hint="Make room on its disk or in its memory, then do it again.",
            )
        reason = str(getattr(error, "message", "") or error).splitlines()[0][:200]
        return self._error(reason or type(error).__name__)

    def _error(self, why: str, *, gone: bool = False) -> VectorServerError:
        return VectorServerError(
            f"The vector server {self.name} cannot do this: {why}.",
            hint="Check that it runs and can be reached, then try again.",
            is_gone=gone,
        )


class _Engine:
    """The embedded engine of one folder, shared by all who use it in this process.

    One process at a time has a folder open; others reach it through the port that it notes there.
    """

    _open: dict[Path, "_Engine"] = {}  # noqa: RUF012 - one a process, as the lock of a folder is
    _guard = threading.Lock()

    def __init__(self, folder: Path, port: int, parts: tuple[Any, Any] | None) -> None:
        self.port = port
        self._folder = folder
        self._parts = parts
        self.users = 0

    @classmethod
    def enter(cls, folder: Path) -> "_Engine":
        """Return the engine of folder, started if it is not running."""
        folder = folder.absolute()
        with cls._guard:
            engine = cls._open.get(folder)
            if engine is None:
                engine = cls._open[folder] = _start(folder)
            engine.users += 1
            return engine

    def leave(self) -> None:
        """Stop the engine when its last user leaves."""
        with self._guard:
            self.users -= 1
            if self.users:
                return
            self._open.pop(self._folder, None)
            if self._parts is None:
                return
            server, database = self._parts
            (self._folder / PORT_FILE).unlink(missing_ok=True)
            server.stop(grace=2).wait()
            database.close()


def _start(folder: Path) -> _Engine:
    """Start the engine of a folder, or find the process that has it open.

    Raises:
        VectorServerError: it is not installed, its folder is damaged, or another program has it.
    """
    from milvus_lite.adapter.grpc.server import start_server_in_thread
    from milvus_lite.exceptions import DataDirLockedError, MilvusLiteError

    noted = folder / PORT_FILE
    try:
        server, database, port = start_server_in_thread(str(folder), host="127.0.0.1", port=0)
    except DataDirLockedError:
        with suppress(OSError, ValueError):
            return _Engine(folder, int(noted.read_text("ascii")), None)
        raise VectorServerError(
            f"“{folder}” is in use by another program.",
            hint="Close that program, then open the library again.",
            is_gone=True,
        ) from None
    except (MilvusLiteError, OSError, ValueError) as error:
        raise VectorServerError(
            f"The vectors in “{folder}” cannot be opened ({error}).",
            hint="Restore the folder from a copy, or delete it and run: check --repair.",
        ) from None
    with suppress(OSError):  # others then find it in use
        noted.write_text(str(port), "ascii")
    return _Engine(folder, port, (server, database))


def _require() -> None:
    """Check that the client and the embedded engine are installed, and keep their logs quiet.

    Raises:
        VectorServerError: they are not.
    """
    if find_spec("pymilvus") is None or find_spec("milvus_lite") is None:
        raise VectorServerError("Vectors on Milvus need the extra “milvus”.", hint=_INSTALL)
    for name in ("pymilvus", "milvus_lite", "grpc"):  # each failure with its trace: ours say it
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _client(uri: str, token: str) -> Any:
    from pymilvus import MilvusClient

    return MilvusClient(
        uri, token=token, timeout=CONNECT_S, dedicated=True, grpc_options=_RECONNECT
    )


def _check(uri: str, token: str) -> None:
    """Check an address, and that a token is not sent in the clear.

    Raises:
        VectorServerError: it is no address, or would give the token away.
    """
    parts = urlsplit(uri)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise VectorServerError(
            "The address of the vector server is not understood.",
            hint="Write it as https://host:port; the token is never part of it.",
        )
    if token and parts.scheme == "http" and parts.hostname not in LOCAL_HOSTS:
        raise VectorServerError(
            f"The token would be sent to “{uri}” unprotected.",
            hint="Use an address that begins with https://.",
        )

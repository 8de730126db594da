"""One bucket of a store: listed, read and written through fsspec, with time-outs and cancel."""

import hashlib
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from common.jobs import JobCancelled, JobContext, running_job
from indexers.stores.address import StoreAddress
from indexers.stores.cache import Stamp
from indexers.stores.faults import StoreFault, fault_of

if TYPE_CHECKING:
    from concurrent.futures import Future

logger = logging.getLogger(__name__)

TRIES = 3
_PAUSE_S = 0.3  # before the second try; twice as long before each further one
_CALL_S = 300.0  # a call that sends something now and then, but never ends
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """An object as a listing names it.

    Args:
        key: in its bucket.
        stamp: of its version.
    """

    key: str
    stamp: Stamp


def stamp_of(info: Mapping[str, Any]) -> Stamp:
    """Return the stamp of what a store says of an object.

    Stores tell times in whole seconds or not; a listing and an object may differ in that. So the
    seconds are kept, and the tag takes the place of what is below them.
    """
    size = next((int(info[k]) for k in ("size", "Size", "ContentLength") if k in info), 0)
    names = ("LastModified", "updated", "last_modified", "mtime", "created")
    told = _instant(next((info[name] for name in names if info.get(name) is not None), 0))
    tags = ("ETag", "etag", "md5Hash", "generation")
    tag = next((str(info[name]) for name in tags if info.get(name)), str(told)).strip('"')
    digest = hashlib.blake2b(tag.encode("utf-8", "replace"), digest_size=8).digest()
    return Stamp(size, int(told) * 10**9 + int.from_bytes(digest) % 10**9)


def _instant(told: object) -> float:
    """Return seconds since 1970 of a time in any of the forms that stores use."""
    if isinstance(told, str):
        told = datetime.fromisoformat(told)
    if isinstance(told, datetime):
        return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
    return float(told) if isinstance(told, int | float) else 0.0


class Backend:
    """One bucket.

    Args:
        root: of the bucket.
        filesystem: of fsspec.
        is_anonymous: it is asked without a key.
    """

    def __init__(self, root: StoreAddress, filesystem: Any, *, is_anonymous: bool = False) -> None:
        self.root = root
        self.is_anonymous = is_anonymous
        self._fs = filesystem

    # -- asking

    def pages(self, prefix: str, context: JobContext | None = None) -> Iterator[list[Entry]]:
        """Yield the objects whose key begins with prefix, a page at a time.

        Raises:
            StoreFault: the store cannot be asked (any more).
            JobCancelled: the user cancelled.
        """
        folder = prefix.rstrip("/").rpartition("/")[0] if not prefix.endswith("/") else prefix
        found = self._call("find", self._path(folder), detail=True, _context=context)
        entries = [
            Entry(key, stamp_of(info))
            for name, info in sorted(found.items())
            if (key := self._key(name)).startswith(prefix)
        ]
        for start in range(0, len(entries), _PAGE):
            yield entries[start : start + _PAGE]

    def stat(self, key: str, context: JobContext | None = None) -> Stamp:
        """Return the stamp of an object as it is now.

        Raises:
            StoreFault: it is not there, or cannot be asked for.
            JobCancelled: the user cancelled.
        """
        info = self._call("info", self._path(key), _context=context)
        if info.get("type") == "directory":
            raise StoreFault("missing", str(self.root.at(key)))
        return stamp_of(info)

    def read(
        self, key: str, start: int, end: int, context: JobContext | None = None
    ) -> tuple[bytes, Stamp]:
        """Return the bytes from start to end and the stamp of the version they are of.

        Raises:
            StoreFault: it cannot be read.
            JobCancelled: the user cancelled.
        """
        data = self._call("cat_file", self._path(key), start=start, end=end, _context=context)
        return bytes(data), self.stat(key, context)

    def read_whole(self, key: str, context: JobContext | None = None) -> bytes:
        """Return all of a small object.

        Raises:
            StoreFault: it cannot be read.
            JobCancelled: the user cancelled.
        """
        return bytes(self._call("cat_file", self._path(key), _context=context))

    # -- writing

    def write(self, key: str, data: bytes, context: JobContext | None = None) -> None:
        """Write an object in one step: others see all of it or what was there before.

        Raises:
            StoreFault: it cannot be written.
            JobCancelled: the user cancelled.
        """
        self._call("pipe_file", self._path(key), data, _context=context)

    def remove(self, key: str, context: JobContext | None = None) -> None:
        """Remove an object; does nothing where there is none.

        Raises:
            StoreFault: it cannot be removed.
        """
        try:
            self._call("rm_file", self._path(key), _context=context)
        except StoreFault as fault:
            if fault.kind != "missing":
                raise

    def try_out(self, prefix: str, context: JobContext | None = None) -> str:
        """Return what may be done under a prefix: "read and write" or "read only".

        Raises:
            StoreFault: not even its list can be read.
            JobCancelled: the user cancelled.
        """
        next(iter(self.pages(prefix, context)), None)
        key = f"{prefix.rstrip('/')}/.kinora-test-{token_hex(4)}".lstrip("/")
        try:
            self.write(key, b"test", context)
            self.remove(key, context)
        except StoreFault as fault:
            if fault.is_passing:
                raise
            return "read only"
        return "read and write"

    # -- inside

    def _path(self, key: str) -> str:
        return f"{self.root.bucket}/{key}"

    def _key(self, name: str) -> str:
        return name.removeprefix("/").removeprefix(f"{self.root.bucket}/")

    def _call(self, name: str, *args: Any, _context: JobContext | None, **kwargs: Any) -> Any:
        """Call the file system; what passes by itself is tried again.

        Raises:
            StoreFault: it failed.
            JobCancelled: the user cancelled.
        """
        context = _context or running_job()
        if self._fs.async_impl:
            method = getattr(self._fs, f"_{name}")
            return self._again(lambda: self._wait(method(*args, **kwargs), context), context)
        method = getattr(self._fs, name)
        return self._again(lambda: method(*args, **kwargs), context)

    def _again(self, call: Callable[[], Any], context: JobContext | None) -> Any:
        tries = 0
        while True:
            try:
                return call()
            except JobCancelled:
                raise
            except Exception as error:  # clients of stores raise what they like
                fault = fault_of(error, str(self.root), is_anonymous=self.is_anonymous)
                tries += 1
                if not fault.is_passing or tries == TRIES:
                    logger.debug("asking %s failed", self.root, exc_info=error)
                    raise fault from None
            _pause(_PAUSE_S * 2 ** (tries - 1), context)

    def _wait(self, coroutine: Any, context: JobContext | None) -> Any:
        """Wait for a coroutine on fsspec's own thread; a cancel ends the wait at once."""
        import asyncio

        future = asyncio.run_coroutine_threadsafe(coroutine, self._fs.loop)
        if context is None:
            return _result(future)
        if context.is_cancelled:
            future.cancel()
            raise JobCancelled
        with context.waiting(lambda: _end(future)):
            return _result(future)


def _end(future: "Future[Any]") -> None:
    future.cancel()


def _result(future: "Future[Any]") -> Any:
    from concurrent.futures import CancelledError

    try:
        return future.result(_CALL_S)
    except CancelledError:
        raise JobCancelled from None
    finally:
        future.cancel()


def _pause(seconds: float, context: JobContext | None) -> None:
    """Wait before the next try; a cancel is heard."""
    until = time.monotonic() + seconds
    while (rest := until - time.monotonic()) > 0:
        if context is not None and context.is_cancelled:
            raise JobCancelled
        time.sleep(min(rest, 0.05))

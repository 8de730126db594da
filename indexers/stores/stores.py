"""All stores that a process reads from: one backend a bucket, one cache for all."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from common.jobs import JobContext
from indexers.stores.address import StoreAddress
from indexers.stores.backend import Backend, Entry
from indexers.stores.cache import PIECE, ObjectCache, Stamp
from indexers.stores.clients import make_backend
from indexers.stores.faults import StoreFault
from indexers.stores.path import StorePath

TIMEOUT_S = 20.0


class Stores:
    """Opens objects by their addresses; safe to use from many threads.

    Args:
        cache: of what was read.
        secret: returns the secret of a bucket by its root address, "" for none.
        timeout_s: how long an answer may stay away, seconds.
    """

    def __init__(
        self,
        cache: ObjectCache,
        secret: Callable[[str], str] = lambda _root: "",
        *,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self.cache = cache
        self._secret = secret
        self._timeout_s = timeout_s
        self._backends: dict[tuple[str, str], Backend] = {}
        self._guard = threading.Lock()

    def path(self, address: str, context: JobContext | None = None) -> StorePath:
        """Return an object as readers take it; nothing is asked yet.

        Raises:
            LibraryError: it is no address.
        """
        return StorePath(StoreAddress.of(address), self, context)

    def backend(self, address: StoreAddress) -> Backend:
        """Return the bucket of an address; another secret makes another connection.

        Raises:
            StoreFault: its client is not installed.
        """
        root = address.at("")
        secret = self._secret(address.root)
        with self._guard:
            found = self._backends.get((address.root, secret))
            if found is None:
                found = make_backend(root, secret, timeout_s=self._timeout_s)
                self._backends[address.root, secret] = found
            return found

    def pages(
        self, address: StoreAddress, context: JobContext | None = None
    ) -> Iterator[list[Entry]]:
        """Yield what lies at an address, a page at a time.

        Raises:
            StoreFault: the store cannot be asked (any more).
            JobCancelled: the user cancelled.
        """
        return self.backend(address).pages(address.key, context)

    def listed(self, address: StoreAddress, context: JobContext | None = None) -> list[Entry]:
        """Return all objects whose key begins with that of an address.

        Raises:
            StoreFault: the store cannot be asked.
            JobCancelled: the user cancelled.
        """
        return [entry for page in self.pages(address, context) for entry in page]

    def stamp(self, address: StoreAddress, context: JobContext | None = None) -> Stamp:
        """Return the version of an object: the one of now, or of the cache if nobody answers.

        Raises:
            StoreFault: it is not there, or nobody answers and nothing of it is here.
            JobCancelled: the user cancelled.
        """
        try:
            return self.backend(address).stat(address.key, context)
        except StoreFault as fault:
            seen = self.cache.last_seen(str(address)) if fault.is_passing else None
            if seen is None:
                raise _named(fault, address) from None
            return seen

    def piece(
        self, address: StoreAddress, stamp: Stamp, number: int, context: JobContext | None = None
    ) -> bytes:
        """Return a piece of a version of an object.

        Raises:
            StoreFault: it cannot be read, or the object is another version now.
            JobCancelled: the user cancelled.
        """
        text = str(address)
        start = number * PIECE
        end = min(start + PIECE, stamp.size)
        kept = self.cache.piece(text, stamp, number)
        if kept is not None and len(kept) == end - start:
            return kept
        try:
            data, found = self.backend(address).read(address.key, start, end, context)
        except StoreFault as fault:
            raise _named(fault, address) from None
        if found != stamp or len(data) != end - start:
            raise StoreFault("changed", text)
        self.cache.keep(text, stamp, number, data)
        return data

    def whole(self, path: StorePath) -> Path:
        """Return a file of this computer with all of an object.

        Raises:
            StoreFault: it cannot be read.
            OSError: the disk is full.
            JobCancelled: the user cancelled.
        """
        text, stamp, suffix = str(path), path.stamp, path.suffix
        found = self.cache.whole(text, stamp, suffix)
        return found or self.cache.keep_whole(text, stamp, suffix, path.pieces())


def _named(fault: StoreFault, address: StoreAddress) -> StoreFault:
    """Return a fault with the address of the object."""
    return StoreFault(fault.kind, str(address), fault.clause, fault.hint)

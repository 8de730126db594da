"""An object that readers of media take for a file: the few methods of a path that they use."""

import io
import os
import posixpath
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Self

from common.jobs import JobContext
from indexers.stores.address import StoreAddress
from indexers.stores.cache import PIECE, Stamp
from indexers.stores.faults import StoreFault

if TYPE_CHECKING:
    from indexers.stores.stores import Stores


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """What `stat` says of an object, named as for a file."""

    st_size: int
    st_mtime_ns: int
    st_mode: int = stat.S_IFREG | 0o444

    @property
    def st_mtime(self) -> float:
        """The time in seconds, without the tag that stands below them."""
        return float(self.st_mtime_ns // 10**9)


class StorePath:
    """One object; reads one version of it, the one that it saw first.

    What does not match that version is never mixed with it: reading then fails and says that the
    object changed. Opening reads ranges through the cache; `os.fspath` brings all of it here.

    Args:
        address: of the object.
        stores: where it is read from.
        context: its cancel ends waits; None takes the job of the thread.
    """

    def __init__(
        self, address: StoreAddress, stores: "Stores", context: JobContext | None = None
    ) -> None:
        self.address = address
        self._stores = stores
        self._context = context
        self._stamp: Stamp | None = None
        self._text = str(address)

    # -- names

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"StorePath({self._text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StorePath) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __lt__(self, other: "StorePath") -> bool:
        return self._text < other._text

    def __fspath__(self) -> str:
        return str(self._stores.whole(self))

    @property
    def name(self) -> str:
        """The last part of the key."""
        return self.address.name

    @property
    def suffix(self) -> str:
        """What the name ends in, from the last dot."""
        return posixpath.splitext(self.name)[1]

    @property
    def stem(self) -> str:
        """The name without its suffix."""
        return posixpath.splitext(self.name)[0]

    @property
    def parent(self) -> Self:
        """The prefix that the object lies under."""
        return self._other(self.address.key.rstrip("/").rpartition("/")[0])

    def __truediv__(self, name: str) -> Self:
        """The object of a name under this prefix; "..": as in a file system."""
        joined = posixpath.normpath(posixpath.join("/", self.address.key, name.replace("\\", "/")))
        return self._other(joined.lstrip("/"))

    def with_suffix(self, suffix: str) -> Self:
        """The object of the same stem and another suffix."""
        return self._other(posixpath.splitext(self.address.key)[0] + suffix)

    def with_name(self, name: str) -> Self:
        """The object of another name beside it."""
        return self.parent / name

    def expanduser(self) -> Self:
        """Itself: keys know no home."""
        return self

    def absolute(self) -> Self:
        """Itself."""
        return self

    def resolve(self) -> Self:
        """Itself: stores know no links."""
        return self

    # -- reading

    def stat(self) -> ObjectFacts:
        """Return size and time of the version that is read.

        Raises:
            StoreFault: it is not there, or cannot be asked for.
        """
        return ObjectFacts(*self.stamp)

    @property
    def stamp(self) -> Stamp:
        """The version that is read; asked for once."""
        if self._stamp is None:
            self._stamp = self._stores.stamp(self.address, self._context)
        return self._stamp

    def exists(self) -> bool:
        """Whether it is there; True where the store cannot tell: reading will say why."""
        try:
            self.stat()
        except StoreFault as fault:
            return fault.kind not in {"missing", "bucket"}
        return True

    def is_file(self) -> bool:
        """Whether it is there; True where the store cannot tell."""
        return self.exists()

    def is_dir(self) -> bool:
        """Whether it is a prefix: never asked, an object is meant."""
        return False

    def open(self, mode: str = "rb", buffering: int = -1, **_text: object) -> IO[bytes]:
        """Open it for reading.

        Raises:
            StoreFault: it is not there, or cannot be read.
            ValueError: another mode is asked for.
        """
        if mode != "rb":
            raise ValueError(f"objects are opened with mode 'rb', not {mode!r}")
        if whole := self._stores.cache.whole(self._text, self.stamp, self.suffix):
            return whole.open("rb")
        raw = _Reader(self)
        return raw if buffering == 0 else io.BufferedReader(raw, 1 << 16)  # type: ignore[return-value]

    def read_bytes(self) -> bytes:
        """Return all of it.

        Raises:
            StoreFault: it cannot be read.
        """
        return b"".join(self.pieces())

    def read_text(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Return all of it as text.

        Raises:
            StoreFault: it cannot be read.
            UnicodeDecodeError: it is none.
        """
        return self.read_bytes().decode(encoding, errors)

    def pieces(self) -> Iterator[bytes]:
        """Yield all of it, a piece at a time.

        Raises:
            StoreFault: it cannot be read.
        """
        for number in range(-(-self.stamp.size // PIECE)):
            yield self.piece(number)

    def piece(self, number: int) -> bytes:
        """Return a piece, from the cache or the store.

        Raises:
            StoreFault: it cannot be read, or the object changed.
            JobCancelled: the user cancelled.
        """
        return self._stores.piece(self.address, self.stamp, number, self._context)

    def beside(self) -> list[Self]:
        """Return the objects under the same prefix whose names begin with its stem.

        Raises:
            StoreFault: the store cannot be asked.
        """
        folder = self.address.key.rpartition("/")[0]
        prefix = f"{folder}/{self.stem}" if folder else self.stem
        found = self._stores.listed(self.address.at(prefix), self._context)
        above = self.address.key.count("/")
        return [
            self._other(entry.key)
            for entry in found
            if entry.key != self.address.key and entry.key.count("/") == above
        ]

    def _other(self, key: str) -> Self:
        return type(self)(self.address.at(key), self._stores, self._context)


class _Reader(io.RawIOBase):
    """Reads an object by ranges; holds one piece."""

    def __init__(self, path: StorePath) -> None:
        super().__init__()
        self.name = str(path)
        self._path = path
        self._size = path.stamp.size
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("seek before the start")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        if self._at >= self._size or not len(view):
            return 0
        number, first = divmod(self._at, PIECE)
        if self._held[0] != number:
            self._held = (number, self._path.piece(number))
        part = self._held[1][first : first + len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)

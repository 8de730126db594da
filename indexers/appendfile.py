"""A file that only grows at its end and is read through a memory map."""

import os
import threading
from collections.abc import Callable
from io import FileIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_CAN_READ_AT = hasattr(os, "preadv")  # not on Windows


def write_at(path: Path, place: int, data: bytes) -> None:
    """Write data at a place of a file, drop what lay behind it, and force it to disk.

    Raises:
        OSError: the file is absent, or the disk is full or gone; what lay before it stays.
    """
    with path.open("r+b") as file:
        file.truncate(place)
        file.seek(place)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


class _Reader:
    """A handle that is closed when the last one who reads has let go of it."""

    def __init__(self, path: Path) -> None:
        self.handle = os.open(path, os.O_RDONLY)

    def __del__(self) -> None:
        if hasattr(self, "handle"):
            os.close(self.handle)


class AppendFile:
    """Bytes appended by one thread and viewed by many.

    Args:
        path: need not exist; the first append makes it.
        lost: makes the exception for a file that is shorter than what is asked of it.
    """

    def __init__(self, path: Path, lost: Callable[[Path], Exception]) -> None:
        self.path = path
        self._lost = lost
        self._handle: FileIO | None = None
        self._reader: _Reader | None = None
        self._map: NDArray[np.uint8] = np.empty(0, np.uint8)
        self._lock = threading.Lock()

    def size(self) -> int:
        """Return the bytes on disk; 0 where the file is absent.

        Raises:
            OSError: the folder cannot be read.
        """
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, data: bytes) -> None:
        """Write data behind what is there; visible to other threads at once.

        Raises:
            OSError: the disk is full or gone; part of data may have been written.
        """
        if self._handle is None:
            self._handle = FileIO(self.path, "ab")
        rest = memoryview(data)
        while rest:
            rest = rest[self._handle.write(rest) or 0 :]

    def sync(self) -> None:
        """Force what was appended to disk.

        Raises:
            OSError: the disk is full or gone.
        """
        if self._handle is not None:
            os.fsync(self._handle.fileno())

    def cut(self, size: int) -> None:
        """Shorten the file to size bytes; does nothing if it is not longer.

        Raises:
            OSError: the file cannot be changed.
        """
        if self.size() <= size:
            return
        with self._lock:
            self._map = np.empty(0, np.uint8)
            with self.path.open("r+b") as file:
                file.truncate(size)
                os.fsync(file.fileno())

    def view(self, size: int) -> NDArray[np.uint8]:
        """Return the first size bytes, (size,), read-only; mapped anew when the file has grown.

        Raises:
            Exception: what `lost` makes, if the file is absent or shorter.
        """
        if size == 0:
            return np.empty(0, np.uint8)
        with self._lock:
            if len(self._map) < size:
                if self.size() < size:
                    raise self._lost(self.path)
                self._map = np.memmap(self.path, np.uint8, "r")
            return self._map[:size].view(np.ndarray)

    def require(self, size: int) -> None:
        """See that the file still holds size bytes.

        A map outlives the deletion of its file, and reading behind the end of a file that was
        shortened ends the process: so readers of files that a person may touch ask first.

        Raises:
            Exception: what `lost` makes, if the file is absent or shorter.
        """
        if self.size() < size:
            raise self._lost(self.path)

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes from start to end without mapping them.

        A random place of a map brings its neighbours into memory: of a file of gigabytes soon all.

        Raises:
            Exception: what `lost` makes, if the file is absent or shorter.
            OSError: the disk is gone.
        """
        if not _CAN_READ_AT:
            self.require(end)
            return self.view(end)[start:].tobytes()
        self.require(end)
        reader = self._open_reader()
        data = os.pread(reader.handle, end - start, start)
        if len(data) < end - start:
            raise self._lost(self.path)
        return data

    def read_rows(self, rows: NDArray[np.int64], width: int) -> NDArray[np.uint8]:
        """Return rows of equal width, (len(rows), width), without mapping them.

        Args:
            rows: which ones, in any order, >= 0.
            width: bytes of a row.

        Raises:
            Exception: what `lost` makes, if the file is absent or shorter.
            OSError: the disk is gone.
        """
        distinct, places = np.unique(rows, return_inverse=True)
        size = (int(distinct[-1]) + 1) * width if len(distinct) else 0
        self.require(size)
        if not _CAN_READ_AT:
            return self.view(size).reshape(-1, width)[rows]
        found = np.empty((len(distinct), width), np.uint8)
        breaks = np.flatnonzero(np.diff(distinct) != 1) + 1
        if not len(distinct):
            return found
        starts = [0, *breaks.tolist()]
        reader = self._open_reader()
        for start, end in zip(starts, [*starts[1:], len(distinct)], strict=True):
            part = found[start:end].data
            if os.preadv(reader.handle, [part], int(distinct[start]) * width) < part.nbytes:
                raise self._lost(self.path)
        return found[places]

    def _open_reader(self) -> "_Reader":
        with self._lock:
            if self._reader is None:
                try:
                    self._reader = _Reader(self.path)
                except FileNotFoundError:
                    raise self._lost(self.path) from None
            return self._reader

    def close(self) -> None:
        """Release the handle and the map; views handed out stay valid."""
        with self._lock:
            if self._handle is not None:
                self._handle.close()
                self._handle = None
            self._reader = None  # whoever still reads keeps it open
            self._map = np.empty(0, np.uint8)

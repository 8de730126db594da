"""A file that only grows at its end and is read through a memory map."""

import os
import threading
from collections.abc import Callable
from io import FileIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


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

    def close(self) -> None:
        """Release the handle and the map; views handed out stay valid."""
        with self._lock:
            if self._handle is not None:
                self._handle.close()
                self._handle = None
            self._map = np.empty(0, np.uint8)

"""A copy, on this computer, of vectors that a server keeps."""

import json
import logging
import os
import threading
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from common.settings import write_atomically

logger = logging.getLogger(__name__)

DATA_FILE = "copy.f32"
HELD_FILE = "copy.held"
META_FILE = "copy.json"

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]


class Replica:
    """Rows of a collection in two files: the numbers, and a byte a row that says it is there.

    A row never changes once it is written, so the copy cannot be out of date; a row counts only
    after its numbers are on the disk. Damaged or of another collection, it is begun anew. It is
    derived: a disk that is full costs speed, never an error.

    Args:
        folder: where it lies; made at the first write.
        stamp: which collection it is of; "" takes that of the copy that is there.
        dim: length of a vector; 0 takes that of the copy that is there.
        most_bytes: how large it may grow; 0 keeps nothing.
    """

    def __init__(self, folder: Path, stamp: str, dim: int, *, most_bytes: int) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._lock = threading.RLock()
        meta = _meta(folder)
        self._is_known = bool(meta) and (not stamp or meta.get("stamp") == stamp)
        self.facts = meta if self._is_known else {}
        self.stamp = stamp or str(meta.get("stamp", ""))
        self.dim = dim or int(meta.get("dim", 0))
        if self._is_known and self.dim != meta.get("dim"):
            self._is_known, self.facts = False, {}
        self._held = np.zeros(0, np.uint8)
        self._data: Floats | None = None
        if self._is_known:
            self._map()

    def holds(self, rows: Ids) -> NDArray[np.bool_]:
        """Return which rows it has, bool (N,)."""
        with self._lock:
            held = self._held
        found = np.zeros(len(rows), bool)
        inside = (rows >= 0) & (rows < len(held))
        found[inside] = held[rows[inside]] == 1
        return found

    def fits(self, rows: int) -> bool:
        """Whether so many rows may be kept."""
        return 0 < 4 * rows * self.dim <= self._most_bytes

    def matrix(self, rows: int) -> Floats:
        """Return its first rows, float32 (rows, D), a map of the file; absent ones are zeros.

        Raises:
            ValueError: it is not that long.
        """
        with self._lock:
            if rows == 0:
                return np.empty((0, self.dim), np.float32)
            if self._data is None or len(self._data) < rows:
                raise ValueError(f"the copy does not reach row {rows}")
            return self._data[:rows]

    def write(self, rows: Ids, vectors: Floats) -> bool:
        """Keep vectors (N, D) of rows; whether they are kept."""
        if not len(rows):
            return True
        top = int(rows.max()) + 1
        if not self.fits(top):
            return False
        try:
            with self._lock:
                self._grow(top)
                _fill(self._folder / DATA_FILE, rows, np.asarray(vectors, np.float32))
                _fill(self._folder / HELD_FILE, rows, np.ones((len(rows), 1), np.uint8))
                self._map()
        except OSError as error:
            logger.warning("vectors are not kept on this computer: %s", error)
            return False
        return True

    def note(self, **facts: str) -> None:
        """Keep what is known of the collection, for when its server is gone."""
        is_new = any(self.facts.get(key) != facts[key] for key in facts)
        self.facts = {**self.facts, **facts}
        if self._is_known and is_new:
            try:
                self._write_meta()
            except OSError as error:
                logger.info("the copy keeps no note: %s", error)

    def close(self) -> None:
        """Let go of the files; arrays handed out stay valid."""
        with self._lock:
            self._data, self._held = None, np.zeros(0, np.uint8)

    def _grow(self, rows: int) -> None:
        """Make the files long enough; a copy of something else goes first."""
        if not self._is_known:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / META_FILE).unlink(missing_ok=True)
            for name in (HELD_FILE, DATA_FILE):
                (self._folder / name).unlink(missing_ok=True)
            self._write_meta()
            self._is_known = True
        if rows > len(self._held):
            rows += rows // 8
            _lengthen(self._folder / DATA_FILE, rows * 4 * self.dim)
            _lengthen(self._folder / HELD_FILE, rows)

    def _write_meta(self) -> None:
        self.facts = {**self.facts, "stamp": self.stamp, "dim": self.dim}
        write_atomically(self._folder / META_FILE, json.dumps(self.facts).encode())

    def _map(self) -> None:
        """Map the files as they are now; a row that is not whole does not count."""
        try:
            held = np.fromfile(self._folder / HELD_FILE, np.uint8)
            data = np.memmap(self._folder / DATA_FILE, np.float32, "r")
        except (OSError, ValueError):
            self._held, self._data = np.zeros(0, np.uint8), None
            return
        whole = min(len(held), len(data) // max(1, self.dim))
        if whole < len(held):  # somebody shortened it, so nothing in it can be trusted
            self._is_known, whole = False, 0
        self._held, self._data = held[:whole], data[: whole * self.dim].reshape(whole, self.dim)


def _meta(folder: Path) -> dict[str, str | int]:
    try:
        told = json.loads((folder / META_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) and isinstance(told.get("dim"), int) else {}


def _lengthen(path: Path, size: int) -> None:
    """Give a file at least so many bytes; the new ones are zeros and take no room yet."""
    with path.open("ab") as file:
        if file.tell() < size:
            file.truncate(size)


def _fill(path: Path, rows: Ids, block: NDArray[np.float32] | NDArray[np.uint8]) -> None:
    """Write rows (N, ...) in their places and bring them to the disk.

    Not by a map: where the disk is full, writing to one ends the process.
    """
    order = np.argsort(rows, kind="stable")
    width = block[0].nbytes
    runs = np.split(order, np.flatnonzero(np.diff(rows[order]) != 1) + 1)
    with path.open("r+b", buffering=0) as file:
        for run in runs:
            file.seek(int(rows[run[0]]) * width)
            file.write(np.ascontiguousarray(block[run]).data)
        os.fsync(file.fileno())

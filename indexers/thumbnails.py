"""Packed thumbnails: small raw levels that a wall gathers from, JPEG levels for larger views.

One row a thumbnail, the same number in every file. Files only grow; a row exists once every file
holds it, so whatever a crash left half-written is cut off when the store opens. All of it is
derived from the media: a lost file is answered by making the thumbnails again.
"""

import logging
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from common.closing import Closing
from common.errors import LibraryError, ReadOnlyLibraryError
from common.settings import write_atomically
from indexers.pixels import swap_red_blue
from indexers.thumbnail_files import (
    JPEG_LEVELS,
    RAW_LEVELS,
    Thumbnail,
    ThumbnailFiles,
    ThumbnailsLostError,
    make_thumbnail,
)

logger = logging.getLogger(__name__)

__all__ = [
    "JPEG_LEVELS",
    "RAW_LEVELS",
    "Thumbnail",
    "ThumbnailStore",
    "ThumbnailsLostError",
    "make_thumbnail",
]

GENERATION_FILE = "generation"
READ_FROM_LEVEL = 16
_COPY_ROWS = 4096
_T = TypeVar("_T")
_PATTERNS = ("raw*.bin", "jpeg*.pack", "jpeg*.idx", "aspect*.f32")


class ThumbnailStore(Closing):
    """The thumbnails of one library, on disk; appended to by one writer, read by many threads.

    Args:
        folder: made if absent (unless read-only).
        read_only: never changes a file; a torn tail is ignored instead of cut off.

    Attributes:
        flushed: called when rows are on disk, before flush() returns; keeps a copy elsewhere.

    Raises:
        ThumbnailsLostError: some files hold rows and another one is gone.
        LibraryError: the folder cannot be read or written.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.flushed: Callable[[ThumbnailStore], object] | None = None
        self._folder = folder
        self._read_only = read_only
        self._lock = threading.RLock()
        self._rows = 0
        try:
            if not read_only:
                folder.mkdir(parents=True, exist_ok=True)
            self._files = ThumbnailFiles(folder, self._read_generation())
            self._recover()
        except OSError as error:
            raise _disk_error(folder, error) from error

    def __len__(self) -> int:
        return self._rows

    @property
    def generation(self) -> int:
        """A number that changes when rows are numbered anew; see compact()."""
        return self._files.generation

    @property
    def bytes_on_disk(self) -> int:
        """Size of all files together."""
        return sum(file.size() for file in self._files.all)

    # -- writing

    def append(self, thumbnails: Sequence[Thumbnail]) -> range:
        """Add thumbnails and return their rows; call flush() before naming these anywhere.

        Raises:
            ReadOnlyLibraryError: the store is read-only.
            LibraryError: the disk is full or gone; nothing was added.
        """
        with self._writing():
            first = self._rows
            try:
                self._files.append(thumbnails)
            except OSError as error:
                self._files.cut(first)
                raise _disk_error(self._folder, error) from error
            self._rows = first + len(thumbnails)
            return range(first, self._rows)

    def flush(self) -> None:
        """Force all rows to disk: contents first, then the offsets that point into them.

        Raises:
            LibraryError: the disk is full or gone.
        """
        if self._read_only:
            return
        with self._lock:
            try:
                self._files.sync()
                _sync_folder(self._folder)
            except OSError as error:
                raise _disk_error(self._folder, error) from error
        if self.flushed is not None:
            self.flushed(self)

    def truncate(self, rows: int) -> None:
        """Keep the first rows only; views taken before must not be used afterwards.

        Raises:
            ReadOnlyLibraryError: the store is read-only.
            LibraryError: the disk is gone.
        """
        with self._writing():
            if rows >= self._rows:
                return
            self._rows = max(0, rows)
            try:
                self._files.cut(self._rows)
            except OSError as error:
                raise _disk_error(self._folder, error) from error

    def compact(self, keep_rows: Sequence[int] | NDArray[np.int64]) -> None:
        """Keep these rows only, in this order: old row keep_rows[i] becomes row i.

        The new files take over in one step. Rename the rows in the catalogue right after; a crash
        in between is noticed because, for ascending rows, the highest row named there is then
        not below len().

        Raises:
            ReadOnlyLibraryError: the store is read-only.
            IndexError: a row does not exist.
            LibraryError: the disk is full or gone; the old files stay in use.
        """
        keep = np.asarray(keep_rows, dtype=np.int64).reshape(-1)
        with self._writing():
            if keep.size and (keep.min() < 0 or keep.max() >= self._rows):
                raise IndexError(f"rows must lie in 0 to {self._rows - 1}")
            old, new = self._files, ThumbnailFiles(self._folder, self._files.generation + 1)
            try:
                new.cut(0)
                for start in range(0, len(keep), _COPY_ROWS):
                    new.append([old.thumbnail(int(r)) for r in keep[start : start + _COPY_ROWS]])
                new.sync()
                _sync_folder(self._folder)
                write_atomically(self._folder / GENERATION_FILE, str(new.generation).encode())
            except OSError as error:
                new.close()
                raise _disk_error(self._folder, error) from error
            self._files, self._rows = new, len(keep)
            old.close()
            self._remove_leftovers()

    def renew(self, generation: int) -> None:
        """Begin an empty generation; rows of this number mean other pictures from now on.

        Raises:
            ReadOnlyLibraryError: the store is read-only.
            LibraryError: the disk is full or gone.
        """
        with self._writing():
            old, new = self._files, ThumbnailFiles(self._folder, generation)
            try:
                new.cut(0)
                write_atomically(self._folder / GENERATION_FILE, str(generation).encode())
            except OSError as error:
                raise _disk_error(self._folder, error) from error
            self._files, self._rows = new, 0
            old.close()
            self._remove_leftovers()

    def close(self) -> None:
        """Release the files; views handed out stay valid."""
        with self._lock:
            self._files.close()

    # -- reading

    def refresh(self) -> int:
        """Count the rows that another process has added since; return the new length."""
        with self._lock:
            if self._read_only:
                self._files.close()
                self._files = ThumbnailFiles(self._folder, self._read_generation())
                self._rows = self._files.rows()
            return self._rows

    def raw(self, level: int) -> NDArray[np.uint32]:
        """Return all rows of a raw level, (rows, level, level), a read-only view of the file.

        Raises:
            KeyError: no such level.
            ThumbnailsLostError: the file was deleted.
        """
        return self._read(lambda files: files.rows_of_raw(level, self._rows))

    def verify(self) -> None:
        """See that every file still holds every row; it may have been deleted or shortened.

        Raises:
            ThumbnailsLostError: one does not.
        """
        with self._lock:
            if self._files.rows() < self._rows:
                raise ThumbnailsLostError(self._folder)

    def damaged_rows(self) -> NDArray[np.bool_]:
        """Return the rows whose raw levels were not written by this program, (rows,).

        Raises:
            ThumbnailsLostError: a file was deleted or shortened.
        """
        bad = np.zeros(self._rows, bool)
        for level in RAW_LEVELS:
            corners = self.raw(level)[: len(bad), 0, 0]
            bad[: len(corners)] |= corners >> 24 != 255
        return bad

    def gather(
        self, level: int, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
        """Return rows of a raw level, and which of them there are.

        The small levels come from a map, the large ones are read, so that a wall that wanders over
        a million of them does not hold them all in memory.

        Args:
            level: of RAW_LEVELS.
            rows: any shape; rows that do not exist give zeros.

        Returns:
            (*rows.shape, level, level) and rows.shape.

        Raises:
            KeyError: no such level.
            ThumbnailsLostError: the file was deleted or shortened.
        """
        there = (rows >= 0) & (rows < self._rows)
        if level < READ_FROM_LEVEL:
            raw = self.raw(level)
            if not len(raw):
                return np.zeros((*rows.shape, level, level), np.uint32), there
            squares = raw[np.where(there, rows, 0)]
            squares[~there] = 0
            return squares, there
        wanted = rows[there]
        found = np.zeros((*rows.shape, level, level), np.uint32)
        found[there] = self._read(lambda files: files.read_raw(level, wanted))
        return found, there

    def thumbnails(self, rows: range) -> list[Thumbnail]:
        """Return rows at all levels.

        Raises:
            IndexError: a row does not exist.
            ThumbnailsLostError: a file was deleted or shortened.
        """
        if rows and not 0 <= rows[0] <= rows[-1] < self._rows:
            raise IndexError(f"thumbnail rows {rows} of {self._rows}")
        return self._read(lambda files: [files.thumbnail(row) for row in rows])

    def aspects(self) -> NDArray[np.float32]:
        """Return width / height of every row, (rows,)."""
        return self._files.aspect.view(self._rows * 4).view("<f4")

    def jpeg(self, row: int, level: int) -> bytes:
        """Return the encoded JPEG of a row.

        Raises:
            IndexError: no such row.
            ThumbnailsLostError: the file was deleted.
        """
        if not 0 <= row < self._rows:
            raise IndexError(f"thumbnail row {row} of {self._rows}")
        return self._read(lambda files: files.jpeg(row, level))

    def decode(self, row: int, level: int) -> NDArray[np.uint8]:
        """Return a row decoded, uint8 (H, W, 3) RGB; releases the GIL while decoding.

        Raises:
            IndexError: no such row.
            ThumbnailsLostError: the file was deleted or its content is damaged.
        """
        import cv2

        data = np.frombuffer(self.jpeg(row, level), np.uint8)
        bgr = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
        if bgr is None:
            raise ThumbnailsLostError(self._files.pack[level].path)
        return swap_red_blue(cast("NDArray[np.uint8]", bgr))

    # -- inside

    def _read(self, read: Callable[[ThumbnailFiles], _T]) -> _T:
        """Read; once more where a compaction took the files away meanwhile."""
        files = self._files
        try:
            return read(files)
        except ThumbnailsLostError:
            if files is self._files:
                raise
            return read(self._files)

    def _writing(self) -> threading.RLock:
        if self._read_only:
            raise ReadOnlyLibraryError("its thumbnails belong to another window")
        return self._lock

    def _read_generation(self) -> int:
        try:
            return int((self._folder / GENERATION_FILE).read_text("ascii"))
        except FileNotFoundError:
            return 0
        except ValueError as error:
            raise ThumbnailsLostError(self._folder / GENERATION_FILE) from error

    def _recover(self) -> None:
        self._rows = self._files.rows()
        if not self._read_only:
            self._files.cut(self._rows)
            self._remove_leftovers()

    def _remove_leftovers(self) -> None:
        """Remove the files of other generations: of a compaction done, or one not finished."""
        current = {file.path for file in self._files.all}
        for pattern in _PATTERNS:
            for path in self._folder.glob(pattern):
                if path not in current:
                    path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make new file names durable; Windows needs no such call and offers none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _disk_error(folder: Path, error: OSError) -> LibraryError:
    return LibraryError(
        f"The thumbnails in “{folder}” could not be read or written ({error.strerror or error}).",
        hint="Check that the disk is there, writable and not full, then import again.",
    )

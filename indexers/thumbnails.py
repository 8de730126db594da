"""Packed thumbnails: small raw levels that a wall gathers from, JPEG levels for larger views.

One row a thumbnail, the same number in every file. Files only grow; a row exists once every file
holds it, so whatever a crash left half-written is cut off when the store opens. All of it is
derived from the media: a lost file is answered by making the thumbnails again.
"""

import logging
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import numpy as np
from numpy.typing import NDArray

from common.errors import LibraryError, ReadOnlyLibraryError
from common.settings import write_atomically
from indexers.appendfile import AppendFile
from indexers.pixels import resize_area, shrink, swap_red_blue

logger = logging.getLogger(__name__)

RAW_LEVELS = (4, 8, 16, 32)
JPEG_LEVELS = (128, 384)
JPEG_QUALITY = 82
GENERATION_FILE = "generation"
_OFFSET = np.dtype("<i8")
_COPY_ROWS = 4096
_PATTERNS = ("raw*.bin", "jpeg*.pack", "jpeg*.idx", "aspect*.f32")


class ThumbnailsLostError(LibraryError):
    """A file of the thumbnail store is gone or damaged; the media can fill it again."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The thumbnail file “{path.name}” is missing or damaged.",
            hint="Run the import again to make the thumbnails anew; labels and texts are safe.",
        )
        self.path = path


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """One picture at all levels.

    Args:
        raw: by level N, uint32 (N, N), little-endian RGBX: R in the low byte, X = 255.
        jpeg: by level, an encoded JPEG in the picture's own aspect ratio.
        aspect: width / height of the picture.
    """

    raw: Mapping[int, NDArray[np.uint32]]
    jpeg: Mapping[int, bytes]
    aspect: float


def make_thumbnail(rgb: NDArray[np.uint8]) -> Thumbnail:
    """Shrink a picture to every level by area averages; never enlarges the JPEG levels.

    Args:
        rgb: uint8 (H, W, 3), RGB, H and W >= 1.

    Raises:
        ValueError: another shape or type.
    """
    import cv2

    if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or 0 in rgb.shape:
        raise ValueError(f"expected uint8 (H, W, 3), got {rgb.dtype} {rgb.shape}")
    height, width = rgb.shape[:2]
    jpeg: dict[int, bytes] = {}
    quality = (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY)
    current = np.ascontiguousarray(rgb)
    for level in sorted(JPEG_LEVELS, reverse=True):
        current = shrink(current, level)
        jpeg[level] = cv2.imencode(".jpg", swap_red_blue(current), quality)[1].tobytes()
    raw: dict[int, NDArray[np.uint32]] = {}
    for level in sorted(RAW_LEVELS, reverse=True):
        current = resize_area(current, (level, level))
        raw[level] = _pack(current)
    return Thumbnail(raw, jpeg, width / height)


def _pack(rgb: NDArray[np.uint8]) -> NDArray[np.uint32]:
    rgbx = np.full((*rgb.shape[:2], 4), 255, np.uint8)
    rgbx[..., :3] = rgb
    return rgbx.view("<u4")[..., 0]


class _Files:
    """The files of one generation; every call that writes belongs under the store's lock."""

    def __init__(self, folder: Path, generation: int) -> None:
        mark = f".g{generation}" if generation else ""

        def file(stem: str, suffix: str) -> AppendFile:
            return AppendFile(folder / f"{stem}{mark}{suffix}", ThumbnailsLostError)

        self.generation = generation
        self.raw = {level: file(f"raw{level}", ".bin") for level in RAW_LEVELS}
        self.pack = {level: file(f"jpeg{level}", ".pack") for level in JPEG_LEVELS}
        self.index = {level: file(f"jpeg{level}", ".idx") for level in JPEG_LEVELS}
        self.aspect = file("aspect", ".f32")
        contents = [*self.raw.values(), self.aspect, *self.pack.values()]
        self.all = [*contents, *self.index.values()]  # contents before the offsets into them

    def append(self, thumbnails: Sequence[Thumbnail]) -> None:
        for level, file in self.raw.items():
            file.append(b"".join(t.raw[level].astype("<u4").tobytes() for t in thumbnails))
        for level in JPEG_LEVELS:
            parts = [t.jpeg[level] for t in thumbnails]
            ends = self.pack[level].size() + np.cumsum([len(part) for part in parts], dtype=_OFFSET)
            self.pack[level].append(b"".join(parts))
            self.index[level].append(ends.astype(_OFFSET).tobytes())
        self.aspect.append(np.array([t.aspect for t in thumbnails], "<f4").tobytes())

    def rows(self) -> int:
        """Rows that every file holds in full."""
        rows = [file.size() // (level * level * 4) for level, file in self.raw.items()]
        rows.append(self.aspect.size() // 4)
        for level, index in self.index.items():
            ends = index.view(index.size() // 8 * 8).view(_OFFSET)
            bad = (ends > self.pack[level].size()) | (np.diff(ends, prepend=0) < 0)
            rows.append(int(bad.argmax()) if bad.any() else len(ends))
        if max(rows) > 0:
            lost = next((file for file in self.all if not file.path.exists()), None)
            if lost is not None:
                raise ThumbnailsLostError(lost.path)
        return min(rows)

    def cut(self, rows: int) -> None:
        """Cut every file to rows; does nothing where there is nothing behind them."""
        for level, file in self.raw.items():
            file.cut(rows * level * level * 4)
        self.aspect.cut(rows * 4)
        for level, index in self.index.items():
            end = int(index.view(rows * 8).view(_OFFSET)[-1]) if rows else 0
            index.cut(rows * 8)
            self.pack[level].cut(end)

    def jpeg(self, row: int, level: int) -> bytes:
        ends = self.index[level].view((row + 1) * 8).view(_OFFSET)
        start = int(ends[row - 1]) if row else 0
        return self.pack[level].view(int(ends[row]))[start:].tobytes()

    def thumbnail(self, row: int) -> Thumbnail:
        raw = {}
        for level, file in self.raw.items():
            size = level * level * 4
            raw[level] = file.view((row + 1) * size)[-size:].view("<u4").reshape(level, level)
        jpeg = {level: self.jpeg(row, level) for level in JPEG_LEVELS}
        return Thumbnail(raw, jpeg, float(self.aspect.view((row + 1) * 4).view("<f4")[-1]))

    def sync(self) -> None:
        for file in self.all:
            file.sync()

    def close(self) -> None:
        for file in self.all:
            file.close()


class ThumbnailStore:
    """The thumbnails of one library, on disk; appended to by one writer, read by many threads.

    Args:
        folder: made if absent (unless read-only).
        read_only: never changes a file; a torn tail is ignored instead of cut off.

    Raises:
        ThumbnailsLostError: some files hold rows and another one is gone.
        LibraryError: the folder cannot be read or written.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._folder = folder
        self._read_only = read_only
        self._lock = threading.RLock()
        self._rows = 0
        try:
            if not read_only:
                folder.mkdir(parents=True, exist_ok=True)
            self._files = _Files(folder, self._read_generation())
            self._recover()
        except OSError as error:
            raise _disk_error(folder, error) from error

    def __len__(self) -> int:
        return self._rows

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

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
            old, new = self._files, _Files(self._folder, self._files.generation + 1)
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
                self._files = _Files(self._folder, self._read_generation())
                self._rows = self._files.rows()
            return self._rows

    def raw(self, level: int) -> NDArray[np.uint32]:
        """Return all rows of a raw level, (rows, level, level), a read-only view of the file.

        Raises:
            KeyError: no such level.
            ThumbnailsLostError: the file was deleted.
        """
        file, rows = self._files.raw[level], self._rows
        return file.view(rows * level * level * 4).view("<u4").reshape(rows, level, level)

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
        return self._files.jpeg(row, level)

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

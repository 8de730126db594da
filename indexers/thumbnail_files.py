"""A thumbnail at all levels, and the files in which a store keeps them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from common.errors import LibraryError
from indexers.appendfile import AppendFile
from indexers.pixels import resize_area, shrink, swap_red_blue

RAW_LEVELS = (4, 8, 16, 32)
JPEG_LEVELS = (128, 384)
JPEG_QUALITY = 82
_OFFSET = np.dtype("<i8")


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


class ThumbnailFiles:
    """The files of one generation; every call that writes belongs under the store's lock.

    Args:
        folder: of the store.
        generation: grows with every compaction.
    """

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
        """Write rows behind those that are there.

        All files are made before the first row, so that a crash in the middle of it does not look
        as if one of them had been lost.
        """
        if not any(file.size() for file in self.all):
            for file in self.all:
                file.path.touch()
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

    def rows_of_raw(self, level: int, rows: int) -> NDArray[np.uint32]:
        """Return the first rows of a raw level, (rows, level, level)."""
        size = rows * level * level * 4
        self.raw[level].require(size)
        return self.raw[level].view(size).view("<u4").reshape(rows, level, level)

    def jpeg(self, row: int, level: int) -> bytes:
        """Return the encoded JPEG of a row."""
        self.index[level].require((row + 1) * 8)
        ends = self.index[level].view((row + 1) * 8).view(_OFFSET)
        start = int(ends[row - 1]) if row else 0
        return self.pack[level].read(start, int(ends[row]))

    def read_raw(self, level: int, rows: NDArray[np.int64]) -> NDArray[np.uint32]:
        """Return rows of a raw level, (n, level, level)."""
        found = self.raw[level].read_rows(rows, level * level * 4)
        return found.view("<u4").reshape(len(rows), level, level)

    def thumbnail(self, row: int) -> Thumbnail:
        """Return a row at all levels."""
        raw = {}
        for level, file in self.raw.items():
            size = level * level * 4
            raw[level] = file.view((row + 1) * size)[-size:].view("<u4").reshape(level, level)
        jpeg = {level: self.jpeg(row, level) for level in JPEG_LEVELS}
        return Thumbnail(raw, jpeg, float(self.aspect.view((row + 1) * 4).view("<f4")[-1]))

    def sync(self) -> None:
        """Force everything to disk, contents before the offsets into them."""
        for file in self.all:
            file.sync()

    def close(self) -> None:
        """Release the files."""
        for file in self.all:
            file.close()

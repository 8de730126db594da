"""The wall as a PNG of any size: drawn and packed strip by strip, so that memory stays flat."""

import math
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from app.services.arrangements import Cluster
from app.services.export_types import Area
from app.services.wall_camera import Rect, View, WallCamera
from app.services.wall_labels import PlacedLabel, place_labels
from app.services.wall_render import render, text_width, with_labels
from app.services.wall_tiles import TileComposer, TileStyle, WallScene, tile_cells
from common.jobs import JobContext

STRIP_BYTES = 48 << 20  # of one strip, RGB
SCREEN = 1920  # pixels; names are as large in the picture as on a screen of this width
_LEVEL = 4  # of compression: half the time of the default for a few per cent more
_UP = 2  # filter type: each row as its difference to the row above


class PngWriter:
    """Writes a PNG (ISO/IEC 15948) row by row.

    Args:
        file: open for writing.
        width: pixels.
        height: pixels.
    """

    def __init__(self, file: BinaryIO, width: int, height: int) -> None:
        self._file = file
        self._width = width
        self._above = np.zeros(3 * width, np.uint8)
        self._packer = zlib.compressobj(_LEVEL)
        file.write(b"\x89PNG\r\n\x1a\n")
        # 8 bits a sample, RGB, deflate, adaptive filters, not interlaced
        self._chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))

    def write(self, rgb: NDArray[np.uint8]) -> None:
        """Write the next rows, uint8 (h, width, 3)."""
        rows = np.ascontiguousarray(rgb).reshape(len(rgb), 3 * self._width)
        filtered = np.empty((len(rows), 3 * self._width + 1), np.uint8)
        filtered[:, 0] = _UP
        filtered[0, 1:] = rows[0] - self._above
        np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
        self._above = rows[-1].copy()
        if packed := self._packer.compress(filtered.data):
            self._chunk(b"IDAT", packed)

    def finish(self) -> None:
        """Write what is left and the end."""
        self._chunk(b"IDAT", self._packer.flush())
        self._chunk(b"IEND", b"")

    def _chunk(self, name: bytes, content: bytes) -> None:
        self._file.write(struct.pack(">I", len(content)) + name + content)
        self._file.write(struct.pack(">I", zlib.crc32(content, zlib.crc32(name))))


def whole_area(scene: WallScene, style: TileStyle) -> Area:
    """Return left, top, right, bottom of the wall in units of a cell's width."""
    height = max(1, scene.total_rows) * style.cell_height
    return 0.0, 0.0, float(max(1, scene.columns)), height


def picture_size(area: Area, width: int) -> tuple[int, int]:
    """Return width and height of a picture of an area, pixels."""
    left, top, right, bottom = area
    return width, max(1, round((bottom - top) * width / max(right - left, 1e-9)))


def write_wall(
    file: BinaryIO,
    scene: WallScene,
    style: TileStyle,
    composer: TileComposer,
    frame: tuple[Area, int],
    context: JobContext,
    *,
    clusters: Sequence[Cluster] = (),
    lit: NDArray[np.bool_] | None = None,
) -> None:
    """Draw the wall, or a part of it, into a PNG.

    Args:
        file: open for writing.
        scene: what lies where.
        style: how cells look.
        composer: makes tiles.
        frame: the area that is drawn, and the width of the picture in pixels.
        context: of the job; cancelled between strips.
        clusters: get their names.
        lit: (n,) cells that are not dimmed; None dims nothing.
    """
    area = frame[0]
    width, height = picture_size(area, frame[1])
    scale = width / (area[2] - area[0])
    writer = PngWriter(file, width, height)
    labels = _labels(scene, style, area, (width, height), clusters)
    for top, bottom in _strips(style, area, (width, height)):
        watched = cast("TileComposer", _Watched(composer, partial(context.step, top, height)))
        camera = _camera(scene, style, (width, bottom - top))
        # Set without a check: a strip shows less of the wall than a user may zoom to.
        middle = area[1] + (top + bottom) / 2 / scale
        camera.view = View((area[0] + area[2]) / 2, middle, scale)
        rgb = render(scene, style, camera, watched, lit=lit)
        for label in _moved(labels, top, bottom):
            _draw_label(rgb, label)
        writer.write(rgb)
    writer.finish()
    context.step(height, height)


class _Watched:
    """Makes tiles, and lets the job be cancelled before each of them."""

    def __init__(self, composer: TileComposer, check: Callable[[], None]) -> None:
        self._composer = composer
        self._check = check

    def compose(self, *what: Any) -> Any:
        """Return the pixels of a tile."""
        self._check()
        return self._composer.compose(*what)


def _camera(scene: WallScene, style: TileStyle, size: tuple[int, int]) -> WallCamera:
    camera = WallCamera(*size, style.cell_height)
    camera.set_grid(scene.count, scene.columns, style.cell_height)
    return camera


def _strips(style: TileStyle, area: Area, size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield (top, bottom) of strips, pixels: they end with rows of tiles where memory allows."""
    width, height = size
    scale = width / (area[2] - area[0])
    most = max(1, STRIP_BYTES // (3 * width))
    tile = tile_cells(style.level_for(scale)) * style.cell_height * scale
    at_once = max(1, int(most // tile)) * tile  # pixels of whole rows of tiles in a strip
    first = -math.fmod(area[1] * scale, tile)  # where the uppermost row of tiles begins
    ends = [round(first + at_once * n) for n in range(1, math.ceil((height - first) / at_once))]
    edges = [0, *(end for end in ends if 0 < end < height), height]
    for start, end in pairwise(edges):
        for top in range(start, end, most):
            yield top, min(top + most, end)


def _labels(
    scene: WallScene,
    style: TileStyle,
    area: Area,
    size: tuple[int, int],
    clusters: Sequence[Cluster],
) -> list[PlacedLabel]:
    """Place names as on a screen, then as large as the picture is larger than that."""
    if not clusters:
        return []
    larger = max(1.0, size[0] / SCREEN)
    camera = _camera(scene, style, (round(size[0] / larger), round(size[1] / larger)))
    scale = size[0] / (area[2] - area[0]) / larger
    camera.view = View((area[0] + area[2]) / 2, (area[1] + area[3]) / 2, scale)
    placed = place_labels(clusters, camera, text_width)
    return [PlacedLabel(p.text, _times(p.box, larger), p.font_px * larger) for p in placed]


def _times(box: Rect, factor: float) -> Rect:
    return Rect(box.x * factor, box.y * factor, box.width * factor, box.height * factor)


def _draw_label(rgb: NDArray[np.uint8], label: PlacedLabel) -> None:
    """Draw a name into a strip; only the part around it is copied for that."""
    box = label.box
    left, top = max(0, math.floor(box.x) - 2), max(0, math.floor(box.y) - 2)
    part = rgb[top : math.ceil(box.y + box.height) + 2, left : math.ceil(box.x + box.width) + 2]
    if part.size:
        inside = Rect(box.x - left, box.y - top, box.width, box.height)
        part[:] = with_labels(part, [PlacedLabel(label.text, inside, label.font_px)])


def _moved(labels: Sequence[PlacedLabel], top: int, bottom: int) -> list[PlacedLabel]:
    """Return the labels that a strip meets, where they lie in it."""
    return [
        PlacedLabel(p.text, Rect(p.box.x, p.box.y - top, p.box.width, p.box.height), p.font_px)
        for p in labels
        if p.box.y < bottom and p.box.y + p.box.height > top
    ]

"""The wall as a PNG of any size: drawn and packed strip by strip, so that memory stays flat."""

import math
import struct
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from app.services.arrangements import Cluster
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


def picture_size(scene: WallScene, style: TileStyle, width: int) -> tuple[int, int]:
    """Return width and height of a picture of the whole wall, pixels."""
    rows = max(1, scene.total_rows)
    return width, max(1, round(rows * style.cell_height * width / max(1, scene.columns)))


def write_wall(
    file: BinaryIO,
    scene: WallScene,
    style: TileStyle,
    composer: TileComposer,
    size: tuple[int, int],
    context: JobContext,
    *,
    clusters: Sequence[Cluster] = (),
    lit: NDArray[np.bool_] | None = None,
) -> None:
    """Draw the whole wall into a PNG.

    Args:
        file: open for writing.
        scene: what lies where.
        style: how cells look.
        composer: makes tiles.
        size: of the picture, from picture_size().
        context: of the job; cancelled between strips.
        clusters: get their names.
        lit: (n,) cells that are not dimmed; None dims nothing.
    """
    width, height = size
    scale = width / max(1, scene.columns)
    writer = PngWriter(file, width, height)
    labels = _labels(scene, style, size, clusters)
    for top, bottom in _strips(style, size, scale):
        context.step(top, height)
        camera = WallCamera(width, bottom - top, style.cell_height)
        camera.set_grid(scene.count, scene.columns, style.cell_height)
        # Set without a check: a strip shows less of the wall than a user may zoom to.
        camera.view = View(width / 2 / scale, (top + bottom) / 2 / scale, scale)
        rgb = render(scene, style, camera, composer, lit=lit)
        for label in _moved(labels, top, bottom):
            _draw_label(rgb, label)
        writer.write(rgb)
    writer.finish()
    context.step(height, height)


def _strips(style: TileStyle, size: tuple[int, int], scale: float) -> Iterator[tuple[int, int]]:
    """Yield (top, bottom) of strips, pixels: they end with rows of tiles where memory allows."""
    width, height = size
    most = max(1, STRIP_BYTES // (3 * width))
    tile = tile_cells(style.level_for(scale)) * style.cell_height * scale
    at_once = max(1, int(most // tile))  # rows of tiles in a strip
    edges = [round(row * tile) for row in range(0, math.ceil(height / tile) + at_once, at_once)]
    for start, end in pairwise(edges):
        for top in range(start, min(end, height), most):
            yield top, min(top + most, end, height)


def _labels(
    scene: WallScene, style: TileStyle, size: tuple[int, int], clusters: Sequence[Cluster]
) -> list[PlacedLabel]:
    """Place names as on a screen, then as large as the picture is larger than that."""
    if not clusters:
        return []
    larger = max(1.0, size[0] / SCREEN)
    camera = WallCamera(round(size[0] / larger), round(size[1] / larger), style.cell_height)
    camera.set_grid(scene.count, scene.columns, style.cell_height)
    scale = size[0] / max(1, scene.columns) / larger
    camera.view = View(camera.width / 2 / scale, camera.height / 2 / scale, scale)
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

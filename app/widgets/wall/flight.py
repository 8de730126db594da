"""A change of arrangement as a flight: every poster moves from its old cell to its new one.

Frames are computed by numpy on a worker thread and only drawn by the window. Few posters fly as
pictures, many as flat blocks of their mean colour, and of very many a part flies in larger blocks.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.services.wall_camera import View, smoothstep
from app.services.wall_tiles import (
    Colour,
    TileComposer,
    TileStyle,
    WallScene,
    dimmed,
    tile_cells,
)

MOST_PICTURES = 12_000
MOST_BLOCKS = 60_000
MOST_PIXELS = 600_000  # painted in a frame; above it frames are computed at half size
CHUNK = 200_000  # pixels written in one step, so that other threads get their turn
MOST_LEVEL = 3

Frame = NDArray[np.uint32]  # H, W; 0xffRRGGBB


@dataclass(frozen=True, slots=True)
class FlightLimits:
    """How much of a flight is drawn.

    Args:
        pictures: above so many posters all are flat blocks.
        blocks: of more posters only a part flies, in larger blocks.
        pixels: painted in a frame; above it frames are computed at half size.
    """

    pictures: int = MOST_PICTURES
    blocks: int = MOST_BLOCKS
    pixels: int = MOST_PIXELS


BY_PROCESSOR = FlightLimits()
BY_CARD = FlightLimits(40_000, 1_000_000, 1 << 62)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where items lie before or after the flight.

    Args:
        cells: (n,) cell of each item.
        columns: of the grid.
        view: of the camera.
    """

    cells: NDArray[np.int64]
    columns: int
    view: View

    def on_screen(self, size: tuple[int, int], cell_height: float) -> NDArray[np.float32]:
        """Return the upper left corner of each item in pixels, (n, 2)."""
        across = (self.cells % self.columns).astype(np.float32)
        down = (self.cells // self.columns).astype(np.float32) * np.float32(cell_height)
        x = (across - self.view.x) * self.view.scale + size[0] / 2
        y = (down - self.view.y) * self.view.scale + size[1] / 2
        return np.stack([x, y], axis=1).astype(np.float32)


class Flight:
    """The frames of one flight.

    Args:
        scene: the items that fly, in any order; n of them.
        lit: (n,) which are not dimmed, or None.
        style: how cells look.
        start: where they are, n cells.
        end: where they go, n cells.
        size: of the window in pixels.
        composer: makes the pictures.
        limits: of what draws it.
    """

    def __init__(
        self,
        scene: WallScene,
        lit: NDArray[np.bool_] | None,
        style: TileStyle,
        start: Stand,
        end: Stand,
        size: tuple[int, int],
        composer: TileComposer,
        limits: FlightLimits = BY_PROCESSOR,
    ) -> None:
        self.background = style.background
        self._background = _packed(style.background)
        self._cell_height = style.cell_height
        self.size = size
        first = start.on_screen(size, style.cell_height)
        last = end.on_screen(size, style.cell_height)
        scales = (start.view.scale, end.view.scale)
        chosen = np.flatnonzero(
            _seen(first, scales[0], size, style.cell_height)
            | _seen(last, scales[1], size, style.cell_height)
        )
        stride = max(1, -(-len(chosen) // limits.blocks))
        chosen = chosen[::stride]
        self._first, self._last = first[chosen], last[chosen]
        self._scales = (scales[0] * stride**0.5, scales[1] * stride**0.5)
        covered = len(chosen) * max(self._scales) ** 2 * style.cell_height
        self.shrink = 2 if covered > limits.pixels else 1
        level = 0
        if len(chosen) <= limits.pictures:
            level = min(MOST_LEVEL, style.level_for(max(self._scales) / self.shrink))
        part = WallScene(
            tile_cells(level), scene.items[chosen], scene.rows[chosen], scene.aspects[chosen],
            scene.moving[chosen],
        )  # fmt: skip
        self._pictures = _pictures(
            part, None if lit is None else lit[chosen], style, composer, level
        )
        if len(chosen) > limits.pictures:
            self._pictures = _flat(self._pictures)

    @property
    def pictures(self) -> NDArray[np.uint32]:
        """A picture of each poster that flies, (n, h, w), 0xffRRGGBB."""
        return self._pictures

    @property
    def ways(self) -> NDArray[np.float32]:
        """Upper left corner of each poster at the start and at the end, pixels, (n, 4)."""
        return np.concatenate([self._first, self._last], axis=1)

    def poster_size(self, eased: float) -> tuple[float, float]:
        """Return width and height of a poster in pixels at an eased time (0-1)."""
        scale = self._scales[0] * (self._scales[1] / self._scales[0]) ** eased
        return scale, scale * self._cell_height

    def frame(self, t: float) -> Frame:
        """Return the frame at time t (0-1), the window's size divided by `shrink`."""
        eased = np.float32(smoothstep(t))
        across, down = self.poster_size(float(eased))
        wide = max(1, round(across / self.shrink))
        high = max(1, round(down / self.shrink))
        width, height = -(-self.size[0] // self.shrink), -(-self.size[1] // self.shrink)
        sheet = np.full((height + 2 * high, width + 2 * wide), self._background, np.uint32)
        at = (self._first + (self._last - self._first) * eased) / self.shrink
        # The sheet is wider than the window by a poster on each side: no poster needs cutting.
        x = np.rint(at[:, 0]).astype(np.int64) + wide
        y = np.rint(at[:, 1]).astype(np.int64) + high
        inside = (x >= 0) & (x <= width + wide) & (y >= 0) & (y <= height + high)
        which = np.flatnonzero(inside)
        start = y[which] * sheet.shape[1] + x[which]
        self._paint(sheet, which, start, (wide, high))
        return np.ascontiguousarray(sheet[high : high + height, wide : wide + width])

    def _paint(
        self,
        sheet: Frame,
        which: NDArray[np.int64],
        start: NDArray[np.int64],
        size: tuple[int, int],
    ) -> None:
        """Draw pictures, scaled to size, with their corner at flat places start."""
        wide, high = size
        flat = sheet.reshape(-1)
        rows, columns = self._pictures.shape[1:]
        from_y = np.arange(high) * rows // high
        from_x = np.arange(wide) * columns // wide
        offset = np.arange(high)[:, None] * sheet.shape[1] + np.arange(wide)
        step = max(1, CHUNK // (wide * high))
        for begin in range(0, len(which), step):
            part = which[begin : begin + step]
            pictures = self._pictures[part][:, from_y[:, None], from_x]
            flat[start[begin : begin + step, None, None] + offset] = pictures


def _packed(colour: Colour) -> np.uint32:
    red, green, blue = colour
    return np.uint32(0xFF000000 | red << 16 | green << 8 | blue)


def _seen(
    at: NDArray[np.float32], scale: float, size: tuple[int, int], cell_height: float
) -> NDArray[np.bool_]:
    return np.asarray(
        (at[:, 0] > -scale)
        & (at[:, 0] < size[0])
        & (at[:, 1] > -scale * cell_height)
        & (at[:, 1] < size[1])
    )


def _pictures(
    scene: WallScene,
    lit: NDArray[np.bool_] | None,
    style: TileStyle,
    composer: TileComposer,
    level: int,
) -> NDArray[np.uint32]:
    """Return a picture of each item, (n, h, w)."""
    width, height = style.cell_size(level)
    found: list[NDArray[np.uint32]] = []
    row = 0
    while (cells := scene.block(level, row, 0)).size:
        tile = composer.compose(scene, style, level, row, 0)
        if lit is not None:
            tile = dimmed(tile, lit[cells.clip(0)] & (cells >= 0), style.background)
        blocks = np.ascontiguousarray(tile).view(np.uint32)[..., 0]
        blocks = blocks.reshape(cells.shape[0], height, cells.shape[1], width)
        found.append(blocks.transpose(0, 2, 1, 3).reshape(-1, height, width))
        row += 1
    if not found:
        return np.zeros((0, height, width), np.uint32)
    return np.concatenate(found)[: scene.count]


def _flat(pictures: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return one pixel of mean colour for each picture, (n, 1, 1)."""
    channels = pictures.view(np.uint8).reshape(len(pictures), -1, 4)
    mean = np.rint(channels.mean(axis=1)).astype(np.uint8)
    return np.ascontiguousarray(mean).view(np.uint32).reshape(-1, 1, 1)

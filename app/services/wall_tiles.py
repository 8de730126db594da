"""Tiles of the wall: blocks of k x k cells composed from thumbnails at one level of detail.

Level i draws a cell 2**i times the base size of its shape (poster 2 x 3 px), so tiles nest: a tile
covers exactly four of the next finer level. Small levels are gathered from the raw thumbnail
levels in one step for all cells (they are squashed to squares, so every cell gets its own index
map), larger ones are decoded from the JPEG levels, and the largest come from the originals.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.services.wall_camera import CELL_SHAPES
from app.services.wall_thumbs import Thumbnails
from common.errors import AppError, LibraryError

logger = logging.getLogger(__name__)

Pixels = NDArray[np.uint8]  # H, W, 4: blue, green, red, 255
Colour = tuple[int, int, int]  # red, green, blue

TILE_CELLS = 256  # cells along the side of a tile of level 0
MAX_LEVEL = 9
JPEG_FROM_LEVEL = 4  # 32 px: raw thumbnails are too coarse from here on
LARGE_FROM_LEVEL = 6  # 128 px
ORIGINAL_FROM_LEVEL = 8  # 512 px
BADGE_FROM_LEVEL = 5  # 64 px
MIN_DETAIL = 0.75  # a level serves until the screen shows 1 / 0.75 of its pixels
UPPER_CROP = 0.42  # tall pictures lose more below than above: faces are above the middle
HALF = 0.5 + 1e-5
DIM = 0.2  # how much of a dimmed picture is left

PictureOf = Callable[[int, int], NDArray[np.uint8] | None]  # item, longest side -> rgb


@dataclass(frozen=True, slots=True)
class TileStyle:
    """How cells look.

    Args:
        shape: "poster", "square" or "photo".
        fit: "crop" fills the cell, "fit" shows all of the picture.
        background: between and behind pictures.
        placeholder: of an item without a picture.
    """

    shape: str = "poster"
    fit: Literal["crop", "fit"] = "crop"
    background: Colour = (18, 18, 20)
    placeholder: Colour = (52, 54, 60)

    @property
    def cell_height(self) -> float:
        """Height of a cell in units of its width."""
        width, height = CELL_SHAPES[self.shape]
        return height / width

    def cell_size(self, level: int) -> tuple[int, int]:
        """Return width and height of a cell in pixels at a level."""
        width, height = CELL_SHAPES[self.shape]
        return width << level, height << level

    def level_for(self, scale: float) -> int:
        """Return the level to draw cells of this many pixels with."""
        width = CELL_SHAPES[self.shape][0]
        level = 0
        while level < MAX_LEVEL and (width << level) < MIN_DETAIL * scale:
            level += 1
        return level


def tile_cells(level: int) -> int:
    """Return how many cells a tile has along its side."""
    return max(1, TILE_CELLS >> level)


@dataclass(frozen=True, slots=True)
class WallScene:
    """What lies in the cells: a snapshot that worker threads may read.

    Args:
        columns: cells in a row.
        items: (n,) item id in each cell.
        rows: (n,) thumbnail row in each cell, -1 for none.
        aspects: (n,) width / height of the picture in each cell.
        moving: (n,) whether the cell's item is a video or a part of one.
    """

    columns: int
    items: NDArray[np.int64]
    rows: NDArray[np.int64]
    aspects: NDArray[np.float32]
    moving: NDArray[np.bool_]

    @property
    def count(self) -> int:
        """Number of cells in use."""
        return len(self.items)

    @property
    def total_rows(self) -> int:
        """Number of rows of the grid."""
        return -(-self.count // self.columns)

    def block(self, level: int, row: int, column: int) -> NDArray[np.int64]:
        """Return the cells of a tile, (r, q); -1 behind the last item."""
        size = tile_cells(level)
        down = np.arange(row * size, min((row + 1) * size, self.total_rows), dtype=np.int64)
        across = np.arange(column * size, min((column + 1) * size, self.columns), dtype=np.int64)
        cells = down[:, None] * self.columns + across
        cells[cells >= self.count] = -1
        return cells


def _bgrx(colour: Colour) -> tuple[int, int, int, int]:
    return colour[2], colour[1], colour[0], 255


class TileComposer:
    """Composes tiles; safe to use from several threads.

    Args:
        thumbnails: where pictures come from.
        picture: returns an original, for the largest levels; None or an AppError falls back to the
            largest thumbnail.
    """

    def __init__(self, thumbnails: Thumbnails, picture: PictureOf | None = None) -> None:
        self._thumbnails = thumbnails
        self._picture = picture
        self.trouble: AppError | None = None  # why pictures are missing, if they are
        self.unreadable: set[int] = set()  # thumbnail rows that are damaged

    def compose(
        self, scene: WallScene, style: TileStyle, level: int, row: int, column: int
    ) -> Pixels:
        """Return the pixels of a tile; at the right and lower edge it ends with the grid.

        Args:
            scene: what lies where.
            style: how it looks.
            level: 0 ... MAX_LEVEL.
            row: row of the tile, >= 0.
            column: column of the tile, >= 0.
        """
        cells = scene.block(level, row, column)
        if not cells.size:
            return np.zeros((0, 0, 4), np.uint8)
        if level < JPEG_FROM_LEVEL:
            return self._gather(scene, style, level, cells)
        return self._decode_all(scene, style, level, cells)

    # -- small levels: one gather for all cells

    def _gather(
        self, scene: WallScene, style: TileStyle, level: int, cells: NDArray[np.int64]
    ) -> Pixels:
        import cv2

        width, height = style.cell_size(level)
        side = next((n for n in (4, 8, 16) if n >= max(width, height)), 32)
        rows = np.where(cells >= 0, scene.rows[cells], -1)
        shape = rows.shape
        mosaic, there = self._squares(side, rows)
        rows[~there] = -1  # of what another process appended, and is not seen here yet
        self._find_damage(rows, mosaic)
        mosaic = np.ascontiguousarray(mosaic.transpose(0, 2, 1, 3))
        flat = mosaic.view(np.uint8).reshape(shape[0] * side, shape[1] * side, 4)
        u, v, inside = _maps(scene.aspects[cells], style, width, height)
        across = u * side + (np.arange(shape[1], dtype=np.float32) * side)[None, :, None] - 0.5
        down = v * side + (np.arange(shape[0], dtype=np.float32) * side)[:, None, None] - 0.5
        _keep_inside(across, side, axis=1)
        _keep_inside(down, side, axis=0)
        full = (shape[0], height, shape[1], width)
        map_x = np.broadcast_to(across[:, None, :, :], full).reshape(shape[0] * height, -1)
        map_y = np.broadcast_to(down.transpose(0, 2, 1)[..., None], full).reshape(map_x.shape)
        rgbx = cv2.remap(flat, map_x, map_y, cv2.INTER_LINEAR)
        tile: Pixels = np.asarray(cv2.cvtColor(rgbx, cv2.COLOR_RGBA2BGRA), np.uint8)
        self._fill_gaps(tile, style, cells, rows, inside)
        return tile

    def _find_damage(self, rows: NDArray[np.int64], mosaic: NDArray[np.uint32]) -> None:
        """Note rows whose pixels were not written by this program and take them out, in place."""
        bad = (rows >= 0) & (mosaic[..., 0, 0] >> 24 != 255)
        if bad.any():
            self.unreadable.update(rows[bad].tolist())
            rows[bad] = -1
            self._note(
                LibraryError(
                    "Some thumbnails are damaged.", hint="Check the library to make them again."
                )
            )

    @staticmethod
    def _fill_gaps(
        tile: NDArray[np.uint8],
        style: TileStyle,
        cells: NDArray[np.int64],
        rows: NDArray[np.int64],
        inside: NDArray[np.bool_] | None,
    ) -> None:
        """Paint placeholders, unused cells and what pictures leave free, in place."""
        shape = cells.shape
        view = tile.reshape(shape[0], tile.shape[0] // shape[0], shape[1], -1, 4)
        blocks = view.transpose(0, 2, 1, 3, 4)  # a view: r, q, h, w, 4
        missing = rows < 0
        if missing.any():
            blocks[missing] = _bgrx(style.placeholder)
        if inside is not None:
            blocks[~inside & ~missing[..., None, None]] = _bgrx(style.background)
        unused = cells < 0
        if unused.any():
            blocks[unused] = _bgrx(style.background)

    def _squares(
        self, side: int, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
        try:
            return self._thumbnails.gather(side, rows)
        except AppError as error:
            self._note(error)
            return np.zeros((*rows.shape, side, side), np.uint32), np.zeros(rows.shape, bool)

    # -- larger levels: one picture at a time

    def _decode_all(
        self, scene: WallScene, style: TileStyle, level: int, cells: NDArray[np.int64]
    ) -> Pixels:
        width, height = style.cell_size(level)
        shape = cells.shape
        tile = np.empty((shape[0] * height, shape[1] * width, 4), np.uint8)
        tile[:] = _bgrx(style.background)
        gap = _gap(width)
        for (down, across), cell in np.ndenumerate(cells):
            if cell < 0:
                continue
            y, x = down * height + gap, across * width + gap
            room = tile[y : y + height - 2 * gap, x : x + width - 2 * gap]
            picture = self._picture_of(scene, int(cell), level, max(width, height))
            if picture is None:
                room[:] = _bgrx(style.placeholder)
            else:
                _place(picture, room, style.fit)
            if level >= BADGE_FROM_LEVEL and scene.moving[cell]:
                _badge(room)
        return tile

    def _picture_of(
        self, scene: WallScene, cell: int, level: int, side: int
    ) -> NDArray[np.uint8] | None:
        if level >= ORIGINAL_FROM_LEVEL and self._picture is not None:
            try:
                picture = self._picture(int(scene.items[cell]), side)
            except (AppError, OSError) as error:
                logger.debug("no original for item %d: %s", scene.items[cell], error)
                picture = None
            if picture is not None:
                return picture
        row = int(scene.rows[cell])
        if row < 0:
            return None
        try:
            return self._thumbnails.decode(row, 384 if level >= LARGE_FROM_LEVEL else 128)
        except AppError as error:
            self.unreadable.add(row)
            self._note(error)
        except IndexError:
            logger.debug("thumbnail row %d is not there yet", row)
        return None

    def forget_trouble(self) -> None:
        """Look anew: the thumbnails were made again."""
        self.trouble = None
        self.unreadable = set()

    def _note(self, error: AppError) -> None:
        if self.trouble is None:
            logger.warning("thumbnails cannot be read: %s", error)
            self.trouble = error


def _gap(width: int) -> int:
    """Return the free pixels on each side of a picture in a cell of this width."""
    return 0 if width < 32 else max(1, round(width * 0.02))


def _maps(
    aspects: NDArray[np.float32], style: TileStyle, width: int, height: int
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_] | None]:
    """Return where in its picture each pixel of each cell looks, as fractions.

    Args:
        aspects: (r, q) of the pictures.
        style: crop or fit.
        width: of a cell in pixels.
        height: of a cell in pixels.

    Returns:
        u (r, q, width), v (r, q, height), and (r, q, height, width) what lies inside the picture,
        None where all does.
    """
    relative = np.nan_to_num(aspects, nan=1.0, posinf=100.0).clip(0.01, 100) * (height / width)
    relative = relative.astype(np.float32)
    x = ((np.arange(width) + 0.5) / width).astype(np.float32)
    y = ((np.arange(height) + 0.5) / height).astype(np.float32)
    if style.fit == "crop":
        seen_x = np.minimum(1, 1 / relative)[..., None]
        seen_y = np.minimum(1, relative)[..., None]
        v = (UPPER_CROP * (1 - seen_y) + y * seen_y).astype(np.float32)
        return (0.5 + (x - 0.5) * seen_x).astype(np.float32), v, None
    u = (0.5 + (x - 0.5) / np.minimum(1, relative)[..., None]).astype(np.float32)
    v = (0.5 + (y - 0.5) / np.minimum(1, 1 / relative)[..., None]).astype(np.float32)
    # A pixel whose middle lies on the edge belongs to the picture, on either side.
    in_u, in_v = np.abs(u - 0.5) <= HALF, np.abs(v - 0.5) <= HALF
    # A sliver thinner than a pixel still shows its middle line.
    in_u[..., width // 2] |= ~in_u.any(-1)
    in_v[..., height // 2] |= ~in_v.any(-1)
    return u, v, in_u[:, :, None, :] & in_v[..., None]


def _keep_inside(places: NDArray[np.float32], side: int, axis: int) -> None:
    """Clamp sampling places to their own picture, in place, so that neighbours never bleed in."""
    first = np.arange(places.shape[axis], dtype=np.float32) * side
    first = first[:, None, None] if axis == 0 else first[None, :, None]
    np.clip(places, first, first + (side - 1), out=places)


def _place(picture: NDArray[np.uint8], room: NDArray[np.uint8], fit: str) -> None:
    """Draw a picture (H, W, 3 RGB) into room (h, w, 4), cropped or fitted."""
    import cv2

    height, width = room.shape[:2]
    rows, columns = picture.shape[:2]
    if height < 1 or width < 1:
        return
    relative = (columns / rows) / (width / height)
    if fit == "crop":
        seen_x = max(1, round(columns * min(1.0, 1 / relative)))
        seen_y = max(1, round(rows * min(1.0, relative)))
        left, top = (columns - seen_x) // 2, int((rows - seen_y) * UPPER_CROP)
        picture = picture[top : top + seen_y, left : left + seen_x]
    else:
        wide = max(1, round(width * min(1.0, relative)))
        high = max(1, round(height * min(1.0, 1 / relative)))
        top, left = (height - high) // 2, (width - wide) // 2
        room = room[top : top + high, left : left + wide]
    size = (room.shape[1], room.shape[0])
    shrinks = size[0] < picture.shape[1]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    sized = cv2.resize(picture, size, interpolation=how)
    room[..., :3] = sized[..., ::-1]


def _badge(room: NDArray[np.uint8]) -> None:
    """Mark a video: a play sign in the lower right corner."""
    import cv2

    height, width = room.shape[:2]
    radius = max(6, min(width, height) // 9)
    x, y = width - radius - radius // 2, height - radius - radius // 2
    corner = np.ascontiguousarray(room)
    shade = corner.copy()
    cv2.circle(shade, (x, y), radius, (24, 20, 20, 255), -1, cv2.LINE_AA)
    corner = np.asarray(cv2.addWeighted(shade, 0.75, corner, 0.25, 0), np.uint8)
    third = radius * 0.5
    triangle = [(x - third * 0.8, y - third), (x - third * 0.8, y + third), (x + third, y)]
    points = np.rint(triangle).astype(np.int32)
    cv2.fillPoly(corner, [points], (250, 250, 250, 255), cv2.LINE_AA)
    room[:] = corner


def dimmed(tile: Pixels, lit: NDArray[np.bool_], background: Colour) -> Pixels:
    """Return a tile whose cells fade into the background except the lit ones.

    Args:
        tile: as composed.
        lit: (r, q) cells that stay as they are.
        background: colour to fade into.
    """
    if lit.all():
        return tile
    table = np.arange(256, dtype=np.float32)[:, None] * DIM
    ramp = table + np.array(_bgrx(background), np.float32) * (1 - DIM)
    ramp[:, 3] = 255
    import cv2

    faded = cv2.LUT(tile, np.rint(ramp).astype(np.uint8).reshape(1, 256, 4))
    if lit.any():
        size = (tile.shape[1], tile.shape[0])
        kept = cv2.resize(lit.view(np.uint8), size, interpolation=cv2.INTER_NEAREST)
        faded = cv2.copyTo(tile, kept, faded)
    return np.asarray(faded, np.uint8)

"""Finished tiles and what they show: the values that the tile store keeps and hands out."""

from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from app.services.wall_tiles import Pixels, TileStyle, WallScene, tile_cells

TileKey = tuple[int, int, int]  # level, row, column
Lit = NDArray[np.bool_] | None  # by cell; None: all are


@dataclass(slots=True)
class Tile:
    """One finished tile.

    Args:
        image: what is drawn.
        pixels: as composed; the image looks into them unless it is dimmed.
        shown: what the image looks into: kept alive here.
        lit_version: of the dimming in the image.
        made_version: of the pictures it was composed from.
    """

    image: QImage
    pixels: Pixels
    shown: Pixels
    lit_version: int
    made_version: int = 0

    @property
    def cost(self) -> int:
        """Memory in bytes."""
        own = 0 if self.shown is self.pixels else self.shown.nbytes
        return self.pixels.nbytes + own


@dataclass(slots=True)
class Content:
    """What a set of tiles shows.

    Args:
        scene: what lies where.
        style: how cells look.
        lit: which cells are not dimmed.
        lit_version: counts changes of lit.
        made_version: counts changes of the pictures themselves.
        tiles: that are finished, the least recently used first.
    """

    scene: WallScene
    style: TileStyle
    lit: Lit = None
    lit_version: int = 0
    made_version: int = 0
    tiles: "OrderedDict[TileKey, Tile]" = field(default_factory=OrderedDict)

    def bytes(self) -> int:
        """Memory of all tiles."""
        return sum(tile.cost for tile in self.tiles.values())


@dataclass(frozen=True, slots=True)
class Found:
    """A tile to draw.

    Args:
        image: holds it.
        part: which part of the image, pixels.
        key: of the tile that the image is.
    """

    image: QImage
    part: QRectF
    key: TileKey


def as_image(pixels: Pixels) -> QImage:
    """Return an image that looks into pixels (H, W, 4); keep them alive as long as it."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)


def is_due(content: Content, key: TileKey) -> bool:
    """Whether a tile is missing or shows what is not so any more."""
    tile = content.tiles.get(key)
    if tile is None:
        return True
    return tile.lit_version != content.lit_version or tile.made_version != content.made_version


def part_of(image: QImage, content: Content, at: TileKey, wanted: tuple[int, int, int]) -> QRectF:
    """Return which part of a coarser tile covers the wanted cells."""
    level, row, column = at
    width, height = content.style.cell_size(level)
    size = tile_cells(level)
    top, left, cells = wanted
    x, y = (left - column * size) * width, (top - row * size) * height
    # At the edges of the grid tiles are smaller than k x k cells.
    return QRectF(
        x, y, min(cells * width, image.width() - x), min(cells * height, image.height() - y)
    )


def take_over(old: Content, new: Content) -> None:
    """Copy the tiles whose cells hold the same pictures in both contents."""
    if old.scene.columns != new.scene.columns:
        return
    for key, tile in old.tiles.items():
        before, after = old.scene.block(*key), new.scene.block(*key)
        if before.shape != after.shape or not np.array_equal(before, after):
            continue
        same = all(
            np.array_equal(getattr(old.scene, name)[before], getattr(new.scene, name)[after])
            for name in ("items", "rows", "aspects")
        )
        if same:
            new.tiles[key] = Tile(tile.image, tile.pixels, tile.shown, -1, tile.made_version)

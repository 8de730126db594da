"""Sheets of tiles: what is drawn once stays drawn, and only what changed is drawn anew.

A sheet is as large as the page at the zoom of the moment. Tiles are made when they are seen, in
slices of time; until a tile is there, the sheet of the zoom before stands in for it.
"""

import math
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QRegion

Array = NDArray[np.float64]
Key = tuple[int, int]

SIDE: Final = 256  # device pixels
_SPARE: Final = 96  # tiles out of sight that are kept
_FORMAT: Final = QImage.Format.Format_ARGB32_Premultiplied


class Tile:
    """A square of a sheet.

    Attributes:
        image: None where nothing is drawn.
        spoilt: device pixels of the tile that must be drawn anew.
    """

    __slots__ = ("image", "spoilt")

    def __init__(self) -> None:
        self.image: QImage | None = None
        self.spoilt = QRegion(0, 0, SIDE, SIDE)


class TileSheet:
    """Keeps drawn what `paint` draws.

    Args:
        paint: draws what lies in a box of the page (left, top, right, bottom) with a painter whose
            units are those of the page.
        is_empty: whether nothing lies in a box.
    """

    def __init__(
        self, paint: Callable[[QPainter, Array], None], is_empty: Callable[[Array], bool]
    ) -> None:
        self._paint = paint
        self._is_empty = is_empty
        self._scale = 0.0
        self._tiles: dict[Key, Tile] = {}
        self._before: tuple[float, dict[Key, Tile]] = (1.0, {})
        self._pending: list[Key] = []
        self.drawn = 0  # pixels so far, for tests and benchmarks

    @property
    def memory(self) -> int:
        """Bytes of all tiles that hold something."""
        return sum(tile.image.sizeInBytes() for tile in self._tiles.values() if tile.image)

    def use(self, scale: float) -> None:
        """Take a scale: device pixels a unit of the page."""
        if scale == self._scale:
            return
        ready = sum(not tile.spoilt for tile in self._tiles.values())
        if ready >= max(1, len(self._tiles) // 2):  # else what stood in does so again
            self._before = (self._scale, self._tiles)
        self._scale, self._tiles, self._pending = scale, {}, []

    def forget(self) -> None:
        """Draw everything anew."""
        self._tiles, self._pending, self._before = {}, [], (1.0, {})

    def spoil(self, box: Array) -> None:
        """Draw a box of the page anew, when it is next seen."""
        area = self._pixels(box)
        for key in _keys(area):
            tile = self._tiles.get(key)
            if tile is not None:
                part = area.intersected(_area(key)).translated(-key[0] * SIDE, -key[1] * SIDE)
                tile.spoilt = tile.spoilt.united(part)
        self._before = (1.0, {})

    def add(self, box: Array, paint: Callable[[QPainter], None]) -> None:
        """Draw something over what is drawn, without drawing that anew.

        Args:
            box: where it lies on the page.
            paint: draws it, in units of the page.
        """
        area = self._pixels(box)
        for key in _keys(area):
            tile = self._tiles.get(key)
            if tile is not None and tile.spoilt.isEmpty():
                self._draw(key, tile, QRegion(0, 0, SIDE, SIDE), paint, fresh=False)
            # A spoilt tile is drawn whole from what is there by then.
        self._before = (1.0, {})

    def show(
        self, painter: QPainter, seen: QRect, origin: tuple[int, int], ratio: float, until: float
    ) -> bool:
        """Draw what is seen; returns whether it is complete.

        Args:
            painter: of the widget, in logical pixels.
            seen: device pixels of the widget.
            origin: of the page in the widget, device pixels.
            ratio: device pixels a logical pixel.
            until: time (perf_counter) from which on no tile is begun.
        """
        left, top = origin
        keys = list(_keys(seen.translated(-left, -top)))
        complete = True
        for key in keys:
            tile = self._tiles.setdefault(key, Tile())
            ready = tile.spoilt.isEmpty()
            if not ready and perf_counter() < until:
                self.make(key)
                ready = True
            if not ready:
                complete = False
                self._pending.append(key)
            at = QPointF((left + key[0] * SIDE) / ratio, (top + key[1] * SIDE) / ratio)
            if not ready and tile.image is None:
                self._stand_in(painter, key, origin, ratio)
            elif tile.image is not None:
                tile.image.setDevicePixelRatio(ratio)
                painter.drawImage(at, tile.image)
        self._trim(keys)
        return complete

    def work(self, until: float) -> list[QRect]:
        """Make tiles that were missing; returns their device pixels on the sheet."""
        made: list[QRect] = []
        while self._pending and (not made or perf_counter() < until):
            key = self._pending.pop(0)
            if key in self._tiles and not self._tiles[key].spoilt.isEmpty():
                self.make(key)
                made.append(_area(key))
        return made

    @property
    def is_waiting(self) -> bool:
        """Whether tiles that were seen are still missing."""
        return bool(self._pending)

    def make(self, key: Key) -> None:
        """Draw what is spoilt of a tile."""
        tile = self._tiles[key]
        spoilt, tile.spoilt = tile.spoilt, QRegion()
        area = spoilt.boundingRect().translated(key[0] * SIDE, key[1] * SIDE)
        box = self._box(area)
        is_whole = spoilt.boundingRect() == QRect(0, 0, SIDE, SIDE)
        if (tile.image is None or is_whole) and self._is_empty(box):
            tile.image = None
            return
        self._draw(key, tile, spoilt, lambda painter: self._paint(painter, box), fresh=True)

    def _trim(self, seen: list[Key]) -> None:
        """Let go of tiles far out of sight."""
        if not seen or len(self._tiles) <= len(seen) + _SPARE:
            return
        kept = set(seen)
        across, down = (sum(each) / len(seen) for each in zip(*seen, strict=True))

        def distance(key: Key) -> float:
            return math.hypot(key[0] - across, key[1] - down)

        away = sorted((key for key in self._tiles if key not in kept), key=distance)
        for key in away[_SPARE // 2 :]:
            del self._tiles[key]

    def _draw(
        self,
        key: Key,
        tile: Tile,
        region: QRegion,
        paint: Callable[[QPainter], None],
        *,
        fresh: bool,
    ) -> None:
        if tile.image is None:
            tile.image = QImage(SIDE, SIDE, _FORMAT)
            tile.image.fill(Qt.GlobalColor.transparent)
        tile.image.setDevicePixelRatio(1.0)
        painter = QPainter(tile.image)
        painter.setClipRegion(region)
        if fresh:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.fillRect(region.boundingRect(), Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-key[0] * SIDE, -key[1] * SIDE)
        painter.scale(self._scale, self._scale)
        paint(painter)
        painter.end()
        box = region.boundingRect()
        self.drawn += box.width() * box.height()

    def _stand_in(self, painter: QPainter, key: Key, origin: tuple[int, int], ratio: float) -> None:
        """Draw the sheet of the zoom before, stretched, where a tile is missing."""
        scale, tiles = self._before
        if not tiles:
            return
        grown = self._scale / scale
        area = QRectF(_area(key))
        target = area.translated(*origin)
        painter.save()
        painter.setClipRect(
            QRectF(target.x() / ratio, target.y() / ratio, SIDE / ratio, SIDE / ratio),
            Qt.ClipOperation.IntersectClip,
        )
        old = QRectF(area.x() / grown, area.y() / grown, SIDE / grown, SIDE / grown).toAlignedRect()
        for other in _keys(old):
            image = tiles[other].image if other in tiles else None
            if image is None:
                continue
            x, y = (origin[i] + other[i] * SIDE * grown for i in range(2))
            side = SIDE * grown / ratio
            painter.drawImage(QRectF(x / ratio, y / ratio, side, side), image)
        painter.restore()

    def _pixels(self, box: Array) -> QRect:
        low = np.floor(box[:2] * self._scale) - 2
        high = np.ceil(box[2:] * self._scale) + 2
        return QRect(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))

    def _box(self, area: QRect) -> Array:
        """Return the box of the page that device pixels show, with one pixel around them."""
        low = np.array([area.x() - 1, area.y() - 1]) / self._scale
        size = np.array([area.width() + 2, area.height() + 2]) / self._scale
        return np.concatenate([low, low + size])


def _area(key: Key) -> QRect:
    return QRect(key[0] * SIDE, key[1] * SIDE, SIDE, SIDE)


def _keys(area: QRect) -> Iterator[Key]:
    for row in range(area.top() // SIDE, area.bottom() // SIDE + 1):
        for column in range(area.left() // SIDE, area.right() // SIDE + 1):
            yield column, row

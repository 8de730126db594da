"""Pictures of several items as one square, kept for boxes that are drawn again and again."""

import math
from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from app.widgets.thumbnails import ThumbnailLoader

_SIDES = (64, 96, 144, 216, 324, 486)  # pixels
_MOST_BYTES = 48 << 20
_GAP = 1.5
_UP = 0.22  # of what is cut off a high picture, the share at the top: heads stay


class Faces:
    """Makes and keeps the squares.

    Args:
        loader: where pictures come from.
    """

    def __init__(self, loader: ThumbnailLoader) -> None:
        self._loader = loader
        self._kept: OrderedDict[tuple[tuple[int, ...], int], QPixmap] = OrderedDict()
        self._bytes = 0

    def of(self, items: tuple[int, ...], side: float, ground: QColor) -> QPixmap:
        """Return the pictures of items as a square of at least about so many pixels.

        Args:
            items: at most nine.
            side: pixels on the screen.
            ground: drawn where a picture is not there yet.
        """
        level = next((each for each in _SIDES if each >= 0.9 * side), _SIDES[-1])
        found = self._kept.get((items, level))
        if found is not None:
            self._kept.move_to_end((items, level))
            return found
        made = self._draw(items, level, ground)
        self._kept[items, level] = made
        self._bytes += 4 * level * level
        while self._bytes > _MOST_BYTES and len(self._kept) > 1:
            (_, gone), _ = self._kept.popitem(last=False)
            self._bytes -= 4 * gone * gone
        return made

    def forget(self, items: set[int] | None = None) -> None:
        """Draw anew what shows any of these items; None draws all anew."""
        for key in [k for k in self._kept if items is None or not items.isdisjoint(k[0])]:
            del self._kept[key]
            self._bytes -= 4 * key[1] * key[1]

    def _draw(self, items: Sequence[int], side: int, ground: QColor) -> QPixmap:
        made = QPixmap(side, side)
        made.fill(ground)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        across = math.ceil(math.sqrt(len(items))) if items else 1
        rows = math.ceil(len(items) / across) if items else 1
        wide, high = side / across, side / rows
        for place, item in enumerate(items):
            pixmap = self._loader.pixmap(item)
            if pixmap is None or pixmap.isNull():
                continue
            row, column = divmod(place, across)
            last = len(items) - row * across
            cell_wide = side / last if last < across else wide  # the last row fills its line
            cell = QRectF(column * cell_wide, row * high, cell_wide - _GAP, high - _GAP)
            painter.drawPixmap(cell, pixmap, _part(pixmap, cell.width() / cell.height()))
        painter.end()
        return made


def _part(pixmap: QPixmap, aspect: float) -> QRectF:
    """Return the part of a picture that fills a cell of an aspect."""
    wide, high = float(pixmap.width()), float(pixmap.height())
    if wide / high > aspect:
        cut = high * aspect
        return QRectF((wide - cut) / 2, 0, cut, high)
    cut = wide / aspect
    return QRectF(0, (high - cut) * _UP, wide, cut)


def initials(name: str) -> str:
    """Return the letters that stand for a name where there is no picture."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0].upper() for word in words[:2]) or name[:1]

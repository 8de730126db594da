"""Small copies of all pictures of a space on one sheet, so that thousands are drawn quickly."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap

from app.widgets.thumbnails import ThumbnailLoader

SIDE = 48  # pixels of a cell


class Atlas:
    """Keeps a small copy of the picture of each item; made as pictures arrive.

    Args:
        items: in the order of their numbers.
        loader: where pictures come from.
    """

    def __init__(self, items: Sequence[int], loader: ThumbnailLoader) -> None:
        self._loader = loader
        self._number = {item: number for number, item in enumerate(items)}
        self._columns = max(1, int(len(items) ** 0.5 + 0.999))
        side = self._columns * SIDE
        self.sheet = QPixmap(side, side) if items else QPixmap()
        if items:
            self.sheet.fill(Qt.GlobalColor.transparent)
        self.sources: list[QRectF | None] = [None] * len(items)
        self._sharp = [False] * len(items)

    @property
    def is_full(self) -> bool:
        """Whether every picture was copied from one that is sharp."""
        return all(self._sharp)

    def missing(self, order: Sequence[int]) -> list[int]:
        """Return the items of an order whose copy is not sharp yet."""
        return [item for item in order if not self._sharp[self._number[item]]]

    def take(self, items: Iterable[int]) -> None:
        """Copy the pictures of items that have more to show than before."""
        wanted = [item for item in items if item in self._number]
        if not wanted:
            return
        painter = QPainter(self.sheet)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        for item in wanted:
            pixmap = self._loader.pixmap(item)
            number = self._number[item]
            if pixmap is None or pixmap.isNull():
                self._sharp[number] = self._sharp[number] or self._loader.is_sharp(item)
                continue
            row, column = divmod(number, self._columns)
            size = QSizeF(pixmap.size()).scaled(SIDE, SIDE, Qt.AspectRatioMode.KeepAspectRatio)
            cell = QRectF(QPointF(column * SIDE, row * SIDE), size)
            painter.drawPixmap(cell, pixmap, QRectF(pixmap.rect()))
            self.sources[number] = cell
            self._sharp[number] = self._loader.is_sharp(item)
        painter.end()

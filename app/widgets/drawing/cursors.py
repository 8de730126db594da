"""Cursors that show how wide the pen and the erasers are."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPen, QPixmap

LARGEST: Final = 112.0
"""Logical pixels: systems refuse or shrink much larger cursors; wider pens are drawn as a ring."""
_SMALLEST: Final = 5.0


@lru_cache(maxsize=64)
def ring(diameter: int, ratio: float, *, erases: bool, is_barred: bool) -> QCursor:
    """Return a cursor of a ring, or of a cross hair where the ring is too large or too small.

    Args:
        diameter: quarters of a logical pixel.
        ratio: device pixels a logical pixel.
        erases: drawn dashed.
        is_barred: the layer takes nothing: crossed out.
    """
    wide = diameter / 4
    shown = wide if _SMALLEST <= wide <= LARGEST else 0.0
    half = max(shown / 2, 9.0) + 2
    side = int(2 * half + 2)
    pixmap = QPixmap(int(side * ratio), int(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QPointF(side / 2, side / 2)
    for width, colour in ((2.6, QColor(255, 255, 255, 220)), (1.2, QColor(20, 24, 34))):
        pen = QPen(colour, width)
        if erases and width < 2:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        if shown:
            painter.drawEllipse(middle, shown / 2, shown / 2)
        painter.setPen(QPen(colour, width))
        _draw_middle(painter, middle, with_arms=not shown or shown < 14)
        if is_barred:
            painter.drawLine(middle + QPointF(-8, -8), middle + QPointF(8, 8))
            painter.drawEllipse(QRectF(middle.x() - 11, middle.y() - 11, 22, 22))
    painter.end()
    return QCursor(pixmap, side // 2, side // 2)


def _draw_middle(painter: QPainter, middle: QPointF, *, with_arms: bool) -> None:
    if not with_arms:
        painter.drawPoint(middle)
        return
    for way in (QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)):
        painter.drawLine(middle + way * 4.5, middle + way * 9)
    painter.drawPoint(middle)

"""Draws the skeletons of people: over their picture, and alone on a chip."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from app.services.pose_types import LINES

Points = Sequence[tuple[float, float, float]]
"""17 points in COCO's order: x, y, how surely a point is seen 0-1."""

_LEFT, _RIGHT, _MIDDLE = QColor("#ff9f1c"), QColor("#2ec4f1"), QColor("#b8f35a")
_EDGE = QColor(0, 0, 0, 170)  # under the lines, so that they are seen on any picture
_SEEN: Final = 0.05
_MARGIN: Final = 0.1  # of a chip


def draw_skeletons(painter: QPainter, where: QRectF, people: Sequence[Points]) -> None:
    """Draw people over a picture: left limbs orange, right ones blue; unsure ones pale.

    Args:
        painter: where to.
        where: the picture.
        people: points as fractions of the picture.
    """
    if not people:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(where)
    for points in people:
        places = [
            QPointF(where.left() + x * where.width(), where.top() + y * where.height())
            for x, y, _ in points
        ]
        _draw(painter, places, [seen for _, _, seen in points], max(2.0, where.width() / 160))
    painter.restore()


def pose_pixmap(points: Points, side: int, background: str = "#f4f4f4") -> QPixmap:
    """Return a small drawing of a pose, fitted into a square of so many pixels."""
    made = QPixmap(side, side)
    made.fill(QColor(background))
    shown = [(x, y) for x, y, seen in points if seen > _SEEN]
    if not shown:
        return made
    low_x, high_x = min(x for x, _ in shown), max(x for x, _ in shown)
    low_y, high_y = min(y for _, y in shown), max(y for _, y in shown)
    scale = (1 - 2 * _MARGIN) * side / max(high_x - low_x, high_y - low_y, 1e-9)
    places = [
        QPointF(
            side / 2 + (x - (low_x + high_x) / 2) * scale,
            side / 2 + (y - (low_y + high_y) / 2) * scale,
        )
        for x, y, _ in points
    ]
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw(painter, places, [seen for _, _, seen in points], max(2.0, side / 24))
    painter.end()
    return made


def _draw(
    painter: QPainter, places: Sequence[QPointF], seen: Sequence[float], width: float
) -> None:
    for outline in (True, False):
        for first, second in LINES:
            sure = min(seen[first], seen[second])
            if sure <= _SEEN:
                continue
            colour = QColor(_EDGE) if outline else _colour(first, second)
            colour.setAlphaF(colour.alphaF() * (0.4 + 0.6 * sure))
            pen = QPen(colour, width * (1.9 if outline else 1.0))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(places[first], places[second])


def _colour(first: int, second: int) -> QColor:
    """Return the colour of a limb; odd points of COCO are left ones, the nose is neither."""
    if first == 0 or first % 2 != second % 2:
        return QColor(_MIDDLE)
    return QColor(_LEFT if first % 2 else _RIGHT)

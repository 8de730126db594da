"""How movement of ranks and matched boxes are drawn, the same in grid and inspector."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from app.widgets.numbers import numeral
from app.widgets.paint import readable_on

if TYPE_CHECKING:
    from app.services.types import MarkedBox

# The palette of Okabe and Ito (2008), on a dark ground: arrows and words tell them apart, too.
ROSE = QColor("#7ee2b8")
FELL = QColor("#f0b27a")
NEW = QColor("#8ecdf7")
ROLE_COLOURS = {
    "subject": QColor("#e69f00"),
    "predicate": QColor("#cc79a7"),
    "object": QColor("#009e73"),
    "colour": QColor("#f0e442"),
    "text": QColor("#56b4e9"),
    "picture": QColor("#d55e00"),
}
_OTHER = QColor("#56b4e9")


def move_text(move: int | None) -> str:
    """Return a movement as shown: "▲3", "▼2", "new"; "" where a rank stayed."""
    if move is None:
        return QCoreApplication.translate("ResultMarks", "new")
    if not move:
        return ""
    return f"▲{numeral(move)}" if move > 0 else f"▼{numeral(-move)}"


def move_colour(move: int | None) -> QColor:
    """Return the colour of a movement on a dark ground."""
    if move is None:
        return NEW
    return ROSE if move > 0 else FELL


def draw_boxes(
    painter: QPainter, where: QRectF, boxes: "Sequence[MarkedBox]", metrics: QFontMetrics
) -> None:
    """Draw what matched over a picture.

    Args:
        painter: where to.
        where: the picture.
        boxes: fractions of the picture; without width or height only the label is known.
        metrics: of the font.
    """
    painter.save()
    painter.setClipRect(where)
    for box in boxes:
        if box.width <= 0 or box.height <= 0:
            continue
        area = QRectF(
            where.left() + box.x * where.width(),
            where.top() + box.y * where.height(),
            box.width * where.width(),
            box.height * where.height(),
        )
        colour = ROLE_COLOURS.get(box.role, _OTHER)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2))
        painter.drawRect(area)
        if box.label:
            _draw_label(painter, area, box.label, colour, metrics)
    painter.restore()


def _draw_label(
    painter: QPainter, area: QRectF, label: str, colour: QColor, metrics: QFontMetrics
) -> None:
    words = metrics.elidedText(label, Qt.TextElideMode.ElideRight, max(40, round(area.width())))
    tag = QRectF(area.left() - 1, area.top() - 1, 0, metrics.height() + 1)
    tag.setWidth(metrics.horizontalAdvance(words) + 6)
    painter.fillRect(tag, colour)
    painter.setPen(readable_on(colour))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)

"""The head of a row: a switch, what the row is about, and a button that takes it away."""

from enum import Enum

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPalette, QPen, QPolygonF

from app.panels.results.time_rows import Row
from app.panels.results.time_rows_paint import elided, square
from app.widgets.paint import mix

_BUTTON = 20  # pixels
_SPACE = 12  # pixels between title and what stands behind it


class HeadPart(Enum):
    """What of a head was hit."""

    TOGGLE = "toggle"
    DISMISS = "dismiss"
    TITLE = "title"


def head_part_at(area: QRect, row: Row, point: QPoint, *, rtl: bool) -> HeadPart:
    """Return what of the head of a row lies at a point."""
    if row.can_dismiss and square(area, _BUTTON, at_right=not rtl).contains(point):
        return HeadPart.DISMISS
    if row.is_open is not None and square(area, _BUTTON, at_right=rtl).contains(point):
        return HeadPart.TOGGLE
    return HeadPart.TITLE


def paint_head(
    painter: QPainter,
    area: QRect,
    row: Row,
    title: str,
    palette: QPalette,
    *,
    is_current: bool,
    rtl: bool,
) -> None:
    """Draw the head of a row.

    Args:
        painter: where to.
        area: pixels.
        row: what.
        title: its own, or that of its subject.
        palette: colours of the widget.
        is_current: the keyboard is in the row.
        rtl: letters run to the left.
    """
    ink, base = palette.text().color(), palette.base().color()
    painter.save()
    room = QRect(area)
    if row.is_open is not None:
        _paint_triangle(painter, square(area, _BUTTON, at_right=rtl), row.is_open, palette, rtl=rtl)
        room.adjust(0 if rtl else _BUTTON + 2, 0, -_BUTTON - 2 if rtl else 0, 0)
    if row.can_dismiss:
        _paint_cross(painter, square(area, _BUTTON, at_right=not rtl), palette)
        room.adjust(_BUTTON + 2 if rtl else 0, 0, 0 if rtl else -_BUTTON - 2, 0)
    font = QFont(painter.font())
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(mix(palette.highlight().color(), ink, 0.5) if is_current else ink)
    about_width = painter.fontMetrics().horizontalAdvance(row.about)
    words = elided(painter, title, max(room.width() // 3, room.width() - about_width - _SPACE))
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
    painter.drawText(room, flags, words)
    used = painter.fontMetrics().horizontalAdvance(words) + (_SPACE if words else 0)
    room.adjust(0 if rtl else used, 0, -used if rtl else 0, 0)
    font.setBold(False)
    painter.setFont(font)
    painter.setPen(mix(ink, base, 0.3))
    painter.drawText(room, flags, elided(painter, row.about, room.width()))
    painter.restore()


def _paint_triangle(
    painter: QPainter, box: QRect, is_open: bool, palette: QPalette, *, rtl: bool
) -> None:
    middle, half = QPointF(box.center()), 4.0
    if is_open:
        points = [(-half, -half / 2), (half, -half / 2), (0, half)]
    else:
        side = -1 if rtl else 1
        points = [(-side * half / 2, -half), (-side * half / 2, half), (side * half, 0)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.text())
    painter.drawPolygon(QPolygonF([middle + QPointF(*point) for point in points]))


def _paint_cross(painter: QPainter, box: QRect, palette: QPalette) -> None:
    middle, half = QPointF(box.center()), 4.0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(mix(palette.text().color(), palette.base().color(), 0.35), 1.8))
    painter.drawLine(middle - QPointF(half, half), middle + QPointF(half, half))
    painter.drawLine(middle + QPointF(-half, half), middle + QPointF(half, -half))

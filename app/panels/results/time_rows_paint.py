"""How rows of frames are drawn."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPen, QPixmap

from app.panels.results.time_rows import Frame, stage_colour
from app.widgets.paint import clock, draw_label_mark, mix, readable_on

DIMMED = 0.45  # how much of a neighbour is seen
_DISC = 20  # pixels, mark of a stage
_RING = 4  # pixels around what is selected
_SHADE = QColor(0, 0, 0, 170)


@dataclass(frozen=True, slots=True)
class CellLook:
    """What is known of a frame while it is drawn.

    Args:
        pixmap: None while it is loaded.
        label: -1, 0 or +1.
        is_selected: it is in the selection.
        is_current: the keyboard is on it.
        is_video: it stands for a whole video.
        is_missing: its file was not found.
        dims: neighbours of hits are dimmed.
        frames_hits: hits are framed.
        share: score as a share of the best one, 0-1.
    """

    pixmap: QPixmap | None
    label: int = 0
    is_selected: bool = False
    is_current: bool = False
    is_video: bool = False
    is_missing: bool = False
    dims: bool = True
    frames_hits: bool = True
    share: float = 0.0


def paint_frame(
    painter: QPainter, cell: QRect, frame: Frame, look: CellLook, palette: QPalette
) -> None:
    """Draw a frame with its marks.

    Args:
        painter: where to.
        cell: pixels.
        frame: what.
        look: how.
        palette: colours of the widget.
    """
    painter.save()
    base, accent = palette.base().color(), palette.highlight().color()
    if look.is_selected:
        painter.fillRect(cell.adjusted(-_RING, -_RING, _RING, _RING), accent)
    painter.fillRect(cell, mix(base, palette.text().color(), 0.08))
    if look.dims and not frame.is_hit and not look.is_selected:
        painter.setOpacity(DIMMED)
    if look.pixmap is not None and not look.pixmap.isNull():
        size = look.pixmap.size()
        size.scale(cell.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(QPoint(0, 0), size)
        target.moveCenter(cell.center())
        painter.drawPixmap(target, look.pixmap)
    painter.setOpacity(1.0)
    if look.is_selected:
        painter.fillRect(cell, QColor(accent.red(), accent.green(), accent.blue(), 70))
    _paint_badge(painter, cell, frame, look)
    if frame.is_hit and look.frames_hits:
        _paint_stages(painter, cell, frame, accent)
    if frame.is_hit and look.share > 0:
        bar = QRectF(cell.left(), cell.bottom() - 3, cell.width() * min(1.0, look.share), 4)
        colour = stage_colour(frame.stages[0]) if frame.stages else accent
        painter.fillRect(bar, colour)
    if look.label:
        mark = QRectF(cell.right() - _DISC - 3, cell.top() + 4, _DISC, _DISC)
        draw_label_mark(painter, mark, look.label)
    if look.is_current:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.text().color(), 2))
        painter.drawRect(QRectF(cell).adjusted(-3, -3, 3, 3))
    painter.restore()


def _paint_stages(painter: QPainter, cell: QRect, frame: Frame, accent: QColor) -> None:
    """Draw the frame of a hit, and the numbers of the stages that it matches."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    colour = stage_colour(frame.stages[0]) if frame.stages else accent
    painter.setPen(QPen(colour, 3))
    painter.drawRect(QRectF(cell).adjusted(1.5, 1.5, -1.5, -1.5))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setBold(True)
    painter.setFont(font)
    left = cell.left() + 5
    for stage in frame.stages:
        disc = QRectF(left, cell.top() + 5, _DISC, _DISC)
        painter.setPen(QPen(QColor(255, 255, 255, 220), 1.5))
        painter.setBrush(stage_colour(stage))
        painter.drawEllipse(disc)
        painter.setPen(readable_on(stage_colour(stage)))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(stage + 1))
        left += _DISC + 3
    font.setBold(False)
    painter.setFont(font)


def _paint_badge(painter: QPainter, cell: QRect, frame: Frame, look: CellLook) -> None:
    """Draw the time, and whether the file is missing."""
    text = clock(frame.time_s) if frame.time_s is not None else ""
    if look.is_video:
        text = f"▶ {text}".strip()
    if look.is_missing:
        text = f"⚠ {text}".strip()
    if not text:
        return
    metrics = painter.fontMetrics()
    tag = QRect(0, 0, metrics.horizontalAdvance(text) + 10, metrics.height() + 1)
    tag.moveBottomRight(cell.bottomRight() - QPoint(4, 5))
    painter.fillRect(tag, _SHADE)  # round corners would cost more than the picture
    painter.setPen(QColor("white"))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)


def paint_gap(painter: QPainter, cell: QRect, gap: int, palette: QPalette, *, rtl: bool) -> None:
    """Draw dots in the gap before a frame: frames are left out there."""
    painter.setPen(QPen(palette.text().color(), 2))
    middle = cell.right() + gap // 2 + 1 if rtl else cell.left() - gap // 2 - 1
    for step in (-6, 0, 6):
        painter.drawPoint(middle, cell.center().y() + step)


def paint_arrow(painter: QPainter, area: QRect, *, leftwards: bool) -> None:
    """Draw that a row goes on beyond its edge."""
    painter.save()
    painter.fillRect(area, _SHADE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("white"), 2))
    middle, half = area.center(), min(5, area.width() // 4)
    sign = 1 if leftwards else -1
    tip = middle - QPoint(sign * half, 0)
    painter.drawLine(tip, tip + QPoint(2 * sign * half, -2 * half))
    painter.drawLine(tip, tip + QPoint(2 * sign * half, 2 * half))
    painter.restore()


def elided(painter: QPainter, text: str, room: int) -> str:
    """Return a text cut to so many pixels."""
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))


def square(area: QRect, side: int, *, at_right: bool) -> QRect:
    """Return a square at one end of an area, centred in its height."""
    found = QRect(QPoint(0, 0), QSize(side, side))
    found.moveCenter(area.center())
    if at_right:
        found.moveRight(area.right())
    else:
        found.moveLeft(area.left())
    return found

"""How boxes and lines of a graph map look."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen, QPixmap

from app.widgets.graph_map.faces import initials
from app.widgets.graph_map.shapes import Box
from app.widgets.paint import mix, readable_on

LIT = QColor("#e69f00")
_NAME = 96.0  # pixels
_WIDEST = 7.0  # pixels, a line
LEAST_WORDS = 62.0  # pixels; the words of narrower boxes stand below them


@dataclass(frozen=True, slots=True)
class BoxLook:
    """How a box stands.

    Args:
        captions: so many words are shown at most.
        is_current: the keyboard is on it.
        is_hot: the mouse is on it.
        is_lit: it is one of those that are pointed at.
        is_dim: others are pointed at.
    """

    captions: int
    is_current: bool = False
    is_hot: bool = False
    is_lit: bool = False
    is_dim: bool = False


def draw_line(
    painter: QPainter, ends: tuple[QPointF, QPointF], share: float, palette: QPalette, *, lit: bool
) -> None:
    """Draw a link.

    Args:
        painter: where to.
        ends: middles of its boxes.
        share: 0-1, of the strength of the strongest line.
        palette: of the widget.
        lit: it belongs to the box that is looked at.
    """
    ground, ink = palette.base().color(), palette.text().color()
    colour = palette.highlight().color() if lit else mix(ground, ink, 0.18 + 0.3 * share)
    pen = QPen(colour, max(1.0, _WIDEST * share**0.7))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QLineF(*ends))


def draw_box(
    painter: QPainter, box: Box, area: QRectF, face: QPixmap | None, look: BoxLook,
    palette: QPalette,
) -> None:  # fmt: skip
    """Draw a box: pictures, words, badge, bar, frame."""
    painter.setOpacity(0.28 if look.is_dim else 1.0)
    ground = mix(palette.base().color(), palette.text().color(), 0.1)
    picture = QRectF(area.left(), area.top(), area.width(), min(area.width(), area.height()))
    painter.fillRect(area, ground)
    if face is not None:
        painter.drawPixmap(picture, face, QRectF(face.rect()))
    else:
        _draw_initials(painter, box.name, picture, mix(ground, palette.text().color(), 0.55))
    if area.width() >= LEAST_WORDS:
        _draw_words(painter, box, area, look, palette)
    if box.badge and area.width() >= LEAST_WORDS:
        _draw_badge(painter, box.badge, area, palette)
    if box.shares:
        _draw_shares(painter, box, area)
    _draw_frame(painter, area, look, palette)
    painter.setOpacity(1.0)


def draw_names(
    painter: QPainter, boxes: Sequence[tuple[Box, QRectF]], palette: QPalette, limits: QRectF
) -> None:
    """Write the names of small boxes below them, where they cover no other name.

    Args:
        painter: where to.
        boxes: with their places, those that must have a name first.
        palette: of the widget.
        limits: names stay within.
    """
    painter.save()
    font = QFont(painter.font())
    font.setPixelSize(11)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    taken: list[QRectF] = []
    ground = QColor(palette.base().color())
    ground.setAlpha(215)
    for box, area in boxes:
        words = metrics.elidedText(box.captions[0], Qt.TextElideMode.ElideRight, _NAME)
        wide = metrics.horizontalAdvance(words) + 4
        name = QRectF(area.center().x() - wide / 2, area.bottom() - 4, wide, metrics.height())
        name.moveLeft(max(limits.left(), min(limits.right() - wide, name.left())))
        if any(name.intersects(other) for other in taken) or not limits.contains(name):
            continue
        taken.append(name)
        painter.fillRect(name, ground)
        painter.setPen(palette.text().color())
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


def _draw_initials(painter: QPainter, name: str, area: QRectF, ink: QColor) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(8, round(0.32 * area.height())))
    painter.save()
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()


def _draw_words(
    painter: QPainter, box: Box, area: QRectF, look: BoxLook, palette: QPalette
) -> None:
    """Write captions on the foot of a box; more of them reach up over the pictures."""
    painter.save()
    font = QFont(painter.font())
    font.setPixelSize(round(min(14.0, max(10.0, area.width() / 12))))
    metrics = QFontMetricsF(font)
    line = metrics.height()
    room = area.height() - area.width()  # below the pictures
    count = max(1, min(look.captions, len(box.captions), int(0.6 * area.height() / line)))
    high = max(room, count * line + 5)
    foot = QRectF(area.left(), area.bottom() - high, area.width(), high)
    ground = QColor(palette.base().color())
    ground.setAlpha(232)
    painter.fillRect(foot, ground)
    painter.setPen(palette.text().color())
    top = foot.top() + (high - count * line) / 2
    for place, words in enumerate(box.captions[:count]):
        font.setBold(place == 0)
        painter.setFont(font)
        text = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, foot.width() - 8)
        row = QRectF(foot.left() + 4, top + place * line, foot.width() - 8, line)
        painter.drawText(row, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def _draw_badge(painter: QPainter, badge: str, area: QRectF, palette: QPalette) -> None:
    painter.save()
    font = QFont(painter.font())
    font.setPixelSize(round(min(12.0, max(9.0, area.width() / 14))))
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    text = metrics.elidedText(badge, Qt.TextElideMode.ElideRight, area.width() - 18)
    pill = QRectF(
        area.left() + 4, area.top() + 4, metrics.horizontalAdvance(text) + 10, metrics.height() + 2
    )
    fill = palette.highlight().color()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setPen(readable_on(fill))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def _draw_shares(painter: QPainter, box: Box, area: QRectF) -> None:
    """Draw a bar along the top: how much of a box is of which colour."""
    high = max(4.0, min(8.0, area.height() / 24))
    left = area.left()
    for colour, share in box.shares:
        wide = share * area.width()
        painter.fillRect(QRectF(left, area.top(), wide, high), colour)
        left += wide


def _draw_frame(painter: QPainter, area: QRectF, look: BoxLook, palette: QPalette) -> None:
    colour, width = mix(palette.base().color(), palette.text().color(), 0.35), 1.0
    if look.is_lit:
        colour, width = LIT, 4.0
    if look.is_hot:
        colour, width = palette.highlight().color(), max(width, 2.0)
    if look.is_current:
        colour, width = palette.highlight().color(), 3.0
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area)
    if look.is_lit and look.is_current:
        painter.setPen(QPen(LIT, 2.0))
        painter.drawRect(area.adjusted(-4, -4, 4, 4))

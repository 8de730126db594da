"""Draws cells of an image map."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPen, QPixmap

from app.widgets.numbers import numeral
from app.widgets.paint import draw_label_mark, mix

GAP = 1.5  # pixels between a picture and the edge of its cell
LEAST_BADGE = 40  # pixels that a cell must be wide to carry a number
MOST_CROPPED = 3.2  # a picture is cropped to its cell up to this ratio of shapes


@dataclass(frozen=True, slots=True)
class Looks:
    """How a cell is drawn.

    Args:
        is_selected: it is among the selected items.
        is_current: the keyboard is on it.
        is_hovered: the mouse is over it.
        count: for how many items it stands; 0 and 1 are not told.
        label: +1, -1 or 0.
        opacity: 0-1.
    """

    is_selected: bool = False
    is_current: bool = False
    is_hovered: bool = False
    count: int = 0
    label: int = 0
    opacity: float = 1.0


def draw_cell(
    painter: QPainter, rect: QRectF, pixmap: QPixmap | None, looks: Looks, palette: QPalette
) -> None:
    """Draw the picture of a cell, its frame, number and mark."""
    inner = rect.adjusted(GAP, GAP, -GAP, -GAP)
    painter.setOpacity(looks.opacity)
    if pixmap is None or pixmap.isNull():
        base = mix(palette.base().color(), palette.text().color(), 0.12)
        painter.fillRect(inner, base)
    else:
        draw_cover(painter, inner, pixmap, palette)
    if looks.is_hovered and not looks.is_selected:
        painter.setPen(QPen(QColor(255, 255, 255, 190), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(inner.adjusted(1, 1, -1, -1))
    if looks.is_selected or looks.is_current:
        _draw_frame(painter, inner, looks, palette)
    if looks.count > 1 and rect.width() >= LEAST_BADGE:
        draw_count(painter, inner, looks.count)
    if looks.label:
        side = max(11.0, min(22.0, rect.height() * 0.22))
        box = QRectF(inner.left() + 3, inner.top() + 3, side, side)
        draw_label_mark(painter, box, looks.label)
    painter.setOpacity(1.0)


def draw_cover(painter: QPainter, rect: QRectF, pixmap: QPixmap, palette: QPalette) -> None:
    """Draw a picture so that it fills a rectangle; very long ones are shown whole."""
    size = QSizeF(pixmap.size())
    ratio = (size.width() / size.height()) / (rect.width() / max(1.0, rect.height()))
    if max(ratio, 1 / ratio) > MOST_CROPPED:
        painter.fillRect(rect, mix(palette.base().color(), palette.text().color(), 0.08))
        fitted = size.scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(QPointF(), fitted)
        target.moveCenter(rect.center())
        painter.drawPixmap(target, pixmap, QRectF(QPointF(), size))
        return
    part = rect.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
    source = QRectF(QPointF(), part)
    source.moveCenter(QPointF(size.width() / 2, size.height() / 2))
    painter.drawPixmap(rect, pixmap, source)


def _draw_frame(painter: QPainter, rect: QRectF, looks: Looks, palette: QPalette) -> None:
    accent = palette.highlight().color()
    width = 3.0 if looks.is_selected else 1.5
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(accent if looks.is_selected else QColor("white"), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    half = width / 2
    painter.drawRect(rect.adjusted(half, half, -half, -half))
    if looks.is_selected and looks.is_current:
        painter.setPen(QPen(QColor("white"), 1.2))
        painter.drawRect(rect.adjusted(width + 0.6, width + 0.6, -width - 0.6, -width - 0.6))


def draw_count(painter: QPainter, rect: QRectF, count: int) -> None:
    """Draw a number in the lower right corner."""
    font = QFont(painter.font())
    font.setPixelSize(max(9, min(13, round(rect.height() * 0.2))))
    painter.setFont(font)
    text = numeral(count) if count < 10_000 else f"{count // 1000}k"
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 7, metrics.height()
    box = QRectF(rect.right() - width - 2, rect.bottom() - height - 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(10, 10, 12, 165))
    painter.drawRoundedRect(box, height / 2.6, height / 2.6)
    painter.setPen(QColor(255, 255, 255, 235))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

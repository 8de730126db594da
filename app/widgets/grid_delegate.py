"""Draws one hit: its picture, label mark, score parts and, in a list, why it matched."""

import re
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.widgets.grid_model import Role, plain
from app.widgets.numbers import numeral
from app.widgets.paint import clock, draw_label_mark, mix, part_colour, seen_on
from app.widgets.part_names import part_title
from app.widgets.reason_texts import why_text
from common.values import Hit

PADDING = 5  # pixels around a cell's picture
BAR = 4  # pixels, height of the score bar
MARK = 22  # pixels, side of a label mark
_MATCHED = re.compile(r"\*([^*\s][^*]*)\*|\u2068([^\u2069]*)\u2069")
Index = QModelIndex | QPersistentModelIndex


class HitDelegate(QStyledItemDelegate):
    """Paints hits for ThumbnailGrid.

    Args:
        offers_labels: asked for each cell under the mouse: whether to offer plus and minus.
        parent: owner.
    """

    def __init__(self, offers_labels: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._offers_labels = offers_labels
        self.as_list = False

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size of a cell; the grid decides it."""
        return option.rect.size()

    def label_zones(self, cell: QRect) -> tuple[QRect, QRect]:
        """Return where plus and minus are offered in a cell."""
        top = cell.top() + PADDING + 4
        plus = QRect(cell.left() + PADDING + 4, top, MARK, MARK)
        if self.as_list:
            return plus, plus.translated(0, MARK + 4)
        return plus, QRect(cell.right() - PADDING - 4 - MARK, top, MARK, MARK)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        box = self._picture_box(option)
        where = self._paint_picture(painter, option, index, box)
        self._paint_marks(painter, option, index, where)
        if self.as_list:
            self._paint_row_text(painter, option, index, box)
        else:
            self._paint_caption(painter, option, index, box)
        painter.restore()

    def caption_height(self, metrics: QFontMetrics) -> int:
        """Return the room under a picture, pixels."""
        return metrics.height() + BAR + 6

    def _picture_box(self, option: QStyleOptionViewItem) -> QRect:
        cell = option.rect.adjusted(PADDING, PADDING, -PADDING, -PADDING)
        if self.as_list:
            side = cell.height()
            wide = min(round(side * 1.5), cell.width() // 3)  # a narrow dock needs it for the text
            left = cell.left() if not _mirrored(option) else cell.right() - wide
            return QRect(left, cell.top(), wide, side)
        return cell.adjusted(0, 0, 0, -self.caption_height(option.fontMetrics))

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        cell = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        accent = option.palette.highlight().color()
        base = option.palette.base().color()
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mix(base, accent, 0.38 if selected else 0.12))
            painter.drawRoundedRect(cell, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(mix(accent, option.palette.text().color(), 0.25), 2))
            painter.drawRoundedRect(cell, 6, 6)

    def _paint_picture(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, box: QRect
    ) -> QRect:
        """Draw the picture; return where it is."""
        pixmap: QPixmap | None = index.data(Role.PIXMAP)
        if pixmap is None or pixmap.isNull():
            painter.setPen(Qt.PenStyle.NoPen)
            ground = mix(option.palette.base().color(), option.palette.text().color(), 0.08)
            painter.setBrush(ground)
            painter.drawRoundedRect(box, 4, 4)
            return box
        size = pixmap.size()
        size.scale(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(box.topLeft(), size)
        target.moveCenter(box.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(target, pixmap)
        return target

    def _paint_marks(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, where: QRect
    ) -> None:
        """Draw the label, the offers under the mouse, the time and what is missing."""
        label = int(index.data(Role.LABEL) or 0)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver) and self._offers_labels()
        for value, zone in zip((1, -1), self.label_zones(option.rect), strict=True):
            if label == value or hovered:
                draw_label_mark(painter, QRectF(zone), value, strong=label == value)
        summary = index.data(Role.SUMMARY)
        if summary is None:
            return
        hit: Hit = index.data(Role.HIT)
        start = hit.start_s if hit.start_s is not None else summary.start_s
        badge = ""
        if summary.kind == "shot" and start is not None:
            badge = clock(start)
        elif summary.kind == "video":
            badge = f"▶ {clock(summary.duration_s)}" if summary.duration_s else "▶"
        if summary.missing:
            badge = f"⚠ {badge}".strip()
        if badge:
            self._paint_badge(painter, option, where, badge)

    def _paint_badge(
        self, painter: QPainter, option: QStyleOptionViewItem, where: QRect, text: str
    ) -> None:
        metrics = option.fontMetrics
        size = QSize(metrics.horizontalAdvance(text) + 10, metrics.height() + 2)
        box = QRect(where.right() - size.width() - 3, where.bottom() - size.height() - 3, 0, 0)
        box.setSize(size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 170))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor("white"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_caption(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, box: QRect
    ) -> None:
        hit: Hit = index.data(Role.HIT)
        bar = QRect(box.left(), box.bottom() + 3, box.width(), BAR)
        _paint_bar(painter, option, bar, hit, float(index.data(Role.SHARE)))
        line = QRect(box.left(), bar.bottom() + 2, box.width(), option.fontMetrics.height())
        painter.setPen(_ink(option))
        words = option.fontMetrics.elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_row_text(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, box: QRect
    ) -> None:
        hit: Hit = index.data(Role.HIT)
        summary = index.data(Role.SUMMARY)
        metrics = option.fontMetrics
        cell = option.rect.adjusted(PADDING, PADDING, -2 * PADDING, -PADDING)
        area = QRect(cell)
        if _mirrored(option):
            area.setRight(box.left() - 10)
        else:
            area.setLeft(box.right() + 10)
        lines = self._row_lines(hit, summary, str(index.data() or ""))
        height = metrics.height() + 1
        room = max(1, (area.height() - BAR - 4) // height)
        top = area.top()
        for place, text in enumerate(lines[:room]):
            line = QRect(area.left(), top, area.width(), height)
            bold = place == 0
            ink = _ink(option) if bold else mix(_ink(option), option.palette.base().color(), 0.25)
            _paint_marked(painter, line, text, ink, bold=bold)
            top += height
        bar = QRect(area.left(), area.bottom() - BAR, min(area.width(), 360), BAR)
        _paint_bar(painter, option, bar, hit, float(index.data(Role.SHARE)))

    def _row_lines(self, hit: Hit, summary: object, title: str) -> list[str]:
        parts = "  ".join(
            f"{part_title(name)} {numeral(value, '.2f')}" for name, value in hit.parts.items()
        )
        score = (
            f"{numeral(hit.score, '.3f')}  ({parts})"
            if parts
            else numeral(hit.score, ".3f") * bool(hit.score)
        )
        path = str(getattr(summary, "path", "") or "")
        why = " ".join(why_text(hit.why).split())
        return [line for line in (title, why, score, plain(path)) if line]


def _mirrored(option: QStyleOptionViewItem) -> bool:
    return option.direction == Qt.LayoutDirection.RightToLeft


def _ink(option: QStyleOptionViewItem) -> QColor:
    return option.palette.text().color()


def _paint_bar(
    painter: QPainter, option: QStyleOptionViewItem, bar: QRect, hit: Hit, share: float
) -> None:
    """Draw the score as a share of the best one, cut into its parts."""
    if not hit.score and not hit.parts:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mix(option.palette.base().color(), option.palette.text().color(), 0.12))
    painter.drawRoundedRect(bar, 2, 2)
    parts = {name: value for name, value in hit.parts.items() if value > 0}
    total = sum(parts.values())
    width = bar.width() * min(share, 1.0)
    if not parts:
        parts, total = {"score": 1.0}, 1.0
    left = float(bar.left())
    for name, value in parts.items():
        piece = width * value / total
        colour = option.palette.highlight().color() if name == "score" else part_colour(name)
        colour = seen_on(colour, option.palette.base().color())
        painter.fillRect(QRectF(left, bar.top(), piece, bar.height()), colour)
        left += piece


def _paint_marked(painter: QPainter, line: QRect, text: str, ink: QColor, *, bold: bool) -> None:
    """Draw one line; what stands between the marks of a match is bold."""
    left = line.left()
    painter.setPen(ink)
    font = painter.font()
    for piece, strong in matched_pieces(text):
        font.setBold(bold or strong)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        room = line.right() - left
        if room < metrics.averageCharWidth() * 2:
            break
        words = metrics.elidedText(piece, Qt.TextElideMode.ElideRight, room)
        box = QRect(left, line.top(), room, line.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        left += metrics.horizontalAdvance(words)
        if words != piece:
            break
    font.setBold(False)
    painter.setFont(font)


def matched_pieces(text: str) -> list[tuple[str, bool]]:
    """Cut a text at the marks of matches; returns pieces and whether they matched."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for found in _MATCHED.finditer(text):
        pieces += [(text[end : found.start()], False), (found[1] or found[2] or "", True)]
        end = found.end()
    pieces.append((text[end:], False))
    return [piece for piece in pieces if piece[0]]

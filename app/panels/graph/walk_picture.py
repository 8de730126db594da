"""A small picture of a walk: start tags in the middle, what was walked over on rings around."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from app.panels.graph.texts import tag_name
from app.services.types import Tag
from app.widgets.filter_names import key_name
from app.widgets.numbers import numeral
from app.widgets.paint import mix, part_colour, seen_on

_MOST = 60  # tags drawn
_MOST_NAMES = 14
_TURN = math.pi * (3 - math.sqrt(5))  # golden angle: neighbours in order do not cover each other


class WalkPicture(QWidget):
    """Draws tags by their distance to the nearest start; a click on one adds it.

    Args:
        parent: owner.
    """

    tag_clicked = Signal(object, bool)  # Tag, Alt was held

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._starts: tuple[Tag, ...] = ()
        self._others: list[tuple[Tag, float]] = []
        self._total = 0
        self._distances: tuple[float, ...] = ()
        self.setMinimumSize(140, 130)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Picture of the walk"))

    def sizeHint(self) -> QSize:
        """Return a square of moderate size."""
        return QSize(260, 240)

    def show_walk(self, starts: Sequence[Tag], reached: Sequence[tuple[Tag, float]]) -> None:
        """Show another walk."""
        self._starts = tuple(starts)
        others = [(tag, away) for tag, away in reached if tag not in self._starts]
        self._total = len(others)
        self._others = others[:_MOST]
        self._distances = ()
        self.setAccessibleDescription(
            self.tr("{starts} start tags, {reached} tags walked over").format(
                starts=len(self._starts), reached=self._total
            )
        )
        self.update()

    def show_way(self, distances: Sequence[float]) -> None:
        """Draw how far an item is from each start; none draws nothing."""
        self._distances = tuple(distances)
        self.update()

    # -- where

    def _radius(self, distance: float) -> float:
        farthest = max([away for _, away in self._others] + [1.0])
        inner, outer = 30.0, min(self.width(), self.height()) / 2 - 12
        return inner + max(0.0, outer - inner) * min(1.0, distance / farthest)

    def _places(self) -> list[tuple[Tag, float, QPointF]]:
        """Return tags with their distance and place: starts within, others on their rings."""
        centre = QPointF(self.width() / 2, self.height() / 2)
        found = []
        count = len(self._starts)
        for number, tag in enumerate(self._starts):
            angle = 2 * math.pi * number / max(1, count) - math.pi / 2
            off = 0.0 if count == 1 else 15.0
            found.append((tag, 0.0, centre + QPointF(math.cos(angle), math.sin(angle)) * off))
        for number, (tag, away) in enumerate(self._others):
            angle = number * _TURN
            off = self._radius(away)
            found.append((tag, away, centre + QPointF(math.cos(angle), math.sin(angle)) * off))
        return found

    def tag_at(self, at: QPointF) -> tuple[Tag, float] | None:
        """Return the tag at a place of the widget with its distance, or None."""
        best, nearest = None, 12.0
        for tag, away, place in self._places():
            off = place - at
            distance = math.hypot(off.x(), off.y())
            if distance < nearest:
                best, nearest = (tag, away), distance
        return best

    # -- drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw rings, tags, names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = self.palette().base().color(), self.palette().text().color()
        painter.fillRect(self.rect(), ground)
        if not self._starts:
            painter.setPen(mix(ground, ink, 0.6))
            painter.drawText(
                self.rect().adjusted(8, 0, -8, 0),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                self.tr("The walk is drawn here"),
            )
            painter.end()
            return
        self._paint_rings(painter)
        places = self._places()
        dot = seen_on(part_colour("graph"), ground)
        for number, (_, _, place) in enumerate(places):
            is_start = number < len(self._starts)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(dot if is_start else mix(ground, ink, 0.45))
            side = 6.0 if is_start else 3.0
            painter.drawEllipse(place, side, side)
        self._paint_names(painter, places)
        painter.setPen(mix(ground, ink, 0.6))
        foot = self.rect().adjusted(4, 0, -4, -3)
        if self._total:
            text = self.tr("%s tags walked over") % numeral(self._total)
        else:
            text = self.tr("the start tags were enough")
        painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, text)
        painter.end()

    def _paint_rings(self, painter: QPainter) -> None:
        ground, ink = self.palette().base().color(), self.palette().text().color()
        centre = QPointF(self.width() / 2, self.height() / 2)
        farthest = max([away for _, away in self._others] + [1.0])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        step = max(1, math.ceil(farthest / 4))
        for ring in range(step, math.ceil(farthest) + 1, step):
            radius = self._radius(float(ring))
            painter.setPen(QPen(mix(ground, ink, 0.2), 1.0, Qt.PenStyle.DotLine))
            painter.drawEllipse(centre, radius, radius)
        painter.setPen(QPen(self.palette().highlight().color(), 2.0))
        for away in self._distances:
            if not math.isnan(away):
                radius = self._radius(max(0.0, away - 1))  # an item is one step from its tag
                painter.drawEllipse(centre, radius, radius)

    def _paint_names(self, painter: QPainter, places: list[tuple[Tag, float, QPointF]]) -> None:
        """Write names where they cover no other name."""
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        painter.setPen(self.palette().text().color())
        taken: list[QRectF] = []
        limits = QRectF(self.rect()).adjusted(0, 0, 0, -metrics.height())
        for tag, _, place in places:
            if len(taken) >= _MOST_NAMES:
                break
            name = metrics.elidedText(tag_name(tag), Qt.TextElideMode.ElideRight, 110)
            area = QRectF(0, 0, metrics.horizontalAdvance(name) + 2, metrics.height())
            area.moveTo(place.x() + 7, place.y() - metrics.height() / 2)
            if area.right() > limits.right():
                area.moveRight(place.x() - 7)
            if limits.contains(area) and not any(area.intersects(other) for other in taken):
                taken.append(area)
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, name)

    # -- input

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Add the tag that was clicked; with Alt rule it out."""
        found = self.tag_at(event.position())
        if found is not None and found[0] not in self._starts:
            held = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self.tag_clicked.emit(found[0], held)

    def event(self, event: QEvent) -> bool:
        """Say what a dot is."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self.tag_at(QPointF(event.pos()))
            text = ""
            if found is not None:
                text = self.tr(
                    "{key}: {name}, {distance} away; click adds it, Alt+click rules it out"
                )
                text = text.format(
                    key=key_name(found[0].key),
                    name=tag_name(found[0]),
                    distance=numeral(found[1], ".1f"),
                )
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

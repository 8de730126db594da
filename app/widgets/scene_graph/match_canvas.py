"""A picture with what matched in it: boxes of objects and relations between them."""

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTransform,
)

from app.services.types import Match
from app.widgets.image_canvas import ImageCanvas
from app.widgets.paint import readable_on
from app.widgets.scene_graph.pens import SOURCE_COLOURS, SOURCE_LINES, draw_arrow, rim
from app.widgets.scene_graph.regions import Region, clipped, encode_region
from common.scenes import EdgeSource, SceneGraph

_MATCHED = QColor("#009e73")
_OTHER = QColor("#e8e8e8")
_ROW = 22.0  # pixels between objects without a place


@dataclass(frozen=True, slots=True)
class Picked:
    """A region that the user drew or chose.

    Args:
        region: item, left, top, width, height as fractions.
        label: what it shows; "" where nobody knows.
    """

    region: Region
    label: str = ""


class MatchCanvas(ImageCanvas):
    """Shows the graph of an image over it, what matched in strong lines.

    Shift and drag draws a region; a region or the box of an object can be dragged to a graph, a
    double click on a box takes it over (`picked`). Enter takes over the region that was drawn.
    """

    picked = Signal(object)  # Picked

    def __init__(self) -> None:
        super().__init__()
        self._item = 0
        self._graph = SceneGraph()
        self._match: Match | None = None
        self._hidden: frozenset[EdgeSource] = frozenset()
        self._all = False
        self._corner: QPointF | None = None
        self._region: Region | None = None
        self._drag: Picked | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Picture with what matched"))
        self.setToolTip(
            self.tr(
                "Drag a box to the graph to search for what looks like it; Shift and drag draws "
                "a region of your own. Wheel zooms."
            )
        )

    def show_graph(self, item: int, graph: SceneGraph, match: Match | None) -> None:
        """Draw the graph of an item and what matched in it."""
        if item != self._item:
            self._region = None
        self._item, self._graph, self._match = item, graph, match
        self.update()

    def show_sources(self, hidden: Collection[EdgeSource], *, everything: bool) -> None:
        """Hide the relations of some sources; everything also draws what did not match."""
        self._hidden, self._all = frozenset(hidden), everything
        self.update()

    @property
    def region(self) -> Region | None:
        """The region that was drawn."""
        return self._region

    # -- what is where

    def _turn(self) -> tuple[QTransform, float, float]:
        size = self._full_size_on_screen()
        return self._turning(self._target()), size.width(), size.height()

    def _area(self, box: tuple[float, float, float, float]) -> QRectF:
        turning, width, height = self._turn()
        left, top, wide, high = box
        return turning.mapRect(QRectF(left * width, top * height, wide * width, high * height))

    def matched_nodes(self) -> dict[int, str]:
        """Return the objects that matched, by place, with what is written at them."""
        found: dict[int, str] = {}
        for node in self._match.nodes if self._match else ():
            if 0 <= node.place < len(self._graph.nodes):
                found[node.place] = f"{node.label} {node.similarity:.0%}"
        for edge in self._match.edges if self._match else ():
            for place in (edge.subject, edge.object):
                if 0 <= place < len(self._graph.nodes):
                    found.setdefault(place, self._graph.nodes[place].label)
        return found

    def boxes(self) -> dict[int, QRectF]:
        """Return where the objects that are drawn stand, by place, pixels.

        Objects without a place stand in a column at the left edge.
        """
        matched = self.matched_nodes()
        areas: dict[int, QRectF] = {}
        loose = 0
        for place, node in enumerate(self._graph.nodes):
            if place not in matched and not self._all:
                continue
            if node.box is not None:
                areas[place] = self._area(node.box)
            else:
                areas[place] = QRectF(6, 6 + loose * _ROW, 4, 16)
                loose += 1
        return areas

    def _picked_at(self, point: QPointF) -> Picked | None:
        if self._region is not None and self._area(self._region[1:]).contains(point):
            return Picked(self._region)
        found: tuple[float, Picked] | None = None
        for place, area in self.boxes().items():
            node = self._graph.nodes[place]
            if node.box is None or not area.contains(point):
                continue
            region = clipped(self._item, *node.box)
            size = area.width() * area.height()
            if region is not None and (found is None or size < found[0]):
                found = size, Picked(region, node.label)
        return None if found is None else found[1]

    # -- input

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a region, take hold of a box, or of the picture."""
        self.setFocus()
        if event.button() == Qt.MouseButton.LeftButton:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._corner = event.position()
                return
            if self.fits:
                self._drag = self._picked_at(event.position())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the region, drag the box away, or move the picture."""
        if self._corner is not None:
            self._region = self._between(self._corner, event.position())
            self.update()
        elif self._drag is not None and self._grip is not None:
            if (event.position() - self._grip).manhattanLength() > 8:
                picked, self._drag, self._grip = self._drag, None, None
                drag = QDrag(self)
                drag.setMimeData(encode_region(picked.region, picked.label))
                drag.exec(Qt.DropAction.CopyAction)
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the region."""
        self._drag = None
        if self._corner is not None:
            self._region = self._between(self._corner, event.position())
            self._corner = None
            self.update()
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a box over into the query; elsewhere as usual."""
        picked = self._picked_at(event.position())
        if picked is None:
            super().mouseDoubleClickEvent(event)
        else:
            self.picked.emit(picked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the region over with Enter, drop it with Esc, zoom with + and −."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._region is not None:
            self.picked.emit(Picked(self._region))
        elif event.key() == Qt.Key.Key_Escape and self._region is not None:
            self._region = None
            self.update()
        elif event.key() == Qt.Key.Key_Plus:
            self.zoom_in()
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_out()
        else:
            super().keyPressEvent(event)

    def _between(self, first: QPointF, second: QPointF) -> Region | None:
        turning, width, height = self._turn()
        back, _ = turning.inverted()
        area = back.mapRect(QRectF(first, second).normalized())
        if width <= 0 or height <= 0:
            return None
        return clipped(
            self._item,
            area.left() / width, area.top() / height, area.width() / width, area.height() / height,
        )  # fmt: skip

    # -- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, its graph, the region."""
        super().paintEvent(event)
        if self.image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        matched, areas = self.matched_nodes(), self.boxes()
        for place, area in areas.items():
            if self._graph.nodes[place].box is not None:
                is_match = place in matched
                _outline(painter, area, _MATCHED if is_match else _OTHER, strong=is_match)
        self._paint_edges(painter, areas)
        for place, area in areas.items():
            colour = _MATCHED if place in matched else QColor("#5a5a5a")
            self._tag(painter, area, matched.get(place, self._graph.nodes[place].label), colour)
        if self._region is not None:
            pen = QPen(QColor("white"), 1.6, Qt.PenStyle.DashLine)
            painter.setBrush(QColor(255, 255, 255, 40))
            painter.setPen(pen)
            painter.drawRect(self._area(self._region[1:]))

    def _paint_edges(self, painter: QPainter, areas: dict[int, QRectF]) -> None:
        matched = {
            (edge.subject, edge.triple[1], edge.object)
            for edge in (self._match.edges if self._match else ())
        }
        for edge in self._graph.edges:
            key = edge.subject, edge.predicate, edge.object
            is_match = key in matched
            if edge.source in self._hidden or not (is_match or self._all):
                continue
            if edge.subject not in areas or edge.object not in areas:
                continue
            self._line(painter, areas, edge.subject, edge.object, edge.predicate, edge.source,
                       strong=is_match)  # fmt: skip

    def _line(
        self,
        painter: QPainter,
        areas: dict[int, QRectF],
        subject: int,
        target: int,
        words: str,
        source: EdgeSource,
        *,
        strong: bool,
    ) -> None:
        """Draw a relation between two boxes with its name."""
        first, second = areas[subject], areas[target]
        start, end = first.center(), second.center()
        if not (first.contains(end) or second.contains(start)):
            start, end = rim(first, end), rim(second, start)
        colour = SOURCE_COLOURS[source].lighter(135)
        pen = QPen(QColor(0, 0, 0, 150), 4.4 if strong else 2.6)
        if QLineF(start, end).length() > 1:
            painter.setPen(pen)
            painter.drawLine(start, end)
        pen = QPen(colour, 2.6 if strong else 1.3)
        pen.setStyle(SOURCE_LINES[source])
        draw_arrow(painter, start, end, pen)
        self._word(painter, (start + end) / 2, words, SOURCE_COLOURS[source])

    def _word(self, painter: QPainter, middle: QPointF, words: str, colour: QColor) -> None:
        metrics = QFontMetricsF(painter.font())
        box = QRectF(0, 0, metrics.horizontalAdvance(words) + 8, metrics.height() + 1)
        box.moveCenter(middle)
        painter.fillRect(box, QColor(colour.red(), colour.green(), colour.blue(), 225))
        painter.setPen(readable_on(colour))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _tag(self, painter: QPainter, area: QRectF, words: str, colour: QColor) -> None:
        metrics = QFontMetricsF(painter.font())
        tag = QRectF(0, 0, metrics.horizontalAdvance(words) + 8, metrics.height() + 1)
        tag.moveBottomLeft(area.topLeft())
        if tag.top() < 0:
            tag.moveTop(area.top())
        tag.moveLeft(min(max(0.0, tag.left()), max(0.0, self.width() - tag.width())))
        painter.fillRect(tag, colour)
        painter.setPen(readable_on(colour))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)


def _outline(painter: QPainter, area: QRectF, colour: QColor, *, strong: bool) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 130), 4 if strong else 2.4))
    painter.drawRect(area)
    painter.setPen(QPen(colour, 2.2 if strong else 1.1))
    painter.drawRect(area)

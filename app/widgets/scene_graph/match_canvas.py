"""A picture with what matched in it: boxes of objects and relations between them."""

from collections.abc import Collection

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen

from app.services.types import Match
from app.widgets.numbers import numeral
from app.widgets.paint import readable_on
from app.widgets.scene_graph.pens import SOURCE_COLOURS, SOURCE_LINES, draw_arrow, rim
from app.widgets.scene_graph.region_canvas import Picked, RegionCanvas
from app.widgets.scene_graph.regions import clipped
from common.scenes import EdgeSource, SceneGraph

_MATCHED = QColor("#009e73")
_OTHER = QColor("#e8e8e8")
_ROW = 22.0  # pixels between objects without a place


class MatchCanvas(RegionCanvas):
    """Shows the graph of an image over it, what matched in strong lines.

    Shift and drag draws a region; a region or the box of an object can be dragged to a graph, a
    double click on a box takes it over (`picked`). Enter takes over the region that was drawn.
    """

    def __init__(self) -> None:
        super().__init__()
        self._graph = SceneGraph()
        self._match: Match | None = None
        self._hidden: frozenset[EdgeSource] = frozenset()
        self._all = False
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
        self.set_item(item)
        self._graph, self._match = graph, match
        self.update()

    def show_sources(self, hidden: Collection[EdgeSource], *, everything: bool) -> None:
        """Hide the relations of some sources; everything also draws what did not match."""
        self._hidden, self._all = frozenset(hidden), everything
        self.update()

    # -- what is where

    def matched_nodes(self) -> dict[int, str]:
        """Return the objects that matched, by place, with what is written at them."""
        found: dict[int, str] = {}
        for node in self._match.nodes if self._match else ():
            if 0 <= node.place < len(self._graph.nodes):
                found[node.place] = f"{node.label} {numeral(node.similarity, '.0%')}"
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
        own = super()._picked_at(point)
        if own is not None:
            return own
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
        """Take the keyboard, then begin a region or take hold of a box."""
        self.setFocus()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a box over into the query; elsewhere as usual."""
        picked = self._picked_at(event.position())
        if picked is None:
            super().mouseDoubleClickEvent(event)
        else:
            self.picked.emit(picked)

    # -- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, its graph, the region."""
        super().paintEvent(event)
        painter = QPainter(self)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        if self.image.isNull():
            return
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

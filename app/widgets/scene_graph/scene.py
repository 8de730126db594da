"""The geometry of the editor: which node or relation is where, in pixels of the widget."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF

from app.widgets.scene_graph.edits import node_names
from app.widgets.scene_graph.layout import arrange
from app.widgets.scene_graph.pens import edge_word_box, node_size, rim, spread
from common.scenes import QueryPart

NODE, EDGE = "node", "edge"
Element = tuple[str, int]  # NODE or EDGE, and the place in the part
WEARER = "i"
_MARGIN = 14.0
_ASIDE = 26.0  # pixels between relations of the same two nodes


@dataclass(slots=True)
class GraphScene:
    """Boxes of nodes, lines and words of relations.

    Args:
        part: what is shown.
        nodes: boxes, by place.
        lines: start, end and middle of the relations, by place.
        words: boxes of the relations' names, by place.
        scale: what the font is scaled by so that all of it fits, 0-1.
    """

    part: QueryPart = field(default_factory=QueryPart)
    nodes: list[QRectF] = field(default_factory=list)
    lines: list[tuple[QPointF, QPointF, QPointF]] = field(default_factory=list)
    words: list[QRectF] = field(default_factory=list)
    scale: float = 1.0

    def place(
        self,
        part: QueryPart,
        area: QRectF,
        metrics: QFontMetricsF,
        moved: Mapping[str, tuple[float, float]],
    ) -> None:
        """Find a place for everything.

        Args:
            part: what to show.
            area: of the widget.
            metrics: of its font.
            moved: nodes that the user put elsewhere, by name: middles as fractions of the area.
        """
        self.part = part
        sizes = [
            node_size(shown(node.labels), ", ".join(node.attributes), metrics,
                      picture=node.example is not None)
            for node in part.nodes
        ]  # fmt: skip
        pairs = [(edge.subject, edge.object) for edge in part.edges]
        widths = [metrics.horizontalAdvance(shown(edge.predicates)) + 20 for edge in part.edges]
        middles = arrange(sizes, pairs, widths)
        boxes = [
            QRectF(x - w / 2, y - h / 2, w, h)
            for (x, y), (w, h) in zip(middles, sizes, strict=True)
        ]
        whole = QRectF()
        for box in boxes:
            whole = whole.united(box)
        inner = area.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        wide = inner.width() / whole.width() if whole.width() > 0 else 1.0
        high = inner.height() / whole.height() if whole.height() > 0 else 1.0
        self.scale = max(0.5, min(1.0, wide, high))
        self.nodes = []
        for name, box in zip(node_names(part), boxes, strict=True):
            middle = inner.center() + box.center() * self.scale
            if name in moved:
                x, y = moved[name]
                middle = QPointF(area.left() + x * area.width(), area.top() + y * area.height())
            self.nodes.append(_kept(_around(middle, box, self.scale), area))
        self._lay_lines(pairs, metrics)

    def _lay_lines(self, pairs: list[tuple[int, int]], metrics: QFontMetricsF) -> None:
        self.lines, self.words = [], []
        for (subject, target), shift, edge in zip(
            pairs, spread(pairs), self.part.edges, strict=True
        ):
            a, b = self.nodes[subject].center(), self.nodes[target].center()
            length = max(1.0, ((b.x() - a.x()) ** 2 + (b.y() - a.y()) ** 2) ** 0.5)
            aside = QPointF(-(b.y() - a.y()) / length, (b.x() - a.x()) / length)
            middle = (a + b) / 2 + aside * (shift * _ASIDE * self.scale)
            start = rim(self.nodes[subject], middle)
            end = rim(self.nodes[target], middle)
            # The word stands between the rims, not between the middles: nodes differ in width.
            middle = (start + end) / 2 + aside * (shift * _ASIDE * self.scale)
            self.lines.append((start, end, middle))
            word = edge_word_box(QPointF(), shown(edge.predicates), metrics)
            self.words.append(_around(middle, word, self.scale))

    def at(self, point: QPointF) -> Element | None:
        """Return what lies at a point; names of relations lie above nodes."""
        for place in range(len(self.words) - 1, -1, -1):
            if self.words[place].contains(point):
                return EDGE, place
        for place in range(len(self.nodes) - 1, -1, -1):
            if self.nodes[place].contains(point):
                return NODE, place
        return None

    def box(self, element: Element) -> QRectF:
        """Return the box of a node or of a relation's name; an empty one for what is gone."""
        boxes = self.nodes if element[0] == NODE else self.words
        return boxes[element[1]] if 0 <= element[1] < len(boxes) else QRectF()

    def elements(self) -> list[Element]:
        """Return everything that can be chosen."""
        nodes: list[Element] = [(NODE, place) for place in range(len(self.nodes))]
        return nodes + [(EDGE, place) for place in range(len(self.words))]

    def beside(self, element: Element, dx: int, dy: int) -> Element | None:
        """Return the nearest element in a direction; None where there is none.

        Args:
            element: where to start.
            dx: 1 right, -1 left, 0 neither.
            dy: 1 down, -1 up, 0 neither.
        """
        start = self.box(element).center()
        best: tuple[float, Element] | None = None
        for other in self.elements():
            if other == element:
                continue
            way = self.box(other).center() - start
            along, across = way.x() * dx + way.y() * dy, abs(way.x() * dy) + abs(way.y() * dx)
            if along > 1:
                cost = along + 2.5 * across
                if best is None or cost < best[0]:
                    best = cost, other
        return None if best is None else best[1]


def shown(names: tuple[str, ...]) -> str:
    """Return names as a node shows them; the wearer of the camera has a capital letter."""
    return " / ".join("I" if name == WEARER else name for name in names)


def _around(middle: QPointF, box: QRectF, scale: float) -> QRectF:
    scaled = QRectF(0, 0, box.width() * scale, box.height() * scale)
    scaled.moveCenter(middle)
    return scaled


def _kept(box: QRectF, area: QRectF) -> QRectF:
    """Return a box, moved so that it lies in the area."""
    x = min(max(box.left(), area.left() + 3), max(area.left() + 3, area.right() - box.width() - 3))
    y = min(max(box.top(), area.top() + 3), max(area.top() + 3, area.bottom() - box.height() - 3))
    return QRectF(x, y, box.width(), box.height())

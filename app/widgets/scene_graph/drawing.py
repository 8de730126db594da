"""Draws the graph of a query."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from app.widgets.paint import mix
from app.widgets.scene_graph.pens import (
    ROLE_COLOURS,
    Look,
    draw_arrow,
    draw_edge_word,
    draw_node,
    readable,
    rim,
)
from app.widgets.scene_graph.scene import EDGE, NODE, WEARER, Element, GraphScene, shown
from common.scenes import Need

Example = tuple[int, float, float, float, float]


@dataclass(slots=True)
class Touch:
    """What the user has hold of.

    Args:
        current: the keyboard is on it.
        hot: the mouse is on it.
        rubber: node that a line is drawn from, and where the mouse is.
        start: node that a relation begins at by key, -1 for none.
    """

    current: Element | None = None
    hot: Element | None = None
    rubber: tuple[int, QPointF] | None = None
    start: int = -1


def draw_graph(
    widget: QWidget,
    scene: GraphScene,
    touch: Touch,
    unknown: Collection[str],
    pictures: Mapping[Example, QPixmap],
    hint: str,
) -> None:
    """Draw everything: ground, lines, nodes, then the words of relations.

    Args:
        widget: to draw on.
        scene: where everything is.
        touch: what the user has hold of.
        unknown: names that the vocabulary does not hold.
        pictures: of image regions.
        hint: what an empty graph says.
    """
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    palette = widget.palette()
    painter.setPen(QPen(mix(palette.base().color(), palette.text().color(), 0.22), 1))
    painter.setBrush(palette.base())
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    if not scene.nodes:
        painter.setPen(mix(palette.text().color(), palette.base().color(), 0.35))
        painter.drawText(
            widget.rect().adjusted(16, 8, -16, -8),
            int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap),
            hint,
        )
        return
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * scene.scale)
    painter.setFont(font)
    _draw_lines(painter, widget, scene)
    _draw_nodes(painter, widget, scene, touch, unknown, pictures)
    for place, box in enumerate(scene.words):
        edge = scene.part.edges[place]
        look = _look(touch, (EDGE, place), edge.need, edge.predicates, unknown)
        draw_edge_word(painter, box, shown(edge.predicates), look, palette)
    _draw_rubber(painter, widget, scene, touch)


def _draw_lines(painter: QPainter, widget: QWidget, scene: GraphScene) -> None:
    ground = widget.palette().base().color()
    for edge, (start, end, middle) in zip(scene.part.edges, scene.lines, strict=True):
        colour = readable(ROLE_COLOURS["predicate"], ground)
        pen = QPen(mix(colour, ground, 0.25), 2.4 if edge.need is Need.MUST else 1.5)
        if edge.need is Need.NOT:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(start, middle)
        draw_arrow(painter, middle, end, pen)


def _draw_nodes(
    painter: QPainter,
    widget: QWidget,
    scene: GraphScene,
    touch: Touch,
    unknown: Collection[str],
    pictures: Mapping[Example, QPixmap],
) -> None:
    for place, box in enumerate(scene.nodes):
        node = scene.part.nodes[place]
        look = _look(touch, (NODE, place), node.need, node.labels, unknown)
        picture = None if node.example is None else pictures.get(node.example)
        text = shown(node.labels) or "▣"
        draw_node(painter, box, text, ", ".join(node.attributes), look, widget.palette(), picture)
        if place == touch.start:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ROLE_COLOURS["predicate"], 2, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(box.adjusted(-4, -4, 4, 4), 12, 12)


def _look(
    touch: Touch, element: Element, need: Need, names: tuple[str, ...], unknown: Collection[str]
) -> Look:
    known = not names or any(name not in unknown or name == WEARER for name in names)
    return Look(need, touch.current == element, touch.hot == element, known)


def _draw_rubber(painter: QPainter, widget: QWidget, scene: GraphScene, touch: Touch) -> None:
    """Draw the line of a relation that is being made, by mouse or by key."""
    pen = QPen(readable(ROLE_COLOURS["predicate"], widget.palette().base().color()), 2)
    pen.setStyle(Qt.PenStyle.DashLine)
    if touch.rubber is not None and touch.rubber[0] < len(scene.nodes):
        node, point = touch.rubber
        draw_arrow(painter, rim(scene.nodes[node], point), point, pen)
        return
    current = touch.current
    if current is None or current[0] != NODE or current[1] == touch.start or touch.start < 0:
        return
    goal, start = scene.box(current), scene.box((NODE, touch.start))
    draw_arrow(painter, rim(start, goal.center()), rim(goal, start.center()), pen)

"""The keyboard of a graph map."""

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from app.widgets.graph_map.canvas import GraphMap

_ZOOM = 1.25
_STEP = 12.0  # pixels a box is moved by
_ASIDE = 2.0  # how much worse a unit to the side is than one ahead
_WAYS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


class KeyWays:
    """Turns keys into what a map does.

    Args:
        graph: the map.
    """

    def __init__(self, graph: "GraphMap") -> None:
        self._graph = graph

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; False where it stands for nothing."""
        graph, held = self._graph, event.modifiers()
        key = Qt.Key(event.key())
        others = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if held & others:
            return False
        does = {
            Qt.Key.Key_Plus: lambda: graph.zoom_by(_ZOOM),
            Qt.Key.Key_Equal: lambda: graph.zoom_by(_ZOOM),
            Qt.Key.Key_Minus: lambda: graph.zoom_by(1 / _ZOOM),
            Qt.Key.Key_0: graph.fit,
            Qt.Key.Key_Home: lambda: self._go_to_end(0),
            Qt.Key.Key_End: lambda: self._go_to_end(-1),
            Qt.Key.Key_Return: self._open,
            Qt.Key.Key_Enter: self._open,
            Qt.Key.Key_Escape: graph.escaped.emit,
        }
        if key in _WAYS:
            step = self._move if held & Qt.KeyboardModifier.ShiftModifier else self._go
            step(_WAYS[key])
        elif key in does:
            does[key]()
        else:
            return False
        return True

    def _open(self) -> None:
        if self._graph.current >= 0:
            self._graph.opened.emit(self._graph.current)

    def _go_to_end(self, place: int) -> None:
        keys = self._graph.keys
        if keys:
            self._graph.set_current(keys[place])

    def _go(self, way: QPointF) -> None:
        """Go to the nearest box in a direction."""
        graph = self._graph
        keys = graph.keys
        if not keys:
            return
        if graph.current < 0:
            graph.set_current(keys[0])
            return
        here = graph.middle(graph.current)
        best, nearest = -1, math.inf
        for key in keys:
            off = graph.middle(key) - here
            ahead = QPointF.dotProduct(off, way)
            aside = abs(off.x() * way.y() - off.y() * way.x())
            if key != graph.current and ahead > 0 and aside <= 2.5 * ahead:
                away = math.hypot(ahead, _ASIDE * aside)
                if away < nearest:
                    best, nearest = key, away
        if best >= 0:
            graph.set_current(best)

    def _move(self, way: QPointF) -> None:
        graph = self._graph
        if graph.current >= 0:
            graph.move_box(graph.current, way * (_STEP / graph.camera.scale))
            graph.moved.emit(graph.current)

"""The mouse on a graph map: drags move the map or a box, clicks choose, double clicks open."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QCursor, QMouseEvent

if TYPE_CHECKING:
    from app.widgets.graph_map.canvas import GraphMap

_DRAG = 4  # pixels


class Hand:
    """Turns what the mouse does into what a map does.

    Args:
        graph: the map.
    """

    def __init__(self, graph: "GraphMap") -> None:
        self._graph = graph
        self._grip: QPointF | None = None  # where the button went down
        self._at = QPointF()  # where the mouse was last
        self._taken = -1  # box under the mouse when the button went down
        self._is_drag = False

    def press(self, event: QMouseEvent) -> None:
        """Begin to move the map or a box."""
        self._grip = self._at = event.position()
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._taken = self._graph.box_at(self._at) if is_left else -1
        self._is_drag = False

    def move(self, event: QMouseEvent) -> None:
        """Move what was taken, or light up what the mouse is on."""
        graph, at = self._graph, event.position()
        if self._grip is None:
            hot = graph.box_at(at)
            over = Qt.CursorShape.PointingHandCursor if hot >= 0 else Qt.CursorShape.ArrowCursor
            graph.setCursor(QCursor(over))
            graph.set_hot(hot)
            return
        if not self._is_drag and (at - self._grip).manhattanLength() < _DRAG:
            return
        self._is_drag = True
        if self._taken >= 0:
            graph.move_box(self._taken, (at - self._at) / graph.camera.scale)
        else:
            graph.pan_by(at - self._at)
        self._at = at

    def release(self, event: QMouseEvent) -> None:
        """Choose what was clicked; tell of a box that was moved."""
        if self._grip is None:
            return
        self._grip = None
        if self._is_drag:
            if self._taken >= 0:
                self._graph.moved.emit(self._taken)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._graph.set_current(self._taken, reveal=False)
        self._is_drag = False

    def press_twice(self, event: QMouseEvent) -> None:
        """Open a box; on the ground show all."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        key = self._graph.box_at(event.position())
        if key >= 0:
            self._graph.set_current(key, reveal=False)
            self._graph.opened.emit(key)
        else:
            self._graph.fit()

"""The editor of a canvas: tools, the board, and what can be said of the chosen shape."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.context import PanelContext
from common.canvas import Canvas


class CanvasEditor(QWidget):
    """Places colours, objects, texts and pictures; has an undo of its own.

    Args:
        context: the library's objects and pictures.
        parent: owner.
    """

    changed = Signal(object)  # Canvas; while editing, settled by a timer

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._canvas = Canvas()

    @property
    def canvas(self) -> Canvas:
        """What is placed now."""
        return self._canvas

    def set_canvas(self, canvas: Canvas) -> None:
        """Show a canvas; starts its undo anew and tells nothing."""
        self._canvas = canvas

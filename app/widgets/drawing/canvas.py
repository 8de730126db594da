"""The drawing surface: a page to draw a person on."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF

from app.widgets.drawing.state import CanvasState
from app.widgets.drawing.types import Tool


class DrawingCanvas(CanvasState):
    """A page of 1000 x 1000 units with layers of strokes.

    It tells what was drawn and holds no undo: whoever shows the layers keeps them.
    """

    pen_width: float = 3.0
    eraser_width: float = 24.0
    smoothing: float = 0.35
    show_joints: bool = True
    underlay_editing: bool = False
    eraser_end: Tool = Tool.ERASER_PIXEL
    placeholder: str = ""
    symmetry: float | None = None

    @property
    def tool(self) -> Tool:
        """What the pointer does."""
        return self._tool

    @tool.setter
    def tool(self, tool: str) -> None:
        self._tool = Tool(tool)

    @property
    def is_busy(self) -> bool:
        """Whether a stroke, an erase or a drag is in progress."""
        return False

    @property
    def zoom(self) -> float:
        """Logical pixels a unit of the page."""
        return 1.0

    @property
    def fits(self) -> bool:
        """Whether the whole page is shown."""
        return True

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """Zoom so that a point of the widget stays where it is; None means the middle."""

    def zoom_in(self) -> None:
        """Zoom in by a quarter."""

    def zoom_out(self) -> None:
        """Zoom out by a quarter."""

    def fit_page(self) -> None:
        """Show the whole page."""

    def view_state(self) -> dict[str, float]:
        """Return zoom and place as JSON types."""
        return {}

    def restore_view(self, state: dict[str, float]) -> None:
        """Show what view_state told."""

    def fit_underlay(self) -> None:
        """Fit the picture under the drawing to the page; tells of its place."""

    def set_joint_names(self, names: Sequence[str]) -> None:
        """Say what the 24 joints are called."""

    def cancel(self) -> bool:
        """Drop what is in progress; returns whether there was something."""
        return False

    def copy(self) -> None:
        """Copy the strokes of the active layer."""

    def paste(self) -> bool:
        """Paste strokes or a picture; returns whether there was something to paste."""
        return False

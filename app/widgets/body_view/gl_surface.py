"""The view of a body drawn by the graphics card; all but the surface is painted as always."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter

from app.widgets.body_view.gl_body import GlBody
from app.widgets.card.surface import SAMPLES, CardSurface

if TYPE_CHECKING:
    from PySide6.QtOpenGL import QOpenGLFunctions_3_3_Core

    from app.widgets.body_view.view import BodyView


class BodySurface(CardSurface):
    """Draws what a view shows.

    Args:
        view: of a body; also the parent.
    """

    def __init__(self, view: "BodyView") -> None:
        super().__init__(view, samples=SAMPLES)
        self._view = view
        self._body: GlBody | None = None

    def make(self, functions: "QOpenGLFunctions_3_3_Core") -> None:
        """Make programs and buffers."""
        self._body = GlBody(functions)

    def destroy_parts(self) -> None:
        """Give back what make() made."""
        if self._body is not None:
            self._body.destroy()

    def forget(self) -> None:
        """Forget what make() made."""
        self._body = None

    def draw(self, _functions: "QOpenGLFunctions_3_3_Core") -> None:
        """Draw a frame but for what lies over the body."""
        view = self._view
        painter = QPainter(self)
        try:
            view.frame.paint_under(painter)
        finally:
            painter.end()
        self.clear_errors()  # those of Qt's own painting are not ours
        if self._body is not None and not view.mesh.is_empty:
            frame = view.frame
            self._body.draw(
                view.mesh, frame.projection, frame.colours, view.options.mode,
                self.devicePixelRatioF(),
            )  # fmt: skip

    def paint_over(self) -> None:
        """Paint bones, joints and rings."""
        painter = QPainter(self)
        try:
            self._view.frame.paint_over(painter)
        finally:
            painter.end()

"""A surface of OpenGL that lies over a view, below everything else in it."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QOpenGLContext, QShowEvent
from PySide6.QtOpenGL import QOpenGLFunctions_3_3_Core
from PySide6.QtOpenGLWidgets import QOpenGLWidget

from app.widgets.card.probe import GL_RENDERER, GlReport, surface_format
from app.widgets.card.program import GlError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

logger = logging.getLogger(__name__)

SAMPLES = 4  # round the edges
PATIENCE_MS = 4000  # until the first frame
MOST_ERRORS = 8  # a lost context repeats its error for ever

GL_NO_ERROR = 0


class CardSurface(QOpenGLWidget):
    """Draws what a view shows, and says once when it cannot.

    It has no logic of its own: camera, content and input are those of the view. What is made for a
    context, and drawn in it, comes from the four methods at the end.

    Args:
        view: whose content it is; also the parent.
        samples: points a pixel, for smooth edges; 0 for one.
    """

    failed = Signal(str)  # why, in the words of a developer; once
    drew_first = Signal(object)  # GlReport

    def __init__(self, view: "QWidget", *, samples: int) -> None:
        super().__init__(view)
        self.functions: QOpenGLFunctions_3_3_Core | None = None
        self.has_drawn = False
        self._has_failed = False
        self._renderer = ""
        self.setFormat(surface_format(samples))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(view.rect())
        self.lower()

    # -- life of the context

    def showEvent(self, event: QShowEvent) -> None:
        """Expect a frame soon."""
        super().showEvent(event)
        QTimer.singleShot(PATIENCE_MS, self, self._on_patience)

    def initializeGL(self) -> None:
        """Make what the card needs; again whenever the window gets another context."""
        context = self.context()
        context.aboutToBeDestroyed.connect(
            self._on_context_goes, Qt.ConnectionType.DirectConnection
        )
        try:
            self._begin(context)
        except (RuntimeError, ValueError, TypeError) as error:
            self.fail(str(error))

    def _begin(self, context: QOpenGLContext) -> None:
        functions = QOpenGLFunctions_3_3_Core()
        if not (context.isValid() and functions.initializeOpenGLFunctions()):
            raise GlError("the functions of OpenGL 3.3 are not there")
        self._renderer = str(functions.glGetString(GL_RENDERER))
        self.make(functions)
        self.functions = functions
        self.check()

    @Slot()
    def _on_context_goes(self) -> None:
        """Let the processor draw until the window, another one now, has a context."""
        self.release()

    def release(self) -> None:
        """Give back what the context holds; a new context may follow."""
        self.has_drawn = False
        if self.functions is None:
            return
        is_lost = self.is_lost()
        self.makeCurrent()  # of a context that is lost, at least the objects are
        if not is_lost:
            self.destroy_parts()
        self.functions = None
        self.forget()
        self.doneCurrent()

    @Slot()
    def _on_patience(self) -> None:
        if not self.has_drawn and self.isVisible() and not self.visibleRegion().isEmpty():
            self.fail("no frame was drawn")

    def fail(self, why: str) -> None:
        """Give up; the view goes on without."""
        if not self._has_failed:
            self._has_failed = True
            logger.warning("OpenGL failed (%s): %s", self._renderer or "unknown", why)
            self.failed.emit(why)

    # -- frames

    def refresh(self) -> None:
        """Draw anew soon; notices a context that was lost."""
        if self.has_drawn and self.is_lost():
            self.fail("the context was lost")
        else:
            self.update()

    def finish(self) -> None:
        """Wait until the card has drawn what it was told to."""
        if self.functions is not None:
            self.makeCurrent()
            self.functions.glFinish()
            self.doneCurrent()

    def paintGL(self) -> None:
        """Draw a frame."""
        if self._has_failed or self.functions is None:
            return
        try:
            self.clear_errors()
            self.draw(self.functions)
            self.check()
        except (RuntimeError, ValueError, TypeError) as error:
            self.fail(str(error))
            return
        self.paint_over()
        if not self.has_drawn:
            self.has_drawn = True
            self.drew_first.emit(GlReport(works=True, renderer=self._renderer))

    # -- errors

    def is_lost(self) -> bool:
        """Whether the driver has taken the context away."""
        context = self.context()
        return context is None or not context.isValid()

    def clear_errors(self) -> None:
        """Forget errors that others made before."""
        functions = self.functions
        for _ in range(MOST_ERRORS):
            if functions is None or functions.glGetError() == GL_NO_ERROR:
                return

    def check(self) -> None:
        """See that nothing went wrong.

        Raises:
            GlError: it did, or the context was lost.
        """
        functions = self.functions
        if functions is None or self.is_lost():
            raise GlError("the context was lost")
        error = functions.glGetError()
        if error != GL_NO_ERROR:
            raise GlError(f"error 0x{error:04x}")

    # -- what a view draws

    def make(self, functions: QOpenGLFunctions_3_3_Core) -> None:
        """Make what a context needs; it is current.

        Raises:
            GlError: it cannot be made.
        """
        raise NotImplementedError

    def destroy_parts(self) -> None:
        """Give back what make() made; the context is current."""
        raise NotImplementedError

    def forget(self) -> None:
        """Forget what make() made: its context is gone."""
        raise NotImplementedError

    def draw(self, functions: QOpenGLFunctions_3_3_Core) -> None:
        """Draw a frame; the context is current.

        Raises:
            GlError: OpenGL does not do what it should.
        """
        raise NotImplementedError

    def paint_over(self) -> None:
        """Paint what lies over a frame that was drawn."""

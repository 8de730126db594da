"""The wall drawn by the graphics card: lies over the view, below everything else in it.

It has no logic of its own: camera, content, selection and input are those of the view, and what
lies over the tiles is painted by the same code.
"""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QOpenGLContext, QPainter, QShowEvent
from PySide6.QtOpenGL import QOpenGLFunctions_3_3_Core
from PySide6.QtOpenGLWidgets import QOpenGLWidget

from app.widgets.wall.gl_drawing import PosterBoxes, TileBoxes
from app.widgets.wall.gl_probe import GL_RENDERER, GlReport, surface_format
from app.widgets.wall.gl_textures import GlError, TileTextures
from app.widgets.wall.painting import background, paint_overlay, seen_boxes

if TYPE_CHECKING:
    from app.widgets.wall.view import WallView

logger = logging.getLogger(__name__)

SAMPLES = 4  # round the corners of what is painted over the tiles
PATIENCE_MS = 4000  # until the first frame
MOST_MB = 768  # of the card, for tiles
MOST_ERRORS = 8  # a lost context repeats its error for ever

GL_COLOR_BUFFER_BIT, GL_NO_ERROR = 0x4000, 0
GL_MAX_ARRAY_TEXTURE_LAYERS = 0x88FF
_OFF = (0x0BE2, 0x0B71, 0x0B90, 0x0C11, 0x0B44)  # blend, depth, stencil, scissor, cull


class GlSurface(QOpenGLWidget):
    """Draws what a view shows.

    Args:
        view: whose wall it is; also the parent.
        is_software: the processor plays the card; round corners are too dear then.
    """

    failed = Signal(str)  # why, in the words of a developer; once
    drew_first = Signal(object)  # GlReport

    def __init__(self, view: "WallView", *, is_software: bool = False) -> None:
        super().__init__(view)
        self._view = view
        self._functions: QOpenGLFunctions_3_3_Core | None = None
        self._tiles: TileBoxes | None = None
        self._posters: PosterBoxes | None = None
        self.textures: TileTextures | None = None
        self.has_drawn = False
        self._has_failed = False
        self._renderer = ""
        self.setFormat(surface_format(0 if is_software else SAMPLES))
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
            self._make(context)
        except (RuntimeError, ValueError, TypeError) as error:
            self.fail(str(error))

    def _make(self, context: QOpenGLContext) -> None:
        functions = QOpenGLFunctions_3_3_Core()
        if not (context.isValid() and functions.initializeOpenGLFunctions()):
            raise GlError("the functions of OpenGL 3.3 are not there")
        self._renderer = str(functions.glGetString(GL_RENDERER))
        layers = functions.glGetIntegerv(GL_MAX_ARRAY_TEXTURE_LAYERS)
        limit = min(MOST_MB << 20, 2 * self._view.store.limit)
        self._tiles, self._posters = TileBoxes(functions), PosterBoxes(functions)
        self.textures = TileTextures(
            functions, int(layers) if isinstance(layers, int) else 256, limit
        )
        self._functions = functions
        self._check()

    @Slot()
    def _on_context_goes(self) -> None:
        """Let the processor draw until the window, another one now, has a context."""
        self.release()

    def release(self) -> None:
        """Give back what the context holds; a new context may follow."""
        self.has_drawn = False
        parts = (self._tiles, self._posters, self.textures)
        if self._functions is not None and not self._is_lost():
            self.makeCurrent()
            for part in parts:
                if part is not None:
                    part.destroy()
            self.doneCurrent()
        self._functions, self._tiles, self._posters, self.textures = None, None, None, None

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
        if self.has_drawn and self._is_lost():
            self.fail("the context was lost")
        else:
            self.update()

    def finish(self) -> None:
        """Wait until the card has drawn what it was told to."""
        if self._functions is not None:
            self.makeCurrent()
            self._functions.glFinish()
            self.doneCurrent()

    def paintGL(self) -> None:
        """Draw a frame."""
        if self._has_failed or self._functions is None:
            return
        try:
            self._clear_errors()
            self._draw()
            self._check()
        except (RuntimeError, ValueError, TypeError) as error:
            self.fail(str(error))
            return
        self._paint_over()
        if not self.has_drawn:
            self.has_drawn = True
            self.drew_first.emit(GlReport(works=True, renderer=self._renderer))

    def _draw(self) -> None:
        functions, view = self._functions, self._view
        if functions is None:
            return
        ratio = self.devicePixelRatioF()
        functions.glViewport(0, 0, round(self.width() * ratio), round(self.height() * ratio))
        for what in _OFF:
            functions.glDisable(what)
        behind = background(view)
        functions.glClearColor(behind.redF(), behind.greenF(), behind.blueF(), 1.0)
        functions.glClear(GL_COLOR_BUFFER_BIT)
        window = (float(self.width()), float(self.height()))
        flight = view.flights.flight
        if self._posters is not None and flight is not None:
            self._posters.draw(flight, view.flights.time, window)
        else:
            self._draw_tiles(window)

    def _draw_tiles(self, window: tuple[float, float]) -> None:
        view = self._view
        if self._tiles is None or self.textures is None or view.content is None:
            return
        if self._posters is not None:
            self._posters.forget()
        boxes = seen_boxes(view)
        wanted = [view.store.find_all(key) for key, _ in boxes]
        placed = self.textures.place(wanted, view.content.style)
        for is_large in (False, True):
            array = self.textures.array(is_large=is_large)
            drawn = [
                (box, found)
                for (_, box), found in zip(boxes, placed, strict=True)
                if found is not None and found.is_large == is_large
            ]
            if drawn and array is not None:
                self._tiles.draw(drawn, array, window)
        if self.textures.is_behind:
            self.update()  # the rest of the uploads

    def _paint_over(self) -> None:
        if self._view.flights.flight is not None:
            return
        painter = QPainter(self)
        try:
            paint_overlay(self._view, painter)
        finally:
            painter.end()

    # -- errors

    def _is_lost(self) -> bool:
        """Whether the driver has taken the context away."""
        context = self.context()
        return context is None or not context.isValid()

    def _clear_errors(self) -> None:
        """Forget errors that others made before."""
        functions = self._functions
        for _ in range(MOST_ERRORS):
            if functions is None or functions.glGetError() == GL_NO_ERROR:
                return

    def _check(self) -> None:
        """See that nothing went wrong.

        Raises:
            GlError: it did, or the context was lost.
        """
        functions = self._functions
        if functions is None or self._is_lost():
            raise GlError("the context was lost")
        error = functions.glGetError()
        if error != GL_NO_ERROR:
            raise GlError(f"error 0x{error:04x}")

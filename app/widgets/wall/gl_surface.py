"""The wall drawn by the graphics card.

What lies over the tiles is painted by the same code as on the processor.
"""

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter

from app.widgets.card.surface import SAMPLES, CardSurface
from app.widgets.wall.gl_drawing import PosterBoxes, TileBoxes
from app.widgets.wall.gl_textures import TileTextures
from app.widgets.wall.painting import background, paint_overlay, seen_boxes

if TYPE_CHECKING:
    from PySide6.QtOpenGL import QOpenGLFunctions_3_3_Core

    from app.widgets.wall.view import WallView

MOST_MB = 768  # of the card, for tiles

GL_COLOR_BUFFER_BIT = 0x4000
GL_MAX_ARRAY_TEXTURE_LAYERS = 0x88FF
_OFF = (0x0BE2, 0x0B71, 0x0B90, 0x0C11, 0x0B44)  # blend, depth, stencil, scissor, cull


class GlSurface(CardSurface):
    """Draws what a view shows.

    Args:
        view: whose wall it is; also the parent.
        is_software: the processor plays the card; round corners are too dear then.
    """

    def __init__(self, view: "WallView", *, is_software: bool = False) -> None:
        super().__init__(view, samples=0 if is_software else SAMPLES)
        self._view = view
        self._tiles: TileBoxes | None = None
        self._posters: PosterBoxes | None = None
        self.textures: TileTextures | None = None

    def make(self, functions: "QOpenGLFunctions_3_3_Core") -> None:
        """Make the programs and the room for tiles."""
        layers = functions.glGetIntegerv(GL_MAX_ARRAY_TEXTURE_LAYERS)
        limit = min(MOST_MB << 20, 2 * self._view.store.limit)
        self._tiles, self._posters = TileBoxes(functions), PosterBoxes(functions)
        self.textures = TileTextures(
            functions, int(layers) if isinstance(layers, int) else 256, limit
        )

    def destroy_parts(self) -> None:
        """Give back what make() made."""
        for part in (self._tiles, self._posters, self.textures):
            if part is not None:
                part.destroy()

    def forget(self) -> None:
        """Forget what make() made."""
        self._tiles, self._posters, self.textures = None, None, None

    def draw(self, functions: "QOpenGLFunctions_3_3_Core") -> None:
        """Draw the tiles, or a moment of a flight."""
        view = self._view
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

    def paint_over(self) -> None:
        """Paint captions, marks and what is selected."""
        if self._view.flights.flight is not None:
            return
        painter = QPainter(self)
        try:
            paint_overlay(self._view, painter)
        finally:
            painter.end()

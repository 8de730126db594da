"""What the graphics card runs: tiles as textured boxes, and posters in flight, one draw call each.

All functions need the context to be current.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtOpenGL import QOpenGLBuffer, QOpenGLTexture, QOpenGLVertexArrayObject

from app.services.wall_camera import smoothstep
from app.widgets.card.program import GlError, linked, set_floats, set_whole
from app.widgets.wall.flight import Flight
from app.widgets.wall.gl_textures import (
    GL_BGRA,
    GL_TEXTURE_2D_ARRAY,
    GL_UNSIGNED_BYTE,
    LayerArray,
    Placed,
    make_array,
)

if TYPE_CHECKING:
    from PySide6.QtOpenGL import QOpenGLFunctions_3_3_Core

GL_FLOAT, GL_TRIANGLE_STRIP = 0x1406, 0x0005
PAGE = 1024  # pixels of a page of posters in flight

TILE_VERTEX = """#version 330 core
layout(location = 0) in vec4 box;    // left, top, width, height; pixels of the window
layout(location = 1) in vec4 part;   // the same in pixels of the tile
layout(location = 2) in float layer;
uniform vec2 window;
uniform vec2 size;                   // of a layer
out vec3 place;
flat out vec4 inside;
void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 at = (box.xy + corner * box.zw) / window;
    gl_Position = vec4(at.x * 2.0 - 1.0, 1.0 - at.y * 2.0, 0.0, 1.0);
    place = vec3((part.xy + corner * part.zw) / size, layer);
    // Half a pixel inside: what lies beside the part in its layer must not show.
    inside = vec4(part.xy + 0.5, part.xy + part.zw - 0.5) / size.xyxy;
}
"""
POSTER_VERTEX = """#version 330 core
layout(location = 0) in vec4 way;    // from x, y, to x, y; pixels of the window
uniform vec2 window;
uniform vec2 poster;                 // pixels of the window
uniform float eased;
uniform vec2 picture;                // pixels of the page
uniform int across;                  // pictures in a row of the page
uniform int each;                    // pictures in a page
uniform vec2 size;                   // of a page
out vec3 place;
flat out vec4 inside;
void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 at = (mix(way.xy, way.zw, eased) + corner * poster) / window;
    gl_Position = vec4(at.x * 2.0 - 1.0, 1.0 - at.y * 2.0, 0.0, 1.0);
    int slot = gl_InstanceID % each;
    vec2 first = vec2(slot % across, slot / across) * picture;
    place = vec3((first + corner * picture) / size, float(gl_InstanceID / each));
    inside = vec4(first + 0.5, first + picture - 0.5) / size.xyxy;
}
"""
FRAGMENT = """#version 330 core
in vec3 place;
flat in vec4 inside;
uniform sampler2DArray pictures;
out vec4 colour;
void main() {
    vec2 at = clamp(place.xy, inside.xy, inside.zw);
    colour = vec4(texture(pictures, vec3(at, place.z)).rgb, 1.0);
}
"""


class _Boxes:
    """One instanced draw of boxes: a program, its buffer and the layout of it.

    Args:
        functions: of the current context.
        vertex: shader.
        widths: floats of each attribute.
    """

    def __init__(
        self, functions: "QOpenGLFunctions_3_3_Core", vertex: str, widths: Sequence[int]
    ) -> None:
        self._functions = functions
        self.program = linked(vertex, FRAGMENT)
        self._layout = QOpenGLVertexArrayObject()
        self._buffer = QOpenGLBuffer(QOpenGLBuffer.Type.VertexBuffer)
        if not (self._layout.create() and self._buffer.create()):
            raise GlError("no buffer can be made")
        self._buffer.setUsagePattern(QOpenGLBuffer.UsagePattern.DynamicDraw)
        self._layout.bind()
        self._buffer.bind()
        self.program.bind()
        start = 0
        for place, width in enumerate(widths):
            self.program.enableAttributeArray(place)
            self.program.setAttributeBuffer(place, GL_FLOAT, start, width, 4 * sum(widths))
            functions.glVertexAttribDivisor(place, 1)
            start += 4 * width
        self._layout.release()
        self._buffer.release()
        self.program.release()

    def fill(self, rows: NDArray[np.float32]) -> None:
        """Take over one row an instance."""
        data = np.ascontiguousarray(rows, np.float32).tobytes()
        self._buffer.bind()
        self._buffer.allocate(data, len(data))
        self._buffer.release()

    def draw(self, count: int, texture: QOpenGLTexture) -> None:
        """Draw the first boxes; the program is bound and has its uniforms."""
        self._functions.glActiveTexture(0x84C0)
        texture.bind()
        self._layout.bind()
        self._functions.glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, count)
        self._layout.release()
        texture.release()

    def destroy(self) -> None:
        """Give everything back."""
        self._buffer.destroy()
        self._layout.destroy()
        self.program.removeAllShaders()


class TileBoxes:
    """Draws placed tiles.

    Args:
        functions: of the current context.
    """

    def __init__(self, functions: "QOpenGLFunctions_3_3_Core") -> None:
        self._boxes = _Boxes(functions, TILE_VERTEX, (4, 4, 1))

    def draw(
        self,
        placed: Sequence[tuple[QRectF, Placed]],
        array: LayerArray,
        window: tuple[float, float],
    ) -> None:
        """Draw tiles of one array.

        Args:
            placed: where on the window, and which tile.
            array: holds them.
            window: width and height in pixels.
        """
        rows = np.array(
            [
                (*box.getRect(), *tile.found.part.getRect(), tile.layer)  # type: ignore[misc]
                for box, tile in placed
            ],
            np.float32,
        )
        program = self._boxes.program
        self._boxes.fill(rows)
        program.bind()
        set_floats(program, "window", float(window[0]), float(window[1]))
        set_floats(program, "size", float(array.size[0]), float(array.size[1]))
        self._boxes.draw(len(rows), array.texture)
        program.release()

    def destroy(self) -> None:
        """Give everything back."""
        self._boxes.destroy()


class PosterBoxes:
    """Draws the posters of a flight; their ways and pictures go to the card once.

    Args:
        functions: of the current context.
    """

    def __init__(self, functions: "QOpenGLFunctions_3_3_Core") -> None:
        self._functions = functions
        self._boxes = _Boxes(functions, POSTER_VERTEX, (4,))
        self._flight: Flight | None = None
        self._pages: QOpenGLTexture | None = None
        self._grid = (1, 1)  # pictures across and down a page

    def draw(self, flight: Flight, time: float, window: tuple[float, float]) -> None:
        """Draw a moment of a flight.

        Args:
            flight: its posters.
            time: 0-1.
            window: width and height in pixels.
        """
        if flight is not self._flight:
            self._take(flight)
        if self._pages is None:
            return
        eased = smoothstep(time)
        wide, high = flight.poster_size(eased)
        program = self._boxes.program
        program.bind()
        set_floats(program, "window", float(window[0]), float(window[1]))
        set_floats(program, "poster", max(1.0, wide), max(1.0, high))
        set_floats(program, "eased", eased)
        height, width = flight.pictures.shape[1:]
        set_floats(program, "picture", float(width), float(height))
        set_whole(program, "across", self._grid[0])
        set_whole(program, "each", self._grid[0] * self._grid[1])
        set_floats(program, "size", float(PAGE), float(PAGE))
        self._boxes.draw(len(flight.pictures), self._pages)
        program.release()

    def _take(self, flight: Flight) -> None:
        """Bring a flight to the card."""
        self.forget()
        self._flight = flight
        pictures = flight.pictures
        if not len(pictures):
            return
        self._boxes.fill(flight.ways)
        pages = paged(pictures)
        self._grid = (PAGE // pictures.shape[2], PAGE // pictures.shape[1])
        self._pages = make_array((PAGE, PAGE), len(pages))
        self._pages.bind()
        for layer, page in enumerate(pages):
            self._functions.glTexSubImage3D(
                GL_TEXTURE_2D_ARRAY, 0, 0, 0, layer, PAGE, PAGE, 1,
                GL_BGRA, GL_UNSIGNED_BYTE, page.view(np.uint8).reshape(-1).data,
            )  # fmt: skip
        self._pages.release()

    def forget(self) -> None:
        """Give the memory of a flight back; harmless without one."""
        if self._pages is not None:
            self._pages.destroy()
        self._pages, self._flight = None, None

    def destroy(self) -> None:
        """Give everything back."""
        self.forget()
        self._boxes.destroy()


def paged(pictures: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return small pictures (n, h, w) side by side in pages (p, PAGE, PAGE), row by row."""
    count, height, width = pictures.shape
    across, down = PAGE // width, PAGE // height
    pages = max(1, -(-count // (across * down)))
    filled = np.zeros((pages * across * down, height, width), np.uint32)
    filled[:count] = pictures
    blocks = filled.reshape(pages, down, across, height, width).transpose(0, 1, 3, 2, 4)
    found = np.zeros((pages, PAGE, PAGE), np.uint32)
    found[:, : down * height, : across * width] = blocks.reshape(
        pages, down * height, across * width
    )
    return found

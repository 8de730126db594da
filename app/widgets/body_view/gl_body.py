"""The surface of a body on the graphics card: buffers that are written in place, two programs.

All functions need the context to be current.
"""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QMatrix3x3, QMatrix4x4
from PySide6.QtOpenGL import (
    QOpenGLBuffer,
    QOpenGLShaderProgram,
    QOpenGLTexture,
    QOpenGLVertexArrayObject,
)
from shiboken6 import VoidPtr

from app.widgets.body_view.camera import Projection
from app.widgets.body_view.colours import Colours
from app.widgets.body_view.scene import Mesh, Mode
from app.widgets.card.program import GlError, linked, set_floats
from common.render.light import SIDE
from common.render.plain import FAINT, WIDE

if TYPE_CHECKING:
    from PySide6.QtOpenGL import QOpenGLFunctions_3_3_Core

START: Any = VoidPtr(0)  # of the buffer of faces
REACH: Final = 4.0  # metres around the target that depths tell apart
GL_FLOAT, GL_UNSIGNED_INT, GL_TRIANGLES = 0x1406, 0x1405, 0x0004
GL_DEPTH_TEST, GL_CULL_FACE, GL_BLEND, GL_MULTISAMPLE = 0x0B71, 0x0B44, 0x0BE2, 0x809D
GL_SCISSOR_TEST, GL_STENCIL_TEST = 0x0C11, 0x0B90
GL_LESS, GL_BACK, GL_CCW = 0x0201, 0x0405, 0x0901
GL_DEPTH_BUFFER_BIT, GL_TEXTURE0 = 0x0100, 0x84C0

VERTEX = """#version 330 core
layout(location = 0) in vec3 place;
layout(location = 1) in vec3 normal;
uniform mat4 clip;
uniform mat3 axes;
out vec3 towards;
void main() {
    gl_Position = clip * vec4(place, 1.0);
    towards = axes * normal;
}
"""
_LIT = """
uniform sampler2D lit;
vec3 light(vec3 normal) {
    vec3 n = normalize(vec3(normal.xy, max(normal.z, 0.0)));
    float side = float(textureSize(lit, 0).x);
    return texture(lit, (n.xy * 0.5 + 0.5) * (side - 1.0) / side + 0.5 / side).rgb;
}
"""
SHADED = f"""#version 330 core
in vec3 towards;
out vec4 colour;
{_LIT}
void main() {{
    colour = vec4(light(towards), 1.0);
}}
"""
SIDES = """#version 330 core
layout(triangles) in;
layout(triangle_strip, max_vertices = 3) out;
in vec3 towards[];
uniform vec2 window;
out vec3 normal;
noperspective out vec3 far;
flat out float height;
void main() {
    vec2 p[3];
    for (int i = 0; i < 3; i++)
        p[i] = gl_in[i].gl_Position.xy / gl_in[i].gl_Position.w * window * 0.5;
    vec3 side = vec3(distance(p[1], p[2]), distance(p[2], p[0]), distance(p[0], p[1]));
    vec2 a = p[1] - p[0], b = p[2] - p[0];
    float area = abs(a.x * b.y - a.y * b.x);
    height = area / max(max(side.x, max(side.y, side.z)), 1e-6);
    for (int i = 0; i < 3; i++) {
        normal = towards[i];
        far = vec3(0.0);
        far[i] = area / max(side[i], 1e-6);
        gl_Position = gl_in[i].gl_Position;
        EmitVertex();
    }
    EndPrimitive();
}
"""
LINED = f"""#version 330 core
in vec3 normal;
noperspective in vec3 far;
flat in float height;
uniform vec4 line;
uniform float width;
out vec4 colour;
{_LIT}
void main() {{
    float near = min(far.x, min(far.y, far.z));
    float clear = clamp(height / ({WIDE:.3f} * width), {FAINT:.3f}, 1.0);
    float share = clear * clamp(width * 0.5 + 0.5 - near, 0.0, 1.0) * line.a;
    colour = vec4(mix(light(normal), line.rgb, share), 1.0);
}}
"""


class GlBody:
    """Draws a surface.

    Args:
        functions: of the current context.

    Raises:
        GlError: programs or buffers cannot be made.
    """

    def __init__(self, functions: "QOpenGLFunctions_3_3_Core") -> None:
        self._functions = functions
        self._programs: dict[Mode, QOpenGLShaderProgram] = {
            "shaded": linked(VERTEX, SHADED),
            "wireframe": linked(VERTEX, LINED, SIDES),
        }
        self._layout = QOpenGLVertexArrayObject()
        vertex, index = QOpenGLBuffer.Type.VertexBuffer, QOpenGLBuffer.Type.IndexBuffer
        self._places, self._normals = QOpenGLBuffer(vertex), QOpenGLBuffer(vertex)
        self._faces = QOpenGLBuffer(index)
        buffers = (self._places, self._normals, self._faces)
        if not (self._layout.create() and all(buffer.create() for buffer in buffers)):
            raise GlError("no buffer can be made")
        for buffer in buffers[:2]:
            buffer.setUsagePattern(QOpenGLBuffer.UsagePattern.DynamicDraw)
        self._layout.bind()
        for place, buffer in enumerate(buffers[:2]):
            buffer.bind()
            functions.glEnableVertexAttribArray(place)
            program = self._programs["shaded"]
            program.bind()
            program.setAttributeBuffer(place, GL_FLOAT, 0, 3, 12)
            program.release()
            buffer.release()
        self._faces.bind()
        self._layout.release()
        self._faces.release()
        self._room = 0  # bytes of each of the vertex buffers
        self._count = 0
        self._revisions = (-1, -1)
        self._table: QOpenGLTexture | None = None
        self._is_dark: bool | None = None

    def draw(
        self,
        mesh: Mesh,
        projection: Projection,
        colours: Colours,
        mode: Mode,
        ratio: float,
    ) -> None:
        """Draw a surface on what is there; depths before are forgotten.

        Args:
            mesh: the surface; what has changed goes to the card.
            projection: brings it to the screen.
            colours: of the theme.
            mode: "shaded" or "wireframe".
            ratio: pixels of the device a pixel of the projection.
        """
        self._take(mesh)
        self._take_light(colours)
        functions = self._functions
        width, height = round(projection.width * ratio), round(projection.height * ratio)
        functions.glViewport(0, 0, width, height)
        for off in (GL_BLEND, GL_SCISSOR_TEST, GL_STENCIL_TEST):
            functions.glDisable(off)
        for on in (GL_DEPTH_TEST, GL_CULL_FACE, GL_MULTISAMPLE):
            functions.glEnable(on)
        functions.glDepthMask(1)
        functions.glDepthFunc(GL_LESS)
        functions.glFrontFace(GL_CCW)
        functions.glCullFace(GL_BACK)
        functions.glClear(GL_DEPTH_BUFFER_BIT)
        program = self._programs[mode]
        program.bind()
        self._tell(program, projection, colours, mode, ratio)
        functions.glActiveTexture(GL_TEXTURE0)
        if self._table is not None:
            self._table.bind()
        self._layout.bind()
        functions.glDrawElements(GL_TRIANGLES, self._count, GL_UNSIGNED_INT, START)
        self._layout.release()
        if self._table is not None:
            self._table.release()
        program.release()
        functions.glDisable(GL_DEPTH_TEST)
        functions.glDisable(GL_CULL_FACE)

    def _tell(
        self,
        program: QOpenGLShaderProgram,
        projection: Projection,
        colours: Colours,
        mode: Mode,
        ratio: float,
    ) -> None:
        """Tell the program that is bound where the body stands and how it is lit."""
        clip = projection.matrix(REACH)
        program.setUniformValue(program.uniformLocation("clip"), QMatrix4x4(clip.ravel().tolist()))
        axes = QMatrix3x3(projection.camera.axes().ravel().tolist())
        program.setUniformValue(program.uniformLocation("axes"), axes)
        program.setUniformValue1i(program.uniformLocation("lit"), 0)
        if mode == "wireframe":
            line = colours.line
            width, height = round(projection.width * ratio), round(projection.height * ratio)
            set_floats(program, "window", float(width), float(height))
            set_floats(program, "line", line.redF(), line.greenF(), line.blueF(), line.alphaF())
            set_floats(program, "width", max(1.0, ratio))

    def _take(self, mesh: Mesh) -> None:
        """Bring to the card what has changed."""
        vertices, faces = self._revisions
        if mesh.faces_revision != faces:
            data = np.ascontiguousarray(mesh.faces, np.uint32).tobytes()
            self._faces.bind()
            self._faces.allocate(data, len(data))
            self._faces.release()
            self._count = mesh.faces.size
        if mesh.revision != vertices:
            room = mesh.vertices.nbytes
            for buffer, rows in ((self._places, mesh.vertices), (self._normals, mesh.normals)):
                _write(buffer, rows, allocate=room != self._room)
            self._room = room
        self._revisions = (mesh.revision, mesh.faces_revision)

    def _take_light(self, colours: Colours) -> None:
        """Bring the colours of a theme to the card."""
        if colours.is_dark == self._is_dark:
            return
        if self._table is not None:
            self._table.destroy()
        colour = np.ascontiguousarray(colours.table)
        rows = QImage(colour.data, SIDE, SIDE, 4 * SIDE, QImage.Format.Format_RGB32)
        table = QOpenGLTexture(rows, QOpenGLTexture.MipMapGeneration.DontGenerateMipMaps)
        if not table.isStorageAllocated():
            raise GlError("no memory for textures")
        linear = QOpenGLTexture.Filter.Linear
        table.setMinMagFilters(linear, linear)
        table.setWrapMode(QOpenGLTexture.WrapMode.ClampToEdge)
        self._table, self._is_dark = table, colours.is_dark

    def destroy(self) -> None:
        """Give everything back."""
        if self._table is not None:
            self._table.destroy()
        for buffer in (self._places, self._normals, self._faces):
            buffer.destroy()
        self._layout.destroy()
        for program in self._programs.values():
            program.removeAllShaders()


def _write(buffer: QOpenGLBuffer, rows: NDArray[np.float32], *, allocate: bool) -> None:
    """Replace what a buffer holds; its memory stays where the size does."""
    data = np.ascontiguousarray(rows, np.float32).tobytes()
    buffer.bind()
    if allocate:
        buffer.allocate(data, len(data))
    else:
        buffer.write(0, VoidPtr(data), len(data))  # type: ignore[arg-type]
    buffer.release()

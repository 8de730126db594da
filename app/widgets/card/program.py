"""Programs of the graphics card. All functions need the context to be current."""

from PySide6.QtOpenGL import QOpenGLShader, QOpenGLShaderProgram


class GlError(RuntimeError):
    """OpenGL does not do what it should; the view goes back to drawing without it."""


def linked(vertex: str, fragment: str, geometry: str = "") -> QOpenGLShaderProgram:
    """Return a linked program.

    Args:
        vertex: text of the shader.
        fragment: text of the shader.
        geometry: text of the shader, if there is one.

    Raises:
        GlError: the driver does not take it, and its words.
    """
    program = QOpenGLShaderProgram()
    kind = QOpenGLShader.ShaderTypeBit
    is_good = program.addShaderFromSourceCode(kind.Vertex, vertex)
    is_good &= program.addShaderFromSourceCode(kind.Fragment, fragment)
    if geometry:
        is_good &= program.addShaderFromSourceCode(kind.Geometry, geometry)
    if not (is_good and program.link()):
        raise GlError(f"a shader does not link: {program.log().strip()}")
    return program


def set_floats(program: QOpenGLShaderProgram, name: str, *values: float) -> None:
    """Set a float or a vector of floats."""
    place = program.uniformLocation(name)
    if len(values) == 1:
        program.setUniformValue1f(place, values[0])
    else:
        program.setUniformValue(place, *values)


def set_whole(program: QOpenGLShaderProgram, name: str, value: int) -> None:
    """Set an integer."""
    program.setUniformValue1i(program.uniformLocation(name), value)

"""Whether this machine can draw the wall with OpenGL: asked once, without a window.

A driver may crash instead of failing. So what was found is kept in a file of the user, and the
file says first that the question is open: a program that finds it open at its next start does
not ask again on its own.
"""

import json
import logging
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext, QSurfaceFormat

logger = logging.getLogger(__name__)

VERSION = (3, 3)
CRASHES = 2
MEMORY_FILE = "graphics.json"
# Rasterisers that run on the processor: ours is many times quicker there.
SOFTWARE = (
    "llvmpipe", "softpipe", "swrast", "software rasterizer", "swiftshader", "gdi generic",
    "basic render", "apple software", "lavapipe",
)  # fmt: skip
# Platforms of Qt on which no window is composed with OpenGL.
PLATFORMS_WITHOUT = frozenset({"offscreen", "minimal", "linuxfb", "vnc"})

GL_RENDERER = 0x1F01


@dataclass(frozen=True, slots=True)
class GlReport:
    """What a look at OpenGL found.

    Args:
        works: a context of the version needed can be made.
        renderer: the driver's name for it.
        why: it does not work, in the words of a developer.
        has_crashed: the program ended while it tried.
    """

    works: bool
    renderer: str = ""
    why: str = ""
    has_crashed: bool = False

    @property
    def is_software(self) -> bool:
        """Whether the processor would do the drawing."""
        name = self.renderer.casefold()
        return any(part in name for part in SOFTWARE)


def surface_format(samples: int = 0) -> QSurfaceFormat:
    """Return the format of contexts that draw the wall."""
    wanted = QSurfaceFormat()
    wanted.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
    wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    wanted.setVersion(*VERSION)
    wanted.setOption(QSurfaceFormat.FormatOption.ResetNotification)
    wanted.setSamples(samples)
    return wanted


def can_compose() -> bool:
    """Whether windows of this platform can show what OpenGL draws."""
    return QGuiApplication.platformName() not in PLATFORMS_WITHOUT


def probe() -> GlReport:
    """Make a context, ask who draws, and throw it away; takes some 50 ms."""
    if not can_compose():
        platform = QGuiApplication.platformName()
        return GlReport(works=False, why=f"windows of “{platform}” know no OpenGL")
    surface, context = QOffscreenSurface(), QOpenGLContext()
    surface.setFormat(surface_format())
    surface.create()
    context.setFormat(surface_format())
    if not surface.isValid() or not context.create() or not context.makeCurrent(surface):
        return GlReport(works=False, why="no OpenGL context can be made")
    try:
        return _look(context)
    finally:
        context.doneCurrent()
        surface.destroy()


def _look(context: QOpenGLContext) -> GlReport:
    """Return what the current context can do."""
    from PySide6.QtOpenGL import QOpenGLFunctions_3_3_Core

    made = context.format()
    if context.isOpenGLES() or made.version() < VERSION:
        major, minor = made.version()
        return GlReport(works=False, why=f"OpenGL {major}.{minor} is older than 3.3")
    functions = QOpenGLFunctions_3_3_Core()
    if not functions.initializeOpenGLFunctions():
        return GlReport(works=False, why="the functions of OpenGL 3.3 are not there")
    return GlReport(works=True, renderer=str(functions.glGetString(GL_RENDERER)))


class GlMemory:
    """What was found before on this machine, in a file of the user.

    Args:
        folder: of the user's settings; None remembers nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = None if folder is None else folder / MEMORY_FILE

    def recall(self) -> GlReport | None:
        """Return what was found; None where it is not known.

        A question that was asked twice and never answered counts as a driver that crashed: once
        may have been a person who ended the program.
        """
        if self._path is None:
            return None
        try:
            known = json.loads(self._path.read_text("utf-8"))
            if known["of"] != self._machine():
                return None
            if int(known["asking"]) >= CRASHES:
                why = "the graphics driver crashed the last time"
                return GlReport(works=False, why=why, has_crashed=True)
            if known["asking"]:
                return None
            return GlReport(bool(known["works"]), str(known["renderer"]), str(known["why"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def begin(self) -> None:
        """Note that the driver is about to be tried."""
        self._write(GlReport(works=False), asking=1 + self._asked())

    def keep(self, report: GlReport) -> None:
        """Note what was found."""
        self._write(report, asking=0)

    def _asked(self) -> int:
        """Return how often in a row the driver was tried without an answer."""
        if self._path is None:
            return 0
        try:
            return int(json.loads(self._path.read_text("utf-8"))["asking"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0

    def _write(self, report: GlReport, *, asking: int) -> None:
        if self._path is None:
            return
        known = {
            "of": self._machine(),
            "asking": asking,
            "works": report.works,
            "renderer": report.renderer,
            "why": report.why,
        }
        # Not flushed to the disk: it is to outlive this program, not the machine.
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps(known), "utf-8")
        except OSError as error:
            logger.debug("what is known of OpenGL cannot be kept: %s", error)

    @staticmethod
    def _machine() -> str:
        """Return what the answer depends on."""
        return f"{QGuiApplication.platformName()} {qVersion()}"

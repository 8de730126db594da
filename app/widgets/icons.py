"""Icons of the program: SVG drawings that take the colour of the text around them.

An icon asks for the palette each time it is painted, so a change of theme needs no new icons, and
it is drawn from its paths at the size and pixel ratio of the moment.
"""

import logging
from functools import cache
from importlib import resources

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer

logger = logging.getLogger(__name__)


@cache
def _drawing(name: str) -> str:
    """Return the text of an icon.

    Raises:
        KeyError: there is no icon of that name.
    """
    path = resources.files("resources") / "icons" / f"{name}.svg"
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise KeyError(f"no icon {name!r}") from None


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))


def icon_names() -> list[str]:
    """Return the names of all icons."""
    folder = resources.files("resources") / "icons"
    return sorted(p.name.removesuffix(".svg") for p in folder.iterdir() if p.name.endswith(".svg"))


class _Engine(QIconEngine):
    """Draws one icon in the colour of the mode."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        palette = QGuiApplication.palette()
        group = (
            QPalette.ColorGroup.Disabled
            if mode is QIcon.Mode.Disabled
            else QPalette.ColorGroup.Active
        )
        colour = palette.color(group, self._role)
        side = min(rect.width(), rect.height())
        square = QRectF(
            rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side
        )
        _renderer(self._name, colour.name(QColor.NameFormat.HexRgb)).render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        # Buttons ask for their picture each time they are painted.
        disabled = mode is QIcon.Mode.Disabled
        colour = QGuiApplication.palette().color(self._role).rgba()
        key = f"kinora:{self._name}:{size.width()}x{size.height()}:{disabled}:{colour:x}"
        pixmap = QPixmap()
        if QPixmapCache.find(key, pixmap):
            return pixmap
        pixmap = QPixmap(size)
        if pixmap.isNull():  # a button of no size
            return pixmap
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        QPixmapCache.insert(key, pixmap)
        return pixmap

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.WindowText) -> QIcon:
    """Return an icon that follows the palette.

    Args:
        name: file name in `resources/icons` without its suffix.
        role: the palette colour it is drawn in.

    Raises:
        KeyError: there is no icon of that name.
    """
    _drawing(name)
    return QIcon(_Engine(name, role))

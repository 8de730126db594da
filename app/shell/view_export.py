"""What a panel shows, as a picture (PNG) or a drawing (SVG)."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QIODevice,
    QObject,
    QPoint,
    QSize,
    Slot,
)
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QWidget

from app.context import Action, Panel
from app.services.export_writing import replacing
from common.errors import ExportError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.shell.window import MainWindow

FORMS = ("png", "svg")
SCALE = 2  # pixels of a PNG for each one of the screen
MOST_PIXELS = 64 << 20


class ViewExport(QObject):
    """Draws the view of the panel with the keyboard, else of the one in front, into a file.

    Args:
        window: of the program.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def action(self) -> Action:
        """Return the action."""
        tr = partial(QCoreApplication.translate, "ViewExport")
        return Action(
            "view.export", tr("Export &view …"), self.ask, "Ctrl+Alt+S", "File",
            tip=tr("Save what the panel shows as a picture (PNG) or a drawing (SVG)"),
            is_enabled=lambda: self.panel() is not None, icon="photo",
        )  # fmt: skip

    def panel(self) -> Panel | None:
        """Return the panel that is meant."""
        workspace = self._window.workspace
        if workspace is None:
            return None
        focus = self._window.focusWidget()
        for panel in workspace.panels.values():
            if focus is not None and panel.isAncestorOf(focus) and panel.is_seen:
                return panel
        return workspace.panel(workspace.front)

    def ask(self) -> None:
        """Ask for a file and save the view."""
        from app.services.export import default_name  # numbers come with it

        panel = self.panel()
        if panel is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Export view"), default_name(panel.title, "png"),
            self.tr("Picture (*.png);;Drawing (*.svg)"),
        )  # fmt: skip
        if name:
            self.save(panel, Path(name))

    def save(self, panel: Panel, target: Path) -> None:
        """Draw now and write in the background; the dialog has asked whether to replace a file."""
        form = target.suffix.lower().removeprefix(".")
        if form not in FORMS:
            form, target = "png", target.with_name(f"{target.name}.png")
        view, workspace = panel.view_to_export(), self._window.workspace
        if workspace is None:
            return
        try:
            drawn = svg_of(view, panel.title) if form == "svg" else picture_of(view)
        except ExportError as error:
            self._window.notices.error(error)
            return
        job = workspace.jobs.submit("io", partial(_write, drawn, target))
        job.succeeded.connect(self._on_saved)
        job.failed.connect(self._window.notices.error)

    @Slot(object)
    def _on_saved(self, name: str) -> None:
        self._window.notices.info(self.tr("The view is in “%s”.") % name)


def picture_of(view: QWidget, scale: int = SCALE) -> QImage:
    """Return what a widget shows, at scale pixels for each one of the screen.

    Raises:
        ExportError: it has no size on the screen.
    """
    size = _size(view)
    while scale > 1 and size.width() * size.height() * scale * scale > MOST_PIXELS:
        scale -= 1
    image = QImage(size * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(view.palette().window().color())
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    view.render(painter, QPoint())
    painter.end()
    return image


def svg_of(view: QWidget, title: str) -> bytes:
    """Return what a widget shows as SVG: lines and words stay such, photos are embedded.

    Raises:
        ExportError: it has no size on the screen.
    """
    size, buffer = _size(view), QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(view.rect())
    generator.setTitle(title)
    painter = QPainter(generator)
    painter.fillRect(view.rect(), view.palette().window())
    view.render(painter, QPoint())
    painter.end()
    return bytes(buffer.data().data())


def _size(view: QWidget) -> QSize:
    if view.width() < 1 or view.height() < 1 or not view.isVisible():
        raise ExportError(
            "The view is not on the screen.", hint="Show the panel and export it again."
        )
    return view.size()


def _write(drawn: QImage | bytes, target: Path, context: JobContext) -> str:
    context.step(0)
    if isinstance(drawn, QImage):
        data, buffer = QByteArray(), QBuffer()
        buffer.setBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not drawn.save(buffer, "PNG"):  # type: ignore[call-overload]
            raise ExportError("The picture cannot be packed.", hint="Make the window smaller.")
        drawn = bytes(data.data())
    with replacing(target, overwrite=True) as file:
        file.write(drawn)
    return target.name

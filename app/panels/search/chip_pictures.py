"""The small pictures on chips: of examples, clips and canvases."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPixmap

from app.context import PanelContext
from app.panels.search import lookups
from app.panels.search.canvas_mini import canvas_pixmap
from app.panels.search.chip import PartChip
from app.services.types import CanvasAsk, PoseAsk, What
from app.widgets.error_texts import error_line
from app.widgets.skeletons import pose_pixmap

_SIDE = 72  # pixels, drawn at half of it on sharp screens
_MANY = 64  # that are kept


def _drawn(what: What) -> QPixmap:
    """Return the drawing of a part that needs nothing but what it asks."""
    if isinstance(what, PoseAsk):
        return pose_pixmap(what.views[0], _SIDE)
    assert isinstance(what, CanvasAsk)  # draws_itself() says so
    return canvas_pixmap(what.canvas)


class ChipPictures(QObject):
    """Reads pictures in the background and keeps the newest.

    Args:
        context: of the panel.
        parent: owner.
    """

    read = Signal(object)  # what a part asks; show_on() its chips
    failed = Signal(object, str)  # what a part asks, why

    def __init__(self, context: PanelContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._known: dict[Any, tuple[QPixmap, str]] = {}  # picture and name, newest last
        self._asked: set[Any] = set()

    def show_on(self, chip: PartChip) -> None:
        """Show the picture of a chip, or ask for it."""
        what = chip.part.what
        if lookups.draws_itself(what) and what not in self._known:
            self._keep(what, _drawn(what), "")
        if what in self._known:
            picture, name = self._known[what]
            chip.set_picture(picture)
            if chip.name != name:
                chip.show_name(name)
        elif lookups.has_picture(what):
            self._ask(what)
        else:
            chip.set_picture(QPixmap())

    def name_of(self, what: What) -> str:
        """Return the name of the item that a part shows, "" while it was not read."""
        return self._known[what][1] if what in self._known else ""

    def _ask(self, what: What) -> None:
        if what in self._asked:
            return
        self._asked.add(what)
        job = self._context.jobs.submit(
            "io", partial(lookups.chip_picture, self._context.services, what)
        )
        job.succeeded.connect(self._on_read)
        job.failed.connect(partial(self._on_failed, what))

    def _keep(self, what: Any, picture: QPixmap, name: str) -> None:
        self._known[what] = picture, name
        while len(self._known) > _MANY:
            del self._known[next(iter(self._known))]

    @Slot(object)
    def _on_read(self, answer: tuple[What, QImage, str]) -> None:
        what, image, name = answer
        picture = QPixmap()
        if not image.isNull():
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode
            small = image.scaled(_SIDE, _SIDE, keep, smooth.SmoothTransformation)
            picture = QPixmap.fromImage(small)
        self._asked.discard(what)
        self._keep(what, picture, name)
        self.read.emit(what)

    def _on_failed(self, what: What, error: Exception) -> None:
        self._asked.discard(what)
        self._keep(what, QPixmap(), "")
        self.failed.emit(what, error_line(error))

"""Texts on the wall: tooltips, spoken titles, titles of bare items, captions inside clusters."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QToolTip

from app.jobs import JobRunner, Priority
from app.services.arrangements import Arrangement
from app.services.services import Services
from app.services.wall_captions import Seen, SubCaption, seen_blocks
from app.widgets.filter_names import value_name
from app.widgets.wall.model import WallModel
from app.widgets.wall.painting import TITLE_SCALE
from app.widgets.wall.view import WallView
from common.jobs import JobContext

TIP_MS = 350
CAPTION_MS = 120
MOST_KEPT = 5000
MOST_VIEWS = 64  # whose captions are kept


class WallCaptions(QObject):
    """Reads titles and captions in the background and shows them where the user looks.

    Args:
        services: of the library.
        jobs: reads them.
        view: the wall.
        model: knows the arrangement.
        parent: the panel.
    """

    def __init__(
        self,
        services: Services,
        jobs: JobRunner,
        view: WallView,
        model: WallModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._jobs = jobs
        self._view = view
        self._model = model
        self._known: OrderedDict[Seen, Sequence[SubCaption]] = OrderedDict()  # of one arrangement
        self._hovered = -1
        self._tips = self._timer(TIP_MS, self._ask_for_tip)
        self._looks = self._timer(CAPTION_MS, self._ask_for_captions)
        view.hovered.connect(self._on_hovered)
        view.cursor_moved.connect(self._on_cursor)
        view.moved.connect(self._looks.start)
        view.landed.connect(self._on_landed)

    def _timer(self, wait_ms: int, then: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait_ms)
        timer.timeout.connect(then)
        return timer

    @Slot(int)
    def _on_hovered(self, item: int) -> None:
        self._hovered = item
        QToolTip.hideText()
        if item >= 0:
            self._tips.start()
        else:
            self._tips.stop()

    @Slot()
    def _ask_for_tip(self) -> None:
        self._read([self._hovered], "wall-tip", self._show_tip)

    @Slot(object)
    def _show_tip(self, titles: dict[int, str]) -> None:
        text = titles.get(self._hovered, "")
        at = self._view.mapFromGlobal(QCursor.pos())
        if text and self._view.underMouse() and self._view.rect().contains(at):
            QToolTip.showText(QCursor.pos(), text, self._view)

    @Slot(int)
    def _on_cursor(self, item: int) -> None:
        if item >= 0:
            self._read([item], "wall-spoken", self._describe)

    @Slot(object)
    def _describe(self, titles: dict[int, str]) -> None:
        for text in titles.values():
            self._view.setAccessibleDescription(text.replace("\n", ", "))

    # -- captions inside clusters

    @Slot()
    def _on_landed(self) -> None:
        self._known.clear()
        self._view.names = ()
        self._looks.start()

    def _seen(self) -> Seen | None:
        """Return the blocks of cells in view; None where no caption is due."""
        content, prepared = self._view.content, self._model.current
        if content is None or prepared is None or len(prepared.table) != content.scene.count:
            return None
        return seen_blocks(self._view.camera, prepared.arrangement)

    def _ask_for_names(self) -> None:
        seen, prepared = self._seen(), self._model.current
        if seen is None or prepared is None:
            self._show_names(())
            return
        if seen in self._known:
            self._known.move_to_end(seen)
            self._show_names(self._known[seen])
            return
        services, table, arrangement = self._services, prepared.table, prepared.arrangement

        def read(context: JobContext) -> tuple[Arrangement, Seen, Sequence[SubCaption]]:
            return arrangement, seen, services.wall.captions(table, arrangement, seen, context)

        job = self._jobs.submit("io", read, replaces="wall-names")
        job.succeeded.connect(self._on_names)

    @Slot(object)
    def _on_names(self, answer: tuple[Arrangement, Seen, Sequence[SubCaption]]) -> None:
        arrangement, seen, names = answer
        if self._model.current is None or self._model.current.arrangement is not arrangement:
            return
        names = [replace(one, text=value_name(one.key, one.text)) for one in names]
        self._known[seen] = names
        if len(self._known) > MOST_VIEWS:
            self._known.popitem(last=False)
        if seen == self._seen():
            self._show_names(names)

    def _show_names(self, names: Sequence[SubCaption]) -> None:
        if names != self._view.names:
            self._view.names = names
            self._view.update()

    # -- titles of items without picture

    @Slot()
    def _ask_for_captions(self) -> None:
        self._ask_for_names()
        view = self._view
        if view.content is None or view.camera.view.scale < TITLE_SCALE:
            return
        rows = view.content.scene.rows
        bare = [view.item_at(cell) for cell in view.visible_cells() if rows[cell] < 0]
        unknown = [item for item in bare if item not in view.titles]
        if unknown:
            self._read(unknown, "wall-captions", self._show_captions)

    @Slot(object)
    def _show_captions(self, titles: dict[int, str]) -> None:
        if len(self._view.titles) > MOST_KEPT:
            self._view.titles.clear()
        self._view.titles.update({item: text.partition("\n")[0] for item, text in titles.items()})
        self._view.update()

    def _read(self, wanted: list[int], purpose: str, then: object) -> None:
        items = self._services.items

        def read(_context: JobContext) -> dict[int, str]:
            return {s.id: caption(s.title, s.year, s.path) for s in items.summaries(wanted)}

        job = self._jobs.submit("io", read, replaces=purpose, priority=Priority.INTERACTIVE)
        job.succeeded.connect(then)


def caption(title: str, year: int | None, path: str) -> str:
    """Return what is said of an item: its title or else its file name, and its year below."""
    name = title or path.replace("\\", "/").rpartition("/")[2]
    return f"{name}\n{year}" if year is not None and year > 0 else name

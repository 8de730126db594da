"""The presentation with the name of each picture, and notes of what is done on the wall."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from app.context import PanelContext
from app.jobs import Priority
from app.services.items import ItemService
from app.widgets.wall.bar import WallBar
from app.widgets.wall.drift import WallDrift
from app.widgets.wall.notes import WallNotes
from app.widgets.wall.view import WallView
from common.jobs import JobContext

CONTROLS = "appearance.controls"


def _name(items: ItemService, item: int, context: JobContext) -> tuple[int, str]:
    context.step(0)
    found = items.summaries([item])
    if not found:
        return item, ""
    name = found[0].name
    return item, f"{name} ({found[0].year})" if found[0].year else name


class WallPresenting(QObject):
    """Gives the drift names to show, recorders notes, and novices fewer controls.

    Args:
        context: services and jobs.
        view: the wall.
        bar: its controls.
    """

    def __init__(self, context: PanelContext, view: WallView, bar: WallBar) -> None:
        super().__init__(view)
        self._context = context
        self.drift = WallDrift(view)
        self.notes = WallNotes(context.shared, view, bar)
        self._bar = bar
        self.drift.arrived.connect(self._on_arrived)
        context.shared.settings_changed.connect(self._on_setting)
        self._on_setting(CONTROLS)

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if name == CONTROLS:
            controls = self._context.services.settings.appearance.controls
            self._bar.set_expert(on=controls == "expert")

    @Slot(int)
    def _on_arrived(self, item: int) -> None:
        work = partial(_name, self._context.services.items, item)
        job = self._context.jobs.submit("io", work, priority=Priority.INTERACTIVE)
        job.succeeded.connect(self._tell)

    @Slot(object)
    def _tell(self, answer: tuple[int, str]) -> None:
        self.drift.tell(*answer)

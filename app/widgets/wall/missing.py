"""An item that was to be shown on the wall and is not there: why, and what brings it there."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from app.context import PanelContext
from app.jobs import Priority
from app.services.services import Services
from app.widgets.wall.bar import WallBar
from app.widgets.wall.model import WallModel
from app.widgets.wall.view import WallView
from common.jobs import JobContext
from common.values import ItemKind


class MissingItem(QObject):
    """Offers to switch on the kind of an item that is hidden, and shows the item then.

    Args:
        context: of the panel.
        model: knows the kinds on show.
        view: of the wall.
        bar: switches kinds, as a step that can be undone.
        parent: the panel.
    """

    def __init__(
        self,
        context: PanelContext,
        model: WallModel,
        view: WallView,
        bar: WallBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._model, self._view, self._bar = context, model, view, bar
        self._wanted: int | None = None
        model.prepared.connect(self._on_prepared)

    def explain(self, item: int) -> None:
        """Say why an item is not on the wall."""
        job = self._context.jobs.submit(
            "io",
            partial(_kind_of, self._context.services, item),
            replaces="wall-missing",
            priority=Priority.INTERACTIVE,
        )
        job.succeeded.connect(partial(self._on_kind, item))
        job.failed.connect(self._context.notices.error)

    def _on_kind(self, item: int, kind: ItemKind) -> None:
        notices = self._context.notices
        if kind in self._model.kinds:
            notices.info(self.tr("The wall is being laid out; look again in a moment."))
            return
        text = self.tr("This item is not on the wall: its kind is hidden.")
        notices.info(text, self.tr("Show items of this kind"), partial(self._show, item, kind))

    def _show(self, item: int, kind: ItemKind) -> None:
        self._wanted = item
        self._bar.kinds_chosen.emit(self._model.kinds | {kind})

    @Slot()
    def _on_prepared(self) -> None:
        if self._wanted is not None:
            QTimer.singleShot(0, self, self._look)  # the view gets what was prepared first

    @Slot()
    def _look(self) -> None:
        wanted = self._wanted
        if wanted is not None and self._view.show_item(wanted, close=True):
            self._wanted = None
            self._view.set_selected(self._context.shared.selection)


def _kind_of(services: Services, item: int, context: JobContext) -> ItemKind:
    context.step(0)
    return ItemKind(services.items.summary(item).kind)

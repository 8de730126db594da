"""Opens what SharedState.opened asks for: pictures in the viewer, videos in the player."""

import logging
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.context import PanelContext
from app.services.items import ItemService
from app.services.types import ItemSummary
from app.widgets.player import Player
from app.widgets.viewer import PhotoViewer
from common.jobs import JobContext

logger = logging.getLogger(__name__)


class MediaOpener(QObject):
    """Keeps one viewer and one player and shows the right one.

    The viewer walks through the shared results if the item is among them, else through the
    selection, else through all items. When it closes, the keyboard goes back where it was.

    Args:
        context: services, jobs and shared state.
        parent: the widget the windows belong to.
    """

    def __init__(self, context: PanelContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._widget = parent
        self._focus: QWidget | None = None
        self._seconds = 0.0
        self.viewer: PhotoViewer | None = None
        self.player: Player | None = None
        self.full_screen = True
        context.shared.opened.connect(self.open_item)

    @Slot(int, float)
    def open_item(self, item: int, seconds: float) -> None:
        """Open an item; a video at a second."""
        self._focus = self._widget.window().focusWidget()
        self._seconds = seconds
        work = partial(_look_up, self._context.services.items, item, self._order(item))
        job = self._context.jobs.submit("io", work, replaces="open")
        job.succeeded.connect(self._on_known)
        job.failed.connect(self._on_failed)

    def _order(self, item: int) -> Sequence[int]:
        shared = self._context.shared
        results = tuple(hit.item for hit in shared.results.hits)
        if item in results:
            return results
        return shared.selection if item in shared.selection and len(shared.selection) > 1 else ()

    @Slot(object)
    def _on_known(self, answer: tuple[ItemSummary, Sequence[int]]) -> None:
        summary, order = answer
        if summary.kind in ("video", "shot"):
            if self.player is None:
                self.player = Player(self._context, parent=self._widget)
                self.player.closed.connect(self._on_closed)
            self.player.open_item(summary.id, self._seconds)
            return
        if self.viewer is None:
            self.viewer = PhotoViewer(self._context, self._widget)
            self.viewer.closed.connect(self._on_closed)
        self.viewer.open_item(summary.id, order, full_screen=self.full_screen)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._context.notices.error(error)

    @Slot()
    def _on_closed(self) -> None:
        self._widget.window().activateWindow()
        focus, self._focus = self._focus, None
        if focus is not None and isValid(focus):  # chips and rows come and go meanwhile
            focus.setFocus()


def _look_up(
    items: ItemService, item: int, order: Sequence[int], context: JobContext
) -> tuple[ItemSummary, Sequence[int]]:
    """Return what is opened and the order to walk through; runs in a lane."""
    context.step(0)
    summary = items.summary(item)
    return summary, order or tuple(items.all_ids().tolist())

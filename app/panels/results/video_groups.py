"""Videos as groups with their best hits."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from app.context import PanelContext
from app.panels.results import time_work
from app.panels.results.time_rows import RowSource
from app.panels.results.time_sources import VideoSource
from app.panels.results.time_view import RowView
from app.panels.results.view import Shown, hit_views
from app.services.types import Lines
from app.widgets.controls import tool_button
from common.values import Hit

MOST_OPEN = 1_000  # open groups that a session keeps
ORDERS = ("best", "count")


@hit_views.register("videos")
class VideoView(RowView):
    """One video a row: title, number of hits, best score, the hits best first."""

    name = "videos"
    icon = "video"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._open: frozenset[str] = frozenset()
        self.order = QComboBox()
        self.order.setAccessibleName(self.tr("Order of the videos"))
        self.order.setToolTip(self.tr("Order of the videos"))
        self.order.addItem(self.tr("Best hit first"), ORDERS[0])
        self.order.addItem(self.tr("Most hits first"), ORDERS[1])
        self.order.activated.connect(self._on_order)
        self.all_button = tool_button(
            "▾", self.tr("Open or close all videos (Shift+E)"), self.toggle_all
        )
        self.all_button.setAccessibleName(self.tr("Open or close all videos"))
        self.control_row.addWidget(self.order)
        self.control_row.addWidget(self.all_button)
        self.rows.toggled.connect(self.toggle)
        self.rows.dismissed.connect(self._on_dismissed)

    @property
    def title(self) -> str:
        """Title of the view."""
        return self.tr("By video")

    def keys(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the view."""
        return (
            *super().keys(),
            (self.tr("Open or close the video"), "E"),
            (self.tr("Open or close all videos"), self.tr("Shift+E")),
        )

    def make(self, shown: Shown) -> time_work.Make:
        """Return what makes the videos of a list."""
        del shown  # every list is shown alike
        return partial(_make, self.order.currentData() == ORDERS[1], self._open)

    @Slot(int)
    def toggle(self, number: int) -> None:
        """Open or close a video; the keyboard goes to it."""
        source = self.rows.source
        if not isinstance(source, VideoSource) or not 0 <= number < len(source):
            return
        self._show_open(source, source.open_keys ^ {source.keys[number]})
        if self.rows.current[0] != number:
            self.rows.current = (number, 0)
        self.rows.reveal()

    @Slot()
    def toggle_all(self) -> None:
        """Close all videos if any is open, else open all."""
        source = self.rows.source
        if isinstance(source, VideoSource):
            self._show_open(source, frozenset() if source.open_keys else frozenset(source.keys))
            self.rows.reveal()

    def _show_open(self, source: VideoSource, keys: frozenset[str]) -> None:
        self._open = source.open_keys = keys
        self.rows.rows_changed()
        self.state_changed.emit(self.tr("Open or close videos"))

    @Slot(int)
    def _on_dismissed(self, number: int) -> None:
        """Take a video out of all results, as the action of its items does."""
        frame = self.rows.frame((number, 0))
        if frame is not None:
            self.context.shared.select([frame.item], f"{self.source}-dismiss")
            self.context.actions.trigger("item.exclude-video")

    @Slot(int)
    def _on_order(self, _place: int) -> None:
        self.state_changed.emit(self.tr("Sort the videos"))
        self._again()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """E opens and closes."""
        if event.key() == Qt.Key.Key_E and not event.modifiers():
            self.toggle(self.rows.current[0])
        elif event.key() == Qt.Key.Key_E and (
            event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        ):
            self.toggle_all()
        else:
            super().keyPressEvent(event)

    def save_state(self) -> dict[str, Any]:
        """Return period, order and what is open."""
        kept = sorted(self._open)[:MOST_OPEN]
        return {**super().save_state(), "order": self.order.currentData(), "open": kept}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back period, order and what is open."""
        kept = state.get("open")
        if isinstance(kept, list):
            self._open = frozenset(str(key) for key in kept)
        if state.get("order") in ORDERS:
            self.order.setCurrentIndex(self.order.findData(state["order"]))
        super().restore_state(state)


def _make(
    by_count: bool, open_keys: frozenset[str], lines: Lines, hits: tuple[Hit, ...]
) -> RowSource:
    return VideoSource(lines, hits, by_count=by_count, open_keys=open_keys)

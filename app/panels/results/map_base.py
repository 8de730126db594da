"""What views that draw maps have in common: a bar, an empty state, a progress line, one job."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.results.map_texts import note_texts
from app.panels.results.view import HitView, Shown
from app.widgets.controls import icon_button
from app.widgets.empty_state import EmptyState
from app.widgets.error_texts import error_text
from app.widgets.note_texts import translated
from common.errors import AppError
from common.jobs import Progress


class MapView(HitView):
    """A view whose picture is made by a job; the newest job wins, Esc stops it.

    A subclass builds its canvas in `make_canvas` and controls in `fill_bar`.

    Args:
        context: services, jobs, shared state, notices, actions.
        parent: as in Qt.
    """

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._job: Job | None = None
        self._then: Callable[[Any], None] | None = None
        self.canvas = self.make_canvas()
        self.empty = EmptyState()
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(6, 4, 6, 4)
        self.bar.setSpacing(6)
        self.fill_bar(self.bar)
        self._busy = QProgressBar(textVisible=False)
        self._busy.setFixedHeight(3)
        self._busy.setAccessibleName(self.tr("Drawing the map"))
        self._busy.setToolTip(self.tr("The map is being drawn; Esc stops it"))
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self.canvas)
        self._pages.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.bar)
        layout.addWidget(self._busy)
        layout.addWidget(pages, 1)
        self._show_busy(on=False)
        self.setFocusProxy(self.canvas)

    # -- for subclasses

    def make_canvas(self) -> QWidget:
        """Return what the map is drawn on.

        Raises:
            NotImplementedError: the subclass has none.
        """
        raise NotImplementedError

    def fill_bar(self, bar: QHBoxLayout) -> None:
        """Put controls into the bar above the map."""

    # -- work

    def ask(self, work: Callable[..., Any], then: Callable[[Any], None], *args: Any) -> None:
        """Let a job make what `then` shows; an older one is dropped.

        Args:
            work: called as work(services, *args, context) in a lane.
            then: gets what it returned, on the UI thread.
            args: of the work.
        """
        self.stop()
        self._then = then
        job = self.context.jobs.submit(
            "io",
            partial(work, self.context.services, *args),
            replaces=f"{self.source}-map",
            priority=Priority.INTERACTIVE,
        )
        self._job = job
        job.progressed.connect(self._on_progress)
        job.succeeded.connect(self._on_made)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        self._show_busy(on=True)

    def stop(self) -> None:
        """Drop the job that runs, if one does."""
        if self._job is not None:
            job, self._job = self._job, None
            job.cancel()
            self._show_busy(on=False)

    @property
    def is_idle(self) -> bool:
        """Whether the map is drawn."""
        return self._job is None

    def on_active(self) -> None:
        """Stop what nobody looks at."""
        if not self.is_active:
            was_busy = self._job is not None
            self.stop()
            self._is_due = self._is_due or was_busy

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Stop drawing on Esc."""
        if event.key() == Qt.Key.Key_Escape and self._job is not None:
            self.stop()
            self.told(self.tr("Stopped"))
        else:
            super().keyPressEvent(event)

    def _show_busy(self, *, on: bool) -> None:
        self._busy.setRange(0, 0 if on else 1)
        policy = self._busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._busy.setSizePolicy(policy)
        self._busy.setVisible(on)

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        if self.sender() is self._job and progress.total > 0:
            self._busy.setRange(0, progress.total)
            self._busy.setValue(progress.done)

    @Slot(object)
    def _on_made(self, made: object) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        self._show_busy(on=False)
        if self._then is not None:
            self._then(made)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        self._show_busy(on=False)
        if isinstance(error, AppError):
            self.say_empty(*error_text(error))
        else:
            self.context.notices.error(error)
            self.say_empty(self.tr("The map could not be drawn"), str(error))

    @Slot()
    def _on_cancelled(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self._show_busy(on=False)

    # -- showing

    def show_canvas(self) -> None:
        """Show the map, not the empty state."""
        self._pages.setCurrentWidget(self.canvas)

    def say_empty(self, title: str, text: str = "") -> None:
        """Say why there is nothing to see."""
        self.empty.say(title, text)
        self._pages.setCurrentWidget(self.empty)
        self.noted.emit("")

    def say_nothing_found(self, notes: tuple[str, ...] = ()) -> None:
        """Say that there is nothing to draw, in the words of notes if there are any."""
        said = translated(notes, note_texts())
        title = self.tr("Nothing to draw yet")
        hint = self.tr("Search for something; what is found is laid out here.")
        self.say_empty(title, " ".join(said) or hint)

    def told(self, *parts: str, notes: tuple[str, ...] = ()) -> None:
        """Show a line under the map."""
        said = [*parts, *translated(notes, note_texts())]
        self.noted.emit(" · ".join(part for part in said if part))

    def button(
        self, name: str, tip: str, run: Callable[[], object], *, checkable: bool = False
    ) -> QToolButton:
        """Return a button of the bar with an icon."""
        return icon_button(name, tip, run, checkable=checkable, flat=True)

    def label(self, text: str = "") -> QLabel:
        """Return a quiet label of the bar."""
        made = QLabel(text)
        made.setForegroundRole(made.foregroundRole())
        made.setTextFormat(Qt.TextFormat.PlainText)
        return made


class ItemCanvas(Protocol):
    """What draws items and marks them."""

    starts: Mapping[int, float]  # where in their video items begin, seconds

    @property
    def is_idle(self) -> bool:
        """Whether it is drawn and rests."""

    def show_labels(self, labels: Mapping[int, int]) -> None:
        """Mark labelled items."""


class ItemMapView(MapView):
    """A map whose canvas draws the items of the list themselves.

    A subclass sets `items` in `make_canvas`.
    """

    items: ItemCanvas

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        self._ids = np.empty(0, np.int64)
        super().__init__(context, parent)

    @property
    def is_idle(self) -> bool:
        """Whether the map is drawn and rests."""
        return super().is_idle and self.items.is_idle

    def take_items(self, shown: Shown) -> None:
        """Remember the items of a list, and tell the canvas where they begin and how marked."""
        self._ids = np.fromiter((hit.item for hit in shown.hits), np.int64, len(shown.hits))
        self.items.starts = {h.item: h.start_s for h in shown.hits if h.start_s is not None}
        self.items.show_labels(shown.labels)

    def show_labels(self, labels: Mapping[int, int]) -> None:
        """Mark labelled items."""
        self.items.show_labels(labels)


def kept_choice(state: Mapping[str, Any], name: str, known: tuple[str, ...], other: str) -> str:
    """Return a word of a saved state if it is known, else the other one."""
    value = state.get(name)
    return value if isinstance(value, str) and value in known else other

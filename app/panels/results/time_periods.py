"""The time cache as a view: a grid of the best frames of all periods."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.results import time_work
from app.panels.results.grid import GridView
from app.panels.results.time_switch import PeriodSwitch, is_period_key, step_among, thinned_text
from app.panels.results.view import Shown, hit_views
from common.values import Hit

AT_FIRST = 30  # seconds


@hit_views.register("periods")
class PeriodView(GridView):
    """The grid, thinned: long scenes do not fill the screen."""

    name = "periods"
    icon = "periods"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.periods = PeriodSwitch(AT_FIRST)
        self.periods.chosen.connect(self._on_period)
        self._both = QWidget()
        row = QHBoxLayout(self._both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.periods)
        row.addWidget(self.list_button)
        self._pending: Job | None = None
        self._all: tuple[Hit, ...] = ()
        self._kept: tuple[Hit, ...] = ()
        self._seconds = -1

    @property
    def title(self) -> str:
        """Title of the view."""
        return self.tr("Time cache")

    @property
    def is_idle(self) -> bool:
        """Whether the list was thinned and the visible pictures asked for."""
        return self._pending is None and super().is_idle

    def controls(self) -> QWidget:
        """Return the switch of periods and that of the list."""
        return self._both

    def keys(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the view."""
        return ((self.tr("Next period of the time cache"), "T"), *super().keys())

    def step_hit(self, steps: int) -> bool:
        """Select the next or previous hit that is shown."""
        return step_among(self.context, self._kept, steps, f"{self.source}-keys")

    def show_shown(self, shown: Shown) -> None:
        """Thin the list, then show it."""
        seconds = self.periods.seconds
        if shown.hits is self._all and seconds == self._seconds:
            super().show_shown(replace(shown, hits=self._kept))
            return
        work = partial(time_work.thin, self.context.services, shown.hits, seconds)
        job = self.context.jobs.submit(
            "io", work, replaces=self.source, priority=Priority.INTERACTIVE
        )
        self._pending = job
        job.succeeded.connect(partial(self._on_thinned, job, shown, seconds))
        job.failed.connect(partial(self._on_failed, job))

    def _on_thinned(self, job: Job, shown: Shown, seconds: int, hits: tuple[Hit, ...]) -> None:
        if job is not self._pending:
            return
        self._pending = None
        self._all, self._kept, self._seconds = shown.hits, hits, seconds
        super().show_shown(replace(shown, hits=hits))
        self.noted.emit(thinned_text(len(shown.hits), len(hits)))

    def _on_failed(self, job: Job, error: Exception) -> None:
        if job is self._pending:
            self._pending = None
            self.context.notices.error(error)

    @Slot(int)
    def _on_period(self, _seconds: int) -> None:
        self.state_changed.emit(self.tr("Choose the period of the time cache"))
        self.show_shown(self.shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """T goes on to the next period."""
        if is_period_key(event):
            self.periods.next()
        else:
            super().keyPressEvent(event)

    def save_state(self) -> dict[str, Any]:
        """Return the period, and whether it is a list."""
        return {**super().save_state(), "period": self.periods.seconds}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back the period and the list."""
        super().restore_state(state)
        self.periods.show_period(state.get("period"))
        if self.is_active:
            self.show_shown(self.shown)

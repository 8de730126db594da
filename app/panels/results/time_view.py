"""Views made of rows of frames: scenes and film strips, and what they share with videos."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.results import time_work
from app.panels.results.time_frame_rows import FrameRows
from app.panels.results.time_rows import RowSource
from app.panels.results.time_sources import SceneSource, StripSource
from app.panels.results.time_switch import PeriodSwitch, is_period_key, step_among, thinned_text
from app.panels.results.view import HitView, Shown, hit_views
from app.services.types import Lines, SearchResults
from common.values import Hit


class RowView(HitView):
    """Base of the views of rows: makes the rows behind the user, thins them by the time cache."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.rows = FrameRows(context, self.source)
        self.rows.setAccessibleName(self.title)
        self.periods = PeriodSwitch()
        self.periods.chosen.connect(self._on_period)
        self.rows.scrolled.connect(self.moved)
        self._controls = QWidget()
        self.control_row = QHBoxLayout(self._controls)
        self.control_row.setContentsMargins(0, 0, 0, 0)
        self.control_row.addWidget(self.periods)
        self._pending: Job | None = None
        self._on_show: tuple[object, int] = (None, 0)  # list and period
        self._kept: tuple[Hit, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.rows)
        self.setFocusProxy(self.rows)

    @property
    def is_idle(self) -> bool:
        """Whether the rows were made and the visible pictures asked for."""
        return self._pending is None and self.rows.is_idle

    def controls(self) -> QWidget:
        """Return the switch of the time cache, and what else the view has."""
        return self._controls

    def keys(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the rows."""
        tr = self.tr
        return (
            (tr("Frame before or after"), "←  →"),
            (tr("Row above or below"), "↑  ↓"),
            (tr("First or last frame of the row"), tr("Home  End")),
            (tr("First or last row"), tr("Ctrl+Home  Ctrl+End")),
            (tr("Scroll a row sideways"), tr("Shift+wheel")),
            (tr("Next period of the time cache"), "T"),
        )

    def make(self, shown: Shown) -> time_work.Make:
        """Return what makes the rows of a list; it runs on another thread.

        Raises:
            NotImplementedError: the subclass has none.
        """
        raise NotImplementedError

    def show_shown(self, shown: Shown) -> None:
        """Make the rows of a list, then show them."""
        self.rows.show_labels(shown.labels)
        seconds = self.periods.seconds
        work = partial(
            time_work.make_rows, self.context.services, shown.hits, seconds, self.make(shown)
        )
        job = self.context.jobs.submit(
            "io", work, replaces=self.source, priority=Priority.INTERACTIVE
        )
        self._pending = job
        job.succeeded.connect(partial(self._on_rows, job, shown))
        job.failed.connect(partial(self._on_failed, job))

    def _on_rows(self, job: Job, shown: Shown, answer: tuple[tuple[Hit, ...], RowSource]) -> None:
        if job is not self._pending:
            return
        self._pending = None
        self._kept, source = answer
        same = (shown.results, self.periods.seconds)
        keeps = self._on_show[0] is same[0] and self._on_show[1] == same[1]
        self._on_show = same
        self.rows.show_rows(source, keep_place=keeps)
        self.noted.emit(thinned_text(len(shown.hits), len(self._kept)))

    def _on_failed(self, job: Job, error: Exception) -> None:
        if job is self._pending:
            self._pending = None
            self.context.notices.error(error)

    def show_labels(self, labels: Mapping[int, int]) -> None:
        """Show other marks."""
        self.rows.show_labels(labels)

    def set_side(self, side: int) -> None:
        """Take another width of pictures."""
        self.rows.set_side(side)

    def on_active(self) -> None:
        """Load what is visible when the view comes to the front."""
        if self.is_active:
            self.rows.refresh()

    def step_hit(self, steps: int) -> bool:
        """Select the next or previous hit that is shown."""
        return step_among(self.context, self._kept, steps, f"{self.source}-keys")

    def visible_items(self) -> list[int]:
        """Return the hits on the screen; neighbours are none."""
        return self.rows.visible_hits()

    @Slot(int)
    def _on_period(self, _seconds: int) -> None:
        self.state_changed.emit(self.tr("Choose the period of the time cache"))
        self._again()

    def _again(self) -> None:
        """Make the rows of the same list anew."""
        if self.is_active:
            self.show_shown(self.shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """T goes on to the next period."""
        if is_period_key(event):
            self.periods.next()
        else:
            event.ignore()

    def save_state(self) -> dict[str, Any]:
        """Return the period."""
        return {"period": self.periods.seconds}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back the period."""
        self.periods.show_period(state.get("period"))
        self._again()


@hit_views.register("scenes")
class SceneView(RowView):
    """Scenes, one a row: matched frames with the number of their step, neighbours dimmed."""

    name = "scenes"
    icon = "scenes"

    @property
    def title(self) -> str:
        """Title of the view."""
        return self.tr("Scenes")

    def make(self, shown: Shown) -> time_work.Make:
        """Return what makes the scenes of a list."""
        scenes = shown.results.scenes if isinstance(shown.results, SearchResults) else ()

        def make(lines: Lines, hits: tuple[Hit, ...]) -> RowSource:
            return SceneSource(lines, hits, scenes)

        return make


@hit_views.register("strips")
class StripView(RowView):
    """Film strips, one hit a row: all keyframes of its video, the hit in the middle."""

    name = "strips"
    icon = "film"

    @property
    def title(self) -> str:
        """Title of the view."""
        return self.tr("Film strips")

    def make(self, shown: Shown) -> time_work.Make:
        """Return what makes the strips of a list."""
        del shown  # every list is shown alike
        return StripSource

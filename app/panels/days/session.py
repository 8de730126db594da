"""What the days panel has read, and the jobs that read it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.days import work
from app.services.types import Calendar, PlaceView
from common.jobs import JobContext


class DaysSession(QObject):
    """Reads days in the background; the panel shows them."""

    overview_read = Signal()
    day_read = Signal(object)  # DayView
    ground_read = Signal(object)  # Ground
    segmented = Signal(object)  # SegmentReport
    day_found = Signal(int, object)  # item, its date or None
    span_found = Signal(object, object)  # first and last second
    items_found = Signal(str, object)  # place, ids
    failed = Signal(object)

    def __init__(self, context: PanelContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._running: set[Job] = set()
        self.calendar = Calendar()
        self.places: list[PlaceView] = []
        self.is_due = False
        self.ground: work.Ground | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being read."""
        self._running = {job for job in self._running if not job.is_done}
        return bool(self._running)

    def read(self) -> None:
        """Read the calendar and the places."""
        self._submit("days-overview", work.overview, self._on_overview)

    @Slot(object)
    def _on_overview(self, found: tuple[Calendar, list[PlaceView], bool]) -> None:
        self.calendar, self.places, self.is_due = found
        self.ground = None
        self.overview_read.emit()

    def read_day(self, day: date) -> None:
        """Read one day; a later one takes its place."""
        self._submit("days-day", work.day, self.day_read.emit, day)

    def read_ground(self) -> None:
        """Read what the map shows."""
        self._submit("days-map", work.ground, self._on_ground, self._context.shared.filters)

    @Slot(object)
    def _on_ground(self, ground: work.Ground) -> None:
        self.ground = ground
        self.ground_read.emit(ground)

    @Slot()
    def segment(self, *_checked: bool) -> None:
        """Find stays, trips and events."""
        self._submit(
            "days-segment", work.segment, self.segmented.emit,
            lane="bulk", title=self.tr("Finding stays and events"),
        )  # fmt: skip

    def find_day(self, item: int) -> None:
        """Find the day of an item."""
        self._submit("days-find", work.day_of, lambda found: self.day_found.emit(*found), item)

    def find_span(self, first: date, last: date) -> None:
        """Find the seconds of some days."""
        self._submit(
            "days-span", work.span, lambda found: self.span_found.emit(*found), first, last
        )

    def find_items(self, place: str) -> None:
        """Find the items at a place."""
        self._submit(
            "days-items", work.items_at, lambda found: self.items_found.emit(place, found), place
        )

    # -- jobs

    def _submit(
        self,
        key: str,
        function: Callable[..., Any],
        then: Callable[[Any], None],
        *given: Any,
        lane: str = "io",
        title: str | None = None,
    ) -> None:
        call: Callable[[JobContext], Any] = partial(function, self._context.services, *given)
        priority = Priority.INTERACTIVE if title is None else Priority.BACKGROUND
        job = self._context.jobs.submit(lane, call, replaces=key, title=title, priority=priority)
        self._running.add(job)
        job.succeeded.connect(then)
        job.failed.connect(self.failed)

"""The days panel: a calendar, one day in all its parts, a map of a life, its places."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.context import Panel, PanelContext, panels
from app.panel_actions import answer
from app.panel_actions.days import actions
from app.panels.days import texts, work
from app.panels.days.asking import Asking, explain
from app.panels.days.calendar_map import CalendarMap
from app.panels.days.changes import Changes
from app.panels.days.day_page import DayPage
from app.panels.days.head import CALENDAR, DAY, MAP, PLACES, DaysHead
from app.panels.days.life_map import LifeMap
from app.panels.days.places_page import PlacesPage
from app.panels.days.session import DaysSession
from app.services.types import DayView, Filter, SegmentReport, listed, place_asked
from app.widgets.controls import on_click
from app.widgets.empty_state import EmptyState
from app.widgets.error_texts import error_text
from app.widgets.item_menu import ItemMenu
from common.errors import AppError
from common.selection import Selection


@panels.register("days")
class DaysPanel(Panel):
    """Calendar, day, map and places of a life.

    Keys: Page Up and Page Down for the day before and after, D, C, M, P for the views, G for short
    gaps, B for box or lasso; those of the time line and the calendar are theirs.
    """

    name = "days"
    area = "center"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.session = DaysSession(context, self)
        self.changes = Changes(context, self)
        self.head = DaysHead()
        self.calendar = CalendarMap()
        self.page = DayPage(context)
        self.asking = Asking(context, self.page, self.changes, self)
        self.map = LifeMap(context.services.items, context.jobs)
        self.places = PlacesPage()
        self.empty = EmptyState()
        self.pages = QStackedWidget()
        for widget in (self.empty, self.calendar, self.page, self.map, self.places):
            self.pages.addWidget(widget)
        self._view = CALENDAR
        self._is_first = True
        self._is_stale = False
        self._wanted: date | None = None  # of a session, until the calendar is there
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 4)
        layout.addWidget(self.head)
        layout.addWidget(self.pages, 1)
        self.head.show_view(self._view)
        self._connect()
        self._add_actions()

    def _connect(self) -> None:
        head, session, shared = self.head, self.session, self.context.shared
        head.view_chosen.connect(self.show_view)
        for button, run in (
            (head.before, partial(self.step_day, -1)),
            (head.after, partial(self.step_day, 1)),
        ):
            on_click(button, run)
        head.gaps.toggled.connect(self._on_gaps)
        head.box.toggled.connect(self._on_box)
        head.clock.triggered.connect(self.asking.correct_clock)
        head.look.triggered.connect(session.segment)
        session.overview_read.connect(self._on_overview)
        session.day_read.connect(self._on_day)
        session.ground_read.connect(self._on_ground)
        session.segmented.connect(self._on_segmented)
        session.day_found.connect(self._on_day_found)
        session.span_found.connect(self._on_span)
        session.items_found.connect(self._on_items_found)
        session.failed.connect(self._on_failed)
        self.calendar.opened.connect(self.open_day)
        self.calendar.range_chosen.connect(session.find_span)
        self.page.chosen.connect(self._select)
        self.page.opened.connect(lambda item: shared.opened.emit(item, 0.0))
        self.map.item_clicked.connect(lambda item: self._select([item]))
        self.map.region_drawn.connect(self._on_region)
        for map_ in (self.map, self.page.map):
            ItemMenu(self.context, map_, map_.items_at, self.name)
        self.places.changed.connect(self.changes.change_place)
        self.places.merged.connect(self.changes.merge_places)
        self.places.removed.connect(self.changes.remove_place)
        self.places.shown.connect(session.find_items)
        shared.selection_changed.connect(self._on_selection)
        shared.items_changed.connect(self._on_items_changed)
        shared.filters_changed.connect(self._on_filters)
        shared.settings_changed.connect(self._on_settings)

    def _add_actions(self) -> None:
        answer(self.context, actions(self.context), {"item.show-day": self.show_selected_day})

    # -- Panel

    @property
    def title(self) -> str:
        """Title of the panel."""
        return self.tr("Days")

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for is shown."""
        return not self.session.is_busy

    def view_to_export(self) -> QWidget:
        """Return the calendar, day, map or places."""
        return self.pages

    def focus_main(self) -> None:
        """Put the keyboard into the view."""
        self.on_seen()
        widget = self.pages.currentWidget()
        (self.page.strip if widget is self.page else widget or self).setFocus()

    def _begin(self) -> None:
        self._is_first = False
        self.empty.say(self.tr("Reading the days …"))
        self.session.read()

    def on_seen(self) -> None:
        """Read the days when they are first seen, and what changed while the panel was hidden."""
        if self._is_first:
            self._begin()
        elif self._is_stale:
            self._is_stale = False
            self.session.read()

    def save_state(self) -> dict[str, Any]:
        """Return the view, the day and how it is shown."""
        view = self.page.view
        return {
            "view": self._view, "day": view.day.isoformat() if view is not None else "",
            "short_gaps": self.head.gaps.isChecked(), "box": self.head.box.isChecked(),
            "was_open": not self._is_first,
            "split": self.page.split.sizes(), "top": self.page.top.sizes(),
        }  # fmt: skip

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned; unknown or bad entries are ignored."""
        if state.get("view") in (DAY, CALENDAR, MAP, PLACES):
            self._view = str(state["view"])
            self.head.show_view(self._view)
        try:
            self._wanted = date.fromisoformat(str(state.get("day", "")))
        except ValueError:
            self._wanted = None
        self.head.gaps.setChecked(state.get("short_gaps", True) is True)
        self.head.box.setChecked(state.get("box") is True)
        for splitter, key in ((self.page.split, "split"), (self.page.top, "top")):
            sizes = state.get(key)
            plain = (
                [size for size in sizes if isinstance(size, int)] if isinstance(sizes, list) else []
            )
            if len(plain) == splitter.count() and sum(plain) > 0:
                splitter.setSizes(plain)
        if not self._is_first:
            self.session.read()
        elif state.get("was_open") is True and self.isVisible():
            self.focus_main()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key = Qt.Key
        keys: dict[int, Callable[[], object]] = {
            key.Key_PageUp: partial(self.step_day, -1),
            key.Key_PageDown: partial(self.step_day, 1),
            key.Key_D: partial(self.show_view, DAY),
            key.Key_C: partial(self.show_view, CALENDAR),
            key.Key_M: partial(self.show_view, MAP),
            key.Key_P: partial(self.show_view, PLACES),
            key.Key_G: self.head.gaps.trigger,
            key.Key_B: self.head.box.trigger,
        }
        run = keys.get(event.key())
        if run is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            run()
        else:
            super().keyPressEvent(event)

    # -- views

    @Slot(str)
    def show_view(self, name: str) -> None:
        """Show a view: "day", "calendar", "map" or "places"."""
        self._view = name
        self.head.show_view(name)
        if self._is_first:
            self._begin()
            return
        if not self.session.calendar.days and name != PLACES:
            self._explain("days")
            return
        day = self.calendar.current or self.session.calendar.latest
        if name == DAY and self.page.view is None and day is not None:
            self.open_day(day)
        elif name == MAP and self.session.ground is None:
            self.session.read_ground()
        elif name == PLACES and not self.session.places:
            self._explain("places")
            return
        self._show_page()

    def _show_page(self) -> None:
        """Bring the page of the view to the front, with its title."""
        view = self.page.view
        title = {
            DAY: f"{texts.long_date(view)} · {self._counted(view)}" if view is not None else "",
            CALENDAR: self.tr("%n day(s) with something", "", len(self.session.calendar.days)),
            MAP: self.tr("Draw around photos to select them"),
            PLACES: self.tr("%n place(s)", "", len(self.session.places)),
        }[self._view]
        self.head.title.setText(title)
        self.head.title.setToolTip(title)
        page = {DAY: self.page, CALENDAR: self.calendar, MAP: self.map, PLACES: self.places}
        self.pages.setCurrentWidget(page[self._view])

    def _counted(self, view: DayView) -> str:
        return self.tr("%n photo(s)", "", len(view.items))

    def _explain(self, what: str) -> None:
        """Show why there is nothing to show, and what to import."""
        self.head.title.setText("")
        explain(self.empty, self.context, what)
        self.pages.setCurrentWidget(self.empty)

    # -- content

    @Slot()
    def _on_overview(self) -> None:
        session = self.session
        self.calendar.show_calendar(session.calendar)
        can_write = not self.context.actions.read_only_reason
        self.places.show_places(session.places, can_write=can_write)
        for entry in (self.head.look, self.head.clock):
            entry.setEnabled(can_write)
        shown = self._wanted or (self.page.view.day if self.page.view is not None else None)
        self._wanted = None
        if shown is not None and session.calendar.days:
            session.read_day(shown)
            self.calendar.go_to(shown)
        if self._view == MAP:
            session.read_ground()
        self.show_view(self._view)
        if session.is_due and can_write and session.calendar.days:
            session.segment()

    @Slot(object)
    def open_day(self, day: date) -> None:
        """Show a day."""
        self._view = DAY
        self.head.show_view(DAY)
        self.session.read_day(day)
        self.calendar.go_to(day)

    def step_day(self, by: int) -> None:
        """Show the next day with anything (1) or the one before (-1)."""
        view = self.page.view
        if view is not None and (day := self.session.calendar.near(view.day, by)) is not None:
            self.open_day(day)

    @Slot(object)
    def _on_day(self, view: DayView) -> None:
        self.page.show_day(view, self.session.places)
        self._mark(self.context.shared.selection)
        for button, by in ((self.head.before, -1), (self.head.after, 1)):
            button.setEnabled(self.session.calendar.near(view.day, by) is not None)
        if self._view == DAY:
            self._show_page()

    @Slot(object)
    def _on_ground(self, ground: work.Ground) -> None:
        found = ground.items
        self.map.show_ground(
            found.items, found.latitude, found.longitude, ground.track, ground.places
        )
        self._mark(self.context.shared.selection)
        if self._view == MAP:
            if len(found.items) or len(ground.track):
                self._show_page()
            else:
                self._explain("map")

    @Slot(object)
    def _on_segmented(self, report: SegmentReport) -> None:
        told = self.tr("{stays} stays at {places} places, {trips} trips, {events} events").format(
            stays=report.stays, places=report.places, trips=report.trips, events=report.events
        )
        self.context.notices.info(told)
        self.session.read()
        if report.changed:
            self.context.shared.items_changed.emit(self.name)

    def show_selected_day(self) -> None:
        """Show the day of the current item."""
        if self.context.shared.current is not None:
            self.context.actions.trigger("panel.days")
            self.session.find_day(self.context.shared.current)

    @Slot(int, object)
    def _on_day_found(self, _item: int, day: date | None) -> None:
        if day is None:
            self.context.notices.info(self.tr("Nothing tells when this item was taken."))
        else:
            self.open_day(day)

    # -- selecting and filtering

    def _select(self, items: list[int]) -> None:
        self.context.shared.select(items, self.name)
        self._mark(self.context.shared.selection)

    @Slot(object, str)
    def _on_selection(self, selection: Selection, source: str) -> None:
        if source != self.name and not self._is_first:
            self._mark(selection)

    def _mark(self, selection: Selection) -> None:
        chosen = frozenset(selection[-5000:])
        self.page.mark(chosen, self.context.shared.current)
        self.map.mark([], chosen)

    @Slot(object)
    def _on_region(self, corners: list[tuple[float, float]]) -> None:
        if items := self.map.region(corners):
            self._select(items)
        else:
            self.context.notices.info(self.tr("No photo lies there: draw around some."))

    @Slot(int, int)
    def _on_span(self, first: int, last: int) -> None:
        """Let all panels show the chosen days only."""
        kept = [each for each in self.context.shared.filters if each.key != "taken_at"]
        self.context.shared.set_filters(
            [*kept, Filter("taken_at", low=float(first), high=float(last))], self.name
        )

    @Slot(str, object)
    def _on_items_found(self, place: str, items: list[int]) -> None:
        name = texts.place_name(place)
        found = listed(name, items, recipe=place_asked(place))
        self.context.shared.show_results(found, self.name, is_step=True)
        self.context.shared.select(items[:1], self.name)

    @Slot(bool)
    def _on_gaps(self, on: bool) -> None:
        self.page.shorten(on=on)

    @Slot(bool)
    def _on_box(self, on: bool) -> None:
        for each in (self.map, self.page.map):
            each.draws_box = on

    # -- what others do

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, AppError) and not self.session.calendar.days:
            self.empty.say(*error_text(error))
            self.pages.setCurrentWidget(self.empty)
        else:
            self.context.notices.error(error)

    @Slot(str)
    def _on_items_changed(self, source: str) -> None:
        if source == self.name or self._is_first:
            return
        self.session.ground = None
        if self.isVisible():
            self.session.read()
        else:
            self._is_stale = True

    @Slot(object, str)
    def _on_filters(self, _filters: object, _source: str) -> None:
        self.session.ground = None
        if self._view == MAP and self.isVisible() and not self._is_first:
            self.session.read_ground()

    @Slot(str)
    def _on_settings(self, name: str) -> None:
        if name.startswith("days.") and not self._is_first:
            self.session.read()

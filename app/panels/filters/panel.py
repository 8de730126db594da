"""The filters panel: every facet of the library with counts, to include, exclude and narrow by."""

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.context import Panel, PanelContext, panels
from app.jobs import Job, Priority
from app.panel_actions import answer
from app.panel_actions.filters import actions
from app.panels.filters import work
from app.panels.filters.head import FilterHead
from app.panels.filters.sections import FacetSection, RangeSection, ValueSection
from app.panels.filters.work import Summary
from app.services.facet_choices import Choice, Mode, choice_of, toggled, with_choice, without_key
from app.services.facets import FacetKey, Histogram, ValuePage
from app.services.region_light import KEY as REGION_LIGHT
from app.services.types import Filter
from app.widgets.empty_state import EmptyState
from app.widgets.filter_names import filter_name, key_name
from app.widgets.region_light import RegionLightDialog
from common.errors import AppError

logger = logging.getLogger(__name__)

REFRESH_MS = 1500  # between looks at the library while it grows
OPEN_AT_FIRST = 3  # facets that are open before anybody opened or closed one
MAKING_S = 0.004  # sections are made for so long before the window gets its turn


@panels.register("filters")
class FiltersPanel(Panel):
    """Facets of the library as sections; the shared filters are its only state that counts.

    Keys: Tab and arrows go through sections and values; Space wants a value, minus excludes it;
    Ctrl+Shift+X clears all filters from anywhere.
    """

    name: ClassVar[str] = "filters"
    area: ClassVar[str] = "left"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.sections: dict[str, FacetSection] = {}
        self._open: set[str] | None = None  # None until somebody opens or closes a section
        self._modes: dict[str, Mode] = {}
        self._is_stale = True
        self._summary: Job | None = None  # that is asked for
        self.empty = EmptyState()
        self.head = FilterHead(context)
        self._refreshes = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refreshes.timeout.connect(self._ask)
        self._facets: tuple[FacetKey, ...] = ()  # that have a section, or get one soon
        self._makes = QTimer(self, singleShot=True, interval=0)
        self._makes.timeout.connect(self._make_some)
        self._lay_out()
        self._connect()
        self._add_actions()
        self.head.show_filters(context.shared.filters)

    @property
    def title(self) -> str:
        """Title of the panel, translated."""
        return self.tr("Filters")

    # -- set-up

    def _lay_out(self) -> None:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(6, 0, 6, 6)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self.scroll_area = QScrollArea()
        self.scroll_area.setAccessibleName(self.tr("Facets"))
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setWidget(inside)
        self._full = QWidget()
        layout = QVBoxLayout(self._full)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.head)
        layout.addWidget(self.scroll_area, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._full)
        self.pages.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)

    def _connect(self) -> None:
        shared = self.context.shared
        shared.filters_changed.connect(self._on_filters)
        shared.items_changed.connect(self._on_changed)
        shared.labels_changed.connect(self._on_changed)
        self.head.saved.chosen.connect(self._on_saved)
        self.head.cleared.connect(self.clear_all)
        self.head.dropped.connect(self._on_dropped)
        self.head.sought.connect(self._show_found)
        self.head.region_wanted.connect(self.ask_region)

    def _add_actions(self) -> None:
        answer(self.context, actions(self.context), {"filters.clear": self.clear_all})

    # -- Panel

    @property
    def is_idle(self) -> bool:
        """Whether nothing is typed that is not asked for yet, and every section is made."""
        typing = (s.is_busy for s in self.sections.values() if isinstance(s, ValueSection))
        if self._makes.isActive() or any(typing):
            return False
        return not (self._refreshes.isActive() and self.is_seen)

    def focus_main(self) -> None:
        """Put the keyboard on the first open section."""
        first = next((s for s in self.sections.values() if s.is_open), None)
        if isinstance(first, ValueSection):
            first.list.focus_first()
        else:
            self.head.search.setFocus()

    def save_state(self) -> dict[str, Any]:
        """Return which sections are open and which ask for all of their values."""
        opened = None if self._open is None else sorted(self._open)
        return {"open": opened, "all_of": sorted(k for k, m in self._modes.items() if m == "all")}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned; unknown or bad entries are ignored."""
        opened, every = state.get("open"), state.get("all_of")
        if isinstance(opened, list):
            self._open = {str(key) for key in opened}
        if isinstance(every, list):
            self._modes = {str(key): "all" for key in every}
        for key, section in self.sections.items():
            section.set_open(on=key in (self._open or set()))
        self._ask()

    def catch_up(self) -> None:
        """Look whether the library knows the filters: those of a session may name what is gone."""
        if self._may_be_wrong():
            self._ask()

    def on_seen(self) -> None:
        """Read what changed while nobody looked."""
        if self._is_stale:
            self._ask()
            return
        for section in self.sections.values():
            self._read(section)

    # -- asking

    @Slot(object, str)
    def _on_filters(self, filters: tuple[Filter, ...], _source: str) -> None:
        self.head.show_filters(filters)
        self._ask()

    @Slot(str)
    def _on_changed(self, _source: str) -> None:
        if not self._refreshes.isActive():
            self._refreshes.start()

    @Slot()
    def _ask(self) -> None:
        """Ask for the facets and what passes; the sections that are open follow."""
        self._is_stale = True
        for section in self.sections.values():
            section.is_stale = True
        if self._summary is not None:
            self._summary.cancel()  # of filters before; nobody may look, and none be asked for now
        if not self.is_seen and not self._may_be_wrong():
            return
        services, shared = self.context.services, self.context.shared
        job = self.context.jobs.submit(
            "io",
            partial(work.summarise, services, shared.filters, shared.label_set),
            replaces="filters-summary",
            priority=Priority.INTERACTIVE,
        )
        job.succeeded.connect(self._on_summary)
        job.failed.connect(self._on_failed)
        self._summary = job
        for section in self.sections.values():
            self._read(section)

    def _may_be_wrong(self) -> bool:
        """Whether the filters were never looked at: those of a session may name what is gone."""
        return bool(self.context.shared.filters) and not self.sections

    def _read(self, section: FacetSection) -> None:
        """Ask for what a section shows, if anybody sees it."""
        if not section.is_open or not section.is_stale or not self.is_seen:
            return
        services, filters = self.context.services, self.context.shared.filters
        key = section.facet.key
        if isinstance(section, ValueSection):
            text = section.search.text()
            job = self._submit(
                key, partial(work.values, services, key, filters, text, section.limit)
            )
            job.succeeded.connect(self._on_page)
        else:
            job = self._submit(key, partial(work.histogram, services, key, filters))
            job.succeeded.connect(self._on_histogram)
        job.failed.connect(self._on_failed)

    def _submit(self, key: str, function: Any) -> Any:
        return self.context.jobs.submit(
            "io", function, replaces=f"filters-{key}", priority=Priority.INTERACTIVE
        )

    # -- answers

    @Slot(object)
    def _on_summary(self, found: Summary) -> None:
        if found.unknown:
            self._drop_unknown(found.unknown)
            return
        self._is_stale = False
        self.head.show_summary(found, is_narrowed=bool(self.context.shared.filters))
        if [one.key for one in found.facets] != [one.key for one in self._facets]:
            self._rebuild(found.facets)
        for section in self.sections.values():
            section.show_choice(self.context.shared.filters)
        if not found.items:
            self._explain_empty()
        self.pages.setCurrentWidget(self._full if found.items else self.empty)

    def _drop_unknown(self, unknown: Sequence[Filter]) -> None:
        """Take filters away that name what this library does not know, and say so."""
        names = ", ".join(filter_name(one) for one in unknown)
        self.context.notices.warn(
            self.tr("This library does not know what these filters ask for: %s.") % names
        )
        rest = [one for one in self.context.shared.filters if one not in unknown]
        self.context.shared.set_filters(rest, "session")

    def _explain_empty(self) -> None:
        self.empty.say(
            self.tr("Nothing to filter yet"), self.tr("Import photos, videos or film lists first.")
        )
        for action in self.context.actions.all():
            if action.name == "import.media":
                self.empty.offer(action.title.replace("&", ""), action.run, action.tip)

    def _rebuild(self, facets: Sequence[FacetKey]) -> None:
        """Make sections for these facets; those that are there stay."""
        self._facets = tuple(facets)
        for key in self.sections.keys() - {one.key for one in facets}:
            section = self.sections.pop(key)
            section.hide()
            section.deleteLater()
        before = list(self.sections)
        self._sort()
        if list(self.sections) != before:
            for place, section in enumerate(self.sections.values()):
                self._column.insertWidget(place, section)
        self._make_some()

    def _sort(self) -> None:
        made = self.sections
        self.sections = {one.key: made[one.key] for one in self._facets if one.key in made}

    @Slot()
    def _make_some(self) -> None:
        """Make the next sections, for a moment: the first photos bring a score of facets."""
        until = perf_counter() + MAKING_S
        for place, facet in enumerate(self._facets):
            if facet.key in self.sections:
                continue
            section = self.sections[facet.key] = self._make_section(facet)
            self._column.insertWidget(place, section)
            section.setVisible(self._is_sought(facet.key))
            section.set_open(on=self._is_open_at_first(facet.key, place))
            section.show_choice(self.context.shared.filters)
            self._read(section)
            if perf_counter() > until:
                self._makes.start()
                break
        self._sort()

    def _is_open_at_first(self, key: str, place: int) -> bool:
        return place < OPEN_AT_FIRST if self._open is None else key in self._open

    def _make_section(self, facet: FacetKey) -> FacetSection:
        section: FacetSection
        if facet.form == "values":
            section = made = ValueSection(facet)
            made.set_mode(self._modes.get(facet.key, "any"))
            made.toggled.connect(self._on_value)
            made.mode_chosen.connect(self._on_mode)
        else:
            section = ranged = RangeSection(facet)
            ranged.ranged.connect(self._on_range)
        section.opened.connect(self._on_opened)
        section.wanted.connect(self._on_wanted)
        section.cleared.connect(self._on_cleared)
        return section

    @Slot(object)
    def _on_page(self, page: ValuePage) -> None:
        section = self.sections.get(page.key)
        if isinstance(section, ValueSection):
            section.show_page(page)

    @Slot(object)
    def _on_histogram(self, shown: Histogram) -> None:
        section = self.sections.get(shown.key)
        if isinstance(section, RangeSection):
            section.show_histogram(shown)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, AppError):
            logger.info("the filters cannot be shown: %s", error)
        self.context.notices.error(error)

    # -- what the user does

    @Slot(str, str, bool, str)
    def _on_value(self, key: str, value: str, exclude: bool, mode: Mode) -> None:
        self._set(toggled(self.context.shared.filters, key, value, exclude=exclude, mode=mode))

    @Slot(str, str)
    def _on_mode(self, key: str, mode: Mode) -> None:
        self._modes[key] = mode
        choice = choice_of(self.context.shared.filters, key)
        chosen = Choice(key, choice.include, choice.exclude, mode, choice.low, choice.high)
        self._set(with_choice(self.context.shared.filters, chosen))

    @Slot(object)
    def _on_range(self, choice: Choice) -> None:
        self._set(with_choice(self.context.shared.filters, choice))

    @Slot(str)
    def _on_cleared(self, key: str) -> None:
        self._set(without_key(self.context.shared.filters, key))

    @Slot(str)
    def _on_wanted(self, key: str) -> None:
        self.sections[key].is_stale = True
        self._read(self.sections[key])

    @Slot(str, bool)
    def _on_opened(self, key: str, on: bool) -> None:
        places = {one.key: place for place, one in enumerate(self._facets)}
        coming = places.keys() - self.sections.keys()
        self._open = {name for name, section in self.sections.items() if section.is_open} | {
            name for name in coming if self._is_open_at_first(name, places[name])
        }
        if on:
            self._read(self.sections[key])

    @Slot(object)
    def _on_saved(self, filters: tuple[Filter, ...]) -> None:
        self._set(filters)

    @Slot(object)
    def _on_dropped(self, one: Filter) -> None:
        self._set([other for other in self.context.shared.filters if other != one])

    def ask_region(self) -> None:
        """Ask for a region and its brightness, and filter by it too."""
        dialog = RegionLightDialog(self)
        dialog.accepted.connect(lambda: self.add_region(dialog.value))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add_region(self, value: str) -> None:
        """Filter by the brightness of one more region; all that are chosen must hold."""
        filters = self.context.shared.filters
        if value not in choice_of(filters, REGION_LIGHT).include:
            self._set(toggled(filters, REGION_LIGHT, value, mode="all"))

    @Slot()
    def clear_all(self) -> None:
        """Let everything pass again."""
        self._set(())

    def _set(self, filters: Sequence[Filter]) -> None:
        self.context.shared.set_filters(filters, self.name)

    @Slot(str)
    def _show_found(self, _text: str) -> None:
        """Show only the facets whose name contains a text."""
        for key, section in self.sections.items():
            section.setVisible(self._is_sought(key))

    def _is_sought(self, key: str) -> bool:
        wanted = self.head.search.text().strip().casefold()
        return wanted in key_name(key).casefold() or wanted in key

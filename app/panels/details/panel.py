"""The details panel: everything known of the selected item."""

import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.context import Panel, PanelContext, panels
from app.jobs import Job
from app.panels.details import reading
from app.panels.details.reading import Shown
from app.panels.details.sections import (
    FacetsSection,
    FactsSection,
    OwnSection,
    Section,
    TextsSection,
    long_label,
)
from app.services.facet_choices import choice_of, toggled
from app.services.types import Filter, ItemDetails, Query
from app.widgets.controls import breakable, tool_button
from app.widgets.empty_state import EmptyState
from app.widgets.error_texts import error_text, service_text
from app.widgets.examples import with_example
from app.widgets.facts import name_of
from app.widgets.film_strip import FilmStrip
from app.widgets.filter_names import value_name
from app.widgets.flow_layout import FlowLayout
from app.widgets.item_menu import ItemMenu
from app.widgets.labelling import Labeller
from app.widgets.mask_button import MaskButton
from app.widgets.numbers import numeral
from app.widgets.scene_graph.region_canvas import RegionCanvas
from common.errors import AppError
from common.values import Facet, Hit

logger = logging.getLogger(__name__)

_SETTLE_MS = 60  # a selection that moves on is not read
EXAMPLE = "example"  # who selects an item where none was


@panels.register("details")
class DetailsPanel(Panel):
    """Picture, facts, texts, facets, shots and the user's own marks of the current item."""

    name = "details"
    area = "right"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._item: int | None = None
        self._details: ItemDetails | None = None
        self._job: Job | None = None  # that reads what is selected
        self._labeller = Labeller(context, self, self.name)
        self.empty = EmptyState()
        self._make_parts()
        self._lay_out()
        self._connect()
        self._show_selection()

    def _make_parts(self) -> None:
        items, jobs = self.context.services.items, self.context.jobs
        self.canvas = RegionCanvas()
        self.canvas.zooms_by_wheel = False
        self.canvas.setFixedHeight(230)
        self.canvas.setToolTip(
            self.tr("Click to open it large; Shift and drag takes a part of it, to drag elsewhere")
        )
        self.canvas.setCursor(Qt.CursorShape.PointingHandCursor)
        self.heading = long_label("")
        font = self.heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        self.heading.setFont(font)
        self.note = long_label("")
        self.note.hide()
        self.boxes_button = self._tool(
            self.tr("Boxes"), self.tr("Show the objects that were found"), self._show_boxes
        )
        self.boxes_button.setCheckable(True)
        self.masks = MaskButton(self.context, self.canvas)
        self.facts, self.texts = FactsSection(), TextsSection()
        self.facets, self.own = FacetsSection(), OwnSection()
        self.shots = Section(self.tr("Shots"))
        self.strip = FilmStrip(items, jobs)
        self.strip.setAccessibleName(self.tr("Shots of the video"))
        self.shots.box.addWidget(self.strip)
        self.similar = Section(self.tr("Similar"))
        self.similar_strip = FilmStrip(items, jobs)
        self.similar_strip.setAccessibleName(self.tr("Similar items"))
        self.similar.box.addWidget(self.similar_strip)

    def _tool(self, text: str, tip: str, run: Any) -> QToolButton:
        return tool_button(text, tip, run)

    def _lay_out(self) -> None:
        trigger = self.context.actions.trigger
        self.tools = QWidget()
        row = FlowLayout(self.tools)  # wraps in a narrow dock
        for text, tip, name in (
            (self.tr("Open"), self.tr("Show large or play (Ctrl+Return)"), "item.open"),
            (self.tr("Copy path"), self.tr("Copy path (Ctrl+Shift+C)"), "item.copy-path"),
            (self.tr("Folder"), self.tr("Show in file manager (Ctrl+Shift+R)"), "item.reveal"),
        ):
            row.addWidget(self._tool(text, tip, partial(trigger, name)))
        row.addWidget(self.boxes_button)
        row.addWidget(self.masks)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.tools.setSizePolicy(policy)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(8, 8, 8, 8)
        for widget in (
            self.canvas, self.tools, self.heading, self.note, self.shots, self.texts, self.own,
            self.facts, self.facets, self.similar,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        self.scroll_area = QScrollArea()
        self.scroll_area.setAccessibleName(self.tr("Details of the item"))
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.scroll_area.setWidget(content)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.scroll_area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)

    def _connect(self) -> None:
        shared = self.context.shared
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._load)
        shared.selection_changed.connect(self._on_selection)
        shared.items_changed.connect(self._on_changed)
        shared.labels_changed.connect(self._on_changed)
        self.canvas.pressed.connect(partial(self.context.actions.trigger, "item.open"))
        self.strip.chosen.connect(shared.opened)
        for strip in (self.strip, self.similar_strip):
            ItemMenu(self.context, strip, strip.items_at, self.name)
        ItemMenu(self.context, self.canvas, lambda _place: list(shared.selection), self.name)
        self.similar_strip.chosen.connect(self._on_similar_chosen)
        shared.filters_changed.connect(self._on_filters)
        self.facets.show_filters(shared.filters)
        self.facets.filtered.connect(self.add_filter)
        self.facets.searched.connect(self._on_searched)
        self.own.labelled.connect(self._on_labelled)
        self.own.tagged.connect(self._on_tagged)
        self.own.listed.connect(self._on_listed)

    # -- Panel

    @property
    def title(self) -> str:
        """Title of the panel."""
        return self.tr("Details")

    @property
    def is_idle(self) -> bool:
        """Whether everything of the item is shown."""
        is_read = self._job is None or self._job.is_done
        return is_read and not self._settle.isActive() and self.masks.is_idle

    def focus_main(self) -> None:
        """Put the keyboard where the details scroll."""
        self.scroll_area.setFocus()

    def save_state(self) -> dict[str, Any]:
        """Return whether boxes are shown."""
        return {"boxes": self.boxes_button.isChecked(), "areas": self.masks.chosen}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned."""
        self.boxes_button.setChecked(state.get("boxes") is True)
        if isinstance(state.get("areas"), str) and state["areas"] != self.masks.chosen:
            self.masks.choose(state["areas"])

    # -- reading

    @Slot(object, str)
    def _on_selection(self, _items: object, _source: str) -> None:
        self._settle.start()

    @Slot(str)
    def _on_changed(self, _source: str) -> None:
        self._settle.start()

    def _show_selection(self) -> None:
        self._settle.start()

    @Slot()
    def _load(self) -> None:
        selection = self.context.shared.selection
        if self._job is not None:
            self._job.cancel()  # also where nothing takes its place
        if not selection:
            self._item = self._details = None
            self.empty.say(
                self.tr("Nothing is selected"),
                self.tr("Select an item on the wall or in a list to see what is known of it."),
            )
            show = partial(self.context.shared.select, source=EXAMPLE)
            self.empty.offer(
                self.tr("Show an example"), partial(with_example, self.context, 1, show)
            )
            self.pages.setCurrentWidget(self.empty)
            return
        services = self.context.services
        if len(selection) > 1:
            summed = partial(reading.sum_up, services, selection)
            job = self.context.jobs.submit("io", summed, replaces="details")
            job.succeeded.connect(self._on_summed)
        else:
            work = partial(reading.read, services, selection[0])
            job = self.context.jobs.submit("io", work, replaces="details")
            job.succeeded.connect(self._on_read)
        job.failed.connect(self._on_failed)
        self._job = job

    @Slot(object)
    def _on_read(self, shown: Shown) -> None:
        details = shown.details
        is_new = self._item != details.id
        self._item, self._details = details.id, details
        self.canvas.set_item(details.id)
        self.canvas.show_image(shown.image, shown.full, keep_view=False)
        self.canvas.setVisible(not shown.image.isNull())
        self.heading.setText(breakable(name_of(details)))
        self.note.setText(self.tr("Thumbnail only: %s") % shown.note if shown.note else "")
        self.note.setVisible(bool(shown.note))
        self.boxes_button.setVisible(bool(details.boxes))
        self.masks.set_item(details.id)
        self._show_boxes()
        self.tools.show()
        self.texts.show_item(details)
        self.facts.show_item(details, shown.people)
        self.facets.show_item(details)
        items = [hit.item for hit in shown.shots]
        place = items.index(details.id) if details.id in items else 0
        self.strip.show_hits(shown.shots, place)
        self.shots.setVisible(bool(shown.shots))
        self._show_own(details, shown.known)
        self.pages.setCurrentWidget(self.scroll_area)
        if is_new:
            self.scroll_area.verticalScrollBar().setValue(0)
            self.similar.hide()
        if is_new or not self.similar_strip.hits:
            self._ask_similar(details)

    def _show_own(self, details: ItemDetails, known: dict[str, list[str]]) -> None:
        items = self.context.services.items
        tags = [f.value for f in details.facets if f.key == "tag" and f.source == "user"]
        names = {
            "tag": tags,
            "bucket": list(details.buckets),
            "watchlist": list(details.watchlists),
        }
        self.own.show_state(
            details.labels.get(self.context.shared.label_set, 0),
            names,
            known,
            can_write=not items.is_read_only,
            why_not=self.tr("Read-only: %s") % service_text(items.read_only_reason),
        )

    @Slot(object)
    def _on_summed(
        self, summed: tuple[list[tuple[str, int]], list[Facet], tuple[str, str]]
    ) -> None:
        """Show what several items have in common."""
        kinds, facets, years = summed
        self._item = self._details = None
        count = len(self.context.shared.selection)
        self.heading.setText(self.tr("%s items") % numeral(count))
        for widget in (
            self.canvas, self.tools, self.note, self.texts, self.shots, self.own, self.similar,
        ):  # fmt: skip
            widget.hide()
        rows = [(value_name("kind", kind), numeral(number)) for kind, number in kinds]
        if years[0]:
            rows.append((self.tr("Years"), " – ".join(dict.fromkeys(years))))
        self.facts.show_rows(rows)
        self.facets.show_facets(facets)
        self.pages.setCurrentWidget(self.scroll_area)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self.empty.say(*error_text(error))
            self.pages.setCurrentWidget(self.empty)
        else:
            self.context.notices.error(error)

    # -- similar

    def _ask_similar(self, details: ItemDetails) -> None:
        self.similar_strip.show_hits(())
        if not details.vectors:
            return
        work = partial(reading.similar, self.context.services, details.id)
        job = self.context.jobs.submit("io", work, replaces="details-similar")
        job.succeeded.connect(self._on_similar)
        job.failed.connect(self._on_no_similar)

    @Slot(object)
    def _on_similar(self, answer: tuple[int, tuple[Hit, ...]]) -> None:
        item, hits = answer
        if item == self._item:
            self.similar_strip.show_hits(hits)
            self.similar.setVisible(bool(hits))

    @Slot(object)
    def _on_no_similar(self, error: Exception) -> None:
        logger.info("no similar items: %s", error)

    @Slot(int, float)
    def _on_similar_chosen(self, item: int, _seconds: float) -> None:
        self.context.shared.select([item], self.name)

    # -- changing

    @Slot(object, str)
    def _on_filters(self, filters: tuple[Filter, ...], _source: str) -> None:
        self.facets.show_filters(filters)

    def _show_boxes(self) -> None:
        shown = self._details.boxes if self._details and self.boxes_button.isChecked() else ()
        self.canvas.show_boxes(shown)

    @Slot(str, str)
    def add_filter(self, key: str, value: str) -> None:
        """Filter by a facet, or no longer; of several values an item must have all."""
        filters = self.context.shared.filters
        narrows = len(choice_of(filters, key).include) == 1
        changed = toggled(filters, key, value, mode="all" if narrows else None)
        self.context.shared.set_filters(changed, self.name)

    @Slot(str)
    def _on_searched(self, value: str) -> None:
        self.context.shared.query_requested.emit(
            Query.of(value, filters=self.context.shared.filters)
        )

    @Slot(int)
    def _on_labelled(self, value: int) -> None:
        if self._item is not None:
            self._labeller.label([self._item], value)

    @Slot(str, bool)
    def _on_tagged(self, value: str, on: bool) -> None:
        if self._item is not None:
            self._labeller.tag([self._item], value, on=on)

    @Slot(str, str, bool)
    def _on_listed(self, kind: str, name: str, on: bool) -> None:
        if self._item is not None:
            self._labeller.list_in(kind, name, [self._item], on=on)

"""The search panel: asks, shows ranked hits with their reasons, and publishes them."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPixmap,
    QShortcut,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.context import Action, Panel, PanelContext, panels
from app.jobs import Job, Priority
from app.panels.search import work
from app.panels.search.query_bar import QueryBar, example_from
from app.panels.search.results import ResultView
from app.panels.search.trail import QueryTrail
from app.services.types import Example, Filter, Query
from app.widgets.chips import Chip, ChipRow
from app.widgets.filter_names import filter_name, query_name
from app.widgets.item_actions import selected_or_none
from common.errors import AppError
from common.values import ResultList

logger = logging.getLogger(__name__)

TYPING_MS = 160  # completions are looked up when typing rests for so long
BUSY_MS = 600  # a bar shows that a search runs only after so long
_EXAMPLE_SIDE = 96  # pixels


@panels.register("search")
class SearchPanel(Panel):
    """One box for words, pictures and sequences; hits with score parts and a live threshold."""

    name = "search"
    area = "left"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._job: Job | None = None
        self._trail = QueryTrail()
        self._last = Query()
        self.bar = QueryBar(context.services.settings.search.fusion)
        self.filter_row = ChipRow()
        self.filter_row.setAccessibleName(self.tr("Filters"))
        self.results = ResultView(context, self.name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 4)
        layout.addWidget(self.bar)
        layout.addWidget(self.filter_row)
        layout.addWidget(self.results, 1)
        self.setAcceptDrops(True)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._busy = QTimer(self, singleShot=True, interval=BUSY_MS)
        self._connect()
        self._add_actions()
        self._add_shortcuts()
        self._show_filters(context.shared.filters)
        self._greet()

    def _connect(self) -> None:
        shared = self.context.shared
        self.bar.submitted.connect(self.run)
        self.bar.edited.connect(lambda _text: self._typing.start())
        self.bar.history_wanted.connect(self._offer_history)
        self.bar.example_changed.connect(self._on_example)
        self._typing.timeout.connect(self._look_up)
        self._busy.timeout.connect(self.results.show_busy)
        self.results.relaxed.connect(self.drop_filter)
        self.results.cancel_wanted.connect(self.cancel)
        shared.filters_changed.connect(self._on_filters)
        shared.query_requested.connect(self.ask)
        shared.results_changed.connect(self._on_results)
        shared.items_changed.connect(self._on_items_changed)
        shared.labels_changed.connect(self._on_labels)
        shared.settings_changed.connect(self._on_setting)

    def _add_actions(self) -> None:
        tr, shared = self.tr, self.context.shared
        for action in (
            Action(
                "search.focus", tr("Search"), self.focus_main, "Ctrl+F", "Edit",
                tip=tr("Go to the search box"), icon="search",
            ),
            Action(
                "item.find-similar", tr("Search by this item"), self.find_similar, "Ctrl+E",
                for_items=True, tip=tr("Find what looks like the selected item"),
                is_enabled=selected_or_none(shared), icon="search",
            ),
        ):  # fmt: skip
            self.context.actions.add(action)

    def _add_shortcuts(self) -> None:
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, run in (("Alt+Left", self.go_back), ("Alt+Right", self.go_forward)):
            QShortcut(QKeySequence(keys), self, run, context=scope)

    # -- Panel

    @property
    def title(self) -> str:
        """Title of the panel."""
        return self.tr("Search")

    @property
    def is_idle(self) -> bool:
        """Whether no search runs."""
        return self._job is None and self.results.grid.is_idle

    def focus_main(self) -> None:
        """Put the keyboard into the box."""
        self.bar.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.box.selectAll()

    def save_state(self) -> dict[str, Any]:
        """Return the query, the trail and how results are shown."""
        return {
            "query": self._last.to_json(),
            "trail": self._trail.to_json(),
            "view": self.results.save_state(),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back the query and run it; unknown or bad entries are ignored."""
        self._trail.restore(state.get("trail"))
        view = state.get("view")
        if isinstance(view, Mapping):
            self.results.restore_state(view)
        try:
            query = Query.from_json(state.get("query", {}))
        except AppError as error:
            logger.info("the saved query was ignored: %s", error)
            return
        if query != Query():
            self.ask(query, remember=False)

    # -- asking

    @property
    def query(self) -> Query:
        """The query as it stands in the panel, with the shared filters."""
        return replace(self.bar.query(), filters=tuple(self.context.shared.filters))

    @Slot(object)
    def ask(self, query: Query, *, remember: bool = True) -> None:
        """Show a query, its filters too, and run it."""
        self.bar.set_query(query)
        self.context.shared.set_filters(query.filters, self.name)
        self._show_filters(query.filters)
        self.run(remember=remember)

    @Slot()
    def run(self, *, remember: bool = True) -> None:
        """Run the query that stands in the panel; a running one is cancelled."""
        self._typing.stop()
        query = self.query
        self._last = query
        if not (work.asks(query) or query.filters):
            self.cancel()
            self._greet()
            if self.context.shared.results.by_filters:
                self.context.shared.show_results(ResultList(""), self.name)
            return
        if remember:
            self._trail.add(query)
        self._busy.start()
        job_work = partial(work.search, self.context.services, query)
        job = self.context.jobs.submit(
            "io", job_work, replaces="search", priority=Priority.INTERACTIVE
        )
        self._job = job
        job.succeeded.connect(self._on_found)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        job.progressed.connect(self.results.show_progress)

    def cancel(self) -> None:
        """Stop the search that runs."""
        if self._job is not None:
            self._job.cancel()

    def find_similar(self) -> None:
        """Search by the current item alone."""
        item = self.context.shared.current
        if item is not None:
            self.context.shared.query_requested.emit(Query.of(example=Example(item=item)))

    def go_back(self) -> None:
        """Go to the query before this one."""
        self._walk(-1)

    def go_forward(self) -> None:
        """Go to the query after this one."""
        self._walk(1)

    def _walk(self, steps: int) -> None:
        query = self._trail.go(steps)
        if query is not None:
            self.ask(query, remember=False)

    def step_hit(self, steps: int) -> bool:
        """Select the next or previous hit of the shared list; goes round at the ends."""
        hits = self.context.shared.results.hits
        if not hits:
            return False
        items = [hit.item for hit in hits]
        current = self.context.shared.current
        place = items.index(current) + steps if current in items else (0 if steps > 0 else -1)
        self.context.shared.select([items[place % len(items)]], f"{self.name}-keys")
        return True

    # -- answers

    def _end(self) -> None:
        self._job = None
        self._busy.stop()
        self.results.show_idle()

    @Slot(object)
    def _on_found(self, found: ResultList) -> None:
        self._end()
        found = replace(found, by_filters=not work.asks(self._last))
        self.results.show_results(found)
        self.results.show_labels(self._labels())
        self.context.shared.show_results(found, self.name)
        if not found.hits and self._last.filters:
            self._look_for_ways(self._last)

    def _look_for_ways(self, query: Query) -> None:
        """Ask which filter to drop so that something is found."""
        job = self.context.jobs.submit(
            "io", partial(work.relaxations, self.context.services, query), replaces="search-ways"
        )
        job.succeeded.connect(self._on_ways)

    @Slot(object)
    def _on_ways(self, found: tuple[Query, list[tuple[Filter, int]]]) -> None:
        query, ways = found
        if query == self._last and not self.context.shared.results.hits:
            self.results.offer_ways(ways)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, AppError):
            self.results.explain(error.what, error.hint)
        else:
            self.context.notices.error(error)

    @Slot()
    def _on_cancelled(self) -> None:
        if self.sender() is self._job or self._job is None or self._job.is_done:
            self._end()

    @Slot(object, str)
    def _on_results(self, found: ResultList, source: str) -> None:
        """Show what another panel found, so that the one list is seen here too."""
        if source != self.name:
            self.results.show_results(found)
            self.results.show_labels(self._labels())

    @Slot(str)
    def _on_labels(self, _source: str) -> None:
        self.results.show_labels(self._labels())

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        if self.results.is_greeting:
            self._greet()

    def _labels(self) -> dict[int, int]:
        return self.context.services.items.labels(self.context.shared.label_set)

    # -- filters

    @Slot(object, str)
    def _on_filters(self, filters: tuple[Filter, ...], source: str) -> None:
        self._show_filters(filters)
        if source != self.name:
            self.run()

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if name == "search.fusion":
            self.bar.set_default_fusion(self.context.services.settings.search.fusion)

    def _show_filters(self, filters: Sequence[Filter]) -> None:
        self.filter_row.clear()
        for one in filters:
            chip = Chip(filter_name(one), removable=True)
            chip.removed.connect(partial(self.drop_filter, one))
            self.filter_row.add(chip)

    def drop_filter(self, one: Filter) -> None:
        """Take a filter away and search again."""
        kept = [other for other in self.context.shared.filters if other != one]
        self.context.shared.set_filters(kept, self.name)
        self.run()

    # -- help

    def _look_up(self) -> None:
        text = self.bar.box.text().strip()
        if not text:
            self.bar.suggest([])
            return
        job_work = partial(work.suggest, self.context.services, text)
        job = self.context.jobs.submit(
            "io", job_work, replaces="search-suggest", priority=Priority.INTERACTIVE
        )
        job.succeeded.connect(self._on_suggestions)
        job.failed.connect(self._on_no_suggestions)

    @Slot(object)
    def _on_suggestions(self, answer: tuple[str, list[str]]) -> None:
        text, words = answer
        if text == self.bar.box.text().strip() and self._job is None:
            self.bar.suggest(words)

    @Slot(object)
    def _on_no_suggestions(self, error: Exception) -> None:
        logger.warning("no completions: %s", error)

    def _offer_history(self) -> None:
        self.bar.suggest(self._trail.texts(), show=True)

    def _greet(self) -> None:
        """Say what can be searched; example queries follow when they are found."""
        self.results.greet()
        job_work = partial(work.examples, self.context.services)
        job = self.context.jobs.submit("io", job_work, replaces="search-examples")
        job.succeeded.connect(self._on_examples)
        job.failed.connect(self._on_no_suggestions)

    @Slot(object)
    def _on_examples(self, answer: tuple[int, list[Query]]) -> None:
        count, queries = answer
        if self.results.is_greeting:
            self.results.greet(count, [(query_name(q), partial(self.ask, q)) for q in queries])

    # -- pictures

    @Slot(object)
    def _on_example(self, example: Example | None) -> None:
        if example is not None:
            job_work = partial(work.picture_of, self.context.services, example)
            job = self.context.jobs.submit("io", job_work, replaces="search-example")
            job.succeeded.connect(self._on_example_picture)
            job.failed.connect(self._on_no_suggestions)

    @Slot(object)
    def _on_example_picture(self, answer: tuple[Example, QImage, str]) -> None:
        example, image, name = answer
        if example == self.bar.example and not image.isNull():
            scaled = image.scaled(
                QSize(_EXAMPLE_SIDE, _EXAMPLE_SIDE), Qt.AspectRatioMode.KeepAspectRatio
            )
            self.bar.show_example_picture(QPixmap.fromImage(scaled), name)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pictures and items."""
        data = event.mimeData()
        if data.hasImage() or data.hasUrls() or example_from(data) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Search by what was dropped."""
        example = example_from(event.mimeData())
        if example is not None:
            event.acceptProposedAction()
            self.bar.set_example(example)
        elif event.mimeData().hasUrls():
            self.context.notices.warn(
                self.tr("This picture is on the network. Save it, then drop the file here.")
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops a search; a pasted picture is searched by."""
        if event.key() == Qt.Key.Key_Escape and self._job is not None:
            self.cancel()
        elif event.matches(QKeySequence.StandardKey.Paste):
            example = example_from(QGuiApplication.clipboard().mimeData())
            if example is not None:
                self.bar.set_example(example)
        else:
            super().keyPressEvent(event)

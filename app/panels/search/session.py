"""The query of the panel: changes it as steps of the history, searches, remembers."""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.search import asking_work
from app.panels.search.draft import asked, asks, main_place, with_text
from app.panels.search.trail import QueryTrail
from app.services.types import Query, SearchResults
from app.widgets.asking import Asking
from app.widgets.view_undo import ViewParts
from common.values import ResultList

logger = logging.getLogger(__name__)

PART = "search.query"
SOON_MS = 180  # several quick changes are one search
TYPING_MS = 350  # results follow the words when typing rests for so long


class SearchSession(Asking):
    """Holds the one query that box, chips and editors show.

    Its filters are those that all panels share; they are put in when it is asked.

    Args:
        context: services, jobs, shared state.
        source: name of the panel.
        parent: the panel.
    """

    query_changed = Signal(object)  # Query; show it everywhere
    found = Signal(object)  # SearchResults
    cleared = Signal()  # nothing is asked any more
    progressed = Signal(object)  # Progress
    trail_changed = Signal()

    def __init__(self, context: PanelContext, source: str, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._source = source
        self.query = Query()
        self.last = Query()  # asked last, with its filters
        self.results: SearchResults | None = None  # its answer, once it is there
        self.trail = QueryTrail()
        self.fit: Callable[[Query], Query] = lambda query: query  # options of words just typed
        self._remember = True
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._run_soon)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._on_rest)
        self.undo = ViewParts(context.shared, self)
        self.undo.add(PART, lambda: self.query, self._bring_back)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked and nothing is about to be asked."""
        return self._job is None and not self._soon.isActive() and not self._typing.isActive()

    @property
    def full(self) -> Query:
        """What is searched for: parts that ask something, and the shared filters."""
        return replace(asked(self.query), filters=tuple(self._context.shared.filters))

    # -- changes of the query

    def take(self, query: Query, what: str, *, gesture: str = "", run: bool = True) -> None:
        """Make query the one on view, as a step that can be undone.

        Args:
            query: new.
            what: was done, for the history.
            gesture: changes of one gesture that follow quickly become one step.
            run: search by it, when changes rest.
        """
        if query == self.query:
            return
        same = asked(query) == asked(self.query)
        self.query = replace(query, filters=())
        self.undo.note(PART, what, gesture)
        self.query_changed.emit(self.query)
        if run and not same:
            self._remember = True
            self._soon.start()

    def type_text(self, stage: int, text: str) -> None:
        """Follow the words that are being typed; a step of the history when they are searched."""
        is_new = main_place(self.query, stage) is None
        self.query = with_text(self.query, stage, text)
        if is_new and not stage:
            self.query = self.fit(self.query)
        self._typing.stop()
        if self._context.services.settings.search.live:
            self._typing.start()

    @Slot()
    def _on_rest(self) -> None:
        self.commit_text()
        self.run()

    def commit_text(self) -> None:
        """Make what was typed a step of the history."""
        self._typing.stop()
        self.undo.note(PART, self.tr("Search for other words"), "search-typing")
        self.query_changed.emit(self.query)

    def _bring_back(self, query: Any) -> None:
        if isinstance(query, Query):
            self.query = query
            self.query_changed.emit(query)
            self.run(remember=False)
            if not asks(self.last) and not self.last.filters:
                self._context.shared.withdraw_results(self._source)

    # -- asking

    def ask(self, query: Query, *, remember: bool = True, what: str = "") -> None:
        """Show a query, its filters too, and run it."""
        self._context.shared.set_filters(query.filters, self._source)
        self.query = replace(query, filters=())
        self.undo.note(PART, what or self.tr("Another search"))
        self.query_changed.emit(self.query)
        self.run(remember=remember)

    @Slot()
    def _run_soon(self) -> None:
        self.run(remember=self._remember)

    def bring(self, query: Query) -> None:
        """Show a query of a session without running it."""
        self.query = query
        self.query_changed.emit(query)

    def run(self, *, remember: bool = True) -> None:
        """Search by the query on view; a search that runs is cancelled."""
        self._soon.stop()
        self._typing.stop()
        before, query = self.last, self.full
        self.last = query
        if not asks(query) and not query.filters:
            self.cancel()
            self.results = None
            self.cleared.emit()
            return
        if remember:
            self.trail.add(query)
            self.trail_changed.emit()
        if self.results is not None and self.results.asked == before:
            weights = asking_work.only_weighed(before, query, self.results)
            if weights is not None:
                self._submit(
                    partial(
                        asking_work.merge_anew,
                        self._context.services,
                        self.results,
                        query,
                        weights,
                    )
                )
                return
        self._submit(partial(asking_work.search, self._context.services, query))

    def _submit(self, work: Any) -> None:
        job: Job = self._context.jobs.submit(
            "io", work, replaces="search", priority=Priority.INTERACTIVE
        )
        job.progressed.connect(self.progressed)
        self._follow(job, self._on_found)

    @Slot(object)
    def _on_found(self, results: ResultList) -> None:
        self._job = None
        results = replace(results, by_filters=not asks(self.last))
        if isinstance(results, SearchResults):
            self.results = results
            if self.trail.is_at(self.last):
                self.trail.found(results)
                self.trail_changed.emit()
        self.found.emit(results)
        self.ended.emit()

    def adopt(self, results: ResultList) -> None:
        """Follow a list that another panel merged from the same search by another rule."""
        if not isinstance(results, SearchResults) or self.results is None:
            return
        if replace(results.asked, fusion="auto") != replace(self.last, fusion="auto"):
            return
        self.results, self.last = results, results.asked
        if self.query.fusion != results.asked.fusion:
            self.query = replace(self.query, fusion=results.asked.fusion)
            self.undo.sync()
            self.query_changed.emit(self.query)

    def go(self, steps: int) -> None:
        """Go to an earlier or later query."""
        query = self.trail.go(steps)
        if query is not None:
            what = self.tr("Back to the search before") if steps < 0 else self.tr("On to the next")
            self.ask(query, remember=False, what=what)
            self.trail_changed.emit()

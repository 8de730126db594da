"""Rankings against each other: movement since the list before, and fusion by another rule."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot

from app.context import PanelContext
from app.jobs import Priority
from app.panels.results.flip import FlipBar, Preview, can_flip, moves_of
from app.panels.results.head import ResultHead
from app.panels.results.session import ResultSession
from app.services.types import Pool, SearchResults
from app.widgets.search_names import rule_names
from common.jobs import JobContext
from common.values import ResultList

FUSION = "results.fusion"
SOURCE = "results"
MOST_EARLIER = 12  # lists that are kept to compare with
MOST_HITS = 5000  # of those before the newest one


class Ranking(QObject):
    """Compares lists, and flips the rule by which one was merged.

    Args:
        context: services, jobs, shared state.
        session: shows previews and movement.
        head: its buttons are connected.
        bar: shown while a rule is tried.
        parent: the panel.
    """

    def __init__(
        self,
        context: PanelContext,
        session: ResultSession,
        head: ResultHead,
        bar: FlipBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._session = session
        self._head = head
        self.bar = bar
        self.earlier: tuple[ResultList, ...] = ()
        self._last = ResultList("")
        head.move_button.toggled.connect(self.compare)
        head.move_button.clicked.connect(self._on_movement)
        head.fusion_button.clicked.connect(self._on_fusion)
        bar.previewed.connect(self._on_preview)
        bar.accepted.connect(self._on_accepted)
        bar.rejected.connect(self._on_rejected)
        session.undo.add(FUSION, self._rule, self._bring_rule)

    def take(self, results: ResultList) -> None:
        """Take notice of another list, before the session shows it."""
        if self.bar.is_open:
            self.bar.end()
        if self._last.hits and self._last is not results:
            older = tuple(map(_shortened, self.earlier))
            self.earlier = (_light(self._last), *older)[:MOST_EARLIER]
        self._last = results
        self._session.earlier = self.earlier
        self._show_button(results)

    def swap(self, results: ResultList) -> None:
        """Take notice of the same list with fewer hits."""
        self.bar.end()
        self._last = results

    @Slot()
    def compare(self) -> None:
        """Read how hits moved against the list before, if that is wanted."""
        wanted = self._head.move_button.isChecked()
        if not wanted or not self.earlier or not self._last.hits:
            self._session.take_moves({})
            return
        job = self._context.jobs.submit(
            "io",
            partial(_moves, self._context.services, self.earlier[0], self._last),
            replaces="results-moves",
        )
        job.succeeded.connect(partial(self._on_moves, self._last))
        job.failed.connect(self._context.notices.error)

    def _on_moves(self, results: ResultList, moves: dict[int, int | None]) -> None:
        if results is self._last and not self.bar.is_open:
            self._session.take_moves(moves)

    @Slot(bool)
    def _on_movement(self, on: bool) -> None:
        if on and not self.earlier:
            self._context.notices.info(
                self.tr("There is no earlier list yet: movement shows from the next one on.")
            )

    # -- fusion

    def _show_button(self, results: ResultList) -> None:
        button = self._head.fusion_button
        if isinstance(results, SearchResults) and can_flip(results):
            title = rule_names().get(results.rule, (results.rule, ""))[0]
            button.setText(self.tr("Fusion: %s") % title)
            button.setToolTip(self.tr("Merge the parts by another rule, without a new search (F)"))
        else:
            button.setText(self.tr("Fusion"))
            button.setToolTip(self.why_not(results))

    def why_not(self, results: ResultList) -> str:
        """Return why a list cannot be merged by another rule."""
        if not results.hits:
            return self.tr("There is no list to merge by another rule.")
        if not isinstance(results, SearchResults):
            return self.tr("This list comes from no search: it was not merged from others.")
        return self.tr("Only one list was found, there is nothing to merge: ask by a second part.")

    @Slot()
    def _on_fusion(self) -> None:
        self.flip(1)

    def flip(self, steps: int) -> None:
        """Try the next (1) or previous (-1) rule."""
        results = self._session.results
        if self.bar.is_open:
            self.bar.step(steps)
        elif isinstance(results, SearchResults) and can_flip(results):
            self.bar.begin(results, steps)
        else:
            self._context.notices.info(self.why_not(results))

    @Slot(object)
    def _on_preview(self, preview: Preview) -> None:
        self._session.show_preview(preview.results, preview.moves)

    @Slot(object)
    def _on_accepted(self, preview: Preview) -> None:
        self._context.shared.note("results.fusion", {"rule": preview.rule})
        before = self._rule()
        self._session.show_preview(None, {})
        self._context.shared.show_results(preview.results, SOURCE)
        if before != preview.rule:
            title = rule_names().get(preview.rule, (preview.rule, ""))[0]
            self._context.shared.view_changed.emit(
                FUSION, before, preview.rule, self.tr("Fusion: %s") % title, ""
            )
        self._head.move_button.setChecked(True)

    @Slot()
    def _on_rejected(self) -> None:
        self._session.show_preview(None, {})
        self.compare()

    def _rule(self) -> str:
        results = self._session.results
        return results.rule if isinstance(results, SearchResults) else ""

    def _bring_rule(self, rule: str) -> None:
        """Merge by a rule of before: a step of the history was taken back."""
        results = self._session.results
        if isinstance(results, SearchResults) and can_flip(results) and rule in rule_names():
            job = self._context.jobs.submit(
                "io",
                partial(_refuse, self._context.services, results, rule),
                replaces="results-flip",
                priority=Priority.INTERACTIVE,
            )
            job.succeeded.connect(self._on_refused)
            job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_refused(self, results: SearchResults) -> None:
        self._context.shared.show_results(results, SOURCE)


def _light(results: ResultList) -> ResultList:
    """Return a list without what it was merged from: lists of a million items are large."""
    if isinstance(results, SearchResults):
        return replace(results, pool=Pool(results.asked), scenes=())
    return results


def _shortened(results: ResultList) -> ResultList:
    """Return an older list with its first hits: twelve lists of 100,000 hits are large, too."""
    if len(results.hits) <= MOST_HITS:
        return results
    return replace(results, hits=results.hits[:MOST_HITS])


def _moves(
    services: Any, before: ResultList, after: ResultList, context: JobContext
) -> dict[int, int | None]:
    context.step(0)
    return moves_of(services.search.compare(before, after))


def _refuse(services: Any, results: SearchResults, rule: str, context: JobContext) -> SearchResults:
    context.step(0)
    found: SearchResults = services.search.refuse(results.pool, rule)
    return found

"""The query of the panel: reads sentences, searches, remembers what was asked."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.context import PanelContext
from app.jobs import Priority
from app.panels.lifelog import work
from app.panels.lifelog.conditions import What, with_conditions
from app.panels.lifelog.work import Found, Read
from app.services.types import Filter, LifelogOptions, lifelog_asked
from app.widgets.asking import Asking
from app.widgets.view_undo import ViewParts
from common.scenes import LifelogQuery, QueryPart, query_of_json, query_to_json

MOST_QUERIES = 100
_TITLE_LETTERS = 60
PART = "lifelog.query"


class LifelogSession(Asking):
    """Holds the one query that sentence, chips, graph and lines show.

    Args:
        context: services, jobs, shared state.
        parent: the panel.
    """

    query_changed = Signal(object)  # LifelogQuery; show it everywhere
    was_read = Signal(object)  # Read
    found = Signal(object)  # Found

    def __init__(self, context: PanelContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.query = LifelogQuery()
        self.options = LifelogOptions()
        self._history: list[LifelogQuery] = []
        self._place = -1
        self.undo = ViewParts(context.shared, self)
        self.undo.add(PART, lambda: self.query, self._bring_back)

    @property
    def asks(self) -> bool:
        """Whether the query asks for anything."""
        return any(not part.is_empty for part in self.query.parts)

    # -- changes of the query

    def take(self, query: LifelogQuery, what: str, *, run: bool = True) -> None:
        """Make query the one that is shown, as a step that can be undone.

        Args:
            query: new.
            what: was done, for the history.
            run: search by it at once.
        """
        is_dial = replace(self.query, within_s=query.within_s) == query
        self.query = query
        self.undo.note(PART, what, "lifelog-within" if is_dial else "")
        self.query_changed.emit(query)
        if run:
            self.run()

    def _bring_back(self, query: Any) -> None:
        if isinstance(query, LifelogQuery):
            self.query = query
            self.query_changed.emit(query)
            self.run(remember=False)

    def preview(self, text: str) -> None:
        """Read a text that is being typed; nothing is searched."""
        job = self._context.jobs.submit(
            "io", partial(work.read, self._context.services, text), replaces="lifelog-read"
        )
        job.succeeded.connect(self.was_read)

    def read_condition(self, number: int, gone: What | None, text: str) -> None:
        """Read a text as conditions and put them into a part."""
        job = self._context.jobs.submit(
            "io",
            partial(work.read, self._context.services, text),
            priority=Priority.INTERACTIVE,
        )
        job.succeeded.connect(partial(self._on_condition, number, gone))
        job.failed.connect(self.failed)

    def _on_condition(self, number: int, gone: What | None, read: Read) -> None:
        if not any(part.time or part.places or part.activities for part in read.query.parts):
            self._context.notices.info(
                self.tr("“%s” names no time, place or activity that is known here.") % read.text
            )
            return
        parts = self.query.parts or (QueryPart(),)
        number = min(number, len(parts) - 1)
        changed = with_conditions(parts[number], read.query, gone)
        parts = (*parts[:number], changed, *parts[number + 1 :])
        query = LifelogQuery(self.query.text, parts, self.query.ordered, self.query.within_s)
        self.take(query, self.tr("Change condition") if gone else self.tr("Add condition"))

    # -- searching

    def ask(self, text: str) -> None:
        """Read a sentence and search by it."""
        self._submit(text, remember=True)

    def run(self, *, remember: bool = True) -> None:
        """Search by the query; a running search is cancelled."""
        self._submit(self.query, remember=remember)

    def _submit(self, query: LifelogQuery | str, *, remember: bool) -> None:
        context = self._context
        function = partial(
            work.search, context.services, query, self.options, tuple(context.shared.filters)
        )
        job = context.jobs.submit(
            "io", function, replaces="lifelog-search", priority=Priority.INTERACTIVE
        )
        how = (self.options, tuple(context.shared.filters))
        self._follow(job, partial(self._on_found, isinstance(query, str), remember, how))

    def _on_found(
        self,
        is_new: bool,
        remember: bool,
        how: tuple[LifelogOptions, tuple[Filter, ...]],
        found: Found,
    ) -> None:
        self._job = None
        asked = lifelog_asked(found.query, *how)
        listed = replace(found.results.results, recipe=asked)
        found = replace(found, results=replace(found.results, results=listed))
        if is_new:
            self.query = found.query
            self.undo.note(PART, self.tr("Ask “%s”") % _short(found.query.text))
            self.query_changed.emit(found.query)
        if remember and self.asks:
            self._remember(self.query)
        self.found.emit(found)
        self.ended.emit()

    # -- history

    def _remember(self, query: LifelogQuery) -> None:
        if self._history and self._place >= 0 and self._history[self._place] == query:
            return
        self._history = [*self._history[: self._place + 1], query][-MOST_QUERIES:]
        self._place = len(self._history) - 1

    def walk(self, steps: int) -> None:
        """Go to a query asked before or after this one."""
        place = self._place + steps
        if 0 <= place < len(self._history):
            self._place = place
            self.query = self._history[place]
            self.undo.note(PART, self.tr("Go to “%s”") % _short(self.query.text))
            self.query_changed.emit(self.query)
            self.run(remember=False)

    def asked(self) -> list[LifelogQuery]:
        """Return the queries with different texts, newest first."""
        return list({query.text: query for query in self._history if query.text}.values())[::-1]

    # -- state

    def to_json(self) -> dict[str, Any]:
        """Return the query and the history as JSON types."""
        return {
            "query": query_to_json(self.query),
            "history": [query_to_json(query) for query in self._history],
            "place": self._place,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Bring back what to_json returned, or ask a sentence; what cannot be read is left out."""
        self._history = []
        history = state.get("history")
        for document in history if isinstance(history, list) else []:
            try:
                self._history.append(query_of_json(document))
            except (ValueError, TypeError):
                continue
        place = state.get("place")
        is_there = isinstance(place, int) and 0 <= place < len(self._history)
        self._place = int(place) if is_there else len(self._history) - 1  # type: ignore[arg-type]
        asked = state.get("query", {})
        if isinstance(asked, str):  # a sentence, as a person would write it
            self.ask(asked)
            return
        try:
            self.query = query_of_json(asked)
        except (ValueError, TypeError):
            self.query = LifelogQuery()
        self.undo.sync()
        self.query_changed.emit(self.query)
        if self.asks:
            self.run(remember=False)


def _short(text: str) -> str:
    return text if len(text) <= _TITLE_LETTERS else text[: _TITLE_LETTERS - 1].rstrip() + "…"

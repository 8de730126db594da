"""The query of a walk: which tags, which text, how weighed; searches and keeps the answer."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.context import PanelContext
from app.jobs import Priority
from app.panels.graph import work
from app.panels.graph.texts import tag_name
from app.services.knowledge import weighed
from app.services.types import Filter, Tag, TagAnswer, TagQuery, walk_asked
from app.widgets.asking import Asking
from app.widgets.view_undo import ViewParts
from common.values import ResultList

PART = "graph.query"


class WalkSession(Asking):
    """Holds the one query that chips, boxes and sliders show.

    Args:
        context: services, jobs, shared state.
        parent: the panel.
    """

    query_changed = Signal(object)  # TagQuery
    found = Signal(object)  # TagAnswer; its results are as `results` says
    weighed_anew = Signal()  # `results` is another list of the same answer
    cleared = Signal()  # nothing is asked any more

    def __init__(self, context: PanelContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.query = TagQuery(k=context.services.settings.search.results)
        self.answer: TagAnswer | None = None
        self.results = ResultList("")
        self._filters: tuple[Filter, ...] = ()  # of the walk that was asked for last
        self.undo = ViewParts(context.shared, self)
        self.undo.add(PART, lambda: self.query, self._bring_back)

    @property
    def asks(self) -> bool:
        """Whether the query asks for anything."""
        return bool(self.query.tags or self.query.text.strip())

    # -- changes of the query

    def add(self, tag: Tag, *, wanted: bool = True) -> None:
        """Begin from a tag too, or rule it out."""
        tags = tuple(each for each in self.query.tags if each != tag)
        without = tuple(each for each in self.query.without if each != tag)
        if wanted:
            self._take(
                replace(self.query, tags=(*tags, tag), without=without),
                self.tr("Walk from “%s”") % tag_name(tag),
            )
        else:
            self._take(
                replace(self.query, tags=tags, without=(*without, tag)),
                self.tr("Rule out “%s”") % tag_name(tag),
            )

    def toggle(self, tag: Tag) -> None:
        """Make a wanted tag one that is ruled out, and take that one away."""
        if tag in self.query.tags:
            self.add(tag, wanted=False)
        else:
            self.remove(tag)

    def remove(self, tag: Tag) -> None:
        """Take a tag away."""
        tags = tuple(each for each in self.query.tags if each != tag)
        without = tuple(each for each in self.query.without if each != tag)
        self._take(
            replace(self.query, tags=tags, without=without),
            self.tr("Take “%s” away") % tag_name(tag),
        )

    def remove_last(self) -> None:
        """Take the last tag away."""
        every = (*self.query.tags, *self.query.without)
        if every:
            self.remove(every[-1])

    def begin_from(self, tags: tuple[Tag, ...], title: str) -> None:
        """Make tags the whole query."""
        self._take(replace(self.query, tags=tags, without=(), text=""), title)

    def set_text(self, text: str) -> None:
        """Look for a text as well."""
        if text.strip() != self.query.text:
            self._take(
                replace(self.query, text=text.strip()), self.tr("Change the text of the walk")
            )
        else:
            self.run()

    def set_how(self, *, together: float, enough: int) -> None:
        """Link and stop in another way."""
        changed = replace(self.query, together=together, enough=enough)
        if changed != self.query:
            self._take(changed, self.tr("Change how tags are linked"), "graph-how")

    def set_weight(self, weight: float) -> None:
        """Weigh graph against text in another way; nothing is searched."""
        self.query = replace(self.query, weight=weight)
        self.undo.note(PART, self.tr("Weigh graph against text"), "graph-weight")
        self._weigh()

    def _take(self, query: TagQuery, title: str, gesture: str = "") -> None:
        self.query = query
        self.undo.note(PART, title, gesture)
        self.query_changed.emit(query)
        self.run()

    def _bring_back(self, query: Any) -> None:
        if isinstance(query, TagQuery):
            self.query = query
            self.query_changed.emit(query)
            self.run()

    # -- searching

    def run(self) -> None:
        """Walk; a walk that runs is cancelled."""
        if not self.asks:
            self.cancel()
            self.answer = None
            self.results = ResultList("")
            self.cleared.emit()
            return
        context = self._context
        self._filters = tuple(context.shared.filters)
        function = partial(work.walk, context.services, self.query, self._filters)
        job = context.jobs.submit(
            "io", function, replaces="graph-walk", priority=Priority.INTERACTIVE
        )
        self._follow(job, self._on_found)

    @Slot(object)
    def _on_found(self, answer: TagAnswer) -> None:
        self._job = None
        self.answer = answer
        self.results = self._listed(answer)  # the slider may have moved
        self.found.emit(answer)
        self.ended.emit()

    def _weigh(self) -> None:
        if self.answer is not None:
            self.results = self._listed(self.answer)
            self.weighed_anew.emit()

    def _listed(self, answer: TagAnswer) -> ResultList:
        """Return the list of an answer as it is weighed now."""
        hits = weighed(answer.pool, self.query.weight, self.query.k)
        return replace(answer.results, hits=hits, recipe=walk_asked(self.query, self._filters))

    # -- state

    def to_json(self) -> dict[str, Any]:
        """Return the query as JSON types."""
        query = self.query
        return {
            "tags": [list(tag) for tag in query.tags],
            "without": [list(tag) for tag in query.without],
            "text": query.text,
            "weight": query.weight,
            "together": query.together,
            "enough": query.enough,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Bring back what to_json returned; bad entries are ignored."""
        made = self.query
        made = replace(made, tags=_tags(state.get("tags")), without=_tags(state.get("without")))
        if isinstance(state.get("text"), str):
            made = replace(made, text=state["text"])
        weight, together = state.get("weight"), state.get("together")
        if isinstance(weight, int | float) and 0 <= weight <= 1:
            made = replace(made, weight=float(weight))
        if isinstance(together, int | float) and 0 <= together <= 1:
            made = replace(made, together=float(together))
        enough = state.get("enough")
        if isinstance(enough, int) and 1 <= enough <= 1_000_000:
            made = replace(made, enough=enough)
        self.query = replace(made, without=tuple(t for t in made.without if t not in made.tags))
        self.undo.sync()
        self.query_changed.emit(self.query)
        if self.asks:
            self.run()


def _tags(value: Any) -> tuple[Tag, ...]:
    pairs = value if isinstance(value, list) else []
    good = [
        Tag(*pair)
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair)
    ]
    return tuple(dict.fromkeys(good))

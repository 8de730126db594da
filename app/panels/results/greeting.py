"""What the panel says while there are no hits: what can be asked, or why nothing was found."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot

from app.context import PanelContext
from app.services.types import Filter, Query, SearchResults
from app.widgets.empty_state import EmptyState
from app.widgets.filter_names import query_name
from app.widgets.numbers import numeral
from app.widgets.relaxing import WaysOut, offer_relaxations
from app.widgets.result_titles import title_of
from app.widgets.search_names import said
from common.jobs import JobContext
from common.values import ResultList

# Facets whose values make a query that a person might type, best first.
EXAMPLE_RECIPES = (
    ("genre", "decade"),
    ("object",),
    ("concept",),
    ("tag",),
    ("country", "daytime"),
    ("director",),
    ("actor",),
    ("city",),
    ("genre",),
    ("camera",),
)
EXAMPLES = 5
MOST_SAID = 100  # letters of a query in a headline
IMPORT = "import.media"


class Greeting(QObject):
    """Fills the empty state of the results.

    Args:
        context: of the panel.
        empty: is filled.
        parent: owner.
    """

    def __init__(
        self, context: PanelContext, empty: EmptyState, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._empty = empty
        self._found = ResultList("")
        self._greeted = False
        self._ways = WaysOut(context, empty, "results", self)

    @property
    def is_greeting(self) -> bool:
        """Whether nothing was asked yet."""
        return self._greeted

    def greet(self) -> None:
        """Say what can be asked; example queries follow when they are found."""
        self._greeted = True
        self._say(None, ())
        job = self._context.jobs.submit(
            "io", partial(examples, self._context.services), replaces="results-examples"
        )
        job.succeeded.connect(self._on_examples)

    @Slot(object)
    def _on_examples(self, answer: tuple[int, list[Query]]) -> None:
        if self._greeted:
            self._say(*answer)

    def _say(self, count: int | None, queries: Sequence[Query]) -> None:
        if count == 0:
            self._empty.say(
                self.tr("Nothing to search yet"),
                self.tr("Import photos, videos or film lists first."),
            )
            if IMPORT in {action.name for action in self._context.actions.all()}:
                run = partial(self._context.actions.trigger, IMPORT)
                self._empty.offer(self.tr("Import …"), run)
            return
        text = self.tr("Ask in the search panel (Ctrl+F): words, pictures, a canvas, sequences.")
        if queries:
            text += " " + self.tr("For example:")
        self._empty.say(self.tr("What are you looking for?"), text)
        for query in queries:
            title = query_name(query)
            ask = partial(self._context.shared.query_requested.emit, query)
            self._empty.offer(title, ask, self.tr("Search for “%s”") % title)

    def explain(self, found: ResultList) -> None:
        """Say why a list is empty, and how to find more."""
        self._greeted = False
        self._found = found
        asked = title_of(found)
        query = asked if len(asked) <= MOST_SAID else asked[:MOST_SAID] + " …"
        title = self.tr("No hits for “%s”") % query if query else self.tr("No hits")
        self._empty.say(title, "\n".join(said(found.notes)))
        if isinstance(found, SearchResults) and found.asked.asks:
            if found.asked.filters:
                job = self._context.jobs.submit(
                    "io",
                    partial(relaxations, self._context.services, found.asked),
                    replaces="results-ways",
                )
                job.succeeded.connect(partial(self._on_ways, found))
        else:
            self._ways.ask()

    def _on_ways(self, found: ResultList, ways: list[tuple[Filter, int]]) -> None:
        if found is self._found and not self._greeted:
            offer_relaxations(self._empty, ways, self._drop)

    def _drop(self, one: Filter) -> None:
        shared = self._context.shared
        shared.set_filters([other for other in shared.filters if other != one], "results")

    def left_out(self, hidden: int, show: Any, threshold: bool, lift: Any) -> None:
        """Say that all hits are left out, and offer to show them.

        Args:
            hidden: how many are hidden.
            show: shows what is hidden.
            threshold: the threshold leaves the others out.
            lift: lifts it.
        """
        self._greeted = False
        self._empty.say(
            self.tr("All hits are left out"),
            self.tr("%s are hidden: excluded, submitted, or seen before.") % numeral(hidden)
            if hidden
            else "",
        )
        if hidden:
            self._empty.offer(self.tr("Show them"), show)
        if threshold:
            self._empty.offer(self.tr("Any score"), lift)


def examples(services: Any, context: JobContext) -> tuple[int, list[Query]]:
    """Return the number of items and queries that find something here; runs in a lane."""
    items = services.items
    count = items.count()
    keys = items.facet_keys()
    words: list[str] = []
    for recipe in EXAMPLE_RECIPES:
        context.step(len(words))
        if len(words) >= EXAMPLES:
            break
        if all(key in keys for key in recipe):
            words += [text for text in [_phrase(items, recipe)] if text]
    queries = [Query.of(text) for text in dict.fromkeys(words)]
    if not queries and "year" in keys:
        queries = [Query(filters=(Filter("year", (items.facet_counts("year", limit=1)[0][0],)),))]
    return count, queries


def _phrase(items: Any, recipe: tuple[str, ...]) -> str:
    """Return the most frequent value of each facet that some item has too; "" where none has."""
    values: list[str] = []
    within: list[int] | None = None
    for key in recipe:
        known = items.facet_counts(key, within=within, limit=1)
        if not known:
            return ""
        values.append(known[0][0])
        filters = [Filter(one, (value,)) for one, value in zip(recipe, values, strict=False)]
        within = items.items_with(filters).tolist()
    return " ".join(values)


def relaxations(services: Any, query: Query, context: JobContext) -> list[tuple[Filter, int]]:
    """Return which one filter to drop so that a query finds something; runs in a lane."""
    found = []
    for one in query.filters:
        rest = tuple(other for other in query.filters if other != one)
        hits = services.search.run(replace(query, filters=rest), context)
        if hits.hits:
            found.append((one, max(hits.total, len(hits.hits))))
    return sorted(found, key=lambda way: way[1])

"""Full text search over the texts of items."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, case, func, select

from common.values import TextKind
from indexers.catalogue.records import TextMatch
from indexers.catalogue.sql import FLOATS, INTS, Query, arrays, chunks, or_nan
from indexers.catalogue.store import Store
from indexers.catalogue.tables import TextRow
from indexers.catalogue.words import Highlighter, Term, read_query

# A title that matches says more than a line of a plot or of subtitles.
WEIGHTS = {
    TextKind.TITLE: 4.0,
    TextKind.TAG: 2.5,
    TextKind.CAPTION: 2.0,
    TextKind.PLACE: 2.0,
    TextKind.DATE: 1.5,
    TextKind.PLOT: 1.0,
    TextKind.PATH: 1.0,
    TextKind.OCR: 1.0,
    TextKind.SPEECH: 1.0,
}
_WEIGHT = case(
    {kind.value: weight for kind, weight in WEIGHTS.items()}, value=TextRow.kind, else_=1
)


class TextSearch(Store):
    """The part of the catalogue that finds items by words."""

    def search_text(
        self,
        text: str,
        *,
        kinds: Sequence[TextKind] | None = None,
        limit: int = 500,
        typing: bool = False,
    ) -> list[TextMatch]:
        """Return items whose texts match, best first; ties by id.

        All words must be found, in any texts of the item. If no item has them all, items with any
        of them are returned, and their all_words is False.

        Args:
            text: words, "phrases", -excluded, begin* of a word; anything may be typed.
            kinds: texts to look in; None for all.
            limit: how many at most.
            typing: the last word is still being typed, so its beginning is enough.
        """
        query = read_query(text, typing=typing)
        if not query.wanted or limit <= 0:
            return []
        chosen = None if kinds is None else [TextKind(kind).value for kind in kinds]
        with self._reading() as connection:
            items, scores = self._ranked(connection, query.wanted, chosen)
            every = self._holding_all(connection, query.wanted, items, chosen)
            all_words = bool(every.any())
            if all_words:
                items, scores = items[every], scores[every]
            if query.excluded:
                unwanted = self._holders(connection, query.excluded, chosen)
                kept = ~np.isin(items, unwanted)
                items, scores = items[kept], scores[kept]
            best = np.lexsort((items, -scores))[:limit]
            return _matches(
                connection, items[best], scores[best], query.wanted, chosen, all_words=all_words
            )

    def count_text(self, text: str, *, typing: bool = False) -> int:
        """Return how many items search_text() would find without a limit."""
        query = read_query(text, typing=typing)
        if not query.wanted:
            return 0
        with self._reading() as connection:
            items = self._holders(connection, query.wanted, None)
            every = self._holding_all(connection, query.wanted, items, None)
            items = items[every] if every.any() else items
            if query.excluded:
                items = np.setdiff1d(items, self._holders(connection, query.excluded, None))
        return len(items)

    def _ranked(
        self, connection: Connection, terms: Sequence[Term], kinds: Sequence[str] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return (sorted items, scores) of the items that hold any of the terms."""
        found = self._backend.full_text.match(terms).subquery()
        score = func.sum(found.c.relevance * _WEIGHT)
        query = _of_kinds(
            select(TextRow.item_id, or_nan(score).label("score"))
            .join(found, found.c.text_id == TextRow.id)
            .group_by(TextRow.item_id)
            .order_by(TextRow.item_id),
            kinds,
        )
        items, scores = arrays(connection, query, (INTS, FLOATS))
        return items, scores

    def _holders(
        self, connection: Connection, terms: Sequence[Term], kinds: Sequence[str] | None
    ) -> NDArray[np.int64]:
        """Return the items that hold any of the terms, sorted."""
        found = self._backend.full_text.match(terms).subquery()
        query = _of_kinds(
            select(TextRow.item_id).join(found, found.c.text_id == TextRow.id).distinct(), kinds
        )
        return np.sort(arrays(connection, query, (INTS,))[0])

    def _holding_all(
        self,
        connection: Connection,
        terms: Sequence[Term],
        items: NDArray[np.int64],
        kinds: Sequence[str] | None,
    ) -> NDArray[np.bool_]:
        """Return which items hold every term, in any of their texts."""
        every = np.ones(len(items), bool)
        if len(terms) > 1:
            for term in terms:
                every &= np.isin(items, self._holders(connection, [term], kinds))
        return every


def _of_kinds(query: Query, kinds: Sequence[str] | None) -> Query:
    """Return the query, for texts of these kinds only."""
    return query if kinds is None else query.where(TextRow.kind.in_(kinds))


def _matches(
    connection: Connection,
    items: NDArray[np.int64],
    scores: NDArray[np.float64],
    terms: tuple[Term, ...],
    kinds: Sequence[str] | None,
    *,
    all_words: bool,
) -> list[TextMatch]:
    """Return the matches with the text that says most of each."""
    light = Highlighter(terms)
    best: dict[int, tuple[tuple[float, ...], Any]] = {}
    columns = (TextRow.id, TextRow.item_id, TextRow.kind, TextRow.content, TextRow.start_s)
    for part in chunks(items.tolist()):
        query = _of_kinds(select(*columns).where(TextRow.item_id.in_(part)), kinds)
        for row in connection.execute(query):
            count = light.terms_in(row.content)
            rank = (float(count), WEIGHTS.get(row.kind, 1.0), -float(row.id))
            if row.item_id not in best or rank > best[row.item_id][0]:
                best[row.item_id] = rank, row
    out = []
    for item, score in zip(items.tolist(), scores.tolist(), strict=True):
        row = best[item][1]
        out.append(
            TextMatch(
                item, score, TextKind(row.kind), light.snippet(row.content), row.start_s, all_words
            )
        )
    return out

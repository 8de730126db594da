"""Full text search over the texts of items."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from common.values import TextKind
from indexers.catalogue.fulltext import KIND_CODES, KINDS, full_text_of, split_ids
from indexers.catalogue.records import TextMatch
from indexers.catalogue.sql import FLOATS, INTS, arrays, chunks, distinct
from indexers.catalogue.store import Store
from indexers.catalogue.tables import TextRow
from indexers.catalogue.words import Highlighter, Term, TextQuery, read_query

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
# A word in more texts than these says little of any of them, and ranking them would take seconds.
COMMON = 50_000
_LEAST = 1e-6  # what FTS5 gives a word that more than half of the texts hold
_BY_CODE = np.array([WEIGHTS[kind] for kind in KINDS])

Scores = tuple[NDArray[np.int64], NDArray[np.float64]]  # sorted items, (N,), and their scores


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
        chosen = KINDS if kinds is None else tuple(TextKind(kind) for kind in kinds)
        with self._reading() as connection:
            items, scores, all_words = self._found(connection, query, chosen)
            best = np.lexsort((items, -scores))[:limit]
            found = items[best], scores[best]
            return _matches(connection, found, query.wanted, chosen, all_words=all_words)

    def count_text(self, text: str, *, typing: bool = False) -> int:
        """Return how many items search_text() would find without a limit."""
        query = read_query(text, typing=typing)
        if not query.wanted:
            return 0
        with self._reading() as connection:
            return len(self._found(connection, query, KINDS)[0])

    def _found(
        self, connection: Connection, query: TextQuery, kinds: Sequence[TextKind]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64], bool]:
        """Return (sorted items, scores, whether each has all the words)."""
        # BM25 is a sum over terms, so each term is looked up once for both questions.
        parts = [self._ranked(connection, [term], kinds) for term in query.wanted]
        holders = np.concatenate([part[0] for part in parts])
        items = distinct(holders)
        places = np.searchsorted(items, holders)
        scores = _summed(places, np.concatenate([part[1] for part in parts]), len(items))
        every = np.bincount(places, minlength=len(items)) == len(parts)
        all_words = bool(every.any())
        if all_words:
            items, scores = items[every], scores[every]
        if query.excluded:
            unwanted, _ = self._ranked(connection, query.excluded, kinds)
            kept = ~np.isin(items, unwanted)
            items, scores = items[kept], scores[kept]
        return items, scores, all_words

    def _ranked(
        self, connection: Connection, terms: Sequence[Term], kinds: Sequence[TextKind]
    ) -> Scores:
        """Return the items that hold any of the terms, and how much these say of them.

        Texts with a very common word all count the same, by BM25's weight of the word alone: how
        often each holds it, and how long each is, is not looked up.
        """
        match = full_text_of(connection).match(terms).subquery()
        some = select(match.c.text_id).limit(COMMON + 1).subquery()
        if connection.execute(select(func.count()).select_from(some)).scalar_one() > COMMON:
            [ids] = arrays(connection, select(match.c.text_id), (INTS,))
            total = connection.execute(select(func.count()).select_from(TextRow)).scalar_one()
            weight = math.log((total - len(ids) + 0.5) / (len(ids) + 0.5))
            relevance = np.full(len(ids), max(weight, _LEAST))
        else:
            query = select(match.c.text_id, match.c.relevance)
            ids, relevance = arrays(connection, query, (INTS, FLOATS))
        holders, codes = split_ids(ids)
        if len(kinds) < len(KINDS):
            kept = np.isin(codes, [KIND_CODES[kind] for kind in kinds])
            holders, codes, relevance = holders[kept], codes[kept], relevance[kept]
        items = distinct(holders)
        places = np.searchsorted(items, holders)
        return items, _summed(places, relevance * _BY_CODE[codes], len(items))


def _summed(
    places: NDArray[np.int64], values: NDArray[np.float64], size: int
) -> NDArray[np.float64]:
    """Return the sum of the values at each place, (size,)."""
    return np.bincount(places, values, size).astype(np.float64, copy=False)


def _matches(
    connection: Connection,
    found: Scores,
    terms: tuple[Term, ...],
    kinds: Sequence[TextKind],
    *,
    all_words: bool,
) -> list[TextMatch]:
    """Return the matches with the text that says most of each."""
    items, scores = found
    light = Highlighter(terms)
    best: dict[int, tuple[tuple[float, ...], Any]] = {}
    columns = (TextRow.id, TextRow.item_id, TextRow.kind, TextRow.content, TextRow.start_s)
    for part in chunks(items.tolist()):
        query = select(*columns).where(TextRow.item_id.in_(part))
        if len(kinds) < len(KINDS):
            query = query.where(TextRow.kind.in_([kind.value for kind in kinds]))
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

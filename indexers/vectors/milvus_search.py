"""Searches of a server that find what a scan would: filters, ties and what the catalogue lacks."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexers.feedback.answers import first
from indexers.vectors.base import Found
from indexers.vectors.milvus_filters import Ask, Wish, ways
from indexers.vectors.milvus_table import MOST_HITS, Table

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]
Hits = tuple[Ids, Floats]

GROWTH = 4  # how much more is asked for where the first answer did not settle it


@dataclass(frozen=True, slots=True)
class Search:
    """Searches one table.

    Args:
        table: on the server.
        items: returns all items that have a vector, int64 (N,), ascending.
        knows: returns which items the catalogue knows, bool (N,): what a crash left is not found.
    """

    table: Table
    items: Callable[[], Ids]
    knows: Callable[[Ids], NDArray[np.bool_]]

    def run(self, queries: Floats, k: int, wish: Wish, *, is_exact: bool = False) -> Found:
        """Return the k best of what may be found, best first, ties by item.

        Args:
            queries: float32 (Q, D).
            k: 1 to MOST_HITS - SLACK.
            wish: what may be found.
            is_exact: look at everything, where the index can.

        Returns:
            Scores float32 (Q, k) and items int64 (Q, k); -inf and -1 where there are fewer.
        """
        hits: list[Hits] = []
        for way in ways(wish, k, self.items) if wish.passing else ():
            asked = [self._ask(ask, queries, k, wish, is_exact=is_exact) for ask in way]
            hits = [_joined([part[place][0] for part in asked]) for place in range(len(queries))]
            if all(is_settled for part in asked for _, is_settled in part):
                break
        found = _table(hits, len(queries), k)
        is_short = (found[1][:, : min(k, wish.passing)] < 0).any()
        if is_short and not is_exact:
            # Its cells held too little that passes, or it was being written to: the embedded engine
            # may then answer from between two states.
            return self.run(queries, k, wish, is_exact=True)
        return found

    def _ask(
        self, ask: Ask, queries: Floats, k: int, wish: Wish, *, is_exact: bool
    ) -> list[tuple[Hits, bool]]:
        """Return the hits that pass, for each query, and whether nothing better can be left."""
        limit = ask.limit
        open_places = np.arange(len(queries))
        found: list[tuple[Hits, bool]] = [((_NO_IDS, _NO_SCORES), False)] * len(queries)
        while len(open_places):
            got = self.table.search(queries[open_places], limit, ask.expression, is_exact=is_exact)
            for place, (ids, scores) in zip(open_places.tolist(), got, strict=True):
                passes = wish.passes(ids) & self.knows(ids)
                kept = ids[passes], scores[passes]
                is_all = len(ids) < limit
                is_clear = len(kept[0]) >= k and kept[1][k - 1] > scores[-1]
                is_last = limit >= MOST_HITS and len(kept[0]) >= k
                found[place] = kept, is_all or is_clear or is_last
            open_places = np.array([p for p in open_places if not found[p][1]], np.int64)
            if not ask.is_sure or limit >= MOST_HITS:
                break
            limit = min(MOST_HITS, GROWTH * limit)
        return found


_NO_IDS = np.empty(0, np.int64)
_NO_SCORES = np.empty(0, np.float32)


def _joined(parts: list[Hits]) -> Hits:
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _table(hits: list[Hits], count: int, k: int) -> Found:
    """Return ragged hits as scores (Q, k) and items (Q, k)."""
    scores = np.full((count, k), -np.inf, np.float32)
    items = np.full((count, k), -1, np.int64)
    for place, (ids, products) in enumerate(hits):
        found = first(ids, products, k)
        scores[place, : len(found.items)] = found.products
        items[place, : len(found.items)] = found.items
    return scores, items

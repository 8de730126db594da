"""How filters of items are said to a server: the cheapest way that is exact."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexers.vectors.milvus_table import KEY, MOST_HITS

Ids = NDArray[np.int64]

MOST_IDS = 50_000  # in one expression, some 400 kB of text
SLACK = 16  # hits beyond k: ties are put in order of items
# Costs measured with the embedded engine on one core, microseconds; they set the order of the ways.
ID_US = 5.0
HIT_US = 9.0
CALL_US = 4_000.0
SCAN_US = 1.5  # a vector that is compared; what is named or banned leaves some out
SCANNED = 100_000  # with more of them an index spares most


@dataclass(frozen=True, slots=True)
class Wish:
    """Which items may be found.

    Args:
        total: how many there are in the collection.
        only: int64, ascending and unique: only these; None for all.
        but: int64, ascending and unique: none of these.
    """

    total: int
    only: Ids | None
    but: Ids

    @classmethod
    def of(cls, total: int, allowed: Ids | None, without: Ids | None) -> "Wish":
        """Return the wish of a search.

        Args:
            total: how many items have a vector.
            allowed: only these, ascending and unique, all with a vector; None for all.
            without: none of these, ascending and unique, all with a vector.
        """
        none = np.empty(0, np.int64)
        if allowed is None:
            return cls(total, None, none if without is None else without)
        only = allowed if without is None else np.setdiff1d(allowed, without, assume_unique=True)
        return cls(total, None if len(only) == total else only, none)

    @property
    def passing(self) -> int:
        """How many items may be found."""
        return self.total - len(self.but) if self.only is None else len(self.only)

    def passes(self, items: Ids) -> NDArray[np.bool_]:
        """Return which items may be found, bool (N,)."""
        if self.only is not None:
            return _inside(items, self.only)
        return ~_inside(items, self.but)


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to the server.

    Args:
        expression: what is said of the items; "" says nothing.
        limit: hits asked for.
        is_sure: every item that it finds passes, so that it need not find more than k.
    """

    expression: str
    limit: int
    is_sure: bool


def ways(wish: Wish, k: int, items: Callable[[], Ids]) -> Iterator[list[Ask]]:
    """Yield the ways to get k hits, cheapest first; the answers of one way are to be merged.

    Naming what passes, naming what does not, or asking for more hits than are wanted and leaving
    out here what does not pass. Only the last may find too few; the next way is then taken.

    Args:
        wish: what may be found.
        k: >= 1, hits that are wanted.
        items: returns all that have a vector, int64 (N,), ascending.
    """
    limit = min(MOST_HITS, k + SLACK)
    if wish.only is None and not len(wish.but):
        yield [Ask("", limit, is_sure=True)]
        return
    banned, passing = wish.total - wish.passing, wish.passing
    over = min(k + banned, _expected(wish, k)) + SLACK
    pieces = max(1, -(-passing // MOST_IDS))
    options: list[tuple[float, Callable[[], list[Ask]]]] = [
        (_cost(pieces, pieces * limit, passing, passing), lambda: _named(wish, items, limit))
    ]
    if over <= MOST_HITS:
        options.append((_cost(1, over, 0, wish.total), lambda: [Ask("", over, is_sure=False)]))
    if banned <= MOST_IDS:
        options.append((_cost(1, limit, banned, passing), lambda: _banned(wish, items, limit)))
    for _, make in sorted(options, key=lambda option: option[0]):
        yield make()


def _named(wish: Wish, items: Callable[[], Ids], limit: int) -> list[Ask]:
    """Return the asks that name all that passes."""
    only = wish.only
    if only is None:
        only = np.setdiff1d(items(), wish.but, assume_unique=True)
    parts = (only[start : start + MOST_IDS] for start in range(0, len(only), MOST_IDS))
    return [Ask(_said(part, "in"), limit, is_sure=True) for part in parts]


def _banned(wish: Wish, items: Callable[[], Ids], limit: int) -> list[Ask]:
    """Return the ask that names all that does not pass."""
    but = wish.but
    if wish.only is not None:
        but = np.setdiff1d(items(), wish.only, assume_unique=True)
    return [Ask(_said(but, "not in"), limit, is_sure=True)]


def _expected(wish: Wish, k: int) -> int:
    """Return after how many hits k of them probably pass, if those that pass lie anywhere."""
    return int(1.5 * k * wish.total / max(1, wish.passing)) + 32


def _cost(calls: int, hits: int, ids: int, compared: int) -> float:
    scanned = min(compared, SCANNED)
    return calls * CALL_US + hits * HIT_US + ids * ID_US + scanned * SCAN_US


def _said(items: Ids, word: str) -> str:
    return f"{KEY} {word} [{','.join(map(str, items.tolist()))}]"


def _inside(items: Ids, known: Ids) -> NDArray[np.bool_]:
    """Return which items are among known (ascending), bool (N,)."""
    if not len(known):
        return np.zeros(len(items), bool)
    at = np.minimum(np.searchsorted(known, items), len(known) - 1)
    found: NDArray[np.bool_] = known[at] == items
    return found

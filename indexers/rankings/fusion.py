"""Merges several scored lists into one."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RANK_CONSTANT = 60.0


@dataclass(frozen=True, slots=True)
class Scored:
    """Items with scores, one entry an item, ascending by item.

    Args:
        items: int64 (N,), ascending, no repeats.
        scores: float64 (N,), larger is better.
    """

    items: NDArray[np.int64]
    scores: NDArray[np.float64]

    @classmethod
    def of(cls, items: NDArray[np.int64], scores: NDArray[np.float64]) -> "Scored":
        """Return items in any order as a list; of repeated items the best score counts."""
        names = np.asarray(items, np.int64)
        values = np.asarray(scores, np.float64)
        rows = best_rows(names, values)
        return cls(names[rows], values[rows])

    @classmethod
    def empty(cls) -> "Scored":
        """Return a list of nothing."""
        return cls(np.empty(0, np.int64), np.empty(0, np.float64))

    def __len__(self) -> int:
        return len(self.items)

    def at(self, items: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the score of each of items, float64; 0 where it is not in the list."""
        if not len(self.items):
            return np.zeros(len(items))
        where = np.minimum(np.searchsorted(self.items, items), len(self.items) - 1)
        return np.where(self.items[where] == items, self.scores[where], 0.0)

    def holds(self, items: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which of items are in the list, bool."""
        if not len(self.items):
            return np.zeros(len(items), np.bool_)
        where = np.minimum(np.searchsorted(self.items, items), len(self.items) - 1)
        found: NDArray[np.bool_] = self.items[where] == items
        return found

    def one(self, item: int) -> float:
        """Return the score of an item; 0 where it is not in the list."""
        row = bisect_left(self.items, item)
        return float(self.scores[row]) if row < len(self) and self.items[row] == item else 0.0

    def only(self, allowed: NDArray[np.int64]) -> "Scored":
        """Return the part of the list that is in allowed, int64, any order."""
        kept = np.isin(self.items, allowed)
        return Scored(self.items[kept], self.scores[kept])

    def top(self, k: int) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """Return the k best items and their scores, best first, ties by item."""
        if not 0 < k < len(self):
            items, scores = self.ranked()
            return items[: max(k, 0)], scores[: max(k, 0)]
        least = np.partition(self.scores, len(self) - k)[len(self) - k]
        rows = np.flatnonzero(self.scores >= least)
        rows = rows[np.argsort(-self.scores[rows], kind="stable")][:k]
        return self.items[rows], self.scores[rows]

    def ranked(self) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """Return items and scores, best first, ties by item."""
        order = np.argsort(-self.scores, kind="stable")  # items ascend already
        return self.items[order], self.scores[order]


def best_rows(items: NDArray[np.int64], scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the row of the best score of each item, int64, in order of the items.

    Of equal scores the first row stands. Quick for items in a few ascending runs, as lists of
    several values are.

    Args:
        items: int64 (N,), any order, repeats allowed.
        scores: float64 (N,).
    """
    if not len(items):
        return np.empty(0, np.int64)
    if (items[1:] > items[:-1]).all():
        return np.arange(len(items))
    order = np.argsort(items, kind="stable")  # merges runs
    ordered = items[order]
    firsts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    if len(firsts) == len(order):
        return order
    sizes = np.diff(np.r_[firsts, len(order)])
    values = scores[order]
    rows = np.flatnonzero(values == np.repeat(np.maximum.reduceat(values, firsts), sizes))
    of_item = ordered[rows]
    return order[rows[np.r_[True, of_item[1:] != of_item[:-1]]]]


def weighted_sum(parts: Mapping[str, Scored], weights: Mapping[str, float]) -> Scored:
    """Return the weighted mean of calibrated scores (0-1); an item missing in a part has 0 there.

    Args:
        parts: by name, scores in 0-1; parts without items count as not asked.
        weights: by part name, >= 0; 1 where absent.
    """
    used = {name: part for name, part in parts.items() if len(part) and weights.get(name, 1.0) > 0}
    if not used:
        return Scored.empty()
    items = union(used)
    total = sum(weights.get(name, 1.0) for name in used)
    scores = np.zeros(len(items))
    for name, part in used.items():
        scores += weights.get(name, 1.0) / total * part.at(items)
    return Scored(items, scores)


def reciprocal_rank(
    parts: Mapping[str, Scored],
    weights: Mapping[str, float],
    *,
    constant: float = RANK_CONSTANT,
) -> Scored:
    """Return reciprocal rank fusion: the sum of weight / (constant + rank), ranks from 1.

    Needs no comparable scores. Equal scores share their mean rank, so that the order of ids means
    nothing. Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and
    individual Rank Learning Methods", SIGIR 2009.

    Args:
        parts: by name.
        weights: by part name, >= 0; 1 where absent.
        constant: how quickly the weight of a rank falls; 60 in the paper.

    Returns:
        Scores divided by what an item first in all parts would have, so 0-1.
    """
    used = {name: part for name, part in parts.items() if len(part) and weights.get(name, 1.0) > 0}
    if not used:
        return Scored.empty()
    items = union(used)
    scores = np.zeros(len(items))
    for name, part in used.items():
        places = np.searchsorted(items, part.items)
        scores[places] += weights.get(name, 1.0) / (constant + mean_ranks(part.scores))
    top = sum(weights.get(name, 1.0) for name in used) / (constant + 1.0)
    return Scored(items, scores / top)


def mean_ranks(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rank of each score, 1 for the largest; equal scores share the mean of theirs."""
    _, places, counts = np.unique(-scores, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    means: NDArray[np.float64] = (last - (counts - 1) / 2.0)[places]
    return means


def union(parts: Mapping[str, Scored]) -> NDArray[np.int64]:
    """Return the items of all lists, ascending, each once."""
    # Runs that are sorted already are merged, which is quicker than the hashes of np.unique.
    merged = np.sort(np.concatenate([part.items for part in parts.values()]), kind="stable")
    return merged[np.r_[True, merged[1:] != merged[:-1]]] if len(merged) else merged

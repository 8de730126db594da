"""The marks that suggestions start from: checked, named, compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.services.feedback_ranking import VectorSource
from app.services.feedback_types import FeedbackNote
from common.errors import QueryError
from common.reasons import HitReason
from indexers.rankings.threads import one_thread

SAME = 0.9995  # cosine from which two pictures count as the same
COMPARED = 4096  # marks of a side


@dataclass(frozen=True, slots=True)
class Marks:
    """Marked items that are in the library.

    Args:
        good: marked relevant, in their order.
        bad: marked not relevant.
        names: of all of them, as shown.
        notes: what was left out.
    """

    good: list[int]
    bad: list[int]
    names: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[int]:
        """Both kinds."""
        return [*self.good, *self.bad]

    def contradictions(self, source: VectorSource) -> list[str]:
        """Return a note if items that look the same are marked both ways.

        Of very many marks the last COMPARED of each side are looked at: all pairs of a hundred
        thousand would fill the memory.
        """
        good, bad = (known(source, side[-COMPARED:]) for side in (self.good, self.bad))
        if not good or not bad:
            return []
        with one_thread():
            alike = source.vectors(good) @ source.vectors(bad).T
        row, column = np.unravel_index(int(alike.argmax()), alike.shape)
        if alike[row, column] < SAME:
            return []
        count = int((alike.max(axis=1) >= SAME).sum())
        one, other = self.names[good[int(row)]], self.names[bad[int(column)]]
        return [FeedbackNote("alike-both", count=count, one=one, other=other)]

    def reasons(self, source: VectorSource, items: NDArray[np.int64]) -> list[tuple[str, float]]:
        """Return, for each item, the marked item it is most like in words, and its similarity."""
        marked, kind = known(source, self.good), "like"
        if not marked:
            marked, kind = known(source, self.bad), "least-like"
        reasons: list[tuple[str, float]] = [("", 0.0)] * len(items)
        there = np.flatnonzero(source.has(items.tolist()))
        if not marked or not len(there):
            return reasons
        with one_thread():
            alike = source.vectors(items[there].tolist()) @ source.vectors(marked).T
        for place, which in zip(there.tolist(), alike.argmax(axis=1).tolist(), strict=True):
            example = marked[which]
            similarity = float(alike[np.searchsorted(there, place), which])
            name = self.names[example] or str(example)
            why = HitReason(kind, name=name, score=float(similarity))
            reasons[place] = (why, similarity)
        return reasons


def read_marks(
    positive: Sequence[int],
    negative: Sequence[int],
    names_of: Callable[[Sequence[int]], dict[int, str]],
) -> Marks:
    """Return the marks, each item once; those whose item is gone are left out and noted.

    Args:
        positive: marked relevant, any repeats.
        negative: marked not relevant.
        names_of: returns those of items that are in the library, and what they are called.

    Raises:
        QueryError: an item is marked both ways, or none of those marked is in the library.
    """
    good, bad = list(dict.fromkeys(positive)), list(dict.fromkeys(negative))
    names = names_of([*good, *bad])
    gone = [item for item in (*good, *bad) if item not in names]
    if gone and not names:
        raise QueryError(
            f"There is no item {gone[0]}.",
            hint="Take its number from a list, a search for example.",
        )
    both = sorted(set(good) & set(bad))
    if both:
        raise QueryError(
            f"Item {both[0]} (“{names.get(both[0], '')}”) is marked relevant and not relevant.",
            hint="Take one of the two marks away.",
        )
    notes: list[str] = [FeedbackNote("gone", count=len(gone))] if gone else []
    kept = [[item for item in side if item in names] for side in (good, bad)]
    return Marks(kept[0], kept[1], names, notes)


def known(source: VectorSource, items: list[int]) -> list[int]:
    """Return the items that have a vector."""
    return [item for item, there in zip(items, source.has(items), strict=True) if there]

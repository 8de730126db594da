"""Hubs: items that are among the first for everything, and how to hold them back.

In many dimensions a few items are near to nearly all others (Radovanović et al., "Hubs in space",
JMLR 11, 2010): they come up whatever is marked. As a word that is in every document says little, an
item that answers every question says little about this one: probes count how often each item comes
up for hyperplanes of arbitrary questions, and a margin loses the more of the spread of margins the
more often its item did.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PROBES = 128
DEPTH = 25
STRENGTH = 1.0  # spreads that an item loses that every probe brought up, at full damping


@dataclass(frozen=True, slots=True)
class Hubs:
    """How often items came up for arbitrary questions.

    Args:
        items: that came up, int64 (H,), ascending.
        counts: how often, int64 (H,).
        probes: questions asked.
    """

    items: NDArray[np.int64]
    counts: NDArray[np.int64]
    probes: int

    @classmethod
    def of(cls, answers: list[NDArray[np.int64]]) -> "Hubs":
        """Return the hubs of the answers to arbitrary questions, items each."""
        found = np.concatenate([np.empty(0, np.int64), *answers])
        items, counts = np.unique(found, return_counts=True)
        return cls(items, counts, len(answers))

    def of_items(self, items: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how often each of items came up, int64 (N,)."""
        if not len(self.items):
            return np.zeros(len(items), np.int64)
        where = np.minimum(np.searchsorted(self.items, items), len(self.items) - 1)
        found: NDArray[np.int64] = np.where(self.items[where] == items, self.counts[where], 0)
        return found

    def damping(self, items: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how much of the spread of margins each item loses, 0-1, float64 (N,).

        1 - idf / the largest idf, the items as words and the probes as documents:
        log(1 + count) / log(1 + probes).
        """
        if not self.probes:
            return np.zeros(len(items))
        lost: NDArray[np.float64] = np.log1p(self.of_items(items)) / np.log1p(self.probes)
        return lost


def probe(
    questions: int, ask: Callable[[int], NDArray[np.int64]], step: Callable[[int], None]
) -> Hubs:
    """Ask arbitrary questions and count what comes up.

    Args:
        questions: how many, >= 0.
        ask: returns the first items for question number i.
        step: told how many are done; may raise to stop.
    """
    answers = []
    for number in range(questions):
        step(number)
        answers.append(ask(number))
    return Hubs.of(answers)

"""The best frame of every period of a video: the time cache of NoShot.

Karisch et al., "NoShot Video Browser at VBS2021" (MMM 2021) keep, for a concept, the best frame of
each 1, 30, 60 or 180 seconds of a video, so that a list is not filled by one long scene. Here any
list is thinned: periods are counted once, a flip between them is one pass over the scores.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexers.rankings.fusion import Scored
from indexers.rankings.time_axis import NONE, TimeAxis

PERIODS = (1, 30, 60, 180)  # seconds
ANY = 1_000  # length of an answer where none is asked for


@dataclass(frozen=True, slots=True)
class PeriodBest:
    """The best frames of periods, best first, equal ones by item.

    Args:
        items: int64 (K,).
        scores: float64 (K,).
        total: how many periods hold a match.
    """

    items: NDArray[np.int64]
    scores: NDArray[np.float64]
    total: int


class TimeCache:
    """Periods of all time lines, counted once; safe on any thread once it is made.

    Periods are counted from the beginning of a video; photos share the time line of the clock. What
    has no time stands for itself.

    Args:
        axis: all moments.
    """

    def __init__(self, axis: TimeAxis) -> None:
        self._axis = axis
        self._starts = {period: _starts(axis, period) for period in PERIODS}

    @property
    def nbytes(self) -> int:
        """Bytes that the periods take."""
        return sum(starts.nbytes for starts in self._starts.values())

    def best(self, scored: Scored, period_s: int, k: int = ANY) -> PeriodBest:
        """Return the best frame of each period, of equal ones the earliest.

        Args:
            scored: any list.
            period_s: one of PERIODS.
            k: how many, >= 1.

        Raises:
            ValueError: there is no such period.
        """
        if period_s not in self._starts:
            raise ValueError(f"there is no period of {period_s} s; there are {PERIODS}")
        starts = self._starts[period_s]
        values = self._axis.spread(scored)
        tops = np.maximum.reduceat(values, starts) if len(starts) else np.empty(0)
        chosen = _largest(tops, k)
        rows = _first_rows(values, tops[chosen], starts[chosen], self._ends(starts)[chosen])
        alone = ~self._axis.holds(scored.items)
        items = np.r_[self._axis.items[rows], scored.items[alone]]
        scores = np.r_[values[rows], scored.scores[alone]]
        order = np.lexsort((items, -scores))[:k]
        total = int(np.isfinite(tops).sum()) + int(alone.sum())
        return PeriodBest(items[order], scores[order], total)

    def _ends(self, starts: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.append(starts[1:], len(self._axis))


def _starts(axis: TimeAxis, period_s: int) -> NDArray[np.int64]:
    """Return the first row of each period that has any frame, int64 (P,)."""
    if not len(axis):
        return np.empty(0, np.int64)
    number = np.floor(axis.times / period_s)
    new = np.r_[True, (np.diff(axis.groups) != 0) | (np.diff(number) != 0)]
    return np.flatnonzero(new)


def _largest(tops: NDArray[np.float64], k: int) -> NDArray[np.int64]:
    """Return the periods that may be among the k best, all of equal ones, ascending."""
    if len(tops) > k:
        least = np.partition(tops, len(tops) - k)[len(tops) - k]
        return np.flatnonzero((tops >= least) & (tops > NONE))
    return np.flatnonzero(tops > NONE)


def _first_rows(
    values: NDArray[np.float64],
    tops: NDArray[np.float64],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return the first row of each stretch that has its largest value, int64 (P,)."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    rows = np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))
    which = np.repeat(np.arange(len(starts)), lengths)
    best = np.flatnonzero(values[rows] == tops[which])
    first = np.unique(which[best], return_index=True)[1]
    return rows[best[first]]

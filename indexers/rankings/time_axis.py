"""Time lines side by side: where each keyframe lies in its video, each photo in its life.

What looks for sequences, windows or the best of a period works on this one order: by time line,
then time, then item. Bounds of windows are found once for a length and kept.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexers.rankings.fusion import Scored

NONE = -np.inf  # the score of what is not in a list
_KEPT = 6  # lengths of windows

Rows = NDArray[np.int64]
Values = NDArray[np.float64]


@dataclass(frozen=True)
class TimeAxis:
    """Moments by time line, time and item; made by of().

    Args:
        items: int64 (N,).
        groups: int64 (N,), ascending: the time line of each (a video, or all photos).
        times: float64 (N,), seconds, ascending within a time line.
    """

    items: NDArray[np.int64]
    groups: NDArray[np.int64]
    times: NDArray[np.float64]
    _ends: "OrderedDict[float, Rows]" = field(default_factory=OrderedDict, compare=False)

    @classmethod
    def of(
        cls, items: NDArray[np.int64], groups: NDArray[np.int64], times: NDArray[np.float64]
    ) -> "TimeAxis":
        """Return moments in any order as an axis; those without a time (NaN) are left out.

        Raises:
            ValueError: the arrays differ in length.
        """
        items, groups = np.asarray(items, np.int64), np.asarray(groups, np.int64)
        times = np.asarray(times, np.float64)
        if not len(items) == len(groups) == len(times):
            raise ValueError("items, time lines and times must be as many")
        known = np.isfinite(times)
        if not known.all():
            items, groups, times = items[known], groups[known], times[known]
        if not _is_sorted(items, groups, times):
            order = np.lexsort((items, times, groups))
            items, groups, times = items[order], groups[order], times[order]
        return cls(items, groups, times)

    def __len__(self) -> int:
        return len(self.items)

    @cached_property
    def begins(self) -> Rows:
        """First row of each time line, int64 (G,)."""
        if not len(self):
            return np.empty(0, np.int64)
        return np.flatnonzero(np.r_[True, self.groups[1:] != self.groups[:-1]])

    @cached_property
    def group_ends(self) -> Rows:
        """One past the last row of the time line of each row, int64 (N,)."""
        stops = np.r_[self.begins[1:], len(self)].astype(np.int64)
        return np.repeat(stops, np.diff(np.r_[self.begins, len(self)]))

    @cached_property
    def later(self) -> Rows:
        """First row of the same time line that is later than each, int64 (N,); else its end."""
        if not len(self):
            return np.empty(0, np.int64)
        new = np.r_[True, (np.diff(self.groups) != 0) | (np.diff(self.times) != 0)]
        firsts = np.flatnonzero(new)
        following = np.r_[firsts[1:], len(self)].astype(np.int64)
        return np.repeat(following, np.diff(np.r_[firsts, len(self)]))

    def ends(self, within_s: float) -> Rows:
        """Return one past the last row that is at most so much later than each, int64 (N,).

        A row counts when its time <= time + within_s in floating point.

        Args:
            within_s: seconds, >= 0; infinity reaches to the end of the time line.

        Raises:
            ValueError: the length is negative or not a number.
        """
        if not within_s >= 0:
            raise ValueError(f"a window cannot be {within_s} seconds long")
        found = self._ends.get(within_s)
        if found is None:  # several threads may ask: each has its own answer at hand
            found = self._ends[within_s] = self._find_ends(within_s)
            while len(self._ends) > _KEPT:
                self._ends.popitem(last=False)
        return found

    def _find_ends(self, within_s: float) -> Rows:
        if not len(self):
            return np.empty(0, np.int64)
        starts, limit = self.times[self.begins], self.group_ends
        spans = self.times[limit[self.begins] - 1] - starts
        if within_s >= spans.max():
            return limit
        sizes = np.diff(np.r_[self.begins, len(self)])
        ahead = np.r_[0.0, np.cumsum(spans + within_s + 1.0)[:-1]]
        key = self.times + np.repeat(ahead - starts, sizes)  # time lines one after another
        found = np.minimum(np.searchsorted(key, key + within_s, "right"), limit)
        latest = self.times + within_s
        while True:  # sums of long keys are rounded: at most a few rows are off by one
            last = found - 1
            too_far = self.times[last] > latest
            near = found < limit
            near[near] = self.times[found[near]] <= latest[near]
            if not (too_far | near).any():
                return np.asarray(found, np.int64)
            found = found - too_far + near

    def ends_in_rows(self, count: int) -> Rows:
        """Return one past the last of the next `count` rows of the time line, int64 (N,).

        Args:
            count: >= 0.
        """
        return np.minimum(np.arange(1, len(self) + 1) + count, self.group_ends)

    @cached_property
    def _by_id(self) -> bool:
        """Whether ids are small enough to find scores by them."""
        return bool(len(self)) and self.items.min() >= 0 and self.items.max() < 8 * len(self) + 4096

    def spread(self, scored: Scored) -> Values:
        """Return the score of each row, float64 (N,); minus infinity where it is in no list."""
        if not len(self) or not len(scored):
            return np.full(len(self), NONE)
        if len(scored) == len(self) and np.array_equal(scored.items, self.items):
            return scored.scores
        if self._by_id:
            table = np.full(int(self.items.max()) + 1, NONE)
            known = (scored.items >= 0) & (scored.items < len(table))
            if known.all():
                table[scored.items] = scored.scores
            else:
                table[scored.items[known]] = scored.scores[known]
            return table[self.items]
        at = np.minimum(np.searchsorted(scored.items, self.items), len(scored) - 1)
        return np.where(scored.items[at] == self.items, scored.scores[at], NONE)

    @cached_property
    def _known(self) -> NDArray[np.bool_] | NDArray[np.int64]:
        """Which ids are on the axis, as a table, or ascending where ids are large."""
        if not self._by_id:
            return np.unique(self.items)
        table = np.zeros(int(self.items.max()) + 1, np.bool_)
        table[self.items] = True
        return table

    def holds(self, items: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which items have a place on the axis, bool (M,).

        Args:
            items: int64 (M,), any ids.
        """
        known = self._known
        if not len(known):
            return np.zeros(len(items), np.bool_)
        if known.dtype != np.bool_:
            return np.isin(items, known)
        inside = (items >= 0) & (items < len(known))
        return np.asarray(known[np.where(inside, items, 0)] & inside, np.bool_)

    def with_moments(
        self, items: NDArray[np.int64], groups: NDArray[np.int64], times: NDArray[np.float64]
    ) -> "tuple[TimeAxis, Rows, Rows]":
        """Return an axis with further moments (words that are said at a time of their own).

        Args:
            items: int64 (M,).
            groups: int64 (M,).
            times: float64 (M,), finite.

        Returns:
            The axis, where the old rows are in it (N,), where the further ones are (M,).
        """
        order = np.lexsort((items, times, groups))
        told = list(zip(groups[order], times[order], items[order], strict=True))
        at = np.array([self._place(*each) for each in told], np.int64)
        joined = TimeAxis(
            np.insert(self.items, at, items[order]),
            np.insert(self.groups, at, groups[order]),
            np.insert(self.times, at, times[order]),
        )
        shifted = np.arange(len(self)) + np.searchsorted(at, np.arange(len(self)), "right")
        places = np.empty(len(at), np.int64)
        places[order] = at + np.arange(len(at))
        return joined, shifted, places

    def _place(self, group: int, time: float, item: int) -> int:
        """Return before which row a further moment belongs."""
        first = int(np.searchsorted(self.groups, group, "left"))
        stop = int(np.searchsorted(self.groups, group, "right"))
        low = first + int(np.searchsorted(self.times[first:stop], time, "left"))
        high = first + int(np.searchsorted(self.times[first:stop], time, "right"))
        return low + int(np.searchsorted(self.items[low:high], item, "right"))


def _is_sorted(items: Rows, groups: Rows, times: Values) -> bool:
    """Whether moments are in order already, as imports mostly leave them."""
    if len(items) < 2:
        return True
    group, time = np.diff(groups), np.diff(times)
    within = (time > 0) | ((time == 0) & (np.diff(items) >= 0))
    return bool(((group > 0) | ((group == 0) & within)).all())

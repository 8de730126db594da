"""Finds what follows what: one match after another in time, within the same group."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Moments:
    """Matches of one step of a sequence.

    Args:
        items: int64 (N,).
        groups: int64 (N,); only matches of one group follow each other (a video, all photos).
        times: float64 (N,), seconds.
        scores: float64 (N,), 0-1.
    """

    items: NDArray[np.int64]
    groups: NDArray[np.int64]
    times: NDArray[np.float64]
    scores: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.items)

    def ordered(self) -> "Moments":
        """Return the matches by group, then time, then item."""
        order = np.lexsort((self.items, self.times, self.groups))
        return Moments(self.items[order], self.groups[order], self.times[order], self.scores[order])


@dataclass(frozen=True, slots=True)
class Chain:
    """One found sequence.

    Args:
        items: one item a step.
        times: when, seconds.
        scores: of the steps.
        score: their mean, 0-1.
    """

    items: tuple[int, ...]
    times: tuple[float, ...]
    scores: tuple[float, ...]
    score: float


def chains(steps: Sequence[Moments], within_s: Sequence[float]) -> list[Chain]:
    """Return the best sequence from each match of the first step, best first, ties by item.

    A step lies after the one before it, at most within_s later, in the same group, and is another
    item. Exact: from the last step back, each match takes the best continuation there is.

    Args:
        steps: matches of each step; at least one step.
        within_s: for each step but the first, > 0; len(steps) - 1 of them.

    Raises:
        ValueError: the lengths do not fit.
    """
    if len(within_s) != len(steps) - 1:
        raise ValueError(f"{len(steps)} steps need {len(steps) - 1} durations, not {len(within_s)}")
    ordered = [step.ordered() for step in steps]
    best = ordered[-1].scores.copy()
    follows: list[NDArray[np.int64]] = []
    for index in range(len(ordered) - 2, -1, -1):
        choice, value = _continue(ordered[index], ordered[index + 1], best, within_s[index])
        follows.insert(0, choice)
        best = np.where(choice >= 0, ordered[index].scores + value, -np.inf)
    first = ordered[0]
    found = []
    for row in np.lexsort((first.items, -best)):
        if not np.isfinite(best[row]):
            break
        found.append(_chain(ordered, follows, int(row)))
    return found


def _continue(
    now: Moments, later: Moments, values: NDArray[np.float64], within_s: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the best row of later for each row of now, int64, -1 for none, and its value."""
    choice = np.full(len(now), -1, np.int64)
    value = np.full(len(now), -np.inf)
    if not len(now) or not len(later):
        return choice, value
    starts = np.searchsorted(later.groups, now.groups, "left")
    ends = np.searchsorted(later.groups, now.groups, "right")
    for row in np.flatnonzero(ends > starts):
        times = later.times[starts[row] : ends[row]]
        low = starts[row] + int(np.searchsorted(times, now.times[row], "right"))
        high = starts[row] + int(np.searchsorted(times, now.times[row] + within_s, "right"))
        window = values[low:high]
        window = np.where(later.items[low:high] == now.items[row], -np.inf, window)
        if len(window) and np.isfinite(top := window.max()):
            choice[row], value[row] = low + int(window.argmax()), top
    return choice, value


def _chain(steps: Sequence[Moments], follows: Sequence[NDArray[np.int64]], row: int) -> Chain:
    rows = [row]
    for choice in follows:
        rows.append(int(choice[rows[-1]]))
    parts = list(zip(steps, rows, strict=True))
    scores = tuple(float(step.scores[at]) for step, at in parts)
    return Chain(
        tuple(int(step.items[at]) for step, at in parts),
        tuple(float(step.times[at]) for step, at in parts),
        scores,
        sum(scores) / len(scores),
    )

"""Moments in which several sentences come true: within some time of one another, or in order.

A **window** begins at a moment and holds all moments up to so many seconds later. Each part of a
query has a score for every moment; what a window holds makes the score of each part, the parts make
that of the window: `indexers/rankings/order_free.py`. Here the same with an order for "then": the
whole sequence lies in one window.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.rankings.order_free import (
    Across,
    Inside,
    Scores,
    held_scores,
    order_free,
    positive,
    same_hit,
    together,
)
from indexers.rankings.time_axis import TimeAxis

BLOCK = 2_048  # windows whose order is looked at together

Frames = Inside
Parts = Across


@dataclass(frozen=True, slots=True)
class WindowHits:
    """The best windows, best first, equals by time.

    Args:
        scores: float32 (K,).
        parts: float32 (K, S), score of each part.
        moments: int64 (K, S), the moment that matches each part best, by its place in `times`.
        total: windows in which every part is matched, before neighbours were dropped.
    """

    scores: Scores
    parts: Scores
    moments: NDArray[np.int64]
    total: int


def search_windows(
    times: NDArray[np.int64] | NDArray[np.float64],
    scores: Scores,
    within_s: float,
    *,
    frames: Frames = Frames.MAX,
    parts: Parts = Parts.MEAN,
    ordered: bool = False,
    k: int = 100,
    context: JobContext | None = None,
) -> WindowHits:
    """Return the windows in which all parts match best.

    A window that holds a matched moment of a better one is the same hit and is left out.

    Args:
        times: (N,), ascending, seconds.
        scores: float32 (S, N), of each part at each moment; at most 0 means that it does not match
            there. For NOISY_OR at most 1.
        within_s: length of a window, >= 0.
        frames: see Frames; an order always takes the best moment.
        parts: see Parts.
        ordered: each part must match later than the one before it; the window begins with the
            first.
        k: how many.
        context: stops a long search.

    Raises:
        ValueError: times are not in order, or there are not as many scores as times.
        JobCancelled: the context was cancelled.
    """
    if scores.ndim != 2 or scores.shape[1] != len(times) or (np.diff(times) < 0).any():
        raise ValueError("windows need ascending times and a score of each part for every one")
    context = context or JobContext()
    context.step(0, 2, "Looking for moments")
    axis = _one_line(np.asarray(times, np.float64))
    if not ordered:
        any_order = order_free(axis, scores, within_s, inside=frames, across=parts, k=k)
        return WindowHits(any_order.scores, any_order.parts, any_order.rows, any_order.total)
    clean = positive(scores)
    ends = axis.ends(within_s)
    held = np.stack([held_scores(row, ends, Inside.MAX) for row in clean])
    held[0] = clean[0]  # the window begins with the first part
    whole = (held > 0).all(axis=0)
    values = np.where(whole, together(held, parts), np.float32(-1))
    found = _Found(axis.times, clean, ends, parts)
    return found.hits(found.in_order(values, k, context), values, total=int(whole.sum()))


def _one_line(times: NDArray[np.float64]) -> TimeAxis:
    """Return moments of one life in the order given."""
    places = np.arange(len(times))
    return TimeAxis(places, np.zeros(len(times), np.int64), times)


@dataclass(frozen=True, slots=True)
class _Found:
    """Picks windows; see search_windows()."""

    times: NDArray[np.float64]
    scores: Scores
    ends: NDArray[np.int64]
    rule: Parts

    def in_order(self, values: Scores, k: int, context: JobContext) -> list[int]:
        """Return the first moments of the best windows and write their values.

        What a window could be worth without order bounds what it is worth with it, so only those
        that may still be among the best are looked at.
        """
        left, chosen = values, list[int]()
        exact = left <= 0
        gone = np.zeros(len(left), bool)
        while len(chosen) < k and len(left):
            context.step(len(chosen), k, "Looking for moments in order")
            shown = np.where(gone, np.float32(-1), left)
            start = int(shown.argmax())
            if shown[start] <= 0:
                break
            if not exact[start]:
                open_ones = np.flatnonzero(~exact & ~gone)
                if len(open_ones) > BLOCK:
                    best = np.argpartition(-left[open_ones], BLOCK - 1)[:BLOCK]
                    open_ones = np.sort(open_ones[best])
                left[open_ones] = self._chained(open_ones)
                exact[open_ones] = True
                continue
            chosen.append(start)
            for same in same_hit(self.ends, self._chain(start)):
                gone[same] = True
        return chosen

    def hits(self, chosen: list[int], values: Scores, *, total: int) -> WindowHits:
        """Return windows with the moments that match."""
        moments = np.array([self._chain(start) for start in chosen], np.int64)
        moments = moments.reshape(len(chosen), len(self.scores))
        told = np.take_along_axis(self.scores, moments.T, axis=1).T
        return WindowHits(values[np.array(chosen, np.int64)], told, moments, total)

    def _chained(self, starts: NDArray[np.int64]) -> Scores:
        """Return what windows are worth with their parts in order, float32 (n,)."""
        best = np.zeros((len(self.scores), len(starts)), np.float32)
        best[0] = self.scores[0][starts]
        longest = int((self.ends[starts] - starts).max())
        for ahead in range(1, longest):
            at = starts + ahead
            inside = at < self.ends[starts]
            at = np.minimum(at, len(self.times) - 1)
            for part in range(len(self.scores) - 1, 0, -1):
                here = np.where(inside, self.scores[part][at], 0)
                whole = (here > 0) & (best[part - 1] > 0)
                joined = np.where(whole, self._join(best[part - 1], here), 0)
                np.maximum(best[part], joined, out=best[part])
        scale = len(self.scores) if self.rule is Parts.MEAN else 1
        return np.asarray(best[-1] / scale, np.float32)

    def _chain(self, start: int) -> list[int]:
        """Return the moments that match the parts of one window in order."""
        stop = int(self.ends[start])
        best = self.scores[0][start : start + 1]
        before = np.array([start])
        trail: list[NDArray[np.int64]] = []
        for row in self.scores[1:]:
            later = np.arange(start, stop)
            values = np.full(len(later), -1.0, np.float32)
            came = np.zeros(len(later), np.int64)
            top, top_at = np.maximum.accumulate(best), _running_argmax(best)
            known = np.searchsorted(before, later) - 1  # the last of the earlier part before it
            fits = (known >= 0) & (row[start:stop] > 0)
            fits &= top[np.maximum(known, 0)] > 0
            values[fits] = self._join(top[known[fits]], row[start:stop][fits])
            came[fits] = top_at[known[fits]]
            trail.append(came)
            best, before = values, later
        at = int(best.argmax())
        places = [int(before[at])]
        for came in reversed(trail):
            at = int(came[at])
            places.append(start + at if len(places) < len(trail) else start)
        return places[::-1]

    def _join(self, one: Scores, other: Scores) -> Scores:
        if self.rule is Parts.MIN:
            return np.minimum(one, other)
        return one * other if self.rule is Parts.PRODUCT else one + other


def _running_argmax(values: Scores) -> NDArray[np.int64]:
    """Return the place of the first largest value up to each place."""
    top = np.maximum.accumulate(values)
    is_new = np.ones(len(values), bool)
    is_new[1:] = values[1:] > top[:-1]
    return np.maximum.accumulate(np.where(is_new, np.arange(len(values)), 0))

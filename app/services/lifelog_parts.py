"""Queries of several sentences: moments in which all of them come true."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.services.lifelog_moments import Moments
from app.services.lifelog_types import LifelogOptions
from common.scenes import LifelogQuery
from indexers.rankings import Moments as Step
from indexers.rankings import chains
from indexers.rankings.fusion import Scored

DEPTH = 3000  # matches of each sentence that are joined

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MomentHits:
    """Moments, best first.

    Args:
        items: the image of each that stands for it: the one that matches its sentence best.
        scores: 0-1.
        parts: scores of the sentences.
        chosen: the image of each sentence.
        total: how many there are before the list was cut.
    """

    items: tuple[int, ...] = ()
    scores: tuple[float, ...] = ()
    parts: tuple[tuple[float, ...], ...] = ()
    chosen: tuple[tuple[int, ...], ...] = ()
    total: int = 0


def in_moments(
    lists: Sequence[Scored],
    moments: Moments,
    query: LifelogQuery,
    options: LifelogOptions,
    k: int,
) -> MomentHits:
    """Return the moments in which all sentences come true.

    In any order, a moment is a stretch of `query.within_s` seconds: the images in it make the score
    of each sentence (the best one, or the noisy or of all), the sentences make that of the moment
    (mean, minimum or product). With `query.ordered` each sentence follows the one before it within
    that time, another image each. Lokoč et al., "W2VV++ BERT model at VBS 2021", MMM 2021.

    Args:
        lists: scores of each sentence.
        moments: when items were.
        query: order and time.
        options: rules.
        k: how many.
    """
    steps = [_step(one, moments) for one in lists]
    if not all(len(step) for step in steps):
        return MomentHits()
    if query.ordered:
        found = _ordered(steps, query.within_s, options.parts)
    else:
        found = _any_order(steps, query.within_s, options)
    return _first(found, k)


def joined(scores: Values, rule: str) -> Values:
    """Return the scores of moments, float64 (n,).

    Args:
        scores: of the sentences, float64 (parts, n), 0-1.
        rule: "mean", "min" or "product".
    """
    if rule == "min":
        return np.asarray(scores.min(axis=0))
    return np.asarray(scores.prod(axis=0) if rule == "product" else scores.mean(axis=0))


def _step(one: Scored, moments: Moments) -> Step:
    """Return the best matches of a sentence with a time, by time; the best score is 1."""
    times = moments.seconds_of(one.items)
    kept = np.flatnonzero(np.isfinite(times) & (one.scores > 0))
    if len(kept) > DEPTH:
        kept = kept[np.argpartition(-one.scores[kept], DEPTH - 1)[:DEPTH]]
    scores = one.scores[kept]
    top = float(scores.max(initial=0.0)) or 1.0
    groups = np.zeros(len(kept), np.int64)
    return Step(one.items[kept], groups, times[kept], scores / top).ordered()


@dataclass(frozen=True, slots=True)
class _Windows:
    """Moments that may be found: scores (n,), of sentences (parts, n), images (parts, n)."""

    scores: Values
    parts: Values
    chosen: NDArray[np.int64]


def _ordered(steps: Sequence[Step], within_s: float, rule: str) -> _Windows:
    found = chains(steps, [within_s] * (len(steps) - 1))
    if not found:
        return _none(len(steps))
    parts = np.array([chain.scores for chain in found]).T
    chosen = np.array([chain.items for chain in found], np.int64).T
    return _Windows(joined(parts, rule), parts, chosen)


def _any_order(steps: Sequence[Step], within_s: float, options: LifelogOptions) -> _Windows:
    """Look at the windows that begin with a match of any sentence."""
    starts = np.unique(np.concatenate([step.times for step in steps]))
    parts = np.zeros((len(steps), len(starts)))
    chosen = np.zeros((len(steps), len(starts)), np.int64)
    full = np.ones(len(starts), np.bool_)
    for number, step in enumerate(steps):
        low = np.searchsorted(step.times, starts, "left")
        high = np.searchsorted(step.times, starts + within_s, "right")
        best = _best_rows(step.scores, low, high)
        full &= high > low
        parts[number] = step.scores[best]
        chosen[number] = step.items[best]
        if options.frames == "noisy-or":
            misses = np.log1p(-np.clip(step.scores, 0, 1 - 1e-9))
            sums = np.concatenate([[0.0], np.cumsum(misses)])
            parts[number] = 1 - np.exp(sums[high] - sums[low])
    parts, chosen = parts[:, full], chosen[:, full]
    return (
        _Windows(joined(parts, options.parts), parts, chosen) if full.any() else _none(len(steps))
    )


def _best_rows(
    scores: Values, low: NDArray[np.int64], high: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the row of the highest score in each stretch, int64; any row for an empty one."""
    best = np.minimum(low, len(scores) - 1)
    for place, (start, stop) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        if stop > start + 1:
            best[place] = start + int(scores[start:stop].argmax())
    return best


def _none(count: int) -> _Windows:
    return _Windows(np.zeros(0), np.zeros((count, 0)), np.zeros((count, 0), np.int64))


def _first(found: _Windows, k: int) -> MomentHits:
    """Return the k best; an image stands for one moment only."""
    order = np.argsort(-found.scores, kind="stable")
    taken: dict[int, int] = {}
    for at in order.tolist():
        item = int(found.chosen[int(found.parts[:, at].argmax()), at])
        taken.setdefault(item, at)
    places = list(taken.items())[:k]
    return MomentHits(
        tuple(item for item, _ in places),
        tuple(float(found.scores[at]) for _, at in places),
        tuple(tuple(float(one) for one in found.parts[:, at]) for _, at in places),
        tuple(tuple(int(one) for one in found.chosen[:, at]) for _, at in places),
        len(taken),
    )

"""Scores of items: joined with those of image regions, raised by wishes, cut to the best."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.services.lifelog_moments import Moments, Passed
from app.services.lifelog_ranking import Ranked
from indexers.rankings.fusion import Scored

WISH = 0.1  # what a condition that only raises adds, as a share of the best score


def with_examples(ranked: Ranked, lists: Sequence[Scored], named: int) -> Ranked:
    """Return what rankers say, together with how much items look like regions."""
    if not lists:
        return ranked
    items = np.unique(np.concatenate([ranked.scored.items, *(one.items for one in lists)]))
    looks = np.mean([one.at(items) for one in lists], axis=0)
    said = ranked.scored.at(items)
    top = max(float(said.max(initial=0.0)), 1e-9)
    share = len(lists) / max(1, len(lists) + named)
    scored = Scored(items, (1 - share) * said / top + share * looks if named else looks)
    return replace(ranked, scored=scored, parts={**ranked.parts, "example": Scored(items, looks)})


def wished(scored: Scored, passed: Passed, moments: Moments) -> Scored:
    """Raise the scores of items that conditions wish for."""
    if not passed.likely.any() or not len(scored):
        return scored
    likely = passed.likely[moments.rows(scored.items)]
    top = max(float(scored.scores.max()), 1e-9)
    return Scored(scored.items, scored.scores + WISH * top * likely)


def best(scored: Scored, moments: Moments, k: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the k best items and their scores, best first; equals by time, then by item."""
    items, scores = scored.items, scored.scores
    if len(items) > k:
        least = np.partition(scores, len(scores) - k)[len(scores) - k]
        kept = scores >= least
        items, scores = items[kept], scores[kept]
    times = np.nan_to_num(moments.seconds_of(items), nan=np.inf)
    order = np.lexsort((items, times, -scores))[:k]
    return items[order], scores[order]

"""Queries of several sentences: moments in which all of them come true."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.services.lifelog_moments import Moments
from app.services.lifelog_types import LifelogOptions
from common.jobs import JobContext
from common.scenes import LifelogQuery
from indexers.rankings.fusion import Scored


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
    context: JobContext | None = None,
) -> MomentHits:
    """Return the moments in which all sentences come true, each within `query.within_s`.

    The images of a moment make the score of each sentence (the best one, or the noisy or of all),
    the sentences make that of the moment (mean, minimum or product). With `query.ordered` each
    sentence follows the one before it.

    Args:
        lists: scores of each sentence; the best one of each counts as 1.
        moments: when items were; items without a time are in no moment.
        query: order and time.
        options: rules.
        k: how many.
        context: stops a long search.

    Raises:
        JobCancelled: the context was cancelled.
    """
    from indexers.scenes.windows import Frames, Parts, search_windows

    items = np.unique(np.concatenate([one.items for one in lists]))
    times = moments.seconds_of(items)
    known = np.isfinite(times)
    items, times = items[known], times[known]
    order = np.lexsort((items, times))
    items, times = items[order], times[order]
    scores = np.stack([one.at(items) for one in lists]).astype(np.float32)
    tops = scores.max(axis=1, initial=0.0)
    if not len(items) or not (tops > 0).all():
        return MomentHits()
    found = search_windows(
        times, scores / tops[:, None], query.within_s, frames=Frames(options.frames),
        parts=Parts(options.parts), ordered=query.ordered, k=k, context=context,
    )  # fmt: skip
    chosen = items[found.moments]  # K, S
    best = found.parts.argmax(axis=1)
    return MomentHits(
        tuple(int(row[at]) for row, at in zip(chosen, best, strict=True)),
        tuple(float(one) for one in found.scores),
        tuple(tuple(float(one) for one in row) for row in found.parts),
        tuple(tuple(int(one) for one in row) for row in chosen),
        found.total,
    )

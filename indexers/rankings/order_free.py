"""Windows of time in which all stages of a query come true, in whatever order.

A window begins at a frame and holds all frames of its time line up to so many seconds later. What
it holds makes the score of each stage, the stages make that of the window, as in Lokoč et al.,
"W2VV++ BERT Model at VBS 2021", MMM 2021.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from indexers.rankings.sliding import pick, window_max
from indexers.rankings.time_axis import Rows, TimeAxis

Scores = NDArray[np.float32]


class Inside(StrEnum):
    """How the frames of a window make the score of a stage."""

    MAX = "max"
    NOISY_OR = "noisy-or"  # 1 - product of (1 - score): several good frames beat one


class Across(StrEnum):
    """How the scores of the stages make that of a window."""

    MEAN = "mean"
    MIN = "min"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Windows:
    """The best windows, best first, equal ones by place.

    Args:
        scores: float32 (K,).
        parts: float32 (K, S), score of each stage.
        rows: int64 (K, S), the frame that matches each stage best, the earliest of equal ones.
        starts: int64 (K,), first frame of each window.
        total: windows that match every stage and reach the threshold, before neighbours of better
            ones were dropped.
        below: how many match every stage and do not reach it.
        best: score of the best one whatever the threshold; 0 where there is none.
    """

    scores: Scores
    parts: Scores
    rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    total: int
    below: int
    best: float = 0.0


def order_free(
    axis: TimeAxis,
    scores: Scores,
    within_s: float,
    *,
    inside: Inside = Inside.MAX,
    across: Across = Across.MEAN,
    k: int = 100,
    threshold: float = 0.0,
) -> Windows:
    """Return the windows in which all stages match best.

    A window that holds a matched frame of a better one is the same hit and is left out.

    Args:
        axis: where frames lie; N rows.
        scores: float32 (S, N), of each stage at each row; at most 0 means that it does not match
            there. For NOISY_OR at most 1.
        within_s: length of a window, seconds, >= 0.
        inside: see Inside.
        across: see Across.
        k: how many.
        threshold: least score of a window.

    Raises:
        ValueError: there are not as many scores as rows, or the length is negative.
    """
    if scores.ndim != 2 or scores.shape[1] != len(axis):
        raise ValueError("windows need a score of each stage for every row")
    clean = positive(scores)
    ends = axis.ends(within_s)
    held = [held_scores(row, ends, inside) for row in clean]
    values = together(held, across)
    is_whole = values > 0
    for row in held if across is Across.MEAN else ():
        is_whole &= row > 0
    whole, best = int(is_whole.sum()), float(values.max(where=is_whole, initial=0.0))
    is_whole &= values >= threshold
    total = int(is_whole.sum())
    starts, rows = best_windows(np.where(is_whole, values, -np.inf), clean, ends, k)
    parts = [row[starts] for row in held]
    told = np.stack(parts, axis=1) if parts else np.zeros((len(starts), 0), np.float32)
    return Windows(values[starts], told, rows, starts, total, whole - total, best)


def best_windows(
    values: NDArray[np.floating], scores: Sequence[Scores] | Scores, ends: Rows, k: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the best windows begin, int64 (K,), and their best frames, int64 (K, S).

    Args:
        values: of the windows, (N,); minus infinity for those that match nothing.
        scores: of the stages at each row.
        ends: where the window of each row ends, ascending.
        k: how many.
    """
    found: list[list[int]] = []

    def take(start: int, gone: NDArray[np.bool_]) -> bool:
        places = [start + int(row[start : int(ends[start])].argmax()) for row in scores]
        for same in same_hit(ends, places):
            gone[same] = True
        found.append(places)
        return True

    starts = pick(values, k, take)
    rows = np.array(found, np.int64).reshape(len(found), len(scores))
    return np.array(starts, np.int64), rows


def same_hit(ends: Rows, places: Sequence[int]) -> list[slice]:
    """Return the windows that hold one of some rows.

    Args:
        ends: where the window of each row ends, ascending.
        places: rows.
    """
    return [slice(int(np.searchsorted(ends, at, "right")), at + 1) for at in places]


def held_scores(row: Scores, ends: Rows, inside: Inside) -> Scores:
    """Return the score of one stage in each window, float32 (N,).

    Args:
        row: at each place, >= 0.
        ends: where the window that begins at each place ends.
        inside: see Inside.
    """
    if inside is Inside.NOISY_OR:
        misses = np.log1p(-np.clip(row.astype(np.float64), 0, 1 - 1e-9))
        sums = np.r_[0.0, np.cumsum(misses)]
        return np.asarray(-np.expm1(sums[ends] - sums[: len(row)]), np.float32)
    firsts = np.arange(len(row))
    return window_max(row, firsts, ends).astype(np.float32)


def together(held: Sequence[Scores] | Scores, across: Across) -> Scores:
    """Return the scores of windows from those of their stages, float32 (N,).

    Args:
        held: of each stage in each window, >= 0; no stage gives an empty array.
        across: see Across.
    """
    if not len(held):
        return np.zeros(0, np.float32)
    whole = np.array(held[0], np.float32)
    for row in held[1:]:
        if across is Across.MIN:
            np.minimum(whole, row, out=whole)
        elif across is Across.PRODUCT:
            whole *= row
        else:
            whole += row
    return whole / np.float32(len(held)) if across is Across.MEAN else whole


def positive(scores: NDArray[np.floating]) -> Scores:
    """Return scores with 0 for all that is no match, float32."""
    clean = np.nan_to_num(scores, nan=0.0, neginf=0.0).astype(np.float32, copy=False)
    return np.asarray(np.maximum(clean, 0.0), np.float32)

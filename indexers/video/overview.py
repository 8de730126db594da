"""Whole videos by what is seen in them: how often, and how surely, after diveXplore.

Leibetseder and Schoeffmann, "diveXplore 6.0: ITEC's Interactive Video Exploration System at VBS
2022", show videos as wholes, grouped and sorted by the concepts of their keyframes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NONE = -1


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen in V videos of C concepts.

    Args:
        counts: int64 (V, C), keyframes with the concept.
        sure: float64 (V, C), mean score of these, 0-1; 0 where there are none.
        best: int64 (V, C), the keyframe with the highest score, of equal ones the smallest id; -1
            where there is none.
    """

    counts: NDArray[np.int64]
    sure: NDArray[np.float64]
    best: NDArray[np.int64]


def seen_in(
    videos: NDArray[np.int64],
    concepts: NDArray[np.int64],
    items: NDArray[np.int64],
    scores: NDArray[np.float64],
    shape: tuple[int, int],
) -> Seen:
    """Return how often and how surely concepts are seen in videos.

    A keyframe that several sources name counts once, with its highest score.

    Args:
        videos: int64 (P,), place of the video of each pair, 0 to V - 1.
        concepts: int64 (P,), place of the concept, 0 to C - 1.
        items: int64 (P,), the keyframe.
        scores: float64 (P,), 0-1.
        shape: (V, C).
    """
    order = np.lexsort((-scores, items, concepts))
    videos, concepts = videos[order], concepts[order]
    items, scores = items[order], scores[order]
    first = np.ones(len(items), np.bool_)
    first[1:] = (items[1:] != items[:-1]) | (concepts[1:] != concepts[:-1])
    cells = (videos * shape[1] + concepts)[first]
    items, scores = items[first], scores[first]
    size = shape[0] * shape[1]
    counts = np.bincount(cells, minlength=size)
    sums = np.bincount(cells, weights=scores, minlength=size)
    best = np.full(size, NONE, np.int64)
    ranked = np.lexsort((-items, scores, cells))  # the last of a cell is its best
    best[cells[ranked]] = items[ranked]
    sure = np.divide(sums, counts, out=np.zeros(size), where=counts > 0)
    return Seen(counts.reshape(shape), sure.reshape(shape), best.reshape(shape))


def main_concepts(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the concept with the largest value of each video, the first of equal ones.

    Args:
        values: float64 (V, C), >= 0.

    Returns:
        int64 (V,); -1 where all are 0.
    """
    if not values.shape[1]:
        return np.full(len(values), NONE, np.int64)
    return np.where(values.max(axis=1) > 0, values.argmax(axis=1), NONE)

"""How good a ranking is, and how uneven the use of its items."""

import numpy as np
from numpy.typing import NDArray


def average_precision(is_relevant: NDArray[np.bool_], relevant: int, depth: int = 30) -> float:
    """Return the average precision of the first items of a list, 0-1.

    The mean, over the places of relevant items among the first depth, of the precision up to there;
    divided by how many could have been there, min(relevant, depth).

    Args:
        is_relevant: of the items of the list, best first, bool (N,).
        relevant: how many relevant items there are at all, >= 1.
        depth: how far the list is looked at, >= 1.
    """
    head = is_relevant[:depth]
    precision = np.cumsum(head) / np.arange(1, len(head) + 1)
    return float(precision[head].sum() / min(relevant, depth))


def skewness(counts: NDArray[np.int64]) -> float:
    """Return the skewness of how often each item is among the first k of lists: its hubness.

    0 where all come up equally often; far above it where a few hubs come up everywhere.
    Radovanović, Nanopoulos and Ivanović, "Hubs in space", JMLR 11, 2010, section 3.

    Args:
        counts: k-occurrences of all items, int64 (N,).
    """
    centred = counts - counts.mean() if len(counts) else np.zeros(1)
    spread = float(np.sqrt((centred**2).mean()))
    return 0.0 if spread == 0.0 else float((centred**3).mean() / spread**3)

"""Numbers in bins, for histograms that are counted again with every filter."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 40  # about as many


@dataclass(frozen=True, slots=True)
class Bins:
    """Where numbers fall.

    Args:
        edges: (bins + 1,) ascending; empty where nothing is known.
        places: (n,) bin of each number; for a column by id the last one, `bins`, where unknown.
        totals: (bins,) how many numbers fall into each.
        whole: numbers are whole.
    """

    edges: NDArray[np.float64]
    places: NDArray[np.uint8]
    totals: NDArray[np.int64]
    whole: bool

    def counts(self, within: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return how many ids of a mask fall into each bin, (bins,)."""
        size = min(len(within), len(self.places))
        found = self.places[:size][within[:size]]
        return np.bincount(found, minlength=len(self.totals) + 1)[: len(self.totals)]


def binned(
    numbers: NDArray[np.float64], *, is_time: bool, weights: NDArray[np.int64] | None = None
) -> Bins:
    """Return numbers in about BINS bins of one width; whole numbers lie in the middle of theirs.

    Args:
        numbers: (n,) NaN where unknown.
        is_time: whole seconds are no whole numbers.
        weights: (n,) how often each number counts; None for once.
    """
    known = np.isfinite(numbers)
    if not known.any():
        return Bins(
            np.empty(0), np.zeros(len(numbers), np.uint8), np.empty(0, np.int64), whole=False
        )
    low, high = float(numbers[known].min()), float(numbers[known].max())
    sample = numbers[known][:: max(1, len(numbers) // 1000)]
    whole = bool((sample % 1 == 0).all()) and not is_time
    if whole:
        step = max(1, math.ceil((high - low + 1) / BINS))
        many = math.ceil((high - low + 1) / step)
        edges = np.arange(many + 1, dtype=np.float64) * step + (low - 0.5)
    else:
        last = high if high > low else low + 1.0
        edges = np.linspace(low, last, BINS + 1, dtype=np.float64)
    many = len(edges) - 1
    width = (edges[-1] - edges[0]) / many
    places = np.full(len(numbers), many, np.uint8)
    found = ((numbers[known] - edges[0]) / width).astype(np.int64).clip(0, many - 1)
    places[known] = found
    held = None if weights is None else weights[known]
    totals = np.bincount(found, weights=held, minlength=many).astype(np.int64)
    return Bins(edges, places, totals, whole=whole)

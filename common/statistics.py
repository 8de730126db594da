"""Means with an interval around them, without assumptions about how values are spread."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

_RESAMPLES = 2000
_CELLS = 1 << 24  # numbers drawn at once


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and the interval that it is known within.

    Args:
        count: values that it was made of.
        mean: NaN where there are none.
        low: end of the interval; the mean itself for a single value.
        high: the other end.
    """

    count: int
    mean: float
    low: float
    high: float


def mean_interval(values: ArrayLike, *, level: float = 0.95, seed: int = 0) -> Estimate:
    """Return the mean of values with its bootstrap interval (Efron 1979, percentile form).

    For a paired comparison give the differences. Values that are not finite do not count.

    Args:
        values: of one dimension.
        level: 0-1, share of repetitions that the interval holds.
        seed: of the resampling.

    Raises:
        ValueError: the level is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError("The level must lie between 0 and 1.")
    known = np.asarray(values, np.float64).ravel()
    known = known[np.isfinite(known)]
    if known.size < 2:
        mean = float(known[0]) if known.size else float("nan")
        return Estimate(known.size, mean, mean, mean)
    means = _resampled(known, np.random.default_rng(seed))
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(known.size, float(known.mean()), float(low), float(high))


def _resampled(values: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    """Return the means of as many values drawn with replacement, (_RESAMPLES,)."""
    rows = max(1, _CELLS // len(values))
    parts = []
    for start in range(0, _RESAMPLES, rows):
        count = min(rows, _RESAMPLES - start)
        parts.append(values[random.integers(0, len(values), (count, len(values)))].mean(axis=1))
    return np.concatenate(parts)

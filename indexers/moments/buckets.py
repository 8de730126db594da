"""Sensor values in as many buckets as a curve has pixels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Buckets:
    """Values in buckets of equal time; buckets without any are left out.

    Args:
        times: middle of what each holds, seconds since 1970 in UTC, float64 (B,).
        low: least value, (B,).
        mean: (B,).
        high: largest value, (B,).
        total: sum, (B,).
        counts: values in each, int64 (B,).
    """

    times: NDArray[np.float64]
    low: NDArray[np.float64]
    mean: NDArray[np.float64]
    high: NDArray[np.float64]
    total: NDArray[np.float64]
    counts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.times)


def bucketed(
    times: NDArray[np.int64], values: NDArray[np.float64], start: float, end: float, count: int
) -> Buckets:
    """Return values between start and end in count buckets of equal time.

    Args:
        times: seconds since 1970 in UTC, ascending, (N,).
        values: NaN where nothing was measured, (N,).
        start: seconds.
        end: seconds, above start.
        count: how many buckets at most.

    Raises:
        ValueError: end is not above start, or count is below 1.
    """
    if end <= start or count < 1:
        raise ValueError("buckets need a span and a number")
    kept = (times >= start) & (times <= end) & np.isfinite(values)
    moments, numbers = times[kept].astype(float), values[kept].astype(float)
    if not len(moments):
        none = np.empty(0)
        return Buckets(none, none, none, none, none, np.empty(0, np.int64))
    cell = np.minimum(((moments - start) / (end - start) * count).astype(np.int64), count - 1)
    first = np.flatnonzero(np.concatenate(([True], cell[1:] != cell[:-1])))
    counts = np.diff(np.append(first, len(cell)))
    total = np.add.reduceat(numbers, first)
    return Buckets(
        np.add.reduceat(moments, first) / counts,
        np.minimum.reduceat(numbers, first),
        total / counts,
        np.maximum.reduceat(numbers, first),
        total,
        counts,
    )

"""The largest of every window of a row of numbers, and picking the best without repeats."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

_AT_FIRST = 1024  # candidates that are put in order before more are looked for


def window_max(
    values: NDArray[np.floating], firsts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the largest of values[first:end] for each window, float64 (W,); -inf for empty ones.

    Every window is covered by two runs whose length is a power of two; the largest of all such runs
    come from doubling, so the cost is N times the logarithm of the longest window.

    Args:
        values: (N,).
        firsts: int64 (W,), 0 to N.
        ends: int64 (W,), <= N; a window is empty where it does not lie behind its first.
    """
    lengths = ends - firsts
    found = np.full(len(firsts), -np.inf)
    if not len(lengths) or (longest := int(lengths.max())) <= 0:
        return found
    top, size = np.array(values, np.float64), 1  # the largest of `size` numbers from each on
    while True:
        fits = np.flatnonzero((lengths >= size) & (lengths < 2 * size))
        found[fits] = np.maximum(top[firsts[fits]], top[ends[fits] - size])
        if longest < 2 * size:
            return found
        np.maximum(top[:-size], top[size:], out=top[:-size])
        size *= 2


def pick(
    values: NDArray[np.floating], k: int, take: Callable[[int, NDArray[np.bool_]], bool]
) -> list[int]:
    """Return the k best places that may be taken, best first, ties by place.

    Args:
        values: (N,); minus infinity and NaN are never taken.
        k: how many.
        take: told a place and which are gone, bool (N,): marks what goes with it (the place itself
            goes anyway) and says whether it is taken.
    """
    chosen: list[int] = []
    gone = ~np.isfinite(values)
    count = max(_AT_FIRST, 4 * k)
    while len(chosen) < k:
        left = np.flatnonzero(~gone)
        if not len(left):
            break
        some = values[left]
        if len(left) > count:  # all that are as good as the last of these, so that ties are whole
            least = np.partition(some, len(some) - count)[len(some) - count]
            kept = some >= least
            left, some = left[kept], some[kept]
        for place in left[np.argsort(-some, kind="stable")].tolist():
            if gone[place]:
                continue
            gone[place] = True
            if take(place, gone):
                chosen.append(place)
                if len(chosen) == k:
                    break
        count *= 4
    return chosen

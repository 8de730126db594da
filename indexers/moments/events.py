"""Events: where the photos of a day fall apart, by pauses, changes of place and changes of view."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class EventOptions:
    """What ends an event.

    Args:
        pause: a pause counts fully where it is this many times the usual pause around it; 17 is
            the value of Platt et al. 2003 ("PhotoTOC: automatic clustering for browsing personal
            photographs"), which compares logarithms over window photos on both sides.
        window: photos on both sides whose pauses are usual; 10 there.
        least_pause_s: a shorter pause never counts: cameras that take one photo in 30 s.
        most_pause_s: a longer one always ends an event.
        block: photos on each side whose looks are compared; the blocks of Hearst 1997
            ("TextTiling: segmenting text into multi-paragraph subtopic passages").
        depth: a change of looks counts fully where its depth score lies this many standard
            deviations above the mean; Hearst cuts half a deviation below it, which is right where
            looks are all there is.
        weights: what a full pause, a change of place, a full change of looks and a change of
            activity count.
        threshold: an event ends where the sum reaches it; by the weights a pause, a place or an
            activity is enough, and looks need something beside them or a very deep valley.
        least_photos: smaller events join the neighbour that is nearer in time.
    """

    pause: float = 17.0
    window: int = 10
    least_pause_s: float = 300.0
    most_pause_s: float = 3 * 3600.0
    block: int = 4
    depth: float = 1.0
    weights: tuple[float, float, float, float] = (1.0, 1.0, 0.7, 1.0)
    threshold: float = 1.0
    least_photos: int = 2


def find_events(
    times: NDArray[np.int64],
    places: NDArray[np.int64] | None = None,
    vectors: NDArray[np.float32] | None = None,
    options: EventOptions | None = None,
    *,
    activities: NDArray[np.int64] | None = None,
) -> NDArray[np.int64]:
    """Return which event each photo belongs to, int64 (N,), ascending from 0.

    Args:
        times: seconds since 1970 in UTC, ascending, (N,).
        places: number of the place of each, -1 where unknown or on the way, (N,).
        vectors: looks, unit length, float32 (N, D); rows of zeros where unknown.
        options: what ends an event.
        activities: number of what one was doing at each, -1 where unknown, (N,).
    """
    options = options or EventOptions()
    count = len(times)
    if count < 2:
        return np.zeros(count, np.int64)
    parts = [_pauses(times, options), *np.zeros((3, count - 1))]
    if places is not None:
        both = (places[1:] >= 0) & (places[:-1] >= 0)
        parts[1] = np.where(both & (places[1:] != places[:-1]), 1.0, 0.0)
        # From a place onto the way, or back: half of a change, for a fix may be missing.
        parts[1] += np.where((places[1:] >= 0) != (places[:-1] >= 0), 0.6, 0.0)
    if vectors is not None and len(vectors):
        parts[2] = _looks(vectors, options)
    if activities is not None:
        known = (activities[1:] >= 0) & (activities[:-1] >= 0)
        parts[3] = (activities[1:] != activities[:-1]) * np.where(known, 1.0, 0.5)
    score = sum(weight * part for weight, part in zip(options.weights, parts, strict=True))
    ends = (np.asarray(score) >= options.threshold - _TINY) | (
        np.diff(times) >= options.most_pause_s
    )
    event = np.concatenate(([0], np.cumsum(ends)))
    return _joined(times, event, options)


def _pauses(times: NDArray[np.int64], options: EventOptions) -> NDArray[np.float64]:
    """Return how much each pause counts, 0 and up: log(pause) over the mean log around it."""
    gaps = np.log(np.maximum(np.diff(times), 1).astype(float))
    total = np.concatenate(([0.0], np.cumsum(gaps)))
    here = np.arange(len(gaps))
    low = np.maximum(here - options.window, 0)
    high = np.minimum(here + options.window + 1, len(gaps))
    # The pause itself is not part of what is usual.
    usual = (total[high] - total[low] - gaps) / np.maximum(high - low - 1, 1)
    usual = np.where(high - low > 1, usual, np.log(options.least_pause_s / options.pause))
    counts = np.clip((gaps - usual) / np.log(options.pause), 0.0, 2.0)
    return np.where(np.diff(times) >= options.least_pause_s, counts, 0.0)


def _looks(vectors: NDArray[np.float32], options: EventOptions) -> NDArray[np.float64]:
    """Return how deep the valley of similarity is between each photo and the next, 0 to 2.

    Depth scores of Hearst 1997, §5.2: how far similarity rises to the nearest peaks on both sides;
    counted in standard deviations above the mean.
    """
    depth = depths(similarities(vectors, options.block))
    if len(depth) < 4 or depth.std() < 1e-6:
        return np.zeros(len(depth))
    cut = depth.mean() + options.depth * depth.std()
    # A valley that is no valley: all photos look alike, and noise is all there is.
    return np.where(depth > 0.05, np.clip(depth / cut, 0.0, 2.0), 0.0) * _is_peak(depth)


def _is_peak(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return where no neighbour is higher; of equal ones in a row only the first."""
    left = np.concatenate(([-np.inf], values[:-1]))
    right = np.concatenate((values[1:], [-np.inf]))
    return np.asarray((values > left) & (values >= right))


def similarities(vectors: NDArray[np.float32], block: int) -> NDArray[np.float64]:
    """Return the cosine between the means of block photos before and after each gap, (N - 1,).

    Args:
        vectors: unit length or zero, float32 (N, D).
        block: photos on each side, fewer at the ends.
    """
    count = len(vectors)
    total = np.concatenate((np.zeros((1, vectors.shape[1])), np.cumsum(vectors, 0, np.float64)))
    here = np.arange(1, count)
    before = total[here] - total[np.maximum(here - block, 0)]
    after = total[np.minimum(here + block, count)] - total[here]
    lengths = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    products = np.einsum("ij,ij->i", before, after)
    return np.asarray(np.where(lengths > _TINY, products / np.maximum(lengths, _TINY), 1.0))


def depths(similarity: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far similarity falls from the nearest peak on the left, plus on the right, (N,).

    From each place upwards as long as it does not fall, as in Hearst 1997.
    """
    left = _climb(similarity)
    right = _climb(similarity[::-1])[::-1]
    return np.asarray((left - similarity) + (right - similarity))


def _climb(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the first peak that one reaches from each place by going left and up, (N,)."""
    here = np.arange(len(values))
    # A climb to the left goes on while the left neighbour is at least as high.
    begins = np.concatenate(([True], values[:-1] < values[1:]))
    return np.asarray(values[np.maximum.accumulate(np.where(begins, here, 0))])


def _joined(
    times: NDArray[np.int64], event: NDArray[np.int64], options: EventOptions
) -> NDArray[np.int64]:
    """Give events of too few photos to the neighbour that is nearer in time, smallest first."""
    while True:
        starts = np.flatnonzero(np.concatenate(([True], event[1:] != event[:-1])))
        counts = np.diff(np.append(starts, len(event)))
        gaps = np.diff(times)[starts[1:] - 1].astype(float)
        before = np.concatenate(([np.inf], gaps))
        after = np.concatenate((gaps, [np.inf]))
        nearest = np.minimum(before, after)
        small = np.flatnonzero((counts < options.least_photos) & (nearest < options.most_pause_s))
        if not len(small):
            break
        # Of small ones in a row every second: the others may be large enough once joined.
        row = np.concatenate(([True], np.diff(small) > 1))
        first = np.maximum.accumulate(np.where(row, np.arange(len(small)), 0))
        alone = small[(np.arange(len(small)) - first) % 2 == 0]
        target = np.where(before[alone] <= after[alone], alone - 1, alone + 1)
        names = np.arange(len(starts))
        names[alone] = target
        number = np.repeat(names, counts)
        event = np.concatenate(([0], np.cumsum(number[1:] != number[:-1])))
    return np.asarray(event, np.int64)

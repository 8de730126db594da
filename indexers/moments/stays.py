"""Where somebody stayed: stay points of a track, and the places that they are visits to."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexers.moments.sphere import EARTH_M, metres, middle, middles
from indexers.moments.tracks import Track, thinned


@dataclass(frozen=True, slots=True)
class StayOptions:
    """What counts as a stay.

    Args:
        radius_m: fixes this near to each other are one whereabouts; 200 m and 20 min are the
            values of Li et al. 2008 ("Mining user similarity based on location history"), for
            receivers of then; phones of today are good to 10-30 m.
        least_s: shorter halts are part of a trip.
        most_gap_s: a silence of the receiver longer than this ends a stay, even where the next fix
            lies at the same place.
        away_s: an absence this short, or stray fixes, do not end a stay.
        cell_s: positions are first thinned to one in this time; their median is robust to jitter.
    """

    radius_m: float = 100.0
    least_s: float = 600.0
    most_gap_s: float = 12 * 3600.0
    away_s: float = 300.0
    cell_s: int = 30


@dataclass(frozen=True, slots=True)
class Stays:
    """Stays in the order of time; arrays of one length.

    Args:
        start: seconds since 1970 in UTC, int64 (S,).
        end: likewise.
        points: their middles on the unit sphere, float64 (S, 3).
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    points: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.start)

    @property
    def seconds(self) -> NDArray[np.int64]:
        """How long each is, (S,)."""
        return self.end - self.start


def find_stays(track: Track, options: StayOptions | None = None) -> Stays:
    """Return where the track stayed, by time and distance.

    A stay begins at a fix from which all others lie within radius_m for at least least_s (the
    stay points of Li et al. 2008); it goes on while fixes are near to its own middle, which is
    robust where its first fix was a poor one. What parts two stays at one place for no longer than
    away_s is taken as jitter.

    Args:
        track: positions.
        options: what counts.
    """
    options = options or StayOptions()
    fixes = thinned(track, options.cell_s)
    found = _anchored(fixes, options)
    return _merged(found, fixes, options)


def _anchored(fixes: Track, options: StayOptions) -> list[tuple[int, int]]:
    """Return first and last fix of each stay, in the order of time, not overlapping."""
    anchors = _candidates(fixes, options)
    found: list[tuple[int, int]] = []
    place, end = 0, -1
    while place < len(anchors):
        anchor = int(anchors[place])
        end = _reach(fixes, anchor, options)
        if fixes.times[end] - fixes.times[anchor] >= options.least_s:
            found.append((anchor, end))
            place = int(np.searchsorted(anchors, end + 1))
        else:
            place += 1
    return found


def _candidates(fixes: Track, options: StayOptions) -> NDArray[np.int64]:
    """Return the fixes that may begin a stay: after least_s the next fix is near, as halfway.

    Only these are looked at one by one; a million fixes on the way are passed over at once.
    """
    count = len(fixes)
    if count < 2:
        return np.empty(0, np.int64)
    here = np.arange(count)
    may = np.ones(count, np.bool_)
    for share in (0.25, 0.5, 0.75, 1.0):
        later = np.searchsorted(fixes.times, fixes.times + share * options.least_s)
        may &= later < count
        later = np.minimum(later, count - 1)
        # Of two fixes around the time asked for the one before may be the last one here.
        may &= metres(fixes.points[later], fixes.points[here]) <= options.radius_m
    return np.flatnonzero(may)


def _reach(fixes: Track, anchor: int, options: StayOptions) -> int:
    """Return the last fix of the stay that begins at anchor."""
    count, last, size = len(fixes), anchor, 16
    total = fixes.points[anchor].copy()
    while last + 1 < count:
        block = slice(last + 1, min(count, last + 1 + size))
        centre = total / np.linalg.norm(total)
        points = fixes.points[block]
        silence = np.diff(fixes.times[last : block.stop])
        # The middle of the stay, and its first fix with some slack: it may not wander off.
        near = (metres(points, centre) <= options.radius_m) & (
            metres(points, fixes.points[anchor]) <= 1.5 * options.radius_m
        )
        stops = np.flatnonzero(~near | (silence > options.most_gap_s))
        taken = int(stops[0]) if len(stops) else len(points)
        total += points[:taken].sum(0)
        last += taken
        if taken < len(points):
            break
        size = min(4096, size * 2)
    return last


def _merged(found: list[tuple[int, int]], fixes: Track, options: StayOptions) -> Stays:
    """Join stays at one place that only jitter parts, and return all with their middles."""
    groups: list[tuple[int, int, NDArray[np.float64], float]] = []
    for first, last in found:
        points = fixes.points[first : last + 1]
        # A median of each axis: a few stray fixes of a long stay move nothing.
        centre = np.median(points, axis=0)
        centre /= np.linalg.norm(centre)
        seconds = float(fixes.times[last] - fixes.times[first])
        if groups:
            begin, until, other, weight = groups[-1]
            apart = float(metres(centre, other))
            silent = float(fixes.times[first] - fixes.times[until])
            if apart <= options.radius_m and silent <= options.away_s:
                both = middle(np.stack((centre, other)), np.array([seconds, weight]))
                groups[-1] = (begin, last, both, weight + seconds)
                continue
        groups.append((first, last, centre, seconds))
    if not groups:
        none = np.empty(0, np.int64)
        return Stays(none, none.copy(), np.empty((0, 3)))
    starts = fixes.times[[first for first, *_ in groups]]
    ends = fixes.times[[last for _, last, *_ in groups]]
    return Stays(starts, ends, np.stack([centre for _, _, centre, _ in groups]))


def find_places(
    points: NDArray[np.float64], weights: NDArray[np.float64], radius_m: float = 150.0
) -> NDArray[np.int64]:
    """Return which place each stay is a visit to, int64 (S,); 0 is the one of most weight.

    Density clustering: the density at a stay is the weight of all stays around it. From the densest
    down, each joins the nearest peak within radius_m, or is one itself. Unlike in DBSCAN (Ester et
    al. 1996), where any two neighbours are joined, a row of cafés does not grow into one place a
    street long: no visit lies farther from the peak of its place than radius_m.

    Args:
        points: middles of stays on the unit sphere, (S, 3).
        weights: how much each counts (seconds), (S,), above 0.
        radius_m: how far a place reaches, at least 10.
    """
    if not len(points):
        return np.empty(0, np.int64)
    weights = np.maximum(np.asarray(weights, float), 1.0)
    cells, spots, mass = _gathered(points, weights, radius_m)
    left, right, apart = _pairs(spots, radius_m)
    near = np.exp(-4.5 * (apart / radius_m) ** 2)  # a third of the radius is one deviation
    density = mass + np.bincount(left, mass[right] * near, len(spots))
    order = np.lexsort((left, apart))
    order = order[np.argsort(left[order], kind="stable")]
    right = right[order]
    ends = np.searchsorted(left[order], np.arange(len(spots) + 1))
    peak_of = np.full(len(spots), -1, np.int64)
    # Ties by position, so that the order in which stays come does not matter.
    for spot in np.lexsort((*spots.T, -density)):
        around = right[ends[spot] : ends[spot + 1]]  # the nearest first
        peaks = around[peak_of[around] == around]
        peak_of[spot] = peaks[0] if len(peaks) else spot
    return _by_weight(peak_of[cells], weights)


def _gathered(
    points: NDArray[np.float64], weights: NDArray[np.float64], radius_m: float
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return stays within a few metres as one spot: which, their middles and their weights.

    Ten thousand nights at home are one spot then, not ten thousand by ten thousand pairs.
    """
    side = radius_m / 16 / EARTH_M
    keys = np.round(points / side).astype(np.int64)
    _, cells = np.unique(keys, axis=0, return_inverse=True)
    cells = cells.reshape(-1).astype(np.int64)
    count = int(cells.max()) + 1
    mass = np.bincount(cells, weights, count).astype(float)
    return cells, middles(points, weights, cells, count), mass


def _pairs(
    spots: NDArray[np.float64], radius_m: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return all ordered pairs of spots within radius_m, and how far apart they are, metres."""
    side = radius_m / EARTH_M
    keys = np.floor(spots / side).astype(np.int64)
    base = keys.max() - keys.min() + 3
    low = keys.min() - 1
    code = ((keys[:, 0] - low) * base + (keys[:, 1] - low)) * base + (keys[:, 2] - low)
    order = np.argsort(code, kind="stable")
    ordered = code[order]
    lefts, rights = [], []
    for x in (-1, 0, 1):
        for y in (-1, 0, 1):
            for z in (-1, 0, 1):
                wanted = code + (x * base + y) * base + z
                first = np.searchsorted(ordered, wanted)
                counts = np.searchsorted(ordered, wanted, "right") - first
                lefts.append(np.repeat(np.arange(len(spots)), counts))
                offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
                rights.append(order[np.repeat(first, counts) + offset])
    left, right = np.concatenate(lefts), np.concatenate(rights)
    apart = metres(spots[left], spots[right])
    kept = (apart <= radius_m) & (left != right)
    return left[kept], right[kept], apart[kept]


def _by_weight(labels: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return labels anew: 0 for the group of most weight, and so on; ties by first appearance."""
    _, first, group = np.unique(labels, return_index=True, return_inverse=True)
    group = group.reshape(-1)
    order = np.lexsort((first, -np.bincount(group, weights)))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return np.asarray(rank[group])

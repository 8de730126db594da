"""Lines of a pen: curves through samples, smoothing, thinning, mirror images. No Qt.

Rows of samples are (x, y, pressure), float64, in units of the page.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from common.strokes import Stroke

Array = NDArray[np.float64]


def distinct(samples: Array) -> Array:
    """Return samples without those that lie where the one before does."""
    if len(samples) < 2:
        return samples
    moved = np.abs(np.diff(samples[:, :2], axis=0)).max(1) > 1e-9
    kept: Array = samples[np.concatenate([[True], moved])]
    return kept


def curve(samples: Array, step: float, first: int = 0) -> Array:
    """Return points along the curve through samples, about `step` apart.

    A centripetal Catmull-Rom spline (Yuksel, Schaefer, Keyser: Parameterization and Applications of
    Catmull-Rom Curves, 2011): no loops or cusps between two samples, however fast a pen went.
    Where a piece between two samples lies depends on these and on one sample to either side.

    Args:
        samples: (N, 3), neighbours distinct.
        step: > 0.
        first: piece to begin with; 0 begins with the first sample itself, any other behind the
            sample of that number, so that parts can be put together.

    Returns:
        (M, 3): the samples and points between them; pressures lie on straight lines.
    """
    count = len(samples)
    if count < 2 or first >= count - 1:
        return samples[first:] if first == 0 else samples[:0]
    low = max(0, first - 1)
    part = samples[low:]
    places = part[:, :2]
    around = np.concatenate([[2 * places[0] - places[1]], places, [2 * places[-1] - places[-2]]])
    before, start, end, after = around[:-3], around[1:-2], around[2:-1], around[3:]
    skip = first - low
    before, start, end, after = before[skip:], start[skip:], end[skip:], after[skip:]
    t1, t2, t3 = (
        np.sqrt(np.linalg.norm(b - a, axis=1))[:, None]
        for a, b in ((before, start), (start, end), (end, after))
    )
    out = t2 * ((start - before) / t1 - (end - before) / (t1 + t2)) + end - start
    into = t2 * ((after - end) / t3 - (after - start) / (t2 + t3)) + end - start
    pieces = np.maximum(1, np.ceil(np.linalg.norm(end - start, axis=1) / step)).astype(np.int64)
    which = np.repeat(np.arange(len(pieces)), pieces)
    ends = np.cumsum(pieces)
    t = ((np.arange(len(which)) - (ends - pieces)[which] + 1) / pieces[which])[:, None]
    xy = (
        (1 + 2 * t) * (1 - t) ** 2 * start[which]
        + t * (1 - t) ** 2 * out[which]
        + t * t * (3 - 2 * t) * end[which]
        + t * t * (t - 1) * into[which]
    )
    xy[ends - 1] = end  # exactly
    held = part[skip:, 2]
    pressures = held[:-1][which] * (1 - t[:, 0]) + held[1:][which] * t[:, 0]
    made = np.column_stack([xy, pressures])
    return np.concatenate([samples[:1], made]) if first == 0 else made


def smooth(samples: Array, half: int) -> Array:
    """Return samples averaged along the line, twice; both ends stay where they are.

    The window lies around each sample and grows narrower towards both ends, so that the line
    neither lags nor shrinks, and straight lines stay straight.

    Args:
        samples: (N, 3), evenly spaced.
        half: samples to either side that the window reaches, >= 0.
    """
    for _turn in range(2):
        samples = _averaged(samples, half)
    return samples


def _averaged(samples: Array, half: int) -> Array:
    count = len(samples)
    if half < 1 or count < 3:
        return samples
    places = np.arange(count)
    reach = np.minimum(half, np.minimum(places, count - 1 - places))
    origin = samples[0]  # sums of small numbers keep more digits
    sums = np.concatenate([np.zeros((1, samples.shape[1])), np.cumsum(samples - origin, axis=0)])
    made: Array = (sums[places + reach + 1] - sums[places - reach]) / (2 * reach + 1)[:, None]
    made += origin
    made[[0, -1]] = samples[[0, -1]]
    return made


def thin(samples: Array, tolerance: float, width: float = 0.0) -> NDArray[np.int64]:
    """Return which samples a line needs to stay within a tolerance of what it was.

    Douglas and Peucker (1973), in three dimensions: half the width of the ink counts as the third,
    so that a change of pressure is kept like a change of direction.

    Args:
        samples: (N, 3), N >= 1.
        tolerance: largest distance of a left-out sample from the line that remains, units.
        width: of the ink at full pressure, units.

    Returns:
        Ascending places of the kept samples; the first and the last are among them.
    """
    count = len(samples)
    line = samples * np.array([1.0, 1.0, width / 2])
    keep = np.zeros(count, np.bool_)
    keep[[0, -1]] = True
    waiting = [(0, count - 1)]
    while waiting:
        start, end = waiting.pop()
        if end - start < 2:
            continue
        away = _distances(line[start + 1 : end], line[start], line[end])
        worst = int(away.argmax())
        if away[worst] > tolerance:
            middle = start + 1 + worst
            keep[middle] = True
            waiting += [(start, middle), (middle, end)]
    return np.flatnonzero(keep)


def _distances(points: Array, start: Array, end: Array) -> Array:
    """Return the distances of points from the line between two points."""
    along = end - start
    length = float(along @ along)
    offsets = points - start
    if length > 1e-18:
        share = np.clip(offsets @ along / length, 0.0, 1.0)
        offsets = offsets - share[:, None] * along
    found: Array = np.sqrt((offsets * offsets).sum(1))
    return found


def mirrored(stroke: Stroke, axis: float) -> Stroke:
    """Return a stroke mirrored about the vertical line x = axis."""
    points = stroke.points.copy()
    points[:, 0] = 2 * axis - points[:, 0]
    return replace(stroke, points=points)


def half_width(stroke: Stroke) -> float:
    """Return half the width of a stroke's ink where it is widest, units."""
    return stroke.width / 2 * (1.0 if stroke.pressures is None else shown(stroke.pressures).max())


def shown(pressures: NDArray[np.floating]) -> Array:
    """Return the share of the pen's width that pressures draw; never none."""
    return np.clip(np.asarray(pressures, np.float64), 0.12, 1.0)


def bounds(points: NDArray[np.floating], margin: float = 0.0) -> Array:
    """Return (left, top, right, bottom) of points, with a margin."""
    low, high = points.min(0), points.max(0)
    return np.array([low[0] - margin, low[1] - margin, high[0] + margin, high[1] + margin])

"""Erasers: what of a stroke lies within their reach, and what is left of it. No Qt.

A place along a stroke is a number u: its whole part is the segment, the rest the share of it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.widgets.drawing.lines import half_width
from common.strokes import Stroke

Array = NDArray[np.float64]
Span = tuple[float, float]

CRUMB: Final = 0.25
"""Units: shorter pieces that an eraser leaves are dropped with the rest."""
_SLACK: Final = 2e-3  # units; points are kept as float32
_NOWHERE: Final = (2.0, -1.0)


def reached(starts: Array, ends: Array, a: Array, b: Array, reach: float | Array) -> Array:
    """Return the share of each segment within reach of the line from a to b.

    What lies within reach of a line is convex, so of each segment it is one stretch.

    Args:
        starts: (N, 2).
        ends: (N, 2).
        a: (2,), where the eraser was.
        b: (2,), where it is; may be the same.
        reach: >= 0; one number or (N,).

    Returns:
        (N, 2): from and to, 0-1; from > to where nothing of the segment is reached.
    """
    spans = [_in_disc(starts, ends, a, reach)]
    along = b - a
    length = float(np.hypot(*along))
    if length > 1e-9:
        spans += [
            _in_disc(starts, ends, b, reach),
            _in_band(starts, ends, a, along / length, length, reach),
        ]
    low = np.min([span[:, 0] for span in spans], axis=0)
    high = np.max([span[:, 1] for span in spans], axis=0)
    return np.column_stack([low, high])


def _in_disc(starts: Array, ends: Array, middle: Array, reach: float | Array) -> Array:
    along, off = ends - starts, starts - middle
    a = (along * along).sum(1)
    b = (along * off).sum(1)
    c = (off * off).sum(1) - np.square(reach)
    is_dot = a < 1e-18
    root = b * b - a * c
    square = np.sqrt(np.maximum(root, 0.0))
    safe = np.where(is_dot, 1.0, a)
    low = np.where(is_dot, 0.0, (-b - square) / safe)
    high = np.where(is_dot, 1.0, (-b + square) / safe)
    return _spans(low, high, np.where(is_dot, c <= 0, root >= 0))


def _in_band(
    starts: Array, ends: Array, a: Array, way: Array, length: float, reach: float | Array
) -> Array:
    """Return the shares inside the rectangle around a line."""
    side = np.array([-way[1], way[0]])
    low, high = np.zeros(len(starts)), np.ones(len(starts))
    good = np.ones(len(starts), np.bool_)
    limits = ((way, 0.0, length), (side, -np.asarray(reach), np.asarray(reach)))
    for axis, least, most in limits:
        at, by = (starts - a) @ axis, (ends - starts) @ axis
        still = np.abs(by) < 1e-12
        safe = np.where(still, 1.0, by)
        one, other = (least - at) / safe, (most - at) / safe
        low = np.where(still, low, np.maximum(low, np.minimum(one, other)))
        high = np.where(still, high, np.minimum(high, np.maximum(one, other)))
        good &= ~still | ((at >= least) & (at <= most))
    return _spans(low, high, good)


def _spans(low: Array, high: Array, good: Any) -> Array:
    """Return shares within 0-1, and _NOWHERE where there are none."""
    low, high = np.clip(low, 0.0, None), np.clip(high, None, 1.0)
    found = np.column_stack([low, high])
    found[~good | (low > high)] = _NOWHERE
    return found


def touched(strokes: Sequence[Stroke], a: Array, b: Array, reach: float) -> list[bool]:
    """Return which strokes have ink within reach of the line from a to b."""
    return [bool(len(hit)) for hit, _spans in _hits(strokes, a, b, reach)]


def erased(
    strokes: Sequence[Stroke], a: Array, b: Array, reach: float
) -> list[list[Stroke] | None]:
    """Return what is left of strokes behind an eraser that went from a to b.

    Args:
        strokes: any.
        a: (2,), where the eraser was, units.
        b: (2,), where it is.
        reach: half the width of the eraser; ink counts with its own width, none of it stays.

    Returns:
        Of each stroke its pieces, in order, pressures interpolated at the cuts; None where nothing
        was reached.
    """
    is_hit = touched(strokes, a, b, reach)
    cut = [stroke for stroke, hit in zip(strokes, is_hit, strict=True) if hit]
    hits = iter(_hits(cut, a, b, reach + _SLACK))
    found: list[list[Stroke] | None] = []
    for stroke, touches in zip(strokes, is_hit, strict=True):
        if not touches:
            found.append(None)
            continue
        hit, spans = next(hits)
        if len(stroke.points) == 1:
            found.append([])
        else:
            taken = [(i + low, i + high) for i, (low, high) in zip(hit, spans, strict=True)]
            kept = _between(taken, len(stroke.points) - 1)
            found.append([one for one in _pieces(stroke, kept) if one.length >= CRUMB])
    return found


def _hits(
    strokes: Sequence[Stroke], a: Array, b: Array, reach: float
) -> list[tuple[list[int], list[list[float]]]]:
    """Return of each stroke which segments are reached, and from where to where."""
    if not strokes:
        return []
    parts = [_segments(stroke) for stroke in strokes]
    counts = [len(part) for part in parts]
    both = np.concatenate(parts)
    wide = np.repeat([reach + half_width(stroke) for stroke in strokes], counts)
    spans = reached(both[:, :2], both[:, 2:], a, b, wide)
    hit = np.flatnonzero(spans[:, 0] <= spans[:, 1])
    ends = np.cumsum(counts)
    cuts = np.searchsorted(hit, ends)
    found = []
    for place, cut in enumerate(cuts):
        its = hit[cuts[place - 1] if place else 0 : cut]
        found.append(((its - (ends[place] - counts[place])).tolist(), spans[its].tolist()))
    return found


def clipped(stroke: Stroke, low: float, high: float) -> list[Stroke]:
    """Return the pieces of a stroke within the square from (low, low) to (high, high)."""
    points = stroke.points.astype(np.float64)
    if ((points >= low) & (points <= high)).all():
        return [stroke]
    if len(points) == 1:
        return []
    both = _segments(stroke)
    starts, by = both[:, :2], both[:, 2:] - both[:, :2]
    still = np.abs(by) < 1e-12
    safe = np.where(still, 1.0, by)
    one, other = (low - starts) / safe, (high - starts) / safe
    first = np.where(still, 0.0, np.minimum(one, other)).max(1)
    last = np.where(still, 1.0, np.maximum(one, other)).min(1)
    good = (~still | ((starts >= low) & (starts <= high))).all(1)
    spans = _spans(first, last, good)
    inside = np.flatnonzero(spans[:, 0] < spans[:, 1])
    kept = _joined([(int(i) + float(spans[i, 0]), int(i) + float(spans[i, 1])) for i in inside])
    return [_within(piece, low, high) for piece in _pieces(stroke, kept)]


def _within(stroke: Stroke, low: float, high: float) -> Stroke:
    """Return a stroke whose cuts lie in the square in spite of rounding."""
    return replace(stroke, points=np.clip(stroke.points, np.float32(low), np.float32(high)))


def _segments(stroke: Stroke) -> Array:
    """Return (N - 1, 4): start and end of each segment; of a dot one that does not move."""
    points = stroke.points.astype(np.float64)
    if len(points) == 1:
        return np.concatenate([points, points], axis=1)
    return np.concatenate([points[:-1], points[1:]], axis=1)


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Return ascending spans, those that touch made one."""
    found: list[Span] = []
    for low, high in spans:
        if found and low <= found[-1][1] + 1e-9:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found


def _between(spans: Sequence[Span], end: float) -> list[Span]:
    """Return what lies between spans, from 0 to end."""
    found: list[Span] = []
    at = 0.0
    for low, high in _joined(spans):
        if low > at:
            found.append((at, low))
        at = high
    if at < end:
        found.append((at, end))
    return found


def _pieces(stroke: Stroke, kept: Sequence[Span]) -> list[Stroke]:
    """Return the parts of a stroke between places along it."""
    if not kept:
        return []
    places = np.arange(len(stroke.points), dtype=np.float64)
    columns = [stroke.points[:, 0], stroke.points[:, 1]]
    if stroke.pressures is not None:
        columns.append(stroke.pressures)
    found = []
    for low, high in kept:
        inner = places[(places > low) & (places < high)]
        at = np.concatenate([[low], inner, [high]])
        made = np.column_stack([np.interp(at, places, column) for column in columns])
        made = made.astype(np.float32)
        pressures = None if stroke.pressures is None else made[:, 2].copy()
        found.append(replace(stroke, points=made[:, :2].copy(), pressures=pressures))
    return found

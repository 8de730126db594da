"""Outlines of ink: lines with a width as paths that can be filled, many at a time.

A line becomes a ribbon where it bends gently, and discs at its ends and where it turns so sharply
that a ribbon would fold. All parts wind the same way, so that they can lie over each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPainterPath

Array = NDArray[np.float64]
Places = NDArray[np.int64]

_STRAIGHT: Final = 0.9  # cosine of a turn that needs no round joint
_ELEMENT: Final = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
_END: Final = b"\0\0\0\0\0\0\0\1"  # no open part; filled wherever it winds around
_MOST_CORNERS: Final = 72


@dataclass(slots=True)
class _Polygons:
    """Closed polygons one behind the other, as a path is stored.

    Args:
        elements: of all of them, _ELEMENT.
        ends: behind the last element of each line's polygons, (lines,).
    """

    elements: NDArray[np.void]
    ends: Places

    def of(self, line: int) -> bytes:
        """Return the elements of a line."""
        start = int(self.ends[line - 1]) if line else 0
        return self.elements[start : int(self.ends[line])].tobytes()


def outlines(lines: Sequence[tuple[Array, Array]]) -> list[QPainterPath]:
    """Return the ink of lines, a path each.

    They are worked out together and handed over as blocks of bytes: one by one and point by point
    takes many times longer.

    Args:
        lines: points (N, 2) and half the width of the ink at each, (N,), N >= 1.
    """
    if not lines:
        return []
    counts = np.array([len(points) for points, _halves in lines])
    points = np.concatenate([points for points, _halves in lines])
    halves = np.concatenate([halves for _points, halves in lines])
    line = np.repeat(np.arange(len(lines)), counts)
    moved = np.ones(len(points), np.bool_)
    moved[1:] = (np.abs(np.diff(points, axis=0)).max(1) > 1e-6) | (line[1:] != line[:-1])
    points, halves, line = points[moved], halves[moved], line[moved]
    inside = line[1:] == line[:-1]  # of each step from point to point: whether it is of one line
    ways = np.diff(points, axis=0)
    lengths = np.maximum(np.linalg.norm(ways, axis=1), 1e-12)
    ways /= lengths[:, None]
    is_break = _breaks(ways, lengths, halves, inside)
    ribbons = _ribbons(points, halves, ways, inside, is_break, line, len(lines))
    discs = _discs(points[is_break], halves[is_break], line[is_break], len(lines))
    return [_path(ribbons.of(place) + discs.of(place)) for place in range(len(lines))]


def _path(elements: bytes) -> QPainterPath:
    count = len(elements) // _ELEMENT.itemsize
    path = QPainterPath()
    stream = QDataStream(QByteArray(count.to_bytes(4, "big") + elements + _END))
    stream >> path
    return path


def _breaks(
    ways: Array, lengths: Array, halves: Array, inside: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return at which points ribbons end."""
    is_break = np.ones(len(halves), np.bool_)
    if len(halves) < 3:
        return is_break
    cosines = (ways[:-1] * ways[1:]).sum(1)
    between = inside[:-1] & inside[1:]
    is_break[1:-1] = ~between | (cosines < _STRAIGHT)
    # A ribbon folds where the ink is wider than the bend: half width times turn above the length.
    turned = np.zeros(len(halves))
    turned[1:-1] = np.where(between, np.arccos(np.clip(cosines, -1, 1)), 0.0) * halves[1:-1]
    folds = inside & (turned[:-1] + turned[1:] > lengths)
    is_break[:-1] |= folds
    is_break[1:] |= folds
    return is_break


def _ribbons(
    points: Array,
    halves: Array,
    ways: Array,
    inside: NDArray[np.bool_],
    is_break: NDArray[np.bool_],
    line: Places,
    lines: int,
) -> _Polygons:
    sides = np.column_stack([-ways[:, 1], ways[:, 0]])
    mean = np.zeros_like(points)
    mean[1:-1] = sides[:-1] + sides[1:]
    mean /= np.maximum(np.linalg.norm(mean, axis=1), 1e-9)[:, None]
    stops = np.flatnonzero(is_break)
    starts, ends = stops[:-1], stops[1:]
    real = inside[starts] if len(starts) else np.zeros(0, np.bool_)
    starts, ends = starts[real], ends[real]
    sizes = ends - starts + 1
    firsts = np.cumsum(sizes) - sizes
    run = np.repeat(np.arange(len(sizes)), sizes)
    step = np.arange(len(run)) - firsts[run]
    at = starts[run] + step
    across = mean[at]
    across[firsts] = sides[starts]
    across[firsts + sizes - 1] = sides[ends - 1]
    across *= halves[at, None]
    left, right = points[at] - across, points[at] + across
    offsets = np.cumsum(2 * sizes + 1) - (2 * sizes + 1)
    elements = np.zeros(int((2 * sizes + 1).sum()), _ELEMENT)
    elements["kind"] = 1
    elements["kind"][offsets] = 0
    there, back = offsets[run] + step, offsets[run] + 2 * sizes[run] - 1 - step
    closing = offsets + 2 * sizes
    for column, name in enumerate(("x", "y")):
        elements[name][there] = left[:, column]
        elements[name][back] = right[:, column]
        elements[name][closing] = left[firsts, column]
    return _Polygons(elements, _ends(line[starts], 2 * sizes + 1, lines))


def _discs(middles: Array, halves: Array, line: Places, lines: int) -> _Polygons:
    corners = np.clip(10 * np.sqrt(halves), 10, _MOST_CORNERS).astype(np.int64)
    sizes = corners + 1
    disc = np.repeat(np.arange(len(sizes)), sizes)
    step = np.arange(len(disc)) - (np.cumsum(sizes) - sizes)[disc]
    turn = 2 * np.pi * step / corners[disc]
    elements = np.zeros(len(disc), _ELEMENT)
    elements["kind"] = step > 0
    elements["x"] = middles[disc, 0] + halves[disc] * np.cos(turn)
    elements["y"] = middles[disc, 1] + halves[disc] * np.sin(turn)
    return _Polygons(elements, _ends(line, sizes, lines))


def _ends(line: Places, sizes: Places, lines: int) -> Places:
    return np.cumsum(np.bincount(line, weights=sizes, minlength=lines)).astype(np.int64)

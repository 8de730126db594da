"""Ink: strokes as outlines that can be filled, and the strokes of a layer by place."""

import struct
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QColor, QPainter, QPainterPath

from app.widgets.drawing.lines import bounds, half_width, shown
from app.widgets.drawing.types import LayerLike
from common.strokes import Stroke

Array = NDArray[np.float64]

CHUNK: Final = 48
"""Segments of a stroke that are drawn together; the rest is left out where it is not seen."""
_STRAIGHT: Final = 0.9  # cosine of a turn that needs no round joint
_ELEMENT: Final = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
_WINDING: Final = 1


def path_of(rings: Iterable[Array]) -> QPainterPath:
    """Return closed polygons as one path, filled wherever it winds around.

    Args:
        rings: (N, 2) each. They are handed over as one block: point by point is 20 times slower.
    """
    parts = []
    for ring in rings:
        part = np.empty(len(ring) + 1, _ELEMENT)
        part["kind"], part["kind"][0] = 1, 0
        part["x"][:-1], part["y"][:-1] = ring[:, 0], ring[:, 1]
        part["x"][-1], part["y"][-1] = ring[0]
        parts.append(part.tobytes())
    count = sum(len(part) for part in parts) // _ELEMENT.itemsize
    path = QPainterPath()
    if count:
        data = b"".join([struct.pack(">i", count), *parts, struct.pack(">ii", 0, _WINDING)])
        stream = QDataStream(QByteArray(data))
        stream >> path
    return path


def outline(points: Array, halves: Array) -> list[Array]:
    """Return polygons that together are the ink of a line; all wind the same way.

    A ribbon along the line where it bends gently; discs at its ends and where it turns so sharply
    that a ribbon would fold.

    Args:
        points: (N, 2), N >= 1.
        halves: (N,), half the width of the ink.
    """
    if len(points) > 1:
        moved = np.abs(np.diff(points, axis=0)).max(1) > 1e-6
        keep = np.concatenate([[True], moved])
        points, halves = points[keep], halves[keep]
    if len(points) == 1:
        return [_disc(points[0], halves.max())]
    ways = np.diff(points, axis=0)
    lengths = np.linalg.norm(ways, axis=1)
    ways /= lengths[:, None]
    sides = np.column_stack([-ways[:, 1], ways[:, 0]])
    breaks = _breaks(ways, lengths, halves)
    rings = [_disc(points[i], halves[i]) for i in breaks]
    mean = sides[:-1] + sides[1:]
    mean /= np.maximum(np.linalg.norm(mean, axis=1), 1e-9)[:, None]
    for start, end in pairwise(breaks):
        across = np.concatenate(
            [sides[start : start + 1], mean[start : end - 1], sides[end - 1 :][:1]]
        )
        across = across * halves[start : end + 1, None]
        run = points[start : end + 1]
        rings.append(np.concatenate([run - across, (run + across)[::-1]]))
    return rings


def _breaks(ways: Array, lengths: Array, halves: Array) -> list[int]:
    """Return the points at which ribbons end, ascending."""
    count = len(ways) + 1
    is_break = np.zeros(count, np.bool_)
    is_break[[0, -1]] = True
    cosines = (ways[:-1] * ways[1:]).sum(1)
    is_break[1:-1] = cosines < _STRAIGHT
    # A ribbon folds where the ink is wider than the bend: half width times turn above the length.
    turns = np.concatenate([[0.0], np.arccos(np.clip(cosines, -1, 1)), [0.0]])
    folds = (turns * halves)[:-1] + (turns * halves)[1:] > lengths
    is_break[:-1] |= folds
    is_break[1:] |= folds
    return [int(i) for i in np.flatnonzero(is_break)]


def _disc(middle: Array, half: float) -> Array:
    corners = int(np.clip(10 * np.sqrt(half), 10, 72))
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return middle + half * np.column_stack([np.cos(turn), np.sin(turn)])


class Inked:
    """A stroke with what is needed to draw it, made when it is first drawn.

    Args:
        stroke: any.
    """

    __slots__ = ("_paths", "boxes", "stroke")

    def __init__(self, stroke: Stroke) -> None:
        self.stroke = stroke
        points = stroke.points
        half = half_width(stroke)
        if len(points) <= CHUNK + 1:
            self.boxes = bounds(points, half)[None]
        else:
            starts = range(0, len(points) - 1, CHUNK)
            self.boxes = np.stack([bounds(points[i : i + CHUNK + 1], half) for i in starts])
        self._paths: list[QPainterPath | None] = [None] * len(self.boxes)

    def path(self, chunk: int) -> QPainterPath:
        """Return the outline of a part of the stroke."""
        path = self._paths[chunk]
        if path is None:
            part = slice(chunk * CHUNK, (chunk + 1) * CHUNK + 1)
            points = self.stroke.points[part].astype(np.float64)
            held = self.stroke.pressures
            share = np.ones(len(points)) if held is None else shown(held[part])
            path = path_of(outline(points, share * (self.stroke.width / 2)))
            self._paths[chunk] = path
        return path

    def box(self) -> Array:
        """Return (left, top, right, bottom) of its ink."""
        return np.concatenate([self.boxes[:, :2].min(0), self.boxes[:, 2:].max(0)])


class Ink:
    """The strokes of a layer, found by place.

    Args:
        strokes: lowest first.
        known: strokes that were inked already, by id; their outlines are used again.
    """

    def __init__(
        self, strokes: Sequence[Stroke] = (), known: dict[int, Inked] | None = None
    ) -> None:
        known = known or {}
        self.inked = [known.get(id(stroke)) or Inked(stroke) for stroke in strokes]
        self._boxes = np.zeros((0, 4))
        self._owners = np.zeros(0, np.int64)
        self._parts = np.zeros(0, np.int64)
        self._index(self.inked, 0)

    @property
    def strokes(self) -> list[Stroke]:
        """The strokes, lowest first."""
        return [one.stroke for one in self.inked]

    def by_id(self) -> dict[int, Inked]:
        """Return the inked strokes by the id of the stroke."""
        return {id(one.stroke): one for one in self.inked}

    def extend(self, strokes: Sequence[Stroke]) -> list[Inked]:
        """Add strokes on top; returns them inked."""
        made = [Inked(stroke) for stroke in strokes]
        self._index(made, len(self.inked))
        self.inked += made
        return made

    def _index(self, made: Sequence[Inked], first: int) -> None:
        if not made:
            return
        counts = [len(one.boxes) for one in made]
        owners = np.repeat(np.arange(first, first + len(made)), counts)
        parts = np.concatenate([np.arange(count) for count in counts])
        self._boxes = np.concatenate([self._boxes, *(one.boxes for one in made)])
        self._owners = np.concatenate([self._owners, owners])
        self._parts = np.concatenate([self._parts, parts])

    def chunks_in(self, box: Array) -> list[tuple[int, int]]:
        """Return (stroke, part) of all ink whose box meets a box, lowest first."""
        b = self._boxes
        hit = (b[:, 0] <= box[2]) & (b[:, 2] >= box[0]) & (b[:, 1] <= box[3]) & (b[:, 3] >= box[1])
        found = np.flatnonzero(hit)
        return list(zip(self._owners[found].tolist(), self._parts[found].tolist(), strict=True))

    def strokes_in(self, box: Array) -> list[int]:
        """Return the places of strokes with ink whose box meets a box, ascending."""
        return list(dict.fromkeys(owner for owner, _part in self.chunks_in(box)))


class InkLayer:
    """A layer as it is drawn.

    Args:
        layer: as it was given.
        known: strokes that were inked already, by id.
    """

    def __init__(self, layer: LayerLike, known: dict[int, Inked] | None = None) -> None:
        self.layer = layer
        self.ink = Ink(layer.strokes, known)
        self.instead: dict[int, list[Inked]] = {}  # what an eraser under way left of strokes

    def current(self) -> list[Stroke]:
        """Return its strokes with what an eraser under way left of them."""
        if not self.instead:
            return self.ink.strokes
        found: list[Stroke] = []
        for place, one in enumerate(self.ink.inked):
            pieces = self.instead.get(place)
            found += [one.stroke] if pieces is None else [piece.stroke for piece in pieces]
        return found

    def pieces(self, place: int) -> list[Inked]:
        """Return what there is of a stroke now."""
        return self.instead.get(place, [self.ink.inked[place]])

    def paint(self, painter: QPainter, box: Array, colour: QColor) -> None:
        """Fill its ink within a box of the page; the painter's units are those of the page."""
        for place, part in self.ink.chunks_in(box):
            if place not in self.instead:
                painter.fillPath(self.ink.inked[place].path(part), colour)
        for pieces in self.instead.values():
            for piece in pieces:
                for part, its in enumerate(piece.boxes):
                    if meets(its, box):
                        painter.fillPath(piece.path(part), colour)


def meets(one: Array, other: Array) -> bool:
    """Return whether two boxes (left, top, right, bottom) meet."""
    return bool(
        one[0] <= other[2] and one[2] >= other[0] and one[1] <= other[3] and one[3] >= other[1]
    )

"""Ink: strokes that know how they are drawn, and the strokes of a layer by place."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPainter, QPainterPath

from app.widgets.drawing.lines import bounds, half_width, shown
from app.widgets.drawing.outlines import outlines
from app.widgets.drawing.types import LayerLike
from common.strokes import Stroke

Array = NDArray[np.float64]

CHUNK: Final = 48
"""Segments of a stroke that are drawn together; the rest is left out where it is not seen."""


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
        prepare([(self, chunk)])
        path = self._paths[chunk]
        assert path is not None
        return path

    def needs(self, chunk: int) -> bool:
        """Return whether the outline of a part must still be made."""
        return self._paths[chunk] is None

    def line(self, chunk: int) -> tuple[Array, Array]:
        """Return the points of a part, (N, 2), and half the width of its ink, (N,)."""
        part = slice(chunk * CHUNK, (chunk + 1) * CHUNK + 1)
        points = self.stroke.points[part].astype(np.float64)
        held = self.stroke.pressures
        share = np.ones(len(points)) if held is None else shown(held[part])
        return points, share * (self.stroke.width / 2)

    def take(self, chunk: int, path: QPainterPath) -> None:
        """Keep the outline of a part."""
        self._paths[chunk] = path

    def box(self) -> Array:
        """Return (left, top, right, bottom) of its ink."""
        if len(self.boxes) == 1:
            return np.array(self.boxes[0])
        return np.concatenate([self.boxes[:, :2].min(0), self.boxes[:, 2:].max(0)])


def prepare(parts: Iterable[tuple[Inked, int]]) -> None:
    """Make the outlines of parts of strokes that have none yet, all at once."""
    missing = [(one, chunk) for one, chunk in parts if one.needs(chunk)]
    made = outlines([one.line(chunk) for one, chunk in missing])
    for (one, chunk), path in zip(missing, made, strict=True):
        one.take(chunk, path)


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
        self._strokes: list[Stroke] = [one.stroke for one in self.inked]
        self._boxes = np.zeros((0, 4))
        self._owners = np.zeros(0, np.int64)
        self._parts = np.zeros(0, np.int64)
        self._index(self.inked, 0)

    @property
    def strokes(self) -> list[Stroke]:
        """The strokes, lowest first; not to be changed."""
        return self._strokes

    def by_id(self) -> dict[int, Inked]:
        """Return the inked strokes by the id of the stroke."""
        return {id(one.stroke): one for one in self.inked}

    def extend(self, strokes: Sequence[Stroke]) -> list[Inked]:
        """Add strokes on top; returns them inked."""
        made = [Inked(stroke) for stroke in strokes]
        self._index(made, len(self.inked))
        self.inked += made
        self._strokes = [*self._strokes, *(one.stroke for one in made)]
        return made

    def _index(self, made: Sequence[Inked], first: int) -> None:
        if not made:
            return
        counts = np.array([len(one.boxes) for one in made])
        owners = np.repeat(np.arange(first, first + len(made)), counts)
        parts = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
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
        base, found, at = self.ink.strokes, [], 0
        for place in sorted(self.instead):
            found += base[at:place]
            found += [piece.stroke for piece in self.instead[place]]
            at = place + 1
        return found + base[at:]

    def pieces(self, place: int) -> list[Inked]:
        """Return what there is of a stroke now."""
        return self.instead.get(place, [self.ink.inked[place]])

    def parts_in(self, box: Array) -> list[tuple[Inked, int]]:
        """Return the parts of strokes whose ink meets a box of the page."""
        found = []
        replaced = set()
        for place, part in self.ink.chunks_in(box):
            if place not in self.instead:
                found.append((self.ink.inked[place], part))
            elif place not in replaced:  # pieces lie where the whole stroke lay
                replaced.add(place)
                found += [
                    (piece, chunk)
                    for piece in self.instead[place]
                    for chunk, its in enumerate(piece.boxes)
                    if meets(its, box)
                ]
        return found

    def paint(self, painter: QPainter, box: Array, colour: QColor) -> None:
        """Fill its ink within a box of the page; the painter's units are those of the page."""
        parts = self.parts_in(box)
        prepare(parts)
        for one, part in parts:
            painter.fillPath(one.path(part), colour)


def meets(one: Array, other: Array) -> bool:
    """Return whether two boxes (left, top, right, bottom) meet."""
    return bool(
        one[0] <= other[2] and one[2] >= other[0] and one[1] <= other[3] and one[3] >= other[1]
    )

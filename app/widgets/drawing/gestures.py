"""What the pointer holds: a pen, an eraser, the page, a joint, the axis, the picture below."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter

from app.services.body_document_types import PAGE
from app.widgets.drawing.cutting import clipped, erased, touched
from app.widgets.drawing.ink import Inked, InkLayer, meets
from app.widgets.drawing.lines import mirrored
from app.widgets.drawing.pen import Pen
from app.widgets.drawing.scene import INK
from app.widgets.drawing.types import Place, Point
from common.strokes import Stroke

if TYPE_CHECKING:
    from app.widgets.drawing.state import CanvasState

Array = NDArray[np.float64]

MARGIN: Final = 150.0
"""Units beyond the page's edge that strokes are kept for."""
REACH: Final = 36.0
"""Logical pixels that smoothing reaches at most."""
STILL: Final = 4.0  # logical pixels; less is a click
_STEP: Final = 1.0  # logical pixels between points of the curve
_TOLERANCE: Final = 0.18  # logical pixels of thinning
_LEAST: Final = 20.0  # units, of a picture's side


class Gesture:
    """Something under way between press and release.

    Args:
        canvas: that it happens on.
    """

    draws = False

    def __init__(self, canvas: "CanvasState") -> None:
        self.canvas = canvas

    def move(self, at: Point, pressure: float, /) -> None:
        """Go on to a place on the page."""

    def finish(self) -> None:
        """End it."""

    def cancel(self) -> None:
        """Leave all as it was before. Pens and erasers tell nobody: the canvas does."""

    def paint(self, painter: QPainter, box: Array) -> None:
        """Draw what is under way within a box; the painter's units are those of the page."""


class PenGesture(Gesture):
    """A stroke that grows, with its mirror image where drawing is symmetric."""

    draws = True

    def __init__(
        self, canvas: "CanvasState", layer: InkLayer, at: Point, pressure: float | None
    ) -> None:
        super().__init__(canvas)
        self._layer = layer
        self._axis = canvas.symmetry
        pixel = 1.0 / canvas.zoom
        self._pen = Pen(
            canvas.pen_width,
            canvas.smoothing * REACH * pixel,
            _STEP * pixel,
            _TOLERANCE * pixel,
            has_pressure=pressure is not None,
        )
        self._done: list[Inked] = []  # of the part that will not change
        self._settled = 0
        self._tail = Inked(Stroke(np.zeros((1, 2), np.float32)))
        self._add(at, 1.0 if pressure is None else pressure)

    def move(self, at: Point, pressure: float) -> None:
        """Draw on."""
        self._add(at, pressure)

    def _add(self, at: Point, pressure: float) -> None:
        if not self._pen.add(float(at[0]), float(at[1]), pressure):
            return
        before = self._tail.box()
        line = self._pen.line()
        settled = self._pen.settled
        if settled > self._settled:
            self._done.append(Inked(self._part(line[self._settled : settled + 1])))
            self._settled = settled
        self._tail = Inked(self._part(line[settled:]))
        for box in (before, self._tail.box()):
            self.canvas.update_page(box)
            if self._axis is not None:
                self.canvas.update_page(_mirrored_box(box, self._axis))
        self.canvas.tell_drawing()

    def _part(self, line: Array) -> Stroke:
        pressures = line[:, 2].astype(np.float32) if self._pen.has_pressure else None
        return Stroke(line[:, :2].astype(np.float32), self._pen.width, pressures)

    def strokes(self) -> list[Stroke]:
        """Return the strokes drawn so far, clipped to the surroundings of the page."""
        made = self._pen.stroke(self._layer.layer.name)
        both = [made] if self._axis is None else [made, mirrored(made, self._axis)]
        return [part for one in both for part in clipped(one, -MARGIN, PAGE + MARGIN)]

    def current(self) -> list[Stroke]:
        """Return all strokes of the layer."""
        return [*self._layer.ink.strokes, *self.strokes()]

    def finish(self) -> None:
        """Put the stroke on its layer."""
        made = self.strokes()
        self._update_all()
        if made:
            self.canvas.scene.extend(self._layer, made)
            self.canvas.edited.emit(self._layer.ink.strokes, "draw")

    def cancel(self) -> None:
        """Take the stroke away."""
        self._update_all()

    def _update_all(self) -> None:
        for one in (*self._done, self._tail):
            self.canvas.update_page(one.box())
            if self._axis is not None:
                self.canvas.update_page(_mirrored_box(one.box(), self._axis))

    def paint(self, painter: QPainter, box: Array) -> None:
        """Draw the stroke as it is."""
        painter.save()
        painter.setOpacity(self._layer.layer.opacity)
        self._fill(painter, box)
        if self._axis is not None:
            painter.translate(2 * self._axis, 0)
            painter.scale(-1, 1)
            self._fill(painter, _mirrored_box(box, self._axis))
        painter.restore()

    def _fill(self, painter: QPainter, box: Array) -> None:
        for one in (*self._done, self._tail):
            for part, its in enumerate(one.boxes):
                if meets(its, box):
                    painter.fillPath(one.path(part), INK)


class EraseGesture(Gesture):
    """An eraser that takes whole strokes, or what it touches of them."""

    draws = True

    def __init__(
        self, canvas: "CanvasState", layer: InkLayer, at: Point, *, whole: bool, reach: float
    ) -> None:
        super().__init__(canvas)
        self._layer = layer
        self._whole = whole
        self._reach = reach
        self._at = at
        self.move(at, 1.0)

    def move(self, at: Point, _pressure: float) -> None:
        """Erase from where it was to here."""
        a, b, self._at = self._at, at, at
        changed = self._rub(a, b)
        if (axis := self.canvas.symmetry) is not None:
            flip = np.array([-1.0, 1.0])
            shift = np.array([2 * axis, 0.0])
            changed |= self._rub(a * flip + shift, b * flip + shift)
        if changed:
            self.canvas.tell_drawing()

    def _rub(self, a: Point, b: Point) -> bool:
        box = np.concatenate([np.minimum(a, b) - self._reach, np.maximum(a, b) + self._reach])
        there = [
            (place, piece)
            for place in self._layer.ink.strokes_in(box)
            for piece in self._layer.pieces(place)
            if meets(piece.box(), box)
        ]
        strokes = [piece.stroke for _place, piece in there]
        if self._whole:
            hits = touched(strokes, a, b, self._reach)
            left: list[list[Stroke] | None] = [[] if hit else None for hit in hits]
        else:
            left = erased(strokes, a, b, self._reach)
        hit = False
        for (place, piece), rest in zip(there, left, strict=True):
            if rest is None:
                continue
            hit = True
            pieces = self._layer.pieces(place)
            at = pieces.index(piece)
            made = [Inked(stroke) for stroke in rest]
            self._layer.instead[place] = [*pieces[:at], *made, *pieces[at + 1 :]]
            for one in piece.boxes if self._whole else [_met(piece.box(), box)]:
                self.canvas.scene.ink_sheet.spoil(one)
                self.canvas.update_page(one)
        return hit

    def current(self) -> list[Stroke]:
        """Return what is left of the layer."""
        return self._layer.current()

    def finish(self) -> None:
        """Keep what is left."""
        if self._layer.instead:
            self.canvas.scene.replace(self._layer, self._layer.current())
            self.canvas.edited.emit(self._layer.ink.strokes, "erase")

    def cancel(self) -> None:
        """Bring back what was taken."""
        if self._layer.instead:
            self.canvas.scene.replace(self._layer, self._layer.ink.strokes, spoil=True)


class PanGesture(Gesture):
    """Moves the page under the pointer. Places are those of the widget."""

    def __init__(self, canvas: "CanvasState", x: float, y: float) -> None:
        super().__init__(canvas)
        self._x, self._y = x, y

    def drag(self, x: float, y: float) -> None:
        """Move the page with the pointer."""
        self.canvas.pan(x - self._x, y - self._y)
        self._x, self._y = x, y


class JointGesture(Gesture):
    """Holds a joint: a click chooses it, a drag moves it."""

    def __init__(self, canvas: "CanvasState", joint: int, at: Point, place: Point) -> None:
        super().__init__(canvas)
        self.joint = joint
        self._from = at
        self._place = place.copy()
        self._to = place
        self._moved = False

    def move(self, at: Point, _pressure: float) -> None:
        """Tell where the joint shall go."""
        gone = at - self._from
        self._moved = self._moved or float(np.abs(gone).sum()) * self.canvas.zoom > STILL
        if self._moved:
            self._to = self._place + gone
            self._tell(self._to, done=False)

    def finish(self) -> None:
        """Tell where it went, or that it was clicked."""
        if self._moved:
            self._tell(self._to, done=True)
        else:
            self.canvas.joint_clicked.emit(self.joint)

    def cancel(self) -> None:
        """Send it back."""
        if self._moved:
            self._tell(self._place, done=True)

    def _tell(self, place: Point, *, done: bool) -> None:
        self.canvas.joint_dragged.emit(self.joint, place.copy(), done)


class AxisGesture(Gesture):
    """Moves the axis of symmetry."""

    def __init__(self, canvas: "CanvasState", at: Point) -> None:
        super().__init__(canvas)
        self._before = canvas.symmetry
        self._off = (canvas.symmetry or 0.0) - float(at[0])

    def move(self, at: Point, _pressure: float) -> None:
        """Move the axis; near the middle of the page it stays there."""
        x = min(PAGE, max(0.0, float(at[0]) + self._off))
        if abs(x - PAGE / 2) * self.canvas.zoom < STILL:
            x = PAGE / 2
        self._put(x, done=False)

    def finish(self) -> None:
        """Leave it there."""
        self._put(self.canvas.symmetry, done=True)

    def cancel(self) -> None:
        """Put it back."""
        self._put(self._before, done=True)

    def _put(self, x: float | None, *, done: bool) -> None:
        self.canvas.symmetry = x
        if x is not None:
            self.canvas.symmetry_moved.emit(x, done)


class PictureGesture(Gesture):
    """Moves or scales the picture below.

    Args:
        canvas: that it happens on.
        at: where it was pressed.
        corner: (0 or 1, 0 or 1) of the corner that is held; None moves.
    """

    def __init__(self, canvas: "CanvasState", at: Point, corner: tuple[int, int] | None) -> None:
        super().__init__(canvas)
        self._from = at
        self._corner = corner
        self._before = canvas.scene.place

    def move(self, at: Point, _pressure: float) -> None:
        """Move it, or scale it about the opposite corner, its sides keeping their ratio."""
        x, y, width, height = self._before
        dx, dy = (float(one) for one in at - self._from)
        place: Place = (x + dx, y + dy, width, height)
        if self._corner is not None:
            right, low = self._corner
            grown_x = (width + (dx if right else -dx)) / width
            grown_y = (height + (dy if low else -dy)) / height
            grown = max(grown_x, grown_y, _LEAST / min(width, height))
            wide, high = width * grown, height * grown
            place = (
                x if right else x + width - wide,
                y if low else y + height - high,
                wide,
                high,
            )
        self.canvas.move_picture(place, done=False)

    def finish(self) -> None:
        """Leave it there."""
        self.canvas.move_picture(self.canvas.scene.place, done=True)

    def cancel(self) -> None:
        """Put it back."""
        self.canvas.move_picture(self._before, done=True)


def corners(place: Place) -> Iterator[tuple[tuple[int, int], Point]]:
    """Yield the corners of a place, each with which one it is: (right, low)."""
    x, y, width, height = place
    for right in (0, 1):
        for low in (0, 1):
            yield (right, low), np.array([x + right * width, y + low * height])


def _mirrored_box(box: Array, axis: float) -> Array:
    return np.array([2 * axis - box[2], box[1], 2 * axis - box[0], box[3]])


def _met(one: Array, other: Array) -> Array:
    """Return where two boxes meet."""
    return np.concatenate([np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])])

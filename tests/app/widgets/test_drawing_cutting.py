"""What erasers leave: properties that hold for every stroke."""

from itertools import pairwise

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.widgets.drawing.cutting import CRUMB, clipped, erased, reached, touched
from app.widgets.drawing.lines import half_width
from common.strokes import Stroke

Array = NDArray[np.float64]

near = st.floats(0, 200, allow_nan=False, width=32)
places = st.tuples(near, near)


@st.composite
def strokes(draw) -> Stroke:
    rows = draw(st.lists(st.tuples(near, near, st.floats(0, 1, width=32)), min_size=1))
    made = np.array(rows, np.float32)
    pressures = made[:, 2].copy() if draw(st.booleans()) else None
    return Stroke(made[:, :2].copy(), draw(st.floats(0.5, 12)), pressures, "layer")


def away(points: NDArray[np.floating], a: Array, b: Array) -> Array:
    """Return the distance of points from the line between two places."""
    along, off = b - a, points - a
    length = max(float(along @ along), 1e-18)
    return np.linalg.norm(off - np.clip(off @ along / length, 0, 1)[:, None] * along, axis=1)


def dense(stroke: Stroke) -> Array:
    """Return many points along a stroke."""
    points = stroke.points.astype(np.float64)
    if len(points) == 1:
        return points
    t = np.linspace(0, 1, 40)[:, None, None]
    return (points[:-1] * (1 - t) + points[1:] * t).reshape(-1, 2)


def from_line(points: Array, stroke: Stroke) -> float:
    line = stroke.points.astype(np.float64)
    if len(line) == 1:
        return float(np.linalg.norm(points - line[0], axis=1).max())
    pairs = pairwise(line)
    return float(np.min([away(points, p, q) for p, q in pairs], axis=0).max())


@given(strokes(), places, places, st.floats(0.5, 60))
def test_erasing_leaves_no_ink_within_reach(stroke, start, end, reach) -> None:
    a, b = np.array(start), np.array(end)
    (left,) = erased([stroke], a, b, reach)
    for piece in [stroke] if left is None else left:
        gap = reach + half_width(stroke)
        assert away(dense(piece), a, b).min() > gap - 1e-3
        assert (away(piece.points, a, b) >= gap).all()  # the points themselves strictly


@given(strokes(), places, places, st.floats(0.5, 60))
def test_erasing_keeps_what_is_out_of_reach(stroke, start, end, reach) -> None:
    a, b = np.array(start), np.array(end)
    (left,) = erased([stroke], a, b, reach)
    gap = reach + half_width(stroke)
    if left is None:
        return
    assert all(piece.length >= CRUMB for piece in left)
    for piece in left:  # pieces lie on the stroke, and are drawn like it
        assert from_line(dense(piece), stroke) < 1e-3
        assert (piece.width, piece.layer) == (stroke.width, stroke.layer)
        assert (piece.pressures is None) == (stroke.pressures is None)
        if piece.pressures is not None and stroke.pressures is not None:
            assert len(piece.pressures) == len(piece.points)
            assert piece.pressures.min() >= stroke.pressures.min() - 1e-6
            assert piece.pressures.max() <= stroke.pressures.max() + 1e-6
    free = dense(stroke)
    free = free[away(free, a, b) > gap + 2 * CRUMB]  # crumbs are let go
    if len(free):
        assert left
        gaps = [
            min(from_line(point[None], piece) for piece in left)
            for point in free[:: max(1, len(free) // 25)]
        ]
        assert max(gaps) < 2 * CRUMB


@given(strokes(), places, places, st.floats(0.5, 60))
def test_erasing_again_changes_nothing(stroke, start, end, reach) -> None:
    a, b = np.array(start), np.array(end)
    (left,) = erased([stroke], a, b, reach)
    assume(left)
    assert erased(left, a, b, reach) == [None] * len(left)


@given(st.lists(strokes(), max_size=6), places, places, st.floats(0.5, 60))
def test_many_at_once_is_one_by_one(row, start, end, reach) -> None:
    a, b = np.array(start), np.array(end)
    together = erased(row, a, b, reach)
    for stroke, left, hit in zip(row, together, touched(row, a, b, reach), strict=True):
        (alone,) = erased([stroke], a, b, reach)
        assert (left is None) == (alone is None)
        assert not hit or left is not None
        for one, other in zip(left or (), alone or (), strict=True):
            np.testing.assert_array_equal(one.points, other.points)


def test_a_cut_through_the_middle_makes_two_pieces_with_their_pressures() -> None:
    points = np.array([[0, 0], [100, 0]], np.float32)
    stroke = Stroke(points, 2.0, np.array([0.0, 1.0], np.float32))
    (left,) = erased([stroke], np.array([50.0, -20]), np.array([50.0, 20]), 9.5)
    assert left is not None
    first, second = left
    np.testing.assert_allclose(first.points, [[0, 0], [39.5, 0]], atol=0.01)
    np.testing.assert_allclose(second.points, [[60.5, 0], [100, 0]], atol=0.01)
    assert first.pressures is not None
    assert second.pressures is not None
    np.testing.assert_allclose(first.pressures, [0, 0.395], atol=1e-3)
    np.testing.assert_allclose(second.pressures, [0.605, 1], atol=1e-3)


def test_a_quick_eraser_misses_nothing_between_two_events() -> None:
    stroke = Stroke(np.array([[500, 0], [500, 1000]], np.float32), 2.0)
    assert touched([stroke], np.array([0.0, 500]), np.array([1000.0, 500]), 5.0) == [True]
    assert touched([stroke], np.array([0.0, 500]), np.array([480.0, 500]), 5.0) == [False]


def test_a_dot_is_taken_whole() -> None:
    dot = Stroke(np.array([[10, 10]], np.float32), 2.0)
    at = np.array([12.0, 10])
    assert erased([dot], at, at, 2.0) == [[]]
    assert erased([dot], at + 20, at + 20, 2.0) == [None]
    assert touched([], at, at, 2.0) == []


@given(strokes(), places, places, st.floats(0.5, 60))
def test_what_is_reached_is_one_stretch_of_each_segment(stroke, start, end, reach) -> None:
    assume(len(stroke.points) > 1)
    a, b = np.array(start), np.array(end)
    points = stroke.points.astype(np.float64)
    spans = reached(points[:-1], points[1:], a, b, reach)
    t = np.linspace(0, 1, 33)
    for p, q, (low, high) in zip(points[:-1], points[1:], spans, strict=True):
        gaps = away(p + t[:, None] * (q - p), a, b)
        inside = (t >= low) & (t <= high)
        assert (gaps[inside] <= reach + 1e-6).all()
        assert (gaps[~inside] >= reach - 1e-6).all()


@given(strokes(), st.floats(10, 90), st.floats(100, 190))
def test_clipping_keeps_what_lies_in_the_square(stroke, low, high) -> None:
    pieces = clipped(stroke, low, high)
    for piece in pieces:
        assert (piece.points >= np.float32(low)).all()
        assert (piece.points <= np.float32(high)).all()
        assert from_line(dense(piece), stroke) < 1e-3
    free = dense(stroke)
    free = free[((free > low + 0.01) & (free < high - 0.01)).all(1)]
    if len(free):
        assert min(from_line(free[:1], piece) for piece in pieces) < 0.01


def test_a_stroke_on_the_page_is_not_touched_by_clipping() -> None:
    stroke = Stroke(np.array([[0, 0], [100, 50]], np.float32))
    assert clipped(stroke, 0, 100) == [stroke]
    assert clipped(stroke, 200, 300) == []
    there_and_back = Stroke(np.array([[50, 50], [150, 50], [150, 60], [50, 60]], np.float32))
    assert [one.points.tolist() for one in clipped(there_and_back, 0, 100)] == [
        [[50, 50], [100, 50]],
        [[100, 60], [50, 60]],
    ]

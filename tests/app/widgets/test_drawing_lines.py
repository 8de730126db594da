"""What a pen makes of its samples: properties that hold for every line."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.widgets.drawing.lines import curve, distinct, half_width, mirrored, shown, smooth, thin
from app.widgets.drawing.pen import Pen
from common.strokes import Stroke

Array = NDArray[np.float64]

coordinates = st.floats(-200, 1200, allow_nan=False, width=32)
samples = st.lists(st.tuples(coordinates, coordinates, st.floats(0, 1, width=32)), min_size=2)


def line_of(rows: list[tuple[float, float, float]]) -> Array:
    return distinct(np.array(rows, np.float64))


def walk(seed: int, count: int) -> Array:
    """Return a wandering line as a hand draws it, with pressures."""
    rng = np.random.default_rng(seed)
    turn = np.cumsum(rng.normal(0, 0.3, count))
    steps = np.stack([np.cos(turn), np.sin(turn)], 1) * rng.uniform(0.3, 9, (count, 1))
    return np.column_stack([np.cumsum(steps, 0) + 500, rng.uniform(0, 1, count)])


def away(points: Array, line: Array) -> Array:
    """Return the distance of each point from a line of straight pieces."""
    if len(line) == 1:
        return np.linalg.norm(points - line[0], axis=1)
    start, along = line[:-1], np.diff(line, axis=0)
    length = np.maximum((along * along).sum(1), 1e-18)
    off = points[:, None] - start
    share = np.clip((off * along).sum(2) / length, 0, 1)
    return np.linalg.norm(off - share[..., None] * along, axis=2).min(1)


@given(samples, st.floats(0.05, 20), st.floats(0.5, 30))
def test_thinning_keeps_both_ends_and_stays_within_its_tolerance(rows, tolerance, width) -> None:
    line = line_of(rows)
    kept = thin(line, tolerance, width)
    assert kept[0] == 0
    assert kept[-1] == len(line) - 1
    assert (np.diff(kept) > 0).all()
    scale = np.array([1, 1, width / 2])
    assert away(line[:, :2], line[kept][:, :2]).max() <= tolerance + 1e-9
    assert away(line * scale, line[kept] * scale).max() <= tolerance + 1e-9  # pressure too


def test_thinning_a_straight_line_leaves_its_ends() -> None:
    line = np.column_stack([np.linspace(0, 900, 400), np.linspace(0, 300, 400), np.ones(400)])
    assert thin(line, 0.1).tolist() == [0, 399]
    line[200:, 2] = 0.2  # but a change of pressure is part of the drawing
    assert thin(line, 0.1, 10.0).tolist() == [0, 199, 200, 399]


@given(samples, st.floats(0.5, 40))
def test_a_curve_goes_through_all_samples(rows, step) -> None:
    line = line_of(rows)
    made = curve(line, step)
    gaps = np.linalg.norm(made[:, None, :2] - line[None, :, :2], axis=2).min(0)
    assert gaps.max() < 1e-9
    assert made[:, 2].min() >= line[:, 2].min() - 1e-12
    assert made[:, 2].max() <= line[:, 2].max() + 1e-12


def test_a_curve_can_be_put_together_from_parts() -> None:
    line = walk(3, 20)
    whole = curve(line, 1.0)
    parts = [curve(line[:12], 1.0)]
    parts[0] = parts[0][: len(curve(line[:11], 1.0))]  # pieces 0 to 9 have both neighbours
    parts.append(curve(line, 1.0, 10))
    np.testing.assert_allclose(np.concatenate(parts), whole, atol=1e-9)


@given(samples, st.integers(0, 30))
def test_smoothing_keeps_ends_and_stays_among_the_samples(rows, half) -> None:
    line = line_of(rows)
    made = smooth(line, half)
    np.testing.assert_allclose(made[[0, -1]], line[[0, -1]], atol=1e-9)
    assert (made.min(0) >= line.min(0) - 1e-6).all()
    assert (made.max(0) <= line.max(0) + 1e-6).all()
    if half == 0:
        np.testing.assert_array_equal(made, line)


@given(st.integers(3, 200), st.integers(0, 40))
def test_smoothing_leaves_straight_lines_straight(count, half) -> None:
    t = np.linspace(0, 1, count)[:, None]
    line = np.concatenate([100 + 700 * t, 50 + 300 * t, 0.2 + 0.5 * t], 1)
    np.testing.assert_allclose(smooth(line, half), line, atol=1e-8)


def test_smoothing_takes_tremble_away_and_keeps_the_shape() -> None:
    turn = np.linspace(0, np.pi, 900)
    circle = np.column_stack([500 + 300 * np.cos(turn), 500 + 300 * np.sin(turn), np.ones(900)])
    shaken = circle + np.column_stack([np.random.default_rng(0).normal(0, 1.5, (900, 2)), 0 * turn])
    made = smooth(shaken, 15)
    rough = np.abs(np.diff(shaken[:, :2], 2, axis=0)).mean()
    assert np.abs(np.diff(made[:, :2], 2, axis=0)).mean() < rough / 20
    assert away(made[:, :2], circle[:, :2]).max() < 4


@given(samples, st.floats(-100, 1100))
def test_mirrored_twice_is_the_same(rows, axis) -> None:
    line = np.array(rows, np.float32)
    stroke = Stroke(line[:, :2].copy(), 2.0, line[:, 2].copy(), "a")
    there = mirrored(stroke, axis)
    again = mirrored(there, axis)
    np.testing.assert_allclose(again.points, stroke.points, atol=1e-3)
    np.testing.assert_allclose(there.points[:, 0] + stroke.points[:, 0], 2 * axis, atol=1e-3)
    assert again.pressures is stroke.pressures
    assert (again.width, again.layer) == (2.0, "a")


def test_the_lightest_touch_is_still_seen() -> None:
    assert shown(np.zeros(3)).min() > 0.1
    assert half_width(Stroke(np.zeros((2, 2), np.float32), 8.0, np.array([0.2, 0.5]))) == 2.0


def drawn(line: Array, reach: float, *, has_pressure: bool = True) -> Pen:
    pen = Pen(4.0, reach, 1.0, 0.2, has_pressure=has_pressure)
    for row in line:
        pen.add(*row)
    return pen


@pytest.mark.parametrize("reach", [0.0, 8.0, 36.0])
@pytest.mark.parametrize("seed", [0, 1])
def test_a_pen_never_changes_what_it_settled(seed: int, reach: float) -> None:
    pen = Pen(4.0, reach, 1.0, 0.2, has_pressure=True)
    settled = np.zeros((0, 3))
    for row in walk(seed, 500):
        pen.add(*row)
        line = pen.line()
        np.testing.assert_array_equal(line[: len(settled)], settled)
        settled = line[: pen.settled]
    assert pen.settled > 50


@pytest.mark.parametrize("reach", [0.0, 8.0, 36.0])
def test_a_pen_draws_the_same_as_smoothing_all_at_once(reach: float) -> None:
    line = walk(5, 300)
    whole = smooth(curve(line, 1.0), round(reach / 2))
    made = drawn(line, reach).line()
    assert away(whole[:, :2], made[:, :2]).max() <= 0.2 + 1e-6  # thinned, nothing else
    assert away(made[:, :2], whole[:, :2]).max() <= 1e-6
    assert len(made) < len(whole) / 2


@given(samples)
@example([(0.0, 0.0, 0.1875), (1.0, 0.0, 0.0), (0.0, 14.0, 0.0), (1.0, 0.0, 0.0)])  # 0 - 3e-17
def test_a_stroke_begins_and_ends_where_the_pen_did(rows) -> None:
    line = line_of(rows)
    stroke = drawn(line, 12.0).stroke("inks")
    first, last = line[0, :2], line[-1, :2]
    np.testing.assert_allclose(stroke.points[0], first, atol=1e-3)
    assert np.linalg.norm(stroke.points[-1] - last) < 0.3  # nearer samples are the same place
    assert stroke.layer == "inks"
    assert stroke.pressures is not None
    assert stroke.pressures.min() >= 0
    assert stroke.pressures.max() <= 1
    assert len(stroke.pressures) == len(stroke.points)


def test_a_dot_is_one_point_as_thick_as_it_was_pressed() -> None:
    pen = Pen(4.0, 8.0, 1.0, 0.2, has_pressure=True)
    assert pen.add(100, 100, 0.1)
    assert pen.add(100, 100.01, 0.7)
    assert not pen.add(100, 100, 0.3)
    stroke = pen.stroke()
    assert stroke.points.tolist() == [[100, 100]]
    assert stroke.pressures is not None
    assert stroke.pressures[0] == np.float32(0.7)


def test_a_pen_without_pressure_keeps_none() -> None:
    assert drawn(walk(0, 30), 4.0, has_pressure=False).stroke().pressures is None

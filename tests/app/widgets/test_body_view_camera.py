"""Where things come to lie on the screen, and how far rings are turned."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.widgets.body_view.camera import (
    FARTHEST,
    LOOKS,
    NEAREST,
    Camera,
    Projection,
    wrapped,
)
from app.widgets.body_view.gizmo import RADIUS_PX, SNAP, Gizmo, RingDrag, about

number = st.floats(-2, 2)
places = st.tuples(number, number, number)
cameras = st.builds(
    Camera, places, st.floats(-3.1, 3.1), st.floats(-1.57, 1.57), st.floats(1.5, 12), st.booleans()
)
sizes = st.tuples(st.floats(120, 1600), st.floats(120, 1600))


@given(cameras)
def test_axes_are_a_rotation_and_up_is_never_down(camera: Camera) -> None:
    axes = camera.axes()
    assert np.allclose(axes @ axes.T, np.eye(3))
    assert np.isclose(np.linalg.det(axes), 1)
    assert axes[1, 1] >= -1e-12
    assert axes[0, 1] == 0  # the horizon is level


@given(cameras, sizes, places)
def test_a_place_that_is_projected_comes_back(
    camera: Camera, size: tuple[float, float], place: tuple[float, float, float]
) -> None:
    projection = Projection(camera, *size)
    x, y, ahead = projection.points(np.array(place))
    assume(ahead > 0.1)
    assert np.allclose(projection.unproject(x, y, ahead), place, atol=1e-6)
    start, way = projection.ray(x, y)
    off = np.asarray(place) - start
    assert np.linalg.norm(off - (off @ way) * way) < 1e-5


@given(cameras, sizes, places)
def test_the_matrix_for_the_card_says_the_same(
    camera: Camera, size: tuple[float, float], place: tuple[float, float, float]
) -> None:
    projection = Projection(camera, *size)
    x, y, ahead = projection.points(np.array(place))
    assume(ahead > 0.1)
    clip = projection.matrix(8.0).astype(float) @ [*place, 1.0]
    assert clip[3] > 0
    right, up = clip[:2] / clip[3]
    assert np.isclose((right + 1) / 2 * size[0], x, atol=0.05 + abs(x) * 1e-4)
    assert np.isclose((1 - up) / 2 * size[1], y, atol=0.05 + abs(y) * 1e-4)


@given(cameras, st.floats(-4, 4), st.floats(-4, 4))
def test_going_around_keeps_distance_and_target(camera: Camera, yaw: float, pitch: float) -> None:
    gone = camera.orbited(yaw, pitch)
    assert gone.target == camera.target
    assert np.isclose(np.linalg.norm(gone.position - gone.target), camera.distance)
    assert abs(gone.pitch) <= np.pi / 2


@given(cameras, sizes, st.floats(0.3, 3), st.floats(0, 1), st.floats(0, 1))
def test_what_lies_under_the_mouse_stays_there(
    camera: Camera, size: tuple[float, float], factor: float, right: float, down: float
) -> None:
    x, y = right * size[0], down * size[1]
    under = Projection(camera, *size).unproject(x, y, camera.distance)
    nearer = camera.zoomed_at(factor, x, y, size)
    assert NEAREST <= nearer.distance <= FARTHEST
    assert np.allclose(Projection(nearer, *size).points(under)[:2], [x, y], atol=1e-5 * max(size))


@given(cameras, sizes, st.floats(-300, 300), st.floats(-300, 300))
def test_moving_aside_moves_the_target_by_as_many_pixels(
    camera: Camera, size: tuple[float, float], x: float, y: float
) -> None:
    scale = float(Projection(camera, *size).scale_at(camera.distance))
    moved = camera.panned(-x / scale, y / scale)
    seen = Projection(moved, *size).points(np.array(camera.target))
    assert np.allclose(seen[:2], [size[0] / 2 + x, size[1] / 2 + y], atol=1e-6 * 1600)


def test_named_views_look_from_where_they_say() -> None:
    towards = {
        "front": [0, 0, 1], "side": [1, 0, 0], "back": [0, 0, -1], "top": [0, 1, 0],
    }  # fmt: skip
    for look, way in towards.items():
        assert np.allclose(Camera(pitch=0.3).looking(look).axes()[2], way, atol=1e-12)
    between = Camera().looking("three_quarter").axes()[2]
    assert between.min() > 0.1  # the person's left, above, in front
    assert set(LOOKS) == {*towards, "three_quarter"}
    # From the person's left, the front is at the left of the screen.
    assert np.allclose(Camera().looking("side").axes()[0], [0, 0, -1], atol=1e-12)
    assert np.allclose(Camera().looking("top").axes()[1], [0, 0, -1], atol=1e-12)


@given(cameras, st.floats(0.3, 3.0), st.integers(0, 9))
def test_framing_shows_everything_and_wastes_little(
    camera: Camera, aspect: float, seed: int
) -> None:
    points = np.random.default_rng(seed).uniform([-0.5, -1, -0.3], [0.5, 1, 0.3], (60, 3))
    size = (600 * aspect, 600)
    seen = Projection(camera.framing(points, aspect), *size).points(points)[:, :2] / size
    assert (seen > 0).all()
    assert (seen < 1).all()
    assert np.ptp(seen, axis=0).max() > 0.55


def test_framing_nothing_changes_nothing() -> None:
    camera = Camera()
    assert camera.framing(np.empty((0, 3))) is camera
    assert camera.framing(np.array([[0, np.nan, 0]])) is camera


def test_a_flight_goes_the_short_way_round_and_arrives() -> None:
    start, goal = Camera(yaw=3.0), Camera((1, 2, 3), -3.0, 0.5, 8.0)
    half = start.between(goal, 0.5)
    assert abs(wrapped(half.yaw - np.pi)) < 0.01
    assert half.distance == pytest.approx(np.sqrt(4.0 * 8.0))
    end = start.between(goal, 1.0)
    assert np.allclose(end.position, goal.position)


def test_with_parallel_lines_the_target_is_as_large_as_before() -> None:
    step = np.array([0.1, 0.0, 0.0])
    for distance in (1.0, 5.0):
        far, flat = (
            Projection(Camera((0, 0, 0), 0, 0, distance, one), 500, 700) for one in (True, False)
        )
        assert np.allclose(far.points(step)[0], flat.points(step)[0])
        back = step - [0, 0, 2]
        assert np.isclose(flat.points(back)[0], flat.points(step)[0])
        assert far.points(back)[0] < far.points(step)[0]


# -- rings


def gizmo(camera: Camera, turn: np.ndarray | None = None) -> Gizmo:
    return Gizmo(3, np.array([0.2, 0.1, -0.1]), np.eye(3) if turn is None else turn,
                 Projection(camera, 500, 500))  # fmt: skip


@given(cameras, st.integers(0, 2), st.floats(-3, 3))
def test_the_angle_under_a_point_of_a_ring_is_its_own(
    camera: Camera, ring: int, angle: float
) -> None:
    rings = gizmo(camera, about(np.array([0.0, 0.6, 0.8]), 0.7))
    place = rings.points(ring, np.array([angle]))[0]
    x, y, ahead = rings.projection.points(place)
    assume(ahead > 0.2)
    found = rings.angle_at(ring, float(x), float(y))
    if found is None:  # seen from its side
        _, way = rings.projection.ray(float(x), float(y))
        assert abs(way @ rings.axis(ring)) < 0.2
    else:
        assert abs(wrapped(found - angle)) < 1e-3


@given(cameras)
def test_rings_are_as_large_from_near_and_far(camera: Camera) -> None:
    rings = gizmo(replace(camera, target=(0.2, 0.1, -0.1)))  # not bent as at the edge of a view
    curve, _ = rings.curve(2)
    widest = np.linalg.norm(curve - rings.projection.points(rings.place)[:2], axis=1).max()
    assert 0.85 * RADIUS_PX < widest < 1.35 * RADIUS_PX


def test_a_ring_is_found_where_it_is_drawn_its_near_half_first() -> None:
    rings = gizmo(Camera(yaw=0.5, pitch=0.4))
    for ring in range(3):
        curve, faces = rings.curve(ring)
        others = [rings.curve(one)[0] for one in range(3) if one != ring]
        alone = [
            point
            for point, front in zip(curve, faces, strict=True)
            if front and all(np.linalg.norm(one - point, axis=1).min() > 12 for one in others)
        ]
        assert alone
        assert all(rings.ring_at(*point) == ring for point in alone)
    assert rings.ring_at(0, 0) == -1


@pytest.mark.parametrize("degrees", [30.0, -75.0, 200.0, 400.0])
def test_a_drag_along_a_ring_turns_as_far(degrees: float) -> None:
    rings = gizmo(Camera(yaw=0.3, pitch=0.5))
    way = np.radians(np.linspace(20, 20 + degrees, 60))
    points = rings.projection.points(rings.points(1, way))[:, :2].tolist()
    drag = RingDrag(rings, 1, *points[0])
    for x, y in points[1:]:
        drag.move(x, y, snap=False)
    assert np.degrees(drag.angle) == pytest.approx(degrees, abs=0.2)
    assert np.allclose(drag.rotation(), about(np.array([0, 1, 0]), np.radians(degrees)), atol=5e-3)
    snapped = drag.move(*points[-1], snap=True)
    assert snapped / SNAP == pytest.approx(round(degrees / 15))


@given(st.floats(-720, 720))
def test_snapping_gives_whole_steps_close_by(degrees: float) -> None:
    drag = RingDrag(gizmo(Camera(yaw=0.0, pitch=0.0)), 2, 300.0, 250.0)
    drag._whole = np.radians(degrees)
    turned = drag.move(300.0, 250.0, snap=True)
    drag._last = None
    assert turned / SNAP == pytest.approx(round(turned / SNAP))
    assert abs(turned - np.radians(degrees)) <= SNAP / 2 + 1e-3


def test_a_ring_seen_from_its_side_turns_along_its_line() -> None:
    rings = gizmo(Camera(yaw=0.0, pitch=0.0))  # the rings about x and y are lines
    middle = rings.projection.points(rings.place)[:2]
    drag = RingDrag(rings, 1, float(middle[0]), float(middle[1]))
    assert rings.angle_at(1, *middle) is None
    there = drag.move(float(middle[0]) + RADIUS_PX, float(middle[1]), snap=False)
    assert there == pytest.approx(1.0, abs=0.05)  # the near side of a ring about y goes right
    back = drag.move(float(middle[0]) - RADIUS_PX, float(middle[1]), snap=False)
    assert back == pytest.approx(-1.0, abs=0.05)


@given(places, st.floats(-7, 7))
def test_a_rotation_about_an_axis_keeps_it(axis: tuple[float, float, float], angle: float) -> None:
    assume(np.linalg.norm(axis) > 0.1)
    unit = np.asarray(axis) / np.linalg.norm(axis)
    turn = about(unit, angle)
    assert np.allclose(turn @ turn.T, np.eye(3))
    assert np.allclose(turn @ unit, unit)
    assert np.trace(turn) == pytest.approx(1 + 2 * np.cos(angle))

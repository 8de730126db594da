"""The camera: hit test, clamping, zoom about a point, transitions."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.wall_camera import Rect, View, WallCamera, between, shape_of

QUICK = settings(max_examples=80, deadline=None)


def camera(width: int = 800, height: int = 500, count: int = 1000, columns: int = 40) -> WallCamera:
    made = WallCamera(width, height)
    made.set_grid(count, columns, 1.5)
    made.jump(made.fitted())
    return made


cameras = st.builds(
    camera,
    st.integers(2, 2000),
    st.integers(2, 1400),
    st.integers(1, 5000),
    st.integers(1, 90),
)


@QUICK
@given(cameras, st.floats(0, 1), st.floats(0, 1), st.floats(1, 60), st.floats(0, 0.999))
def test_hit_test_is_the_inverse_of_the_cell(
    cam: WallCamera, x: float, y: float, zoom: float, part: float
) -> None:
    world = cam.world
    cam.jump(View(x * world[0], y * world[1], cam.fit_scale * zoom))
    cell = int(part * cam.count)
    rect = cam.cell_rect(cell)
    assert cam.cell_at(rect.x + rect.width / 2, rect.y + rect.height / 2) == cell


@QUICK
@given(cameras, st.floats(-9, 9), st.floats(-9, 9), st.floats(0.01, 1000))
def test_a_clamped_view_is_allowed_and_stays(
    cam: WallCamera, x: float, y: float, scale: float
) -> None:
    view = cam.clamped(View(x * cam.world[0], y * cam.world[1], scale))
    assert cam.fit_scale - 1e-9 <= view.scale <= max(cam.item_scale, cam.fit_scale) + 1e-9
    again = cam.clamped(view)
    assert again.x == pytest.approx(view.x)
    assert again.y == pytest.approx(view.y)
    cam.view = view
    columns, rows = cam.visible()[:2], cam.visible()[2:]
    assert columns[0] < columns[1]
    assert rows[0] < rows[1]


@QUICK
@given(cameras, st.floats(0, 1), st.floats(0, 1), st.integers(1, 30))
def test_visible_cells_are_those_that_meet_the_screen(
    cam: WallCamera, x: float, y: float, zoom: int
) -> None:
    cam.jump(View(x * cam.world[0], y * cam.world[1], cam.fit_scale * zoom))
    first_column, end_column, first_row, end_row = cam.visible()
    screen = Rect(0, 0, cam.width, cam.height)
    for cell in range(0, cam.count, max(1, cam.count // 50)):
        row, column = divmod(cell, cam.columns)
        rect = cam.cell_rect(cell)
        inner = Rect(rect.x + 1e-6, rect.y + 1e-6, rect.width - 2e-6, rect.height - 2e-6)
        if inner.meets(screen):
            assert first_column <= column < end_column
            assert first_row <= row < end_row


def test_zoom_keeps_the_point_under_the_cursor() -> None:
    cam = camera()
    cam.jump(View(20, 19, 80))
    before = cam.to_world(500, 300)
    cam.jump(cam.zoomed(1.7, 500, 300))
    assert cam.to_world(500, 300) == pytest.approx(before)


def test_a_transition_keeps_the_fixed_point_still() -> None:
    cam = camera()
    cam.jump(View(20, 19, 80))
    start, before = cam.view, cam.to_world(500, 300)
    end = cam.zoomed(2.0, 500, 300)
    for t in (0.2, 0.5, 0.9):
        cam.view = between(start, end, t)
        assert cam.to_world(500, 300) == pytest.approx(before)


def test_a_transition_arrives_exactly_and_ends() -> None:
    cam = camera()
    goal = cam.on_cell(77)
    cam.fly(goal, 10.0, 0.4)
    assert cam.advance(10.2)
    assert cam.view != goal
    assert not cam.advance(10.4)
    assert cam.view == goal
    cam.fly(cam.fitted(), 11.0, 0.0)
    assert cam.is_fitted
    assert not cam.is_moving


def test_item_scale_fills_the_view_with_one_item() -> None:
    cam = camera()
    cam.jump(cam.on_cell(500))
    rect = cam.cell_rect(500)
    assert 0.9 * cam.height <= rect.height <= cam.height
    assert rect.x + rect.width / 2 == pytest.approx(cam.width / 2, abs=1)


def test_fling_runs_out_and_stops_at_the_edge() -> None:
    cam = camera()
    cam.jump(View(20, 19, 60))
    start = cam.view.x
    cam.fling(-900.0, 0.0, 0.0)
    now = 0.0
    while cam.advance(now):
        now += 0.016
        assert now < 5
    moved = (cam.view.x - start) * 60
    assert 100 < moved < 900 * 0.25
    cam.jump(View(1e9, 19, 60))
    cam.fling(-5000.0, 0.0, 0.0)
    cam.advance(0.016)
    assert not cam.is_moving


def test_resizing_keeps_a_fitted_view_fitted_and_others_in_place() -> None:
    cam = camera()
    cam.resize(300, 900)
    assert cam.is_fitted
    cam.jump(View(20, 19, 100))
    cam.resize(640, 480)
    assert (cam.view.x, cam.view.y, cam.view.scale) == (20, 19, 100)


@pytest.mark.parametrize("count", [0, 1])
def test_tiny_windows_and_walls(count: int) -> None:
    cam = camera(2, 2, count, 1)
    assert math.isfinite(cam.fit_scale)
    assert cam.cell_at(1, 1) == (0 if count else -1)
    assert cam.cell_at(-50, -50) == -1


def test_showing_moves_no_more_than_needed() -> None:
    cam = camera()
    cam.jump(View(20, 19, 60))
    inside = cam.cell_at(400, 250)
    assert cam.showing(inside) == cam.view
    away = cam.showing(0)
    assert away.scale == 60
    cam.view = away
    assert cam.cell_rect(0).x >= -1e-6
    assert cam.cell_rect(0).y >= -1e-6


def test_cells_in_a_rectangle() -> None:
    cam = camera(400, 300, 10, 4)
    first, last = cam.cell_rect(0), cam.cell_rect(5)
    area = Rect(first.x + 1, first.y + 1, last.x - first.x + 1, last.y - first.y + 1)
    assert [list(r) for r in cam.cells_in(area)] == [[0, 1], [4, 5]]
    everything = cam.cells_in(Rect(-9, -9, 999, 999))
    assert [c for r in everything for c in r] == list(range(10))


def test_cells_take_the_shape_of_most_pictures() -> None:
    def shape(*aspects: float) -> str:
        return shape_of(np.array(aspects, np.float32))

    assert shape() == "poster"
    assert shape(0.66, 0.7, 1.5) == "poster"
    assert shape(1.5, 1.33, 1.78, 0.66) == "photo"
    assert shape(1.0, 1.0, 0.9) == "square"
    assert shape_of(np.full(1_000_000, 1.5, np.float32)) == "photo"

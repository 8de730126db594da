"""Shapes on the grid, compared with the plain definition cell by cell."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.wall_shapes import cells_in_box, cells_in_polygon

CELL_HEIGHT = 1.5


def winding(x: float, y: float, points: list[tuple[float, float]]) -> int:
    """Return how often a line goes around a point, by summing angles."""
    total = 0.0
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
        turn = math.atan2(by - y, bx - x) - math.atan2(ay - y, ax - x)
        total += (turn + math.pi) % (2 * math.pi) - math.pi
    return round(total / (2 * math.pi))


# Corners off the middles of cells, so that no middle lies on an edge.
CORNERS = st.tuples(
    st.integers(-40, 140).map(lambda n: n / 10 + 0.0137),
    st.integers(-40, 140).map(lambda n: n / 10 + 0.0291),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(CORNERS, min_size=3, max_size=9), st.integers(1, 70))
def test_a_lasso_takes_the_cells_whose_middle_it_goes_around(
    points: list[tuple[float, float]], count: int
) -> None:
    columns = 8
    found = cells_in_polygon(np.array(points), columns, count, CELL_HEIGHT)
    wanted = [
        winding(cell % columns + 0.5, (cell // columns + 0.5) * CELL_HEIGHT, points) != 0
        for cell in range(count)
    ]
    assert found.shape == (count,)
    if any(wanted):
        assert found.tolist() == wanted


def test_a_small_lasso_takes_the_cell_it_is_drawn_in() -> None:
    ring = [(2.1 + 0.1 * math.cos(a), 1.6 + 0.05 * math.sin(a)) for a in np.arange(0, 6.2, 0.3)]
    assert np.flatnonzero(cells_in_polygon(np.array(ring), 8, 40, CELL_HEIGHT)).tolist() == [10]
    outside = np.array(ring) + 500
    assert not cells_in_polygon(outside, 8, 40, CELL_HEIGHT).any()


def test_a_lasso_that_crosses_itself_leaves_no_hole() -> None:
    ring = np.array([(4 + 3 * math.cos(a), 4.5 + 4 * math.sin(a)) for a in np.arange(0, 12.5, 0.1)])
    once = cells_in_polygon(ring[:63], 8, 48, CELL_HEIGHT)
    assert cells_in_polygon(ring, 8, 48, CELL_HEIGHT).sum() >= once.sum() > 10


def test_a_box_takes_what_it_touches() -> None:
    cells = np.flatnonzero(cells_in_box((1.5, 0.2, 2.5, 1.6), 8, 40, CELL_HEIGHT)).tolist()
    assert cells == [1, 2, 9, 10]
    everything = cells_in_box((-9.0, -9.0, 99.0, 99.0), 8, 37, CELL_HEIGHT)
    assert everything.all()
    assert everything.shape == (37,)
    assert not cells_in_box((-9.0, -9.0, -3.0, 99.0), 8, 37, CELL_HEIGHT).any()


def test_nothing_is_nothing() -> None:
    assert cells_in_polygon(np.empty((0, 2)), 8, 5, CELL_HEIGHT).tolist() == [False] * 5
    assert cells_in_polygon(np.array([(0.0, 0.0)]), 1, 0, CELL_HEIGHT).shape == (0,)

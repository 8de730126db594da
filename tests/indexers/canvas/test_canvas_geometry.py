"""Boxes on a canvas and the cells that they cover, against values worked out by hand."""

import math

import numpy as np
import pytest

from common.canvas import Region
from indexers.canvas.geometry import RING, inside, soft_cells


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        (Region(0.25, 0.5, 0.5, 0.25), (0.25, 0.5, 0.75, 0.75)),
        (Region(-0.5, 0.75, 0.75, 0.5), (0.0, 0.75, 0.25, 1.0)),
        (Region(0.5, 0.25, 0.25, 0.005), None),
        (Region(0.5, 0.25, 0.005, 0.25), None),
        (Region(1.25, 0.25, 0.5, 0.25), None),
        (Region(0.5, math.nan, 0.25, 0.25), None),
    ],
)
def test_the_part_of_a_region_on_the_canvas(
    region: Region, expected: tuple[float, float, float, float] | None
) -> None:
    assert inside(region) == expected


def test_a_ring_of_half_a_cell_counts_less() -> None:
    cells, weights = soft_cells((0.25, 0.375, 0.5, 0.5), 8)
    found = np.zeros((8, 8))
    found.ravel()[cells] = weights
    across = np.array([0, 0.5, 1, 1, 0.5, 0, 0, 0])
    down = np.array([0, 0, 0.5, 1, 0.5, 0, 0, 0])
    expected = RING * down[:, None] * across
    expected[3, 2:4] = 1
    np.testing.assert_allclose(found, expected / expected.sum(), atol=1e-6)

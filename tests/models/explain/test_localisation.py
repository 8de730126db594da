import numpy as np
import pytest

from models.explain.localisation import box_of, iou, localise


def spot(left: int, top: int, wide: int, tall: int) -> np.ndarray:
    heat = np.zeros((40, 80), np.float32)
    heat[top : top + tall, left : left + wide] = 0.5
    heat[top, left] = 1
    return heat


def test_a_map_on_the_object_hits_and_covers_it() -> None:
    found = localise(spot(20, 10, 40, 20), [(0.25, 0.25, 0.5, 0.5)])
    assert found is not None
    assert found.hit
    assert found.iou == pytest.approx(1)
    assert found.energy == pytest.approx(1)
    assert found.box == pytest.approx((0.25, 0.25, 0.5, 0.5))


def test_a_map_beside_the_object_misses_it() -> None:
    found = localise(spot(0, 0, 10, 10), [(0.5, 0.5, 0.4, 0.4)])
    assert found is not None
    assert not found.hit
    assert found.iou == 0
    assert found.energy == 0
    near = localise(spot(37, 20, 1, 1), [(0.5, 0.5, 0.4, 0.4)])
    assert near is not None
    assert near.hit  # within the tolerance
    assert not localise(spot(37, 20, 1, 1), [(0.5, 0.5, 0.4, 0.4)], tolerance=0).hit  # type: ignore[union-attr]


def test_the_best_of_several_boxes_counts_and_heat_is_not_counted_twice() -> None:
    boxes = [(0.25, 0.25, 0.5, 0.5), (0.25, 0.25, 0.5, 0.5), (0, 0, 0.1, 0.1)]
    found = localise(spot(20, 10, 40, 20), boxes)
    assert found is not None
    assert found.iou == pytest.approx(1)
    assert found.energy <= 1


def test_only_the_largest_region_gives_the_box() -> None:
    heat = spot(0, 0, 30, 10)
    heat[30:33, 70:73] = 0.9
    assert box_of(heat) == pytest.approx((0, 0, 30 / 80, 10 / 40))


def test_nothing_to_compare_gives_nothing() -> None:
    assert localise(np.zeros((4, 4), np.float32), [(0, 0, 1, 1)]) is None
    assert localise(spot(0, 0, 3, 3), []) is None
    assert localise(spot(0, 0, 3, 3), [(1.2, 0, 1, 1)]) is None
    with pytest.raises(ValueError, match="two dimensions"):
        localise(np.zeros(4, np.float32), [(0, 0, 1, 1)])


def test_intersection_over_union() -> None:
    assert iou((0, 0, 0.5, 1), (0.25, 0, 0.5, 1)) == pytest.approx(1 / 3)
    assert iou((0, 0, 0, 0), (0, 0, 0, 0)) == 0

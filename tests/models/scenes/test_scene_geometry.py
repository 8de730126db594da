import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.scenes.geometry import RELATIONS, relation, relations, shares

sides = st.floats(0, 1, allow_nan=False, width=32)
boxes = st.tuples(sides, sides, sides, sides)
MIRROR = {"above": "below", "below": "above", "opposite": "opposite"}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((0.1, 0.1, 0.8, 0.8), (0.3, 0.3, 0.1, 0.1), "surround"),
        ((0.3, 0.3, 0.1, 0.1), (0.1, 0.1, 0.8, 0.8), "on"),
        ((0.4, 0.0, 0.2, 0.2), (0.4, 0.7, 0.2, 0.2), "above"),  # y grows downwards
        ((0.4, 0.7, 0.2, 0.2), (0.4, 0.0, 0.2, 0.2), "below"),
        ((0.1, 0.4, 0.2, 0.2), (0.5, 0.4, 0.2, 0.2), "beside"),
        ((0.0, 0.4, 0.1, 0.2), (0.9, 0.4, 0.1, 0.2), "opposite"),
        ((0.4, 0.35, 0.2, 0.2), (0.4, 0.4, 0.2, 0.2), "on"),
        ((0.4, 0.3, 0.2, 0.3), (0.4, 0.5, 0.2, 0.5), "beside"),  # one over the other, but touching
        ((0.2, 0.4, 0.6, 0.2), (0.4, 0.2, 0.2, 0.6), "beside"),  # a cross: equal centres
    ],
)
def test_each_rule(first, second, expected):
    assert relation(first, second) == expected


def test_directions_are_those_of_pixels_in_wide_images():
    first, second = (0.2, 0.1, 0.1, 0.1), (0.5, 0.5, 0.1, 0.1)
    assert relation(first, second) == "above"
    assert relation(first, second, aspect=2.0) == "beside"


@pytest.mark.parametrize(
    "bad",
    [
        None,
        (0.5, 0.5, 0.0, 0.0),
        (float("nan"), 0.1, 0.2, 0.2),
        (0.1, 0.1, float("inf"), 0.2),
        (0.1, 0.1, -0.2, 0.2),
    ],
)
def test_a_box_without_a_place_has_no_relation(bad):
    fine = (0.1, 0.1, 0.5, 0.5)
    assert relation(bad, fine) == ""
    assert relation(fine, bad) == ""


def test_a_line_is_inside_by_its_length():
    line, frame = np.array([0.2, 0.5, 0.4, 0.0]), np.array([0.1, 0.1, 0.8, 0.8])
    assert shares(line, frame)[0] == pytest.approx(1.0)
    assert relation(tuple(line), tuple(frame)) == "on"


@given(boxes, boxes)
def test_what_lies_over_and_across_is_seen_the_same_from_both_sides(first, second):
    said, back = relation(first, second), relation(second, first)
    assert said in RELATIONS
    if said in MIRROR and back not in {"on", "surround"}:
        assert back == MIRROR[said]


@given(st.lists(st.tuples(boxes, boxes), min_size=1, max_size=6))
def test_many_at_once_are_like_one_by_one(pairs):
    table = np.array(pairs, np.float64)
    codes = relations(table[:, 0], table[:, 1])
    assert [RELATIONS[code] for code in codes] == [relation(*pair) for pair in pairs]

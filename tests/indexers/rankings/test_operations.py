"""Operations on what classifiers found, held against the definition written out."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexers.rankings.operations import (
    KINDS,
    ORDERS,
    Reach,
    Scenes,
    keyframes,
    partners,
    rank_groups,
    stays,
)

NOWHERE = math.nan
GROUPS = 3
PLACES = [-3.0, 0.0, 0.5, 1.0, 2.0, 7.0, NOWHERE]
DISTANCES = [0.0, 0.5, 1.0, 6.0, 1e12]


def scenes(items: list[int], places: list[float]) -> Scenes:
    names = np.array(items, np.int64)
    return Scenes(
        names,
        names % GROUPS,
        np.array(places)[names],
        np.arange(1, len(items) + 1, dtype=np.float64),
    )


def are_partners(a: Scenes, i: int, b: Scenes, j: int, reach: Reach | None) -> bool:
    if a.groups[i] != b.groups[j]:
        return False
    if reach is None:
        return True
    distance = b.places[j] - a.places[i]
    if reach.after:
        return bool(0 < distance <= reach.distance)
    return bool(a.items[i] == b.items[j] or abs(distance) <= reach.distance)


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 10**6), kind=st.sampled_from(KINDS))
def test_scenes_stay_by_the_definition(seed: int, kind: str) -> None:
    rng = np.random.default_rng(seed)
    places = rng.choice(PLACES, 12).tolist()
    a, b = (scenes(rng.permutation(12)[: rng.integers(10)].tolist(), places) for _ in range(2))
    reach = Reach(float(rng.choice(DISTANCES)), bool(rng.random() < 0.4))
    if rng.random() < 0.2:
        reach = None
    has_a = [any(are_partners(a, i, b, j, reach) for j in range(len(b))) for i in range(len(a))]
    has_b = [any(are_partners(a, i, b, j, reach) for i in range(len(a))) for j in range(len(b))]
    expected = {
        "and": (has_a, has_b),
        "or": ([True] * len(a), [True] * len(b)),
        "without": ([not one for one in has_a], [False] * len(b)),
        "xor": ([not one for one in has_a], [not one for one in has_b]),
    }[kind]
    found = stays(kind, a, b, reach)
    assert (found[0].tolist(), found[1].tolist()) == expected
    _ranked_by_the_formula(a.take(found[0]), b.take(found[1]))


def _ranked_by_the_formula(a: Scenes, b: Scenes) -> None:
    accumulated: dict[int, list[float]] = {}
    items: dict[int, set[int]] = {}
    for side in (a, b):
        for item, group, rank in zip(side.items, side.groups, side.ranks, strict=True):
            accumulated.setdefault(int(group), []).append(float(rank))
            items.setdefault(int(group), set()).add(int(item))
    expected = sorted(
        accumulated,
        key=lambda g: (sum(accumulated[g]) / len(accumulated[g]), min(accumulated[g]), g),
    )
    ranking = rank_groups(a, b, GROUPS)
    assert ranking.groups.tolist() == expected
    means = [sum(accumulated[group]) / len(accumulated[group]) for group in expected]
    assert ranking.ranks.tolist() == pytest.approx(means)
    assert ranking.counts.tolist() == [len(items[group]) for group in expected]


def test_a_scene_alone_is_within_nothing_of_itself_after() -> None:
    one = scenes([0], [5.0] * 12)
    assert [side.tolist() for side in partners(one, one, Reach(0.0))] == [[True], [True]]
    assert [side.tolist() for side in partners(one, one, Reach(9.0, after=True))] == [
        [False],
        [False],
    ]


def test_neighbouring_groups_are_apart_whatever_the_distance() -> None:
    a, b = scenes([0], [0.0] * 12), scenes([1], [0.0] * 12)
    for reach in (Reach(1e300), Reach(1e300, after=True), Reach(math.inf)):
        assert [side.tolist() for side in partners(a, b, reach)] == [[False], [False]]


def test_orders() -> None:
    a = Scenes(*(np.array(x) for x in ([0, 1, 2], [0, 1, 1], [0.0, 0.0, 1.0], [2.0, 1.0, 9.0])))
    b = Scenes(*(np.array(x) for x in ([3], [2], [0.0], [7.0])))
    found = {order: rank_groups(a, b, 3, order).groups.tolist() for order in ORDERS}
    assert found == {
        "average": [0, 1, 2],  # 2; (1 + 9) / 2; 7
        "best": [1, 0, 2],
        "count": [1, 0, 2],
        "group": [0, 1, 2],
    }


def test_the_mean_of_the_best_of_both_sides() -> None:
    a = Scenes(*(np.array(x) for x in ([0, 1], [0, 1], [0.0, 0.0], [1.0, 3.0])))
    b = Scenes(*(np.array(x) for x in ([2], [0], [0.0], [4.0])))
    assert rank_groups(a, b, 2, "best").groups.tolist() == [0, 1]  # (1 + 4) / 2; 3


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_with_nothing(kind: str) -> None:
    none, some = scenes([], [0.0] * 12), scenes([0, 3], [0.0] * 12)
    for a, b in itertools.product((none, some), repeat=2):
        left, right = stays(kind, a, b, Reach(1.0))
        assert (len(left), len(right)) == (len(a), len(b))
        rank_groups(a.take(left), b.take(right), GROUPS)
    left, right = stays("without", some, none)
    assert left.all()


def test_what_makes_no_sense_is_refused() -> None:
    some = scenes([0], [0.0] * 12)
    for wrong in (
        lambda: stays("nand", some, some),
        lambda: stays("and", some, some, Reach(-1.0)),
        lambda: stays("and", some, some, Reach(math.nan)),
        lambda: rank_groups(some, some, 1, "beauty"),
    ):
        with pytest.raises(ValueError, match=r"no|distance"):
            wrong()


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ([0, 1, 2], [2, 3, 4], [(0, "a"), (3, "b"), (2, "both")]),
        ([0, 1], [3, 4], [(0, "a"), (3, "b"), (1, "a")]),
        ([0], [3, 4, 5], [(0, "a"), (3, "b"), (4, "b")]),
        ([0, 1, 2, 3], [], [(0, "a"), (1, "a"), (2, "a")]),
        ([1, 2], [2, 1], [(1, "both"), (2, "both")]),
        ([5, 1, 2, 3], [2, 3, 1], [(5, "a"), (2, "both"), (1, "both")]),
        ([5, 1, 2, 6], [1, 2], [(5, "a"), (1, "both"), (2, "both")]),
        ([], [], []),
    ],
)
def test_three_keyframes_stand_for_a_group(
    left: list[int], right: list[int], expected: list[tuple[int, str]]
) -> None:
    assert keyframes(scenes(left, [0.0] * 12), scenes(right, [0.0] * 12)) == expected

"""One contract for every rule of late fusion, and its results worked out by hand.

place   1  2  3  4
first   A  B  C  D      scores 0.9 0.8 0.5 0.1
second  B  A  D  E             0.6 0.5 0.4 0.2
third   C  A  B                7   6   1
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexers.rankings.fusion import Scored
from indexers.rankings.fusion_rules import FUSIONS

A, B, C, D, E = 10, 20, 30, 40, 50


def listed(items: list[int], scores: list[float]) -> Scored:
    return Scored.of(np.array(items), np.array(scores))


LISTS = {
    "first": listed([A, B, C, D], [0.9, 0.8, 0.5, 0.1]),
    "second": listed([B, A, D, E], [0.6, 0.5, 0.4, 0.2]),
    "third": listed([C, A, B], [7.0, 6.0, 1.0]),
}

BY_HAND = {
    # A (1+2+2)/3, B (2+1+3)/3, C (3+5+1)/3, D (4+3+4)/3, E (5+4+4)/3
    "mean-rank": {A: 3 / 5, B: 3 / 6, C: 3 / 9, D: 3 / 11, E: 3 / 13},
    # n = 5; E is left 1 point in first, C 1 in second, D and E (2 + 1) / 2 each in third
    "borda": {A: 13 / 15, B: 12 / 15, C: 9 / 15, D: 6.5 / 15, E: 4.5 / 15},
    # A beats B, C, D, E; B beats C, D, E; C beats D, and E by first and third; D beats E
    "condorcet": {A: 1.0, B: 0.75, C: 0.5, D: 0.25, E: 0.0},
    "reciprocal": {
        A: (1 / 61 + 1 / 62 + 1 / 62) * 61 / 3, B: (1 / 62 + 1 / 61 + 1 / 63) * 61 / 3,
        C: (1 / 63 + 1 / 61) * 61 / 3, D: (1 / 64 + 1 / 63) * 61 / 3, E: (1 / 64) * 61 / 3,
    },
    # stretched: first 1, .875, .5, 0; second 1, .75, .5, 0; third 1, 5/6, 0
    "combsum": {
        A: (1 + 0.75 + 5 / 6) / 3, B: (0.875 + 1 + 0) / 3, C: (0.5 + 1) / 3, D: 0.5 / 3, E: 0.0,
    },
    "combmnz": {
        A: (1 + 0.75 + 5 / 6) / 3, B: (0.875 + 1 + 0) / 3, C: (0.5 + 1) / 3 * 2 / 3,
        D: 0.5 / 3 * 2 / 3, E: 0.0,
    },
    # first-second: A and B at j = 2 (both have 1 elsewhere: by item), D at 4
    # first-third: A at 2, B and C at 3 (C has a 1 elsewhere, B a 2); second-third: A at 2, B at 3
    # rank by rank: A A A | B C B | D B: A, B, C, D; E is in one list only
    "pairwise": {A: 1.0, B: 0.8, C: 0.6, D: 0.4, E: 0.2},
}  # fmt: skip


@pytest.mark.parametrize("name", FUSIONS)
def test_by_hand(name: str) -> None:
    fused = FUSIONS[name](LISTS, {})
    found = dict(zip(fused.items.tolist(), fused.scores.tolist(), strict=True))
    assert found == pytest.approx(BY_HAND[name])


def test_pairs_go_before_what_only_one_list_ranks_high() -> None:
    lists = {
        "one": listed([1, 2, 3], [3.0, 2.0, 1.0]),
        "two": listed([4, 2, 3], [3.0, 2.0, 1.0]),
        "three": listed([5, 3, 2], [3.0, 2.0, 1.0]),
    }
    ranked, _ = FUSIONS["pairwise"](lists, {}).ranked()
    # one-two: 2 (j 2), 3 (j 3); one-three: 2 and 3 at j 3; two-three: 2 and 3 at j 3
    assert ranked.tolist() == [2, 3, 1, 4, 5]


def test_condorcet_of_a_circle_is_a_tie() -> None:
    circle = {
        str(turn): listed(list(np.roll([1, 2, 3], turn)), [3.0, 2.0, 1.0]) for turn in range(3)
    }
    assert FUSIONS["condorcet"](circle, {}).scores.tolist() == [0.5, 0.5, 0.5]


@pytest.mark.parametrize("name", FUSIONS)
def test_a_rule_promises_items_once_with_finite_scores(name: str) -> None:
    fused = FUSIONS[name](LISTS, {"first": 0.5})
    assert sorted(fused.items.tolist()) == [A, B, C, D, E]
    assert fused.items.dtype == np.int64
    assert np.isfinite(fused.scores).all()
    again = FUSIONS[name](dict(reversed(LISTS.items())), {"first": 0.5})
    assert dict(zip(again.items.tolist(), again.scores.tolist(), strict=True)) == pytest.approx(
        dict(zip(fused.items.tolist(), fused.scores.tolist(), strict=True))
    )


@pytest.mark.parametrize("name", FUSIONS)
def test_weights_and_edges(name: str) -> None:
    rule = FUSIONS[name]
    assert len(rule({}, {})) == 0
    assert len(rule({"a": Scored.empty()}, {})) == 0
    one = rule({"first": LISTS["first"], "second": LISTS["second"]}, {"second": 0.0})
    assert one.ranked()[0].tolist() == [A, B, C, D]
    single = rule({"a": listed([7], [0.3])}, {})
    assert single.items.tolist() == [7]
    assert single.scores[0] == pytest.approx(1.0)


@pytest.mark.parametrize("name", sorted(set(FUSIONS) - {"pairwise"}))
def test_a_heavy_list_wins(name: str) -> None:
    assert FUSIONS[name](LISTS, {"second": 50.0}).ranked()[0][0] == B


@given(st.lists(st.permutations(list(range(8))), min_size=1, max_size=4))
def test_lists_that_agree_are_kept_and_unanimous_winners_win(orders: list[list[int]]) -> None:
    same = {str(n): listed(orders[0], list(range(8, 0, -1))) for n in range(3)}
    mixed = {str(n): listed([99, *order], list(range(9, 0, -1))) for n, order in enumerate(orders)}
    for rule in FUSIONS.values():
        assert rule(same, {}).ranked()[0].tolist() == list(orders[0])
        fused = rule(mixed, {})
        assert fused.ranked()[0][0] == 99
        assert ((fused.scores >= 0) & (fused.scores <= 1 + 1e-12)).all()

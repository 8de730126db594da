"""Merging of lists: results worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexers.rankings import Scored, reciprocal_rank, weighted_sum
from indexers.rankings.fusion import best_rows, mean_ranks


def _list(scores: dict[int, float]) -> Scored:
    return Scored.of(np.array(list(scores)), np.array(list(scores.values())))


def test_a_list_is_sorted_and_keeps_the_best_of_repeats() -> None:
    scored = Scored.of(np.array([5, 2, 5]), np.array([0.1, 0.4, 0.9]))
    assert scored.items.tolist() == [2, 5]
    assert scored.scores.tolist() == [0.4, 0.9]
    assert scored.at(np.array([5, 3, 2, 99])).tolist() == [0.9, 0.0, 0.4, 0.0]
    assert scored.only(np.array([5])).items.tolist() == [5]
    assert Scored.empty().at(np.array([1])).tolist() == [0.0]


def test_of_equal_scores_of_an_item_the_first_row_stands() -> None:
    items, scores = np.array([1, 3, 3, 1, 2, 3]), np.array([0.1, 0.5, 0.5, 0.1, 0.4, 0.2])
    assert best_rows(items, scores).tolist() == [0, 4, 1]


def test_less_than_nothing_is_nothing() -> None:
    for number in (0, -1):
        assert [len(part) for part in _list({1: 0.5, 2: 0.7}).top(number)] == [0, 0]


def test_ties_are_ranked_by_item() -> None:
    items, scores = _list({9: 0.5, 1: 0.5, 4: 0.7}).ranked()
    assert items.tolist() == [4, 1, 9]
    assert scores.tolist() == [0.7, 0.5, 0.5]


def test_the_weighted_sum_is_a_mean_over_the_parts_that_answered() -> None:
    parts = {"a": _list({1: 1.0, 2: 0.5}), "b": _list({2: 1.0}), "c": Scored.empty()}
    fused = weighted_sum(parts, {"a": 1.0, "b": 3.0, "c": 100.0})
    assert fused.items.tolist() == [1, 2]
    np.testing.assert_allclose(fused.scores, [0.25, 0.875])
    assert len(weighted_sum(parts, {"a": 0.0, "b": 0.0})) == 0


def test_reciprocal_rank_fusion_of_the_paper() -> None:
    # Item 2 is second and first: 1/62 + 1/61; item 1 first and third; item 3 third and second.
    parts = {"a": _list({1: 9, 2: 8, 3: 7}), "b": _list({2: 0.3, 3: 0.2, 1: 0.1})}
    fused = reciprocal_rank(parts, {})
    expected = np.array([1 / 61 + 1 / 63, 1 / 62 + 1 / 61, 1 / 63 + 1 / 62]) / (2 / 61)
    np.testing.assert_allclose(fused.scores, expected)
    assert fused.ranked()[0].tolist() == [2, 1, 3]


def test_reciprocal_rank_heeds_weights_and_ignores_the_scale_of_scores() -> None:
    a, b = _list({1: 2.0, 2: 1.0}), _list({2: 2.0, 1: 1.0})
    assert reciprocal_rank({"a": a, "b": b}, {"a": 2.0}).ranked()[0].tolist() == [1, 2]
    assert reciprocal_rank({"a": a, "b": b}, {"b": 2.0}).ranked()[0].tolist() == [2, 1]
    large = Scored(a.items, a.scores * 1e6)
    np.testing.assert_array_equal(
        reciprocal_rank({"a": a, "b": b}, {}).scores,
        reciprocal_rank({"a": large, "b": b}, {}).scores,
    )


def test_equal_scores_share_their_mean_rank() -> None:
    assert mean_ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [1.5, 4.0, 1.5, 3.0]


@given(
    st.lists(
        st.dictionaries(st.integers(0, 30), st.floats(0, 1), max_size=12), min_size=1, max_size=4
    )
)
def test_fused_scores_stay_within_0_and_1_and_cover_all_items(lists) -> None:
    parts = {str(number): _list(scores) for number, scores in enumerate(lists)}
    everything = sorted({item for scores in lists for item in scores})
    for fuse in (weighted_sum, reciprocal_rank):
        fused = fuse(parts, {})
        assert fused.items.tolist() == everything
        assert ((fused.scores >= 0) & (fused.scores <= 1 + 1e-9)).all()


def test_first_in_all_lists_scores_one() -> None:
    parts = {"a": _list({1: 3, 2: 1}), "b": _list({1: 0.9})}
    assert reciprocal_rank(parts, {}).scores[0] == pytest.approx(1.0)


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 5)), max_size=40),
    st.integers(0, 45),
    st.lists(st.integers(0, 40), max_size=10),
)
def test_the_best_few_and_single_items_are_those_of_the_whole_list(
    pairs: list[tuple[int, int]], k: int, asked: list[int]
) -> None:
    items = np.array([item for item, _ in pairs], np.int64)
    listed = Scored.of(items, np.array([score / 5 for _, score in pairs]))
    whole, scores = listed.ranked()
    best, of_best = listed.top(k)
    assert best.tolist() == whole[:k].tolist()
    assert of_best.tolist() == scores[:k].tolist()
    assert listed.holds(np.array(asked, np.int64)).tolist() == [a in whole for a in asked]
    assert [listed.one(a) for a in asked] == listed.at(np.array(asked, np.int64)).tolist()

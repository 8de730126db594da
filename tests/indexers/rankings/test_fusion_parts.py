"""Every fusion rule on lists whose result was reckoned by hand, and parts that add up to it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexers.rankings import Scored, fusion_parts
from indexers.rankings.fusion_parts import RULES, contributions, merge

# Two lists over the items 1-4, and what every rule makes of them. Ranks in A: 1, 2, 3 of the items
# 1, 2, 3; in B: 1, 2, 3 of the items 3, 1, 4. Four items in all, both lists weigh the same.
A = Scored(np.array([1, 2, 3]), np.array([0.9, 0.6, 0.3]))
B = Scored(np.array([1, 3, 4]), np.array([0.5, 0.8, 0.2]))
ITEMS = np.array([1, 2, 3, 4])
BY_HAND = {
    # Half of each score: (0.9 + 0.5) / 2, 0.6 / 2, (0.3 + 0.8) / 2, 0.2 / 2.
    "weighted": [0.7, 0.3, 0.55, 0.1],
    # 61 / 2 x sum of 1 / (60 + rank).
    "reciprocal": [
        30.5 * (1 / 61 + 1 / 62), 30.5 / 62, 30.5 * (1 / 63 + 1 / 61), 30.5 / 63,
    ],
    # Points of 4: A gives 4, 3, 2 and what is left, 1, to item 4; B gives 4 to item 3, 3 to item 1,
    # 2 to item 4, 1 to item 2. Half of each, by 4.
    "borda": [(4 + 3) / 8, (3 + 1) / 8, (2 + 4) / 8, (1 + 2) / 8],
    # 1 beats 2 and 4 in both lists and draws with 3. 2 loses to 1, draws with 3 (A for it, B
    # against) and with 4. 3 draws with 1 and 2 and beats 4 in both. 4 loses to 1 and 3.
    # Won - lost: 2, -1, 1, -2; (balance + 3) / 6.
    "condorcet": [5 / 6, 2 / 6, 4 / 6, 1 / 6],
    # A stretched: 1, 0.5, 0; B stretched: item 3 has 1, item 1 (0.5 - 0.2) / 0.6, item 4 has 0.
    "combsum": [0.75, 0.25, 0.5, 0.0],
    # The same times the share of lists that hold the item: 2/2, 1/2, 2/2, 1/2.
    "combmnz": [0.75, 0.125, 0.5, 0.0],
    # Ranks with 4 behind the end of a list: means 1.5, 3, 2, 3.5.
    "mean-rank": [1 / 1.5, 1 / 3.0, 1 / 2.0, 1 / 3.5],
    # Both lists hold 1 at depth max(1, 2) = 2 and 3 at max(3, 1) = 3; 2 and 4 stand in one list
    # only and follow by their rank there: 2 (rank 2), 4 (rank 3). So 1, 3, 2, 4.
    "pairwise": [1.0, 0.5, 0.75, 0.25],
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_gives_what_was_reckoned_by_hand(rule: str) -> None:
    found = merge(rule, {"a": A, "b": B}, {})
    assert found.items.tolist() == ITEMS.tolist()
    np.testing.assert_allclose(found.scores, BY_HAND[rule], rtol=1e-12)


def test_all_rules_have_a_fixture() -> None:
    assert set(BY_HAND) == set(RULES)


def test_three_lists_in_the_tensor_rule() -> None:
    """Pairs in the order of the lists: (a, b), (a, c), (b, c), merged rank by rank."""
    a = Scored(np.array([1, 2, 3]), np.array([3.0, 2.0, 1.0]))  # 1, 2, 3
    b = Scored(np.array([1, 2, 3]), np.array([1.0, 3.0, 2.0]))  # 2, 3, 1
    c = Scored(np.array([2, 3, 4]), np.array([1.0, 2.0, 3.0]))  # 4, 3, 2
    # (a, b): 2 at depth 2, then 1 and 3 at depth 3 (1 stands first in a). (a, c): 2 and 3 at depth
    # 3: 3 is second in c, 2 second in a, a tie that the id breaks. (b, c): 3 at 2, 2 at 3.
    # Rank by rank: 2, 2, 3 | 1, 3, 2 | 3; then 4, which only one list holds. So 2, 3, 1, 4.
    found, _ = merge("pairwise", {"a": a, "b": b, "c": c}, {}).ranked()
    assert found.tolist() == [2, 3, 1, 4]


@pytest.mark.parametrize("rule", RULES)
def test_weights_count_and_a_weight_of_nothing_takes_a_list_out(rule: str) -> None:
    alone = merge(rule, {"a": A, "b": B}, {"b": 0.0})
    assert alone.items.tolist() == [1, 2, 3]
    assert alone.ranked()[0].tolist() == [1, 2, 3]
    if rule != "pairwise":
        heavy = merge(rule, {"a": A, "b": B}, {"a": 0.1, "b": 10.0})
        assert heavy.ranked()[0][0] == 3


@st.composite
def _lists(draw: st.DrawFn) -> dict[str, Scored]:
    lists = {}
    for name in "abc"[: draw(st.integers(1, 3))]:
        items = draw(st.lists(st.integers(1, 12), unique=True, min_size=1, max_size=8))
        scores = draw(st.lists(st.integers(1, 10), min_size=len(items), max_size=len(items)))
        lists[name] = Scored.of(np.array(items), np.array(scores) / 10)
    return lists


@pytest.mark.parametrize("rule", RULES)
@given(lists=_lists(), weight=st.sampled_from([0.2, 1.0, 3.0]))
def test_parts_add_up_to_the_score(rule: str, lists: dict[str, Scored], weight: float) -> None:
    weights = {"a": weight}
    merged = merge(rule, lists, weights)
    columns = contributions(rule, lists, weights, merged, merged.items)
    total = np.sum(list(columns.values()), axis=0)
    np.testing.assert_allclose(total, merged.scores, atol=1e-9)
    assert all((column >= 0).all() for column in columns.values())
    assert set(columns) == set(lists)


def test_no_list_contributes_to_what_it_lacks_but_bordas_rest() -> None:
    for rule in RULES:
        columns = contributions(
            rule, {"a": A, "b": B}, {}, merge(rule, {"a": A, "b": B}, {}), ITEMS
        )
        assert bool(columns["a"][3] > 0) == (rule == "borda"), rule
        assert bool(columns["b"][1] > 0) == (rule == "borda"), rule


# What the lists A (weight 3 of 4) and B (1 of 4) say of item 1 (ranks 1 and 2) and 2 (rank 2 in
# A, none in B), before what is no sum is stretched to the score.
SAID = {
    "weighted": ([0.75 * 0.9, 0.25 * 0.5], [0.75 * 0.6, 0.0]),
    "reciprocal": ([0.75, 0.25 * 61 / 62], [0.75 * 61 / 62, 0.0]),
    "borda": ([0.75, 0.25 * 3 / 4], [0.75 * 3 / 4, 0.25 * 1 / 4]),
    "combsum": ([0.75, 0.25 / 2], [0.75 / 2, 0.0]),
    "combmnz": ([0.75, 0.25 / 2], [0.75 / 4, 0.0]),
    "condorcet": ([0.75, 0.25 * 3 / 4], [0.75 * 3 / 4, 0.0]),
    "mean-rank": ([0.75, 0.25 / 2], [0.75 / 2, 0.0]),
    "pairwise": ([0.75, 0.25 / 2], [0.75 / 2, 0.0]),
}


@pytest.mark.parametrize("rule", RULES)
def test_parts_are_what_was_reckoned_by_hand(rule: str) -> None:
    lists, weights = {"a": A, "b": B}, {"a": 3.0}
    merged = merge(rule, lists, weights)
    columns = contributions(rule, lists, weights, merged, np.array([1, 2]))
    for place, said in enumerate(SAID[rule]):
        is_sum = rule in {"weighted", "reciprocal", "borda", "combsum", "combmnz"}
        scale = 1.0 if is_sum else merged.one(place + 1) / sum(said)
        found = [columns["a"][place], columns["b"][place]]
        np.testing.assert_allclose(found, np.array(said) * scale, rtol=1e-12)


def test_a_list_of_one_score_is_stretched_to_one() -> None:
    even = Scored(np.array([4, 8]), np.array([0.3, 0.3]))
    for rule in ("combsum", "combmnz"):
        merged = merge(rule, {"a": even}, {})
        columns = contributions(rule, {"a": even}, {}, merged, merged.items)
        assert merged.scores.tolist() == columns["a"].tolist() == [1.0, 1.0]


def test_contests_cut_short_give_the_same_points_where_the_order_of_ranks_is_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = {"a": Scored(np.arange(1, 8), np.array([0.3, 0.9, 0.1, 0.7, 0.2, 0.8, 0.5]))}
    whole = merge("condorcet", one, {})
    monkeypatch.setattr(fusion_parts, "CONTESTED", 3)
    np.testing.assert_allclose(merge("condorcet", one, {}).scores, whole.scores, rtol=1e-12)


def test_contests_of_many_items_keep_the_order_of_ranks_below(monkeypatch) -> None:
    rng = np.random.default_rng(3)
    items = np.arange(1, 61)
    lists = {name: Scored(items, rng.random(60)) for name in "abc"}
    whole = merge("condorcet", lists, {})
    monkeypatch.setattr(fusion_parts, "CONTESTED", 20)
    cut = merge("condorcet", lists, {})
    by_rank = merge("reciprocal", lists, {}).ranked()[0]
    order = cut.ranked()[0]
    assert order[20:].tolist() == by_rank[20:].tolist()
    assert set(order[:20].tolist()) == set(by_rank[:20].tolist())
    assert len(cut) == len(whole) == 60
    assert 0.0 <= cut.scores.min() < cut.scores.max() <= 1.0


def test_nothing_to_merge() -> None:
    for rule in RULES:
        assert len(merge(rule, {}, {})) == 0
        assert contributions(rule, {}, {}, Scored.empty(), np.empty(0, np.int64)) == {}

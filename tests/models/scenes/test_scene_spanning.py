from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.scenes.spanning import spanning_tree, spanning_trees


@st.composite
def graphs(draw, most=5):
    size = draw(st.integers(1, most))
    every = list(combinations(range(size), 2))
    pairs = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    weights = draw(st.lists(st.integers(-3, 3), min_size=len(pairs), max_size=len(pairs)))
    return size, pairs, [weight / 2 for weight in weights]


def parts(size, pairs):
    owner = list(range(size))
    for one, other in pairs:
        old, new = owner[one], owner[other]
        owner = [new if each == old else each for each in owner]
    return len(set(owner))


@given(graphs())
@settings(max_examples=150)
def test_it_spans_without_circles_and_is_as_heavy_as_can_be(graph):
    size, pairs, weights = graph
    kept = spanning_tree(size, pairs, weights)
    need = size - parts(size, pairs)
    assert len(kept) == need
    assert parts(size, [pairs[place] for place in kept]) == parts(size, pairs)
    best = max(
        sum(weights[place] for place in chosen)
        for chosen in combinations(range(len(pairs)), need)
        if parts(size, [pairs[place] for place in chosen]) == size - need
    )
    assert sum(weights[place] for place in kept) == best


@given(st.lists(graphs(), min_size=1, max_size=4), st.integers(2, 5))
def test_many_at_once_give_the_same_trees(found, size):
    matrix = np.full((len(found), size, size), -np.inf)
    expected = []
    for number, (_, pairs, weights) in enumerate(found):
        fits = sorted(
            (pair, weight) for pair, weight in zip(pairs, weights, strict=True) if max(pair) < size
        )
        for (one, other), weight in fits:
            matrix[number, one, other] = matrix[number, other, one] = weight
        kept = spanning_tree(size, [pair for pair, _ in fits], [weight for _, weight in fits])
        expected.append({fits[place][0] for place in kept})
    parents = spanning_trees(matrix)
    for number, tree in enumerate(expected):
        row = parents[number].tolist()
        assert {tuple(sorted((c, p))) for c, p in enumerate(row) if p >= 0} == tree


def test_not_a_number_is_the_last_choice():
    assert spanning_tree(3, [(0, 1), (1, 2), (0, 2)], [float("nan"), 0.1, -5.0]) == [1, 2]


def test_nothing_to_span():
    assert spanning_tree(0, [], []) == []
    assert spanning_trees(np.zeros((2, 0, 0))).shape == (2, 0)

"""What is seen in whole videos, against counting by hand."""

from collections import defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexers.video.overview import main_concepts, seen_in


@given(seed=st.integers(0, 999), pairs=st.integers(0, 40))
def test_agrees_with_counting_one_by_one(seed: int, pairs: int) -> None:
    rng = np.random.default_rng(seed)
    items = rng.integers(0, 12, pairs)
    videos, concepts = items // 4, rng.integers(0, 2, pairs)
    scores = rng.integers(0, 5, pairs) / 4
    found = seen_in(videos, concepts, items, scores, (3, 2))
    by_cell: dict[tuple[int, int], dict[int, float]] = defaultdict(dict)
    for video, concept, item, score in zip(videos, concepts, items, scores, strict=True):
        cell = by_cell[video, concept]
        cell[item] = max(score, cell.get(item, 0.0))
    for video in range(3):
        for concept in range(2):
            cell = by_cell[video, concept]
            assert found.counts[video, concept] == len(cell)
            assert np.isclose(found.sure[video, concept], np.mean(list(cell.values()) or [0.0]))
            best = min(cell, key=lambda item: (-cell[item], item), default=-1)
            assert found.best[video, concept] == best


def test_the_strongest_concept_of_each_video() -> None:
    values = np.array([[0.1, 0.4], [0.5, 0.5], [0.0, 0.0]])
    assert main_concepts(values).tolist() == [1, 0, -1]
    assert main_concepts(np.zeros((2, 0))).tolist() == [-1, -1]

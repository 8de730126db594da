import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexers.graphs.layout import lay_out
from indexers.graphs.overlaps import overlapping, remove_overlaps


def plainly_overlapping(middles: np.ndarray, sizes: np.ndarray) -> set[tuple[int, int]]:
    found = set()
    for a in range(len(middles)):
        for b in range(a + 1, len(middles)):
            away = np.abs(middles[a] - middles[b])
            if (away < (sizes[a] + sizes[b]) / 2 - 1e-3).all():
                found.add((a, b))
    return found


@given(st.integers(0, 10_000), st.integers(0, 60), st.floats(1, 80))
def test_nothing_overlaps_in_the_end(seed: int, count: int, spread: float) -> None:
    random = np.random.default_rng(seed)
    middles = random.normal(size=(count, 2)) * spread
    sizes = random.uniform(5, 60, (count, 2))
    assert {tuple(p) for p in overlapping(middles, sizes).tolist()} == plainly_overlapping(
        middles, sizes
    )
    moved = remove_overlaps(middles, sizes, gap=3)
    assert not plainly_overlapping(moved, sizes + 3)
    assert np.isfinite(moved).all()


def test_what_does_not_overlap_stays() -> None:
    middles = np.array([[0, 0], [100, 0], [0, 100], [100, 100.0]])
    moved = remove_overlaps(middles, np.full((4, 2), 10.0))
    assert moved == pytest.approx(middles, abs=1e-3)


@pytest.mark.parametrize(
    "middles",
    [
        np.zeros((30, 2)),
        np.stack([np.arange(30.0), np.zeros(30)], 1),
        np.stack([np.zeros(30), np.arange(30.0)], 1),
    ],
)
def test_points_on_one_spot_or_line_come_apart(middles: np.ndarray) -> None:
    sizes = np.full((30, 2), 10.0)
    assert not plainly_overlapping(remove_overlaps(middles, sizes), sizes)


def test_neighbours_stay_neighbours() -> None:
    random = np.random.default_rng(0)
    middles = random.uniform(0, 100, (60, 2))
    moved = remove_overlaps(middles, np.full((60, 2), 15.0))
    before = np.argsort(middles[:, 0])
    rank = np.argsort(np.argsort(moved[:, 0]))[before]
    assert np.corrcoef(rank, np.arange(60))[0, 1] > 0.8


def test_senseless_boxes_are_refused() -> None:
    with pytest.raises(ValueError, match="size"):
        remove_overlaps(np.zeros((2, 2)), np.zeros((3, 2)))
    with pytest.raises(ValueError, match="size"):
        remove_overlaps(np.array([[np.nan, 0]]), np.zeros((1, 2)))


def test_linked_clusters_stand_together_and_small_parts_in_the_gaps() -> None:
    random = np.random.default_rng(1)
    sizes = random.uniform(30, 60, (60, 2))
    links = {(i, i + 1): 1.0 for i in range(19)} | {(i, i + 1): 1.0 for i in range(20, 29)}
    middles = lay_out(sizes, links, gap=4)
    assert not plainly_overlapping(middles, sizes)
    assert (lay_out(sizes, links, gap=4) == middles).all()
    linked = [np.linalg.norm(middles[a] - middles[b]) for a, b in links]
    every = np.linalg.norm(middles[:, None] - middles[None], axis=2)
    assert np.mean(linked) < 0.6 * every[np.triu_indices(60, 1)].mean()
    # Sixty boxes fill a good part of what they span.
    low, high = (middles - sizes / 2).min(0), (middles + sizes / 2).max(0)
    assert sizes.prod(axis=1).sum() / (high - low).prod() > 0.2


def test_a_layout_of_little() -> None:
    assert lay_out(np.empty((0, 2)), {}).shape == (0, 2)
    assert lay_out(np.array([[5.0, 5.0]]), {}).tolist() == [[0, 0]]

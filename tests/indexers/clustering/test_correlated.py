"""The quick clustering beside the plain one, and what no vectors may do to either."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.jobs import JobCancelled, JobContext
from indexers.clustering import base, cluster_correlated, cluster_plainly, correlated, levels


def made(count: int, dim: int, seed: int, kinds: int = 4, spread: float = 0.6) -> np.ndarray:
    """Return vectors around a few centres; some are duplicates, one does not vary."""
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((kinds, dim))
    vectors = centres[rng.integers(kinds, size=count)] + spread * rng.standard_normal((count, dim))
    if count > 6:
        vectors[3], vectors[5] = vectors[1], 0.1
    return vectors.astype(np.float32)


def rows_of(groups) -> list[list[int]]:
    return [group.rows.tolist() for group in groups]


@given(
    count=st.integers(0, 60), dim=st.integers(2, 12), seed=st.integers(0, 999),
    threshold=st.sampled_from([0, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 1]), whole=st.booleans(),
)  # fmt: skip
def test_the_quick_form_gives_the_clusters_of_the_plain_one(
    count, dim, seed, threshold, whole
) -> None:
    vectors = made(count, dim, seed)
    if whole:  # many equal correlations: every tie that can be
        vectors = np.sign(np.round(vectors))
    plain = cluster_plainly(vectors, threshold)
    assert cluster_correlated(vectors, threshold) == plain
    assert sorted(chain.from_iterable(rows_of(plain))) == list(range(count))


@pytest.mark.parametrize("block", [8, 16, 64])
def test_blocks_make_no_difference(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "BLOCK", block)
    monkeypatch.setattr(correlated, "BLOCK", block)
    monkeypatch.setattr(correlated, "SUM_ROWS", 7)
    vectors = made(101, 9, 5)
    assert cluster_correlated(vectors, 0.6) == cluster_plainly(vectors, 0.6)


def test_the_centre_has_most_neighbours_and_the_rest_follow_by_correlation() -> None:
    angles = np.radians([0, 20, 35, 50, 180, 200])
    basis = np.array([[1, -1, 0, 0], [0, 0, 1, -1]]) / np.sqrt(2)
    vectors = (np.stack([np.cos(angles), np.sin(angles)], 1) @ basis).astype(np.float32)
    groups = cluster_correlated(vectors, 0.9)  # 0.9 is the cosine of 25.8 degrees
    assert rows_of(groups) == [[1, 2, 0], [4, 5], [3]]
    assert [group.threshold for group in groups] == [0.9, 0.9, None]


def test_the_threshold_drops_by_a_tenth_until_all_have_a_place() -> None:
    assert levels(0.35) == [0.35, 0.25, 0.15, 0.05]
    assert levels(1)[-1] == 0
    angles = np.radians([0, 1, 60, 62, 130])
    basis = np.array([[1, -1, 0, 0], [0, 0, 1, -1]]) / np.sqrt(2)
    vectors = (np.stack([np.cos(angles), np.sin(angles)], 1) @ basis).astype(np.float32)
    groups = cluster_plainly(vectors[[0, 2, 4]], 0.7)  # cosines 0.5, 0.34 and below 0
    assert rows_of(groups) == [[0, 1], [2]]
    assert groups[0].threshold == 0.4
    assert [g.threshold for g in cluster_plainly(vectors, 0.7)] == [0.7, 0.7, None]


def test_few_rows() -> None:
    none = np.empty((0, 4), np.float32)
    assert cluster_correlated(none, 0.5) == cluster_plainly(none, 0.5) == []
    assert rows_of(cluster_correlated(np.ones((1, 4), np.float32), 0.5)) == [[0]]
    three = np.array([[1, 2, 3], [1, 2, 3], [3, 2, 1]], np.float32)
    assert rows_of(cluster_correlated(three, 0.5)) == [[0, 1], [2]]


def test_rows_without_a_correlation_stand_alone_at_the_end() -> None:
    vectors = made(40, 8, 1)
    vectors[7], vectors[9, 2], vectors[11, 0] = 0, np.nan, np.inf
    groups = cluster_correlated(vectors, 0.3)
    assert groups == cluster_plainly(vectors, 0.3)
    assert {(5,), (7,), (9,), (11,)} <= {tuple(rows) for rows in rows_of(groups)}
    alone = [group for group in groups if len(group.rows) == 1]
    assert groups[-len(alone) :] == alone


def test_duplicates_keep_their_order() -> None:
    one = np.random.default_rng(0).standard_normal(16).astype(np.float32)
    groups = cluster_correlated(np.tile(one, (70, 1)), 0.9)
    assert rows_of(groups) == [list(range(70))]


def test_beyond_the_limit_the_rest_joins_a_sample() -> None:
    vectors = made(200, 8, 3, kinds=3, spread=0.1)
    groups = cluster_correlated(vectors, 0.8, limit=50, seed=1)
    assert sorted(chain.from_iterable(rows_of(groups))) == list(range(200))
    exact = cluster_correlated(vectors, 0.8)
    assert {frozenset(rows) for rows in rows_of(groups)} == {
        frozenset(rows) for rows in rows_of(exact)
    }
    assert groups == cluster_correlated(vectors, 0.8, limit=50, seed=1)


def test_it_stops_when_cancelled_and_refuses_nonsense() -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        cluster_correlated(made(20, 4, 0), 0.5, context)
    with pytest.raises(ValueError, match="not within 0-1"):
        cluster_correlated(made(5, 4, 0), 1.2)
    with pytest.raises(ValueError, match="not within 0-1"):
        cluster_plainly(made(5, 4, 0), float("nan"))
    with pytest.raises(ValueError, match="shape"):
        cluster_correlated(np.zeros(4, np.float32), 0.5)

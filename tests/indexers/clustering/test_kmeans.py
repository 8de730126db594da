"""k-means clusters."""

import numpy as np
import pytest

from common.jobs import JobCancelled, JobContext
from indexers.clustering import cluster_kmeans


def kinds(count: int = 90) -> np.ndarray:
    rng = np.random.default_rng(0)
    centres = rng.standard_normal((3, 12))
    noise = 0.05 * rng.standard_normal((count, 12))
    return (centres[np.arange(count) % 3] + noise).astype(np.float32)


def test_it_finds_what_lies_apart() -> None:
    groups = cluster_kmeans(kinds(91), 3, seed=2)
    found = {frozenset(group.rows.tolist()) for group in groups}
    assert found == {frozenset(range(start, 91, 3)) for start in range(3)}
    assert [len(group.rows) for group in groups] == [31, 30, 30]
    assert groups == cluster_kmeans(kinds(91), 3, seed=2)


def test_every_row_has_one_place_whatever_the_rows() -> None:
    vectors = kinds(40)
    vectors[3], vectors[4, 0] = 2.0, np.nan
    groups = cluster_kmeans(vectors, 500)
    assert sorted(np.concatenate([group.rows for group in groups])) == list(range(40))
    assert [group.rows.tolist() for group in groups[-2:]] == [[3], [4]]
    same = cluster_kmeans(np.tile(vectors[:1], (9, 1)), 4)
    assert sorted(np.concatenate([group.rows for group in same])) == list(range(9))
    assert cluster_kmeans(vectors[:0], 3) == []
    assert [g.rows.tolist() for g in cluster_kmeans(vectors[:1], 3)] == [[0]]


def test_it_stops_when_cancelled_and_refuses_nonsense() -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        cluster_kmeans(kinds(), 3, context)
    with pytest.raises(ValueError, match="no clusters"):
        cluster_kmeans(kinds(), 0)

"""Correlations of many vectors, kept in memory or read block by block."""

from pathlib import Path

import numpy as np
import pytest

from app.services import explore_space as module
from app.services.explore_space import Space, best_rows
from indexers.vectors import VectorCollection


@pytest.fixture
def vectors(tmp_path: Path):
    none = np.empty(0, np.int64)
    collection = VectorCollection(tmp_path / "v", "any", rows=(none, none))
    made = np.random.default_rng(0).standard_normal((50, 6)).astype(np.float32)
    made[7] = 3.0  # does not vary
    rows = collection.append(made)
    collection.commit((100 - rows).tolist(), rows.tolist())
    yield collection
    collection.close()


@pytest.mark.parametrize("kept", [0, 1 << 20])
def test_it_is_pearsons_correlation(vectors, monkeypatch: pytest.MonkeyPatch, kept: int) -> None:
    monkeypatch.setattr(module, "KEPT_BYTES", kept)
    monkeypatch.setattr(module, "BLOCK", 16)
    space = Space(vectors)
    made = vectors.matrix()[1]
    with np.errstate(all="ignore"):
        truth = np.nan_to_num(np.corrcoef(made))
    assert space.rows([100, 93, 12]).tolist() == [0, 7, -1]
    chosen = np.array([3, 30])
    assert np.allclose(space.correlate(space.unit(chosen)), truth[chosen], atol=1e-5)
    which, best = space.nearest(space.unit(chosen))
    varies = np.arange(50) != 7
    assert np.allclose(best, truth[chosen].max(axis=0), atol=1e-5)
    assert (which[varies] == truth[chosen].argmax(axis=0)[varies]).all()
    assert best[7] == 0
    mean = space.mean(np.array([3, 7]))
    assert np.allclose(mean, space.unit(np.array([3]))[0], atol=1e-6)
    assert not space.mean(np.array([7])).any()
    assert space.open_rows([100, 99, 1], [99]).nonzero()[0].tolist() == [0]


def test_the_best_rows_come_first_and_ties_by_item() -> None:
    scores = np.array([0.5, 0.9, 0.5, 0.1, 0.9], np.float32)
    items = np.array([5, 4, 3, 2, 1])
    is_open = np.ones(5, bool)
    assert best_rows(scores, items, is_open, 3).tolist() == [4, 1, 2]
    assert best_rows(scores, items, is_open, 0, above=0.5).tolist() == [4, 1]
    is_open[4] = False
    assert best_rows(scores, items, is_open, 9).tolist() == [1, 2, 0, 3]
    assert best_rows(scores[:0], items[:0], is_open[:0], 3).tolist() == []

"""One contract for every registered index."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from indexers.vectors import VectorIndex, indexes

DIM = 16


def _data(count: int = 600, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((count, DIM)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = rng.permutation(np.arange(1000, 1000 + count)).astype(np.int64)
    return ids, vectors


@pytest.fixture(params=indexes.names())
def make(request: pytest.FixtureRequest) -> Callable[[], VectorIndex]:
    def made() -> VectorIndex:
        return indexes.create(request.param, DIM)

    return made


def _exactly(index: VectorIndex) -> VectorIndex:
    index.effort = index.efforts()[-1]
    return index


def _truth(ids, vectors, queries, k):
    order = np.argsort(-(queries @ vectors.T), axis=1, kind="stable")[:, :k]
    return ids[order]


def test_names_and_registry(make) -> None:
    assert {"flat", "ivf", "hnsw"} <= set(indexes.names())
    assert make().name in indexes


def test_search_gives_shapes_types_and_the_true_neighbours(make) -> None:
    ids, vectors = _data()
    index = make()
    index.add(ids, vectors)
    scores, found = _exactly(index).search(vectors[:7], 5)
    assert scores.shape == found.shape == (7, 5)
    assert scores.dtype == np.float32
    assert found.dtype == np.int64
    assert (found[:, 0] == ids[:7]).all()
    assert (found == _truth(ids, vectors, vectors[:7], 5)).mean() > 0.97
    assert (np.diff(scores, axis=1) <= 0).all()
    np.testing.assert_allclose(scores[:, 0], 1.0, atol=1e-5)


def test_more_wanted_than_there_are(make) -> None:
    ids, vectors = _data(30)
    index = make()
    index.add(ids, vectors)
    scores, found = _exactly(index).search(vectors[:2], 50)
    assert set(found[0, :30]) == set(ids)
    assert (found[:, 30:] == -1).all()
    assert np.isneginf(scores[:, 30:]).all()


def test_an_empty_index_finds_nothing(make) -> None:
    scores, found = make().search(np.ones((2, DIM), np.float32), 3)
    assert len(make()) == 0
    assert (found == -1).all()
    assert np.isneginf(scores).all()
    assert make().remove(np.array([1])) == 0


def test_no_queries_give_no_rows(make) -> None:
    ids, vectors = _data(40)
    index = make()
    index.add(ids, vectors)
    assert index.search(np.empty((0, DIM), np.float32), 3)[1].shape == (0, 3)


def test_an_id_is_there_once(make) -> None:
    ids, vectors = _data(50)
    index = make()
    index.add(ids, vectors)
    with pytest.raises(ValueError, match=f"id {ids[3]} is already there"):
        index.add(ids[3:4], vectors[:1])
    with pytest.raises(ValueError, match="repeated"):
        index.add(np.array([5, 5]), vectors[:2])
    assert len(index) == 50


def test_equal_vectors_are_all_found(make) -> None:
    index = make()
    vectors = np.tile(np.eye(1, DIM, dtype=np.float32), (6, 1))
    index.add(np.arange(6), vectors)
    assert sorted(_exactly(index).search(vectors[:1], 6)[1][0]) == list(range(6))


def test_removed_vectors_are_gone_and_may_come_back(make) -> None:
    ids, vectors = _data()
    index = make()
    index.add(ids, vectors)
    assert index.remove(np.r_[ids[:200], 999_999]) == 200
    assert len(index) == 400
    found = _exactly(index).search(vectors[:200], 10)[1]
    assert not np.isin(found, ids[:200]).any()
    index.add(ids[:1], vectors[:1])
    assert len(index) == 401
    assert index.search(vectors[:1], 1)[1][0, 0] == ids[0]


def test_only_allowed_ids_are_found(make) -> None:
    ids, vectors = _data()
    index = make()
    index.add(ids, vectors)
    allowed = np.r_[ids[100:120], 5, 10**12]
    found = index.search(vectors[:20], 10, allowed)[1]
    assert np.isin(found[found >= 0], ids[100:120]).all()
    assert (found >= 0).mean() > 0.9
    assert (index.search(vectors[:1], 3, np.empty(0, np.int64))[1] == -1).all()


def test_ids_may_be_very_large(make) -> None:
    ids, vectors = _data(60)
    index = make()
    index.add(ids + 2**50, vectors)
    found = _exactly(index).search(vectors[:3], 1, ids[:3] + 2**50)[1]
    assert (found[:, 0] == ids[:3] + 2**50).all()


def test_saving_and_loading_changes_no_answer(make, tmp_path: Path) -> None:
    ids, vectors = _data()
    index = make()
    index.add(ids, vectors)
    index.remove(ids[:50])
    path = tmp_path / "some" / "index.bin"
    index.save(path)
    again = make()
    again.load(path)
    again.effort = index.effort
    assert len(again) == 550
    for left, right in zip(index.search(vectors, 5), again.search(vectors, 5), strict=True):
        np.testing.assert_array_equal(left, right)
    assert [entry.name for entry in path.parent.iterdir()] == ["index.bin"]


def test_a_loaded_index_can_change_and_leaves_its_file_alone(make, tmp_path: Path) -> None:
    ids, vectors = _data()
    index = make()
    index.add(ids[:500], vectors[:500])
    index.save(tmp_path / "i")
    before = (tmp_path / "i").read_bytes()
    again = make()
    again.load(tmp_path / "i")
    again.remove(ids[:100])
    again.add(ids[500:], vectors[500:])
    assert len(again) == 500
    found = _exactly(again).search(vectors, 1)[1][:, 0]
    assert not np.isin(found, ids[:100]).any()
    assert (found[500:] == ids[500:]).all()
    assert (tmp_path / "i").read_bytes() == before


def test_an_empty_index_survives_its_file(make, tmp_path: Path) -> None:
    make().save(tmp_path / "i")
    index = make()
    index.load(tmp_path / "i")
    assert len(index) == 0
    index.add(*_data(20))
    assert len(index) == 20


def test_the_same_input_gives_the_same_index(make) -> None:
    ids, vectors = _data()
    answers = []
    for _ in range(2):
        index = make()
        index.add(ids, vectors)
        answers.append(index.search(vectors, 7)[1])
    np.testing.assert_array_equal(*answers)


def test_a_damaged_file_is_an_error_that_names_it(make, tmp_path: Path) -> None:
    ids, vectors = _data(100)
    index = make()
    index.add(ids, vectors)
    path = tmp_path / "some.index"
    index.save(path)
    whole = path.read_bytes()
    for content in (b"", b"nonsense" * 40, whole[: len(whole) // 2]):
        path.write_bytes(content)
        with pytest.raises((ValueError, EOFError)):
            make().load(path)
    with pytest.raises(FileNotFoundError):
        make().load(tmp_path / "absent")


def test_wrong_shapes_are_refused(make) -> None:
    index = make()
    with pytest.raises(ValueError, match=r"\(N, 16\), not \(2, 3\)"):
        index.add(np.arange(2), np.ones((2, 3), np.float32))
    with pytest.raises(ValueError, match="2 vectors came with ids"):
        index.add(np.arange(3), np.ones((2, DIM), np.float32))
    with pytest.raises(ValueError, match="negative"):
        index.add(np.array([-1]), np.ones((1, DIM), np.float32))
    with pytest.raises(ValueError, match=r"\(Q, 16\)"):
        index.search(np.ones((1, 3), np.float32), 1)
    with pytest.raises(ValueError, match="k must be at least 1"):
        index.search(np.ones((1, DIM), np.float32), 0)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    ids, vectors = _data(100)
    for name in indexes:
        index = indexes.create(name, DIM)
        index.add(ids, vectors)
        index.save(tmp_path / name)
    for name in indexes:
        for other in indexes:
            if other != name:
                with pytest.raises(ValueError, match=r"."):
                    indexes.create(name, DIM).load(tmp_path / other)
        with pytest.raises(ValueError, match=r"."):
            indexes.create(name, DIM + 1).load(tmp_path / name)


@pytest.mark.parametrize("name", ["ivf", "hnsw"])
def test_approximate_indexes_reach_their_recall(name: str) -> None:
    rng = np.random.default_rng(3)
    centres = rng.standard_normal((60, DIM))
    noise = 0.3 * rng.standard_normal((4000, DIM))
    vectors = (centres[rng.integers(60, size=4000)] + noise).astype(np.float32)
    ids = np.arange(4000)
    index = indexes.create(name, DIM)
    index.add(ids, vectors)
    index.effort = {"ivf": 16, "hnsw": 128}[name]
    found = index.search(vectors[:50], 10)[1]
    truth = _truth(ids, vectors, vectors[:50], 10)
    hits = np.mean([np.isin(a, b).mean() for a, b in zip(truth, found, strict=True)])
    assert hits >= 0.95

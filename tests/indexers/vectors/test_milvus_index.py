"""Indexes of Milvus by size, tuned to what is asked of them; and vectors moved between places."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from common.jobs import JobCancelled, JobContext
from indexers.vectors import milvus_table
from indexers.vectors.copying import copy_vectors
from indexers.vectors.cost import recall
from indexers.vectors.flat import scan
from indexers.vectors.milvus_table import efforts, kind_for
from tests.vectors_support import Shelf, needs_milvus, unit

pytestmark = needs_milvus
COUNT = 2_000


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf("milvus", tmp_path)
    yield made
    made.close()


def clusters(count: int) -> np.ndarray:
    rng = np.random.default_rng(3)
    block = 3 * unit(40, seed=4)[rng.integers(40, size=count)] + unit(count)
    return block / np.linalg.norm(block, axis=1, keepdims=True)


def test_the_kind_of_index_follows_the_number_of_vectors() -> None:
    kinds = [kind_for(count, 512, is_embedded=False) for count in (10, 10**5, 10**6, 10**8)]
    assert kinds == ["FLAT", "FLAT", "HNSW", "DISKANN"]
    assert kind_for(10**6, 512, is_embedded=True) == "IVF_FLAT"
    for kind in ("FLAT", "IVF_FLAT", "HNSW", "DISKANN"):
        assert efforts(kind, 10**6) == sorted(set(efforts(kind, 10**6)))


def test_a_large_collection_gets_lists_that_find_enough(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(milvus_table, "LEAST_FLAT", 500)
    vectors, block, items = shelf.open(), clusters(COUNT), np.arange(COUNT)
    shelf.add(vectors, range(COUNT), block)
    assert vectors.needs_rebuild
    vectors.rebuild(JobContext())
    for _ in range(2):
        assert (vectors.kind, vectors.needs_rebuild) == ("ivf_flat", False)
        queries = block[:50]
        found = vectors.search(queries, 10)[1]
        assert recall(found, scan(block, queries, 10, items)[1]) >= 0.95
        plane = unit(1, seed=6)[0]
        exact = vectors.farthest(plane, 20, without=[5], exact=True)
        order = np.argsort(-np.where(items == 5, -np.inf, block @ plane), kind="stable")
        assert exact.items.tolist() == order[:20].tolist()
        assert exact.is_exact
        assert not vectors.farthest(plane, 20).is_exact
        few = [3, 700, 1999]
        assert sorted(vectors.search(queries[:1], 10, allowed=few)[1][0, :3].tolist()) == few
        shelf.close()
        vectors = shelf.open()
    shelf.add(vectors, [COUNT], unit(1, seed=99))
    assert vectors.search(unit(1, seed=99), 1)[1].tolist() == [[COUNT]]


def test_an_index_that_the_server_does_not_offer_is_replaced(shelf: Shelf) -> None:
    vectors = shelf.open()
    shelf.add(vectors, range(300), unit(300))
    vectors._wanted = "DISKANN"
    vectors.rebuild(JobContext())
    assert vectors.kind == "ivf_flat"
    assert len(vectors.search(unit(1), 5)[1][0]) == 5


def test_searches_go_on_while_an_index_is_built(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(milvus_table, "LEAST_FLAT", 100)
    vectors, block = shelf.open(), unit(300)
    shelf.add(vectors, range(300), block)
    seen: list[int] = []

    class Watching(JobContext):
        def step(self, *_arguments: object) -> None:
            seen.append(int(vectors.search(block[9:10], 1)[1][0, 0]))

    vectors.rebuild(Watching())
    assert len(seen) >= 2
    assert set(seen) == {9}


@pytest.mark.parametrize(("start", "end"), [("faiss", "milvus"), ("milvus", "faiss")])
def test_vectors_move_between_places_and_a_move_that_broke_off_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str, end: str
) -> None:
    monkeypatch.setattr("indexers.vectors.copying.STEP", 40)
    source, target = Shelf(start, tmp_path / "a"), Shelf(end, tmp_path / "b")
    vectors, block = source.open(), unit(150)
    rows = vectors.append(block, version="w7")
    source.named = dict(zip(range(10, 160), rows.tolist(), strict=True))
    vectors.commit([*range(10, 160)], rows.tolist())
    source.take(vectors, [11, 60])
    source.add(vectors, [12], unit(1, seed=5))
    target.named = dict(source.named)

    class Breaking(JobContext):
        def step(self, done: int = 0, *_arguments: object) -> None:
            if done >= 80:
                raise JobCancelled

    copy = target.open()
    assert len(copy.lost_items()) == 148
    with pytest.raises(JobCancelled):
        copy_vectors(vectors, copy, Breaking())
    target.close()
    copy = target.open()
    assert copy_vectors(vectors, copy, JobContext()) == 68
    assert copy_vectors(vectors, copy, JobContext()) == 0
    for place in (copy, vectors):
        assert (len(place), place.version, place.problems()) == (148, "w7", [])
    np.testing.assert_array_equal(copy.matrix()[0], vectors.matrix()[0])
    np.testing.assert_array_equal(copy.matrix()[1], vectors.matrix()[1])
    found = [place.search(unit(100, seed=8), 10) for place in (vectors, copy)]
    np.testing.assert_array_equal(found[0][1], found[1][1])
    source.close()
    target.close()

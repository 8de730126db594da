"""Which items lie farthest from a hyperplane: exact answers, the feedback index, and its care."""

import threading
from pathlib import Path

import numpy as np
import pytest

from common.errors import QueryError
from common.jobs import JobCancelled, JobContext
from indexers.vectors import VectorCollection, farthest

NONE = (np.empty(0, np.int64), np.empty(0, np.int64))
COUNT, DIM, FIRST = 4000, 32, 1000


def clustered(count: int = COUNT, seed: int = 0, dim: int = DIM) -> np.ndarray:
    centres = np.random.default_rng(7).standard_normal((60, dim))
    rng = np.random.default_rng(seed)
    vectors = centres[rng.integers(60, size=count)] + 0.4 * rng.standard_normal((count, dim))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(autouse=True)
def _small_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an index be worth its while for some thousand vectors."""
    monkeypatch.setattr(farthest, "exact_rows", lambda dim: 2000)
    monkeypatch.setattr(farthest, "FEW", 50)


def filled(folder: Path, count: int = COUNT, *, indexed: bool = True) -> VectorCollection:
    """Return a collection whose item is its row number + FIRST."""
    collection = VectorCollection(folder, "e", rows=NONE, index="flat")
    rows = collection.append(clustered(count))
    collection.commit((rows + FIRST).tolist(), rows.tolist())
    if indexed:
        collection.rebuild(JobContext())
    return collection


def reopened(folder: Path, count: int = COUNT) -> VectorCollection:
    rows = np.arange(count)
    return VectorCollection(folder, "e", rows=(rows + FIRST, rows), index="flat")


def exact(collection: VectorCollection, plane: np.ndarray, k: int = 25) -> np.ndarray:
    items, products = collection.scores(plane)
    return items[np.lexsort((items, -products))][:k]


def planes(count: int = 5) -> np.ndarray:
    return clustered(count, seed=3) - clustered(count, seed=4)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("feedback*"))


@pytest.mark.parametrize("indexed", [False, True])
def test_exact_answers_are_exact_with_and_without_an_index(tmp_path: Path, indexed: bool) -> None:
    collection = filled(tmp_path, indexed=indexed)
    assert bool(files(tmp_path)) == indexed
    for plane in planes():
        found = collection.farthest(plane, 25, exact=True)
        assert found.is_exact
        assert found.looked_at == COUNT
        assert found.items.tolist() == exact(collection, plane).tolist()
        vectors = collection.vectors(found.items.tolist())
        assert found.products == pytest.approx(vectors @ plane, abs=1e-5)


def test_a_budget_looks_at_less_and_says_so(tmp_path: Path) -> None:
    collection = filled(tmp_path)
    shares = []
    for plane in planes(10):
        found = collection.farthest(plane, 25, budget_ms=0.0)
        assert not found.is_exact
        assert found.looked_at < COUNT
        shares.append(np.isin(exact(collection, plane), found.items).mean())
    assert np.mean(shares) > 0.3
    usual = [collection.farthest(plane, 25) for plane in planes(10)]
    found_most = [
        np.isin(exact(collection, plane), one.items).mean()
        for plane, one in zip(planes(10), usual, strict=True)
    ]
    assert np.mean(found_most) > 0.95


def test_filters_and_seen_items(tmp_path: Path) -> None:
    collection = filled(tmp_path)
    plane = planes(1)[0]
    best = exact(collection, plane, COUNT)
    without = best[:30]
    allowed = best[::3]
    found = collection.farthest(plane, 25, allowed=allowed, without=without, exact=True)
    assert found.items.tolist() == [item for item in best if item in set(allowed)][10:35]
    quick = collection.farthest(plane, 25, allowed=allowed, without=without, budget_ms=0.0)
    assert len(quick.items) == 25
    assert np.isin(quick.items, allowed).all()
    assert not np.isin(quick.items, without).any()
    few = collection.farthest(plane, 25, allowed=best[-3:], without=best[-1:])
    assert few.items.tolist() == best[-3:-1].tolist()
    assert few.is_exact
    for nothing in ([], [5], best[:3]):
        left = collection.farthest(plane, 25, allowed=nothing, without=best[:3])
        assert left.items.tolist() == []
    assert collection.farthest(plane, 25, without=best).items.tolist() == []
    assert collection.farthest(plane, 10**6, exact=True).items.tolist() == best.tolist()


def test_newer_items_are_found_before_the_index_knows_them(tmp_path: Path) -> None:
    collection = filled(tmp_path)
    plane = planes(1)[0]
    rows = collection.append((plane / np.linalg.norm(plane))[None])
    collection.commit([7], rows.tolist())
    assert collection.farthest(plane, 1).items.tolist() == [7]
    assert (
        collection.farthest(plane, 1, budget_ms=0.0, allowed=[7, *range(1000, 1200)]).items[0] == 7
    )
    best = exact(collection, plane, 5)
    collection.remove(best[1:3].tolist())
    assert collection.farthest(plane, 3, exact=True).items.tolist() == best[[0, 3, 4]].tolist()
    # An item whose vector is replaced is found by the new one only.
    rows = collection.append(-(plane / np.linalg.norm(plane))[None])
    collection.commit([int(best[3])], rows.tolist())
    assert collection.farthest(plane, 2).items.tolist() == best[[0, 4]].tolist()
    assert not collection.needs_rebuild


def test_many_newer_items_go_into_the_clusters_and_too_many_make_new_ones(tmp_path: Path) -> None:
    collection = filled(tmp_path)
    before = files(tmp_path)
    for number in (1, 2):
        rows = collection.append(clustered(1200, seed=10 + number))
        collection.commit((rows + FIRST).tolist(), rows.tolist())
        assert collection.needs_rebuild
        collection.rebuild(JobContext())
        assert not collection.needs_rebuild
        for plane in planes(3):
            found = collection.farthest(plane, 25, exact=True)
            assert found.items.tolist() == exact(collection, plane).tolist()
        kept = set(before) <= set(files(tmp_path))
        assert kept == (number == 1)  # 1,200 more are appended, 2,400 more are built anew
        assert len(files(tmp_path)) == (4 if number == 1 else 3)


def test_many_removed_items_make_a_new_index(tmp_path: Path) -> None:
    collection = filled(tmp_path)
    collection.remove(range(FIRST, FIRST + 1000))
    assert collection.needs_rebuild
    collection.rebuild(JobContext())
    assert not collection.needs_rebuild
    assert collection.farthest(planes(1)[0], 10**6, exact=True).items.min() == FIRST + 1000
    collection.remove(range(FIRST + 1000, FIRST + 3000))
    collection.rebuild(JobContext())
    assert files(tmp_path) == []  # few enough to compare them all
    assert len(collection.farthest(planes(1)[0], 10**6).items) == 1000


@pytest.mark.parametrize("how", ["cut", "garbage", "gone", "other"])
def test_a_damaged_index_is_told_ignored_and_made_anew(tmp_path: Path, how: str) -> None:
    filled(tmp_path).close()
    for pattern in ("feedback-*.codes", "feedback-*.tree", "feedback.json"):
        (path,) = tmp_path.glob(pattern)
        data = path.read_bytes()
        if how == "gone":
            path.unlink()
        elif how == "other":
            card = tmp_path / "feedback.json"
            text = card.read_text("utf-8")
            card.write_text(text.replace('"rows": 4000', '"rows": 3999'), "utf-8")
        else:
            path.write_bytes(data[: len(data) // 2] + (b"x" * 99 if how == "garbage" else b""))
        collection = reopened(tmp_path)
        plane = planes(1)[0]
        found = collection.farthest(plane, 25)
        assert found.is_exact
        assert found.items.tolist() == exact(collection, plane).tolist()
        assert collection.needs_rebuild
        is_missing = how == "gone" and path.name == "feedback.json"
        assert bool(collection.problems()) != is_missing
        collection.rebuild(JobContext())
        assert not collection.needs_rebuild
        assert collection.problems() == []
        assert collection.farthest(plane, 25, budget_ms=0.0).looked_at < COUNT
        collection.close()
        assert len(files(tmp_path)) == 3


def test_an_index_is_kept_and_used_again(tmp_path: Path) -> None:
    first = filled(tmp_path)
    again = reopened(tmp_path)
    assert not again.needs_rebuild
    for plane in planes(3):
        one, two = (each.farthest(plane, 25, budget_ms=0.0) for each in (first, again))
        assert one.items.tolist() == two.items.tolist()
        assert one.looked_at == two.looked_at < COUNT


def test_a_read_only_collection_uses_the_index_and_writes_none(tmp_path: Path) -> None:
    filled(tmp_path, indexed=False).close()
    rows = np.arange(COUNT)
    reader = VectorCollection(
        tmp_path, "e", rows=(rows + FIRST, rows), read_only=True, index="flat"
    )
    assert not reader.needs_rebuild
    reader.rebuild(JobContext())
    assert files(tmp_path) == []
    assert reader.farthest(planes(1)[0], 25).is_exact


def test_a_cancelled_build_keeps_what_there_was(tmp_path: Path) -> None:
    collection = filled(tmp_path)
    before = files(tmp_path)
    collection.remove(range(FIRST, FIRST + 1500))
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        collection.rebuild(context)
    assert files(tmp_path) == before
    plane = planes(1)[0]
    found = collection.farthest(plane, 25, exact=True)
    assert found.items.tolist() == exact(collection, plane).tolist()


def test_searches_go_on_beside_changes(tmp_path: Path) -> None:
    collection = filled(tmp_path)
    plane, wrong, done = planes(1)[0], [], threading.Event()

    def look() -> None:
        while not done.is_set():
            found = collection.farthest(plane, 25, exact=True)
            if len(np.unique(found.items)) != 25 or (np.diff(found.products) > 0).any():
                wrong.append(found)

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(4):
        rows = collection.append(clustered(300, seed=20 + number))
        collection.commit((rows + FIRST).tolist(), rows.tolist())
        collection.remove(range(FIRST + 100 * number, FIRST + 100 * number + 50))
    collection.rebuild(JobContext())
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    found = collection.farthest(plane, 25, exact=True)
    assert found.items.tolist() == exact(collection, plane).tolist()


def test_few_strong_numbers_make_compact_codes(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    vectors = np.zeros((3000, 200), np.float32)
    for row in vectors:
        row[rng.choice(40, 6, replace=False) + 40 * rng.integers(5)] = rng.gamma(2, 1, 6)
    collection = VectorCollection(tmp_path, "e", rows=NONE, index="flat")
    collection.commit(range(3000), collection.append(vectors))
    collection.rebuild(JobContext())
    assert sum(path.stat().st_size for path in tmp_path.glob("*.codes")) < 3000 * 80
    plane = vectors[:10].mean(axis=0) - vectors[10:30].mean(axis=0)
    best = exact(collection, plane)
    assert collection.farthest(plane, 25, exact=True).items.tolist() == best.tolist()
    assert np.isin(best, collection.farthest(plane, 25).items).mean() > 0.9


@pytest.mark.parametrize("count", [0, 1, 3])
def test_collections_of_hardly_anything(tmp_path: Path, count: int) -> None:
    collection = filled(tmp_path, count) if count else VectorCollection(tmp_path, "e", rows=NONE)
    assert not collection.needs_rebuild
    found = collection.farthest(planes(1)[0], 25, without=[FIRST])
    assert len(found.items) == max(0, count - 1)


def test_marks_of_another_encoder_are_explained(tmp_path: Path) -> None:
    collection = filled(tmp_path, 10)
    with pytest.raises(QueryError, match="64 numbers") as raised:
        collection.farthest(np.ones(64, np.float32), 5)
    assert "start over" in raised.value.hint
    with pytest.raises(ValueError, match="at least 1"):
        collection.farthest(np.ones(DIM, np.float32), 0)
    with pytest.raises(ValueError, match="finite"):
        collection.farthest(np.full(DIM, np.nan, np.float32), 5)

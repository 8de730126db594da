"""The vectors of one encoder: the catalogue is the truth, the index is derived."""

import json
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from common.errors import ReadOnlyLibraryError
from common.jobs import JobCancelled, JobContext
from indexers.vectors import VectorCollection, cost
from indexers.vectors.rowmap import RowMap

NONE = (np.empty(0, np.int64), np.empty(0, np.int64))
DIM = 16


def _vectors(count: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((count, DIM)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _filled(
    folder: Path, count: int = 500, index: str = "auto"
) -> tuple[VectorCollection, np.ndarray]:
    collection = VectorCollection(folder, "e", rows=NONE, index=index)
    vectors = _vectors(count)
    collection.commit(range(100, 100 + count), collection.append(vectors))
    return collection, vectors


def _rows(count: int) -> tuple[np.ndarray, np.ndarray]:
    return np.arange(100, 100 + count), np.arange(count)


def test_an_empty_collection_answers(tmp_path: Path) -> None:
    collection = VectorCollection(tmp_path / "e", "e", rows=NONE)
    scores, items = collection.search(np.ones((1, 5), np.float32), 3)
    assert (items == -1).all()
    assert np.isneginf(scores).all()
    assert (len(collection), collection.kind, collection.problems()) == (0, "flat", [])
    assert not collection.needs_rebuild
    collection.rebuild(JobContext())
    assert not (tmp_path / "e").exists()


def test_appended_rows_are_found_after_commit_only(tmp_path: Path) -> None:
    collection = VectorCollection(tmp_path, "e", rows=NONE)
    vectors = _vectors(3)
    rows = collection.append(vectors)
    assert rows.tolist() == [0, 1, 2]
    assert (collection.search(vectors, 1)[1] == -1).all()
    collection.commit([7, 8, 9], rows)
    assert collection.search(vectors, 1)[1][:, 0].tolist() == [7, 8, 9]
    np.testing.assert_array_equal(collection.vectors([9, 7]), vectors[[2, 0]])
    assert collection.has([7, 1]).tolist() == [True, False]
    with pytest.raises(KeyError, match="item 5 has no vector"):
        collection.vectors([7, 5])
    with pytest.raises(ValueError, match="never appended"):
        collection.commit([1], [3])
    collection.close()


def test_what_the_catalogue_does_not_name_is_cut(tmp_path: Path) -> None:
    collection, vectors = _filled(tmp_path, 10)
    collection.close()
    collection = VectorCollection(tmp_path, "e", rows=_rows(6), read_only=True)
    assert (tmp_path / "data.f32").stat().st_size == 10 * DIM * 4
    assert len(collection) == 6
    collection.close()
    collection = VectorCollection(tmp_path, "e", rows=_rows(6))
    assert (tmp_path / "data.f32").stat().st_size == 6 * DIM * 4
    assert collection.append(vectors[:1]).tolist() == [6]
    collection.close()


def test_a_second_vector_replaces_the_first(tmp_path: Path) -> None:
    collection, vectors = _filled(tmp_path, 10)
    new = _vectors(1, seed=9)
    collection.commit([100], collection.append(new))
    assert len(collection) == 10
    np.testing.assert_array_equal(collection.vectors([100]), new)
    assert collection.search(vectors[:1], 1)[1][0, 0] != 100
    items, matrix = collection.matrix()
    assert items.tolist() == [*range(101, 110), 100]
    np.testing.assert_array_equal(matrix[-1], new[0])
    found, products = collection.scores(new[0])
    np.testing.assert_array_equal(found, items)
    np.testing.assert_allclose(products, matrix @ new[0], rtol=1e-5)
    collection.close()


@pytest.mark.parametrize("index", ["flat", "ivf", "hnsw"])
def test_every_index_agrees_with_the_exact_scan(tmp_path: Path, index: str) -> None:
    collection, vectors = _filled(tmp_path, 900, index)
    assert collection.needs_rebuild == (index != "flat")
    collection.rebuild(JobContext())
    assert collection.kind == index
    assert not collection.needs_rebuild
    extra = _vectors(50, seed=5)
    collection.commit(range(2000, 2050), collection.append(extra))
    collection.remove([100, 101, 10**9])
    assert len(collection) == 948
    found = collection.search(vectors, 1)[1][:, 0]
    assert not np.isin(found, [100, 101]).any()
    assert (found[2:] == np.arange(102, 1000)).mean() > 0.95
    assert (collection.search(extra, 1)[1][:, 0] == np.arange(2000, 2050)).all()
    everything = collection.search(vectors[:1], 2000)[1][0]
    assert set(everything[everything >= 0]) == {*range(102, 1000), *range(2000, 2050)}
    allowed = [100, 105, 2001, 77]
    answer = collection.search(vectors[:1], 4, allowed=allowed)[1][0]
    assert sorted(answer) == [-1, -1, 105, 2001]
    collection.close()


def test_a_wide_filter_goes_through_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cost, "LEAST_ROWS", 10)
    collection, vectors = _filled(tmp_path, 900, "ivf")
    collection.rebuild(JobContext())
    allowed = np.arange(100, 800, 2)
    items = collection.search(vectors, 5, allowed=allowed)[1]
    assert np.isin(items, allowed).all()
    assert (items[::2][:350, 0] == allowed).mean() > 0.95
    collection.close()


@pytest.mark.parametrize("index", ["ivf", "hnsw"])
def test_the_index_is_kept_and_read_again(tmp_path: Path, index: str) -> None:
    collection, vectors = _filled(tmp_path, 900, index)
    collection.rebuild(JobContext())
    before = collection.search(vectors, 5)
    card = json.loads((tmp_path / "index.json").read_text())
    assert (card["kind"], card["rows"], card["live"]) == (index, 900, 900)
    assert card["recall"] >= 0.95
    collection.close()
    again = VectorCollection(tmp_path, "e", rows=_rows(900), read_only=True, index=index)
    assert again.kind == index
    assert not again.needs_rebuild
    for left, right in zip(before, again.search(vectors, 5), strict=True):
        np.testing.assert_array_equal(left, right)
    again.close()


def test_a_damaged_or_foreign_index_is_only_slower(tmp_path: Path) -> None:
    collection, vectors = _filled(tmp_path, 900, "ivf")
    collection.rebuild(JobContext())
    collection.close()
    (file,) = tmp_path.glob("index-*")
    whole, card = file.read_bytes(), (tmp_path / "index.json").read_text()

    def check(problem: str) -> None:
        again = VectorCollection(tmp_path, "e", rows=_rows(900), index="ivf")
        assert again.kind == "flat"
        assert again.needs_rebuild
        assert problem in "".join(again.problems())
        assert again.search(vectors[:3], 1)[1][:, 0].tolist() == [100, 101, 102]
        again.rebuild(JobContext())
        assert (again.kind, again.problems()) == ("ivf", [])
        again.close()

    file.write_bytes(whole[:1000])
    check("damaged")
    file.unlink()
    check("cannot be read")
    (tmp_path / "index.json").write_text("{")
    check("card is damaged")
    (tmp_path / "index.json").write_text(card.replace('"format": 1', '"format": 2'))
    check("another version")
    shutil.rmtree(tmp_path)
    other = VectorCollection(tmp_path, "e", rows=NONE)
    other.append(_vectors(900, seed=3))
    other.commit(*_rows(900))
    other.close()
    file.write_bytes(whole)
    (tmp_path / "index.json").write_text(card)
    again = VectorCollection(tmp_path, "e", rows=_rows(900), index="ivf")
    assert "other vectors" in "".join(again.problems())
    again.close()


def test_many_new_or_removed_vectors_ask_for_a_rebuild(tmp_path: Path) -> None:
    collection, _ = _filled(tmp_path, 900, "ivf")
    collection.rebuild(JobContext())
    collection.remove(list(range(100, 200)))
    assert not collection.needs_rebuild
    collection.remove(list(range(200, 300)))
    assert collection.needs_rebuild
    collection.rebuild(JobContext())
    assert not collection.needs_rebuild
    assert len(list(tmp_path.glob("index-*"))) == 1
    collection.close()


def test_a_small_collection_drops_its_index(tmp_path: Path) -> None:
    collection, _ = _filled(tmp_path, 900, "ivf")
    collection.rebuild(JobContext())
    collection.close()
    collection = VectorCollection(tmp_path, "e", rows=_rows(900))
    collection.rebuild(JobContext())
    assert collection.kind == "flat"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.f32", "meta.json"]
    collection.close()


def test_a_cancelled_rebuild_changes_nothing(tmp_path: Path) -> None:
    collection, _ = _filled(tmp_path, 900, "ivf")
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        collection.rebuild(context)
    assert collection.kind == "flat"
    assert not list(tmp_path.glob("index*"))
    collection.close()


def test_reading_only_builds_in_memory(tmp_path: Path) -> None:
    _filled(tmp_path, 900)[0].close()
    before = sorted(path.name for path in tmp_path.iterdir())
    collection = VectorCollection(tmp_path, "e", rows=_rows(900), read_only=True, index="ivf")
    collection.rebuild(JobContext())
    assert collection.kind == "ivf"
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    with pytest.raises(ReadOnlyLibraryError):
        collection.append(_vectors(1))
    with pytest.raises(ReadOnlyLibraryError):
        collection.require_writable()
    collection.close()


def test_lost_rows_are_told_and_never_given_away(tmp_path: Path) -> None:
    collection, vectors = _filled(tmp_path, 10)
    collection.close()
    with (tmp_path / "data.f32").open("r+b") as file:
        file.truncate(7 * DIM * 4)
    collection = VectorCollection(tmp_path, "e", rows=_rows(10))
    assert collection.lost_items().tolist() == [107, 108, 109]
    assert "3 items lost their vector" in collection.problems()[0]
    assert collection.append(vectors[:1]).tolist() == [10]
    collection.commit([107], [10])
    assert collection.lost_items().tolist() == [108, 109]
    np.testing.assert_array_equal(collection.vectors([107]), vectors[:1])
    collection.close()
    again = VectorCollection(
        tmp_path, "e", rows=(np.arange(100, 111), np.r_[np.arange(10), 10]), read_only=True
    )
    assert "3 vectors are empty" in again.problems()[0]
    again.close()


def test_searches_run_beside_changes(tmp_path: Path) -> None:
    collection, vectors = _filled(tmp_path, 900, "ivf")
    errors: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                items = collection.search(vectors[500:510], 3)[1]
                assert (items[:, 0] == np.arange(600, 610)).mean() > 0.7
        except BaseException as error:  # noqa: BLE001 - shown below
            errors.append(error)

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(20):
        rows = collection.append(_vectors(20, seed=number + 10))
        collection.commit(range(5000 + 20 * number, 5020 + 20 * number), rows)
        collection.remove([100 + number])
        if number % 7 == 3:
            collection.rebuild(JobContext())
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(collection) == 900 + 400 - 20
    collection.close()


def test_the_sample_is_repeatable_and_without_repeats(tmp_path: Path) -> None:
    collection, vectors = _filled(tmp_path, 100)
    sample = collection.sample(30)
    np.testing.assert_array_equal(sample, collection.sample(30))
    assert len(np.unique(sample, axis=0)) == 30
    assert len(collection.sample(1000)) == 100
    assert not np.array_equal(collection.sample(100), vectors)
    assert collection.items().tolist() == list(range(100, 200))
    collection.close()


def test_the_cost_model_measures_and_chooses() -> None:
    assert cost.scan_bytes_per_s() > 1e8
    assert cost.choose(100, 512) == "flat"
    assert cost.choose(cost.exact_rows(128) + 1, 128) == "ivf"
    assert cost.exact_rows(64) >= cost.exact_rows(1024)


def test_the_row_map_merges_its_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexers.vectors.rowmap.MERGE_AT", 10)
    rng = np.random.default_rng(0)
    table, truth, row = RowMap(*NONE), {}, 0
    for _ in range(200):
        items = rng.choice(60, 4, replace=False)
        if rng.random() < 0.3:
            table.drop(items)
            for item in items.tolist():
                truth.pop(item, None)
            continue
        rows = np.arange(row, row + 4)
        row += 4
        table.set(items, rows)
        truth.update(zip(items.tolist(), rows.tolist(), strict=True))
        assert table.count == len(truth)
    everything = np.arange(60)
    assert table.get(everything).tolist() == [truth.get(item, -1) for item in range(60)]
    named = {int(r): int(i) for r, i in enumerate(table.items_of_rows) if i >= 0}
    assert named == {r: i for i, r in truth.items()}

"""What every place for vectors does: written, named, found, removed, brought back, opened again."""

import threading

import numpy as np
import pytest

from common.errors import QueryError, ReadOnlyLibraryError
from common.jobs import JobContext
from indexers.vectors.flat import scan
from tests.vectors_support import DIM, Shelf, unit


def filled(shelf: Shelf, count: int = 300) -> tuple:
    vectors, block = shelf.open(), unit(count)
    shelf.add(vectors, range(100, 100 + count), block)
    return vectors, block


def test_an_empty_collection_answers(shelf: Shelf) -> None:
    vectors = shelf.open()
    scores, items = vectors.search(unit(2), 3)
    assert items.tolist() == [[-1] * 3] * 2
    assert np.isneginf(scores).all()
    assert (len(vectors), vectors.dim, vectors.version, vectors.kind) == (0, 0, "", "flat")
    assert vectors.problems() == []
    assert len(vectors.farthest(unit(1)[0], 5).items) == 0
    assert len(vectors.items()) == len(vectors.matrix()[0]) == len(vectors.sample(5)) == 0
    assert not vectors.needs_rebuild
    vectors.rebuild(JobContext())


def test_vectors_are_found_after_commit_only(shelf: Shelf) -> None:
    vectors, block = shelf.open(), unit(3)
    rows = vectors.append(block, version="w1")
    assert (vectors.search(block, 1)[1] == -1).all()
    vectors.commit([7, 8, 9], rows.tolist())
    assert vectors.search(block, 1)[1][:, 0].tolist() == [7, 8, 9]
    np.testing.assert_array_equal(vectors.vectors([9, 7, 9]), block[[2, 0, 2]])
    assert vectors.has([7, 1]).tolist() == [True, False]
    assert vectors.rows([9, 1]).tolist() == [rows[2], -1]
    assert (vectors.dim, vectors.version, len(vectors)) == (DIM, "w1", 3)
    with pytest.raises(KeyError, match="item 5 has no vector"):
        vectors.vectors([7, 5])


def test_committing_twice_changes_nothing(shelf: Shelf) -> None:
    vectors, block = shelf.open(), unit(3)
    rows = vectors.append(block)
    for _ in range(2):
        vectors.commit([7, 8, 9], rows.tolist())
    assert vectors.items().tolist() == [7, 8, 9]
    assert vectors.search(block[:1], 5)[1][0, 3:].tolist() == [-1, -1]


def test_what_does_not_fit_is_refused(shelf: Shelf) -> None:
    vectors, _ = filled(shelf, 10)
    with pytest.raises(ValueError, match=f"{DIM} numbers, not 5"):
        vectors.append(unit(2, dim=5))
    with pytest.raises(ValueError, match="not finite"):
        vectors.append(np.full((1, DIM), np.nan, np.float32))
    with pytest.raises(ValueError, match="never appended"):
        vectors.commit([1], [10_000])
    with pytest.raises(ValueError, match="2 items came with 1 rows"):
        vectors.commit([1, 2], [0])
    with pytest.raises(ValueError, match="k must be"):
        vectors.search(unit(1), 0)
    with pytest.raises(ValueError, match="queries must be"):
        vectors.search(unit(1, dim=5), 3)
    with pytest.raises(QueryError):
        vectors.farthest(unit(1, dim=5)[0], 3)
    assert len(vectors) == 10
    assert vectors.problems() == []


def test_searches_equal_a_scan(shelf: Shelf) -> None:
    vectors, block = filled(shelf, 2_000)
    items, queries = np.arange(100, 2_100), unit(7, seed=5)
    for k in (1, 10, 100):
        scores, found = vectors.search(queries, k)
        truth = scan(block, queries, k, items)
        np.testing.assert_array_equal(found, truth[1])
        np.testing.assert_allclose(scores, truth[0], atol=1e-5)


def test_more_may_be_asked_for_than_there_is(shelf: Shelf) -> None:
    vectors, _block = filled(shelf, 20)
    scores, found = vectors.search(unit(2, seed=3), 30_000)
    assert scores.shape == found.shape == (2, 30_000)
    assert [sorted(row[:20].tolist()) for row in found] == [list(range(100, 120))] * 2
    assert (found[:, 20:] == -1).all()


def test_equal_vectors_come_in_order_of_items(shelf: Shelf) -> None:
    vectors, one = shelf.open(), np.eye(1, DIM, dtype=np.float32)
    shelf.add(vectors, [*range(60, 10, -1)], np.repeat(one, 50, axis=0))
    assert vectors.search(one, 50)[1][0].tolist() == [*range(11, 61)]
    assert vectors.farthest(one[0], 5).items.tolist() == [11, 12, 13, 14, 15]


def test_a_second_vector_replaces_the_first(shelf: Shelf) -> None:
    vectors, block = filled(shelf, 50)
    other = unit(1, seed=9)
    shelf.add(vectors, [120], other)
    assert len(vectors) == 50
    assert vectors.search(other, 1)[1][0, 0] == 120
    assert 120 not in vectors.search(block[20:21], 5)[1][0, :1]
    np.testing.assert_array_equal(vectors.vectors([120]), other)
    shelf.close()
    again = shelf.open()
    np.testing.assert_array_equal(again.vectors([120]), other)
    assert again.problems() == []


def test_removed_items_are_not_found_and_come_back(shelf: Shelf) -> None:
    vectors, block = filled(shelf, 60)
    rows = vectors.rows([110, 111]).tolist()
    shelf.take(vectors, [110, 111])
    assert not np.isin([110, 111], vectors.search(block[10:12], 60)[1]).any()
    assert (len(vectors), vectors.has([110]).tolist()) == (58, [False])
    shelf.close()
    vectors = shelf.open()
    assert len(vectors) == 58
    vectors.commit([110, 111], rows)
    assert vectors.search(block[10:12], 1)[1][:, 0].tolist() == [110, 111]
    np.testing.assert_array_equal(vectors.vectors([111, 110]), block[[11, 10]])
    shelf.named |= {110: rows[0], 111: rows[1]}
    shelf.close()
    assert shelf.open().problems() == []


def test_rows_say_whose_they_are_and_changes_are_told(shelf: Shelf) -> None:
    vectors, _block = filled(shelf, 30)
    rows = vectors.rows(np.arange(100, 130))
    assert vectors.row_items()[rows].tolist() == [*range(100, 130)]
    before = vectors.changes
    shelf.take(vectors, [110])
    assert vectors.row_items()[rows[10]] == -1
    assert vectors.changes > before
    before = vectors.changes
    vectors.commit([110], [int(rows[10])])
    assert vectors.row_items()[rows[10]] == 110
    assert vectors.changes > before


def test_removing_what_is_not_there_does_nothing(shelf: Shelf) -> None:
    vectors, _block = filled(shelf, 5)
    vectors.remove([1, 2, 3])
    vectors.remove([])
    assert len(vectors) == 5


def test_everything_is_there_when_opened_again(shelf: Shelf) -> None:
    _vectors, block = filled(shelf, 400)
    shelf.close()
    again = shelf.open(read_only=True)
    assert (len(again), again.dim, again.lost_items().tolist()) == (400, DIM, [])
    np.testing.assert_array_equal(again.vectors([499, 100]), block[[399, 0]])
    assert again.search(block[:3], 1)[1][:, 0].tolist() == [100, 101, 102]
    items, matrix = again.matrix()
    np.testing.assert_array_equal(items, np.arange(100, 500))
    np.testing.assert_array_equal(matrix, block)


def test_a_collection_open_for_reading_is_not_written(shelf: Shelf) -> None:
    filled(shelf, 5)
    shelf.close()
    vectors = shelf.open(read_only=True)
    for act in (vectors.require_writable, lambda: vectors.append(unit(1))):
        with pytest.raises(ReadOnlyLibraryError):
            act()


def test_what_the_catalogue_does_not_name_is_gone_when_opened_again(shelf: Shelf) -> None:
    vectors, _block = filled(shelf, 10)
    lone = unit(4, seed=8)
    vectors.append(lone)  # and then the program was killed
    shelf.close()
    again = shelf.open()
    assert len(again) == 10
    assert not (again.search(lone, 1)[0] > 0.999).any()
    shelf.add(again, [500], lone[:1])
    assert again.search(lone[:1], 1)[1][0, 0] == 500
    assert again.problems() == []


def test_what_the_catalogue_named_is_there_although_it_was_not_committed(shelf: Shelf) -> None:
    vectors, block = filled(shelf, 10)
    late = unit(3, seed=8)
    rows = vectors.append(late)
    shelf.named |= dict(zip([200, 201, 105], rows.tolist(), strict=True))  # then it was killed
    shelf.close()
    again = shelf.open()
    assert (len(again), again.lost_items().tolist()) == (12, [])
    assert again.search(late, 1)[1][:, 0].tolist() == [200, 201, 105]
    np.testing.assert_array_equal(again.vectors([200, 201, 105, 104]), [*late, block[4]])
    assert again.problems() == []


def test_items_that_were_removed_while_it_broke_off_are_not_found(shelf: Shelf) -> None:
    _vectors, block = filled(shelf, 10)
    row = shelf.named.pop(104)  # the catalogue took it out; then the program was killed
    for read_only in (True, False):
        shelf.close()
        again = shelf.open(read_only=read_only)
        assert len(again) == 9
        assert 104 not in again.search(block[4:5], 10)[1]
    again.commit([104], [row])
    assert again.search(block[4:5], 1)[1][0, 0] == 104


def test_items_whose_vector_nobody_holds_are_named(shelf: Shelf) -> None:
    _vectors, block = filled(shelf, 10)
    shelf.named |= {300: 10, 301: 11}
    shelf.close()
    for read_only in (True, False):
        again = shelf.open(read_only=read_only)
        assert again.lost_items().tolist() == [300, 301]
        assert again.problems() == ["vectors e: 2 items lost their vector"]
        assert (again.has([300, 100]).tolist(), len(again)) == ([False, True], 10)
        assert again.search(block[:1], 20)[1].max() == 109
        shelf.close()
    again = shelf.open()
    shelf.add(again, [300, 301], unit(2, seed=4))  # a check made them again
    assert (again.lost_items().tolist(), again.problems()) == ([], [])
    np.testing.assert_array_equal(again.vectors([105]), block[5:6])


def test_scores_matrix_and_sample_agree(shelf: Shelf) -> None:
    vectors, block = filled(shelf, 200)
    shelf.take(vectors, [100, 150, 299])
    direction = unit(1, seed=2)[0]
    items, products = vectors.scores(direction)
    there = np.setdiff1d(np.arange(200), [0, 50, 199])
    np.testing.assert_array_equal(items, there + 100)
    np.testing.assert_allclose(products, block[there] @ direction, atol=1e-6)
    names, matrix = vectors.matrix()
    np.testing.assert_array_equal(names, there + 100)
    np.testing.assert_array_equal(matrix, block[there])
    sample = vectors.sample(50, seed=3)
    np.testing.assert_array_equal(sample, vectors.sample(50, seed=3))
    assert len(np.unique(sample, axis=0)) == 50
    assert (np.abs(sample[:, None] - block[there]).sum(axis=2).min(axis=1) == 0).all()
    assert len(vectors.sample(10_000)) == 197


def test_put_writes_under_given_rows_and_can_be_repeated(shelf: Shelf) -> None:
    block = unit(6)
    items, rows = np.array([5, 3, 9, 4]), np.array([0, 1, 3, 5])  # rows 2 and 4 were replaced
    shelf.named = dict(zip(items.tolist(), rows.tolist(), strict=True))
    vectors = shelf.open()
    for part in (slice(0, 2), slice(0, 2), slice(2, 4), slice(0, 4)):
        vectors.put(items[part], rows[part], block[rows[part]], version="w")
    with pytest.raises(ValueError, match="another vector"):
        vectors.put(items[:1], rows[:1], block[5:6])
    with pytest.raises(ValueError, match="ascend"):
        vectors.put(items[:2], rows[:2][::-1], block[:2])
    assert (vectors.version, vectors.lost_items().tolist()) == ("w", [])
    for _ in range(2):
        assert vectors.items().tolist() == [3, 4, 5, 9]
        np.testing.assert_array_equal(vectors.vectors(items.tolist()), block[rows])
        assert vectors.search(block[[3]], 1)[1].tolist() == [[9]]
        assert vectors.problems() == []
        shelf.close()
        vectors = shelf.open()
    assert vectors.append(block[:1]).tolist() == [6]


def test_searches_may_run_beside_writing(shelf: Shelf) -> None:
    vectors, block = filled(shelf, 200)
    failed: list[Exception] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            try:
                found = vectors.search(block[:1], 5)[1][0]
                assert found[0] == 100
                assert (vectors.farthest(block[1], 3).items[:1] == 101).all()
            except Exception as error:  # noqa: BLE001 - shown below
                failed.append(error)
                return

    readers = [threading.Thread(target=look) for _ in range(2)]
    for each in readers:
        each.start()
    for step in range(10):
        first = 1_000 + 20 * step
        shelf.add(vectors, range(first, first + 20), unit(20, seed=step + 1))
        shelf.take(vectors, range(first, first + 5))
    stop.set()
    for each in readers:
        each.join()
    assert failed == []
    assert len(vectors) == 200 + 10 * 15

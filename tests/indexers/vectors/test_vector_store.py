"""Rows on disk: appended, mapped, cut, never half."""

import json
import os
import threading
from pathlib import Path

import numpy as np
import pytest

from common.errors import LibraryError, ReadOnlyLibraryError
from indexers.vectors import VectorStore


def _rows(count: int, start: int = 0, dim: int = 4) -> np.ndarray:
    return np.arange(start * dim, (start + count) * dim, dtype=np.float32).reshape(count, dim)


def test_rows_come_back_as_they_went(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "e", "layout")
    assert (len(store), store.dim) == (0, 0)
    assert store.append(_rows(3), version="v1") == range(3)
    assert store.append(_rows(2, 3)) == range(3, 5)
    np.testing.assert_array_equal(store.matrix(), _rows(5))
    np.testing.assert_array_equal(store.matrix(2), _rows(2))
    store.close()
    again = VectorStore(tmp_path / "e", "layout", read_only=True)
    np.testing.assert_array_equal(again.matrix(), _rows(5))
    assert (again.dim, again.version, again.encoder) == (4, "v1", "layout")
    assert not again.matrix().flags.writeable
    again.close()


def test_nothing_is_made_before_the_first_row(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "e", "layout")
    assert store.matrix().shape == (0, 0)
    assert store.append(np.empty((0, 4), np.float32)) == range(0)
    store.close()


def test_a_torn_row_is_cut_before_the_next_append(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, "layout")
    store.append(_rows(3))
    store.close()
    with (tmp_path / "data.f32").open("ab") as file:
        file.write(b"12345")  # a killed append
    store = VectorStore(tmp_path, "layout")
    assert len(store) == 3
    assert store.append(_rows(1, 3)) == range(3, 4)
    np.testing.assert_array_equal(store.matrix(), _rows(4))
    assert (tmp_path / "data.f32").stat().st_size == 4 * 16
    store.close()


def test_the_tail_is_cut(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, "layout")
    store.append(_rows(5))
    store.truncate(2)
    np.testing.assert_array_equal(store.matrix(), _rows(2))
    store.truncate(4)  # never grows
    assert len(store) == 2
    store.close()


def test_a_full_disk_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = VectorStore(tmp_path, "layout")
    store.append(_rows(2))

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.append(_rows(2, 2))
    monkeypatch.undo()
    store.truncate(2)
    assert store.append(_rows(1, 2)) == range(2, 3)
    np.testing.assert_array_equal(store.matrix(), _rows(3))
    store.close()


@pytest.mark.parametrize(
    ("vectors", "message"),
    [
        (np.ones((1, 5), np.float32), "have 4 numbers, not 5"),
        (np.ones(4, np.float32), r"\(N, D\)"),
        (np.full((1, 4), np.nan, np.float32), "not finite"),
    ],
)
def test_bad_vectors_are_refused(tmp_path: Path, vectors: np.ndarray, message: str) -> None:
    store = VectorStore(tmp_path, "layout")
    store.append(_rows(1))
    with pytest.raises(ValueError, match=message):
        store.append(vectors)
    assert len(store) == 1
    store.close()


def test_reading_only_writes_nothing(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "e", "layout", read_only=True)
    with pytest.raises(ReadOnlyLibraryError):
        store.append(_rows(1))
    with pytest.raises(ReadOnlyLibraryError):
        store.truncate(0)
    assert not (tmp_path / "e").exists()


@pytest.mark.parametrize(
    "meta",
    [
        "no json",
        json.dumps({"format": 1, "encoder": "other", "dim": 4}),
        json.dumps({"format": 99, "encoder": "layout", "dim": 4}),
        json.dumps({"format": 1, "encoder": "layout"}),
    ],
)
def test_vectors_of_something_else_are_refused(tmp_path: Path, meta: str) -> None:
    (tmp_path / "meta.json").write_text(meta)
    with pytest.raises(LibraryError, match=r"import again"):
        VectorStore(tmp_path, "layout")


def test_a_lost_file_is_a_clear_error(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, "layout")
    store.append(_rows(3))
    store.close()
    (tmp_path / "data.f32").write_bytes(b"")
    with pytest.raises(LibraryError, match=r"shorter than the catalogue says\. Run"):
        store.matrix(3)


def test_reading_beside_an_append_sees_whole_rows(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, "layout")
    wrong: list[int] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            matrix = store.matrix()
            if len(matrix) and not (matrix == _rows(len(matrix))).all():
                wrong.append(len(matrix))

    reader = threading.Thread(target=read)
    reader.start()
    for start in range(0, 300, 3):
        store.append(_rows(3, start))
    stop.set()
    reader.join()
    assert wrong == []
    assert len(store.matrix()) == 300
    store.close()

"""The packed thumbnail store: levels, growth, crashes, compaction."""

import threading
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from common.errors import LibraryError, ReadOnlyLibraryError
from indexers import appendfile
from indexers.thumbnails import (
    JPEG_LEVELS,
    RAW_LEVELS,
    Thumbnail,
    ThumbnailsLostError,
    ThumbnailStore,
    make_thumbnail,
)

FILES = ["raw4.bin", "raw32.bin", "aspect.f32", "jpeg128.pack", "jpeg128.idx", "jpeg384.idx"]


def flat(colour: tuple[int, int, int], size: tuple[int, int] = (30, 40)) -> NDArray[np.uint8]:
    return np.full((*size, 3), colour, np.uint8)


def numbered(number: int) -> Thumbnail:
    return make_thumbnail(flat((number % 256, 10, 20)))


def red_of(store: ThumbnailStore) -> list[int]:
    return (store.raw(8)[:, 0, 0] & 255).tolist()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "thumbs"


def filled(folder: Path, count: int = 5) -> None:
    with ThumbnailStore(folder) as store:
        store.append([numbered(i) for i in range(count)])
        store.flush()


def test_raw_pixels_are_rgbx_with_red_in_the_low_byte() -> None:
    thumbnail = make_thumbnail(flat((1, 2, 3)))
    for level in RAW_LEVELS:
        assert thumbnail.raw[level].shape == (level, level)
        assert (thumbnail.raw[level] == 0xFF030201).all()


def test_levels_are_area_averages() -> None:
    rng = np.random.default_rng(1)
    picture = rng.integers(0, 256, (384, 384, 3), dtype=np.uint8)
    thumbnail = make_thumbnail(picture)
    blocks = picture.astype(float).reshape(4, 96, 4, 96, 3).mean((1, 3))
    got = thumbnail.raw[4].view(np.uint8).reshape(4, 4, 4)[..., :3]
    assert np.abs(got - blocks).max() <= 2


@pytest.mark.parametrize(
    ("size", "expected"), [((300, 600), (64, 128)), ((900, 3), (128, 1)), ((1, 1), (1, 1))]
)
def test_jpegs_keep_the_aspect_and_are_never_enlarged(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    thumbnail = make_thumbnail(flat((9, 9, 9), size))
    decoded = cv2.imdecode(np.frombuffer(thumbnail.jpeg[128], np.uint8), cv2.IMREAD_COLOR)
    assert decoded.shape[:2] == expected
    assert thumbnail.aspect == pytest.approx(size[1] / size[0])


@pytest.mark.parametrize(
    "wrong", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)]
)
def test_a_wrong_array_is_refused(wrong: NDArray[np.uint8]) -> None:
    with pytest.raises(ValueError, match="expected uint8"):
        make_thumbnail(wrong)


def test_what_is_appended_is_read_back(folder: Path) -> None:
    with ThumbnailStore(folder) as store:
        assert store.append([numbered(3), numbered(4)]) == range(2)
        assert store.append([make_thumbnail(flat((200, 0, 0), (50, 100)))]) == range(2, 3)
        assert red_of(store) == [3, 4, 200]
        assert store.aspects().tolist() == pytest.approx([4 / 3, 4 / 3, 2])
        for level in JPEG_LEVELS:
            assert store.decode(2, level).shape == (50, 100, 3)
            assert abs(int(store.decode(2, level)[25, 50, 0]) - 200) < 4
        assert not store.raw(4).flags.writeable
        with pytest.raises(IndexError):
            store.jpeg(3, 128)


def test_rows_survive_a_reopening(folder: Path) -> None:
    filled(folder)
    with ThumbnailStore(folder) as store:
        assert len(store) == 5
        assert store.append([numbered(9)]) == range(5, 6)
        assert red_of(store) == [0, 1, 2, 3, 4, 9]
        assert store.bytes_on_disk == sum(p.stat().st_size for p in folder.iterdir())


def test_an_empty_store_has_empty_views(folder: Path) -> None:
    with ThumbnailStore(folder) as store:
        assert store.raw(32).shape == (0, 32, 32)
        assert store.append([]) == range(0)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("lost", [1, 9])
def test_a_torn_tail_is_cut_off(folder: Path, name: str, lost: int) -> None:
    filled(folder)
    file = folder / name
    with file.open("r+b") as handle:
        handle.truncate(file.stat().st_size - lost)
    with ThumbnailStore(folder) as store:
        rows = len(store)
        assert 0 < rows < 5
        assert red_of(store) == list(range(rows))
        assert store.append([numbered(77)]) == range(rows, rows + 1)
        assert red_of(store)[-1] == 77
        assert store.decode(rows, 128)[0, 0, 0] in range(74, 81)


def test_offsets_of_garbage_are_not_trusted(folder: Path) -> None:
    filled(folder)
    with (folder / "jpeg128.idx").open("r+b") as handle:
        handle.seek(3 * 8)
        handle.write((1 << 40).to_bytes(8, "little"))
    with ThumbnailStore(folder) as store:
        assert len(store) == 3


def test_reading_only_changes_nothing_and_follows_the_writer(folder: Path) -> None:
    filled(folder)
    with (folder / "raw4.bin").open("ab") as handle:
        handle.write(b"torn")
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    with ThumbnailStore(folder, read_only=True) as reader:
        assert len(reader) == 5
        assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
        with pytest.raises(ReadOnlyLibraryError):
            reader.append([numbered(1)])
        with ThumbnailStore(folder) as writer:
            writer.append([numbered(6)])
        assert reader.refresh() == 6
        assert red_of(reader)[-1] == 6


def test_a_read_only_store_needs_no_folder(folder: Path) -> None:
    with ThumbnailStore(folder, read_only=True) as reader:
        assert len(reader) == 0
    assert not folder.exists()


@pytest.mark.parametrize("name", FILES)
def test_a_deleted_file_is_named(folder: Path, name: str) -> None:
    filled(folder)
    (folder / name).unlink()
    with pytest.raises(ThumbnailsLostError, match="Run the import again"):
        ThumbnailStore(folder)


def test_a_file_deleted_while_open_is_named(folder: Path) -> None:
    filled(folder)
    with ThumbnailStore(folder) as store:
        (folder / "raw16.bin").unlink()
        with pytest.raises(ThumbnailsLostError, match="raw16"):
            store.raw(16)


@pytest.mark.parametrize("writes", range(9))
def test_a_crash_in_the_very_first_append_loses_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    class CrashError(BaseException):
        pass

    left = iter(range(writes))
    append = appendfile.AppendFile.append

    def crashing(file: appendfile.AppendFile, data: bytes) -> None:
        if next(left, None) is None:
            raise CrashError
        append(file, data)

    monkeypatch.setattr(appendfile.AppendFile, "append", crashing)
    with pytest.raises(CrashError):
        filled(folder, 2)
    monkeypatch.undo()
    with ThumbnailStore(folder) as store:
        assert len(store) == 0
    filled(folder, 2)
    with ThumbnailStore(folder) as store:
        assert len(store) == 2


def test_truncating_keeps_the_first_rows(folder: Path) -> None:
    filled(folder)
    with ThumbnailStore(folder) as store:
        store.truncate(2)
        store.truncate(4)  # more than there are: nothing happens
        assert red_of(store) == [0, 1]
        store.append([numbered(8)])
        assert red_of(store) == [0, 1, 8]
        store.decode(2, 384)


def test_compacting_renumbers_in_the_given_order(folder: Path) -> None:
    filled(folder)
    with ThumbnailStore(folder) as store:
        old = store.raw(8)
        store.compact([1, 3, 4])
        assert red_of(store) == [1, 3, 4]
        assert (old[:, 0, 0] & 255).tolist() == [0, 1, 2, 3, 4]  # old views stay valid
        store.append([numbered(50)])
        store.compact([0, 3])
    with ThumbnailStore(folder) as store:
        assert red_of(store) == [1, 50]
        assert store.decode(1, 128)[0, 0, 0] in range(47, 54)
        with pytest.raises(IndexError):
            store.compact([2])
    assert sum("raw32" in p.name for p in folder.iterdir()) == 1


def test_an_unfinished_compaction_leaves_the_old_rows(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(folder)

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with ThumbnailStore(folder) as store:
        monkeypatch.setattr("indexers.thumbnails.write_atomically", full)
        with pytest.raises(LibraryError, match="No space left"):
            store.compact([4])
        assert red_of(store) == [0, 1, 2, 3, 4]
    with ThumbnailStore(folder) as store:
        assert len(store) == 5
    assert not list(folder.glob("*.g1.*"))


def test_a_full_disk_adds_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(folder)
    real = appendfile.AppendFile.append
    calls = 0

    def sometimes(self: appendfile.AppendFile, data: bytes) -> None:
        nonlocal calls
        calls += 1
        if calls == 6:
            real(self, data[: len(data) // 2])
            raise OSError(28, "No space left on device")
        real(self, data)

    with ThumbnailStore(folder) as store:
        monkeypatch.setattr(appendfile.AppendFile, "append", sometimes)
        with pytest.raises(LibraryError, match="not full"):
            store.append([numbered(7), numbered(8)])
        monkeypatch.undo()
        assert len(store) == 5
        store.append([numbered(9)])
        assert red_of(store) == [0, 1, 2, 3, 4, 9]
        assert store.decode(5, 128)[0, 0, 0] in range(6, 13)


def test_readers_see_whole_rows_while_the_writer_appends(folder: Path) -> None:
    problems: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            view = store.raw(8)[:, 0, 0] & 255
            if (view != np.arange(len(view)) % 256).any():
                problems.append("torn")
            if rows := len(store):
                store.decode(rows - 1, 128)

    with ThumbnailStore(folder) as store:
        reader = threading.Thread(target=read)
        reader.start()
        for start in range(0, 200, 10):
            store.append([numbered(i) for i in range(start, start + 10)])
        done.set()
        reader.join()
    assert problems == []


@pytest.mark.parametrize("level", [4, 8, 16, 32])
def test_rows_are_gathered_in_any_order_and_shape(tmp_path: Path, level: int) -> None:
    with ThumbnailStore(tmp_path / "thumbs") as store:
        store.append([make_thumbnail(np.full((9, 7, 3), 10 * n, np.uint8)) for n in range(12)])
        rows = np.array([[3, 4, 5, 11], [0, 3, -1, 12]])
        squares, there = store.gather(level, rows)
        assert squares.shape == (2, 4, level, level)
        assert there.tolist() == [[True] * 4, [True, True, False, False]]
        whole = store.raw(level)
        assert np.array_equal(squares[there], whole[rows[there]])
        assert not squares[~there].any()
        none, _ = store.gather(level, np.empty((0, 3), np.int64))
        assert none.shape == (0, 3, level, level)


@pytest.mark.parametrize("name", ["raw4.bin", "raw32.bin", "jpeg128.pack", "jpeg384.idx"])
@pytest.mark.parametrize("how", ["deleted", "shortened"])
def test_files_that_vanish_while_open_are_noticed(tmp_path: Path, name: str, how: str) -> None:
    folder = tmp_path / "thumbs"
    with ThumbnailStore(folder) as store:
        store.append([make_thumbnail(np.full((90, 70, 3), 9 * n, np.uint8)) for n in range(6)])
        store.flush()
        for level in (4, 32):
            store.gather(level, np.arange(6))
        for level in (128, 384):
            store.decode(5, level)
        store.verify()
        path = folder / name
        if how == "deleted":
            path.unlink()
        else:
            with path.open("r+b") as file:
                file.truncate(path.stat().st_size // 2)
        with pytest.raises(ThumbnailsLostError):
            store.verify()
        level = int(name.removeprefix("raw").removeprefix("jpeg").split(".")[0])
        with pytest.raises(ThumbnailsLostError):
            store.decode(5, level) if level > 32 else store.gather(level, np.arange(6))


def test_a_reader_outlives_a_compaction(tmp_path: Path) -> None:
    with ThumbnailStore(tmp_path / "thumbs") as store:
        store.append([make_thumbnail(np.full((9, 7, 3), 20 * n, np.uint8)) for n in range(8)])
        before = store.gather(16, np.array([6]))[0]
        store.compact([6, 7])
        assert np.array_equal(store.gather(16, np.array([0]))[0], before)
        assert not store.damaged_rows().any()

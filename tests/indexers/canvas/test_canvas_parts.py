"""Regions, tables of boxes, and vectors of parts of pictures."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from common.canvas import Region
from indexers.canvas.boxes import BoxTable
from indexers.canvas.geometry import (
    SUB_FRAMES,
    WHOLE,
    inside,
    iou,
    nearest_frame,
    overlaps,
    soft_cells,
)
from indexers.canvas.regions import FRAMES, RegionVectors


def test_what_reaches_beyond_the_canvas_is_cut_off() -> None:
    assert inside(Region(-0.5, 0.5, 1.0, 1.0)) == (0.0, 0.5, 0.5, 1.0)
    assert inside(Region(1.2, 0.1, 0.5, 0.5)) is None
    assert inside(Region(0.2, 0.2, 0.0, 0.5)) is None
    assert inside(Region(float("nan"), 0.2, 0.5, 0.5)) is None


def test_cells_count_by_the_share_inside_and_add_up_to_one() -> None:
    shares = overlaps((0.0, 0.0, 0.375, 0.25), 4)
    assert shares[0].tolist() == [1.0, 0.5, 0.0, 0.0]
    assert shares[1:].max() == 0
    cells, weights = soft_cells((0.25, 0.25, 0.75, 0.75), 8)
    assert weights.sum() == pytest.approx(1, abs=1e-3)
    by_cell = dict(zip(cells.tolist(), weights.tolist(), strict=True))
    assert by_cell[27] > 5 * by_cell[9] > 0  # the ring around counts a little


@pytest.mark.parametrize("frame", range(len(SUB_FRAMES)))
def test_a_part_is_picked_by_iou(frame: int) -> None:
    left, top, right, bottom = SUB_FRAMES[frame]
    assert nearest_frame((left + 0.02, top, right, bottom - 0.02)) == frame


def test_nearly_everything_is_the_whole_picture() -> None:
    assert nearest_frame((0.02, 0.0, 1.0, 0.97)) == -1
    assert iou(WHOLE, (0.0, 0.0, 0.5, 0.5)) == pytest.approx(0.25)


def test_an_object_that_two_detectors_saw_counts_once() -> None:
    places = np.array(
        [[0.1, 0.1, 0.4, 0.4], [0.12, 0.1, 0.4, 0.4], [0.6, 0.1, 0.3, 0.4], [0.1, 0.1, 0.4, 0.4]],
        np.float32,
    )
    table = BoxTable.build(
        ["cat", "dog"], np.array([1, 1, 1, 0]), np.array([7, 7, 7, 7]),
        np.array([0.5, 0.9, 0.4, 0.8], np.float32), places,
    )  # fmt: skip
    assert table.of(["dog"]).scores.tolist() == pytest.approx([0.9, 0.4])
    assert table.counts() == {"cat": 1, "dog": 1}
    assert len(table.of(["bird"])) == 0


def test_two_objects_that_overlap_are_two_and_the_commonest_class_comes_first() -> None:
    places = np.array(
        [[0, 0, 0.4, 0.4], [0, 0.2, 0.4, 0.4], [0, 0, 0.4, 0.4], [0, 0.08, 0.4, 0.4]], np.float32
    )  # IoU of the first two: 0.08 / 0.24; of the others: 0.128 / 0.192
    table = BoxTable.build(
        ["ant", "bee", "cat"], np.array([2, 2, 1, 1]), np.array([5, 5, 6, 6]),
        np.array([0.9, 0.8, 0.7, 0.6], np.float32), places,
    )  # fmt: skip
    assert table.of(["cat"]).scores.tolist() == pytest.approx([0.9, 0.8])
    assert table.of(["bee"]).scores.tolist() == pytest.approx([0.7])
    assert list(table.counts().items()) == [("bee", 1), ("cat", 1), ("ant", 0)]
    assert table.nbytes == 3 * (8 + 4 * 4 + 4)  # an id, a place and a score for each box


def test_pictures_are_taken_with_their_boxes() -> None:
    items = np.array([1, 1, 4, 6, 6, 6])
    places = np.zeros((6, 4), np.float32)
    places[:, 0], places[:, 2:] = np.arange(6) / 6, 0.01
    table = BoxTable.build(
        ["dog"], np.zeros(6, np.int64), items, np.linspace(0.9, 0.1, 6, dtype=np.float32), places
    )
    some = table.of(["dog"]).take(np.array([0, 2]))
    assert some.items.tolist() == [1, 6]
    assert np.diff(some.offsets).tolist() == [2, 3]
    assert some.owners().tolist() == [0, 0, 1, 1, 1]
    assert some.places[:, 0] == pytest.approx(np.array([0, 1, 3, 4, 5]) / 6)


def test_two_classes_are_one_list() -> None:
    table = BoxTable.build(
        ["cat", "dog"], np.array([0, 1, 1]), np.array([3, 3, 1]), np.ones(3, np.float32),
        np.array([[0, 0, 0.2, 0.2], [0.5, 0.5, 0.2, 0.2], [0, 0, 0.1, 0.1]], np.float32),
    )  # fmt: skip
    both = table.of(["cat", "dog"])
    assert both.items.tolist() == [1, 3]
    assert np.diff(both.offsets).tolist() == [1, 2]


def unit(rows: int, dim: int, seed: int = 0) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).normal(size=(rows, dim)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def test_parts_are_found_again_and_kept(tmp_path: Path) -> None:
    store = RegionVectors(tmp_path / "r", "net", "1")
    vectors = unit(20 * FRAMES, 48)
    store.start(vectors)
    store.append(range(100, 110), vectors[: 10 * FRAMES].reshape(10, FRAMES, 48))
    store.append(range(110, 120), vectors[10 * FRAMES :].reshape(10, FRAMES, 48))
    again = RegionVectors(tmp_path / "r", "net", "1")
    assert again.items.tolist() == list(range(100, 120))
    asked = vectors.reshape(20, FRAMES, 48)[13, 4]
    scores = again.scores(4, asked)
    assert scores.argmax() == 13
    exact = vectors.reshape(20, FRAMES, 48)[:, 4] @ asked
    assert scores == pytest.approx(exact, abs=0.03)


def test_turned_vectors_have_unit_length(tmp_path: Path) -> None:
    store = RegionVectors(tmp_path / "r", "net", "1")
    store.start(np.array([[1, 0, 0], [0, 2, 0]], np.float32))  # nothing in the third direction
    turned = store.turned(np.array([[3, 4, 5], [0, 0.5, 9], [0, 0, 0]], np.float32))
    assert np.linalg.norm(turned, axis=1) == pytest.approx([1, 1, 0], abs=1e-6)
    assert turned[0] @ turned[1] == pytest.approx(0.8, abs=1e-6)


def test_items_whose_rows_were_lost_are_written_over(tmp_path: Path) -> None:
    store = RegionVectors(tmp_path / "r", "net", "1")
    vectors = unit(3 * FRAMES, 16).reshape(3, FRAMES, 16)
    store.start(vectors.reshape(-1, 16))
    store.append([1, 2], vectors[:2])
    with (tmp_path / "r" / "frames.i8").open("r+b") as file:
        file.truncate(FRAMES * 16 + 5)
    with (tmp_path / "r" / "items.i64").open("ab") as file:
        file.write(b"torn")
    again = RegionVectors(tmp_path / "r", "net", "1")
    assert again.items.tolist() == [1]
    again.append([3], vectors[2:])
    last = RegionVectors(tmp_path / "r", "net", "1")
    assert last.items.tolist() == [1, 3]
    assert last.scores(4, vectors[2, 4])[1] > 0.99


def test_a_torn_tail_is_written_over_and_another_version_is_empty(tmp_path: Path) -> None:
    store = RegionVectors(tmp_path / "r", "net", "1")
    vectors = unit(4 * FRAMES, 16)
    store.start(vectors)
    store.append([1, 2], vectors[: 2 * FRAMES].reshape(2, FRAMES, 16))
    with (tmp_path / "r" / "frames.i8").open("ab") as file:
        file.write(b"half a row")  # a crash before the items were named
    again = RegionVectors(tmp_path / "r", "net", "1")
    again.append([3, 4], vectors[2 * FRAMES :].reshape(2, FRAMES, 16))
    last = RegionVectors(tmp_path / "r", "net", "1")
    assert last.items.tolist() == [1, 2, 3, 4]
    assert last.scores(0, vectors[3 * FRAMES]).argmax() == 3
    assert len(RegionVectors(tmp_path / "r", "net", "2")) == 0
    for content in (b"no array", b""):
        (tmp_path / "r" / "turn.npy").write_bytes(content)
        assert len(RegionVectors(tmp_path / "r", "net", "1")) == 0

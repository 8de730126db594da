"""Object detectors: decoding, suppression, coordinates, and real pictures."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from common.errors import WeightsError
from models.base import Runtime
from models.detectors import (
    FastestDetBackend,
    NanoDetBackend,
    letterbox,
    object_names,
    overlap,
    suppress,
)
from models.hub import ModelHub


def slow_suppress(
    boxes: NDArray[np.float32], scores: NDArray[np.float32], classes: NDArray[np.int64]
) -> list[int]:
    """The textbook's double loop."""
    keep: list[int] = []
    for row in np.argsort(-scores, kind="stable"):
        rivals = [other for other in keep if classes[other] == classes[row]]
        if all(overlap(boxes[other], boxes[[row]])[0] <= 0.5 for other in rivals):
            keep.append(int(row))
    return keep


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31), st.integers(0, 40))
def test_suppression_equals_the_double_loop(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    corner = rng.random((count, 2)).astype(np.float32) * 0.6
    boxes = np.concatenate([corner, corner + 0.05 + 0.3 * rng.random((count, 2))], 1)
    boxes = boxes.astype(np.float32)
    scores = rng.permutation(count).astype(np.float32)
    classes = rng.integers(0, 3, count)
    keep = suppress(boxes, scores, classes)
    assert keep.dtype == np.int64
    assert keep.tolist() == slow_suppress(boxes, scores, classes)


def test_names_are_cocos() -> None:
    names = object_names()
    assert len(names) == len(set(names)) == 80
    assert names[0] == "person"
    assert names[-1] == "toothbrush"


@pytest.mark.parametrize(
    ("height", "width"), [(416, 416), (100, 800), (800, 100), (1, 1), (3, 999)]
)
def test_a_letterbox_fits_and_is_centred(height: int, width: int) -> None:
    tall, broad, top, left = letterbox(height, width, 416)
    assert max(tall, broad) == 416
    assert min(tall, broad) >= 1
    assert abs((416 - tall) - 2 * top) <= 1
    assert abs((416 - broad) - 2 * left) <= 1


@pytest.mark.parametrize("scales", [(8, 16, 32), (8, 16, 32, 64)])
def test_nanodet_decodes_a_planted_box(scales: tuple[int, ...]) -> None:
    backend = NanoDetBackend("nanodet", Path("none"), "0")
    scores, sides = [], []
    for stride in scales:
        across = -(-416 // stride)
        scores.append(np.full((1, across * across, 80), 0.01, np.float32))
        sides.append(np.zeros((1, across * across, 32), np.float32))
    # Scale 16, cell (row 10, column 5): 2 bins left, 3 up, 4 right, 5 down, sure of class 17.
    cell = 10 * 26 + 5
    scores[1][0, cell, 17] = 0.9
    for side, number in enumerate((2, 3, 4, 5)):
        sides[1][0, cell, side * 8 + number] = 60
    boxes, found = backend.decode([*scores, *sides])
    row = int(found.max(axis=1).argmax())
    assert found[row].argmax() == 17
    x, y = 5 * 16 + 7.5, 10 * 16 + 7.5
    np.testing.assert_allclose(boxes[row], [x - 32, y - 48, x + 64, y + 80], atol=1e-3)


def test_fastestdet_decodes_a_planted_box() -> None:
    backend = FastestDetBackend("fastestdet", Path("none"), "0")
    grid = np.full((1, 85, 22, 22), 0.01, np.float32)
    grid[0, :, 4, 9] = 0
    grid[0, 0, 4, 9] = 1  # objectness
    grid[0, 5 + 2, 4, 9] = 1
    boxes, scores = backend.decode([grid])
    row = int(scores.max(axis=1).argmax())
    assert scores[row].argmax() == 2
    assert scores[row].max() == pytest.approx(1)
    x, y = 9 / 22 * 352, 4 / 22 * 352  # tanh(0) = 0; sigmoid(0) = half of the square
    np.testing.assert_allclose(boxes[row], [x - 88, y - 88, x + 88, y + 88], atol=1e-3)


def test_boxes_are_fractions_of_the_original() -> None:
    backend = NanoDetBackend("nanodet", Path("none"), "0")
    # A picture twice as wide as high: 416 x 208 in the square, 104 pixels from the top.
    square = np.array([[0, 104, 416, 312], [104, 156, 208, 208]], np.float32)
    fractions = backend._to_fractions(square, (500, 1000))
    np.testing.assert_allclose(fractions, [[0, 0, 1, 1], [0.25, 0.25, 0.5, 0.5]], atol=1e-6)


def test_a_damaged_graph_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(b"nonsense")
    with pytest.raises(WeightsError, match=r"net\.onnx"):
        NanoDetBackend("nanodet", path, "0").load(Runtime())


def read(path: Path) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB), np.uint8)


@pytest.mark.data
@pytest.mark.parametrize("detector", [NanoDetBackend, FastestDetBackend])
def test_real_pictures(
    shared_data: Path, tmp_path: Path, detector: type[NanoDetBackend | FastestDetBackend]
) -> None:
    hub = ModelHub(tmp_path)
    hub.add(shared_data / "detector")
    name = "nanodet" if detector is NanoDetBackend else "fastestdet"
    weights = hub.weights(name)
    assert weights is not None
    backend = detector(name, weights.path, hub.weights_hash(name))
    backend.load(Runtime("cpu", False, 1))
    photos = shared_data / "photos_imagenet_sample"
    expected = {
        "motor_scooter": "motorcycle",
        "sports_car": "car",
        "zebra": "zebra",
        "pizza": "pizza",
        "laptop": "laptop",
        "school_bus": "bus",
        "banana": "banana",
    }
    right = 0
    for word, label in expected.items():
        path = next(p for p in sorted(photos.glob("*.jpg")) if p.stem.endswith(word))
        (found,) = backend.run([backend.prepare(read(path))])
        for box in found.boxes:
            assert 0 <= box.x <= box.x + box.width <= 1.0001
            assert 0 <= box.y <= box.y + box.height <= 1.0001
            assert box.source == name
        scores = [box.score for box in found.boxes]
        assert scores == sorted(scores, reverse=True)
        right += label in {box.label for box in found.boxes}
    assert right >= 5  # the laptop and the banana are small and half hidden


@pytest.mark.data
def test_a_box_lies_where_the_object_is(shared_data: Path, tmp_path: Path) -> None:
    """A zebra pasted into one corner of a wide canvas is found in that corner."""
    hub = ModelHub(tmp_path)
    hub.add(shared_data / "detector")
    weights = hub.weights("nanodet")
    assert weights is not None
    backend = NanoDetBackend("nanodet", weights.path, "0")
    backend.load(Runtime("cpu", False, 1))
    path = next((shared_data / "photos_imagenet_sample").glob("*_school_bus.jpg"))
    photo = read(path)
    height, width = photo.shape[:2]
    canvas = np.full((height * 2, width * 3, 3), 127, np.uint8)
    canvas[height:, 2 * width :] = photo
    (found,) = backend.run([backend.prepare(canvas)])
    bus = next(box for box in found.boxes if box.label == "bus")
    assert bus.x >= 0.6
    assert bus.y >= 0.45
    (alone,) = backend.run([backend.prepare(photo)])
    best = next(box for box in alone.boxes if box.label == "bus")
    in_corner = [(bus.x * 3 - 2), (bus.y * 2 - 1), bus.width * 3, bus.height * 2]
    np.testing.assert_allclose(in_corner, [best.x, best.y, best.width, best.height], atol=0.15)

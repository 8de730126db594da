"""The embedded descriptor: what its parts react to, and how it ranks real photos."""

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from models.encoders.layout import (
    WEIGHTS,
    LayoutBackend,
    colour_histogram,
    colour_layout,
    describe_blocks,
    gradient_pyramid,
    lab_image,
    texture_patterns,
)


def canvas(colour: tuple[int, int, int]) -> NDArray[np.uint8]:
    return np.full((64, 64, 3), colour, np.uint8)


def test_shares_add_up_and_name_every_block() -> None:
    blocks = describe_blocks(canvas((10, 200, 90)))
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert set(WEIGHTS) == set(blocks)
    assert 128 <= sum(len(block) for block in blocks.values()) <= 512


def test_layout_knows_where_a_colour_is() -> None:
    left, right = canvas((128, 128, 128)), canvas((128, 128, 128))
    left[:, :32] = right[:, 32:] = (220, 30, 30)
    one, other = colour_layout(lab_image(left)), colour_layout(lab_image(right))
    assert np.abs(one - other).max() > 0.2
    mirrored = colour_layout(lab_image(np.ascontiguousarray(left[:, ::-1])))
    np.testing.assert_allclose(other, mirrored, atol=1e-6)


def test_histograms_know_colours_not_places() -> None:
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (64 * 64, 3), dtype=np.uint8)
    shuffled = rng.permutation(pixels)
    one, other = (colour_histogram(lab_image(p.reshape(64, 64, 3)), 7) for p in (pixels, shuffled))
    np.testing.assert_allclose(one, other, atol=1e-4)
    assert np.square(one).sum() == pytest.approx(1, abs=1e-5)


def test_a_small_change_of_light_is_a_small_change() -> None:
    grey = [colour_histogram(lab_image(canvas((v, v, v))), 7) for v in (127, 129, 250)]
    assert grey[0] @ grey[1] > 0.95
    assert grey[0] @ grey[2] < 0.6


def test_gradients_know_the_direction_of_edges() -> None:
    step = np.zeros((64, 64), np.float32)
    step[:, 32:] = 1
    upright = gradient_pyramid(step)[:8]  # the whole picture comes first
    level = gradient_pyramid(np.ascontiguousarray(step.T))[:8]
    assert upright.argmax() == 0  # the gradient points along x
    assert level.argmax() == 4
    assert not gradient_pyramid(np.full((64, 64), 0.5, np.float32)).any()


def test_texture_does_not_depend_on_brightness() -> None:
    noise = np.random.default_rng(2).random((64, 64)).astype(np.float32) * 0.5
    np.testing.assert_allclose(
        texture_patterns(noise), texture_patterns(noise + np.float32(0.25)), atol=0.02
    )
    flat = texture_patterns(np.zeros((64, 64), np.float32))
    assert np.abs(flat - texture_patterns(noise)).max() > 0.3


@pytest.mark.data
def test_it_ranks_real_photos_better_than_a_colour_histogram(shared_data: Path) -> None:
    """Mean average precision, held-out photos against the train split; see docs/models.md."""
    folder = shared_data / "photos_grocery"
    with (folder / "labels.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[::2]
    backend = LayoutBackend()
    vectors, colours = [], []
    for row in rows:
        image = cv2.cvtColor(cv2.imread(str(folder / row["file"])), cv2.COLOR_BGR2RGB)
        small = backend.prepare(image)
        vectors.append(backend.run([small])[0].vectors["layout"])
        counts = cv2.calcHist([np.asarray(small)], [0, 1, 2], None, [8] * 3, [0, 256] * 3).ravel()
        colours.append(counts / np.linalg.norm(counts))
    labels = np.array([row["class_id"] for row in rows])
    known = np.array([row["split"] == "train" for row in rows])

    def mean_precision(features: list[NDArray[np.float32]]) -> float:
        array = np.stack(features)
        order = np.argsort(-(array[~known] @ array[known].T), axis=1, kind="stable")
        relevant = labels[known][order] == labels[~known][:, None]
        precision = relevant.cumsum(axis=1) / np.arange(1, relevant.shape[1] + 1)
        count = relevant.sum(axis=1)
        used = count > 0
        return float(((precision * relevant).sum(axis=1)[used] / count[used]).mean())

    ours = mean_precision(vectors)
    assert ours >= 0.28
    assert ours >= 1.5 * mean_precision(colours)

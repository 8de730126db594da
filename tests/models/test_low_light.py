"""Dim pictures are brightened before objects are looked for; others are left alone."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from common.values import Box
from models.base import Runtime
from models.detectors import NanoDetBackend
from models.low_light import DIM, brightened


def test_only_dim_pictures_change() -> None:
    rng = np.random.default_rng(0)
    day = rng.integers(60, 200, (90, 120, 3)).astype(np.uint8)
    assert brightened(day) is day
    night = (day * 0.2).astype(np.uint8)
    lit = brightened(night)
    assert lit.dtype == np.uint8
    assert night.mean() < DIM < lit.mean() < 150
    order = np.argsort(night[..., 0].ravel(), kind="stable")
    assert (np.diff(lit[..., 0].ravel()[order].astype(int)) >= 0).all()  # brighter stays brighter


@pytest.mark.parametrize("shape", [(1, 1), (3, 500), (16, 16)])
def test_black_and_tiny_pictures(shape: tuple[int, int]) -> None:
    black = np.zeros((*shape, 3), np.uint8)
    assert not brightened(black).any()


def _share(one: Box, other: Box) -> float:
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    common = max(0.0, width) * max(0.0, height)
    return common / (one.width * one.height + other.width * other.height - common)


@pytest.mark.data
def test_more_is_found_again_in_darkened_photos(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is seen by daylight, after a gamma of 4 and the noise of a sensor."""
    from indexers.media import read_image

    [weights] = list((shared_data / "detector").glob("*nanodet*.onnx"))[:1]
    detector = NanoDetBackend("nanodet", weights, "0" * 12)
    detector.load(Runtime(threads=1))

    def seen(rgb: NDArray[np.uint8]) -> Sequence[Box]:
        return detector.run([detector.prepare(rgb)])[0].boxes

    def found(truth: Sequence[Box], boxes: Sequence[Box]) -> int:
        return sum(any(g.label == t.label and _share(g, t) > 0.5 for g in boxes) for t in truth)

    rng = np.random.default_rng(0)
    known = plain = helped = 0
    for path in sorted((shared_data / "photos_imagenet_sample").glob("*.jpg"))[4::16]:
        rgb = read_image(path, max_side=416, max_megapixels=64).rgb
        truth = [box for box in seen(rgb) if box.score > 0.5] if 90 < rgb.mean() < 150 else []
        if truth:
            dark = 255 * (rgb / 255.0) ** 4 + rng.normal(0, 2, rgb.shape)
            night = np.clip(dark, 0, 255).astype(np.uint8)
            known, helped = known + len(truth), helped + found(truth, seen(night))
            with monkeypatch.context() as patch:
                patch.setattr("models.detectors.brightened", lambda picture: picture)
                plain += found(truth, seen(night))
    assert known >= 15
    assert helped > plain

"""What pictures are like: light, colour or not, shape, black borders."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from common.values import Facet
from indexers.media import read_image
from indexers.media.properties import measure, property_facets


def texture(height: int, width: int, seed: int = 0, low: int = 60, high: int = 220):
    """A lively colour picture."""
    import cv2

    rng = np.random.default_rng(seed)
    small = rng.integers(low, high, (6, 8, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC))


def with_bars(rgb: NDArray[np.uint8], top: int = 0, left: int = 0, level: int = 0):
    padded = np.full((rgb.shape[0] + 2 * top, rgb.shape[1] + 2 * left, 3), level, np.uint8)
    padded[top : top + rgb.shape[0], left : left + rgb.shape[1]] = rgb
    return padded


@pytest.mark.parametrize(
    ("top", "left", "borders"),
    [(0, 0, "none"), (60, 0, "letterbox"), (0, 80, "pillarbox"), (40, 50, "windowbox")],
)
@pytest.mark.parametrize("level", [0, 16])  # video black is 16
def test_borders(top: int, left: int, borders: str, level: int) -> None:
    found = measure(with_bars(texture(360, 640), top, left, level))
    assert found.borders == borders
    height, width = 360 + 2 * top, 640 + 2 * left
    expected = (top / height, 1 - top / height, left / width, 1 - left / width)
    assert found.inside == pytest.approx(expected, abs=0.02)


def test_the_bars_do_not_darken_what_lies_between() -> None:
    plain = texture(360, 640)
    assert measure(with_bars(plain, 120)).brightness == pytest.approx(
        measure(plain).brightness, abs=1.5
    )
    red = np.zeros((200, 640, 3), np.uint8)
    red[...] = (200, 30, 30)
    assert measure(with_bars(red, 150)).colour == "red"


def test_what_is_no_border() -> None:
    night = (texture(360, 640) * 0.06).astype(np.uint8)
    assert measure(night).borders == "none"
    one_side = texture(360, 640)
    one_side[:80] = 0
    assert measure(one_side).borders == "none"
    assert measure(np.zeros((90, 160, 3), np.uint8)).borders == "none"
    sky = texture(360, 640)
    sky[:80], sky[-80:] = 250, 250  # white bars are a mount, no black border
    assert measure(sky).borders == "none"


def test_light() -> None:
    picture = texture(240, 320).astype(np.float64)
    said = [measure((picture * share).astype(np.uint8)).light for share in (0.02, 0.3, 1.0)]
    assert said == ["black", "dark", "normal"]
    assert measure(np.full((50, 50, 3), 240, np.uint8)).light == "bright"
    lamp = np.zeros((240, 320, 3), np.uint8)
    lamp[:60, :80] = 200  # dark, but no black frame
    assert measure(lamp).light == "dark"
    assert measure(np.full((9, 9, 3), 255, np.uint8)).brightness == pytest.approx(100, abs=0.1)


def test_tone() -> None:
    import cv2

    colour = texture(240, 320)
    grey = np.repeat(colour.mean(axis=2, keepdims=True).astype(np.uint8), 3, axis=2)
    sepia = np.clip(grey * [1.0, 0.85, 0.65] + [10, 5, 0], 0, 255).astype(np.uint8)
    packed = cv2.imdecode(cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, 40])[1], 1)
    assert measure(colour).tone == "colour"
    assert measure(grey).tone == measure(packed).tone == "black-and-white"
    assert measure(sepia).tone == "tinted"
    grey[100:150, 100:160] = (200, 30, 30)  # one red thing
    assert measure(grey).tone == "colour"


@pytest.mark.parametrize(
    ("width", "height", "shape"),
    [
        (300, 200, "landscape"), (200, 300, "portrait"), (200, 198, "square"),
        (500, 200, "panorama"), (1, 1, "square"), (3, 1, "panorama"),
    ],
)  # fmt: skip
def test_orientation(width: int, height: int, shape: str) -> None:
    assert measure(np.full((height, width, 3), 99, np.uint8)).orientation == shape


def test_facets_speak_of_the_picture_before_it_was_shrunk() -> None:
    small = texture(64, 64)
    facets = property_facets(small, (2000, 1000))
    assert Facet("orientation", "portrait", 1.0, "properties") in facets
    assert {facet.key for facet in facets} == {
        "brightness", "light", "tone", "orientation", "borders", "main_colour",
    }  # fmt: skip
    [brightness] = [facet for facet in facets if facet.key == "brightness"]
    assert 0 <= int(brightness.value) <= 100


@pytest.mark.data
def test_real_pictures(shared_data: Path) -> None:
    def of(folder: str, pattern: str):
        [path] = (shared_data / folder).rglob(pattern)
        return measure(read_image(path, max_side=512, max_megapixels=64).rgb)

    photos = "photos_imagenet_sample"
    assert of(photos, "n02106382*").borders == "letterbox"
    assert of(photos, "n02977058*").borders == "pillarbox"
    assert of(photos, "n02129165*").borders == "windowbox"
    assert of(photos, "n02815834*").tone == "black-and-white"
    assert of(photos, "n02088466*").tone == "tinted"  # sepia
    assert of("itec_keyframes", "v00017*f00001919.jpg").light == "black"
    shops = sorted((shared_data / "photos_grocery").rglob("*.jpg"))[::60]
    found = [measure(read_image(path, max_side=256, max_megapixels=64).rgb) for path in shops]
    assert {one.tone for one in found} == {"colour"}
    assert {one.borders for one in found} == {"none"}

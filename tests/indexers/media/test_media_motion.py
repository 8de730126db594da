"""How shots move: camera in words, vectors that compare, one pass, damaged and tiny videos."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from common.errors import MediaError
from indexers import media
from indexers.media.motion import DIMENSIONS, EVERY_S, Motion, MotionMeter, small_grey

MOVES: dict[str, Callable[[float], tuple[float, float, float]]] = {
    "static": lambda t: (0.0, 0.0, 1.3),
    "pan right": lambda t: (-0.1 + 0.06 * t, 0.0, 1.3),
    "pan left": lambda t: (0.1 - 0.06 * t, 0.0, 1.3),
    "tilt down": lambda t: (0.0, -0.1 + 0.06 * t, 1.3),
    "tilt up": lambda t: (0.0, 0.1 - 0.06 * t, 1.3),
    "zoom in": lambda t: (0.0, 0.0, 1.1 * 1.12**t),
    "zoom out": lambda t: (0.0, 0.0, 1.6 / 1.12**t),
}


def scene(seed: int) -> NDArray[np.uint8]:
    """Blobs of several sizes."""
    import cv2

    rng = np.random.default_rng(seed)
    layers = [
        cv2.resize(rng.integers(0, 255, (n, n, 3)).astype(np.float32), (480, 480)) * weight
        for n, weight in ((6, 0.4), (20, 0.35), (60, 0.25))
    ]
    return np.clip(sum(layers), 0, 255).astype(np.uint8)


def view(picture: NDArray[np.uint8], x: float, y: float, zoom: float) -> NDArray[np.uint8]:
    """What a camera sees of a large picture, 160 x 90."""
    import cv2

    height, width = picture.shape[:2]
    across = width / zoom * 0.6
    down = across * 9 / 16
    left, top = width * (0.5 + x) - across / 2, height * (0.5 + y) - down / 2
    shift = np.array([[across / 160, 0, left], [0, down / 90, top]], np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen = cv2.warpAffine(picture, shift, (160, 90), flags=flags, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(seen, np.uint8)


def filmed(picture: NDArray[np.uint8], move: str, frames: int = 14) -> Motion:
    meter, rng = MotionMeter(), np.random.default_rng(0)
    for k in range(frames):
        seen = view(picture, *MOVES[move](k * EVERY_S)) + rng.normal(0, 3, (90, 160, 3))
        meter.push(k, k * EVERY_S, small_grey(np.clip(seen, 0, 255).astype(np.uint8)))
    found = meter.take(frames)
    assert found is not None
    return found


@pytest.mark.parametrize("move", MOVES)
def test_the_camera_in_words(move: str) -> None:
    found = filmed(scene(3), move)
    assert found.camera == (move,)
    assert (found.vector.shape, found.vector.dtype) == ((DIMENSIONS,), np.float32)
    assert float(np.linalg.norm(found.vector)) == pytest.approx(1.0, abs=1e-5)


def test_a_hand_that_shakes() -> None:
    picture, meter, rng = scene(4), MotionMeter(), np.random.default_rng(1)
    for k in range(20):
        x, y = rng.normal(0, 0.012, 2)
        meter.push(k, k * EVERY_S, small_grey(view(picture, x, y, 1.3)))
    found = meter.take(20)
    assert found is not None
    assert found.camera == ("shaky",)


@pytest.mark.data
def test_shots_of_one_motion_are_nearest_on_real_pictures(shared_data: Path) -> None:
    paths = sorted((shared_data / "photos_imagenet_sample").glob("*.jpg"))[5:400:60]
    photos = [media.read_image(p, max_side=400, max_megapixels=64).rgb for p in paths]
    names = [(move, photo) for move in MOVES for photo in range(len(photos))]
    found = [filmed(photos[photo], move) for move, photo in names]
    right = sum(one.camera[0] == move for one, (move, _) in zip(found, names, strict=True))
    assert right >= 0.95 * len(names)
    vectors = np.stack([one.vector for one in found])
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -1)
    nearest = [names[k][0] for k in alike.argmax(axis=1)]
    assert np.mean([a == b for a, (b, _) in zip(nearest, names, strict=True)]) >= 0.95


def test_a_cut_is_no_motion_and_shots_keep_their_own() -> None:
    meter, first, second = MotionMeter(), scene(1), scene(2)
    for k in range(10):
        meter.push(k, k * EVERY_S, small_grey(view(first, *MOVES["pan right"](k * EVERY_S))))
    for k in range(10, 20):  # the cut is told late, as by a detector
        meter.push(k, k * EVERY_S, small_grey(view(second, *MOVES["static"](0))), settled=8)
    moved, stood = meter.take(10), meter.take(20)
    assert moved is not None
    assert stood is not None
    assert (moved.camera, stood.camera) == (("pan right",), ("static",))
    assert meter.take(30) is None


def test_nothing_to_compare() -> None:
    meter = MotionMeter()
    assert meter.take(5) is None
    grey = np.zeros((54, 96), np.uint8)
    meter.push(0, 0.0, grey)
    meter.push(1, 9.0, grey)  # far apart
    meter.push(2, 9.0, grey)  # no time between
    meter.push(3, 9.2, np.zeros((40, 96), np.uint8))  # of another size
    assert meter.take(9) is None
    tiny = np.zeros((4, 6), np.uint8)
    meter.push(10, 10.0, tiny)
    meter.push(11, 10.2, tiny)
    assert meter.take(12) is None
    for k in range(4):  # black frames stand still
        meter.push(20 + k, 20 + 0.2 * k, grey)
    found = meter.take(30)
    assert found is not None
    assert found.camera == ("static",)
    assert np.isfinite(found.vector).all()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Two seconds of a pan to the right, then two that stand still."""
    import av

    path = tmp_path / "film.mp4"
    first, second = scene(1), scene(9)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for k in range(100):
            seen = view(first, *MOVES["pan right"](k / 25)) if k < 50 else view(second, 0, 0, 1.3)
            for packet in stream.encode(av.VideoFrame.from_ndarray(seen, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return path


def test_motion_comes_with_the_shots(film: Path) -> None:
    found = list(media.iter_shots(film))
    assert [round(one.shot.start_s, 1) for one in found] == [0.0, 2.0]
    assert [one.motion.camera if one.motion else None for one in found] == [
        ("pan right",), ("static",),
    ]  # fmt: skip


def test_the_same_in_a_pass_of_its_own(film: Path) -> None:
    found = media.motions_of(film, [(0.0, 2.0), (2.0, 4.0)])
    assert [one.camera if one else None for one in found] == [("pan right",), ("static",)]
    late, never = media.motions_of(film, [(2.0, 3.0), (50.0, 60.0)])
    assert late is not None
    assert late.camera == ("static",)
    assert never is None
    assert media.motions_of(film, []) == []


def test_uniform_frames_have_motion_too(film: Path) -> None:
    found = list(media.iter_uniform(film, every_s=1.0))
    assert [(one.shot.start_s, one.shot.end_s) for one in found] == [
        (0.0, 1.0), (1.0, 2.0), (2.0, 3.0), (3.0, 4.0),
    ]  # fmt: skip
    cameras = [one.motion.camera if one.motion else None for one in found]
    assert cameras == [("pan right",), ("pan right",), ("static",), ("static",)]


def test_damaged_and_empty_videos(tmp_path: Path, film: Path) -> None:
    empty = tmp_path / "empty.mp4"
    empty.write_bytes(b"")
    for path in (empty, tmp_path / "none.mp4"):
        with pytest.raises(MediaError):
            media.motions_of(path, [(0.0, 1.0)])
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(film.read_bytes()[:900])
    with pytest.raises(MediaError):
        media.motions_of(cut, [(0.0, 1.0)])

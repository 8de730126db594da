"""Shots of made and of real videos; keyframes; cancelling."""

import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from common.errors import MediaError
from common.jobs import JobCancelled, JobContext, Progress
from indexers.media import find_shots, frame_at, iter_shots
from indexers.media.cuts import ClassifierCutDetector, ContentCutDetector, CutDetector

MakeVideo = Callable[..., Path]
Frame = NDArray[np.uint8]


def scene(seed: int, size: tuple[int, int] = (48, 27)) -> Frame:
    """A still picture with large coloured areas, different for each seed."""
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 256, (3, 4, 3), dtype=np.uint8)
    return np.kron(small, np.ones((size[1] // 3, size[0] // 4, 1), np.uint8))


def moving(seed: int, count: int) -> Iterator[Frame]:
    """A scene that drifts, with the noise of a sensor."""
    rng = np.random.default_rng(seed)
    still = scene(seed)
    for k in range(count):
        shifted = np.roll(still, k // 3, axis=1).astype(np.int16)
        yield np.clip(shifted + rng.integers(-6, 7, shifted.shape), 0, 255).astype(np.uint8)


def fading(start: Frame, end: Frame, count: int) -> list[Frame]:
    shares = np.linspace(0, 1, count)
    return [(start + (end.astype(float) - start) * share).astype(np.uint8) for share in shares]


def starts(detector: CutDetector, frames: list[Frame]) -> list[int]:
    found: list[int] = []
    for at, frame in enumerate(frames):
        new = detector.push(frame)
        assert all(at - detector.lateness <= start <= at for start in new)
        found += new
    return found + detector.finish()


def test_hard_cuts_are_found_to_the_frame() -> None:
    lengths = [40, 12, 90, 8, 33]
    frames = [f for k, n in enumerate(lengths) for f in moving(k, n)]
    assert starts(ContentCutDetector(25), frames) == np.cumsum(lengths)[:-1].tolist()


@pytest.mark.parametrize("seed", range(6))
def test_a_scene_without_a_cut_stays_whole(seed: int) -> None:
    assert starts(ContentCutDetector(25), list(moving(seed, 150))) == []


def test_a_flash_is_no_cut() -> None:
    frames = list(moving(1, 80))
    frames[40] = np.full_like(frames[0], 255)
    assert starts(ContentCutDetector(25), frames) == []


def test_a_dissolve_is_one_change_near_its_middle() -> None:
    first, second = scene(3), scene(4)
    frames = [first] * 60 + fading(first, second, 20) + [second] * 60
    found = starts(ContentCutDetector(25), frames)
    assert len(found) == 1
    assert 63 <= found[0] <= 77


def test_a_fade_through_black_is_one_change_in_the_dark() -> None:
    first, second, black = scene(3), scene(4), np.zeros((27, 48, 3), np.uint8)
    frames = [first] * 50 + fading(first, black, 12) + [black] * 10
    frames += fading(black, second, 12) + [second] * 50
    found = starts(ContentCutDetector(25), frames)
    assert len(found) == 1
    assert 60 <= found[0] <= 74


def test_a_fade_in_at_the_start_cuts_nothing_off() -> None:
    black = np.zeros((27, 48, 3), np.uint8)
    frames = [black] * 10 + fading(black, scene(2), 15) + [scene(2)] * 60
    assert starts(ContentCutDetector(25), frames) == []


@pytest.mark.parametrize("count", [1, 2, 3, 49, 50, 51, 100, 149, 150, 151, 230])
def test_the_classifier_judges_every_frame_once(count: int) -> None:
    """Frames carry their number; every one must be judged in the sure middle, in order."""
    numbers: list[int] = []

    def classify(frames: Frame) -> NDArray[np.float32]:
        assert frames.shape == (100, 27, 48, 3)
        assert frames.dtype == np.uint8
        numbers.extend(int(f[0, 0, 0]) + 256 * int(f[0, 0, 1]) for f in frames[25:75])
        return np.zeros(100, np.float32)

    frames = []
    for k in range(count):
        frame = np.zeros((27, 48, 3), np.uint8)
        frame[0, 0, :2] = k % 256, k // 256
        frames.append(frame)
    assert starts(ClassifierCutDetector(classify), frames) == []
    assert numbers[:count] == list(range(count))
    assert set(numbers[count:]) <= {count - 1}


def test_the_classifier_ends_a_shot_at_its_transition() -> None:
    marks = {30, 99, 100, 101, 102, 149, 199}  # 199: runs into the end

    def classify(frames: Frame) -> NDArray[np.float32]:
        return np.array([float(int(f[0, 0, 0]) in marks) for f in frames], np.float32)

    frames = [np.full((27, 48, 3), k, np.uint8) for k in range(200)]
    assert starts(ClassifierCutDetector(classify), frames) == [31, 101, 150]


def test_shots_cover_the_video_and_keyframes_lie_inside(make_video: MakeVideo) -> None:
    lengths = [30, 60, 10, 40]
    frames = [f for k, n in enumerate(lengths) for f in moving(k, n)]
    path = make_video([np.kron(f, np.ones((2, 2, 1), np.uint8)) for f in frames])
    found = list(iter_shots(path, max_side=96))
    shots = [each.shot for each in found]
    assert shots == find_shots(path, classify=None, context=JobContext())
    edges = [0, *np.cumsum(lengths)]
    assert [s.start_s for s in shots] == pytest.approx([e / 25 for e in edges[:-1]], abs=1e-3)
    assert [s.end_s for s in shots] == pytest.approx([e / 25 for e in edges[1:]], abs=1e-3)
    for each in found:
        shot = each.shot
        assert shot.start_s <= shot.keyframe_s < shot.end_s
        middle, length = (shot.start_s + shot.end_s) / 2, shot.end_s - shot.start_s
        assert abs(shot.keyframe_s - middle) <= max(0.25 * length, 0.21)
        assert each.rgb.shape == (54, 96, 3)
        assert (frame_at(path, shot.keyframe_s, max_side=96).rgb == each.rgb).all()


def test_the_keyframe_is_a_sharp_one(make_video: MakeVideo) -> None:
    import cv2

    sharp = np.kron(scene(1), np.ones((2, 2, 1), np.uint8))
    blurred = cv2.GaussianBlur(sharp, (0, 0), 1).astype(np.uint8)
    frames = [sharp if 22 <= k < 28 else blurred for k in range(50)]
    (only,) = iter_shots(make_video(frames))
    assert 22 / 25 - 1e-3 <= only.shot.keyframe_s < 28 / 25


def test_a_long_shot_keeps_few_candidates(make_video: MakeVideo) -> None:
    path = make_video([scene(1)] * 600, rate=Fraction(10))  # a minute
    (only,) = iter_shots(path)
    assert only.shot.end_s == pytest.approx(60)
    assert 15 <= only.shot.keyframe_s <= 45


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_shortest_videos(make_video: MakeVideo, count: int) -> None:
    (only,) = iter_shots(make_video([scene(1)] * count))
    assert only.shot.start_s == 0
    assert only.shot.end_s == pytest.approx(count / 25, abs=1e-3)


def test_progress_and_cancelling(make_video: MakeVideo) -> None:
    reports: list[Progress] = []
    context = JobContext(reports.append)
    path = make_video([scene(1)] * 50)
    shots = iter_shots(path, context=context)
    next(shots)
    assert reports[0].total == 2000
    context.cancel()
    with pytest.raises(JobCancelled):
        next(iter_shots(path, context=context))


def test_a_damaged_video_is_a_media_error(tmp_path: Path) -> None:
    path = tmp_path / "bad.mp4"
    path.write_bytes(b"\0\0\0\x18ftypmp42" + b"\0" * 500)
    with pytest.raises(MediaError, match="damaged"):
        list(iter_shots(path))


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "rate"),
    [("bikes.mp4", 25), ("big_buck_bunny_0_30.webm", 24), ("sintel_trailer.mp4", 30),
     ("intel_car-detection.mp4", 12.5)],
)  # fmt: skip
def test_real_videos_are_cut_as_people_see_it(shared_data: Path, name: str, rate: float) -> None:
    truth = json.loads((shared_data / "video" / "shots.json").read_text())[name]
    wanted = truth["hard_cuts_at_frame"]
    gradual = [(150, 170)] if "sintel" in name else []  # a dissolve, and the fades
    gradual += [(a - 6, b + 6) for a, b in truth.get("fades_frames", [])]
    found = [round(f.shot.start_s * rate) for f in iter_shots(shared_data / "video" / name)][1:]
    assert [at for at in found if at in wanted] == wanted
    others = [at for at in found if at not in wanted]
    assert all(any(a <= at <= b for a, b in gradual) for at in others), others
    assert len(others) <= len(gradual)

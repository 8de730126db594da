"""Keyframes of some seconds of a video."""

from pathlib import Path

import numpy as np
import pytest

from common.errors import MediaError
from common.jobs import JobCancelled, JobContext
from indexers.media.clips import clip_keyframes
from tests.import_media import save_video


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return save_video(tmp_path / "v.mp4", frames=60, cut_at=24)  # 5 s, a cut at 2 s


def test_frames_that_look_alike_are_passed_over(video: Path) -> None:
    frames = clip_keyframes(video, 0.0, 5.0, max_side=64)
    assert len(frames) == 2
    assert frames[0].time_s == pytest.approx(0.0, abs=0.1)
    assert frames[1].time_s == pytest.approx(2.0, abs=0.5)
    assert frames[0].rgb.shape == (48, 64, 3)
    assert float(np.abs(frames[0].rgb.astype(int) - frames[1].rgb).mean()) > 10


def test_a_stretch_in_the_middle(video: Path) -> None:
    (frame,) = clip_keyframes(video, 3.0, 1.0, max_side=64)
    assert frame.time_s == pytest.approx(3.0, abs=0.1)
    assert clip_keyframes(video, 60.0, 5.0, max_side=64) == []
    assert len(clip_keyframes(video, 0.0, 5.0, max_side=64, most=1)) == 1


def test_black_frames_are_left_out_unless_there_is_nothing_else(tmp_path: Path) -> None:
    import av

    path = tmp_path / "black.mp4"
    rng = np.random.default_rng(0)
    scene = np.kron(rng.integers(0, 255, (6, 8, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=12)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(48):
            rgb = np.zeros((48, 64, 3), np.uint8) if number < 24 else scene
            for packet in stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    frames = clip_keyframes(path, 0.0, 4.0, max_side=64)
    assert [frame.time_s >= 1.9 for frame in frames] == [True]
    assert len(clip_keyframes(path, 0.0, 1.5, max_side=64)) == 1  # black is all there is


def test_what_is_no_video_says_so(tmp_path: Path, video: Path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(video.read_bytes()[:200])
    with pytest.raises(MediaError):
        clip_keyframes(bad, 0.0, 5.0, max_side=64)
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        clip_keyframes(video, 0.0, 5.0, max_side=64, context=context)

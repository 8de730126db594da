"""Videos: facts, exact frames, odd rates, turned and stretched pictures, damage."""

import struct
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from common.errors import MediaError
from indexers.media import frame_at, identify, iter_frames, read_video

MakeVideo = Callable[..., Path]
RATES = [Fraction(25), Fraction(24000, 1001), Fraction(7, 3), Fraction(60), Fraction(1)]


def numbered(count: int) -> list[NDArray[np.uint8]]:
    return [np.full((48, 64, 3), 4 * k + 4, np.uint8) for k in range(count)]


def number_in(rgb: NDArray[np.uint8]) -> int:
    return round((float(rgb.mean()) - 4) / 4)


@pytest.mark.parametrize("rate", RATES)
def test_every_frame_comes_at_its_time(make_video: MakeVideo, rate: Fraction) -> None:
    path = make_video(numbered(30), rate=rate)
    frames = list(iter_frames(path, max_side=64))
    assert [number_in(f.rgb) for f in frames] == list(range(30))
    times = [f.time_s for f in frames]
    assert times == pytest.approx([float(k / rate) for k in range(30)], abs=2e-3)
    facts = read_video(path)
    assert facts.duration_s == pytest.approx(float(30 / rate), rel=0.05)
    assert facts.frame_rate == pytest.approx(float(rate), rel=0.01)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv"])
def test_a_still_is_the_frame_shown_at_that_time(
    make_video: MakeVideo, rate: Fraction, name: str
) -> None:
    path = make_video(numbered(40), rate=rate, name=name)
    for wanted in (0, 1, 11, 12, 13, 25, 39):
        for share in (0.0, 0.5, 0.9):
            still = frame_at(path, (wanted + share) / float(rate) + 1e-3, max_side=64)
            assert number_in(still.rgb) == wanted
            assert still.time_s == pytest.approx(wanted / float(rate), abs=2e-3)


def test_times_outside_give_the_first_and_the_last_frame(make_video: MakeVideo) -> None:
    path = make_video(numbered(20))
    assert number_in(frame_at(path, -5, max_side=64).rgb) == 0
    assert number_in(frame_at(path, 99, max_side=64).rgb) == 19


def test_a_variable_rate(make_video: MakeVideo) -> None:
    times = [0, 40, 100, 1000, 1040, 3000, 3500]
    path = make_video(numbered(7), times=times, name="vfr.mkv")
    frames = list(iter_frames(path, max_side=64))
    assert [f.time_s for f in frames] == pytest.approx([t / 1000 for t in times], abs=2e-3)
    assert number_in(frame_at(path, 2.9, max_side=64).rgb) == 4
    assert number_in(frame_at(path, 0.5, max_side=64).rgb) == 2
    sparse = [number_in(f.rgb) for f in iter_frames(path, max_side=64, every_s=1.0)]
    assert sparse == [0, 3, 5]


@pytest.mark.parametrize("every_s", [0.1, 0.5, 1.0])
def test_uniform_frames_keep_to_the_raster(make_video: MakeVideo, every_s: float) -> None:
    path = make_video(numbered(50), rate=Fraction(24000, 1001))
    times = [f.time_s for f in iter_frames(path, max_side=32, every_s=every_s)]
    for k, time_s in enumerate(times):
        assert k * every_s - 1e-3 <= time_s < k * every_s + 1 / 23
    assert len(times) == int(49 * 1001 / 24000 / every_s) + 1


def corners(width: int = 64, height: int = 48) -> NDArray[np.uint8]:
    picture = np.zeros((height, width, 3), np.uint8)
    picture[: height // 2, : width // 2] = (220, 20, 20)  # red, top left
    return picture


@pytest.mark.parametrize(
    ("matrix", "size", "corner"),
    [
        ((0, 1, -1, 0), (48, 64), (0, -1)),  # a phone held upright: a quarter to the right
        ((-1, 0, 0, -1), (64, 48), (-1, -1)),
        ((0, -1, 1, 0), (48, 64), (-1, 0)),
    ],
)
def test_turned_videos_come_upright(
    make_video: MakeVideo,
    matrix: tuple[int, int, int, int],
    size: tuple[int, int],
    corner: tuple[int, int],
) -> None:
    path = make_video([corners()] * 5)
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 4 + 20 + 16  # version, times and ids, layer and volume
    a, b, c, d = (value * 0x10000 for value in matrix)
    struct.pack_into(">9i", data, at, a, b, 0, c, d, 0, 0, 0, 0x40000000)
    path.write_bytes(bytes(data))
    facts = read_video(path)
    assert (facts.width, facts.height) == size
    rgb = frame_at(path, 0, max_side=64).rgb
    assert rgb.shape[:2] == size[::-1]
    reds = {
        (y, x): int(rgb[y * 5 if y else 5, x * 5 if x else 5, 0]) for y in (0, -1) for x in (0, -1)
    }
    assert max(reds, key=lambda place: reds[place]) == corner


def test_stretched_pixels_become_square(make_video: MakeVideo) -> None:
    path = make_video([corners()] * 3, ratio=Fraction(2), name="wide.mkv")
    facts = read_video(path)
    assert (facts.width, facts.height) == (128, 48)
    assert frame_at(path, 0, max_side=64).rgb.shape == (24, 64, 3)


def test_what_the_container_says(make_video: MakeVideo) -> None:
    said = {
        "title": "Trip",
        "creation_time": "2019-07-01T10:20:30.000000Z",
        "location": "+48.8584+002.2945/",
        "comment": "windy",
    }
    path = make_video(numbered(3), metadata=said, options={"movflags": "use_metadata_tags"})
    facts = read_video(path)
    assert facts.title == "Trip"
    assert facts.taken_at == datetime(2019, 7, 1, 10, 20, 30)  # noqa: DTZ001
    assert facts.time_source == "container"
    assert (facts.latitude, facts.longitude) == (48.8584, 2.2945)
    assert facts.codec == "mpeg4"
    assert facts.extra["comment"] == "windy"


def test_an_unset_clock_is_no_time(make_video: MakeVideo) -> None:
    path = make_video(numbered(3), metadata={"creation_time": "1904-01-01T00:00:00.000000Z"})
    assert read_video(path).taken_at is None
    said = {"date": "9999-12-31T23:59:59-03:00"}
    path = make_video(numbered(3), metadata=said, options={"movflags": "use_metadata_tags"})
    assert read_video(path).taken_at is None, "behind the last day of the calendar"


# -- what is wrong


def test_an_empty_and_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "none.mp4"
    with pytest.raises(MediaError, match="cannot be read"):
        read_video(path)
    path.write_bytes(b"")
    with pytest.raises(MediaError, match="the file is empty"):
        read_video(path)


def test_a_video_cut_off_before_its_index(make_video: MakeVideo) -> None:
    path = make_video(numbered(20))
    path.write_bytes(path.read_bytes()[:1500])
    with pytest.raises(MediaError, match="damaged or cut off"):
        read_video(path)
    with pytest.raises(MediaError, match="damaged or cut off"):
        list(iter_frames(path, max_side=64))
    with pytest.raises(MediaError, match="damaged or cut off"):
        frame_at(path, 0, max_side=64)


def test_a_video_cut_off_behind_its_index_gives_what_is_there(make_video: MakeVideo) -> None:
    rng = np.random.default_rng(0)
    noise = [rng.integers(0, 256, (48, 64, 3), dtype=np.uint8) for _ in range(40)]
    path = make_video(noise, name="cut.mkv")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    frames = list(iter_frames(path, max_side=64))
    assert 5 < len(frames) < 40


def test_damage_in_the_middle_costs_only_some_frames(make_video: MakeVideo) -> None:
    rng = np.random.default_rng(0)
    noise = [rng.integers(0, 256, (48, 64, 3), dtype=np.uint8) for _ in range(40)]
    path = make_video(noise)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 400] = bytes(400)
    path.write_bytes(bytes(data))
    assert len(list(iter_frames(path, max_side=64))) >= 25


@pytest.mark.parametrize("seed", range(12))
def test_random_damage_raises_media_errors_only(make_video: MakeVideo, seed: int) -> None:
    name = ("d.mp4", "d.mkv", "d.avi")[seed % 3]
    path = make_video(numbered(10), name=name)
    rng = np.random.default_rng(seed)
    data = bytearray(path.read_bytes())
    for at in rng.integers(0, len(data), 60):
        data[at] = rng.integers(0, 256)
    path.write_bytes(bytes(data))
    identify(path)
    for read in (read_video, lambda p: frame_at(p, 0.2, max_side=32)):
        with suppress(MediaError):
            read(path)


@pytest.mark.parametrize(
    "name", ["http:__x.mp4", "a:b 'c' \"d\".mp4", "100%d.mp4", "new\nline.mp4"]
)
def test_no_name_is_taken_for_a_protocol(make_video: MakeVideo, name: str) -> None:
    path = make_video(numbered(3))
    path = path.rename(path.with_name(name))
    assert number_in(frame_at(path, 0, max_side=64).rgb) == 0


def test_a_name_that_is_no_utf8(make_video: MakeVideo) -> None:
    path = make_video(numbered(3))
    path = path.rename(path.with_name(b"bad \xff.mp4".decode("utf-8", "surrogateescape")))
    assert identify(path).format == "mp4"
    assert read_video(path).width == 64


@pytest.mark.data
def test_real_videos(shared_data: Path) -> None:
    facts = read_video(shared_data / "video" / "bikes.mp4")
    assert (facts.width, facts.height, facts.duration_s) == (640, 272, 10.0)
    path = shared_data / "video" / "big_buck_bunny_0_30.webm"
    frames = {round(f.time_s, 3): f.rgb for f in iter_frames(path, max_side=64, every_s=5)}
    for time_s, rgb in frames.items():
        assert (frame_at(path, time_s, max_side=64).rgb == rgb).all()

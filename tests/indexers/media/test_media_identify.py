"""Files are judged by content; OTHER gives a reason only where a name promises media."""

import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from common.errors import MediaError
from common.jobs import JobCancelled, JobContext
from indexers.media import MediaClass, content_hash, identify

FILM = {"title": "Dune", "year": 2021, "genres": ["Drama"], "plot": "Sand."}


def written(folder: Path, content: bytes | str, name: str = "file") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "codec", "expected"),
    [
        ("a.mp4", "mpeg4", "mp4"),
        ("a.mov", "mpeg4", "mov"),
        ("a.mkv", "mpeg4", "mkv"),
        ("a.webm", "libvpx", "webm"),
        ("a.avi", "mpeg4", "avi"),
        ("a.ts", "mpeg2video", "mpegts"),
        ("a.mpg", "mpeg2video", "mpeg"),
        ("a.flv", "flv", "flv"),
    ],
)
def test_video_containers(
    make_video: Callable[..., Path], name: str, codec: str, expected: str
) -> None:
    rng = np.random.default_rng(0)  # noise, so that a transport stream fills some packets
    frames = [rng.integers(0, 256, (48, 64, 3), dtype=np.uint8) for _ in range(6)]
    made = make_video(frames, name=name, codec=codec)
    path = made.rename(made.with_name("renamed.jpg"))
    assert identify(path).kind is MediaClass.VIDEO
    assert identify(path).format == expected


@pytest.mark.parametrize("name", ["sound.mp4", "sound.mkv"])
def test_sound_alone_is_no_video(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.float32), "fltp", "mono")
        frame.sample_rate = 8000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    found = identify(path)
    assert found.kind is MediaClass.OTHER
    assert "only sound" in found.reason


def test_a_damaged_container_stays_a_video_so_that_reading_can_say_why(tmp_path: Path) -> None:
    path = written(tmp_path, b"\0\0\0\x18ftypmp42" + b"\0" * 500, "clip.mp4")
    assert identify(path).kind is MediaClass.VIDEO


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (json.dumps(FILM) + "\n" + json.dumps(FILM), "jsonl"),
        (json.dumps([FILM, FILM], indent=1), "json"),
        ("Title,Release Date,Genres\nDune,2021-09-15,Drama\n", "csv"),
        ("title\tyear\tdirector\nDune\t2021\tVilleneuve\n", "tsv"),
        ("\ufefftitle;year;cast\nDune;2021;Zendaya\n", "csv"),
    ],
)
def test_film_lists_plain_and_packed(tmp_path: Path, content: str, expected: str) -> None:
    plain = identify(written(tmp_path, content, "list.txt"))
    packed = identify(written(tmp_path, gzip.compress(content.encode()), "list.bin"))
    assert (plain.kind, plain.format) == (MediaClass.FILM_LIST, expected)
    assert (packed.kind, packed.format) == (MediaClass.FILM_LIST, f"{expected}.gz")


@pytest.mark.parametrize(
    "content",
    [
        "file,split,class_id,class\na.jpg,train,1,apple\n",
        '{"title": "Settings", "version": 3}',
        '{"a": 1}\n{"b": 2}',
        "title,tags,url,language\nA page,x,http://x,en\n",
        "[1, 2, 3]",
        "Dear Anna,\nhow are you, and the film?\n",
        b"\x1f\x8b broken",
        b"\0\1\2\3" * 100,
        b"BM is how this letter begins, no picture",
    ],
)
def test_other_files_are_passed_over_in_silence(tmp_path: Path, content: bytes | str) -> None:
    found = identify(written(tmp_path, content, "notes.dat"))
    assert (found.kind, found.reason) == (MediaClass.OTHER, "")


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "the file is empty"), (b"nonsense" * 9, "none of the known")]
)
@pytest.mark.parametrize("name", ["a.JPG", "b.mp4", "c.heic", "d.m2ts"])
def test_a_name_that_promises_media_earns_a_reason(
    tmp_path: Path, content: bytes, reason: str, name: str
) -> None:
    assert reason in identify(written(tmp_path, content, name)).reason


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nHello\n", "srt"),
        ("\ufeffWEBVTT - talk\n\n00:01.000 --> 00:02.000\nHello\n", "vtt"),
    ],
)
def test_subtitles(tmp_path: Path, content: str, expected: str) -> None:
    found = identify(written(tmp_path, content))
    assert (found.kind, found.format) == (MediaClass.SUBTITLES, expected)


def test_unreadable_is_a_media_error(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="cannot be read"):
        identify(tmp_path / "gone")
    with pytest.raises(MediaError, match="cannot be read"):
        content_hash(tmp_path)


def test_the_hash_covers_the_whole_content(tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000
    path = written(tmp_path, content)
    expected = hashlib.blake2b(content, digest_size=20).hexdigest()
    assert content_hash(path) == content_hash(path, JobContext()) == expected
    other = written(tmp_path, content[:-1] + b"\0", "other")
    assert content_hash(other) != expected


def test_hashing_stops_when_cancelled(tmp_path: Path) -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        content_hash(written(tmp_path, b"x"), context)


@pytest.mark.data
def test_the_real_files_are_what_they_are(shared_data: Path) -> None:
    wanted = {
        "exif": MediaClass.IMAGE,
        "movies": MediaClass.FILM_LIST,
        "vg": MediaClass.OTHER,
        "words": MediaClass.OTHER,
        "factual_sg": MediaClass.OTHER,
    }
    for folder, kind in wanted.items():
        for path in (shared_data / folder).iterdir():
            assert identify(path).kind is kind, path.name
    for path in (shared_data / "video").glob("*.[mw]*"):
        assert identify(path).kind is MediaClass.VIDEO


@pytest.mark.parametrize("mark", ["[", '{"a":'])
def test_brackets_without_end_are_no_list(tmp_path: Path, mark: str) -> None:
    assert identify(written(tmp_path, mark * 60_000, "odd.txt")).kind is MediaClass.OTHER

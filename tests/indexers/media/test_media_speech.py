"""Subtitles as speech: both file formats, encodings, sidecars, tracks inside a video."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from common.errors import MediaError
from common.values import TextKind
from indexers.media import speech_of
from indexers.media.subtitles import decode_text, find_sidecars, parse_subtitles, read_subtitles

MakeVideo = Callable[..., Path]

SRT = """1
00:00:01,500 --> 00:00:03,000
<i>Hello</i> &amp; welcome,
{\\an8}dear <font color="red">friends</font>.

2
00:01:00,000 --> 00:01:02,250
99
Second

3
00:00:05,000 --> 00:00:04,000
ends before it starts

4
00:00:06,000 --> 00:00:07,000

"""
VTT = """WEBVTT

NOTE nobody says this

STYLE
::cue { color: red }

intro
00:02.000 --> 00:04.500 align:start position:10%
<v Anna>Good <b>morning</b>

1:00:00.000 --> 1:00:01.000
Later
"""


def test_srt() -> None:
    cues = parse_subtitles(SRT)
    assert [(c.start_s, c.end_s, c.content) for c in cues] == [
        (1.5, 3.0, "Hello & welcome, dear friends."),
        (60.0, 62.25, "99 Second"),
    ]
    assert all(c.kind is TextKind.SPEECH for c in cues)


def test_vtt_without_notes_and_styles() -> None:
    cues = parse_subtitles(VTT.replace("\n", "\r\n"))
    assert [(c.start_s, c.end_s, c.content) for c in cues] == [
        (2.0, 4.5, "Good morning"),
        (3600.0, 3601.0, "Later"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes("1\n00:00:01,000 --> 00:00:02,000\nÇa va, Zoë?\n".encode(encoding))
    (cue,) = read_subtitles(path)
    assert cue.content == "Ça va, Zoë?"


def test_a_character_cut_in_half_does_not_change_the_encoding() -> None:
    assert decode_text("größer".encode()[:4]) == "grö"


def test_a_file_without_cues_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text("nothing here")
    with pytest.raises(MediaError, match="no subtitle"):
        read_subtitles(path)
    with pytest.raises(MediaError, match="cannot be read"):
        read_subtitles(tmp_path / "gone.srt")


def test_sidecars_share_the_stem(tmp_path: Path) -> None:
    for name in ("Film.srt", "film.en.vtt", "film2.srt", "other.srt", "film.txt"):
        (tmp_path / name).touch()
    found = [p.name for p in find_sidecars(tmp_path / "film.mp4")]
    assert found == ["Film.srt", "film.en.vtt"]
    assert find_sidecars(tmp_path / "gone" / "film.mp4") == []


def test_speech_comes_from_the_first_good_sidecar(make_video: MakeVideo) -> None:
    video = make_video([np.zeros((48, 64, 3), np.uint8)] * 3)
    assert speech_of(video) == []
    video.with_suffix(".de.srt").write_text("damaged")
    video.with_suffix(".srt").write_text(SRT)
    assert [t.content for t in speech_of(video)][1] == "99 Second"


def test_speech_from_a_track_inside(make_video: MakeVideo, tmp_path: Path) -> None:
    video = make_video([np.zeros((48, 64, 3), np.uint8)] * 50, name="silent.mkv")
    words = tmp_path / "words.srt"
    words.write_text("1\n00:00:00,500 --> 00:00:01,250\n<i>Well</i>, hello\n\n"
                     "2\n00:00:01,500 --> 00:00:01,900\nagain, and again\n")  # fmt: skip
    path = tmp_path / "talk.mkv"
    with av.open(str(video)) as pictures, av.open(str(words)) as said:
        source = said.streams.subtitles[0]
        packets = [p for p in said.demux(source) if p.pts is not None]
        with av.open(str(path), "w") as out:
            moving = out.add_stream_from_template(pictures.streams.video[0])
            track = out.add_stream_from_template(source)
            for packet in pictures.demux(pictures.streams.video[0]):
                if packet.dts is not None:
                    packet.stream = moving
                    out.mux(packet)
            for packet in packets:
                packet.stream = track
                out.mux(packet)
    words.unlink()
    texts = speech_of(path)
    assert [t.content for t in texts] == ["Well, hello", "again, and again"]
    assert [t.start_s for t in texts] == pytest.approx([0.5, 1.5], abs=0.05)
    assert [t.end_s for t in texts] == pytest.approx([1.25, 1.9], abs=0.05)


def test_no_video_no_speech(tmp_path: Path) -> None:
    assert speech_of(tmp_path / "gone.mp4") == []

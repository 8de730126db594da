"""Spoken words from subtitles: SubRip and WebVTT files, and text tracks inside a video."""

import html
import re
from pathlib import Path

from common.errors import MediaError
from common.values import Text, TextKind
from indexers.media.hashing import unreadable

_LARGEST = 32 << 20
_CLOCK = r"(?:(\d+):)?(\d{1,2}):(\d{2})(?:[,.](\d{1,3}))?"
_CUE = re.compile(rf"^\s*{_CLOCK}\s*-->\s*{_CLOCK}", re.MULTILINE)
_SRT_START = re.compile(r"^\s*\d+\s*\r?\n\s*\d+:\d\d:\d\d[,.]\d+\s*-->")
_MARKUP = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,200}\}")
_SUFFIXES = (".srt", ".vtt")
_NOT_SPOKEN = ("NOTE", "STYLE", "REGION")


def sniff_subtitles(head: bytes) -> str:
    """Return "vtt", "srt" or "" by the first bytes of a file."""
    text = decode_text(head[:4096]).lstrip("\ufeff")
    if re.match(r"WEBVTT(\s|$)", text):
        return "vtt"
    return "srt" if _SRT_START.match(text) else ""


def decode_text(data: bytes) -> str:
    """Decode a text file by its byte order mark, as UTF-8, or else as Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8-sig")  # a character cut by the caller
        return data.decode("cp1252", "replace")


def read_subtitles(path: Path) -> list[Text]:
    """Read a SubRip or WebVTT file as SPEECH texts in order of time; cues that say nothing go.

    Raises:
        MediaError: the file cannot be read, is huge, or holds no cue.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise MediaError(path, "the file is far too large for subtitles")
        content = decode_text(path.read_bytes())
    except OSError as error:
        raise unreadable(path, error) from error
    cues = parse_subtitles(content, source=path.name)
    if not cues:
        raise MediaError(path, "it holds no subtitle with a time and a text")
    return cues


def parse_subtitles(content: str, *, source: str = "subtitles") -> list[Text]:
    """Parse SubRip or WebVTT text; broken cues are left out, times in seconds."""
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    found = list(_CUE.finditer(content))
    cues = []
    for index, match in enumerate(found):
        line_end = content.find("\n", match.end())
        stop = found[index + 1].start() if index + 1 < len(found) else len(content)
        body = content[line_end:stop] if 0 <= line_end < stop else ""
        words = spoken(_first_block(body))
        start, end = _seconds(match.groups()[:4]), _seconds(match.groups()[4:])
        if words and end >= start:
            cues.append(Text(TextKind.SPEECH, words, start, end, source))
    return sorted(cues, key=lambda cue: cue.start_s or 0.0)


def _first_block(body: str) -> str:
    """The lines up to the blank one; what follows is the next cue's number or a comment."""
    lines = []
    for line in body.lstrip("\n").split("\n"):
        if not line.strip():
            break
        lines.append(line)
    return "" if lines and lines[0].startswith(_NOT_SPOKEN) else "\n".join(lines)


def spoken(markup: str) -> str:
    """Return the words of a cue without tags and line breaks."""
    text = markup.replace("\\N", " ").replace("\\n", " ")
    return " ".join(html.unescape(_MARKUP.sub("", text)).split())


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + float(f"0.{fraction or 0}")


def find_sidecars(video: Path) -> list[Path]:
    """Return subtitle files beside a video: same stem, or stem plus a language ("film.en.srt")."""
    try:
        # An object of a store asks for the names that begin like its own, not for all of a prefix.
        listed = getattr(video, "beside", None) or video.parent.iterdir
        beside = sorted(listed())
    except OSError:
        return []
    stem = video.stem.lower()
    return [
        path
        for path in beside
        if path.suffix.lower() in _SUFFIXES
        and (path.stem.lower() == stem or path.stem.lower().rpartition(".")[0] == stem)
    ]

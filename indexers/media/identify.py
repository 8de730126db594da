"""What a file is, judged by its content; names only say whether media was promised.

Signatures of videos are those of the formats' own specifications: ISO base media (ISO 14496-12),
RIFF, Matroska (EBML), MPEG-2 systems (ISO 13818-1), ASF, FLV, Ogg; of pictures see `signatures`.
"""

import re
from pathlib import Path

from indexers.media.filmcolumns import sniff_film_list
from indexers.media.hashing import unreadable
from indexers.media.readers import HEAD, format_of
from indexers.media.subtitles import sniff_subtitles
from indexers.media.types import MediaClass, MediaType
from indexers.media.video import has_pictures

_TS_PACKET = 188
_AUDIO_BRANDS = {b"M4A ", b"M4B ", b"M4P "}
_BARE_QUICKTIME = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_MEDIA_SUFFIXES = re.compile(
    r"\.(jpe?g|jpe|a?png|webp|avif|hei[cf]|gif|tiff?|bmp|mp4|m4v|mov|mkv|webm|avi|m?ts|m2ts|mpe?g"
    r"|flv|wmv|ogv|3gp|srt|vtt)",
    re.IGNORECASE,
)


def identify(path: Path) -> MediaType:
    """Say what a file holds; video containers are confirmed to hold pictures.

    Args:
        path: any file; its suffix decides nothing but whether OTHER carries a reason.

    Raises:
        MediaError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise unreadable(path, error) from error
    if not head:
        return _other(path, "empty", "the file is empty")
    if image := format_of(head):
        return MediaType(MediaClass.IMAGE, image)
    if video := _video_format(head):
        if has_pictures(path) is False:  # None: damaged; reading it will say how
            return _other(path, video, "it holds no pictures, only sound or data")
        return MediaType(MediaClass.VIDEO, video)
    if subtitles := sniff_subtitles(head):
        return MediaType(MediaClass.SUBTITLES, subtitles)
    if films := sniff_film_list(head):
        return MediaType(MediaClass.FILM_LIST, films)
    return _other(path, "", "its content is none of the known picture or video formats")


def _other(path: Path, name: str, reason: str) -> MediaType:
    promised = _MEDIA_SUFFIXES.fullmatch(path.suffix) is not None
    return MediaType(MediaClass.OTHER, name, reason if promised else "")


def _video_format(head: bytes) -> str:
    name = _container_by_magic(head)
    if name:
        return name
    for start, step in ((0, _TS_PACKET), (4, _TS_PACKET + 4)):  # plain, and with time codes (M2TS)
        marks = head[start : start + 5 * step : step]
        if len(marks) == 5 and set(marks) == {0x47}:
            return "mpegts"
    return ""


def _container_by_magic(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        major = head[8:12]
        if major in _AUDIO_BRANDS:
            return "m4a"
        return "mov" if major == b"qt  " else "mp4"
    if head[4:8] in _BARE_QUICKTIME:
        return "mov"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "webm" if b"webm" in head[:128] else "mkv"
    if head[:4] == b"RIFF" and head[8:12] in {b"AVI ", b"AVIX"}:
        return "avi"
    signatures = {
        b"\0\0\1\xba": "mpeg",
        b"\0\0\1\xb3": "mpeg",
        b"0&\xb2u\x8ef\xcf\x11": "asf",
        b"FLV\1": "flv",
        b"OggS": "ogg",
    }
    return next((name for magic, name in signatures.items() if head.startswith(magic)), "")

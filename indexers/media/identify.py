"""What a file is, judged by its content; names only say whether media was promised.

Signatures are those of the formats' own specifications: JFIF/Exif, PNG, RIFF, ISO base media (ISO
14496-12: brands), TIFF 6, BMP, Matroska (EBML), MPEG-2 systems (ISO 13818-1), ASF, FLV, Ogg.
"""

import re
import struct
from pathlib import Path

from indexers.media.filmcolumns import sniff_film_list
from indexers.media.hashing import unreadable
from indexers.media.subtitles import sniff_subtitles
from indexers.media.types import MediaClass, MediaType
from indexers.media.video import has_pictures

_HEAD = 64 * 1024
_TS_PACKET = 188
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
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
            head = file.read(_HEAD)
    except OSError as error:
        raise unreadable(path, error) from error
    if not head:
        return _other(path, "empty", "the file is empty")
    if image := _image_format(head):
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


def _image_format(head: bytes) -> str:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return "tiff"
    if head.startswith(b"BM") and _is_bmp(head):
        return "bmp"
    brands = _brands(head)
    if brands & _AVIF_BRANDS:
        return "avif"
    return "heic" if brands & _HEIF_BRANDS else ""


def _is_bmp(head: bytes) -> bool:
    """Whether the info header has one of its known sizes; "BM" alone starts many texts."""
    if len(head) < 26:
        return False
    return struct.unpack_from("<I", head, 14)[0] in {12, 16, 40, 52, 56, 64, 108, 124}


def _brands(head: bytes) -> set[bytes]:
    """Major and compatible brands of an ISO base media file."""
    if head[4:8] != b"ftyp":
        return set()
    size = min(struct.unpack_from(">I", head)[0], len(head), 256)
    return {head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))}


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

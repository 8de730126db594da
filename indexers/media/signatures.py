"""How pictures begin: the signatures of the formats that everybody has.

They are those of the formats' own specifications: JFIF/Exif, PNG, GIF, RIFF, TIFF 6, BMP, and ISO
base media (ISO 14496-12: brands) for AVIF and HEIC.
"""

import struct

_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def picture_format(head: bytes) -> str:
    """Return the format of a picture, "" for none that is known.

    Args:
        head: how the file begins.
    """
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

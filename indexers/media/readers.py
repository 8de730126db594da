"""Formats of pictures by name: each says whether a file is its own, and reads it.

The formats that everybody has are one reader, `common`; docs/extending.md shows how to add one.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from common.registry import Registry
from indexers.media.signatures import picture_format
from indexers.media.types import DecodedImage

HEAD = 64 * 1024  # bytes that a reader may look at to know its own


class PictureReader(Protocol):
    """Reads pictures of some formats."""

    def sniff(self, head: bytes) -> str:
        """Return the name of the format that a file begins with, "" for none of this reader's.

        Args:
            head: the first HEAD bytes, fewer of a short file.
        """
        ...

    def read(self, path: Path, *, max_side: int, max_megapixels: int) -> DecodedImage:
        """Decode a picture, longest side at most max_side, upright, with the facts it carries.

        Raises:
            MediaError: it is empty, damaged, cut off or larger than max_megapixels; says why.
            Exception: OSError, ValueError and the like become a MediaError, "damaged".
        """
        ...


class CommonPictures:
    """JPEG, PNG, GIF, WebP, TIFF, BMP, AVIF and HEIC."""

    def sniff(self, head: bytes) -> str:
        """Return "jpeg", "png", ...; "" for what begins with no signature of a picture."""
        return picture_format(head)

    def read(self, path: Path, *, max_side: int, max_megapixels: int) -> DecodedImage:
        """Decode by OpenCV or Pillow."""
        from indexers.media.images import read_common

        return read_common(path, max_side=max_side, max_megapixels=max_megapixels)


picture_readers: Registry[PictureReader] = Registry("picture reader")
_add: Callable[[type[CommonPictures]], type[CommonPictures]] = picture_readers.register("common")
_add(CommonPictures)


def format_of(head: bytes) -> str:
    """Return the format of a picture, "" where no reader knows it."""
    for name in picture_readers:
        if found := picture_readers.create(name).sniff(head):
            return found
    return ""


def reader_of(path: Path) -> PictureReader:
    """Return who reads a picture; `common`, which says what is wrong, where nobody knows it.

    Raises:
        OSError: the file cannot be read.
    """
    others = [name for name in picture_readers if name != "common"]
    if others:
        with path.open("rb") as file:
            head = file.read(HEAD)
        for reader in (CommonPictures(), *map(picture_readers.create, others)):
            if reader.sniff(head):
                return reader
    return CommonPictures()

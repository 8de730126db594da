"""Pictures to trace, read safely: turned upright, reduced, clear parts kept."""

import io
from pathlib import Path
from typing import Final

from app.services.body_document_types import PAGE, BodyNote, Underlay, View
from app.services.body_reading import read_pixels
from common.errors import QueryError

SIDE: Final = 2048
"""Pixels of the longest side that a picture is kept at."""

MAX_BYTES: Final = 300_000_000
_QUALITY: Final = 88


def read_underlay(path: Path, view: View = "front") -> tuple[Underlay, tuple[str, ...]]:
    """Return a picture to lay below a drawing, fitted to the page, and notes about it.

    Args:
        path: a picture of any size up to 89 megapixels.
        view: the page it lies under.

    Raises:
        QueryError: it is no picture, damaged, or too large.
    """
    from PIL import Image

    try:
        size = path.stat().st_size
    except OSError as error:
        raise QueryError(
            f"“{path.name}” cannot be read ({error.strerror or error}).", hint="Check the file."
        ) from None
    if size > MAX_BYTES:
        raise QueryError(f"“{path.name}” is too large.", hint="Save the picture smaller.")
    pixels = read_pixels(path)
    height, width = pixels.shape[:2]
    picture = Image.fromarray(pixels)
    notes: tuple[str, ...] = ()
    if max(height, width) > SIDE:
        picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        notes = (BodyNote("underlay-reduced", width=width, height=height, side=SIDE),)
    out = io.BytesIO()
    if picture.mode == "RGBA":
        picture.save(out, "PNG")
    else:
        picture.save(out, "JPEG", quality=_QUALITY)
    place = fitted_place(picture.width, picture.height)
    return Underlay(out.getvalue(), path.name, picture.size, place=place, view=view), notes


def fitted_place(width: int, height: int) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a picture that fills the page from its middle."""
    scale = PAGE / max(width, height, 1)
    across, down = width * scale, height * scale
    return (PAGE - across) / 2, (PAGE - down) / 2, across, down

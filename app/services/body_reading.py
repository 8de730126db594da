"""Files that hold drawings, or bodies of ours."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.services.body_document_types import BodyNote
from app.services.body_import import BODY_SUFFIXES, is_body, is_guess, read_body
from common.errors import QueryError
from common.stroke_files import read_drawing, read_svg
from common.strokes import Stroke
from models.body.files import BodyNumbers
from models.sketch.scan import strokes_of_picture

PICTURE_SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")
DRAWING_SUFFIXES: Final = (".json", ".svg", *PICTURE_SUFFIXES)
_MOST_BYTES: Final = 200_000_000
_MOST_PIXELS: Final = 89_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A drawing, or a body that needs no reading.

    Args:
        path: the file.
        strokes: the drawing's.
        numbers: of the body, where the file holds one.
        notes: what is odd about the picture.
    """

    path: Path
    strokes: tuple[Stroke, ...] = ()
    numbers: BodyNumbers | None = None
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its name, for people."""
        return self.path.name


def read_drawn(path: Path, frame: int = 0) -> Drawn:
    """Return what a file holds.

    Args:
        path: a drawing, or a body: JSON of ours, key points, GLB, or a motion.
        frame: of a motion.

    Raises:
        QueryError: it is no drawing, empty, damaged, or too large.
    """
    suffix = path.suffix.lower()
    if suffix in PICTURE_SUFFIXES:
        strokes, notes = strokes_of_picture(read_pixels(path))
        return Drawn(path, tuple(strokes), notes=tuple(notes))
    if suffix not in DRAWING_SUFFIXES:
        if suffix in BODY_SUFFIXES:
            return Drawn(path, numbers=read_body(path, frame))
        known = dict.fromkeys((*DRAWING_SUFFIXES, *BODY_SUFFIXES))
        raise QueryError(f"“{path.name}” is no drawing.", hint=f"Give one of {', '.join(known)}.")
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise QueryError(f"“{path.name}” is too large for a drawing.", hint="Save it smaller.")
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(
            f"“{path.name}” cannot be read ({error}).", hint="Check the file."
        ) from None
    if suffix == ".svg":
        return Drawn(path, tuple(read_svg(text)))
    if is_body(text):
        guess = (str(BodyNote("guessed-pose")),) if is_guess(path) else ()
        return Drawn(path, numbers=read_body(path, frame), notes=guess)
    return Drawn(path, tuple(read_drawing(text)))


def check_pixels(size: tuple[int, int]) -> None:
    """Refuse a picture that would take too much memory; Pillow's own limit is switched off.

    Args:
        size: (width, height) in pixels, from its header.

    Raises:
        ValueError: it has more than 89 million.
    """
    if size[0] * size[1] > _MOST_PIXELS:
        raise ValueError(f"{size[0]:,} x {size[1]:,} pixels are too many")


def read_pixels(path: Path) -> NDArray[np.uint8]:
    """Return a picture, uint8 (H, W, 3) or, with transparency, (H, W, 4), turned upright.

    Raises:
        QueryError: it is none, damaged, or too large.
    """
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # about damaged notes in a picture
            with Image.open(path) as opened:
                check_pixels(opened.size)
                turned = ImageOps.exif_transpose(opened)
                clear = "A" in turned.getbands() or "transparency" in turned.info
                if turned.mode.startswith("I;16"):
                    grey = (np.asarray(turned).astype(np.float32) / 257.0).astype(np.uint8)
                    return np.repeat(grey[..., None], 3, 2)
                return np.asarray(turned.convert("RGBA" if clear else "RGB"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise QueryError(
            f"“{path.name}” cannot be opened as a picture ({error}).", hint="Check the file."
        ) from None

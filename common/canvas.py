"""What is placed on the canvas of a search: colours, objects, texts and pictures, each in its box.

Coordinates are fractions of the picture (0-1), origin top left; a box may reach beyond the canvas,
what lies outside is not looked at. The sources: colour boxes of VISIONE and the 3 x 3 colours of
VERGE, objects as icons of IVOS, localised texts of SOMHunter 2 and the collage of SOMHunter (Tenth
Video Browser Showdown, 2021).
"""

from dataclasses import dataclass, field
from typing import Literal

Size = Literal["any", "small", "medium", "large"]


@dataclass(frozen=True, slots=True)
class Region:
    """A box on the canvas.

    Args:
        x: left edge, fraction of the width.
        y: top edge, fraction of the height.
        width: fraction of the width, > 0.
        height: fraction of the height, > 0.
    """

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ColourShape:
    """Pixels of one colour in a region.

    Args:
        region: where.
        colour: sRGB, 0-255.
        weight: how much it counts, >= 0.
        absent: the colour must not be there.
    """

    region: Region
    colour: tuple[int, int, int]
    weight: float = 1.0
    absent: bool = False


@dataclass(frozen=True, slots=True)
class ObjectShape:
    """Objects of one class.

    Args:
        label: class, as detectors name it ("person").
        region: where, or None for anywhere.
        least: at least so many, >= 0; 0 with most = 0 says that there must be none.
        most: at most so many; None for any number.
        size: share of the picture: small < 5 %, medium, large > 25 %; "any" with a region takes
            the region's.
        colour: sRGB that the object, or a part of it, shall have; None for any.
        confidence: least score of the detector, 0-1.
        weight: how much it counts, >= 0.
    """

    label: str
    region: Region | None = None
    least: int = 1
    most: int | None = None
    size: Size = "any"
    colour: tuple[int, int, int] | None = None
    confidence: float = 0.0
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class TextShape:
    """What a text says shall be in a region.

    Args:
        text: words.
        region: where.
        written: True for letters to be read there (OCR), False for what is shown there.
        weight: how much it counts, >= 0.
    """

    text: str
    region: Region
    written: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class PictureShape:
    """A picture, or an item of the library, placed where something like it shall be.

    Args:
        region: where.
        item: item id, or None.
        png: pixels as a PNG file, or None; exactly one of the two is given.
        weight: how much it counts, >= 0.
    """

    region: Region
    item: int | None = None
    png: bytes | None = field(default=None, repr=False)
    weight: float = 1.0


Shape = ColourShape | ObjectShape | TextShape | PictureShape


@dataclass(frozen=True, slots=True)
class Canvas:
    """All that is placed, in the order of drawing; the last one lies on top.

    Args:
        shapes: what is placed.
        aspect: width / height of the canvas, > 0.
    """

    shapes: tuple[Shape, ...] = ()
    aspect: float = 16 / 9

"""What a picture is like, whatever it shows: light, colour or not, shape, black borders.

All is measured on a small copy, in well under a millisecond. These are the filters of VERGE
(colour or black-and-white, dominant colour), Vireo (dark frames, black borders) and VISIONE
(aspect) at the Tenth Video Browser Showdown, 2021.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from common.values import Facet
from indexers.media.colours import COLOUR_NAMES, colour_shares
from indexers.pixels import shrink

SOURCE = "properties"
VERSION = "1"
SIDE = 160  # pixels, longest side of what is measured

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601
_BLACK, _DARK, _BRIGHT = 6.0, 20.0, 70.0  # percent of full brightness
_BLACK_MOST = 16.0  # percent: a black frame has no lit twentieth
_BAR_LUMA = 24.0  # 0-255; a bar is never brighter, video black is 16
_BAR_SPREAD = 5.0  # standard deviation of what is called even
_BAR_STEP = 6.0  # the picture beside a bar is at least so much brighter on average
_BAR_SHARE = 0.02  # of the height or width; thinner ones are edges of the camera
_BAR_UNEVEN = 0.04  # of the height or width, between the two bars of a pair
_LEAST_PICTURE = 0.3  # of the height or width that is left between bars
_GREY_CHROMA = 4.0  # spread of Cb and Cr that a compressed grey picture still has
_TINT = 3.0  # spread that is left of a picture in shades of one colour
_FLECK, _FLECK_SHARE = 14.0, 98  # a fiftieth of the picture with more chroma than this is coloured
_SQUARE = 1.05
_PANORAMA = 2.0


@dataclass(frozen=True, slots=True)
class Properties:
    """What was measured of a picture.

    Args:
        brightness: mean of the picture inside its borders, 0 (black) to 100 (white).
        light: "black", "dark", "normal" or "bright".
        tone: "colour", "black-and-white", or "tinted" for shades of one colour (sepia).
        orientation: "landscape", "portrait", "square" or "panorama" (twice as wide as high).
        borders: "none", "letterbox" (above and below), "pillarbox" (left and right) or "windowbox".
        colour: name of the colour that covers most of the picture inside its borders.
        inside: top, bottom, left, right of that picture, fractions of the whole.
    """

    brightness: float
    light: str
    tone: str
    orientation: str
    borders: str
    colour: str
    inside: tuple[float, float, float, float]

    def facets(self) -> list[Facet]:
        """Return the facets to filter by."""
        said = (
            ("brightness", str(round(self.brightness))),
            ("light", self.light),
            ("tone", self.tone),
            ("orientation", self.orientation),
            ("borders", self.borders),
            ("main_colour", self.colour),
        )
        return [Facet(key, value, source=SOURCE) for key, value in said]


def measure(rgb: NDArray[np.uint8], size: tuple[int, int] | None = None) -> Properties:
    """Measure a picture.

    Args:
        rgb: uint8 (H, W, 3).
        size: (height, width) of the picture that rgb was shrunk from; None for its own.
    """
    small = shrink(rgb, SIDE)
    luma = small.astype(np.float32) @ _LUMA
    top, bottom = _bars(luma)
    left, right = _bars(luma[top:bottom].T)
    inside = luma[top:bottom, left:right]
    picture = small[top:bottom, left:right]
    brightness = float(inside.mean()) / 2.55
    height, width = size or rgb.shape[:2]
    boxes = (("none", "pillarbox"), ("letterbox", "windowbox"))
    rows, columns = luma.shape
    return Properties(
        brightness=brightness,
        light=_light(brightness, inside),
        tone=_tone(picture, inside),
        orientation=_orientation(width / max(1, height)),
        borders=boxes[(top, bottom) != (0, rows)][(left, right) != (0, columns)],
        colour=COLOUR_NAMES[int(colour_shares(np.ascontiguousarray(picture)).argmax())],
        inside=(top / rows, bottom / rows, left / columns, right / columns),
    )


def property_facets(rgb: NDArray[np.uint8], size: tuple[int, int] | None = None) -> list[Facet]:
    """Return the facets of what a picture is like; see measure()."""
    return measure(rgb, size).facets()


def _bars(luma: NDArray[np.float32]) -> tuple[int, int]:
    """Return where the picture begins and ends between two black bars; all of it without bars.

    Bars are even, black, about equally high, and what lies between them is brighter at both edges:
    so a night scene has none.
    """
    rows = len(luma)
    is_bar = (luma.max(axis=1) <= _BAR_LUMA) & (luma.std(axis=1) <= _BAR_SPREAD)
    lit = np.flatnonzero(~is_bar)
    if not len(lit):
        return 0, rows
    first, last = int(lit[0]), int(lit[-1]) + 1
    above, below = first, rows - last
    uneven = abs(above - below) > max(1.0, _BAR_UNEVEN * rows)
    if min(above, below) < max(1.0, _BAR_SHARE * rows) or uneven:
        return 0, rows
    if last - first < _LEAST_PICTURE * rows:
        return 0, rows
    # A mixed row may lie at the edge, as the bar need not end at a whole row of the small copy.
    black = float(max(luma[:above].mean(), luma[last:].mean()))
    edges = (luma[first : first + 2].mean(), luma[max(first, last - 2) : last].mean())
    return (first, last) if min(edges) >= black + _BAR_STEP else (0, rows)


def _light(brightness: float, luma: NDArray[np.float32]) -> str:
    if brightness < _BLACK and float(np.percentile(luma, 95)) / 2.55 < _BLACK_MOST:
        return "black"
    if brightness < _DARK:
        return "dark"
    return "bright" if brightness > _BRIGHT else "normal"


def _tone(rgb: NDArray[np.uint8], luma: NDArray[np.float32]) -> str:
    """Whether a picture has colours, none, or shades of one: chroma that follows brightness."""
    pixels, light = rgb[::2, ::2].astype(np.float32), luma[::2, ::2]
    chroma = np.stack([pixels[..., 2] - light, pixels[..., 0] - light], -1).reshape(-1, 2)
    if _is_within(chroma, _GREY_CHROMA):
        return "black-and-white"
    share = light.reshape(-1, 1) / 255
    # A tint is none in black and in white: a parabola of brightness says all about it.
    basis = np.hstack([np.ones_like(share), share, share**2])
    fitted = basis @ np.linalg.lstsq(basis, chroma, rcond=None)[0]
    return "tinted" if _is_within(chroma - fitted, _TINT) else "colour"


def _is_within(chroma: NDArray[np.float32], spread: float) -> bool:
    """Whether colours (N, 2) are few on the whole and nowhere strong."""
    squared = (chroma**2).sum(axis=1)
    if float(squared.mean()) / 2 >= spread**2:
        return False
    return float(np.percentile(squared, _FLECK_SHARE)) < _FLECK**2


def _orientation(aspect: float) -> str:
    if aspect >= _PANORAMA:
        return "panorama"
    if aspect > _SQUARE:
        return "landscape"
    return "portrait" if aspect < 1 / _SQUARE else "square"

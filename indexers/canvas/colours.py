"""How alike colours look: CIE-Lab, CIEDE2000, and tables of it for every colour of a thumbnail."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

BITS = 5
"""Of each channel of a code: red, green, blue, from the highest bit down."""
CODES = 1 << (3 * BITS)
TOLERANCE = 25.0
"""Difference at which a colour counts 1 / e: palettes are purer than photographs. Of 14 to 50 it
found most of 250 sketches of real photos in 36 palette colours."""
_LIGHTNESS = 1.5  # parametric factor: shade counts less than hue, as for textiles
_WHITE = np.array([0.95047, 1.0, 1.08883])  # D65
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375],
     [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip
Floats = NDArray[np.float64]


def to_lab(rgb: NDArray[np.uint8] | NDArray[np.float64]) -> Floats:
    """Return CIE-Lab (D65) of sRGB colours: float64 (..., 3), L 0-100.

    Args:
        rgb: (..., 3), 0-255.
    """
    share = np.asarray(rgb, np.float64) / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    ratio = linear @ _TO_XYZ.T / _WHITE
    root = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def difference(first: Floats, second: Floats, lightness: float = 1.0) -> Floats:
    """Return CIEDE2000 of colours in CIE-Lab, (...,); 1 is about what an eye can tell.

    After Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula: implementation notes",
    Color Research and Application 30, 2005, equations 2-22; kC = kH = 1.

    Args:
        first: (..., 3).
        second: (..., 3), broadcast against first.
        lightness: kL; larger forgives differences of shade.
    """
    (l1, a1, b1), (l2, a2, b2) = np.moveaxis(first, -1, 0), np.moveaxis(second, -1, 0)
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    grey = 1 + 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    c1, c2 = np.hypot(a1 * grey, b1), np.hypot(a2 * grey, b2)
    h1 = np.degrees(np.arctan2(b1, a1 * grey)) % 360
    h2 = np.degrees(np.arctan2(b2, a2 * grey)) % 360
    turn, middle = _hues(h1, h2)
    dl, dc = l2 - l1, c2 - c1
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1 - 0.17 * np.cos(np.radians(middle - 30)) + 0.24 * np.cos(np.radians(2 * middle))
        + 0.32 * np.cos(np.radians(3 * middle + 6)) - 0.20 * np.cos(np.radians(4 * middle - 63))
    )  # fmt: skip
    sl = lightness * (1 + 0.015 * (lm - 50) ** 2 / np.sqrt(20 + (lm - 50) ** 2))
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rotated = 30 * np.exp(-(((middle - 275) / 25) ** 2))
    turned = -np.sin(np.radians(2 * rotated)) * 2 * np.sqrt(cm**7 / (cm**7 + 25.0**7))
    parts = (dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + turned * (dc / sc) * (dh / sh)
    return np.asarray(np.sqrt(np.maximum(parts, 0.0)), np.float64)


def _hues(h1: Floats, h2: Floats) -> tuple[Floats, Floats]:
    """Return difference and mean of two hues in degrees.

    Where one colour is grey neither counts: what they are multiplied by is 0.
    """
    turn = (h2 - h1 + 180) % 360 - 180
    # The notes want +180, not -180, for opposite hues.
    turn = np.where((turn == -180) & (h2 > h1), 180.0, turn)
    return turn, (h1 + turn / 2) % 360


@cache
def lab_of_codes() -> Floats:
    """Return CIE-Lab of the middle of every code, float64 (CODES, 3)."""
    codes = np.arange(CODES)
    mask, step = (1 << BITS) - 1, 1 << (8 - BITS)
    channels = np.stack([codes >> 2 * BITS, codes >> BITS & mask, codes & mask], axis=-1)
    return to_lab(channels * step + (step - 1) / 2)


@cache
def small_lab_of_codes() -> NDArray[np.int16]:
    """Return CIE-Lab of every code in whole numbers, int16 (CODES, 3), for quick differences."""
    return np.rint(lab_of_codes()).astype(np.int16)


@cache
def likeness(colour: tuple[int, int, int]) -> NDArray[np.uint8]:
    """Return how alike each code is to a colour, uint8 (CODES,), 255 for the same.

    exp(-(d / TOLERANCE)^2) of the CIEDE2000 difference d, in which shade counts less.
    """
    asked = to_lab(np.array(colour, np.float64))
    away = difference(asked[None], lab_of_codes(), _LIGHTNESS)
    table: NDArray[np.uint8] = np.rint(255 * np.exp(-((away / TOLERANCE) ** 2))).astype(np.uint8)
    table.flags.writeable = False
    return table


def codes_of(squares: NDArray[np.uint32]) -> NDArray[np.int32]:
    """Return the codes of pixels of a thumbnail, RGBX from the lowest byte up; any shape."""
    keep, mask = 8 - BITS, (1 << BITS) - 1
    red, green, blue = (squares >> shift + keep & mask for shift in (0, 8, 16))
    return np.asarray(red << 2 * BITS | green << BITS | blue, np.int32)

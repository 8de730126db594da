"""Puts strokes into pixels: the one rasteriser of training and of the app.

A drawing is fitted to its box first, so that where and how large somebody drew does not matter; the
margin is that of the drawings that networks learned from.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.strokes import Stroke

MARGIN: Final = 0.08  # share of the side
PEN: Final = 1.2 / 128  # width of a line, share of the side
_BITS: Final = 4  # of sub-pixel precision
_FAR: Final = 4.0  # sides: points farther out are drawn at that distance

Fit = tuple[float, float, float]  # scale, shift of x, shift of y


def fit_box(strokes: Sequence[Stroke], size: int, margin: float = MARGIN) -> Fit:
    """Return (scale, dx, dy): x * scale + dx lies in the picture; (0, 0, 0) for no strokes.

    Args:
        strokes: any units.
        size: pixels of the square picture's side.
        margin: share of the side that stays free.
    """
    if not strokes:
        return 0.0, 0.0, 0.0
    points = np.concatenate([stroke.points for stroke in strokes])
    low, high = points.min(0).astype(np.float64), points.max(0).astype(np.float64)
    extent = float((high - low).max())
    scale = (1 - 2 * margin) * size / extent if extent > 1e-9 else 1.0
    middle = (low + high) / 2 * scale
    return scale, float(size / 2 - middle[0]), float(size / 2 - middle[1])


def draw(
    strokes: Sequence[Stroke],
    size: int,
    *,
    fit: Fit | None = None,
    pen: float | None = None,
    shades: Sequence[int] | None = None,
) -> NDArray[np.uint8]:
    """Return ink on paper, uint8 (size, size): 0 is black ink, 255 white paper.

    Args:
        strokes: any units.
        size: pixels of the side.
        fit: where they lie; fitted to their box by default.
        pen: width of lines in pixels; PEN by default. The strokes' own widths are for the eye and
            mean nothing here: what is drawn with a thick pen is no thicker person.
        shades: grey of each stroke, 0-255; black by default.
    """
    import cv2

    scale, dx, dy = fit or fit_box(strokes, size)
    paper = np.full((size, size), 255, np.uint8)
    width = max(1, round(PEN * size if pen is None else pen))
    for place, stroke in enumerate(strokes):
        points = stroke.points.astype(np.float64) * scale + [dx, dy]
        points = np.clip(points, -_FAR * size, (1 + _FAR) * size)
        fixed = np.round(points * 2**_BITS).astype(np.int32).reshape(-1, 1, 2)
        if len(fixed) == 1:
            fixed = np.concatenate([fixed, fixed])
        shade = 0 if shades is None else int(shades[place])
        cv2.polylines(paper, [fixed], False, shade, width, cv2.LINE_AA, _BITS)  # noqa: FBT003
    return paper


def as_input(paper: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return what networks read, float32 (1, 1, H, W): 1 is ink, 0 is paper."""
    return (1.0 - paper.astype(np.float32) / 255.0)[None, None]

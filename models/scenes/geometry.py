"""How two boxes lie to each other: the rules of visual dependency representations.

Elliott and Keller, "Image description using visual dependency representations", EMNLP 2013, with
the guards that lifelog retrieval added (Nguyen et al., MMM 2021). In front of and behind are never
said: boxes do not show depth.

**The one axis convention.** Boxes are (left, top, width, height) as fractions of the image; x grows
to the right and **y grows downwards**, so the upper one of two things has the smaller y. Distances
are fractions of the image's own width or height; directions are compared in pixels, for which the
image's aspect (width / height) is asked.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

RELATIONS: Final = ("", "surround", "on", "beside", "opposite", "above", "below")
"""Predicates by code; 0 is none."""
SURROUND, ON, BESIDE, OPPOSITE, ABOVE, BELOW = range(1, 7)

INSIDE_SHARE: Final = 0.9  # of the object's box within the subject's: the subject surrounds it
ON_SHARE: Final = 0.5  # of the subject's box within the object's: the subject is on it
APART_SHARE: Final = 0.1  # boxes that share less may be above each other
OPPOSITE_WIDTH: Final = 0.7  # of the image between two centres: they are at opposite sides

Box = tuple[float, float, float, float]


def relation(box_a: Box | None, box_b: Box | None, aspect: float = 1.0) -> str:
    """Return how the first box lies to the second: a predicate of `RELATIONS`.

    Args:
        box_a: the subject: left, top, width, height as fractions; None where it is not known.
        box_b: the object.
        aspect: width / height of the image, > 0.

    Returns:
        "" where a box is not known, not finite, or has no size at all.
    """
    if box_a is None or box_b is None:
        return ""
    code = relations(np.array([box_a]), np.array([box_b]), aspect)[0]
    return RELATIONS[int(code)]


def relations(
    first: NDArray[np.floating], second: NDArray[np.floating], aspect: ArrayLike = 1.0
) -> NDArray[np.uint8]:
    """Return how each first box lies to its second, as codes of `RELATIONS`.

    The rules, the first that holds:

    * surround: more than 0.9 of the object's box is inside the subject's;
    * on: more than half of the subject's box is inside the object's;
    * above, below: the centres differ more in height than sideways, the boxes share less than a
      tenth, and each lies wholly beyond the other's centre;
    * opposite: the centres differ more sideways, by over 0.7 of the image's width;
    * beside: all else; coincident centres as well.

    Args:
        first: (..., 4) subjects: left, top, width, height as fractions.
        second: (..., 4) objects.
        aspect: width / height of the images, fits the leading shape.

    Returns:
        uint8 of the leading shape.
    """
    a, b = np.asarray(first, np.float64), np.asarray(second, np.float64)
    share_a, share_b = shares(a, b)
    a_x, a_y = a[..., 0] + a[..., 2] / 2, a[..., 1] + a[..., 3] / 2
    b_x, b_y = b[..., 0] + b[..., 2] / 2, b[..., 1] + b[..., 3] / 2
    right, down = b_x - a_x, b_y - a_y  # from the subject to the object
    with np.errstate(invalid="ignore"):
        is_upright = np.abs(down) > np.abs(right) * np.asarray(aspect, np.float64)
        apart = (share_a < APART_SHARE) & (share_b < APART_SHARE)
        a_over = (a[..., 1] + a[..., 3] <= b_y) & (b[..., 1] >= a_y)
        b_over = (b[..., 1] + b[..., 3] <= a_y) & (a[..., 1] >= b_y)
        rules = [
            ~(has_place(a) & has_place(b)),
            share_b > INSIDE_SHARE,
            share_a > ON_SHARE,
            is_upright & apart & a_over,
            is_upright & apart & b_over,
            ~is_upright & (np.abs(right) > OPPOSITE_WIDTH),
        ]
    codes = [0, SURROUND, ON, ABOVE, BELOW, OPPOSITE]
    return np.select(rules, codes, BESIDE).astype(np.uint8)


def has_place(boxes: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Whether boxes (..., 4) are finite and have a size; a line has one, a point has none."""
    size = boxes[..., 2:]
    with np.errstate(invalid="ignore"):
        is_size = (size >= 0).all(axis=-1) & (size > 0).any(axis=-1)
    return np.asarray(is_size & np.isfinite(boxes).all(axis=-1))


def shares(
    a: NDArray[np.float64], b: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the parts of a inside b and of b inside a, (...,) each, 0-1.

    The part of a box is the product of its parts along both axes; along an axis in which it has no
    extent it is all or nothing, so that a line needs no division by its area.
    """
    part_a = _part(a, b, 0) * _part(a, b, 1)
    part_b = _part(b, a, 0) * _part(b, a, 1)
    return part_a, part_b


def _part(a: NDArray[np.float64], b: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Return the part of a's extent along an axis that lies within b's."""
    low, extent = a[..., axis], a[..., axis + 2]
    other_low, other_high = b[..., axis], b[..., axis] + b[..., axis + 2]
    with np.errstate(invalid="ignore"):
        common = np.minimum(low + extent, other_high) - np.maximum(low, other_low)
        part = np.clip(common, 0.0, None) / np.where(extent > 0, extent, 1.0)
        return np.where(extent > 0, np.minimum(part, 1.0), (common >= 0).astype(np.float64))

"""Joins what was read from a drawing of the front with what was read from one of the side.

One view tells little of depth; two drawings at a right angle tell each other's. A bone goes across
as the front shows it, in depth as the side shows it, and up as both do; then it is brought to its
length. A side view does not tell left from right: for both arms, and for both legs, that order is
taken which fits the heights in the front view better.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.body.rotations import from_axis_angle

Array = NDArray[np.float64]

_QUARTER: Final = from_axis_angle(np.array([0.0, -np.pi / 2, 0.0]))  # what turns the left to us
_APART_M: Final = 0.25  # mean height by which joints may differ in both views
_LIMBS: Final = (("shoulder", "elbow", "wrist", "hand"), ("hip", "knee", "ankle", "foot"))
_MIDDLE: Final = ("pelvis", "spine1", "spine2", "spine3", "neck", "head")


def from_side(rotations: NDArray[np.floating]) -> Array:
    """Return a pose against the world, (24, 3, 3), that was read from the person's left."""
    turned = np.array(rotations, np.float64)
    turned[0] = _QUARTER.T @ turned[0]
    return turned


def to_side(rotations: NDArray[np.floating]) -> Array:
    """Return a pose, (24, 3, 3), as it is seen from the person's left; inverse of from_side()."""
    turned = np.array(rotations, np.float64)
    turned[0] = _QUARTER @ turned[0]
    return turned

"""Joins what was read from a drawing of the front with what was read from one of the side.

One view tells little of depth; two drawings at a right angle tell each other's. A bone goes across
and up as the front shows it, in depth mostly as the side does; then it is brought to its length.
The pelvis stays as the front shows it. A side view does not tell left from right: for both arms,
and for both legs, that order is taken which fits the heights in the front view better.
"""

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.body.model import forward, local
from models.body.retarget import lay_limb
from models.body.rotations import between, from_axis_angle
from models.body.skeleton import INDEX, mirror_rotations

Array = NDArray[np.float64]

_QUARTER: Final = from_axis_angle(np.array([0.0, -np.pi / 2, 0.0]))  # what turns the left to us
_SIDE: Final = 0.75  # weight of the side view in depth; measured, see docs/body.md
_APART_M: Final = 0.25  # mean height by which joints may differ in both views
_LIMBS: Final = (("shoulder", "elbow", "wrist", "hand"), ("hip", "knee", "ankle", "foot"))
_MIDDLE: Final = ("pelvis", "spine1", "spine2", "spine3", "neck", "head")


def from_side(rotations: NDArray[np.floating]) -> Array:
    """Return a pose against the world, (24, 3, 3), that was read from the person's left."""
    turned = np.array(rotations, np.float64)
    turned[0] = _QUARTER.T @ turned[0]
    return turned


def joined(
    front: NDArray[np.floating], side: NDArray[np.floating], joints: NDArray[np.floating]
) -> Array | None:
    """Return the pose that both drawings show; None where they show different ones.

    Args:
        front: (24, 3, 3), relative to the parents, read from the front.
        side: the same as it was read from the side, in that view's frame.
        joints: (24, 3), at rest, metres.
    """
    turns, places = forward(front, joints)
    turned = from_side(side)
    seen = forward(turned, joints)[1]
    swapped = forward(mirror_rotations(turned), joints)[1]  # the same line drawing
    for upper in _LIMBS:
        rows = [INDEX[f"{side}_{name}"] for side in ("left", "right") for name in upper]
        if _apart(swapped, places, rows) < _apart(seen, places, rows):
            seen[rows] = swapped[rows]
    if float(np.abs(seen[:, 1] - places[:, 1]).mean()) > _APART_M:
        return None
    both = places.copy()
    both[:, 2] += _SIDE * (seen[:, 2] - places[:, 2])
    return local(_laid(turns, both, np.asarray(joints, np.float64)))


def _apart(first: Array, second: Array, rows: list[int]) -> float:
    return float(np.abs(first[rows, 1] - second[rows, 1]).sum())


def _laid(turns: Array, places: Array, joints: Array) -> Array:
    """Return turns against the world whose bones point from place to place."""
    laid = turns.copy()
    at = {name: places[row] for name, row in INDEX.items()}
    for first, second in pairwise(_MIDDLE[1:]):
        _point(laid, turns, places, joints, INDEX[first], INDEX[second])
    laid[INDEX["head"]] = laid[INDEX["neck"]] @ turns[INDEX["neck"]].T @ turns[INDEX["head"]]
    for side in ("left", "right"):
        _point(laid, turns, places, joints, INDEX[f"{side}_collar"], INDEX[f"{side}_shoulder"])
        for base, hinge, end, last in _LIMBS:
            names = tuple(f"{side}_{name}" for name in (base, hinge, end))
            lay_limb(laid, at, joints, names)
            tip = INDEX[f"{side}_{last}"]
            _point(laid, turns, places, joints, INDEX[names[2]], tip)
            laid[tip] = laid[INDEX[names[2]]] @ turns[INDEX[names[2]]].T @ turns[tip]
    return laid


def _point(laid: Array, turns: Array, places: Array, joints: Array, joint: int, child: int) -> None:
    """Turn a joint the shortest way so that its bone points as seen."""
    bone = turns[joint] @ (joints[child] - joints[joint])
    laid[joint] = between(bone, places[child] - places[joint]) @ turns[joint]

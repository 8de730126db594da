"""The skeleton: names, parents and sides of the 24 joints, in the order of SMPL.

Loper et al., "SMPL: a skinned multi-person linear model", ACM TOG 34(6), 2015. Coordinates: metres,
y up, +z to the front, +x to the person's left; the rest pose is a T.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

JOINTS: Final = (
    "pelvis",
    "left_hip",
    "right_hip",
    "spine1",
    "left_knee",
    "right_knee",
    "spine2",
    "left_ankle",
    "right_ankle",
    "spine3",
    "left_foot",
    "right_foot",
    "neck",
    "left_collar",
    "right_collar",
    "head",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hand",
    "right_hand",
)  # fmt: skip
PARENTS: Final = (
    -1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19, 20, 21,
)  # fmt: skip
COUNT: Final = len(JOINTS)
INDEX: Final[Mapping[str, int]] = {name: place for place, name in enumerate(JOINTS)}
LEVELS: Final = (
    (0,), (1, 2, 3), (4, 5, 6), (7, 8, 9), (10, 11, 12, 13, 14), (15, 16, 17), (18, 19), (20, 21),
    (22, 23),
)  # fmt: skip
"""Joints by their distance from the root: all of one level can be computed at once."""

LIMBS: Final[Mapping[str, tuple[int, ...]]] = {
    "left_arm": (13, 16, 18, 20, 22),
    "right_arm": (14, 17, 19, 21, 23),
    "left_leg": (1, 4, 7, 10),
    "right_leg": (2, 5, 8, 11),
    "torso": (0, 3, 6, 9),
    "head": (12, 15),
}
"""The joints that move when a limb is drawn anew; together all 24."""


def _mirrored(name: str) -> str:
    if name.startswith("left_"):
        return "right_" + name.removeprefix("left_")
    if name.startswith("right_"):
        return "left_" + name.removeprefix("right_")
    return name


MIRROR: Final = tuple(INDEX[_mirrored(name)] for name in JOINTS)
"""For each joint the one on the other side; its own for those in the middle."""


def mirror_rotations(rotations: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return the pose seen in a mirror: left becomes right.

    A rotation R becomes M R M with M = diag(-1, 1, 1), on the joint of the other side.

    Args:
        rotations: (..., 24, 3, 3), of each joint relative to its parent.

    Returns:
        The same shape and type.
    """
    flipped = np.array(rotations[..., MIRROR, :, :])
    flipped[..., 0, 1:] *= -1
    flipped[..., 1:, 0] *= -1
    return flipped


def descendants(joint: int) -> tuple[int, ...]:
    """Return the joints that move along when one is turned, itself first."""
    found = [joint]
    for child in range(joint + 1, COUNT):
        if PARENTS[child] in found:
            found.append(child)
    return tuple(found)

"""Edits of a pose: another limb from another pose, a limb turned over in depth, a limb mirrored."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.body.limits import LIMITS, angles_of
from models.body.model import forward
from models.body.retarget import lay_limb
from models.body.skeleton import INDEX, JOINTS, LIMBS, MIRROR, PARENTS, mirror_rotations

Array = NDArray[np.float64]

_THREE: Final = {
    "left_arm": ("left_shoulder", "left_elbow", "left_wrist"),
    "right_arm": ("right_shoulder", "right_elbow", "right_wrist"),
    "left_leg": ("left_hip", "left_knee", "left_ankle"),
    "right_leg": ("right_hip", "right_knee", "right_ankle"),
}
_FLAT_M: Final = 0.02  # a bone that goes less far in depth looks the same turned over


@dataclass(frozen=True, slots=True)
class Flip:
    """A limb turned over in depth: from the front it looks the same.

    Args:
        rotations: float64 (24, 3, 3), relative to the parents.
        upper: whether its upper bone was turned over.
        lower: whether its lower bone was.
        strain: degrees that joints lie beyond their limits in all; possible poses have none.
    """

    rotations: Array
    upper: bool
    lower: bool
    strain: float


def flips(rotations: NDArray[np.floating], joints: NDArray[np.floating], limb: str) -> list[Flip]:
    """Return the other ways in which a limb may go in depth, the most natural first.

    In one view from the front, along z, each bone may come nearer or go farther by as much.

    Args:
        rotations: (24, 3, 3), relative to the parents.
        joints: (24, 3), at rest.
        limb: an arm or a leg; see LIMBS.

    Raises:
        ValueError: the limb has no two bones.
    """
    if limb not in _THREE:
        raise ValueError(f"“{limb}” is no arm or leg")
    names = _THREE[limb]
    turns, places = forward(rotations, joints)
    base, hinge, end = (places[INDEX[name]] for name in names)
    found = []
    for upper, lower in ((True, True), (False, True), (True, False)):
        bones = [hinge - base, end - hinge]
        told = [
            not flipped or abs(bone[2]) >= _FLAT_M
            for flipped, bone in zip((upper, lower), bones, strict=True)
        ]
        if not all(told):
            continue
        for flipped, bone in zip((upper, lower), bones, strict=True):
            if flipped:
                bone[2] *= -1
        at = dict(zip(names, (base, base + bones[0], base + bones[0] + bones[1]), strict=True))
        turned = turns.copy()
        lay_limb(turned, at, np.asarray(joints, np.float64), names)
        changed = np.array(rotations, np.float64)
        for name in names[:2]:
            joint = INDEX[name]
            changed[joint] = turned[PARENTS[joint]].T @ turned[joint]
        found.append(Flip(changed, upper, lower, strain(changed, LIMBS[limb])))
    return sorted(found, key=lambda flip: flip.strain)


def strain(rotations: NDArray[np.floating], joints: Collection[int] | None = None) -> float:
    """Return how many degrees joints lie beyond their limits in all.

    Args:
        rotations: (24, 3, 3).
        joints: which; all that have limits by default.
    """
    beyond = 0.0
    for joint in LIMITS if joints is None else joints:
        if joint in LIMITS:
            angles, ranges = angles_of(joint, rotations[joint]), LIMITS[joint]
            beyond += float(np.maximum(ranges[:, 0] - angles, 0).sum())
            beyond += float(np.maximum(angles - ranges[:, 1], 0).sum())
    return beyond


def with_joints(
    old: NDArray[np.floating], new: NDArray[np.floating], joints: Collection[int]
) -> Array:
    """Return an old pose in which some joints turn, against the world, as they do in a new one.

    What a limb that was drawn anew shows is where it points to, so that is kept although the body
    it hangs on stays as it was; joints below it that are not named stay as they were to it.

    Args:
        old: (24, 3, 3), relative to the parents.
        new: the same.
        joints: to take from the new pose.
    """
    places = np.zeros((len(JOINTS), 3))
    wanted = forward(new, places)[0]
    pose = np.array(old, np.float64)
    turns = np.empty_like(wanted)
    for joint, parent in enumerate(PARENTS):
        above = np.eye(3) if parent < 0 else turns[parent]
        if joint in joints:
            pose[joint] = above.T @ wanted[joint]
        turns[joint] = above @ pose[joint]
    return pose


def mirrored_limb(rotations: NDArray[np.floating], limb: str) -> Array:
    """Return a pose in which the limb of the other side does what this one does, mirrored."""
    other = [MIRROR[joint] for joint in LIMBS[limb]]
    pose = np.array(rotations, np.float64)
    pose[other] = mirror_rotations(pose)[other]
    return pose


def reset(rotations: NDArray[np.floating], joints: Collection[int]) -> Array:
    """Return a pose in which some joints rest."""
    pose = np.array(rotations, np.float64)
    pose[list(joints)] = np.eye(3)
    return pose

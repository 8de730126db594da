"""Guesses a pose from key points in one picture, as OpenPose writes them.

A bone that is short in the picture goes to the front or to the back by what its length lacks
(Taylor, "Reconstruction of articulated objects from point correspondences in a single uncalibrated
image", CVIU 80(3), 2000, section 2); of the two, the one within the limits of the joints is taken.
The scale is that at which no bone is longer than it is.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from common.errors import QueryError
from models.body.edit import flips, strain
from models.body.files import BodyNumbers
from models.body.keypoints import BODY_25, COCO_17
from models.body.model import BodyModel, local
from models.body.retarget import turns_of_places
from models.body.skeleton import INDEX, LIMBS

Array = NDArray[np.float64]

COCO_18: Final = (
    "nose", "neck", "right_shoulder", "right_elbow", "right_wrist", "left_shoulder", "left_elbow",
    "left_wrist", "right_hip", "right_knee", "right_ankle", "left_hip", "left_knee", "left_ankle",
    "right_eye", "left_eye", "right_ear", "left_ear",
)  # fmt: skip
"""The points of OpenPose's older files, in their order."""

_ORDERS: Final = {3 * len(names): names for names in (BODY_25, COCO_18, COCO_17)}
_CHAINS: Final = tuple(
    tuple(f"{side}_{name}" for name in names)
    for side in ("left", "right")
    for names in (("hip", "knee", "ankle"), ("shoulder", "elbow", "wrist"))
)
_TOWARDS: Final = {"knee": 1.0, "ankle": -1.0, "elbow": -1.0, "wrist": 1.0}  # along z, at first
_SEEN: Final = 0.05  # confidence from which a point is looked at
_FULL: Final = 0.97  # share of its length from which a bone lies in the picture's plane
_SIDEWAYS: Final = 0.5  # share of the trunk's widths below which a person stands sideways
_HINT: Final = "Give a file with one person's key points, hips and shoulders among them."


def read_open_pose(text: str, body: BodyModel) -> BodyNumbers:
    """Return a guess of the body whose key points a JSON file of OpenPose holds.

    Of several people the one with the most points is taken.

    Args:
        text: of the file.
        body: whose bones are laid along the points.

    Raises:
        QueryError: it is no such file, or shows too little.
    """
    try:
        people = json.loads(text)["people"]
        persons = [_points(person["pose_keypoints_2d"]) for person in people]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _wrong(str(error)) from None
    if not persons:
        raise _wrong("nobody is in it")
    return lifted(max(persons, key=len), body)


def holds_key_points(document: Any) -> bool:
    """Whether a JSON document is one of OpenPose."""
    return isinstance(document, Mapping) and isinstance(document.get("people"), list)


def lifted(points: Mapping[str, Array], body: BodyModel) -> BodyNumbers:
    """Return a guess of the body that key points show.

    Args:
        points: (2,) pixels by name, y down.
        body: whose bones are laid along them.

    Raises:
        QueryError: hips or shoulders are missing, or all points are one.
    """
    trunk = [f"{side}_{name}" for side in ("left", "right") for name in ("hip", "shoulder")]
    if missing := [name for name in trunk if name not in points]:
        raise _wrong(f"{', '.join(missing).replace('_', ' ')} cannot be seen")
    joints = body.rest()[1].astype(np.float64)
    scale = _scale(points, joints)
    at = {name: np.array([x, -y, 0.0]) / scale for name, (x, y) in points.items() if name in INDEX}
    _turn_trunk(at, points, joints)
    for chain in _CHAINS:
        for first, second in pairwise(chain):
            bone = joints[INDEX[second]] - joints[INDEX[first]]
            if second not in at:
                at[second] = at[first] + bone
                continue
            flat = at[second][:2] - (at[first])[:2]
            length, seen = float(np.linalg.norm(bone)), float(np.linalg.norm(flat))
            deep = np.sqrt(length**2 - seen**2) if seen < _FULL * length else 0.0
            towards = _TOWARDS[second.rpartition("_")[2]]
            at[second] = np.array([*at[second][:2], at[first][2] + towards * deep])
    try:
        turns = turns_of_places(at, joints)
    except ValueError as error:
        raise _wrong(str(error)) from None
    rotations = _natural(local(turns), joints)
    return BodyNumbers(rotations, np.zeros(body.shapes), np.zeros(3))


def _turn_trunk(at: Mapping[str, Array], points: Mapping[str, Array], joints: Array) -> None:
    """Move hips and shoulders in depth where they look so narrow that the person stands sideways.

    Which way is told by the nose. What is seen wider may come from another build, and stays flat.
    """
    pairs = [(at[f"left_{one}"], at[f"right_{one}"]) for one in ("hip", "shoulder")]
    widths = [
        float(np.linalg.norm(joints[INDEX[f"left_{one}"]] - joints[INDEX[f"right_{one}"]]))
        for one in ("hip", "shoulder")
    ]
    seen = [float(np.linalg.norm(left - right)) for left, right in pairs]
    if sum(seen) > _SIDEWAYS * sum(widths):
        return
    middle = (points["left_shoulder"] + points["right_shoulder"]) / 2
    faces = float(points["nose"][0] - middle[0]) if "nose" in points else 0.0
    nearer = -1.0 if faces > 0 else 1.0  # who looks to the right shows the right side
    for (left, right), width, flat in zip(pairs, widths, seen, strict=True):
        deep = nearer * np.sqrt(max(width**2 - flat**2, 0.0)) / 2
        left[2] += deep
        right[2] -= deep


def _natural(rotations: Array, joints: Array) -> Array:
    """Return a pose each of whose limbs goes that way in depth that strains it least."""
    for limb in ("left_arm", "right_arm", "left_leg", "right_leg"):
        found = flips(rotations, joints, limb)
        if found and found[0].strain < strain(rotations, LIMBS[limb]) - 1.0:
            rotations = found[0].rotations
    return rotations


def _scale(points: Mapping[str, Array], joints: Array) -> float:
    """Return the pixels a metre at which no bone is longer than it is."""
    ratios = []
    for chain in (*_CHAINS, ("left_hip", "left_shoulder"), ("right_hip", "right_shoulder")):
        for first, second in pairwise(chain):
            if first in points and second in points:
                seen = np.linalg.norm(points[second] - points[first])
                ratios.append(seen / np.linalg.norm(joints[INDEX[second]] - joints[INDEX[first]]))
    scale = float(max(ratios))
    if not np.isfinite(scale) or scale < 1e-6:
        raise _wrong("all points lie at one place")
    return scale


def _points(numbers: Sequence[float]) -> dict[str, Array]:
    """Return the points that are seen, (2,) by name, of x, y and confidence in a row."""
    if len(numbers) not in _ORDERS:
        raise _wrong(f"{len(numbers)} numbers are told for a person")
    rows = np.asarray(numbers, np.float64).reshape(-1, 3)
    if not np.isfinite(rows).all():
        raise _wrong("a number is not finite")
    names = _ORDERS[len(numbers)]
    return {name: row[:2] for name, row in zip(names, rows, strict=True) if row[2] > _SEEN}


def _wrong(why: str) -> QueryError:
    return QueryError(f"The key points cannot be read ({why}).", hint=_HINT)

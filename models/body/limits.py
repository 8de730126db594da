"""How far joints turn, and poses drawn at random within that.

The ranges are those of standard tables of joint motion for healthy adults (American Academy of
Orthopaedic Surgeons, "Joint motion", 1965), rounded, in our rest pose: a T.
"""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.body.model import identity_pose
from models.body.motion import euler
from models.body.rotations import between, from_axis_angle
from models.body.skeleton import INDEX, JOINTS

Array = NDArray[np.float64]

_AXES: Final = "XYZ"
_STRAIGHT: Final = 1.0 - 1e-12  # sine of the middle angle from which the others are one
_ABOUT_X: Final = "XZY"  # bends about x most: legs
_ABOUT_Y: Final = "YZX"  # arms; forearms turn about x within that
_ABOUT_Y_THEN_X: Final = "YXZ"  # all others
_MIDDLE: Final = (
    # degrees about x, y and z: x bends forward, y turns to the left, z leans
    ("spine1", (-15, 35), (-18, 18), (-18, 18)),
    ("spine2", (-15, 35), (-18, 18), (-18, 18)),
    ("spine3", (-15, 30), (-18, 18), (-18, 18)),
    ("neck", (-30, 35), (-40, 40), (-22, 22)),
    ("head", (-30, 30), (-40, 40), (-20, 20)),
)
_LEFT: Final = (
    ("hip", (-125, 30), (-45, 45), (-30, 60)),
    ("knee", (0, 150), (-10, 10), (-6, 6)),
    ("ankle", (-30, 50), (-20, 20), (-25, 25)),
    ("foot", (-50, 30), (-5, 5), (-5, 5)),
    ("collar", (-15, 15), (-20, 20), (-10, 30)),
    ("shoulder", (-120, 120), (-140, 60), (-89, 89)),
    ("elbow", (-90, 90), (-150, 5), (-10, 10)),
    ("wrist", (-30, 30), (-35, 35), (-80, 80)),
    ("hand", (-10, 10), (-20, 20), (-95, 25)),
)


def _all_limits() -> dict[int, Array]:
    found = {INDEX[name]: np.array(ranges, np.float64) for name, *ranges in _MIDDLE}
    for name, x, y, z in _LEFT:
        found[INDEX[f"left_{name}"]] = np.array([x, y, z], np.float64)
        mirrored = [x, (-y[1], -y[0]), (-z[1], -z[0])]  # turns about y and z change their sign
        found[INDEX[f"right_{name}"]] = np.array(mirrored, np.float64)
    return found


LIMITS: Final[Mapping[int, Array]] = _all_limits()
"""Joint -> (3, 2) degrees about x, y and z; the pelvis turns freely."""


def order_of(joint: int) -> str:
    """Return the order of a joint's angles: the axis it bends about most comes first.

    The angle in the middle can be told from its complement only within 90 degrees.
    """
    name = JOINTS[joint].rpartition("_")[2]
    if name in {"hip", "knee", "ankle", "foot"}:
        return _ABOUT_X
    return _ABOUT_Y if name in {"shoulder", "elbow"} else _ABOUT_Y_THEN_X


def angles_of(joint: int, rotation: NDArray[np.floating]) -> Array:
    """Return the turns of a joint about x, y and z, degrees (3,), of its rotation (3, 3)."""
    axes = [_AXES.index(axis) for axis in order_of(joint)]
    i, j, k = axes
    sign = 1.0 if (j - i) % 3 == 1 else -1.0
    at = rotation.tolist()  # plain numbers: a joint is asked for many times while it is dragged
    middle = math.asin(min(max(sign * at[i][k], -1.0), 1.0))
    if abs(at[i][k]) < _STRAIGHT:
        first = math.atan2(-sign * at[j][k], at[k][k])
        last = math.atan2(-sign * at[i][j], at[i][i])
    else:  # the first and the last axis are one: all of the turn is the first one's
        first, last = math.atan2(sign * at[k][j], at[j][j]), 0.0
    found = np.empty(3)
    found[axes] = np.degrees([first, middle, last])
    return found


def rotation_of(joint: int, x: float, y: float, z: float) -> Array:
    """Return the rotation (3, 3) of a joint turned about x, y and z, degrees."""
    by_axis = dict(zip("XYZ", (x, y, z), strict=True))
    order = order_of(joint)
    return euler(np.array([by_axis[axis] for axis in order]), order)


def clamped(joint: int, rotation: NDArray[np.floating]) -> Array:
    """Return the rotation (3, 3) of a joint brought within its limits; unchanged where it is."""
    if joint not in LIMITS:
        return np.asarray(rotation, np.float64)
    angles = angles_of(joint, rotation)
    low, high = LIMITS[joint].T
    if (angles >= low - 1e-6).all() and (angles <= high + 1e-6).all():
        return np.asarray(rotation, np.float64)
    return rotation_of(joint, *np.clip(angles, low, high))


def within_limits(rotations: NDArray[np.floating], *, slack: float = 0.0) -> NDArray[np.bool_]:
    """Return for each joint, bool (24,), whether its rotation lies within its limits.

    Args:
        rotations: (24, 3, 3).
        slack: degrees that it may lie beyond.
    """
    inside = np.ones(len(JOINTS), bool)
    for joint, ranges in LIMITS.items():
        angles = angles_of(joint, rotations[joint])
        inside[joint] = bool(
            (angles >= ranges[:, 0] - slack).all() and (angles <= ranges[:, 1] + slack).all()
        )
    return inside


def sample_pose(rng: np.random.Generator, *, yaw: float = 60.0) -> Array:
    """Return a pose at random, float64 (24, 3, 3): standing, bent, reaching, kneeling, sitting.

    Args:
        rng: where chance comes from.
        yaw: how far the body may be turned away from the viewer, degrees to either side.
    """
    pose = identity_pose()
    _turn(pose, "pelvis", _normal(rng, 0, 8, 25), rng.uniform(-yaw, yaw), _normal(rng, 0, 5, 15))
    bend = 15.0 if rng.random() < 0.15 else 1.0
    for name in ("spine1", "spine2", "spine3"):
        _turn(
            pose,
            name,
            bend + _normal(rng, 0, 7, 15),
            _normal(rng, 0, 7, 18),
            _normal(rng, 0, 6, 15),
        )
    for name in ("neck", "head"):
        _turn(pose, name, _normal(rng, 0, 9, 25), _normal(rng, 0, 12, 35), _normal(rng, 0, 6, 15))
    seated = rng.random() < 0.12
    for side, sign in (("left", 1.0), ("right", -1.0)):
        _sample_arm(rng, pose, side, sign)
        _sample_leg(rng, pose, side, sign, seated=seated)
    return pose


def _sample_arm(rng: np.random.Generator, pose: Array, side: str, sign: float) -> None:
    y, z = sign * _normal(rng, -3, 4, 12), sign * _normal(rng, 3, 5, 13)
    _turn(pose, f"{side}_collar", _normal(rng, 0, 3, 8), y, z)
    aim = _hanging(rng) if rng.random() < 0.45 else _reaching(rng)
    aim[0] *= sign
    along = np.array([sign, 0.0, 0.0])
    twist = np.radians(sign * _normal(rng, -20, 35, 80)) * along
    pose[INDEX[f"{side}_shoulder"]] = between(along, aim) @ from_axis_angle(twist)
    bend = min(abs(rng.normal(25, 45)), 145.0)
    _turn(pose, f"{side}_elbow", _normal(rng, 0, 30, 70), -sign * bend, 0.0)
    _turn(pose, f"{side}_wrist", 0.0, _normal(rng, 0, 12, 30), _normal(rng, 0, 18, 50))


def _hanging(rng: np.random.Generator) -> Array:
    return np.array([abs(rng.normal(0.25, 0.2)), -1.0, rng.normal(0.1, 0.25)])


def _reaching(rng: np.random.Generator) -> Array:
    """Return any direction but into the body or far behind it."""
    while True:
        aim = rng.normal(size=3)
        aim /= np.linalg.norm(aim)
        if aim[0] > -0.25 and aim[2] > -0.45 and not (aim[0] < 0.15 and aim[2] < 0.1):
            return np.asarray(aim)


def _sample_leg(
    rng: np.random.Generator, pose: Array, side: str, sign: float, *, seated: bool
) -> None:
    lift = _normal(rng, 75, 20, 40) if seated else _normal(rng, 14, 30, 70)
    spread = sign * float(np.clip(rng.normal(7, 11), -12, 55))
    bent = float(np.clip(-lift, -118, 25))
    _turn(pose, f"{side}_hip", bent, sign * _normal(rng, 8, 14, 33), spread)
    if seated:
        bend = _normal(rng, 80, 20, 45)
    else:
        bend = abs(rng.normal(0, 38 if rng.random() < 0.8 else 8))
    _turn(pose, f"{side}_knee", min(bend, 135.0), 0.0, 0.0)
    ankle = (_normal(rng, 0, 12, 29), _normal(rng, 0, 6, 15), _normal(rng, 0, 5, 15))
    _turn(pose, f"{side}_ankle", *ankle)


def _turn(pose: Array, name: str, x: float, y: float, z: float) -> None:
    joint = INDEX[name]
    pose[joint] = rotation_of(joint, x, y, z)


def _normal(rng: np.random.Generator, mean: float, spread: float, reach: float) -> float:
    """Return a normal number, no farther than reach from the mean."""
    return float(np.clip(rng.normal(mean, spread), mean - reach, mean + reach))

"""Moves joints to where they are dragged: inverse kinematics by damped least squares.

Wampler, "Manipulator inverse kinematic solutions based on vector formulations and damped
least-squares methods", IEEE Transactions on Systems, Man and Cybernetics 16(1), 1986. Several
targets are met at once, so hands and feet can be pinned while others are dragged; joints stay
within their limits and locked ones do not turn.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.body.limits import clamped
from models.body.model import forward
from models.body.rotations import from_axis_angle
from models.body.skeleton import JOINTS, PARENTS

Array = NDArray[np.float64]

_DAMPING: Final = 0.02
_STEP: Final = 0.35  # radians a joint turns at most in one round
_NEAR_M: Final = 1e-3
_GAIN_M: Final = 2e-4  # a round that brings less is in vain
_STUCK: Final = 7  # rounds in vain after which a target is out of reach
_STIFF: Final[Mapping[str, float]] = {
    # how unwilling a joint is, against those of limbs
    "spine1": 3.0, "spine2": 3.0, "spine3": 3.0, "pelvis": 4.0, "neck": 2.0,
    "left_collar": 3.0, "right_collar": 3.0,
}  # fmt: skip
_CHAINS: Final[Mapping[str, int]] = {
    # joints above the dragged one that turn along
    "wrist": 3, "hand": 4, "elbow": 2, "shoulder": 2, "collar": 2,
    "ankle": 2, "foot": 3, "knee": 1, "hip": 1,
    "head": 3, "neck": 3, "spine3": 3, "spine2": 2, "spine1": 1, "pelvis": 0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Solved:
    """Where inverse kinematics came to.

    Args:
        rotations: float64 (24, 3, 3), relative to the parents.
        missing_m: farthest that a target was missed, metres.
        rounds: that it took.
    """

    rotations: Array
    missing_m: float
    rounds: int


def chain_of(joint: int) -> tuple[int, ...]:
    """Return the joints that turn when one is dragged, the nearest first."""
    steps = _CHAINS[_plain(joint)]
    found: list[int] = []
    current = PARENTS[joint]
    while current >= 0 and len(found) < steps:
        found.append(current)
        current = PARENTS[current]
    return tuple(found)


def solve(
    joints: NDArray[np.floating],
    rotations: NDArray[np.floating],
    targets: Mapping[int, NDArray[np.floating]],
    *,
    translation: NDArray[np.floating] | None = None,
    locked: Collection[int] = (),
    free: bool = False,
    rounds: int = 25,
) -> Solved:
    """Turn joints so that some of them come to their targets, or as near as they can.

    Args:
        joints: (24, 3), at rest, metres.
        rotations: (24, 3, 3), the pose to begin with.
        targets: place of each dragged or pinned joint, (3,), metres.
        translation: (3,), of the body.
        locked: joints that do not turn.
        free: joints may turn beyond their limits.
        rounds: at most so many.
    """
    pose = np.array(rotations, np.float64)
    moved = np.zeros(3) if translation is None else np.asarray(translation, np.float64)
    chains = {end: [j for j in chain_of(end) if j not in locked] for end in targets}
    turning = sorted({joint for chain in chains.values() for joint in chain})
    if not turning:
        places = forward(pose, joints)[1] + moved
        return Solved(pose, _missing(places, targets), 0)
    stiff = np.repeat([_STIFF.get(JOINTS[joint], 1.0) for joint in turning], 3)
    best, least, done, stuck = pose.copy(), np.inf, 0, 0
    while done < rounds and stuck < _STUCK:
        done += 1
        turns, places = forward(pose, joints)
        places = places + moved
        missing = _missing(places, targets)
        stuck = 0 if missing < least - _GAIN_M else stuck + 1
        if missing < least:
            best, least = pose.copy(), missing
        if missing < _NEAR_M:
            break
        error, jacobian = _equations(places, targets, chains, turning)
        weighted = jacobian / stiff
        square = weighted @ weighted.T + _DAMPING**2 * np.eye(len(error))
        change = (weighted.T @ np.linalg.solve(square, error)) / stiff
        _turn(pose, turns, turning, change.reshape(-1, 3), free=free)
    places = forward(best, joints)[1] + moved
    return Solved(best, _missing(places, targets), done)


def _equations(
    places: Array,
    targets: Mapping[int, NDArray[np.floating]],
    chains: Mapping[int, list[int]],
    turning: list[int],
) -> tuple[Array, Array]:
    """Return what is missing, (3 T,), and how turning each joint changes it, (3 T, 3 J)."""
    jacobian = np.zeros((3 * len(targets), 3 * len(turning)))
    error = np.empty(3 * len(targets))
    for row, (end, target) in enumerate(targets.items()):
        error[3 * row : 3 * row + 3] = np.asarray(target) - places[end]
        for joint in chains[end]:
            column = turning.index(joint)
            x, y, z = places[end] - places[joint]
            jacobian[3 * row : 3 * row + 3, 3 * column : 3 * column + 3] = [
                [0, z, -y],
                [-z, 0, x],
                [y, -x, 0],
            ]
    return error, jacobian


def _turn(pose: Array, turns: Array, turning: list[int], change: Array, *, free: bool) -> None:
    """Turn joints about axes of the world, (J, 3), a little; then keep them within their limits."""
    size = np.linalg.norm(change, axis=1, keepdims=True)
    small = from_axis_angle(change * np.minimum(1.0, _STEP / np.maximum(size, 1e-12)))
    above = np.stack([turns[PARENTS[joint]] if joint else np.eye(3) for joint in turning])
    turned = above.swapaxes(1, 2) @ small @ above @ pose[turning]
    for joint, rotation in zip(turning, turned, strict=True):
        pose[joint] = rotation if free else clamped(joint, rotation)


def _missing(places: Array, targets: Mapping[int, NDArray[np.floating]]) -> float:
    apart = [np.linalg.norm(places[end] - np.asarray(target)) for end, target in targets.items()]
    return float(max(apart, default=0.0))


def _plain(joint: int) -> str:
    return JOINTS[joint].rpartition("_")[2]

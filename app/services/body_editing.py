"""Edits of a pose: joints dragged and turned, limbs flipped, mirrored, reset, poses taken over.

Each function returns a change for `BodyDocument.apply`. Locked joints keep how they turn against
their parent whatever is done; with a symmetric pose the other side follows; joints placed by hand
are sure.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.services.body_change import Change
from app.services.body_document_types import (
    JOINTS,
    LIMBS,
    MIRROR,
    PARENTS,
    PINNABLE,
    BodyReading,
    BodyState,
    EditTitle,
    FlipChoice,
)
from common.errors import QueryError
from models.body.edit import flips, mirrored_limb, reset
from models.body.ik import chain_of, solve
from models.body.limits import angles_of, clamped, rotation_of
from models.body.model import BodyModel, forward, identity_pose
from models.body.poses import named_poses
from models.body.rotations import angle_between, orthonormal
from models.body.skeleton import descendants, mirror_rotations

Array = NDArray[np.float64]
Pose = NDArray[np.floating]
_SAME: Final = 1e-6  # radians; joints that turn by less did not turn
_ROUNDS: Final = 20  # of inverse kinematics a step of a drag
_MIDDLE: Final = tuple(joint for joint in range(1, len(JOINTS)) if MIRROR[joint] == joint)


def words(name: str) -> str:
    """Return the name of a joint or limb in words."""
    return name.replace("_", " ")


# -- joints


def drag_joint(joint: int, place: NDArray[np.floating], *, done: bool = True) -> Change:
    """Bring a joint to a place, or as near as its limb reaches; pinned joints stay.

    Dragging the pelvis moves the whole body; what is pinned holds it by its limbs.

    Args:
        joint: 0-23.
        place: (3,), of the world, metres.
        done: False while the drag goes on.
    """
    title = EditTitle("drag", joint=words(JOINTS[joint]))
    return Change(title, partial(_drag, joint, np.array(place, float)), f"drag:{joint}", done)


def turn_joint_by(joint: int, turn: NDArray[np.floating], *, done: bool = True) -> Change:
    """Turn a joint on from how it is, about axes of the world.

    Args:
        joint: 0-23.
        turn: (3, 3), against the world, since the last step of the drag.
        done: False while the drag goes on.
    """

    def wanted(body: BodyModel, state: BodyState) -> Array:
        turns = forward(state.rotations, body.rest(state.shape)[1])[0]
        above = turns[PARENTS[joint]] if PARENTS[joint] >= 0 else np.eye(3)
        return np.asarray(above.T @ np.asarray(turn, np.float64) @ turns[joint])

    title = EditTitle("turn", joint=words(JOINTS[joint]))
    return Change(title, partial(_turn, joint, wanted), f"turn:{joint}", done)


def set_angles(joint: int, degrees: NDArray[np.floating], *, done: bool = True) -> Change:
    """Turn a joint by its angles about x, y and z, degrees (3,); see angles()."""
    x, y, z = (float(angle) for angle in degrees)
    title = EditTitle("turn", joint=words(JOINTS[joint]))
    edit = partial(_turn, joint, lambda _body, _state: rotation_of(joint, x, y, z))
    return Change(title, edit, f"turn:{joint}", done)


def angles(state: BodyState, joint: int) -> Array:
    """Return the turns of a joint about x, y and z, degrees (3,), as set_angles() takes them."""
    return angles_of(joint, state.rotations[joint])


def set_locked(joints: Collection[int], *, on: bool) -> Change:
    """Lock joints, or let them turn again."""
    name = _names(joints)
    title = EditTitle("lock" if on else "unlock", joint=name)
    if not on and len(joints) == len(JOINTS):
        title = EditTitle("unlock-all")

    def edit(_body: BodyModel, state: BodyState) -> BodyState:
        locked = state.locked | set(joints) if on else state.locked - set(joints)
        return state if locked == state.locked else replace(state, locked=frozenset(locked))

    return Change(title, edit)


def set_pinned(joints: Collection[int], *, on: bool) -> Change:
    """Pin hands and feet to where they are, or let go of them.

    Args:
        joints: of PINNABLE.
        on: pin them.
    """

    def edit(_body: BodyModel, state: BodyState) -> BodyState:
        if on and not set(joints) <= set(PINNABLE):
            raise QueryError("Only hands and feet can be pinned.", hint="Choose one of them.")
        pins = state.pins | set(joints) if on else state.pins - set(joints)
        return state if pins == state.pins else replace(state, pins=frozenset(pins))

    return Change(EditTitle("pin" if on else "unpin", joint=_names(joints)), edit)


def set_symmetric(*, on: bool) -> Change:
    """Keep both sides of the pose alike from now on, made the mean of both; or let them differ."""

    def edit(_body: BodyModel, state: BodyState) -> BodyState:
        if on == state.symmetric:
            return state
        changed = replace(state, symmetric=on)
        if not on:
            return changed
        return with_pose(changed, symmetric_pose(state.rotations), by_hand=False)

    return Change(EditTitle("symmetric" if on else "asymmetric"), edit)


def set_free(*, on: bool) -> Change:
    """Let joints turn beyond their limits, or keep them within from now on."""

    def edit(_body: BodyModel, state: BodyState) -> BodyState:
        return state if on == state.free else replace(state, free=on)

    return Change(EditTitle("free" if on else "limits"), edit)


# -- limbs and poses


def flip_choices(body: BodyModel, state: BodyState, limb: str) -> list[FlipChoice]:
    """Return the other ways in which a limb may go in depth, the most natural first.

    Those that would turn a locked joint are left out. Takes some tens of milliseconds, for their
    pictures: nothing for the UI thread.

    Args:
        body: of the document.
        state: whose pose it is.
        limb: "left_arm", "right_arm", "left_leg" or "right_leg".
    """
    from app.services.body_ghosts import flip_choice

    found = flips(state.rotations, body.rest(state.shape)[1], limb)
    return [
        flip_choice(body, state, flip)
        for flip in found
        if not (_turned(state.rotations, flip.rotations) & state.locked)
    ]


def use_flip(limb: str, choice: FlipChoice) -> Change:
    """Take one of flip_choices()."""
    title = EditTitle("flip", limb=words(limb))
    return Change(title, _to_pose(lambda _body, _state: choice.rotations))


def mirror_pose() -> Change:
    """Swap left and right."""
    edit = _to_pose(lambda _body, state: mirror_rotations(state.rotations))

    def mirrored(body: BodyModel, state: BodyState) -> BodyState:
        after = edit(body, state)
        if state.confidence is None:
            return after
        return replace(after, confidence=state.confidence[list(MIRROR)])

    return Change(EditTitle("mirror-pose"), mirrored)


def mirror_limb(limb: str) -> Change:
    """Let the limb of the other side do what this one does."""
    title = EditTitle("mirror-limb", limb=words(limb))
    return Change(title, _to_pose(lambda _body, state: mirrored_limb(state.rotations, limb)))


def reset_limb(limb: str) -> Change:
    """Let a limb rest."""
    title = EditTitle("reset-limb", limb=words(limb))
    return Change(title, _to_pose(lambda _body, state: reset(state.rotations, LIMBS[limb])))


def reset_pose() -> Change:
    """Let the whole body rest, where it began."""

    def edit(body: BodyModel, state: BodyState) -> BodyState:
        after = _to_pose(lambda _body, _state: identity_pose())(body, state)
        if not state.translation.any():
            return after
        return replace(after, translation=np.zeros(3))

    return Change(EditTitle("reset-pose"), edit)


def use_pose(key: str) -> Change:
    """Take a named pose; the heading and place of the body are its own.

    Raises:
        QueryError: there is no such pose.
    """
    poses = named_poses()
    if key not in poses:
        raise QueryError(f"There is no pose “{key}”.", hint="Choose one of the library.")
    pose = poses[key]
    title = EditTitle("pose", pose=pose.title)
    return Change(title, _to_pose(lambda _body, _state: pose.rotations, by_hand=False))


def use_reading(reading: BodyReading) -> Change:
    """Take a body that was read, whatever was changed by hand; locked joints stay.

    Limbs that are drawn anew later follow from there.
    """

    def edit(body: BodyModel, state: BodyState) -> BodyState:
        from app.services.body_readings import taken

        done = taken(body, state, reading, frozenset(range(len(JOINTS))), refit=True)
        drawn = reading.drawing
        return replace(done, read=drawn.strokes, read_side=drawn.side, read_whole=drawn.strokes)

    return Change(EditTitle("read"), edit)


def with_pose(
    state: BodyState, pose: Pose, *, by_hand: bool = True, placed: frozenset[int] = frozenset()
) -> BodyState:
    """Return a state in another pose: locked joints stay, a symmetric one stays symmetric.

    Args:
        state: to begin with; returned as it is where nothing turns.
        pose: (24, 3, 3).
        by_hand: joints that turn count as placed by hand, and as sure.
        placed: joints that do so as well, as they were dragged to where they lie.
    """
    after = np.array(pose, np.float64)
    locked = list(state.locked)
    after[locked] = state.rotations[locked]
    if state.symmetric:
        after = _paired(state, after)
    turned = _turned(state.rotations, after)
    if not turned:
        return state
    if not by_hand:
        return replace(state, rotations=after, by_hand=state.by_hand - turned)
    turned |= placed
    confidence = state.confidence
    if confidence is not None:
        confidence = confidence.copy()
        confidence[list(turned)] = 1.0
    return replace(state, rotations=after, confidence=confidence, by_hand=state.by_hand | turned)


def symmetric_pose(pose: NDArray[np.floating]) -> Array:
    """Return the pose, (24, 3, 3), between one and its mirror image; its heading stays."""
    found = orthonormal(np.asarray(pose) + mirror_rotations(pose))
    found[0] = pose[0]
    return found


def _drag(joint: int, place: Array, body: BodyModel, state: BodyState) -> BodyState:
    if not np.isfinite(place).all():
        return state
    rest = body.rest(state.shape)[1]
    places = forward(state.rotations, rest)[1] + state.translation
    moved = state.translation
    turning = {0} if joint == 0 else set(chain_of(joint))
    targets = {pin: places[pin] for pin in _held(state, turning) if pin != joint}
    if joint == 0:
        moved = moved + place - places[0]
    else:
        targets[joint] = place
    pose = state.rotations
    if targets:
        pose = solve(
            rest, pose, targets, translation=moved, locked=state.locked, free=state.free,
            rounds=_ROUNDS,
        ).rotations  # fmt: skip
    after = with_pose(state, pose, placed=frozenset({joint}))
    if moved is state.translation or (moved == state.translation).all():
        return after
    return replace(after, translation=moved)


def _turn(
    joint: int, wanted: Callable[[BodyModel, BodyState], Array], body: BodyModel, state: BodyState
) -> BodyState:
    rotation = wanted(body, state)
    if joint in state.locked or not np.isfinite(rotation).all():
        return state
    pose = state.rotations.copy()
    pose[joint] = orthonormal(rotation)
    if not state.free:
        pose[joint] = clamped(joint, pose[joint])
    if pins := _held(state, {joint}):
        rest = body.rest(state.shape)[1]
        places = forward(state.rotations, rest)[1]
        targets = {pin: places[pin] for pin in pins}
        still = state.locked | {joint}
        pose = solve(rest, pose, targets, locked=still, free=state.free, rounds=_ROUNDS).rotations
    return with_pose(state, pose)


def _held(state: BodyState, turning: Collection[int]) -> list[int]:
    """Return the pinned joints that move along when some joints turn."""
    moving = {below for joint in turning for below in descendants(joint)}
    return [pin for pin in sorted(state.pins) if pin in moving and pin not in turning]


def _to_pose(
    wanted: Callable[[BodyModel, BodyState], NDArray[np.floating]], *, by_hand: bool = True
) -> Callable[[BodyModel, BodyState], BodyState]:
    def edit(body: BodyModel, state: BodyState) -> BodyState:
        return with_pose(state, wanted(body, state), by_hand=by_hand)

    return edit


def _turned(before: Array, after: Array) -> frozenset[int]:
    """Return the joints that turn differently."""
    return frozenset(np.flatnonzero(angle_between(before, after) > _SAME).tolist())


def _paired(state: BodyState, pose: Array) -> Array:
    """Return a pose whose sides are alike: what turned on one side turns on the other too."""
    turned = _turned(state.rotations, pose)
    mirrored = mirror_rotations(pose)
    mean = symmetric_pose(pose)
    for joint in turned:
        other = MIRROR[joint]
        if joint in _MIDDLE or other in turned:
            if joint not in state.locked:
                pose[joint] = mean[joint]
        elif other != joint and other not in state.locked:
            pose[other] = mirrored[other]
    return pose


def _names(joints: Collection[int]) -> str:
    return ", ".join(words(JOINTS[joint]) for joint in sorted(joints))

"""How a pose follows a drawing: what was drawn anew turns, everything else stays calm.

A network reads a whole drawing anew after every stroke, and untouched joints move by centimetres
each time. So the pose takes from a reading only the limbs whose strokes changed since the last one:

* ink that vanished belongs to the limb it lay over in the pose before, new ink to the limb it lies
  over in the pose that was read;
* a drawing that only grows is not finished: everything follows;
* joints that were placed by hand stay until their own limb is drawn anew, locked ones always do;
* rubbing a limb out turns nothing: it stays until it is drawn anew;
* where too little of a person is drawn, nothing follows.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.services.body_document_types import (
    COUNT,
    LIMBS,
    BodyReading,
    BodyState,
    Stroke,
    View,
)
from app.services.body_ghosts import fitted_placement
from models.body.edit import with_joints
from models.body.model import BodyModel, forward
from models.body.rotations import orthonormal
from models.body.skeleton import INDEX, mirror_rotations

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Strokes = tuple[Stroke, ...]

_CELLS: Final = 200  # of the side of the box in which drawings are compared
_NEAR: Final = 2  # cells that ink may move and still be the same
_NOTABLE: Final = 6  # cells of ink that count as a change
_SHARE: Final = 0.2  # of the changed ink that a limb must have, to be drawn anew
_TORSO_SHARE: Final = 0.45  # the same of the torso: limbs lie over it, and what they hid comes out
_GROWN: Final = 1.04  # a box that grows by more is that of a drawing not finished
_MORE: Final = 0.05  # of the ink: a drawing to which more came, and of which nothing went
_HALF: Final = 0.5  # of the ink: where more changes, it is another drawing
_COVERED: Final = 0.6  # share of a limb's bones with ink around them, to be there at all
_AROUND_M: Final = 0.06  # beyond a limb's radius, where its ink is looked for
_FLAT: Final = 0.2  # of the distance from a bone, told where several limbs hold the same ink
_RADIUS_M: Final = {
    "left_arm": 0.05, "right_arm": 0.05, "left_leg": 0.08, "right_leg": 0.08, "torso": 0.15,
    "head": 0.11,
}  # fmt: skip
_PARTS: Final = {
    "arm": (("shoulder", "elbow", 0.0), ("elbow", "wrist", 0.0), ("wrist", "hand", 0.9)),
    "leg": (("hip", "knee", 0.0), ("knee", "ankle", 0.0), ("ankle", "foot", 0.6)),
}
_BONES: Final = {
    **{
        f"{side}_{limb}": tuple(
            (INDEX[f"{side}_{a}"], INDEX[f"{side}_{b}"], beyond) for a, b, beyond in bones
        )
        for side in ("left", "right")
        for limb, bones in _PARTS.items()
    },
    "torso": (
        (INDEX["pelvis"], INDEX["neck"], 0.0),
        (INDEX["left_hip"], INDEX["right_hip"], 0.0),
        (INDEX["left_shoulder"], INDEX["right_shoulder"], 0.0),
    ),
    "head": ((INDEX["neck"], INDEX["head"], 1.4),),
}
"""Bones by limb: both joints, and by how much of itself it goes on beyond the second one."""


@dataclass(frozen=True, slots=True, eq=False)
class OnPage:
    """Where the joints of a body lie on a page.

    Args:
        joints: float64 (24, 2), units of the page.
        scale: units a metre.
    """

    joints: Array
    scale: float


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What of a drawing is new.

    Args:
        joints: of the limbs whose ink changed.
        everything: the drawing is another one, or is not finished.
        rubbed: ink only went.
    """

    joints: frozenset[int]
    everything: bool = False
    rubbed: bool = False


_NOTHING: Final = Redrawn(frozenset())


def read_into(
    body: BodyModel, base: BodyState, current: BodyState, reading: BodyReading
) -> BodyState:
    """Return a document's state after a reading; `current` where nothing follows from it.

    Args:
        body: of the document.
        base: before the strokes that were read; its pose is what stays.
        current: after them; strokes are taken from it.
        reading: of the strokes of `current`.
    """
    strokes, side = reading.drawing.strokes, reading.drawing.side
    if not (strokes or side):
        return current
    found = replace(base, rotations=reading.rotations, translation=np.zeros(3))
    view: View = "front" if strokes else "side"
    found = replace(found, placement=fitted_placement(strokes or side, body, found, view))
    new = joints_touched(
        base.read, strokes, on_page(body, base, "front"), on_page(body, found, "front")
    )
    if new.joints and not new.everything:
        new = replace(new, everything=_is_unfinished(base.read_whole, strokes))
    if reading.used_side or not strokes:
        of_side = joints_touched(
            base.read_side, side, on_page(body, base, "side"), on_page(body, found, "side")
        )
        whole = new.everything or of_side.everything
        new = Redrawn(new.joints | of_side.joints, whole, new.rubbed and of_side.rubbed)
    joints = new.joints
    if reading.is_little and (new.everything or not (base.read or base.read_side)):
        joints = frozenset()
    elif new.everything:
        joints = frozenset(range(COUNT)) - (base.by_hand - new.joints)
    if not joints or (new.rubbed and not reading.drawing.resting):
        # What was read while the pen moved does not count either.
        same = current.rotations is base.rotations and current.shape is base.shape
        return current if same else _as_posed(current, base)
    done = taken(body, _as_posed(current, base), reading, joints, refit=new.everything)
    if not reading.drawing.resting:
        return done
    return replace(
        done, read=strokes, read_side=side if reading.used_side else base.read_side,
        read_whole=strokes if new.everything else base.read_whole,
    )  # fmt: skip


def unread(current: BodyState, before: BodyState) -> BodyState:
    """Return a state with the body of one before any of its strokes was read."""
    return replace(
        _as_posed(current, before), read=before.read, read_side=before.read_side,
        read_whole=before.read_whole,
    )  # fmt: skip


def _as_posed(drawn: BodyState, body: BodyState) -> BodyState:
    """Return the strokes of one state with the body of another."""
    return replace(
        drawn, rotations=body.rotations, translation=body.translation, shape=body.shape,
        human=body.human, confidence=body.confidence, placement=body.placement,
        by_hand=body.by_hand,
    )  # fmt: skip


def taken(
    body: BodyModel,
    state: BodyState,
    reading: BodyReading,
    joints: frozenset[int],
    *,
    refit: bool,
) -> BodyState:
    """Return a state whose joints follow a reading.

    Args:
        body: of the document.
        state: to begin with; its locked joints stay as they are.
        reading: what was read.
        joints: that follow.
        refit: lay the body over the drawing anew, and shape it unless that was done by hand.
    """
    turning = joints - state.locked
    pose = with_joints(state.rotations, reading.rotations, turning)
    if state.symmetric:
        mean = orthonormal(pose + mirror_rotations(pose))
        freely = sorted(frozenset(range(1, COUNT)) - state.locked)
        pose[freely] = mean[freely]
    sure = np.array(reading.confidence if state.confidence is None else state.confidence)
    sure[sorted(turning)] = reading.confidence[sorted(turning)]
    by_hand = state.by_hand - turning
    sure[sorted(by_hand)] = 1.0
    done = replace(state, rotations=pose, confidence=sure, by_hand=by_hand)
    if not refit:
        return done
    if reading.shape is not None and reading.human is not None and not state.shape_by_hand:
        done = replace(done, shape=reading.shape, human=reading.human)
    strokes, side = reading.drawing.strokes, reading.drawing.side
    if not (strokes or side):
        return done
    seen = replace(done, rotations=reading.rotations, translation=np.zeros(3))
    placed = fitted_placement(strokes or side, body, seen, "front" if strokes else "side")
    return replace(done, placement=placed, translation=np.zeros(3))


def on_page(body: BodyModel, state: BodyState, view: View) -> OnPage:
    """Return where the joints of a state's body lie on its page."""
    places = forward(state.rotations, body.rest(state.shape)[1])[1] + state.translation
    return OnPage(state.placement.to_page(places, view), state.placement.scale)


def joints_touched(before: Strokes, after: Strokes, old: OnPage, new: OnPage) -> Redrawn:
    """Return the joints of the limbs that were drawn anew.

    Args:
        before: strokes that were read last.
        after: strokes now.
        old: the body that follows from `before`.
        new: the body that was read from `after`.
    """
    if before == after or not after:
        return _NOTHING
    inks = _Inks.of(before, after)
    removed, added = int(inks.gone.sum()), int(inks.come.sum())
    if max(removed, added) < _NOTABLE:
        return _NOTHING
    points = [np.argwhere(one)[:, ::-1] * inks.cell + inks.low for one in (inks.gone, inks.come)]
    counts = dict.fromkeys(LIMBS, 0)
    for place, body in zip(points, (old, new), strict=True):
        for name, count in _limbs_of(place, body).items():
            counts[name] += count
    whole = removed + added
    shares = {name: _TORSO_SHARE if name == "torso" else _SHARE for name in LIMBS}
    limbs = [name for name, count in counts.items() if count >= max(_NOTABLE, shares[name] * whole)]
    if added < _NOTABLE:  # rubbed out: what is not there any more cannot be read
        limbs = [name for name in limbs if _is_covered(name, after, old)]
        return Redrawn(_joints(limbs), rubbed=True)
    another = removed > _HALF * inks.was.sum() or added > _HALF * inks.now.sum()
    grown = removed < _NOTABLE and _extent(after) > _GROWN * _extent(before)
    return Redrawn(_joints(limbs), everything=another or grown)


def _is_unfinished(before: Strokes, after: Strokes) -> bool:
    """Whether a drawing only grew since it was read as a whole, or became another one."""
    if not before:
        return True
    inks = _Inks.of(before, after)
    removed, added = int(inks.gone.sum()), int(inks.come.sum())
    only_more = removed < _NOTABLE and added > _MORE * inks.now.sum()
    return bool(only_more or added > _HALF * inks.now.sum())


@dataclass(frozen=True, slots=True, eq=False)
class _Inks:
    """Two drawings in one raster: cells with ink before and now, what went and what came."""

    low: Array
    cell: float
    was: Mask
    now: Mask
    gone: Mask
    come: Mask

    @classmethod
    def of(cls, before: Strokes, after: Strokes) -> "_Inks":
        low, cell = _box((*before, *after))
        was, now = _ink(before, low, cell), _ink(after, low, cell)
        return cls(low, cell, was, now, was & ~_wide(now), now & ~_wide(was))


def _joints(limbs: list[str]) -> frozenset[int]:
    return frozenset(joint for name in limbs for joint in LIMBS[name])


def _limbs_of(points: Array, body: OnPage) -> dict[str, int]:
    """Return how many points, (N, 2), lie over each limb."""
    names = list(LIMBS)
    if not len(points):
        return dict.fromkeys(names, 0)
    apart = np.empty((len(names), len(points)))
    for row, name in enumerate(names):
        distance = np.min([_to_bone(points, *bone) for bone in _bones(name, body)], axis=0)
        radius = _RADIUS_M[name] * body.scale
        apart[row] = np.maximum(distance - radius, 0.0) + _FLAT * distance
    nearest = np.bincount(apart.argmin(0), minlength=len(names))
    return dict(zip(names, nearest.tolist(), strict=True))


def _bones(name: str, body: OnPage) -> list[tuple[Array, Array]]:
    """Return both ends of each bone of a limb."""
    found = []
    for first, second, beyond in _BONES[name]:
        start, end = body.joints[first], body.joints[second]
        found.append((start, end + beyond * (end - start)))
    return found


def _to_bone(points: Array, start: Array, end: Array) -> Array:
    """Return how far points, (N, 2), lie from a line between two."""
    along = end - start
    share = np.clip((points - start) @ along / max(float(along @ along), 1e-9), 0.0, 1.0)
    return np.asarray(np.linalg.norm(points - start - share[:, None] * along, axis=1))


def _is_covered(name: str, strokes: Strokes, body: OnPage) -> bool:
    """Whether there is ink around most of a limb."""
    ink = np.concatenate([stroke.points for stroke in strokes])
    places = np.concatenate(
        [start + np.linspace(0, 1, 6)[:, None] * (end - start) for start, end in _bones(name, body)]
    )
    nearest = np.linalg.norm(places[:, None] - ink[None], axis=2).min(1)
    return bool((nearest < (_RADIUS_M[name] + _AROUND_M) * body.scale).mean() >= _COVERED)


def _box(strokes: Strokes) -> tuple[Array, float]:
    """Return the corner of the box of strokes, and the side of a cell."""
    points = np.concatenate([stroke.points for stroke in strokes]).astype(np.float64)
    low = points.min(0)
    return low, max(float((points.max(0) - low).max()) / _CELLS, 1e-6)


def _extent(strokes: Strokes) -> float:
    if not strokes:
        return 0.0
    points = np.concatenate([stroke.points for stroke in strokes])
    return float((points.max(0) - points.min(0)).max())


def _ink(strokes: Strokes, low: Array, cell: float) -> Mask:
    import cv2

    paper = np.zeros((_CELLS + 1, _CELLS + 1), np.uint8)
    if strokes:
        points = np.concatenate([stroke.points for stroke in strokes])
        cells = np.round((points - low) / cell).astype(np.int32).reshape(-1, 1, 2)
        ends = np.cumsum([len(stroke.points) for stroke in strokes])[:-1]
        cv2.polylines(paper, np.split(cells, ends), False, 1)  # noqa: FBT003
    return paper.astype(bool)


def _wide(ink: Mask) -> Mask:
    import cv2

    side = 2 * _NEAR + 1
    return cv2.dilate(ink.astype(np.uint8), np.ones((side, side), np.uint8)).astype(bool)

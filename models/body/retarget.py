"""Brings captured motion onto our skeleton.

A skeleton whose rest pose looks like a person keeps every rotation: each of our joints turns as
the bone it stands for, after one turn that lays our limb at rest along theirs, so limbs point
exactly where they did. A skeleton whose rest pose means nothing (all bones along one axis) gives
places only; then limbs point where they did too, and how they are twisted follows from the bend of
elbow and knee.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.errors import QueryError
from models.body.model import BodyModel, local
from models.body.motion import Clip
from models.body.rotations import between, orthonormal
from models.body.skeleton import COUNT, INDEX, JOINTS, PARENTS

Array = NDArray[np.float64]

# Names of a joint in other skeletons, lower case without marks; the first that is there.
_ALIASES: Final[Mapping[str, str]] = {
    "pelvis": "root hips pelvis hip",
    "hip": "Lfemur LEFTupleg LEFTthigh Lthigh upperlegL LEFThip Lhip thighL",
    "knee": "Ltibia LEFTleg LEFTshin Lshin shinL lowerlegL LEFTknee Lknee calfL",
    "ankle": "Lfoot LEFTfoot footL LEFTankle Lankle",
    "foot": "Ltoes LEFTtoebase toesL LEFTtoe Ltoe toeL Ltoebase ballL",
    "spine1": "lowerback spine spine1 abdomen",
    "spine2": "upperback spine1 spine2",
    "spine3": "thorax spine2 chest upperchest spine3 spine1",
    "neck": "lowerneck neck neck1",
    "head": "head",
    "collar": "Lclavicle LEFTshoulder shoulderL LEFTcollar Lcollar clavicleL",
    "shoulder": "Lhumerus LEFTarm upperarmL LEFTuparm Lshldr LEFTupperarm",
    "elbow": "Lradius LEFTforearm lowerarmL LEFTlowarm Lforearm forearmL LEFTlowerarm",
    "wrist": "Lwrist LEFThand handL Lhand LEFTwrist",
    "hand": "Lfingers LEFTfingerbase LEFThandindex1 LEFThandmiddle1",
}
_LIMBS: Final = (
    ("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"), ("elbow", "wrist"),
)  # fmt: skip
_CENTRE: Final = ("pelvis", "spine1", "spine2", "spine3", "neck", "head")
_NEEDED: Final = tuple(f"{s}_{n}" for s in ("left", "right") for limb in _LIMBS for n in limb)


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion of our skeleton.

    Args:
        rotations: float64 (T, 24, 3, 3), relative to the parents.
        translations: float64 (T, 3), of the pelvis, metres.
        frame_s: seconds a frame.
    """

    rotations: Array
    translations: Array
    frame_s: float

    def __len__(self) -> int:
        return len(self.rotations)


def joint_map(names: tuple[str, ...]) -> dict[str, int]:
    """Return which joint of a skeleton each of ours is; those it lacks are left out.

    Raises:
        QueryError: a limb is missing; names it.
    """
    plain: dict[str, int] = {}
    for place, name in enumerate(names):
        plain.setdefault(_plain(name), place)
    ours = all(joint.replace("_", "") in plain for joint in JOINTS)  # our own files
    found: dict[str, int] = {}
    for joint in JOINTS:
        side, _, part = joint.rpartition("_")
        aliases = [joint.replace("_", "")] if ours else _aliases(part, side)
        for alias in aliases:
            taken = found.values() if part.startswith("spine") else ()
            if alias in plain and plain[alias] not in taken:
                found[joint] = plain[alias]
                break
    missing = [joint for joint in _NEEDED if joint not in found]
    if missing or "pelvis" not in found:
        raise QueryError(
            f"The motion has no joint that is {', '.join(missing) or 'the pelvis'}.",
            hint="Export it with a skeleton of a person that names its joints in English.",
        )
    return found


def _plain(name: str) -> str:
    """Return a name without name space, marks and zeros before numbers, lower case."""
    told = re.sub(r"[^a-z0-9]", "", name.rpartition(":")[2].lower())
    return re.sub(r"(?<!\d)0+(?=\d)", "", told.removeprefix("mixamorig"))


def _aliases(part: str, side: str) -> list[str]:
    """Return the names of a part on a side ("" for the middle), lower case."""
    told = _ALIASES[part].replace("LEFT", side).replace("L", side[:1])
    return told.split()


def retarget(clip: Clip, body: BodyModel | None = None, *, every: int = 1) -> Motion:
    """Return a motion on our skeleton.

    Args:
        clip: what was captured.
        body: whose rest pose is taken; the mean shape of the shipped body.
        every: take each so many frames.

    Raises:
        QueryError: the skeleton lacks a limb, or its joints lie where no person's do.
    """
    joints = (body or BodyModel()).rest()[1].astype(np.float64)
    places = joint_map(clip.names)
    frames = slice(None, None, every)
    moved = clip.places[frames, places["pelvis"]]
    try:
        if _is_person(clip.rest, places):
            size = _stature(joints) / _stature(clip.rest, places)
            frame = _frame(clip.rest, places)
            turns = _by_turns(clip, places, joints, frame, frames)
            moved = moved @ frame.T
        else:
            size = _stature(joints) / max(_stature(clip.places[0], places), 1e-9)
            turns = _by_places(clip.places[frames], places, joints)
    except ValueError as error:
        raise QueryError(
            f"The motion cannot be laid on a body ({error}).",
            hint="Export it with a skeleton of a person whose joints lie apart.",
        ) from None
    rotations = np.stack([local(one) for one in turns])
    return Motion(rotations, moved * size, clip.frame_s * every)


def _stature(points: NDArray[np.floating], places: Mapping[str, int] = INDEX) -> float:
    """Return the length of both left leg bones: what scales one skeleton to another."""
    hip, knee, ankle = (points[places[f"left_{one}"]] for one in ("hip", "knee", "ankle"))
    return float(np.linalg.norm(knee - hip) + np.linalg.norm(ankle - knee))


def _is_person(rest: Array, places: Mapping[str, int]) -> bool:
    """Whether legs and spine of a rest pose point away from each other, and arms from both."""
    centre = (rest[places["left_hip"]] + rest[places["right_hip"]]) / 2
    up = (rest[places["left_shoulder"]] + rest[places["right_shoulder"]]) / 2 - centre
    leg = rest[places["left_ankle"]] - rest[places["left_hip"]]
    arms = rest[places["left_wrist"]] - rest[places["right_wrist"]]
    hips = rest[places["left_hip"]] - rest[places["right_hip"]]
    ways = (up, leg, arms, hips)
    lengths = [np.linalg.norm(one) for one in ways]
    if min(lengths) < 1e-6:
        return False
    up, leg, arms, hips = (one / size for one, size in zip(ways, lengths, strict=True))
    return bool(up @ leg < -0.7 and abs(arms @ up) < 0.5 and abs(hips @ up) < 0.7)


def _frame(rest: Array, places: Mapping[str, int]) -> Array:
    """Return the rotation from a skeleton's axes at rest to ours: left is +x, up is +y."""
    centre = (rest[places["left_hip"]] + rest[places["right_hip"]]) / 2
    up = (rest[places["left_shoulder"]] + rest[places["right_shoulder"]]) / 2 - centre
    left = rest[places["left_hip"]] - rest[places["right_hip"]]
    frame = _axes(left, up)
    near = np.round(frame)  # files are made along the axes; a leaning rest pose stays leaning
    return np.asarray(near.T if abs(np.linalg.det(near) - 1.0) < 1e-9 else frame.T)


def _axes(left: Array, up: Array) -> Array:
    """Return the rotation whose columns are left, up (made square to it) and front.

    Raises:
        ValueError: both lie along one line.
    """
    front = np.cross(left, up)
    if np.linalg.norm(front) <= 1e-6 * np.linalg.norm(left) * np.linalg.norm(up):
        raise ValueError("hips and shoulders lie on one line")
    x = left / np.linalg.norm(left)
    y = up - (up @ x) * x
    y /= np.linalg.norm(y)
    return np.stack([x, y, np.cross(x, y)], 1)


def _by_turns(
    clip: Clip, places: Mapping[str, int], joints: Array, frame: Array, frames: slice
) -> Array:
    """Return rotations against the world, (T, 24, 3, 3), of a rest pose like a person's."""
    aligned = _aligned(clip.rest @ frame.T, places, joints)
    turns = np.empty((len(clip.turns[frames]), COUNT, 3, 3))
    for joint, name in enumerate(JOINTS):
        if name in places:
            turned = clip.turns[frames, places[name]]
            turns[:, joint] = frame @ turned @ frame.T @ aligned[joint]
        else:
            turns[:, joint] = turns[:, PARENTS[joint]]
    return turns


def _aligned(rest: Array, places: Mapping[str, int], joints: Array) -> Array:
    """Return the turns that lay our limbs at rest along theirs; hands follow their forearm."""
    turns = np.tile(np.eye(3), (COUNT, 1, 1))
    for side in ("left", "right"):
        for start, end in _LIMBS:
            first, second = f"{side}_{start}", f"{side}_{end}"
            ours = joints[INDEX[second]] - joints[INDEX[first]]
            theirs = rest[places[second]] - rest[places[first]]
            if np.linalg.norm(theirs) > 1e-6:  # else the bone points nowhere
                turns[INDEX[first]] = between(ours, theirs)
        for hand in ("wrist", "hand"):
            turns[INDEX[f"{side}_{hand}"]] = turns[INDEX[f"{side}_elbow"]]
    return turns


def _by_places(seen: Array, places: Mapping[str, int], joints: Array) -> Array:
    """Return rotations against the world, (T, 24, 3, 3), that lay limbs along those seen."""
    turns = np.empty((len(seen), COUNT, 3, 3))
    for row, points in enumerate(seen):
        at = {name: points[place] for name, place in places.items()}
        turns[row] = turns_of_places(at, joints)
    return turns


def turns_of_places(at: Mapping[str, Array], joints: Array) -> Array:
    """Return rotations against the world, (24, 3, 3), that lay limbs along places of joints.

    Args:
        at: (3,) by name, in any unit: hips, knees, ankles, shoulders, elbows and wrists; neck,
            head and feet where they are known.
        joints: (24, 3), ours at rest.

    Raises:
        ValueError: hips and shoulders lie on one line, or two joints of a limb at one place.
    """
    hips, shoulders = (
        (at[f"left_{one}"] - at[f"right_{one}"], (at[f"left_{one}"] + at[f"right_{one}"]) / 2)
        for one in ("hip", "shoulder")
    )
    up = shoulders[1] - hips[1]
    # Where the one has no width, it faces where the other does.
    widths = [np.linalg.norm(np.cross(one[0], up)) for one in (hips, shoulders)]
    wide = (hips, shoulders)[int(np.argmax(widths))][0]
    least = 1e-6 * max(widths)
    pelvis, chest = (
        _axes(one[0] if width > least else wide, up)
        for one, width in zip((hips, shoulders), widths, strict=True)
    )
    turns = np.empty((COUNT, 3, 3))
    for name, share in zip(_CENTRE, (0.0, 1 / 3, 2 / 3, 1.0, 1.0, 1.0), strict=True):
        turns[INDEX[name]] = orthonormal((1 - share) * pelvis + share * chest)
    if "head" in at and "neck" in at and np.linalg.norm(at["head"] - at["neck"]) > 1e-6:
        bone = joints[INDEX["head"]] - joints[INDEX["neck"]]
        turns[INDEX["neck"]] = between(chest @ bone, at["head"] - at["neck"]) @ chest
        turns[INDEX["head"]] = turns[INDEX["neck"]]
    for side in ("left", "right"):
        turns[INDEX[f"{side}_collar"]] = chest
        lay_limb(
            turns, at, joints, tuple(f"{side}_{one}" for one in ("shoulder", "elbow", "wrist"))
        )
        lay_limb(turns, at, joints, tuple(f"{side}_{one}" for one in ("hip", "knee", "ankle")))
        turns[INDEX[f"{side}_hand"]] = turns[INDEX[f"{side}_wrist"]] = turns[INDEX[f"{side}_elbow"]]
        _foot(turns, at, joints, side)
    return turns


def lay_limb(turns: Array, at: Mapping[str, Array], joints: Array, names: tuple[str, ...]) -> None:
    """Lay both bones of a limb along those seen; the hinge turns in the plane of the bend.

    Args:
        turns: float64 (24, 3, 3), against the world; those of the limb's first two joints are set.
        at: places of the three joints by name, in any unit.
        joints: (24, 3), ours at rest.
        names: of the three joints: shoulder, elbow, wrist or hip, knee, ankle.
    """
    base, hinge, end = names
    upper = joints[INDEX[hinge]] - joints[INDEX[base]]
    lower = joints[INDEX[end]] - joints[INDEX[hinge]]
    seen_upper, seen_lower = at[hinge] - at[base], at[end] - at[hinge]
    above = turns[PARENTS[INDEX[base]]]
    turned = between(above @ upper, seen_upper) @ above
    # In our T an elbow bends to the front (about -y on the left), a knee to the back (about +x).
    axis = (
        np.array([0.0, -np.sign(upper[0]), 0.0]) if abs(upper[0]) > abs(upper[1]) else np.eye(3)[0]
    )
    bend = np.cross(seen_upper, seen_lower)
    size = np.linalg.norm(bend) / (np.linalg.norm(seen_upper) * np.linalg.norm(seen_lower))
    if size > 0.1:  # straight limbs have no plane: their twist stays the parent's
        along = seen_upper / np.linalg.norm(seen_upper)
        was = turned @ axis
        was -= (was @ along) * along
        turned = between(was, bend - (bend @ along) * along) @ turned
    turns[INDEX[base]] = turned
    turns[INDEX[hinge]] = between(turned @ lower, seen_lower) @ turned


def _foot(turns: Array, at: Mapping[str, Array], joints: Array, side: str) -> None:
    ankle, foot = f"{side}_ankle", f"{side}_foot"
    shin = turns[INDEX[f"{side}_knee"]]
    turns[INDEX[ankle]] = shin
    if foot in at and np.linalg.norm(at[foot] - at[ankle]) > 1e-6:
        bone = joints[INDEX[foot]] - joints[INDEX[ankle]]
        turns[INDEX[ankle]] = between(shin @ bone, at[foot] - at[ankle]) @ shin
    turns[INDEX[foot]] = turns[INDEX[ankle]]

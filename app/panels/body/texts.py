"""Words of the body panel that several of its parts say, in the user's language."""

from collections.abc import Iterable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from app.widgets.note_texts import translated

_JOINTS = {
    "pelvis": QT_TRANSLATE_NOOP("BodyTexts", "Pelvis"),
    "left_hip": QT_TRANSLATE_NOOP("BodyTexts", "Left hip"),
    "right_hip": QT_TRANSLATE_NOOP("BodyTexts", "Right hip"),
    "spine1": QT_TRANSLATE_NOOP("BodyTexts", "Lower spine"),
    "left_knee": QT_TRANSLATE_NOOP("BodyTexts", "Left knee"),
    "right_knee": QT_TRANSLATE_NOOP("BodyTexts", "Right knee"),
    "spine2": QT_TRANSLATE_NOOP("BodyTexts", "Middle spine"),
    "left_ankle": QT_TRANSLATE_NOOP("BodyTexts", "Left ankle"),
    "right_ankle": QT_TRANSLATE_NOOP("BodyTexts", "Right ankle"),
    "spine3": QT_TRANSLATE_NOOP("BodyTexts", "Upper spine"),
    "left_foot": QT_TRANSLATE_NOOP("BodyTexts", "Left foot"),
    "right_foot": QT_TRANSLATE_NOOP("BodyTexts", "Right foot"),
    "neck": QT_TRANSLATE_NOOP("BodyTexts", "Neck"),
    "left_collar": QT_TRANSLATE_NOOP("BodyTexts", "Left collar"),
    "right_collar": QT_TRANSLATE_NOOP("BodyTexts", "Right collar"),
    "head": QT_TRANSLATE_NOOP("BodyTexts", "Head"),
    "left_shoulder": QT_TRANSLATE_NOOP("BodyTexts", "Left shoulder"),
    "right_shoulder": QT_TRANSLATE_NOOP("BodyTexts", "Right shoulder"),
    "left_elbow": QT_TRANSLATE_NOOP("BodyTexts", "Left elbow"),
    "right_elbow": QT_TRANSLATE_NOOP("BodyTexts", "Right elbow"),
    "left_wrist": QT_TRANSLATE_NOOP("BodyTexts", "Left wrist"),
    "right_wrist": QT_TRANSLATE_NOOP("BodyTexts", "Right wrist"),
    "left_hand": QT_TRANSLATE_NOOP("BodyTexts", "Left hand"),
    "right_hand": QT_TRANSLATE_NOOP("BodyTexts", "Right hand"),
}
_LIMBS = {
    "left_arm": QT_TRANSLATE_NOOP("BodyTexts", "Left arm"),
    "right_arm": QT_TRANSLATE_NOOP("BodyTexts", "Right arm"),
    "left_leg": QT_TRANSLATE_NOOP("BodyTexts", "Left leg"),
    "right_leg": QT_TRANSLATE_NOOP("BodyTexts", "Right leg"),
    "torso": QT_TRANSLATE_NOOP("BodyTexts", "Torso"),
    "head": QT_TRANSLATE_NOOP("BodyTexts", "Head and neck"),
}
_NOTES = {
    "scribble": QT_TRANSLATE_NOOP(
        "BodyTexts", "The drawing is so dense that limbs can hardly be told apart."
    ),
    "two-people": QT_TRANSLATE_NOOP(
        "BodyTexts",
        "There seem to be {count} figures; draw one person, or cut the others away.",
    ),
    "only-head": QT_TRANSLATE_NOOP(
        "BodyTexts", "This looks like a head alone; draw the whole body."
    ),
    "many-strokes": QT_TRANSLATE_NOOP(
        "BodyTexts",
        "{count} strokes; what is drawn over and over makes the reading unsure.",
    ),
    "no-person": QT_TRANSLATE_NOOP(
        "BodyTexts", "This looks like a flower, a sun or a wheel; draw a person, head to feet."
    ),
    "inverted": QT_TRANSLATE_NOOP("BodyTexts", "Light lines on a dark ground were taken as ink."),
    "photo": QT_TRANSLATE_NOOP(
        "BodyTexts",
        "This looks like a photo; only drawings can be read. Trace the person instead.",
    ),
    "transparent": QT_TRANSLATE_NOOP("BodyTexts", "The transparent parts were taken as paper."),
    "shrunk": QT_TRANSLATE_NOOP(
        "BodyTexts", "The picture of {width} x {height} pixels was read at {side} pixels."
    ),
    "uncalibrated": QT_TRANSLATE_NOOP(
        "BodyTexts", "The network brings no measured confidence; the one shown is a guess."
    ),
    "too-little": QT_TRANSLATE_NOOP("BodyTexts", "Too little of a person is drawn to read a body."),
    "unsure": QT_TRANSLATE_NOOP(
        "BodyTexts", "The drawing can be read in several ways; look at the marked joints."
    ),
}
_FORMATS = {
    "obj": QT_TRANSLATE_NOOP("BodyTexts", "OBJ: the posed surface"),
    "ply": QT_TRANSLATE_NOOP("BodyTexts", "PLY: the posed surface, binary"),
    "stl": QT_TRANSLATE_NOOP("BodyTexts", "STL: the posed surface"),
    "glb": QT_TRANSLATE_NOOP(
        "BodyTexts", "GLB: surface, skeleton and skin weights, to pose it on in other programs"
    ),
    "bvh": QT_TRANSLATE_NOOP("BodyTexts", "BVH: the skeleton and one frame of motion"),
    "json": QT_TRANSLATE_NOOP(
        "BodyTexts", "JSON: 24 rotations and 10 shape numbers, in the order of SMPL"
    ),
    "openpose": QT_TRANSLATE_NOOP("BodyTexts", "OpenPose: 25 key points in the picture, as JSON"),
    "svg": QT_TRANSLATE_NOOP("BodyTexts", "SVG: a drawing, as lines"),
    "png": QT_TRANSLATE_NOOP("BodyTexts", "PNG: a picture of the body"),
}

_MEASURES = {
    "height": QT_TRANSLATE_NOOP("BodyTexts", "Height"),
    "chest": QT_TRANSLATE_NOOP("BodyTexts", "Chest"),
    "waist": QT_TRANSLATE_NOOP("BodyTexts", "Waist"),
    "hip": QT_TRANSLATE_NOOP("BodyTexts", "Hip"),
    "neck": QT_TRANSLATE_NOOP("BodyTexts", "Neck girth"),
    "head": QT_TRANSLATE_NOOP("BodyTexts", "Head girth"),
    "upper_arm": QT_TRANSLATE_NOOP("BodyTexts", "Upper arm"),
    "wrist": QT_TRANSLATE_NOOP("BodyTexts", "Wrist girth"),
    "thigh": QT_TRANSLATE_NOOP("BodyTexts", "Thigh"),
    "knee": QT_TRANSLATE_NOOP("BodyTexts", "Knee girth"),
    "calf": QT_TRANSLATE_NOOP("BodyTexts", "Calf"),
    "ankle": QT_TRANSLATE_NOOP("BodyTexts", "Ankle girth"),
    "inseam": QT_TRANSLATE_NOOP("BodyTexts", "Inseam"),
    "arm_length": QT_TRANSLATE_NOOP("BodyTexts", "Arm length"),
    "shoulder_width": QT_TRANSLATE_NOOP("BodyTexts", "Shoulder width"),
    "foot_length": QT_TRANSLATE_NOOP("BodyTexts", "Foot length"),
}
"""Measures in centimetres, in the order of display."""
_WHOLE = {
    "weight_kg": (QT_TRANSLATE_NOOP("BodyTexts", "Weight"), "kg"),
    "volume_l": (QT_TRANSLATE_NOOP("BodyTexts", "Volume"), "l"),
    "surface_m2": (QT_TRANSLATE_NOOP("BodyTexts", "Skin surface"), "m²"),
}


def _told(text: object) -> str:
    return QCoreApplication.translate("BodyTexts", str(text))


def joint_title(name: str) -> str:
    """Return the name of a joint for display ("left_knee": "Left knee")."""
    return _told(_JOINTS[name])


def limb_title(name: str) -> str:
    """Return the name of a limb for display."""
    return _told(_LIMBS[name])


def format_title(name: str) -> str:
    """Return what a file of a format holds."""
    return _told(_FORMATS[name])


_SAMPLES = {
    "outline-waving": QT_TRANSLATE_NOOP("BodyTexts", "Outline, waving"),
    "ovals-run": QT_TRANSLATE_NOOP("BodyTexts", "Ovals, running"),
    "stick-warrior": QT_TRANSLATE_NOOP("BodyTexts", "Stick figure, yoga"),
}


def sample_keys() -> tuple[str, ...]:
    """Return the keys of the sample sketches."""
    return tuple(_SAMPLES)


def sample_title(key: str, title: str = "") -> str:
    """Return the name of a sample sketch for display."""
    return _told(_SAMPLES[key]) if key in _SAMPLES else title


def measure_rows(measures: object) -> tuple[dict[str, str], str]:
    """Return what a body measures, with units, by title, and how it was measured.

    Args:
        measures: a BodyMeasures.
    """
    rows = {}
    for name, (title, unit) in _WHOLE.items():
        digits = 2 if unit == "m²" else 1
        number = QLocale().toString(float(getattr(measures, name)), "f", digits)
        rows[_told(title)] = f"{number} {unit}"
    for name, title in _MEASURES.items():
        number = QLocale().toString(float(getattr(measures, name)), "f", 1)
        rows[_told(title)] = f"{number} cm"
    return rows, QCoreApplication.translate(
        "BodyTexts",
        "Taken on the body at rest, on its left side, as a tape does that spans hollows.",
    )


def said(notes: Iterable[str]) -> list[str]:
    """Return notes about a drawing in the user's language."""
    return translated(notes, {name: _told(text) for name, text in _NOTES.items()})

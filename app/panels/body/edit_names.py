"""Names of what was done to a body, and notes about it, in the user's language."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.panels.body.pose_names import titled_pose
from app.panels.body.texts import joint_title, limb_title
from app.services.body_document_types import JOINTS, LIMBS, BodyNote, EditTitle
from app.widgets.note_texts import translated
from common.notes import Note

_EDITS = {
    "draw": QT_TRANSLATE_NOOP("BodyTexts", "Draw"),
    "erase": QT_TRANSLATE_NOOP("BodyTexts", "Erase"),
    "strokes": QT_TRANSLATE_NOOP("BodyTexts", "Change the drawing"),
    "draw-side": QT_TRANSLATE_NOOP("BodyTexts", "Draw the side view"),
    "read": QT_TRANSLATE_NOOP("BodyTexts", "Read the drawing"),
    "drag": QT_TRANSLATE_NOOP("BodyTexts", "Drag {joint}"),
    "turn": QT_TRANSLATE_NOOP("BodyTexts", "Turn {joint}"),
    "flip": QT_TRANSLATE_NOOP("BodyTexts", "Turn {limb} over in depth"),
    "mirror-pose": QT_TRANSLATE_NOOP("BodyTexts", "Mirror the pose"),
    "mirror-limb": QT_TRANSLATE_NOOP("BodyTexts", "Mirror {limb}"),
    "reset-limb": QT_TRANSLATE_NOOP("BodyTexts", "Reset {limb}"),
    "reset-pose": QT_TRANSLATE_NOOP("BodyTexts", "Reset the pose"),
    "reset-shape": QT_TRANSLATE_NOOP("BodyTexts", "Reset the shape"),
    "keep-shape": QT_TRANSLATE_NOOP("BodyTexts", "Keep the shape"),
    "follow-shape": QT_TRANSLATE_NOOP("BodyTexts", "Let drawings shape the body"),
    "human": QT_TRANSLATE_NOOP("BodyTexts", "Set {term}"),
    "shape-number": QT_TRANSLATE_NOOP("BodyTexts", "Set shape number {number}"),
    "pose": QT_TRANSLATE_NOOP("BodyTexts", "Take the pose “{pose}”"),
    "lock": QT_TRANSLATE_NOOP("BodyTexts", "Lock {joint}"),
    "unlock": QT_TRANSLATE_NOOP("BodyTexts", "Unlock {joint}"),
    "unlock-all": QT_TRANSLATE_NOOP("BodyTexts", "Unlock all joints"),
    "pin": QT_TRANSLATE_NOOP("BodyTexts", "Pin {joint}"),
    "unpin": QT_TRANSLATE_NOOP("BodyTexts", "Unpin {joint}"),
    "symmetric": QT_TRANSLATE_NOOP("BodyTexts", "Keep the pose symmetric"),
    "asymmetric": QT_TRANSLATE_NOOP("BodyTexts", "Let both sides differ"),
    "add-layer": QT_TRANSLATE_NOOP("BodyTexts", "Add layer “{layer}”"),
    "remove-layer": QT_TRANSLATE_NOOP("BodyTexts", "Remove layer “{layer}”"),
    "rename-layer": QT_TRANSLATE_NOOP("BodyTexts", "Rename layer “{layer}”"),
    "move-layer": QT_TRANSLATE_NOOP("BodyTexts", "Move layer “{layer}”"),
    "show-layer": QT_TRANSLATE_NOOP("BodyTexts", "Show layer “{layer}”"),
    "hide-layer": QT_TRANSLATE_NOOP("BodyTexts", "Hide layer “{layer}”"),
    "lock-layer": QT_TRANSLATE_NOOP("BodyTexts", "Lock layer “{layer}”"),
    "unlock-layer": QT_TRANSLATE_NOOP("BodyTexts", "Unlock layer “{layer}”"),
    "fade-layer": QT_TRANSLATE_NOOP("BodyTexts", "Fade layer “{layer}”"),
    "merge-layers": QT_TRANSLATE_NOOP("BodyTexts", "Merge layer “{layer}” down"),
    "choose-layer": QT_TRANSLATE_NOOP("BodyTexts", "Choose layer “{layer}”"),
    "underlay": QT_TRANSLATE_NOOP("BodyTexts", "Set the picture below"),
    "no-underlay": QT_TRANSLATE_NOOP("BodyTexts", "Take the picture below away"),
    "clear": QT_TRANSLATE_NOOP("BodyTexts", "Clear the page"),
    "import": QT_TRANSLATE_NOOP("BodyTexts", "Take over “{name}”"),
    "free": QT_TRANSLATE_NOOP("BodyTexts", "Let joints turn freely"),
    "limits": QT_TRANSLATE_NOOP("BodyTexts", "Keep joints within their limits"),
}
_TERMS = {
    "stature": QT_TRANSLATE_NOOP("BodyTexts", "stature"),
    "weight": QT_TRANSLATE_NOOP("BodyTexts", "weight"),
    "muscle": QT_TRANSLATE_NOOP("BodyTexts", "muscle"),
    "age": QT_TRANSLATE_NOOP("BodyTexts", "age"),
    "gender": QT_TRANSLATE_NOOP("BodyTexts", "gender"),
    "proportions": QT_TRANSLATE_NOOP("BodyTexts", "proportions"),
}
_BODY = {
    "no-network": QT_TRANSLATE_NOOP(
        "BodyTexts", "No network that reads drawings is here; poses can be set by hand."
    ),
    "side-unread": QT_TRANSLATE_NOOP("BodyTexts", "The side view tells nothing yet: {why}"),
    "sides-differ": QT_TRANSLATE_NOOP(
        "BodyTexts", "Front and side view show different poses; the front view was followed."
    ),
    "other-network": QT_TRANSLATE_NOOP(
        "BodyTexts",
        "This project was made with another network; drawn parts may be read differently.",
    ),
    "underlay-reduced": QT_TRANSLATE_NOOP(
        "BodyTexts", "The picture of {width} x {height} pixels was reduced to {side}."
    ),
    "guessed-pose": QT_TRANSLATE_NOOP(
        "BodyTexts", "The pose was guessed from key points in one picture; check its depth."
    ),
    "missing-picture": QT_TRANSLATE_NOOP(
        "BodyTexts", "The picture below could not be read and was left out."
    ),
    "reading-failed": QT_TRANSLATE_NOOP("BodyTexts", "The drawing could not be read: {why}"),
}


def _told(text: object) -> str:
    return QCoreApplication.translate("BodyTexts", str(text))


def edit_title(title: str) -> str:
    """Return what a step of the history did, in the user's language; "" for none."""
    if not isinstance(title, EditTitle) or title.id not in _EDITS:
        return str(title)
    args = {name: _value(name, str(value)) for name, value in title.args.items()}
    return _told(_EDITS[title.id]).format(**args)


def note_text(note: str) -> str:
    """Return a note about a body in the user's language."""
    if isinstance(note, Note) and isinstance(note, BodyNote):
        return translated([note], {name: _told(text) for name, text in _BODY.items()})[0]
    return str(note)


def _value(name: str, value: str) -> str:
    """Return a value of a title in the user's language."""
    if name in ("joint", "limb"):
        return ", ".join(_part(part) for part in value.split(", "))
    if name == "term" and value in _TERMS:
        return _told(_TERMS[value])
    return titled_pose(value) if name == "pose" else value


def _part(words: str) -> str:
    name = words.replace(" ", "_")
    if name in JOINTS:
        return joint_title(name)
    return limb_title(name) if name in LIMBS else words

"""Names on a canvas: classes of detectors, colours, and what is to be said of an answer."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import numpy as np

from app.services.search_words import SAME, kinds_of, singular
from common.canvas import ColourShape, ObjectShape, Shape, TextShape
from common.notes import Note
from common.reasons import HitReason

# Lists of the same 80 classes name some of them in two ways.
_SAME_CLASSES = (
    ("aeroplane", "airplane", "plane"),
    ("motorbike", "motorcycle"),
    ("sofa", "couch"),
    ("tvmonitor", "tv", "tv monitor", "television"),
    ("diningtable", "dining table", "table"),
    ("pottedplant", "potted plant", "plant"),
    ("bicycle", "bike"),
    ("person", "people", "man", "woman", "human"),
    ("cell phone", "mobile phone", "phone"),
    ("donut", "doughnut"),
)
COLOURS: Mapping[str, tuple[int, int, int]] = {
    "black": (20, 20, 20),
    "white": (250, 250, 250),
    "grey": (135, 135, 135),
    "red": (214, 40, 40),
    "orange": (244, 140, 6),
    "yellow": (250, 210, 40),
    "green": (60, 150, 60),
    "cyan": (40, 180, 190),
    "blue": (40, 90, 200),
    "purple": (130, 60, 170),
    "pink": (245, 150, 190),
    "brown": (120, 75, 40),
    "beige": (225, 205, 165),
}


class CanvasNote(Note):
    """A note about a search by canvas."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = {
        "canvas-outside": (
            "Left out, as outside of the canvas or without a size: {count} of the shapes."
        ),
        "canvas-too-many": ("The canvas holds {count} shapes: the {used} on top were looked for."),
        "canvas-no-boxes": (
            "No detector has looked for objects here yet: add its weights under Tools ▸ Networks "
            "and import again."
        ),
        "canvas-no-class": (
            "No detector has found “{label}” here; pictures in which networks named it stand in, "
            "wherever it is in them."
        ),
        "canvas-no-text": "Nothing here is named like “{text}”.",
        "canvas-no-letters": "No text was read in the pictures of this library: OCR is missing.",
        "canvas-letters-anywhere": (
            "Where letters stand in a picture is not known: “{text}” counts wherever it was read."
        ),
        "canvas-left-out": "Left out: {reason}",
    }


def canvas_notes() -> dict[str, str]:
    """Return the ids of all notes with their English texts; {names} stand for values."""
    return dict(CanvasNote.texts)


def classes_for(label: str, names: Sequence[str]) -> list[str]:
    """Return which stored classes a label means: the class, its other names, or its kinds.

    Args:
        label: "people", "Sofa", "vehicle".
        names: of the classes that boxes have here.
    """
    asked = " ".join(label.casefold().split())
    wanted = {asked, singular(asked)}
    for group in _SAME_CLASSES:
        if wanted & set(group):
            wanted |= set(group)
    wanted |= {SAME[word] for word in tuple(wanted) if word in SAME}
    found = [name for name in names if name.casefold() in wanted]
    if not found:
        kinds = {kind for word in wanted for kind in kinds_of(word)}
        found = [name for name in names if name.casefold() in kinds]
    return found


def colour_name(colour: tuple[int, int, int]) -> str:
    """Return the name of the basic colour that looks most like a colour, sRGB 0-255."""
    from indexers.canvas.colours import difference, to_lab

    known = to_lab(np.array(list(COLOURS.values()), np.float64))
    away = difference(to_lab(np.array(colour, np.float64))[None], known)
    return list(COLOURS)[int(np.argmin(away))]


def shape_name(shape: Shape) -> str:
    """Return what a shape asks, in a few words of English: "red", "2 person", "“beach”"."""
    if isinstance(shape, ColourShape):
        colour = HitReason("colour", colour=colour_name(shape.colour))
        return HitReason("none-of", name=colour) if shape.absent else colour
    if isinstance(shape, ObjectShape):
        if is_absent(shape):
            return HitReason("none-of", name=shape.label)
        name = shape.label
        if shape.colour:
            name = HitReason("coloured-thing", colour=colour_name(shape.colour), name=name)
        return HitReason("several", count=shape.least, name=name) if shape.least > 1 else name
    if isinstance(shape, TextShape):
        return f"“{shape.text}”"
    return HitReason("a-picture")


def is_absent(shape: Shape) -> bool:
    """Return whether a shape says what must not be there."""
    if isinstance(shape, ColourShape):
        return shape.absent
    return isinstance(shape, ObjectShape) and shape.most == 0

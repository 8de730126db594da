"""Value types of a drawing that becomes a body: what a document holds and what is told about it.

Two frames. **World**: metres, y up, +z to the front, +x to the person's left. **Page**: a square of
PAGE units, x to the right, y down. The page shows the body from a fixed place, without perspective:
the front from +z (the person's left is right on the page), the side from +x, the person's left (the
front is left on the page). So strokes, contours and handles of joints lie over each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal

import numpy as np
from numpy.typing import NDArray

from common.notes import Note
from common.strokes import Stroke
from models.body.human import AGES, Human
from models.body.limits import LIMITS
from models.body.skeleton import COUNT, JOINTS, LIMBS, MIRROR, PARENTS

Array = NDArray[np.float64]
View = Literal["front", "side"]

__all__ = (
    "AGES", "COUNT", "FIRST_LAYER", "JOINTS", "LIMBS", "LIMITS", "MIRROR", "PAGE", "PARENTS",
    "PINNABLE", "BodyNote", "BodyReading", "BodyState", "Drawing", "EditTitle", "FlipChoice",
    "Human", "Layer", "Placement", "Stroke", "Underlay", "View",
)  # fmt: skip

PAGE: Final = 1000.0
"""Units of the page's side."""

FIRST_LAYER: Final = "Drawing"
PINNABLE: Final = tuple(
    JOINTS.index(f"{side}_{name}")
    for name in ("wrist", "hand", "ankle", "foot")
    for side in ("left", "right")
)
"""Joints that can be pinned to where they are."""


class EditTitle(Note):
    """What a change did, for the names of undo and redo."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = {
        "draw": "Draw",
        "erase": "Erase",
        "strokes": "Change the drawing",
        "draw-side": "Draw the side view",
        "read": "Read the drawing",
        "drag": "Drag {joint}",
        "turn": "Turn {joint}",
        "flip": "Turn {limb} over in depth",
        "mirror-pose": "Mirror the pose",
        "mirror-limb": "Mirror {limb}",
        "reset-limb": "Reset {limb}",
        "reset-pose": "Reset the pose",
        "reset-shape": "Reset the shape",
        "keep-shape": "Keep the shape",
        "follow-shape": "Let drawings shape the body",
        "human": "Set {term}",
        "shape-number": "Set shape number {number}",
        "pose": "Take the pose “{pose}”",
        "lock": "Lock {joint}",
        "unlock": "Unlock {joint}",
        "unlock-all": "Unlock all joints",
        "pin": "Pin {joint}",
        "unpin": "Unpin {joint}",
        "symmetric": "Keep the pose symmetric",
        "asymmetric": "Let both sides differ",
        "add-layer": "Add layer “{layer}”",
        "remove-layer": "Remove layer “{layer}”",
        "rename-layer": "Rename layer “{layer}”",
        "move-layer": "Move layer “{layer}”",
        "show-layer": "Show layer “{layer}”",
        "hide-layer": "Hide layer “{layer}”",
        "lock-layer": "Lock layer “{layer}”",
        "unlock-layer": "Unlock layer “{layer}”",
        "fade-layer": "Fade layer “{layer}”",
        "merge-layers": "Merge layer “{layer}” down",
        "choose-layer": "Choose layer “{layer}”",
        "underlay": "Set the picture below",
        "no-underlay": "Take the picture below away",
        "clear": "Clear the page",
        "import": "Take over “{name}”",
        "free": "Let joints turn freely",
        "limits": "Keep joints within their limits",
    }


class BodyNote(Note):
    """What people should know about a reading, a project or a file."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = {
        "no-network": "No network that reads drawings is here; poses can be set by hand.",
        "side-unread": "The side view tells nothing yet: {why}",
        "sides-differ": "Front and side view show different poses; the front view was followed.",
        "other-network": "This project was made with another network; drawn parts may be read"
        " differently.",
        "underlay-reduced": "The picture of {width} x {height} pixels was reduced to {side}.",
        "guessed-pose": "The pose was guessed from key points in one picture; check its depth.",
        "missing-picture": "The picture below could not be read and was left out.",
        "reading-failed": "The drawing could not be read: {why}",
    }


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A sheet of strokes over the page.

    Args:
        name: unique in the document.
        strokes: on it, the lowest first, units of the page.
        shown: whether it is seen, and read.
        locked: whether it is kept from being drawn on.
        opacity: 0-1, of what is seen; what is read does not fade.
    """

    name: str = FIRST_LAYER
    strokes: tuple[Stroke, ...] = ()
    shown: bool = True
    locked: bool = False
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Underlay:
    """A picture below the drawing.

    Args:
        content: PNG or JPEG, at most 2,048 pixels a side, upright.
        name: of the file it came from, for display.
        size: its width and height, pixels.
        opacity: 0-1.
        place: left, top, width and height on the page.
        view: the page it lies under.
    """

    content: bytes
    name: str
    size: tuple[int, int]
    opacity: float = 0.5
    place: tuple[float, float, float, float] = (0.0, 0.0, PAGE, PAGE)
    view: View = "front"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the world lies on the page; the same for front and side.

    Args:
        scale: units of the page a metre.
        x: where the world's origin lies, from the left. At rest it is the pelvis.
        y: the same from the top.
    """

    scale: float = 430.0
    x: float = PAGE / 2
    y: float = 470.0

    def to_page(self, points: NDArray[np.floating], view: View = "front") -> Array:
        """Return places on the page, (..., 2), of points of the world, (..., 3)."""
        points = np.asarray(points, np.float64)
        across = points[..., 0] if view == "front" else -points[..., 2]
        return np.stack([self.x + self.scale * across, self.y - self.scale * points[..., 1]], -1)

    def to_world(
        self, page: NDArray[np.floating], near: NDArray[np.floating], view: View = "front"
    ) -> Array:
        """Return points of the world, (..., 3), that lie at places on the page, (..., 2).

        Args:
            page: where.
            near: (..., 3), a point of the world; its depth in this view is kept.
            view: of the page.
        """
        page = np.asarray(page, np.float64)
        found = np.array(np.broadcast_to(near, (*page.shape[:-1], 3)), np.float64)
        across = (page[..., 0] - self.x) / self.scale
        if view == "front":
            found[..., 0] = across
        else:
            found[..., 2] = -across
        found[..., 1] = (self.y - page[..., 1]) / self.scale
        return found


def _rest_pose() -> Array:
    return np.tile(np.eye(3), (COUNT, 1, 1))


@dataclass(frozen=True, slots=True, eq=False)
class BodyState:
    """All that a document holds at one moment; nothing of it is ever written to.

    Args:
        layers: of the front view, the lowest first; at least one.
        active_layer: name of the one that is drawn on.
        side: strokes of the side view.
        rotations: float64 (24, 3, 3), of each joint relative to its parent.
        translation: float64 (3,), of the body, metres.
        shape: float64 (10,).
        human: the person in human terms, as the sliders show it.
        shape_by_hand: whether the shape was set by hand, so that readings leave it.
        locked: joints that turn by nothing.
        pins: joints whose place stays while others are dragged.
        confidence: float64 (24,), 0-1, how sure each joint is; None before a reading.
        symmetric: whether both sides of the pose are kept alike.
        free: whether joints may turn beyond their limits.
        placement: where the body lies on the page.
        underlay: picture below the drawing.
        read: strokes that the pose follows, as they were last read at rest.
        read_side: the same of the side view.
        read_whole: strokes when the whole pose last followed them.
        by_hand: joints that were placed by hand since what is drawn of their limb was last read.
    """

    layers: tuple[Layer, ...] = (Layer(),)
    active_layer: str = FIRST_LAYER
    side: tuple[Stroke, ...] = ()
    rotations: Array = field(default_factory=_rest_pose)
    translation: Array = field(default_factory=lambda: np.zeros(3))
    shape: Array = field(default_factory=lambda: np.zeros(10))
    human: Human = field(default_factory=Human)
    shape_by_hand: bool = False
    locked: frozenset[int] = frozenset()
    pins: frozenset[int] = frozenset()
    confidence: Array | None = None
    symmetric: bool = False
    free: bool = False
    placement: Placement = field(default_factory=Placement)
    underlay: Underlay | None = None
    read: tuple[Stroke, ...] = ()
    read_side: tuple[Stroke, ...] = ()
    read_whole: tuple[Stroke, ...] = ()
    by_hand: frozenset[int] = frozenset()

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """Strokes of all shown layers: what is read."""
        return tuple(stroke for layer in self.layers if layer.shown for stroke in layer.strokes)

    @property
    def is_drawn(self) -> bool:
        """Whether any stroke is there, shown or not."""
        return bool(self.side) or any(layer.strokes for layer in self.layers)

    def layer(self, name: str = "") -> Layer:
        """Return a layer; the active one for "".

        Raises:
            KeyError: there is no such layer.
        """
        wanted = name or self.active_layer
        for layer in self.layers:
            if layer.name == wanted:
                return layer
        raise KeyError(wanted)


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """What a reader is asked to read.

    Args:
        strokes: of the front view.
        side: of the side view; none for a body read from the front alone.
        token: of the state they belong to; goes back with the reading.
        resting: the pen rests: read twice, look for oddities, tell confidence and shape.
        stature_cm: of the body that is read; no drawing tells it.
    """

    strokes: tuple[Stroke, ...]
    side: tuple[Stroke, ...] = ()
    token: int = 0
    resting: bool = True
    stature_cm: float = 172.0


@dataclass(frozen=True, slots=True, eq=False)
class BodyReading:
    """A body as it was read from a drawing.

    Args:
        rotations: float64 (24, 3, 3), relative to the parents.
        confidence: float64 (24,), 0-1.
        drawing: what was read.
        shape: float64 (10,), of the drawing's stature; None while the pen moves.
        human: the same person in human terms.
        notes: what is odd about it, for people.
        used_side: whether the side view told the depth.
        is_little: too little of a person is drawn: the body follows only if the user says so.
        is_other: something else than a person is drawn.
        milliseconds: that reading took.
    """

    rotations: Array
    confidence: Array
    drawing: Drawing
    shape: Array | None = None
    human: Human | None = None
    notes: tuple[str, ...] = ()
    used_side: bool = False
    is_little: bool = False
    is_other: bool = False
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class FlipChoice:
    """A way in which a limb may go in depth; from the front all look alike.

    Args:
        rotations: float64 (24, 3, 3), of the whole pose.
        strain: degrees that joints lie beyond their limits in all; 0 for possible poses.
        upper: whether the upper bone is turned over.
        lower: whether the lower bone is.
        picture: uint8 (96, 96, 4) RGBA, the body from three quarters.
        side: contours of the body from its left, units of the page.
    """

    rotations: Array
    strain: float
    upper: bool
    lower: bool
    picture: NDArray[np.uint8]
    side: tuple[Stroke, ...]

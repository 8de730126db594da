"""What a view of a body shows: surface, skeleton, and how they are shown."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Mode = Literal["shaded", "wireframe"]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Joints of a posed body.

    Args:
        places: float64 (J, 3), metres in the world.
        turns: float64 (J, 3, 3), of each joint against the world.
        parents: of each joint, -1 for the root; a parent comes before its children.
        confidence: (J,), 0-1; None where nothing was read from a drawing.
        locked: joints that a reading may not change.
        pinned: joints that stay where they are while others are dragged.
    """

    places: NDArray[np.float64]
    turns: NDArray[np.float64]
    parents: tuple[int, ...]
    confidence: NDArray[np.float64] | None = None
    locked: frozenset[int] = frozenset()
    pinned: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.places)

    def children(self, joint: int) -> tuple[int, ...]:
        """Return the joints that hang on one, in order; the roots for -1."""
        return tuple(child for child, parent in enumerate(self.parents) if parent == joint)

    def walk(self) -> tuple[int, ...]:
        """Return all joints, each limb to its end before the next."""
        found: list[int] = []
        waiting = list(reversed(self.children(-1)))
        while waiting:
            joint = waiting.pop()
            found.append(joint)
            waiting.extend(reversed(self.children(joint)))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """How a body is shown.

    Args:
        mode: "shaded" or "wireframe".
        show_skeleton: bones are drawn over the body.
        show_joints: handles that can be dragged.
        show_confidence: joints have the colour of how sure they are, with a legend.
        show_floor: a grid under the body, with its shadow.
    """

    mode: Mode = "shaded"
    show_skeleton: bool = False
    show_joints: bool = True
    show_confidence: bool = False
    show_floor: bool = True


@dataclass(slots=True)
class Mesh:
    """A surface whose vertices are replaced often.

    Args:
        faces: int32 (F, 3), counter-clockwise seen from outside.
        vertices: float32 (V, 3), metres; none before the first are set.
        normals: float32 (V, 3), unit.
        revision: grows whenever vertices are replaced.
        faces_revision: grows whenever faces are.
    """

    faces: NDArray[np.int32] = field(default_factory=lambda: np.empty((0, 3), np.int32))
    vertices: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 3), np.float32))
    normals: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 3), np.float32))
    revision: int = 0
    faces_revision: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not (len(self.faces) and len(self.vertices))

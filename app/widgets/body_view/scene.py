"""What a view of a body shows: surface, skeleton, and how they are shown."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from common.render.normals import MeshNormals

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


class Mesh:
    """A surface whose vertices are replaced often; normals are made when they are needed.

    `revision` grows whenever vertices are replaced, `faces_revision` whenever faces are.
    """

    def __init__(self) -> None:
        self.faces = np.empty((0, 3), np.int32)
        self.vertices = np.empty((0, 3), np.float32)
        self.coarse: tuple[NDArray[np.int64], NDArray[np.int32]] | None = None
        self.revision = 0
        self.faces_revision = 0
        self._normals: tuple[int, NDArray[np.float32]] | None = None
        self._maker: MeshNormals | None = None

    def copy(self) -> "Mesh":
        """Return the surface as it is now; what is done with the one changes nothing of the other.

        Arrays are replaced and never written into, so that both have the same.
        """
        made = Mesh()
        made.faces, made.vertices, made.coarse = self.faces, self.vertices, self.coarse
        made.revision, made.faces_revision = self.revision, self.faces_revision
        return made

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not (len(self.faces) and len(self.vertices))

    @property
    def normals(self) -> NDArray[np.float32]:
        """Unit normals of the vertices, float32 (V, 3)."""
        if self._normals is None or self._normals[0] != self.revision:
            if self._maker is None:
                self._maker = MeshNormals(self.faces, len(self.vertices))
            self._normals = (self.revision, self._maker(self.vertices))
        return self._normals[1]

    def set_faces(self, faces: NDArray[np.integer]) -> None:
        """Take other faces, (F, 3); vertices and the coarse form before are forgotten.

        Raises:
            ValueError: another form of array.
        """
        if faces.ndim != 2 or faces.shape[1] != 3 or (faces.size and faces.min() < 0):
            raise ValueError(f"faces are (F, 3) numbers of vertices, not {faces.shape}")
        self.faces = np.ascontiguousarray(faces, np.int32)
        self.vertices = np.empty((0, 3), np.float32)
        self.coarse, self._maker = None, None
        self.faces_revision += 1
        self.revision += 1

    def set_coarse(self, rows: NDArray[np.integer], faces: NDArray[np.integer]) -> None:
        """Take a coarse form: which vertices it keeps, and faces of those."""
        self.coarse = (np.asarray(rows, np.int64), np.ascontiguousarray(faces, np.int32))

    def set_vertices(self, vertices: NDArray[np.floating]) -> None:
        """Take other vertices, (V, 3) metres.

        Raises:
            ValueError: another form of array, or fewer than the faces name.
        """
        if vertices.ndim != 2 or vertices.shape[1] != 3:
            raise ValueError(f"vertices are (V, 3) numbers, not {vertices.shape}")
        if len(vertices) != len(self.vertices):
            if self.faces.size and int(self.faces.max()) >= len(vertices):
                raise ValueError(f"faces name more than {len(vertices)} vertices")
            self._maker = None
        # A copy: who calls may go on writing into its own.
        self.vertices = np.array(vertices, np.float32, order="C")
        self.revision += 1

    def box(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the lowest and the highest coordinates, (3,) each."""
        return self.vertices.min(0), self.vertices.max(0)

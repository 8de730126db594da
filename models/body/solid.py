"""Parts of a body as closed meshes, whose union is one solid without cavities.

The skin has hollows (mouth, sockets of the eyes) and eyes that float in them; and a pose lets limbs
reach into each other. So the hollows are left out and their openings closed, the rest is divided
where limbs begin, and each part is closed by a lid at either end. Neighbours share a lid exactly,
so nothing is lost where they meet.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.body.baked import PARTS, BodyData
from models.body.skeleton import INDEX

Faces = NDArray[np.int32]

_GROUPS: Final = (
    ("pelvis", "spine1", "spine2", "spine3", "left_collar", "right_collar"),
    ("neck", "head"),
    *(
        tuple(f"{side}_{joint}" for joint in joints)
        for side in ("left", "right")
        for joints in (
            ("shoulder",), ("elbow",), ("wrist", "hand"), ("hip",), ("knee",), ("ankle", "foot"),
        )
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Triangles in space.

    Args:
        vertices: float32 (V, 3).
        faces: int32 (F, 3), counter-clockwise from outside.
    """

    vertices: NDArray[np.float32]
    faces: Faces


class Solids:
    """How the mesh of a body is divided into closed parts; made once for a mesh.

    Args:
        data: the body; also one of SMPL's form, which has no hollows.
    """

    def __init__(self, data: BodyData) -> None:
        hidden = np.isin(data.parts, [PARTS.index("eyes"), PARTS.index("inside")])
        skin = np.asarray(data.faces[~hidden], np.int32)
        self._count = len(data.vertices)
        self._rings: list[NDArray[np.int32]] = []  # each gets a vertex at its middle
        self._fronts: list[int] = []  # or this vertex of an eye; -1 for none
        eyes = data.faces[data.parts == PARTS.index("eyes")]
        lids = [self._lid(ring, data, np.unique(eyes)) for ring in rings(skin)]
        self.skin = np.concatenate([skin, *lids])
        self._parts = self._divided(data, self.skin)
        if len(eyes):
            self._parts.append(np.asarray(eyes, np.int32))

    def closed(self, vertices: NDArray[np.floating]) -> Mesh:
        """Return the skin as one closed mesh without hollows; lids of the eyes bulge.

        Args:
            vertices: (V, 3), of the body in any pose.
        """
        return _compact(self._points(vertices), self.skin)

    def parts(self, vertices: NDArray[np.floating]) -> list[Mesh]:
        """Return closed meshes that together are the body in a pose, (V, 3)."""
        points = self._points(vertices)
        return [_compact(points, faces) for faces in self._parts]

    def _points(self, vertices: NDArray[np.floating]) -> NDArray[np.float32]:
        """Return the vertices, then those in the middle of lids."""
        points = np.asarray(vertices, np.float32)
        if len(points) != self._count:
            raise ValueError(f"{len(points)} vertices are given, the mesh has {self._count}")
        middles = [
            points[ring].mean(0) if front < 0 else points[front]
            for ring, front in zip(self._rings, self._fronts, strict=True)
        ]
        return np.concatenate([points, np.asarray(middles, np.float32).reshape(-1, 3)])

    def _lid(self, ring: NDArray[np.int32], data: BodyData, eyes: NDArray[np.int32]) -> Faces:
        """Return the triangles that close a ring; over an eye they reach its foremost point."""
        front = -1
        if len(eyes):
            places = data.vertices
            middle = places[ring].mean(0)
            near = eyes[np.linalg.norm(places[eyes] - middle, axis=1) < 0.03]
            if len(near):
                front = int(near[np.argmax(places[near, 2])])
        return self._fan(ring, front)

    def _fan(self, ring: NDArray[np.int32], front: int = -1) -> Faces:
        middle = self._count + len(self._rings)
        self._rings.append(ring)
        self._fronts.append(front)
        tips = np.full(len(ring), middle, np.int32)
        return np.stack([np.roll(ring, -1), ring, tips], 1)

    def _divided(self, data: BodyData, skin: Faces) -> list[Faces]:
        group = np.empty(data.weights.shape[1], np.int64)
        for number, names in enumerate(_GROUPS):
            group[[INDEX[name] for name in names]] = number
        of_vertices = np.zeros(self._count + len(self._rings), np.int64)
        of_vertices[: self._count] = group[data.weights.argmax(1)]
        of_vertices[self._count :] = [of_vertices[ring[0]] for ring in self._rings]
        of_faces = np.median(of_vertices[skin], axis=1).astype(np.int64)
        shared: dict[frozenset[int], Faces] = {}
        parts = []
        for number in range(len(_GROUPS)):
            faces = skin[of_faces == number]
            lids = []
            for ring in rings(faces):
                key = frozenset(ring.tolist())
                if key not in shared:
                    shared[key] = self._fan(ring)
                    lids.append(shared[key])
                else:  # the neighbour's, seen from the other side
                    lids.append(shared[key][:, ::-1])
            parts.append(np.concatenate([faces, *lids]))
        return parts


def rings(faces: NDArray[np.integer]) -> list[NDArray[np.int32]]:
    """Return the rims of a mesh's openings, each a ring of vertices along its triangles.

    Raises:
        ValueError: a vertex lies on two rims.
    """
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]).tolist()
    there = {(a, b) for a, b in edges}
    after: dict[int, int] = {}
    for a, b in edges:
        if (b, a) not in there:
            if a in after:
                raise ValueError("two openings of the mesh touch")
            after[a] = b
    found = []
    while after:
        first, following = after.popitem()
        ring = [first]
        while following != first:
            ring.append(following)
            following = after.pop(following)
        found.append(np.array(ring, np.int32))
    return found


def is_closed(faces: NDArray[np.integer]) -> bool:
    """Whether every edge of a mesh lies between exactly two triangles that agree on outside."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]).astype(np.int64)
    if not len(edges) or (edges[:, 0] == edges[:, 1]).any():
        return False
    base = int(edges.max()) + 1
    forth = np.sort(edges[:, 0] * base + edges[:, 1])
    back = np.sort(edges[:, 1] * base + edges[:, 0])
    return bool((np.diff(forth) > 0).all() and np.array_equal(forth, back))


def volume(mesh: Mesh) -> float:
    """Return the volume of a closed mesh, in cubes of its unit."""
    a, b, c = (mesh.vertices[mesh.faces[:, corner]].astype(np.float64) for corner in range(3))
    return float(np.einsum("fa,fa->", a, np.cross(b, c))) / 6.0


def _compact(points: NDArray[np.float32], faces: Faces) -> Mesh:
    """Return a mesh without the vertices that no triangle has."""
    used, numbers = np.unique(faces, return_inverse=True)
    return Mesh(points[used], numbers.reshape(faces.shape).astype(np.int32))

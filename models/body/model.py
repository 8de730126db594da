"""Poses a body: shape numbers and rotations in, vertices and joints out; NumPy, some milliseconds.

Linear blend skinning as in Loper et al., "SMPL", ACM TOG 34(6), 2015, equations 1-6; the shipped
body has no corrections by pose, so elbows and knees lose some volume beyond 110 degrees.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.render.normals import MeshNormals
from models.body.baked import BodyData, read_body
from models.body.skeleton import COUNT, PARENTS

_ROWS: Final = 900  # times 24 times 12 is less than what OpenBLAS shares among threads


@dataclass(frozen=True, slots=True)
class Posed:
    """A posed body.

    Args:
        vertices: float32 (V, 3), metres.
        joints: float32 (24, 3), metres.
        turns: float64 (24, 3, 3), rotation of each joint against the world.
    """

    vertices: NDArray[np.float32]
    joints: NDArray[np.float32]
    turns: NDArray[np.float64]


@dataclass(slots=True)
class BodyModel:
    """A body that can be posed; keeps the last shape, so that posing alone is quick.

    Args:
        data: its arrays; the shipped body by default.
    """

    data: BodyData = field(default_factory=read_body)
    _kept: "tuple[bytes, tuple[NDArray[np.float32], NDArray[np.float32]]] | None" = None
    _normals: MeshNormals | None = None

    @property
    def shapes(self) -> int:
        """Number of shape numbers."""
        return len(self.data.shape_dirs)

    def rest(
        self, shape: NDArray[np.floating] | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return vertices, float32 (V, 3), and joints, (24, 3), of a shape in the rest pose.

        Args:
            shape: (S,) or fewer numbers, about N(0, 1); None for the mean.

        Raises:
            ValueError: more numbers than the body has, or one is not finite.
        """
        numbers = np.zeros(self.shapes, np.float32)
        if shape is not None:
            given = np.asarray(shape, np.float32).ravel()
            if len(given) > self.shapes or not np.isfinite(given).all():
                raise ValueError(f"a shape is up to {self.shapes} finite numbers, not {given}")
            numbers[: len(given)] = given
        key = numbers.tobytes()
        kept = self._kept
        if kept is None or kept[0] != key:
            # One assignment: several threads may pose one body in different shapes.
            self._kept = kept = key, self._made(numbers)
        return kept[1]

    def pose(
        self,
        rotations: NDArray[np.floating],
        shape: NDArray[np.floating] | None = None,
        translation: NDArray[np.floating] | None = None,
    ) -> Posed:
        """Return the body in a pose.

        Args:
            rotations: (24, 3, 3), of each joint relative to its parent, orthonormal.
            shape: see rest().
            translation: (3,), metres, added to everything.

        Raises:
            ValueError: another number of rotations, or numbers that are not finite.
        """
        turned = np.asarray(rotations, np.float64)
        if turned.shape != (COUNT, 3, 3) or not np.isfinite(turned).all():
            raise ValueError(f"a pose is {COUNT} finite rotation matrices, not {turned.shape}")
        vertices, joints = self.rest(shape)
        if self.data.pose_dirs is not None:
            bent = (turned[1:] - np.eye(3)).reshape(-1).astype(np.float32)
            vertices = vertices + np.tensordot(bent, self.data.pose_dirs, 1)
        turns, places = forward(turned, joints)
        if translation is not None:
            places = places + np.asarray(translation, np.float64)
        moved = places - np.einsum("jab,jb->ja", turns, joints.astype(np.float64))
        affine = np.concatenate([turns.reshape(COUNT, 9), moved], 1).astype(np.float32)
        blend = _product(self.data.weights, affine)  # V, 12
        x, y, z = vertices[:, 0:1], vertices[:, 1:2], vertices[:, 2:3]
        skin = blend[:, 0:9:3] * x + blend[:, 1:9:3] * y + blend[:, 2:9:3] * z + blend[:, 9:]
        return Posed(skin, places.astype(np.float32), turns)

    def normals(self, vertices: NDArray[np.floating]) -> NDArray[np.float32]:
        """Return unit normals of vertices, float32 (V, 3), outward, weighted by area."""
        if self._normals is None:
            self._normals = MeshNormals(self.data.faces, len(self.data.vertices))
        return self._normals(vertices)

    def stature(self, shape: NDArray[np.floating] | None = None) -> float:
        """Return the height of a shape standing upright, metres."""
        heights = self.rest(shape)[0][:, 1]
        return float(heights.max() - heights.min())

    def _made(
        self, numbers: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        data = self.data
        vertices = data.vertices + np.tensordot(numbers, data.shape_dirs, 1)
        if data.regressor is not None:
            return vertices, data.regressor @ vertices
        return vertices, data.joints + np.tensordot(numbers, data.joint_dirs, 1)


def _product(weights: NDArray[np.float32], affine: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return weights (V, 24) @ affine (24, 12) in pieces that BLAS computes on one thread.

    The product takes 0.15 ms; waking threads for it took 3 to 15 where others had the cores,
    and they go on spinning beside the network that reads the next drawing.
    """
    blend = np.empty((len(weights), affine.shape[1]), np.float32)
    for start in range(0, len(weights), _ROWS):
        rows = slice(start, start + _ROWS)
        np.matmul(weights[rows], affine, out=blend[rows])
    return blend


def identity_pose() -> NDArray[np.float64]:
    """Return the rest pose, float64 (24, 3, 3)."""
    return np.tile(np.eye(3), (COUNT, 1, 1))


def forward(
    rotations: NDArray[np.floating], joints: NDArray[np.floating]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the rotation of each joint against the world, (24, 3, 3), and its place, (24, 3).

    Args:
        rotations: (24, 3, 3), relative to the parents.
        joints: (24, 3), in the rest pose, metres.
    """
    turns = np.empty((COUNT, 3, 3))
    places = np.empty((COUNT, 3))
    joints = np.asarray(joints, np.float64)
    for joint, parent in enumerate(PARENTS):
        if parent < 0:
            turns[joint], places[joint] = rotations[joint], joints[joint]
        else:
            turns[joint] = turns[parent] @ rotations[joint]
            places[joint] = places[parent] + turns[parent] @ (joints[joint] - joints[parent])
    return turns, places


def local(turns: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return rotations relative to the parents, (24, 3, 3), of rotations against the world."""
    rotations = np.array(turns, np.float64)
    for joint, parent in enumerate(PARENTS):
        if parent >= 0:
            rotations[joint] = np.asarray(turns[parent]).T @ turns[joint]
    return rotations

"""Rotation matrices: made orthonormal, from and to axis-angle, and between two directions."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_SMALL = 1e-8


def orthonormal(matrices: NDArray[np.floating]) -> Array:
    """Return the rotation nearest to each matrix (Frobenius norm), by SVD with det = +1.

    Levinson et al., "An analysis of SVD for deep rotation estimation", NeurIPS 2020, equation 3.

    Args:
        matrices: (..., 3, 3), finite.

    Raises:
        ValueError: a number is not finite.
    """
    matrices = np.asarray(matrices, np.float64)
    if not np.isfinite(matrices).all():
        raise ValueError("a rotation has numbers that are not finite")
    u, _, vt = np.linalg.svd(matrices)
    u[..., :, 2] *= np.linalg.det(u @ vt)[..., None]
    return np.asarray(u @ vt)


def from_axis_angle(vectors: NDArray[np.floating]) -> Array:
    """Return the rotation about each vector by its length in radians, (..., 3) to (..., 3, 3).

    Rodrigues' formula.
    """
    vectors = np.asarray(vectors, np.float64)
    angle = np.linalg.norm(vectors, axis=-1)
    axis = vectors / np.maximum(angle, _SMALL)[..., None]
    k = np.zeros((*vectors.shape[:-1], 3, 3))
    k[..., 0, 1], k[..., 0, 2], k[..., 1, 2] = -axis[..., 2], axis[..., 1], -axis[..., 0]
    k[..., 1, 0], k[..., 2, 0], k[..., 2, 1] = axis[..., 2], -axis[..., 1], axis[..., 0]
    sine, cosine = np.sin(angle)[..., None, None], np.cos(angle)[..., None, None]
    return np.asarray(np.eye(3) + sine * k + (1.0 - cosine) * (k @ k))


def to_axis_angle(matrices: NDArray[np.floating]) -> Array:
    """Return axis times angle (0 to pi radians) of rotations, (..., 3, 3) to (..., 3)."""
    from scipy.spatial.transform import Rotation

    matrices = np.asarray(matrices, np.float64)
    flat = Rotation.from_matrix(matrices.reshape(-1, 3, 3)).as_rotvec()
    return np.asarray(flat.reshape(*matrices.shape[:-2], 3))


def angle_between(first: NDArray[np.floating], second: NDArray[np.floating]) -> Array:
    """Return the angle of the rotation that leads from one to the other, radians, (...)."""
    trace = np.einsum("...ij,...ij->...", np.asarray(first, float), np.asarray(second, float))
    return np.asarray(np.arccos(np.clip((trace - 1.0) / 2.0, -1.0, 1.0)))


def between(start: NDArray[np.floating], end: NDArray[np.floating]) -> Array:
    """Return the shortest rotation, (3, 3), that turns the direction start into end, both (3,).

    Raises:
        ValueError: a direction has no length.
    """
    a, b = np.asarray(start, np.float64), np.asarray(end, np.float64)
    if min(np.linalg.norm(a), np.linalg.norm(b)) < _SMALL:
        raise ValueError("a direction has no length")
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    cosine = float(a @ b)
    if cosine < -1.0 + _SMALL:  # any half turn about an axis across
        across = np.cross(a, np.eye(3)[int(np.argmin(np.abs(a)))])
        return from_axis_angle(across / np.linalg.norm(across) * np.pi)
    axis = np.cross(a, b)
    k = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0.0]])
    return np.asarray(np.eye(3) + k + k @ k / (1.0 + cosine))

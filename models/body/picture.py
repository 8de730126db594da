"""A picture of a posed body without a graphics card: a shade a triangle, far ones first."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.body.model import vertex_normals

_LIGHT: Final = np.array([-0.35, 0.55, 0.76])  # direction it comes from
_AMBIENT: Final = 0.38
_SKIN: Final = np.array([228.0, 202.0, 180.0])
_FINE: Final = 2  # drawn larger by this, then reduced
_MARGIN: Final = 0.06


def shaded(
    vertices: NDArray[np.floating], faces: NDArray[np.integer], size: int = 512
) -> NDArray[np.uint8]:
    """Return a body seen from the front, uint8 (size, size, 4) RGBA; nothing behind it.

    Args:
        vertices: (V, 3), metres, x right, y up, z towards the viewer.
        faces: (F, 3), counter-clockwise seen from outside.
        size: pixels of the side, fitted to the body.
    """
    import cv2

    points = np.asarray(vertices, np.float64)
    a, b, c = (points[faces[:, corner]] for corner in range(3))
    normals = np.cross(b - a, c - a)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    seen = np.flatnonzero(normals[:, 2] > 0)
    seen = seen[np.argsort((a + b + c)[seen, 2], kind="stable")]
    low, high = points[:, :2].min(0), points[:, :2].max(0)
    side = size * _FINE
    scale = (1 - 2 * _MARGIN) * side / max(float((high - low).max()), 1e-9)
    flat = (points[:, :2] - (low + high) / 2) * [scale, -scale] + side / 2
    corners = np.round(flat[faces[seen]] * 16).astype(np.int32)  # four bits below a pixel
    smooth = vertex_normals(points.astype(np.float32), faces.astype(np.int32))[faces[seen]].mean(1)
    bright = _AMBIENT + (1 - _AMBIENT) * np.clip(smooth @ _LIGHT, 0, 1)
    colours = np.clip(bright[:, None] * _SKIN, 0, 255)
    canvas = np.zeros((side, side, 4), np.uint8)
    for triangle, (red, green, blue) in zip(corners, colours.tolist(), strict=True):
        cv2.fillConvexPoly(canvas, triangle, (red, green, blue, 255.0), cv2.LINE_8, 4)
    cover = canvas[..., 3:].astype(np.float32) / 255.0
    colour = cv2.resize(canvas[..., :3] * cover, (size, size), interpolation=cv2.INTER_AREA)
    share = cv2.resize(cover, (size, size), interpolation=cv2.INTER_AREA)[..., None]
    whole = np.concatenate([colour / np.maximum(share, 1e-6), share * 255.0], -1)
    return np.asarray(np.clip(np.round(whole), 0, 255), np.uint8)

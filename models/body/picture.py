"""A picture of a posed body without a graphics card, seen from the front."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.render.light import Clay, lit_table, packed
from common.render.normals import vertex_normals
from common.render.picture import draw_mesh

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
    points = np.asarray(vertices, np.float64)
    low, high = points[:, :2].min(0), points[:, :2].max(0)
    scale = (1 - 2 * _MARGIN) * size / max(float((high - low).max()), 1e-9)
    flat = (points[:, :2] - (low + high) / 2) * [scale, -scale] + size / 2
    drawn = draw_mesh(
        np.column_stack([flat, -points[:, 2]]),
        vertex_normals(points, faces),
        np.asarray(faces, np.int32),
        packed(lit_table(Clay())),
        (size, size),
    )
    whole = np.zeros((size, size), np.uint32)
    height, width = drawn.pixels.shape
    whole[drawn.top : drawn.top + height, drawn.left : drawn.left + width] = drawn.pixels
    parts = np.stack([whole >> shift & 255 for shift in (16, 8, 0, 24)], -1).astype(np.float32)
    cover = parts[..., 3:] / 255.0
    parts[..., :3] /= np.maximum(cover, 1e-6)
    return np.asarray(np.clip(np.round(parts), 0, 255), np.uint8)

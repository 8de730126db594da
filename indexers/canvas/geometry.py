"""Regions of a canvas as boxes, cells of a thumbnail, and overlapping sub-frames."""

import numpy as np
from numpy.typing import NDArray

from common.canvas import Region

Box = tuple[float, float, float, float]  # left, top, right, bottom as fractions

RING = 0.15
"""What a cell just outside of a region counts, against one inside: people place roughly."""
SUB_FRAMES: tuple[Box, ...] = (
    (0.0, 0.0, 0.6, 0.6),
    (0.4, 0.0, 1.0, 0.6),
    (0.0, 0.4, 0.6, 1.0),
    (0.4, 0.4, 1.0, 1.0),
    (0.2, 0.2, 0.8, 0.8),
    (0.0, 0.0, 0.6, 1.0),
    (0.4, 0.0, 1.0, 1.0),
    (0.0, 0.0, 1.0, 0.6),
    (0.0, 0.4, 1.0, 1.0),
)
"""Nine parts of a picture that overlap, after the collage of SOMHunter; the whole is the tenth."""
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
LEAST_SIDE = 0.01  # of a region within the canvas; less is a slip of the hand


def inside(region: Region) -> Box | None:
    """Return the part of a region that lies on the canvas; None where there is none worth a look.

    Args:
        region: may reach beyond the canvas, or be empty.
    """
    if not np.isfinite([region.x, region.y, region.width, region.height]).all():
        return None
    left, top = max(0.0, region.x), max(0.0, region.y)
    right, bottom = min(1.0, region.x + region.width), min(1.0, region.y + region.height)
    if right - left < LEAST_SIDE or bottom - top < LEAST_SIDE:
        return None
    return left, top, right, bottom


def iou(first: Box, second: Box) -> float:
    """Return the intersection of two boxes over their union, 0-1."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (area(first) + area(second) - shared)


def area(box: Box) -> float:
    """Return the share of the canvas that a box covers."""
    return (box[2] - box[0]) * (box[3] - box[1])


def nearest_frame(box: Box) -> int:
    """Return which of SUB_FRAMES fits a box best by IoU; -1 for the whole picture."""
    fits = [iou(box, frame) for frame in SUB_FRAMES]
    best = int(np.argmax(fits))
    return -1 if iou(box, WHOLE) >= fits[best] else best


def overlaps(box: Box, cells: int) -> NDArray[np.float32]:
    """Return which share of each cell of a grid lies in a box, float32 (cells, cells), rows first.

    Args:
        box: within the canvas or beyond it.
        cells: of a side.
    """
    edges = np.arange(cells + 1) / cells

    def shares(low: float, high: float) -> NDArray[np.float64]:
        covered = np.minimum(edges[1:], high) - np.maximum(edges[:-1], low)
        return np.asarray(np.clip(covered, 0.0, None) * cells, np.float64)

    across, down = shares(box[0], box[2]), shares(box[1], box[3])
    return (down[:, None] * across[None, :]).astype(np.float32)


def soft_cells(box: Box, cells: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the cells of a box and of the ring around it, and what each counts.

    Cells count by the share that lies inside; the ring is half a cell of an 8 x 8 grid wide and
    counts RING. All weights add up to 1.

    Args:
        box: within the canvas.
        cells: of a side.

    Returns:
        Numbers int32 (C,), row by row, and weights float32 (C,).
    """
    within = overlaps(box, cells)
    grown = (box[0] - 0.0625, box[1] - 0.0625, box[2] + 0.0625, box[3] + 0.0625)
    weights = within + RING * (overlaps(grown, cells) - within)
    weights /= weights.sum()
    chosen = np.flatnonzero(weights.ravel() > 1e-4)
    return chosen.astype(np.int32), weights.ravel()[chosen].astype(np.float32)

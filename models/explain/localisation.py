"""Whether a heat map lies on the object, where boxes say where the object is.

**Pointing game** (Zhang et al., "Top-down neural attention by excitation backprop", ECCV 2016): is
the largest value inside a box, with a tolerance of some pixels. **Box IoU** (Zhou et al., "Learning
deep features for discriminative localization", CVPR 2016): the smallest box around the largest
connected region above a share of the largest value, over the best of the true boxes. **Energy**
(Wang et al., "Score-CAM", CVPR workshops 2020): the share of all heat that lies inside the boxes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Area = tuple[float, float, float, float]  # left, top, width, height as fractions

TOLERANCE = 15.0 / 224  # of the image's longer side, as in the pointing game
SHARE = 0.2  # of the largest value, as in CAM


@dataclass(frozen=True, slots=True)
class Localisation:
    """How well one map lies on the object.

    Args:
        hit: the largest value lies in a box, or within the tolerance of one.
        iou: 0-1, of the box of the map with the best of the true boxes.
        energy: 0-1, share of the heat inside the boxes.
        box: of the map, as fractions.
    """

    hit: bool
    iou: float
    energy: float
    box: Area


def localise(
    heat: Floats, boxes: Sequence[Area], *, share: float = SHARE, tolerance: float = TOLERANCE
) -> Localisation | None:
    """Compare a map with true boxes.

    Args:
        heat: float32 (H, W), 0 or more.
        boxes: of the object, in the same frame as the map; parts outside it are cut off.
        share: 0-1, of the largest value: what counts as the object in the map.
        tolerance: as a share of the longer side.

    Returns:
        None where the map is empty or no box has any part inside the frame.

    Raises:
        ValueError: the share is not between 0 and 1, or the map is not two-dimensional.
    """
    if heat.ndim != 2 or not 0 < share <= 1:
        raise ValueError("A map of two dimensions and a share between 0 and 1 are needed.")
    truths = [cut for box in boxes if (cut := _cut(box)) is not None]
    if not truths or not heat.size or float(heat.max()) <= 0:
        return None
    height, width = heat.shape
    y, x = np.unravel_index(int(np.argmax(heat)), heat.shape)
    reach = tolerance * max(height, width)
    hit = any(
        left * width - reach <= x + 0.5 <= (left + wide) * width + reach
        and top * height - reach <= y + 0.5 <= (top + tall) * height + reach
        for left, top, wide, tall in truths
    )
    inside = np.zeros(heat.shape, bool)
    for left, top, wide, tall in truths:
        rows = slice(round(top * height), round((top + tall) * height))
        inside[rows, round(left * width) : round((left + wide) * width)] = True
    energy = float(heat[inside].sum(dtype=np.float64) / heat.sum(dtype=np.float64))
    box = box_of(heat, share)
    return Localisation(hit, max(iou(box, truth) for truth in truths), min(1.0, energy), box)


def box_of(heat: Floats, share: float = SHARE) -> Area:
    """Return the box around the largest connected region of at least a share of the maximum."""
    import cv2

    region = (heat >= share * float(heat.max())).astype(np.uint8)
    _, _, figures, _ = cv2.connectedComponentsWithStats(region, connectivity=8)
    largest = figures[1:][int(np.argmax(figures[1:, cv2.CC_STAT_AREA]))]
    left, top, wide, tall = (int(value) for value in largest[:4])
    height, width = heat.shape
    return left / width, top / height, wide / width, tall / height


def iou(one: Area, other: Area) -> float:
    """Return intersection over union of two boxes, 0-1."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    shared = max(0.0, across) * max(0.0, down)
    union = one[2] * one[3] + other[2] * other[3] - shared
    return shared / union if union > 0 else 0.0


def _cut(box: Area) -> Area | None:
    """Return the part of a box inside the image, None where nothing of it is."""
    left, top = max(0.0, box[0]), max(0.0, box[1])
    right, bottom = min(1.0, box[0] + box[2]), min(1.0, box[1] + box[3])
    if right <= left or bottom <= top:
        return None
    return left, top, right - left, bottom - top

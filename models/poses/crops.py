"""Cuts people out of pictures as pose networks want them, and brings points back."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.base import Image

Region = tuple[float, float, float, float]
"""Left, top, width, height in pixels; may reach beyond the picture."""

_ROOM: Final = 1.25
"""How much larger than a person's box is cut out; as in most top-down networks."""


def region_of(box: Sequence[float], picture: tuple[int, int], shape: tuple[int, int]) -> Region:
    """Return what to cut out around a person.

    Args:
        box: left, top, width, height as fractions of the picture.
        picture: its height and width, pixels.
        shape: height and width of the network's input; the region has their proportion.
    """
    high, wide = picture
    left, top, width, height = box[0] * wide, box[1] * high, box[2] * wide, box[3] * high
    proportion = shape[1] / shape[0]
    across = max(width, height * proportion, 1.0) * _ROOM
    down = across / proportion
    return (left + width / 2 - across / 2, top + height / 2 - down / 2, across, down)


def cut(rgb: Image, region: Region, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Return a region at a size, uint8 (H, W, 3); what lies beyond the picture is black."""
    import cv2

    left, top, across, down = region
    high, wide = shape
    scale = max(across / wide, down / high)
    source: NDArray[Any] = rgb
    if scale > 2:  # one step of bilinear sampling would leave pixels out
        factor = 2.0 / scale
        size = (max(1, round(rgb.shape[1] * factor)), max(1, round(rgb.shape[0] * factor)))
        source = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
        fx, fy = size[0] / rgb.shape[1], size[1] / rgb.shape[0]
        left, top, across, down = left * fx, top * fy, across * fx, down * fy
    way = np.array(
        [[across / wide, 0, left + across / wide / 2 - 0.5],
         [0, down / high, top + down / high / 2 - 0.5]], np.float64,
    )  # fmt: skip
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    made = cv2.warpAffine(source, way, (wide, high), flags=flags, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(made, np.uint8)


def to_picture(
    points: NDArray[np.float32], region: Region, picture: tuple[int, int]
) -> NDArray[np.float32]:
    """Return points (..., 3) of a region as fractions of the whole picture."""
    left, top, across, down = region
    made = points.copy()
    made[..., 0] = (left + points[..., 0] * across) / picture[1]
    made[..., 1] = (top + points[..., 1] * down) / picture[0]
    return made

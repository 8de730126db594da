"""Typed steps on pixels that several indexers share; OpenCV is loaded at the first call."""

from typing import cast

import numpy as np
from numpy.typing import NDArray


def resize_area(pixels: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Scale by area averages.

    Args:
        pixels: uint8 (H, W) or (H, W, C).
        size: (width, height) of the result in pixels, >= 1.
    """
    import cv2

    return cast("NDArray[np.uint8]", cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def fitted_size(width: int, height: int, max_side: int) -> tuple[int, int]:
    """Return (width, height) with the longest side at most max_side, the aspect kept, >= 1."""
    scale = min(1.0, max_side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def shrink(pixels: NDArray[np.uint8], max_side: int) -> NDArray[np.uint8]:
    """Return pixels with the longest side at most max_side; never enlarges, copies only if needed.

    Args:
        pixels: uint8 (H, W) or (H, W, C).
        max_side: pixels.
    """
    height, width = pixels.shape[:2]
    if max(height, width) <= max_side:
        return pixels
    return resize_area(pixels, fitted_size(width, height, max_side))


def swap_red_blue(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Turn RGB into BGR or back, uint8 (H, W, 3)."""
    import cv2

    return cast("NDArray[np.uint8]", cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))

"""Brightens low-light pictures before objects are looked for in them, after IVIST (VBS 2021).

On photos darkened to a mean luma of 60, 43 and 30 (of 255), a gamma curve that lifts the mean to a
third finds 62, 46 and 38 of 70 objects again that NanoDet sees by daylight, instead of 52, 38 and
27, with fewer false ones; local equalisation (CLAHE) helps less. Night shots of a real collection
neither gain nor lose. So the curve it is, and only below a measured brightness.
"""

import numpy as np
from numpy.typing import NDArray

DIM = 60.0  # mean luma, 0-255, below which a picture is brightened
_AIM = 0.35  # mean brightness afterwards, 0-1, were all pixels alike
_STEEPEST = 0.3  # exponent; beyond it noise is all there is to see
_SAMPLE = 8  # every so many pixels in each direction are measured
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601


def brightened(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a dim picture brightened, any other one as it is.

    Args:
        rgb: uint8 (H, W, 3).
    """
    step = max(1, min(_SAMPLE, min(rgb.shape[:2]) // 16))
    mean = float((rgb[::step, ::step].astype(np.float32) @ _LUMA).mean())
    if mean >= DIM:
        return rgb
    exponent = np.log(_AIM) / np.log(max(mean, 2.5) / 255)
    curve = 255 * (np.arange(256) / 255) ** max(_STEEPEST, float(exponent))
    return np.asarray(np.round(curve).astype(np.uint8)[rgb])

"""Where the input of a network lies in the picture: the whole, its middle square, or with a rim."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.analysers.card import Input
from models.encoders.imagenet import central_square

_RIM = 114  # grey of the rim, as the YOLO family was trained with


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a picture that a network sees, in fractions of the picture.

    With a rim it is larger than the picture: left and top are below 0.
    """

    left: float
    top: float
    width: float
    height: float


def window_of(form: Input, size: tuple[int, int], original: tuple[int, int]) -> Window:
    """Return what a network sees of a picture.

    Args:
        form: says how the picture is fitted.
        size: (height, width) of the input in pixels.
        original: (height, width) of the picture in pixels.
    """
    height, width = original
    if form.fit == "squash":
        return Window(0.0, 0.0, 1.0, 1.0)
    if form.fit == "crop":
        left, top, side = central_square(height, width, 1.0)
        return Window(left / width, top / height, side / width, side / height)
    scale = min(size[0] / height, size[1] / width)
    broad, tall = size[1] / (width * scale), size[0] / (height * scale)
    return Window((1 - broad) / 2, (1 - tall) / 2, broad, tall)


def fitted(form: Input, size: tuple[int, int], rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the input of a network, uint8 (*size, 3), of a picture (H, W, 3)."""
    height, width = rgb.shape[:2]
    if form.fit == "squash":
        return _resized(rgb, size)
    if form.fit == "crop":
        left, top, side = central_square(height, width, 1.0)
        return _resized(rgb[top : top + side, left : left + side], size)
    scale = min(size[0] / height, size[1] / width)
    tall, broad = max(1, round(height * scale)), max(1, round(width * scale))
    canvas = np.full((*size, 3), _RIM, np.uint8)
    top, left = (size[0] - tall) // 2, (size[1] - broad) // 2
    canvas[top : top + tall, left : left + broad] = _resized(rgb, (tall, broad))
    return canvas


def shrunk(rgb: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Return a picture with its longest side at most side pixels."""
    scale = side / max(rgb.shape[:2])
    if scale >= 1:
        return rgb
    return _resized(rgb, (max(1, round(rgb.shape[0] * scale)), max(1, round(rgb.shape[1] * scale))))


def to_picture(boxes: NDArray[np.float64], window: Window) -> NDArray[np.float64]:
    """Return boxes (N, 4) left, top, right, bottom as fractions of the picture, not the input."""
    start = np.array([window.left, window.top] * 2)
    return np.asarray(boxes * np.array([window.width, window.height] * 2) + start)


def mask_to_picture(codes: NDArray[Any], window: Window) -> NDArray[np.int64]:
    """Return a mask of the input (h, w) as one of the picture, -1 where nobody looked."""
    if window == Window(0.0, 0.0, 1.0, 1.0):
        return codes.astype(np.int64)
    rows, columns = codes.shape
    y = _places(rows, window.top, window.height)
    x = _places(columns, window.left, window.width)
    inside = ((y >= 0) & (y < rows))[:, None] & ((x >= 0) & (x < columns))[None, :]
    found = codes[y.clip(0, rows - 1)][:, x.clip(0, columns - 1)]
    return np.where(inside, found, -1).astype(np.int64)


def _places(count: int, start: float, length: float) -> NDArray[np.int64]:
    """Return for each line of the picture the line of the input, at the input's own scale."""
    lines = max(1, round(count / length))
    middles = (np.arange(lines) + 0.5) / lines
    return np.floor((middles - start) / length * count).astype(np.int64)


def _resized(rgb: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    import cv2

    if rgb.shape[:2] == size:
        return np.ascontiguousarray(rgb)
    shrinks = rgb.shape[0] >= size[0] and rgb.shape[1] >= size[1]
    way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(rgb, size[::-1], interpolation=way), np.uint8)

"""What widgets write by themselves, and how it stands out from what is painted below it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

LEAST = 4.5
DRAWN = 2  # times as large
SEEN = 0.9  # of the ground of a text must stand out so much


def luminance(rgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the relative luminance of colours (..., 3), 0-1 (WCAG 2.2)."""
    part = rgb.astype(np.float64) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def drawn(window: QWidget, ratio: int = DRAWN) -> NDArray[np.uint8]:
    """Return the pixels of a window (H, W, 3), drawn ratio times as large.

    So large, strokes of letters have pixels of their full colour.
    """
    image = QImage(window.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    window.render(image, QPoint(0, 0))
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return pixels[:, : image.width(), 2::-1].copy()


def contrast_of(widget: QWidget, pixels: NDArray[np.uint8], ratio: int = DRAWN) -> float:
    """Return the contrast of what is drawn in a widget to its ground, 1-21.

    Args:
        widget: in the window that was drawn.
        pixels: of the window, by drawn().
        ratio: as in drawn().
    """
    at = widget.mapTo(widget.window(), QPoint(0, 0))
    inner = pixels[
        (at.y() + 2) * ratio : (at.y() + widget.height() - 2) * ratio,
        (at.x() + 3) * ratio : (at.x() + widget.width() - 3) * ratio,
    ]
    if inner.size == 0:
        return 21.0
    values, counts = np.unique(np.round(luminance(inner), 3), return_counts=True)
    ground = float(values[counts.argmax()])
    kept = values[counts >= 9]  # a few pixels are edges of letters, not letters
    return float(max((max(v, ground) + 0.05) / (min(v, ground) + 0.05) for v in kept))


@dataclass(frozen=True, slots=True)
class Written:
    """A text that was painted.

    Args:
        text: it.
        colour: of its letters.
        opacity: of the painter.
        box: where, pixels of the picture.
    """

    text: str
    colour: QColor
    opacity: float
    box: QRect


def _box(painter: QPainter, what: tuple[Any, ...]) -> tuple[str, QRectF]:
    text = next(word for word in what if isinstance(word, str))
    first = what[0]
    if hasattr(first, "toRectF") or isinstance(first, QRectF | QRect):
        rect = QRectF(first)
        flags = next((int(one) for one in what[1:] if not isinstance(one, str | QRectF)
                      and hasattr(one, "__int__")), 0)  # fmt: skip
        if any(hasattr(one, "alignment") for one in what):
            option = next(one for one in what if hasattr(one, "alignment"))
            return text, painter.boundingRect(rect, text, option).intersected(rect)
        return text, QRectF(painter.boundingRect(rect.toRect(), flags, text)).intersected(rect)
    at = QPointF(first) if not isinstance(first, int | float) else QPointF(first, what[1])
    return text, QRectF(painter.fontMetrics().tightBoundingRect(text)).translated(at)


@contextmanager
def noting(found: list[Written]) -> Iterator[None]:
    """Note what is written instead of writing it."""
    draw = QPainter.drawText

    def note(painter: QPainter, *what: Any) -> None:
        text, box = _box(painter, what)
        if text.strip() and not box.isEmpty():
            seen = painter.deviceTransform().mapRect(box).toRect()
            on = painter.device()
            if isinstance(on, QWidget):  # what lies outside is not painted
                here, there = painter.transform(), painter.deviceTransform()
                corner = there.map(QPoint(0, 0)) - here.map(QPoint(0, 0))
                seen = seen.intersected(on.visibleRegion().boundingRect().translated(corner))
            found.append(Written(text, painter.pen().color(), painter.opacity(), seen))

    QPainter.drawText = note
    try:
        yield
    finally:
        QPainter.drawText = draw


def texts_painted(widget: QWidget) -> list[Written]:
    """Return what a widget and all that is in it write themselves."""
    return _drawn(widget)[0]


def _drawn(widget: QWidget) -> tuple[list[Written], NDArray[np.uint8]]:
    """Return what a widget writes, and its pixels without that."""
    found: list[Written] = []
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    image.fill(widget.palette().window().color())
    with noting(found):
        widget.render(image)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return found, rows[:, : image.width(), 2::-1].copy()


def pale_texts(widget: QWidget, least: float = LEAST) -> list[str]:
    """Return the texts a widget writes that do not stand out from what is painted below them.

    Args:
        widget: and all that is in it.
        least: contrast that 9 of 10 pixels of the ground must have to the letters.
    """
    found, pixels = _drawn(widget)
    said = [_pale(one, pixels, least) for one in found]
    return list(dict.fromkeys(filter(None, said)))


def _pale(one: Written, pixels: NDArray[np.uint8], least: float) -> str:
    high, wide = pixels.shape[:2]
    box = one.box.intersected(QRect(0, 0, wide, high))
    ground = pixels[box.top() : box.bottom() + 1, box.left() : box.right() + 1].reshape(-1, 3)
    if len(ground) < 8:
        return ""
    alpha = one.colour.alphaF() * one.opacity
    ink = np.array([one.colour.red(), one.colour.green(), one.colour.blue()], np.float64)
    letters = np.rint(alpha * ink + (1 - alpha) * ground).astype(np.uint8)
    below, above = luminance(ground), luminance(letters)
    contrast = (np.maximum(below, above) + 0.05) / (np.minimum(below, above) + 0.05)
    reached = float(np.quantile(contrast, 1 - SEEN))
    return "" if reached >= least else f"{one.text!r} {one.colour.name()}: {reached:.1f}"

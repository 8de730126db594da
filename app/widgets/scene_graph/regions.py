"""A part of a picture that is dragged from one panel to another."""

import math

from PySide6.QtCore import QByteArray, QMimeData

from app.widgets.grid_model import decode_items

REGION_MIME = "application/x-kinora-region"
Region = tuple[int, float, float, float, float]  # item, left, top, width, height as fractions
_LEAST = 0.01  # of the picture


def encode_region(region: Region, label: str = "") -> QMimeData:
    """Return a region, perhaps with the name of what it shows, as the content of a drag."""
    data = QMimeData()
    numbers = " ".join(f"{number:.6g}" for number in region[1:])
    data.setData(REGION_MIME, QByteArray(f"{region[0]} {numbers} {label}".encode()))
    return data


def decode_region(data: QMimeData) -> tuple[Region, str] | None:
    """Return the region in a drag and its name; a dragged item is all of its picture.

    None where there is none, or it is no region.
    """
    if not data.hasFormat(REGION_MIME):
        items = decode_items(data)
        return ((items[-1], 0.0, 0.0, 1.0, 1.0), "") if items else None
    words = bytes(data.data(REGION_MIME).data()).decode("utf-8", "replace").split(" ", 5)
    try:
        item = int(words[0])
        left, top, width, height = (float(word) for word in words[1:5])
    except (ValueError, IndexError):
        return None
    region = clipped(item, left, top, width, height)
    label = words[5].strip() if len(words) > 5 else ""
    return None if region is None else (region, label)


def clipped(item: int, left: float, top: float, width: float, height: float) -> Region | None:
    """Return the part of a region that lies in the picture; None where it is next to nothing."""
    if not all(map(math.isfinite, (left, top, width, height))):
        return None
    right, bottom = min(1.0, left + width), min(1.0, top + height)
    left, top = max(0.0, left), max(0.0, top)
    if right - left < _LEAST or bottom - top < _LEAST:
        return None
    return item, left, top, right - left, bottom - top

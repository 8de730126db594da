"""Filter by the brightness of a chosen region of the pictures, after NoShot (VBS 2021).

A value is a region and a range in percent: `top:0-20`, `0.25,0.25,0.5,0.5:60-100` (left, top,
width, height as fractions), `bottom-right:50-`. The thumbnails of 8 x 8 pixels answer: sums over
rectangles from a corner (Crow, "Summed-area tables for texture mapping", 1984) are kept by cell,
so that a region costs at most 16 passes over the items, whatever its size; edges inside a cell
count by area. 128 bytes an item are held in memory from the first question on.
"""

import math
import re
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from common.canvas import Region
from common.errors import QueryError

if TYPE_CHECKING:
    from app.services.library import Library

KEY = "region_light"
NAMED: dict[str, Region] = {
    "all": Region(0, 0, 1, 1),
    "top": Region(0, 0, 1, 0.5),
    "bottom": Region(0, 0.5, 1, 0.5),
    "left": Region(0, 0, 0.5, 1),
    "right": Region(0.5, 0, 0.5, 1),
    "centre": Region(0.25, 0.25, 0.5, 0.5),
    "top-left": Region(0, 0, 0.5, 0.5),
    "top-right": Region(0.5, 0, 0.5, 0.5),
    "bottom-left": Region(0, 0.5, 0.5, 0.5),
    "bottom-right": Region(0.5, 0.5, 0.5, 0.5),
}
_CELLS = 8  # a side; the level of the thumbnails
_AT_ONCE = 1 << 15  # items, so that what is worked on stays near the processor
_LEAST_SIDE = 0.01
_NUMBER = r"\d+(?:\.\d*)?|\.\d+"
_VALUE = re.compile(
    rf"(?P<region>[a-z-]+|(?:{_NUMBER})(?:\s*,\s*(?:{_NUMBER})){{3}})\s*:\s*"
    rf"(?P<low>{_NUMBER})?\s*-\s*(?P<high>{_NUMBER})?\s*%?",
    re.IGNORECASE,
)


def parse_value(value: str) -> tuple[Region, float, float]:
    """Return the region and the range, 0-100, of a value.

    Raises:
        QueryError: it cannot be read, or the region lies outside the picture.
    """
    found = _VALUE.fullmatch(value.strip())
    if found is None:
        raise _unreadable(value)
    named = found["region"].casefold()
    region = NAMED.get(named)
    if region is None:
        parts = named.split(",")
        if len(parts) != 4:
            raise _unreadable(value)
        x, y, width, height = (float(part) for part in parts)
        if x + width > 1.0001 or y + height > 1.0001 or min(width, height) < _LEAST_SIDE:
            raise QueryError(
                f"The region of “{value}” lies outside the picture or is too small.",
                hint="Write left,top,width,height as fractions: 0.25,0.25,0.5,0.5:60-100.",
            )
        region = Region(x, y, width, height)
    low, high = float(found["low"] or 0), float(found["high"] or 100)
    if low > high:
        raise QueryError(
            f"The range of “{value}” ends before it begins.", hint="Swap its two numbers."
        )
    return region, low, high


def format_value(region: Region, low: float, high: float) -> str:
    """Return the value that parse_value() reads."""
    name = next((name for name, one in NAMED.items() if one == region), "")
    if not name:
        sides = (region.x, region.y, region.width, region.height)
        name = ",".join(f"{side:.4g}" for side in sides)
    return f"{name}:{low:g}-{high:g}"


def _unreadable(value: str) -> QueryError:
    return QueryError(
        f"The brightness of a region “{value}” cannot be read.",
        hint=f"Write REGION:LOW-HIGH in percent, as top:0-20; regions are {', '.join(NAMED)}, or "
        "left,top,width,height as fractions.",
    )


class RegionLight:
    """Answers the filter; safe to call on any thread.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._lock = threading.Lock()
        self._sums = np.empty((_CELLS * _CELLS, 0), np.uint16)  # by cell, by thumbnail row
        self._known: tuple[int, int] = (-1, -1)
        self._ids = np.empty(0, np.int64)
        self._rows = np.empty(0, np.int64)

    def members(self, values: Sequence[str]) -> NDArray[np.int64]:
        """Return the items that any of some values holds of, ascending; of none: all with pixels.

        Raises:
            QueryError: a value cannot be read.
        """
        asked = [parse_value(value) for value in values]
        with self._lock:
            self._refresh()
            sums, ids, rows = self._sums, self._ids, self._rows
        kept = np.zeros(sums.shape[1], bool) if asked else np.ones(sums.shape[1], bool)
        for region, low, high in asked:
            # A bound is what people see on a slider: whole percents are meant to be inside.
            light = region_means(sums, region)
            kept |= (light >= low * 2.55 - 1e-3) & (light <= high * 2.55 + 1e-3)
        found: NDArray[np.int64] = ids[kept[rows]]
        return found

    def _refresh(self) -> None:
        """Read the thumbnails and rows that are new; under the lock."""
        store, catalogue = self._library.thumbnails, self._library.catalogue
        known = (len(store), catalogue.count())
        if known == self._known:
            return
        if known[0] < self._sums.shape[1]:
            self._sums = self._sums[:, :0]  # rows were given up
        raw = store.raw(_CELLS)
        have = self._sums.shape[1]
        sums = np.empty((_CELLS * _CELLS, len(raw)), np.uint16)
        sums[:, :have] = self._sums
        for start in range(have, len(raw), _AT_ONCE):
            part = raw[start : start + _AT_ONCE]
            sums[:, start : start + len(part)] = summed(part)
        columns = catalogue.columns("id", "thumb_row")
        rows = np.asarray(columns["thumb_row"], np.int64)
        there = (rows >= 0) & (rows < len(raw))
        self._ids = np.asarray(columns["id"], np.int64)[there]
        self._rows, self._sums, self._known = rows[there], sums, known


def summed(raw: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Return the sums of brightness from the upper left corner to each cell.

    Args:
        raw: (N, 8, 8) pixels RGBX, as thumbnails keep them.

    Returns:
        (64, N), at most 64 x 255.
    """
    pixels = np.ascontiguousarray(raw).view(np.uint8).reshape(len(raw), _CELLS, _CELLS, 4)
    colours = pixels.astype(np.uint16)
    luma = (77 * colours[..., 0] + 150 * colours[..., 1] + 29 * colours[..., 2]) >> 8
    sums = luma.cumsum(axis=1, dtype=np.uint16).cumsum(axis=2, dtype=np.uint16)
    return np.ascontiguousarray(sums.reshape(len(raw), -1).T)


def region_means(sums: NDArray[np.uint16], region: Region) -> NDArray[np.float32]:
    """Return the mean brightness of a region, 0-255, float32 (N,).

    Args:
        sums: (64, N), see summed().
        region: inside the picture, with some width and height.
    """
    left, top = region.x * _CELLS, region.y * _CELLS
    right, bottom = (region.x + region.width) * _CELLS, (region.y + region.height) * _CELLS
    weights: dict[int, float] = {}
    for x, y, sign in ((right, bottom, 1), (left, bottom, -1), (right, top, -1), (left, top, 1)):
        for cell, share in _corner(min(x, _CELLS), min(y, _CELLS)):
            weights[cell] = weights.get(cell, 0.0) + sign * share
    area = (min(right, _CELLS) - left) * (min(bottom, _CELLS) - top)
    used = [(cell, weight / area) for cell, weight in weights.items() if abs(weight) > 1e-9]
    means = np.zeros(sums.shape[1], np.float32)
    for start in range(0, len(means), _AT_ONCE):
        part = means[start : start + _AT_ONCE]
        for cell, weight in used:
            part += sums[cell, start : start + _AT_ONCE] * np.float32(weight)
    return means


def _corner(x: float, y: float) -> list[tuple[int, float]]:
    """Return the cells, with weights, that make up the sum from the origin to a point.

    Brightness is even inside a cell, so the sum is bilinear between the corners of the cell.
    """
    found = []
    for column, across in ((math.floor(x), 1 - x % 1), (math.floor(x) + 1, x % 1)):
        for row, down in ((math.floor(y), 1 - y % 1), (math.floor(y) + 1, y % 1)):
            if column > 0 and row > 0 and across * down > 0:
                found.append(((row - 1) * _CELLS + column - 1, across * down))
    return found

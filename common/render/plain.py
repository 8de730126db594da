"""The inner loops of drawing a mesh in NumPy; see `kernels` for what they do."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

WIDE: Final = 6.0  # lines that a face is to be wide, to have them in full
FAINT: Final = 0.22  # of a line, at least
_Ints = NDArray[np.int64]


def fill(
    places: NDArray[np.float32],
    normals: NDArray[np.float32],
    faces: NDArray[np.int32],
    table: NDArray[np.uint32],
    line: np.uint32,
    width: float,
    depth: NDArray[np.float32],
    out: NDArray[np.uint32],
) -> None:
    """Draw the faces that look at the viewer; arguments as those of the compiled one."""
    height, wide = depth.shape
    with np.errstate(invalid="ignore", over="ignore"):
        sides = _sides(places, faces)  # 3 (row of), 3 (x, y, 1), F
        area = sides[:, 2].sum(0) + 0.0
        seen = np.flatnonzero(area > 1e-9)
    sides, area, faces = sides[:, :, seen], area[seen], faces[seen]
    face, row, left, count = _spans(sides, places, faces, height, wide)
    pair, column = _stretched(count, left)
    face, row = face[pair], row[pair]
    x, y = column + 0.5, row + 0.5
    inside = np.stack(
        [(sides[k, 0, face] * x + sides[k, 1, face] * y) + sides[k, 2, face] for k in range(3)]
    )
    shares = np.maximum(inside, 0.0) / area[face]
    corners = faces[face]
    z = sum(shares[k] * places[corners[:, k], 2] for k in range(3))
    won = _nearest(z, row * wide + column, height * wide)
    place = (row * wide + column)[won]
    nearer = z[won] < depth.ravel()[place]
    won, place = won[nearer], place[nearer]
    depth.ravel()[place] = z[won]
    colours = _shaded(shares[:, won], normals, corners[won], table)
    if width > 0:
        lengths = np.hypot(sides[:, 0], sides[:, 1])[:, face[won]]
        near = (inside[:, won] / np.maximum(lengths, 1e-9)).min(0)
        clear = area[face[won]] / np.maximum(lengths.max(0), 1e-9) / (WIDE * width)
        share = np.clip(clear, FAINT, 1.0) * np.clip(width / 2 + 0.5 - near, 0.0, 1.0)
        colours = _lined(colours, line, share)
    out.ravel()[place] = colours


def _sides(places: NDArray[np.float32], faces: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return for each corner the line through the other two: a x + b y + c, above 0 inside."""
    x = places[:, 0].astype(np.float64)[faces.T]
    y = places[:, 1].astype(np.float64)[faces.T]
    found = np.empty((3, 3, len(faces)))
    for corner in range(3):
        one, two = (corner + 1) % 3, (corner + 2) % 3
        found[corner, 0] = y[two] - y[one]
        found[corner, 1] = x[one] - x[two]
        found[corner, 2] = x[two] * y[one] - x[one] * y[two]
    return found


def _spans(
    sides: NDArray[np.float64],
    places: NDArray[np.float32],
    faces: NDArray[np.int32],
    height: int,
    wide: int,
) -> tuple[_Ints, _Ints, _Ints, _Ints]:
    """Return face, row, first column and number of pixels of each row of each face."""
    y = places[:, 1][faces.T]
    top = np.maximum(0, np.ceil(y.min(0) - 0.5)).astype(np.int64)
    bottom = np.minimum(height - 1, np.floor(y.max(0) - 0.5)).astype(np.int64)
    face, row = _stretched(np.maximum(0, bottom - top + 1), top)
    low, high = np.full(len(face), -np.inf), np.full(len(face), np.inf)
    for a, b, c in sides:
        slope, rest = a[face], b[face] * (row + 0.5) + c[face]
        with np.errstate(divide="ignore", invalid="ignore"):
            edge = -rest / slope
        low = np.where(slope > 0, np.maximum(low, edge), low)
        high = np.where(slope < 0, np.minimum(high, edge), high)
        high = np.where((slope == 0) & (rest < 0), -np.inf, high)
    left = np.ceil(np.clip(low - 0.5, 0, wide)).astype(np.int64)
    right = np.floor(np.clip(high - 0.5, -1, wide - 1)).astype(np.int64)
    count = right - left + 1
    kept = np.flatnonzero(count > 0)
    return face[kept], row[kept], left[kept], count[kept]


def _stretched(count: _Ints, start: _Ints) -> tuple[_Ints, _Ints]:
    """Return each index as often as its count, and start, start + 1, ... beside it."""
    index = np.repeat(np.arange(len(count)), count)
    first = np.cumsum(count) - count
    return index, np.arange(len(index)) - first[index] + start[index]


def _nearest(z: NDArray[np.float64], place: _Ints, size: int) -> _Ints:
    """Return which entry is the nearest of its place, for each place that has any."""
    order = np.argsort(-z, kind="stable")
    last = np.full(size, -1, np.int64)
    last[place[order]] = order  # the last of several is the one that stays
    return last[last >= 0]


def _shaded(
    shares: NDArray[np.float64],
    normals: NDArray[np.float32],
    corners: NDArray[np.int32],
    table: NDArray[np.uint32],
) -> NDArray[np.uint32]:
    """Return the colours of pixels from the shares of their three corners."""
    normal = sum(shares[k, :, None] * normals[corners[:, k]] for k in range(3))
    assert isinstance(normal, np.ndarray)
    normal[:, 2] = np.maximum(normal[:, 2], 0.0)
    normal /= np.maximum(np.sqrt((normal * normal).sum(1, keepdims=True)), 1e-6)
    middle = (len(table) - 1) / 2
    u, v = (middle * (1 + normal[:, axis]) + 0.5 for axis in (0, 1))
    return table[v.astype(np.intp), u.astype(np.intp)]


def _lined(
    under: NDArray[np.uint32], line: np.uint32, share: NDArray[np.float64]
) -> NDArray[np.uint32]:
    """Return opaque colours with shares of the colour of lines on them."""
    part = share * (int(line) >> 24) / 255
    found = np.full(under.shape, 0xFF000000, np.uint32)
    for shift in (16, 8, 0):
        first = (under >> shift & 255).astype(np.float64)
        found |= (first + ((int(line) >> shift & 255) - first) * part + 0.5).astype(
            np.uint32
        ) << np.uint32(shift)
    return found


def halve(fine: NDArray[np.uint32], out: NDArray[np.uint32]) -> None:
    """Write the means of squares of 2 x 2 pixels; arguments as those of the compiled one."""
    even = np.uint32(0x00FF00FF)
    quarters = [fine[row::2, column::2] for row in (0, 1) for column in (0, 1)]
    low = sum((one & even for one in quarters), np.uint32(0x00020002))
    high = sum((one >> 8 & even for one in quarters), np.uint32(0x00020002))
    out[:] = (low >> 2 & even) | (high >> 2 & even) << 8

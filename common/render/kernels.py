"""The inner loops of drawing a mesh, compiled by Numba when the first picture is drawn.

Import this module only through `common.render.loops`, which falls back to NumPy where Numba is
missing. All loops run on one core and release the interpreter lock.
"""

import numpy as np
from numpy.typing import NDArray

from common.loops import compiled
from common.render.plain import FAINT, WIDE

_compiled = compiled(fastmath=True)


@_compiled
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
    """Draw the faces that look at the viewer; what is nearer hides what is farther.

    Args:
        places: float32 (V, 3), pixels right and down, and a depth that grows away from the viewer;
            NaN for what cannot be drawn.
        normals: float32 (V, 3), right, up, towards the viewer.
        faces: int32 (F, 3), counter-clockwise seen from outside.
        table: uint32 (S, S), colours by normal; see `light`.
        line: 0xAARRGGBB of the sides of faces.
        width: of these lines, pixels; 0 for none.
        depth: float32 (H, W), of what is there already; changed.
        out: uint32 (H, W), 0xAARRGGBB; changed.
    """
    for face in range(len(faces)):
        a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
        ax, ay = places[a, 0], places[a, 1]
        bx, by = places[b, 0], places[b, 1]
        cx, cy = places[c, 0], places[c, 1]
        area = (cx - ax) * (by - ay) - (bx - ax) * (cy - ay)
        if area > np.float32(1e-9):  # not seen from behind, and a number
            _fill_face(places, normals, (a, b, c), area, table, line, width, depth, out)


@_compiled
def _fill_face(
    places: NDArray[np.float32],
    normals: NDArray[np.float32],
    corners: tuple[int, int, int],
    area: float,
    table: NDArray[np.uint32],
    line: np.uint32,
    width: float,
    depth: NDArray[np.float32],
    out: NDArray[np.uint32],
) -> None:
    a, b, c = corners
    ax, ay, az = places[a, 0], places[a, 1], places[a, 2]
    bx, by, bz = places[b, 0], places[b, 1], places[b, 2]
    cx, cy, cz = places[c, 0], places[c, 1], places[c, 2]
    height, wide = depth.shape
    half = np.float32(0.5)
    left, right = _span(ax, bx, cx, wide)
    top, bottom = _span(ay, by, cy, height)
    sides = _side_lengths(ax, ay, bx, by, cx, cy)
    for row in range(top, bottom + 1):
        y = np.float32(row) + half
        for column in range(left, right + 1):
            x = np.float32(column) + half
            wa = (cx - x) * (by - y) - (bx - x) * (cy - y)
            wb = (ax - x) * (cy - y) - (cx - x) * (ay - y)
            wc = (bx - x) * (ay - y) - (ax - x) * (by - y)
            if wa < 0 or wb < 0 or wc < 0:
                continue
            la, lb, lc = wa / area, wb / area, wc / area
            z = la * az + lb * bz + lc * cz
            if z >= depth[row, column]:
                continue
            depth[row, column] = z
            colour = _colour_at(normals, corners, (la, lb, lc), table)
            if width > 0:
                near = min(wa / sides[0], wb / sides[1], wc / sides[2])
                colour = _mixed(colour, line, _line_share(near, area, sides, width))
            out[row, column] = colour


@_compiled
def _span(a: float, b: float, c: float, size: int) -> tuple[int, int]:
    """Return the first and last of size pixels whose middles can lie between three places."""
    half = np.float32(0.5)
    first = max(0, int(np.ceil(min(a, b, c) - half)))
    return first, min(size - 1, int(np.floor(max(a, b, c) - half)))


@_compiled
def _colour_at(
    normals: NDArray[np.float32],
    corners: tuple[int, int, int],
    shares: tuple[float, float, float],
    table: NDArray[np.uint32],
) -> np.uint32:
    """Return the colour of a place in a face, by its share in each corner."""
    a, b, c = corners
    la, lb, lc = shares
    lit: np.uint32 = _lit(
        la * normals[a, 0] + lb * normals[b, 0] + lc * normals[c, 0],
        la * normals[a, 1] + lb * normals[b, 1] + lc * normals[c, 1],
        la * normals[a, 2] + lb * normals[b, 2] + lc * normals[c, 2],
        table,
    )
    return lit


@_compiled
def _side_lengths(
    ax: float, ay: float, bx: float, by: float, cx: float, cy: float
) -> tuple[float, float, float]:
    """Return the lengths of the sides that lie opposite to the corners, pixels."""
    return (
        np.sqrt((cx - bx) ** 2 + (cy - by) ** 2),
        np.sqrt((ax - cx) ** 2 + (ay - cy) ** 2),
        np.sqrt((bx - ax) ** 2 + (by - ay) ** 2),
    )


@_compiled
def _line_share(near: float, area: float, sides: tuple[float, float, float], width: float) -> float:
    """Return how much of a pixel is line, at a distance to the nearest side; below 0 is none.

    Where faces are narrower than some lines, these would be all one sees: they grow faint.
    """
    seen = area / max(sides) / np.float32(WIDE * width)
    clear = min(np.float32(1), max(np.float32(FAINT), seen))
    return float(clear * min(np.float32(1), np.float32(width / 2 + 0.5) - near))


@_compiled
def _lit(nx: float, ny: float, nz: float, table: NDArray[np.uint32]) -> np.uint32:
    """Return the colour of a normal of any length."""
    one, half = np.float32(1), np.float32(0.5)
    middle = np.float32(table.shape[0] - 1) * half
    square = nx * nx + ny * ny
    if nz > 0:
        square += nz * nz
    scale = one / np.sqrt(square + np.float32(1e-12))
    row, column = int(middle * (one + ny * scale) + half), int(middle * (one + nx * scale) + half)
    colour: np.uint32 = table[row, column]
    return colour


@_compiled
def _mixed(under: np.uint32, over: np.uint32, share: float) -> np.uint32:
    """Return an opaque colour with a share of another one on it."""
    if share <= 0:
        return under
    part = np.float32(share) * np.float32(over >> 24) / np.float32(255)
    found = np.uint32(0xFF000000)
    for shift in (16, 8, 0):
        first = np.float32((under >> shift) & 255)
        second = np.float32((over >> shift) & 255)
        found |= np.uint32(first + (second - first) * part + np.float32(0.5)) << shift
    return found


@_compiled
def halve(fine: NDArray[np.uint32], out: NDArray[np.uint32]) -> None:
    """Write the means of squares of 2 x 2 pixels.

    Args:
        fine: uint32 (2 H, 2 W), 0xAARRGGBB with colours multiplied by their opacity.
        out: uint32 (H, W), the same; changed.
    """
    height, wide = out.shape
    even = np.uint32(0x00FF00FF)
    two = np.uint32(0x00020002)
    for row in range(height):
        for column in range(wide):
            a, b = fine[2 * row, 2 * column], fine[2 * row, 2 * column + 1]
            c, d = fine[2 * row + 1, 2 * column], fine[2 * row + 1, 2 * column + 1]
            if a | b | c | d == 0:
                out[row, column] = 0
                continue
            low = (a & even) + (b & even) + (c & even) + (d & even) + two
            high = (a >> 8 & even) + (b >> 8 & even) + (c >> 8 & even) + (d >> 8 & even) + two
            out[row, column] = (low >> 2 & even) | (high >> 2 & even) << 8

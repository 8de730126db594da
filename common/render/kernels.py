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
    left = max(0, int(np.ceil(min(ax, bx, cx) - half)))
    right = min(wide - 1, int(np.floor(max(ax, bx, cx) - half)))
    top = max(0, int(np.ceil(min(ay, by, cy) - half)))
    bottom = min(height - 1, int(np.floor(max(ay, by, cy) - half)))
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
            colour = _lit(
                la * normals[a, 0] + lb * normals[b, 0] + lc * normals[c, 0],
                la * normals[a, 1] + lb * normals[b, 1] + lc * normals[c, 1],
                la * normals[a, 2] + lb * normals[b, 2] + lc * normals[c, 2],
                table,
            )
            if width > 0:
                side_a = np.sqrt((cx - bx) ** 2 + (cy - by) ** 2)
                side_b = np.sqrt((ax - cx) ** 2 + (ay - cy) ** 2)
                side_c = np.sqrt((bx - ax) ** 2 + (by - ay) ** 2)
                near = min(wa / side_a, wb / side_b, wc / side_c)
                # Where faces are narrower than some lines, these would be all one sees.
                clear = area / max(side_a, side_b, side_c) / np.float32(WIDE * width)
                clear = min(np.float32(1), max(np.float32(FAINT), clear))
                share = clear * min(np.float32(1), np.float32(width / 2 + 0.5) - near)
                colour = _mixed(colour, line, share)
            out[row, column] = colour


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

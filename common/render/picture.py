"""Draws a mesh that was brought to the screen: hidden parts removed, lit, smooth at its edges."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.render.loops import loops

FAR: Final = np.float32(np.inf)
_MOST: Final = 1 << 22  # points that are looked at in one go


@dataclass(frozen=True, slots=True)
class Drawn:
    """The part of a picture that a mesh covers.

    Args:
        pixels: uint32 (H, W), 0xAARRGGBB with colours multiplied by their opacity.
        left: column of its first pixel in the picture.
        top: row of its first pixel in the picture.
    """

    pixels: NDArray[np.uint32]
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class Lines:
    """Sides of faces drawn on the surface.

    Args:
        colour: 0xAARRGGBB.
        width: pixels.
    """

    colour: int
    width: float = 1.0


def draw_mesh(
    places: NDArray[np.floating],
    normals: NDArray[np.floating],
    faces: NDArray[np.int32],
    table: NDArray[np.uint32],
    size: tuple[int, int],
    *,
    lines: Lines | None = None,
    fine: bool = True,
) -> Drawn:
    """Return a mesh as it is seen.

    Args:
        places: (V, 3), pixels right and down, and a depth that grows away from the viewer; NaN for
            vertices that cannot be drawn.
        normals: (V, 3), right, up, towards the viewer.
        faces: int32 (F, 3), counter-clockwise seen from outside.
        table: uint32 (S, S), colours by normal; see `light`.
        size: width and height of the picture, pixels.
        lines: sides of faces; None for none.
        fine: edges are smooth: four points a pixel are looked at, and their mean is taken.
    """
    left, top, right, bottom = _box(places, size)
    if right <= left or bottom <= top:
        return Drawn(np.zeros((0, 0), np.uint32), 0, 0)
    small = np.empty((bottom - top, right - left), np.uint32)
    rows = max(1, _MOST // (small.shape[1] * 4)) if fine else len(small)
    for start in range(0, len(small), rows):  # few at a time: large pictures need little memory
        part = small[start : start + rows]
        _draw_part(places, normals, faces, table, (left, top + start), part, lines, fine=fine)
    return Drawn(small, left, top)


def _draw_part(
    places: NDArray[np.floating],
    normals: NDArray[np.floating],
    faces: NDArray[np.int32],
    table: NDArray[np.uint32],
    corner: tuple[int, int],
    part: NDArray[np.uint32],
    lines: Lines | None,
    *,
    fine: bool,
) -> None:
    """Fill a part of a picture whose first pixel is at corner."""
    times = 2 if fine else 1
    moved = np.array(places, np.float32)
    moved[:, :2] = (moved[:, :2] - np.array(corner, np.float32)) * times
    shape = (part.shape[0] * times, part.shape[1] * times)
    out, depth = np.zeros(shape, np.uint32), np.full(shape, FAR, np.float32)
    loops().fill(
        moved,
        np.ascontiguousarray(normals, np.float32),
        np.ascontiguousarray(faces, np.int32),
        table,
        np.uint32(lines.colour if lines else 0),
        float(lines.width * times) if lines else 0.0,
        depth,
        out,
    )
    if fine:
        loops().halve(out, part)
    else:
        part[:] = out


def _box(places: NDArray[np.floating], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the pixels that places lie on: left, top, right, bottom, the last two excluded."""
    there = places[np.isfinite(places).all(1)]
    if not len(there):
        return 0, 0, 0, 0
    low = np.clip(np.floor(there[:, :2].min(0)), 0, size)
    high = np.clip(np.floor(there[:, :2].max(0)) + 1, 0, size)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])

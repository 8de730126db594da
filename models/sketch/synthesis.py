"""Drawings of bodies with known poses: what networks learn from and are measured on."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.strokes import Stroke
from models.body.baked import PARTS, read_body
from models.body.model import Posed
from models.sketch.contours import GRID, View, coarse_body, fitted_view, vertex_parts
from models.sketch.degrade import CLEAN, Hand, sketch

_SEEN: Final = ("head", "left_hand", "right_hand", "left_foot", "right_foot")
_EVERY: Final = 4  # vertices of a part that are looked at for ovals


@dataclass(frozen=True, slots=True)
class Outline:
    """The clean lines of one posed body, from which any number of drawings is made.

    Args:
        strokes: contours, in pixels of a picture of GRID.
        points: pixels of heads, hands and feet by name, float32 (N, 2).
        joints: pixels of the joints, float32 (24, 2).
        view: where the body lies.
    """

    strokes: list[Stroke]
    points: dict[str, NDArray[np.float32]]
    joints: NDArray[np.float32]
    view: View


@lru_cache(maxsize=1)
def _parts() -> NDArray[np.uint8]:
    return vertex_parts(read_body())


def outline(posed: Posed, view: View | None = None) -> Outline:
    """Return the contours of a posed body of the shipped mesh, seen from the front.

    Args:
        posed: in the camera's frame: x right, y up, z towards the viewer, metres.
        view: where it lies; fitted to the picture by default.
    """
    rows, maker = coarse_body()
    view = view or fitted_view(posed.vertices, GRID)
    parts = _parts()
    points = {
        name: view.pixels(posed.vertices[parts == PARTS.index(name)][::_EVERY]) for name in _SEEN
    }
    strokes = maker.strokes(posed.vertices[rows], view)
    return Outline(strokes, points, view.pixels(posed.joints), view)


def drawn(
    lines: Outline, hand: Hand = CLEAN, rng: np.random.Generator | None = None
) -> list[Stroke]:
    """Return a drawing of a body as a hand makes it; pixels of a picture of GRID."""
    chance = rng or np.random.default_rng(0)
    return sketch(lines.strokes, lines.points, lines.joints, hand, chance)

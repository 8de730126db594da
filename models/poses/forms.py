"""What networks answer about key points, brought to one form: x, y, score.

All give the 17 points of the COCO data set, in its order. A card names one of the forms as the
first word of its output's layout.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

POINTS: Final = 17
_MOST: Final = 4.0  # of fractions: farther out lie pixels
Outputs = Sequence[NDArray[np.float32]]
Size = tuple[int, int]
"""Height and width of the input, pixels."""

People = list[NDArray[np.float32]]
"""Of each picture of a batch, float32 (P, 17, 3): x and y as fractions of it, score 0-1."""


def points_yx(outputs: Outputs, size: Size) -> People:
    """Read one person a picture, (n, 17, 3) or (n, 1, 17, 3): y, x, score; as MoveNet."""
    found = outputs[0].reshape(len(outputs[0]), 1, POINTS, 3)
    return [_checked(one, size) for one in found[..., [1, 0, 2]]]


def points_xy(outputs: Outputs, size: Size) -> People:
    """Read one person a picture, (n, 17, 3): x, y, score; in fractions or in pixels."""
    return [_checked(one, size) for one in outputs[0].reshape(len(outputs[0]), 1, POINTS, 3)]


def people_yx(outputs: Outputs, size: Size) -> People:
    """Read several people a picture, (n, P, 56): y, x, score of points, then box and score.

    This is MoveNet's form for several people; those of a score below 0.2 are left out.
    """
    raw = outputs[0]
    points = raw[..., : 3 * POINTS].reshape(*raw.shape[:2], POINTS, 3)[..., [1, 0, 2]]
    return [
        _checked(some[sure[:, -1] >= 0.2], size) for some, sure in zip(points, raw, strict=True)
    ]


def heatmaps(outputs: Outputs, size: Size) -> People:
    """Read one person a picture from maps (n, 17, h, w): the best cell, a quarter to its neighbour.

    The shift by a quarter of a cell towards the higher neighbour is that of Newell et al.,
    "Stacked hourglass networks", ECCV 2016; a cell's place is that of its middle.
    """
    maps = outputs[0]
    count, points, high, wide = maps.shape
    flat = maps.reshape(count, points, -1)
    best = flat.argmax(-1)
    score = np.clip(np.take_along_axis(flat, best[..., None], -1)[..., 0], 0.0, 1.0)
    row, column = np.divmod(best, wide)
    x = (column + 0.5 + 0.25 * _leaning(maps, row, column, 1)) / wide
    y = (row + 0.5 + 0.25 * _leaning(maps, row, column, 0)) / high
    return [_checked(one, size) for one in np.stack([x, y, score], -1)[:, None]]


def simcc(outputs: Outputs, size: Size) -> People:
    """Read one person a picture from a line an axis, (n, 17, w * s) and (n, 17, h * s).

    SimCC, Li et al., ECCV 2022: the best bin of each axis; the score is the lesser of both.
    """
    across, down = outputs[0], outputs[1]
    score = np.minimum(across.max(-1), down.max(-1))
    x = (across.argmax(-1) + 0.5) / across.shape[-1]
    y = (down.argmax(-1) + 0.5) / down.shape[-1]
    return [_checked(one, size) for one in np.stack([x, y, np.clip(score, 0, 1)], -1)[:, None]]


FORMS: Final[Mapping[str, Callable[[Outputs, Size], People]]] = {
    "points-yx": points_yx,
    "points-xy": points_xy,
    "people-yx": people_yx,
    "heatmaps": heatmaps,
    "simcc": simcc,
}
"""Forms by the name that cards give them."""


def form_of(layout: str) -> str:
    """Return the form that a card's output layout names; "" for none."""
    first = layout.replace(":", " ").split()
    return first[0] if first and first[0] in FORMS else ""


def _leaning(
    maps: NDArray[np.float32], row: NDArray[np.int64], column: NDArray[np.int64], axis: int
) -> NDArray[np.float64]:
    """Return -1, 0 or 1: on which side of a cell the map is higher; 0 at its edge."""
    picture, point = np.indices(row.shape)
    high, wide = maps.shape[-2:]
    step_y, step_x = (1, 0) if axis == 0 else (0, 1)
    inside = (row >= step_y) & (row < high - step_y) & (column >= step_x) & (column < wide - step_x)
    after = maps[picture, point, np.minimum(row + step_y, high - 1),
                 np.minimum(column + step_x, wide - 1)]  # fmt: skip
    before = maps[picture, point, np.maximum(row - step_y, 0), np.maximum(column - step_x, 0)]
    return np.where(inside, np.sign(after - before), 0.0)


def _checked(points: NDArray[np.floating], size: Size) -> NDArray[np.float32]:
    """Return points of one picture as fractions with scores 0-1; pixels are divided by the size."""
    made = np.asarray(points, np.float32).copy()
    made[~np.isfinite(made).all(-1)] = 0.0
    if made.size and float(np.abs(made[..., :2]).max()) > _MOST:
        made[..., 0] /= size[1]
        made[..., 1] /= size[0]
    made[..., 2] = np.clip(made[..., 2], 0.0, 1.0)
    return made

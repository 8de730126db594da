"""Maps of a collection: items as points, and which of them lie inside a box or a lasso."""

import numpy as np
from numpy.typing import NDArray

from app.services.explore_space import Space
from app.services.explore_types import Projection
from common.errors import QueryError
from common.jobs import JobContext

FIT_ROWS = 20_000  # vectors that the main axes are learnt from
METHODS = ("pca",)


def make_projection(
    space: Space, rows: NDArray[np.int64], method: str, seed: int, context: JobContext
) -> tuple[NDArray[np.float32], str]:
    """Return points within 0-1, float32 (M, 2), and the method that made them."""
    if method == "auto":
        method = METHODS[0]
    if method not in METHODS:
        raise QueryError(
            f"There is no map called “{method}”.", hint=f"Use one of: {', '.join(METHODS)}."
        )
    context.step(0, 2, "Finding the main axes")
    return within_unit(_main_axes(space, rows, seed, context)), method


def _main_axes(
    space: Space, rows: NDArray[np.int64], seed: int, context: JobContext
) -> NDArray[np.float64]:
    """Return coordinates along the two axes of largest variance, (M, 2)."""
    if not len(rows):
        return np.zeros((0, 2))
    chosen = rows
    if len(rows) > FIT_ROWS:
        chosen = np.sort(np.random.default_rng(seed).choice(rows, FIT_ROWS, replace=False))
    fit = space.unit(chosen)
    mean = fit.mean(axis=0)
    centred = fit - mean
    _, axes = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    main = axes[:, ::-1][:, :2]
    signs = np.sign(main[np.abs(main).argmax(axis=0), np.arange(main.shape[1])])
    main = main * np.where(signs == 0, 1, signs)  # the same way round in every run
    points = np.zeros((len(rows), 2))
    for start in range(0, len(rows), FIT_ROWS):
        context.step(1, 2, "Placing")
        part = space.unit(rows[start : start + FIT_ROWS]) - mean
        points[start : start + FIT_ROWS, : main.shape[1]] = part @ main
    return points


def within_unit(points: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return points moved and scaled into 0-1 on both axes; 0.5 where all are equal."""
    if not len(points):
        return np.zeros((0, 2), np.float32)
    low, high = points.min(axis=0), points.max(axis=0)
    size = high - low
    scaled = np.where(size > 0, (points - low) / np.where(size > 0, size, 1), 0.5)
    return scaled.astype(np.float32)


def inside_box(
    projection: Projection, left: float, top: float, right: float, bottom: float
) -> NDArray[np.bool_]:
    """Return which points lie in a box, bool (N,); the edges count, corners in any order."""
    x, y = projection.points.T
    left, right = min(left, right), max(left, right)
    top, bottom = min(top, bottom), max(top, bottom)
    return np.asarray((x >= left) & (x <= right) & (y >= top) & (y <= bottom))


def inside_lasso(projection: Projection, corners: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which points lie inside a closed line, bool (N,), by the even-odd rule.

    Args:
        projection: the map.
        corners: (C, 2), x and y within the map; the last one is joined to the first one.

    Raises:
        QueryError: there are fewer than three corners.
    """
    if corners.ndim != 2 or corners.shape[1:] != (2,) or len(corners) < 3:
        raise QueryError("A lasso needs at least three points.", hint="Draw around some points.")
    x, y = projection.points.astype(np.float64).T
    inside = np.zeros(len(x), np.bool_)
    ends = np.roll(corners, -1, axis=0)
    for (x1, y1), (x2, y2) in zip(corners, ends, strict=True):
        if y1 == y2:
            continue
        crosses = (y1 > y) != (y2 > y)
        inside ^= crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return inside

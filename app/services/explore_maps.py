"""Maps of a collection: items as points, and which of them lie inside a box or a lasso."""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.services.explore_space import Space
from app.services.explore_types import Projection
from common.errors import QueryError
from common.jobs import JobContext
from indexers.projection import can_umap, project

LEAST_UMAP = 100  # items; with fewer there is no neighbourhood to speak of
METHODS: tuple[Literal["umap"], Literal["pca"]] = ("umap", "pca")


class _Standardised:
    """Vectors of some rows, standardised as they are read."""

    def __init__(self, space: Space, rows: NDArray[np.int64]) -> None:
        self._space, self._rows = space, rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, where: Any) -> NDArray[np.float32]:
        return self._space.unit(self._rows[where])


def make_projection(
    space: Space, rows: NDArray[np.int64], method: str, seed: int, context: JobContext
) -> tuple[NDArray[np.float32], str]:
    """Return points within 0-1, float32 (M, 2), and the method that made them.

    Args:
        space: the vectors.
        rows: whose points are wanted, int64 (M,).
        method: "umap", "pca" (the two principal components), or "auto": "umap" where it can run
            and there are enough items.
        seed: the same gives the same map.
        context: reports and cancels.

    Raises:
        QueryError: there is no such method.
        AppError: "umap" cannot run here.
        JobCancelled: the user cancelled.
    """
    if method == "auto":
        method = "umap" if can_umap() and len(rows) >= LEAST_UMAP else "pca"
    if method not in METHODS:
        raise QueryError(
            f"There is no map called “{method}”.", hint=f"Use one of: {', '.join(METHODS)}."
        )
    wanted = METHODS[METHODS.index(method)]
    points = project(_Standardised(space, rows), seed=seed, context=context, method=wanted)
    return within_unit(points), method


def within_unit(points: NDArray[np.float32]) -> NDArray[np.float32]:
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

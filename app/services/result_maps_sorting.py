"""Sorted grids for maps of results; two principal components where the sorting is not installed."""

import numpy as np
from numpy.typing import NDArray

from app.services.wall_grid import snapped
from app.services.wall_orders import can_sort
from app.services.wall_sorting import sort_cells, sorted_map
from common.jobs import JobContext

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]


def grid_shape(count: int, columns: int = 0) -> tuple[int, int]:
    """Return rows and columns for so many cells: as square as it gets, or so many columns."""
    columns = columns or max(1, int(np.ceil(np.sqrt(count))))
    return max(1, -(-count // columns)), columns


def laid_out(
    features: Floats, columns: int, *, seed: int = 0, context: JobContext | None = None
) -> Ids:
    """Return the row of features in each cell in reading order, int64 (n,).

    Args:
        features: float32 (n, d).
        columns: cells in a row.
        seed: of the sorting.
        context: progress and cancel.
    """
    if len(features) < 2:
        return np.arange(len(features), dtype=np.int64)
    if can_sort():
        return sorted_map(features, columns, seed=seed, context=context).order
    return np.asarray(snapped(_plane(features), columns, 1.0, context), np.int64)


def sorted_cells(
    features: Floats, cells: Ids, fixed: NDArray[np.bool_], *, seed: int = 0,
    context: JobContext | None = None,
) -> Ids:  # fmt: skip
    """Return cells sorted around what is fixed; see wall_sorting.sort_cells().

    Without the sorting, each image that is not fixed goes to the free cell whose fixed neighbours
    are most like it, by the assignment with the smallest sum.
    """
    if can_sort() and min(cells.shape) >= 2:
        return sort_cells(features, cells, fixed, seed=seed, context=context)
    from scipy.optimize import linear_sum_assignment

    free = np.argwhere((cells >= 0) & ~fixed)
    there = np.argwhere((cells >= 0) & fixed)
    if not len(free) or not len(there):
        return cells
    away = np.abs(free[:, None] - there[None]).sum(axis=2).astype(np.float64)
    weight = 1 / (away**2 + 1e-6)
    wanted = (weight / weight.sum(axis=1, keepdims=True)) @ features[cells[tuple(there.T)]]
    own = cells[tuple(free.T)]
    costs = np.square(wanted[:, None] - features[own][None]).sum(axis=2)
    out = cells.copy()
    rows, chosen = linear_sum_assignment(costs)
    out[tuple(free[rows].T)] = own[chosen]
    return out


def _plane(features: Floats) -> Floats:
    centred = features - features.mean(axis=0)
    axes = np.linalg.eigh(centred.T.astype(np.float64) @ centred)[1][:, ::-1][:, :2]
    places = np.zeros((len(features), 2), np.float32)
    places[:, : axes.shape[1]] = centred @ axes
    return places

"""Orders by similarity: the sorted map, and rings around the most similar item."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from app.services.arrangements import Arrangement, shuffled
from common.jobs import JobCancelled, JobContext

# Of the sorted map: how slowly the radius shrinks, and how many items change places at once.
# At 65,536 items the careful one takes 7 s for a quality of 0.80, the quick one 1.4 s for 0.73.
CAREFUL = (0.98, 16)
QUICK = (0.93, 9)
MOST_CAREFUL = 65_536


def around(scores: NDArray[np.float32], columns: int, cell_aspect: float) -> Arrangement:
    """Lay items out in rings: the best in the middle of the grid, worse ones farther out.

    Args:
        scores: (n,) larger is nearer to the middle; -inf comes last.
        columns: cells in a row.
        cell_aspect: width / height of a cell.
    """
    count = len(scores)
    rows = -(-count // columns)
    cells = np.arange(count, dtype=np.int64)
    x = (cells % columns - columns // 2) * np.float32(cell_aspect)
    y = (cells // columns - (rows - 1) // 2).astype(np.float32)
    order = np.empty(count, np.int64)
    order[np.argsort(np.hypot(x, y), kind="stable")] = np.argsort(-scores, kind="stable")
    return Arrangement("around", columns, order)


def sorted_map(
    features: NDArray[np.float32],
    columns: int,
    *,
    seed: int = 0,
    method: str = "similarity",
    context: JobContext | None = None,
) -> Arrangement:
    """Sort items onto the grid so that neighbours look alike.

    Fast Linear Assignment Sorting (Barthel, Hezel, Jung and Schall, "Improved Evaluation and
    Generation of Grid Layouts", Computer Graphics Forum 42, 2023), by the authors' library. More
    care than its defaults is taken as long as the time stays short.

    Args:
        features: (n, d) one vector an item.
        columns: cells in a row.
        seed: of the first, random, placement.
        method: name of the arrangement.
        context: progress and cancel.

    Raises:
        JobCancelled: by the context.
    """
    context = context or JobContext()
    count = len(features)
    rows = -(-count // columns)
    if rows < 2 or columns < 2:  # a single line: along the strongest component
        line = np.argsort(_principal(features, 1)[:, 0] if count > 1 else np.zeros(count))
        return Arrangement(method, columns, line.astype(np.int64))
    cells = np.full(rows * columns, -1, np.int64)
    cells[:count] = shuffled(count, seed)
    grid = cells.reshape(rows, columns)
    sorting = sort_cells(features, grid, grid < 0, seed=seed, context=context).reshape(-1)
    return Arrangement(method, columns, sorting[:count])


def sort_cells(
    features: NDArray[np.float32],
    cells: NDArray[np.int64],
    fixed: NDArray[np.bool_],
    *,
    wrap: bool = False,
    seed: int = 0,
    context: JobContext | None = None,
) -> NDArray[np.int64]:
    """Sort what lies on a grid; what is fixed stays, and the others come to lie near what is alike.

    Args:
        features: (n, d) one vector an item.
        cells: int64 (rows, columns), item of each cell, -1 for none; at least 2 x 2.
        fixed: bool (rows, columns), cells that keep what they have; empty ones must.
        wrap: the left edge is next to the right one, and the top to the bottom.
        seed: of exchanges by chance.
        context: progress and cancel.

    Returns:
        int64 (rows, columns), the item of each cell.

    Raises:
        JobCancelled: by the context.
    """
    from vc_flas import Grid, flas

    context = context or JobContext()
    count = len(features)
    grid = Grid(
        np.ascontiguousarray(_principal(features, 16)),
        cells.astype(np.int32),
        np.ascontiguousarray(fixed),
        np.arange(count, dtype=np.int32),
    )
    decay, swaps = CAREFUL if count <= MOST_CAREFUL else QUICK
    made = flas(
        grid, wrap=wrap, seed=seed, radius_decay=decay, max_swap_positions=swaps,
        callback=_follow(context),
    )  # fmt: skip
    context.step(0)
    return np.asarray(made.sorting, np.int64).reshape(cells.shape)


def _follow(context: JobContext) -> Callable[[float], bool]:
    """Return what the sorting reports to; it must not raise inside the foreign library."""

    def report(done: float) -> bool:
        try:
            # A handful of items is done before the first step: the library then says infinity.
            context.step(round(100 * min(1.0, done)), 100, "Sorting")
        except JobCancelled:
            return True
        return False

    return report


def _principal(features: NDArray[np.float32], dims: int) -> NDArray[np.float32]:
    """Return the strongest principal components of features, float32 (n, <= dims)."""
    centred = features - features.mean(axis=0, dtype=np.float64)
    if centred.shape[1] <= dims:
        return np.asarray(centred, np.float32)
    values, axes = np.linalg.eigh(centred.T @ centred)
    strongest = np.argsort(values)[::-1][:dims]
    return np.asarray(centred @ axes[:, strongest], np.float32)

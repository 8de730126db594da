"""From places on a plane to cells of a grid: no overlap, no hole, neighbours stay neighbours."""

import numpy as np
from numpy.typing import NDArray

from app.services.arrangements import Positions
from common.jobs import JobContext

Places = NDArray[np.float32]
Rects = NDArray[np.int64]  # (r, 4) first column, end column, first row, end row


def snapped(
    places: Places, columns: int, cell_aspect: float, context: JobContext | None = None
) -> Positions:
    """Return the item of each cell of a grid that follows the places of a free map.

    The grid is halved across its longer side, the items by the median of their places along it, and
    so on until every cell has its item: what lies left of something on the map never lies right of
    it in the halving that parts them. All halvings of one depth are done at once.

    Args:
        places: float32 (n, 2), x to the right and y down; NaN counts as 0.
        columns: cells in a row, >= 1; the last row may be short.
        cell_aspect: width / height of a cell.
        context: progress and cancel.

    Returns:
        (n,) item of each cell.
    """
    count = len(places)
    context = context or JobContext()
    points = _even(np.nan_to_num(places, nan=0.0), columns, -(-count // columns), cell_aspect)
    order = np.arange(count, dtype=np.int64)  # items, those of a rectangle side by side
    rects: Rects = np.array([[0, columns, 0, -(-count // columns)]], np.int64)
    depth = 0
    total = max(1, int(np.ceil(np.log2(count + 1))) + 2)
    while True:
        context.step(min(depth, total), total, "Laying out the grid")
        sizes = _cells_of(rects, columns, count)
        rects, sizes = rects[sizes > 0], sizes[sizes > 0]
        if (sizes <= 1).all():
            break
        order, rects = _halved(order, rects, sizes, points, columns, cell_aspect, count)
        depth += 1
    item_of = np.empty(count, np.int64)
    item_of[_first_cells(rects, columns)] = order
    return item_of


def _even(places: Places, columns: int, rows: int, cell_aspect: float) -> Places:
    """Turn a map whose longer side stands across the grid's by a right angle."""
    if not len(places):
        return places
    spread = places.std(axis=0)
    wide, lies = columns * cell_aspect >= rows, spread[0] >= spread[1]
    return places if wide == lies else np.ascontiguousarray(places[:, ::-1])


def _cells_of(rects: Rects, columns: int, count: int) -> NDArray[np.int64]:
    """Return the number of cells of rectangles that hold an item."""
    left, right, top, bottom = rects.T
    area = (right - left) * (bottom - top)
    last, used = (count - 1) // columns, (count - 1) % columns + 1  # the last row may be short
    missing = np.where(bottom > last, right - np.clip(used, left, right), 0)
    return np.where(bottom > top, np.maximum(area - missing, 0), 0)


def _first_cells(rects: Rects, columns: int) -> NDArray[np.int64]:
    """Return the cell of rectangles of one cell with an item."""
    return np.asarray(rects[:, 2] * columns + rects[:, 0], np.int64)


def _halved(
    order: Positions,
    rects: Rects,
    sizes: NDArray[np.int64],
    points: Places,
    columns: int,
    cell_aspect: float,
    count: int,
) -> tuple[Positions, Rects]:
    """Return items and rectangles after one more halving; rectangles of one cell stay."""
    left, right, top, bottom = rects.T
    width, height = (right - left), (bottom - top)
    # A short last row may leave one item in a wide rectangle: it stays where its first cell is.
    across = np.where(width > 1, width * cell_aspect, 0) >= np.where(height > 1, height, 0)
    split = sizes > 1
    first, second = rects.copy(), rects.copy()
    middle = np.where(across, (left + right) // 2, (top + bottom) // 2)
    column, row = split & across, split & ~across
    first[column, 1] = second[column, 0] = middle[column]
    first[row, 3] = second[row, 2] = middle[row]
    second[~split] = (0, 0, 0, 0)
    segment = np.repeat(np.arange(len(rects)), sizes)
    along = np.where(across[segment], points[order, 0], points[order, 1])
    # Only what is split is sorted again; segments stay in their order.
    moving = split[segment]
    sorted_part = order[moving][np.lexsort((along[moving], segment[moving]))]
    order = order.copy()
    order[moving] = sorted_part
    halves = np.empty((2 * len(rects), 4), np.int64)
    halves[0::2], halves[1::2] = first, second
    return order, halves[_cells_of(halves, columns, count) > 0]

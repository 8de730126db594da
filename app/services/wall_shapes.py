"""Which cells of the grid lie in a shape that the user draws; vectorised, knows no window."""

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


def cells_in_polygon(
    points: Points, columns: int, count: int, cell_height: float
) -> NDArray[np.bool_]:
    """Return which cells a closed line goes around, (count,).

    A cell is in when its middle is inside by the non-zero winding rule, so that a line that crosses
    itself leaves no hole. A line around no middle at all takes the cells it runs through.

    Args:
        points: (k, 2) x and y in world units; the last point is joined to the first.
        columns: cells in a row.
        count: cells in use.
        cell_height: height of a cell in units of its width.
    """
    rows = -(-count // columns)
    if not len(points) or not count:
        return np.zeros(count, bool)
    x, y = points[:, 0], points[:, 1] / cell_height
    inside = _wound(x, y, rows, columns).reshape(-1)[:count]
    return inside if inside.any() else _touched(x, y, columns, count)


def _wound(x: Points, y: Points, rows: int, columns: int) -> NDArray[np.bool_]:
    """Return where the winding number about the middle of a cell is not zero, (rows, columns)."""
    x_end, y_end = np.roll(x, -1), np.roll(y, -1)
    # The rows whose middle line (row + 0.5) an edge crosses: half-open, so that corners count once.
    first = np.clip(np.ceil(np.minimum(y, y_end) - 0.5), 0, rows).astype(np.int64)
    end = np.clip(np.ceil(np.maximum(y, y_end) - 0.5), 0, rows).astype(np.int64)
    crossed = end - first
    edge = np.repeat(np.arange(len(x)), crossed)
    if not len(edge):
        return np.zeros((rows, columns), bool)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(crossed) - crossed, crossed) + first[edge]
    share = (row + 0.5 - y[edge]) / (y_end[edge] - y[edge])
    at = x[edge] + share * (x_end[edge] - x[edge])
    # What lies to the right of a crossing is wound once more, or once less where the edge goes up.
    column = np.clip(np.ceil(at - 0.5), 0, columns).astype(np.int64)
    top, bottom = int(row.min()), int(row.max()) + 1
    turns = np.zeros((bottom - top, columns + 1), np.int32)
    np.add.at(turns, (row - top, column), np.where(y_end[edge] > y[edge], 1, -1))
    inside = np.zeros((rows, columns), bool)
    inside[top:bottom] = np.cumsum(turns, axis=1)[:, :columns] != 0
    return inside


def _touched(x: Points, y: Points, columns: int, count: int) -> NDArray[np.bool_]:
    """Return the cells that the points lie in, (count,)."""
    across, down = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    cells = down * columns + across
    is_cell = (across >= 0) & (across < columns) & (down >= 0) & (cells < count)
    mask = np.zeros(count, bool)
    mask[cells[is_cell]] = True
    return mask


def cells_in_box(
    box: tuple[float, float, float, float], columns: int, count: int, cell_height: float
) -> NDArray[np.bool_]:
    """Return which cells a rectangle touches, (count,).

    Args:
        box: left, top, right, bottom in world units.
        columns: cells in a row.
        count: cells in use.
        cell_height: height of a cell in units of its width.
    """
    rows = -(-count // columns)
    left, right = (int(np.floor(side)) for side in (box[0], box[2]))
    top, bottom = (int(np.floor(side / cell_height)) for side in (box[1], box[3]))
    mask = np.zeros((rows, columns), bool)
    mask[max(0, top) : max(0, bottom + 1), max(0, left) : max(0, right + 1)] = True
    return mask.reshape(-1)[:count]

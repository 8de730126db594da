"""Arrangements of the wall: which item lies in which cell of one grid without holes.

A grid of n items with c columns fills the cells 0 ... n-1 row by row (cell = row * c + column), so
only its last row may be short. Every function here is pure and vectorised: an item is named by
its position in the wall's table, 0 ... n-1. Cell sizes are given as one number, the aspect (width
divided by height) of a cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int64]
Anchor = Literal["centre", "row"]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A named region of the grid.

    Args:
        label: as shown.
        count: number of items in it.
        centre: column and row of its middle, in cells from the top left corner of the grid.
        box: left, top, right, bottom in cells; right and bottom are exclusive.
        anchor: "centre" for a compact region, "row" for a run of cells in reading order.
    """

    label: str
    count: int
    centre: tuple[float, float]
    box: tuple[int, int, int, int]
    anchor: Anchor = "centre"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Items in cells.

    Args:
        method: name of the arrangement.
        columns: cells in a row, >= 1.
        order: (n,) the item in each cell.
        clusters: named regions, largest first where they are compact, else in reading order.
        note: what the user should know of it ("no popularity: ordered by title").
        members: (n,) the cluster of each cell, as an index into clusters, -1 for none; None where
            nobody knows.
        quality: Distance Preservation Quality, 0 to about 1; None where it was not measured.
    """

    method: str
    columns: int
    order: Positions
    clusters: tuple[Cluster, ...] = ()
    note: str = ""
    members: NDArray[np.int32] | None = None
    quality: float | None = None

    @property
    def rows(self) -> int:
        """Number of rows, the last one may be short; 0 for an empty grid."""
        return -(-len(self.order) // self.columns)

    def cells(self) -> Positions:
        """Return the cell of each item, shape (n,)."""
        return inverse(self.order)


def inverse(order: Positions) -> Positions:
    """Return the inverse of a permutation, shape (n,)."""
    cells = np.empty(len(order), np.int64)
    cells[order] = np.arange(len(order), dtype=np.int64)
    return cells


def choose_columns(count: int, view_aspect: float, cell_aspect: float) -> int:
    """Return the number of columns that shows count items as large as possible.

    Args:
        count: number of items, >= 0.
        view_aspect: width / height of the view, > 0.
        cell_aspect: width / height of a cell, > 0.
    """
    if count <= 1:
        return 1
    ideal = float(np.sqrt(count * view_aspect / cell_aspect))
    # Rounding may favour either side of the ideal, in columns or in rows.
    lines = [max(1, int(count / ideal) + step) for step in (-1, 0, 1, 2)]
    candidates = {min(-(-count // rows), count) for rows in lines}
    candidates |= {min(max(1, int(ideal) + step), count) for step in (0, 1)}

    def width_of_cell(columns: int) -> float:
        rows = -(-count // columns)
        return min(view_aspect / columns, cell_aspect / rows)

    return max(sorted(candidates), key=width_of_cell)


def shuffled(count: int, seed: int) -> Positions:
    """Return a random order of count items, the same for the same seed."""
    return np.random.default_rng(seed).permutation(count).astype(np.int64)


def in_rows(
    method: str,
    order: Positions,
    columns: int,
    groups: tuple[NDArray[np.int64], Sequence[str]] | None = None,
    note: str = "",
) -> Arrangement:
    """Lay items out in reading order, with a caption for each run of equal groups.

    Args:
        method: name of the arrangement.
        order: (n,) items in reading order.
        columns: cells in a row.
        groups: group of each *item* (n,) and the group names; items of a group must be neighbours
            in order. A negative group has no caption.
        note: passed on.
    """
    if groups is None or not len(order):
        return Arrangement(method, columns, order, (), note)
    codes, names = groups
    in_order = codes[order]
    starts = np.flatnonzero(np.r_[True, in_order[1:] != in_order[:-1]])
    ends = np.r_[starts[1:], len(order)]
    clusters = tuple(
        _run(names[code], int(start), int(end), columns)
        for code, start, end in zip(in_order[starts], starts, ends, strict=True)
        if code >= 0
    )
    is_named = in_order[starts] >= 0
    runs = np.where(is_named, np.cumsum(is_named) - 1, -1).astype(np.int32)
    return Arrangement(method, columns, order, clusters, note, np.repeat(runs, ends - starts))


def _run(label: str, start: int, end: int, columns: int) -> Cluster:
    """Return the cluster of the cells start ... end-1 in reading order."""
    top, bottom = start // columns, (end - 1) // columns
    if top == bottom:
        left, right = start % columns, (end - 1) % columns + 1
    else:
        left, right = 0, columns
    centre = ((left + right) / 2, (top + bottom + 1) / 2)
    return Cluster(label, end - start, centre, (left, top, right, bottom + 1), "row")


def ranked(count: int, hits: Positions, before: Positions, columns: int) -> Arrangement:
    """Put hits first, best first, and keep the others in the order they had before.

    Args:
        count: number of items.
        hits: positions of the hits, best first, without repeats.
        before: (count,) the order until now.
        columns: cells in a row.
    """
    is_hit = np.zeros(count, bool)
    is_hit[hits] = True
    order = np.concatenate([hits, before[~is_hit[before]]]).astype(np.int64)
    return Arrangement("results", columns, order)


def clustered(
    codes: NDArray[np.int32],
    names: Sequence[str],
    importance: NDArray[np.float64],
    columns: int,
    cell_aspect: float,
    *,
    noise: float = 0.0,
    seed: int = 0,
) -> Arrangement:
    """Give every cluster a compact region of one grid; the most important lie in its middle.

    Regions come from halving: clusters are split into two groups of about equal size, and so are
    the cells, across the longer side of their region, until each cluster has its own cells. So
    regions are rectangles up to one step in an edge, and there are no holes.

    Args:
        codes: (n,) cluster of each item, 0 ... len(names) - 1; every cluster has an item.
        names: cluster labels in the order in which neighbours are wanted.
        importance: (n,) larger is nearer to the middle; NaN counts as least.
        columns: cells in a row.
        cell_aspect: width / height of a cell.
        noise: 0 is strictly clustered, 1 is random; between, more and more items of the rim change
            places with others nearby, and the order inside loosens.
        seed: of the noise.
    """
    sizes = np.bincount(codes, minlength=len(names))
    region = _regions(sizes, len(codes), columns, cell_aspect)
    clusters, distance = _describe(region, names, columns, cell_aspect)
    by_size = tuple(sorted(clusters, key=lambda cluster: -cluster.count))
    rank = _rank_within(codes, -np.nan_to_num(importance, nan=-np.inf), sizes)
    numbers = np.empty(len(names), np.int32)  # where each cluster stands in by_size
    numbers[np.argsort(-sizes, kind="stable")] = np.arange(len(names), dtype=np.int32)
    if noise <= 0:
        order = _in_step(region, distance, codes, rank)
        return Arrangement("clustered", columns, order, by_size, members=numbers[codes[order]])
    rng = np.random.default_rng(seed)
    order = _in_step(region, distance, codes, rank + noise * rng.random(len(rank)))
    order = _stirred(order, _rank_within(region, distance, sizes), columns, noise, rng)
    return Arrangement("semi-clustered", columns, order, by_size, members=numbers[codes[order]])


def _in_step(
    region: NDArray[np.int32],
    distance: NDArray[np.float64],
    codes: NDArray[np.int32],
    rank: NDArray[np.float64],
) -> Positions:
    """Return the item of each cell: same cluster, then nearest cell and most important item."""
    cells = np.argsort(region + _unit(distance), kind="stable")
    order = np.empty(len(codes), np.int64)
    order[cells] = np.argsort(codes + _unit(rank), kind="stable")
    return order


def _unit(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values scaled into [0, 0.999], so that adding a whole number sorts by that first."""
    if not len(values):
        return values
    low, high = float(values.min()), float(values.max())
    return (values - low) * (0.999 / (high - low)) if high > low else np.zeros(len(values))


def _rank_within(
    groups: NDArray[np.integer], values: NDArray[np.float64], sizes: NDArray[np.integer]
) -> NDArray[np.float64]:
    """Return each element's rank by value inside its group as a fraction 0 ... 1."""
    order = np.lexsort((values, groups))
    starts = np.cumsum(sizes) - sizes
    rank = np.empty(len(order), np.float64)
    rank[order] = np.arange(len(order)) - np.repeat(starts, sizes)
    return np.asarray(rank / np.maximum(sizes[groups], 1), np.float64)


def _regions(
    sizes: NDArray[np.integer], count: int, columns: int, cell_aspect: float
) -> NDArray[np.int32]:
    """Return the cluster of each cell, shape (count,)."""
    region = np.zeros(count, np.int32)
    cells = np.arange(count, dtype=np.int32)
    sums = np.r_[0, np.cumsum(sizes)]
    todo = [(cells, 0, len(sizes))]
    while todo:
        cells, first, last = todo.pop()
        if last - first <= 1:
            region[cells] = first
            continue
        # The border between two clusters that halves best, at least one cluster on each side.
        half = (sums[first] + sums[last]) / 2
        middle = first + 1 + int(np.argmin(np.abs(sums[first + 1 : last] - half)))
        head = _head(cells, int(sums[middle] - sums[first]), columns, cell_aspect)
        todo += [(cells[head], first, middle), (cells[~head], middle, last)]
    return region


def _head(
    cells: NDArray[np.int32], count: int, columns: int, cell_aspect: float
) -> NDArray[np.bool_]:
    """Mark the count cells that come first along the longer side of a region.

    Args:
        cells: ascending cell numbers.
        count: how many to mark.
        columns: cells in a row of the grid.
        cell_aspect: width / height of a cell.
    """
    if count <= 0 or not len(cells):
        return np.zeros(len(cells), bool)
    across, down = cells % columns, cells // columns
    width = (int(across.max()) - int(across.min()) + 1) * cell_aspect
    height = int(down[-1]) - int(down[0]) + 1
    along = across if width >= height else down
    along = along - along.min()
    full = np.cumsum(np.bincount(along))
    line = int(np.searchsorted(full, count))  # the line in which the border lies
    marked = np.asarray(along < line)
    rest = count - (int(full[line - 1]) if line else 0)
    marked[np.flatnonzero(along == line)[:rest]] = True
    return marked


def _describe(
    region: NDArray[np.int32], names: Sequence[str], columns: int, cell_aspect: float
) -> tuple[list[Cluster], NDArray[np.float64]]:
    """Return the clusters and each cell's distance from the middle of its own."""
    count = np.bincount(region, minlength=len(names))
    cells = np.arange(len(region), dtype=np.int64)
    across, down = cells % columns, cells // columns
    safe = np.maximum(count, 1)
    x = np.bincount(region, across + 0.5, len(names)) / safe
    y = np.bincount(region, down + 0.5, len(names)) / safe
    distance = np.hypot((across + 0.5 - x[region]) * cell_aspect, down + 0.5 - y[region])
    box = _boxes(region, across, down, len(names))
    clusters = [
        Cluster(name, int(count[k]), (float(x[k]), float(y[k])), box[k])
        for k, name in enumerate(names)
        if count[k]
    ]
    return clusters, distance


def _boxes(
    region: NDArray[np.int32], across: Positions, down: Positions, count: int
) -> list[tuple[int, int, int, int]]:
    """Return left, top, right, bottom of each region; right and bottom exclusive."""
    low = np.full((2, count), np.iinfo(np.int64).max)
    high = np.full((2, count), -1)
    for axis, values in enumerate((across, down)):
        np.minimum.at(low[axis], region, values)
        np.maximum.at(high[axis], region, values)
    return [
        (int(low[0, k]), int(low[1, k]), int(high[0, k]) + 1, int(high[1, k]) + 1)
        for k in range(count)
    ]


def _stirred(
    order: Positions,
    rim: NDArray[np.float64],
    columns: int,
    noise: float,
    rng: np.random.Generator,
) -> Positions:
    """Let items at the rims change places with others nearby.

    Args:
        order: (n,) the item in each cell.
        rim: (n,) 0 in the middle of the cell's cluster, 1 at its rim.
        columns: cells in a row.
        noise: 0-1; the part of the rim that moves, and how far.
        rng: source of chance.
    """
    count = len(order)
    chance = np.power(rim, 4.0 * (1.0 - noise)) * noise
    cells = np.flatnonzero(rng.random(count) < chance)
    along = np.argsort(_z_curve(cells % columns, cells // columns), kind="stable")
    cells = cells[along]  # neighbours in this list are neighbours on the wall
    near = np.arange(len(cells)) / max(1, len(cells))
    shaken = np.argsort((1 - noise**2) * near + noise**2 * rng.random(len(cells)))
    stirred = order.copy()
    stirred[cells] = order[cells[shaken]]
    return stirred


def _z_curve(x: Positions, y: Positions) -> NDArray[np.int64]:
    """Return the place of each cell on a Z-order curve (bits of x and y interleaved)."""

    def spread(value: Positions) -> Positions:
        value = value & 0xFFFF
        for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
            value = (value | (value << shift)) & mask
        return value

    return spread(x) | (spread(y) << 1)

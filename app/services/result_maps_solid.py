"""Positions of items in space, and ways from one to another."""

import numpy as np
from numpy.typing import NDArray

from app.services.result_maps_sorting import laid_out
from app.services.result_maps_space import Kept
from app.services.result_maps_types import Layout, SpaceMap
from app.services.wall_orders import can_sort
from app.services.wall_sorting import sort_cells
from common.errors import QueryError
from common.jobs import JobContext

Ids = NDArray[np.int64]
CLUSTERS = 8
MOST_ON_WAY = 6000  # items that a way is looked for among
ROUND = 2.95  # cells of a sphere are a third wider than high with so many: columns² / images


def placed(kept: Kept, items: Ids, layout: Layout, seed: int, context: JobContext) -> SpaceMap:
    """Return where items lie; see ResultMapService.space()."""
    from indexers.maps.condense import condense
    from indexers.maps.solid import cloud, sphere, spiral

    rows = kept.rows(items)
    has = rows >= 0
    clusters = np.full(len(items), -1, np.int64)
    if has.any():
        groups = condense(kept.space.small[rows[has]], CLUSTERS, seed=seed, context=context)
        number = np.empty(int(has.sum()), np.int64)
        number[groups.order] = np.repeat(np.arange(len(groups)), np.diff(groups.starts))
        clusters[has] = number
    if layout == "spiral":  # ranks need no vectors
        positions = spiral(len(items))
        return SpaceMap(items, positions, clusters, layout, len(items), 0, kept.encoder)
    known = rows[has]
    if layout == "sphere":
        columns = max(3, round(np.sqrt(len(known) * ROUND)))
        order = _around(kept.space.small[known], columns, seed, context)
        positions = sphere(order, columns)
    else:
        positions = cloud(kept.space.points(known), seed=seed, context=context)
    without = len(items) - len(known)
    return SpaceMap(items[has], positions, clusters[has], layout, len(items), without, kept.encoder)


def _around(features: NDArray[np.float32], columns: int, seed: int, context: JobContext) -> Ids:
    """Return the row of each cell of a sorted grid whose left and right edges meet."""
    count = len(features)
    rows = -(-count // columns)
    if rows < 2 or not can_sort():
        return laid_out(features, columns, seed=seed, context=context)
    cells = np.full(rows * columns, -1, np.int64)
    cells[:count] = np.random.default_rng(seed).permutation(count)
    grid = cells.reshape(rows, columns)
    made = sort_cells(features, grid, grid < 0, wrap=True, seed=seed, context=context)
    return made.reshape(-1)[:count]


def path(kept: Kept, items: Ids, start: int, end: int) -> tuple[int, ...]:
    """Return items from start to end; see ResultMapService.path()."""
    from indexers.maps.solid import similarity_path

    ends = np.array([start, end], np.int64)
    if (kept.rows(ends) < 0).any():
        raise QueryError(
            "One of the two pictures has no vector, so no way leads to it.",
            hint="Choose two other pictures.",
        )
    among = np.unique(np.concatenate([ends, items[:MOST_ON_WAY]]))
    rows = kept.rows(among)
    among, rows = among[rows >= 0], rows[rows >= 0]
    where = [int(np.flatnonzero(among == one)[0]) for one in (start, end)]
    return tuple(among[similarity_path(kept.space.points(rows), *where)].tolist())

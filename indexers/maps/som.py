"""Self-organising maps (Kohonen 1982), trained in batches so that the same data give the same map.

SOMHunter shows one image of each node, likelier ones first (Kratochvil, Vesely, Mejzlik and Lokoc,
"SOM-Hunter: Video Browsing with Relevance-to-SOM Feedback Loop", MMM 2020).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.maps.single import one_thread

EPOCHS = 14
TRAIN = 12_000  # rows that training looks at
LAST_RADIUS = 0.6  # nodes
BLOCK = 65_536

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FeatureMap:
    """A trained map of rows x columns nodes, in reading order.

    Args:
        nodes: float32 (rows * columns, d).
        home: int64 (N,) the nearest node of each row.
        squares: float32 (N,) squared distance to it.
        shown: int64 (rows * columns,) the row that stands for each node, -1 for none.
    """

    nodes: Floats
    home: Ids
    squares: Floats
    shown: Ids


def train(
    points: Floats,
    rows: int,
    columns: int,
    *,
    weights: Floats | None = None,
    seed: int = 0,
    context: JobContext | None = None,
) -> FeatureMap:
    """Return a self-organising map.

    Nodes begin on the plane of the two strongest components, the stronger one along the longer
    side. A node without images shows the nearest one that stands for no other node.

    Args:
        points: float32 (N, d), N >= 1.
        rows: of the grid, >= 1.
        columns: of the grid, >= 1.
        weights: float32 (N,) >= 0, how much each row pulls, and is wanted to be shown; None: all 1.
        seed: of the sample that is trained on.
        context: progress and cancel.

    Raises:
        ValueError: there is no row, or no node.
        JobCancelled: by the context.
    """
    if not len(points) or rows < 1 or columns < 1:
        raise ValueError(f"{len(points)} rows make no map of {rows} x {columns}")
    context = context or JobContext()
    points = np.ascontiguousarray(points, np.float32)
    pull = np.ones(len(points), np.float32) if weights is None else np.asarray(weights, np.float32)
    pull = pull / (float(pull.mean()) or 1.0)
    chosen = np.arange(len(points))
    if len(points) > TRAIN:
        chosen = np.sort(np.random.default_rng(seed).choice(len(points), TRAIN, replace=False))
    nodes = _first(points[chosen], rows, columns)
    grid = np.stack(np.divmod(np.arange(rows * columns), columns), axis=1).astype(np.float32)
    apart = np.square(grid[:, None] - grid[None]).sum(axis=2)
    begin = max(rows, columns) / 2
    with one_thread():
        nodes = _trained(points[chosen], pull[chosen], nodes, apart, begin, context)
        home, squares = _nearest(points, nodes)
    shown = _representatives(points, pull, nodes, home, squares)
    return FeatureMap(nodes, home, squares, shown)


def _trained(
    points: Floats, pull: Floats, nodes: Floats, apart: Floats, begin: float, context: JobContext
) -> Floats:
    """Return the nodes after all batches; the neighbourhood shrinks from `begin` nodes."""
    for epoch in range(EPOCHS):
        context.step(epoch, EPOCHS, "Training the map")
        radius = begin * (LAST_RADIUS / begin) ** (epoch / (EPOCHS - 1))
        nodes = _moved(points, pull, nodes, np.exp(-apart / (2 * radius**2)))
    return nodes


def _first(points: Floats, rows: int, columns: int) -> Floats:
    mean = points.mean(axis=0)
    centred = (points - mean).astype(np.float64)
    values, axes = np.linalg.eigh(centred.T @ centred / len(points))
    order = np.argsort(-values)
    strong = axes[:, order[:2]] * np.sqrt(np.maximum(values[order[:2]], 1e-12))
    if strong.shape[1] < 2:
        strong = np.pad(strong, ((0, 0), (0, 1)))
    if rows > columns:
        strong = strong[:, ::-1]
    y, x = np.divmod(np.arange(rows * columns), columns)
    across = np.stack([x / max(1, columns - 1), y / max(1, rows - 1)], axis=1) * 3 - 1.5
    return np.asarray(mean + across @ strong.T, np.float32)


def _moved(points: Floats, pull: Floats, nodes: Floats, near: Floats) -> Floats:
    """Return the nodes after one batch: each the mean of what lies at it and its neighbours."""
    home, _ = _nearest(points, nodes)
    count = len(nodes)
    mass = np.bincount(home, pull, count)
    sums = np.stack(
        [np.bincount(home, pull * column, count) for column in points.T], axis=1
    )  # count, d
    weight = near @ mass
    moved = (near @ sums) / np.maximum(weight, 1e-12)[:, None]
    return np.where(weight[:, None] > 1e-9, moved, nodes).astype(np.float32)


def _nearest(points: Floats, nodes: Floats) -> tuple[Ids, Floats]:
    import faiss

    index = faiss.IndexFlatL2(points.shape[1])
    index.add(np.ascontiguousarray(nodes))
    home = np.empty(len(points), np.int64)
    squares = np.empty(len(points), np.float32)
    for start in range(0, len(points), BLOCK):
        part = slice(start, start + BLOCK)
        found = index.search(points[part], 1)
        squares[part], home[part] = found[0][:, 0], found[1][:, 0]
    return np.maximum(home, 0), squares


def _representatives(
    points: Floats, pull: Floats, nodes: Floats, home: Ids, squares: Floats
) -> Ids:
    """Return the row that stands for each node: near to it, and much wanted."""
    spread = float(squares.mean()) or 1.0
    worth = pull * np.exp(-squares / (2 * spread))
    order = np.lexsort((np.arange(len(home)), -worth, home))
    firsts = np.flatnonzero(np.diff(home[order], prepend=-1))
    shown = np.full(len(nodes), -1, np.int64)
    shown[home[order[firsts]]] = order[firsts]
    free = np.ones(len(points), np.bool_)
    free[shown[shown >= 0]] = False
    empty = np.flatnonzero(shown < 0)
    for node in empty[: int(free.sum())].tolist():
        away = np.square(points - nodes[node]).sum(axis=1)
        away[~free] = np.inf
        nearest = int(away.argmin())
        shown[node] = nearest
        free[nearest] = False
    return shown

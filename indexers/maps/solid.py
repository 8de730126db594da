"""Images in space: a cloud of alike ones, spirals and spheres around the viewer, and paths."""

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.projection import neighbours

NEIGHBOURS = 10  # that pull at an image
ROUNDS = 120
SPREADS = 40
REACH = 10.0  # of a cloud while it is laid out
APART = 1.2  # least distance of neighbours, over the cube root of the number of images
PUSHED = 5  # arbitrary images that each one is pushed away from, a round
GOLDEN = np.pi * (3 - np.sqrt(5))  # radians between two points of a spiral
HIGHEST = 0.82  # sine of the latitude up to which images lie on a sphere
ON_PATH = 8  # neighbours that a path may go on to

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


def cloud(points: Floats, *, seed: int = 0, context: JobContext | None = None) -> Floats:
    """Return positions in space, float32 (N, 3): neighbours lie together.

    The three strongest components are the start; neighbours then pull at each other and arbitrary
    images push each other away, as in UMAP (McInnes, Healy and Melville, 2018), with the forces of
    a Student distribution. About 1 is the distance from the middle to the farthest ones.

    Args:
        points: float32 (N, d).
        seed: of what is pushed.
        context: progress and cancel.

    Raises:
        JobCancelled: by the context.
    """
    context = context or JobContext()
    count = len(points)
    if count < 3:
        return np.stack([np.arange(count) - (count - 1) / 2, *np.zeros((2, count))], axis=1).astype(
            np.float32
        ) * np.float32(0.5)
    places = _components(points, seed)
    near, _ = neighbours(np.ascontiguousarray(points), min(NEIGHBOURS + 1, count), context)
    first = np.repeat(np.arange(count), near.shape[1] - 1)
    second = near[:, 1:].ravel()
    rng = np.random.default_rng(seed)
    rest = 2.2 * REACH / count ** (1 / 3)
    for number in range(ROUNDS):
        context.step(number, ROUNDS + SPREADS, "Laying out the space")
        away = places[first] - places[second]
        length = np.linalg.norm(away, axis=1, keepdims=True) + 1e-9
        beyond = np.maximum(0, length - rest)
        pull = -0.25 * away / length * beyond / (1 + np.square(beyond) / 4)
        force = _summed(first, pull, count) - _summed(second, pull, count)
        others = rng.integers(0, count, (count, PUSHED))
        gap = places[:, None] - places[others]
        square = np.square(gap).sum(axis=2, keepdims=True)
        force += (2.0 * gap / ((0.2 + square) * (1 + square / 16))).sum(axis=1)
        places = places + np.clip(force, -2, 2) * (1 - number / ROUNDS) * 0.5
    return _spread(places, context)


def _spread(places: NDArray[np.float64], context: JobContext) -> Floats:
    """Return places of reach 1, moved apart until nothing lies much too near to its neighbours."""
    from scipy.spatial import cKDTree

    places = places - places.mean(axis=0)
    places /= float(np.quantile(np.linalg.norm(places, axis=1), 0.95)) or 1.0
    least = APART / len(places) ** (1 / 3)
    for number in range(SPREADS):
        context.step(ROUNDS + number, ROUNDS + SPREADS, "Laying out the space")
        lengths, near = cKDTree(places).query(places, min(8, len(places)))
        lengths, near = lengths[:, 1:, None], near[:, 1:]
        ways = (places[:, None] - places[near]) / (lengths + 1e-9)
        places = places + 0.3 * (ways * np.maximum(0, least - lengths)).sum(axis=1)
    longest = np.linalg.norm(places, axis=1, keepdims=True)
    return np.asarray(places * np.minimum(1, 1.5 / (longest + 1e-9)), np.float32)


def _components(points: Floats, seed: int) -> NDArray[np.float64]:
    centred = points - points.mean(axis=0, dtype=np.float64)
    _, axes = np.linalg.eigh(centred.T @ centred)
    strong = axes[:, ::-1][:, :3]
    strong = strong * np.sign(strong[np.abs(strong).argmax(axis=0), np.arange(strong.shape[1])])
    places = np.zeros((len(points), 3))
    places[:, : strong.shape[1]] = centred @ strong
    places *= 6 / (float(places.std()) or 1.0) / np.sqrt(3)
    return places + np.random.default_rng(seed).normal(0, 1e-3, places.shape)


def _summed(rows: Ids, forces: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    return np.stack([np.bincount(rows, column, count) for column in forces.T], axis=1)


def spiral(count: int) -> Floats:
    """Return directions for a ranked list, float32 (N, 3): the best straight ahead (0, 0, -1).

    A spiral of Vogel (1979) on the sphere: every image has the same room, worse ones lie farther
    from the middle; up to 2,000 images fill the half in front.
    """
    number = np.arange(count, dtype=np.float64) + 0.5
    most = max(count, 60)
    height = 1 - number / most * min(1.55, 0.25 + most / 1600)
    angle = number * GOLDEN
    side = np.sqrt(np.maximum(0, 1 - height**2))
    return np.stack([side * np.cos(angle), side * np.sin(angle), -height], axis=1).astype(
        np.float32
    )


def sphere(order: Ids, columns: int) -> Floats:
    """Return directions for images sorted on a grid that goes round, float32 (N, 3).

    Every cell has the same area: its height is even in the sine of the latitude. The poles, where
    nobody looks, are left out.

    Args:
        order: int64 (N,) image of each cell in reading order.
        columns: cells in a row, all the way round.
    """
    cell = np.arange(len(order))
    rows = max(1, -(-len(order) // columns))
    row, column = np.divmod(cell, columns)
    sine = HIGHEST * (1 - 2 * (row + 0.5) / rows)
    angle = 2 * np.pi * column / columns
    flat = np.sqrt(1 - sine**2)
    out = np.empty((len(order), 3), np.float32)
    out[order] = np.stack([flat * np.sin(angle), sine, -flat * np.cos(angle)], axis=1)
    return out


def similarity_path(points: Floats, start: int, end: int) -> list[int]:
    """Return rows from start to end, each like the one before it.

    The shortest way over the nearest neighbours of each, with squared lengths, so that many small
    steps are shorter than a large one; where no such way leads to the end, one leap is taken.

    Args:
        points: float32 (N, d).
        start: row.
        end: row.
    """
    if start == end:
        return [start]
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    count = len(points)
    near, lengths = neighbours(np.ascontiguousarray(points), min(ON_PATH + 1, count))
    ends = near[:, 1:].ravel()
    cost = np.square(lengths[:, 1:].ravel().astype(np.float64)) + 1e-9
    begin = np.repeat(np.arange(count), near.shape[1] - 1)
    graph = csr_array((cost, (begin, ends)), shape=(count, count))
    back, ahead = (
        dijkstra(graph, directed=False, indices=one, return_predecessors=True)
        for one in (start, end)
    )
    if np.isfinite(back[0][end]):
        return _followed(back[1], end)[::-1]
    here, there = (np.flatnonzero(np.isfinite(one[0])) for one in (back, ahead))
    leap, land = _closest(points, here, there)
    return _followed(back[1], leap)[::-1] + _followed(ahead[1], land)


def _followed(before: NDArray[np.int32], place: int) -> list[int]:
    """Return the way back from a place, itself first."""
    way = [place]
    while before[way[-1]] >= 0:
        way.append(int(before[way[-1]]))
    return way


def _closest(points: Floats, first: Ids, second: Ids) -> tuple[int, int]:
    """Return the nearest pair of two sets of rows."""
    ours, theirs = points[first], points[second]
    squares = np.square(ours).sum(1)[:, None] + np.square(theirs).sum(1)[None] - 2 * ours @ theirs.T
    best = int(squares.argmin())
    return int(first[best // len(second)]), int(second[best % len(second)])

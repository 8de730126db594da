"""Where the clusters of a network stand: force-directed, without overlaps, small parts in the gaps.

Each connected part is laid out by the forces of Fruchterman and Reingold (1991, as networkx has
them), then its boxes are moved apart. The largest part stands in the middle; the others are put
into free cells of a grid, the nearest first.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from indexers.graphs.overlaps import remove_overlaps

if TYPE_CHECKING:
    import networkx as nx

Points = NDArray[np.float64]
_ITERATIONS = 120


def lay_out(
    sizes: Points,
    links: Mapping[tuple[int, int], float],
    *,
    gap: float = 8.0,
    spread: float = 1.6,
    seed: int = 0,
) -> Points:
    """Return the middles of boxes, float64 (N, 2), around 0.

    Args:
        sizes: width and height, float64 (N, 2).
        links: strength by two places, the smaller one first.
        gap: least distance between two boxes, in units of the sizes.
        spread: middles of linked boxes stand so many mean sizes apart, before overlaps are removed.
        seed: of the first places.
    """
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(len(sizes)))
    graph.add_weighted_edges_from((one, other, s) for (one, other), s in links.items())
    middles = np.zeros((len(sizes), 2))
    parts = [np.array(sorted(part)) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: (-float(sizes[part].prod(axis=1).sum()), int(part[0])))
    for part in parts:
        middles[part] = _of_part(graph.subgraph(part.tolist()), sizes[part], gap, spread, seed)
    _pack(middles, sizes, parts, gap)
    return middles


def _of_part(graph: "nx.Graph", sizes: Points, gap: float, spread: float, seed: int) -> Points:
    """Return the middles of one connected part."""
    import networkx as nx

    if len(sizes) == 1:
        return np.zeros((1, 2))
    found = nx.spring_layout(graph, weight="weight", iterations=_ITERATIONS, seed=seed)
    points = np.array([found[node] for node in sorted(graph)], np.float64)
    places = {node: place for place, node in enumerate(sorted(graph))}
    pairs = np.array([[places[a], places[b]] for a, b in graph.edges], np.int64)
    lengths = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
    scale = spread * float(sizes.mean()) / max(float(np.median(lengths)), 1e-9)
    points = (points - points.mean(axis=0)) * scale
    moved = remove_overlaps(points, sizes, gap=gap)
    return np.asarray(moved - (moved.min(axis=0) + moved.max(axis=0)) / 2)


def _pack(middles: Points, sizes: Points, parts: list[NDArray[np.int64]], gap: float) -> None:
    """Move whole parts so that none touches another, near the middle, into gaps where they fit."""
    cell = max(float(sizes.min(initial=1.0)) + gap, 1.0) / 2
    taken = np.zeros((1, 1), bool)
    for number, part in enumerate(parts):
        own, corner = _cells(middles[part], sizes[part] + gap, cell)
        if not number:
            taken, origin = own, corner
            continue
        place = _free_place(taken, own, -origin)
        middles[part] += (place + origin - corner) * cell
        low = np.minimum(place, 0)
        high = np.maximum(place + own.shape, taken.shape)
        wider = np.zeros(tuple(high - low), bool)
        wider[tuple(slice(-a, b - a) for a, b in zip(low, taken.shape, strict=True))] = taken
        at = place - low
        wider[at[0] : at[0] + own.shape[0], at[1] : at[1] + own.shape[1]] |= own
        taken, origin = wider, origin + low


def _cells(middles: Points, sizes: Points, cell: float) -> tuple[NDArray[np.bool_], NDArray[Any]]:
    """Return which cells of a grid boxes cover, and the number of the first row and column."""
    low = np.floor((middles - sizes / 2) / cell + 1e-9).astype(np.int64)
    high = np.ceil((middles + sizes / 2) / cell - 1e-9).astype(np.int64)
    corner = low.min(axis=0)
    covered = np.zeros(tuple(high.max(axis=0) - corner), bool)
    for (left, top), (right, bottom) in zip(low - corner, high - corner, strict=True):
        covered[left:right, top:bottom] = True
    return covered, corner


def _free_place(
    taken: NDArray[np.bool_], own: NDArray[np.bool_], middle: NDArray[Any]
) -> NDArray[np.int64]:
    """Return the first row and column, of the taken cells, at which a part fits.

    Of all places the one whose middle is nearest to the middle of the picture; windows are wider
    than high.
    """
    from scipy.signal import fftconvolve

    shape = np.array(own.shape)
    padded = np.pad(taken, [(side, side) for side in own.shape]).astype(np.float32)
    hits = fftconvolve(padded, own[::-1, ::-1].astype(np.float32), mode="valid")
    free = np.argwhere(hits < 0.5)
    away = free - shape + shape / 2 - middle
    return np.asarray(free[np.argmin(np.hypot(away[:, 0] / 1.4, away[:, 1]))] - shape)

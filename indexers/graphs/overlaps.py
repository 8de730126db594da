"""Moves boxes apart so that none overlap, while who is beside whom stays.

Nachmanson et al., "Node overlap removal by growing a tree", Graph Drawing 2016: of the Delaunay
triangulation of the middles a minimum spanning tree is taken, overlapping neighbours first; each of
its edges is made as long as its two boxes need, and the tree is laid out again from its root. This
is repeated until nothing overlaps.
"""

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
_ROUNDS = 200
_EPSILON = 1e-9
_TOUCH = 1e-3  # in units of the sizes: what is less is no overlap


def remove_overlaps(middles: Points, sizes: Points, *, gap: float = 0.0) -> Points:
    """Return middles at which the boxes do not overlap.

    Args:
        middles: float64 (N, 2).
        sizes: width and height, float64 (N, 2).
        gap: least distance between two boxes.

    Raises:
        ValueError: numbers are not finite, or shapes differ.
    """
    if middles.shape != sizes.shape or middles.ndim != 2 or not np.isfinite(middles).all():
        raise ValueError("Every box needs a middle and a size.")
    if len(middles) < 2:
        return np.array(middles, np.float64)
    points = _apart(np.asarray(middles, np.float64))
    boxes = np.asarray(sizes, np.float64) + gap
    for number in range(_ROUNDS):
        pairs = _neighbours(points)
        factors = _stretch(points, boxes, pairs)
        if (factors <= 1 + 1e-6).all():
            hidden = overlapping(points, boxes)
            if not len(hidden):
                return points
            pairs = np.concatenate([pairs, hidden])
            factors = _stretch(points, boxes, pairs)
        # A little more each round: two boxes must not push each other to and fro.
        factors = np.where(factors > 1 + 1e-6, factors + 0.002 * number, factors)
        points = _grow(points, boxes, pairs, factors)
    return points


def overlapping(middles: Points, sizes: Points) -> NDArray[np.int64]:
    """Return the pairs of boxes that overlap, int64 (P, 2), the smaller place first."""
    found = []
    order = np.argsort(middles[:, 0] - sizes[:, 0] / 2, kind="stable")
    right = (middles[:, 0] + sizes[:, 0] / 2)[order]
    left = (middles[:, 0] - sizes[:, 0] / 2)[order]
    for place, here in enumerate(order.tolist()):
        end = int(np.searchsorted(left, right[place] - _EPSILON))
        others = order[place + 1 : end]
        down = np.abs(middles[others, 1] - middles[here, 1])
        touch = down < (sizes[others, 1] + sizes[here, 1]) / 2 - _TOUCH
        across = np.abs(middles[others, 0] - middles[here, 0])
        touch &= across < (sizes[others, 0] + sizes[here, 0]) / 2 - _TOUCH
        found += [(min(here, other), max(here, other)) for other in others[touch].tolist()]
    return np.array(sorted(found), np.int64).reshape(-1, 2)


def _apart(points: Points) -> Points:
    """Move points that lie on one another a little, each in a direction of its own."""
    moved = points.copy()
    span = max(float(np.ptp(points, axis=0).max(initial=0)), 1.0)
    angles = np.arange(len(points)) * 2.399963  # the golden angle
    moved += 1e-6 * span * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return moved


def _neighbours(points: Points) -> NDArray[np.int64]:
    """Return the edges of the Delaunay triangulation; a chain where there is none."""
    from scipy.spatial import Delaunay, QhullError

    if len(points) >= 4:
        try:
            corners = Delaunay(points, qhull_options="Qbb Qc QJ").simplices
        except QhullError:
            corners = None
        if corners is not None:
            pairs = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
            return np.unique(np.sort(pairs, axis=1), axis=0).astype(np.int64)
    count = len(points)
    if count <= 4:
        one, other = np.triu_indices(count, 1)
        return np.stack([one, other], axis=1).astype(np.int64)
    order = np.lexsort((points[:, 1], points[:, 0]))
    return np.sort(np.stack([order[:-1], order[1:]], axis=1), axis=1).astype(np.int64)


def _stretch(points: Points, boxes: Points, pairs: NDArray[np.int64]) -> Points:
    """Return by how much each pair must be stretched so that its boxes only touch, at least 1."""
    away = np.abs(points[pairs[:, 0]] - points[pairs[:, 1]])
    needed = (boxes[pairs[:, 0]] + boxes[pairs[:, 1]]) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.where(away > _EPSILON, needed / away, np.inf).min(axis=1)
    return np.asarray(np.clip(factors, 1.0, 1e6))


def _grow(points: Points, boxes: Points, pairs: NDArray[np.int64], factors: Points) -> Points:
    """Lay out the spanning tree again, its edges as long as their boxes need."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

    lengths = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
    needed = (boxes[pairs[:, 0]] + boxes[pairs[:, 1]]) / 2
    near = (np.abs(points[pairs[:, 0]] - points[pairs[:, 1]]) - needed).max(axis=1)
    costs = np.where(factors > 1 + 1e-6, lengths - factors * lengths, np.maximum(near, 0))
    costs = costs - costs.min() + 1.0  # a spanning tree of sparse rows needs what is above 0
    count = len(points)
    graph = csr_matrix((costs, (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    tree = minimum_spanning_tree(graph)
    wanted = dict(zip(map(tuple, pairs.tolist()), factors.tolist(), strict=True))
    order, parents = breadth_first_order(tree, 0, directed=False, return_predecessors=True)
    moved = points.copy()
    for node in order[1:].tolist():
        parent = int(parents[node])
        factor = wanted[min(node, parent), max(node, parent)]
        moved[node] = moved[parent] + factor * (points[node] - points[parent])
    return moved

"""Maximum spanning trees: of one graph by Kruskal's method, of many at once by Prim's."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def spanning_tree(
    size: int, pairs: Sequence[tuple[int, int]], weights: Sequence[float]
) -> list[int]:
    """Return which pairs make a maximum spanning tree (Kruskal, 1956).

    A graph in several parts gets a tree for each. Among equal weights the earlier pair wins.

    Args:
        size: number of nodes.
        pairs: edges without direction, as positions of nodes.
        weights: one an edge; the sum over the tree becomes as large as it can. NaN counts as the
            smallest.

    Returns:
        Positions in `pairs`, ascending; size - 1 of them where the graph is connected.
    """
    parents = list(range(size))

    def root(node: int) -> int:
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    keys = np.nan_to_num(
        np.asarray(weights, np.float64), nan=-np.inf, posinf=np.inf, neginf=-np.inf
    )
    kept: list[int] = []
    for place in np.argsort(-keys, kind="stable").tolist():
        one, other = (root(node) for node in pairs[place])
        if one != other:
            parents[one] = other
            kept.append(place)
    return sorted(kept)


def spanning_trees(
    weights: NDArray[np.floating], is_first: NDArray[np.bool_] | None = None
) -> NDArray[np.int32]:
    """Return a maximum spanning tree of each of many graphs of one size (Prim, 1957).

    Among equal weights the pairs that come first win, then the earlier pair: the same tree as
    `spanning_tree` with its pairs in that order.

    Args:
        weights: (G, N, N), symmetric; -inf where there is no edge. The diagonal is not looked at.
        is_first: (G, N, N), symmetric: pairs that win among equals.

    Returns:
        int32 (G, N): the node that each node hangs on; -1 for the first node of each part.
    """
    graphs, size = weights.shape[:2]
    parents = np.full((graphs, size), -1, np.int32)
    if not size:
        return parents
    ranks = _ranks(size) if is_first is None else _ranks(size) + is_first * np.int32(size * size)
    ranks = np.broadcast_to(ranks, weights.shape)
    rows = np.arange(graphs)
    is_in = np.zeros((graphs, size), np.bool_)
    is_in[:, 0] = True
    best, rank = np.array(weights[:, 0], copy=True), np.array(ranks[:, 0], copy=True)  # to the tree
    source = np.zeros((graphs, size), np.int32)
    for _ in range(size - 1):
        reach = np.where(is_in, -np.inf, best)
        is_top = (reach == reach.max(axis=1, keepdims=True)) & ~is_in
        chosen = np.where(is_top, rank, -1).argmax(axis=1)
        is_cut = np.isneginf(reach[rows, chosen])  # nothing is within reach: another part begins
        parents[rows, chosen] = np.where(is_cut, -1, source[rows, chosen])
        is_in[rows, chosen] = True
        weight, order = weights[rows, chosen], ranks[rows, chosen]
        is_better = (weight > best) | ((weight == best) & (order > rank))
        best, rank = np.where(is_better, weight, best), np.where(is_better, order, rank)
        source = np.where(is_better, chosen[:, None], source).astype(np.int32)
    return parents


def _ranks(size: int) -> NDArray[np.int32]:
    """Return (N, N): larger for an earlier pair, by the smaller and then the larger node."""
    low, high = np.minimum.outer(*[np.arange(size)] * 2), np.maximum.outer(*[np.arange(size)] * 2)
    return (size * size - 1 - (low * size + high)).astype(np.int32)

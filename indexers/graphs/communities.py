"""Clusters of a network whose size follows that of the network.

Louvain communities (Blondel et al. 2008, as networkx has them). What is larger than a share of the
network is divided again at a finer resolution; what is too small joins the cluster that it is
linked to most. Nodes without any link stay alone.
"""

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from indexers.graphs.network import Network

if TYPE_CHECKING:
    import networkx as nx

Labels = NDArray[np.int64]
_DEPTH = 4  # divisions of one cluster
_FINER = 1.8  # each time


def largest_for(nodes: int) -> int:
    """Return how large a cluster may be in a network of so many nodes: its root, twice."""
    return max(6, round(2.0 * math.sqrt(nodes)))


def cluster(network: Network, *, largest: int = 0, smallest: int = 3, seed: int = 0) -> Labels:
    """Return the cluster of each node, 0 for the heaviest one and so on, int64 (V,).

    Args:
        network: nodes and edges.
        largest: nodes of a cluster; 0 lets the size of the network say.
        smallest: nodes of a cluster that has links to others.
        seed: of the order in which nodes are looked at.
    """
    count = len(network.nodes)
    if not count:
        return np.empty(0, np.int64)
    graph = to_graph(network)
    limit = largest or largest_for(count)
    groups: list[set[int]] = []
    for group in _communities(graph, 1.0, seed):
        groups += _divided(graph, group, limit, seed, _DEPTH)
    labels = np.empty(count, np.int64)
    for label, group in enumerate(groups):
        labels[list(group)] = label
    _join_small(network, labels, smallest, limit)
    return _by_weight(labels, network.weights)


def to_graph(network: Network) -> "nx.Graph":
    """Return the network for networkx: places as nodes, strengths as weights."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(len(network.nodes)))
    pairs = zip(network.edges.tolist(), network.strengths.tolist(), strict=True)
    graph.add_weighted_edges_from((one, other, weight) for (one, other), weight in pairs)
    return graph


def between(network: Network, labels: Labels) -> dict[tuple[int, int], float]:
    """Return how strongly clusters are linked: (smaller, larger label) -> sum of strengths."""
    found: dict[tuple[int, int], float] = {}
    ends = np.sort(labels[network.edges], axis=1) if len(network.edges) else network.edges
    for (one, other), strength in zip(ends.tolist(), network.strengths.tolist(), strict=True):
        if one != other:
            found[one, other] = found.get((one, other), 0.0) + strength
    return found


def _communities(graph: "nx.Graph", resolution: float, seed: int) -> list[set[int]]:
    from networkx.algorithms.community import louvain_communities

    found = louvain_communities(graph, weight="weight", resolution=resolution, seed=seed)
    return sorted((set(group) for group in found), key=min)


def _divided(
    graph: "nx.Graph", group: set[int], limit: int, seed: int, depth: int
) -> list[set[int]]:
    """Return a cluster in parts of at most the limit, as far as it can be divided."""
    resolution = 1.0
    for _ in range(depth):
        if len(group) <= limit:
            return [group]
        resolution *= _FINER
        parts = _communities(graph.subgraph(group), resolution, seed)
        if len(parts) > 1:
            return [
                small for part in parts for small in _divided(graph, part, limit, seed, depth - 1)
            ]
    return [group]


def _join_small(network: Network, labels: Labels, smallest: int, limit: int) -> None:
    """Let small clusters join the one they are linked to most, while that stays in the limit."""
    while True:
        sizes = np.bincount(labels)
        links: dict[int, tuple[float, int]] = {}
        for (one, other), strength in between(network, labels).items():
            for small, large in ((one, other), (other, one)):
                fits = sizes[small] < smallest and sizes[small] + sizes[large] <= limit
                if fits and strength > links.get(small, (0.0, -1))[0]:
                    links[small] = (strength, large)
        if not links:
            return
        small = min(links, key=lambda label: (sizes[label], label))
        labels[labels == small] = links[small][1]


def _by_weight(labels: Labels, weights: NDArray[np.float64]) -> Labels:
    """Number clusters by their weight, the heaviest first."""
    known, places = np.unique(labels, return_inverse=True)
    totals = np.bincount(places, weights=weights)
    rank = np.empty(len(known), np.int64)
    rank[np.argsort(-totals, kind="stable")] = np.arange(len(known))
    return rank[places]

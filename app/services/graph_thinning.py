"""A graph view without its lightest parts; the others stay where they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.services.graph_types import GraphView, Link
from indexers.graphs.communities import between


@dataclass(frozen=True, slots=True, eq=False)
class Thinned:
    """What is left of a graph view.

    Args:
        nodes: which nodes are shown, bool (V,).
        edges: which edges are shown, bool (E,).
        clusters: labels of those that any shown node is in.
        links: between them, with the strength of the shown edges.
    """

    nodes: NDArray[np.bool_]
    edges: NDArray[np.bool_]
    clusters: frozenset[int]
    links: tuple[Link, ...]


def thin(view: GraphView, amount: float) -> Thinned:
    """Take the lightest nodes and edges away, without laying anything out again.

    Args:
        view: as it was made.
        amount: 0-1, share of the nodes, and of the edges between the others, that goes; the
            heaviest node always stays.

    Raises:
        ValueError: the amount is not in range.
    """
    nodes, edges = view.network.kept(amount)
    every = np.arange(len(view.network.nodes))
    strengths = between(view.network.subset(every, np.flatnonzero(edges)), view.labels)
    return Thinned(
        nodes,
        edges,
        frozenset(view.labels[nodes].tolist()),
        tuple(Link(one, other, strength) for (one, other), strength in sorted(strengths.items())),
    )

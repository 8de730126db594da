"""What belongs together in a library, as nodes and weighted edges to be looked at (SpotifyGraph).

Nodes are the values of facets: artists, actors, companies, places, people. Two formulas give
weights, with factors that the user sets:

    node(v)    = marked * m(v) + listed * l(v) + known * p(v) + held * h(v)
    edge(u, v) = together * t(u, v) + genre * g(u, v)

m is the share of v's items that the user marked relevant, l that of items on lists or in buckets, p
how well known its items are (mean rank of popularity), h how many items it has (logarithm). t is
how often two nodes have the same item, as a cosine; g the share of attributes (genres) that both
have, Jaccard. The published system takes follow, like and popularity for artists, with the genre
weighted 0.2; marks and lists stand for follow and like here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from indexers.graphs.links import strongest
from indexers.graphs.tags import Tag, TagTable

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Factors:
    """Factors of the two formulas, each 0-1.

    Args:
        marked: of the share of items marked relevant.
        listed: of the share of items on lists and in buckets.
        known: of popularity.
        held: of the number of items.
        together: of having the same items.
        genre: of having the same attributes.
    """

    marked: float = 1.0
    listed: float = 0.5
    known: float = 0.25
    held: float = 0.5
    together: float = 1.0
    genre: float = 0.2

    def __post_init__(self) -> None:
        if not all(0 <= value <= 1 for value in asdict(self).values()):
            raise ValueError("The factors lie between 0 and 1.")


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """What the formula of nodes needs, by place of the tag, float64 (T,), 0-1.

    Args:
        marked: share of its items that are marked relevant.
        listed: share of its items on lists.
        known: mean rank of its items' popularity.
        held: logarithm of its number of items, of the largest one.
    """

    marked: Floats
    listed: Floats
    known: Floats
    held: Floats

    @classmethod
    def of(
        cls,
        table: TagTable,
        *,
        marked: Sequence[int] = (),
        listed: Sequence[int] = (),
        popularity: Mapping[int, float] | None = None,
    ) -> Self:
        """Return the facts of the tags of a table.

        Args:
            table: nodes and their items.
            marked: ids of items marked relevant.
            listed: ids of items on lists.
            popularity: by item, any scale; only its order counts.
        """
        totals = np.maximum(table.totals, 1)

        def share(ids: Sequence[int]) -> Floats:
            there = np.isin(table.items, np.asarray(list(ids), np.int64)).astype(np.float64)
            return np.asarray(table.holders.T @ there) / totals

        known = np.zeros(len(table.items))
        if popularity:
            values = np.array([popularity.get(int(i), np.nan) for i in table.items], np.float64)
            there = np.isfinite(values)
            ranks = np.argsort(np.argsort(values[there], kind="stable"), kind="stable")
            known[there] = (ranks + 1) / max(1, int(there.sum()))
        held = np.log1p(table.totals) / np.log1p(max(1, int(table.totals.max(initial=1))))
        mean = np.asarray(table.holders.T @ known) / totals
        return cls(share(marked), share(listed), mean, np.asarray(held))


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes with weights, and edges between them.

    Args:
        nodes: (V,).
        weights: of the nodes, float64 (V,), > 0.
        edges: places of two nodes, int64 (E, 2), the smaller one first.
        strengths: float64 (E,), > 0.
        attributes: of each node, the most frequent first.
    """

    nodes: tuple[Tag, ...]
    weights: Floats
    edges: NDArray[np.int64]
    strengths: Floats
    attributes: tuple[tuple[str, ...], ...] = field(default=())

    def kept(self, amount: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return which nodes (V,) and edges (E,) are there without the lightest ones.

        Args:
            amount: 0-1, share of the nodes that goes, and of the edges between the others.

        Raises:
            ValueError: the amount is not in range.
        """
        if not 0 <= amount <= 1:
            raise ValueError("The amount lies between 0 and 1.")
        nodes = np.zeros(len(self.nodes), bool)
        nodes[_heaviest(self.weights, 1 - amount)] = True
        between = np.flatnonzero(nodes[self.edges].all(axis=1)) if len(self.edges) else _none()
        edges = np.zeros(len(self.edges), bool)
        edges[between[_heaviest(self.strengths[between], 1 - amount)]] = True
        return nodes, edges

    def declutter(self, amount: float) -> "Network":
        """Return the network without its lightest nodes and edges; see kept()."""
        nodes, edges = self.kept(amount)
        return self.subset(np.flatnonzero(nodes), np.flatnonzero(edges))

    def subset(self, nodes: NDArray[np.int64], edges: NDArray[np.int64]) -> "Network":
        """Return some of the nodes and, of the edges given, those between them."""
        new = np.full(len(self.nodes), -1, np.int64)
        new[nodes] = np.arange(len(nodes))
        ends = new[self.edges[edges]].reshape(-1, 2)
        inside = (ends >= 0).all(axis=1)
        return Network(
            tuple(self.nodes[i] for i in nodes.tolist()),
            self.weights[nodes],
            ends[inside],
            self.strengths[edges][inside],
            tuple(self.attributes[i] for i in nodes.tolist()) if self.attributes else (),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the network as JSON types, to compare it with another one."""
        return {
            "kinora graph": 1,
            "nodes": [
                {"key": tag.key, "value": tag.value, "weight": round(float(weight), 6),
                 "attributes": list(self.attributes[place]) if self.attributes else []}
                for place, (tag, weight) in enumerate(zip(self.nodes, self.weights, strict=True))
            ],
            "edges": [
                [int(one), int(other), round(float(strength), 6)]
                for (one, other), strength in zip(self.edges, self.strengths, strict=True)
            ],
        }  # fmt: skip

    @classmethod
    def from_json(cls, document: Any) -> "Network":
        """Return the network of to_json().

        Raises:
            ValueError: it is none; says what is wrong.
        """
        try:
            nodes = tuple(Tag(str(n["key"]), str(n["value"])) for n in document["nodes"])
            weights = np.array([float(n["weight"]) for n in document["nodes"]], np.float64)
            edges = np.array([[int(a), int(b)] for a, b, _ in document["edges"]], np.int64)
            strengths = np.array([float(s) for _, _, s in document["edges"]], np.float64)
            attributes = tuple(tuple(map(str, n.get("attributes", ()))) for n in document["nodes"])
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"This is no graph: {error}") from error
        if len(set(nodes)) != len(nodes):
            raise ValueError("This is no graph: a node is there twice.")
        edges = edges.reshape(-1, 2)
        if len(edges) and not (edges.min() >= 0 and edges.max() < len(nodes)):
            raise ValueError("This is no graph: an edge names a node that is not there.")
        if not (np.isfinite(weights).all() and np.isfinite(strengths).all()):
            raise ValueError("This is no graph: a weight is no number.")
        return cls(nodes, weights, np.sort(edges, axis=1), strengths, attributes)


def build(
    table: TagTable,
    facts: NodeFacts,
    attributes: TagTable | None = None,
    factors: Factors | None = None,
    *,
    nodes: int = 400,
    links: int = 8,
    least: float = 0.02,
) -> Network:
    """Make the network of the heaviest tags of a table.

    Args:
        table: nodes and their items.
        facts: of the nodes.
        attributes: genres and the like of the same items; None for none.
        factors: of the formulas.
        nodes: kept, the heaviest.
        links: of a node, the strongest; an edge that either end keeps stays.
        least: strength from which there is an edge.
    """
    factors = factors or Factors()
    weights = (
        factors.marked * facts.marked
        + factors.listed * facts.listed
        + factors.known * facts.known
        + factors.held * facts.held
    )
    chosen = np.sort(np.argsort(-weights, kind="stable")[:nodes])
    from scipy.sparse import triu

    held = table.holders[:, chosen]
    shared, of_nodes = _attributes(table, chosen, attributes)
    strength = factors.together * _cosine(held)
    if shared is not None:
        strength = strength + factors.genre * _jaccard(shared)
    upper = triu(strongest(strength.tocsr(), least, links), k=1).tocoo()
    return Network(
        tuple(table.tags[place] for place in chosen.tolist()),
        np.maximum(weights[chosen], 1e-6),
        np.stack([upper.row, upper.col], axis=1).astype(np.int64),
        upper.data.astype(np.float64),
        of_nodes,
    )


def recommend(
    network: Network, known: Mapping[int, float], count: int = 12
) -> list[tuple[int, float, list[tuple[int, float]]]]:
    """Return nodes that the known ones speak for: place, score, and each cause with its share.

    The score is the sum of the known nodes' weights times the strength of their edges to it.

    Args:
        network: nodes and edges.
        known: place of a node -> how much the user cares for it.
        count: nodes at most.
    """
    causes: dict[int, list[tuple[int, float]]] = {}
    for (one, other), strength in zip(network.edges.tolist(), network.strengths, strict=True):
        for here, there in ((one, other), (other, one)):
            if here in known and there not in known:
                causes.setdefault(there, []).append((here, float(known[here] * strength)))
    scored = [
        (place, sum(share for _, share in why), sorted(why, key=lambda each: -each[1]))
        for place, why in causes.items()
    ]
    return sorted(scored, key=lambda each: (-each[1], each[0]))[:count]


def _attributes(
    table: TagTable, chosen: NDArray[np.int64], attributes: TagTable | None
) -> tuple["csr_matrix | None", tuple[tuple[str, ...], ...]]:
    """Return which attribute each node has, (V, A), and their names, the most frequent first."""
    if attributes is None or not attributes.tags:
        return None, ((),) * len(chosen)
    common, mine, theirs = np.intersect1d(
        table.items, attributes.items, assume_unique=True, return_indices=True
    )
    if not len(common):
        return None, ((),) * len(chosen)
    counts = (table.holders[mine][:, chosen].T @ attributes.holders[theirs]).tocsr()
    names = []
    for row in range(len(chosen)):
        first, last = counts.indptr[row : row + 2]
        order = np.lexsort((counts.indices[first:last], -counts.data[first:last]))
        places = counts.indices[first:last][order]
        names.append(tuple(attributes.tags[place].value for place in places.tolist()))
    return (counts > 0).astype(np.float64).tocsr(), tuple(names)


def _cosine(held: "csr_matrix") -> "csr_matrix":
    from scipy.sparse import diags

    counts = (held.T @ held).astype(np.float64)
    norms = np.sqrt(np.maximum(counts.diagonal(), 1))
    scaled = diags(1 / norms) @ counts @ diags(1 / norms)
    scaled.setdiag(0)
    return scaled.tocsr()


def _jaccard(shared: "csr_matrix") -> "csr_matrix":
    both = (shared @ shared.T).tocoo()
    totals = np.asarray(shared.sum(axis=1)).ravel()
    union = totals[both.row] + totals[both.col] - both.data
    both.data = both.data / np.maximum(union, 1)
    found = both.tocsr()
    found.setdiag(0)
    return found


def _heaviest(weights: Floats, share: float) -> NDArray[np.int64]:
    """Return the places of the heaviest ones, a share of all, at least one."""
    count = max(1, round(share * len(weights))) if len(weights) else 0
    return np.argsort(-weights, kind="stable")[:count].astype(np.int64)


def _none() -> NDArray[np.int64]:
    return np.empty(0, np.int64)

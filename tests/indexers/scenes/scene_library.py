"""Small made-up libraries of scene graphs, and the paper's formula word for word."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from common.scenes import (
    EdgeSource,
    QueryEdge,
    QueryNode,
    QueryPart,
    SceneEdge,
    SceneGraph,
    SceneNode,
)
from indexers.catalogue.scene_columns import SceneColumns
from indexers.scenes.index import SceneIndex

LABELS = ("man", "pizza", "table", "dog", "cup", "laptop", "woman")
PREDICATES = ("eat", "on", "near", "hold", "under")


def graph(*triples: str, also: Sequence[str] = (), source: str = "imported") -> SceneGraph:
    """Return the graph of "man eat pizza", ..., one node a name, and of names without relation."""
    names: dict[str, int] = {}
    edges = []
    for triple in triples:
        subject, *predicate, thing = triple.split()
        ends = [names.setdefault(name, len(names)) for name in (subject, thing)]
        edges.append(SceneEdge(ends[0], " ".join(predicate), ends[1], source=EdgeSource(source)))
    nodes = [SceneNode(name) for name in (*names, *also)]
    return SceneGraph(tuple(nodes), tuple(edges))


def index_of(*graphs: SceneGraph, times: Sequence[int] | None = None) -> SceneIndex:
    """Return the index of items 1, 2, ..."""
    when = None if times is None else np.array(times)
    return SceneIndex.build(SceneColumns.of_graphs(range(1, len(graphs) + 1), graphs), when)


def query(*triples: str, also: Sequence[str] = ()) -> QueryPart:
    """Return what asks for the graph of graph()."""
    asked = graph(*triples, also=also)
    return QueryPart(
        nodes=tuple(QueryNode((node.label,)) for node in asked.nodes),
        edges=tuple(
            QueryEdge(edge.subject, (edge.predicate,), edge.object) for edge in asked.edges
        ),
    )


def random_graph(random: np.random.Generator, nodes: int, edges: int) -> SceneGraph:
    """Return a graph of random names; no edge where there are not two nodes."""
    made = tuple(
        SceneNode(str(random.choice(LABELS)), float(random.random())) for _ in range(nodes)
    )
    joined = []
    for _ in range(edges if nodes > 1 else 0):
        subject, thing = random.choice(nodes, 2, replace=False)
        said = str(random.choice(PREDICATES))
        source = list(EdgeSource)[random.integers(3)]
        joined.append(SceneEdge(int(subject), said, int(thing), source=source))
    return SceneGraph(made, tuple(joined))


def as_query(asked: SceneGraph) -> QueryPart:
    """Return the query for a graph."""
    return QueryPart(
        nodes=tuple(QueryNode((node.label,)) for node in asked.nodes),
        edges=tuple(
            QueryEdge(edge.subject, (edge.predicate,), edge.object) for edge in asked.edges
        ),
    )


def vectors(names: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return vectors as word2vec's: any length, products of any sign."""
    rows = [np.random.default_rng(sum(map(ord, name))).normal(size=12) for name in names]
    return np.array(rows, np.float32).reshape(len(names), 12), np.ones(len(names), bool)


def by_the_paper(asked: QueryPart, image: SceneGraph, alpha: float, beta: float) -> float:
    """Return alpha S_O + beta S_R of one image, with whole matrices of vectors."""
    if not asked.nodes or not image.nodes:
        objects = 0.0
    else:
        mine = vectors([node.label for node in asked.nodes])[0]
        theirs = vectors([node.label for node in image.nodes])[0]
        objects = float((mine @ theirs.T).max(axis=1).mean())
    if not asked.edges or not image.edges:
        return alpha * objects
    mine = _triples([(asked.nodes[e.subject].label, e.predicate, asked.nodes[e.object].label)
                     for e in asked.edges])  # fmt: skip
    theirs = _triples([(image.nodes[e.subject].label, e.predicate, image.nodes[e.object].label)
                       for e in image.edges])  # fmt: skip
    return alpha * objects + beta * float((mine @ theirs.T).max(axis=1).mean())


def _triples(triples: list[tuple[str, str, str]]) -> NDArray[np.float32]:
    """Return the concatenated vectors of the three parts."""
    return np.stack([vectors(triple)[0].ravel() for triple in triples])

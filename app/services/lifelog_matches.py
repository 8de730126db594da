"""What in an image matched a query, for people to see."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from app.services.lifelog_types import Match, MatchedEdge, MatchedNode
from common.notes import joined
from common.reasons import HitReason
from common.scenes import EdgeSource, Need, QueryEdge, QueryNode, QueryPart, SceneGraph

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.scenes.index import SceneIndex
    from indexers.scenes.options import MatchOptions
    from indexers.scenes.tables import QueryTables

LEAST = 0.25  # a match below this says nothing to a person
LEAST_EDGE = 0.4
WEARER = "i"
Box = tuple[float, float, float, float]


def explain_part(
    index: "SceneIndex",
    part: QueryPart,
    number: int,
    items: Sequence[int],
    tables: "QueryTables",
    options: "MatchOptions",
    boxes: Mapping[int, Sequence[Box | None]],
) -> dict[int, tuple[tuple[MatchedNode, ...], tuple[MatchedEdge, ...]]]:
    """Return the objects and relations of images that stand for those of a part.

    Args:
        index: scene graphs.
        part: of the query.
        number: its place in the query.
        items: images to explain.
        tables: of the part.
        options: of the graph ranker.
        boxes: by item, where its nodes are.
    """
    from indexers.scenes.search import search

    wanted = np.unique(np.asarray(items, np.int64))
    if not len(wanted) or not part.nodes:
        return {}
    hits = search(index, tables, options, k=len(wanted), allowed=wanted)
    rows = index.rows(hits.items)
    found = {}
    for place, (item, row) in enumerate(zip(hits.items.tolist(), rows.tolist(), strict=True)):
        reader = _Reader(index, row, boxes.get(item, ()), part, number, tables)
        nodes = [reader.node(node, at) for node, at in enumerate(hits.nodes[place].tolist())]
        edges = [reader.edge(edge, at) for edge, at in enumerate(hits.edges[place].tolist())]
        found[item] = (
            tuple(node for node in nodes if node is not None),
            tuple(edge for edge in edges if edge is not None),
        )
    return found


class _Reader:
    """Reads what stands at places in the graph of one image."""

    def __init__(
        self,
        index: "SceneIndex",
        row: int,
        boxes: Sequence[Box | None],
        part: QueryPart,
        number: int,
        tables: "QueryTables",
    ) -> None:
        self._index = index
        self._boxes = boxes
        self._part = part
        self._number = number
        self._tables = tables
        self._first_node = int(index.node_offsets[row])
        self._first_edge = int(index.edge_offsets[row])

    def _code(self, place: int) -> int:
        return int(self._index.labels[self._first_node + place])

    def _label(self, place: int) -> str:
        return self._index.vocabulary.labels[self._code(place)]

    def node(self, node: int, place: int) -> MatchedNode | None:
        """Return what stands for a node of the query; None where it is not alike enough."""
        wanted = self._part.nodes[node]
        if place < 0 or wanted.need is Need.NOT or wanted.label == WEARER or not wanted.labels:
            return None
        similarity = float(self._tables.nodes[node, self._code(place)])
        if similarity < LEAST:
            return None
        label = self._label(place)
        box = self._boxes[place] if place < len(self._boxes) else None
        named = label if label in wanted.labels else wanted.label
        return MatchedNode(self._number, node, place, label, named, min(1.0, similarity), box)

    def edge(self, edge: int, place: int) -> MatchedEdge | None:
        """Return what stands for a relation of the query; None where it is not alike enough."""
        wanted = self._part.edges[edge]
        if place < 0 or wanted.need is Need.NOT:
            return None
        from indexers.catalogue.scene_columns import SOURCES

        at = self._first_edge + place
        index = self._index
        subject, target = int(index.subjects[at]), int(index.objects[at])
        said = int(index.predicates[at])
        forward = float(self._tables.predicates[edge, said])
        ends = [self._alike(wanted.subject, subject), self._alike(wanted.object, target)]
        turned = [self._alike(wanted.subject, target), self._alike(wanted.object, subject)]
        if sum(filter(None, turned)) > sum(filter(None, ends)) + 1e-6:
            ends, forward = turned, float(self._tables.inverses[edge, said])
        seen = [end for end in ends if end is not None]
        similarity = float(np.clip(np.mean([*seen, forward]), 0, 1))
        if similarity < LEAST_EDGE or min(seen, default=1.0) < LEAST:
            return None
        if len(seen) < len(ends) and forward < LEAST:
            return None  # of "I eat a dog" a dog that sits somewhere says nothing
        names = self._part.nodes
        return MatchedEdge(
            self._number, edge, subject, target,
            (self._label(subject), index.vocabulary.predicates[said], self._label(target)),
            (names[wanted.subject].label, wanted.predicate, names[wanted.object].label),
            similarity, EdgeSource(SOURCES[int(index.sources[at])]),
        )  # fmt: skip

    def _alike(self, node: int, place: int) -> float | None:
        """Return how alike an end is to what is wanted; None for the wearer, whom nobody sees."""
        if self._part.nodes[node].label == WEARER:
            return None
        return float(self._tables.nodes[node, self._code(place)])


def boxes_of(library: "Library", items: Sequence[int]) -> dict[int, tuple[Box | None, ...]]:
    """Return where the nodes of items are, in the order of their graphs."""
    graphs = library.catalogue.scene_graphs(list(items))
    return {
        item: tuple(node.box for node in graph.nodes)
        for item, graph in zip(items, graphs, strict=True)
    }


def reason(match: Match) -> str:
    """Return in one line what matched: relations first, then objects that no relation names."""
    said = [
        HitReason("alike", name=" ".join(edge.triple), share=edge.similarity)
        for edge in sorted(match.edges, key=lambda edge: -edge.similarity)
    ]
    told = {name for edge in match.edges for name in (edge.triple[0], edge.triple[2])}
    said += [
        HitReason("alike", name=node.label, share=node.similarity)
        for node in sorted(match.nodes, key=lambda node: -node.similarity)
        if node.label not in told
    ]
    return joined(said, ", ")


def part_of_graph(graph: SceneGraph, most: int = 8) -> QueryPart:
    """Return what a query asks for that looks for graphs like this one.

    Args:
        graph: of an image.
        most: objects that are asked for, the surest.
    """
    order = sorted(range(len(graph.nodes)), key=lambda place: -graph.nodes[place].score)[:most]
    places = {place: number for number, place in enumerate(sorted(order))}
    nodes = tuple(
        QueryNode((graph.nodes[place].label,), graph.nodes[place].attributes) for place in places
    )
    edges = tuple(
        QueryEdge(places[edge.subject], (edge.predicate,), places[edge.object])
        for edge in graph.edges
        if edge.subject in places
        and edge.object in places
        and edge.source is not EdgeSource.GEOMETRIC
    )
    return QueryPart(nodes=nodes, edges=edges)

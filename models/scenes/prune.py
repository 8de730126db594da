"""Tidies a scene graph before it is completed; each step is a pure function.

The steps of lifelog retrieval by scene graphs (Nguyen et al., MMM 2021): unsure objects go, one
person found twice becomes one, a pair keeps its best predicate, "A of B" becomes "B have A".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from common.scenes import EdgeSource, SceneEdge, SceneGraph, SceneNode
from models.scenes.geometry import has_place, shares
from models.scenes.names import normal_name, singular

PERSONS: Final = frozenset(
    {"person", "kid", "boy", "girl", "man", "lady", "child", "guy", "woman", "adult", "gentleman"}
)
MUTUAL_SHARE: Final = 0.65  # of each of two boxes inside the other: they show the same person
AREA_RATIO: Final = 0.7  # of the smaller to the larger box
_TRUST: Final = {EdgeSource.IMPORTED: 2, EdgeSource.PREDICTED: 1, EdgeSource.GEOMETRIC: 0}


def only_sure(
    graph: SceneGraph, least_object: float = 0.2, least_relation: float = 1e-4
) -> SceneGraph:
    """Return a graph without objects and predicted relations of low score.

    Args:
        graph: any.
        least_object: objects with a lower score go, and their relations with them, 0-1.
        least_relation: predicted relations with a lower score go, 0-1; imported ones are facts.
    """
    kept = [number for number, node in enumerate(graph.nodes) if node.score >= least_object]
    edges = (
        edge
        for edge in graph.edges
        if edge.source is not EdgeSource.PREDICTED or edge.score >= least_relation
    )
    return _renumbered(graph.nodes, edges, {number: number for number in kept})


def merge_persons(graph: SceneGraph) -> SceneGraph:
    """Return a graph in which persons that were found twice are one.

    Two person-like objects are one where each lies with more than 0.65 of its box inside the other
    and their areas differ by less than 1 / 0.7. The surer one stays, takes over the attributes and
    relations of the other, and loses what it would be to itself.
    """
    owner = same_persons(graph.nodes)
    nodes = list(graph.nodes)
    for number in owner:
        if owner[number] != number:
            kept = nodes[owner[number]]
            told = dict.fromkeys((*kept.attributes, *nodes[number].attributes))
            nodes[owner[number]] = replace(kept, attributes=tuple(told))
    return _renumbered(nodes, graph.edges, owner)


def same_persons(nodes: Sequence[SceneNode]) -> dict[int, int]:
    """Return for each node the one that stands for it: itself, or a surer box of that person.

    Returns:
        Position -> position; surest first.
    """
    order = sorted(range(len(nodes)), key=lambda number: -nodes[number].score)
    owner: dict[int, int] = {}
    for number in order:
        fits = (one for one, kept in owner.items() if one == kept)
        same = (one for one in fits if _is_same(nodes[one], nodes[number]))
        owner[number] = next(same, number)
    return owner


def one_predicate(graph: SceneGraph) -> SceneGraph:
    """Return a graph with at most one predicted edge a pair, and that only where none is imported.

    Imported relations all stay; of predicted ones the best, of equals the first.
    """
    best: dict[frozenset[int], tuple[int, float, int]] = {}
    for place, edge in enumerate(graph.edges):
        pair = frozenset((edge.subject, edge.object))
        rank = (_TRUST[edge.source], edge.score, -place)
        best[pair] = max(best.get(pair, rank), rank)
    kept = tuple(
        edge
        for place, edge in enumerate(graph.edges)
        if edge.source is EdgeSource.IMPORTED
        or best[frozenset((edge.subject, edge.object))][2] == -place
    )
    return replace(graph, edges=kept)


def _is_same(one: SceneNode, other: SceneNode) -> bool:
    """Whether two nodes show the same person."""
    if one is other or one.box is None or other.box is None:
        return False
    if any(singular(normal_name(node.label)) not in PERSONS for node in (one, other)):
        return False
    boxes = np.array([one.box, other.box], np.float64)
    if not has_place(boxes).all():
        return False
    share, back = shares(boxes[0], boxes[1])
    areas = sorted((boxes[:, 2] * boxes[:, 3]).tolist())
    return bool(min(share, back) > MUTUAL_SHARE and areas[0] > AREA_RATIO * areas[1])


def _renumbered(
    nodes: Iterable[SceneNode], edges: Iterable[SceneEdge], owner: Mapping[int, int]
) -> SceneGraph:
    """Return the graph of the nodes that own themselves; edges follow, none twice or to itself.

    Args:
        nodes: all of them.
        edges: count all nodes.
        owner: node -> the node that stands for it; one that is not there goes.
    """
    kept = [number for number in sorted(owner) if owner[number] == number]
    places = {number: place for place, number in enumerate(kept)}
    found: dict[tuple[int, str, int, EdgeSource], SceneEdge] = {}
    for edge in edges:
        ends = owner.get(edge.subject), owner.get(edge.object)
        if ends[0] is None or ends[1] is None or ends[0] == ends[1]:
            continue
        moved = replace(edge, subject=places[ends[0]], object=places[ends[1]])
        key = (moved.subject, moved.predicate, moved.object, moved.source)
        if key not in found or found[key].score < moved.score:
            found[key] = moved
    everything = tuple(nodes)
    return SceneGraph(tuple(everything[number] for number in kept), tuple(found.values()))

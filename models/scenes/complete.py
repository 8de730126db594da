"""Completes a scene graph: each pair gets an edge, and those in the spanning tree stay.

After Nguyen et al. (MMM 2021): every pair of objects without a relation gets one from the rules
about boxes, the object with the higher score as its subject; the maximum spanning tree over the
complete graph keeps what connects the objects best; the relations that were there stay all.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from common.scenes import EdgeSource, SceneEdge, SceneGraph
from models.scenes.geometry import RELATIONS, has_place, relations
from models.scenes.spanning import spanning_tree

MOST_NODES: Final = 100
"""Only so many nodes, the surest, take part in a completion: pairs grow with the square."""


def complete(graph: SceneGraph, aspect: float = 1.0) -> SceneGraph:
    """Return a graph with the geometric edges of its maximum spanning tree.

    Nodes without a box keep their relations and get no edge. Completing twice changes nothing.

    Args:
        graph: any.
        aspect: width / height of the image.
    """
    return only_tree(with_geometry(graph, aspect))


def with_geometry(graph: SceneGraph, aspect: float = 1.0) -> SceneGraph:
    """Return a graph with an edge for each pair of boxes that has none; their score is 0.

    The subject is the node with the higher score, the earlier one where both are equal. Edges from
    geometry that were there are made anew.
    """
    told = [edge for edge in graph.edges if edge.source is not EdgeSource.GEOMETRIC]
    joined = {frozenset((edge.subject, edge.object)) for edge in told}
    scores = [_score(node.score) for node in graph.nodes]
    boxes = np.array([node.box or (0.0, 0.0, 0.0, 0.0) for node in graph.nodes], np.float64)
    placed = np.flatnonzero(has_place(boxes.reshape(-1, 4))).tolist()
    placed = sorted(sorted(placed, key=lambda number: -scores[number])[:MOST_NODES])
    pairs = [
        (one, other) if scores[one] >= scores[other] else (other, one)
        for place, one in enumerate(placed)
        for other in placed[place + 1 :]
        if frozenset((one, other)) not in joined
    ]
    if not pairs:
        return replace(graph, edges=tuple(told))
    ends = np.array(pairs)
    codes = relations(boxes[ends[:, 0]], boxes[ends[:, 1]], aspect)
    added = [
        SceneEdge(one, RELATIONS[code], other, 0.0, EdgeSource.GEOMETRIC)
        for (one, other), code in zip(pairs, codes.tolist(), strict=True)
        if code
    ]
    return replace(graph, edges=(*told, *added))


def only_tree(graph: SceneGraph) -> SceneGraph:
    """Return a graph without the geometric edges outside its maximum spanning tree.

    An edge weighs the scores of both nodes and its own; relations from elsewhere stay, in the tree
    or not.
    """
    scores = [_score(node.score) for node in graph.nodes]
    pairs = [(edge.subject, edge.object) for edge in graph.edges]
    weights = [
        scores[edge.subject] + scores[edge.object] + _score(edge.score) for edge in graph.edges
    ]
    tree = set(spanning_tree(len(graph.nodes), pairs, weights))
    kept = tuple(
        edge
        for place, edge in enumerate(graph.edges)
        if place in tree or edge.source is not EdgeSource.GEOMETRIC
    )
    return replace(graph, edges=kept)


def _score(value: float) -> float:
    """Return a score that can be compared: no number counts as 0."""
    return value if np.isfinite(value) else 0.0

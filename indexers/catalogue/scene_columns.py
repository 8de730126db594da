"""The scene graphs of a library as flat arrays, from which an index is built in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.scenes import EdgeSource, SceneGraph

SOURCES = tuple(EdgeSource)
"""What the codes of `SceneColumns.sources` mean."""


@dataclass(frozen=True, slots=True)
class SceneColumns:
    """Nodes and edges of N items, item after item; numbers of nodes count from an item's first.

    Args:
        items: int64 (N,), ascending, no repeats.
        node_offsets: int64 (N + 1,), where each item's nodes begin.
        labels: (M,), index into label_names, of each node.
        node_scores: float32 (M,), 0-1.
        edge_offsets: int64 (N + 1,), where each item's edges begin.
        subjects: (E,), index into label_names.
        predicates: (E,), index into predicate_names.
        objects: (E,), index into label_names.
        subject_nodes: int32 (E,), which node of its item.
        object_nodes: int32 (E,), as above.
        edge_scores: float32 (E,), 0-1.
        sources: uint8 (E,), index into SOURCES.
        attribute_nodes: int64 (A,), ascending, index into labels: the node that is so.
        attributes: (A,), index into attribute_names.
        label_names: of objects.
        predicate_names: of relations.
        attribute_names: of attributes.
    """

    items: NDArray[np.int64]
    node_offsets: NDArray[np.int64]
    labels: NDArray[Any]
    node_scores: NDArray[np.float32]
    edge_offsets: NDArray[np.int64]
    subjects: NDArray[Any]
    predicates: NDArray[Any]
    objects: NDArray[Any]
    subject_nodes: NDArray[np.int32]
    object_nodes: NDArray[np.int32]
    edge_scores: NDArray[np.float32]
    sources: NDArray[np.uint8]
    attribute_nodes: NDArray[np.int64]
    attributes: NDArray[Any]
    label_names: tuple[str, ...]
    predicate_names: tuple[str, ...]
    attribute_names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.items)

    @classmethod
    def of_graphs(cls, items: Sequence[int], graphs: Sequence[SceneGraph]) -> "SceneColumns":
        """Return the columns of graphs, one an item; items ascending. For tests and small sets."""
        names: tuple[dict[str, int], ...] = ({}, {}, {})  # labels, predicates, attributes
        nodes: list[tuple[int, float]] = []
        edges: list[tuple[int, int, int, int, int, float, int]] = []
        said: list[tuple[int, int]] = []
        ends = [(0, 0)]
        for graph in graphs:
            codes = [names[0].setdefault(node.label, len(names[0])) for node in graph.nodes]
            for node, code in zip(graph.nodes, codes, strict=True):
                said += [
                    (len(nodes), names[2].setdefault(each, len(names[2])))
                    for each in node.attributes
                ]
                nodes.append((code, node.score))
            for edge in graph.edges:
                at = edge.subject, edge.object
                named = names[1].setdefault(edge.predicate, len(names[1]))
                source = SOURCES.index(edge.source)
                edges.append((codes[at[0]], codes[at[1]], *at, named, edge.score, source))
            ends.append((len(nodes), len(edges)))
        return cls._of_rows(items, ends, nodes, edges, said, names)

    @classmethod
    def _of_rows(
        cls,
        items: Sequence[int],
        ends: list[tuple[int, int]],
        nodes: list[tuple[int, float]],
        edges: list[tuple[int, int, int, int, int, float, int]],
        said: list[tuple[int, int]],
        names: tuple[dict[str, int], ...],
    ) -> "SceneColumns":
        offsets = np.array(ends, np.int64)
        node_rows = np.array(nodes, np.float64).reshape(-1, 2)
        edge_rows = np.array(edges, np.float64).reshape(-1, 7)
        attribute = np.array(said, np.int64).reshape(-1, 2)
        return cls(
            items=np.asarray(items, np.int64),
            node_offsets=offsets[:, 0].copy(),
            labels=node_rows[:, 0].astype(np.uint32),
            node_scores=node_rows[:, 1].astype(np.float32),
            edge_offsets=offsets[:, 1].copy(),
            subjects=edge_rows[:, 0].astype(np.uint32),
            predicates=edge_rows[:, 4].astype(np.uint32),
            objects=edge_rows[:, 1].astype(np.uint32),
            subject_nodes=edge_rows[:, 2].astype(np.int32),
            object_nodes=edge_rows[:, 3].astype(np.int32),
            edge_scores=edge_rows[:, 5].astype(np.float32),
            sources=edge_rows[:, 6].astype(np.uint8),
            attribute_nodes=attribute[:, 0].copy(),
            attributes=attribute[:, 1].astype(np.uint32),
            label_names=tuple(names[0]),
            predicate_names=tuple(names[1]),
            attribute_names=tuple(names[2]),
        )

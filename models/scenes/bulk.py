"""Completes very many graphs at once: the same edges as `complete`, as arrays."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.scenes.complete import MOST_NODES
from models.scenes.geometry import has_place, relations
from models.scenes.spanning import spanning_trees

_CELLS = 1 << 20  # pairs of nodes worked on at once: some 100 MB at most


@dataclass(frozen=True, slots=True)
class GraphArrays:
    """Many scene graphs, flat.

    Args:
        nodes: int64 (G + 1,): the nodes of graph g are nodes[g] to nodes[g + 1].
        boxes: float32 (N, 4): left, top, width, height as fractions; no size: not known.
        scores: float32 (N,): of the nodes.
        edges: int64 (G + 1,): the same for its relations.
        subjects: int32 (E,): position among the nodes of the graph; outside of them: by name only.
        objects: int32 (E,).
        edge_scores: float32 (E,).
        aspects: float32 (G,): width / height of the images; None: square.
    """

    nodes: NDArray[np.int64]
    boxes: NDArray[np.float32]
    scores: NDArray[np.float32]
    edges: NDArray[np.int64]
    subjects: NDArray[np.int32]
    objects: NDArray[np.int32]
    edge_scores: NDArray[np.float32]
    aspects: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """The geometric edges that many graphs keep.

    Args:
        edges: int64 (G + 1,): those of graph g are edges[g] to edges[g + 1].
        subjects: int32 (M,): position among the nodes of the graph.
        objects: int32 (M,).
        relations: uint8 (M,): codes of `geometry.RELATIONS`.
    """

    edges: NDArray[np.int64]
    subjects: NDArray[np.int32]
    objects: NDArray[np.int32]
    relations: NDArray[np.uint8]


def complete_many(
    graphs: GraphArrays, check: Callable[[int, int], None] | None = None
) -> Completion:
    """Return the geometric edges of the maximum spanning trees of many graphs.

    Args:
        graphs: any number; 41,666 of 8 nodes take well under a second.
        check: called with graphs done and all graphs now and then; may raise to stop.

    Returns:
        The edges that `complete` adds, graph by graph, by subject and object.
    """
    total = len(graphs.nodes) - 1
    parts: list[NDArray[np.int64]] = []  # graph, subject, object, code
    done = 0
    for chosen, size in _batches(graphs.nodes):
        if check is not None:
            check(done, total)
        parts.append(_complete(graphs, chosen, size))
        done += len(chosen)
    found = np.concatenate(parts, axis=1) if parts else np.zeros((4, 0), np.int64)
    found = found[:, np.lexsort(found[2::-1])]
    edges = np.zeros(total + 1, np.int64)
    np.cumsum(np.bincount(found[0], minlength=total), out=edges[1:])
    subjects, objects = found[1].astype(np.int32), found[2].astype(np.int32)
    return Completion(edges, subjects, objects, found[3].astype(np.uint8))


def _batches(offsets: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], int]]:
    """Yield graphs of one number of nodes, 2 or more, and that number."""
    counts = np.diff(offsets)
    order = np.argsort(counts, kind="stable")
    sizes, starts = np.unique(counts[order], return_index=True)
    for size, members in zip(sizes.tolist(), np.split(order, starts[1:]), strict=False):
        if size < 2:
            continue
        step = max(1, _CELLS // min(size, MOST_NODES) ** 2)
        for start in range(0, len(members), step):
            yield np.sort(members[start : start + step]), size


def _complete(graphs: GraphArrays, chosen: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Return (4, M) graph, subject, object, code of graphs that have `size` nodes."""
    places = graphs.nodes[chosen][:, None] + np.arange(size)  # G, N
    scores = np.nan_to_num(graphs.scores[places].astype(np.float64), nan=0.0, posinf=0, neginf=0)
    boxes = graphs.boxes[places].astype(np.float64)
    told = _told(graphs, chosen, size)
    used = _surest(scores, has_place(boxes))
    is_pair = used[:, :, None] & used[:, None, :] & np.isneginf(told)
    weights = scores[:, :, None] + scores[:, None, :]
    told += weights
    weights = np.where(is_pair, weights, told)
    weights[:, np.arange(size), np.arange(size)] = -np.inf
    parents = spanning_trees(weights, ~is_pair)
    rows, child = np.nonzero(parents >= 0)
    parent = parents[rows, child].astype(np.int64)
    is_new = is_pair[rows, child, parent]
    rows, child, parent = rows[is_new], child[is_new], parent[is_new]
    # The surer node is the subject, the earlier one where both are equal.
    mine, other = scores[rows, child], scores[rows, parent]
    is_subject = (mine > other) | ((mine == other) & (child < parent))
    subject, target = np.where(is_subject, child, parent), np.where(is_subject, parent, child)
    aspects = 1.0 if graphs.aspects is None else _shapes(graphs.aspects[chosen[rows]])
    codes = relations(boxes[rows, subject], boxes[rows, target], aspects)
    found = np.stack([chosen[rows], subject, target, codes.astype(np.int64)])
    return found[:, codes > 0]


def _told(graphs: GraphArrays, chosen: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    """Return (G, N, N) the best score of a relation between two nodes, -inf without one."""
    told = np.full((len(chosen), size, size), -np.inf)
    counts = graphs.edges[chosen + 1] - graphs.edges[chosen]
    rows = np.repeat(np.arange(len(chosen)), counts)
    firsts = np.repeat(graphs.edges[chosen] - np.cumsum(counts) + counts, counts)
    edges = firsts + np.arange(len(rows))
    one, other = graphs.subjects[edges], graphs.objects[edges]
    scores = np.nan_to_num(graphs.edge_scores[edges].astype(np.float64), posinf=0.0, neginf=0.0)
    fits = (one >= 0) & (other >= 0) & (one < size) & (other < size) & (one != other)
    rows, one, other, scores = rows[fits], one[fits], other[fits], scores[fits]
    np.maximum.at(told, (rows, one, other), scores)
    np.maximum.at(told, (rows, other, one), scores)
    return told


def _surest(scores: NDArray[np.float64], placed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which placed nodes take part: the surest, the earlier ones among equals."""
    if scores.shape[1] <= MOST_NODES:
        return placed
    order = np.argsort(np.where(placed, -scores, np.inf), axis=1, kind="stable")
    used = np.zeros_like(placed)
    np.put_along_axis(used, order[:, :MOST_NODES], True, axis=1)  # noqa: FBT003 - a value
    return used & placed


def _shapes(aspects: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return aspects that can be reckoned with: square where none is known."""
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(aspects) & (aspects > 0), aspects, 1.0).astype(np.float64)

"""The inner loop of matching, compiled by Numba when a search first needs it.

Import this module only through `indexers.scenes.loops`, which falls back to NumPy where Numba is
missing. The loop runs on one core and releases the interpreter lock, so that two threads take two
halves of a library.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.loops import compiled

Graphs = tuple[NDArray[Any], ...]

NOTHING = np.float32(-3e38)  # below every match


# Without the liberties of fast mathematics: sums keep the order of the formula.
_compiled = compiled()


@_compiled
def _match_nodes(
    graphs: Graphs,
    row: int,
    table: NDArray[np.float32],
    visible: NDArray[np.uint8],
    confidence: NDArray[np.float32],
    scratch: NDArray[np.float32],
) -> int:
    """Write the matches of an image's nodes, (nodes, Q), to scratch; return how many nodes."""
    first, last = graphs[0][row], graphs[0][row + 1]
    for place in range(last - first):
        label = graphs[1][first + place]
        sure = confidence[graphs[2][first + place]]
        for node in range(table.shape[1]):
            value = table[label, node]
            scratch[place, node] = value * sure if visible[node] else value
    return int(last - first)


@_compiled
def _joint_edges(
    graphs: Graphs,
    row: int,
    words: tuple[NDArray[np.float32], NDArray[np.float32]],
    ends: tuple[NDArray[np.int64], NDArray[np.int64]],
    by_source: NDArray[np.float32],
    scratch: NDArray[np.float32],
    tops: NDArray[np.float32],
    winners: NDArray[np.int32],
) -> None:
    """Write the best edge of an image for every relation, in the form JOINT.

    Args:
        graphs: as for scan.
        row: the image.
        words: float32 (P, R), worth of a predicate for each relation, and of it read backwards.
        ends: numbers of the query nodes of each relation.
        by_source: weight of an edge's source.
        scratch: matches of the image's nodes.
        tops: float32 (R,), written.
        winners: int32 (R,), written.
    """
    first = graphs[3][row]
    for edge in range(first, graphs[3][row + 1]):
        weight = by_source[graphs[7][edge]]
        x, z, said = graphs[4][edge], graphs[6][edge], graphs[5][edge]
        for relation in range(len(tops)):
            a, b = ends[0][relation], ends[1][relation]
            straight = scratch[x, a] * scratch[z, b] * words[0][said, relation]
            turned = scratch[z, a] * scratch[x, b] * words[1][said, relation]
            value = max(straight, turned) * weight
            if value > tops[relation]:
                tops[relation], winners[relation] = value, edge - first


@_compiled
def _sum_edges(
    graphs: Graphs,
    row: int,
    words: tuple[NDArray[np.float32], NDArray[np.float32]],
    ends: tuple[NDArray[np.int64], NDArray[np.int64]],
    by_source: NDArray[np.float32],
    scratch: NDArray[np.float32],
    tops: NDArray[np.float32],
    winners: NDArray[np.int32],
) -> None:
    """Write the best edge of an image for every relation, in the form SUM; see _joint_edges."""
    first = graphs[3][row]
    for edge in range(first, graphs[3][row + 1]):
        weight = by_source[graphs[7][edge]]
        if weight > 0.0:
            x, z, said = graphs[4][edge], graphs[6][edge], graphs[5][edge]
            for relation in range(len(tops)):
                a, b, turn = ends[0][relation], ends[1][relation], words[1][said, relation]
                value = scratch[x, a] + words[0][said, relation] + scratch[z, b]
                if turn > 0.0:
                    value = max(value, scratch[z, a] + turn + scratch[x, b])
                value *= weight
                if value > tops[relation]:
                    tops[relation], winners[relation] = value, edge - first


@_compiled
def scan(
    graphs: Graphs,
    rows: NDArray[np.int64],
    tables: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]],
    query: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]],
    weights: tuple[NDArray[np.float32], NDArray[np.float32]],
    form: tuple[bool, int],
    out: tuple[NDArray[np.float32], NDArray[np.float32]],
    best: tuple[NDArray[np.int32], NDArray[np.int32]],
    sums: NDArray[np.float64],
) -> None:
    """Write the best match of every query node and relation in each of some images.

    Args:
        graphs: node offsets, labels, scores 0-255, edge offsets, subjects, predicates, objects,
            sources, as in SceneIndex.
        rows: int64 (n,), the images.
        tables: float32 (V, Q) matches of nodes, (P, R) worth of predicates, (P, R) of predicates
            read backwards.
        query: numbers of the subject and of the object of each relation, int64 (R,) both; which
            nodes a detector's score counts for, uint8 (Q,).
        weights: float32 (256,) of a node's score, (sources,) of an edge's source.
        form: whether it is JOINT, most nodes of an image.
        out: float32 (n, Q) and (n, R); 0 where an image has no node or no edge.
        best: int32 (n, Q) and (n, R), number of the winning node and edge in its image, -1 for
            none; (0, Q) and (0, R) where nobody asks.
        sums: float64 (Q + R,), what out adds up to, negatives as 0, is added.
    """
    asked, relations = tables[0].shape[1], len(query[0])
    scratch = np.empty((max(form[1], 1), asked), np.float32)
    tops, winners = np.empty(relations, np.float32), np.empty(relations, np.int32)
    low = np.float32(0) if form[0] else NOTHING
    words, ends = (tables[1], tables[2]), (query[0], query[1])
    for number in range(len(rows)):
        row = rows[number]
        count = _match_nodes(graphs, row, tables[0], query[2], weights[0], scratch)
        for node in range(asked):
            top, winner = low, -1
            for place in range(count):
                if scratch[place, node] > top:
                    top, winner = scratch[place, node], place
            top = top if count else np.float32(0)
            out[0][number, node] = top
            sums[node] += max(top, np.float32(0))
            if len(best[0]):
                best[0][number, node] = winner
        tops[:], winners[:] = low, -1
        if form[0]:
            _joint_edges(graphs, row, words, ends, weights[1], scratch, tops, winners)
        else:
            _sum_edges(graphs, row, words, ends, weights[1], scratch, tops, winners)
        for relation in range(relations):
            top = tops[relation] if winners[relation] >= 0 else np.float32(0)
            out[1][number, relation] = top
            sums[asked + relation] += max(top, np.float32(0))
            if len(best[1]):
                best[1][number, relation] = winners[relation]


@_compiled
def fold(
    matches: NDArray[np.float32],
    weights: NDArray[np.float32],
    offsets: NDArray[np.int64],
    rows: NDArray[np.int64],
    by_count: NDArray[np.float32],
    out: NDArray[np.float32],
) -> None:
    """Write what the matches of each image add up to, by how much the image holds.

    Args:
        matches: float32 (n, Q).
        weights: float32 (Q,).
        offsets: int64 (N + 1,), of what an image holds.
        rows: int64 (n,), the images.
        by_count: float32, factor for an image that holds so many.
        out: float32 (n,).
    """
    for number in range(len(rows)):
        row = rows[number]
        total = np.float32(0)
        for column in range(matches.shape[1]):
            total += matches[number, column] * weights[column]
        out[number] = total * by_count[offsets[row + 1] - offsets[row]]

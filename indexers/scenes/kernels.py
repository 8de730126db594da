"""The inner loop of matching, compiled by Numba when a search first needs it.

Import this module only through `indexers.scenes.loops`, which falls back to NumPy where Numba is
missing. The loop runs on one core and releases the interpreter lock, so that two threads take two
halves of a library.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Graphs = tuple[NDArray[Any], ...]

NOTHING = np.float32(-3e38)  # below every match


def _compiled(function: Callable[..., Any]) -> Any:
    """Compile function when it is first called; keep the machine code where a folder allows it.

    Without the liberties of fast mathematics: sums keep the order of the formula.
    """
    compiler: Any = njit
    options = {"nogil": True, "error_model": "numpy"}
    try:
        return compiler(cache=True, **options)(function)
    except RuntimeError:  # neither the package's nor the user's cache folder can be written
        return compiler(**options)(function)


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
    asked = table.shape[1]
    for place in range(last - first):
        label = graphs[1][first + place]
        sure = confidence[graphs[2][first + place]]
        for node in range(asked):
            value = table[label, node]
            if visible[node]:
                value *= sure
            scratch[place, node] = value
    return int(last - first)


@_compiled
def _value(
    pair: tuple[np.float32, np.float32, np.float32, np.float32],
    words: tuple[np.float32, np.float32],
    shares: tuple[np.float32, np.float32, bool, int],
) -> np.float32:
    """Return what an edge is worth for a relation.

    Args:
        pair: matches of subject and object, and of both with the edge turned round.
        words: similarity of the predicates, and of the one read backwards.
        shares: as for scan.
    """
    joined, turned, joint, _most = shares
    if joint:
        rest = np.float32(1) - joined
        value = pair[0] * pair[1] * (joined + rest * words[0])
        share = turned + (joined - turned) * words[1] + rest * words[1]
        return max(value, pair[2] * pair[3] * share)
    value = pair[0] + words[0] + pair[1]
    if words[1] > 0.0:
        value = max(value, pair[2] + words[1] + pair[3])
    return value


@_compiled
def scan(
    graphs: Graphs,
    rows: NDArray[np.int64],
    tables: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]],
    query: tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.float32]],
    weights: tuple[NDArray[np.float32], NDArray[np.float32]],
    shares: tuple[np.float32, np.float32, bool, int],
    out: tuple[NDArray[np.float32], NDArray[np.float32]],
    best: tuple[NDArray[np.int32], NDArray[np.int32]],
) -> None:
    """Write the best match of every query node and relation in each of some images.

    Args:
        graphs: node offsets, labels, scores 0-255, edge offsets, subjects, predicates, objects,
            sources, as in SceneIndex.
        rows: int64 (n,), the images.
        tables: float32 (V, Q) matches of nodes, (P, R) similarities of predicates, (P, R) of
            predicates read backwards.
        query: ends int64 (R, 2), visible uint8 (Q,), scale float32 (R,) of relations.
        weights: float32 (256,) of a node's score, (sources,) of an edge's source.
        shares: `joined`, `turned`, whether the form is JOINT, most nodes of an image.
        out: float32 (n, Q) and (n, R); 0 where an image has no node or no edge.
        best: int32 (n, Q) and (n, R), number of the winning node and edge in its image, -1 for
            none; (0, Q) and (0, R) where nobody asks.
    """
    table, forward, backward = tables
    ends, visible, scale = query
    joint, most = shares[2], shares[3]
    scratch = np.empty((max(most, 1), table.shape[1]), np.float32)
    tops, winners = np.empty(len(ends), np.float32), np.empty(len(ends), np.int32)
    low = np.float32(0) if joint else NOTHING
    keep = len(best[0]) > 0
    for number in range(len(rows)):
        row = rows[number]
        count = _match_nodes(graphs, row, table, visible, weights[0], scratch)
        for node in range(table.shape[1]):
            top, winner = low, -1
            for place in range(count):
                if scratch[place, node] > top:
                    top, winner = scratch[place, node], place
            out[0][number, node] = top if count else np.float32(0)
            if keep:
                best[0][number, node] = winner
        first, last = graphs[3][row], graphs[3][row + 1]
        tops[:], winners[:] = low, -1
        for edge in range(first, last):
            weight = weights[1][graphs[7][edge]]
            if weight > 0.0:
                x, z, said = graphs[4][edge], graphs[6][edge], graphs[5][edge]
                for relation in range(len(ends)):
                    pair = (
                        scratch[x, ends[relation, 0]], scratch[z, ends[relation, 1]],
                        scratch[z, ends[relation, 0]], scratch[x, ends[relation, 1]],
                    )  # fmt: skip
                    words = forward[said, relation], backward[said, relation]
                    value = _value(pair, words, shares) * weight * scale[relation]
                    if value > tops[relation]:
                        tops[relation], winners[relation] = value, edge - first
        for relation in range(len(ends)):
            out[1][number, relation] = tops[relation] if winners[relation] >= 0 else np.float32(0)
            if keep:
                best[1][number, relation] = winners[relation]

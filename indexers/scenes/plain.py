"""The loop of `kernels` in NumPy, for a machine without Numba: the same answers, slower."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

SCRATCH = 32_768  # images at once
NOTHING = np.float32(-3e38)  # below every match

Graphs = tuple[NDArray[Any], ...]


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
    """Write the best match of every query node and relation; see kernels.scan."""
    for start in range(0, len(rows), SCRATCH):
        chosen = slice(start, min(start + SCRATCH, len(rows)))
        nodes, node_starts, node_counts = _members(graphs[0], rows[chosen])
        matches = tables[0][graphs[1][nodes]]  # nodes of these images, Q
        sure = weights[0][graphs[2][nodes]]
        matches = np.where(query[1].astype(bool)[None, :], matches * sure[:, None], matches)
        joint = bool(shares[2])
        top, winners = _tops(matches, node_starts, node_counts, joint)
        out[0][chosen] = top
        edges, edge_starts, edge_counts = _members(graphs[3], rows[chosen])
        image = np.repeat(np.arange(len(edge_counts)), edge_counts)
        x = node_starts[image] + graphs[4][edges]
        z = node_starts[image] + graphs[6][edges]
        weight = weights[1][graphs[7][edges]]
        values = _values(matches, (x, z), graphs[5][edges], tables, query, shares)
        values = np.where(weight[:, None] > 0, values * weight[:, None] * query[2], NOTHING)
        top, edge_winners = _tops(values, edge_starts, edge_counts, joint)
        out[1][chosen] = np.where(edge_winners >= 0, top, 0)
        if len(best[0]):
            best[0][chosen], best[1][chosen] = winners, edge_winners


def _values(
    matches: NDArray[np.float32],
    at: tuple[NDArray[np.int64], NDArray[np.int64]],
    said: NDArray[Any],
    tables: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]],
    query: tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.float32]],
    shares: tuple[np.float32, np.float32, bool, int],
) -> NDArray[np.float32]:
    """Return the value of each edge for each relation, (edges, R)."""
    a, b = query[0][:, 0], query[0][:, 1]
    straight, turn = tables[1][said], tables[2][said]
    forth = matches[at[0]][:, a], matches[at[1]][:, b]
    back = matches[at[1]][:, a], matches[at[0]][:, b]
    joined, turned, joint, _ = shares
    if not joint:
        values = forth[0] + straight + forth[1]
        return np.asarray(np.where(turn > 0, np.maximum(values, back[0] + turn + back[1]), values))
    one = np.float32(1)
    share = turned + (joined - turned) * turn + (one - joined) * turn
    ahead = forth[0] * forth[1] * (joined + (one - joined) * straight)
    return np.asarray(np.maximum(ahead, back[0] * back[1] * share))


def _members(
    offsets: NDArray[np.int64], rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of what rows hold, where each begins among them, and how many it has."""
    counts = offsets[rows + 1] - offsets[rows]
    starts = np.cumsum(counts) - counts
    numbers = np.arange(int(counts.sum())) + np.repeat(offsets[rows] - starts, counts)
    return numbers, starts, counts


def _tops(
    values: NDArray[np.float32],
    starts: NDArray[np.int64],
    counts: NDArray[np.int64],
    joint: bool,
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Return the largest value of each image, 0 without any, and the place of the first such."""
    full = np.flatnonzero(counts)
    top = np.zeros((len(counts), values.shape[1]), np.float32)
    winner = np.full(top.shape, -1, np.int32)
    if not len(full) or not values.shape[1]:
        return top, winner
    found = np.maximum.reduceat(values, starts[full], axis=0)
    top[full] = np.maximum(found, 0) if joint else found
    places = np.arange(len(values)) - np.repeat(starts, counts)
    is_top = values == np.repeat(found, counts[full], axis=0)
    least = np.where(is_top, places[:, None], np.iinfo(np.int32).max)
    first = np.minimum.reduceat(least, starts[full], axis=0)
    floor = 0.0 if joint else NOTHING
    winner[full] = np.where(found > floor, first, -1)
    return top, winner

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
    query: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]],
    weights: tuple[NDArray[np.float32], NDArray[np.float32]],
    form: tuple[bool, int],
    out: tuple[NDArray[np.float32], NDArray[np.float32]],
    best: tuple[NDArray[np.int32], NDArray[np.int32]],
    sums: NDArray[np.float64],
) -> None:
    """Write the best match of every query node and relation; see kernels.scan."""
    joint = form[0]
    for start in range(0, len(rows), SCRATCH):
        chosen = slice(start, min(start + SCRATCH, len(rows)))
        nodes, node_starts, node_counts = _members(graphs[0], rows[chosen])
        matches = tables[0][graphs[1][nodes]]  # nodes of these images, Q
        sure = weights[0][graphs[2][nodes]]
        matches = np.where(query[2].astype(bool)[None, :], matches * sure[:, None], matches)
        out[0][chosen], winners = _tops(matches, node_starts, node_counts, joint)
        edges, edge_starts, edge_counts = _members(graphs[3], rows[chosen])
        image = np.repeat(np.arange(len(edge_counts)), edge_counts)
        x = node_starts[image] + graphs[4][edges]
        z = node_starts[image] + graphs[6][edges]
        values = _values(matches, (x, z), graphs[5][edges], tables, query, joint)
        weight = weights[1][graphs[7][edges]][:, None]
        values = np.where(weight > 0, values * weight, NOTHING)
        top, edge_winners = _tops(values, edge_starts, edge_counts, joint)
        out[1][chosen] = np.where(edge_winners >= 0, top, 0)
        if len(best[0]):
            best[0][chosen] = winners
        if len(best[1]):
            best[1][chosen] = edge_winners
    found = (np.maximum(each, 0).sum(axis=0, dtype=np.float64) for each in out)
    sums += np.concatenate(list(found))


def fold(
    matches: NDArray[np.float32],
    weights: NDArray[np.float32],
    offsets: NDArray[np.int64],
    rows: NDArray[np.int64],
    by_count: NDArray[np.float32],
    out: NDArray[np.float32],
) -> None:
    """Write what the matches of each image add up to; see kernels.fold."""
    out[:] = matches @ weights * by_count[offsets[rows + 1] - offsets[rows]]


def _values(
    matches: NDArray[np.float32],
    at: tuple[NDArray[np.int64], NDArray[np.int64]],
    said: NDArray[Any],
    tables: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]],
    query: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]],
    joint: bool,
) -> NDArray[np.float32]:
    """Return the value of each edge for each relation, (edges, R)."""
    straight, turn = tables[1][said], tables[2][said]
    forth = matches[at[0]][:, query[0]], matches[at[1]][:, query[1]]
    back = matches[at[1]][:, query[0]], matches[at[0]][:, query[1]]
    if joint:
        return np.asarray(np.maximum(forth[0] * forth[1] * straight, back[0] * back[1] * turn))
    values = forth[0] + straight + forth[1]
    return np.asarray(np.where(turn > 0, np.maximum(values, back[0] + turn + back[1]), values))


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

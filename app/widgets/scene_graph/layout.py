"""Where the nodes of a small graph stand: in columns, from subjects to objects."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_SWEEPS = 4  # how often columns are sorted by their neighbours


def columns_of(count: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """Return the column of every node: one behind the last of its subjects.

    A relation that would close a ring is left out of account, so that rings have columns too.

    Args:
        count: number of nodes.
        edges: places of subject and object.
    """
    kept: list[tuple[int, int]] = []
    for edge in edges:
        if edge[0] != edge[1] and not _reaches(edge[1], edge[0], kept):
            kept.append(edge)
    columns = [0] * count
    for _ in range(count):
        for subject, target in kept:
            columns[target] = max(columns[target], columns[subject] + 1)
    return columns


def _reaches(start: int, goal: int, edges: Sequence[tuple[int, int]]) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        node = waiting.pop()
        if node == goal:
            return True
        for subject, target in edges:
            if subject == node and target not in seen:
                seen.add(target)
                waiting.append(target)
    return False


def arrange(
    sizes: Sequence[tuple[float, float]],
    edges: Sequence[tuple[int, int]],
    labels: Sequence[float],
    *,
    gap: float = 22.0,
) -> NDArray[np.float64]:
    """Return the middles of the nodes, float64 (N, 2), pixels; the graph's own middle is (0, 0).

    Nodes that no relation touches stand in a column of their own at the end. The same graph always
    gets the same places.

    Args:
        sizes: width and height of every node, pixels.
        edges: places of subject and object.
        labels: width of every relation's name, pixels; columns leave room for them.
        gap: between nodes of a column, pixels.
    """
    count = len(sizes)
    if not count:
        return np.zeros((0, 2))
    columns = columns_of(count, edges)
    touched = {node for edge in edges for node in edge}
    loose = [node for node in range(count) if node not in touched]
    if touched:
        behind = max(columns[node] for node in touched) + 1
        for place, node in enumerate(loose):
            columns[node] = behind + place // 4
    else:
        rows = max(1, int(np.ceil(len(loose) / 6)))
        for place, node in enumerate(loose):
            columns[node] = place // rows
    order = _ordered(columns, edges)
    places = np.zeros((count, 2))
    left = 0.0
    for column, nodes in enumerate(order):
        width = max(sizes[node][0] for node in nodes)
        height = sum(sizes[node][1] for node in nodes) + gap * (len(nodes) - 1)
        top = -height / 2
        for node in nodes:
            places[node] = (left + width / 2, top + sizes[node][1] / 2)
            top += sizes[node][1] + gap
        left += width + _room(columns, edges, labels, column, gap)
    places[:, 0] -= (places[:, 0].max() + places[:, 0].min()) / 2
    return places


def _ordered(columns: Sequence[int], edges: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return the nodes of every column, sorted so that few relations cross (barycentres)."""
    used = sorted(set(columns))
    order = [[node for node, own in enumerate(columns) if own == column] for column in used]
    for _ in range(_SWEEPS):
        places = {
            node: place - len(nodes) / 2 for nodes in order for place, node in enumerate(nodes)
        }
        for nodes in order:
            nodes.sort(key=lambda node: (_pull(node, edges, places), node))
    return order


def _pull(node: int, edges: Sequence[tuple[int, int]], places: dict[int, float]) -> float:
    others = [places[b] for a, b in edges if a == node] + [places[a] for a, b in edges if b == node]
    return sum(others) / len(others) if others else places[node]


def _room(
    columns: Sequence[int],
    edges: Sequence[tuple[int, int]],
    labels: Sequence[float],
    column: int,
    gap: float,
) -> float:
    """Return the room behind a column: for the widest name of a relation that crosses it."""
    used = sorted(set(columns))
    crossing = [
        width
        for (a, b), width in zip(edges, labels, strict=True)
        if min(columns[a], columns[b]) <= used[column] < max(columns[a], columns[b])
    ]
    return max(crossing) + 2 * gap if crossing else 1.5 * gap

"""Inner loops of the image graph: compiled by Numba, or plain Python where it is not installed.

Import this module only through `indexers.maps.loops`. An edge stands in the lists of both its ends:
`edges[v, :degree[v]]` are the neighbours of v, the rest is -1, and `lengths` beside them are
squared distances of codes. All loops run on one core and release the interpreter lock.
"""

import heapq
import importlib.util
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.loops import compiled

Codes = NDArray[np.int8]
Edges = NDArray[np.int32]
Lengths = NDArray[np.int32]


def _plain(function: Callable[..., Any]) -> Any:
    return function


_compiled: Callable[[Callable[..., Any]], Any] = (
    _plain if importlib.util.find_spec("numba") is None else compiled()
)


@_compiled
def distance(codes: Codes, first: int, second: int) -> int:
    """Return the squared distance of two rows of codes."""
    total = 0
    for place in range(codes.shape[1]):
        step = int(codes[first, place]) - int(codes[second, place])
        total += step * step
    return total


@_compiled
def is_linked(edges: Edges, degree: Edges, first: int, second: int) -> bool:
    """Whether two images are neighbours."""
    for place in range(degree[first]):  # noqa: SIM110 - compiled code has no generators
        if edges[first, place] == second:
            return True
    return False


@_compiled
def add_edge(
    edges: Edges, lengths: Lengths, degree: Edges, first: int, second: int, length: int
) -> None:
    """Make two images neighbours; both need room."""
    edges[first, degree[first]] = second
    lengths[first, degree[first]] = length
    degree[first] += 1
    edges[second, degree[second]] = first
    lengths[second, degree[second]] = length
    degree[second] += 1


@_compiled
def drop_half(edges: Edges, lengths: Lengths, degree: Edges, first: int, second: int) -> None:
    """Take second out of the list of first."""
    last = degree[first] - 1
    for place in range(last + 1):
        if edges[first, place] == second:
            edges[first, place] = edges[first, last]
            lengths[first, place] = lengths[first, last]
            edges[first, last] = -1
            degree[first] = last
            return


@_compiled
def is_occluded(
    codes: Codes,
    edges: Edges,
    lengths: Lengths,
    degree: Edges,
    first: int,
    second: int,
    length: int,
) -> bool:
    """Whether a neighbour of first lies nearer to both than they to each other.

    The rule of relative neighbourhood graphs: such an edge leads nowhere that two shorter ones do
    not lead.
    """
    for place in range(degree[first]):
        if lengths[first, place] < length and distance(codes, edges[first, place], second) < length:
            return True
    return False


@_compiled
def link(
    codes: Codes, near: Edges, edges: Edges, lengths: Lengths, degree: Edges, limit: int,
    is_strict: bool,
) -> int:  # fmt: skip
    """Link images to their nearest ones, the nearest of all first, while both have room.

    Args:
        codes: int8 (n, d).
        near: int32 (n, K) nearest images of each, nearest first; -1 where there are fewer.
        edges: int32 (n, degree), changed.
        lengths: int32 (n, degree), changed.
        degree: int32 (n,), changed.
        limit: of neighbours.
        is_strict: leave occluded edges out.

    Returns:
        How many edges were made.
    """
    made = 0
    for rank in range(near.shape[1]):
        for first in range(near.shape[0]):
            second = near[first, rank]
            if second < 0 or second == first:
                continue
            if degree[first] >= limit or degree[second] >= limit:
                continue
            if is_linked(edges, degree, first, second):
                continue
            length = distance(codes, first, second)
            if is_strict and (
                is_occluded(codes, edges, lengths, degree, first, second, length)
                or is_occluded(codes, edges, lengths, degree, second, first, length)
            ):
                continue
            add_edge(edges, lengths, degree, first, second, length)
            made += 1
    return made


@_compiled
def longest(edges: Edges, lengths: Lengths, degree: Edges, first: int, without: int) -> int:
    """Return the place of the longest edge of an image, or -1."""
    best, place = -1, -1
    for number in range(degree[first]):
        if lengths[first, number] > best and edges[first, number] != without:
            best, place = lengths[first, number], number
    return place


@_compiled
def swap(
    codes: Codes, near: Edges, edges: Edges, lengths: Lengths, degree: Edges, limit: int
) -> int:
    """Exchange two edges a-b, c-e for a-c, b-e wherever that makes the sum of lengths smaller.

    The edge optimisation of the Dynamic Exploration Graph (Hezel, Barthel, Schall and Jung, 2023)
    in its simplest form: every image keeps its number of neighbours.

    Returns:
        How many pairs of edges were exchanged.
    """
    made = 0
    for first in range(near.shape[0]):
        for rank in range(near.shape[1]):
            third = near[first, rank]
            if third < 0 or third == first or is_linked(edges, degree, first, third):
                continue
            if degree[first] < limit or degree[third] < limit:
                continue
            one = longest(edges, lengths, degree, first, third)
            two = longest(edges, lengths, degree, third, first)
            second, fourth = edges[first, one], edges[third, two]
            if second == fourth or is_linked(edges, degree, second, fourth):
                continue
            before = lengths[first, one] + lengths[third, two]
            length = distance(codes, first, third)
            if length >= before or length + distance(codes, second, fourth) >= before:
                continue
            _exchange(edges, lengths, degree, (first, second, third, fourth), codes)
            made += 1
    return made


@_compiled
def _exchange(
    edges: Edges, lengths: Lengths, degree: Edges, four: tuple[int, int, int, int], codes: Codes
) -> None:
    """Replace the edges first-second and third-fourth by first-third and second-fourth."""
    first, second, third, fourth = four
    drop_half(edges, lengths, degree, first, second)
    drop_half(edges, lengths, degree, second, first)
    drop_half(edges, lengths, degree, third, fourth)
    drop_half(edges, lengths, degree, fourth, third)
    add_edge(edges, lengths, degree, first, third, distance(codes, first, third))
    add_edge(edges, lengths, degree, second, fourth, distance(codes, second, fourth))


@_compiled
def components(edges: Edges, degree: Edges) -> Edges:
    """Return the number of the connected part that each image is in, int32 (n,)."""
    count = edges.shape[0]
    part = np.full(count, -1, np.int32)
    stack = np.empty(count, np.int32)
    number = 0
    for seed in range(count):
        if part[seed] >= 0:
            continue
        part[seed] = number
        stack[0], height = seed, 1
        while height > 0:
            height -= 1
            one = stack[height]
            for place in range(degree[one]):
                other = edges[one, place]
                if part[other] < 0:
                    part[other] = number
                    stack[height] = other
                    height += 1
        number += 1
    return part


@_compiled
def squared(codes: Codes, row: int, point: NDArray[np.float32]) -> float:
    """Return the squared distance of a row of codes from a point in steps of codes."""
    total = np.float32(0)
    for place in range(codes.shape[1]):
        step = np.float32(codes[row, place]) - point[place]
        total += step * step
    return float(total)


@_compiled
def search(
    codes: Codes, edges: Edges, degree: Edges, point: NDArray[np.float32],
    entries: NDArray[np.int32], width: int,
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:  # fmt: skip
    """Return images near a point, found by walking the graph, nearest first.

    Best first: the nearest image that was not looked at yet gives its neighbours, until it lies
    farther off than the worst of the `width` best.

    Args:
        codes: int8 (n, d).
        edges: int32 (n, degree).
        degree: int32 (n,).
        point: float32 (d,) in steps of codes.
        entries: int32 (E,) where the walk begins.
        width: how many are kept, >= 1.

    Returns:
        Images int32 (k,) and squared distances float32 (k,), k <= width.
    """
    seen = np.zeros(edges.shape[0], np.bool_)
    first = squared(codes, entries[0], point)
    waiting = [(first, np.int64(entries[0]))]
    best = [(-first, np.int64(entries[0]))]
    seen[entries[0]] = True
    for number in range(1, len(entries)):
        one = np.int64(entries[number])
        if not seen[one]:
            seen[one] = True
            _offer(waiting, best, width, squared(codes, one, point), one)
    while len(waiting) > 0:
        away, one = heapq.heappop(waiting)
        if len(best) >= width and away > -best[0][0]:
            break
        for place in range(degree[one]):
            other = np.int64(edges[one, place])
            if not seen[other]:
                seen[other] = True
                _offer(waiting, best, width, squared(codes, other, point), other)
    found: tuple[NDArray[np.int32], NDArray[np.float32]] = _emptied(best)
    return found


@_compiled
def _offer(waiting: Any, best: Any, width: int, away: float, one: int) -> None:
    """Put an image into both heaps if it is among the best."""
    if len(best) < width or away < -best[0][0]:
        heapq.heappush(waiting, (away, one))
        heapq.heappush(best, (-away, one))
        if len(best) > width:
            heapq.heappop(best)


@_compiled
def _emptied(best: Any) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return what a heap of negative distances holds, nearest first."""
    found = np.empty(len(best), np.int32)
    distances = np.empty(len(best), np.float32)
    for number in range(len(best) - 1, -1, -1):
        away, one = heapq.heappop(best)
        found[number], distances[number] = one, -away
    return found, distances


@_compiled
def insert(
    codes: Codes, edges: Edges, lengths: Lengths, degree: Edges, row: int,
    near: NDArray[np.int32],
) -> None:  # fmt: skip
    """Bring a new image in: into edges of images near it, so that the graph stays connected.

    An image with room is linked; of one without, the edge c-m that is longest against the way
    from m to the new image is replaced by c-new and new-m (Dynamic Exploration Graph).

    Args:
        codes: int8 (n, d), the new row among them.
        edges: int32 (n, degree), changed; the row of the new one is empty.
        lengths: int32 (n, degree), changed.
        degree: int32 (n,), changed.
        row: of the new image.
        near: int32 (k,) images near it, nearest first.
    """
    limit = edges.shape[1]
    for number in range(len(near)):
        if degree[row] >= limit:
            return
        other = near[number]
        if other == row or is_linked(edges, degree, row, other):
            continue
        length = distance(codes, row, other)
        if degree[other] < limit:
            add_edge(edges, lengths, degree, row, other, length)
            continue
        if degree[row] > limit - 2:
            continue
        third = _best_to_cut(codes, edges, lengths, degree, row, other)
        if third >= 0:
            drop_half(edges, lengths, degree, other, third)
            drop_half(edges, lengths, degree, third, other)
            add_edge(edges, lengths, degree, row, other, length)
            add_edge(edges, lengths, degree, row, third, distance(codes, row, third))


@_compiled
def _best_to_cut(
    codes: Codes, edges: Edges, lengths: Lengths, degree: Edges, row: int, other: int
) -> int:
    """Return the neighbour of other whose edge is longest against its way to row, or -1."""
    best, gain = -1, np.int64(-(2**40))
    for place in range(degree[other]):
        third = edges[other, place]
        if third == row or is_linked(edges, degree, row, third):
            continue
        saved = np.int64(lengths[other, place]) - distance(codes, row, third)
        if saved > gain:
            best, gain = third, saved
    return best

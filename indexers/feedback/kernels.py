"""The inner loops over codes, compiled by Numba when a search or a build first needs them.

Import this module only through `indexers.feedback.loops`, which falls back to NumPy where Numba is
missing. All loops run on one core and release the interpreter lock.
"""

from typing import Any

import numpy as np
from numba import types
from numba.extending import overload
from numpy.typing import NDArray

from common.loops import compiled

SCRATCH = 4096  # products kept in the first-level cache before they are compared


_compiled = compiled(fastmath=True)


@_compiled
def score_compact(
    codes: NDArray[np.uint16],
    start: int,
    stop: int,
    table: NDArray[np.float32],
    offset: np.float32,
    out: NDArray[np.float32],
) -> None:
    """Write the products of codes[start:stop] to out; see CompactCodes for the layout.

    The weights of an item's features are gathered first, so that the sum over them is one vector
    operation; with a constant number of features (24 bytes an item) that is twice as quick.
    """
    strongest = codes.shape[1] * 2 // 3
    ratios = codes.view(np.uint8)
    first = 2 * strongest
    weights = np.empty(strongest, np.float32)
    full = np.float32(255)
    if strongest == 8:
        for row in range(start, stop):
            for place in range(8):
                weights[place] = table[codes[row, place]]
            product = np.float32(0)
            for place in range(1, 8):
                product += weights[place] * np.float32(ratios[row, 16 + place])
            product = (product + weights[0] * full) * np.float32(ratios[row, 16])
            out[row - start] = product + offset
        return
    for row in range(start, stop):
        for place in range(strongest):
            weights[place] = table[codes[row, place]]
        product = np.float32(0)
        for place in range(1, strongest):
            product += weights[place] * np.float32(ratios[row, first + place])
        product = (product + weights[0] * full) * np.float32(ratios[row, first])
        out[row - start] = product + offset


@_compiled
def score_dense(
    codes: NDArray[np.int8],
    start: int,
    stop: int,
    table: NDArray[np.float32],
    offset: np.float32,
    out: NDArray[np.float32],
) -> None:
    """Write the products of codes[start:stop] to out, eight rows at a time.

    Every weight is read once for eight rows: that is as quick as the memory is.
    """
    size = codes.shape[1]
    whole = start + (stop - start) // 8 * 8
    for row in range(start, whole, 8):
        a, b, c, d = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
        e, f, g, h = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
        for place in range(size):
            weight = table[place]
            a += np.float32(codes[row, place]) * weight
            b += np.float32(codes[row + 1, place]) * weight
            c += np.float32(codes[row + 2, place]) * weight
            d += np.float32(codes[row + 3, place]) * weight
            e += np.float32(codes[row + 4, place]) * weight
            f += np.float32(codes[row + 5, place]) * weight
            g += np.float32(codes[row + 6, place]) * weight
            h += np.float32(codes[row + 7, place]) * weight
        first = row - start
        out[first], out[first + 1], out[first + 2], out[first + 3] = a, b, c, d
        out[first + 4], out[first + 5], out[first + 6], out[first + 7] = e, f, g, h
    for row in range(whole, stop):
        a = np.float32(0)
        for place in range(size):
            a += np.float32(codes[row, place]) * table[place]
        out[row - start] = a
    for place in range(stop - start):
        out[place] += offset


@_compiled
def may_pass(
    row: int,
    names: NDArray[np.int64],
    blocked: NDArray[np.uint8],
    allowed: NDArray[np.uint8],
) -> bool:
    """Whether a row is alive, not blocked and allowed; an empty array asks nothing."""
    byte, bit = row >> 3, np.uint8(1 << (row & 7))
    if len(allowed) and (byte >= len(allowed) or not allowed[byte] & bit):
        return False
    if len(blocked) and byte < len(blocked) and blocked[byte] & bit:
        return False
    return not len(names) or (row < len(names) and names[row] >= 0)


@_compiled
def collect(
    products: NDArray[np.float32],
    count: int,
    first: int,
    rows: NDArray[np.int32],
    masks: tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.uint8]],
    bound: np.float32,
    found: tuple[NDArray[np.float32], NDArray[np.int64]],
    filled: int,
) -> int:
    """Append what reaches bound and passes, and its place, to found; return how much that holds.

    Never writes past the end of found: the caller leaves room for count.
    """
    for place in range(count):
        if products[place] >= bound:
            row = np.int64(rows[first + place])
            if may_pass(row, masks[0], masks[1], masks[2]):
                found[0][filled] = products[place]
                found[1][filled] = first + place
                filled += 1
    return filled


def _score(
    codes: NDArray[Any],
    start: int,
    stop: int,
    table: NDArray[np.float32],
    offset: np.float32,
    out: NDArray[np.float32],
) -> None:
    """Stand for score_dense or score_compact inside compiled loops, by the kind of codes."""
    raise NotImplementedError


@overload(_score)
def _choose_score(
    codes: Any,
    start: Any,  # noqa: ARG001 - Numba asks for the signature that it replaces
    stop: Any,  # noqa: ARG001 - as above
    table: Any,  # noqa: ARG001 - as above
    offset: Any,  # noqa: ARG001 - as above
    out: Any,  # noqa: ARG001 - as above
) -> Any:
    chosen = score_dense if codes.dtype == types.int8 else score_compact

    def score(codes: Any, start: Any, stop: Any, table: Any, offset: Any, out: Any) -> None:
        chosen(codes, start, stop, table, offset, out)

    return score


@_compiled
def score_all(
    codes: NDArray[Any],
    table: NDArray[np.float32],
    offset: np.float32,
    out: NDArray[np.float32],
) -> None:
    """Write the product of every code to out, float32 (N,)."""
    _score(codes, 0, len(codes), table, offset, out)


@_compiled
def scan(
    codes: NDArray[Any],
    rows: NDArray[np.int32],
    starts: NDArray[np.int64],
    stops: NDArray[np.int64],
    at: tuple[int, int],
    weights: tuple[NDArray[np.float32], np.float32],
    masks: tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.uint8]],
    bound: np.float32,
    found: tuple[NDArray[np.float32], NDArray[np.int64]],
    filled: int,
    limit: int,
) -> tuple[int, int, int]:
    """Collect from ranges of codes until all are read or enough is found to raise the bound.

    Args:
        codes: int8 (N, D) or uint16 (N, W).
        rows: int32 (N,), row number of each code, by which masks are asked.
        starts: first code of each range.
        stops: the one behind its last.
        at: range and code to go on from; (0, 0) at first.
        weights: table and offset of the plane.
        masks: as for may_pass.
        bound: products below it are left out.
        found: products and places among the codes, filled up to `filled`.
        filled: what found holds.
        limit: stop when found holds so much; found has room for SCRATCH more.

    Returns:
        Where to go on (range = len(starts) when all were read), and what found holds.
    """
    products = np.empty(SCRATCH, np.float32)
    part, start = at
    while part < len(starts):
        start = max(start, starts[part])
        while start < stops[part]:
            if filled >= limit:
                return part, start, filled
            count = min(SCRATCH, stops[part] - start)
            _score(codes, start, start + count, weights[0], weights[1], products)
            filled = collect(products, count, start, rows, masks, bound, found, filled)
            start += count
        part += 1
        start = 0
    return part, 0, filled


@_compiled
def nearest_compact(
    codes: NDArray[np.uint16],
    order: NDArray[np.int64],
    centres: NDArray[np.float32],
    halves: NDArray[np.float32],
    scale: np.float32,
    out: NDArray[np.int32],
) -> None:
    """Write the nearest centre of codes[order] to out[order].

    Args:
        codes: uint16 (N, W).
        order: int64 (M,), which codes.
        centres: float32 (D, C), one column a centre.
        halves: float32 (C,), half the squared norm of each centre.
        scale: value of ratio x strength = 1.
        out: int32 (N,).
    """
    strongest = codes.shape[1] * 2 // 3
    ratios = codes.view(np.uint8)
    count = len(halves)
    close = np.empty(count, np.float32)
    for row in order:
        for centre in range(count):
            close[centre] = -halves[centre]
        top = np.float32(ratios[row, 2 * strongest]) * scale
        for place in range(strongest):
            value = top * np.float32(ratios[row, 2 * strongest + place])
            if place == 0:
                value = top * np.float32(255)
            name = codes[row, place]
            feature = name & 0x7FFF
            if name != feature:
                value = -value
            if feature < len(centres):
                column = centres[feature]
                for centre in range(count):
                    close[centre] += value * column[centre]
        best = 0
        for centre in range(1, count):
            if close[centre] > close[best]:
                best = centre
        out[row] = best


@_compiled
def add_compact(
    codes: NDArray[np.uint16],
    leaves: NDArray[np.int32],
    scale: np.float32,
    sums: NDArray[np.float32],
    squares: NDArray[np.float64],
) -> None:
    """Add every item to the sum, float32 (L, D), and the squared norm, (L,), of its leaf."""
    strongest = codes.shape[1] * 2 // 3
    for row in range(len(codes)):
        leaf = leaves[row]
        top = np.float32(codes[row, strongest] & 255) * scale
        square = np.float32(0)
        for place in range(strongest):
            ratio = (codes[row, strongest + (place >> 1)] >> (8 * (place & 1))) & 255
            value = top * np.float32(255 if place == 0 else ratio)
            square += value * value
            feature = codes[row, place]
            if feature & 0x8000:
                value = -value
            feature = feature & 0x7FFF
            if feature < sums.shape[1]:
                sums[leaf, feature] += value
        squares[leaf] += square


@_compiled
def place_codes(
    leaves: NDArray[np.int32],
    numbers: NDArray[np.int32],
    ends: NDArray[np.int64],
    codes: NDArray[Any],
    into: NDArray[Any],
    rows: NDArray[np.int32],
) -> None:
    """Copy codes behind what their leaves hold already; ends, int64 (L,), moves on.

    Args:
        leaves: int32 (N,), leaf of each code.
        numbers: int32 (N,), row number of each code.
        ends: where the next code of each leaf goes.
        codes: (N, W).
        into: (M, W), all codes by leaf.
        rows: int32 (M,), row number of each code in into.
    """
    for row in range(len(codes)):
        place = ends[leaves[row]]
        ends[leaves[row]] = place + 1
        into[place] = codes[row]
        rows[place] = numbers[row]

"""The loops of `kernels` in NumPy, for a machine without Numba: the same answers, slower."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

SCRATCH = 4096


def score_all(
    codes: NDArray[Any],
    table: NDArray[np.float32],
    offset: np.float32,
    out: NDArray[np.float32],
) -> None:
    """Write the product of every code to out, float32 (N,); see kernels.score_all."""
    for start in range(0, len(codes), SCRATCH):
        part = codes[start : start + SCRATCH]
        if codes.dtype == np.int8:
            products = part.astype(np.float32) @ table
        else:
            names, levels, strength = _unpacked(part)
            products = (table[names] * levels).sum(axis=1) * strength
        out[start : start + len(part)] = products + offset


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
    """Collect from ranges of codes; see kernels.scan."""
    part, start = at
    products = np.empty(SCRATCH, np.float32)
    while part < len(starts):
        start = max(start, int(starts[part]))
        while start < stops[part]:
            if filled >= limit:
                return part, start, filled
            count = min(SCRATCH, int(stops[part]) - start)
            score_all(codes[start : start + count], *weights, products[:count])
            places = np.flatnonzero(products[:count] >= bound)
            names = rows[start + places].astype(np.int64)
            passes = _may_pass(names, *masks)
            kept = int(passes.sum())
            found[0][filled : filled + kept] = products[places[passes]]
            found[1][filled : filled + kept] = start + places[passes]
            filled += kept
            start += count
        part, start = part + 1, 0
    return part, 0, filled


def nearest_compact(
    codes: NDArray[np.uint16],
    order: NDArray[np.int64],
    centres: NDArray[np.float32],
    halves: NDArray[np.float32],
    scale: np.float32,
    out: NDArray[np.int32],
) -> None:
    """Write the nearest centre of codes[order] to out[order]; see kernels.nearest_compact."""
    for start in range(0, len(order), SCRATCH):
        chosen = order[start : start + SCRATCH]
        features, values = _signed(codes[chosen], scale)
        close = np.broadcast_to(-halves, (len(chosen), len(halves))).copy()
        for place in range(features.shape[1]):
            known = np.minimum(features[:, place], len(centres) - 1)
            close += (
                np.where(features[:, place] == known, values[:, place], 0)[:, None]
                * (centres[known])
            )
        out[chosen] = close.argmax(axis=1)


def add_compact(
    codes: NDArray[np.uint16],
    leaves: NDArray[np.int32],
    scale: np.float32,
    sums: NDArray[np.float32],
    squares: NDArray[np.float64],
) -> None:
    """Add every item to the sums of its leaf; see kernels.add_compact."""
    for start in range(0, len(codes), SCRATCH):
        features, values = _signed(codes[start : start + SCRATCH], scale)
        where = leaves[start : start + SCRATCH]
        known = features < sums.shape[1]
        spread = np.broadcast_to(where[:, None], features.shape)
        np.add.at(sums, (spread[known], features[known]), values[known])
        np.add.at(squares, where, np.square(values).sum(axis=1))


def place_codes(
    leaves: NDArray[np.int32],
    numbers: NDArray[np.int32],
    ends: NDArray[np.int64],
    codes: NDArray[Any],
    into: NDArray[Any],
    rows: NDArray[np.int32],
) -> None:
    """Copy codes behind what their leaves hold already; see kernels.place_codes."""
    order = np.argsort(leaves, kind="stable")
    counts = np.bincount(leaves, minlength=len(ends))
    before = np.cumsum(counts) - counts
    places = np.empty(len(codes), np.int64)
    places[order] = ends[leaves[order]] + np.arange(len(codes)) - before[leaves[order]]
    into[places] = codes
    rows[places] = numbers
    ends += counts


def _unpacked(
    codes: NDArray[np.uint16],
) -> tuple[NDArray[np.uint16], NDArray[np.float32], NDArray[np.float32]]:
    """Return ids (N, s), ratios (N, s), the first 255, and strength (N,)."""
    strongest = codes.shape[1] * 2 // 3
    pairs = codes[:, strongest:]
    levels = np.stack([pairs & 255, pairs >> 8], axis=2).reshape(len(codes), -1)
    levels = levels.astype(np.float32)
    strength = levels[:, 0].copy()
    levels[:, 0] = 255
    return codes[:, :strongest], levels, strength


def _signed(
    codes: NDArray[np.uint16], scale: np.float32
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return features, int64 (N, s), and values, float32 (N, s)."""
    names, levels, strength = _unpacked(codes)
    values = levels * (strength * scale)[:, None]
    signed = np.where(names & 0x8000 != 0, -values, values).astype(np.float32)
    return (names & 0x7FFF).astype(np.int64), signed


def _may_pass(
    rows: NDArray[np.int64],
    names: NDArray[np.int64],
    blocked: NDArray[np.uint8],
    allowed: NDArray[np.uint8],
) -> NDArray[np.bool_]:
    """Return which rows are alive, not blocked and allowed; see kernels.may_pass."""
    passes = np.ones(len(rows), bool)
    if len(names):
        passes &= (rows < len(names)) & (names[np.minimum(rows, len(names) - 1)] >= 0)
    if len(blocked):
        passes &= ~_bit(blocked, rows)
    if len(allowed):
        passes &= _bit(allowed, rows)
    return passes


def _bit(bits: NDArray[np.uint8], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    inside = rows >> 3 < len(bits)
    taken = bits[np.minimum(rows >> 3, len(bits) - 1)] >> (rows & 7).astype(np.uint8) & 1
    result: NDArray[np.bool_] = inside & (taken != 0)
    return result

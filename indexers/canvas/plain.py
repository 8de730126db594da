"""The inner loops of canvases in NumPy and SciPy: what they are, and the way without Numba."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexers.canvas.colours import codes_of

_AT_ONCE = 8192
Floats = NDArray[np.float32]


def encode(squares: NDArray[np.uint32], out: NDArray[np.uint16]) -> None:
    """Write the code of each pixel.

    Args:
        squares: uint32 (R, C), RGBX from the lowest byte up.
        out: uint16 (R, C), written.
    """
    for first in range(0, len(squares), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        out[part] = codes_of(squares[part])


def fill(
    codes: NDArray[np.uint16],
    rows: NDArray[np.int64],
    starts: NDArray[np.int64],
    cells: NDArray[np.int32],
    weights: Floats,
    tables: NDArray[np.uint8],
    out: Floats,
) -> None:
    """Write how far each region is filled with its colour, at most 1.

    Args:
        codes: uint16 (R, n * n), colours of thumbnails.
        rows: int64 (M,), which of them.
        starts: int64 (S + 1,), where the cells of each of S shapes begin.
        cells: int32, numbers of cells.
        weights: float32, what each counts.
        tables: uint8 (S, CODES), how alike each code is to the colour of a shape.
        out: float32 (M, S), written.
    """
    for first in range(0, len(rows), _AT_ONCE):
        some = codes[rows[first : first + _AT_ONCE]]
        for shape in range(len(starts) - 1):
            part = slice(starts[shape], starts[shape + 1])
            alike = tables[shape][some[:, cells[part]]] @ weights[part] / 255
            out[first : first + _AT_ONCE, shape] = np.minimum(1, alike)


def resemble(
    codes: NDArray[np.uint16],
    rows: NDArray[np.int64],
    cells: NDArray[np.int32],
    wanted: NDArray[np.int16],
    labs: NDArray[np.int16],
    curve: Floats,
    out: Floats,
) -> None:
    """Write how alike the cells of a region are to those of a picture, at the best place.

    Args:
        codes: uint16 (R, n * n), colours of thumbnails.
        rows: int64 (M,), which of them.
        cells: int32 (V, C), the cells of the region at each of V places.
        wanted: int16 (C, 3), CIE-Lab of the picture there.
        labs: int16 (CODES, 3), CIE-Lab of codes.
        curve: float32, likeness by squared distance.
        out: float32 (M,), written: the mean over cells, 0-1.
    """
    for first in range(0, len(rows), _AT_ONCE):
        some = codes[rows[first : first + _AT_ONCE]]
        best = np.zeros(len(some), np.float32)
        for variant in cells:
            steps = labs[some[:, variant]].astype(np.int64) - wanted
            away = np.minimum((steps**2).sum(axis=2), len(curve) - 1)
            best = np.maximum(best, curve[away].mean(axis=1))
        out[first : first + _AT_ONCE] = best


def inside_boxes(
    codes: NDArray[np.uint16],
    rows: NDArray[np.int64],
    places: Floats,
    table: NDArray[np.uint8],
    out: Floats,
) -> None:
    """Write which share of each box has a colour, 0-1.

    Args:
        codes: uint16 (R, n * n), colours of thumbnails.
        rows: int64 (B,), the thumbnail of each box.
        places: float32 (B, 4): left, top, width, height as fractions.
        table: uint8 (CODES,), how alike each code is to the colour.
        out: float32 (B,), written.
    """
    side = math.isqrt(codes.shape[1])
    edges = np.arange(side + 1)
    for first in range(0, len(rows), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        alike = table[codes[rows[part]]].reshape(-1, side, side)
        low, size = places[part, :2] * side, places[part, 2:] * side
        covered = np.minimum(edges[1:], (low + size)[..., None]) - np.maximum(
            edges[:-1], low[..., None]
        )
        across, down = np.moveaxis(np.clip(covered, 0, None), 1, 0)
        weight = across.sum(axis=1) * down.sum(axis=1)
        total = np.einsum("bij,bi,bj->b", alike, down, across)
        out[part] = np.where(weight > 0, total / (255 * np.maximum(weight, 1e-12)), 0)


def likeness(places: Floats, scores: Floats, colours: Floats, slot: Floats) -> Floats:
    """Return how well detected boxes fit a drawn one, float32 (B,), 0-1.

    (0.3 + 0.7 confidence) x place x size x colour; the parts that are not asked for are 1.
    Place is 0.4 IoU + 0.6 exp(-d^2 / 0.08) sqrt(ratio of areas) with d the distance of the centres;
    where a size is asked for the region says where only: share inside instead of IoU, no ratio.
    Size falls as exp(-2 ln(r)^2) with r how often too small or too large. Colour is 0.1 + 0.9 x
    min(1, share of the box with the colour / 0.3): the colour of a part is enough.

    Args:
        places: float32 (B, 4): left, top, width, height as fractions.
        scores: float32 (B,), of the detector.
        colours: float32 (B, C), share of the box that has each colour.
        slot: float32 (9,): whether a region is drawn; its left, top, width, height; least and most
            share of the picture, 0 for any; column of colours or -1; least confidence.
    """
    fit = 0.3 + 0.7 * scores
    if slot[0] > 0:
        fit = fit * _placed(places, slot)
    share = np.maximum(places[:, 2] * places[:, 3], 1e-6)
    if slot[5] > 0:
        fit = fit * np.exp(-2 * np.log(np.maximum(1, slot[5] / share)) ** 2)
    if slot[6] > 0:
        fit = fit * np.exp(-2 * np.log(np.maximum(1, share / slot[6])) ** 2)
    if slot[7] >= 0:
        fit = fit * (0.1 + 0.9 * np.minimum(1, colours[:, int(slot[7])] / 0.3))
    return np.where(scores < slot[8], 0, fit).astype(np.float32)


def _placed(places: Floats, slot: Floats) -> NDArray[Any]:
    ends, asked = places[:, :2] + places[:, 2:], slot[1:3] + slot[3:5]
    sides = np.minimum(ends, asked) - np.maximum(places[:, :2], slot[1:3])
    shared = np.where((sides > 0).all(axis=1), sides[:, 0] * sides[:, 1], 0)
    mine, area = places[:, 2] * places[:, 3], slot[3] * slot[4]
    away = ((places[:, :2] + places[:, 2:] / 2 - slot[1:3] - slot[3:5] / 2) ** 2).sum(axis=1)
    near = np.exp(-away / 0.08)
    if slot[5] > 0 or slot[6] > 0:
        return np.asarray(0.4 * shared / np.maximum(mine, 1e-12) + 0.6 * near)
    ratio = np.minimum(mine, area) / np.maximum(np.maximum(mine, area), 1e-9)
    return np.asarray(0.4 * shared / (mine + area - shared) + 0.6 * near * np.sqrt(ratio))


def match(
    offsets: NDArray[np.int64],
    places: Floats,
    scores: Floats,
    colours: Floats,
    slots: Floats,
    out: Floats,
    who: NDArray[np.int32],
) -> None:
    """Write the matching of drawn boxes to those of each picture that has the largest sum.

    No box is taken twice: the Hungarian method, as VISIONE proposes. Where nobody contends the best
    box of each is the answer.

    Args:
        offsets: int64 (N + 1,), where the boxes of each picture begin.
        places: float32 (B, 4); see likeness.
        scores: float32 (B,).
        colours: float32 (B, C).
        slots: float32 (Q, 9), the drawn boxes.
        out: float32 (N, Q), written: likeness of what each was given, 0 for nothing.
        who: int32 (N, Q), written: which box of the picture, -1 for none.
    """
    from scipy.optimize import linear_sum_assignment

    fits = np.stack([likeness(places, scores, colours, slot) for slot in slots], axis=1)
    counts, out[:], who[:] = np.diff(offsets), 0, -1
    if not len(held := np.flatnonzero(counts)):
        return
    owners = np.repeat(np.arange(len(counts)), counts)
    out[held] = np.maximum.reduceat(fits, offsets[held], axis=0)
    for slot in range(len(slots)):
        best = np.flatnonzero((fits[:, slot] > 0) & (fits[:, slot] == out[owners, slot]))[::-1]
        who[owners[best], slot] = best - offsets[owners[best]]
    for picture in held[_clashes(who[held])]:
        table = fits[offsets[picture] : offsets[picture + 1]].T
        drawn, found = linear_sum_assignment(table, maximize=True)
        out[picture], who[picture] = 0, -1
        out[picture, drawn] = table[drawn, found]
        who[picture, drawn] = np.where(table[drawn, found] > 0, found, -1)


def _clashes(who: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return in which pictures two drawn boxes want the same one."""
    ordered = np.sort(who, axis=1)
    return np.asarray(((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] >= 0)).any(axis=1))


def count_boxes(
    offsets: NDArray[np.int64],
    places: Floats,
    scores: Floats,
    colours: Floats,
    slots: Floats,
    least: float,
    out: NDArray[np.int32],
) -> None:
    """Write how many boxes of each picture fit the first of drawn ones so well, int32 (N,)."""
    fits = likeness(places, scores, colours, slots[0]) >= least
    out[:] = np.diff(np.r_[0, np.cumsum(fits)][offsets])

"""How well a grid keeps distances: Distance Preservation Quality.

DPQ compares, for every item and every k, the mean distance to its k nearest items on the grid with
that to its k nearest items of all: 1 is a grid on which both agree, 0 is no better than chance
(Barthel, Hezel, Jung and Schall, "Improved Evaluation and Generation of Grid Layouts Using Distance
Preservation Quality and Linear Assignment Sorting", Computer Graphics Forum 42, 2023).
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.services.arrangements import Positions
from common.jobs import JobContext

NORM = 16  # the p of DPQ_p that agreed best with what people saw
ALL_UP_TO = 4096  # items; beyond it a part of them is asked
MOST_PAIRS = 1 << 24
LEAST_ASKED = 48
BLOCK = 32_768

Floats = NDArray[np.float32]


class Rows(Protocol):
    """Vectors that are read block by block: an array or something that makes them."""

    def __len__(self) -> int:
        """Return the number of vectors."""

    def __getitem__(self, where: NDArray[np.int64]) -> Floats:
        """Return the vectors at places, (k, D)."""


def dpq(
    vectors: Rows, order: Positions, columns: int, *, seed: int = 0,
    context: JobContext | None = None,
) -> float:  # fmt: skip
    """Return the DPQ_16 of a grid, 0 to about 1.

    Exact up to 4,096 items; beyond, the means are taken over a random sample of the items, each
    compared with all others.

    Args:
        vectors: float32 (N, D), by item.
        order: (n,) item of each cell, in reading order.
        columns: cells in a row.
        seed: of the sample.
        context: progress and cancel.

    Returns:
        NaN for fewer than three items, or where all are the same.
    """
    count = len(order)
    if count < 3:
        return float("nan")
    context = context or JobContext()
    asked = np.arange(count)
    if count > ALL_UP_TO:
        wanted = min(count, max(LEAST_ASKED, MOST_PAIRS // count))
        asked = np.sort(np.random.default_rng(seed).choice(count, wanted, replace=False))
    on_grid, ideal, mean = np.zeros(count - 1), np.zeros(count - 1), 0.0
    k = np.arange(1, count)
    step = max(1, MOST_PAIRS // count)
    for start in range(0, len(asked), step):
        cells = asked[start : start + step]
        distances = _distances(vectors, order, cells, context)
        for number, cell in enumerate(cells.tolist()):
            context.step(start + number, len(asked), "Measuring the quality of the map")
            row = distances[number]
            near = np.sort(row)[1:]
            mean += float(near.mean(dtype=np.float64))
            ideal += np.cumsum(near, dtype=np.float64) / k
            on_grid += np.cumsum(_by_grid(row, cell, columns), dtype=np.float64) / k
    mean /= len(asked)
    if mean <= 0:
        return float("nan")
    gain, best = (np.maximum(0.0, 1 - d / (mean * len(asked))) for d in (on_grid, ideal))
    most = float(best.max())
    if most <= 0:
        return float("nan")
    # Scaled by the largest gain: a power of 16 of small numbers would vanish.
    ours = float(np.sum((gain / most) ** NORM))
    return float((ours / float(np.sum((best / most) ** NORM))) ** (1 / NORM))


def _distances(
    vectors: Rows, order: Positions, cells: NDArray[np.int64], context: JobContext
) -> Floats:
    """Return Euclidean distances from the items of some cells to those of all, (len(cells), n)."""
    asked = np.asarray(vectors[order[cells]], np.float32)
    own = np.einsum("nd,nd->n", asked, asked)
    out = np.empty((len(cells), len(order)), np.float32)
    for start in range(0, len(order), BLOCK):
        context.step(0, 0, "Measuring the quality of the map")
        block = np.asarray(vectors[order[start : start + BLOCK]], np.float32)
        squares = own[:, None] + np.einsum("nd,nd->n", block, block) - 2 * asked @ block.T
        out[:, start : start + len(block)] = np.sqrt(np.maximum(squares, 0))
    out[np.arange(len(cells)), cells] = 0
    return out


def _by_grid(row: Floats, cell: int, columns: int) -> Floats:
    """Return distances in the order of nearness on the grid, nearer vectors first among equals.

    Args:
        row: (n,) distance to the item of each cell.
        cell: of the item itself; it is left out.
        columns: cells in a row.
    """
    cells = np.arange(len(row))
    away = (cells // columns - cell // columns) ** 2 + (cells % columns - cell % columns) ** 2
    largest = float(row.max()) * 1.0001 or 1.0
    # Whole part: squared distance on the grid. Fraction: distance of the vectors.
    keys = np.sort(away + row.astype(np.float64) / largest)
    return np.asarray(np.modf(keys)[0][1:] * largest, np.float32)

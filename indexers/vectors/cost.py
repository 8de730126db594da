"""Chooses the index for a number of vectors by what a scan costs on this machine."""

import time
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indexers.vectors.base import VectorIndex
from indexers.vectors.flat import scan

SCAN_BUDGET_S = 0.005  # a full scan may take this long before an index is built
LEAST_ROWS = 10_000  # below this a scan never matters, and nothing is measured
TARGET_RECALL = 0.95
QUERIES = 96
DEPTH = 10


@cache
def scan_bytes_per_s() -> float:
    """Return how fast this machine scans vectors, bytes a second; measured once, about 20 ms."""
    rows = np.random.default_rng(0).standard_normal((32_768, 128), dtype=np.float32)
    names = np.arange(len(rows), dtype=np.int64)
    times = []
    for _ in range(5):
        started = time.perf_counter()
        scan(rows, rows[:1], DEPTH, names)
        times.append(time.perf_counter() - started)
    return rows.nbytes / min(times)


def exact_rows(dim: int) -> int:
    """Return up to how many vectors of dim numbers a full scan stays within its budget."""
    return max(LEAST_ROWS, int(SCAN_BUDGET_S * scan_bytes_per_s() / (4 * max(1, dim))))


def choose(rows: int, dim: int) -> str:
    """Return the registry name of the index for rows vectors: exact while that is quick enough.

    Inverted lists beyond: they are built in seconds, mapped from disk, and reach the recall asked
    of them. A graph searches as fast but takes minutes to build and must fit into memory, so it is
    only used where it is named.
    """
    return "flat" if rows <= LEAST_ROWS or rows <= exact_rows(dim) else "ivf"


def held_out_queries(
    matrix: NDArray[np.float32], rows: NDArray[np.int64], seed: int = 0
) -> NDArray[np.float32]:
    """Return queries that an index is tuned with, float32 (QUERIES, D).

    Half lie near stored vectors, as examples do; half lie between two, as texts and trained
    directions do: those are harder for cells and graphs.

    Args:
        matrix: all vectors.
        rows: those that count.
        seed: makes the choice repeatable.
    """
    rng = np.random.default_rng(seed)
    chosen = matrix[np.sort(rng.choice(rows, QUERIES))]
    other = matrix[np.sort(rng.choice(rows, QUERIES))][rng.permutation(QUERIES)]
    scale = np.linalg.norm(chosen, axis=1, keepdims=True) / np.sqrt(matrix.shape[1])
    near = chosen + 0.25 * scale * rng.standard_normal(chosen.shape)
    mixed = chosen + other
    half = QUERIES // 2
    return np.concatenate([near[:half], mixed[half:]]).astype(np.float32)


def recall(found: NDArray[np.int64], truth: NDArray[np.int64]) -> float:
    """Return the mean share of truth (Q, K) that is in found (Q, K), 0 to 1."""
    pairs = zip(found, truth, strict=True)
    return float(np.mean([np.isin(right, left).mean() for left, right in pairs]))


def tune(
    index: VectorIndex, queries: NDArray[np.float32], truth: NDArray[np.int64], target: float
) -> float:
    """Give index the least effort that reaches target recall and return the recall.

    Args:
        index: filled.
        queries: float32 (Q, D).
        truth: int64 (Q, K), what an exact search finds.
        target: 0 to 1, for the near and for the mixed half alike.
    """
    reached = 0.0
    half = len(queries) // 2
    for effort in index.efforts():
        index.effort = effort
        found = index.search(queries, truth.shape[1])[1]
        reached = min(recall(found[:half], truth[:half]), recall(found[half:], truth[half:]))
        if reached >= target:
            break
    return reached

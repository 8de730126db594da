"""What all ways of clustering share: standardised rows, thresholds, groups, correlations.

Correlation is Pearson's coefficient of two vectors. Rows that are centred and of unit length make
it an inner product.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 1024  # rows of a block of the correlation matrix
STEP = 0.1  # how far the threshold drops where no row has a neighbour left
CORRELATED_LIMIT = 50_000  # rows; with more, correlations of all pairs are too many to keep
TIE = 6  # decimals in which two correlations must differ to be put in order by them
FLAT = 1e-6  # a row whose spread is less than this part of its length varies by rounding only


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Rows that belong together.

    Args:
        rows: int64 (M,), M >= 1: the centre first, then by correlation to it, largest first, ties
            by row.
        threshold: all rows of the group correlate with its centre above it; None where no
            threshold was asked (k-means), and where the centre stands alone.
    """

    rows: NDArray[np.int64]
    threshold: float | None

    def __eq__(self, other: object) -> bool:
        """Whether the other group holds the same rows in the same order, by the same threshold."""
        if not isinstance(other, Group):
            return NotImplemented
        return self.threshold == other.threshold and np.array_equal(self.rows, other.rows)

    __hash__ = None  # type: ignore[assignment]  # arrays inside cannot be hashed


def levels(threshold: float) -> list[float]:
    """Return the thresholds that a clustering goes through: down by 0.1 as long as they are >= 0.

    Raises:
        ValueError: the threshold is not within 0-1.
    """
    if not 0 <= threshold <= 1:
        raise ValueError(f"threshold {threshold} is not within 0-1")
    drops = (round(threshold - STEP * count, 10) for count in range(11))
    return [level for level in drops if level >= 0]


def standardise(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return rows centred and of unit length, so that inner products are correlations.

    The correlation of a row that does not vary, or holds NaN or infinity, is not defined; such a
    row becomes zero, which correlates with none.

    Args:
        vectors: float32 (N, D); not changed.

    Returns:
        float32 (N, D).

    Raises:
        ValueError: the shape is another.
    """
    if vectors.ndim != 2:
        raise ValueError(f"vectors have shape {vectors.shape}, not (N, D)")
    rows = np.empty(vectors.shape, np.float32)
    for start in range(0, len(vectors), BLOCK):
        block = np.asarray(vectors[start : start + BLOCK], np.float64)
        block = np.where(np.isfinite(block).all(axis=1, keepdims=True), block, 0.0)
        length = np.linalg.norm(block, axis=1, keepdims=True)
        block = block - block.mean(axis=1, keepdims=True) if block.size else block
        spread = np.linalg.norm(block, axis=1, keepdims=True)
        varies = spread > FLAT * length
        rows[start : start + BLOCK] = np.where(varies, block / np.where(varies, spread, 1.0), 0.0)
    return rows


def upper_blocks(rows: NDArray[np.float32]) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Yield the correlations of each block of rows with these and all later rows.

    Everyone who compares correlations with a threshold takes them from here: the last bit of a
    product depends on the shape of the matrices, and equal bits give equal clusters.

    Args:
        rows: standardised, float32 (N, D).

    Yields:
        The first row i of the block, and float32 (B, N - i): row b, column j is the correlation of
        rows i + b and i + j. Where j <= b it is -inf: these were given before, or are the row
        itself.
    """
    for start in range(0, len(rows), BLOCK):
        products = rows[start : start + BLOCK] @ rows[start:].T
        below = np.tril_indices(len(products))
        products[below] = -np.inf
        yield start, products


def by_correlation(
    rows: NDArray[np.float32], centre: int, members: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the centre and then the members, those first that correlate most with it.

    Args:
        rows: standardised, float32 (N, D).
        centre: a row.
        members: other rows, int64 (M,), ascending.

    Returns:
        int64 (M + 1,); ties (to six decimals) by row.
    """
    alike = rows[members].astype(np.float64) @ rows[centre].astype(np.float64)
    return centre_first(centre, members, alike)


def centre_first(
    centre: int, members: NDArray[np.int64], alike: NDArray[np.floating[Any]]
) -> NDArray[np.int64]:
    """Return the centre and then the members by their correlation with it, largest first.

    Args:
        centre: a row.
        members: other rows, int64 (M,).
        alike: their correlations with the centre, (M,).

    Returns:
        int64 (M + 1,); ties (to six decimals) by row.
    """
    order = np.lexsort((members, -np.round(alike.astype(np.float64), TIE)))
    return np.concatenate([np.array([centre], np.int64), members[order]])

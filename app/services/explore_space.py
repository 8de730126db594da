"""The vectors of one encoder, compared by correlation, however many there are."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from indexers.clustering import standardise

if TYPE_CHECKING:
    from indexers.vectors import Vectors

BLOCK = 8192  # vectors read at a time
LEAST_LENGTH = 1e-9
KEPT_BYTES = 256 << 20  # up to so many, standardised vectors are kept in memory

Allowed = Sequence[int] | NDArray[np.int64] | None


class Space:
    """All vectors of a collection as they are now; correlations without a copy of them.

    Where there are few, they are kept standardised. Of many, only the spread is kept, beside the
    map on disk: a direction that is centred makes the inner product with a vector, over the
    vector's own spread, their correlation.

    Args:
        vectors: the collection.
    """

    def __init__(self, vectors: "Vectors") -> None:
        self.encoder = vectors.encoder
        self.items, self._matrix = vectors.matrix()
        self.mark = mark_of(self.items, vectors.version)
        self._order = np.argsort(self.items)
        self._unit: NDArray[np.float32] | None = None
        self._inverse = np.empty(0, np.float32)  # 1 / spread, 0 where undefined
        if self._matrix.size * 4 <= KEPT_BYTES:
            self._unit = standardise(self._matrix)
        else:
            self._inverse = np.concatenate([_inverse_spread(block) for _, block in self._blocks()])

    def __len__(self) -> int:
        return len(self.items)

    def rows(self, items: Allowed) -> NDArray[np.int64]:
        """Return the row of each item, int64 (M,), -1 where it has no vector; None gives all."""
        if items is None:
            return np.arange(len(self.items))
        wanted = np.asarray(items, np.int64)
        if not len(self.items):
            return np.full(len(wanted), -1, np.int64)
        place = np.searchsorted(self.items, wanted, sorter=self._order)
        rows = self._order[np.minimum(place, len(self.items) - 1)]
        return np.where(self.items[rows] == wanted, rows, -1).astype(np.int64)

    def has(self, items: Allowed) -> NDArray[np.int64]:
        """Return the rows of those items that have a vector, each once, ascending."""
        rows = np.unique(self.rows(items))
        return rows[rows >= 0]

    def raw(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return vectors as they are stored, float32 (M, D); all in order without a copy."""
        if len(rows) == len(self.items) and (np.diff(rows) == 1).all():
            return self._matrix
        return np.asarray(self._matrix[rows], np.float32)

    def unit(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return vectors standardised, float32 (M, D): inner products are correlations."""
        return standardise(self.raw(rows)) if self._unit is None else self._unit[rows]

    def mean(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the mean of standardised vectors, float32 (D,), of unit length or zero."""
        total = np.zeros(self._matrix.shape[1], np.float64)
        for start in range(0, len(rows), BLOCK):
            total += self.unit(rows[start : start + BLOCK]).sum(axis=0, dtype=np.float64)
        length = float(np.linalg.norm(total))
        return (total / length if length > LEAST_LENGTH else total).astype(np.float32)

    def correlate(self, directions: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the correlation of each direction with every vector, float32 (Q, N).

        Args:
            directions: standardised, float32 (Q, D).
        """
        if self._unit is not None:
            return directions @ self._unit.T
        found = np.empty((len(directions), len(self.items)), np.float32)
        for start, block in self._blocks():
            found[:, start : start + len(block)] = directions @ block.T
        found *= self._inverse
        found[:, self._inverse == 0] = 0
        return found

    def nearest(
        self, directions: NDArray[np.float32]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return for every vector the direction that it correlates with most.

        Args:
            directions: standardised, float32 (Q, D), Q >= 1.

        Returns:
            Which direction, int64 (N,), and the correlation, float32 (N,).
        """
        which = np.empty(len(self.items), np.int64)
        best = np.empty(len(self.items), np.float32)
        for start, block in self._blocks():
            products = block @ directions.T
            stop = start + len(block)
            which[start:stop] = products.argmax(axis=1)
            best[start:stop] = products.max(axis=1)
        if self._unit is None:
            best *= self._inverse
            best[self._inverse == 0] = 0
        return which, best

    def open_rows(self, allowed: Allowed, seen: Allowed) -> NDArray[np.bool_]:
        """Return which vectors may be shown: allowed and not seen, bool (N,)."""
        is_open = np.ones(len(self.items), np.bool_)
        if allowed is not None:
            is_open[:] = False
            is_open[self.has(allowed)] = True
        if seen is not None and len(seen):
            is_open[self.has(seen)] = False
        return is_open

    def _blocks(self) -> Iterator[tuple[int, NDArray[np.float32]]]:
        rows = self._matrix if self._unit is None else self._unit
        for start in range(0, len(self.items), BLOCK):
            yield start, np.asarray(rows[start : start + BLOCK], np.float32)


def _inverse_spread(block: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what makes the products of centred directions with vectors correlations, (B,)."""
    products = np.einsum("nd,nd->n", standardise(block), np.nan_to_num(block))
    varies = products > LEAST_LENGTH
    return np.where(varies, 1 / np.where(varies, products, 1), 0).astype(np.float32)


def mark_of(items: NDArray[np.int64], version: str) -> str:
    """Return what changes when items get, lose or change their vectors.

    Args:
        items: in order of their rows; a vector that is made anew gets a new row.
        version: of the weights.
    """
    return blake2b(np.ascontiguousarray(items).tobytes() + version.encode()).hexdigest()


def best_rows(
    scores: NDArray[np.float32],
    items: NDArray[np.int64],
    is_open: NDArray[np.bool_],
    k: int,
    above: float | None = None,
) -> NDArray[np.int64]:
    """Return the rows with the highest scores, best first, ties by item.

    Args:
        scores: float32 (N,).
        items: item of each row.
        is_open: which rows count, bool (N,).
        k: how many at most; 0 for all.
        above: only those that score more.
    """
    wanted = is_open if above is None else is_open & (scores > above)
    rows = np.flatnonzero(wanted)
    if 0 < k < len(rows):
        least = np.partition(scores[rows], len(rows) - k)[len(rows) - k]
        rows = rows[scores[rows] >= least]
    rows = rows[np.lexsort((items[rows], -scores[rows]))]
    return rows[:k] if k else rows

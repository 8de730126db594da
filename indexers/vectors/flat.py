"""Exact search: every vector is looked at."""

import tempfile
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from indexers.vectors.base import Found, best, check_queries, check_vectors, indexes, merge

CHUNK_BYTES = 32 << 20  # scores and a slice of vectors stay well within the caches and memory
ROWS_STEP = 50_000


def scan(
    matrix: NDArray[np.float32],
    queries: NDArray[np.float32],
    k: int,
    ids: NDArray[np.int64],
) -> Found:
    """Return the k best rows of matrix for each query, exactly.

    Args:
        matrix: float32 (N, D), may be memory-mapped; read once, in slices.
        queries: float32 (Q, D).
        k: >= 1.
        ids: int64 (N,), what each row is called; rows called -1 are left out.

    Returns:
        Scores float32 (Q, k) and ids int64 (Q, k), best first, ties by id; -inf and -1 where fewer.
    """
    step = max(1024, CHUNK_BYTES // max(1, 4 * max(matrix.shape[1], len(queries))))
    empty = np.empty((len(queries), 0), np.float32)
    parts: list[Found] = [(empty, empty.astype(np.int64))]
    for start in range(0, len(matrix), step):
        block = matrix[start : start + step]
        scores = (block @ queries[0])[None] if len(queries) == 1 else queries @ block.T
        parts.append(best(scores, ids[start : start + step], min(k, len(block))))
    return merge(parts, k)


def only(names: NDArray[np.int64], rows: NDArray[np.int64] | None) -> NDArray[np.int64]:
    """Return names with -1 in all rows but the given ones."""
    if rows is None:
        return names
    kept = np.full(len(names), -1, np.int64)
    kept[rows] = names[rows]
    return kept


def scan_rows(
    matrix: NDArray[np.float32],
    queries: NDArray[np.float32],
    k: int,
    names: NDArray[np.int64],
    rows: NDArray[np.int64],
) -> Found:
    """Search some rows exactly, block by block so that memory stays small."""
    found = [scan(matrix[:0], queries, k, names[:0])]
    for start in range(0, len(rows), ROWS_STEP):
        part = rows[start : start + ROWS_STEP]
        found.append(scan(matrix[part], queries, k, names[part]))
    return merge(found, k)


def multiply(matrix: NDArray[np.float32], direction: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the product of every row of matrix (N, D) with a direction (D,), float32 (N,)."""
    products = np.empty(len(matrix), np.float32)
    for start in range(0, len(matrix), ROWS_STEP):
        block = matrix[start : start + ROWS_STEP]
        np.matmul(block, direction, out=products[start : start + len(block)])
    return products


def count_unusable(matrix: NDArray[np.float32], names: NDArray[np.int64]) -> int:
    """Return how many rows of matrix (N, D) are empty or not finite; those called -1 are left out.

    Args:
        matrix: may be memory-mapped; read once, in slices.
        names: int64 (N,), what each row is called.
    """
    bad = 0
    for start in range(0, len(names), ROWS_STEP):
        block = matrix[start : start + ROWS_STEP]
        squares = np.einsum("nd,nd->n", block, block)
        live = names[start : start + ROWS_STEP] >= 0
        bad += int((live & ~(np.isfinite(squares) & (squares > 0))).sum())
    return bad


@indexes.register("flat")
class FlatIndex:
    """Exact inner product over blocks of vectors; keeps references, so mapped vectors stay on disk.

    Args:
        dim: length of a vector.
    """

    name: ClassVar[str] = "flat"

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self.effort = 1
        self._vectors: list[NDArray[np.float32]] = []
        self._ids: list[NDArray[np.int64]] = []

    def efforts(self) -> list[int]:
        """Return [1]: there is nothing to trade."""
        return [1]

    def train(self, sample: NDArray[np.float32]) -> None:
        """Do nothing: exact search learns nothing."""

    def __len__(self) -> int:
        """Return the number of vectors."""
        return sum(int((ids >= 0).sum()) for ids in self._ids)

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add vectors, float32 (N, D), without copying them; see VectorIndex.add."""
        names, block = check_vectors(ids, vectors, self.dim)
        for known in self._ids:
            twice = names[np.isin(names, known)]
            if len(twice):
                raise ValueError(f"id {twice[0]} is already there")
        self._vectors.append(block)
        self._ids.append(names.copy())

    def remove(self, ids: NDArray[np.int64]) -> int:
        """Remove what is there of ids; see VectorIndex.remove."""
        removed = 0
        for known in self._ids:
            gone = np.isin(known, ids) & (known >= 0)
            known[gone] = -1
            removed += int(gone.sum())
        return removed

    def search(
        self, queries: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None = None
    ) -> Found:
        """Search; see VectorIndex.search."""
        queries = check_queries(queries, self.dim, k)
        empty = np.empty((len(queries), 0), np.float32)
        found: list[Found] = [(empty, empty.astype(np.int64))]
        for vectors, known in zip(self._vectors, self._ids, strict=True):
            ids = known if allowed is None else np.where(np.isin(known, allowed), known, -1)
            found.append(scan(vectors, queries, k, ids))
        return merge(found, k)

    def save(self, path: Path) -> None:
        """Write ids and vectors as two arrays in NumPy's format; see VectorIndex.save."""
        ids = np.concatenate([np.empty(0, np.int64), *self._ids])
        vectors = np.concatenate([np.empty((0, self.dim), np.float32), *self._vectors])
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            try:
                np.save(file, ids[ids >= 0])
                np.save(file, vectors[ids >= 0])
            except BaseException:
                Path(file.name).unlink()
                raise
        Path(file.name).replace(path)

    def load(self, path: Path) -> None:
        """Read what save() wrote; the vectors are memory-mapped; see VectorIndex.load."""
        with path.open("rb") as file:
            ids = np.load(file, allow_pickle=False)
            version = np.lib.format.read_magic(file)
            if version != (1, 0):
                raise ValueError(f"“{path.name}” is no flat index")
            shape, _order, dtype = np.lib.format.read_array_header_1_0(file)
            offset = file.tell()
        if shape != (len(ids), self.dim) or dtype != np.float32:
            raise ValueError(f"“{path.name}” holds vectors of shape {shape}, not (N, {self.dim})")
        if path.stat().st_size != offset + 4 * len(ids) * self.dim:
            raise ValueError(f"“{path.name}” was cut short")
        mapped = np.memmap(path, np.float32, "r", offset, shape) if len(ids) else np.empty(shape)
        self._ids, self._vectors = [ids.astype(np.int64)], [mapped.astype(np.float32, copy=False)]

"""What every vector index can do, and the registry of those there are."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from common.registry import Registry

Found = tuple[NDArray[np.float32], NDArray[np.int64]]


class VectorIndex(Protocol):
    """Finds the vectors with the largest inner product.

    Ids are int64 >= 0 and unique. Searches may run side by side; changes may not run beside
    anything else. A factory takes the dimension: `indexes.create("ivf", 128)`.
    """

    name: ClassVar[str]
    effort: int  # how much of the index a search looks at; larger is slower and finds more

    def efforts(self) -> list[int]:
        """Return the efforts worth trying, least first; the last one is (nearly) exact."""
        ...

    def train(self, sample: NDArray[np.float32]) -> None:
        """Learn how to divide the space from a sample, float32 (N, D), before the first add.

        Indexes that learn nothing ignore it; those that do train on their first add otherwise.
        """

    def __len__(self) -> int:
        """Return the number of vectors."""
        ...

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add vectors, float32 (N, D).

        Raises:
            ValueError: shapes do not fit, or an id is negative, repeated or already there.
        """

    def remove(self, ids: NDArray[np.int64]) -> int:
        """Remove what is there of ids and return how many were."""
        ...

    def search(
        self, queries: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None = None
    ) -> Found:
        """Return scores float32 (Q, k) and ids int64 (Q, k), best first.

        Args:
            queries: float32 (Q, D).
            k: >= 1; where fewer are found the id is -1 and the score -inf.
            allowed: only these ids, any order; None allows all.

        Raises:
            ValueError: the shape does not fit or k < 1.
        """
        ...

    def save(self, path: Path) -> None:
        """Write the index; a crash leaves the old file or the new one."""

    def load(self, path: Path) -> None:
        """Read what save() wrote, memory-mapped where the index can.

        Raises:
            ValueError: the file is damaged or holds another kind of index.
            OSError: the file cannot be read.
        """


indexes: Registry[VectorIndex] = Registry("vector index")


def check_queries(queries: NDArray[np.float32], dim: int, k: int) -> NDArray[np.float32]:
    """Return queries as contiguous float32 (Q, D).

    Raises:
        ValueError: the shape does not fit or k < 1.
    """
    block = np.ascontiguousarray(queries, dtype=np.float32)
    if block.ndim != 2 or block.shape[1] != dim:
        raise ValueError(f"queries must be (Q, {dim}), not {block.shape}")
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    return block


def check_block(vectors: NDArray[np.floating], dim: int, encoder: str) -> NDArray[np.float32]:
    """Return vectors of an encoder as a contiguous float32 block (N, D).

    Args:
        vectors: (N, D).
        dim: of those that are kept already; 0 where there are none yet.
        encoder: named in errors.

    Raises:
        ValueError: the shape does not fit, or numbers are not finite.
    """
    block = np.ascontiguousarray(vectors, dtype=np.float32)
    if block.ndim != 2 or block.shape[1] == 0:
        raise ValueError(f"vectors must be (N, D) with D > 0, not {block.shape}")
    if dim and block.shape[1] != dim:
        raise ValueError(f"vectors of {encoder!r} have {dim} numbers, not {block.shape[1]}")
    if not np.isfinite(block).all():
        raise ValueError(f"vectors of {encoder!r} hold numbers that are not finite")
    return block


def check_vectors(
    ids: NDArray[np.int64], vectors: NDArray[np.float32], dim: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return ids and vectors as contiguous int64 (N,) and float32 (N, D).

    Raises:
        ValueError: shapes do not fit, or an id is negative or repeated.
    """
    block = np.ascontiguousarray(vectors, dtype=np.float32)
    names = np.ascontiguousarray(ids, dtype=np.int64)
    if block.ndim != 2 or block.shape[1] != dim:
        raise ValueError(f"vectors must be (N, {dim}), not {block.shape}")
    if names.shape != (len(block),):
        raise ValueError(f"{len(block)} vectors came with ids of shape {names.shape}")
    if len(names) and names.min() < 0:
        raise ValueError(f"ids must not be negative; one is {names.min()}")
    if len(np.unique(names)) != len(names):
        raise ValueError("an id is repeated")
    return names, block


def check_placed(
    items: NDArray[np.int64], rows: NDArray[np.int64], vectors: NDArray[np.float32]
) -> None:
    """Check items (N,), their rows (N,) and vectors (N, D) that are to be put in their place.

    Raises:
        ValueError: shapes do not fit, rows do not ascend, or a value is not finite.
    """
    if vectors.ndim != 2 or not items.shape == rows.shape == vectors.shape[:1]:
        raise ValueError(
            f"{items.shape} items and {rows.shape} rows came with vectors {vectors.shape}"
        )
    if len(rows) and (rows[0] < 0 or (np.diff(rows) <= 0).any()):
        raise ValueError("rows must ascend and not be negative")
    if not np.isfinite(vectors).all():
        raise ValueError("vectors hold numbers that are not finite")


def best(
    scores: NDArray[np.float32], ids: NDArray[np.int64], k: int, width: int | None = None
) -> Found:
    """Return the k best of scores (Q, M) and ids (Q, M), best first, ties by id.

    Args:
        scores: float32 (Q, M).
        ids: int64 (Q, M) or (M,); -1 marks an empty place.
        k: how many are chosen.
        width: columns of the answer, default k; filled up with -inf and -1.
    """
    width = k if width is None else width
    ids = np.broadcast_to(ids, scores.shape)
    scores = np.where(ids < 0, np.float32(-np.inf), scores)
    if scores.shape[1] > k:
        chosen = np.argpartition(-scores, k - 1, axis=1)[:, :k]
        scores = np.take_along_axis(scores, chosen, axis=1)
        ids = np.take_along_axis(ids, chosen, axis=1)
    order = np.lexsort((ids, -scores), axis=1)
    scores = np.take_along_axis(scores, order, axis=1)
    ids = np.take_along_axis(ids, order, axis=1)
    missing = width - scores.shape[1]
    if missing > 0:
        scores = np.pad(scores, ((0, 0), (0, missing)), constant_values=-np.inf)
        ids = np.pad(ids, ((0, 0), (0, missing)), constant_values=-1)
    ids = np.where(np.isneginf(scores), -1, ids)
    return scores.astype(np.float32, copy=False), ids


def merge(found: Sequence[Found], k: int) -> Found:
    """Return the k best of several answers to the same queries, best first, ties by id."""
    scores = np.concatenate([part[0] for part in found], axis=1)
    return best(scores, np.concatenate([part[1] for part in found], axis=1), k)

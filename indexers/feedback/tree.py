"""Two levels of clusters: representatives found by sampling, items in the nearest leaf."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexers.feedback.codes import Codes, CompactCodes, PlaneTable
from indexers.feedback.loops import loops

BLOCK = 16_384
SAMPLE_PER_LEAF = 32
MEAN_FEATURES = 32  # of a leaf's mean that compact codes keep
MEMORY = 1 << 29  # bytes of one matrix of representatives while a tree grows
ROUNDS = 2
DIVISIONS = 8  # rounds in which branches are made alike in size


@dataclass(frozen=True, slots=True)
class Tree:
    """Leaves in the order of their branches.

    Args:
        codes: how items and leaves are kept.
        tops: float32 (T, D), one representative a branch.
        first_leaf: int64 (T + 1,), leaves first_leaf[t] : first_leaf[t + 1] hang on branch t.
        leaves: float32 (L, D), or uint16 codes of the strongest features where items are compact.
        radius: float32 (L,), root mean square distance of a leaf's items from its representative.
    """

    codes: Codes
    tops: NDArray[np.float32]
    first_leaf: NDArray[np.int64]
    leaves: NDArray[Any]
    radius: NDArray[np.float32]

    def __len__(self) -> int:
        """Return the number of leaves."""
        return len(self.leaves)

    def promise(self, weights: NDArray[np.float32], width: float) -> NDArray[np.float32]:
        """Return how far the best items of each leaf may lie from a hyperplane, float32 (L,).

        Args:
            weights: its normal, float32 (D,).
            width: how much of the radius counts beside the product of the representative.
        """
        bonus = self.radius * np.float32(width * float(np.linalg.norm(weights)))
        if not isinstance(self.codes, CompactCodes):
            products: NDArray[np.float32] = self.leaves @ weights
            return products + bonus
        plane = _of_means(self.codes).plane(weights)
        return _products(self.leaves, plane) + bonus

    def assigner(self) -> "Assigner":
        """Return what finds the leaf of an item; holds all representatives in memory."""
        means = self.leaves
        if isinstance(self.codes, CompactCodes):
            means = _of_means(self.codes).decode(means)
        return Assigner(self.codes, self.tops, self.first_leaf, means)


class Assigner:
    """Finds the leaf of items: the nearest one of the nearest branch.

    Args:
        codes: how items are kept.
        tops: float32 (T, D).
        first_leaf: int64 (T + 1,).
        means: float32 (L, D), in the order of their branches.
    """

    def __init__(
        self,
        codes: Codes,
        tops: NDArray[np.float32],
        first_leaf: NDArray[np.int64],
        means: NDArray[np.float32],
    ) -> None:
        self._codes = codes
        self._first = first_leaf
        self._tops = _Centres(codes, tops)
        self._branches = [
            _Centres(codes, means[start:stop]) for start, stop in pairwise(first_leaf.tolist())
        ]

    def assign(self, codes: NDArray[Any]) -> NDArray[np.int32]:
        """Return the leaf of each code, int32 (N,)."""
        branches, leaves = np.empty(len(codes), np.int32), np.empty(len(codes), np.int32)
        self._tops.nearest(codes, np.arange(len(codes)), branches)
        order = np.argsort(branches, kind="stable")
        ends = np.cumsum(np.bincount(branches, minlength=len(self._branches)))
        start = 0
        for number, stop in enumerate(ends.tolist()):
            if stop > start:
                inside = order[start:stop]
                self._branches[number].nearest(codes, inside, leaves)
                leaves[inside] += self._first[number]
            start = stop
        return leaves


class _Centres:
    """Some representatives, laid out for the loop that finds the nearest one."""

    def __init__(self, codes: Codes, means: NDArray[np.float32]) -> None:
        self._codes = codes
        self._halves = (np.einsum("nd,nd->n", means, means) / 2).astype(np.float32)
        self._columns = np.ascontiguousarray(means.T, np.float32)

    def nearest(
        self, codes: NDArray[Any], chosen: NDArray[np.int64], out: NDArray[np.int32]
    ) -> None:
        """Write the nearest representative of codes[chosen] to out[chosen]."""
        if isinstance(self._codes, CompactCodes):
            loops().nearest_compact(
                codes, chosen, self._columns, self._halves, self._codes.scale, out
            )
            return
        for start in range(0, len(chosen), BLOCK):
            part = chosen[start : start + BLOCK]
            close = self._codes.decode(codes[part]) @ self._columns - self._halves
            out[part] = close.argmax(axis=1)


def leaves_for(count: int, dim: int, *, compact: bool) -> int:
    """Return how many leaves count items are divided into: some hundreds an item root, in memory.

    Args:
        count: items.
        dim: length of a vector.
        compact: leaves of compact codes cost less to compare, so there are twice as many.
    """
    wanted = round((8 if compact else 4) * np.sqrt(count))
    return int(max(1, min(wanted, count // 8 or 1, MEMORY // (4 * dim))))


def grow(codes: Codes, sample: NDArray[Any], leaves: int, seed: int = 0) -> Tree:
    """Return a tree of representatives that are drawn from a sample, then moved to the mean of it.

    The two levels and the sampling are those of extended cluster pruning (Guðmundsson, Jónsson and
    Amsaleg, "A large-scale performance study of cluster-based high-dimensional indexing", 2010).

    Args:
        codes: how items are kept.
        sample: codes (M, W), M >= leaves; about SAMPLE_PER_LEAF a leaf.
        leaves: L >= 1.
        seed: of the draw.
    """
    rng = np.random.default_rng(seed)
    means = codes.decode(sample[np.sort(rng.choice(len(sample), leaves, replace=False))])
    radius = np.zeros(leaves, np.float32)
    tops, first, means, radius = _branch(means, radius, rng)
    for _ in range(ROUNDS):
        found = Assigner(codes, tops, first, means).assign(sample)
        means, radius = _means(codes, sample, found, means)
        tops, first, means, radius = _branch(means, radius, rng)
    kept = _of_means(codes).encode(means) if isinstance(codes, CompactCodes) else means
    return Tree(codes, tops, first, kept, radius)


def _branch(
    means: NDArray[np.float32], radius: NDArray[np.float32], rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
    """Return branches over leaves, and the leaves in the order of their branches.

    Branches that would hold far more leaves than others are divided: whoever lies there would be
    compared with all of them.
    """
    root = max(1, round(np.sqrt(len(means))))
    tops = means[np.sort(rng.choice(len(means), root, replace=False))]
    nearest = _nearest_rows(means, tops)
    for _ in range(DIVISIONS):
        tops = _moved(tops, means, nearest)
        nearest = _nearest_rows(means, tops)
        counts = np.bincount(nearest, minlength=len(tops))
        if counts.max() <= 2 * root:
            break
        for branch in np.flatnonzero(counts > 2 * root):
            inside = np.flatnonzero(nearest == branch)
            more = rng.choice(inside, len(inside) // root, replace=False)
            tops = np.concatenate([tops, means[np.sort(more)]])
        nearest = _nearest_rows(means, tops)
    order = np.argsort(nearest, kind="stable")
    counts = np.bincount(nearest, minlength=len(tops))
    first = np.concatenate([[0], np.cumsum(counts[counts > 0])]).astype(np.int64)
    return tops[counts > 0], first, means[order], radius[order]


def _moved(
    tops: NDArray[np.float32], means: NDArray[np.float32], nearest: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return the mean of what lies nearest to each top; an empty one stays."""
    sums = np.zeros_like(tops)
    order = np.argsort(nearest, kind="stable")
    used, starts = np.unique(nearest[order], return_index=True)
    sums[used] = np.add.reduceat(means[order], starts, axis=0)
    counts = np.bincount(nearest, minlength=len(tops))[:, None]
    moved: NDArray[np.float32] = np.where(counts > 0, sums / np.maximum(counts, 1), tops)
    return moved.astype(np.float32)


def _nearest_rows(rows: NDArray[np.float32], centres: NDArray[np.float32]) -> NDArray[np.int64]:
    halves = np.einsum("nd,nd->n", centres, centres) / 2
    parts = [
        (rows[start : start + BLOCK] @ centres.T - halves).argmax(axis=1)
        for start in range(0, len(rows), BLOCK)
    ]
    return np.concatenate(parts)


def _means(
    codes: Codes, sample: NDArray[Any], found: NDArray[np.int32], means: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return mean and radius of what was found in each leaf; an empty leaf keeps its mean."""
    counts = np.bincount(found, minlength=len(means))
    sums, squares = np.zeros_like(means), np.zeros(len(means))
    if isinstance(codes, CompactCodes):
        loops().add_compact(sample, found, codes.scale, sums, squares)
    else:
        order = np.argsort(found, kind="stable")
        for start in range(0, len(order), BLOCK):
            part = order[start : start + BLOCK]
            vectors = codes.decode(sample[part])
            used, starts = np.unique(found[part], return_index=True)
            sums[used] += np.add.reduceat(vectors, starts, axis=0)
            squares[used] += np.add.reduceat(np.einsum("nd,nd->n", vectors, vectors), starts)
    some = counts > 0
    divisor = np.maximum(counts, 1)
    sums /= divisor[:, None].astype(np.float32)
    spread = squares / divisor - np.einsum("nd,nd->n", sums, sums)
    radius = np.sqrt(np.maximum(spread, 0.0))
    radius[~some] = radius[some].mean() if some.any() else 0.0
    sums[~some] = means[~some]
    return sums, radius.astype(np.float32)


def _of_means(codes: CompactCodes) -> CompactCodes:
    """Return the codes that the means of leaves are kept in."""
    kept = min(MEAN_FEATURES, codes.dim - codes.dim % 2) if codes.dim > 1 else 2
    return CompactCodes(codes.dim, kept, codes.top)


def _products(rows: NDArray[Any], plane: PlaneTable) -> NDArray[np.float32]:
    products = np.empty(len(rows), np.float32)
    loops().score_all(rows, plane.table, plane.offset, products)
    return products

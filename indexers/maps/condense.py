"""Many images as a few: clusters, and one image that stands for each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.maps.single import one_thread

ROUNDS = 8
TRAIN_ROWS = 64  # rows a centre that training looks at, at most
BLOCK = 65_536

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Condensed:
    """Clusters of rows; those of cluster c are `order[starts[c]:starts[c + 1]]`, ascending.

    Args:
        means: float32 (K, d).
        order: int64 (N,) rows by cluster.
        starts: int64 (K + 1,).
        first: int64 (K,) the first row of each cluster.
        central: int64 (K,) the row nearest to the mean.
    """

    means: Floats
    order: Ids
    starts: Ids
    first: Ids
    central: Ids

    def __len__(self) -> int:
        """Return the number of clusters."""
        return len(self.first)

    def members(self, cluster: int) -> Ids:
        """Return the rows of a cluster, ascending."""
        return self.order[self.starts[cluster] : self.starts[cluster + 1]]


def condense(
    points: Floats, count: int, *, seed: int = 0, context: JobContext | None = None
) -> Condensed:
    """Return at most `count` clusters of rows (k-means, FAISS), none of them empty.

    Fewer rows than clusters stand for themselves. Of many, the means are trained on a sample.

    Args:
        points: float32 (N, d).
        count: >= 1.
        seed: of the sample and of the first means.
        context: progress and cancel.

    Raises:
        ValueError: count < 1.
        JobCancelled: by the context.
    """
    if count < 1:
        raise ValueError(f"{count} clusters hold nothing")
    context = context or JobContext()
    points = np.ascontiguousarray(points, np.float32)
    if len(points) <= count:
        own = np.arange(len(points), dtype=np.int64)
        return Condensed(points, own, np.arange(len(points) + 1, dtype=np.int64), own, own)
    with one_thread():
        context.step(0, 2, "Grouping")
        means = _means(points, count, seed)
        context.step(1, 2, "Grouping")
        home, squares = _assigned(points, means, context)
    kept, home = np.unique(home, return_inverse=True)
    sizes = np.bincount(home, minlength=len(kept))
    # Clusters are few, so that a stable sort of 16-bit numbers is one pass over the digits.
    order = np.argsort(home.astype(np.uint16), kind="stable").astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    least = np.minimum.reduceat(squares[order], starts[:-1])
    at_least = np.flatnonzero(squares[order] <= np.repeat(least, sizes))
    central = order[at_least[np.searchsorted(at_least, starts[:-1])]]
    return Condensed(means[kept], order, starts, order[starts[:-1]], central)


def _means(points: Floats, count: int, seed: int) -> Floats:
    import faiss

    most = TRAIN_ROWS * count
    chosen = np.arange(len(points))
    if len(points) > most:
        chosen = np.sort(np.random.default_rng(seed).choice(len(points), most, replace=False))
    training = faiss.Kmeans(
        points.shape[1], count, niter=ROUNDS, seed=seed + 1, min_points_per_centroid=1,
        max_points_per_centroid=TRAIN_ROWS,
    )  # fmt: skip
    training.train(points[chosen])
    return np.asarray(training.centroids, np.float32)


def _assigned(points: Floats, means: Floats, context: JobContext) -> tuple[Ids, Floats]:
    """Return the nearest mean of each row, and the squared distance to it."""
    import faiss

    index = faiss.IndexFlatL2(points.shape[1])
    index.add(means)
    home = np.empty(len(points), np.int64)
    squares = np.empty(len(points), np.float32)
    for start in range(0, len(points), BLOCK):
        context.step(1, 2, "Grouping")
        part = slice(start, start + BLOCK)
        found = index.search(points[part], 1)
        squares[part], home[part] = found[0][:, 0], found[1][:, 0]
    return np.maximum(home, 0), squares

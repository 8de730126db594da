"""k-means, beside which correlation-based clustering is measured."""

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.clustering.base import BLOCK, Group, centre_first, standardise

ROUNDS = 20
TRAIN_ROWS = 256  # rows a centre that training looks at, at most


def cluster_kmeans(
    vectors: NDArray[np.float32], count: int, context: JobContext | None = None, *, seed: int = 0
) -> list[Group]:
    """Return clusters of rows around `count` means (Lloyd's algorithm, FAISS), the largest first.

    Rows are standardised, so that the nearest mean is that of the most correlated rows. The row
    nearest to a mean stands first, the others by correlation to it. Rows without a defined
    correlation stand alone, at the end. There are fewer clusters than asked for where there are
    fewer different rows.

    Args:
        vectors: float32 (N, D).
        count: how many means, >= 1.
        context: reports and cancels.
        seed: of the first means.

    Raises:
        ValueError: count < 1, or the shape does not fit.
        JobCancelled: the user cancelled.
    """
    if count < 1:
        raise ValueError(f"{count} means make no clusters")
    context = context or JobContext()
    means = _train(vectors, count, context, seed)
    home, fit = np.full(len(vectors), -1, np.int64), np.zeros(len(vectors), np.float32)
    lengths = np.square(means).sum(axis=1)
    for start in range(0, len(vectors) if len(means) else 0, BLOCK):
        context.step(start, len(vectors), "Grouping")
        rows = standardise(vectors[start : start + BLOCK])
        distances = lengths - 2 * (rows @ means.T)
        home[start : start + BLOCK] = np.where(rows.any(axis=1), distances.argmin(axis=1), -1)
        fit[start : start + BLOCK] = distances.min(axis=1)
    return _groups(vectors, home, fit, context)


def _train(
    vectors: NDArray[np.float32], count: int, context: JobContext, seed: int
) -> NDArray[np.float32]:
    """Return the means, float32 (K, D); one round at a time, so that it can be cancelled."""
    import faiss

    rng = np.random.default_rng(seed)
    most = TRAIN_ROWS * count
    chosen = np.arange(len(vectors))
    if len(vectors) > most:
        chosen = np.sort(rng.choice(len(vectors), most, replace=False))
    points = standardise(vectors[chosen])
    points = points[points.any(axis=1)]
    count = min(count, len(points))
    means = points[np.sort(rng.choice(len(points), count, replace=False))] if count else points
    for number in range(ROUNDS if count else 0):
        context.step(number, ROUNDS, "Finding means")
        training = faiss.Kmeans(
            points.shape[1], count, niter=1, seed=seed, min_points_per_centroid=1,
            max_points_per_centroid=most,
        )  # fmt: skip
        training.train(points, init_centroids=means)
        moved = np.asarray(training.centroids)
        if np.allclose(moved, means, atol=1e-6):
            break
        means = moved
    return means


def _groups(
    vectors: NDArray[np.float32],
    home: NDArray[np.int64],
    fit: NDArray[np.float32],
    context: JobContext,
) -> list[Group]:
    """Return the rows of each mean, the largest group first, then those that have none."""
    order = np.lexsort((np.arange(len(home)), fit, home))
    starts = np.flatnonzero(np.diff(home[order], prepend=-2))
    parts = [part for part in np.split(order, starts[1:]) if len(part) and home[part[0]] >= 0]
    parts.sort(key=lambda part: (-len(part), int(part.min())))
    groups = []
    for number, part in enumerate(parts):
        context.step(number, len(parts), "Sorting")
        centre = standardise(vectors[part[:1]])[0]
        alike = np.concatenate(
            [
                standardise(vectors[part[start : start + BLOCK]]) @ centre
                for start in range(1, len(part), BLOCK)
            ]
            or [np.empty(0, np.float32)]
        )
        groups.append(Group(centre_first(int(part[0]), part[1:], alike), None))
    return groups + [Group(np.array([row], np.int64), None) for row in np.flatnonzero(home < 0)]

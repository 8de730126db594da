"""k-means, beside which correlation-based clustering is measured."""

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.clustering.base import BLOCK, Group, by_correlation, standardise

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
    rows = standardise(vectors)
    useful = np.flatnonzero(rows.any(axis=1))
    alone = np.setdiff1d(np.arange(len(rows)), useful)
    groups: list[Group] = []
    if len(useful):
        points = rows[useful]
        means = _train(points, min(count, len(points)), context, seed)
        groups = _groups(rows, useful, points, means, context)
    return groups + [Group(alone[place : place + 1], None) for place in range(len(alone))]


def _train(
    points: NDArray[np.float32], count: int, context: JobContext, seed: int
) -> NDArray[np.float32]:
    """Return the means, float32 (count, D); one round at a time, so that it can be cancelled."""
    import faiss

    rng = np.random.default_rng(seed)
    if len(points) > TRAIN_ROWS * count:
        points = points[np.sort(rng.choice(len(points), TRAIN_ROWS * count, replace=False))]
    means = points[np.sort(rng.choice(len(points), count, replace=False))]
    for number in range(ROUNDS):
        context.step(number, ROUNDS, "Finding means")
        training = faiss.Kmeans(
            points.shape[1], count, niter=1, seed=seed, min_points_per_centroid=1,
            max_points_per_centroid=TRAIN_ROWS * count,
        )  # fmt: skip
        training.train(points, init_centroids=means)
        moved = np.asarray(training.centroids)
        if np.allclose(moved, means, atol=1e-6):
            break
        means = moved
    return means


def _groups(
    rows: NDArray[np.float32],
    useful: NDArray[np.int64],
    points: NDArray[np.float32],
    means: NDArray[np.float32],
    context: JobContext,
) -> list[Group]:
    """Put each row to its nearest mean."""
    lengths = np.square(means).sum(axis=1)
    home = np.empty(len(points), np.int64)
    fit = np.empty(len(points), np.float32)  # smaller is nearer
    for start in range(0, len(points), BLOCK):
        context.step(start, len(points), "Grouping")
        distance = lengths - 2 * (points[start : start + BLOCK] @ means.T)
        home[start : start + BLOCK] = distance.argmin(axis=1)
        fit[start : start + BLOCK] = distance.min(axis=1)
    order = np.lexsort((useful, fit, home))
    parts = np.split(order, np.flatnonzero(np.diff(home[order])) + 1)
    parts.sort(key=lambda part: (-len(part), int(useful[part].min())))
    return [
        Group(by_correlation(rows, int(useful[part[0]]), np.sort(useful[part[1:]])), None)
        for part in parts
    ]

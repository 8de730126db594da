"""The nearest images of each image, approximately where there are many."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext

Floats = NDArray[np.float32]
EXACT_UP_TO = 8192  # points; beyond it inverted lists are searched
PROBES = 8
QUERIES = 2048  # points compared between two looks at the context
TRAIN = 40  # points a list that its centre is found from


def nearest(
    points: Floats, count: int, context: JobContext | None = None, *, seed: int = 0
) -> NDArray[np.int32]:
    """Return the nearest other points of each, int32 (N, count), nearest first, -1 for none.

    Args:
        points: float32 (N, d).
        count: how many.
        context: progress and cancel.
        seed: of the lists.
    """
    context = context or JobContext()
    index = _index(points, seed, context)
    out = np.full((len(points), count), -1, np.int32)
    for start in range(0, len(points), QUERIES):
        context.step(start, len(points), "Comparing images")
        block = points[start : start + QUERIES]
        found = index.search(block, min(count + 1, len(points)))[1]
        own = np.arange(start, start + len(block))[:, None]
        # The image itself goes to the end: copies of it may come before it.
        order = np.argsort((found == own) | (found < 0), axis=1, kind="stable")
        found = np.take_along_axis(np.where(found == own, -1, found), order, 1)[:, :count]
        out[start : start + len(block), : found.shape[1]] = found
    return out


def _index(points: Floats, seed: int, context: JobContext) -> Any:
    import faiss

    flat = faiss.IndexFlatL2(points.shape[1])
    if len(points) <= EXACT_UP_TO:
        flat.add(points)
        return flat
    lists = int(2 * np.sqrt(len(points)))
    index = faiss.IndexIVFFlat(flat, points.shape[1], lists)
    index.cp.seed, index.cp.niter = seed + 1, 6
    index.cp.min_points_per_centroid = 1
    sample = np.random.default_rng(seed).choice(
        len(points), min(len(points), TRAIN * lists), replace=False
    )
    context.step(0, len(points), "Comparing images")
    index.train(points[np.sort(sample)])
    for start in range(0, len(points), 8 * QUERIES):
        context.step(start, len(points), "Comparing images")
        index.add(points[start : start + 8 * QUERIES])
    index.nprobe = min(PROBES, lists)
    return index

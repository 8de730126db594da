"""Joins the parts of a graph that edges do not connect, by short edges between them."""

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.maps.loops import loops

ASKED = 8  # images of a small part that look for a neighbour outside
FOUND = 24  # neighbours that each looks at
STEP = 512  # parts joined between two looks at the context

Edges = NDArray[np.int32]


def join(
    codes: NDArray[np.int8],
    edges: Edges,
    lengths: Edges,
    degree: Edges,
    context: JobContext | None = None,
) -> int:
    """Connect all parts to the largest one; every image needs room for two more edges.

    Each small part looks from some of its images for the nearest image of the largest part that
    has room, and is linked to it. A part that finds none is linked to the first with room: as
    every part brings room for twice its images and uses two, there always is one.

    Args:
        codes: int8 (n, d).
        edges: int32 (n, degree), changed.
        lengths: int32 (n, degree), changed.
        degree: int32 (n,), changed.
        context: progress and cancel.

    Returns:
        How many edges were made.

    Raises:
        JobCancelled: by the context.
    """
    context = context or JobContext()
    part = np.asarray(loops().components(edges, degree))
    sizes = np.bincount(part)
    if len(sizes) <= 1:
        return 0
    limit = edges.shape[1]
    main = int(sizes.argmax())
    order = np.argsort(part, kind="stable")
    groups = np.split(order, np.cumsum(sizes)[:-1])
    queue = [n for n in np.argsort(-sizes, kind="stable").tolist() if n != main]
    searched = _Main(codes, groups[main])
    for number, one in enumerate(queue):
        if number % STEP == 0:
            context.step(number, len(queue), "Joining parts of the image graph")
        room = groups[one][degree[groups[one]] < limit]
        first, second = searched.closest(room[:: max(1, len(room) // ASKED)], degree, limit)
        if second < 0:
            first, second = int(room[0]), searched.any_with_room(degree, limit)
        length = int(loops().distance(codes, first, second))
        loops().add_edge(edges, lengths, degree, first, second, length)
        searched.take(groups[one])
    return len(queue)


class _Main:
    """The largest part, which grows while others are joined to it."""

    def __init__(self, codes: NDArray[np.int8], members: NDArray[np.int64]) -> None:
        import faiss

        self._codes = codes
        self._members = members
        self._late: list[NDArray[np.int64]] = []
        points = codes[members].astype(np.float32)
        if len(members) > 1 << 15:
            lists = int(np.sqrt(len(members)))
            flat = faiss.IndexFlatL2(points.shape[1])
            self._index: faiss.Index = faiss.IndexIVFFlat(flat, points.shape[1], lists)
            self._index.cp.niter = 4
            self._index.cp.min_points_per_centroid = 1
            self._index.train(points[:: max(1, len(points) // (40 * lists))])
            self._index.nprobe = 4
        else:
            self._index = faiss.IndexFlatL2(points.shape[1])
        self._index.add(points)

    def closest(
        self, asking: NDArray[np.int64], degree: Edges, limit: int
    ) -> tuple[int, int]:  # fmt: skip
        """Return the nearest pair of one that asks and one of the part with room; -1 for none."""
        asking = asking[:ASKED]
        squares, found = self._index.search(self._codes[asking].astype(np.float32), FOUND)
        rows = self._members[np.maximum(found, 0)]
        squares = np.where((found >= 0) & (degree[rows] < limit), squares, np.inf)
        best = int(squares.argmin())
        if not np.isfinite(squares.flat[best]):
            return -1, -1
        return int(asking[best // squares.shape[1]]), int(rows.flat[best])

    def take(self, rows: NDArray[np.int64]) -> None:
        """Let the rows of a part that was joined belong to this one."""
        self._late.append(rows)

    def any_with_room(self, degree: Edges, limit: int) -> int:
        """Return an image of the part, or of what was joined to it, with room."""
        for rows in (*reversed(self._late), self._members):
            room = rows[degree[rows] < limit]
            if len(room):
                return int(room[0])
        raise AssertionError("every part keeps room")

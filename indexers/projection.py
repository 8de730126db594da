"""Vectors onto a plane: a map is fitted to a sample, every other vector follows its anchors.

UMAP (McInnes, Healy and Melville, "UMAP: Uniform Manifold Approximation and Projection for
Dimension Reduction", 2018) places the sample; it runs in a process of its own, because its
compiled loops hold the interpreter's lock and would stop a window. All others are placed by the
weighted mean of their nearest anchors, so that a million vectors cost as much as a search.
"""

import io
import json
import logging
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from common.arrays import DAMAGED
from common.errors import AppError
from common.jobs import JobContext
from common.settings import write_atomically
from common.workers import run_worker

logger = logging.getLogger(__name__)

Method = Literal["umap", "pca"]
MOST_ANCHORS = 50_000
NEIGHBOURS = 15  # that UMAP looks at
NEAREST = 6  # anchors that place a vector
MOST_DIMS = 128  # anchors are compared in so many principal components
LEAST_FOR_UMAP = 12  # vectors; fewer have no neighbourhoods
BLOCK = 32_768  # vectors in one step
QUERIES = 2048
PROBES = 8  # of about sqrt(anchors) lists that are searched for the nearest anchors
FORMAT = 1

Floats = NDArray[np.float32]


class VectorSource(Protocol):
    """A collection of vectors, see indexers.vectors."""

    def matrix(self) -> tuple[NDArray[np.int64], Floats]:
        """Return all ids (N,) and vectors (N, D)."""


class Rows(Protocol):
    """Vectors that are read in parts: an array, a memory map, or something that fetches them."""

    def __len__(self) -> int:
        """Return the number of vectors."""

    def __getitem__(self, where: Any) -> Any:
        """Return the vectors in a slice or at places, float32 (k, D)."""


def can_umap() -> bool:
    """Whether the library for free maps is installed."""
    return find_spec("umap") is not None


@dataclass(frozen=True, slots=True)
class FittedMap:
    """A plane on which any vector of the same kind has a place.

    Args:
        method: "umap" or "pca".
        mean: float32 (D,) subtracted first.
        axes: float32 (D, d) principal axes; d is 2 for "pca".
        anchors: float32 (A, d) the sample along the axes; (0, d) for "pca".
        places: float32 (A, 2) where the anchors lie.
        count: number of vectors that the sample was drawn from.
    """

    method: Method
    mean: Floats
    axes: Floats
    anchors: Floats
    places: Floats
    count: int = 0

    def place(self, vectors: Rows, context: JobContext | None = None) -> Floats:
        """Return where vectors lie, float32 (N, 2).

        Args:
            vectors: float32 (N, D), read block by block.
            context: progress and cancel.

        Raises:
            JobCancelled: by the context.
        """
        context = context or JobContext()
        out = np.empty((len(vectors), 2), np.float32)
        search = _AnchorSearch(self.anchors) if self.method == "umap" and len(vectors) else None
        for start, block in _blocks(vectors):
            context.step(start, len(vectors), "Placing items on the map")
            along = np.asarray((block - self.mean) @ self.axes, np.float32)
            part = along if search is None else search.places(along, self.places)
            out[start : start + len(block)] = part
        context.step(len(vectors), len(vectors))
        return out

    def save(self, path: Path) -> None:
        """Write the map to path in one step.

        Raises:
            OSError: the disk is full or the folder cannot be written.
        """
        buffer = io.BytesIO()
        head = json.dumps({"format": FORMAT, "method": self.method, "count": self.count})
        np.savez(
            buffer, head=np.array(head), mean=self.mean, axes=self.axes, anchors=self.anchors,
            places=self.places,
        )  # fmt: skip
        write_atomically(path, buffer.getvalue())

    @classmethod
    def load(cls, path: Path) -> "FittedMap":
        """Read a map that save() wrote.

        Raises:
            ValueError: the file is damaged or of another version.
            OSError: it cannot be read.
        """
        try:
            with np.load(path, allow_pickle=False) as parts:
                head = json.loads(str(parts["head"]))
                if head["format"] != FORMAT:
                    raise ValueError(f"format {head['format']} is not {FORMAT}")
                names = ("mean", "axes", "anchors", "places")
                mean, axes, anchors, places = (np.asarray(parts[n], np.float32) for n in names)
                return cls(head["method"], mean, axes, anchors, places, int(head["count"]))
        except OSError:
            raise
        except DAMAGED as error:
            raise ValueError(f"“{path.name}” is no map ({error})") from None


class _AnchorSearch:
    """Finds the nearest anchors; exact for few, in the nearest lists for many."""

    def __init__(self, anchors: Floats) -> None:
        import faiss

        count, dims = anchors.shape
        self._index: faiss.Index = faiss.IndexFlatL2(dims)
        if count > 4 * QUERIES:
            lists = int(np.sqrt(count))
            self._index = faiss.IndexIVFFlat(self._index, dims, lists)
            self._index.cp.seed, self._index.cp.niter = 1, 8
            self._index.train(anchors)
            self._index.nprobe = min(PROBES, lists)
        self._index.add(anchors)
        self._nearest = min(NEAREST, count)

    def places(self, vectors: Floats, of_anchors: Floats) -> Floats:
        """Return the weighted mean of the places of the nearest anchors, float32 (N, 2).

        The nearer, the heavier: weights fall with the square of the distance above that of the
        nearest one, so that a vector between two islands lands on one of them, not in the sea.
        """
        squares, nearest = self._index.search(np.ascontiguousarray(vectors), self._nearest)
        there = nearest >= 0
        squares = np.where(there, np.maximum(squares, 0), np.inf)
        spread = np.where(there, squares, 0).sum(1, keepdims=True) / there.sum(1, keepdims=True)
        weights = np.exp(-4 * (squares - squares[:, :1]) / (spread - squares[:, :1] + 1e-12))
        weights *= there
        weights /= weights.sum(1, keepdims=True)
        placed = np.einsum("nk,nkd->nd", weights, of_anchors[np.maximum(nearest, 0)])
        return np.asarray(placed, np.float32)


def project(
    vectors: Rows | VectorSource,
    *,
    fit: int = MOST_ANCHORS,
    seed: int = 0,
    context: JobContext | None = None,
    method: Method = "umap",
) -> Floats:
    """Return a place on a plane for every vector, float32 (N, 2); neighbours stay neighbours.

    Args:
        vectors: float32 (N, D) or a collection, then in the order of its matrix().
        fit: how many vectors the map is fitted to at most, >= 1.
        seed: of the sample and of the fit; the same seed gives the same map.
        context: progress and cancel.
        method: "umap", or "pca" for the two principal components.

    Raises:
        AppError: "umap" is asked for and not installed, or it failed.
        JobCancelled: by the context.
    """
    matrix: Rows = vectors.matrix()[1] if hasattr(vectors, "matrix") else vectors
    if not len(matrix):
        return np.empty((0, 2), np.float32)
    fitted = fit_map(matrix, fit=fit, seed=seed, context=context, method=method)
    if len(fitted.anchors) == len(matrix):
        return fitted.places  # all are anchors, in their order
    return fitted.place(matrix, context)


def fit_map(
    vectors: Rows,
    *,
    fit: int = MOST_ANCHORS,
    seed: int = 0,
    context: JobContext | None = None,
    method: Method = "umap",
) -> FittedMap:
    """Fit a map to a sample of vectors; arguments and errors as for project().

    The anchors are in the order of vectors.
    """
    context = context or JobContext()
    context.step(0, 100, "Fitting the map")
    sample = _sampled(vectors, fit, seed)
    few = len(np.unique(sample[: 4 * LEAST_FOR_UMAP], axis=0)) < LEAST_FOR_UMAP
    if method == "pca" or few:
        mean, axes = principal_axes(sample, 2)
        none = np.empty((0, 2), np.float32)
        return FittedMap("pca", mean, axes, none, none, len(vectors))
    mean, axes = principal_axes(sample, MOST_DIMS)
    anchors = np.ascontiguousarray((sample - mean) @ axes, np.float32)
    places = _umap(anchors, seed, context)
    return FittedMap("umap", mean, axes, anchors, places, len(vectors))


def along_axes(
    vectors: Rows, dims: int, *, sample: int = 20_000, seed: int = 0,
    context: JobContext | None = None,
) -> Floats:  # fmt: skip
    """Return vectors along their strongest principal axes, float32 (N, at most dims).

    Args:
        vectors: float32 (N, D), read block by block.
        dims: how many axes; fewer where D is smaller.
        sample: how many vectors the axes are found from.
        seed: of the sample.
        context: progress and cancel.
    """
    context = context or JobContext()
    mean, axes = principal_axes(_sampled(vectors, sample, seed), dims)
    out = np.empty((len(vectors), axes.shape[1]), np.float32)
    for start, block in _blocks(vectors):
        context.step(start, len(vectors), "Reading vectors")
        out[start : start + len(block)] = (block - mean) @ axes
    return out


def _sampled(vectors: Rows, count: int, seed: int) -> Floats:
    """Return up to count vectors in their order."""
    rng = np.random.default_rng(seed)
    chosen = np.sort(rng.choice(len(vectors), min(count, len(vectors)), replace=False))
    return np.asarray(vectors[chosen], np.float32)


def principal_axes(sample: Floats, dims: int) -> tuple[Floats, Floats]:
    """Return the mean (D,) and the strongest principal axes (D, dims) of a sample, float32.

    Axes have a fixed sign: their largest number is positive. Where vectors have fewer numbers than
    axes are wanted, the rest is zero; where they have no more than wanted and more than 2, the axes
    are the unit vectors, which costs no precision.
    """
    mean = sample.mean(axis=0, dtype=np.float64).astype(np.float32)
    length = sample.shape[1]
    if 2 < length <= dims:
        return mean, np.eye(length, dtype=np.float32)
    total = np.zeros((length, length), np.float64)
    for _, block in _blocks(sample):
        centred = (block - mean).astype(np.float64)
        total += centred.T @ centred
    _, vectors = np.linalg.eigh(total)
    strongest = vectors[:, ::-1][:, :dims]
    largest = np.abs(strongest).argmax(axis=0)
    strongest = strongest * np.sign(strongest[largest, np.arange(strongest.shape[1])])
    axes = np.zeros((length, dims), np.float32)
    axes[:, : strongest.shape[1]] = strongest
    return mean, axes


def _blocks(vectors: Rows) -> Iterator[tuple[int, Floats]]:
    """Yield the start and the vectors of each block."""
    for start in range(0, len(vectors), BLOCK):
        yield start, np.asarray(vectors[start : start + BLOCK], np.float32)


def neighbours(
    vectors: Floats, count: int, context: JobContext | None = None
) -> tuple[NDArray[np.int64], Floats]:
    """Return the exact nearest vectors of each, itself first: indices and distances (N, count).

    Args:
        vectors: float32 (N, D).
        count: at most N.
        context: progress and cancel.
    """
    import faiss

    context = context or JobContext()
    index = faiss.IndexFlatL2(vectors.shape[1])
    index.add(vectors)
    near = np.empty((len(vectors), count), np.int64)
    distance = np.empty((len(vectors), count), np.float32)
    for start in range(0, len(vectors), QUERIES):
        context.step(start, len(vectors), "Comparing items")
        end = min(start + QUERIES, len(vectors))
        squares, found = index.search(vectors[start:end], count + 1)
        own = np.arange(start, end)[:, None]
        # Copies of a vector may come before itself: it goes to the front, the last one drops out.
        order = np.argsort(found != own, axis=1, kind="stable")[:, :count]
        near[start:end] = np.take_along_axis(found, order, 1)
        distance[start:end] = np.sqrt(np.maximum(np.take_along_axis(squares, order, 1), 0))
    missing = near[:, 0] != np.arange(len(vectors))
    near[missing, 0], distance[missing, 0] = np.flatnonzero(missing), 0.0
    return near, distance


def _umap(anchors: Floats, seed: int, context: JobContext) -> Floats:
    """Fit UMAP in a process of its own and return the places of the anchors, float32 (A, 2)."""
    if not can_umap():
        raise AppError(
            "Free maps need the package umap-learn, which is not installed.",
            hint="In Kinora's folder: pip install “.[map]”. Or take the principal components.",
        )
    count = min(NEIGHBOURS, len(anchors) - 1)
    near, distance = neighbours(anchors, count, context)
    with tempfile.TemporaryDirectory(prefix="kinora-map-") as name:
        folder = Path(name)
        np.savez(folder / "in.npz", anchors=anchors, near=near, distance=distance)
        _run_worker(folder, seed, context)
        places = np.load(folder / "out.npy", allow_pickle=False)
    return np.asarray(places, np.float32)


def _run_worker(folder: Path, seed: int, context: JobContext) -> None:
    """Run indexers.projection_worker on a folder; kill it when cancelled."""
    ended = run_worker(
        "indexers.projection_worker", folder, context, words=[str(seed)], note="Fitting the map"
    )
    if ended.code != 0:
        logger.error("fitting the map failed: %s", ended.said)
        raise AppError(
            f"The map could not be fitted ({ended.why}).",
            hint="Close other programs if memory is short, or choose another arrangement.",
        )

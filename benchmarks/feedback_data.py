"""Made-up collections for feedback at scale: clustered as photos are, written to disk in blocks."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.feedback import arrayfile
from indexers.feedback.arrayfile import ArrayWriter
from indexers.feedback.codes import CompactCodes

CONCEPTS = 1000
STRONGEST = 8  # 24 bytes an item
TOPICS, CLUSTERS = 250, 20_000
SHARED, OWN = 10, 10  # concepts of a topic, of a cluster
BLOCK = 1_000_000
TOP = 1.0  # concept scores of an item sum to 1


class Concepts:
    """Items with some 26 concepts each, of which compact codes keep the strongest.

    A topic has concepts, its clusters share them and have their own; an item has those of its
    cluster (one in five: of two clusters), each stronger or weaker by chance, and stray ones as
    unevenly frequent as words. Clusters differ in size by two powers of ten.

    Args:
        seed: of the topics and clusters.
    """

    def __init__(self, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        popular = (1.0 / np.arange(1, CONCEPTS + 1) ** 0.7) / np.sum(
            1.0 / np.arange(1, CONCEPTS + 1) ** 0.7
        )
        self.codes = CompactCodes(CONCEPTS, STRONGEST, TOP)
        topics = np.stack(
            [rng.choice(CONCEPTS, SHARED, replace=False, p=popular) for _ in range(TOPICS)]
        )
        own = rng.choice(CONCEPTS, (CLUSTERS, OWN), p=popular)
        of = rng.integers(TOPICS, size=CLUSTERS)
        self._features = np.concatenate([topics[of], own], axis=1).astype(np.int64)
        self._weights = rng.gamma(0.7, 1.0, (CLUSTERS, SHARED + OWN)).astype(np.float32)
        self._stray = rng.choice(CONCEPTS, 1 << 16, p=popular).astype(np.int64)
        self._factors = np.exp(0.6 * rng.standard_normal(1 << 16)).astype(np.float32)

    def block(
        self, number: int, count: int, *, full: bool = False
    ) -> tuple[NDArray[np.uint16], NDArray[np.float32]]:
        """Return codes, uint16 (count, 12), and all concepts, float32 (count, 1000) or (0, 1000).

        Args:
            number: another block holds other items of the same clusters.
            count: how many items.
            full: also return what the codes leave out.
        """
        features = np.empty((count, STRONGEST), np.int64)
        values = np.empty((count, STRONGEST), np.float32)
        vectors = np.zeros((count if full else 0, CONCEPTS), np.float32)
        tables = (self._features, self._weights, self._stray, self._factors)
        from benchmarks.feedback_loops import draw_items

        draw_items(number + 1, CONCEPTS, *tables, features, values, vectors)
        return self.codes.pack(features, values), vectors


def write_concepts(path: Path, count: int, context: JobContext) -> NDArray[np.uint16]:
    """Return the codes of count items, mapped; made block by block where path does not hold them.

    Args:
        path: the file; 24 bytes an item.
        count: how many.
        context: reports items; can cancel between blocks.
    """
    try:
        kept: NDArray[np.uint16] = arrayfile.read(path)[1]["codes"]
        if len(kept) == count:
            return kept
    except (OSError, ValueError):
        pass
    made = Concepts()
    with ArrayWriter(path, {"codes": ((count, made.codes.width), "<u2")}) as writer:
        for number, start in enumerate(range(0, count, BLOCK)):
            context.step(start, count, "Making items")
            many = min(BLOCK, count - start)
            writer.arrays["codes"][start : start + many] = made.block(number, many)[0]
    codes: NDArray[np.uint16] = arrayfile.read(path)[1]["codes"]
    return codes


class DenseVectors:
    """Unit vectors in clusters of clusters, with a few strong and many weak directions.

    Args:
        dim: length of a vector.
        seed: of the clusters.
    """

    def __init__(self, dim: int, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        spread = (1.0 / np.sqrt(np.arange(1, dim + 1))).astype(np.float32)
        topics = rng.standard_normal((100, dim), dtype=np.float32)
        of = rng.integers(100, size=4000)
        self._centres = topics[of] + 0.8 * rng.standard_normal((4000, dim), dtype=np.float32)
        self._widths = rng.uniform(0.4, 1.0, 4000).astype(np.float32)
        turn = np.linalg.qr(rng.standard_normal((dim, dim)))[0].astype(np.float32)
        self._turn = np.ascontiguousarray(spread[:, None] * turn)

    def block(self, number: int, count: int) -> NDArray[np.float32]:
        """Return float32 (count, D); another number gives other vectors of the same clusters."""
        rng = np.random.default_rng([7, number])
        which = (len(self._centres) * rng.random(count) ** 2).astype(np.int64)
        noise = rng.standard_normal((count, self._turn.shape[0]), dtype=np.float32)
        noise *= self._widths[which, None]
        noise += self._centres[which]
        vectors: NDArray[np.float32] = noise @ self._turn
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

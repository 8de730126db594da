"""Concept matching: images by the names of what is in them, without relations.

The way most lifelog search engines rank, and the baseline that graphs are measured against.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexers.scenes.index import SceneIndex

Names = Sequence[Sequence[str]]
"""Objects asked for, each by its alternative names."""


@dataclass(frozen=True, slots=True)
class ConceptIndex:
    """Which images hold which label.

    Args:
        numbers: label -> its place in starts.
        starts: int64 (V + 1,), where each label's images begin.
        rows: int32 (P,), row of the scene index.
        counts: float32 (P,), how many such nodes the image has.
        lengths: float32 (N,), nodes of each image.
    """

    numbers: dict[str, int]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.float32]
    lengths: NDArray[np.float32]

    @classmethod
    def build(cls, index: SceneIndex) -> "ConceptIndex":
        """Return the concepts of a scene index."""
        names = index.vocabulary.labels
        lengths = np.diff(index.node_offsets)
        owners = np.repeat(np.arange(len(index), dtype=np.int32), lengths)
        order = np.argsort(index.labels, kind="stable")  # images stay in order inside a label
        labels, owners = index.labels[order], owners[order]
        is_first = np.ones(len(labels), bool)
        is_first[1:] = (labels[1:] != labels[:-1]) | (owners[1:] != owners[:-1])
        places = np.flatnonzero(is_first)
        counts = np.diff(np.r_[places, len(labels)]).astype(np.float32)
        starts = np.searchsorted(labels[places], np.arange(len(names) + 1))
        numbers = {name: number for number, name in enumerate(names)}
        return cls(numbers, starts, owners[places], counts, lengths.astype(np.float32))

    def __len__(self) -> int:
        return len(self.lengths)

    def tf_idf(self, asked: Names) -> NDArray[np.float64]:
        """Return, for every image, the idf of the objects asked for that it has by sqrt(nodes).

        idf = ln(1 + N / (1 + images with the label)); each object counts once.
        """
        scores = np.zeros(len(self))
        for names in {tuple(each) for each in asked}:
            found = np.zeros(len(self))
            for name in names:
                rows, _ = self._images(name)
                np.maximum.at(found, rows, np.log(1 + len(self) / (1 + len(rows))))
            scores += found
        return scores / np.sqrt(np.maximum(self.lengths, 1))

    def bm25(self, asked: Names, *, k1: float = 1.2, b: float = 0.75) -> NDArray[np.float64]:
        """Return Okapi BM25 of every image, labels as words.

        Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.

        Args:
            asked: objects.
            k1: > 0, how quickly a second node of a label counts less.
            b: 0-1, how much images of many nodes are held back.
        """
        scores = np.zeros(len(self))
        mean = max(float(self.lengths.mean()), 1e-9) if len(self) else 1.0
        for names in {tuple(each) for each in asked}:
            found = np.zeros(len(self))
            for name in names:
                rows, counts = self._images(name)
                idf = np.log(1 + (len(self) - len(rows) + 0.5) / (len(rows) + 0.5))
                norm = k1 * (1 - b + b * self.lengths[rows] / mean)
                np.maximum.at(found, rows, idf * counts * (k1 + 1) / (counts + norm))
            scores += found
        return scores

    def _images(self, name: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the rows that have a label, and how often."""
        number = self.numbers.get(name, -1)
        if number < 0:
            return self.rows[:0], self.counts[:0]
        held = slice(self.starts[number], self.starts[number + 1])
        return self.rows[held], self.counts[held]

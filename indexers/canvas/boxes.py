"""What is where in the pictures of a library: boxes by class, picture by picture."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

SAME_BOX = 0.6
"""IoU from which two boxes of a class are one object that two detectors saw."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The pictures that hold a class, and its boxes there.

    Args:
        items: int64 (U,), ascending.
        offsets: int64 (U + 1,), where the boxes of each picture begin.
        places: float32 (B, 4): left, top, width, height as fractions.
        scores: float32 (B,), 0-1.
    """

    items: NDArray[np.int64]
    offsets: NDArray[np.int64]
    places: NDArray[np.float32]
    scores: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.items)

    def take(self, chosen: NDArray[np.int64]) -> "Postings":
        """Return some of the pictures.

        Args:
            chosen: int64, indexes into items, ascending.
        """
        counts = np.diff(self.offsets)[chosen]
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        boxes = np.repeat(self.offsets[chosen] - offsets[:-1], counts) + np.arange(offsets[-1])
        return Postings(self.items[chosen], offsets, self.places[boxes], self.scores[boxes])

    def owners(self) -> NDArray[np.int64]:
        """Return the picture of each box as an index into items, int64 (B,)."""
        return np.repeat(np.arange(len(self.items)), np.diff(self.offsets))


@dataclass(slots=True)
class BoxTable:
    """All boxes of a library, sorted by class and item.

    Args:
        names: of the classes.
        starts: int64 (L + 1,), where each class begins.
        items: int64 (B,), ascending within a class.
        places: float32 (B, 4).
        scores: float32 (B,), best first within an item.
    """

    names: tuple[str, ...]
    starts: NDArray[np.int64]
    items: NDArray[np.int64]
    places: NDArray[np.float32]
    scores: NDArray[np.float32]
    _postings: dict[int, Postings] = field(default_factory=dict)

    @classmethod
    def build(
        cls,
        names: Sequence[str],
        labels: NDArray[np.int64],
        items: NDArray[np.int64],
        scores: NDArray[np.float32],
        places: NDArray[np.float32],
    ) -> "BoxTable":
        """Return the table of boxes in any order; an object that two detectors saw counts once."""
        order = np.lexsort((-scores, items, labels))
        labels, items, scores, places = labels[order], items[order], scores[order], places[order]
        kept = ~_seen_before(labels, items, places)
        labels = labels[kept]
        starts = np.searchsorted(labels, np.arange(len(names) + 1)).astype(np.int64)
        return cls(tuple(names), starts, items[kept], places[kept], scores[kept])

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        return self.items.nbytes + self.places.nbytes + self.scores.nbytes

    def counts(self) -> dict[str, int]:
        """Return how many pictures hold each class, most first."""
        found = {name: len(self._of(at)) for at, name in enumerate(self.names)}
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    def of(self, names: Sequence[str]) -> Postings:
        """Return the pictures that hold any of some classes; names that are not known are none."""
        found = [self._of(at) for at, name in enumerate(self.names) if name in set(names)]
        if len(found) == 1:
            return found[0]
        if not found:
            nothing = np.empty(0, np.int64)
            return Postings(
                nothing, np.zeros(1, np.int64), np.empty((0, 4), np.float32),
                np.empty(0, np.float32),
            )  # fmt: skip
        items = np.concatenate([part.items[part.owners()] for part in found])
        order = np.argsort(items, kind="stable")
        places = np.concatenate([part.places for part in found])[order]
        return _grouped(items[order], places, np.concatenate([p.scores for p in found])[order])

    def _of(self, label: int) -> Postings:
        if label not in self._postings:
            part = slice(self.starts[label], self.starts[label + 1])
            made = _grouped(self.items[part], self.places[part], self.scores[part])
            self._postings[label] = made
        return self._postings[label]


def _grouped(
    items: NDArray[np.int64], places: NDArray[np.float32], scores: NDArray[np.float32]
) -> Postings:
    """Return boxes, ascending by item, as postings."""
    first = np.flatnonzero(np.r_[len(items) > 0, items[1:] != items[:-1]])
    offsets = np.r_[first, len(items)].astype(np.int64)
    return Postings(items[first], offsets, places, scores)


def _seen_before(
    labels: NDArray[np.int64], items: NDArray[np.int64], places: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """Return which boxes are another view of a surer box of their class and picture, (B,)."""
    seen = np.zeros(len(items), np.bool_)
    later = np.arange(1, len(items))
    lag = 1
    while len(later):
        later = later[later >= lag]
        same = (labels[later] == labels[later - lag]) & (items[later] == items[later - lag])
        later = later[same]
        seen[later] |= _iou(places[later], places[later - lag]) >= SAME_BOX
        lag += 1
    return seen


def _iou(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float32]:
    ends = np.minimum(first[:, :2] + first[:, 2:], second[:, :2] + second[:, 2:])
    sides = np.clip(ends - np.maximum(first[:, :2], second[:, :2]), 0, None)
    shared = sides.prod(axis=1)
    union = first[:, 2:].prod(axis=1) + second[:, 2:].prod(axis=1) - shared
    return np.asarray(shared / np.maximum(union, 1e-12), np.float32)

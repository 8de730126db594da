"""How pairs of things usually stand to each other: a frequency prior with back-off.

The strong baseline of Neural Motifs (Zellers et al., CVPR 2018): the share of each predicate among
the relations that a pair of classes was seen in. Pairs that were seen seldom lean on pairs of
similar names, and those on what the subject does and what is done with the object.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.scenes.labels import LabelVectors

_NEIGHBOURS: Final = 10  # similar names that speak for a name
_LEAST_WEIGHT: Final = 0.02


@dataclass(frozen=True, slots=True)
class Smoothing:
    """How much what is less certain counts; weights in counted relations.

    The defaults are the best of a small search by the likelihood of captions that were held out.

    Args:
        similar: of the distribution of similar pairs.
        back_off: of the subject's and the object's own habits, against similar pairs.
        common: of what is common with all things, against a subject's or an object's habits.
        power: of both habits in their product: 0.5 to 1.
        width: of the kernel exp((cosine - 1) / width) by which similar names count.
    """

    similar: float = 4.0
    back_off: float = 5.0
    common: float = 8.0
    power: float = 0.7
    width: float = 0.2


@dataclass(frozen=True, slots=True)
class Habit:
    """What is known of a pair of names.

    Args:
        shares: float64 (P,): probability of each predicate; sums to 1.
        counts: float64 (P,): how often this very pair was seen.
        seen: relations of this and similar pairs, weighted.
    """

    shares: NDArray[np.float64]
    counts: NDArray[np.float64]
    seen: float


class FrequencyPrior:
    """Shares of predicates by names of subject and object.

    Args:
        labels: names of things.
        predicates: names of relations.
        triples: int (T, 4): rows of subject, object, predicate, and how often; none twice.
        vectors: say which names are similar.
        smoothing: constants.
    """

    def __init__(
        self,
        labels: Sequence[str],
        predicates: Sequence[str],
        triples: NDArray[np.integer],
        vectors: LabelVectors,
        smoothing: Smoothing | None = None,
    ) -> None:
        self.labels, self.predicates = tuple(labels), tuple(predicates)
        self._smoothing = smoothing or Smoothing()
        self._rows = {name: row for row, name in enumerate(self.labels)}
        self._vectors = vectors
        self._of_labels = vectors.of(self.labels)[0]
        sizes = (len(self.labels), len(self.predicates))
        self._as_subject = np.zeros(sizes, np.float32)
        self._as_object = np.zeros(sizes, np.float32)
        subjects, objects, said, counts = np.asarray(triples).T.astype(np.int64)
        np.add.at(self._as_subject, (subjects, said), counts)
        np.add.at(self._as_object, (objects, said), counts)
        self.totals: NDArray[np.float64] = self._as_subject.sum(axis=0).astype(np.float64)
        self.common: NDArray[np.float64] = (self.totals + 0.5) / (self.totals + 0.5).sum()
        self._pairs: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for subject, target, predicate, count in zip(
            *(column.tolist() for column in (subjects, objects, said, counts)), strict=True
        ):
            self._pairs.setdefault((subject, target), []).append((predicate, count))
        self.of = lru_cache(maxsize=20_000)(self._of)
        self.similar = lru_cache(maxsize=5_000)(self._similar)

    def row(self, name: str) -> int | None:
        """Return the row of a name that was counted itself; None for another."""
        return self._rows.get(name)

    def count(self, subject: int, target: int, predicate: int) -> int:
        """Return how often a triple was seen, by rows."""
        found = self._pairs.get((subject, target), ())
        return next((count for said, count in found if said == predicate), 0)

    def _similar(self, name: str) -> tuple[tuple[int, float], ...]:
        """Return rows of names like this one and their weights, the name itself first with 1."""
        vector, known = self._vectors.of([name])
        own = self._rows.get(name)
        if not known[0]:
            return () if own is None else ((own, 1.0),)
        cosines = self._of_labels @ vector[0]
        if own is not None:
            cosines[own] = 1.0
        weights = np.exp((np.minimum(cosines, 1.0) - 1.0) / self._smoothing.width)
        order = np.argsort(-weights, kind="stable")[:_NEIGHBOURS]
        best = [(int(row), float(weights[row])) for row in order if weights[row] > _LEAST_WEIGHT]
        if not best:  # nothing is near: the nearest speaks, quietly
            best = [(int(order[0]), _LEAST_WEIGHT)]
        return tuple(best)

    def _of(self, subject: str, target: str) -> Habit:
        """Return what is known of a pair of names; names as `LabelVectors` takes them."""
        smoothing = self._smoothing
        pair = self._rows.get(subject, -1), self._rows.get(target, -1)
        counts, similar = np.zeros(len(self.predicates)), np.zeros(len(self.predicates))
        for predicate, count in self._pairs.get(pair, ()):
            counts[predicate] += count
        one, other = self.similar(subject), self.similar(target)
        for row, weight in one:
            for column, other_weight in other:
                for predicate, count in self._pairs.get((row, column), ()):
                    similar[predicate] += weight * other_weight * count
        habits = self._shares(self._as_subject, one), self._shares(self._as_object, other)
        power = smoothing.power
        back_off = (habits[0] * habits[1]) ** power * self.common ** (1 - 2 * power)
        back_off /= back_off.sum()
        seen = float(similar.sum())
        alike = (similar + smoothing.back_off * back_off) / (seen + smoothing.back_off)
        shares = (counts + smoothing.similar * alike) / (counts.sum() + smoothing.similar)
        return Habit(shares, counts, seen)

    def _shares(
        self, table: NDArray[np.float32], rows: Sequence[tuple[int, float]]
    ) -> NDArray[np.float64]:
        """Return the shares of predicates of a name and those like it."""
        found = self._smoothing.common * self.common
        for row, weight in rows:
            found = found + weight * table[row]
        return np.asarray(found / found.sum(), np.float64)

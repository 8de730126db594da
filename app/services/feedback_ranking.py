"""One modality ranks the items: learned from the marks, answered by its store."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.services.feedback_types import FeedbackOptions
from common.jobs import JobContext
from indexers.feedback.answers import Farthest, first, passing
from indexers.rankings.examples import LearnOptions
from indexers.rankings.hubness import DEPTH, PROBES, STRENGTH, Hubs, probe
from indexers.rankings.learners import LinearModel, fit
from indexers.rankings.nearness import Places, nearness

CANDIDATES = 2000  # looked at again where the order is not that of the hyperplane alone
_BLOCK = 8192  # vectors in memory at once

Ids = NDArray[np.int64]


class VectorSource(Protocol):
    """Vectors of items that a hyperplane can be held against."""

    def __len__(self) -> int: ...

    def has(self, items: Sequence[int]) -> NDArray[np.bool_]:
        """Return whether each item has a vector."""
        ...

    def vectors(self, items: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of items, float32 (N, D)."""
        ...

    def sample(self, count: int, seed: int = 0) -> NDArray[np.float32]:
        """Return arbitrary vectors, float32 (N, D)."""
        ...

    def scores(self, direction: NDArray[np.float32]) -> tuple[Ids, NDArray[np.float32]]:
        """Return all items and their products."""
        ...

    def farthest(
        self,
        weights: NDArray[np.float32],
        k: int,
        *,
        allowed: Ids | None = None,
        without: Ids | None = None,
        budget_ms: float | None = None,
        exact: bool = False,
    ) -> Farthest:
        """Return the items farthest on the positive side."""
        ...


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a modality proposes.

    Args:
        items: int64 (M,), best first.
        margins: float64 (M,), falling.
        looked_at: how many items were compared.
        is_exact: nothing better was missed.
        missing: share of the items that nobody looked at, as who holds them did not answer, 0-1.
        instead: why this computer answered in place of workers; see Farthest.
    """

    items: Ids
    margins: NDArray[np.float64]
    looked_at: int
    is_exact: bool
    missing: float = 0.0
    instead: str = ""


class Ranker(Protocol):
    """One modality that learned from the marks."""

    name: str

    def best(self, k: int, allowed: Ids | None, without: Ids) -> Ranked:
        """Return the k best items that pass."""
        ...

    def margins(self, items: Ids) -> NDArray[np.float64]:
        """Return the margin of each item, float64 (N,), NaN where the modality knows it not."""
        ...

    def confidence(self, margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return margins as 0-1."""
        ...

    def place(self, item: int) -> tuple[int, int] | None:
        """Return (rank from 1, number of items); None where the modality knows it not."""
        ...


@dataclass(slots=True)
class VectorRanker:
    """Ranks by a model of vectors.

    Args:
        name: of the modality.
        source: the vectors.
        model: learned from the marks.
        options: budget and damping.
        hubs: what comes up for everything; None where nothing is held back.
        spread: of the margins of arbitrary items.
    """

    name: str
    source: VectorSource
    model: LinearModel
    options: FeedbackOptions
    hubs: Hubs | None = None
    spread: float = 1.0

    def best(self, k: int, allowed: Ids | None, without: Ids) -> Ranked:
        """Return the k best items that pass; see Ranker."""
        again = not self.model.is_linear or self.hubs is not None
        count = max(CANDIDATES, 20 * k) if again else k
        found = self.source.farthest(
            self.model.weights, count, allowed=allowed, without=without,
            budget_ms=self.options.budget_ms, exact=self.options.exact,
        )  # fmt: skip
        if not again:
            margins = found.products.astype(np.float64) + self.model.bias
            return replace(_told(found), items=found.items, margins=margins)
        if self.model.is_linear:
            margins = self._damped(found.items, found.products + np.float32(self.model.bias))
        else:
            margins = self.margins(found.items)
        order = np.lexsort((found.items, -margins))[:k]
        is_exact = found.is_exact and len(found.items) < count
        return replace(
            _told(found), items=found.items[order], margins=margins[order], is_exact=is_exact
        )

    def margins(self, items: Ids) -> NDArray[np.float64]:
        """Return the margin of each item; see Ranker."""
        there = np.flatnonzero(self.source.has(items.tolist()))
        result = np.full(len(items), np.nan)
        for start in range(0, len(there), _BLOCK):
            part = there[start : start + _BLOCK]
            plain = self.model.margins(self.source.vectors(items[part].tolist()))
            result[part] = self._damped(items[part], plain)
        return result

    def confidence(self, margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return margins as 0-1."""
        return self.model.confidence(margins)

    def place(self, item: int) -> tuple[int, int] | None:
        """Return the rank of an item among all; see Ranker."""
        mine = self.margins(np.array([item], np.int64))[0]
        if np.isnan(mine):
            return None
        items, products = self.source.scores(self.model.weights)
        if self.model.is_linear:
            margins = self._damped(items, products + np.float32(self.model.bias))
        else:
            margins = self.margins(items)
        ahead = (margins > mine + 1e-6) & (items != item)
        return int(ahead.sum()) + 1, len(items)

    def _damped(self, items: Ids, margins: NDArray[np.float32]) -> NDArray[np.float64]:
        plain = margins.astype(np.float64)
        if self.hubs is None:
            return plain
        lost = self.options.damp * STRENGTH * self.spread
        held_back: NDArray[np.float64] = plain - lost * self.hubs.damping(items)
        return held_back


@dataclass(slots=True)
class NearRanker:
    """Ranks by how near items lie to marked ones in time and place.

    Args:
        name: of the modality.
        items: that have a time or a place, int64 (N,), ascending.
        values: their nearness, float64 (N,), 0-1 or below.
    """

    name: str
    items: Ids
    values: NDArray[np.float64]

    @classmethod
    def of(cls, name: str, items: Ids, places: Places, good: Ids, bad: Ids) -> "NearRanker":
        """Return the ranker for marks, int64 each; only those that are in items count."""
        marks = [places.only(np.flatnonzero(np.isin(items, side))) for side in (good, bad)]
        values = nearness(places, marks[0], marks[1])
        known = np.isfinite(values)
        return cls(name, items[known], values[known])

    def best(self, k: int, allowed: Ids | None, without: Ids) -> Ranked:
        """Return the k nearest items that pass; see Ranker."""
        passes = passing(self.items, allowed, without)
        found = first(self.items[passes], self.values[passes].astype(np.float32), k)
        return Ranked(found.items, self.margins(found.items), len(self.items), is_exact=True)

    def margins(self, items: Ids) -> NDArray[np.float64]:
        """Return the nearness of each item; see Ranker."""
        if not len(self.items):
            return np.full(len(items), np.nan)
        where = np.minimum(np.searchsorted(self.items, items), len(self.items) - 1)
        return np.where(self.items[where] == items, self.values[where], np.nan)

    def confidence(self, margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return nearness as 0-1."""
        return np.clip(margins, 0.0, 1.0)

    def place(self, item: int) -> tuple[int, int] | None:
        """Return the rank of an item among all; see Ranker."""
        mine = self.margins(np.array([item], np.int64))[0]
        if np.isnan(mine):
            return None
        return int((self.values > mine).sum()) + 1, len(self.items)


def _told(found: Farthest) -> Ranked:
    """Return what an answer says of itself, with margins that are still to come."""
    return Ranked(
        found.items, found.products.astype(np.float64), found.looked_at, found.is_exact,
        found.missing, found.instead,
    )  # fmt: skip


def train(
    source: VectorSource,
    good: Sequence[int],
    bad: Sequence[int],
    background: NDArray[np.float32],
    history: Sequence[Sequence[int]],
    options: FeedbackOptions,
) -> LinearModel:
    """Learn a model of the marked items that have vectors.

    Args:
        source: the vectors.
        good: items marked relevant, with vectors.
        bad: items marked not relevant, with vectors.
        background: arbitrary vectors.
        history: lists that were shown, oldest first; only a learner of choices looks at them.
        options: learner, class weights, seed.
    """
    rounds = []
    if options.learner == "bayes":
        chosen = np.asarray(good, np.int64)
        for shown in history:
            there = np.asarray(shown, np.int64)
            there = there[source.has(there.tolist())]
            rounds.append((source.vectors(there.tolist()), np.isin(there, chosen)))
    learning = LearnOptions(class_weights=options.class_weights, rounds=tuple(rounds))
    vectors = source.vectors(good), source.vectors(bad)
    return fit(options.learner, *vectors, background, options=learning, seed=options.seed)


def find_hubs(source: VectorSource, background: NDArray[np.float32], context: JobContext) -> Hubs:
    """Ask for what one arbitrary item is like, again and again, and count what comes up.

    Args:
        source: the vectors.
        background: arbitrary vectors; each question takes one as its only relevant mark.
        context: reports and cancels.
    """
    count = min(PROBES, len(background))
    nothing = np.empty((0, background.shape[1]), np.float32)
    plain = LearnOptions(calibrate=False)

    def ask(number: int) -> Ids:
        asked = background[number : number + 1]
        model = fit("svm", asked, nothing, background, options=plain)
        return source.farthest(model.weights, DEPTH + 1).items[1:]  # the first is the item asked by

    return probe(count, ask, partial(context.step, total=count, note="Finding hubs"))

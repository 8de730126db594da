"""Why an item is suggested: what moved it up or down."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.services.feedback_marks import Marks, known
from app.services.feedback_modalities import Modalities
from app.services.feedback_ranking import Ranker, VectorRanker, train
from app.services.feedback_types import (
    Explanation,
    FeedbackOptions,
    ModalityRank,
    Near,
    Push,
)
from common.errors import QueryError
from common.jobs import JobContext
from indexers.rankings.examples import SAMPLE
from indexers.rankings.sparse import SparseVectors

FEATURES = 8
NEAREST = 6


def explain(
    modalities: Modalities,
    rankers: Sequence[Ranker],
    item: int,
    marks: Marks,
    options: FeedbackOptions,
    context: JobContext,
) -> Explanation:
    """Return what speaks for and against an item.

    Named features are told wherever the library has them, also when they do not rank: a linear
    machine learned of them from the same marks shows what the marked items have in common.

    Args:
        modalities: of the library.
        rankers: that made the suggestions, the first one decides about the nearest marks.
        item: to be explained.
        marks: the marks.
        options: of the suggestions.
        context: reports and cancels.

    Raises:
        QueryError: no modality knows the item.
    """
    ranks = []
    for done, ranker in enumerate(rankers):
        context.step(done, len(rankers) + 1, "Comparing")
        place = ranker.place(item)
        if place is not None:
            score = ranker.confidence(ranker.margins(np.array([item], np.int64)))[0]
            ranks.append(ModalityRank(ranker.name, *place, float(score)))
    if not ranks:
        raise QueryError(
            f"Item {item} has no vector of what ranks here.",
            hint="Choose another item, or import it again.",
        )
    context.step(len(rankers), len(rankers) + 1, "Reading concepts")
    features = _features(modalities.concepts_for([item, *marks.all]), item, marks, options)
    nearest = next(
        (near for each in rankers if isinstance(each, VectorRanker)
         if (near := _nearest(each, item, marks))), (),
    )  # fmt: skip
    return Explanation(item, tuple(ranks), features, nearest, tuple(marks.notes))


def _features(
    vectors: SparseVectors, item: int, marks: Marks, options: FeedbackOptions
) -> tuple[Push, ...]:
    """Return the named features of an item by how much they moved it, the strongest first."""
    good, bad = known(vectors, marks.good), known(vectors, marks.bad)
    if not vectors.has([item])[0] or not (good or bad):
        return ()
    model = train(vectors, good, bad, vectors.sample(SAMPLE), (), replace(options, learner="svm"))
    strengths = vectors.vectors([item])[0]
    moved = strengths * model.weights
    order = np.argsort(-np.abs(moved), kind="stable")[:FEATURES]
    return tuple(
        Push(vectors.names[place], float(strengths[place]), float(moved[place]))
        for place in order.tolist()
        if moved[place] != 0
    )


def _nearest(ranker: VectorRanker, item: int, marks: Marks) -> tuple[Near, ...]:
    """Return the marked items that moved an item, those that moved it most first."""
    source = ranker.source
    if not source.has([item])[0]:
        return ()
    sides = [known(source, marks.good), known(source, marks.bad)]
    marked = [*sides[0], *sides[1]]
    values = np.repeat([1, -1], [len(side) for side in sides])
    alike = source.vectors(marked) @ source.vectors([item])[0]
    moved = _moved(ranker, alike, len(marked))
    shares = np.zeros(len(marked))
    for value in (1, -1):
        here = values == value
        total = moved[here].sum()
        shares[here] = moved[here] / total if total > 0 else 0.0
    order = np.lexsort((-alike, -shares))[:NEAREST]
    return tuple(
        Near(marked[place], int(values[place]), float(alike[place]), float(shares[place]))
        for place in order.tolist()
    )


def _moved(ranker: VectorRanker, alike: NDArray[np.float32], count: int) -> NDArray[np.float64]:
    """Return how much each mark moved an item in its direction, >= 0, float64 (M,).

    A machine is a sum over its examples: share times (similarity + 1). Where a learner does not say
    the shares, the similarity above that of the least similar mark stands for them.
    """
    shares = ranker.model.shares
    similar = alike.astype(np.float64)
    if shares is not None:
        moved: NDArray[np.float64] = np.abs(shares[:count]) * (similar + 1.0)
        return moved
    above: NDArray[np.float64] = similar - similar.min() + 1e-6
    return above

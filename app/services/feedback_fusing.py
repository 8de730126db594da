"""Merges what several modalities propose, and checks the choices of how to."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.services.feedback_ranking import Ids, Ranked, Ranker
from app.services.feedback_types import FeedbackNote, FeedbackOptions
from common.errors import QueryError
from indexers.rankings.fusion import Scored
from indexers.rankings.fusion_rules import FUSIONS
from indexers.rankings.learners import LEARNERS


def check_options(options: FeedbackOptions, k: int) -> None:
    """Check that all choices exist.

    Raises:
        QueryError: one does not; names those there are.
    """
    if k < 1:
        raise QueryError(f"{k} suggestions make no list.", hint="Ask for at least one.")
    for what, chosen, known in (
        ("learner", options.learner, LEARNERS.names()),
        ("fusion", options.fusion, list(FUSIONS)),
    ):
        if chosen not in known:
            raise QueryError(
                f"There is no {what} “{chosen}”.", hint=f"Use one of: {', '.join(known)}."
            )
    if not 0.0 <= options.damp <= 1.0 or min(options.class_weights) <= 0:
        raise QueryError(
            "Damping lies in 0-1 and weights of classes are above 0.", hint="Change the options."
        )


def fused(
    rankers: Sequence[Ranker], proposed: Sequence[Ranked], options: FeedbackOptions
) -> tuple[Ids, NDArray[np.float64]]:
    """Return the items of all modalities in one order, and their scores."""
    lists = {}
    union = np.unique(np.concatenate([each.items for each in proposed]))
    for ranker, each in zip(rankers, proposed, strict=True):
        if options.fusion == "mean-rank":  # what any modality proposes, all of them judge
            margins = ranker.margins(union)
            known = np.isfinite(margins)
            lists[ranker.name] = Scored(union[known], margins[known])
        else:
            lists[ranker.name] = Scored.of(each.items, each.margins)
    return FUSIONS[options.fusion](lists, options.weights).ranked()


def parts_of(rankers: Sequence[Ranker], items: Ids) -> list[dict[str, float]]:
    """Return what each modality says of each item, 0-1; nothing where it does not know it."""
    parts: list[dict[str, float]] = [{} for _ in range(len(items))]
    for ranker in rankers:
        margins = ranker.margins(items)
        for part, score, margin in zip(
            parts, ranker.confidence(margins).tolist(), margins, strict=True
        ):
            if np.isfinite(margin):
                part[ranker.name] = score
    return parts


def notes_of_workers(proposed: Sequence[Ranked]) -> tuple[FeedbackNote, ...]:
    """Return notes about workers that keep a part of the index and did not answer.

    Args:
        proposed: what each modality found.
    """
    notes = [FeedbackNote(f"workers-{each.instead}") for each in proposed if each.instead]
    missing = max((each.missing for each in proposed), default=0.0)
    if missing:
        notes.append(FeedbackNote("shards-silent", share=max(1, round(100 * missing))))
    return tuple(dict.fromkeys(notes))

"""A simulated user: plays a task against what the library knows and marks everything correctly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.feedback_types import FeedbackOptions, Round
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.feedback import FeedbackService


def simulate(
    service: "FeedbackService",
    truth: NDArray[np.int64],
    rounds: int,
    seed: int,
    *,
    marks: tuple[Sequence[int], Sequence[int]] = ((), ()),
    k: int = 25,
    encoder: str = "auto",
    options: FeedbackOptions | None = None,
    context: JobContext | None = None,
) -> list[Round]:
    """Play rounds: everything shown is marked, correctly, and the next suggestions are asked for.

    Args:
        service: that suggests.
        truth: items that are looked for, int64 (N,), N >= 1.
        rounds: how many, >= 1; ends sooner when nothing is left.
        seed: chooses the first item where marks are empty.
        marks: to begin with, relevant and not relevant.
        k: shown a round.
        encoder: as for FeedbackService.suggest().
        options: as for FeedbackService.suggest().
        context: reports and cancels.
    """
    context = context or JobContext()
    good, bad = list(marks[0]), list(marks[1])
    if not good and not bad:
        good = [int(np.random.default_rng(seed).choice(truth))]
    played: list[Round] = []
    history: list[tuple[int, ...]] = []
    for number in range(rounds):
        context.step(number, rounds, f"Round {number + 1}")
        answer = service.suggest(good, bad, k, encoder=encoder, options=options, history=history)
        if not answer.hits:
            break
        shown = np.array([hit.item for hit in answer.hits], np.int64)
        right = np.isin(shown, truth)
        left = len(truth) - int(np.isin(truth, good).sum())
        labels = len(good) + len(bad)
        good += shown[right].tolist()
        bad += shown[~right].tolist()
        history.append(tuple(shown.tolist()))
        played.append(
            Round(
                labels, float(right.sum()) / max(1, min(k, left)),
                float(np.isin(truth, good).mean()), answer.ms, history[-1],
                sum(len(each) for each in history),
            )
        )  # fmt: skip
    return played


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over several plays.

    Args:
        mean: of those that got this far.
        spread: standard deviation of the same.
    """

    mean: float
    spread: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Return mean and spread of values, at least one."""
        return cls(float(np.mean(values)), float(np.std(values)))


def summary(plays: Sequence[Sequence[Round]]) -> list[dict[str, Any]]:
    """Return, round by round, the means over plays and the spreads of quality and recall.

    Args:
        plays: rounds of each seed; one that ended early counts with its last round.
    """
    rounds = []
    for number in range(max((len(play) for play in plays), default=0)):
        at = [play[min(number, len(play) - 1)] for play in plays if play]
        precision = Spread.of([each.precision_at_25 for each in at])
        recall = Spread.of([each.recall for each in at])
        rounds.append(
            {
                "labels": round(float(np.mean([each.labels for each in at])), 1),
                "seen": round(float(np.mean([each.seen for each in at])), 1),
                "precision_at_25": precision.mean,
                "precision_spread": precision.spread,
                "recall": recall.mean,
                "recall_spread": recall.spread,
                "ms": float(np.mean([each.ms for each in at])),
            }
        )
    return rounds

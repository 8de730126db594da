"""Finds what follows what: one match after another on the same time line."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexers.rankings.sliding import pick, window_max
from indexers.rankings.time_axis import NONE, Rows, TimeAxis, Values


@dataclass(frozen=True, slots=True)
class Gap:
    """How far one stage may lie behind the one before it.

    Args:
        seconds: at most so much later, > 0.
        shots: where > 0, within so many next shots of the time line instead.
    """

    seconds: float = 60.0
    shots: int = 0


@dataclass(frozen=True, slots=True)
class Chains:
    """Sequences, best first, ties by time line and time of their first frame.

    Args:
        rows: int64 (K, S), a row of the axis for each stage.
        parts: float64 (K, S), scores of the stages.
        scores: float64 (K,), their mean.
        total: how many frames begin a sequence that reaches the threshold.
        below: how many begin one that does not.
        best: score of the best one whatever the threshold; 0 where there is none.
    """

    rows: NDArray[np.int64]
    parts: NDArray[np.float64]
    scores: NDArray[np.float64]
    total: int
    below: int
    best: float = 0.0

    def __len__(self) -> int:
        return len(self.scores)


def chains(
    axis: TimeAxis,
    stages: Sequence[Values],
    gaps: Sequence[Gap],
    *,
    k: int = 100,
    threshold: float = 0.0,
    overlapping: bool = False,
) -> Chains:
    """Return the sequences with the best mean score in which each stage follows the one before.

    A stage is strictly later than the one before it, on the same time line, within its gap. Exact:
    from the last stage back, each match takes the best continuation there is, the earliest of equal
    ones. Of sequences of one time line that overlap in time the best one stays.

    Args:
        axis: where frames lie.
        stages: score of every row for each stage, float64 (N,), minus infinity where it does not
            match; at least one stage.
        gaps: for each stage but the first.
        k: how many.
        threshold: least mean score.
        overlapping: also return sequences that overlap a better one: the best of each first frame.

    Raises:
        ValueError: the numbers do not fit.
    """
    if len(gaps) != len(stages) - 1:
        raise ValueError(f"{len(stages)} stages need {len(stages) - 1} gaps, not {len(gaps)}")
    if any(not (gap.seconds > 0 or gap.shots > 0) for gap in gaps):
        raise ValueError("a stage must lie behind the one before it")
    ends = [_ends(axis, gap) for gap in gaps]
    sums = [stages[-1]]  # best sum from each row on, of the last stages
    for scores, end in zip(stages[-2::-1], ends[::-1], strict=True):
        sums.insert(0, scores + window_max(sums[0], axis.later, end))
    means = sums[0] / len(stages)
    return _Tracer(axis, sums, ends).traced(stages, means, k, threshold, overlapping=overlapping)


def _ends(axis: TimeAxis, gap: Gap) -> Rows:
    return axis.ends_in_rows(gap.shots) if gap.shots > 0 else axis.ends(gap.seconds)


@dataclass(frozen=True, slots=True)
class _Tracer:
    """Finds the frames of the best sequences.

    Args:
        axis: where frames lie.
        sums: by stage, the best sum from each row on.
        ends: by stage but the first, where its window ends for each row of the stage before.
    """

    axis: TimeAxis
    sums: Sequence[Values]
    ends: Sequence[Rows]

    def traced(
        self,
        stages: Sequence[Values],
        means: Values,
        k: int,
        threshold: float,
        *,
        overlapping: bool,
    ) -> Chains:
        passing = np.isfinite(means) & (means >= threshold)
        found: list[list[int]] = []
        covered = np.zeros(len(means), np.bool_)

        def take(row: int, gone: NDArray[np.bool_]) -> bool:
            rows = self.trace(row)
            span = slice(rows[0], rows[-1] + 1)
            if covered[span].any():
                return False
            if not overlapping:
                covered[span] = True
                gone[span] = True
            found.append(rows)
            return True

        chosen = pick(np.where(passing, means, NONE), k, take)
        rows = np.array(found, np.int64).reshape(len(found), len(stages))
        parts = [scores[rows[:, stage]] for stage, scores in enumerate(stages)]
        total = int(passing.sum())
        return Chains(
            rows,
            np.stack(parts, axis=1),
            means[np.array(chosen, np.int64)],
            total,
            int(np.isfinite(means).sum()) - total,
            max(0.0, float(means.max(initial=0.0))),
        )

    def trace(self, row: int) -> list[int]:
        """Return the rows of the best sequence from a row of the first stage on."""
        rows = [row]
        for later, ends in zip(self.sums[1:], self.ends, strict=True):
            first = int(self.axis.later[rows[-1]])
            rows.append(first + int(later[first : int(ends[rows[-1]])].argmax()))
        return rows

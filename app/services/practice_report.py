"""Compares settings of the tool by what simulated users reached with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.services.practice_settings import FAR, Play, rank_at
from common.statistics import Estimate, mean_interval

TIMES_S = (15, 30, 60, 120, 180, 300)
GOOD_RANK = 10


@dataclass(frozen=True, slots=True)
class SettingRow:
    """What users reached with a setting.

    Args:
        name: of the setting.
        plays: how many.
        solved: how many of them found something right.
        score: mean, by the rules of DRES, 0-1000.
        used_s: mean time of what was solved, seconds.
        actions: mean number of searches, pages, marks and submissions.
        wrong: mean number of wrong submissions.
        ranks: (seconds, median of the best rank so far, share of plays where it is 10 or better);
            the median is None where most had not met the target.
    """

    name: str
    plays: int
    solved: int
    score: Estimate
    used_s: Estimate
    actions: Estimate
    wrong: Estimate
    ranks: tuple[tuple[int, int | None, float], ...]


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two settings, play by play: the same task and the same user.

    Args:
        first: name of a setting.
        second: name of the other.
        gain: mean of the score with the second less that with the first.
        better: plays with a higher score with the second.
        worse: plays with a lower one.
    """

    first: str
    second: str
    gain: Estimate
    better: int
    worse: int

    @property
    def is_certain(self) -> bool:
        """Whether the interval of the gain leaves zero out."""
        return self.gain.count > 1 and (self.gain.low > 0 or self.gain.high < 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All settings, and each against the first.

    Args:
        settings: in the order given.
        pairs: the first with each other one.
        tasks: how many were played.
        users: how many played each.
    """

    settings: tuple[SettingRow, ...]
    pairs: tuple[PairRow, ...]
    tasks: int
    users: int


def compare(plays: Mapping[str, Sequence[Play]], *, level: float = 0.95) -> Comparison:
    """Return what simulate() brought, with intervals.

    Args:
        plays: setting name -> plays, in the same order for each.
        level: share that the intervals hold, 0-1.
    """
    names = list(plays)
    first = plays[names[0]]
    tasks = len({one.attempt.task for one in first})
    return Comparison(
        settings=tuple(_row(name, plays[name], level) for name in names),
        pairs=tuple(_pair(names[0], first, name, plays[name], level) for name in names[1:]),
        tasks=tasks,
        users=len(first) // tasks if tasks else 0,
    )


def _row(name: str, plays: Sequence[Play], level: float) -> SettingRow:
    attempts = [one.attempt for one in plays]
    solved = [one for one in attempts if one.is_solved]
    return SettingRow(
        name=name,
        plays=len(plays),
        solved=len(solved),
        score=mean_interval([one.score for one in attempts], level=level),
        used_s=mean_interval([one.used_s for one in solved], level=level),
        actions=mean_interval([one.actions for one in attempts], level=level),
        wrong=mean_interval(
            [sum(not each.correct for each in one.tries) for one in attempts], level=level
        ),
        ranks=tuple(_ranks(plays, seconds) for seconds in TIMES_S),
    )


def _ranks(plays: Sequence[Play], seconds: int) -> tuple[int, int | None, float]:
    """Return the median best rank so far, and the share of plays where it is a good one."""
    best = np.array([rank_at(one.ranks, seconds) for one in plays], np.int64)
    if not len(best):
        return seconds, None, 0.0
    median = int(np.sort(best)[(len(best) - 1) // 2])
    found = median if median < FAR else None
    return seconds, found, float(np.mean(best <= GOOD_RANK))


def _pair(
    first: str, before: Sequence[Play], second: str, after: Sequence[Play], level: float
) -> PairRow:
    gains = np.array(
        [b.attempt.score - a.attempt.score for a, b in zip(before, after, strict=True)], np.float64
    )
    return PairRow(
        first, second, mean_interval(gains, level=level),
        int((gains > 0).sum()), int((gains < 0).sum()),
    )  # fmt: skip

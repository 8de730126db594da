"""The scores of DRES 2.0.4 for a task, as pure functions of what was judged.

After `KisTaskScorer`, `AvsTaskScorer` and `LegacyAvsTaskScorer` of the server; answers that nobody
has judged do not count.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

MOST = 1000.0
AT_END = 500.0
PENALTY = 100.0
AVS_PENALTY = 0.2
LEGACY_MOST = 100.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judged answer of a team.

    Args:
        at_s: seconds after the start of the task.
        correct: whether it was right.
        item: media item that it names.
        start_s: where it begins in a video, seconds; None for pictures.
        end_s: where it ends.
    """

    at_s: float
    correct: bool
    item: Hashable = None
    start_s: float | None = None
    end_s: float | None = None


def kis_score(answers: Iterable[Judgement], duration_s: float) -> float:
    """Return 500 + 500 (1 - t / T) - 100 w for the first right answer, 0-1000.

    t is when it came, T the length of the task, w the number of wrong answers before it; 0 where
    nothing was right.

    Args:
        answers: of one team, in any order.
        duration_s: T, seconds, > 0.
    """
    for wrong, answer in enumerate(sorted(answers, key=lambda one: one.at_s)):
        if answer.correct:
            left = 1.0 - answer.at_s / duration_s
            return max(0.0, AT_END + (MOST - AT_END) * left - PENALTY * wrong)
    return 0.0


def avs_score(answers: Iterable[Judgement], videos: int) -> float:
    """Return the score of a search for everything, 0-1000.

    Each video counts 1 - 0.2 x (wrong answers before its first right one), and -0.2 a wrong answer
    where none was right; the sum is divided by the videos that all teams found.

    Args:
        answers: of one team, in any order.
        videos: distinct videos, or pictures, with a right answer of any team; 0 gives 0.
    """
    if videos <= 0:
        return 0.0
    by_item: dict[Hashable, list[bool]] = {}
    for answer in sorted(answers, key=lambda one: one.at_s):
        by_item.setdefault(answer.item, []).append(answer.correct)
    total = sum(
        1.0 - AVS_PENALTY * verdicts.index(True)
        if True in verdicts
        else -AVS_PENALTY * len(verdicts)
        for verdicts in by_item.values()
    )
    return max(0.0, total / videos * MOST)


def legacy_avs_score(answers: Iterable[Judgement], found_by_all: int) -> float:
    """Return 100 c / (c + w / 2) x (ranges found) / (ranges that all teams found), 0-100.

    Args:
        answers: of one team, in any order; c of them right, w wrong.
        found_by_all: quantised() of the right answers of all teams; 0 gives 0.
    """
    judged = list(answers)
    right = [one for one in judged if one.correct]
    if not right or found_by_all <= 0:
        return 0.0
    wrong = len(judged) - len(right)
    share = quantised(right) / found_by_all
    return LEGACY_MOST * len(right) / (len(right) + wrong / 2.0) * share


def quantised(right: Iterable[Judgement]) -> int:
    """Return how many distinct ranges right answers name: those of a video that touch are one."""
    by_item: dict[Hashable, list[tuple[float, float]]] = {}
    for answer in right:
        start = answer.start_s if answer.start_s is not None else 0.0
        end = answer.end_s if answer.end_s is not None else start
        by_item.setdefault(answer.item, []).append((start, end))
    return sum(_ranges(parts) for parts in by_item.values())


def _ranges(parts: Sequence[tuple[float, float]]) -> int:
    count, reach = 0, float("-inf")
    for start, end in sorted(parts):
        if start > reach:
            count += 1
        reach = max(reach, end)
    return count

"""How a DRES server of version 2.0.4 filters and judges submissions; pure functions.

The order of DRES: submissions pass transformers, then filters, are stored, and are judged.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.services.evaluation_types import Verdict

Target = Literal["temporal", "item", "text", "judged"]
Clock = Literal["documented", "2.0.4"]
_ORDER = (Verdict.CORRECT, Verdict.WRONG, Verdict.UNDECIDABLE, Verdict.INDETERMINATE)


@dataclass(frozen=True, slots=True)
class MockTask:
    """A task of the mock server.

    Args:
        name: of the task.
        target: how it is judged; "judged" is left to a person, verdicts stay open.
        duration_s: how long it runs, seconds.
        item: name of the media item that is right.
        start_ms: where the target begins, milliseconds.
        end_ms: where it ends.
        texts: texts that are right; between two backslashes a regular expression, an i behind it
            for any case.
        others: more that is right: (item, start, end) in ms, (item, None, None) for a whole item.
        asks: what a submission must be ("temporal", "item", "text", "any"); "" for what the target
            says.
        segments: the only parts that an answer may lie in, [(start, end)] in ms; () for none.
        limit_correct, limit_wrong, limit_total, gap_ms: limits of a team; 0 for none.
        limit_member: as limit_correct, of one member.
        duplicates: whether the same answer is taken twice.
        group: of tasks.
        hints: `ApiContentElement` documents.
    """

    name: str
    target: Target = "temporal"
    duration_s: int = 300
    item: str = ""
    start_ms: int = 0
    end_ms: int = 0
    texts: tuple[str, ...] = ()
    others: tuple[tuple[str, int | None, int | None], ...] = ()
    asks: str = ""
    segments: tuple[tuple[int, int], ...] = ()
    limit_correct: int = 1
    limit_wrong: int = 3
    limit_total: int = 10
    limit_member: int = 0
    gap_ms: int = 0
    duplicates: bool = False
    group: str = "KIS"
    hints: tuple[Mapping[str, Any], ...] = ()

    @property
    def wanted(self) -> str:
        """What a submission must be."""
        return self.asks or {"judged": "temporal"}.get(self.target, self.target)


@dataclass(slots=True)
class MockSubmission:
    """What a team has submitted.

    Args:
        id: of the submission.
        team: that sent it.
        member: who of the team.
        at_ms: when, milliseconds.
        answers: one set of answers each.
        verdicts: one a set.
    """

    id: str
    team: str
    member: str
    at_ms: int
    answers: list[list[Mapping[str, Any]]]
    verdicts: list[Verdict]


def key(answer: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what makes an answer the same as another one."""
    return tuple(answer.get(name) for name in ("mediaItemName", "start", "end", "text"))


def transform(task: MockTask, sets: Sequence[Sequence[Mapping[str, Any]]]) -> str:
    """Return why the transformers find nothing in a submission; "" where they do."""
    if not sets or any(not answers for answers in sets):
        return "Submission contains no valid answer sets."
    for answer in (one for answers in sets for one in answers):
        if answer.get("mediaItemName") is None and answer.get("text") is None:
            return "Submission contains no valid answer sets."
        start, end = answer.get("start"), answer.get("end")
        if task.segments and not any(
            start is not None and end is not None and low <= start and end <= high
            for low, high in task.segments
        ):
            return "Submission contains no valid answer sets."
    return ""


def refusal(
    task: MockTask,
    sets: Sequence[Sequence[Mapping[str, Any]]],
    before: Sequence[MockSubmission],
    *,
    team: str,
    member: str,
    now_ms: int,
    rate: Clock = "documented",
) -> str:
    """Return why a filter rejects a submission, in the words of DRES; "" where none does.

    Args:
        task: that runs.
        sets: answers of each set.
        before: what was submitted in this task.
        team: that submits.
        member: who submits.
        now_ms: when, milliseconds.
        rate: "documented" rejects what comes too soon; "2.0.4" has the comparison the wrong way
            round, as that version has, and rejects what does not.
    """
    own = [one for one in before if one.team == team]
    answers = [answer for each in sets for answer in each]
    return (
        _same(task, own, answers)
        or _too_many(task, own, member)
        or _too_soon(task, own, now_ms, rate)
        or _other_form(task, answers)
    )


def _too_many(task: MockTask, own: Sequence[MockSubmission], member: str) -> str:
    verdicts = [(one.member, verdict) for one in own for verdict in one.verdicts]
    right = [who for who, verdict in verdicts if verdict == Verdict.CORRECT]
    wrong = sum(verdict == Verdict.WRONG for _, verdict in verdicts)
    if task.limit_correct and len(right) >= task.limit_correct:
        return (
            f"Maximum number of correct submissions ({task.limit_correct}) exceeded for the team."
        )
    if task.limit_member and right.count(member) >= task.limit_member:
        return (
            f"Maximum number of correct submissions ({task.limit_member}) exceeded for the team "
            "member."
        )
    if task.limit_wrong and wrong >= task.limit_wrong:
        return (
            f"Maximum number of incorrect submissions ({task.limit_wrong}) exceeded for the team."
        )
    if task.limit_total and len(own) >= task.limit_total:
        return f"Maximum number of submissions ({task.limit_total}) exceeded for the team."
    return ""


def _too_soon(task: MockTask, own: Sequence[MockSubmission], now_ms: int, rate: Clock) -> str:
    if not task.gap_ms or not own:
        return ""
    gap = now_ms - max(one.at_ms for one in own)
    taken = gap >= task.gap_ms if rate == "documented" else gap <= task.gap_ms
    if taken:
        return ""
    return (
        "Not enough time has passed since last submission. Delay needs to be at least "
        f"{task.gap_ms} ms."
    )


def _same(
    task: MockTask, own: Sequence[MockSubmission], answers: Sequence[Mapping[str, Any]]
) -> str:
    known = {key(answer) for one in own for each in one.answers for answer in each}
    if not task.duplicates and any(key(answer) in known for answer in answers):
        return "Duplicate submission received."
    return ""


def _other_form(task: MockTask, answers: Sequence[Mapping[str, Any]]) -> str:
    """Return what is wrong with the form of answers, as the three filters of forms say it."""
    for answer in answers:
        item, text = answer.get("mediaItemName"), answer.get("text")
        start, end = answer.get("start"), answer.get("end")
        if task.wanted == "temporal" and (
            item is None or start is None or end is None or start > end
        ):
            return "Submission does include non-temporal information."
        if task.wanted == "item" and (item is None or start is not None or end is not None or text):
            return "Submission does include temporal information, but whole item was expected."
        if task.wanted == "text" and not text:
            return "Submission does not include textual information (or is an empty submission)"
    return ""


def judge(task: MockTask, answers: Sequence[Mapping[str, Any]]) -> Verdict:
    """Return the verdict on one set: right only if all its answers are."""
    if task.target == "judged":
        return Verdict.INDETERMINATE
    right = all(_is_right(task, answer) for answer in answers)
    return Verdict.CORRECT if right else Verdict.WRONG


def _is_right(task: MockTask, answer: Mapping[str, Any]) -> bool:
    if task.target == "text":
        return any(matches(target, str(answer.get("text") or "")) for target in task.texts)
    name, start, end = (answer.get(one) for one in ("mediaItemName", "start", "end"))
    own: tuple[str, int | None, int | None] = (task.item, task.start_ms, task.end_ms)
    if task.target == "item":
        own = (task.item, None, None)
    return any(_is_within(name, start, end, place) for place in (own, *task.others))


def _is_within(
    name: object, start: int | None, end: int | None, place: tuple[str, int | None, int | None]
) -> bool:
    """Whether an answer names a place: all of it must lie there, the ends are part of it."""
    item, low, high = place
    if name != item:
        return False
    if low is None or high is None:
        return True
    return start is not None and end is not None and low <= start <= end <= high


def matches(target: str, text: str) -> bool:
    r"""Whether a text is the target: the same, or matched by its \expression\ or \expression\i."""
    found = re.fullmatch(r"\\(.*)\\(i?)", target, re.DOTALL)
    if found is None:
        return text == target
    flags = re.IGNORECASE if found.group(2) else 0
    return re.fullmatch(found.group(1), text, flags) is not None


def most_frequent(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict of a submission: of most of its sets, ties in the order of DRES."""
    counted = Counter(verdicts)
    return max(_ORDER, key=lambda one: (counted[one], -_ORDER.index(one)))


TOLD: Mapping[Verdict, str] = {
    Verdict.CORRECT: "Submission correct, well done!",
    Verdict.WRONG: "Submission wrong, try again!",
    Verdict.UNDECIDABLE: "Submission undecidable, try again!",
    Verdict.INDETERMINATE: "Submission received, awaiting verdict!",
}

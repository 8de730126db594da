"""What an evaluation asks and answers, on a server or in practice; value types only.

A task of an evaluation shows hints, runs against a clock and takes submissions; who judges them is
a DRES server, or, in practice, the library itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Literal, NoReturn

from common.notes import Note

SubmissionState = Literal["judged", "pending", "waiting", "unsure", "rejected", "there"]
AnswerForm = Literal["auto", "moment", "range", "item", "text"]
TaskState = Literal["none", "preparing", "running", "ended"]
TaskKind = Literal["picture", "text", "adhoc"]
HIDDEN = "•••"


class Secret:
    """A text that shows itself to nobody who does not ask for it by name."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return HIDDEN

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never written")

    def __bool__(self) -> bool:
        return bool(self._value)

    def reveal(self) -> str:
        """Return the text."""
        return self._value


class Verdict(StrEnum):
    """What a judge said, in the words of DRES."""

    CORRECT = "CORRECT"
    WRONG = "WRONG"
    UNDECIDABLE = "UNDECIDABLE"
    INDETERMINATE = "INDETERMINATE"  # nobody has judged it yet


@dataclass(frozen=True, slots=True)
class Answer:
    """One result as it is submitted.

    Args:
        name: of the media item, as the server calls it; "" for a text.
        item: id in the library, or None.
        start_ms: where it begins in the media item, milliseconds; None for the whole item.
        end_ms: where it ends, not before start_ms.
        text: an answer in words; "" for items.
        collection: of the media item, "" lets the server find it.
    """

    name: str = ""
    item: int | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    text: str = ""
    collection: str = ""

    @property
    def form(self) -> AnswerForm:
        """How a server understands it."""
        if self.name:
            return "item" if self.start_ms is None else "range"
        return "text"

    def describe(self) -> str:
        """Return the answer as the user reads it."""
        if self.form == "text":
            return f"“{self.text}”"
        if self.start_ms is None or self.end_ms is None:
            return self.name
        start, end = self.start_ms / 1e3, self.end_ms / 1e3
        until = f"–{end:.2f}" if end > start else ""
        return f"{self.name} {start:.2f}{until} s"


@dataclass(frozen=True, slots=True)
class Submission:
    """What was sent, or shall be, and what became of it.

    Args:
        id: of its own.
        at: when it was made, UTC, ISO 8601.
        evaluation: id of the evaluation, "practice" for one without a server.
        task: name of the task.
        answers: each is judged alone.
        state: "judged", "pending" (a person judges it later), "waiting" (not sent yet), "unsure"
            (it may have arrived), "rejected", "there" (the server had it already).
        verdict: of the server; None while there is none.
        message: of the server, or why it is not there.
    """

    id: str
    at: str
    evaluation: str
    task: str
    answers: tuple[Answer, ...]
    state: SubmissionState = "waiting"
    verdict: Verdict | None = None
    message: str = ""

    @property
    def items(self) -> tuple[int, ...]:
        """Ids of the items in it."""
        return tuple(answer.item for answer in self.answers if answer.item is not None)

    @property
    def is_queued(self) -> bool:
        """Whether it may still have to be sent."""
        return self.state in {"waiting", "unsure"}


@dataclass(frozen=True, slots=True)
class TaskTemplate:
    """A task as a server describes it.

    Args:
        name: of the task.
        group: of tasks ("KIS", "AVS").
        kind: name of its type.
        duration_s: how long it runs, seconds.
    """

    name: str
    group: str
    kind: str
    duration_s: int


@dataclass(frozen=True, slots=True)
class EvaluationInfo:
    """An evaluation that the user takes part in.

    Args:
        id: of the evaluation.
        name: as shown.
        kind: SYNCHRONOUS, ASYNCHRONOUS or NON_INTERACTIVE.
        status: CREATED, ACTIVE or TERMINATED.
        teams: their names.
        tasks: in order.
    """

    id: str
    name: str
    kind: str
    status: str
    teams: tuple[str, ...] = ()
    tasks: tuple[TaskTemplate, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether it runs now."""
        return self.status == "ACTIVE"


@dataclass(frozen=True, slots=True)
class TaskHint:
    """What a task shows of what is looked for.

    Args:
        at_s: seconds after the start of the task.
        text: in words; "" for a picture.
        until_s: when it is taken away; None for the end of the task.
        item: of the library, shown as a picture, a shot is played; None otherwise.
        picture: an encoded picture file from a server; None otherwise.
    """

    at_s: float
    text: str = ""
    until_s: float | None = None
    item: int | None = None
    picture: bytes | None = field(default=None, repr=False)


def hints_at(hints: Sequence[TaskHint], seconds: float) -> tuple[TaskHint, ...]:
    """Return the hints that are shown so many seconds after the start of a task."""
    return tuple(
        hint
        for hint in hints
        if hint.at_s <= seconds and (hint.until_s is None or seconds < hint.until_s)
    )


@dataclass(frozen=True, slots=True)
class RunningTask:
    """The task that runs now, or the one before it while none runs.

    Args:
        evaluation: id of the evaluation.
        name: of the task; "" where there is none.
        group: of tasks.
        kind: name of its type.
        state: "none", "preparing", "running", "ended".
        duration_s: how long it runs, seconds.
        left_s: seconds to its end when it was asked for.
        read_at: when that was, on the clock time.monotonic().
        hints: in order of time; empty where the server shows them itself.
    """

    evaluation: str = ""
    name: str = ""
    group: str = ""
    kind: str = ""
    state: TaskState = "none"
    duration_s: float = 0.0
    left_s: float = 0.0
    read_at: float = 0.0
    hints: tuple[TaskHint, ...] = ()

    def left_at(self, now: float) -> float:
        """Return the seconds to its end at a time of time.monotonic(), >= 0."""
        if self.state != "running":
            return max(0.0, self.left_s)
        return max(0.0, self.left_s - (now - self.read_at))


@dataclass(frozen=True, slots=True)
class ServerView:
    """What is known of the server.

    Args:
        address: of the server, without anything secret; "" where none was connected to.
        user: who is logged in; "" for nobody.
        role: of the user.
        evaluations: that the user takes part in.
        chosen: id of the one that is followed, "" for none.
        task: that runs.
        offset_ms: what the server's clock shows more than this machine's, milliseconds.
        problem: why the server does not answer; "" while it does.
        notes: what the user should know.
    """

    address: str = ""
    user: str = ""
    role: str = ""
    evaluations: tuple[EvaluationInfo, ...] = ()
    chosen: str = ""
    task: RunningTask = RunningTask()
    offset_ms: int = 0
    problem: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_connected(self) -> bool:
        """Whether somebody is logged in."""
        return bool(self.user)


@dataclass(frozen=True, slots=True)
class PracticeTask:
    """A task that the library itself asks and judges.

    Args:
        name: of the task, unique in its list.
        kind: "picture" (a known item that was shown), "text" (a known item that is described),
            "adhoc" (everything that has a facet or a label).
        duration_s: how long it runs, seconds.
        hints: in order of time.
        targets: items that are right; of a known item its neighbours in the same seconds too.
        video: video of the target, for answers in time; None for pictures.
        start_s: where the target begins in its video, seconds.
        end_s: where it ends.
        source: who made it: "library", "shipped", or the name of a file of tasks.
    """

    name: str
    kind: TaskKind
    duration_s: float
    hints: tuple[TaskHint, ...]
    targets: frozenset[int]
    video: int | None = None
    start_s: float = 0.0
    end_s: float = 0.0
    source: str = "library"


@dataclass(frozen=True, slots=True)
class PracticeTry:
    """One submission in practice.

    Args:
        at_s: seconds after the start of the task.
        item: that was submitted.
        correct: whether it was right.
        video: what it counts for in ad-hoc tasks: its video, or itself.
    """

    at_s: float
    item: int
    correct: bool
    video: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """A task that was played to its end.

    Args:
        task: its name.
        kind: of the task.
        duration_s: of the task.
        used_s: when it was solved or ended.
        tries: in order of time.
        score: 0-1000, by the rules of DRES.
        actions: searches, pages and marks that it took.
        player: "user", or the name of the settings that a simulated user had.
        at: when it ended, UTC, ISO 8601; "" for simulated ones.
        skipped: the user gave it up.
        legacy: of tasks to find everything: the score of the older rule, 0-100.
    """

    task: str
    kind: TaskKind
    duration_s: float
    used_s: float
    tries: tuple[PracticeTry, ...] = ()
    score: float = 0.0
    actions: int = 0
    player: str = "user"
    at: str = ""
    skipped: bool = False
    legacy: float = 0.0

    @property
    def is_solved(self) -> bool:
        """Whether something right was submitted."""
        return any(one.correct for one in self.tries)


_NOTES: dict[str, str] = {
    "duplicate": "Already there: the server had this answer.",
    "queued": "The server does not answer; the answer is kept and can be sent later.",
    "unsure": (
        "The server did not answer in time; the answer may have arrived. Send it again only if it "
        "is not among the submissions there."
    ),
    "plain-http": "The connection to “{host}” is not encrypted: others can read the password.",
    "clock": "The server's clock is {seconds} s ahead of this machine's; times are corrected.",
    "clock-behind": "The server's clock is {seconds} s behind this machine's; times are corrected.",
    "no-task": "No task is running.",
    "again": "Logged in again: the server had forgotten the session.",
    "tasks-elsewhere": (
        "{count} tasks of “{name}” speak of what is not in this library, or have no judge here."
    ),
    "tasks-file": "“{name}” was left out: {why}.",
    "no-words": "{count} items have too few words to be described and were passed over.",
    "no-marks": "Nothing is marked as relevant in “{name}”: mark what shall be found first.",
    "few-tasks": "Only {made} of {wanted} tasks could be made of this library.",
}


class EvaluationNote(Note):
    """A note about an evaluation."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = _NOTES


def evaluation_notes() -> dict[str, str]:
    """Return the ids of all notes with their English texts; {names} stand for values."""
    return dict(_NOTES)


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as DRES understands it (ApiClientAnswer), without what is not known."""
    if answer.form == "text":
        return {"text": answer.text}
    document: dict[str, Any] = {"mediaItemName": answer.name}
    if answer.collection:
        document["mediaItemCollectionName"] = answer.collection
    if answer.start_ms is not None:
        document["start"] = answer.start_ms
        document["end"] = answer.end_ms if answer.end_ms is not None else answer.start_ms
    return document

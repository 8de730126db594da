"""What the evaluation panel says: notes of the service, verdicts and states, in one place."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.services.practice_words import TaskText
from app.services.types import Answer, Attempt, Submission, TaskKind, Verdict, evaluation_notes
from app.widgets.filter_names import key_name, value_name
from app.widgets.note_texts import translated
from app.widgets.numbers import filled, numeral
from common.notes import Reasons


def _tr(text: str) -> str:
    return QCoreApplication.translate("Evaluation", text)


def said(notes: Sequence[str]) -> list[str]:
    """Return notes of the service in the user's language."""
    known = {
        "duplicate": _tr("Already there: the server had this answer."),
        "queued": _tr("The server does not answer; the answer is kept and can be sent later."),
        "unsure": _tr(
            "The server did not answer in time; the answer may have arrived. Send it again only "
            "if it is not among the submissions there."
        ),
        "plain-http": _tr(
            "The connection to “{host}” is not encrypted: others can read the password."
        ),
        "clock": _tr(
            "The server's clock is {seconds} s ahead of this machine's; times are corrected."
        ),
        "clock-behind": _tr(
            "The server's clock is {seconds} s behind this machine's; times are corrected."
        ),
        "no-task": _tr("No task is running."),
        "again": _tr("Logged in again: the server had forgotten the session."),
        "tasks-elsewhere": _tr(
            "{count} tasks of “{name}” speak of what is not in this library, or have no judge here."
        ),
        "tasks-file": _tr("“{name}” was left out: {why}."),
        "no-words": _tr("{count} items have too few words to be described and were passed over."),
        "no-marks": _tr(
            "Nothing is marked as relevant in “{name}”: mark what shall be found first."
        ),
        "few-tasks": _tr("Only {made} of {wanted} tasks could be made of this library."),
    }
    return translated(
        notes, {name: known.get(name, text) for name, text in evaluation_notes().items()}
    )


def answer_text(answer: Answer) -> str:
    """Return an answer as a person reads it; times are seconds."""
    if answer.form != "range" or answer.start_ms is None or answer.end_ms is None:
        return answer.describe()
    start, end = answer.start_ms / 1e3, answer.end_ms / 1e3
    until = f"–{numeral(end, '.2f')}" if end > start else ""
    return f"{answer.name} {numeral(start, '.2f')}{until} s"


def _task_templates() -> dict[str, str]:
    return {
        "picture": _tr("A picture with {things}."),
        "scene": _tr("A scene of a video with {things}."),
        "video": _tr("A video with {things}."),
        "film": _tr("A film with {things}."),
        "setting": _tr("Colours and setting: {values}."),
        "also": _tr("Also to be seen: {things}."),
        "several": _tr("There are {things}."),
        "where": _tr("Where and when: {values}."),
        "described": _tr("It was described as: {text}."),
        "read": _tr("One can read: “{text}”."),
        "spoken": _tr("Somebody says: “{text}”."),
        "name-picture": _tr("Picture {number}"),
        "name-text": _tr("Text {number}"),
        "name-all": _tr("All “{values}”"),
        "name-marked": _tr("All marked in “{name}”"),
        "find-all": _tr("Find everything with {key}: {values}."),
        "find-marked": _tr("Find everything that is marked in “{name}”."),
    }


def task_text(text: str) -> str:
    """Return a hint or the name of a task as a person reads it; one of a file as it is."""
    if isinstance(text, Reasons):
        return text.between.join(task_text(part) for part in text.parts)
    if not isinstance(text, TaskText):
        return text
    values = dict(text.args)
    if isinstance(pairs := values.get("pairs"), list):
        values["values"] = ", ".join(value_name(key, value) for key, value in pairs)
    if "key" in values:
        values["key"] = key_name(str(values["key"]))
    return filled(_task_templates()[text.id], **values)


def kind_name(kind: str) -> str:
    """Return the name of a kind of task of practice; that of a server as it is."""
    return next((title for name, title in kind_names().items() if name == kind), kind)


def kind_names() -> dict[TaskKind, str]:
    """Return the names of the kinds of tasks of practice."""
    return {
        "picture": _tr("Known item, shown"),
        "text": _tr("Known item, described"),
        "adhoc": _tr("Find everything"),
    }


def verdict_name(verdict: Verdict) -> str:
    """Return a verdict in words."""
    return {
        Verdict.CORRECT: _tr("Correct"),
        Verdict.WRONG: _tr("Wrong"),
        Verdict.UNDECIDABLE: _tr("Undecidable"),
        Verdict.INDETERMINATE: _tr("Waits for a judge"),
    }[verdict]


def state_of(submission: Submission) -> tuple[str, str]:
    """Return (icon, words) for what became of a submission."""
    if submission.verdict is not None:
        drawing = {
            Verdict.CORRECT: "success", Verdict.WRONG: "close", Verdict.UNDECIDABLE: "warning",
        }.get(submission.verdict, "history")  # fmt: skip
        return drawing, verdict_name(submission.verdict)
    return {
        "waiting": ("pause", _tr("Not sent yet")),
        "unsure": ("help", _tr("May have arrived")),
        "rejected": ("error", _tr("Rejected")),
        "there": ("copy", _tr("Already there")),
    }.get(submission.state, ("history", _tr("Waits for a judge")))


def tone_of(submission: Submission) -> str:
    """Return the kind of notice for what became of a submission."""
    if submission.verdict == Verdict.CORRECT:
        return "success"
    if submission.verdict == Verdict.WRONG or submission.state == "rejected":
        return "error"
    return "info" if submission.verdict is not None else "warning"


def attempt_line(attempt: Attempt) -> str:
    """Return an attempt in one line."""
    right = sum(one.correct for one in attempt.tries)
    wrong = len(attempt.tries) - right
    if attempt.skipped and not right:
        return _tr("skipped after %d s") % round(attempt.used_s)
    return _tr("{score} points, {seconds} s, {right} right, {wrong} wrong").format(
        score=round(attempt.score), seconds=round(attempt.used_s), right=right, wrong=wrong
    )


def legacy_line(attempt: Attempt) -> str:
    """Return the score of the older rule for tasks to find everything; "" for others."""
    if attempt.kind != "adhoc":
        return ""
    return _tr("By the older rule: %d of 100") % round(attempt.legacy)

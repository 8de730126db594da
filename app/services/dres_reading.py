"""Reads the documents of a DRES server into values of our own."""

import base64
import binascii
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.services.dres_http import DresError, Reply
from app.services.dres_schema import problems
from app.services.evaluation_types import (
    EvaluationInfo,
    RunningTask,
    TaskHint,
    TaskState,
    TaskTemplate,
    Verdict,
)

MAX_PICTURE = 8 << 20  # bytes of a hint
_STATES: Mapping[str, TaskState] = {
    "NO_TASK": "none", "CREATED": "preparing", "PREPARING": "preparing", "RUNNING": "running",
    "ENDED": "ended", "IGNORED": "ended",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a submission.

    Args:
        verdict: None where it was not taken.
        message: of the server.
        pending: a person judges it later.
        duplicate: the server had it already.
    """

    verdict: Verdict | None
    message: str
    pending: bool = False
    duplicate: bool = False

    @property
    def is_rejected(self) -> bool:
        """Whether the server did not take it."""
        return self.verdict is None and not self.duplicate


def told(reply: Reply, schema: str, *, many: bool = False) -> Any:
    """Return the document of an answer that has what its schema requires.

    Fields that we do not know are passed over: a newer server may tell more.

    Raises:
        DresError: something is missing or of another type.
    """
    wrong = problems(reply.document, schema, many=many, strict=False)
    if wrong:
        raise DresError(
            "not-dres",
            f"The server's answer is not as documented: {wrong[0]}.",
            hint="Check the address and the server's version; Kinora speaks version 2.",
            arrived=True,
            status=reply.status,
        )
    return reply.document


def read_evaluation(document: Mapping[str, Any]) -> EvaluationInfo:
    """Return an evaluation of a checked `ApiClientEvaluationInfo`."""
    return EvaluationInfo(
        id=document["id"],
        name=document["name"],
        kind=document["type"],
        status=document["status"],
        teams=tuple(document["teams"]),
        tasks=tuple(
            TaskTemplate(one["name"], one["taskGroup"], one["taskType"], int(one["duration"]))
            for one in document["taskTemplates"]
        ),
    )


def read_task(
    evaluation: str, current: Mapping[str, Any], state: Mapping[str, Any] | None
) -> RunningTask:
    """Return the task that runs.

    Args:
        evaluation: id of the evaluation.
        current: a checked `ApiClientTaskTemplateInfo`.
        state: a checked `ApiEvaluationState`; without one the whole time is taken as left.
    """
    duration = float(current["duration"])
    state = state or {"taskStatus": "RUNNING", "timeLeft": duration}
    found = _STATES[state["taskStatus"]]
    left = min(duration, max(0.0, float(state["timeLeft"])))
    return RunningTask(
        evaluation, current["name"], current["taskGroup"], current["taskType"], found,
        duration, left if found == "running" else 0.0, time.monotonic(),
    )  # fmt: skip


def read_hints(document: Any) -> tuple[TaskHint, ...]:
    """Return the hints of an `ApiHintContent`; what cannot be shown here is left out.

    A hint lasts until the next one of its kind, an element EMPTY ends what is shown.
    """
    if problems(document, "ApiHintContent", strict=False):
        return ()
    elements = sorted(document["sequence"], key=lambda one: int(one["offset"]))
    hints = []
    for place, one in enumerate(elements):
        later = (
            e for e in elements[place + 1 :] if e["contentType"] in {one["contentType"], "EMPTY"}
        )
        follower = next(later, None)
        until = None if follower is None else float(follower["offset"])
        at, content = float(one["offset"]), one.get("content") or ""
        if one["contentType"] == "TEXT" and content:
            hints.append(TaskHint(at, content, until))
        elif one["contentType"] == "IMAGE" and (picture := _picture(content)) is not None:
            hints.append(TaskHint(at, "", until, picture=picture))
    return tuple(hints)


def _picture(content: str) -> bytes | None:
    """Return the bytes of a picture in base64, with or without a data address around it."""
    if len(content) > MAX_PICTURE * 4 // 3:
        return None
    try:
        return base64.b64decode(content.rpartition(",")[2], validate=True) or None
    except (binascii.Error, ValueError):
        return None


def read_verdict(reply: Reply) -> Judged:
    """Return the verdict of an answer to a submission; 202 says that it comes later.

    Raises:
        DresError: the answer is not as documented; the submission has arrived.
    """
    document = told(reply, "SuccessfulSubmissionsStatus")
    verdict = Verdict(document["submission"])
    pending = reply.status == 202 or verdict == Verdict.INDETERMINATE
    return Judged(verdict, reply.description, pending=pending)


def refused(description: str) -> str:
    """Return why a filter rejected a submission, without the number of the submission."""
    _, found, reason = description.partition("rejected by filter:")
    return reason.strip() if found else description.strip()

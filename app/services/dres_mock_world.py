"""The state of the mock server: users, sessions, evaluations, the task that runs, submissions."""

import secrets
import string
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.services.dres_mock_rules import (
    TOLD,
    Clock,
    MockSubmission,
    MockTask,
    judge,
    most_frequent,
    refusal,
    transform,
)
from app.services.evaluation_types import Verdict

_LETTERS = string.ascii_letters + string.digits + "_-"


class Refused(Exception):  # noqa: N818 - an answer of the server
    """A request is answered with an error.

    Args:
        status: of HTTP.
        description: as the server words it.
    """

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.description = description


@dataclass(slots=True)
class MockUser:
    """A user of the mock server.

    Args:
        name: of the user.
        password: of the user.
        role: VIEWER may look, PARTICIPANT may submit, ADMIN may all.
        team: "" for none; there are no evaluations without one.
    """

    name: str
    password: str
    role: str = "PARTICIPANT"
    team: str = "one"


@dataclass(slots=True)
class MockEvaluation:
    """An evaluation of the mock server.

    Args:
        id: of the evaluation.
        name: as shown.
        tasks: in order.
        status: CREATED, ACTIVE or TERMINATED.
        task: that runs, or ran last.
        began_at: when it was started, on the world's clock; 0 before.
        state: a task status of DRES.
    """

    id: str
    name: str
    tasks: list[MockTask]
    status: str = "ACTIVE"
    task: MockTask | None = None
    began_at: float = 0.0
    state: str = "NO_TASK"
    submissions: list[MockSubmission] = field(default_factory=list)


class MockWorld:
    """What the mock server knows; safe to call on any thread.

    Args:
        users: who may log in.
        evaluations: that there are.
        items: names of media items that the server knows; empty for any name.
        rate: how the filter of quick submissions compares; see refusal().
        clock: seconds; the time of the server.
    """

    def __init__(
        self,
        users: Sequence[MockUser],
        evaluations: Sequence[MockEvaluation],
        *,
        items: Sequence[str] = (),
        rate: Clock = "documented",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.users = {user.name: user for user in users}
        self.evaluations = {one.id: one for one in evaluations}
        self.items = frozenset(items)
        self.rate = rate
        self.clock = clock
        self.logs: list[tuple[str, Mapping[str, Any]]] = []
        self._sessions: dict[str, MockUser] = {}
        self._guard = threading.RLock()

    # -- what the organisers do

    def start_task(self, evaluation: str, task: str) -> None:
        """Let a task run from now on."""
        with self._guard:
            found = self.evaluations[evaluation]
            found.task = next(one for one in found.tasks if one.name == task)
            found.began_at, found.state = self.clock(), "RUNNING"
            found.submissions.clear()

    def end_task(self, evaluation: str) -> None:
        """End the task that runs."""
        with self._guard:
            self.evaluations[evaluation].state = "ENDED"

    def forget_sessions(self) -> None:
        """Lose all sessions, as a restart does."""
        with self._guard:
            self._sessions.clear()

    def judge_last(self, evaluation: str, verdict: Verdict) -> None:
        """Judge what was submitted last."""
        with self._guard:
            last = self.evaluations[evaluation].submissions[-1]
            last.verdicts = [verdict] * len(last.verdicts)

    @property
    def has_clients(self) -> bool:
        """Whether anybody is logged in."""
        with self._guard:
            return bool(self._sessions)

    # -- what clients ask

    def login(self, name: str, password: str) -> dict[str, Any]:
        """Return an `ApiUser` with a new session.

        Raises:
            Refused: the name or password is wrong.
        """
        with self._guard:
            user = self.users.get(name)
            if user is None or user.password != password:
                raise Refused(401, "Unauthorized request!")
            token = "".join(secrets.choice(_LETTERS) for _ in range(32))
            self._sessions[token] = user
            return {"id": name, "username": name, "role": user.role, "sessionId": token}

    def logout(self, token: str) -> dict[str, Any]:
        """End a session."""
        with self._guard:
            if self._sessions.pop(token, None) is None:
                raise Refused(400, "You are currently not logged in.")
            return {"status": True, "description": "Logged out"}

    def user(self, token: str, *, least: str = "VIEWER") -> MockUser:
        """Return who has a session.

        Raises:
            Refused: nobody has, or the role is too small.
        """
        with self._guard:
            user = self._sessions.get(token)
            if user is None or (least == "PARTICIPANT" and user.role in {"VIEWER", "ANYONE"}):
                raise Refused(401, "Unauthorized request!")
            return user

    def list_for(self, user: MockUser) -> list[dict[str, Any]]:
        """Return `ApiClientEvaluationInfo` of a user."""
        with self._guard:
            return [self._info(one) for one in self.evaluations.values() if user.team]

    def _info(self, one: MockEvaluation) -> dict[str, Any]:
        return {
            "id": one.id, "name": one.name, "type": "SYNCHRONOUS", "status": one.status,
            "templateId": f"t-{one.id}", "templateDescription": "",
            "teams": sorted({user.team for user in self.users.values() if user.team}),
            "taskTemplates": [_template(task) for task in one.tasks],
        }  # fmt: skip

    def found(self, evaluation: str) -> MockEvaluation:
        """Return an evaluation, its clock looked at.

        Raises:
            Refused: there is none.
        """
        one = self.evaluations.get(evaluation)
        if one is None:
            raise Refused(404, f"Evaluation with ID '{evaluation}' could not be found.")
        if one.task is not None and one.state == "RUNNING" and self.left_s(one) <= 0:
            one.state = "ENDED"
        return one

    def left_s(self, one: MockEvaluation) -> float:
        """Return the seconds that a running task has left."""
        if one.task is None:
            return 0.0
        return one.task.duration_s - (self.clock() - one.began_at)

    def current(self, evaluation: str) -> dict[str, Any]:
        """Return the `ApiClientTaskTemplateInfo` of the task that runs."""
        with self._guard:
            one = self.found(evaluation)
            if one.task is None or one.state != "RUNNING":
                raise Refused(404, "Specified evaluation has no active task.")
            return _template(one.task)

    def state(self, evaluation: str) -> dict[str, Any]:
        """Return the `ApiEvaluationState`."""
        with self._guard:
            one = self.found(evaluation)
            left = max(0.0, self.left_s(one)) if one.state == "RUNNING" else 0.0
            total = one.task.duration_s if one.task is not None else 0
            template = None if one.task is None else f"t-{one.task.name}"
            return {
                "evaluationId": one.id, "evaluationStatus": one.status, "taskId": template,
                "taskStatus": one.state, "taskTemplateId": template, "timeLeft": round(left),
                "timeElapsed": round(total - left),
            }  # fmt: skip

    def hints(self, evaluation: str, template: str) -> dict[str, Any]:
        """Return the `ApiHintContent` of a task."""
        with self._guard:
            for task in self.found(evaluation).tasks:
                if f"t-{task.name}" == template:
                    sequence = [dict(hint) for hint in task.hints]
                    return {"taskId": template, "sequence": sequence, "loop": False}
            raise Refused(404, f"Task with ID '{template}' could not be found.")

    def submit(
        self, evaluation: str, sets: list[Mapping[str, Any]], user: MockUser
    ) -> tuple[int, dict[str, Any]]:
        """Take a submission; the status and a `SuccessfulSubmissionsStatus`.

        Raises:
            Refused: it was not taken.
        """
        with self._guard:
            one = self.found(evaluation)
            if one.task is None:
                raise Refused(500, "Could not find ongoing task in run manager.")
            if one.state != "RUNNING":
                raise Refused(500, f"Task run '{one.task.name}' is currently not running.")
            answers: list[list[Mapping[str, Any]]] = [
                [dict(answer) for answer in each["answers"]] for each in sets
            ]
            self._check_items(answers)
            if why := transform(one.task, answers):
                raise Refused(500, why)
            number, now = str(uuid.uuid4()), round(self.clock() * 1e3)
            why = refusal(
                one.task, answers, one.submissions,
                team=user.team, member=user.name, now_ms=now, rate=self.rate,
            )  # fmt: skip
            if why:
                raise Refused(412, f"Submission {number} was rejected by filter: {why}")
            verdicts = [judge(one.task, each) for each in answers]
            one.submissions.append(
                MockSubmission(number, user.team, user.name, now, answers, verdicts)
            )
            verdict = most_frequent(verdicts)
            status = 202 if verdict == Verdict.INDETERMINATE else 200
            return status, {
                "status": True, "submission": verdict.value, "description": TOLD[verdict],
            }  # fmt: skip

    def _check_items(self, sets: Sequence[Sequence[Mapping[str, Any]]]) -> None:
        for answer in (one for answers in sets for one in answers):
            name = answer.get("mediaItemName")
            if name is not None and self.items and name not in self.items:
                raise Refused(
                    500,
                    f"Could not find media item with name '{name}'. Maybe collection name is "
                    "required.",
                )

    def log(self, kind: str, evaluation: str, document: Mapping[str, Any]) -> None:
        """Keep a log.

        Raises:
            Refused: there is no such evaluation.
        """
        with self._guard:
            if evaluation not in self.evaluations:
                raise Refused(404, f"Evaluation {evaluation} not found.")
            self.logs.append((kind, document))


def _template(task: MockTask) -> dict[str, Any]:
    return {
        "name": task.name, "taskGroup": task.group, "taskType": task.group,
        "duration": task.duration_s,
    }  # fmt: skip

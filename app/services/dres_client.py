"""A participant of evaluations on a DRES server (client API, version 2.0.4).

The session travels as `session=` in the query only: a cookie would be dropped over plain http.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app.services.dres_http import DresError, Reply, Transport
from app.services.dres_reading import (
    Judged,
    read_evaluation,
    read_hints,
    read_task,
    read_verdict,
    refused,
    told,
)
from app.services.dres_schema import problems
from app.services.evaluation_types import (
    Answer,
    EvaluationInfo,
    RunningTask,
    Secret,
    TaskHint,
    answer_to_json,
)
from common.jobs import JobContext

_OK = range(200, 300)
_GETS = 2  # a question is asked again once when the network failed


@dataclass(frozen=True, slots=True)
class User:
    """Who is logged in.

    Args:
        name: of the user.
        role: VIEWER, PARTICIPANT, JUDGE or ADMIN; "" where the server does not say.
    """

    name: str
    role: str = ""


class DresClient:
    """Talks to one server as one user; safe to call on any thread.

    A session that the server forgot (401) is begun anew once a call. Questions are asked again once
    when the network failed; a submission never is.

    Args:
        transport: sends the requests.
        user: name of the user.
        password: kept in memory only.
        on_login: called after each login that was not asked for.
    """

    def __init__(
        self,
        transport: Transport,
        user: str,
        password: Secret,
        *,
        on_login: Callable[[], None] = lambda: None,
    ) -> None:
        self._transport = transport
        self._user = user
        self._password = password
        self._token = Secret("")
        self._on_login = on_login
        self.offset_ms = 0

    # -- session

    def login(self, context: JobContext | None = None) -> User:
        """Begin a session.

        Raises:
            DresError: the name or password is wrong, or the server cannot be reached.
        """
        body = {"username": self._user, "password": self._password.reveal()}
        reply = self._send("POST", "/login", body=body, context=context)
        if reply.status == 401:
            raise DresError(
                "login",
                f"The server does not know “{self._user}” with this password.",
                hint="Check both; capitals count.",
                status=401,
            )
        document = told(self._fine(reply), "ApiUser")
        token = document.get("sessionId")
        if not isinstance(token, str) or not token:
            raise DresError(
                "not-dres", "The server gave no session.", hint="Check the address.", status=200
            )
        self._token = Secret(token)
        return User(str(document.get("username") or self._user), str(document.get("role") or ""))

    def logout(self, context: JobContext | None = None) -> None:
        """End the session; one that is over already is no error.

        Raises:
            DresError: the server cannot be reached.
        """
        if self._token:
            self._send("GET", "/logout", query={"session": self._token}, context=context)
        self._token = Secret("")

    def read_clock(self, context: JobContext | None = None) -> int:
        """Return how far the server's clock is ahead of this one, milliseconds; kept in offset_ms.

        Half of the time that the answer took is taken as its way.

        Raises:
            DresError: the server cannot be reached.
        """
        reply = self._send("GET", "/status/time", context=context)
        document = told(self._fine(reply), "CurrentTime")
        middle = (reply.began_s + reply.ended_s) / 2
        self.offset_ms = round(int(document["timeStamp"]) - middle * 1e3)
        return self.offset_ms

    def now_ms(self) -> int:
        """Return the time of the server's clock, milliseconds since 1970."""
        return round(time.time() * 1e3) + self.offset_ms

    # -- evaluations and tasks

    def evaluations(self, context: JobContext | None = None) -> list[EvaluationInfo]:
        """Return the evaluations of the user.

        Raises:
            DresError: see the kinds.
        """
        reply = self._asked("GET", "/client/evaluation/list", context=context)
        return [read_evaluation(one) for one in told(reply, "ApiClientEvaluationInfo", many=True)]

    def task(self, evaluation: str, context: JobContext | None = None) -> RunningTask:
        """Return the task that runs, without its hints; state "none" where none does.

        Raises:
            DresError: see the kinds.
        """
        name = quote(evaluation, safe="")
        try:
            reply = self._asked("GET", f"/client/evaluation/currentTask/{name}", context=context)
        except DresError as error:
            if error.kind in {"missing", "not-running"}:
                return RunningTask(evaluation, read_at=time.monotonic())
            raise
        current = told(reply, "ApiClientTaskTemplateInfo")
        return read_task(evaluation, current, self._state(name, context))

    def _state(self, name: str, context: JobContext | None) -> Mapping[str, Any] | None:
        """Return the state of an evaluation; None where the server does not tell."""
        try:
            reply = self._asked("GET", f"/evaluation/{name}/state", context=context)
        except DresError as error:
            if error.kind in {"missing", "forbidden", "refused", "not-dres"}:
                return None
            raise
        known = not problems(reply.document, "ApiEvaluationState", strict=False)
        return reply.document if known else None

    def hints(self, evaluation: str, context: JobContext | None = None) -> tuple[TaskHint, ...]:
        """Return the hints of the task that runs; () where the server shows them itself.

        Raises:
            DresError: see the kinds.
        """
        name = quote(evaluation, safe="")
        template = (self._state(name, context) or {}).get("taskTemplateId")
        if not isinstance(template, str):
            return ()
        path = f"/evaluation/{name}/template/task/{quote(template, safe='')}/hint"
        try:
            reply = self._asked("GET", path, context=context)
        except DresError as error:
            if error.kind in {"missing", "forbidden", "refused", "not-dres"}:
                return ()
            raise
        return read_hints(reply.document)

    # -- submissions and logs

    def submit(
        self,
        evaluation: str,
        answers: Sequence[Answer],
        task: str = "",
        context: JobContext | None = None,
    ) -> Judged:
        """Submit answers, each as a set of its own, so that each is judged alone; never repeated.

        Raises:
            DresError: it was not taken; `arrived` says whether it may be there all the same.
        """
        sets = [{"answers": [answer_to_json(answer)]} for answer in answers]
        body = {"answerSets": [{"taskName": task, **one} if task else one for one in sets]}
        path = f"/submit/{quote(evaluation, safe='')}"
        reply = self._signed("POST", path, body, context)
        if reply.status == 412:
            duplicate = "duplicate" in reply.description.casefold()
            return Judged(None, refused(reply.description), duplicate=duplicate)
        return read_verdict(self._fine(reply))

    def log_query(
        self,
        evaluation: str,
        events: Sequence[Mapping[str, Any]],
        context: JobContext | None = None,
    ) -> None:
        """Tell the server what the user did; events as `QueryEvent`.

        Raises:
            DresError: see the kinds.
        """
        body = {"timestamp": self.now_ms(), "events": list(events)}
        self._fine(self._signed("POST", f"/log/query/{quote(evaluation, safe='')}", body, context))

    def log_result(
        self, evaluation: str, log: Mapping[str, Any], context: JobContext | None = None
    ) -> None:
        """Tell the server what a search found; log as `QueryResultLog`.

        Raises:
            DresError: see the kinds.
        """
        path = f"/log/result/{quote(evaluation, safe='')}"
        self._fine(self._signed("POST", path, dict(log), context))

    # -- requests

    def _asked(self, verb: str, path: str, *, context: JobContext | None) -> Reply:
        """Ask with the session, again once where the network failed, and check the status."""
        for left in reversed(range(_GETS)):
            try:
                return self._fine(self._signed(verb, path, None, context))
            except DresError as error:
                if not left or error.kind not in {"offline", "timeout", "busy"}:
                    raise
        raise AssertionError("the loop returns or raises")

    def _signed(self, verb: str, path: str, body: Any, context: JobContext | None) -> Reply:
        """Send with the session; where the server forgot it, log in once and send again.

        A request that was answered with 401 has had no effect.
        """
        reply = self._send(verb, path, query={"session": self._token}, body=body, context=context)
        if reply.status != 401:
            return reply
        self.login(context)
        self._on_login()
        return self._send(verb, path, query={"session": self._token}, body=body, context=context)

    def _send(
        self,
        verb: str,
        path: str,
        *,
        query: Mapping[str, Secret] | None = None,
        body: Any = None,
        context: JobContext | None = None,
    ) -> Reply:
        return self._transport.send(
            verb,
            path,
            query=query,
            body=body,
            secrets=[self._password, self._token],
            context=context,
        )

    def _fine(self, reply: Reply) -> Reply:
        """Return an answer that says yes.

        Raises:
            DresError: it says no, or it is none of DRES.
        """
        if reply.status in _OK and reply.is_json:
            return reply
        raise _error(reply, str(self._transport.address))


def _error(reply: Reply, address: str) -> DresError:
    """Return what an answer that says no means; the status counts, not the body."""
    status, said = reply.status, reply.description
    quoted = f" ({said})" if said else ""
    lower = said.casefold()
    if status in _OK or 300 <= status < 400 or (status not in {401, 403} and not reply.is_json):
        return _no_dres(status, address)
    if status == 401:
        return DresError(
            "login", "The server does not accept the session.", hint="Log in again.", status=status
        )
    if status == 403:
        return DresError(
            "forbidden", f"This user may not do that{quoted}.",
            hint="Ask the organisers for the role of a participant.", status=status,
        )  # fmt: skip
    if status in {404, 405}:
        return DresError(
            "missing", f"The server does not have that{quoted}.",
            hint="Choose the evaluation again.", status=status,
        )  # fmt: skip
    if "not running" in lower or "ongoing task" in lower or "wrong state" in lower:
        return DresError(
            "not-running", f"No task is running{quoted}.",
            hint="Wait for the next task.", status=status,
        )  # fmt: skip
    if "could not find media item" in lower:
        return DresError(
            "unknown-item", f"The server does not know this item{quoted}.",
            hint="Check how items are named, and the collection.", status=status,
        )  # fmt: skip
    if status in {502, 503, 504}:
        return DresError(
            "busy", f"“{address}” cannot answer now{quoted}.", hint="Try again in a moment.",
            arrived=status != 503, status=status,
        )  # fmt: skip
    return DresError(
        "refused", f"The server refused with {status}{quoted}.",
        hint="Check what was sent, or ask the organisers.", status=status,
    )  # fmt: skip


def _no_dres(status: int, address: str) -> DresError:
    return DresError(
        "not-dres",
        f"What answers at “{address}” is no DRES server (status {status}, no JSON of it).",
        hint="Check the address; a login page of the network may stand in between.",
        arrived=status in _OK,
        status=status,
    )

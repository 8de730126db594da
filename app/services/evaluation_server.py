"""Takes part in an evaluation on a DRES server: follows the task, submits, keeps what was not sent.

Nothing is connected to before the user asks for it.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from app.services.dres_client import DresClient
from app.services.dres_events import EventLog
from app.services.dres_http import Address, DresError, Transport, read_address
from app.services.dres_queue import SubmissionStore
from app.services.dres_reading import Judged
from app.services.evaluation_types import (
    Answer,
    EvaluationNote,
    RunningTask,
    Secret,
    ServerView,
    Submission,
    SubmissionState,
)
from common.errors import EvaluationError
from common.jobs import JobContext
from common.settings import Settings

logger = logging.getLogger(__name__)

CLOCK_NOTE_MS = 2000  # a difference worth telling
LIST_EVERY_S = 15.0
_MAY_WAIT = {"offline", "timeout", "busy", "login", "tls", "not-dres"}


class ServerSide:
    """One connection at a time; safe to call on any thread, `view` is quick.

    Args:
        settings: time to wait, whether http is allowed, whether logs are sent.
        store: of submissions, on disk.
        changed: called when something was submitted or dropped.
    """

    def __init__(
        self,
        settings: Settings,
        store: Callable[[], SubmissionStore],
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._store = store
        self._changed = changed
        self._guard = threading.RLock()
        self._sending = threading.Lock()  # one submission after another
        self._client: DresClient | None = None
        self._view = ServerView()
        self._listed_at = 0.0
        self._log = EventLog(lambda: round(time.time() * 1e3))

    @property
    def view(self) -> ServerView:
        """What is known of the server; read it again after each job."""
        with self._guard:
            return self._view

    # -- connection

    def connect(
        self, address: str, user: str, password: Secret, context: JobContext | None = None
    ) -> ServerView:
        """Log in; of several active evaluations the user chooses one.

        Args:
            address: as the user typed it.
            user: name at the server.
            password: kept in memory until disconnect().
            context: reports and cancels.

        Raises:
            DresError: the address is wrong, the server cannot be reached, or refuses.
            JobCancelled: the user cancelled.
        """
        context = context or JobContext()
        own = self._settings.evaluation
        where = read_address(address, allow_plain=own.allow_plain_http)
        client = DresClient(
            Transport(where, timeout_s=own.timeout_s), user, password, on_login=self._on_again
        )
        context.step(0, 3, "Logging in")
        logged_in = client.login(context)
        context.step(1, 3, "Comparing clocks")
        offset = client.read_clock(context)
        context.step(2, 3, "Reading evaluations")
        found = tuple(client.evaluations(context))
        active = [one.id for one in found if one.is_active]
        notes = _connection_notes(where, offset)
        with self._guard:
            self._client = client
            self._log = EventLog(client.now_ms)
            self._listed_at = time.monotonic()
            self._view = ServerView(
                str(where), logged_in.name, logged_in.role, found,
                active[0] if len(active) == 1 else "", RunningTask(), offset, "", notes,
            )  # fmt: skip
        self._changed()
        return self.follow(context) if self.view.chosen else self.view

    def disconnect(self, context: JobContext | None = None) -> None:
        """Log out and forget the password; what was not sent stays in the queue."""
        with self._guard:
            client, self._client = self._client, None
            self._view = ServerView()
        self._changed()
        if client is not None:
            try:
                client.logout(context)
            except DresError as error:
                logger.info("the server was left without a word: %s", error)

    def choose(self, evaluation: str) -> None:
        """Follow another evaluation.

        Raises:
            EvaluationError: the user takes no part in it.
        """
        with self._guard:
            if all(one.id != evaluation for one in self._view.evaluations):
                raise EvaluationError(
                    "This evaluation is not among yours.", hint="Connect again to read the list."
                )
            self._view = replace(self._view, chosen=evaluation, task=RunningTask())
        self._changed()

    def follow(self, context: JobContext | None = None) -> ServerView:
        """Ask what runs now; to be called every second or two while somebody looks.

        A server that does not answer is no error: `problem` says so, and it is asked again the
        next time. When it is back, answers to the task that still runs are sent, except those that
        may have arrived.

        Raises:
            JobCancelled: the user cancelled.
        """
        client, view = self._pair()
        if client is None:
            return view
        try:
            evaluations = view.evaluations
            if time.monotonic() - self._listed_at > LIST_EVERY_S or view.problem:
                evaluations = tuple(client.evaluations(context))
                self._listed_at = time.monotonic()
            task = client.task(view.chosen, context) if view.chosen else RunningTask()
            if task.name and task.state == "running":
                task = self._with_hints(client, view.task, task, context)
            problem = ""
        except DresError as error:
            evaluations, task, problem = view.evaluations, view.task, str(error)
        with self._guard:
            if self._client is client and self._view.chosen == view.chosen:
                is_new = (task.name, task.state) != (self._view.task.name, self._view.task.state)
                self._view = replace(
                    self._view, evaluations=evaluations, task=task, problem=problem
                )
            else:
                return self._view
        if is_new:
            self._changed()
        if not problem and task.state == "running":
            self._send_waiting(context)
        return self.view

    @staticmethod
    def _with_hints(
        client: DresClient, before: RunningTask, task: RunningTask, context: JobContext | None
    ) -> RunningTask:
        """Return the task with its hints, asked for once a task."""
        if before.name == task.name and before.state == "running":
            return replace(task, hints=before.hints)
        return replace(task, hints=client.hints(task.evaluation, context))

    def _on_again(self) -> None:
        with self._guard:
            self._view = replace(self._view, notes=(EvaluationNote("again"),))

    # -- submissions

    def submit(self, answers: Sequence[Answer], context: JobContext | None = None) -> Submission:
        """Submit answers to the task that runs; each is judged alone.

        It is written to the disk before it is sent. Where the server does not answer it stays
        there: "waiting" if it was not sent, "unsure" if it may have arrived.

        Raises:
            EvaluationError: nobody is connected, no evaluation is chosen, or no task runs.
            OSError: the disk is full; nothing was sent then.
            JobCancelled: the user cancelled; the answer is in the queue as "unsure".
        """
        client, view = self._pair()
        if client is None or not view.chosen:
            raise EvaluationError(
                "There is no evaluation to submit to.", hint="Connect and choose one."
            )
        if view.task.state != "running" and not view.problem:
            raise EvaluationError("No task is running.", hint="Wait for the next task.")
        made = Submission(
            uuid.uuid4().hex, datetime.now(UTC).isoformat(timespec="milliseconds"),
            view.chosen, view.task.name, tuple(answers),
        )  # fmt: skip
        return self._send(client, made, context)

    def send_queued(
        self, ids: Collection[str], context: JobContext | None = None
    ) -> list[Submission]:
        """Send what is in the queue on the user's word, also what may have arrived.

        A server counts an answer for the task that runs, whatever task it was made for.

        Raises:
            EvaluationError: nobody is connected.
            JobCancelled: the user cancelled.
        """
        client, _ = self._pair()
        if client is None:
            raise EvaluationError("There is no connection.", hint="Connect, then send it again.")
        wanted = [one for one in self._store().queued() if one.id in ids]
        return [self._send(client, one, context) for one in wanted]

    def drop(self, ids: Collection[str]) -> None:
        """Forget submissions that are in the queue."""
        queued = {one.id for one in self._store().queued()}
        self._store().drop([number for number in ids if number in queued])
        self._changed()

    def _send_waiting(self, context: JobContext | None) -> None:
        """Send what was never sent and belongs to the task that runs."""
        client, view = self._pair()
        for one in self._store().queued():
            is_due = one.evaluation == view.chosen and one.task in {view.task.name, ""}
            if client is not None and one.state == "waiting" and is_due:
                self._send(client, one, context)

    def _send(self, client: DresClient, made: Submission, context: JobContext | None) -> Submission:
        with self._sending:
            return self._send_alone(client, made, context)

    def _send_alone(
        self, client: DresClient, made: Submission, context: JobContext | None
    ) -> Submission:
        """Write a submission down, send it, write down what became of it."""
        store = self._store()
        self._keep(store, replace(made, state="unsure", message=EvaluationNote("unsure")))
        try:
            judged = client.submit(made.evaluation, made.answers, made.task, context)
        except DresError as error:
            return self._keep(store, _failed(made, error))
        return self._keep(store, _judged(made, judged))

    def _keep(self, store: SubmissionStore, submission: Submission) -> Submission:
        store.put(submission)
        self._changed()
        return submission

    # -- logs

    def note(self, event: str, values: Mapping[str, Any]) -> None:
        """Remember what the user did, if it shall be told; quick, for the UI thread."""
        if self._tells:
            self._log.note(event, values)

    def note_results(
        self, document: Mapping[str, Any], said: str, answers: Sequence[Answer]
    ) -> None:
        """Remember a list of results, if it shall be told."""
        if self._tells:
            self._log.add_results(document, said, answers)

    @property
    def _tells(self) -> bool:
        view = self.view
        return bool(view.is_connected and view.chosen and self._settings.evaluation.send_logs)

    def send_logs(self, context: JobContext | None = None) -> int:
        """Tell the server what was gathered; the number of entries, 0 where it did not answer.

        What could not be sent is kept for the next time, what the server refuses is not.

        Raises:
            JobCancelled: the user cancelled.
        """
        client, view = self._pair()
        if client is None or not view.chosen:
            return 0
        events, results = self._log.take()
        sent = 0
        try:
            if events:
                client.log_query(view.chosen, events, context)
                sent, events = len(events), []
            while results:
                client.log_result(view.chosen, results[0], context)
                sent, results = sent + 1, results[1:]
        except DresError as error:
            if error.kind in _MAY_WAIT:
                self._log.give_back(events, results)
            logger.info("logs were not taken: %s", error)
        return sent

    def _pair(self) -> tuple[DresClient | None, ServerView]:
        with self._guard:
            return self._client, self._view


def _failed(made: Submission, error: DresError) -> Submission:
    """Return what became of a submission that was not taken."""
    if error.arrived and error.kind in _MAY_WAIT:
        return replace(made, state="unsure", message=EvaluationNote("unsure"))
    if error.kind in _MAY_WAIT:
        return replace(made, state="waiting", message=EvaluationNote("queued"))
    return replace(made, state="rejected", message=error.what)


def _judged(made: Submission, judged: Judged) -> Submission:
    """Return what became of a submission that was answered."""
    if judged.duplicate:
        return replace(made, state="there", message=EvaluationNote("duplicate"))
    if judged.is_rejected:
        return replace(made, state="rejected", message=judged.message)
    state: SubmissionState = "pending" if judged.pending else "judged"
    return replace(made, state=state, verdict=judged.verdict, message=judged.message)


def _connection_notes(where: Address, offset_ms: int) -> tuple[str, ...]:
    """Return what the user should know of a connection."""
    notes: list[str] = []
    if where.scheme == "http" and not where.is_local:
        notes.append(EvaluationNote("plain-http", host=where.host))
    if abs(offset_ms) >= CLOCK_NOTE_MS:
        name = "clock" if offset_ms > 0 else "clock-behind"
        notes.append(EvaluationNote(name, seconds=round(abs(offset_ms) / 1000)))
    return tuple(notes)

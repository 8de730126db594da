"""Follows the server, runs practice, submits: what the evaluation panel shows comes from here."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.evaluation import work
from app.panels.evaluation.tap import LogTap
from app.panels.evaluation.texts import (
    answer_text,
    attempt_line,
    said,
    state_of,
    task_text,
    tone_of,
)
from app.services.types import (
    Attempt,
    MadeTasks,
    PracticeTask,
    PracticeTry,
    RunningTask,
    Secret,
    ServerView,
    Submission,
    TaskWish,
)

FOLLOW_MS = 1500
TICK_MS = 250


class EvaluationSession(QObject):
    """The state of the panel; lives on the UI thread.

    Args:
        context: of the panel.
        parent: the panel.
    """

    changed = Signal()  # what is known of server, practice or submissions
    ticked = Signal()  # four times a second while a task runs
    judged = Signal(str, str)  # tone of a notice, text
    failed = Signal(object)  # Exception

    def __init__(self, context: PanelContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.view = ServerView()
        self.submissions: tuple[Submission, ...] = ()
        self.attempts: tuple[Attempt, ...] = ()
        self.tasks: tuple[PracticeTask, ...] = ()
        self.notes: tuple[str, ...] = ()
        self.tries: tuple[PracticeTry, ...] = ()
        self.names: dict[int, str] = {}  # of what was submitted in practice
        self._place = -1  # of the task of practice that runs or ran
        self._jobs: set[Job] = set()
        self._connecting: Job | None = None
        self._is_following = False
        self._ending: Job | None = None  # ends the task of practice
        self._follow = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._follow.timeout.connect(self._ask)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self.tap = LogTap(context, self)

    # -- what is known

    @property
    def is_busy(self) -> bool:
        """Whether something was asked for and is not there yet; following does not count."""
        return bool(self._jobs)

    @property
    def is_connecting(self) -> bool:
        """Whether a connection is waited for."""
        return self._connecting in self._jobs

    @property
    def practises(self) -> bool:
        """Whether a task of practice runs."""
        return self._is_made and self._service.practice.task is not None

    @property
    def task(self) -> RunningTask:
        """The task that runs: of practice if one does, else of the server."""
        return self._service.practice.running() if self.practises else self.view.task

    @property
    def practice_task(self) -> RunningTask:
        """The task of practice that runs; one without a name where none does."""
        return self._service.practice.running() if self.practises else RunningTask()

    @property
    def place(self) -> int:
        """Which of the tasks of practice runs or ran, from 0; -1 before the first one."""
        return self._place

    @property
    def can_submit(self) -> bool:
        """Whether somebody would take an answer."""
        if self.practises:
            return self.task.state == "running"
        has_task = self.view.task.state == "running" or bool(self.view.problem)
        return self.view.is_connected and bool(self.view.chosen) and has_task

    @property
    def queued(self) -> tuple[Submission, ...]:
        """What may still have to be sent."""
        return tuple(one for one in self.submissions if one.is_queued)

    @property
    def next_task(self) -> PracticeTask | None:
        """The task of practice that comes next."""
        place = self._place + 1
        return self.tasks[place] if place < len(self.tasks) else None

    @property
    def _is_made(self) -> bool:
        return "evaluation" in self._context.services.__dict__

    @property
    def _service(self) -> Any:
        return self._context.services.evaluation

    # -- jobs

    def read(self) -> None:
        """Read what is on the disk."""
        function = partial(work.read_known, self._context.services)
        self._run(function, self._on_known, replaces="evaluation-known")

    def connect_to(self, address: str, user: str, password: str) -> None:
        """Log in; the password is forgotten when the connection ends."""
        function = partial(work.connect, self._context.services, address, user, Secret(password))
        title = self.tr("Connecting to %s") % address
        self._connecting = self._run(function, self._on_view, title=title)
        self.changed.emit()

    def disconnect_from(self) -> None:
        """Log out."""
        self._follow.stop()
        self._run(partial(work.disconnect, self._context.services), self._on_view)

    def choose(self, evaluation: str) -> None:
        """Follow another evaluation."""
        self._run(partial(work.choose, self._context.services, evaluation), self._on_view)

    def cancel(self) -> None:
        """Stop what waits for an answer."""
        for job in list(self._jobs):
            job.cancel()

    def submit(self, wanted: work.Wanted) -> None:
        """Submit to practice if a task of it runs, else to the server."""
        services = self._context.services
        if self.practises:
            self._run(partial(work.judge, services, wanted.items), self._on_tries, replaces=None)
            return
        title = self.tr("Submitting")
        self._run(partial(work.submit, services, wanted), self._on_submitted, title, replaces=None)

    def send(self, ids: Sequence[str]) -> None:
        """Send what is in the queue, on the user's word."""
        function = partial(work.send_queued, self._context.services, tuple(ids))
        self._run(function, self._on_sent, self.tr("Submitting"), replaces=None)

    def drop(self, ids: Sequence[str]) -> None:
        """Forget what is in the queue."""
        function = partial(work.drop_queued, self._context.services, tuple(ids))
        self._run(function, self._on_dropped, replaces=None)

    def make(self, wish: TaskWish) -> None:
        """Make tasks and start the first one."""
        function = partial(work.make_tasks, self._context.services, wish)
        self._run(function, self._on_made, self.tr("Making tasks"))

    def start_next(self) -> None:
        """Start the next task of practice; one that runs is skipped."""
        if self.practises:
            self.finish(skipped=True)
            return
        task = self.next_task
        if task is not None:
            self._place += 1
            self.tries = ()
            self._service.practice.start(task)
            self._tick.start()
            self._context.shared.note("evaluation.task", {"task": task.name, "kind": task.kind})
            self.changed.emit()

    def finish(self, *, skipped: bool) -> None:
        """End the task of practice that runs."""
        if self.practises and (self._ending is None or self._ending.is_done):
            function = partial(work.finish, self._context.services, skipped)
            self._ending = self._run(function, self._on_finished, replaces=None)

    def _run(
        self,
        function: Callable[..., Any],
        answered: Callable[[Any], None],
        title: str | None = None,
        *,
        replaces: str | None = "evaluation",
    ) -> Job:
        job = self._context.jobs.submit(
            "io", function, title=title, replaces=replaces, priority=Priority.INTERACTIVE
        )
        self._jobs.add(job)
        job.succeeded.connect(answered)
        job.failed.connect(self._on_failed)
        for end in (job.succeeded, job.failed):
            end.connect(self._on_end)
        job.cancelled.connect(self._on_cancelled)
        return job

    @Slot()
    def _on_end(self, *_: object) -> None:
        job = self.sender()
        if isinstance(job, Job):
            self._jobs.discard(job)
        self.changed.emit()

    @Slot()
    def _on_cancelled(self) -> None:
        if self._is_made:
            self.read_store()  # what was on its way is in the queue now
        self._on_end()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)

    # -- answers

    @Slot(object)
    def _on_known(self, known: work.Known) -> None:
        self.submissions, self.attempts = known.submissions, known.attempts
        for notice in known.notices:
            self._context.notices.warn(notice)
        self.changed.emit()

    @Slot(object)
    def _on_view(self, view: ServerView) -> None:
        self.view = view
        if view.is_connected:
            self._follow.start()
            self._tick.start()
            self.read_store()
        self.changed.emit()

    def read_store(self) -> None:
        """Take over what the service knows of submissions, without the disk."""
        self.submissions = self._service.store.all()

    @Slot()
    def _ask(self) -> None:
        """Ask the server what runs, unless it is being asked."""
        if self._is_following or not self.view.is_connected:
            return
        self._is_following = True
        job = self._context.jobs.submit("io", partial(work.follow, self._context.services))
        job.succeeded.connect(self._on_followed)
        job.failed.connect(self._on_follow_failed)
        job.cancelled.connect(self._on_follow_ended)

    @Slot(object)
    def _on_followed(self, view: ServerView) -> None:
        if self.view.is_connected:
            before, self.view = self.view, view
            if before.problem and not view.problem:
                self.judged.emit("info", self.tr("The server answers again."))
            self._say_news()
            self.changed.emit()
        self._on_follow_ended()

    def _say_news(self) -> None:
        """Say what became of answers that waited, for the server or for a judge."""
        known = {one.id: (one.state, one.verdict) for one in self.submissions}
        self.read_store()
        news = [
            one
            for one in self.submissions
            if known.get(one.id, (one.state, one.verdict)) != (one.state, one.verdict)
        ]
        for submission in news:
            self._say(submission)
        if news:
            self._tell_submitted()

    @Slot(object)
    def _on_follow_failed(self, error: Exception) -> None:
        self.failed.emit(error)
        self._on_follow_ended()

    @Slot()
    def _on_follow_ended(self) -> None:
        self._is_following = False
        if self.view.is_connected:
            self._follow.start()

    @Slot(object)
    def _on_submitted(self, submission: Submission) -> None:
        self.read_store()
        self._say(submission)
        self._tell_submitted()
        self.changed.emit()

    @Slot(object)
    def _on_sent(self, sent: list[Submission]) -> None:
        for submission in sent:
            self._on_submitted(submission)

    @Slot(object)
    def _on_dropped(self, _nothing: object) -> None:
        self.read_store()
        self._tell_submitted()
        self.changed.emit()

    def _say(self, submission: Submission) -> None:
        _, words = state_of(submission)
        message = said([submission.message])[0] if submission.message else ""
        known = ", ".join(answer_text(answer) for answer in submission.answers[:3])
        text = f"{words}: {known}" if known else words
        self.judged.emit(tone_of(submission), f"{text}. {message}".strip())

    @Slot(object)
    def _on_tries(self, judged: work.Judged) -> None:
        tries = judged.tries
        self.tries = self._service.practice.tries
        self.names = {**self.names, **judged.names}
        right = sum(one.correct for one in tries)
        if not tries:
            self.judged.emit("info", self.tr("Already submitted."))
        elif right == len(tries):
            self.judged.emit("success", self.tr("Correct: %n item(s)", "", right))
        elif right:
            self.judged.emit(
                "warning",
                self.tr("{right} of {all} are correct").format(right=right, all=len(tries)),
            )
        else:
            self.judged.emit("error", self.tr("Wrong: %n item(s)", "", len(tries)))
        self._tell_submitted()
        self.changed.emit()
        self._end_if_over()

    def _tell_submitted(self) -> None:
        """Let who hides what was submitted know."""
        items = sorted(self._service.submitted())
        self._context.shared.note("evaluation.submitted", {"items": items})

    @Slot(object)
    def _on_made(self, made: MadeTasks) -> None:
        notes = tuple(said(made.notes))
        self.tasks, self.notes, self._place = made.tasks, notes if made.tasks else (), -1
        if not made.tasks:
            self.judged.emit("warning", " ".join(notes) or self.tr("There are no such tasks."))
        self.start_next()
        self.changed.emit()

    @Slot(object)
    def _on_finished(self, attempt: Attempt) -> None:
        self.attempts = (*self.attempts, attempt)
        self.tries = attempt.tries
        tone = "success" if attempt.is_solved else "info"
        self.judged.emit(tone, f"{task_text(attempt.task)}: {attempt_line(attempt)}")
        self._context.shared.note("evaluation.end", {"task": attempt.task, "score": attempt.score})
        self._tell_submitted()
        if attempt.skipped:
            self.start_next()
        self.changed.emit()

    @Slot()
    def _on_tick(self) -> None:
        self._end_if_over()
        if not self.practises and not self.view.is_connected:
            self._tick.stop()
        self.ticked.emit()

    def _end_if_over(self) -> None:
        if self.practises and self._service.practice.is_over:
            self.finish(skipped=False)

    def left_s(self) -> float:
        """Return the seconds that the task has left."""
        return self.task.left_at(time.monotonic())

    def close(self) -> None:
        """Ask the server no more."""
        self._follow.stop()
        self._tick.stop()

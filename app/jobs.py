"""Runs jobs in the background and brings what they say back to the UI thread.

A job is a plain function of a `JobContext`. It runs in a *lane*, a queue with some threads; its
`Job` handle and all its signals live on the UI thread. Only this module and lanes know threads.
"""

import logging
import os
import time
from collections import deque
from collections.abc import Callable
from enum import IntEnum, StrEnum
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import SIGNAL, QObject, Qt, QTimer, Signal, Slot

from app.lanes import Lane, Task
from common.errors import AppError
from common.jobs import JobCancelled, Progress

logger = logging.getLogger(__name__)

PROGRESS_INTERVAL_MS = 50  # 20 reports a second are as many as an eye can use
SHUTDOWN_S = 2.0


class Priority(IntEnum):
    """Which of two waiting jobs of a lane runs first; lower runs earlier."""

    INTERACTIVE = 0  # a person waits for it
    NORMAL = 1
    BACKGROUND = 2  # imports, rebuilding an index


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(QObject):
    """Handle of one job: lives on the UI thread, so its signals arrive there.

    Exactly one of `succeeded`, `failed` and `cancelled` is emitted, once; the job is deleted after
    that. Once cancel() was called, a late result is dropped. Connect to bound methods of QObjects.

    Args:
        task: what the lane runs.
        lane: name of its lane.
        title: as shown in the jobs view; "" keeps it out of there.
        parent: the runner.
    """

    started = Signal()
    progressed = Signal(object)  # Progress, at most 20 times a second
    succeeded = Signal(object)  # what the function returned
    failed = Signal(object)  # the exception
    cancelled = Signal()
    state_changed = Signal(object)  # JobState

    def __init__(self, task: Task, lane: str, title: str, parent: "JobRunner") -> None:
        super().__init__(parent)
        self.lane = lane
        self._runner = parent
        self.title = title
        self.progress = Progress(0)
        self._task = task
        self._state = JobState.QUEUED

    @property
    def state(self) -> JobState:
        """Where the job stands."""
        return self._state

    @property
    def is_done(self) -> bool:
        """Whether it succeeded, failed or was cancelled."""
        return self._state in {JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED}

    @property
    def seconds(self) -> float:
        """Seconds since it began to run; 0 while it waits."""
        began = self._task.started_at
        return 0.0 if began is None else time.monotonic() - began

    def cancel(self) -> None:
        """Stop the job at its next step, or now if it still waits; harmless when it is done."""
        if not self.is_done:
            self._runner.cancel(self)

    def pause(self) -> None:
        """Let the job wait at its next step."""
        if not self.is_done and not self._task.context.is_cancelled:
            self._task.context.pause()
            self._become(JobState.PAUSED)

    def resume(self) -> None:
        """Let a paused job go on."""
        if self._state is JobState.PAUSED:
            self._task.context.resume()
            self._become(JobState.RUNNING if self._task.started_at else JobState.QUEUED)

    def _become(self, state: JobState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _refresh(self) -> None:
        """Tell what the lane thread did since the last time."""
        if self._state is JobState.QUEUED and self._task.started_at is not None:
            self._become(JobState.RUNNING)
            self.started.emit()
        progress, self._task.unread = self._task.unread, None
        if progress is not None and not self._task.context.is_cancelled:
            self.progress = progress
            self.progressed.emit(progress)

    def _settle(self) -> bool:
        """Tell how the job ended; returns whether it failed and nobody listens."""
        self._refresh()
        error = self._task.error
        if self._task.context.is_cancelled or isinstance(error, JobCancelled):
            self._become(JobState.CANCELLED)
            self.cancelled.emit()
            return False
        if error is None:
            self._become(JobState.SUCCEEDED)
            self.succeeded.emit(self._task.result)
            return False
        if not isinstance(error, AppError):
            logger.error("a job failed: %s", self.title or self._task.function, exc_info=error)
        self._become(JobState.FAILED)
        unseen = self.receivers(SIGNAL("failed(PyObject)")) == 0
        self.failed.emit(error)
        return unseen


class JobRunner(QObject):
    """Takes jobs and runs them in lanes.

    `gpu` (1 thread) networks; `db` (1) short writes; `io` (several) files, decoding, reading;
    `bulk` (2) imports: the system serves it after all that a person waits for.
    """

    WIDTHS: ClassVar[dict[str, int]] = {
        "gpu": 1,
        "db": 1,
        "io": max(3, min(6, os.cpu_count() or 2)),
        "bulk": 2,
    }
    NICENESS: ClassVar[dict[str, int]] = {"bulk": 10}

    submitted = Signal(object)  # Job
    settled = Signal(object)  # Job, after its own signal
    failure_unseen = Signal(object)  # the exception of a job whose `failed` nobody is connected to
    idle = Signal()  # the last job is done
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {
            name: Lane(name, width, self._on_lane_settled, self.NICENESS.get(name, 0))
            for name, width in self.WIDTHS.items()
        }
        self._jobs: dict[int, Job] = {}  # by id of the task
        self._latest: dict[str, Job] = {}  # by replaces key
        self._outbox: deque[Task] = deque()
        self._closed = False
        self._woken.connect(self._on_woken, Qt.ConnectionType.QueuedConnection)
        self._ticks = QTimer(self)
        self._ticks.setInterval(PROGRESS_INTERVAL_MS)
        self._ticks.timeout.connect(self._on_tick)

    @property
    def is_idle(self) -> bool:
        """Whether no job waits or runs."""
        return not self._jobs

    def jobs(self) -> list[Job]:
        """Return the jobs that wait or run, oldest first."""
        return list(self._jobs.values())

    def submit(
        self,
        lane: str,
        function: Callable[..., Any],
        *args: Any,
        replaces: str | None = None,
        title: str | None = None,
        priority: Priority = Priority.NORMAL,
    ) -> Job:
        """Queue a job; call this on the UI thread.

        Args:
            lane: "gpu", "db", "io" or "bulk".
            function: called as function(*args, context) on a thread of the lane; its arguments
                must not change while it runs.
            args: bound in front of the context.
            replaces: a job submitted earlier with the same key is cancelled: the latest wins.
            title: as shown in the jobs view; None keeps the job out of there.
            priority: who goes first where several jobs of a lane wait.

        Returns:
            The handle; connect to its signals before control returns to the event loop. After
            shutdown() it is cancelled at once.

        Raises:
            KeyError: there is no such lane.
        """
        put = self._lanes[lane].put
        task = Task(partial(function, *args) if args else function, priority)
        job = Job(task, lane, title or "", self)
        self._jobs[id(task)] = job
        if replaces is not None:
            if (older := self._latest.get(replaces)) is not None:
                self.cancel(older)
            self._latest[replaces] = job
        self.submitted.emit(job)
        if self._closed:
            task.context.cancel()
            self._on_lane_settled(task)
        else:
            put(task)
            if not self._ticks.isActive():
                self._ticks.start()
        return job

    def cancel(self, job: Job) -> None:
        """Cancel a job; one that still waits leaves its queue now."""
        task = job._task  # noqa: SLF001 - one module
        task.context.cancel()
        if self._lanes[job.lane].drop(task):
            self._on_lane_settled(task)

    def cancel_all(self) -> None:
        """Cancel every job."""
        for job in self.jobs():
            self.cancel(job)

    @property
    def is_closed(self) -> bool:
        """Whether no job is taken any more."""
        return self._closed

    def shutdown(self, wait_s: float = SHUTDOWN_S) -> bool:
        """Cancel all jobs and wait for the threads.

        Args:
            wait_s: how long to wait in all, seconds.

        Returns:
            Whether all threads ended in time.
        """
        self._closed = True
        self.cancel_all()
        for lane in self._lanes.values():
            lane.close()
        deadline = time.monotonic() + wait_s
        stuck = []
        for thread in (thread for lane in self._lanes.values() for thread in lane.threads):
            thread.join(max(0.0, deadline - time.monotonic()))
            stuck += [thread.name] if thread.is_alive() else []
        if stuck:
            logger.warning("jobs did not stop within %.1f s in %s", wait_s, ", ".join(stuck))
        self._on_woken()
        self._ticks.stop()
        return not stuck

    def _on_lane_settled(self, task: Task) -> None:
        """Hand a finished task to the UI thread; called on any thread."""
        self._outbox.append(task)
        try:
            self._woken.emit()
        except RuntimeError:  # the runner is gone: the program ends
            logger.debug("a job ended after the window")

    @Slot()
    def _on_woken(self) -> None:
        # Only what is there now: a listener that answers an end with a new job must not keep the
        # window from closing.
        for _ in range(len(self._outbox)):
            job = self._jobs.pop(id(self._outbox.popleft()), None)
            if job is None:
                continue
            for key in [key for key, latest in self._latest.items() if latest is job]:
                del self._latest[key]
            error = job._task.error  # noqa: SLF001 - one module
            if job._settle():  # noqa: SLF001 - one module
                self.failure_unseen.emit(error)
            self.settled.emit(job)
            job._task.let_go()  # noqa: SLF001 - one module
            job.deleteLater()
        if not self._jobs and self._ticks.isActive():
            self._ticks.stop()
            self.idle.emit()

    @Slot()
    def _on_tick(self) -> None:
        for job in self.jobs():
            job._refresh()  # noqa: SLF001 - one module

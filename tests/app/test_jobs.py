"""Jobs: lanes, priorities, progress, pause, cancel, the latest wins, shutdown."""

import logging
import os
import sys
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from app.jobs import Job, JobRunner, JobState, Priority
from common.errors import AppError
from common.jobs import JobContext, Progress

WAIT_MS = 5000


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    assert runner.shutdown()


class Listener(QObject):
    """Keeps what arrives and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[object] = []
        self.threads: set[bool] = set()

    @Slot(object)
    def take(self, value: object) -> None:
        self.values.append(value)
        self.threads.add(QThread.currentThread() is self.thread())


def test_a_result_arrives_on_the_ui_thread(qtbot: QtBot, jobs: JobRunner) -> None:
    listener = Listener()
    job = jobs.submit("io", lambda context: threading.current_thread().name)
    job.succeeded.connect(listener.take)
    with qtbot.waitSignal(jobs.idle, timeout=WAIT_MS):
        pass
    assert listener.values == ["io-0"]
    assert listener.threads == {True}
    assert job.state is JobState.SUCCEEDED


def test_what_a_job_held_is_let_go_of_on_the_ui_thread(qtbot: QtBot, jobs: JobRunner) -> None:
    """A widget may be destroyed there only; and a thread that waits keeps nothing."""

    class Holder:
        def look(self, _context: JobContext) -> None: ...

    freed: list[threading.Thread] = []
    holder = Holder()
    weakref.finalize(holder, lambda: freed.append(threading.current_thread()))
    jobs.submit("io", holder.look)
    del holder
    qtbot.waitUntil(lambda: bool(freed), timeout=WAIT_MS)
    assert freed == [threading.main_thread()]


def test_arguments_stand_before_the_context(qtbot: QtBot, jobs: JobRunner) -> None:
    def add(a: int, b: int, context: JobContext) -> int:
        context.step(1, 1)
        return a + b

    with qtbot.waitSignal(jobs.submit("db", add, 2, 3).succeeded, timeout=WAIT_MS) as caught:
        pass
    assert caught.args == [5]


def test_a_newer_job_replaces_the_older_one(qtbot: QtBot, jobs: JobRunner) -> None:
    started, release = threading.Event(), threading.Event()
    listener = Listener()

    def slow(context: JobContext) -> str:
        started.set()
        release.wait(5)
        return "late"

    older = jobs.submit("gpu", slow, replaces="search")
    older.succeeded.connect(listener.take)
    assert started.wait(5)
    with qtbot.waitSignal(older.cancelled, timeout=WAIT_MS):
        newer = jobs.submit("gpu", lambda context: "new", replaces="search")
        newer.succeeded.connect(listener.take)
        release.set()
    qtbot.waitUntil(lambda: listener.values == ["new"], timeout=WAIT_MS)


def test_a_waiting_job_that_is_replaced_never_runs(qtbot: QtBot, jobs: JobRunner) -> None:
    release = threading.Event()
    ran: list[int] = []
    jobs.submit("gpu", lambda context: release.wait(5))
    waiting = jobs.submit("gpu", lambda context: ran.append(1), replaces="key")
    with qtbot.waitSignal(waiting.cancelled, timeout=WAIT_MS):
        jobs.submit("gpu", lambda context: ran.append(2), replaces="key")
    release.set()
    qtbot.waitUntil(lambda: jobs.is_idle, timeout=WAIT_MS)
    assert ran == [2]


def test_who_waits_is_served_by_priority_then_in_order(qtbot: QtBot, jobs: JobRunner) -> None:
    started, release = threading.Event(), threading.Event()
    order: list[str] = []

    def block(context: JobContext) -> None:
        started.set()
        release.wait(5)

    jobs.submit("db", block)
    assert started.wait(5)
    for name, priority in (
        ("background", Priority.BACKGROUND),
        ("first", Priority.NORMAL),
        ("second", Priority.NORMAL),
        ("person", Priority.INTERACTIVE),
    ):
        jobs.submit("db", lambda context, name=name: order.append(name), priority=priority)
    release.set()
    qtbot.waitUntil(lambda: jobs.is_idle, timeout=WAIT_MS)
    assert order == ["person", "first", "second", "background"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="threads are served alike")
@pytest.mark.parametrize(("lane", "steps"), [("io", 0), ("bulk", 10)])
def test_the_system_serves_imports_after_all_else(
    qtbot: QtBot, jobs: JobRunner, lane: str, steps: int
) -> None:
    found: list[int] = []
    jobs.submit(lane, lambda _context: found.append(os.getpriority(os.PRIO_PROCESS, 0)))
    qtbot.waitUntil(lambda: jobs.is_idle, timeout=WAIT_MS)
    assert found == [min(19, os.getpriority(os.PRIO_PROCESS, 0) + steps)]


@pytest.mark.parametrize(("lane", "width"), sorted(JobRunner.WIDTHS.items()))
def test_a_lane_runs_as_many_jobs_as_it_is_wide(
    qtbot: QtBot, jobs: JobRunner, lane: str, width: int
) -> None:
    together = threading.Barrier(width)
    running: set[str] = set()

    def meet(context: JobContext) -> None:
        running.add(threading.current_thread().name)
        together.wait(5)

    for _ in range(width * 2):
        jobs.submit(lane, meet)
    qtbot.waitUntil(lambda: jobs.is_idle, timeout=WAIT_MS)
    assert len(running) == width


def test_progress_is_coalesced_and_the_last_report_is_never_lost(
    qtbot: QtBot, jobs: JobRunner
) -> None:
    def work(context: JobContext) -> None:
        for _ in range(20_000):
            context.step(5, 5, "same")
        context.step(9, 9, "end")

    listener = Listener()
    job = jobs.submit("io", work)
    job.progressed.connect(listener.take)
    with qtbot.waitSignal(job.succeeded, timeout=WAIT_MS):
        pass
    assert listener.values[-1] == Progress(9, 9, "end")
    assert len(listener.values) < 200


def test_a_paused_job_waits_and_goes_on(qtbot: QtBot, jobs: JobRunner) -> None:
    paused, looped = threading.Event(), threading.Event()
    steps: list[int] = []

    def work(context: JobContext) -> str:
        looped.set()
        paused.wait(5)
        for number in range(3):
            context.step(number, 3)
            steps.append(number)
        return "done"

    job = jobs.submit("io", work)
    assert looped.wait(5)
    job.pause()
    assert job.state is JobState.PAUSED
    paused.set()
    jobs.submit("io", lambda context: None)  # another job is not held up
    qtbot.waitUntil(lambda: len(jobs.jobs()) == 1, timeout=WAIT_MS)
    assert steps == []
    with qtbot.waitSignal(job.succeeded, timeout=WAIT_MS):
        job.resume()
    assert steps == [0, 1, 2]


def test_cancel_stops_a_paused_job(qtbot: QtBot, jobs: JobRunner) -> None:
    running = threading.Event()

    def work(context: JobContext) -> None:
        running.set()
        while True:
            context.step(0)

    job = jobs.submit("io", work)
    assert running.wait(5)
    job.pause()
    with qtbot.waitSignal(job.cancelled, timeout=WAIT_MS):
        job.cancel()
    assert job.is_done
    job.cancel()  # harmless


def test_a_failure_is_told_and_a_bug_is_logged(
    qtbot: QtBot, jobs: JobRunner, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(error: Exception, context: JobContext) -> None:
        raise error

    listener = Listener()
    for error in (AppError("No file.", hint="Choose one."), ZeroDivisionError("bug")):
        job = jobs.submit("io", fail, error)
        job.failed.connect(listener.take)
        with caplog.at_level(logging.ERROR), qtbot.waitSignal(job.failed, timeout=WAIT_MS):
            pass
        assert listener.values[-1] is error
    assert ["bug" in (r.exc_text or str(r.exc_info)) for r in caplog.records] == [True]


def test_a_failure_that_nobody_listens_to_is_not_silent(qtbot: QtBot, jobs: JobRunner) -> None:
    def fail(context: JobContext) -> None:
        raise AppError("No disk.", hint="Plug it in.")

    with qtbot.waitSignal(jobs.failure_unseen, timeout=WAIT_MS) as caught:
        jobs.submit("io", fail)
    assert str(caught.args[0]) == "No disk. Plug it in."


def test_an_unknown_lane_is_refused(jobs: JobRunner) -> None:
    with pytest.raises(KeyError):
        jobs.submit("gpus", lambda context: None)


def test_shutdown_cancels_what_runs_and_what_waits(qtbot: QtBot) -> None:
    runner = JobRunner()
    started = threading.Event()
    ended: list[Job] = []

    def forever(context: JobContext) -> None:
        started.set()
        while True:
            context.step(0)

    runner.settled.connect(ended.append)
    running, waiting = runner.submit("gpu", forever), runner.submit("gpu", forever)
    assert started.wait(5)
    assert runner.shutdown()
    assert [job.state for job in (running, waiting)] == [JobState.CANCELLED] * 2
    assert runner.is_idle
    late = runner.submit("io", lambda context: "late")
    with qtbot.waitSignal(late.cancelled, timeout=WAIT_MS):
        pass


def test_shutdown_does_not_wait_for_a_job_that_never_steps(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    runner = JobRunner()
    started, release = threading.Event(), threading.Event()

    def deaf(context: JobContext) -> None:
        started.set()
        release.wait(10)

    runner.submit("io", deaf)
    assert started.wait(5)
    assert not runner.shutdown(wait_s=0.05)
    assert "did not stop" in caplog.text
    release.set()

"""What is said of jobs: in their lines, and in the status bar."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.context import SharedState
from app.jobs import Job, JobRunner, JobState
from app.shell import status as module
from app.shell.jobs_view import JobsView
from app.shell.status import StatusBar
from common.jobs import JobContext, Progress


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    assert runner.shutdown()


class Work:
    """A job that goes on until it is let go."""

    def __init__(self, jobs: JobRunner, title: str, lane: str = "io") -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.job: Job = jobs.submit(lane, self._run, title=title)

    def _run(self, context: JobContext) -> None:
        self.begun.set()
        while not self.go.wait(0.001):
            context.step(0)


def test_a_job_that_waits_again_after_a_pause_says_so(qtbot: QtBot, jobs: JobRunner) -> None:
    view = JobsView(jobs)
    qtbot.addWidget(view)
    first = Work(jobs, "first", "db")
    qtbot.waitUntil(first.begun.is_set)
    second = Work(jobs, "second", "db")
    row = view.row_of(second.job)
    assert row is not None
    row.pause.click()
    assert row.figures.text() == "Paused"
    row.pause.click()
    assert row.figures.text() == "Waiting"
    assert row.pause.accessibleName() == "Pause"


def test_what_came_before_a_pause_does_not_take_the_word_away(
    qtbot: QtBot, jobs: JobRunner
) -> None:
    view = JobsView(jobs)
    qtbot.addWidget(view)
    work = Work(jobs, "work")
    qtbot.waitUntil(lambda: work.job.state is JobState.RUNNING)
    row = view.row_of(work.job)
    assert row is not None
    row.pause.click()
    row._on_progressed(Progress(3, 10))
    assert row.figures.text() == "Paused"
    assert row.bar.value() == 300


def test_large_numbers_are_written_as_the_language_does(qtbot: QtBot, jobs: JobRunner) -> None:
    view = JobsView(jobs)
    qtbot.addWidget(view)
    row = view.row_of(Work(jobs, "work").job)
    assert row is not None
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    try:
        text = row.figures_of(Progress(40_000, 1_000_000), 20.0)
    finally:
        QLocale.setDefault(before)
    assert text.startswith("40.000 of 1.000.000 · 2.000 a second")


def test_the_bar_is_that_of_the_job_whose_title_stands_beside_it(
    qtbot: QtBot, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_AFTER_S", -1.0)
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.watch(SharedState(bar), jobs)
    first, second = Work(jobs, "first"), Work(jobs, "second")
    assert bar.job.text().startswith("second")
    second.job.progressed.emit(Progress(30, 100))
    assert bar.progress.value() == 30
    first.job.progressed.emit(Progress(90, 100))
    assert bar.progress.value() == 30


def test_a_job_that_does_not_end_is_not_said_to_run_on_the_first_page(
    qtbot: QtBot, jobs: JobRunner
) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.watch(SharedState(bar), jobs)
    Work(jobs, "work")
    assert not bar.job.isHidden()
    bar.show_library(None)
    assert bar.job.isHidden()

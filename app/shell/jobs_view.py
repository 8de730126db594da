"""What runs in the background: progress, rate, time left, skipped files; pause, resume, cancel."""

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.jobs import Job, JobRunner, JobState
from app.shell.job_texts import job_note
from app.shell.parts import quiet_button
from app.shell.theme import mark
from app.widgets.error_texts import error_line, service_text
from app.widgets.icons import icon
from app.widgets.numbers import numeral
from common.jobs import Progress
from common.values import ImportReport, SkippedFile

logger = logging.getLogger(__name__)

KEPT_DONE = 20
SKIPPED_SHOWN = 5000


class ElidedLabel(QLabel):
    """A label that shortens its text in the middle where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        self.setMinimumWidth(40)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def say(self, text: str) -> None:
        """Show text; all of it stands in the tooltip."""
        self._full = text
        self.setToolTip(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(self._full, Qt.TextElideMode.ElideMiddle, self.width()))


class JobRow(QFrame):
    """One job; stays with its outcome after the job has ended."""

    dismissed = Signal(object)  # self

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = job
        self.skipped: list[SkippedFile] = []
        self._skipped_now: Callable[[], Sequence[SkippedFile]] | None = None
        mark(self, "card")
        self.setAccessibleName(job.title)
        self.title = QLabel(job.title)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("Progress of “{job}”").format(job=job.title))
        self.bar.setRange(0, 0)
        self.figures = QLabel(self.tr("Waiting"))
        self.figures.setWordWrap(True)
        self.note = ElidedLabel()
        for label in (self.figures, self.note):
            mark(label, "muted")
        self.pause = quiet_button("pause", self.tr("Pause"))
        self.cancel = quiet_button("stop", self.tr("Cancel"))
        self.dismiss = quiet_button("close", self.tr("Remove from the list"))
        self.dismiss.hide()
        self.more = QPushButton()
        self.more.setAccessibleName(self.tr("Show skipped files"))
        self.more.setCheckable(True)
        self.more.hide()
        self.copy = QPushButton(icon("copy"), self.tr("Copy list"))
        self.copy.hide()
        self.reasons = QPlainTextEdit(readOnly=True)
        self.reasons.setAccessibleName(self.tr("Skipped files with the reason"))
        self.reasons.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.reasons.setMinimumHeight(110)
        self.reasons.hide()
        self._lay_out()
        self._connect(job)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        for button in (self.pause, self.cancel, self.dismiss):
            head.addWidget(button)
        below = QHBoxLayout()
        below.addWidget(self.more)
        below.addWidget(self.copy)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 10)
        layout.setSpacing(5)
        layout.addLayout(head)
        for widget in (self.bar, self.figures, self.note):
            layout.addWidget(widget)
        layout.addLayout(below)
        layout.addWidget(self.reasons)

    def _connect(self, job: Job) -> None:
        job.progressed.connect(self._on_progressed)
        job.state_changed.connect(self._on_state)
        job.succeeded.connect(self._on_succeeded)
        job.failed.connect(self._on_failed)
        self.pause.clicked.connect(self._on_pause)
        self.cancel.clicked.connect(self._on_cancel)
        self.dismiss.clicked.connect(self._on_dismiss)
        self.more.toggled.connect(self._on_more)
        self.copy.clicked.connect(self._on_copy)

    def watch_skipped(self, read: Callable[[], Sequence[SkippedFile]]) -> None:
        """List what is skipped already while the job runs.

        Args:
            read: returns the files skipped so far; called with each progress.
        """
        self._skipped_now = read

    def is_of(self, job: Job) -> bool:
        """Whether this is the line of a job that runs."""
        return self._job is job

    @property
    def is_done(self) -> bool:
        """Whether the job has ended."""
        return self._job is None

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if self._job is None:
            return
        self.bar.setRange(0, 1000 if progress.total else 0)
        if progress.total:
            self.bar.setValue(round(1000 * progress.done / progress.total))
        if self._job.state is not JobState.PAUSED:  # what came before does not hide that
            self.figures.setText(self.figures_of(progress, self._job.seconds))
        self.note.say(job_note(progress.note))
        if self._skipped_now is not None:
            skipped = self._skipped_now()
            if len(skipped) != len(self.skipped):
                self.show_skipped(skipped)

    def figures_of(self, progress: Progress, seconds: float) -> str:
        """Return done, total, rate and time left in words.

        Args:
            progress: how far the job is.
            seconds: how long it runs.
        """
        parts = [numeral(progress.done)]
        if progress.total:
            parts = [self.tr("{done} of {total}").format(
                done=numeral(progress.done), total=numeral(progress.total)
            )]  # fmt: skip
        if progress.done and seconds >= 1:
            rate = progress.done / seconds
            shown = numeral(rate, ",.0f" if rate >= 10 else ".1f")
            parts.append(self.tr("{rate} a second").format(rate=shown))
            if progress.total > progress.done:
                left = self._duration((progress.total - progress.done) / rate)
                parts.append(self.tr("{time} left").format(time=left))
        return " · ".join(parts)

    def _duration(self, seconds: float) -> str:
        if seconds < 60:
            return self.tr("{n} s").format(n=round(seconds))
        if seconds < 3600:
            return self.tr("{n} min").format(n=round(seconds / 60))
        return self.tr("{h} h {m} min").format(h=int(seconds // 3600), m=int(seconds % 3600 // 60))

    @Slot(object)
    def _on_state(self, state: JobState) -> None:
        if state in {JobState.QUEUED, JobState.RUNNING}:
            self._show_pause(paused=False)
            is_waiting = state is JobState.QUEUED
            self.figures.setText(self.tr("Waiting") if is_waiting else self.tr("Running"))
        elif state is JobState.PAUSED:
            self._show_pause(paused=True)
            self.figures.setText(self.tr("Paused"))
        elif state is JobState.CANCELLED:
            self._end(self.tr("Cancelled; what was finished is kept."))

    def _show_pause(self, *, paused: bool) -> None:
        name = self.tr("Resume") if paused else self.tr("Pause")
        self.pause.setIcon(icon("resume" if paused else "pause"))
        self.pause.setToolTip(name)
        self.pause.setAccessibleName(name)

    @Slot(object)
    def _on_succeeded(self, result: object) -> None:
        self.bar.setRange(0, 1000)
        self.bar.setValue(1000)
        text = self.tr("Done")
        if isinstance(result, ImportReport):
            text = self._import_text(result)
            self.show_skipped(result.skipped)
        self._end(text)

    def _import_text(self, report: ImportReport) -> str:
        parts = [self.tr("%n item(s) added", "", report.added)]
        if report.updated:
            parts.append(self.tr("%n updated", "", report.updated))
        if report.unchanged:
            parts.append(self.tr("%n unchanged", "", report.unchanged))
        if report.missing:
            parts.append(self.tr("%n missing", "", report.missing))
        if report.samples:
            parts.append(self.tr("%n measurement(s)", "", report.samples))
        if report.positions:
            parts.append(self.tr("%n position(s)", "", report.positions))
        parts.append(self._duration(report.seconds))
        return " · ".join(parts)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._end(self.tr("Failed: {error}").format(error=error_line(error)))

    def _end(self, text: str) -> None:
        self._job = None
        self.figures.setText(text)
        self.note.hide()
        self.bar.setVisible(self.bar.maximum() > 0 and self.bar.value() == self.bar.maximum())
        self.pause.hide()
        self.cancel.hide()
        self.dismiss.show()

    def show_skipped(self, skipped: Sequence[SkippedFile]) -> None:
        """List files that could not be used."""
        self.skipped = list(skipped)
        if not self.skipped:
            return
        self.more.setText(self.tr("%n skipped file(s)", "", len(self.skipped)))
        self.more.setIcon(icon("chevron-down" if self.more.isChecked() else "chevron-right"))
        self.more.show()
        lines = [
            f"{file.path}\t{service_text(file.reason)}" for file in self.skipped[:SKIPPED_SHOWN]
        ]
        self.reasons.setPlainText("\n".join(lines))

    @Slot(bool)
    def _on_more(self, shown: bool) -> None:
        self.more.setIcon(icon("chevron-down" if shown else "chevron-right"))
        self.reasons.setVisible(shown)
        self.copy.setVisible(shown)

    @Slot()
    def _on_copy(self) -> None:
        lines = [f"{file.path}\t{service_text(file.reason)}" for file in self.skipped]
        QGuiApplication.clipboard().setText("\n".join(lines))

    @Slot()
    def _on_pause(self) -> None:
        if self._job is None:
            return
        if self._job.state is JobState.PAUSED:
            self._job.resume()
        else:
            self._job.pause()

    @Slot()
    def _on_cancel(self) -> None:
        if self._job is not None:
            self.figures.setText(self.tr("Stopping …"))
            self._job.cancel()

    @Slot()
    def _on_dismiss(self) -> None:
        self.dismissed.emit(self)


class JobsView(QScrollArea):
    """All jobs that have a title, newest first; the ended ones stay until removed.

    Args:
        jobs: the runner that is watched.
        parent: owner.
    """

    added = Signal(object)  # JobRow

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Jobs"))
        inside = QWidget()
        self._layout = QVBoxLayout(inside)
        self._layout.setContentsMargins(10, 10, 10, 10)
        self._layout.setSpacing(8)
        self._empty = QLabel(
            self.tr("Nothing runs. Imports and other long work appear here."),
            alignment=Qt.AlignmentFlag.AlignCenter,
            wordWrap=True,
        )
        mark(self._empty, "muted")
        self._layout.addWidget(self._empty)
        self._layout.addStretch(1)
        self.setWidget(inside)
        self.rows: list[JobRow] = []
        jobs.submitted.connect(self._on_submitted)

    def row_of(self, job: Job) -> JobRow | None:
        """Return the line of a job that runs."""
        return next((row for row in self.rows if row.is_of(job)), None)

    @Slot(object)
    def _on_submitted(self, job: Job) -> None:
        if not job.title:
            return
        row = JobRow(job)
        row.dismissed.connect(self._on_dismissed)
        self._layout.insertWidget(0, row)
        self.rows.insert(0, row)
        self._empty.hide()
        for old in [row for row in self.rows if row.is_done][KEPT_DONE:]:
            self._on_dismissed(old)
        self.added.emit(row)

    @Slot(object)
    def _on_dismissed(self, row: JobRow) -> None:
        self.rows.remove(row)
        self._layout.removeWidget(row)
        row.deleteLater()
        self._empty.setVisible(not self.rows)

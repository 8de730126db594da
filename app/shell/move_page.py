"""The page that moves a library to other addresses: where to, copy and compare, then switch."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.jobs import Job, JobRunner, JobState, Priority
from app.services.addresses import person
from app.services.library_files import addresses_of
from app.services.move_targets import keep_token, unfinished_move
from app.services.moving import MoveService
from app.services.moving_types import MoveReport
from app.shell.move_form import MoveForm
from app.shell.move_table import MoveTable, note_text
from app.shell.parts import heading, muted
from app.shell.theme import mark
from common.errors import AppError
from common.jobs import JobContext, Progress

WIDTH = 760  # pixels of the column in the middle
FORM, WORK, COMPARED, ENDED = range(4)


def _finish(service: MoveService, context: JobContext) -> MoveReport:
    context.step(0)
    return service.finish()


def _abandon(service: MoveService, context: JobContext) -> MoveReport:
    context.step(0)
    return service.abandon()


class MovePage(QWidget):
    """Moves one library, which is closed in this window meanwhile.

    Args:
        parent: the pages of the window.
    """

    left = Signal(object)  # Path of the library: it is to be opened again
    failed = Signal(object)  # an exception, to be shown

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = JobRunner(self)
        self._folder = Path()
        self._service = MoveService(self._folder)
        self._name = ""
        self._job: Job | None = None
        self._began = 0.0
        self._wanted: tuple[list[str], bool, str] = ([], False, "")
        self.form: MoveForm | None = None
        self.title = heading("", 1.4)
        self.about = muted("", wrap=True)
        self.stages = QStackedWidget()
        for make in (self._form_stage, self._work_stage, self._compared_stage, self._end_stage):
            self.stages.addWidget(make())
        self._lay_out()

    # -- its parts

    def _lay_out(self) -> None:
        column = QWidget()
        inside = QVBoxLayout(column)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(12)
        for widget in (self.title, self.about, self.stages):
            inside.addWidget(widget)
        inside.addStretch(1)
        column.setMaximumWidth(WIDTH)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.addStretch(1)
        row.addWidget(column, 8)
        row.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(middle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _form_stage(self) -> QWidget:
        self._form_place = QVBoxLayout()
        self.start = self._button(self.tr("Copy and compare"), self._on_start)
        mark(self.start, "primary")
        self.back = self._button(self.tr("Cancel"), self._on_left)
        self.drop = self._button(self.tr("Give the move up"), self._on_give_up)
        self.drop.setToolTip(self.tr("Remove the copy; the library stays where it is"))
        return self._stage(self._form_place, self.start, self.back, self.drop)

    def _work_stage(self) -> QWidget:
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("Progress of the move"))
        self.note = muted("", wrap=True)
        self.pause = self._button(self.tr("Pause"), self._on_pause)
        self.stop = self._button(self.tr("Stop"), self._on_stop)
        self.stop.setToolTip(self.tr("What was copied stays; the move goes on from there later"))
        inside = QVBoxLayout()
        inside.addWidget(self.bar)
        inside.addWidget(self.note)
        return self._stage(inside, self.pause, self.stop)

    def _compared_stage(self) -> QWidget:
        self.table = MoveTable()
        self.told = muted("", wrap=True)
        self.word = QLineEdit()
        self.word.textChanged.connect(self._on_typed)
        self.word.returnPressed.connect(self._on_switch)
        self.switch = self._button(self.tr("Switch"), self._on_switch)
        mark(self.switch, "primary")
        self.later = self._button(self.tr("Later"), self._on_left)
        self.later.setToolTip(self.tr("Open the library where it is; the copy waits"))
        self.give_up = self._button(self.tr("Give the move up"), self._on_give_up)
        self.give_up.setToolTip(self.tr("Remove the copy; the library stays where it is"))
        inside = QVBoxLayout()
        inside.addWidget(self.table)
        inside.addWidget(self.told)
        inside.addWidget(self.word)
        return self._stage(inside, self.switch, self.later, self.give_up)

    def _end_stage(self) -> QWidget:
        self.ended = muted("", wrap=True)
        self.ended.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open = self._button(self.tr("Open the library"), self._on_left)
        mark(self.open, "primary")
        inside = QVBoxLayout()
        inside.addWidget(self.ended)
        return self._stage(inside, self.open)

    def _button(self, text: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(slot)
        return button

    def _stage(self, inside: QVBoxLayout, *buttons: QPushButton) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout()
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(widget)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(inside)
        layout.addLayout(row)
        layout.addStretch(1)
        return widget

    # -- beginning

    @property
    def is_busy(self) -> bool:
        """Whether something is copied, compared or switched."""
        return self._job is not None

    def begin(self, folder: Path) -> None:
        """Show the move of a library that is closed: a new one, or the one that was begun.

        Raises:
            LibraryError: there is no library, or what is noted of its move cannot be read.
        """
        self._name, now = addresses_of(folder)
        journal = unfinished_move(folder)
        self._folder, self._service = folder, MoveService(folder)
        self.title.setText(self.tr("Move “{name}”").format(name=self._name))
        self.form = MoveForm(now, person(), self._jobs)
        while (old := self._form_place.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._form_place.addWidget(self.form)
        self.form.changed.connect(self._on_changed)
        self.drop.setVisible(journal is not None)
        self._on_changed()
        self._show(FORM)
        if journal is None:
            self.form.rows["catalogue"].choice.setFocus()
            return
        wanted = [f"{p}={journal.target[p]}" for p in ("catalogue", "vectors") if journal.moves(p)]
        self._wanted = (wanted, journal.shared, journal.person)
        if journal.verified:
            self._show_compared(journal.verified, {})
        else:
            self._show_stopped(journal.target)

    def _show_stopped(self, target: dict[str, str]) -> None:
        """Offer to go on with a move that was begun."""
        assert self.form is not None
        self.form.setEnabled(False)
        for part, row in self.form.rows.items():
            if any(each.startswith(f"{part}=") for each in self._wanted[0]):
                row.give(target[part])
        self.start.setText(self.tr("Go on"))
        self.start.setEnabled(True)
        self.start.setFocus()
        self.about.setText(
            self.tr(
                "A move of this library was begun and is not finished. It goes on from where it "
                "was, or is given up: what was copied is then removed."
            )
        )

    def _show(self, stage: int) -> None:
        texts = {
            FORM: self.tr(
                "Everything is copied, then compared: counts and hashes of every table, every "
                "vector, and a thousand searches. The library stays where it is until you type "
                "its name. It is closed in this window meanwhile; on a server others cannot "
                "change it while it is copied."
            ),
            WORK: self.tr("The library is not changed. You can stop at any time and go on later."),
            COMPARED: self.tr("Both places hold the same. Nothing is switched yet."),
            ENDED: "",
        }
        self.about.setText(texts[stage])
        self.about.setVisible(bool(texts[stage]))
        self.stages.setCurrentIndex(stage)
        for at in range(self.stages.count()):  # a stage that is not seen takes no room
            if (widget := self.stages.widget(at)) is not None:
                fits = QSizePolicy.Policy.Preferred if at == stage else QSizePolicy.Policy.Ignored
                widget.setSizePolicy(QSizePolicy.Policy.Preferred, fits)
        self.stages.adjustSize()

    @Slot()
    def _on_changed(self) -> None:
        self.start.setText(self.tr("Copy and compare"))
        self.start.setEnabled(self.form is not None and self.form.is_whole)

    # -- copying and comparing

    @Slot()
    def _on_start(self) -> None:
        assert self.form is not None
        if self.form.isEnabled():
            vectors = self.form.rows["vectors"]
            try:
                keep_token(vectors.plain, vectors.secret.text())
            except AppError as error:
                self.failed.emit(error)
                return
            self._wanted = (self.form.wanted, self.form.shared.isChecked(), "")
        self._begin_work()

    def _begin_work(self) -> None:
        wanted, shared, owner = self._wanted
        self.pause.setEnabled(True)
        self.pause.setText(self.tr("Pause"))
        self.stop.setEnabled(True)
        self._run(partial(self._service.run, wanted, owner=owner, shared=shared), self._on_compared)
        self.pause.setFocus()

    def _run(
        self, work: Callable[[JobContext], MoveReport], then: Callable[[MoveReport], None]
    ) -> None:
        self._began = time.monotonic()
        self.bar.setRange(0, 0)
        self.note.setText("")
        self._show(WORK)
        job = self._jobs.submit("bulk", work, priority=Priority.INTERACTIVE)
        self._job = job
        job.progressed.connect(self._on_progress)
        job.succeeded.connect(then)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        self.bar.setRange(0, max(0, progress.total))
        self.bar.setValue(progress.done)
        text = note_text(progress.note)
        if progress.total:
            locale = QLocale()
            done, total = locale.toString(progress.done), locale.toString(progress.total)
            text += " · " + self.tr("{done} of {total}").format(done=done, total=total)
        self.note.setText(text)

    @Slot()
    def _on_pause(self) -> None:
        if self._job is None:
            return
        if self._job.state is JobState.PAUSED:
            self._job.resume()
            self.pause.setText(self.tr("Pause"))
        else:
            self._job.pause()
            self.pause.setText(self.tr("Go on"))

    @Slot()
    def _on_stop(self) -> None:
        if self._job is not None:
            self.note.setText(self.tr("Stopping …"))
            self._job.cancel()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._job = None
        self.failed.emit(error)
        self._again()

    @Slot()
    def _on_cancelled(self) -> None:
        self._job = None
        self._again()

    def _again(self) -> None:
        """Show the state that the library is in after something was stopped or failed."""
        try:
            self.begin(self._folder)
        except AppError as error:
            self.failed.emit(error)
            self.left.emit(self._folder)

    # -- compared

    @Slot(object)
    def _on_compared(self, report: MoveReport) -> None:
        self._job = None
        self._show_compared(report.verified, report.left_behind)

    def _show_compared(self, verified: dict[str, int], left_behind: dict[str, int]) -> None:
        self.table.show_counts(verified)
        lines = []
        if others := sum(left_behind.values()):
            text = self.tr("%n row(s) belong to others and stay where they are.", "", others)
            lines.append(text)
        asked = self.tr(
            "To have the library lie at the new place from now on, type its name: {name}"
        )
        lines.append(asked.format(name=self._name))
        self.told.setText("\n".join(lines))
        self.word.setText("")
        self.word.setPlaceholderText(self._name)
        self.word.setAccessibleName(asked.format(name=self._name))
        self._on_typed()
        self._show(COMPARED)
        self.word.setFocus()

    @Slot()
    def _on_typed(self) -> None:
        self.switch.setEnabled(self.word.text().strip() == self._name)

    @Slot()
    def _on_switch(self) -> None:
        if self.word.text().strip() == self._name:
            self._run_whole(_finish)

    @Slot()
    def _on_give_up(self) -> None:
        self._run_whole(_abandon)

    def _run_whole(self, work: Callable[[MoveService, JobContext], MoveReport]) -> None:
        """Do what is not left half-done: it is short, and nothing stops it."""
        for button in (self.pause, self.stop):
            button.setEnabled(False)
        self._run(partial(work, self._service), self._on_ended)

    @Slot(object)
    def _on_ended(self, report: MoveReport) -> None:
        self._job = None
        if report.state == "abandoned":
            self.ended.setText(self.tr("What the move wrote was removed; nothing was changed."))
        else:
            text = self.tr("The library lies at the new place. The old one is kept: {places}")
            self.ended.setText(text.format(places=", ".join(report.kept)))
        self._show(ENDED)
        self.open.setFocus()

    # -- leaving

    @Slot()
    def _on_left(self) -> None:
        if not self.is_busy:
            self.left.emit(self._folder)

    def close_jobs(self) -> None:
        """Stop what runs; the window closes."""
        self._jobs.shutdown()

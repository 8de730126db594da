"""The status bar: items, selection, what runs, the device, why nothing can be written."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from app.context import SharedState
from app.jobs import Job, JobRunner
from app.shell.parts import muted, quiet_button
from app.shell.theme import mark
from app.widgets.icons import icon
from app.widgets.numbers import numeral, took
from common.jobs import Progress
from common.values import ResultList

BUSY_AFTER_S = 0.6  # shorter work is not worth a flicker


class StatusBar(QStatusBar):
    """What the user may want to know at a glance."""

    jobs_requested = Signal()
    messages_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = muted()
        self.selection = muted()
        self.results = muted()
        self.badge = QLabel()
        mark(self.badge, "badge")
        self.badge.hide()
        self.device = muted()
        self.job = QToolButton()
        self.job.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.job.setIcon(icon("jobs"))
        mark(self.job, "quiet")
        self.job.setAccessibleName(self.tr("Show the jobs"))
        self.job.hide()
        self.progress = QProgressBar(textVisible=False)
        self.progress.setFixedWidth(120)
        self.progress.setAccessibleName(self.tr("Progress of the running job"))
        self.progress.hide()
        self.bell = quiet_button("bell", self.tr("Messages"))
        for label in (self.items, self.selection, self.results):
            self.addWidget(label)
        permanent = (self.job, self.progress, self.badge, self.device, self.bell)
        for widget in permanent:
            self.addPermanentWidget(widget)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 8, 0)
        self.job.clicked.connect(self.jobs_requested)
        self.bell.clicked.connect(self.messages_requested)
        self._running: list[Job] = []

    def show_library(self, items: int | None, read_only_reason: str = "") -> None:
        """Show the number of items; None clears everything of the library."""
        if items is None:
            for label in (self.items, self.selection, self.results):
                label.clear()
            self._running.clear()  # a job that does not stop in time ends unseen
            self._show_job()
        else:  # with marks between thousands, as everywhere else
            counted = self.tr("%n item(s)", "", items)
            self.items.setText(counted.replace(str(items), numeral(items)))
        self.badge.setText(self.tr("Read-only"))
        self.badge.setToolTip(read_only_reason)
        self.badge.setAccessibleDescription(read_only_reason)
        self.badge.setVisible(bool(read_only_reason))

    def show_device(self, device: str) -> None:
        """Show where networks run.

        Args:
            device: as in the settings: "auto", "cpu", "cuda" or "mps".
        """
        name = self.tr("Automatic device") if device == "auto" else device.upper()
        if name == self.device.text():
            return
        self.device.setText(name)
        self.device.setToolTip(self.tr("Where networks run: {device}").format(device=name))

    @Slot(int)
    def show_unseen(self, number: int) -> None:
        """Say how many messages were not looked at."""
        text = self.tr("%n new message(s)", "", number) if number else self.tr("Messages")
        self.bell.setToolTip(text)
        self.bell.setAccessibleName(text)

    def watch(self, shared: SharedState, jobs: JobRunner) -> None:
        """Follow a library's selection, results and jobs."""
        shared.selection_changed.connect(self._on_selection)
        shared.results_changed.connect(self._on_results)
        jobs.submitted.connect(self._on_submitted)
        jobs.settled.connect(self._on_settled)
        self._running.clear()
        self._show_job()

    @Slot(object, str)
    def _on_selection(self, selection: tuple[int, ...], _source: str) -> None:
        self.selection.setText(self.tr("%n selected", "", len(selection)) if selection else "")

    @Slot(object, str)
    def _on_results(self, results: ResultList, _source: str) -> None:
        text = ""
        if results.query or results.hits:
            found = self.tr("%n result(s)", "", len(results.hits))
            text = f"{found} · {took(results.ms)}" if results.ms else found
        self.results.setText(text)

    @Slot(object)
    def _on_submitted(self, job: Job) -> None:
        if job.title:
            self._running.append(job)
            job.progressed.connect(self._on_progressed)
            self._show_job()

    @Slot(object)
    def _on_settled(self, job: Job) -> None:
        if job in self._running:
            self._running.remove(job)
            self._show_job()

    def _show_job(self) -> None:
        self.job.setVisible(bool(self._running))
        self.progress.setVisible(False)
        if self._running:
            more = len(self._running) - 1
            title = self._running[-1].title
            self.job.setText(f"{title} (+{more})" if more else title)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        shown = self._running[-1] if self._running else None
        if shown is None or self.sender() is not shown or shown.seconds < BUSY_AFTER_S:
            return  # what is said is that of the job whose title stands beside it
        self.progress.setRange(0, progress.total)
        self.progress.setValue(progress.done)
        self.progress.show()

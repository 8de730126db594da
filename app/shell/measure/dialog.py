"""“Measure this collection”: a simulated user plays tasks, and what came out is shown and saved."""

import json
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Job, Priority
from app.services.measuring import (
    BUCKETS,
    Category,
    Offer,
    RoundsReport,
    offers,
    play_rounds,
    rounds_csv,
    rounds_document,
    strategies_csv,
    strategies_document,
)
from app.services.types import StrategyCase, StrategyReport
from app.shell.job_texts import job_note
from app.shell.measure.tables import RoundsView, StrategiesView
from app.widgets.error_texts import error_line, service_text
from app.widgets.filter_names import key_name
from common.jobs import JobContext, Progress
from common.settings import write_atomically

logger = logging.getLogger(__name__)

ROUNDS, STRATEGIES = "rounds", "strategies"


class MeasureDialog(QDialog):
    """Chooses what is looked for and how, plays it in a job, shows and saves what came out.

    It can be closed while it measures: the job goes on, and its answer is there when it is opened
    again.

    Args:
        context: services, jobs and notices of the open library.
        parent: as in Qt.
    """

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Measure this collection"))
        self._context = context
        self._job: Job | None = None
        self._played: list[Any] = []  # the job appends, this reads
        self._shown = -1  # of what was played, how much is on view
        self._kind, self._key = ROUNDS, BUCKETS
        self.report: RoundsReport | StrategyReport | None = None
        self.what = QComboBox()
        self.how = QComboBox()
        self.rounds = QSpinBox(minimum=1, maximum=100, value=10)
        self.plays = QSpinBox(minimum=1, maximum=50, value=3)
        self.most = QSpinBox(minimum=1, maximum=200, value=10)
        self.go = QPushButton(self.tr("&Measure"))
        self.stop = QPushButton(self.tr("&Cancel"))
        self.bar = QProgressBar()
        self.note = QLabel()
        self.empty, self.rounds_view, self.strategies_view = (
            QLabel(),
            RoundsView(),
            StrategiesView(),
        )
        self.pages = QStackedWidget()
        self.meaning = QLabel()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.csv = buttons.addButton(self.tr("Save as CSV …"), role)
        self.json = buttons.addButton(self.tr("Save as JSON …"), role)
        self._lay_out(buttons)
        self._connect(buttons)
        self._show_kind()
        self.look()

    # -- making

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        self.how.addItem(self.tr("Feedback, round by round"), ROUNDS)
        self.how.addItem(self.tr("24 strategies of exploring"), STRATEGIES)
        self._form, form = QFormLayout(), QFormLayout()
        for place, title, field, tip in (
            (
                form,
                self.tr("Look for"),
                self.what,
                self.tr("Each value is looked for in turn; so many are large enough"),
            ),
            (form, self.tr("Measure"), self.how, self.tr("What the simulated user does")),
            (self._form, self.tr("Largest values only"), self.most, self.tr("More take longer")),
            (self._form, self.tr("Rounds"), self.rounds, self.tr("25 pictures are marked a round")),
            (
                self._form,
                self.tr("Plays of each"),
                self.plays,
                self.tr("Each begins with another first picture; the mean is shown"),
            ),
        ):
            field.setAccessibleName(title)
            field.setToolTip(tip)
            place.addRow(title, field)
        run = QHBoxLayout()
        run.addWidget(self.go)
        run.addWidget(self.stop)
        run.addWidget(self.bar, 1)
        run.addStretch(0)
        form.addRow("", run)
        choices = QHBoxLayout()
        choices.addLayout(form, 3)
        choices.addSpacing(24)
        choices.addLayout(self._form, 1)
        self._show(buttons, choices)

    def _show(self, buttons: QDialogButtonBox, choices: QHBoxLayout) -> None:
        for label in (self.empty, self.note, self.meaning):
            label.setWordWrap(True)
        self.meaning.setProperty("muted", "true")
        self.bar.setTextVisible(False)
        for page in (self.empty, self.rounds_view, self.strategies_view):
            self.pages.addWidget(page)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(40)
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.addLayout(choices)
        layout.addWidget(self.note)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.meaning)
        layout.addWidget(buttons)
        self.resize(1040, 700)

    def _connect(self, buttons: QDialogButtonBox) -> None:
        self.go.setDefault(True)
        self.go.clicked.connect(self.measure)
        self.stop.clicked.connect(self.cancel)
        self.how.currentIndexChanged.connect(self._show_kind)
        self.csv.clicked.connect(self._on_csv)
        self.json.clicked.connect(self._on_json)
        buttons.rejected.connect(self.close)

    @property
    def is_busy(self) -> bool:
        """Whether something is being looked up or measured."""
        return self._job is not None

    # -- what can be looked for

    def look(self) -> None:
        """Ask the library what can be looked for."""
        if self._job is not None:
            return
        if self.report is None:
            self.pages.setCurrentWidget(self.empty)
            self.empty.setText(self.tr("Looking for what can be measured …"))
        job = self._context.jobs.submit("io", offers, self._context.services)
        self._begin(job)
        job.succeeded.connect(self._on_offers)

    @Slot(object)
    def _on_offers(self, found: list[Offer]) -> None:
        self._job = None
        chosen = self.what.currentData()
        self.what.clear()
        for each in found:
            name = self.tr("Buckets") if each.key == BUCKETS else key_name(each.key)
            shown = f"{name} ({each.categories})"
            self.what.addItem(shown, each.key)
        services = self._context.services
        if not services.library.encoders():
            text = self.tr(
                "No picture of this library has been analysed yet, so there is nothing to "
                "compare. Choose File ▸ Analyse what is new first."
            )
            self.what.clear()
        elif not found:
            text = self.tr(
                "There is nothing to look for: it takes a facet with at least two values that "
                "five items each have, or a bucket with five items. Put pictures that belong "
                "together into a bucket, or tag them, then come back."
            )
        else:
            text = self.tr("Choose what is looked for, then Measure.")
        self.what.setCurrentIndex(max(0, self.what.findData(chosen)))
        self.empty.setText(text)
        self._refresh()

    # -- measuring

    @Slot()
    def measure(self) -> None:
        """Play what was chosen, as a job."""
        if self._job is not None or not self.what.count():
            return
        self._kind, self._key = str(self.how.currentData()), str(self.what.currentData())
        self.report, self._played, self._shown = None, [], -1
        services, most = self._context.services, self.most.value()
        played = self._played.append
        work: Callable[[JobContext], RoundsReport | StrategyReport]
        if self._kind == ROUNDS:
            work = partial(
                _play_rounds, services, self._key, self.rounds.value(), self.plays.value(), most,
                played,
            )  # fmt: skip
        else:
            work = partial(_play_strategies, services, self._key, most, played)
        self._show_played()
        title = self.tr("Measure “%s”") % self.what.currentText()
        job = self._context.jobs.submit("bulk", work, title=title, priority=Priority.BACKGROUND)
        self._begin(job)
        job.progressed.connect(self._on_progress)
        job.succeeded.connect(self._on_report)

    @Slot()
    def cancel(self) -> None:
        """Stop measuring; what was measured so far stays on view."""
        if self._job is not None:
            self._job.cancel()

    def _begin(self, job: Job) -> None:
        self._job = job
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        self.bar.setRange(0, 0)
        self.note.clear()
        self._refresh()

    def _end(self) -> None:
        self._job = None
        self._refresh()

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        self.note.setText(job_note(progress.note))
        self._show_played()

    @Slot(object)
    def _on_report(self, report: RoundsReport | StrategyReport) -> None:
        self._end()
        self.report = report
        self._shown = -1
        self._show_played()
        self.note.setText(" ".join(map(service_text, report.notes)))
        self._refresh()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._end()
        self.empty.setText(error_line(error))
        self.pages.setCurrentWidget(self.empty)
        self._context.notices.error(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._end()
        self._show_played()
        self.note.setText(
            self.tr("Cancelled. What is shown was measured before.")
            if self._played
            else self.tr("Cancelled before anything was measured.")
        )

    # -- showing

    def _show_played(self) -> None:
        """Show what was played so far, if that is more than before."""
        played = list(self._played)
        if len(played) == self._shown:
            return
        self._shown = len(played)
        if self._kind == ROUNDS:
            page: QWidget = self.rounds_view
            self.rounds_view.show_report(self._key, [p for p in played if isinstance(p, Category)])
        else:
            page = self.strategies_view
            cases = [each for each in played if isinstance(each, StrategyCase)]
            self.strategies_view.show_cases(cases)
        if not played:
            self.empty.setText(self.tr("Measuring … what comes out is shown here as it comes."))
        self.pages.setCurrentWidget(page if played else self.empty)
        self.meaning.setText(self._meaning(self._kind))

    @Slot()
    def _show_kind(self, *_index: int) -> None:
        kind = str(self.how.currentData())
        for field in (self.rounds, self.plays):
            self._form.setRowVisible(field, kind == ROUNDS)
        if self._job is None and not self._played:
            self.meaning.setText(self._meaning(kind))

    def _meaning(self, kind: str) -> str:
        if kind == ROUNDS:
            return self.tr(
                "A simulated user begins with one picture of what is looked for, gets 25 "
                "suggestions a round and marks them all, correctly. Precision: the part of the "
                "suggestions that is right. Recall: the part of all that is there which was found "
                "so far. By chance: what showing as many pictures at random would bring."
            )
        return self.tr(
            "A simulated user looks for each value in 24 ways, until four of five of its pictures "
            "are found (recall 0.8). The numbers say what part of the collection had to be looked "
            "at: less is better; 0.8 is what chance needs. Beside them what a published study met "
            "on its own photos (0.23 with k-means 0.7), which need not be like yours."
        )

    def _refresh(self) -> None:
        is_busy = self._job is not None
        can_go = not is_busy and self.what.count() > 0
        self.go.setEnabled(can_go)
        self.stop.setVisible(is_busy)
        self.bar.setVisible(is_busy)
        for field in (self.what, self.how, self.rounds, self.plays, self.most):
            field.setEnabled(can_go)
        for button in (self.csv, self.json):
            button.setEnabled(self.report is not None)
            button.setToolTip("" if self.report is not None else self.tr("Measure first"))

    # -- saving

    @Slot()
    def _on_csv(self) -> None:
        self._ask("csv")

    @Slot()
    def _on_json(self) -> None:
        self._ask("json")

    def _ask(self, kind: str) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save what was measured"), f"{self._kind}-{self._key}.{kind}", f"*.{kind}"
        )
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write what was measured, .csv or .json; nothing where nothing is measured yet."""
        report = self.report
        if report is None:
            return
        is_csv = path.suffix.lower() == ".csv"
        to_json = partial(json.dumps, ensure_ascii=False, indent=1)
        if isinstance(report, RoundsReport):
            text = rounds_csv(report) if is_csv else to_json(rounds_document(report))
        else:
            text = strategies_csv(report) if is_csv else to_json(strategies_document(report))
        try:
            write_atomically(path, text.encode())
        except OSError as error:
            said = self.tr("“{path}” cannot be written: {error}")
            self._context.notices.warn(said.format(path=path, error=error_line(error)))
            return
        self._context.notices.info(self.tr("Saved “%s”.") % path)

    def drop(self) -> None:
        """Stop what runs and go: the library closes."""
        self.cancel()
        self.close()
        self.deleteLater()


def _play_rounds(
    services: Any, key: str, rounds: int, plays: int, most: int, each: Any, context: JobContext
) -> RoundsReport:
    return play_rounds(
        services, key, rounds=rounds, plays=plays, most=most, each=each, context=context
    )


def _play_strategies(
    services: Any, key: str, most: int, each: Any, context: JobContext
) -> StrategyReport:
    facet = "" if key == BUCKETS else key
    report: StrategyReport = services.explore.measure(facet, most=most, each=each, context=context)
    return report

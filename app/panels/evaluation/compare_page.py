"""Compares settings of the tool: simulated users play the same tasks with each of them."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Job
from app.panels.evaluation import work
from app.panels.evaluation.texts import said
from app.services.types import (
    FUSION_RULES,
    MODES,
    Comparison,
    MadeTasks,
    PairRow,
    SettingRow,
    TaskWish,
)
from app.widgets.controls import icon_button, named, on_click, push_button
from app.widgets.error_texts import error_line
from app.widgets.number_table import fill_table, make_table
from app.widgets.numbers import numeral
from app.widgets.search_names import fusion_names, mode_names

MOST = 6  # settings
_FIRST = (("auto", "auto", False), ("text", "auto", False), ("auto", "auto", True))


class SettingLine(QWidget):
    """One setting: how texts are searched for, how lists are merged, whether feedback is given."""

    removed = Signal(QWidget)

    def __init__(self, mode: str, fusion: str, *, feedback: bool) -> None:
        super().__init__()
        self.mode, self.fusion = QComboBox(), QComboBox()
        for box, names, chosen in (
            (self.mode, mode_names(), mode),
            (self.fusion, fusion_names(), fusion),
        ):
            for name, title in names.items():
                box.addItem(title, name)
            box.setCurrentIndex(max(0, box.findData(chosen)))
        named(self.mode, self.tr("How texts are searched for"))
        named(self.fusion, self.tr("How lists are merged"))
        for box in (self.mode, self.fusion):
            box.setMinimumContentsLength(3)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        self.feedback = icon_button(
            "feedback",
            self.tr("With feedback: users mark what looks like it when a list is of no use"),
            checkable=True,
        )
        self.feedback.setChecked(feedback)
        self.remove = icon_button("close", self.tr("Remove this setting"), self._on_remove)
        layout = QGridLayout(self)  # two lines, so that names fit into a narrow panel
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setVerticalSpacing(4)
        layout.addWidget(self.mode, 0, 0)
        layout.addWidget(self.feedback, 0, 1)
        layout.addWidget(self.remove, 0, 2)
        layout.addWidget(self.fusion, 1, 0)
        layout.setColumnStretch(0, 1)

    def _on_remove(self) -> None:
        self.removed.emit(self)

    @property
    def values(self) -> tuple[str, str, bool]:
        """Mode, fusion, feedback."""
        return self.mode.currentData(), self.fusion.currentData(), self.feedback.isChecked()

    @property
    def text(self) -> str:
        """The setting as the service reads it; its name says what is in it."""
        mode, fusion, feedback = self.values
        rule = "" if fusion == "auto" else self.fusion.currentText()
        told = [self.mode.currentText(), rule, self.tr("feedback") if feedback else ""]
        name = " + ".join(filter(None, told)).replace(":", " ")
        return f"{name}:mode={mode},fusion={fusion},feedback={'yes' if feedback else 'no'}"


class ComparePage(QWidget):
    """Settings above, what users reached with them below.

    Args:
        context: services and jobs.
        wish: which tasks are played.
        parent: the panel.
    """

    def __init__(
        self, context: PanelContext, wish: Callable[[], TaskWish], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._wish = wish
        self._job: Job | None = None
        self.lines: list[SettingLine] = []
        self.add = push_button(self.tr("Add setting"), self.tr("Compare one more setting"))
        self.users = QSpinBox(minimum=1, maximum=50, value=3, prefix=self.tr("users: "))
        named(self.users, self.tr("Simulated users, each plays every task"))
        self.run = push_button(
            self.tr("Compare"), self.tr("Let simulated users play the tasks with each setting")
        )
        self.run.setProperty("primary", True)  # noqa: FBT003 - a property of the style sheet
        self.cancel = push_button(self.tr("Cancel"), self.tr("Stop playing"))
        self.table = self._table(self.tr("What users reached with each setting"))
        self.ranks = self._table(self.tr("Best rank by time"))
        self.verdict = QLabel(wordWrap=True)
        self.verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        for mode, fusion, feedback in _FIRST:
            self._append(mode, fusion, feedback=feedback)
        on_click(self.add, self._on_add)
        on_click(self.run, self.start)
        on_click(self.cancel, self.stop)
        self._show_busy(is_busy=False)
        self.verdict.setText(
            self.tr(
                "Simulated users type the hints, look through pages, give feedback and submit. "
                "All settings meet the same users and tasks: those that are chosen under Practice."
            )
        )

    @staticmethod
    def _table(name: str) -> QTableWidget:
        table = make_table(name)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.hide()
        return table

    def _lay_out(self) -> None:
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add, 1)
        buttons.addWidget(self.users, 1)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(8, 8, 8, 4)
        layout.addLayout(self._rows)
        layout.addLayout(buttons)
        layout.addWidget(self.run)
        layout.addWidget(self.cancel)
        layout.addWidget(self.verdict)
        layout.addWidget(self.table)
        layout.addWidget(self.ranks)
        layout.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setAccessibleName(self.tr("Compare settings"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    # -- settings

    def _append(self, mode: str, fusion: str, *, feedback: bool) -> None:
        line = SettingLine(mode, fusion, feedback=feedback)
        line.removed.connect(self._on_removed)
        self.lines.append(line)
        self._rows.addWidget(line)
        self._count()

    @Slot()
    def _on_add(self) -> None:
        used = {line.values for line in self.lines}
        free = ((mode, "auto", False) for mode in MODES if (mode, "auto", False) not in used)
        mode, fusion, feedback = next(free, ("auto", FUSION_RULES[-1], False))
        self._append(mode, fusion, feedback=feedback)

    @Slot(QWidget)
    def _on_removed(self, line: SettingLine) -> None:
        self.lines.remove(line)
        self._rows.removeWidget(line)
        line.deleteLater()
        self._count()

    def _count(self) -> None:
        self.add.setEnabled(len(self.lines) < MOST)
        for line in self.lines:
            line.remove.setEnabled(len(self.lines) > 1)

    # -- playing

    @property
    def is_busy(self) -> bool:
        """Whether users play."""
        return self._job is not None

    def start(self) -> None:
        """Make the tasks, then let users play them."""
        self._show_busy(is_busy=True)
        make = partial(work.make_tasks, self._context.services, self._wish())
        self._follow(self._context.jobs.submit("io", make), self._on_tasks)

    def stop(self) -> None:
        """Stop playing."""
        if self._job is not None:
            self._job.cancel()

    def _follow(self, job: Job, answered: Any) -> None:
        self._job = job
        job.succeeded.connect(answered)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)

    @Slot(object)
    def _on_tasks(self, made: MadeTasks) -> None:
        self._job = None
        if not made.tasks:
            self.verdict.setText("\n".join(said(made.notes)) or self.tr("There are no tasks."))
            self._show_busy(is_busy=False)
            return
        texts = list(dict.fromkeys(line.text for line in self.lines))
        play = partial(work.simulate, self._context.services, made.tasks, texts, self.users.value())
        job = self._context.jobs.submit("bulk", play, title=self.tr("Comparing settings"))
        self._follow(job, self._on_compared)

    @Slot(object)
    def _on_compared(self, compared: Comparison) -> None:
        self._job = None
        self._show_busy(is_busy=False)
        self.show_comparison(compared)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._show_busy(is_busy=False)
        self.verdict.setText(error_line(error))
        self._fit()
        self._context.notices.error(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._job = None
        self._show_busy(is_busy=False)

    def _show_busy(self, *, is_busy: bool) -> None:
        self.run.setVisible(not is_busy)
        self.cancel.setVisible(is_busy)

    # -- results

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for all that is said."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """A scroll area does not ask how high words are when they are wrapped."""
        self.verdict.setMinimumHeight(self.verdict.heightForWidth(max(120, self.width() - 20)))

    def show_comparison(self, compared: Comparison) -> None:
        """Show what users reached: tables, and in words what is certain."""
        heads = [
            self.tr("Setting"), self.tr("Solved"), self.tr("Score"), self.tr("Seconds"),
            self.tr("Actions"),
        ]  # fmt: skip
        self._fill(self.table, heads, [self._reached(row) for row in compared.settings])
        times = [self.tr("%d s") % seconds for seconds, _, _ in compared.settings[0].ranks]
        self._fill(
            self.ranks,
            [self.tr("Best rank by"), *times],
            [
                [row.name, *("–" if rank is None else str(rank) for _, rank, _ in row.ranks)]
                for row in compared.settings
            ],
        )
        told = [self._said(pair) for pair in compared.pairs]
        counted = self.tr("{tasks} tasks, {users} users each.").format(
            tasks=compared.tasks, users=compared.users
        )
        self.verdict.setText("\n".join([counted, *told]))
        self._fit()

    @staticmethod
    def _reached(row: SettingRow) -> list[str]:
        score = f"{row.score.mean:.0f} ({row.score.low:.0f}–{row.score.high:.0f})"
        seconds = f"{row.used_s.mean:.0f}" if row.solved else "–"
        return [
            row.name, f"{row.solved}/{row.plays}", score, seconds, numeral(row.actions.mean, ".1f")
        ]  # fmt: skip

    def _said(self, pair: PairRow) -> str:
        gain = pair.gain
        values = {
            "second": pair.second, "first": pair.first, "gain": f"{gain.mean:+.0f}",
            "low": f"{gain.low:+.0f}", "high": f"{gain.high:+.0f}",
        }  # fmt: skip
        if pair.is_certain:
            text = self.tr("“{second}” against “{first}”: {gain} points ({low} to {high}).")
        else:
            text = self.tr(
                "“{second}” against “{first}”: {gain} points ({low} to {high}); may be chance."
            )
        return text.format(**values)

    @staticmethod
    def _fill(table: QTableWidget, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        fill_table(table, heads, rows, stretches=False)
        header = table.horizontalHeader()
        header.setStretchLastSection(True)
        height = table.verticalHeader().defaultSectionSize()
        bar = table.horizontalScrollBar().sizeHint().height()
        table.setFixedHeight(height * len(rows) + header.sizeHint().height() + bar + 6)
        table.show()

    # -- session

    def save_state(self) -> dict[str, Any]:
        """Return the settings."""
        return {"settings": [list(line.values) for line in self.lines], "users": self.users.value()}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back the settings; what cannot be read is left as it is."""
        if isinstance(state.get("users"), int):
            self.users.setValue(state["users"])
        read = [
            values
            for values in state.get("settings", [])
            if isinstance(values, list) and len(values) == 3
            and values[0] in MODES and values[1] in FUSION_RULES
        ]  # fmt: skip
        if read:
            for line in list(self.lines):
                self._on_removed(line)
            for mode, fusion, feedback in read[:MOST]:
                self._append(mode, fusion, feedback=bool(feedback))

"""The results of a wall study: a table, and files for a statistics program."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.context import Notices
from app.services.study import ARRANGEMENTS, Record
from app.services.study_summary import (
    ZOOM_EDGES,
    Measure,
    Spread,
    Summary,
    as_csv,
    as_values,
    summarise,
)
from app.shell.study.texts import arrangement_names, measure_names
from app.widgets.error_texts import error_line
from app.widgets.numbers import numeral
from common.settings import write_atomically


class SummaryDialog(QDialog):
    """Shows what the records say, and saves it.

    Args:
        study: name of the study.
        records: of its participants.
        notices: tells of files that were written or could not be.
        parent: as in Qt.
    """

    def __init__(
        self,
        study: str,
        records: Sequence[Record],
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Results of “%s”") % study)
        self._study, self._records, self._notices = study, list(records), notices
        self._summary = summarise(self._records)
        self.table = QTableWidget()
        self.table.setAccessibleName(self.tr("Measures by arrangement"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(True)
        self._fill(self._summary)
        head = QLabel(self._headline(self._summary))
        head.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.csv = buttons.addButton(self.tr("Save trials as CSV …"), role)
        self.json = buttons.addButton(self.tr("Save summary as JSON …"), role)
        self.csv.clicked.connect(lambda _checked=False: self._ask("csv"))
        self.json.clicked.connect(lambda _checked=False: self._ask("json"))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        self.resize(980, 620)

    def _headline(self, summary: Summary) -> str:
        text = self.tr("{complete} of {all} participants went through to the end.").format(
            complete=summary.complete, all=summary.participants
        )
        names = arrangement_names()
        liked = ", ".join(f"{names[name]} {summary.best[name]}" for name in ARRANGEMENTS)
        least = ", ".join(f"{names[name]} {summary.worst[name]}" for name in ARRANGEMENTS)
        lines = [
            text,
            self.tr("Liked best: %s. Liked least: %s.") % (liked, least),
            self.tr(
                "Mean ± standard deviation (number of trials). First trial: each participant's "
                "first wall alone, with a one-way analysis of variance between the arrangements."
            ),
            *(self._by_start(start, spreads) for start, spreads in summary.by_start.items()),
            *summary.notes,
        ]
        return "\n".join(lines)

    def _by_start(self, start: int, spreads: Mapping[str, Spread]) -> str:
        where = self.tr("with the whole wall") if start == 0 else self.tr("at %s px") % start
        return self.tr("Trials that started {where}: looked at {seen}, watchlisted {kept}.").format(
            where=where, seen=shown(spreads["inspected"]), kept=shown(spreads["watchlisted"])
        )

    def _fill(self, summary: Summary) -> None:
        names = arrangement_names()
        columns = [self.tr("%s, all trials") % names[name] for name in ARRANGEMENTS]
        columns += [self.tr("%s, first trial") % names[name] for name in ARRANGEMENTS]
        rows = [
            (title, self._cells(summary.measures[name])) for name, title in measure_names().items()
        ]
        for level, low in enumerate(ZOOM_EDGES[:-1]):
            high = ZOOM_EDGES[level + 1]
            span = f"≥ {low:.0f}" if high == float("inf") else f"{low:.0f}–{high:.0f}"
            parts = [numeral(summary.zoom[name][level], ".0%") for name in ARRANGEMENTS]
            rows.append((self.tr("Time with posters %s px wide") % span, [*parts, "", "", "", ""]))
        columns.append(self.tr("F and p, first trial"))
        self.table.setColumnCount(len(columns))
        self.table.setRowCount(len(rows))
        self.table.setHorizontalHeaderLabels(columns)
        self.table.setVerticalHeaderLabels([title for title, _ in rows])
        for row, (_, cells) in enumerate(rows):
            for column, text in enumerate(cells):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.resizeRowsToContents()

    def _cells(self, measure: Measure) -> list[str]:
        cells = [shown(measure.all_trials[name]) for name in ARRANGEMENTS]
        cells += [shown(measure.first_trial[name]) for name in ARRANGEMENTS]
        test = measure.anova
        if test is None:
            return [*cells, "–"]
        f, p = numeral(test.f, ".2f"), numeral(test.p, ".3f")
        return [*cells, f"F({test.between}; {test.within}) = {f}; p = {p}"]

    def _ask(self, kind: str) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save results"), f"{self._study}.{kind}", f"*.{kind}"
        )
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the trials (.csv) or the summary (.json)."""
        if path.suffix.lower() == ".csv":
            text = as_csv(self._records)
        else:
            text = json.dumps(as_values(self._summary), ensure_ascii=False, indent=1)
        try:
            write_atomically(path, text.encode())
        except OSError as error:
            self._notices.warn(
                self.tr("“{path}” cannot be written: {error}").format(
                    path=path, error=error_line(error)
                )
            )
            return
        self._notices.info(self.tr("Saved “%s”.") % path)


def shown(spread: Spread) -> str:
    """Return a spread as text."""
    if not spread.n:
        return "–"
    deviation = f" ± {numeral(spread.sd, '.1f')}" if spread.n > 1 else ""
    return f"{numeral(spread.mean, '.1f')}{deviation} ({spread.n})"

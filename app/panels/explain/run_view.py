"""What a run over many pictures came to: a table with intervals, plots, outliers."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.panels.explain.charts import Charts
from app.panels.explain.texts import measure_arrow, measure_tip, measure_title
from app.services.explain_batch_types import GROUPS, WIN, BatchTable, Group, Summary
from app.services.explain_types import MEASURES
from app.widgets.controls import named
from app.widgets.numbers import numeral
from common.statistics import Estimate

MOST_OUTLIERS = 30


class RunView(QWidget):
    """Shows a run.

    Args:
        parent: owner.
    """

    picked = Signal(object)  # BatchRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = BatchTable()
        self._titles: dict[str, str] = {}
        self._make_choices()
        tr = self.tr
        self.grid = QTableWidget()
        self.grid.setAccessibleName(tr("Measures by method"))
        self.grid.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.grid.verticalHeader().hide()
        self.outliers = QTableWidget(0, 3)
        self.outliers.setAccessibleName(tr("Pictures farthest from the median"))
        self.outliers.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.outliers.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.outliers.setHorizontalHeaderLabels([tr("Outlier"), tr("Method"), tr("Value")])
        self.outliers.verticalHeader().hide()
        self.outliers.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.outliers.horizontalHeader().setMinimumSectionSize(48)
        self.outliers.setMinimumWidth(230)
        self.outliers.setColumnWidth(1, 72)
        for_value = QHeaderView.ResizeMode.ResizeToContents  # "100.0" is never cut off
        self.outliers.horizontalHeader().setSectionResizeMode(2, for_value)
        self.charts = Charts()
        self._lay_out()
        for box in (self.by, self.across, self.up):
            box.activated.connect(self._show)
        self.charts.picked.connect(self.picked)
        self.outliers.cellActivated.connect(self._on_outlier)
        self.outliers.cellClicked.connect(self._on_outlier)

    def _make_choices(self) -> None:
        tr = self.tr
        self.by, self.across, self.up = QComboBox(), QComboBox(), QComboBox()
        named(self.by, tr("One row of the table for each"))
        named(self.across, tr("Measure of the boxes, and across the scatter"))
        named(self.up, tr("Measure upwards in the scatter"))
        texts = self._groups = {
            "method": tr("method"), "label": tr("class found"), "truth": tr("true class"),
            "layer": tr("layer"),
        }  # fmt: skip
        for group in GROUPS:
            title = texts["method"] if group == "method" else f"{texts['method']} × {texts[group]}"
            self.by.addItem(title, group)
        for box, first in ((self.across, "average_drop"), (self.up, "confidence_drop")):
            for measure in MEASURES:
                box.addItem(measure_title(measure), measure)
            box.setCurrentIndex(box.findData(first))
        for box in (self.by, self.across, self.up):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(10)  # German names of measures fit

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for title, box in (
            (self.tr("Rows"), self.by), (self.tr("Plots"), self.across), ("×", self.up),
        ):  # fmt: skip
            row.addWidget(QLabel(title))
            row.addWidget(box, 1)
        row.addStretch(1)
        lower = QSplitter(Qt.Orientation.Horizontal)
        lower.addWidget(self.charts)
        lower.addWidget(self.outliers)
        lower.setStretchFactor(0, 3)
        lower.setStretchFactor(1, 1)
        lower.setSizes([700, 250])
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(self.grid)
        whole.addWidget(lower)
        whole.setSizes([170, 380])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(whole, 1)

    def show_table(self, table: BatchTable, titles: Mapping[str, str]) -> None:
        """Show a run.

        Args:
            table: its rows.
            titles: of methods.
        """
        self.table, self._titles = table, dict(titles)
        self._show()

    @Slot()
    def _show(self, *_: object) -> None:
        if not self.table.rows:
            return
        group: Group = self.by.currentData()
        by: tuple[Group, ...] = ("method",) if group == "method" else ("method", group)
        self._fill(self.table.summary(by), by)
        x, y = str(self.across.currentData()), str(self.up.currentData())
        self.charts.show_table(self.table, x, y, self._titles)
        self._fill_outliers(x)

    def _fill(self, summaries: Sequence[Summary], by: Sequence[str]) -> None:
        names = [*self.table.names(), *([WIN] if any(WIN in s.means for s in summaries) else [])]
        heads = [*by, self.tr("pictures"), *names, "ms"]
        self.grid.setColumnCount(len(heads))
        self.grid.setRowCount(len(summaries))
        for column, name in enumerate(heads):
            title = self._groups.get(name, name)
            if name in names:
                title = f"{measure_title(name)} {measure_arrow(name)}"
            item = QTableWidgetItem(title.strip())
            item.setToolTip(measure_tip(name))
            self.grid.setHorizontalHeaderItem(column, item)
        titles = self._titles
        best = _best(summaries, names) if len(by) == 1 else {}
        for row, summary in enumerate(summaries):
            told = [titles.get(summary.group[g], summary.group[g]) or "–" for g in by]
            told += [numeral(summary.images), *(_interval(summary.means.get(n)) for n in names)]
            told.append(numeral(summary.ms, ".1f"))
            for column, text in enumerate(told):
                cell = QTableWidgetItem(text)
                name = heads[column]
                if best.get(name) == row:
                    font = cell.font()
                    font.setBold(True)
                    cell.setFont(font)
                    cell.setToolTip(self.tr("Best of the methods"))
                self.grid.setItem(row, column, cell)
        self.grid.resizeColumnsToContents()

    def _fill_outliers(self, name: str) -> None:
        found = self.table.outliers(name, MOST_OUTLIERS)
        titles = self._titles
        self.outliers.setRowCount(len(found))
        for row, each in enumerate(found):
            texts = (
                each.title,
                titles.get(each.method, each.method),
                numeral(each.values[name], ".1f"),
            )
            for column, text in enumerate(texts):
                cell = QTableWidgetItem(text)
                cell.setData(Qt.ItemDataRole.UserRole, each)
                cell.setToolTip(f"{each.title} · {each.label.partition(',')[0]}")
                self.outliers.setItem(row, column, cell)

    @Slot(int, int)
    def _on_outlier(self, row: int, _column: int) -> None:
        cell = self.outliers.item(row, 0)
        if cell is not None:
            self.picked.emit(cell.data(Qt.ItemDataRole.UserRole))


def _interval(found: Estimate | None) -> str:
    if found is None or not found.count:
        return "–"
    mean, low, high = (numeral(value, ".2f") for value in (found.mean, found.low, found.high))
    return f"{mean}  [{low} – {high}]"


def _best(summaries: Sequence[Summary], names: Sequence[str]) -> Mapping[str, int]:
    """Return the row with the best mean of each measure that has a good direction."""
    best: dict[str, int] = {}
    for name in names:
        wanted = True if name == WIN else MEASURES.get(name)
        means: dict[int, Any] = {
            row: s.means[name].mean for row, s in enumerate(summaries)
            if name in s.means and s.means[name].count
        }  # fmt: skip
        if wanted is not None and len(set(means.values())) > 1:
            best[name] = max(means, key=lambda r: means[r] if wanted else -means[r])
    return best

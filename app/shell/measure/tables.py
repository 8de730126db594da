"""What was measured, as tables: feedback by rounds with a chart, strategies by clustering."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.services.measuring import BUCKETS, Category, RoundFigures, RoundsReport
from app.services.types import StrategyCase
from app.shell.measure.chart import Line, LineChart
from app.widgets.filter_names import value_name
from app.widgets.number_table import fill_table, make_table
from app.widgets.numbers import numeral

# Of the study that the 24 strategies come from, on its own photos: part seen at recall 0.8.
STUDY_BEST = ("kmeans", 0.7, "sorting + overview + query bucket")
STUDY = {STUDY_BEST[2]: "0.23", "browsing only": "0.68–0.82"}


class RoundsView(QWidget):
    """Feedback by rounds: categories above, the rounds of the chosen one and a chart below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = BUCKETS
        self._rows: list[tuple[str, tuple[RoundFigures, ...]]] = []
        self.categories = make_table(self.tr("Categories"))
        self.rounds = make_table(self.tr("Rounds of the chosen category"))
        self.chart = LineChart()
        below = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        below.addWidget(self.rounds)
        below.addWidget(self.chart)
        below.setSizes([620, 400])
        split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        split.addWidget(self.categories)
        split.addWidget(below)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(split)
        self.categories.currentCellChanged.connect(self._on_row)

    def show_report(self, key: str, categories: Sequence[Category]) -> None:
        """Show what was played so far; the chosen category stays chosen."""
        self._key = key
        chosen = max(0, self.categories.currentRow())
        mean = RoundsReport(key, tuple(categories), 1).mean
        self._rows = [(self.tr("All, mean"), mean)] if categories else []
        self._rows += [(value_name(key, each.name), each.rounds) for each in categories]
        counts = [""] + [numeral(each.relevant) for each in categories]
        rows = [
            [name, count, *self._ends(figures)]
            for (name, figures), count in zip(self._rows, counts, strict=False)
        ]
        heads = [
            self.tr("Looked for"), self.tr("Items"), self.tr("Precision, first round"),
            self.tr("Recall at the end"), self.tr("By chance"), self.tr("Marks given"),
            self.tr("Seen"), self.tr("Time a round"),
        ]  # fmt: skip
        with QSignalBlocker(self.categories):
            fill_table(self.categories, heads, rows)
        if rows:
            self.categories.setCurrentCell(min(chosen, len(rows) - 1), 0)
        self._on_row()

    @staticmethod
    def _ends(rounds: Sequence[RoundFigures]) -> list[str]:
        first, last = rounds[0], rounds[-1]
        marks = last.labels + (last.seen - (rounds[-2].seen if len(rounds) > 1 else 0))
        ms = sum(one.ms for one in rounds) / len(rounds)
        return [
            numeral(first.precision, ".2f"), numeral(last.recall, ".2f"),
            numeral(last.chance_recall, ".2f"),
            numeral(marks, ",.0f"), numeral(last.seen, ",.0f"), f"{numeral(ms, ',.0f')} ms",
        ]  # fmt: skip

    @Slot()
    def _on_row(self, *_change: int) -> None:
        """Show the rounds of the chosen category."""
        row = self.categories.currentRow()
        name, rounds = self._rows[row] if 0 <= row < len(self._rows) else ("", ())
        heads = [
            self.tr("Round"), self.tr("Marks"), self.tr("Seen"), self.tr("Precision"),
            self.tr("by chance"), self.tr("Recall"), self.tr("by chance"), self.tr("Time"),
        ]  # fmt: skip
        rows = [
            [
                str(number), numeral(one.labels, ",.0f"), numeral(one.seen, ",.0f"),
                numeral(one.precision, ".2f"), numeral(one.chance_precision, ".2f"),
                numeral(one.recall, ".2f"), numeral(one.chance_recall, ".2f"),
                f"{numeral(one.ms, ',.0f')} ms",
            ]
            for number, one in enumerate(rounds, 1)
        ]  # fmt: skip
        fill_table(self.rounds, heads, rows)
        lines = [
            Line(self.tr("Recall, %s") % name, tuple(one.recall for one in rounds)),
            Line(self.tr("by chance"), tuple(one.chance_recall for one in rounds), is_main=False),
        ]
        self.chart.show_lines(lines if rounds else [])


class StrategiesView(QWidget):
    """The 24 strategies as rows and the clusterings as columns; the best number stands out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = QLabel()
        self.head.setWordWrap(True)
        self.table = make_table(self.tr("Strategies"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.head)
        layout.addWidget(self.table, 1)

    def show_cases(self, cases: Sequence[StrategyCase]) -> None:
        """Show what was played so far."""
        columns = list(dict.fromkeys((one.method, one.threshold, one.clusters) for one in cases))
        strategies = {one.strategy.number: one.strategy for one in cases}
        means = {(one.strategy.number, one.method, one.threshold): one.mean for one in cases}
        names = {"kmeans": self.tr("k-means"), "cc": self.tr("Correlation")}
        heads = [self.tr("Strategy")]
        heads += [
            self.tr("{method} {threshold}\n{clusters} clusters").format(
                method=names[method], threshold=numeral(threshold, "g"), clusters=numeral(clusters)
            )
            for method, threshold, clusters in columns
        ]
        heads.append(self.tr("Published study,\nits best and worst"))
        rows = []
        for number, strategy in sorted(strategies.items()):
            cells = [means.get((number, method, at)) for method, at, _ in columns]
            shown = ["" if mean is None else numeral(mean, ".3f") for mean in cells]
            rows.append([f"{number}  {strategy.name}", *shown, STUDY.get(strategy.name, "")])
        fill_table(self.table, heads if cases else [], rows)
        self._mark_best(cases, columns)

    def _mark_best(
        self, cases: Sequence[StrategyCase], columns: Sequence[tuple[str, float, int]]
    ) -> None:
        if not cases:
            self.head.clear()
            return
        best = min(cases, key=lambda one: one.mean)
        places = sorted({one.strategy.number for one in cases})
        row = places.index(best.strategy.number)
        column = 1 + columns.index((best.method, best.threshold, best.clusters))
        for each in (0, column):
            if (cell := self.table.item(row, each)) is None:
                continue
            font = cell.font()
            font.setBold(True)
            cell.setFont(font)
            cell.setBackground(self.palette().color(self.palette().ColorRole.Highlight))
            cell.setForeground(self.palette().color(self.palette().ColorRole.HighlightedText))
        self.head.setText(
            self.tr("Least to look at: {part} of the pictures, with “{strategy}”.").format(
                part=numeral(best.mean, ".0%"), strategy=best.strategy.name
            )
        )

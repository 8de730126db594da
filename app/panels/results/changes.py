"""What changed between two lists: what is new, what rose and fell, what is gone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Priority
from app.panels.results.evidence import EvidenceReader
from app.panels.results.flip import moves_of
from app.panels.results.hit_grid import ResultGrid
from app.panels.results.view import HitView, Shown, hit_views
from app.services.types import Movements
from app.widgets.change_texts import change_text
from app.widgets.numbers import numeral
from app.widgets.result_titles import title_of
from common.jobs import JobContext
from common.values import Hit, ResultList

SIDE = 96  # pixels of the pictures at first
_COLUMNS = ("new", "risen", "fallen", "gone")


@hit_views.register("changes")
class ChangesView(HitView):
    """Compares the list with an earlier one, column by column."""

    name = "changes"
    icon = "history"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._against = 0  # which of the earlier lists; 0 is the newest one
        self.evidence = EvidenceReader(context, self)
        self.said = QLabel(wordWrap=True)
        self.said.setAccessibleName(self.tr("What changed in the query"))
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Earlier list to compare with"))
        self.choice.setToolTip(self.choice.accessibleName())
        self.choice.setMinimumContentsLength(18)
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.activated.connect(self._on_choice)
        self.titles: dict[str, QLabel] = {}
        self.grids: dict[str, ResultGrid] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        for name in _COLUMNS:
            title = QLabel()
            grid = ResultGrid(
                self.context, f"{self.source}-{name}", self.evidence.known, self.evidence.look_up
            )
            grid.set_side(SIDE)
            column = QWidget()
            inside = QVBoxLayout(column)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(2)
            inside.addWidget(title)
            inside.addWidget(grid, 1)
            split.addWidget(column)
            self.titles[name], self.grids[name] = title, grid
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.said, 1)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(head, 0, 0)
        layout.addWidget(split, 1, 0)
        layout.setRowStretch(1, 1)

    @property
    def title(self) -> str:
        """Title of the view."""
        return self.tr("What changed")

    @property
    def is_idle(self) -> bool:
        """Whether the visible pictures were asked for."""
        return all(grid.is_idle for grid in self.grids.values())

    def controls(self) -> QWidget:
        """Return the choice of the earlier list."""
        return self.choice

    def focus_main(self) -> None:
        """Put the keyboard on the first column that holds something."""
        for grid in self.grids.values():
            if grid.hits.rowCount():
                grid.setFocus()
                return
        self.setFocus()

    def set_side(self, side: int) -> None:
        """Take another size of pictures."""
        for grid in self.grids.values():
            grid.set_side(side)

    def on_active(self) -> None:
        """Load what is visible when the view comes to the front."""
        if self.is_active:
            for grid in self.grids.values():
                grid.refresh()

    # -- comparing

    def show_shown(self, shown: Shown) -> None:
        """Compare a list with the earlier one that is chosen."""
        self.evidence.use(shown.results)
        self._against = min(self._against, max(0, len(shown.earlier) - 1))
        self.choice.clear()
        for number, earlier in enumerate(shown.earlier, 1):
            query = title_of(earlier) or self.tr("no query")
            self.choice.addItem(self.tr("against {n}: {query}").format(n=number, query=query))
        self.choice.setEnabled(bool(shown.earlier))
        if not shown.earlier:
            self._show(
                Movements(), (), self.tr("There is no earlier list yet: ask something else.")
            )
            return
        self.choice.setCurrentIndex(self._against)
        self._compare(shown)

    def _compare(self, shown: Shown) -> None:
        before = shown.earlier[self._against]
        job = self.context.jobs.submit(
            "io",
            partial(_compare, self.context.services, before, shown.results),
            replaces="results-changes",
            priority=Priority.INTERACTIVE,
        )
        job.succeeded.connect(partial(self._on_compared, before, shown.results))
        job.failed.connect(self.context.notices.error)

    def _on_compared(self, before: ResultList, after: ResultList, movements: Movements) -> None:
        if after is not self.shown.results:
            return
        text = "; ".join(map(change_text, movements.said))
        if movements.is_same:
            same = self.tr("Both lists hold the same hits in the same order.")
            text = f"{text}. {same}" if text else same
        self._show(movements, before.hits, text)

    def _show(self, movements: Movements, before: Sequence[Hit], text: str) -> None:
        """Fill the columns.

        Args:
            movements: between the lists.
            before: hits of the earlier one; those that are gone show their score of then.
            text: what changed in the query.
        """
        now = {hit.item: hit for hit in self.shown.results.hits}
        then = {hit.item: hit for hit in before}
        moves = moves_of(movements)
        for name, title, items, known in (
            ("new", self.tr("New: %s"), movements.new, now),
            ("risen", self.tr("Rose: %s"), movements.risen, now),
            ("fallen", self.tr("Fell: %s"), movements.fallen, now),
            ("gone", self.tr("Gone: %s"), movements.gone, then),
        ):
            self.titles[name].setText(title % numeral(len(items)))
            self.grids[name].show_hits([known[item] for item in items if item in known])
            self.grids[name].show_moves({} if name == "gone" else moves)
            self.grids[name].show_labels(self.shown.labels)
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def show_labels(self, labels: Mapping[int, int]) -> None:
        """Show other marks."""
        for grid in self.grids.values():
            grid.show_labels(labels)

    @Slot(int)
    def _on_choice(self, place: int) -> None:
        self._against = place
        if self.shown.earlier:
            self._compare(self.shown)

    def save_state(self) -> dict[str, Any]:
        """Return which earlier list is compared with."""
        return {"against": self._against}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back which earlier list is compared with."""
        against = state.get("against")
        if type(against) is int and against >= 0:
            self._against = against


def _compare(
    services: Any, before: ResultList, after: ResultList, context: JobContext
) -> Movements:
    context.step(0)
    if len(before.hits) < before.total:  # it was cut: what lies behind its end is not "new"
        after = replace(after, hits=after.hits[: len(before.hits)])
    found: Movements = services.search.compare(before, after)
    return found

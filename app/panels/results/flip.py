"""Fusion by another rule: a preview of what would move, then Enter keeps it or Esc goes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.context import PanelContext
from app.jobs import Priority
from app.services.types import Movements, SearchResults
from app.widgets.controls import on_click, push_button
from app.widgets.film_strip import FilmStrip
from app.widgets.item_menu import ItemMenu
from app.widgets.numbers import numeral
from app.widgets.search_names import rule_names
from common.jobs import JobContext
from common.values import Hit, ResultList

FIRST = 25  # ranks that the preview speaks of
STRIP = 44  # pixels


@dataclass(frozen=True, slots=True)
class Preview:
    """What another rule would do.

    Args:
        rule: its name.
        results: the list by it.
        moves: by item, ranks risen or fallen; None for new ones.
        entered: items that come into the first ranks, best first: (item, rank now, rank before).
        left: items that leave them: (item, rank now or 0, rank before).
        mean: mean number of ranks that those in the first ranks moved.
    """

    rule: str
    results: SearchResults
    moves: Mapping[int, int | None]
    entered: tuple[tuple[int, int, int], ...]
    left: tuple[tuple[int, int, int], ...]
    mean: float


def can_flip(results: ResultList) -> bool:
    """Whether a list was merged from others that are still at hand."""
    return isinstance(results, SearchResults) and any(
        len(stage.lists) > 1 for stage in results.pool.stages
    )


def flip(services: Any, results: SearchResults, rule: str, context: JobContext) -> Preview:
    """Merge a search by another rule and compare; runs in a lane."""
    context.step(0)
    found = services.search.refuse(results.pool, rule)
    context.step(1)
    return preview_of(rule, found, services.search.compare(results, found))


def preview_of(rule: str, found: SearchResults, movements: Movements) -> Preview:
    """Return what enters and leaves the first ranks, and by how much."""
    entered, left, shifts = [], [], []
    for item, moved in movements.ranks.items():
        before, after = moved.before or 0, moved.after or 0
        is_in, was_in = 0 < after <= FIRST, 0 < before <= FIRST
        if is_in and not was_in:
            entered.append((item, after, before))
        elif was_in and not is_in:
            left.append((item, after, before))
        if is_in and before:
            shifts.append(abs(before - after))
    return Preview(
        rule,
        found,
        moves_of(movements),
        tuple(sorted(entered, key=lambda one: one[1])),
        tuple(sorted(left, key=lambda one: one[2])),
        sum(shifts) / len(shifts) if shifts else 0.0,
    )


def moves_of(movements: Movements) -> dict[int, int | None]:
    """Return how many ranks items of the newer list rose (> 0) or fell; None for new ones."""
    return {
        item: None if moved.before is None else moved.up
        for item, moved in movements.ranks.items()
        if moved.after is not None
    }


class FlipBar(QFrame):
    """Chooses a rule, tells what it would move, and keeps it or goes back.

    While it is open, the panel shows the list by the rule, with arrows.

    Args:
        context: services and jobs.
        parent: owner.
    """

    previewed = Signal(object)  # Preview
    accepted = Signal(object)  # Preview
    rejected = Signal()
    opened = Signal(bool)  # False when it closes

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._results: SearchResults | None = None
        self._preview: Preview | None = None
        self.setObjectName("flip-bar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(self.tr("Fusion: preview of another rule"))
        self.rules = QComboBox()
        self.rules.setAccessibleName(self.tr("Fusion rule"))
        for name, (title, tip) in rule_names().items():
            self.rules.addItem(title, name)
            self.rules.setItemData(self.rules.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.rules.activated.connect(self._on_chosen)
        self.explanation = QLabel(wordWrap=True)
        self.moved = QLabel(wordWrap=True)
        self.moved.setAccessibleName(self.tr("What would move"))
        self.keep = push_button(self.tr("Keep"), self.tr("Keep this ranking (Enter)"))
        self.back = push_button(self.tr("Back"), self.tr("Back to the ranking before (Esc)"))
        on_click(self.keep, self.accept)
        on_click(self.back, self.reject)
        self.strip = FilmStrip(context.services.items, context.jobs, STRIP)
        self.strip.setAccessibleName(self.tr("What would leave the first %s") % FIRST)
        self.strip.chosen.connect(self._on_picture)
        ItemMenu(context, self.strip, self.strip.items_at, "results-flip")
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.rules)
        row.addWidget(self.explanation, 1)
        row.addWidget(self.keep)
        row.addWidget(self.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.moved)
        layout.addWidget(self.strip)

    @property
    def is_open(self) -> bool:
        """Whether a preview is on show, or on its way."""
        return self._results is not None

    @property
    def rule(self) -> str:
        """The rule that is chosen."""
        return str(self.rules.currentData())

    def begin(self, results: SearchResults, steps: int) -> None:
        """Open with the rule after (1) or before (-1) that of a list."""
        self._results = results
        self._choose(results.rule)
        self.step(steps)
        self.show()
        self.keep.setFocus()
        self.opened.emit(True)  # noqa: FBT003 - a signal takes no keywords

    def step(self, steps: int) -> None:
        """Preview the next or previous rule."""
        self.rules.setCurrentIndex((self.rules.currentIndex() + steps) % self.rules.count())
        self._look()

    def _choose(self, rule: str) -> None:
        with QSignalBlocker(self.rules):
            self.rules.setCurrentIndex(max(0, self.rules.findData(rule)))

    @Slot(int)
    def _on_chosen(self, _place: int) -> None:
        self._look()

    def _look(self) -> None:
        if self._results is None:
            return
        self._preview = None
        self.keep.setEnabled(False)
        title, tip = rule_names()[self.rule]
        self.explanation.setText(tip)
        self.rules.setToolTip(f"{title}: {tip}")
        job = self._context.jobs.submit(
            "io",
            partial(flip, self._context.services, self._results, self.rule),
            replaces="results-flip",
            priority=Priority.INTERACTIVE,
        )
        job.succeeded.connect(self._on_preview)
        job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_preview(self, preview: Preview) -> None:
        if self._results is None or preview.rule != self.rule:
            return
        self._preview = preview
        self.keep.setEnabled(True)
        self.moved.setText(self._told(preview))
        self.strip.setVisible(bool(preview.left))
        self.strip.show_hits([Hit(item, 0.0) for item, _, _ in preview.left])
        self.previewed.emit(preview)

    def _told(self, preview: Preview) -> str:
        if preview.rule == (self._results.rule if self._results is not None else ""):
            return self.tr("This is the rule in effect.")
        if not preview.entered and not preview.mean:
            return self.tr("The first {first} stay as they are.").format(first=FIRST)
        words = [
            self.tr("{n} enter the first {first}, {m} leave them").format(
                n=len(preview.entered), first=FIRST, m=len(preview.left)
            )
            if preview.entered
            else self.tr("The same hits are among the first {first}").format(first=FIRST),
            self.tr("on average they move %s ranks") % numeral(preview.mean, ".1f"),
        ]
        rises = [before - now for _, now, before in preview.entered if before]
        if rises:
            words.append(self.tr("the highest climber by %s") % numeral(max(rises)))
        text = ", ".join(words) + "."
        return f"{text} {self.tr('These leave:')}" if preview.left else text

    @Slot(int, float)
    def _on_picture(self, item: int, _seconds: float) -> None:
        self._context.shared.select([item], "results-flip")

    def accept(self) -> None:
        """Keep the ranking on show."""
        preview = self._preview
        if preview is not None:
            self._end()
            self.accepted.emit(preview)

    def reject(self) -> None:
        """Go back to the ranking before."""
        if self.is_open:
            self._end()
            self.rejected.emit()

    def end(self) -> None:
        """Close without a word: another list has come."""
        self._end()

    def _end(self) -> None:
        self._results = self._preview = None
        self.hide()
        self.opened.emit(False)  # noqa: FBT003 - a signal takes no keywords

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.reject()
        else:
            super().keyPressEvent(event)

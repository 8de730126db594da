"""The feedback panel: mark what fits and what does not, get the next best."""

import random
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.context import Action, Panel, PanelContext, panels
from app.jobs import Job, Priority
from app.panels.feedback import work
from app.panels.feedback.columns import LabelColumn
from app.panels.feedback.round import RESERVE, SHOWN, FeedbackRound
from app.widgets.drop_grid import DropGrid
from app.widgets.empty_state import EmptyState
from app.widgets.item_actions import selected_or_none
from app.widgets.labelling import Labeller
from app.widgets.paint import NEGATIVE, POSITIVE
from common.errors import AppError
from common.jobs import JobContext
from common.values import ResultList

_COLUMNS = 5


@panels.register("feedback")
class FeedbackPanel(Panel):
    """Positives, negatives and 25 suggestions that follow each mark.

    Keys: P or + marks the selected items as relevant, N or - as not relevant, 0 or Backspace takes
    the mark away; G goes on with 25 new ones, R shows random ones.
    """

    name = "feedback"
    area = "center"
    help_topic = "feedback"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.round = FeedbackRound()
        self._job: Job | None = None
        self._found = ResultList("")
        self._keep_shown = False
        self._labeller = Labeller(context, self, self.name)
        self.positives = LabelColumn(
            context, "feedback-positive", self.tr("Relevant +"), POSITIVE,
            self.tr("Drop or mark what fits"),
        )  # fmt: skip
        self.negatives = LabelColumn(
            context, "feedback-negative", self.tr("Not relevant −"), NEGATIVE,
            self.tr("Drop or mark what does not fit"),
        )  # fmt: skip
        self.grid = DropGrid(context, self.name)
        self.grid.setAccessibleName(self.tr("Suggestions"))
        self.grid.set_columns(_COLUMNS, SHOWN // _COLUMNS)
        self.empty = EmptyState()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.grid)
        self.status = QLabel()
        self.status.setAccessibleName(self.tr("Rounds, marks and time"))
        self.status.setWordWrap(True)
        self._lay_out()
        self._connect()
        self._add_actions()
        self._follow_writability()
        self.reload()

    def _lay_out(self) -> None:
        tr = self.tr
        self.next_button = self._button(
            tr("Next"), tr("25 new ones; these count as seen (G)"), self.go_on
        )
        self.random_button = self._button(
            tr("Random"), tr("Show random pictures (R)"), self.show_random
        )
        self.over_button = self._button(
            tr("Start over"), tr("Take all marks away (Ctrl+Z brings them back)"), self.start_over
        )
        self.wall_button = self._button(
            tr("Show on wall"), tr("Make these suggestions the list of all panels"), self.publish
        )
        row = QHBoxLayout()
        for button in (self.next_button, self.random_button, self.over_button, self.wall_button):
            row.addWidget(button)
        row.addStretch(1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        for widget, stretch in ((self.positives, 1), (self.pages, 5), (self.negatives, 1)):
            split.addWidget(widget)
            split.setStretchFactor(split.count() - 1, stretch)
        split.setSizes([140, 560, 140])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 4)
        layout.addLayout(row)
        layout.addWidget(self.status)
        layout.addWidget(split, 1)

    def _button(self, title: str, tip: str, run: Callable[[], None]) -> QPushButton:
        button = QPushButton(title)
        button.setToolTip(tip)
        button.setAccessibleName(title)
        button.setAccessibleDescription(tip)
        button.clicked.connect(lambda _checked=False: run())
        return button

    def _connect(self) -> None:
        shared = self.context.shared
        for column, value in ((self.positives, 1), (self.negatives, -1)):
            column.items_dropped.connect(partial(self._labeller.label, value=value))
            column.grid.label_requested.connect(self._on_mark)
        self.grid.items_dropped.connect(partial(self._labeller.label, value=0))
        self.grid.label_requested.connect(self._on_mark)
        shared.labels_changed.connect(self._on_labels)
        shared.filters_changed.connect(self._on_filters)
        shared.items_changed.connect(self._on_items_changed)

    def _add_actions(self) -> None:
        tr, shared = self.tr, self.context.shared

        def may_mark() -> bool:
            return selected_or_none(shared)() and self._labeller.can_write

        for name, title, value, keys in (
            ("item.label-positive", tr("Mark as relevant"), 1, "Ctrl+Up"),
            ("item.label-negative", tr("Mark as not relevant"), -1, "Ctrl+Down"),
            ("item.label-clear", tr("Take the mark away"), 0, "Ctrl+Backspace"),
        ):
            self.context.actions.add(
                Action(
                    name,
                    title,
                    partial(self.mark_selected, value),
                    keys,
                    for_items=True,
                    is_enabled=may_mark,
                    tip=tr("Feedback for the selected items"),
                    writes=True,
                )
            )

    def _follow_writability(self) -> None:
        can_write = self._labeller.can_write
        for grid in (self.grid, self.positives.grid, self.negatives.grid):
            grid.offer_labels(on=can_write)
        self.over_button.setEnabled(can_write)
        if not can_write:
            reason = self.context.services.items.read_only_reason
            self.over_button.setToolTip(self.tr("Read-only: %s") % reason)

    # -- Panel

    @property
    def title(self) -> str:
        """Title of the panel."""
        return self.tr("Feedback")

    @property
    def is_idle(self) -> bool:
        """Whether no suggestions are being computed."""
        grids = (self.grid, self.positives.grid, self.negatives.grid)
        return self._job is None and all(grid.is_idle for grid in grids)

    def focus_main(self) -> None:
        """Put the keyboard into the suggestions."""
        widget = self.grid if self.pages.currentWidget() is self.grid else self.next_button
        widget.setFocus()

    def save_state(self) -> dict[str, Any]:
        """Return what was seen and what is shown; marks are in the library."""
        return {
            "seen": list(self.round.seen)[-5000:],
            "shown": [hit.item for hit in self.round.shown],
            "rounds": self.round.number,
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what was seen; unknown or bad entries are ignored."""
        seen, rounds = state.get("seen"), state.get("rounds")
        if isinstance(seen, list):
            self.round.seen = {item: None for item in seen if isinstance(item, int)}
        if isinstance(rounds, int) and rounds > 0:
            self.round.number = rounds - 1
            self.suggest()

    # -- what it does

    def reload(self) -> None:
        """Read the marks and suggest, if anything is marked."""
        self.round.set_labels(self.context.services.items.labels(self.context.shared.label_set))
        self._show_columns()
        if self.round.labels:
            self.suggest()
        else:
            self._explain_start()

    def mark_selected(self, value: int) -> None:
        """Mark the selected items: +1, -1, or 0 to take the mark away."""
        if self._labeller.can_write:
            self._labeller.label(self.context.shared.selection, value)

    def suggest(self, *, keep_shown: bool = False) -> None:
        """Ask for the next best; keep_shown only renews what comes after those on the screen."""
        self._keep_shown = keep_shown and bool(self.round.shown)
        marks = (self.round.marked(1), self.round.marked(-1))
        seen = self.round.excluded() if self._keep_shown else list(self.round.seen)
        count = RESERVE if self._keep_shown else SHOWN + RESERVE
        filters = self.context.shared.filters
        self._submit(partial(work.suggest, self.context.services, marks, count, seen, filters))

    def go_on(self) -> None:
        """Show 25 new ones; those shown count as seen."""
        self.round.pass_over()
        if self.round.labels:
            self.suggest()
        else:
            self.show_random()

    def show_random(self) -> None:
        """Show a random sample of what is neither marked nor seen."""
        self._keep_shown = False
        without = {*self.round.labels, *self.round.seen}
        seed = random.getrandbits(32)
        filters = self.context.shared.filters
        self._submit(partial(work.sample, self.context.services, without, seed, filters))

    def start_over(self) -> None:
        """Take all marks away, as one step that can be undone, and forget what was seen."""
        marked = list(self.round.labels)
        self.round.start_over()
        if marked:
            self._labeller.label(marked, 0)
        else:
            self._explain_start()

    def publish(self) -> None:
        """Make the suggestions the list that all panels show."""
        if self.round.shown:
            found = ResultList(
                self.tr("Suggestions of round %s") % self.round.number,
                tuple(self.round.shown),
                self._found.total,
                self._found.ms,
            )
            self.context.shared.show_results(found, self.name)

    def _submit(self, function: Callable[[JobContext], Any]) -> None:
        job = self.context.jobs.submit(
            "io", function, replaces="feedback", priority=Priority.INTERACTIVE
        )
        self._job = job
        job.succeeded.connect(self._on_found)
        job.failed.connect(self._on_failed)

    # -- answers

    @Slot(object)
    def _on_found(self, answer: tuple[ResultList, str]) -> None:
        self._job = None
        self._found, encoder = answer
        if self._keep_shown:
            self.round.refresh(self._found.hits)
        else:
            self.round.fill(self._found.hits)
            self.grid.show_hits(self.round.shown)
        if self.round.shown:
            self.pages.setCurrentWidget(self.grid)
        else:
            self.empty.say(self.tr("Nothing is left"), "\n".join(self._found.notes))
            self.empty.offer(self.tr("Show seen ones again"), self._forget_seen)
            self.pages.setCurrentWidget(self.empty)
        self._show_status(encoder)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._job = None
        if isinstance(error, AppError):
            self.empty.say(error.what, error.hint)
            self.pages.setCurrentWidget(self.empty)
        else:
            self.context.notices.error(error)

    def _forget_seen(self) -> None:
        self.round.seen.clear()
        self.suggest()

    @Slot(int, int)
    def _on_mark(self, item: int, value: int) -> None:
        """Mark an item; a second click on the same mark takes it away."""
        if self._labeller.can_write:
            known = self.round.labels.get(item, 0)
            self._labeller.label([item], 0 if known == value else value)

    @Slot(str)
    def _on_labels(self, _source: str) -> None:
        """Marks are stored: judged ones make room at once, then what comes next is renewed."""
        labels = self.context.services.items.labels(self.context.shared.label_set)
        if labels == self.round.labels:
            return
        rows = self.round.set_labels(labels)
        for row in reversed(rows):
            hit = self.round.replace(row)
            if hit is not None:
                self.grid.hits.replace(row, hit)
        if len(self.round.shown) != len(self.grid.hits.hits):
            self.grid.show_hits(self.round.shown)
        self.grid.refresh()
        if rows and self.grid.hasFocus():
            last = self.grid.hits.rowCount() - 1
            self.grid.select_row(min(max(self.grid.currentIndex().row(), 0), last))
        self._show_columns()
        if self.round.labels:
            self.suggest(keep_shown=True)
        elif not self.round.shown:
            self._explain_start()

    @Slot(object, str)
    def _on_filters(self, _filters: object, _source: str) -> None:
        if self.round.labels and self.round.number:
            self.suggest()

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        if not self.round.number:
            self.reload()

    # -- what is shown

    def _show_columns(self) -> None:
        self.positives.show_items(self.round.marked(1))
        self.negatives.show_items(self.round.marked(-1))
        for grid in (self.positives.grid, self.negatives.grid):
            grid.show_labels(self.round.labels)

    def _show_status(self, encoder: str) -> None:
        text = self.tr("Round {round} · {marks} marked · {ms:.0f} ms · by {encoder}").format(
            round=self.round.number,
            marks=len(self.round.labels),
            ms=self._found.ms,
            encoder=encoder,
        )
        notes = [note for note in self._found.notes if self.round.shown]
        self.status.setText("\n".join([text, *notes]))

    def _explain_start(self) -> None:
        items = self.context.services.items
        self.status.setText("")
        if items.is_read_only:
            self.empty.say(
                self.tr("This library is open for reading only"),
                self.tr("Nothing can be marked: %s.") % items.read_only_reason,
            )
        elif items.count() == 0:
            self.empty.say(
                self.tr("Nothing to mark yet"),
                self.tr("Import photos, videos or film lists first."),
            )
        else:
            self.empty.say(
                self.tr("Mark one picture to begin"),
                self.tr(
                    "Say what fits (+) and what does not (−), here, on the wall (Ctrl+Up, "
                    "Ctrl+Down) or in any list. Kinora then suggests what to look at next."
                ),
            )
            self.empty.offer(self.tr("Show random pictures"), self.show_random)
        self.pages.setCurrentWidget(self.empty)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key = Qt.Key
        keys: dict[int, Callable[[], None]] = {
            key.Key_P: partial(self.mark_selected, 1),
            key.Key_Plus: partial(self.mark_selected, 1),
            key.Key_N: partial(self.mark_selected, -1),
            key.Key_Minus: partial(self.mark_selected, -1),
            key.Key_0: partial(self.mark_selected, 0),
            key.Key_Backspace: partial(self.mark_selected, 0),
            key.Key_G: self.go_on,
            key.Key_R: self.show_random,
        }
        run = keys.get(event.key())
        plain = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if run is None or plain != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
        else:
            run()

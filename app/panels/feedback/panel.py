"""The feedback panel: mark what fits and what does not, get the next best."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QInputDialog, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.context import Panel, PanelContext, panels
from app.jobs import Priority
from app.panel_actions import answer
from app.panel_actions.feedback import actions
from app.panels.feedback import work
from app.panels.feedback.columns import LabelColumn
from app.panels.feedback.head import FeedbackHead
from app.panels.feedback.keys import keys_of
from app.panels.feedback.round import SHOWN, Change, FeedbackRound
from app.panels.feedback.session import FeedbackSession
from app.panels.feedback.showing import Showing
from app.panels.feedback.swipe import SwipeGrid
from app.panels.feedback.why import WhyStrip
from app.panels.feedback.work import Start
from app.services.types import Explanation
from app.widgets.controls import on_click
from app.widgets.error_texts import error_line, error_text, service_text
from app.widgets.labelling import Labeller
from app.widgets.paint import NEGATIVE, POSITIVE
from common.errors import AppError
from common.jobs import JobContext
from common.values import ResultList

CONTROLS = "appearance.controls"
HISTORY = "history"  # who tells of what undo and redo changed


@panels.register("feedback")
class FeedbackPanel(Panel):
    """Positives, negatives and 25 suggestions that follow each mark.

    Keys: P or + marks the selected items as relevant, N or - as not relevant, 0 or Backspace takes
    the mark away; G goes on with 25 new ones, F shows the best now, R random ones, L the whole
    collection, W why; / searches for first examples, O opens the options. A swipe marks too.
    """

    name = "feedback"
    area = "center"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_prepared = False  # for holding back what comes up for everything
        self._labeller = Labeller(context, self, self.name)
        self.positives = LabelColumn(
            context, "feedback-positive", self.tr("Relevant +"), POSITIVE,
            self.tr("Drop or mark what fits"),
        )  # fmt: skip
        self.negatives = LabelColumn(
            context, "feedback-negative", self.tr("Not relevant −"), NEGATIVE,
            self.tr("Drop or mark what does not fit"),
        )  # fmt: skip
        self.grid = SwipeGrid(context, self.name)
        self.grid.setAccessibleName(self.tr("Suggestions"))
        self.head = FeedbackHead()
        self.why = WhyStrip(context)
        self.why.hide()
        self.pages = QStackedWidget()
        self.status, self.change = QLabel(), QLabel()
        self.showing = Showing(context, self.grid, self.pages, self.status, self.change, self)
        self.empty = self.showing.empty
        self.session = FeedbackSession(context, lambda: self.head.form.options, self)
        self._lay_out()
        self._connect()
        self._add_actions()
        self._follow_writability()
        self._on_setting(CONTROLS)
        self._read_modalities()
        self.reload()

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        for part, stretch in ((self.positives, 1), (self.pages, 5), (self.negatives, 1)):
            split.addWidget(part)
            split.setStretchFactor(split.count() - 1, stretch)
        split.setSizes([140, 560, 140])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        for widget in (self.head, self.status):
            layout.addWidget(widget)
        layout.addWidget(split, 1)
        layout.addWidget(self.change)
        layout.addWidget(self.why)

    def _connect(self) -> None:
        shared, head, session = self.context.shared, self.head, self.session
        for column, value in ((self.positives, 1), (self.negatives, -1)):
            column.items_dropped.connect(partial(self._labeller.label, value=value))
            column.grid.label_requested.connect(self._on_mark)
        self.grid.items_dropped.connect(partial(self._labeller.label, value=0))
        self.grid.label_requested.connect(self._on_mark)
        for button, run in (
            (head.next_button, session.go_on),
            (head.best_button, session.best_now),
            (head.random_button, session.show_random),
            (head.ranked_button, self.toggle_ranked),
            (head.why_button, self._toggle_why),
            (head.over_button, self.start_over),
            (head.wall_button, self.publish),
        ):
            on_click(button, run)
        head.set_chosen.connect(shared.set_label_set)
        head.new_wanted.connect(self.ask_new)
        head.search_wanted.connect(session.search)
        head.left.connect(self.focus_main)
        head.form.changed.connect(self._on_options)
        session.begun.connect(self._on_begun)
        session.shown.connect(self._on_shown)
        session.changed.connect(self._on_changed)
        session.turned.connect(head.form.show_options)
        session.emptied.connect(self._explain_start)
        session.failed.connect(self._on_failed)
        shared.labels_changed.connect(self._on_labels)
        shared.label_set_changed.connect(self._on_set)
        shared.filters_changed.connect(self._on_filters)
        shared.items_changed.connect(self._on_items_changed)
        shared.selection_changed.connect(self._explain)
        shared.settings_changed.connect(self._on_setting)
        self.why.chosen.connect(lambda item: shared.select([item], "feedback-why"))

    def _add_actions(self) -> None:
        marks = (("positive", 1), ("negative", -1), ("clear", 0))
        runs = {f"item.label-{name}": partial(self.mark_selected, value) for name, value in marks}
        answer(self.context, actions(self.context), runs)

    def _follow_writability(self) -> None:
        can_write = self._labeller.can_write
        for grid in (self.grid, self.positives.grid, self.negatives.grid):
            grid.offer_labels(on=can_write)
        for button in (self.head.over_button, self.head.new_button):
            button.setEnabled(can_write)
            if not can_write:
                reason = service_text(self.context.services.items.read_only_reason)
                button.setToolTip(self.tr("Read-only: %s") % reason)

    # -- Panel

    @property
    def title(self) -> str:
        """Title of the panel."""
        return self.tr("Feedback")

    @property
    def is_idle(self) -> bool:
        """Whether no suggestions are being computed."""
        grids = (self.grid, self.positives.grid, self.negatives.grid)
        return not self.session.is_busy and all(grid.is_idle for grid in grids)

    @property
    def round(self) -> FeedbackRound:
        """What is marked, seen and shown."""
        return self.session.round

    def focus_main(self) -> None:
        """Put the keyboard into the suggestions."""
        shows_grid = self.pages.currentWidget() is self.grid
        (self.grid if shows_grid else self.head.next_button).setFocus()

    def save_state(self) -> dict[str, Any]:
        """Return what is shown and how suggestions are made; marks are in the library."""
        return {
            "seen": list(self.round.seen)[-5000:],
            "shown": [hit.item for hit in self.round.shown[:SHOWN]],
            "rounds": self.round.number,
            "options": self.head.form.to_json(),
            "why": self.head.why_button.isChecked(),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what was seen; unknown or bad entries are ignored."""
        seen, rounds = state.get("seen"), state.get("rounds")
        if isinstance(state.get("options"), dict):
            self.head.form.from_json(state["options"])
        if state.get("why") is True:
            self.head.why_button.setChecked(True)
            self._toggle_why()
        kept = [item for item in seen if isinstance(item, int)] if isinstance(seen, list) else []
        self.session.resume(kept, rounds if isinstance(rounds, int) and rounds > 0 else 0)

    # -- what it does

    def reload(self) -> None:
        """Read the marks of the active set, and suggest if anything is marked."""
        self.session.reload()

    def mark_selected(self, value: int) -> None:
        """Mark the selected items: +1, -1, or 0 to take the mark away."""
        if self._labeller.can_write:
            self._labeller.label(self.context.shared.selection, value)

    def toggle_ranked(self) -> None:
        """Show the whole collection, best first, or the suggestions again."""
        if self.round.mode == "ranked":
            self.session.best_now()
        elif self.round.labels:
            self.session.rank_all()
        else:
            self.head.ranked_button.setChecked(False)
            self.context.notices.info(self.tr("Mark one picture first: then all can be ranked."))

    def start_over(self) -> None:
        """Take all marks away, as one step that can be undone, and forget what was seen."""
        if marked := self.session.start_over():
            self._labeller.label(marked, 0)

    def publish(self) -> None:
        """Make the suggestions the list that all panels show."""
        if self.round.shown:
            title = self.tr("Suggestions of round %s") % self.round.number
            hits = tuple(self.round.shown)
            found = ResultList(title, hits, self.session.found.total, self.session.found.ms)
            self.context.shared.show_results(found, self.name, is_step=True)

    def ask_new(self) -> None:
        """Ask for the name of a classifier with marks of its own, make it and turn to it."""
        title = self.tr("New classifier")
        name, accepted = QInputDialog.getText(self, title, self.tr("What it finds:"))
        if accepted and name.strip():
            self.make_classifier(name.strip())

    def make_classifier(self, name: str) -> None:
        """Make a classifier with marks of its own and turn to it."""
        classifiers = self.context.services.classifiers

        def make(context: JobContext) -> str:
            context.step(0)
            return classifiers.create(name).label_set

        job = self.context.jobs.submit("db", make, priority=Priority.INTERACTIVE)
        job.succeeded.connect(self.context.shared.set_label_set)
        job.failed.connect(self.context.notices.error)

    def _read_modalities(self) -> None:
        function = partial(work.modalities, self.context.services)
        job = self.context.jobs.submit("io", function, replaces="feedback-modalities")
        job.succeeded.connect(self.head.form.offer)

    # -- answers

    @Slot(object)
    def _on_begun(self, start: Start) -> None:
        self.head.show_tabs(start.tabs, self.context.shared.label_set)
        self._show_columns()

    @Slot(bool)
    def _on_shown(self, keep: bool) -> None:
        session, is_ranked = self.session, self.round.mode == "ranked"
        self.head.ranked_button.setChecked(is_ranked)
        self._show_columns()
        self.showing.show_round(self.round, session.found, session.forget_seen, keep=keep)

    @Slot(object, object)
    def _on_changed(self, came: list[Change], back: list[Change]) -> None:
        self.showing.show_changes(self.round, came, back)
        if came:
            self.showing.keep_cursor()
        self._show_columns()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._show_columns()
        if isinstance(error, AppError) and self.round.shown:
            self.status.setText(error_line(error))
        elif isinstance(error, AppError):
            self.showing.say(*error_text(error))
        else:
            self.context.notices.error(error)

    @Slot(int, int)
    def _on_mark(self, item: int, value: int) -> None:
        """Mark an item; a second click on the same mark takes it away."""
        if self._labeller.can_write:
            known = self.round.labels.get(item, 0)
            self._labeller.label([item], 0 if known == value else value)

    @Slot(str)
    def _on_labels(self, _source: str) -> None:
        self.session.take_labels()

    @Slot(str)
    def _on_set(self, _name: str) -> None:
        self.reload()

    @Slot()
    @Slot(object)
    def _on_options(self, *_answer: object) -> None:
        if self.head.form.options.damp and not self._is_prepared:
            # Counting what comes up for everything takes a while in a large collection.
            self._is_prepared = True
            job = self.context.jobs.submit(
                "bulk",
                partial(work.prepare, self.context.services),
                title=self.tr("Find pictures that come up for everything"),
            )
            job.succeeded.connect(self._on_options)
            job.cancelled.connect(self._on_unprepared)
            job.failed.connect(self._on_unprepared)
        else:
            self.session.take_options()

    @Slot()
    @Slot(object)
    def _on_unprepared(self, error: Exception | None = None) -> None:
        """Suggest as well as it goes; the next change of options tries again."""
        if error is not None:
            self.context.notices.error(error)
        self.session.take_options()
        self._is_prepared = False

    @Slot(object, str)
    def _on_filters(self, _filters: object, source: str) -> None:
        self.session.take_filters(is_turn=source == HISTORY)

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        if not self.round.number:
            self._read_modalities()
            self.reload()
        else:
            self.session.take_items()

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if name == CONTROLS:
            controls = self.context.services.settings.appearance.controls
            self.head.show_expert(on=controls == "expert")

    # -- what is shown

    def _show_columns(self) -> None:
        self.positives.show_items(self.round.marked(1))
        self.negatives.show_items(self.round.marked(-1))
        for grid in (self.grid, self.positives.grid, self.negatives.grid):
            grid.show_labels(self.round.labels)

    def _explain_start(self) -> None:
        self._show_columns()
        self.showing.explain_start(self.session.show_random, self.head.search.setFocus)

    def _toggle_why(self) -> None:
        self.why.setVisible(self.head.why_button.isChecked())
        self._explain()

    @Slot()
    def _explain(self, *_selection: object) -> None:
        """Say why the current item comes, while that is wanted."""
        item = self.context.shared.current
        if self.why.isHidden() or item is None or not self.round.labels:
            return
        function = partial(work.explain, self.context.services, item, self.session.wish(1, ()))
        job = self.context.jobs.submit(
            "io", function, replaces="feedback-why", priority=Priority.INTERACTIVE
        )
        job.succeeded.connect(partial(self._on_explained, self.showing.name_of(item)))
        job.failed.connect(self.context.notices.error)

    def _on_explained(self, title: str, answer: Explanation | AppError) -> None:
        self.why.show_answer(title, answer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        run = keys_of(self).get(event.key())
        plain = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if run is None or plain != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
        else:
            run()

"""What the feedback panel shows: the round or a list, what changed, or why there is nothing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QStackedWidget

from app.context import PanelContext
from app.panels.feedback.round import SHOWN, Change, FeedbackRound
from app.panels.feedback.swipe import SwipeGrid
from app.panels.feedback.texts import modality_name, said
from app.services.types import Suggestions
from app.widgets.empty_state import EmptyState
from app.widgets.error_texts import service_text
from app.widgets.grid_model import plain
from app.widgets.numbers import numeral, took
from app.widgets.reason_texts import why_text
from app.widgets.relaxing import WaysOut
from common.values import ResultList

COLUMNS = 5
MOST_CHANGES = 12  # in the tooltip


class Showing(QObject):
    """Fills the grid and the texts around it.

    Args:
        context: services.
        grid: of suggestions.
        pages: its page and that of the empty state.
        status: line above the grid.
        change: line below it: what was replaced by what, and why.
        parent: owner.
    """

    def __init__(
        self,
        context: PanelContext,
        grid: SwipeGrid,
        pages: QStackedWidget,
        status: QLabel,
        change: QLabel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._grid, self._pages = context, grid, pages
        self._status, self._change = status, change
        self._told: list[str] = []
        self.empty = EmptyState()
        self._ways = WaysOut(context, self.empty, "feedback", self)
        pages.addWidget(self.empty)
        pages.addWidget(grid)
        grid.set_columns(COLUMNS, SHOWN // COLUMNS)
        status.setAccessibleName(self.tr("Rounds, marks and time"))
        status.setWordWrap(True)
        change.setAccessibleName(self.tr("What was replaced"))
        change.setWordWrap(True)
        change.hide()

    def name_of(self, item: int) -> str:
        """Return what an item is called, as far as the grid knows it."""
        row = self._grid.hits.row_of(item)
        if row >= 0 and (name := self._grid.hits.index(row).data()):
            return str(name)
        found = self._context.services.items.summaries([item])
        return found[0].name if found else ""

    def say(self, title: str, text: str) -> None:
        """Show a text instead of pictures."""
        self.empty.say(title, text)
        self._pages.setCurrentWidget(self.empty)

    def show_round(
        self,
        state: FeedbackRound,
        found: ResultList,
        again: Callable[[], None],
        *,
        keep: bool = False,
    ) -> None:
        """Show a round or a list.

        Args:
            state: of the session.
            found: where it came from.
            again: shows what was seen again.
            keep: what is on the screen is on show already.
        """
        is_list = bool(state.mode)
        if not keep:
            self._grid.set_columns(0 if is_list else COLUMNS, 0 if is_list else SHOWN // COLUMNS)
            self._grid.show_hits(state.shown)
            self._told.clear()
            self._change.hide()
        self._grid.show_labels(state.labels)
        if state.shown:
            self._pages.setCurrentWidget(self._grid)
        elif state.mode == "found":
            self.say(self.tr("Nothing was found"), "\n".join(said(found.notes)))
        else:
            self.say(self.tr("Nothing is left"), "\n".join(said(found.notes)))
            self.empty.offer(self.tr("Show seen ones again"), again)
        if not state.shown:
            self._ways.ask()
        self._show_status(state, found)

    def _show_status(self, state: FeedbackRound, found: ResultList) -> None:
        parts = []
        if state.mode == "ranked":
            parts.append(self.tr("All ranked, best first"))
        elif state.mode == "found":
            parts.append(self.tr("Mark what fits, then press Best now (F)"))
        else:
            parts.append(self.tr("Round %s") % state.number)
        parts.append(self.tr("%s marked") % numeral(len(state.labels)))
        if state.seen:
            parts.append(self.tr("%s seen") % numeral(len(state.seen)))
        if found.total:
            parts.append(self.tr("%s to choose from") % numeral(found.total))
        parts.append(took(found.ms))
        if isinstance(found, Suggestions) and found.modalities:
            names = ", ".join(modality_name(name) for name in found.modalities)
            parts.append(self.tr("by %s") % names)
        notes = said(found.notes) if state.shown else []
        self._status.setText("\n".join([" · ".join(parts), *notes]))

    def show_changes(
        self, state: FeedbackRound, came: Sequence[Change], back: Sequence[Change]
    ) -> None:
        """Put other pictures into their cells and say what came for what, and why."""
        if not came and not back:
            return
        names = {change.old.item: self.name_of(change.old.item) for change in came}
        is_same_length = len(state.shown) == self._grid.hits.rowCount()
        for change in (*back, *came):
            if is_same_length and change.row < len(state.shown):
                self._grid.hits.replace(change.row, state.shown[change.row])
        if not is_same_length:
            self._grid.show_hits(state.shown)
        self._grid.refresh()
        for change in came:
            sign = "+" if change.value > 0 else "−"
            if change.new is None:
                text = self.tr("{sign} “{old}”: nothing is left to take its place.")
                self._told.append(text.format(sign=sign, old=names[change.old.item]))
                continue
            self._grid.flash(change.new.item)
            text = self.tr("{sign} “{old}” gave its place to “{new}”: {why}.")
            self._told.append(
                text.format(
                    sign=sign,
                    old=names[change.old.item],
                    new=self.name_of(change.new.item),
                    why=plain(why_text(change.new.why)) or self.tr("the next best"),
                )
            )
        for change in back:
            self._grid.flash(change.old.item)
            self._told.append(self.tr("“%s” is back.") % self.name_of(change.old.item))
        self._change.setText(self._told[-1])
        self._change.setToolTip("\n".join(self._told[-MOST_CHANGES:]))
        self._change.show()

    def keep_cursor(self) -> None:
        """Keep the keyboard where it was when the picture under it went."""
        if self._grid.hasFocus():
            last = self._grid.hits.rowCount() - 1
            self._grid.select_row(min(max(self._grid.currentIndex().row(), 0), last))

    def explain_start(self, at_random: Callable[[], None], search: Callable[[], None]) -> None:
        """Say how to begin."""
        items = self._context.services.items
        self._status.setText("")
        self._change.hide()
        if items.is_read_only:
            reason = service_text(items.read_only_reason)
            self.say(
                self.tr("This library is open for reading only"),
                self.tr("Nothing can be marked: %s.") % reason,
            )
        elif items.count() == 0:
            self.say(
                self.tr("Nothing to mark yet"),
                self.tr("Import photos, videos or film lists first."),
            )
        else:
            self.say(
                self.tr("Mark one picture to begin"),
                self.tr(
                    "Say what fits (+) and what does not (−), here, on the wall (Ctrl+Up, "
                    "Ctrl+Down) or in any list. Kinora then suggests what to look at next."
                ),
            )
            self.empty.offer(self.tr("Find first examples"), search)
            self.empty.offer(self.tr("Show random pictures"), at_random)

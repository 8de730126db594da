"""Relocation: a sorted map around the words of a query; the one picked replaces them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Job, Priority
from app.services.services import Services
from app.services.types import Query
from app.services.types import RelocationMap as Around
from app.widgets.controls import on_click, push_button
from app.widgets.empty_state import EmptyState
from app.widgets.error_texts import error_text
from app.widgets.image_map import ImageMap, Sheet
from app.widgets.result_titles import title_of
from common.errors import AppError, QueryError
from common.jobs import JobContext
from common.values import ResultList

COLUMNS, ROWS = 8, 6
TOP = 400  # hits of a list that are sorted


class RelocationMap(QWidget):
    """Shows what lies around a text, or the top of a list, and lets the user pick an example.

    After SOMHunter 2 (Tenth Video Browser Showdown, 2021): nobody finds the right words at once,
    but one of the pictures near them is often closer to what is meant. A click selects, a double
    click, Enter or the button picks; + shows what lies around a picture, - goes back.

    Args:
        context: services, jobs, shared state, notices, actions.
        parent: owner.
    """

    picked = Signal(int)  # the item that shall replace the words
    closed = Signal()  # the user has seen enough

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._job: Job | None = None
        self._maps: list[Around] = []
        self.images = _PickMap(context, "relocation", self)
        self.images.setAccessibleName(self.tr("What lies around your words"))
        self.images.zoom_requested.connect(self._on_zoom)
        self.images.chosen.connect(self._on_chosen)
        self.empty = EmptyState()
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.pick = push_button(
            self.tr("Search by this picture"),
            self.tr("The selected picture takes the place of the words (Enter)"),
        )
        self.close_button = push_button(self.tr("Close"), self.tr("Keep the words (Esc)"))
        on_click(self.pick, self._pick_current)
        on_click(self.close_button, self.closed.emit)
        self._busy = QProgressBar(textVisible=False)
        self._busy.setRange(0, 0)
        self._busy.setFixedHeight(3)
        self._lay_out()
        self.clear()
        context.shared.selection_changed.connect(self._on_selection)

    def _lay_out(self) -> None:
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self.images)
        self._pages.addWidget(self.empty)
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        row.addWidget(self.pick)
        row.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addLayout(row)
        policy = self._busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._busy.setSizePolicy(policy)
        layout.addWidget(self._busy)
        layout.addWidget(pages, 1)
        self.setMinimumHeight(220)

    # -- what is shown

    def ask_text(self, text: str) -> None:
        """Show what lies around a text; where no network reads texts, the top of its search."""
        self._maps.clear()
        if not text.strip():
            self.clear()
            return
        self.title.setText(self.tr("Around “{text}”").format(text=text.strip()))
        self._ask(partial(_around_text, self.context.services, text.strip()))

    def ask_results(self, results: ResultList) -> None:
        """Show the first of a list, sorted."""
        self._maps.clear()
        items = [hit.item for hit in results.hits[:TOP]]
        if not items:
            self.clear()
            return
        self.title.setText(self.tr("The best of “{text}”").format(text=title_of(results)))
        self._ask(partial(_around_items, self.context.services, items))

    def clear(self) -> None:
        """Show nothing."""
        if self._job is not None:
            job, self._job = self._job, None
            job.cancel()
        self._maps.clear()
        self._busy.hide()
        self.title.setText("")
        self.images.show_sheet(Sheet(), animate=False)
        self._say(
            self.tr("Nothing to look around"), self.tr("Type some words, then look around them.")
        )

    @property
    def is_idle(self) -> bool:
        """Whether the map is drawn."""
        return self._job is None and self.images.is_idle

    def _ask(self, work: partial[Around]) -> None:
        if self._job is not None:
            self._job.cancel()
        job = self.context.jobs.submit(
            "gpu", work, replaces=f"relocation-{id(self)}", priority=Priority.INTERACTIVE
        )
        self._job = job
        job.succeeded.connect(self._on_made)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        self._busy.show()

    @Slot(object)
    def _on_made(self, made: Around) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        self._busy.hide()
        if not len(made.shown):
            self._say(self.tr("Nothing lies around these words"), " ".join(made.notes))
            return
        self._maps.append(made)
        self._show(made)

    def _show(self, made: Around) -> None:
        self._pages.setCurrentWidget(self.images)
        self.images.show_sheet(Sheet.of_map(made))
        self._on_selection()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        self._busy.hide()
        if isinstance(error, AppError):
            self._say(*error_text(error))
        else:
            self.context.notices.error(error)
            self._say(self.tr("The map could not be drawn"), str(error))

    @Slot()
    def _on_cancelled(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self._busy.hide()

    def _say(self, title: str, text: str) -> None:
        self.empty.say(title, text)
        self._pages.setCurrentWidget(self.empty)
        self.pick.setEnabled(False)

    # -- picking

    @Slot()
    def _on_selection(self, *_: object) -> None:
        self.pick.setEnabled(self.images.current is not None)

    def _pick_current(self) -> None:
        if self.images.current is not None:
            self._on_chosen(self.images.current)

    @Slot(int)
    def _on_chosen(self, item: int) -> None:
        self.context.shared.note("relocation.pick", {"item": item})
        self.picked.emit(item)

    @Slot(int, int)
    def _on_zoom(self, item: int, step: int) -> None:
        """Look around a picture, or go back to the map before."""
        if step > 0 and item >= 0 and self._job is None:
            self._ask(partial(_around_item, self.context.services, item))
        elif step < 0 and len(self._maps) > 1:
            self._maps.pop()
            self._show(self._maps[-1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pick, or close."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick_current()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class _PickMap(ImageMap):
    """A map on which a double click chooses instead of opening."""

    chosen = Signal(int)

    def open_item(self, item: int) -> None:
        """Choose an item."""
        self.chosen.emit(item)


def _around_text(services: Services, text: str, context: JobContext) -> Around:
    try:
        return services.maps.around(text, columns=COLUMNS, rows=ROWS, context=context)
    except QueryError:
        found = services.search.run(Query.of(text, k=TOP), context)
        return _around_items(services, [hit.item for hit in found.hits], context)


def _around_items(services: Services, items: Sequence[int], context: JobContext) -> Around:
    return services.maps.around(items, columns=COLUMNS, rows=ROWS, spread=TOP, context=context)


def _around_item(services: Services, item: int, context: JobContext) -> Around:
    return services.maps.around(item, columns=COLUMNS, rows=ROWS, context=context)

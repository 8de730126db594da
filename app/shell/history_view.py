"""The list of what was done; a click goes back (or forth) to that point."""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.context import HISTORY as SOURCE
from app.context import RESULTS, PanelContext
from app.jobs import Priority
from app.services.history import START, HistoryEntry, HistoryService
from app.shell.parts import muted, quiet_button
from app.shell.session_values import SOURCE as SESSION
from app.widgets.error_texts import service_text
from app.widgets.filter_names import range_gesture, title_of_change
from app.widgets.icons import icon
from app.widgets.labelling import LISTED
from common.errors import AppError
from common.jobs import JobContext

logger = logging.getLogger(__name__)

FILTERS = "filters"  # the part of the view that the shared filters are


class HistoryBridge(QObject):
    """Runs undo and redo in the background and tells the panels what to look at again.

    It also notes what changed on view: the shared filters, and what panels tell of.

    Args:
        context: of the open library.
        parent: owner.
    """

    refreshed = Signal(object)  # list[HistoryEntry]
    finished = Signal(str, object)  # "undo" or "redo", HistoryEntry or None
    _touched = Signal(str)  # crosses threads
    _viewed = Signal(str, object)  # crosses threads

    def __init__(self, context: PanelContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._history = context.services.history
        self._filters = context.shared.filters
        self._entries: list[HistoryEntry] = []
        self._ends: tuple[Callable[[], None], ...] = (
            self._history.subscribe(self._hear),
            self._history.on_view(self._viewed.emit),
        )
        self._touched.connect(self._on_touched, Qt.ConnectionType.QueuedConnection)
        self._viewed.connect(self._on_viewed, Qt.ConnectionType.QueuedConnection)
        context.shared.filters_changed.connect(self._on_filters)
        context.shared.view_changed.connect(self._on_view_changed)
        self.refresh()

    def close(self) -> None:
        """Listen no longer."""
        for end in self._ends:
            end()

    # -- what is on view

    @Slot(object, str)
    def _on_filters(self, filters: tuple[Any, ...], source: str) -> None:
        before, self._filters = self._filters, filters
        if source not in {SOURCE, SESSION}:
            title, gesture = title_of_change(before, filters), range_gesture(before, filters)
            self._on_view_changed(FILTERS, before, filters, title, gesture)

    @Slot(str, object, object, str, str)
    def _on_view_changed(
        self, part: str, before: object, after: object, title: str, gesture: str
    ) -> None:
        work = partial(_note, self._history, part, before, after, title, gesture, time.monotonic())
        job = self._context.jobs.submit("db", work, priority=Priority.INTERACTIVE)
        job.failed.connect(self._on_failed)

    @Slot(str, object)
    def _on_viewed(self, part: str, state: Any) -> None:
        if part == FILTERS:
            self._context.shared.set_filters(state, SOURCE)
        elif part == RESULTS:
            self._context.shared.bring_results(state)
        else:
            self._context.shared.view_requested.emit(part, state)

    # -- what was done

    def refresh(self) -> None:
        """Read the history again."""
        job = self._context.jobs.submit(
            "io", lambda _context: self._history.entries(), replaces="history-entries"
        )
        job.succeeded.connect(self._on_entries)

    @Slot(object)
    def _on_entries(self, entries: list[HistoryEntry]) -> None:
        self._entries = entries
        self.refreshed.emit(entries)

    def undo(self) -> None:
        """Undo the latest command."""
        last = next((each for each in reversed(self._entries) if not each.undone), None)
        self._run(self._history.undo, self._on_undone, last, self.tr("Undo: %s"))

    def redo(self) -> None:
        """Do the latest undone command again."""
        first = next((each for each in self._entries if each.undone), None)
        self._run(self._history.redo, self._on_redone, first, self.tr("Redo: %s"))

    def go_to(self, entry: int) -> None:
        """Go to the point right after a command."""
        job = self._context.jobs.submit(
            "db", self._history.go_to, entry, priority=Priority.INTERACTIVE
        )
        job.failed.connect(self._on_failed)

    def _run(
        self,
        function: Callable[..., object],
        then: Callable[[object], None],
        entry: HistoryEntry | None,
        title: str,
    ) -> None:
        is_long = entry is not None and entry.items >= LISTED
        listed = title % entry.title if entry is not None and is_long else None
        job = self._context.jobs.submit("db", function, title=listed, priority=Priority.INTERACTIVE)
        job.succeeded.connect(then)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_undone(self, entry: object) -> None:
        self.finished.emit("undo", entry)

    @Slot(object)
    def _on_redone(self, entry: object) -> None:
        self.finished.emit("redo", entry)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._context.notices.error(error)
        self.refresh()

    def _hear(self, touched: str) -> None:
        """Take notice of a change on the thread that made it; panels find its labels read."""
        if touched in {"labels", "everything"}:
            try:
                self._context.services.items.known_labels.refresh()
            except AppError as error:
                logger.warning("labels are not read yet: %s", error)
        self._touched.emit(touched)

    @Slot(str)
    def _on_touched(self, touched: str) -> None:
        if touched in {"labels", "everything"}:
            self._context.shared.labels_changed.emit("history")
        if touched and touched != "labels":
            self._context.shared.items_changed.emit("history")
        self.refresh()


def _note(
    history: HistoryService,
    part: str,
    before: object,
    after: object,
    title: str,
    gesture: str,
    at_s: float,
    context: JobContext,
) -> None:
    context.step(0)
    history.view(part, before, after, title, merge=gesture, at_s=at_s)


class HistoryView(QWidget):
    """All commands and changes of the view, the earliest first; undone ones are pale.

    Args:
        bridge: runs what is asked for.
        can_write: False where the library is read-only; only what was on view can change there.
        parent: owner.
    """

    ID_ROLE = Qt.ItemDataRole.UserRole
    VIEW_ROLE = Qt.ItemDataRole.UserRole + 1

    def __init__(
        self, bridge: HistoryBridge, *, can_write: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("What you did, earliest first"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.undo = quiet_button("undo", self.tr("Undo"))
        self.redo = quiet_button("redo", self.tr("Redo"))
        self.undo.clicked.connect(bridge.undo)
        self.redo.clicked.connect(bridge.redo)
        self.hint = muted(self.tr("Choose a line to go back to that point."), wrap=True)
        head = QHBoxLayout()
        head.addWidget(self.hint, 1)
        head.addWidget(self.undo)
        head.addWidget(self.redo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 10)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.list.itemActivated.connect(self._on_chosen)
        self.list.itemClicked.connect(self._on_chosen)
        bridge.refreshed.connect(self.show_entries)
        self._can_write = can_write
        self._listed: list[HistoryEntry] = []
        self._current = QListWidgetItem(self.tr("The beginning"), self.list)
        self._current.setData(self.ID_ROLE, START)
        self.show_entries([])

    @Slot(object)
    def show_entries(self, entries: list[HistoryEntry]) -> None:
        """List what was done; of a read-only library only what changed on view.

        Lines that say the same stay: to make a thousand anew takes too long for every mark.
        """
        entries = [entry for entry in entries if entry.is_view or self._can_write]
        forgotten = self._forgotten(entries)
        for _ in range(forgotten):
            self.list.takeItem(1)
        listed = self._listed[forgotten:]
        pairs = enumerate(zip(listed, entries, strict=False))
        same = next((n for n, (a, b) in pairs if a != b), min(len(listed), len(entries)))
        while self.list.count() > same + 1:
            self.list.takeItem(self.list.count() - 1)
        for entry in entries[same:]:
            self.list.addItem(self._line(entry))
        self._listed = entries
        self._mark_current()
        self.undo.setEnabled(any(not entry.undone for entry in entries))
        self.redo.setEnabled(any(entry.undone for entry in entries))

    def _forgotten(self, entries: list[HistoryEntry]) -> int:
        """Return how many of the oldest lines are gone: the journal keeps so many and no more."""
        ids = [entry.id for entry in self._listed]
        return ids.index(entries[0].id) if entries and entries[0].id in ids else 0

    def _line(self, entry: HistoryEntry) -> QListWidgetItem:
        local, title = entry.at.astimezone(), service_text(entry.title)
        line = QListWidgetItem(f"{title}\n{local:%H:%M}")
        line.setData(self.ID_ROLE, entry.id)
        line.setData(self.VIEW_ROLE, entry.is_view)
        line.setToolTip(f"{title} · {local:%Y-%m-%d %H:%M:%S}")
        if entry.is_view:
            line.setIcon(icon("eye"))
        if entry.undone:
            line.setForeground(QColor(self.palette().color(QPalette.ColorRole.PlaceholderText)))
            spoken = self.tr("{title}, undone").format(title=title)
            line.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        return line

    def _mark_current(self) -> None:
        """Point at the last line that is in effect."""
        self._current.setIcon(icon("eye") if self._current.data(self.VIEW_ROLE) else QIcon())
        done = [row for row, entry in enumerate(self._listed, 1) if not entry.undone]
        self._current = self.list.item(done[-1] if done else 0)
        self._current.setIcon(icon("chevron-right"))
        if self.list.currentItem() is not self._current:
            self.list.setCurrentItem(self._current)
            self.list.scrollToItem(self._current)

    @Slot(QListWidgetItem)
    def _on_chosen(self, line: QListWidgetItem) -> None:
        self._bridge.go_to(int(line.data(self.ID_ROLE)))

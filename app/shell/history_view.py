"""The list of what was done; a click goes back (or forth) to that point."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Priority
from app.services.history import START, HistoryEntry
from app.shell.parts import muted, quiet_button
from app.widgets.icons import icon

logger = logging.getLogger(__name__)


class HistoryBridge(QObject):
    """Runs undo and redo in the background and tells the panels what to look at again.

    Args:
        context: of the open library.
        parent: owner.
    """

    refreshed = Signal(object)  # list[HistoryEntry]
    finished = Signal(str, object)  # "undo" or "redo", HistoryEntry or None
    _touched = Signal(str)  # crosses threads

    def __init__(self, context: PanelContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._history = context.services.history
        self._end: Callable[[], None] = self._history.subscribe(self._touched.emit)
        self._touched.connect(self._on_touched, Qt.ConnectionType.QueuedConnection)
        self.refresh()

    def close(self) -> None:
        """Listen no longer."""
        self._end()

    def refresh(self) -> None:
        """Read the history again."""
        job = self._context.jobs.submit(
            "io", lambda _context: self._history.entries(), replaces="history-entries"
        )
        job.succeeded.connect(self.refreshed)

    def undo(self) -> None:
        """Undo the latest command."""
        self._run(self._history.undo, self._on_undone)

    def redo(self) -> None:
        """Do the latest undone command again."""
        self._run(self._history.redo, self._on_redone)

    def go_to(self, entry: int) -> None:
        """Go to the point right after a command."""
        job = self._context.jobs.submit(
            "db", self._history.go_to, entry, priority=Priority.INTERACTIVE
        )
        job.failed.connect(self._on_failed)

    def _run(self, function: Callable[..., object], then: Callable[[object], None]) -> None:
        job = self._context.jobs.submit("db", function, priority=Priority.INTERACTIVE)
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

    @Slot(str)
    def _on_touched(self, touched: str) -> None:
        if touched in {"labels", "everything"}:
            self._context.shared.labels_changed.emit("history")
        if touched and touched != "labels":
            self._context.shared.items_changed.emit("history")
        self.refresh()


class HistoryView(QWidget):
    """All commands, the earliest first; undone ones are pale.

    Args:
        bridge: runs what is asked for.
        can_write: False where the library is read-only.
    """

    ID_ROLE = Qt.ItemDataRole.UserRole

    def __init__(
        self, bridge: HistoryBridge, *, can_write: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("What you did, earliest first"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setEnabled(can_write)
        self.list.setWordWrap(True)
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
        self.show_entries([])
        self._can_write = can_write

    @Slot(object)
    def show_entries(self, entries: list[HistoryEntry]) -> None:
        """List the commands."""
        self.list.clear()
        first = QListWidgetItem(self.tr("The beginning"), self.list)
        first.setData(self.ID_ROLE, START)
        pale = self.palette().color(QPalette.ColorRole.PlaceholderText)
        current = first
        for entry in entries:
            local = entry.at.astimezone()
            line = QListWidgetItem(f"{entry.title}\n{local:%H:%M}", self.list)
            line.setData(self.ID_ROLE, entry.id)
            line.setToolTip(f"{entry.title} · {local:%Y-%m-%d %H:%M:%S}")
            if entry.undone:
                line.setForeground(QColor(pale))
                line.setData(
                    Qt.ItemDataRole.AccessibleTextRole,
                    self.tr("{title}, undone").format(title=entry.title),
                )
            else:
                current = line
        current.setIcon(icon("chevron-right"))
        self.list.setCurrentItem(current)
        self.list.scrollToItem(current)
        self.undo.setEnabled(any(not entry.undone for entry in entries))
        self.redo.setEnabled(any(entry.undone for entry in entries))

    @Slot(QListWidgetItem)
    def _on_chosen(self, line: QListWidgetItem) -> None:
        if self._can_write:
            self._bridge.go_to(int(line.data(self.ID_ROLE)))

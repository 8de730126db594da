"""The buckets at the side: choose one, drop pictures on one, order them about."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QInputDialog,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QWidget,
)

from app.widgets.grid_model import ITEMS_MIME, decode_items
from app.widgets.numbers import numeral
from app.widgets.paint import soft_ink

NAME = Qt.ItemDataRole.UserRole


class BucketList(QListWidget):
    """Buckets with their sizes. Keys: F2 renames, Delete deletes, Enter shows what is in one."""

    chosen = Signal(str)
    shown_wanted = Signal(str)
    items_dropped = Signal(str, object)  # bucket ("" for a new one), item ids
    rename_wanted = Signal(str, str)
    delete_wanted = Signal(str)
    merge_wanted = Signal(str, str)  # what goes, into what
    subtract_wanted = Signal(str, str)  # from what, what goes

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.can_write = True
        self.setAccessibleName(self.tr("Buckets"))
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(True)
        self.currentItemChanged.connect(self._on_current)
        self.itemActivated.connect(self._on_activated)

    def show_buckets(self, sizes: Mapping[str, int], current: str) -> None:
        """Show these buckets, one of them chosen."""
        with QSignalBlocker(self):
            self.clear()
            for name, size in sizes.items():
                entry = QListWidgetItem(f"{name}  ({numeral(size)})")
                entry.setData(NAME, name)
                entry.setToolTip(self.tr("Drop pictures here to put them into “%s”") % name)
                self.addItem(entry)
                if name == current:
                    self.setCurrentItem(entry)

    @property
    def current_name(self) -> str:
        """Name of the bucket that is chosen, "" for none."""
        entry = self.currentItem()
        return str(entry.data(NAME)) if entry is not None else ""

    def names(self) -> list[str]:
        """Return the names of the buckets, in order."""
        return [str(self.item(row).data(NAME)) for row in range(self.count())]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows; where there are none, what a bucket is for."""
        super().paintEvent(event)
        if self.count():
            return
        painter = QPainter(self.viewport())
        painter.setPen(soft_ink(self.palette()))
        place = self.viewport().rect().adjusted(8, 12, -8, -8)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(place, int(flags), self.tr("Buckets keep what you look for."))
        painter.end()

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_current(self, entry: QListWidgetItem | None, _before: object) -> None:
        if entry is not None:
            self.chosen.emit(str(entry.data(NAME)))

    @Slot(QListWidgetItem)
    def _on_activated(self, entry: QListWidgetItem) -> None:
        self.shown_wanted.emit(str(entry.data(NAME)))

    # -- drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take items."""
        if self.can_write and event.mimeData().hasFormat(ITEMS_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take items, on a bucket or below them."""
        if self.can_write and event.mimeData().hasFormat(ITEMS_MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which bucket was meant; below all of them, a new one."""
        if items := decode_items(event.mimeData()):
            event.acceptProposedAction()
            entry = self.itemAt(event.position().toPoint())
            self.items_dropped.emit("" if entry is None else str(entry.data(NAME)), items)

    # -- what can be done with a bucket

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rename with F2, delete with Delete; everything else as usual."""
        if event.key() == Qt.Key.Key_F2 and self.current_name and self.can_write:
            self.ask_name(self.current_name)
        elif event.key() == Qt.Key.Key_Delete and self.current_name and self.can_write:
            self.delete_wanted.emit(self.current_name)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a bucket."""
        entry = self.itemAt(event.pos())
        if entry is not None:
            self.menu_for(str(entry.data(NAME))).popup(event.globalPos())

    def menu_for(self, name: str) -> QMenu:
        """Return the menu of a bucket."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Show what is in it"), partial(self.shown_wanted.emit, name))
        rename = menu.addAction(self.tr("Rename …"), partial(self.ask_name, name))
        others = [other for other in self.names() if other != name]
        into = menu.addMenu(self.tr("Merge into"))
        out = menu.addMenu(self.tr("Take out what is also in"))
        for other in others:
            into.addAction(other, partial(self.merge_wanted.emit, name, other))
            out.addAction(other, partial(self.subtract_wanted.emit, name, other))
        delete = menu.addAction(self.tr("Delete"), partial(self.delete_wanted.emit, name))
        for entry in (rename, delete):
            entry.setEnabled(self.can_write)
        for part in (into, out):
            part.setEnabled(self.can_write and bool(others))
        return menu

    def ask_name(self, name: str) -> None:
        """Ask for another name."""
        title, label = self.tr("Rename bucket"), self.tr("Name:")
        new, accepted = QInputDialog.getText(self, title, label, text=name)
        if accepted and new.strip():
            self.rename_wanted.emit(name, new.strip())

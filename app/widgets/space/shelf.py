"""The shelf: items that were kept, in an order of their own."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QMimeData, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.widgets.controls import icon_button
from app.widgets.grid_model import ITEMS_MIME, decode_items, encode_items
from app.widgets.item_menu import item_menu
from app.widgets.paint import soft_ink
from app.widgets.thumbnails import ThumbnailLoader
from common.selection import Selection

PICTURE = QSize(84, 62)
ROLE = Qt.ItemDataRole.UserRole


class ShelfList(QListWidget):
    """A row of pictures: drag reorders, drags out and takes in, Delete removes."""

    changed = Signal()

    def __init__(self, context: PanelContext, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._source = source
        self._echo = False
        self._loader = ThumbnailLoader(context.services.items, context.jobs, self)
        self._loader.loaded.connect(self._on_loaded)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setIconSize(PICTURE)
        self.setFixedHeight(PICTURE.height() + 26)
        self.setSpacing(2)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Shelf"))
        self.itemSelectionChanged.connect(self._on_selected)
        self.itemDoubleClicked.connect(self._on_opened)
        context.shared.selection_changed.connect(self._on_shared)

    def kept(self) -> list[int]:
        """Return what stands on the shelf, in order."""
        return [int(self.item(row).data(ROLE)) for row in range(self.count())]

    def chosen(self) -> list[int]:
        """Return what is selected on the shelf, or all of it where nothing is."""
        found = [int(one.data(ROLE)) for one in self.selectedItems()]
        return found or self.kept()

    def put(self, items: Iterable[int], row: int = -1) -> None:
        """Put items on the shelf, those that stand there already elsewhere.

        Args:
            items: what.
            row: before which place; -1 for the end.
        """
        new = list(dict.fromkeys(int(item) for item in items))
        order = self.kept()
        row = len(order) if row < 0 else row
        ahead = [one for one in order[:row] if one not in new]
        behind = [one for one in order[row:] if one not in new]
        self.set_items([*ahead, *new, *behind])

    def set_items(self, items: Sequence[int]) -> None:
        """Replace what stands on the shelf."""
        if list(items) == self.kept():
            return
        self._echo = True
        self.clear()
        blank = QPixmap(PICTURE)
        blank.fill(Qt.GlobalColor.transparent)
        for item in items:
            entry = QListWidgetItem(QIcon(blank), "")
            entry.setData(ROLE, int(item))
            entry.setSizeHint(PICTURE + QSize(8, 8))
            self.addItem(entry)
        self._echo = False
        self._loader.want(list(items))
        self._on_loaded(set(items))
        self.changed.emit()

    def remove_chosen(self) -> None:
        """Take what is selected off the shelf."""
        gone = {int(one.data(ROLE)) for one in self.selectedItems()}
        if gone:
            self.set_items([one for one in self.kept() if one not in gone])

    @Slot(object)
    def _on_loaded(self, items: set[int]) -> None:
        for row in range(self.count()):
            entry = self.item(row)
            item = int(entry.data(ROLE))
            if item in items:
                pixmap = self._loader.pixmap(item)
                summary = self._loader.summary(item)
                if pixmap is not None:
                    entry.setIcon(QIcon(pixmap))
                if summary is not None:
                    entry.setToolTip(summary.name)
                    entry.setData(Qt.ItemDataRole.AccessibleTextRole, summary.name)

    @Slot()
    def _on_selected(self) -> None:
        if not self._echo and self.hasFocus() and self.selectedItems():
            self._context.shared.select(self.chosen(), self._source)

    @Slot(object, str)
    def _on_shared(self, items: Selection, source: str) -> None:
        if source == self._source:
            return
        self._echo = True
        for row in range(self.count()):
            self.item(row).setSelected(int(self.item(row).data(ROLE)) in items)
        self._echo = False

    @Slot(QListWidgetItem)
    def _on_opened(self, entry: QListWidgetItem) -> None:
        self._context.shared.opened.emit(int(entry.data(ROLE)), 0.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row, or say how something comes here."""
        super().paintEvent(event)
        if not self.count():
            painter = QPainter(self.viewport())
            painter.setPen(soft_ink(self.palette()))
            area = self.viewport().rect().adjusted(12, 4, -12, -4)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            text = self.tr("The shelf: K keeps the current picture, or drop some here")
            painter.drawText(area, flags, text)

    # -- input

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove, or move what is current with Ctrl and an arrow."""
        key = event.key()
        is_held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_chosen()
        elif is_held and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._shift(-1 if key == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def _shift(self, step: int) -> None:
        row, order = self.currentRow(), self.kept()
        goal = row + step
        if 0 <= row < len(order) and 0 <= goal < len(order):
            order[row], order[goal] = order[goal], order[row]
            self.set_items(order)
            self.setCurrentRow(goal)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the actions for what is selected."""
        if self.selectedItems():
            self._context.shared.select(self.chosen(), self._source)
            item_menu(self._context, self).popup(event.globalPos())

    def mimeData(self, entries: Sequence[QListWidgetItem]) -> QMimeData:
        """Return items as all panels take them."""
        data = QMimeData()
        data.setData(ITEMS_MIME, encode_items([int(one.data(ROLE)) for one in entries]))
        return data

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take items."""
        if event.mimeData().hasFormat(ITEMS_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take items anywhere."""
        if event.mimeData().hasFormat(ITEMS_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put items where they are dropped."""
        items = decode_items(event.mimeData())
        if not items:
            return
        under = self.itemAt(event.position().toPoint())
        row = -1 if under is None else self.row(under)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.put(items, row)


class Shelf(QWidget):
    """The shelf with its buttons.

    Args:
        context: services, jobs, shared state, actions.
        source: name told to SharedState with a selection.
        parent: owner.
    """

    changed = Signal()

    def __init__(self, context: PanelContext, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._source = source
        self.list = ShelfList(context, source, self)
        self.list.changed.connect(self._on_changed)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(2)
        rows = QVBoxLayout()
        rows.setSpacing(2)
        for name, tip, run in (
            ("star", self.tr("Keep the selected items on the shelf (K)"), self.keep),
            ("search", self.tr("Use as example: search for more like these"), self._find),
            ("bucket", self.tr("Put these into a bucket"), self._to_bucket),
            (
                "remove",
                self.tr("Take the selected ones off the shelf (Delete)"),
                self.list.remove_chosen,
            ),
        ):
            button = icon_button(name, tip, run, flat=True)
            self.buttons.addWidget(button)
        rows.addLayout(self.buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 2, 4, 2)
        layout.addLayout(rows)
        layout.addWidget(self.list, 1)
        self.setAcceptDrops(True)

    def keep(self) -> None:
        """Put the selected items on the shelf."""
        self.list.put(self._context.shared.selection)

    def _find(self) -> None:
        self._act("item.find-similar")

    def _to_bucket(self) -> None:
        self._act("item.add-to-bucket")

    def _act(self, name: str) -> None:
        """Run an action of items on what is selected on the shelf, or on all of it."""
        chosen = self.list.chosen()
        if chosen and any(one.name == name for one in self._context.actions.all()):
            self._context.shared.select(chosen, self._source)
            self._context.actions.trigger(name)

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit()

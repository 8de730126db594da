"""Grids that take dropped items, and one whose items the user puts in order."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.context import PanelContext
from app.widgets.grid import ThumbnailGrid
from app.widgets.grid_model import ITEMS_MIME, decode_items

LINE = 3  # pixels, thickness of the mark where dropped items will go


class DropGrid(ThumbnailGrid):
    """A grid that takes dropped items."""

    items_dropped = Signal(object)  # list of item ids

    def __init__(self, context: PanelContext, source: str, parent: QWidget | None = None) -> None:
        super().__init__(context, source, parent)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take items."""
        if event.mimeData().hasFormat(ITEMS_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take items from anywhere but here."""
        if event.mimeData().hasFormat(ITEMS_MIME) and event.source() is not self:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped."""
        items = decode_items(event.mimeData())
        if items and event.source() is not self:
            event.acceptProposedAction()
            self.items_dropped.emit(items)


class OrderedGrid(DropGrid):
    """A list in the user's order: rows are dragged, or moved with Alt and the arrow keys.

    The grid changes nothing itself: it tells the order that is wanted.
    """

    order_wanted = Signal(object)  # list of item ids: the whole list in its new order
    removal_wanted = Signal(object)  # list of item ids

    def __init__(self, context: PanelContext, source: str, parent: QWidget | None = None) -> None:
        super().__init__(context, source, parent)
        self._gap = -1  # row before which a drop would put its items
        self.setAccessibleDescription(
            self.tr("Alt with the arrow keys moves the selected items, Delete takes them out.")
        )

    def place(self, items: Sequence[int], row: int) -> list[int]:
        """Return the order after items were put before a row; those new to it come in.

        Args:
            items: item ids, in the order wanted.
            row: 0 to the length of the list; counted before anything moves.
        """
        moved = list(dict.fromkeys(items))
        there = self.hits.items()
        chosen = set(moved)
        before = [item for item in there[:row] if item not in chosen]
        return [*before, *moved, *(item for item in there[row:] if item not in chosen)]

    def move_selected(self, step: int) -> None:
        """Move the selected rows up (-1) or down (1) by one; they stay in their order."""
        items = self.hits.items()
        rows = sorted(row for item in self.selected_items() if (row := self.hits.row_of(item)) >= 0)
        if not rows or (rows[0] if step < 0 else len(items) - 1 - rows[-1]) < 1:
            return
        target = rows[0] - 1 if step < 0 else rows[-1] + 2
        self.order_wanted.emit(self.place([items[row] for row in rows], target))

    def gap_at(self, point: QPoint) -> int:
        """Return the row before which something dropped at a point of the viewport would go."""
        index = self.indexAt(point)
        if not index.isValid():
            return self.hits.rowCount()
        cell = self.visualRect(index)
        if self.is_list:
            is_after = point.y() > cell.center().y()
        else:
            is_after = (point.x() > cell.center().x()) != self.isRightToLeft()
        return index.row() + int(is_after)

    # -- Qt

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the items would go."""
        if event.mimeData().hasFormat(ITEMS_MIME):
            event.acceptProposedAction()
            self._show_gap(self.gap_at(event.position().toPoint()))
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the mark away."""
        self._show_gap(-1)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell the order with the dropped items in their new place."""
        self._show_gap(-1)
        items = decode_items(event.mimeData())
        if items:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if event.source() is self:
                items.sort(key=self.hits.row_of)
            wanted = self.place(items, self.gap_at(event.position().toPoint()))
            if wanted != self.hits.items():
                self.order_wanted.emit(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Alt and the arrows, take out with Delete; everything else as usual."""
        key = event.key()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in steps:
            self.move_selected(steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            selected = set(self.selected_items())
            if chosen := [item for item in self.hits.items() if item in selected]:
                self.removal_wanted.emit(chosen)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows and the mark where a drop would go."""
        super().paintEvent(event)
        if self._gap < 0:
            return
        painter = QPainter(self.viewport())
        painter.fillRect(self._mark(), self.palette().highlight())
        painter.end()

    def _show_gap(self, gap: int) -> None:
        if gap != self._gap:
            self._gap = gap
            self.viewport().update()

    def _mark(self) -> QRect:
        """Return the line between the rows around the gap."""
        count = self.hits.rowCount()
        if not count:
            return QRect(0, 0, self.viewport().width(), LINE)
        is_end = self._gap >= count
        cell = self.visualRect(self.hits.index(min(self._gap, count - 1)))
        if self.is_list:
            top = cell.bottom() if is_end else cell.top()
            return QRect(cell.left(), top - LINE // 2, cell.width(), LINE)
        left = cell.right() if is_end != self.isRightToLeft() else cell.left()
        return QRect(left - LINE // 2, cell.top(), LINE, cell.height())

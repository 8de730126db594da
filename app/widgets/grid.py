"""A grid (or list) of thumbnails that stays fluid at a hundred thousand rows."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.context import PanelContext
from app.widgets.grid_model import HitModel, Role
from app.widgets.item_menu import item_menu
from app.widgets.thumbnails import ThumbnailLoader
from app.widgets.uniform_grid import MAX_SIDE, MIN_SIDE, Index, UniformGrid, runs
from common.selection import Selection
from common.values import Hit

_PAGE_AHEAD = 1  # screens that are loaded beyond the visible one


class ThumbnailGrid(UniformGrid):
    """Shows hits as cells of one size; where a cell is follows from its row by arithmetic.

    The selection is the shared one. Keys: arrows, Home, End, Page Up and Down move, with Shift they
    select; Enter opens, Space previews, Ctrl+A selects all, Esc clears; Ctrl+wheel resizes.

    Args:
        context: services, jobs, shared state and actions.
        source: name of the panel, told to SharedState.
        parent: owner.
    """

    opened = Signal(int, float)  # item, seconds
    label_requested = Signal(int, int)  # item, +1 or -1
    side_changed = Signal(int)  # pixels
    escaped = Signal()  # Esc with nothing selected

    def __init__(self, context: PanelContext, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._source = source
        self._echo = False
        self.loader = ThumbnailLoader(context.services.items, context.jobs, self)
        self.hits = HitModel(self.loader, self)
        self.setModel(self.hits)
        self.hits.rowsInserted.connect(self._on_length)
        self.hits.rowsRemoved.connect(self._on_length)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setAccessibleName(self.tr("Results"))
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.doubleClicked.connect(self._open)
        context.shared.selection_changed.connect(self._on_shared_selection)
        context.shared.items_changed.connect(self._on_items_changed)

    # -- what is shown

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show other hits, best first, from the top."""
        self.hits.set_hits(hits)
        self.updateGeometries()
        self._take_selection(self._context.shared.selection)
        self.verticalScrollBar().setValue(0)  # what is selected may lie far below
        self._wish.start()

    @property
    def is_idle(self) -> bool:
        """Whether the pictures of the visible rows were asked for."""
        return not self._wish.isActive()

    def refresh(self) -> None:
        """Load and draw what is visible now."""
        self.viewport().update()
        self._wish.start()

    def show_labels(self, labels: Mapping[int, int]) -> None:
        """Mark labelled items."""
        self.hits.set_labels(labels)

    def offer_labels(self, *, on: bool) -> None:
        """Offer plus and minus on the cell under the mouse."""
        self._offers_labels = on

    def set_side(self, side: int) -> None:
        """Change the size of the pictures, pixels; what is in the middle stays there."""
        side = max(MIN_SIDE, min(MAX_SIDE, side))
        if side != self._side:
            self._side = side
            self._relayout()
            self.side_changed.emit(side)

    def set_list(self, *, on: bool) -> None:
        """Show rows with texts, or cells."""
        self._as_list = self.cells.as_list = on
        self._relayout()

    def set_columns(self, columns: int, rows: int = 0) -> None:
        """Fill the view with so many columns and rows; 0 follows the size of the pictures."""
        self._fixed_columns, self._fixed_rows = columns, rows
        self._relayout()

    def select_row(self, row: int) -> None:
        """Select one row, make it current and visible."""
        if 0 <= row < self.hits.rowCount():
            index = self.hits.index(row)
            self.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            self.scrollTo(index)

    def current_item(self) -> int | None:
        """Return the item the keyboard is on, or None."""
        index = self.currentIndex()
        return int(index.data(Role.ITEM)) if index.isValid() else None

    def _relayout(self) -> None:
        middle = self.indexAt(self.viewport().rect().center())
        kept = middle if middle.isValid() else self.currentIndex()
        self.updateGeometries()
        if kept.isValid():
            self.scrollTo(kept, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.viewport().update()
        self._wish.start()

    def selected_items(self) -> list[int]:
        """Return the selected items in order of rows, the current one last."""
        spans = sorted(
            (part.top(), part.bottom()) for part in self.selectionModel().selection().toList()
        )
        hits = self.hits.hits
        items = [hit.item for top, bottom in spans for hit in hits[top : bottom + 1]]
        current = self.currentIndex()
        if current.isValid() and self.selectionModel().isSelected(current):
            item = int(current.data(Role.ITEM))
            if not items or items[-1] != item:
                items = [other for other in items if other != item] + [item]
        return items

    def _on_selection(self, *_changes: object) -> None:
        if not self._echo:
            self._context.shared.select(self.selected_items(), self._source)

    def _on_current(self, current: Index, _previous: Index) -> None:
        """Tell which of the selected ones is current.

        Qt makes the first row current where the keyboard comes to a grid that has none; what is
        selected elsewhere stays.
        """
        if self.selectionModel().isSelected(current):
            self._on_selection()

    def _on_shared_selection(self, items: Selection, source: str) -> None:
        if source != self._source:
            self._take_selection(items)

    def _rows_of(self, items: Selection) -> list[int]:
        """Return the rows of those of items that are shown, that of the current one last."""
        if len(items) <= self.hits.rowCount():
            return [row for item in items if (row := self.hits.row_of(item)) >= 0]
        # More are selected than shown, perhaps a million: ask for those that are shown.
        rows = [row for row, hit in enumerate(self.hits.hits) if hit.item in items]
        current = self.hits.row_of(items[-1])
        return [*(row for row in rows if row != current), current] if current >= 0 else rows

    def _take_selection(self, items: Selection) -> None:
        """Select those of items that are shown, and bring the current one into view."""
        rows = self._rows_of(items)
        selection = QItemSelection()
        for first, last in runs(sorted(set(rows))):
            selection.select(self.hits.index(first), self.hits.index(last))
        self._echo = True
        try:
            model = self.selectionModel()
            if rows:
                current = self.hits.index(rows[-1])
                model.setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)
            model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        finally:
            self._echo = False
        if rows:
            self.scrollTo(self.hits.index(rows[-1]))

    def _on_length(self) -> None:
        self.updateGeometries()
        self.refresh()

    def _on_items_changed(self, _source: str) -> None:
        self.loader.forget()
        self._wish.start()

    # -- input

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, preview and clear; everything else as usual."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._open(self.currentIndex())
        elif key == Qt.Key.Key_Escape:
            if self.selectionModel().hasSelection():
                self.clearSelection()
            else:
                self.escaped.emit()
        elif event.text() and event.text().isprintable() and not _is_command(event):
            event.ignore()  # letters belong to the panel's shortcuts, not to a search by typing
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Label on a mark, begin a rubber band on empty ground, select elsewhere."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and self._offers_labels:
            for value, zone in zip(
                (1, -1), self.cells.label_zones(self.visualRect(index)), strict=True
            ):
                if zone.contains(point):
                    self.label_requested.emit(int(index.data(Role.ITEM)), value)
                    return
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl change the size of the pictures."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_side(round(self._side * 1.0015 ** event.angleDelta().y()))
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Repaint when the mouse leaves, so that no cell stays lit."""
        if event.type() == QEvent.Type.Leave:
            self.viewport().update()
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the actions for the selection."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            if index.isValid() and not self.selectionModel().isSelected(index):
                self.select_row(index.row())
        if self._context.shared.selection:
            menu = item_menu(self._context, self)
            menu.popup(event.globalPos())

    def _open(self, index: Index) -> None:
        if index.isValid():
            hit: Hit = index.data(Role.HIT)
            summary = index.data(Role.SUMMARY)
            start = hit.start_s
            if start is None and summary is not None:
                start = summary.start_s
            self.opened.emit(hit.item, float(start or 0.0))
            self._context.shared.opened.emit(hit.item, float(start or 0.0))

    def _on_view_settled(self) -> None:
        """Ask the loader for the visible rows, then for the screen after and before them."""
        shown = self.cell_size().width() if self._fixed_columns else self._side
        self.loader.use_side(shown * self.devicePixelRatioF())
        rows = self.visible_rows()
        ahead = len(rows) * _PAGE_AHEAD
        count = self.hits.rowCount()
        order = [*rows, *range(rows.stop, min(count, rows.stop + ahead))]
        order += range(max(0, rows.start - ahead), rows.start)
        hits = self.hits.all_hits
        self.loader.want([hits[row].item for row in order])


def _is_command(event: QKeyEvent) -> bool:
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(event.modifiers() & (held | Qt.KeyboardModifier.MetaModifier))

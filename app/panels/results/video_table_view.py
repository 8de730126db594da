"""The table of whole videos under the hand."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.context import PanelContext
from app.panels.results.video_table import FIXED, VideoDelegate, VideoModel
from app.services.types import VideoTable
from app.widgets.item_menu import item_menu
from app.widgets.thumbnails import ThumbnailLoader
from common.selection import Selection

_WIDTHS = (230, 64, 66)  # pixels, of the columns before the concepts
_LEAST_WIDTH = 116  # pixels, of a concept
_GROUP_HEIGHT = 26
_ROW_HEIGHT = 50


class VideoTableView(QTableView):
    """Videos in lines, concepts in columns; a cell stands for a frame.

    Arrows move from cell to cell and select what it stands for; Space opens it.

    Args:
        context: services, jobs, shared state and actions.
        source: name of the view, told to SharedState.
        parent: owner.
    """

    head_chosen = Signal(int)  # column

    def __init__(self, context: PanelContext, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._source = source
        self.loader = ThumbnailLoader(context.services.items, context.jobs, self)
        self.loader.loaded.connect(self._on_loaded)
        self.videos = VideoModel(self.loader, self)
        self.cells = VideoDelegate(self)
        self.setModel(self.videos)
        self.setItemDelegate(self.cells)
        self._row_height = _ROW_HEIGHT
        self._wish = QTimer(self, singleShot=True, interval=0)
        self._wish.timeout.connect(self._ask)
        self._prepare()
        self.selectionModel().selectionChanged.connect(self._on_selected)
        context.shared.selection_changed.connect(self._on_shared_selection)
        context.shared.items_changed.connect(self._on_items_changed)

    def _prepare(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(_GROUP_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        head.setToolTip(self.tr("Click to sort the videos by this column"))
        head.sectionClicked.connect(self.head_chosen)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def is_idle(self) -> bool:
        """Whether the visible pictures were asked for."""
        return not self._wish.isActive()

    def show_table(
        self, table: VideoTable, *, grouped: bool, by_sure: bool, sorted_by: int
    ) -> None:
        """Show other videos.

        Args:
            table: what.
            grouped: with a line above each group.
            by_sure: bars say confidence, else frequency.
            sorted_by: column that decides the order, -1 for none.
        """
        self.clearSpans()
        self.cells.by_sure = by_sure
        self.videos.set_table(table, grouped=grouped)
        self.verticalHeader().setDefaultSectionSize(self._row_height)
        for line in self.videos.group_lines():
            self.setSpan(line, 0, 1, self.videos.columnCount())
            self.setRowHeight(line, _GROUP_HEIGHT)
        head = self.horizontalHeader()
        head.setSortIndicatorShown(sorted_by >= 0)
        if sorted_by >= 0:
            head.setSortIndicator(sorted_by, Qt.SortOrder.DescendingOrder)
        self._fit()
        self._take_selection(self._context.shared.selection)
        self._wish.start()

    def set_side(self, side: int) -> None:
        """Take another height of lines, from the width of pictures elsewhere."""
        self._row_height = max(36, min(110, side * 3 // 8))
        groups = set(self.videos.group_lines())
        self.verticalHeader().setDefaultSectionSize(self._row_height)
        for line in groups:
            self.setRowHeight(line, _GROUP_HEIGHT)
        self._wish.start()

    def refresh(self) -> None:
        """Load and draw what is visible now."""
        self._wish.start()
        self.viewport().update()

    def _fit(self) -> None:
        """Share the width among the concepts, as far as it goes."""
        concepts = self.videos.columnCount() - FIXED
        room = self.viewport().width() - sum(_WIDTHS[1:])
        title = max(140, min(_WIDTHS[0], room // 3))
        widths = [title, *_WIDTHS[1:]]
        if concepts:
            each = max(_LEAST_WIDTH, min(260, (room - title) // concepts))
            widths[0] = max(title, room - each * concepts)
            widths += [each] * concepts
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._fit()
        self._wish.start()

    def _on_scrolled(self, _value: int) -> None:
        self._wish.start()

    def _on_loaded(self, _items: object) -> None:
        self.viewport().update()

    def _on_items_changed(self, _source: str) -> None:
        self.loader.forget()
        self.refresh()

    def visible_lines(self) -> range:
        """Return the lines that are seen."""
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else self.videos.rowCount() - 1) + 1)

    def _ask(self) -> None:
        if not self.isVisible():
            return
        self.loader.use_side(self._row_height * 16 / 9 * self.devicePixelRatioF())
        lines = self.visible_lines()
        ahead = range(lines.stop, min(self.videos.rowCount(), lines.stop + len(lines)))
        columns = (0, *range(FIXED - 1, self.videos.columnCount()))
        items = [self.videos.item_at(n, column) for n in (*lines, *ahead) for column in columns]
        self.loader.want([item for item in items if item >= 0])

    # -- selection

    def _on_selected(self, *_changes: object) -> None:
        cells = sorted((i.row(), i.column()) for i in self.selectionModel().selectedIndexes())
        items = [self.videos.item_at(*cell) for cell in cells]
        current = self.currentIndex()
        if current.isValid() and self.selectionModel().isSelected(current):
            items.append(self.videos.item_at(current.row(), current.column()))
        kept = list(dict.fromkeys(reversed([item for item in items if item >= 0])))
        self._context.shared.select(kept[::-1], self._source)

    def _on_shared_selection(self, items: Selection, source: str) -> None:
        if source != self._source:
            self._take_selection(items)

    def _take_selection(self, items: Selection) -> None:
        """Select the cells of the items that are selected elsewhere."""
        places = [self.videos.place_of(item) for item in items] if len(items) < 1000 else []
        found = [self.videos.index(*place) for place in places if place is not None]
        selection = QItemSelection()
        for index in found:
            selection.select(index, index)
        model = self.selectionModel()
        with QSignalBlocker(model):
            flags = QItemSelectionModel.SelectionFlag
            if found:
                model.setCurrentIndex(found[-1], flags.NoUpdate)
            model.select(selection, flags.ClearAndSelect)
        if found:
            self.scrollTo(found[-1])
        self.viewport().update()

    def current_item(self) -> int:
        """Return what the current cell stands for; -1 for nothing."""
        index = self.currentIndex()
        return self.videos.item_at(index.row(), index.column()) if index.isValid() else -1

    # -- input

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move as in any table; Space opens, other keys belong to the panel."""
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Space and plain and self.current_item() >= 0:
            self.open_current()
        elif key == Qt.Key.Key_Escape and self._context.shared.selection:
            self.clearSelection()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape) or (
            event.text() and event.text().isprintable() and plain
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: object) -> None:
        """Open what the cell stands for."""
        self.open_current()

    def open_current(self) -> None:
        """Play the video at the frame that the current cell stands for."""
        item = self.current_item()
        if item >= 0:
            summary = self.loader.summary(item)
            start = summary.start_s if summary is not None else None
            self._context.shared.opened.emit(item, float(start or 0.0))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the actions for the selection."""
        if self._context.shared.selection:
            item_menu(self._context, self).popup(event.globalPos())

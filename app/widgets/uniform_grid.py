"""An item view whose cells all have one size: where a cell is follows from its row."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QRubberBand,
    QStyle,
    QStyleOptionRubberBand,
    QStyleOptionViewItem,
    QWidget,
)

from app.widgets.grid_delegate import PADDING, HitDelegate

MIN_SIDE, MAX_SIDE, DEFAULT_SIDE = 48, 384, 136  # pixels, side of the box for a picture
_LIST_LINES = 4
Index = QModelIndex | QPersistentModelIndex
_Move = QAbstractItemView.CursorAction


class UniformGrid(QAbstractItemView):
    """Cells of one size in rows, or one wide cell a row: geometry, movement, rubber band, drawing.

    Nothing is laid out ahead, so the cost of a frame or a resize depends on what is visible only.

    Args:
        parent: owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = DEFAULT_SIDE
        self._as_list = False
        self._fixed_columns = 0
        self._fixed_rows = 0
        self._offers_labels = False
        self._band_from: QPoint | None = None
        self._band_to = QPoint()
        self.cells = HitDelegate(self._label_offer, self)
        self.setItemDelegate(self.cells)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self._wish = QTimer(self, singleShot=True, interval=0)
        self._wish.timeout.connect(self._on_view_settled)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def side(self) -> int:
        """Side of the box for a picture, pixels."""
        return self._side

    @property
    def is_list(self) -> bool:
        """Whether there is one wide cell a row."""
        return self._as_list

    def _label_offer(self) -> bool:
        return self._offers_labels

    def _rows_in_all(self) -> int:
        return self.model().rowCount() if self.model() is not None else 0

    def _on_scrolled(self, _value: int) -> None:
        self._wish.start()

    def _on_view_settled(self) -> None:
        """Called once after the visible rows changed; subclasses load them."""

    # -- geometry

    @property
    def columns(self) -> int:
        """Number of cells side by side."""
        return self._columns_in(self.viewport().width())

    def _columns_in(self, width: int) -> int:
        if self._as_list:
            return 1
        if self._fixed_columns:
            return self._fixed_columns
        return max(1, width // (self._side + 2 * PADDING))

    def cell_size(self) -> QSize:
        """Return the size of a cell, pixels; cells fill the width."""
        return self._cell_in(self.viewport().width())

    def _cell_in(self, whole: int) -> QSize:
        width = whole // self._columns_in(whole)
        if self._as_list:
            lines = self.fontMetrics().height() * _LIST_LINES + 2 * PADDING + 14
            return QSize(width, max(lines, self._side // 2))
        caption = self.cells.caption_height(self.fontMetrics())
        if self._fixed_rows:
            return QSize(
                width, max(MIN_SIDE + caption, self.viewport().height() // self._fixed_rows)
            )
        side = width if self._fixed_columns else min(self._side + 2 * PADDING, width)
        return QSize(width, max(16 + 2 * PADDING, side) + caption)

    def _height_in(self, width: int) -> int:
        """Return how high all cells are where the viewport is so wide, pixels."""
        return -(-self._rows_in_all() // self._columns_in(width)) * self._cell_in(width).height()

    def _cell(self, row: int) -> QRect:
        """Return where a row is, in the viewport."""
        size, columns = self.cell_size(), self.columns
        column = row % columns
        if self.isRightToLeft():
            column = columns - 1 - column
        top = row // columns * size.height() - self.verticalOffset()
        return QRect(QPoint(column * size.width(), top), size)

    def _rows_within(self, top: int, bottom: int) -> range:
        """Return the rows whose cells touch a stretch of the content, pixels."""
        height = self.cell_size().height()
        first = max(0, top // height) * self.columns
        return range(first, min(self._rows_in_all(), (bottom // height + 1) * self.columns))

    def visible_rows(self) -> range:
        """Return the rows that are visible."""
        offset = self.verticalOffset()
        return self._rows_within(offset, offset + self.viewport().height() - 1)

    def visualRect(self, index: Index) -> QRect:
        """Return where an index is, in the viewport."""
        return self._cell(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the index at a point of the viewport."""
        size = self.cell_size()
        column = point.x() // max(1, size.width())
        if not 0 <= column < self.columns or point.y() + self.verticalOffset() < 0:
            return QModelIndex()
        if self.isRightToLeft():
            column = self.columns - 1 - column
        row = (point.y() + self.verticalOffset()) // size.height() * self.columns + column
        return self.model().index(row, 0) if row < self._rows_in_all() else QModelIndex()

    def horizontalOffset(self) -> int:
        """Nothing scrolls sideways."""
        return 0

    def verticalOffset(self) -> int:
        """Return how far the view is scrolled, pixels."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: Index) -> bool:
        """No index is hidden."""
        return False

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll until index is visible."""
        if not index.isValid():
            return
        cell, view = self._cell(index.row()), self.viewport().rect()
        bar = self.verticalScrollBar()
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + cell.center().y() - view.center().y())
        elif hint == QAbstractItemView.ScrollHint.PositionAtTop or cell.top() < 0:
            bar.setValue(bar.value() + cell.top())
        elif cell.bottom() > view.bottom():
            bar.setValue(bar.value() + cell.bottom() - view.bottom())

    def updateGeometries(self) -> None:
        """Set the range of the scroll bar."""
        bar, view, whole = self.verticalScrollBar(), self.viewport(), self.maximumViewportSize()
        bar.setSingleStep(max(1, self.cell_size().height() // 3))
        bar.setPageStep(view.height())
        over = self._height_in(view.width()) - view.height()
        if over <= 0 and self._height_in(whole.width()) > whole.height():
            # Beside the bar all cells fit, as they are smaller there; without it they do not. A bar
            # that goes as soon as it has come would come and go for ever.
            over = 1
        bar.setRange(0, max(0, over))
        super().updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew; the first visible row stays visible."""
        rows = self.visible_rows()
        super().resizeEvent(event)
        self.updateGeometries()
        if self.verticalOffset() and len(rows):
            self.scrollTo(
                self.model().index(rows[0], 0), QAbstractItemView.ScrollHint.PositionAtTop
            )
        self._wish.start()

    # -- moving and selecting

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Return where a key leads."""
        last = self._rows_in_all() - 1
        if last < 0:
            return QModelIndex()
        row = self.currentIndex().row()
        if row < 0:
            return self.model().index(0, 0)
        page = max(1, self.viewport().height() // self.cell_size().height()) * self.columns
        forward = -1 if self.isRightToLeft() else 1
        steps = {
            _Move.MoveLeft: -forward,
            _Move.MoveRight: forward,
            _Move.MovePrevious: -1,
            _Move.MoveNext: 1,
            _Move.MoveUp: -self.columns,
            _Move.MoveDown: self.columns,
            _Move.MovePageUp: -page,
            _Move.MovePageDown: page,
            _Move.MoveHome: -last - 1,
            _Move.MoveEnd: last + 1,
        }
        target = row + steps[action]
        if action in {_Move.MoveUp, _Move.MoveDown} and not 0 <= target <= last:
            return self.model().index(row, 0)
        return self.model().index(max(0, min(last, target)), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select what a rectangle of the viewport touches; with Shift, the range up to it."""
        selection = QItemSelection()
        if self._band_from is None:
            # Qt spans the rectangle from the anchor to the new cell: what lies between them in
            # reading order is meant, not what the rectangle covers.
            ends = [self.indexAt(rect.topLeft()), self.indexAt(rect.bottomRight())]
            rows = sorted(index.row() for index in ends if index.isValid())
            if rows:
                selection.select(self.model().index(rows[0], 0), self.model().index(rows[-1], 0))
        else:
            offset = self.verticalOffset()
            rect = rect.normalized()
            within = self._rows_within(rect.top() + offset, rect.bottom() + offset)
            touched = [row for row in within if self._cell(row).intersects(rect)]
            for first, last in runs(touched):
                selection.select(self.model().index(first, 0), self.model().index(last, 0))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return the visible part of a selection."""
        region = QRegion()
        visible = self.visible_rows()
        for part in selection.toList():
            for row in range(max(part.top(), visible.start), min(part.bottom() + 1, visible.stop)):
                region += self._cell(row)
        return region

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a rubber band on empty ground, select elsewhere."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        if event.button() == Qt.MouseButton.LeftButton and not index.isValid():
            self._band_from = point + QPoint(0, self.verticalOffset())
            self._band_to = point
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stretch the rubber band."""
        if self._band_from is not None:
            self._band_to = event.position().toPoint()
            band = self._band()
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            flags = QItemSelectionModel.SelectionFlag
            self.setSelection(band, flags.Select if held else flags.ClearAndSelect)
            self.viewport().update()
            return
        super().mouseMoveEvent(event)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the rubber band."""
        self._band_from = None
        self.viewport().update()
        super().mouseReleaseEvent(event)

    # -- drawing

    def _band(self) -> QRect:
        assert self._band_from is not None
        return QRect(self._band_from - QPoint(0, self.verticalOffset()), self._band_to).normalized()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the visible cells only."""
        painter = QPainter(self.viewport())
        mouse = self.viewport().mapFromGlobal(self.cursor().pos())
        hovered = self.indexAt(mouse).row() if self.viewport().underMouse() else -1
        current = self.currentIndex().row()
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain_state = option.state & ~(
            QStyle.StateFlag.State_Selected
            | QStyle.StateFlag.State_HasFocus
            | QStyle.StateFlag.State_MouseOver
        )
        for row in self.visible_rows():
            cell = self._cell(row)
            if not event.region().intersects(cell):
                continue
            index = self.model().index(row, 0)
            option.rect = cell
            option.state = plain_state
            if self.selectionModel().isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if row == hovered:
                option.state |= QStyle.StateFlag.State_MouseOver
            if row == current and self.hasFocus():
                option.state |= QStyle.StateFlag.State_HasFocus
            self.cells.paint(painter, option, index)
        if self._band_from is not None:
            self._paint_band(painter)

    def _paint_band(self, painter: QPainter) -> None:
        option = QStyleOptionRubberBand()
        option.initFrom(self)
        option.shape = QRubberBand.Shape.Rectangle
        option.rect = self._band()
        self.style().drawControl(QStyle.ControlElement.CE_RubberBand, option, painter)


def runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return the runs of consecutive numbers in ascending rows as (first, last)."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs

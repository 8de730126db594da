"""A list of values of a facet: each can be wanted or unwanted, and shows what it would leave."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.services.facets import ValueCount
from app.widgets.filter_names import value_name
from app.widgets.numbers import numeral
from app.widgets.paint import NEGATIVE, POSITIVE, mix

Index = QModelIndex | QPersistentModelIndex
_PAD = 6  # pixels
_MARK = 15  # pixels, side of the box before a value
_MINUS = 22  # pixels, width of the zone behind it that excludes


class ValueModel(QAbstractListModel):
    """The values of one facet.

    Args:
        key: of the facet.
        parent: as in Qt.
    """

    ENTRY = Qt.ItemDataRole.UserRole

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.entries: tuple[ValueCount, ...] = ()

    def show_values(self, entries: tuple[ValueCount, ...]) -> None:
        """Show these values; the rows stay where they are if only counts differ."""
        if [one.value for one in entries] == [one.value for one in self.entries]:
            self.entries = entries
            if entries:
                self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as in Qt
        """Return how many values are listed."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return name, words for screen readers, tooltip or the entry itself."""
        if not index.isValid() or index.row() >= len(self.entries):
            return None
        entry = self.entries[index.row()]
        if role == self.ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return value_name(self._key, entry.value)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            tip = self.tr("Click: only these. Alt+click or −: all but these.")
            return f"{self._spoken(entry)}\n{tip}"
        return None

    def _spoken(self, entry: ValueCount) -> str:
        name = value_name(self._key, entry.value)
        text = self.tr("{name}: {count} items").format(name=name, count=numeral(entry.count))
        if entry.state > 0:
            return self.tr("%s, wanted") % text
        return self.tr("%s, not wanted") % text if entry.state < 0 else text


class _ValueDelegate(QStyledItemDelegate):
    """Draws a box with a tick or a minus, the name, the count and a bar as long as it is large."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.largest = 1

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size of a row."""
        return QSize(80, option.fontMetrics.height() + 7)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        entry: ValueCount = index.data(ValueModel.ENTRY)
        is_over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        palette = QGuiApplication.palette()  # that of the option has no colours of a flat list
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(option.rect).adjusted(1, 1, -1, -1)
        base, text = (
            palette.color(QPalette.ColorRole.Window),
            palette.color(QPalette.ColorRole.Text),
        )
        if is_over or has_focus:
            painter.setPen(
                palette.color(QPalette.ColorRole.Highlight) if has_focus else mix(base, text, 0.07)
            )
            painter.setBrush(mix(base, text, 0.07))
            painter.drawRoundedRect(row, 4, 4)
        self._draw_bar(painter, row, entry, palette)
        mark = QRectF(row.left() + _PAD, row.center().y() - _MARK / 2, _MARK, _MARK)
        _draw_mark(painter, mark, entry.state, mix(base, text, 0.55))
        pale = entry.count == 0 and not entry.state
        painter.setPen(mix(base, text, 0.5) if pale else text)
        self._draw_words(painter, option, row, entry, str(index.data()), can_leave=is_over)
        painter.restore()

    def _draw_bar(
        self, painter: QPainter, row: QRectF, entry: ValueCount, palette: QPalette
    ) -> None:
        room = row.width() - 2 * _PAD - _MARK - 8
        width = room * min(1.0, entry.count / max(1, self.largest))
        bar = QRectF(row.left() + _PAD + _MARK + 6, row.bottom() - 3, max(0.0, width), 2)
        colour = QColor(palette.color(QPalette.ColorRole.Highlight))
        colour.setAlphaF(0.55)
        painter.fillRect(bar, colour)

    def _draw_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        row: QRectF,
        entry: ValueCount,
        name: str,
        *,
        can_leave: bool,
    ) -> None:
        metrics = option.fontMetrics
        count = numeral(entry.count)
        end = row.right() - _PAD
        if can_leave:
            painter.drawText(
                QRectF(end - _MINUS + 4, row.top(), _MINUS, row.height()),
                Qt.AlignmentFlag.AlignCenter,
                "−",
            )
            end -= _MINUS
        wide = metrics.horizontalAdvance(count)
        painter.drawText(
            QRectF(end - wide, row.top(), wide + 1, row.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            count,
        )
        left = row.left() + _PAD + _MARK + 6
        font = option.font
        font.setBold(entry.state != 0)
        font.setStrikeOut(entry.state < 0)
        painter.setFont(font)
        room = end - wide - 8 - left
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(
            QRectF(left, row.top(), room, row.height()), Qt.AlignmentFlag.AlignVCenter, shown
        )


def _draw_mark(painter: QPainter, box: QRectF, state: int, frame: QColor) -> None:
    """Draw an empty box, a tick on green or a minus on red; shapes tell them apart too."""
    colour = {1: POSITIVE, -1: NEGATIVE}.get(state)
    painter.setPen(QPen(colour or frame, 1.2))
    painter.setBrush(colour or Qt.BrushStyle.NoBrush)
    inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inner, 3, 3)
    painter.setPen(QPen(QColor("white"), 2))
    middle = inner.center()
    if state > 0:
        points = [(-3.5, 0.2), (-1.0, 2.8), (3.8, -2.8)]
        painter.drawPolyline([middle + QPointF(x, y) for x, y in points])
    elif state < 0:
        painter.drawLine(middle + QPointF(-3.2, 0), middle + QPointF(3.2, 0))


class ValueList(QListView):
    """Values of a facet, as high as it needs to be.

    Space or Enter (a click) asks for a value, once more takes it back; minus or Alt+Enter
    (Alt+click, a click on the −) excludes it; Delete takes either away.
    """

    toggled = Signal(str, bool)  # value, exclude

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = _ValueDelegate(self)
        self.values = ValueModel(key, self)
        self.setModel(self.values)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("flat", "true")
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def show_values(self, entries: tuple[ValueCount, ...]) -> None:
        """Show values with their counts; the row with the keyboard keeps it."""
        current = self.currentIndex().row()
        self._delegate.largest = max((one.count for one in entries), default=1)
        self.values.show_values(entries)
        if current >= 0 and not self.currentIndex().isValid():
            self.setCurrentIndex(self.values.index(min(current, len(entries) - 1)))
        self._fit()

    def _fit(self) -> None:
        row = self.sizeHintForRow(0) if self.values.entries else 0
        self.setFixedHeight(row * len(self.values.entries) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the first row at the top."""
        super().resizeEvent(event)
        self.verticalScrollBar().setValue(0)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a larger font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "values"):
            self._fit()

    def _entry_at(self, index: Index) -> ValueCount | None:
        entry = index.data(ValueModel.ENTRY) if index.isValid() else None
        return entry if isinstance(entry, ValueCount) else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for a value or exclude it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        entry = self._entry_at(index)
        if entry is None or event.button() != Qt.MouseButton.LeftButton:
            return
        zone: QRect = self.visualRect(index)
        behind = event.position().x() > zone.right() - _MINUS - _PAD
        held = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        self.toggled.emit(entry.value, held or behind)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        entry = self._entry_at(self.currentIndex())
        key, held = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        enters = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Plus)
        if entry is not None and key in enters:
            self.toggled.emit(entry.value, held)
        elif entry is not None and key == Qt.Key.Key_Minus:
            is_out = True
            self.toggled.emit(entry.value, is_out)
        elif entry is not None and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if entry.state:
                self.toggled.emit(entry.value, entry.state < 0)
        else:
            super().keyPressEvent(event)

    @Slot()
    def focus_first(self) -> None:
        """Put the keyboard on the first value."""
        self.setFocus()
        if self.values.entries and not self.currentIndex().isValid():
            self.setCurrentIndex(self.values.index(0))

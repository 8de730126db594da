"""The list of classifiers: one is active, one is dragged onto another to combine them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.services.classifiers_types import ClassifierEntry
from app.widgets.error_texts import service_text
from app.widgets.grid_model import ITEMS_MIME, decode_items
from app.widgets.numbers import numeral
from app.widgets.paint import mix

NAME_MIME = "application/x-kinora-classifier"
Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole + 1
IS_ACTIVE = Qt.ItemDataRole.UserRole + 2
_PAD = 8
_DOT = 14
_LINE = 4


@dataclass(frozen=True, slots=True)
class Texts:
    """How a row is described, translated."""

    labels: str = "{positive} relevant · {negative} not"
    members: str = "%s members"
    made: str = "{title}"
    active: str = "marks go here"


def decode_name(data: QMimeData) -> str:
    """Return the name of the classifier in data, "" if it holds none."""
    if not data.hasFormat(NAME_MIME):
        return ""
    return bytes(data.data(NAME_MIME).data()).decode("utf-8", "replace")


class NameModel(QAbstractListModel):
    """Classifiers as rows.

    Args:
        texts: how a row is described.
        parent: owner.
    """

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._entries: tuple[ClassifierEntry, ...] = ()
        self._label_set = ""

    @property
    def entries(self) -> tuple[ClassifierEntry, ...]:
        """What is shown."""
        return self._entries

    def show(self, entries: Sequence[ClassifierEntry], label_set: str) -> None:
        """Show these; the one that learns from label_set is the active one."""
        self.beginResetModel()
        self._entries, self._label_set = tuple(entries), label_set
        self.endResetModel()

    def row_of(self, name: str) -> int:
        """Return the row of a classifier, -1 if it is not there."""
        names = [entry.saved.name for entry in self._entries]
        return names.index(name) if name in names else -1

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many classifiers there are."""
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row holds."""
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role == IS_ACTIVE:
            return bool(entry.saved.label_set) and entry.saved.label_set == self._label_set
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.saved.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return service_text(entry.problem) or self.detail(entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.saved.name}, {service_text(entry.problem) or self.detail(entry)}"
        return None

    def detail(self, entry: ClassifierEntry) -> str:
        """Return the second line of a row."""
        operation = entry.operation
        if operation is not None:
            said = self._texts.made.format(title=operation.title)
        else:
            said = self._texts.labels.format(
                positive=numeral(entry.positive), negative=numeral(entry.negative)
            )
        if entry.members is None:
            return said
        return f"{said} · {self._texts.members % numeral(entry.members)}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows are dragged and dropped onto."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        both = Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | both

    def mimeTypes(self) -> list[str]:
        """Return the types a drag carries."""
        return [NAME_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the name of the row."""
        data = QMimeData()
        for index in indexes:
            name = self._entries[index.row()].saved.name
            data.setData(NAME_MIME, QByteArray(name.encode()))
            data.setText(name)
        return data

    def supportedDragActions(self) -> Qt.DropAction:
        """Classifiers are referred to, never moved."""
        return Qt.DropAction.CopyAction


class NameDelegate(QStyledItemDelegate):
    """Draws a classifier: its colour, its name, its counts."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines of text."""
        return QSize(160, 2 * option.fontMetrics.height() + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        entry: ClassifierEntry = index.data(ENTRY)
        box: QRect = option.rect
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = palette.base().color()
        if selected:
            ground = mix(ground, palette.highlight().color(), 0.35)
            painter.fillRect(box, ground)
        if index.data(IS_ACTIVE):
            strip = QRect(box.left(), box.top() + 3, _LINE, box.height() - 6)
            painter.fillRect(strip, palette.highlight())
        dot = QRect(box.left() + _PAD + 2, box.top() + _PAD + 2, _DOT, _DOT)
        painter.setPen(QPen(mix(QColor(entry.saved.colour), palette.text().color(), 0.3), 1))
        painter.setBrush(QColor(entry.saved.colour))
        if entry.saved.operation is None:
            painter.drawEllipse(dot)
        else:
            painter.drawRoundedRect(dot, 3, 3)
        self._write(painter, option, index, dot, palette)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(palette.highlight().color(), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.restore()

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        dot: QRect,
        palette: QPalette,
    ) -> None:
        box: QRect = option.rect
        metrics = option.fontMetrics
        entry: ClassifierEntry = index.data(ENTRY)
        model = index.model()
        detail = model.detail(entry) if isinstance(model, NameModel) else ""
        left, width = dot.right() + _PAD, box.right() - dot.right() - 2 * _PAD
        lines = ((entry.saved.name, 0), (service_text(entry.problem) or detail, 1))
        elide = Qt.TextElideMode.ElideRight
        for text, line in lines:
            font = QFont(option.font)
            font.setBold(line == 0 and bool(index.data(IS_ACTIVE)))
            painter.setFont(font)
            shade = 0.0 if line == 0 else 0.35
            painter.setPen(mix(palette.text().color(), palette.base().color(), shade))
            area = QRect(left, box.top() + _PAD + line * metrics.height(), width, metrics.height())
            painter.drawText(
                area,
                int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
                painter.fontMetrics().elidedText(text, elide, width),
            )


class NameList(QListView):
    """The classifiers; Enter makes one active, F2 renames, Delete deletes, C combines."""

    combined = Signal(str, str, QPoint)  # dragged, dropped onto, where (global)
    items_dropped = Signal(str, object)  # classifier, item ids
    activated_name = Signal(str)
    combine_wanted = Signal(str)
    rename_wanted = Signal(str)
    delete_wanted = Signal(str)
    chosen = Signal(str)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = NameModel(texts, self)
        self.setModel(self.names)
        self.setItemDelegate(NameDelegate(self))
        self.setUniformItemSizes(True)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(90)
        self._target = ""
        self.selectionModel().currentChanged.connect(self._on_current)
        self.doubleClicked.connect(self._on_double)

    @property
    def current(self) -> str:
        """Name of the current classifier, "" for none."""
        index = self.currentIndex()
        return str(index.data()) if index.isValid() else ""

    @property
    def entry(self) -> ClassifierEntry | None:
        """The current classifier."""
        index = self.currentIndex()
        return index.data(ENTRY) if index.isValid() else None

    def show_entries(self, entries: Sequence[ClassifierEntry], label_set: str) -> None:
        """Show classifiers; the current one stays current."""
        before = self.current
        self.names.show(entries, label_set)
        row = self.names.row_of(before)
        if row < 0 and entries:
            row = 0
        if row >= 0:
            self.setCurrentIndex(self.names.index(row))

    def choose(self, name: str) -> None:
        """Make a classifier the current one."""
        row = self.names.row_of(name)
        if row >= 0:
            self.setCurrentIndex(self.names.index(row))

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(str(index.data()) if index.isValid() else "")

    def _on_double(self, index: QModelIndex) -> None:
        self.activated_name.emit(str(index.data()))

    # -- input

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the current classifier; everything else as usual."""
        if self.current and not event.modifiers():
            wanted = {
                Qt.Key.Key_Return: self.activated_name,
                Qt.Key.Key_Enter: self.activated_name,
                Qt.Key.Key_F2: self.rename_wanted,
                Qt.Key.Key_Delete: self.delete_wanted,
                Qt.Key.Key_C: self.combine_wanted,
            }.get(Qt.Key(event.key()))
            if wanted is not None:
                wanted.emit(self.current)
                return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take classifiers and items."""
        if self._is_ours(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take them where a classifier lies, but not onto itself."""
        target = self._at(event.position().toPoint())
        if self._is_ours(event.mimeData()) and target and target != decode_name(event.mimeData()):
            event.acceptProposedAction()
            self._show_target(target)
        else:
            event.ignore()
            self._show_target("")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the mark away."""
        self._show_target("")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped onto which."""
        self._show_target("")
        target, name = self._at(event.position().toPoint()), decode_name(event.mimeData())
        items = decode_items(event.mimeData())
        if not target or target == name or not (name or items):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if name:
            where = self.viewport().mapToGlobal(event.position().toPoint())
            self.combined.emit(name, target, where)
        else:
            self.items_dropped.emit(target, items)

    def paintEvent(self, event: Any) -> None:
        """Draw the rows, and a frame around the one that a drop would go onto."""
        super().paintEvent(event)
        row = self.names.row_of(self._target)
        if row < 0:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self.palette().highlight().color(), 2))
        painter.drawRect(self.visualRect(self.names.index(row)).adjusted(1, 1, -2, -2))
        painter.end()

    def _is_ours(self, data: QMimeData) -> bool:
        return data.hasFormat(NAME_MIME) or data.hasFormat(ITEMS_MIME)

    def _at(self, point: QPoint) -> str:
        index = self.indexAt(point)
        return str(index.data()) if index.isValid() else ""

    def _show_target(self, name: str) -> None:
        if name != self._target:
            self._target = name
            self.viewport().update()

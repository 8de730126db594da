"""The result of an operation: ten videos, days or albums, three coloured keyframes each."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.context import PanelContext
from app.services.classifiers_types import Group, Keyframe
from app.widgets.item_menu import ItemMenu
from app.widgets.paint import clock, draw_label_mark, mix, readable_on
from app.widgets.thumbnails import ThumbnailLoader

Index = QModelIndex | QPersistentModelIndex
GROUP = Qt.ItemDataRole.UserRole + 1
SIDES: Mapping[str, QColor] = {
    "a": QColor("#e6b800"),  # yellow, blue, green, as in the paper
    "b": QColor("#2f7ed8"),
    "both": QColor("#2ca25f"),
}
HEIGHT = 84  # pixels, of a keyframe
WIDTH = 126
_PAD = 8
_BORDER = 4


class GroupModel(QAbstractListModel):
    """Groups as rows.

    Args:
        counts: how a row's counts are written, translated: {total}, {in_a}, {in_b}, {in_both}.
        parent: owner.
    """

    def __init__(self, counts: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counts = counts
        self._groups: tuple[Group, ...] = ()

    @property
    def groups(self) -> tuple[Group, ...]:
        """What is shown."""
        return self._groups

    def show(self, groups: Sequence[Group]) -> None:
        """Show these."""
        self.beginResetModel()
        self._groups = tuple(groups)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many groups there are."""
        return 0 if parent is not None and parent.isValid() else len(self._groups)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row holds."""
        if not index.isValid() or index.row() >= len(self._groups):
            return None
        group = self._groups[index.row()]
        if role == GROUP:
            return group
        if role == Qt.ItemDataRole.DisplayRole:
            return group.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{group.detail}\n{self.counts(group)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{group.place}: {group.title}, {self.counts(group)}"
        return None

    def counts(self, group: Group) -> str:
        """Return how many keyframes there are, and in each classifier."""
        return self._counts.format(
            total=group.total, in_a=group.in_a, in_b=group.in_b, in_both=group.in_both
        )


class GroupDelegate(QStyledItemDelegate):
    """Draws a group: place, name, counts, and keyframes in the colours of their classifiers.

    Args:
        loader: pictures.
        view: the list.
    """

    def __init__(self, loader: ThumbnailLoader, view: "GroupList") -> None:
        super().__init__(view)
        self._loader = loader
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return room for a keyframe's height."""
        return QSize(3 * (WIDTH + _PAD) + 150, HEIGHT + 2 * _PAD)

    def zones(self, box: QRect, count: int) -> list[QRect]:
        """Return where the keyframes of a row lie."""
        left = box.right() - 3 * (WIDTH + _PAD) + 1
        top = box.top() + _PAD
        return [QRect(left + n * (WIDTH + _PAD), top, WIDTH, HEIGHT) for n in range(count)]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        group: Group = index.data(GROUP)
        box: QRect = option.rect
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        painter.save()
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        if is_current:
            shade = mix(palette.base().color(), palette.highlight().color(), 0.22)
            painter.fillRect(box, shade)
        zones = self.zones(box, len(group.keyframes))
        self._write(painter, option, group, index)
        for place, (zone, frame) in enumerate(zip(zones, group.keyframes, strict=True)):
            has_cursor = is_current and place == self._view.column and self._view.hasFocus()
            self._draw(painter, palette, zone, frame, has_cursor=has_cursor)
        painter.setPen(mix(palette.base().color(), palette.text().color(), 0.15))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def _write(
        self, painter: QPainter, option: QStyleOptionViewItem, group: Group, index: Index
    ) -> None:
        box: QRect = option.rect
        palette: QPalette = option.palette
        metrics = option.fontMetrics
        width = box.width() - 3 * (WIDTH + _PAD) - 2 * _PAD
        model = index.model()
        counts = model.counts(group) if isinstance(model, GroupModel) else ""
        font = option.font
        bold = type(font)(font)
        bold.setBold(True)
        lines = [(bold, f"{group.place}.  {group.title}"), *((font, t) for t in counts.split("\n"))]
        top = box.top() + _PAD
        for number, (style, text) in enumerate(lines):
            painter.setFont(style)
            fade = 0.0 if number == 0 else 0.3
            painter.setPen(mix(palette.text().color(), palette.base().color(), fade))
            area = QRect(box.left() + _PAD, top, width, metrics.height())
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, width)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), elided)
            top += metrics.height() + 2

    def _draw(
        self,
        painter: QPainter,
        palette: QPalette,
        zone: QRect,
        frame: Keyframe,
        *,
        has_cursor: bool,
    ) -> None:
        colour = SIDES[frame.side]
        painter.fillRect(zone, colour)
        inner = zone.adjusted(_BORDER, _BORDER, -_BORDER, -_BORDER)
        painter.fillRect(inner, mix(palette.base().color(), palette.text().color(), 0.12))
        pixmap = self._loader.pixmap(frame.item)
        if pixmap is not None and not pixmap.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            shown = pixmap.size().scaled(
                inner.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding
            )
            painter.setClipRect(inner)
            corner = inner.center() - QPoint(shown.width() // 2, shown.height() // 2)
            painter.drawPixmap(QRect(corner, shown), pixmap)
            painter.setClipping(False)
        if frame.start_s > 0:
            text = clock(frame.start_s)
            room = painter.fontMetrics().boundingRect(text).adjusted(-4, -1, 4, 1)
            room.moveBottomRight(zone.bottomRight())
            painter.fillRect(room, colour)
            painter.setPen(readable_on(colour))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), text)
        if value := self._view.labels.get(frame.item, 0):
            mark = QRectF(inner.right() - 20, inner.top() + 3, 18, 18)
            draw_label_mark(painter, mark, value)
        if has_cursor:
            painter.setPen(QPen(palette.highlight().color(), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(zone.adjusted(-2, -2, 1, 1))


class GroupList(QListView):
    """Groups below each other; the arrow keys walk through their keyframes.

    Enter or a double click opens a keyframe, P and N mark it, 0 takes the mark away.

    Args:
        context: services and jobs.
        parent: owner.
    """

    marked = Signal(object, int)  # item ids, value

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.labels: Mapping[int, int] = {}
        self.column = 0
        self.loader = ThumbnailLoader(context.services.items, context.jobs, self)
        self.loader.use_side(WIDTH * self.devicePixelRatioF())
        self.loader.loaded.connect(self._on_loaded)
        counts = self.tr(
            "{total} keyframes\n{in_a} in the first, {in_b} in the second\n{in_both} in both"
        )
        self.rows = GroupModel(counts, self)
        self.setModel(self.rows)
        self.cells = GroupDelegate(self.loader, self)
        self.setItemDelegate(self.cells)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        ItemMenu(context, self, self._items_at, "classifiers")
        self.setAccessibleName(self.tr("What was found"))
        self.setAccessibleDescription(
            self.tr("The arrow keys walk through keyframes, Enter opens one, P and N mark it.")
        )

    @property
    def keyframes(self) -> list[int]:
        """All items on the page, each once."""
        shown = (frame.item for group in self.rows.groups for frame in group.keyframes)
        return list(dict.fromkeys(shown))

    @property
    def keyframe(self) -> Keyframe | None:
        """The keyframe under the cursor."""
        index = self.currentIndex()
        group: Group | None = index.data(GROUP) if index.isValid() else None
        if group is None or not group.keyframes:
            return None
        return group.keyframes[min(self.column, len(group.keyframes) - 1)]

    @property
    def is_idle(self) -> bool:
        """Whether all pictures on the page are there."""
        return all(self.loader.is_sharp(item) for item in self.keyframes)

    def show_groups(self, groups: Sequence[Group], labels: Mapping[int, int]) -> None:
        """Show a page."""
        self.labels = labels
        same = [group.title for group in groups] == [one.title for one in self.rows.groups]
        row = max(0, self.currentIndex().row()) if same else 0
        offset = self.verticalScrollBar().value() if same else 0
        self.rows.show(groups)
        self.loader.want(self.keyframes)
        if groups:
            self.setCurrentIndex(self.rows.index(min(row, len(groups) - 1)))
        self.verticalScrollBar().setValue(offset)

    def show_labels(self, labels: Mapping[int, int]) -> None:
        """Show these marks."""
        self.labels = labels
        self.viewport().update()

    def walk(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) keyframe, over the ends of rows too."""
        index = self.currentIndex()
        if not index.isValid():
            return
        count = len(index.data(GROUP).keyframes)
        column, row = min(self.column, count - 1) + step, index.row()
        if 0 <= column < count:
            self.column = column
        elif 0 <= row + step < self.rows.rowCount():
            following = self.rows.index(row + step)
            self.column = 0 if step > 0 else len(following.data(GROUP).keyframes) - 1
            self.setCurrentIndex(following)
        self.viewport().update()
        self._select()

    @Slot(object)
    def _on_loaded(self, _items: object) -> None:
        self.viewport().update()

    def _select(self) -> None:
        frame = self.keyframe
        if frame is not None:
            self._context.shared.select([frame.item], "classifiers")

    def _open(self) -> None:
        frame = self.keyframe
        if frame is not None:
            self._context.shared.opened.emit(frame.item, frame.start_s)

    # -- input

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, open and mark; everything else as usual."""
        key, frame = Qt.Key(event.key()), self.keyframe
        marks = {Qt.Key.Key_P: 1, Qt.Key.Key_Plus: 1, Qt.Key.Key_N: -1, Qt.Key.Key_Minus: -1,
                 Qt.Key.Key_0: 0}  # fmt: skip
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.walk(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        elif key in marks and frame is not None and not event.modifiers():
            self.marked.emit([frame.item], marks[key])
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)
            self._select()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor on a keyframe."""
        super().mousePressEvent(event)
        if self._aim(event.position().toPoint()):
            self._select()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a keyframe."""
        if self._aim(event.position().toPoint()):
            self._open()

    def _items_at(self, place: QPoint | None) -> list[int]:
        """Return the keyframe at a place, or under the cursor, as a list."""
        frame = self.keyframe if place is None or self._aim(place) else None
        return [] if frame is None else [frame.item]

    def _aim(self, point: QPoint) -> bool:
        """Put the cursor on the keyframe at a point; say whether there is one."""
        index = self.indexAt(point)
        group: Group | None = index.data(GROUP) if index.isValid() else None
        if group is None:
            return False
        zones = self.cells.zones(self.visualRect(index), len(group.keyframes))
        for place, zone in enumerate(zones):
            if zone.contains(point):
                self.column = place
                self.setCurrentIndex(index)
                self.viewport().update()
                return True
        return False

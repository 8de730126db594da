"""The widget that shows an image map: select, zoom, move, drag out."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.context import PanelContext
from app.widgets.image_map.drawing import Looks, draw_cell
from app.widgets.image_map.hand import Hand
from app.widgets.image_map.motion import Motion
from app.widgets.image_map.sheet import Frame, Sheet
from app.widgets.item_menu import item_menu
from app.widgets.thumbnails import ThumbnailLoader
from common.selection import Selection

TICK_MS = 16
NOTCH = 120  # of a wheel that counts as one step


class ImageMap(QWidget):
    """Shows items in cells; the selection is the shared one.

    The wheel, + and - zoom (the owner answers `zoom_requested`); arrows move the current item,
    with Shift they select; a drag moves an endless map, or draws a rectangle that selects; what is
    selected can be dragged out. Keys that are not used go on to the panel.

    Args:
        context: services, jobs, shared state, actions.
        source: name told to SharedState with a selection.
        parent: owner.
    """

    clicked = Signal(int)  # item
    zoom_requested = Signal(int, int)  # item (-1: none), 1 finer or -1 back
    moved = Signal(int, int)  # leftmost column and topmost row that the window shall have

    def __init__(self, context: PanelContext, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.source = source
        self.sheet = Sheet()
        self.offset = QPointF()  # how far the window is dragged, cells
        self.starts: Mapping[int, float] = {}
        self.badges = True
        self._labels: Mapping[int, int] = {}
        self._motion: Motion | None = None
        self._hover = -1
        self._turned = 0
        self.loader = ThumbnailLoader(context.services.items, context.jobs, self)
        self.loader.loaded.connect(self._on_loaded)
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._on_tick)
        self._hand = Hand(self)
        context.shared.selection_changed.connect(self._on_selection)
        context.shared.items_changed.connect(self._on_items_changed)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(60, 60)
        self.setAccessibleName(self.tr("Map of images"))

    # -- what is shown

    def show_sheet(self, sheet: Sheet, *, animate: bool = True) -> None:
        """Show another map; what both show flies to its new place."""
        before = self._rects() if animate and not self.has_reduced_motion else {}
        self.sheet = sheet
        self.offset = self._hand.rest_of(sheet)
        self._motion = Motion(before) if before and self.isVisible() else None
        if self._motion is not None:
            self._ticks.start()
        self._want()
        self._describe()
        self.update()

    def show_labels(self, labels: Mapping[int, int]) -> None:
        """Mark labelled items."""
        self._labels = labels
        self.update()

    @property
    def has_reduced_motion(self) -> bool:
        """Whether the user wants nothing to fly."""
        return self.context.services.settings.appearance.reduced_motion

    @property
    def is_idle(self) -> bool:
        """Whether nothing moves."""
        return self._motion is None

    @property
    def current(self) -> int | None:
        """The current item, if it is on this map."""
        current = self.context.shared.current
        return current if current in self.sheet.places else None

    @property
    def frame(self) -> Frame:
        """Where cells lie now."""
        return Frame.of(self.sheet, self.width(), self.height(), self.offset)

    def item_at(self, point: QPointF) -> int:
        """Return the item under a point, or -1."""
        cell = self.frame.cell_at(point)
        return -1 if cell is None else self.sheet.cells.get(cell, -1)

    def items_in(self, area: QRectF) -> list[int]:
        """Return the items whose cells touch a rectangle, in reading order."""
        frame = self.frame
        places = self.sheet.places
        return [one for one in self.sheet.order if frame.rect(places[one]).intersects(area)]

    def sizeHint(self) -> QSize:
        """Return a size at which pictures can be told apart."""
        return QSize(640, 480)

    def _rects(self) -> dict[int, QRectF]:
        frame, cells = self.frame, self.sheet.cells
        columns, rows = frame.cells()
        return {cells[x, y]: frame.rect((x, y)) for y in rows for x in columns if (x, y) in cells}

    def _want(self) -> None:
        size = self.frame.size
        self.loader.use_side(max(size.width(), size.height()) * self.devicePixelRatioF())
        self.loader.want(list(self._rects()))

    def _describe(self) -> None:
        text = self.tr("%n image(s)", "", len(self.sheet.order))
        current = self.current
        summary = None if current is None else self.loader.summary(current)
        if summary is not None:
            text = self.tr("{name}, on a map of {count}").format(name=summary.name, count=text)
        self.setAccessibleDescription(text)

    # -- signals of others

    @Slot(object)
    def _on_loaded(self, _items: object) -> None:
        self.update()

    @Slot(object, str)
    def _on_selection(self, _items: Selection, _source: str) -> None:
        self._describe()
        self.update()

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        self.loader.forget()
        self._want()

    @Slot()
    def _on_tick(self) -> None:
        if self._motion is None or self._motion.is_over:
            self._motion = None
            self._ticks.stop()
        self.update()

    # -- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what the window shows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = self.frame
        painter.setClipRect(frame.area)
        rects = self._rects()
        chosen = self.context.shared.selection
        current = self.context.shared.current
        if self._motion is not None:
            for item, rect, opacity in self._motion.leaving(rects):
                self._draw(painter, item, rect, Looks(opacity=opacity))
        for item, goal in rects.items():
            rect, opacity = goal, 1.0
            if self._motion is not None:
                rect, opacity = self._motion.at(item, goal)
            count = self.sheet.counts.get(item, 0) if self.badges else 0
            looks = Looks(
                item in chosen, item == current, item == self._hover, count,
                self._labels.get(item, 0), opacity,
            )  # fmt: skip
            self._draw(painter, item, rect, looks)
        painter.setClipping(False)
        self._hand.paint(painter)

    def _draw(self, painter: QPainter, item: int, rect: QRectF, looks: Looks) -> None:
        draw_cell(painter, rect, self.loader.pixmap(item), looks, self.palette())

    # -- input

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select, or begin to drag."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag on, or light what is under the mouse."""
        self._hand.move(event)
        hover = self.item_at(event.position())
        if hover != self._hover:
            self._hover = hover
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag."""
        self._hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open an item."""
        item = self.item_at(event.position())
        if item >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.open_item(item)

    def open_item(self, item: int) -> None:
        """Show an item large, or play it from where it begins."""
        self.context.shared.opened.emit(item, self.starts.get(item, 0.0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse, one step a notch."""
        self._turned += event.angleDelta().y()
        while abs(self._turned) >= NOTCH:
            step = 1 if self._turned > 0 else -1
            self._turned -= step * NOTCH
            self.zoom_requested.emit(self.item_at(event.position()), step)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, select and zoom."""
        if not self._hand.key(event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the actions for the selection."""
        shared = self.context.shared
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            item = self.item_at(QPointF(event.pos()))
            if item >= 0 and item not in shared.selection:
                self.pick(item)
        if shared.selection:
            item_menu(self.context, self).popup(event.globalPos())

    def pick(self, item: int) -> None:
        """Select one item."""
        self.context.shared.select([item], self.source)
        self.clicked.emit(item)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the light off."""
        self._hover = -1
        self.update()
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for pictures of the new size."""
        super().resizeEvent(event)
        self._want()

    def event(self, event: QEvent) -> bool:
        """Show what an item is called."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def _show_tip(self, at: QPoint, where: QPoint) -> None:
        item = self.item_at(QPointF(at))
        summary = self.loader.summary(item) if item >= 0 else None
        if summary is None:
            QToolTip.hideText()
            return
        count = self.sheet.counts.get(item, 0)
        text = summary.name
        if count > 1:
            text += "\n" + self.tr("stands for %n image(s)", "", count)
        QToolTip.showText(where, text, self)

"""Rows of frames under the hand: keyboard, mouse, selection, menu, dragging."""

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from app.context import PanelContext
from app.panels.results.time_row_area import RowArea
from app.panels.results.time_rows import Frame, RowSource
from app.panels.results.time_rows_head import HeadPart, head_part_at
from app.widgets.grid_model import ITEMS_MIME, MAX_DRAGGED_FILES, encode_items, url_of
from app.widgets.item_menu import item_menu
from app.widgets.numbers import numeral
from app.widgets.paint import clock
from common.selection import Selection

Key = Qt.Key
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class FrameRows(RowArea):
    """Rows of frames; arrows move in two directions, the selection is the shared one.

    Left, Right, Home and End move within a row, Up, Down, Page Up and Page Down from row to row,
    Ctrl+Home and Ctrl+End to the ends; Space opens at the time of the frame, Ctrl+A selects all
    hits, Esc nothing.

    Args:
        context: services, jobs, shared state and actions.
        source: name of the view, told to SharedState.
        parent: owner.
    """

    toggled = Signal(int)  # row: open or close it
    dismissed = Signal(int)  # row: take it out of the results

    def __init__(self, context: PanelContext, source: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._name = source
        self._pressed: tuple[int, int] | None = None
        self._pressed_at = QPoint()
        self._anchor = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._take_selection(context.shared.selection)
        context.shared.selection_changed.connect(self._on_selection)
        context.shared.items_changed.connect(self._on_items_changed)

    def show_rows(self, source: RowSource, *, keep_place: bool = False) -> None:
        """Show other rows; a selected hit becomes current."""
        super().show_rows(source, keep_place=keep_place)
        current = self._context.shared.current
        found = source.find(current) if current is not None else None
        if found is not None:
            self.current = found
        self._anchor = self.current

    # -- selection

    @Slot(object, str)
    def _on_selection(self, items: Selection, source: str) -> None:
        self._take_selection(items)
        if source == self._name or not items:
            return
        frame = self.frame(self.current)
        found = self._source.find(items[-1])
        if found is not None and (frame is None or frame.item != items[-1]):
            self.current = self._anchor = found
            if self.isVisible():
                self.reveal()

    def _take_selection(self, items: Selection) -> None:
        many = len(items) > 100_000  # all of a large library: only what is shown is asked for
        shown = set(self.visible_items()) if many else ()
        self._selected = frozenset(i for i in shown if i in items) if many else frozenset(items)
        self.viewport().update()

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        self.loader.forget()
        self.refresh()

    def _select(self, items: list[int]) -> None:
        self._context.shared.select(items, self._name)

    def _choose(self, where: tuple[int, int], modifiers: Qt.KeyboardModifier) -> None:
        """Make a frame current and select it; with Ctrl add it, with Shift the stretch to it."""
        frame = self.frame(where)
        if frame is None:
            return
        self.current = where
        held = [item for item in self._context.shared.selection if item != frame.item]
        if modifiers & _SHIFT and where[0] == self._anchor[0]:
            first, last = sorted((where[1], self._anchor[1]))
            frames = self.row(where[0]).frames[first : last + 1]
            items = [one.item for one in frames if one.item != frame.item]
            self._select([*dict.fromkeys(items), frame.item])
        elif modifiers & _CONTROL:
            was = frame.item in self._selected
            self._select(held if was else [*held, frame.item])
            self._anchor = where
        else:
            self._select([frame.item])
            self._anchor = where
        self.reveal()
        self._say_current(frame)

    def _say_current(self, frame: Frame) -> None:
        self.setAccessibleDescription(self.said(self.current[0], frame))
        event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)

    def said(self, number: int, frame: Frame) -> str:
        """Return what a frame is, in words."""
        row = self.row(number)
        summary = self.loader.summary(frame.item)
        name = self.title_of(row) if row.subject >= 0 or summary is None else summary.name
        parts = [name]
        if frame.time_s is not None:
            parts.append(clock(frame.time_s))
        if frame.stages:
            numbers = " + ".join(str(stage + 1) for stage in frame.stages)
            parts.append(self.tr("matches step %s") % numbers)
        if frame.is_hit:
            parts.append(self.tr("score %s") % numeral(frame.score, ".3f"))
        return " · ".join(part for part in parts if part)

    # -- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, open, select; other keys belong to the panel."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        moved = self._moved(Key(event.key()), control=bool(plain & _CONTROL))
        frame = self.frame(self.current)
        if moved is not None:
            self._choose(moved, plain & _SHIFT)
        elif event.key() == Key.Key_Space and frame is not None and not plain & _CONTROL:
            self.open(frame)
        elif event.key() == Key.Key_A and plain == _CONTROL:
            self._select_hits()
        elif event.key() == Key.Key_Escape and self._selected:
            self._select([])
        else:
            event.ignore()

    def _moved(self, key: Qt.Key, *, control: bool) -> tuple[int, int] | None:
        """Return where a key leads; None for a key that does not move."""
        number, place = self.current
        if self.frame(self.current) is None:
            return None
        last = len(self.row(number).frames) - 1
        forward = -1 if self.isRightToLeft() else 1
        sideways = {Key.Key_Left: -forward, Key.Key_Right: forward}
        if key in sideways:
            return number, max(0, min(last, place + sideways[key]))
        if key in (Key.Key_Home, Key.Key_End):
            if control:
                number = 0 if key == Key.Key_Home else len(self._source) - 1
                return number, self.row(number).focus
            return number, 0 if key == Key.Key_Home else last
        if key in (Key.Key_Up, Key.Key_Down):
            return self._line_step(1 if key == Key.Key_Down else -1)
        if key in (Key.Key_PageUp, Key.Key_PageDown):
            return self._page_step(1 if key == Key.Key_PageDown else -1)
        return None

    def _line_step(self, step: int) -> tuple[int, int]:
        """Return the frame a line below (1) or above (-1)."""
        number, place = self.current
        columns = self._geometry.columns
        count = len(self.row(number).frames)
        if self._geometry.lengths[number]:
            lines = -(-count // columns)
            line = place // columns + step
            if 0 <= line < lines:
                return number, min(count - 1, line * columns + place % columns)
        target = number + step
        if not 0 <= target < len(self._source):
            return number, place
        return target, self._landing(target, place % columns, from_below=step < 0)

    def _landing(self, number: int, column: int, *, from_below: bool) -> int:
        """Return where the keyboard comes into a row."""
        row = self.row(number)
        if not self._geometry.lengths[number]:
            return row.focus
        count, columns = len(row.frames), self._geometry.columns
        line = (count - 1) // columns if from_below else 0
        return min(count - 1, line * columns + column)

    def _page_step(self, step: int) -> tuple[int, int]:
        """Return the row a page below or above."""
        top = self._geometry.top(self.current[0])
        target = self._geometry.row_at(
            max(0, min(self._geometry.height - 1, top + step * self.viewport().height()))
        )
        if target == self.current[0]:
            target = max(0, min(len(self._source) - 1, target + step))
        return target, self.row(target).focus

    def _select_hits(self) -> None:
        """Select all hits; the current one stays so."""
        frame = self.frame(self.current)
        items = [hit for hit in self._source.hit_items() if frame is None or hit != frame.item]
        self._select([*items, frame.item] if frame is not None and frame.is_hit else items)

    def open(self, frame: Frame) -> None:
        """Show a frame large, or play its video at its time."""
        self._context.shared.opened.emit(frame.item, float(frame.time_s or 0.0))

    # -- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select a frame, or use the head of a row."""
        point = event.position().toPoint()
        number, place = self.at(point)
        self._pressed = None
        if number < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        for side, arrow in enumerate(self.arrows(number)):
            if arrow.contains(point):
                page = max(1, self._geometry.columns - 1) * self._geometry.step
                self.scroll_row(number, page if side else -page)
                return
        if place >= 0:
            self._pressed, self._pressed_at = (number, place), point
            frame = self.frame((number, place))
            among = frame is not None and frame.item in self._selected
            if not (among and len(self._selected) > 1 and not event.modifiers()):
                self._choose((number, place), event.modifiers())
        elif self.head_area(number).contains(point):
            self._use_head(number, point)

    def _use_head(self, number: int, point: QPoint) -> None:
        row = self.row(number)
        rtl = self.isRightToLeft()
        part = head_part_at(self.head_area(number), row, point, rtl=rtl)
        if part is HeadPart.TOGGLE:
            self.toggled.emit(number)
        elif part is HeadPart.DISMISS:
            self.dismissed.emit(number)
        else:
            self._choose((number, row.focus), Qt.KeyboardModifier.NoModifier)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the selection out."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = event.position().toPoint() - self._pressed_at
        if way.manhattanLength() < QApplication.startDragDistance():
            return
        frame, self._pressed = self.frame(self._pressed), None
        if frame is not None:
            self._drag(frame)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click without a drag on one of many selected frames selects it alone."""
        frame = self.frame(self._pressed) if self._pressed is not None else None
        where, self._pressed = self._pressed, None
        if where is None or frame is None or event.modifiers():
            return
        if self._context.shared.selection != (frame.item,):
            self._choose(where, Qt.KeyboardModifier.NoModifier)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a frame; on a head open or close the row."""
        point = event.position().toPoint()
        number, place = self.at(point)
        frame = self.frame((number, place)) if place >= 0 else None
        if frame is not None:
            self.open(frame)
        elif number >= 0 and self.row(number).is_open is not None:
            self.toggled.emit(number)

    def _drag(self, frame: Frame) -> None:
        drag = QDrag(self)
        drag.setMimeData(self.mime_data(frame))
        pixmap = self.loader.pixmap(frame.item)
        if pixmap is not None:
            drag.setPixmap(_small(pixmap))
        drag.exec(Qt.DropAction.CopyAction)

    def mime_data(self, frame: Frame) -> QMimeData:
        """Return what a drag of a frame carries: it, or the selection that it is in."""
        selection = self._context.shared.selection
        items = list(selection) if frame.item in self._selected else [frame.item]
        data = QMimeData()
        data.setData(ITEMS_MIME, encode_items(items))
        summaries = (self.loader.summary(item) for item in items[:MAX_DRAGGED_FILES])
        paths = dict.fromkeys(s.path for s in summaries if s is not None and s.path)
        data.setUrls([url_of(path) for path in paths])
        return data

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the actions for the selection."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            where = self.at(event.pos())
            frame = self.frame(where)
            if frame is not None and frame.item not in self._selected:
                self._choose(where, Qt.KeyboardModifier.NoModifier)
        if self._context.shared.selection:
            item_menu(self._context, self).popup(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number, place = self.at(event.pos())
            frame = self.frame((number, place)) if place >= 0 else None
            if frame is not None:
                QToolTip.showText(event.globalPos(), self.said(number, frame), self)
            elif number >= 0 and self.head_area(number).contains(event.pos()):
                QToolTip.showText(event.globalPos(), self._head_tip(number, event.pos()), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def _head_tip(self, number: int, point: QPoint) -> str:
        row = self.row(number)
        part = head_part_at(self.head_area(number), row, point, rtl=self.isRightToLeft())
        if part is HeadPart.DISMISS:
            return self.tr("Hide this video from all results (Shift+X)")
        if part is HeadPart.TOGGLE:
            return self.tr("Show all hits in lines, or in one line (E)")
        return " · ".join(text for text in (self.title_of(row), row.about) if text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the mark of the keyboard away."""
        super().focusOutEvent(event)
        self.viewport().update()


def _small(pixmap: QPixmap) -> QPixmap:
    return pixmap.scaled(
        128, 96, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )

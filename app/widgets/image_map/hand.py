"""Mouse and keys of an image map: selecting, moving, dragging out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication

from app.widgets.grid_model import ITEMS_MIME, encode_items
from app.widgets.image_map.sheet import Sheet

if TYPE_CHECKING:
    from app.widgets.image_map.canvas import ImageMap

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
DRAG_SIDE = 96  # pixels of the picture under the mouse while an item is dragged out


class Hand:
    """Turns what the user does into selections, moves and drags.

    Args:
        canvas: the map.
    """

    def __init__(self, canvas: "ImageMap") -> None:
        self._canvas = canvas
        self._pressed: QPointF | None = None
        self._item = -1
        self._begin = QPointF()  # offset when the drag began
        self._kind = ""  # "move", "band" or "out"; "" before it is clear
        self._band = QRectF()

    # -- mouse

    def press(self, event: QMouseEvent) -> None:
        """Take notice of a button going down."""
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        canvas = self._canvas
        self._pressed, self._kind = event.position(), ""
        self._begin = QPointF(canvas.offset)
        self._item = canvas.item_at(event.position())
        if event.button() == Qt.MouseButton.MiddleButton and canvas.sheet.endless:
            self._kind = "move"

    def move(self, event: QMouseEvent) -> None:
        """Drag on."""
        if self._pressed is None:
            return
        gone = event.position() - self._pressed
        if not self._kind and gone.manhattanLength() >= QApplication.startDragDistance():
            self._kind = self._kind_of(event)
            if self._kind == "out":
                self._drag_out()
                return
        canvas = self._canvas
        if self._kind == "move":
            size = canvas.frame.size
            canvas.offset = self._begin - QPointF(gone.x() / size.width(), gone.y() / size.height())
            canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
            canvas.update()
        elif self._kind == "band":
            self._band = QRectF(self._pressed, event.position()).normalized()
            canvas.update()

    def _kind_of(self, event: QMouseEvent) -> str:
        canvas = self._canvas
        if self._item >= 0 and self._item in canvas.context.shared.selection:
            return "out"
        is_shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        return "move" if canvas.sheet.endless and not is_shifted else "band"

    def release(self, event: QMouseEvent) -> None:
        """End a drag, or take a click."""
        if self._pressed is None:
            return
        canvas, kind = self._canvas, self._kind
        self._pressed, self._kind = None, ""
        canvas.unsetCursor()
        if kind == "move":
            self.settle()
        elif kind == "band":
            self._select_band(event)
        elif not kind and event.button() == Qt.MouseButton.LeftButton:
            self._click(event)

    def _click(self, event: QMouseEvent) -> None:
        shared = self._canvas.context.shared
        held = event.modifiers()
        if self._item < 0:
            if not held & Qt.KeyboardModifier.ControlModifier:
                shared.select([], self._canvas.source)
        elif held & Qt.KeyboardModifier.ControlModifier:
            others = [one for one in shared.selection if one != self._item]
            was_there = self._item in shared.selection
            shared.select(others if was_there else [*others, self._item], self._canvas.source)
        elif held & Qt.KeyboardModifier.ShiftModifier and self._canvas.current is not None:
            self._extend(self._item)
        else:
            self._canvas.pick(self._item)

    def _extend(self, item: int) -> None:
        """Select the rectangle of cells between the current item and another one."""
        canvas = self._canvas
        places = canvas.sheet.places
        first, last = places[canvas.current or item], places[item]
        wide = range(min(first[0], last[0]), max(first[0], last[0]) + 1)
        high = range(min(first[1], last[1]), max(first[1], last[1]) + 1)
        inside = [
            canvas.sheet.cells[x, y] for y in high for x in wide if (x, y) in canvas.sheet.cells
        ]
        canvas.context.shared.select([*(one for one in inside if one != item), item], canvas.source)

    def _select_band(self, event: QMouseEvent) -> None:
        canvas = self._canvas
        shared = canvas.context.shared
        found = canvas.items_in(self._band)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            found = [*(one for one in shared.selection if one not in set(found)), *found]
        self._band = QRectF()
        shared.select(found, canvas.source)
        canvas.update()

    def _drag_out(self) -> None:
        canvas = self._canvas
        self._pressed, self._kind = None, ""
        data = QMimeData()
        data.setData(ITEMS_MIME, encode_items(list(canvas.context.shared.selection)))
        drag = QDrag(canvas)
        drag.setMimeData(data)
        pixmap = canvas.loader.pixmap(self._item)
        if pixmap is not None:
            drag.setPixmap(pixmap.scaled(DRAG_SIDE, DRAG_SIDE, Qt.AspectRatioMode.KeepAspectRatio))
        drag.exec(Qt.DropAction.CopyAction)

    def settle(self) -> None:
        """Ask for the window that was dragged to, in whole cells."""
        canvas = self._canvas
        x, y = round(canvas.offset.x()), round(canvas.offset.y())
        canvas.offset = QPointF()
        if x or y:
            canvas.moved.emit(canvas.sheet.x + x, canvas.sheet.y + y)
        canvas.update()

    def rest_of(self, _sheet: Sheet) -> QPointF:
        """Return how far a sheet that is shown now is dragged: not at all, unless one drags."""
        if self._kind == "move":
            self._pressed, self._kind = None, ""
        return QPointF()

    def paint(self, painter: QPainter) -> None:
        """Draw the rectangle that selects."""
        if self._kind == "band" and not self._band.isEmpty():
            accent = self._canvas.palette().highlight().color()
            painter.setPen(QPen(accent, 1))
            accent.setAlpha(50)
            painter.setBrush(accent)
            painter.drawRect(self._band)

    # -- keys

    def key(self, event: QKeyEvent) -> bool:
        """Do what a key says; returns whether it was used."""
        key, held = event.key(), event.modifiers()
        plain = held & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if plain != Qt.KeyboardModifier.NoModifier:
            return False
        canvas = self._canvas
        current = canvas.current
        if key in ARROWS:
            is_shifted = bool(held & Qt.KeyboardModifier.ShiftModifier)
            return self._step(Qt.Key(key), is_shifted=is_shifted)
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            if current is not None:
                canvas.zoom_requested.emit(current, 1)
            return True
        if key in (Qt.Key.Key_Minus, Qt.Key.Key_Backspace):
            canvas.zoom_requested.emit(-1 if current is None else current, -1)
            return True
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and canvas.sheet.endless:
            rows = max(1, canvas.sheet.rows // 2) * (1 if key == Qt.Key.Key_PageDown else -1)
            canvas.moved.emit(canvas.sheet.x, canvas.sheet.y + rows)
            return True
        return False

    def _step(self, key: Qt.Key, *, is_shifted: bool) -> bool:
        """Go to the next item in a direction; at the edge an endless map moves."""
        canvas = self._canvas
        sheet, current = canvas.sheet, canvas.current
        if current is None:
            if sheet.order:
                canvas.pick(sheet.order[0])
            return bool(sheet.order)
        across, down = ARROWS[key]
        x, y = sheet.places[current]
        for _ in range(max(sheet.columns, sheet.rows)):
            x, y = x + across, y + down
            if not sheet.is_inside((x, y)):
                if sheet.endless:
                    canvas.moved.emit(sheet.x + across, sheet.y + down)
                return True
            item = sheet.cells.get((x, y))
            if item is not None:
                if is_shifted:
                    shared = canvas.context.shared
                    others = [one for one in shared.selection if one != item]
                    shared.select([*others, item], canvas.source)
                else:
                    canvas.pick(item)
                return True
        return True

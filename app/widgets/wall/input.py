"""Mouse, touchpad, touch and keyboard on the wall."""

from collections import deque
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture

from app.services.wall_camera import Rect, View
from app.widgets.wall.keys import WallKeys

if TYPE_CHECKING:
    from app.widgets.wall.view import WallView

WHEEL_STEP = 1.3  # zoom factor of one notch
FLING_S = 0.09  # how far back the speed of a fling is measured
LEAST_FLING = 250.0  # px/s
CLOSE = 0.6  # of the scale that fills the view: from here on a double click goes back

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class WallInput(QObject):
    """Turns events of the view into movements of the camera and changes of the selection.

    Install it as an event filter of the view.

    Args:
        view: the wall's view.
    """

    def __init__(self, view: "WallView") -> None:
        super().__init__(view)
        self._view = view
        self._keys = WallKeys(view, self)
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._trail: deque[tuple[float, QPointF]] = deque(maxlen=12)
        self._mode = ""  # "", "pan" or "band" while a button is down
        self._button = Qt.MouseButton.NoButton
        self._mouse: QPointF | None = None
        self._anchor = -1  # first cell of a range selection
        self._before: View | None = None  # where a double click goes back to
        self._band_keeps: tuple[int, ...] = ()

    def focus_point(self) -> tuple[float, float]:
        """Return where the user looks: at the mouse, or else the middle of the view."""
        if self._mouse is not None:
            return self._mouse.x(), self._mouse.y()
        return self._view.camera.width / 2, self._view.camera.height / 2

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Handle an event of the view; False leaves it to Qt."""
        handlers = {
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseMove: self._move,
            QEvent.Type.MouseButtonRelease: self._release,
            QEvent.Type.MouseButtonDblClick: self._double_click,
            QEvent.Type.Wheel: self._wheel,
            QEvent.Type.KeyPress: self._keys.press,
            QEvent.Type.Leave: self._leave,
            QEvent.Type.ContextMenu: self._context_menu,
            QEvent.Type.Gesture: self._gesture,
            QEvent.Type.NativeGesture: self._native_gesture,
        }
        handler = handlers.get(event.type())
        if handler is None or not handler(event):
            return False
        event.accept()
        return True

    # -- mouse

    def _press(self, event: QEvent) -> bool:
        mouse = cast("QMouseEvent", event)
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        if mouse.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return False
        self._view.camera.stop()
        self._pressed = self._last = mouse.position()
        self._button, self._mode = mouse.button(), ""
        self._trail.clear()
        return True

    def _move(self, event: QEvent) -> bool:
        mouse = cast("QMouseEvent", event)
        at = mouse.position()
        self._mouse = at
        if self._pressed is None:
            self._hover(at)
            return True
        if not self._mode:
            if (at - self._pressed).manhattanLength() < QApplication.startDragDistance():
                return True
            self._begin_drag(mouse.modifiers())
        if self._mode == "pan":
            self._view.camera.pan(at.x() - self._last.x(), at.y() - self._last.y())
            self._trail.append((self._view.now_s, at))
            self._view.camera_changed()
        else:
            self._stretch(at)
        self._last = at
        return True

    def _begin_drag(self, modifiers: Qt.KeyboardModifier) -> None:
        is_left = self._button == Qt.MouseButton.LeftButton
        self._mode = "band" if is_left and modifiers & _SHIFT else "pan"
        if self._mode == "pan":
            self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self._band_keeps = self._chosen() if modifiers & _CTRL else ()
        self._set_hover(-1)

    def _release(self, event: QEvent) -> bool:
        mouse = cast("QMouseEvent", event)
        if self._pressed is None or mouse.button() != self._button:
            return False
        if self._mode == "pan":
            self._view.unsetCursor()
            self._fling(mouse.position())
        elif self._mode == "band":
            self._view.band = None
            self._view.update()
        elif self._button == Qt.MouseButton.LeftButton:
            self._click(mouse)
        self._pressed, self._mode = None, ""
        return True

    def _fling(self, at: QPointF) -> None:
        now = self._view.now_s
        recent = [(when, where) for when, where in self._trail if now - when <= FLING_S]
        if len(recent) < 2 or self._view.reduced_motion:
            return
        when, where = recent[0]
        passed = max(now - when, 1e-3)
        way = (at - where) / passed
        if way.manhattanLength() >= LEAST_FLING:
            self._view.camera.fling(way.x(), way.y(), now)
            self._view.camera_changed()

    def _click(self, mouse: QMouseEvent) -> None:
        cell = self._view.camera.cell_at(mouse.position().x(), mouse.position().y())
        self.choose(cell, mouse.modifiers())

    def choose(self, cell: int, modifiers: Qt.KeyboardModifier) -> None:
        """Select a cell as a click with these modifiers does."""
        if cell < 0:
            if not modifiers & (_CTRL | _SHIFT):
                self.select(())
            return
        item = self._view.item_at(cell)
        if modifiers & _SHIFT and self._anchor >= 0:
            low, high = sorted((self._anchor, cell))
            between = [c for c in range(low, high + 1) if c != cell]
            kept = self._chosen() if modifiers & _CTRL else ()
            self.select((*kept, *(self._view.item_at(c) for c in between), item))
        elif modifiers & _CTRL:
            chosen = [i for i in self._chosen() if i != item]
            is_new = not self._view.selected[cell]
            self.select((*chosen, item) if is_new else tuple(chosen))
            self._anchor = cell
        else:
            self.select((item,))
            self._anchor = cell
        self._set_cursor(cell)

    def _chosen(self) -> tuple[int, ...]:
        content = self._view.content
        if content is None or not len(self._view.selected):
            return ()
        return tuple(content.scene.items[np.flatnonzero(self._view.selected)].tolist())

    def select(self, items: tuple[int, ...]) -> None:
        """Make items the selection, as the user's own doing."""
        items = tuple(dict.fromkeys(items))
        self._view.set_selected(items)
        self._view.selection_edited.emit(items)

    def select_all(self) -> None:
        """Select everything that is lit."""
        content, lit = self._view.content, self._view.lit
        if content is not None:
            items = content.scene.items if lit is None else content.scene.items[lit]
            self.select(tuple(items.tolist()))

    def _set_cursor(self, cell: int) -> None:
        self._view.cursor_cell = cell
        self._view.cursor_moved.emit(self._view.item_at(cell))
        self._view.update()

    def _stretch(self, at: QPointF) -> None:
        """Select what the rubber band touches."""
        start = cast("QPointF", self._pressed)
        x, y = min(start.x(), at.x()), min(start.y(), at.y())
        band = Rect(x, y, abs(at.x() - start.x()), abs(at.y() - start.y()))
        self._view.band = band
        content = self._view.content
        if content is None:
            return
        rows = [
            content.scene.items[row.start : row.stop] for row in self._view.camera.cells_in(band)
        ]
        touched = np.concatenate(rows).tolist() if rows else []
        self.select((*self._band_keeps, *touched))

    def _double_click(self, event: QEvent) -> bool:
        mouse = cast("QMouseEvent", event)
        if mouse.button() != Qt.MouseButton.LeftButton:
            return False
        cell = self._view.camera.cell_at(mouse.position().x(), mouse.position().y())
        if cell >= 0:
            self.toggle_close(cell)
        return True

    def toggle_close(self, cell: int) -> None:
        """Zoom to an item so that it fills the view, or back to where one came from."""
        view, camera = self._view, self._view.camera
        if camera.view.scale >= CLOSE * camera.item_scale and not camera.is_fitted:
            view.fly_to(camera.clamped(self._before or camera.fitted()))
            self._before = None
        else:
            self._before = camera.view
            view.fly_to(camera.on_cell(cell))
        self._set_cursor(cell)
        view.zoomed_by_user.emit()

    def _hover(self, at: QPointF) -> None:
        self._set_hover(self._view.camera.cell_at(at.x(), at.y()))

    def _set_hover(self, cell: int) -> None:
        if cell != self._view.hover_cell:
            self._view.hover_cell = cell
            self._view.hovered.emit(self._view.item_at(cell))
            self._view.update()

    def _leave(self, _event: QEvent) -> bool:
        self._mouse = None
        self._set_hover(-1)
        return False

    def _context_menu(self, event: QEvent) -> bool:
        menu = cast("QContextMenuEvent", event)
        view = self._view
        if menu.reason() == QContextMenuEvent.Reason.Keyboard and view.cursor_cell >= 0:
            cell = view.cursor_cell
            rect = view.camera.cell_rect(cell)
            at = view.mapToGlobal(
                QPointF(rect.x + rect.width / 2, rect.y + rect.height / 2)
            ).toPoint()
        else:
            cell = view.camera.cell_at(menu.pos().x(), menu.pos().y())
            at = menu.globalPos()
        if cell >= 0 and not view.selected[cell]:
            self.choose(cell, Qt.KeyboardModifier.NoModifier)
        view.menu_requested.emit(at)
        return True

    # -- wheel and gestures

    def _wheel(self, event: QEvent) -> bool:
        wheel = cast("QWheelEvent", event)
        at, pixels, turned = wheel.position(), wheel.pixelDelta(), wheel.angleDelta()
        is_touchpad = not pixels.isNull() and wheel.phase() != Qt.ScrollPhase.NoScrollPhase
        if is_touchpad and not wheel.modifiers() & _CTRL:
            self._view.camera.pan(pixels.x(), pixels.y())
            self._view.camera_changed()
        elif turned.y():
            self._view.zoom_by(WHEEL_STEP ** (turned.y() / 120), at.x(), at.y())
        elif turned.x():
            self._view.camera.pan(turned.x() / 2, 0)
            self._view.camera_changed()
        return True

    def _gesture(self, event: QEvent) -> bool:
        pinch = cast("QGestureEvent", event).gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        self._pinch(pinch)
        return True

    def _pinch(self, pinch: QPinchGesture) -> None:
        at = QPointF(self._view.mapFromGlobal(pinch.centerPoint().toPoint()))
        moved = pinch.centerPoint() - pinch.lastCenterPoint()
        self._pressed, self._mode = None, ""  # the fingers are no mouse
        self._view.camera.pan(moved.x(), moved.y())
        self._zoom_now(pinch.scaleFactor(), at)

    def _native_gesture(self, event: QEvent) -> bool:
        gesture = cast("QNativeGestureEvent", event)
        if gesture.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._zoom_now(1.0 + gesture.value(), gesture.position())
        return True

    def _zoom_now(self, factor: float, at: QPointF) -> None:
        camera = self._view.camera
        camera.jump(camera.zoomed(max(0.05, factor), at.x(), at.y()))
        self._view.camera_changed()
        self._view.zoomed_by_user.emit()

"""Mouse, touchpad, touch and keyboard on the wall."""

from collections import deque
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QInputDevice,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture

from app.services.wall_camera import View
from app.widgets.wall.keys import WallKeys

if TYPE_CHECKING:
    from app.widgets.wall.view import WallView

WHEEL_STEP = 1.3  # zoom factor of one notch
FLING_S = 0.09  # how far back the speed of a fling is measured
LEAST_FLING = 250.0  # px/s
HOLD_MS = 550  # a finger that rests so long asks for the context menu
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
        self._selecting = view.selecting
        self._keys = WallKeys(view, self)
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._trail: deque[tuple[float, QPointF]] = deque(maxlen=12)
        self._mode = ""  # "pan", "shape" or "done" while a button is down
        self._button = Qt.MouseButton.NoButton
        self._mouse: QPointF | None = None
        self.menu_cell = -1  # the cell that the last context menu was asked for
        self._before: View | None = None  # where a double click goes back to
        self._hold = QTimer(self, singleShot=True, interval=HOLD_MS)  # a finger that rests
        self._hold.timeout.connect(self._on_held)

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
        if mouse.device().type() == QInputDevice.DeviceType.TouchScreen:
            self._hold.start()
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
        elif self._mode == "shape":
            self._selecting.draw(at)
        self._last = at
        return True

    def _begin_drag(self, modifiers: Qt.KeyboardModifier) -> None:
        self._hold.stop()
        is_left = self._button == Qt.MouseButton.LeftButton
        self._mode = "shape" if is_left and self._selecting.starts_shape(modifiers) else "pan"
        if self._mode == "pan":
            self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._pressed is not None:
            self._selecting.begin(self._pressed, modifiers)
        self._set_hover(-1)

    def _release(self, event: QEvent) -> bool:
        mouse = cast("QMouseEvent", event)
        self._hold.stop()
        if self._pressed is None or mouse.button() != self._button:
            return False
        if self._mode == "pan":
            self._selecting.show_cursor()
            self._fling(mouse.position())
        elif self._mode == "shape":
            self._selecting.finish()
        elif self._mode == "" and self._button == Qt.MouseButton.LeftButton:
            self._click(mouse)
        self._pressed, self._mode = None, ""
        return True

    def cancel(self) -> bool:
        """End the shape that is being drawn, else the tool; False if there is neither."""
        if self._selecting.cancel():
            self._mode = "done"  # what is left of the drag does nothing
            return True
        if self._selecting.tool:
            self._selecting.set_tool("")
            return True
        return False

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
        self._selecting.choose(cell, modifiers)
        if cell >= 0:
            self._set_cursor(cell)

    def _set_cursor(self, cell: int) -> None:
        self._view.cursor_cell = cell
        self._view.cursor_moved.emit(self._view.item_at(cell))
        self._view.update()

    def _double_click(self, event: QEvent) -> bool:
        mouse = cast("QMouseEvent", event)
        if mouse.button() != Qt.MouseButton.LeftButton:
            return False
        if (cluster := self._selecting.cluster_at(mouse.position())) is not None:
            self._selecting.select_cluster(cluster, mouse.modifiers())
            return True
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
        self._ask_for_menu(cell, at)
        return True

    def _ask_for_menu(self, cell: int, at: QPoint) -> None:
        """Ask for the context menu of a cell, which is selected first if it is not."""
        if cell >= 0 and not self._view.selected[cell]:
            self.choose(cell, Qt.KeyboardModifier.NoModifier)
        self.menu_cell = cell
        self._view.menu_requested.emit(at)

    @Slot()
    def _on_held(self) -> None:
        """A finger that rests on the screen asks for the context menu."""
        if self._pressed is None or self._mode:
            return
        at, self._mode = self._pressed, "done"
        cell = self._view.camera.cell_at(at.x(), at.y())
        self._ask_for_menu(cell, self._view.mapToGlobal(at).toPoint())

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
        self._hold.stop()
        self._selecting.cancel()
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

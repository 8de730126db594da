"""Mouse, pen of a tablet and fingers on the drawing surface."""

from time import perf_counter
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QEventPoint,
    QInputDevice,
    QMouseEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.widgets.drawing import cursors
from app.widgets.drawing.gestures import (
    AxisGesture,
    EraseGesture,
    Gesture,
    JointGesture,
    PanGesture,
    PenGesture,
    PictureGesture,
    corners,
)
from app.widgets.drawing.overlay import axis_grips
from app.widgets.drawing.surface import CanvasSurface
from app.widgets.drawing.types import Point, Tool

MOUSE, PEN, FINGER, KEYS = "mouse", "pen", "finger", "keys"
_WHEEL: Final = 1.0015  # zoom an eighth of a degree
_NEAR: Final = 13.0  # pixels from a joint or grip that still hold it
_FAT: Final = 22.0  # the same for fingers
_BRIEF: Final = 0.3  # seconds: a second finger this soon means that the first did not draw
_LEFT = Qt.MouseButton.LeftButton
_CTRL = Qt.KeyboardModifier.ControlModifier


class CanvasPointer(CanvasSurface):
    """Draws with whatever points.

    The pen of a tablet draws with its pressure, its other end erases. One finger draws until a pen
    was seen, from then on it moves the page, so that the hand may rest on it; two fingers zoom.

    Args:
        parent: owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._holder = ""  # what holds the gesture
        self._space = self._space_used = False
        self._pen_seen = False
        self._began = 0.0
        self._pinch: tuple[QPointF, float] | None = None
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # -- beginning and ending

    def begin(
        self, at: QPointF, pressure: float | None, tool: Tool, holder: str, *, pans: bool = False
    ) -> bool:
        """Begin what a tool does at a place in the widget; returns whether there is something."""
        if self.gesture is not None:
            self.end()
        place = self.camera.to_page(at.x(), at.y())
        near = _FAT if holder == FINGER else _NEAR
        gesture: Gesture | None = PanGesture(self, at.x(), at.y()) if pans else None
        if gesture is None and holder != KEYS:
            gesture = self._held(at, place, near)
        if gesture is None:
            gesture = self._taken(at, place, pressure, tool, near)
        self.gesture, self._holder, self._began = gesture, holder, perf_counter()
        if gesture is not None and gesture.draws:
            self.tell_drawing()
        self.refresh_cursor()
        return gesture is not None

    def _held(self, at: QPointF, place: Point, near: float) -> Gesture | None:
        """Return the gesture of what can be held with every tool."""
        if self._edits_underlay and not self.scene.picture.isNull():
            for which, corner in corners(self.scene.place):
                if _far(at, QPointF(*self.camera.to_widget(*map(float, corner)))) <= near:
                    return PictureGesture(self, place, which)
            return PictureGesture(self, place, None)
        if self._symmetry is not None:
            grips = axis_grips(self.camera, self._symmetry, self.height())
            if min(_far(at, grip) for grip in grips) <= near:
                return AxisGesture(self, place)
        return None

    def _taken(
        self, at: QPointF, place: Point, pressure: float | None, tool: Tool, near: float
    ) -> Gesture | None:
        """Return the gesture of a tool."""
        if tool == Tool.PICK:
            joint = self.joint_at(at, near)
            if joint >= 0 and self._joints is not None:
                return JointGesture(self, joint, place, self._joints[joint])
            self.joint_clicked.emit(-1)
            return PanGesture(self, at.x(), at.y())
        if tool == Tool.MOVE:
            return PanGesture(self, at.x(), at.y())
        layer, why = self.scene.layer(), self.refusal()
        if layer is None or why:
            self.show_hint(why)
            self.refused.emit(why)
            return None
        if tool == Tool.PEN:
            return PenGesture(self, layer, place, pressure)
        whole = tool == Tool.ERASER_STROKE
        return EraseGesture(self, layer, place, whole=whole, reach=self._eraser_width / 2)

    def go(self, at: QPointF, pressure: float = 1.0) -> None:
        """Go on to a place in the widget."""
        if isinstance(self.gesture, PanGesture):
            self.gesture.drag(at.x(), at.y())
        elif self.gesture is not None:
            self.gesture.move(self.camera.to_page(at.x(), at.y()), pressure)

    def end(self) -> None:
        """End what is under way."""
        gesture, self.gesture = self.gesture, None
        self.stop_telling()
        if gesture is not None:
            gesture.finish()
        self._after()

    def cancel(self) -> bool:
        """Drop what is in progress; returns whether there was something.

        `drawing` tells the strokes as they were, if anything else was told, then `cancelled`.
        """
        gesture, self.gesture = self.gesture, None
        told = self._told is not None
        self.stop_telling()
        if gesture is None:
            return False
        gesture.cancel()
        if gesture.draws:
            if told:
                self.drawing.emit(self.current_strokes())
            self.cancelled.emit()
        self._after()
        return True

    def drop_gesture(self) -> None:
        """Forget what is under way, telling nobody."""
        gesture, self.gesture = self.gesture, None
        self.stop_telling()
        if gesture is not None:
            gesture.cancel()
        self._after()

    def _after(self) -> None:
        self._holder = ""
        self.refresh_cursor()
        self.update()

    # -- joints

    def joint_at(self, at: QPointF, near: float = _NEAR) -> int:
        """Return the joint whose handle is at a place in the widget, -1 for none."""
        if self._joints is None or not self._shows_joints:
            return -1
        away = np.linalg.norm(self._joints - self.camera.to_page(at.x(), at.y()), axis=1)
        best = int(away.argmin())
        return best if float(away[best]) * self.zoom <= near else -1

    def _hover(self, at: QPointF, *, picks: bool) -> None:
        joint = self.joint_at(at) if picks else -1
        self._update_ring()
        self._pointer = at
        self._update_ring()
        if joint != self._hovered:
            self._hovered = joint
            self.joint_hovered.emit(joint)
            self.update_joints()
            self.refresh_cursor()

    def _update_ring(self) -> None:
        """Draw the ring anew that stands for a cursor that would be too large."""
        wide = self._tip() * self.zoom
        if self._pointer is not None and wide > cursors.LARGEST:
            box = QRectF(0, 0, wide + 8, wide + 8)
            box.moveCenter(self._pointer)
            self.update(box.toAlignedRect())

    # -- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Draw, erase, move or choose."""
        if self._holder in (PEN, FINGER):
            return
        button = event.button()
        self._key_pen = None
        if button == Qt.MouseButton.MiddleButton or (button == _LEFT and self._space):
            self._space_used = True
            self.begin(event.position(), None, Tool.MOVE, MOUSE, pans=True)
        elif button == _LEFT:
            tool = self._tool
            if event.modifiers() & _CTRL and self.joint_at(event.position()) >= 0:
                tool = Tool.PICK
            self.begin(event.position(), None, tool, MOUSE)
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick presses are two presses: dots and short strokes come fast."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on; show what a press would do."""
        if self._holder in (PEN, FINGER):
            return
        if self.gesture is not None and self._holder == MOUSE:
            if not event.buttons():
                self.end()  # the release went elsewhere
                return
            self.go(event.position())
        picks = self._tool == Tool.PICK or bool(event.modifiers() & _CTRL)
        self._hover(event.position(), picks=picks and self.gesture is None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what was begun."""
        if self._holder == MOUSE and event.button() in (_LEFT, Qt.MouseButton.MiddleButton):
            self.go(event.position())
            self.end()
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        """Light nothing up any more."""
        super().leaveEvent(event)
        self._pointer = None
        if self._hovered >= 0:
            self._hovered = -1
            self.joint_hovered.emit(-1)
        self.update()

    # -- the pen of a tablet

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw with pressure; the other end of the pen erases."""
        self._pen_seen = True
        event.accept()
        at, kind = event.position(), event.type()
        pressure = _pressure(event)
        if kind == QEvent.Type.TabletPress:
            self._press_pen(event, at, pressure)
        elif kind == QEvent.Type.TabletMove:
            if self._holder == PEN:
                self.go(at, 1.0 if pressure is None else pressure)
            else:
                self._hover(at, picks=self._tool == Tool.PICK)
        elif kind == QEvent.Type.TabletRelease and self._holder == PEN:
            self.end()

    def _press_pen(self, event: QTabletEvent, at: QPointF, pressure: float | None) -> None:
        if event.button() not in (_LEFT, Qt.MouseButton.MiddleButton):
            event.ignore()  # becomes a mouse event: the context menu
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._key_pen = None
        pans = event.button() != _LEFT or self._space
        self._space_used = self._space
        flipped = event.pointerType() == QPointingDevice.PointerType.Eraser
        self.begin(at, pressure, self.eraser_end if flipped else self._tool, PEN, pans=pans)

    # -- fingers

    def event(self, event: QEvent) -> bool:
        """Take fingers and gestures of touchpads."""
        if isinstance(event, QTouchEvent) and self._is_screen(event):
            self._touch(event)
            event.accept()
            return True
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.set_zoom(self.zoom * max(0.05, 1.0 + event.value()), event.position())
            return True
        return super().event(event)

    @staticmethod
    def _is_screen(event: QTouchEvent) -> bool:
        device = event.device()
        return device is None or device.type() != QInputDevice.DeviceType.TouchPad

    def _touch(self, event: QTouchEvent) -> None:
        down = [p for p in event.points() if p.state() != QEventPoint.State.Released]
        ends = event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)
        if ends or not down:
            self._pinch = None
            if self._holder == FINGER and event.type() == QEvent.Type.TouchCancel:
                self.cancel()
            elif self._holder == FINGER:
                self.end()
        elif len(down) >= 2:
            self._pinch_on(down[0].position(), down[1].position())
        elif event.type() == QEvent.Type.TouchBegin and not self._holder:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            draws = self._tool not in (Tool.PICK, Tool.MOVE)
            pans = self._pen_seen and draws
            self.begin(down[0].position(), None, self._tool, FINGER, pans=pans)
        elif self._holder == FINGER and self._pinch is None:
            self.go(down[0].position())

    def _pinch_on(self, one: QPointF, other: QPointF) -> None:
        """Zoom and move with two fingers."""
        if self._holder == FINGER and self.gesture is not None:
            if perf_counter() - self._began < _BRIEF:
                self.cancel()
            else:
                self.end()
        middle, away = (one + other) / 2, max(1.0, _far(one, other))
        if self._pinch is not None:
            before, was_away = self._pinch
            gone = middle - before
            self.camera.pan(gone.x(), gone.y())
            self.set_zoom(self.zoom * away / was_away, middle)
        self._pinch = (middle, away)

    # -- wheel

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; two fingers on a touchpad move, with Ctrl they zoom."""
        pixels, turned = event.pixelDelta(), event.angleDelta()
        is_touchpad = not pixels.isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase
        held = event.modifiers()
        if is_touchpad and not held & _CTRL:
            self.pan(pixels.x(), pixels.y())
        elif held & Qt.KeyboardModifier.ShiftModifier:
            self.pan((turned.y() or turned.x()) / 2, 0)
        elif turned.y():
            self.set_zoom(self.zoom * _WHEEL ** turned.y(), event.position())
        elif turned.x():
            self.pan(turned.x() / 2, 0)
        event.accept()


def _pressure(event: QTabletEvent) -> float | None:
    """Return the pressure of a pen, None for pens that feel none."""
    device = event.pointingDevice()
    feels = QInputDevice.Capability.Pressure
    if device is not None and not device.capabilities() & feels:
        return None
    return float(event.pressure())


def _far(one: QPointF, other: QPointF) -> float:
    return float(np.hypot(one.x() - other.x(), one.y() - other.y()))

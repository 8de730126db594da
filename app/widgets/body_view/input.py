"""Mouse, wheel and pinch in the view of a body: around it, its joints, its rings."""

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from app.widgets.body_view.gizmo import Gizmo, RingDrag

if TYPE_CHECKING:
    from app.widgets.body_view.view import BodyView

PICK_PX: Final = 11.0  # from the middle of a handle, to take it
CLOSE_PX: Final = 6.0  # on a handle rather than on a ring
ORBIT: Final = 0.0085  # radians a pixel
NOTCH: Final = 1.12  # times larger, a notch of the wheel

_Button = Qt.MouseButton
_ASIDE: Final = (_Button.RightButton, _Button.MiddleButton)


class BodyInput:
    """Turns what the mouse does into cameras and signals.

    Args:
        view: of the body.
    """

    def __init__(self, view: "BodyView") -> None:
        self._view = view
        self.hovered = -1  # joint under the mouse
        self.ring = -1  # of the rings, the one under the mouse or in the hand
        self.turning: RingDrag | None = None
        self._pressed: QPointF | None = None
        self._button = _Button.NoButton
        self._last = QPointF()
        self._is_moving = False
        self._joint = -1  # in the hand
        self._grip = (0.0, 0.0, 0.0)  # from the mouse to the joint, and how far ahead it is
        self._target = np.eye(3)

    @property
    def gizmo(self) -> Gizmo | None:
        """The rings as they were when one was taken; None while none is."""
        return None if self.turning is None else self.turning.gizmo

    @property
    def drags_joint(self) -> bool:
        """Whether a joint is in the hand and moves."""
        return self._joint >= 0 and self._is_moving

    @property
    def is_busy(self) -> bool:
        """Whether a button is down."""
        return self._pressed is not None

    # -- what is where

    def joint_at(self, point: QPointF) -> int:
        """Return the joint whose handle lies under a point, the nearer of two to the viewer."""
        view = self._view
        if view.skeleton is None or not view.options.show_joints or view.mesh.is_empty:
            return -1
        seen = view.frame.projection.points(view.skeleton.places)
        far = np.hypot(seen[:, 0] - point.x(), seen[:, 1] - point.y())
        near = np.flatnonzero((far <= PICK_PX) & (seen[:, 2] > 0))
        if not len(near):
            return -1
        # What is a little nearer to the mouse may be hidden by what lies before it.
        order = far[near] + 4.0 * (seen[near, 2] - seen[near, 2].min())
        return int(near[order.argmin()])

    def _under(self, point: QPointF) -> tuple[int, int]:
        """Return joint and ring under a point; at most one of them is not -1."""
        joint = self.joint_at(point)
        gizmo = self._view.frame.gizmo
        if gizmo is None:
            return joint, -1
        if joint >= 0 and self._view.skeleton is not None:
            seen = self._view.frame.projection.points(self._view.skeleton.places[joint])
            if np.hypot(seen[0] - point.x(), seen[1] - point.y()) <= CLOSE_PX:
                return joint, -1
        ring = gizmo.ring_at(point.x(), point.y())
        return (-1, ring) if ring >= 0 else (joint, -1)

    # -- mouse

    def press(self, event: QMouseEvent) -> None:
        """Take notice of a button going down."""
        view = self._view
        view.stop()
        if self._pressed is not None:
            return
        self._pressed = self._last = event.position()
        self._button, self._is_moving = event.button(), False
        if self._button != _Button.LeftButton or self._is_aside(event):
            return
        joint, ring = self._under(event.position())
        gizmo = view.frame.gizmo
        if ring >= 0 and gizmo is not None and view.skeleton is not None:
            self.turning = RingDrag(gizmo, ring, event.position().x(), event.position().y())
            self._target = view.skeleton.turns[gizmo.joint].copy()
            self.ring = ring
        elif joint >= 0 and view.skeleton is not None:
            self._joint = joint
            seen = view.frame.projection.points(view.skeleton.places[joint])
            x, y = event.position().x(), event.position().y()
            self._grip = (float(seen[0]) - x, float(seen[1]) - y, float(seen[2]))
            view.pick(joint)
        view.refresh()

    def move(self, event: QMouseEvent) -> None:
        """Drag what is in the hand, or show what could be taken."""
        view = self._view
        if self._pressed is None:
            self._hover(event.position())
            return
        far = (event.position() - self._pressed).manhattanLength()
        if not self._is_moving and self.turning is None:
            if far < QApplication.startDragDistance():
                return
            self._is_moving = True
            view.setCursor(Qt.CursorShape.ClosedHandCursor)
        gone = event.position() - self._last
        self._last = event.position()
        if self.turning is not None:
            self._is_moving = True
            self._turn(event, done=False)
        elif self._joint >= 0:
            self._drag(event.position(), done=False)
        elif self._button in _ASIDE or self._is_aside(event):
            self.pan(gone.x(), gone.y())
        elif self._button == _Button.LeftButton:
            view.set_camera(view.camera.orbited(-gone.x() * ORBIT, gone.y() * ORBIT))

    def release(self, event: QMouseEvent) -> None:
        """End a drag, or take a click."""
        view = self._view
        if self._pressed is None or event.button() != self._button:
            return
        moved, joint = self._is_moving, self._joint
        if self.turning is not None:
            if moved:
                self._turn(event, done=True)
        elif joint >= 0:
            if moved:
                self._drag(event.position(), done=True)
        elif not moved and self._button == _Button.RightButton:
            place = event.globalPosition().toPoint()
            self._drop()
            self.ask_menu(place, self.joint_at(event.position()))
            return
        elif not moved and self._button == _Button.LeftButton:
            view.pick(-1)
        self._drop()
        self._hover(event.position())
        view.refresh()

    def leave(self) -> None:
        """Nothing is under the mouse any more."""
        if self._pressed is None and (self.hovered, self.ring) != (-1, -1):
            self.hovered = self.ring = -1
            self._view.refresh()

    def cancel(self) -> None:
        """Let go of everything: the window lost the mouse, or Escape was pressed.

        A turn or a drag ends where it is.
        """
        if self.turning is not None and self._is_moving:
            self._emit_turn(done=True)
        elif self._joint >= 0 and self._is_moving:
            self._drag(self._last, done=True)
        self._drop()
        self._view.refresh()

    def press_twice(self, event: QMouseEvent) -> None:
        """Show the whole body on a double click beside joints and rings."""
        if event.button() == _Button.LeftButton and self._under(event.position()) == (-1, -1):
            self._view.frame_body()
        else:
            self.press(event)

    def ask_menu(self, place: QPoint, joint: int) -> None:
        """Ask for a menu at a global position."""
        self._view.menu_requested.emit(place, joint)

    def ask_menu_by_key(self) -> None:
        """Ask for a menu at the selected joint, or in the middle."""
        view = self._view
        place = view.rect().center()
        if view.skeleton is not None and view.selected >= 0:
            seen = view.frame.projection.points(view.skeleton.places[view.selected])
            place = QPoint(round(float(seen[0])), round(float(seen[1])))
        self.ask_menu(view.mapToGlobal(place), view.selected)

    def _drop(self) -> None:
        self.turning = None
        self._pressed, self._joint = None, -1
        self._is_moving, self._button = False, _Button.NoButton
        self._view.unsetCursor()
        self._view.keep_in_view()

    def _hover(self, point: QPointF) -> None:
        view = self._view
        joint, ring = self._under(point)
        if (joint, ring) != (self.hovered, self.ring):
            self.hovered, self.ring = joint, ring
            has_hand = joint >= 0 or ring >= 0
            shape = Qt.CursorShape.PointingHandCursor if has_hand else Qt.CursorShape.ArrowCursor
            view.setCursor(shape)
            view.setToolTip(view.joint_text(joint) if joint >= 0 else "")
            view.refresh()

    @staticmethod
    def _is_aside(event: QMouseEvent) -> bool:
        return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)

    # -- what a drag does

    def pan(self, x: float, y: float) -> None:
        """Move the picture by pixels."""
        view = self._view
        scale = float(view.frame.projection.scale_at(view.camera.distance))
        view.set_camera(view.camera.panned(-x / scale, y / scale))

    def _drag(self, point: QPointF, *, done: bool) -> None:
        """Tell where the joint in the hand is wanted: in the plane of the screen."""
        aside, down, ahead = self._grip
        view = self._view
        place = view.frame.projection.unproject(point.x() + aside, point.y() + down, ahead)
        view.joint_dragged.emit(self._joint, place, done)

    def _turn(self, event: QMouseEvent, *, done: bool) -> None:
        drag = self.turning
        if drag is None:
            return
        snap = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        drag.move(event.position().x(), event.position().y(), snap=snap)
        self._emit_turn(done=done)
        self._view.refresh()

    def _emit_turn(self, *, done: bool) -> None:
        """Tell how the joint is to turn from where it stands now.

        Where a limit held it back, the next turn leads from there to where the mouse wants it.
        """
        drag, skeleton = self.turning, self._view.skeleton
        if drag is not None and skeleton is not None and drag.gizmo.joint < len(skeleton):
            target = drag.rotation() @ self._target
            now = skeleton.turns[drag.gizmo.joint]
            self._view.joint_turned.emit(drag.gizmo.joint, target @ now.T, done)

    # -- nearer and farther

    def wheel(self, event: QWheelEvent) -> None:
        """Go nearer to what lies under the mouse, or away."""
        steps = event.angleDelta().y() / 120 or event.pixelDelta().y() / 60
        self.zoom(NOTCH**steps, event.position())

    def zoom(self, factor: float, point: QPointF | None = None) -> None:
        """Go nearer by a factor, to a point of the screen or to the middle."""
        view = self._view
        view.stop()
        size = (float(view.width()), float(view.height()))
        x, y = (size[0] / 2, size[1] / 2) if point is None else (point.x(), point.y())
        view.set_camera(view.camera.zoomed_at(factor, x, y, size))

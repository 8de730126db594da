"""Keys in the view of a body: everything that the mouse can do."""

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.widgets.body_view.camera import Look
from app.widgets.body_view.gizmo import about

if TYPE_CHECKING:
    from app.widgets.body_view.view import BodyView

TURN: Final = float(np.radians(5.0))  # of a joint, a press of Ctrl and an arrow
FINE_TURN: Final = float(np.radians(1.0))  # with Shift
MOVE: Final = 0.01  # metres of a joint, a press of Alt and an arrow
ORBIT: Final = float(np.radians(15.0))  # a press of Shift and an arrow
PAN_PX: Final = 40.0
ZOOM: Final = 1.15

Key = Qt.Key
_Held = Qt.KeyboardModifier
LOOKS: Final[dict[Qt.Key, Look]] = {
    Key.Key_1: "front", Key.Key_3: "side", Key.Key_7: "top", Key.Key_9: "back",
    Key.Key_0: "three_quarter",
}  # fmt: skip
ARROWS: Final = {  # right, up
    Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, 1), Key.Key_Down: (0, -1),
}  # fmt: skip
RINGS: Final = {  # ring, direction
    Key.Key_Up: (0, -1), Key.Key_Down: (0, 1), Key.Key_Left: (1, -1), Key.Key_Right: (1, 1),
    Key.Key_PageUp: (2, 1), Key.Key_PageDown: (2, -1),
}  # fmt: skip
_PLAIN: Final = {
    *LOOKS, *ARROWS, Key.Key_5, Key.Key_Plus, Key.Key_Minus, Key.Key_Equal, Key.Key_Home, Key.Key_F,
    Key.Key_W, Key.Key_B, Key.Key_J, Key.Key_C, Key.Key_G, Key.Key_T,
}  # fmt: skip
_SHIFT: Final = {*ARROWS, Key.Key_Plus}
_HELD: Final = _Held.ShiftModifier | _Held.ControlModifier | _Held.AltModifier | _Held.MetaModifier


class BodyKeys:
    """Turns keys into cameras, options and signals.

    Args:
        view: of the body.
    """

    def __init__(self, view: "BodyView") -> None:
        self._view = view

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key means something here, so that it is no shortcut of the window."""
        key, held = Qt.Key(event.key()), event.modifiers() & _HELD
        if self._view.mesh.is_empty:
            return False
        if held == _Held.NoModifier:
            return key in _PLAIN or (key == Key.Key_Escape and self._view.selected >= 0)
        if held == _Held.ShiftModifier:
            return key in _SHIFT
        if held == _Held.ShiftModifier | _Held.AltModifier:
            return key in ARROWS
        if self._view.selected < 0:
            return False
        if held in (_Held.ControlModifier, _Held.ControlModifier | _Held.ShiftModifier):
            return key in RINGS
        return held == _Held.AltModifier and key in ARROWS

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key says; returns whether it was used."""
        if not self.wants(event):
            return False
        view, key, held = self._view, Qt.Key(event.key()), event.modifiers() & _HELD
        view.stop()
        if held & _Held.ControlModifier:
            self._turn(key, FINE_TURN if held & _Held.ShiftModifier else TURN)
        elif held == _Held.AltModifier:
            self._move(*ARROWS[key])
        elif held & _Held.AltModifier:
            right, up = ARROWS[key]
            view.input.pan(-right * PAN_PX, up * PAN_PX)
        elif held & _Held.ShiftModifier and key in ARROWS:
            right, up = ARROWS[key]
            view.set_camera(view.camera.orbited(right * ORBIT, up * ORBIT))
        else:
            self._plain(key)
        return True

    def next_joint(self, step: int) -> bool:
        """Select the next joint of the limbs; False where there is none, so that focus goes on."""
        view = self._view
        if view.skeleton is None or view.selected < 0 or not view.options.show_joints:
            return False
        walk = view.skeleton.walk()
        place = walk.index(view.selected) + step
        if not 0 <= place < len(walk):
            view.pick(-1)
            return False
        view.pick(walk[place])
        return True

    def _plain(self, key: Qt.Key) -> None:
        view = self._view
        options = view.options
        if key in LOOKS:
            view.look(LOOKS[key])
        elif key in ARROWS:
            self._go(key)
        elif key in (Key.Key_Plus, Key.Key_Equal, Key.Key_Minus):
            view.input.zoom(1 / ZOOM if key == Key.Key_Minus else ZOOM)
        elif key == Key.Key_5:
            view.set_perspective(not view.camera.is_perspective)
        elif key == Key.Key_Home:
            view.reset_view()
        elif key == Key.Key_F:
            view.frame_body()
        elif key == Key.Key_T:
            view.set_turntable(not view.has_turntable)
        elif key == Key.Key_Escape:
            self._escape()
        elif key == Key.Key_W:
            view.change_options(mode="shaded" if options.mode == "wireframe" else "wireframe")
        else:
            name = {
                Key.Key_B: "show_skeleton", Key.Key_J: "show_joints", Key.Key_G: "show_floor",
                Key.Key_C: "show_confidence",
            }[key]  # fmt: skip
            view.change_options(**{name: not getattr(options, name)})

    def _escape(self) -> None:
        if self._view.input.is_busy:
            self._view.input.cancel()
        else:
            self._view.pick(-1)

    def _go(self, key: Qt.Key) -> None:
        """Select a neighbour: up to the parent, down to the child, aside to the siblings."""
        view, skeleton = self._view, self._view.skeleton
        if skeleton is None or not len(skeleton) or not view.options.show_joints:
            return
        joint = view.selected
        if joint < 0:
            view.pick(skeleton.walk()[0])
            return
        parent, children = skeleton.parents[joint], skeleton.children(joint)
        if key == Key.Key_Up:
            view.pick(parent if parent >= 0 else joint)
        elif key == Key.Key_Down:
            view.pick(children[0] if children else joint)
        else:
            siblings = skeleton.children(parent)
            step = 1 if key == Key.Key_Right else -1
            view.pick(siblings[(siblings.index(joint) + step) % len(siblings)])

    def _turn(self, key: Qt.Key, angle: float) -> None:
        gizmo = self._view.frame.gizmo
        if gizmo is not None:
            ring, sign = RINGS[key]
            turn = about(gizmo.axis(ring), sign * angle)
            self._view.joint_turned.emit(gizmo.joint, turn, True)  # noqa: FBT003 - a signal

    def _move(self, right: int, up: int) -> None:
        view = self._view
        if view.skeleton is not None and view.selected >= 0:
            axes = view.camera.axes()
            step = MOVE * (right * axes[0] + up * axes[1])
            place = view.skeleton.places[view.selected] + step
            view.joint_dragged.emit(view.selected, place, True)  # noqa: FBT003 - a signal

"""Mouse and keys in space: looking around, moving, pointing."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from app.widgets.space.camera import FIELD, Camera

if TYPE_CHECKING:
    from app.widgets.space.canvas import SpaceCanvas

SPEED = 0.9  # units of space a second
FAST = 2.6  # times, with Shift
STEP_S = 0.18  # what one press of a key is worth with reduced motion
NOTCH = 0.16  # units a notch of the wheel
TURN = 0.09  # radians a press of Ctrl and an arrow

Key = Qt.Key
MOVES: dict[Qt.Key, tuple[float, float, float]] = {
    Key.Key_W: (0, 0, 1), Key.Key_Up: (0, 0, 1), Key.Key_S: (0, 0, -1), Key.Key_Down: (0, 0, -1),
    Key.Key_A: (-1, 0, 0), Key.Key_Left: (-1, 0, 0), Key.Key_D: (1, 0, 0),
    Key.Key_Right: (1, 0, 0), Key.Key_R: (0, 1, 0), Key.Key_F: (0, -1, 0),
}  # fmt: skip
TURNS = {
    Key.Key_Left: (-TURN, 0.0), Key.Key_Right: (TURN, 0.0), Key.Key_Up: (0.0, TURN),
    Key.Key_Down: (0.0, -TURN),
}  # fmt: skip
COMMANDS = (Key.Key_E, Key.Key_G, Key.Key_K, Key.Key_N, Key.Key_B, Key.Key_Home)


class Pilot:
    """Turns what the user does into where the viewer is.

    Args:
        canvas: the space.
    """

    def __init__(self, canvas: "SpaceCanvas") -> None:
        self._canvas = canvas
        self._held: set[Qt.Key] = set()
        self._is_fast = False
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._is_looking = False

    @property
    def is_moving(self) -> bool:
        """Whether a key that moves is held."""
        return bool(self._held)

    def let_go(self) -> None:
        """Stand still."""
        self._held.clear()

    def moved(self, camera: Camera, seconds: float) -> Camera:
        """Return the viewer after some time of holding keys."""
        total = np.sum([MOVES[key] for key in self._held], axis=0)
        speed = SPEED * (FAST if self._is_fast else 1.0) * seconds
        right, up, ahead = (np.asarray(total, np.float64) * speed).tolist()
        return camera.moved(right, up, ahead)

    # -- mouse

    def press(self, event: QMouseEvent) -> None:
        """Take notice of a button going down."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed = self._last = event.position()
            self._is_looking = False

    def drag(self, event: QMouseEvent) -> bool:
        """Look around; returns whether the mouse drags."""
        if self._pressed is None:
            return False
        canvas = self._canvas
        far = (event.position() - self._pressed).manhattanLength()
        if not self._is_looking and far < QApplication.startDragDistance():
            return True
        self._is_looking = True
        canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
        gone = event.position() - self._last
        self._last = event.position()
        scale = np.radians(FIELD) / max(1, canvas.height())
        canvas.set_camera(canvas.camera.turned(-gone.x() * scale, gone.y() * scale))
        return True

    def release(self, event: QMouseEvent) -> None:
        """End looking around, or take a click."""
        was_looking, self._is_looking = self._is_looking, False
        was_pressed, self._pressed = self._pressed is not None, None
        canvas = self._canvas
        canvas.unsetCursor()
        if was_looking or not was_pressed or event.button() != Qt.MouseButton.LeftButton:
            return
        item, shared = canvas.item_at(event.position()), canvas.context.shared
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and item >= 0:
            others = [one for one in shared.selection if one != item]
            shared.select(others if item in shared.selection else [*others, item], canvas.source)
        elif item >= 0:
            canvas.pick(item)
        else:
            shared.select([], canvas.source)

    def wheel(self, event: QWheelEvent) -> None:
        """Fly ahead or back, towards the mouse."""
        canvas = self._canvas
        step = event.angleDelta().y() / 120 * NOTCH
        scale = np.tan(np.radians(FIELD / 2)) / max(1, canvas.height() / 2)
        across = (event.position().x() - canvas.width() / 2) * scale
        up = (canvas.height() / 2 - event.position().y()) * scale
        canvas.set_camera(canvas.camera.moved(across * step, up * step, step))

    # -- keys

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key means something here."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if held == Qt.KeyboardModifier.ControlModifier:
            return key in TURNS
        if held not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return False
        return key in MOVES or key in COMMANDS

    def key_down(self, event: QKeyEvent) -> bool:
        """Do what a key says; returns whether it was used."""
        canvas, key = self._canvas, Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and canvas.near is not None:
            canvas.pull(None)
            return True
        if not self.wants(event):
            return False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            canvas.set_camera(canvas.camera.turned(*TURNS[key]))
            return True
        self._is_fast = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in COMMANDS:
            self._command(key)
        elif canvas.has_reduced_motion:
            self._held = {key}
            canvas.set_camera(self.moved(canvas.camera, STEP_S))
            self._held.clear()
        elif not event.isAutoRepeat():
            self._held.add(key)
            canvas.wake()
        return True

    def key_up(self, event: QKeyEvent) -> None:
        """Take notice of a key going up."""
        if not event.isAutoRepeat():
            self._held.discard(Qt.Key(event.key()))

    def _command(self, key: Qt.Key) -> None:
        canvas = self._canvas
        current = canvas.context.shared.current
        if key == Key.Key_Home:
            canvas.go_home()
        elif key in (Key.Key_N, Key.Key_B):
            self._along(1 if key == Key.Key_N else -1)
        elif current is None or canvas.position_of(current) is None:
            if key == Key.Key_E and canvas.near is not None:
                canvas.pull(None)
            else:
                canvas.lacking.emit()
        elif key == Key.Key_E:
            canvas.pull(current)
        elif key == Key.Key_G:
            canvas.fly_to(current)
        elif key == Key.Key_K:
            canvas.kept.emit(current)

    def _along(self, step: int) -> None:
        """Go on to the next item of the way."""
        canvas = self._canvas
        if not canvas.way:
            return
        current = canvas.context.shared.current
        place = canvas.way.index(current) + step if current in canvas.way else 0
        item = canvas.way[place % len(canvas.way)]
        canvas.pick(item)
        canvas.fly_to(item)

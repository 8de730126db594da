"""The keys of the drawing surface, and drawing without a pointer."""

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QWidget

from app.services.body_document_types import PAGE
from app.widgets.drawing.exchange import CanvasExchange
from app.widgets.drawing.pointer import KEYS
from app.widgets.drawing.types import Tool
from app.widgets.numbers import numeral

_ARROWS: Final = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_TOOLS: Final = {
    (Qt.Key.Key_P, False): Tool.PEN,
    (Qt.Key.Key_E, False): Tool.ERASER_STROKE,
    (Qt.Key.Key_E, True): Tool.ERASER_PIXEL,
    (Qt.Key.Key_V, False): Tool.PICK,
    (Qt.Key.Key_H, False): Tool.MOVE,
}
_STEP: Final = 10.0  # units that an arrow key goes
_WIDER: Final = 1.2
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Command = Callable[[], object]


class CanvasKeys(CanvasExchange):
    """Works the drawing surface with keys.

    P pen, E and Shift+E erasers, V joints, H moves; [ and ] width; Ctrl+0, +, - zoom; Esc drops
    what is under way; Ctrl+C and Ctrl+V. Arrow keys move a pen over the page (Shift: finely, Ctrl:
    far), Space puts it down and up; with V they move the chosen joint, and Tab goes from joint to
    joint. Space held while the mouse drags moves the page.

    Args:
        parent: owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moves_joint = False
        self.setAccessibleName(self.tr("Page to draw a person on"))
        self.setAccessibleDescription(
            self.tr(
                "Arrow keys move the pen, Space puts it down and up, Esc drops the stroke. P is "
                "the pen, E and Shift+E erase, V chooses joints."
            )
        )

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the canvas from the shortcuts of the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (self._is_space(event) or self._command(event) is not None)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a tool, move the pen, zoom."""
        if self._is_space(event):
            if not event.isAutoRepeat():
                self._space, self._space_used = True, False
                self.refresh_cursor()
            return
        command = self._command(event)
        if command is None:
            super().keyPressEvent(event)
        else:
            command()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Put the pen down or up; end a row of arrow keys."""
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Space and self._space:
            self._space = False
            self.refresh_cursor()
            if not self._space_used:
                self.toggle_key_pen()
        elif Qt.Key(event.key()) in _ARROWS and self._moves_joint:
            self._step_joint(0.0, 0.0, done=True)
        else:
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of held keys."""
        super().focusOutEvent(event)
        self._space = False
        if self._holder == KEYS:
            self.end()
        self.update()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """With the tool for joints go to the next joint; behind the last one to the next widget."""
        if self._tool == Tool.PICK and self._joints is not None and self._shows_joints:
            last = len(self._joints) - 1
            now = self._selected if self._selected >= 0 else (-1 if forward else last + 1)
            joint = now + (1 if forward else -1)
            if 0 <= joint <= last:
                self.joint_clicked.emit(joint)
                self._say(self._names[joint] if joint < len(self._names) else str(joint))
                return True
        return super().focusNextPrevChild(forward)

    # -- commands

    @staticmethod
    def _is_space(event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Space and not event.modifiers()

    def _command(self, event: QKeyEvent) -> Command | None:
        """Return what a key does now, None for nothing."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ARROWS and not held & ~(_CTRL | _SHIFT):
            return partial(self._step, *_ARROWS[key], held)
        if event.text() in ("[", "]"):  # wherever they are on this keyboard
            return partial(self.widen, _WIDER if event.text() == "]" else 1 / _WIDER)
        if held == _CTRL or event.matches(QKeySequence.StandardKey.ZoomIn):
            return self._with_ctrl(event)
        if held & ~_SHIFT:
            return None
        if (tool := _TOOLS.get((key, held == _SHIFT))) is not None:
            return partial(self.take_tool, tool)
        if key == Qt.Key.Key_Escape and not held:
            return self._escape()
        return None

    def _with_ctrl(self, event: QKeyEvent) -> Command | None:
        keys = QKeySequence.StandardKey
        if event.matches(keys.Copy):
            return self.copy if self.current_strokes() else None
        if event.matches(keys.Paste):
            return self.paste
        return {
            Qt.Key.Key_0: self.fit_page,
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
        }.get(Qt.Key(event.key()))

    def _escape(self) -> Command | None:
        """Return what Esc drops, None where there is nothing."""
        if self.gesture is not None:
            return self.cancel
        if self._key_pen is not None:
            return self._hide_key_pen
        return None

    def take_tool(self, tool: Tool) -> None:
        """Take a tool, ending a stroke that the keyboard draws."""
        if self._holder == KEYS:
            self.end()
        self.tool = tool

    def widen(self, factor: float) -> None:
        """Make the pen, or the eraser in hand, wider or thinner."""
        if self._tool in (Tool.ERASER_PIXEL, Tool.ERASER_STROKE):
            self.eraser_width = round(self._eraser_width * factor, 1)
            width = self._eraser_width
        else:
            self.pen_width = round(self._pen_width * factor, 1)
            width = self._pen_width
        self._say(self.tr("Width {width}").format(width=numeral(width, "g")))

    # -- the pen of the keyboard

    def _step(self, dx: float, dy: float, held: Qt.KeyboardModifier) -> None:
        step = _STEP * (0.1 if held & _SHIFT else 5.0 if held & _CTRL else 1.0)
        if self._tool == Tool.PICK:
            if self._selected >= 0:
                self._step_joint(dx * step / 2, dy * step / 2, done=False)
        elif self._tool == Tool.MOVE:
            self.pan(-dx * step * 4, -dy * step * 4)
        else:
            self._step_pen(dx * step, dy * step)

    def _step_pen(self, dx: float, dy: float) -> None:
        at = np.array([PAGE / 2, PAGE / 2]) if self._key_pen is None else self._key_pen
        if self._key_pen is not None:
            at = np.clip(at + np.array([dx, dy]), 0.0, PAGE)
        self._key_pen = at
        self._into_view()
        if self._holder == KEYS and self.gesture is not None:
            self.gesture.move(at, 1.0)
        self.update()
        self._say(f"{at[0]:.0f}, {at[1]:.0f}")

    def _into_view(self) -> None:
        """Move the page so that the pen of the keyboard is seen."""
        if self._key_pen is None:
            return
        x, y = self.camera.to_widget(*map(float, self._key_pen))
        edge = 24.0
        dx = max(edge - x, 0.0) or min(self.width() - edge - x, 0.0)
        dy = max(edge - y, 0.0) or min(self.height() - edge - y, 0.0)
        if dx or dy:
            self.pan(dx, dy)

    def toggle_key_pen(self) -> None:
        """Put the pen of the keyboard down, or up."""
        if self._tool in (Tool.PICK, Tool.MOVE):
            return
        if self._key_pen is None:
            self._step_pen(0.0, 0.0)  # first show where it is
            return
        if self._holder == KEYS and self.gesture is not None:
            self.end()
            self._say(self.tr("Pen up"))
            return
        at = QPointF(*self.camera.to_widget(*map(float, self._key_pen)))
        if self.begin(at, None, self._tool, KEYS):
            self._say(self.tr("Pen down"))

    def _hide_key_pen(self) -> None:
        self._key_pen = None
        self.update()

    def _step_joint(self, dx: float, dy: float, *, done: bool) -> None:
        """Move the chosen joint by units of the page."""
        if self._joints is None or not 0 <= self._selected < len(self._joints):
            return
        self._moves_joint = not done
        self.joint_dragged.emit(
            self._selected, self._joints[self._selected] + np.array([dx, dy]), done
        )

    def _say(self, words: str) -> None:
        """Tell a screen reader."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

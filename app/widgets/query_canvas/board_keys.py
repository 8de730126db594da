"""The keys of a board, and what its mouse holds."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QToolTip

from app.widgets.query_canvas import edits
from app.widgets.query_canvas.board_state import ARROW, COLOUR, TEXT, THING, BoardState
from common.canvas import Canvas, Region

FAR = 1000
"""Steps to the front or back of any canvas."""
_STEP = 1 / 48  # of a canvas: an arrow key
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_TOOL_KEYS = {Qt.Key.Key_V: ARROW, Qt.Key.Key_B: COLOUR, Qt.Key.Key_T: TEXT, Qt.Key.Key_O: THING}


@dataclass(slots=True)
class Grip:
    """What the mouse holds.

    Args:
        start: where it was pressed, in the widget.
        canvas: as it was then.
        edges: of a shape that is resized; "" where it is moved or drawn.
        draws: whether a new shape is drawn.
        moved: whether it has gone farther than a click.
    """

    start: QPointF
    canvas: Canvas
    edges: str = ""
    draws: bool = False
    moved: bool = False


class BoardKeys(BoardState):
    """A board that is worked with keys."""

    pasted = Signal()  # the clipboard holds no shapes, perhaps a picture

    _grip: Grip | None = None
    _rubber: Region | None = None

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the canvas while there is something for them to do; explain shapes."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._command(event) is not None:
                event.accept()
                return True
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.shape_at(QPointF(event.pos()))
            words = self.describe(place) if place >= 0 else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, resize, choose, edit."""
        command = self._command(event)
        if command is None:
            super().keyPressEvent(event)
        else:
            command()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End a row of arrow keys, so that it is one step."""
        if not event.isAutoRepeat() and Qt.Key(event.key()) not in _ARROWS:
            self.undo_stack.end_gesture()
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go to the next shape; behind the last one to the next widget."""
        last = len(self.canvas.shapes) - 1
        now = self.chosen[-1] if self.chosen else (-1 if forward else last + 1)
        place = now + (1 if forward else -1)
        if 0 <= place <= last:
            self.choose([place])
            return True
        return super().focusNextPrevChild(forward)

    def _command(self, event: QKeyEvent) -> Callable[[], object] | None:
        """Return what a key does now, None for nothing."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        standard = self._standard(event)
        if standard is not None:
            return standard
        if key in _ARROWS and self.chosen:
            return partial(self._step, *_ARROWS[key], held)
        if held:
            return None
        if key in _TOOL_KEYS:
            return partial(self.take_tool, _TOOL_KEYS[key])
        if key == Qt.Key.Key_Escape and (self.chosen or self.tool != ARROW or self._grip):
            return self._let_go
        if not self.chosen:
            return None
        commands: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Delete: self.remove_chosen,
            Qt.Key.Key_Backspace: self.remove_chosen,
            Qt.Key.Key_PageUp: partial(self.restack, 1),
            Qt.Key.Key_PageDown: partial(self.restack, -1),
            Qt.Key.Key_Return: partial(self.name, self.chosen[-1]),
            Qt.Key.Key_Enter: partial(self.name, self.chosen[-1]),
            Qt.Key.Key_F2: partial(self.name, self.chosen[-1]),
        }
        return commands.get(key)

    def _standard(self, event: QKeyEvent) -> Callable[[], object] | None:
        """Return what a key does that means the same everywhere; None where it has nothing to do.

        With nothing left to undo the window's own undo gets the key.
        """
        keys = QKeySequence.StandardKey
        stack = self.undo_stack
        for standard, can, run in (
            (keys.Undo, stack.can_undo, self.undo),
            (keys.Redo, stack.can_redo, self.redo),
            (keys.Copy, bool(self.chosen), self.copy),
            (keys.Cut, bool(self.chosen), self.cut),
            (keys.Paste, True, self.paste),
            (keys.SelectAll, bool(self.canvas.shapes), self.choose_all),
        ):
            if event.matches(standard):
                return run if can else None
        is_ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if is_ctrl and event.key() == Qt.Key.Key_D and self.chosen:
            return self.duplicate
        return None

    def _step(self, dx: int, dy: int, held: Qt.KeyboardModifier) -> None:
        step = _STEP / 4 if held & Qt.KeyboardModifier.ControlModifier else _STEP
        if not held & Qt.KeyboardModifier.ShiftModifier:
            moved = edits.move(self.canvas, self.chosen, dx * step, dy * step)
            self.change(moved, gesture="step")
            return
        place = self.chosen[-1]
        region = self.canvas.shapes[place].region
        if region is not None:
            made = edits.resize(region, "rb", dx * step, dy * step)
            shape = edits.placed(self.canvas.shapes[place], made)
            self.change(edits.put(self.canvas, place, shape), gesture="size")

    def _let_go(self) -> None:
        if self._grip is not None:
            was = self._grip.canvas
            self._grip, self._rubber = None, None
            self.change(was, gesture="drag")
        elif self.tool != ARROW:
            self.take_tool(ARROW)
        else:
            self.choose([])

    def choose_all(self) -> None:
        """Choose all shapes."""
        self.choose(range(len(self.canvas.shapes)))

    def paste(self) -> None:
        """Paste shapes; a picture in the clipboard is asked for."""
        if not self.paste_shapes():
            self.pasted.emit()

    def describe(self, place: int) -> str:
        """Return a shape in words."""
        return type(self.canvas.shapes[place]).__name__

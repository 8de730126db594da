"""The time line of a day, under mouse and keys."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.jobs import JobRunner
from app.panels.days import texts
from app.panels.days.strip_drawing import MARGIN, StripDrawing
from app.services.items import ItemService
from app.services.types import Stack


class DayStrip(StripDrawing):
    """A day on its time scale.

    The wheel zooms, a drag moves, 0 shows all. Left and Right step through the photos, with Ctrl
    through the events; Enter opens a photo large, Space shows an event alone, R names it.

    Args:
        items: where pictures come from.
        jobs: where they are decoded.
        parent: owner.
    """

    pointed = Signal(float)  # moment under the mouse; NaN when it leaves
    chosen = Signal(object)  # ids that were selected, the last one is the current
    opened = Signal(int)
    named = Signal(object)  # Stack whose name is to be asked for
    menu_wanted = Signal(object, object)  # Stack or None, where on the screen

    def __init__(self, items: ItemService, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(items, jobs, parent)
        self._grip: QPointF | None = None
        self._was_moved = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Time line of the day"))
        self.setAccessibleDescription(
            self.tr("Left and Right step through photos, with Ctrl through events; 0 shows all.")
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more or fewer pictures."""
        super().resizeEvent(event)
        self._ask()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse; sideways, or with Shift, move."""
        delta = event.angleDelta()
        is_sideways = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) or delta.x()
        if is_sideways:
            self.scale.move(-(delta.x() or delta.y()) / 1200)
        else:
            about = (event.position().x() - MARGIN) / self._room()
            self.scale.zoom(1.0015 ** delta.y(), min(1.0, max(0.0, about)))
        self.rescale()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move, or to choose."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip, self._was_moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the day, or tell the moment under the mouse."""
        at = event.position()
        if self._grip is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if abs(at.x() - self._grip.x()) > 3 or self._was_moved:
                self._was_moved = True
                self.scale.move((self._grip.x() - at.x()) / self._room())
                self._grip = at
                self.rescale()
            return
        self.pointed.emit(self.moment_at(at.x()))

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse points at no moment any more."""
        self.pointed.emit(float("nan"))
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select what was clicked: a photo, or all of an event."""
        self._grip = None
        if event.button() != Qt.MouseButton.LeftButton or self._was_moved or self.view is None:
            return
        pile = self._pile_at(event.position())
        stack = self.stack_at(event.position())
        if pile is not None:
            self.chosen.emit([self._top(pile)])
        elif stack is not None:
            self.chosen.emit(list(stack.items))
        elif len(self.view.items):
            self.chosen.emit([self.view.nearest(self.moment_at(event.position().x()))])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the photos of a stack side by side, or open a photo that stands alone."""
        if self.view is None:
            return
        pile, stack = self._pile_at(event.position()), self.stack_at(event.position())
        if pile is not None and pile.count == 1:
            self.opened.emit(int(self.view.items[pile.first]))
        elif pile is not None:
            last = pile.first + pile.count - 1
            self.scale.show(float(self.view.times[pile.first]), float(self.view.times[last]))
            self.rescale()
        elif stack is not None:
            self.expand(stack)

    def expand(self, stack: Stack) -> None:
        """Let an event fill the time line; one that does already gives way to the whole day."""
        before = (self.scale.low, self.scale.high)
        self.scale.show(stack.start, stack.end)
        if abs(self.scale.low - before[0]) + abs(self.scale.high - before[1]) < 1e-6:
            self.scale.show_all()
        self.rescale()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of an event."""
        self.menu_wanted.emit(self.stack_at(QPointF(event.pos())), event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key, forward = Qt.Key, -1 if self.isRightToLeft() else 1
        by_event = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        stack = self.current_stack()
        pressed = event.key()
        if pressed in (key.Key_Left, key.Key_Right):
            self._step(forward if pressed == key.Key_Right else -forward, by_event=by_event)
        elif pressed in (key.Key_Plus, key.Key_Minus):
            self.scale.zoom(1.4 if pressed == key.Key_Plus else 1 / 1.4, 0.5)
            self.rescale()
        elif pressed == key.Key_0:
            self.scale.show_all()
            self.rescale()
        elif pressed in (key.Key_Return, key.Key_Enter) and self._current is not None:
            self.opened.emit(self._current)
        elif pressed == key.Key_Space and stack is not None:
            self.expand(stack)
        elif pressed == key.Key_R and stack is not None and stack.episode:
            self.named.emit(stack)
        else:
            super().keyPressEvent(event)

    def current_stack(self) -> Stack | None:
        """Return the event of the current photo."""
        if self.view is None:
            return None
        return next((each for each in self.view.stacks if self._current in each.items), None)

    def _step(self, by: int, *, by_event: bool) -> None:
        """Select the next photo, or all of the next event."""
        if self.view is None or not len(self.view.items):
            return
        stacks = self.view.stacks
        if by_event:
            stack = self.current_stack()
            place = stacks.index(stack) + by if stack is not None else (0 if by > 0 else -1)
            if 0 <= place < len(stacks) or stack is None:
                self.chosen.emit(list(stacks[place].items))
            return
        found = np.flatnonzero(self.view.items == self._current)
        last = len(self.view.items) - 1
        place = int(found[0]) + by if len(found) else (0 if by > 0 else last)
        self.chosen.emit([int(self.view.items[max(0, min(last, place))])])

    def event(self, event: QEvent) -> bool:
        """Say what is under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.told(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def told(self, at: QPointF) -> str:
        """Return what is at a point, in words."""
        view = self.view
        if view is None:
            return ""
        stack = self.stack_at(at)
        if stack is not None:
            name = texts.stack_name(view, stack)
            count = self.tr("%n photo(s)", "", len(stack.items))
            long = texts.duration(stack.end - stack.start)
            return f"{name}\n{count} · {long}" if stack.end > stack.start else f"{name}\n{count}"
        moment = self.moment_at(at.x())
        lines = [texts.local_clock(view, moment)]
        lines += [
            f"{texts.place_name(each.place)} · {texts.duration(each.end - each.start)}"
            for each in view.stays
            if each.start <= moment <= each.end
        ]
        lines += [
            f"{texts.mode_name(each.mode)} ({self.tr('a guess from its speed')}) · "
            f"{texts.length(each.metres)} · {texts.duration(each.end - each.start)}"
            for each in view.trips
            if each.start <= moment <= each.end
        ]
        lines += [name for _, name, start, end in view.spans if start <= moment <= end and name]
        return "\n".join(dict.fromkeys(lines))

"""What the user does to the view of a body, handed on to what takes it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

if TYPE_CHECKING:
    from app.widgets.body_view.input import BodyInput
    from app.widgets.body_view.keys import BodyKeys


class EventWidget(QWidget):
    """A widget whose events go to its `input` and its `keys`."""

    input: "BodyInput"
    keys: "BodyKeys"

    def refresh(self) -> None:
        """Draw anew soon."""
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take what is under the mouse."""
        self.input.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        self.input.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        self.input.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole body on a double click beside the joints."""
        self.input.press_twice(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go nearer or away."""
        self.input.wheel(event)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu by key; the mouse asks when its button goes up without a drag."""
        if event.reason() != QContextMenuEvent.Reason.Mouse:
            self.input.ask_menu_by_key()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key says."""
        if not self.keys.press(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go to the next joint while one is selected, then on to the next widget."""
        return self.keys.next_joint(1 if forward else -1) or super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys go here."""
        super().focusInEvent(event)
        self.refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that keys go elsewhere."""
        super().focusOutEvent(event)
        self.refresh()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse."""
        super().leaveEvent(event)
        self.input.leave()

    def event(self, event: QEvent) -> bool:
        """Take keys before shortcuts of the window do, and pinches."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if self.keys.wants(event):
                event.accept()
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                middle = QPointF(self.mapFromGlobal(pinch.centerPoint()))
                self.input.zoom(pinch.scaleFactor(), middle)
                event.accept(pinch)
                return True
        elif (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.input.zoom(1 + event.value(), event.position())
            return True
        return super().event(event)

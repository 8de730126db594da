"""One line below the page for what is odd about a drawing; never moves what is above."""

from time import monotonic

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.widgets.controls import tool_button
from app.widgets.icons import icon

_ICON = 15
_GAP = 5
_KEPT_S = 4.0  # longer than a reading takes


class NoteLine(QWidget):
    """A text that is cut at the end; its tip says all of it. A button may stand behind it.

    Args:
        parent: owner.
    """

    taken = Signal()  # the reading that is offered

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self._kept_until = 0.0
        self._has_offered = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Notes about the drawing"))
        self.take = tool_button(
            self.tr("Take it"),
            self.tr("Pose the body as it was read, though little of a person is drawn"),
            self.taken.emit,
        )
        self.take.setMaximumHeight(self.sizeHint().height())
        self.take.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.take)

    def offer(self, *, on: bool, is_drawn: bool) -> None:
        """Show the button that takes a reading, or hide it.

        Args:
            on: there is one.
            is_drawn: without strokes, what was said about them goes too.
        """
        if on != self.take.isVisibleTo(self):
            self.take.setVisible(on)
            self.update()
            self._has_offered = True
        if self._has_offered and not is_drawn:
            self._has_offered = False
            self.say("")

    def keep(self, text: str) -> None:
        """Show what a file has odd; the reading that follows, odd in nothing, leaves it."""
        self._kept_until = 0.0
        self.say(text)
        self._kept_until = monotonic() + _KEPT_S if text else 0.0

    def say(self, text: str) -> None:
        """Show a text; "" for none."""
        if not text and monotonic() < self._kept_until:
            return
        if text != self.text:
            self.text = text
            self.setToolTip(text)
            self.setAccessibleDescription(text)
            self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a line, whether there is a text or not."""
        return QSize(100, max(_ICON, self.fontMetrics().height()) + 4)

    def minimumSizeHint(self) -> QSize:
        """Return the same, as narrow as can be."""
        return QSize(1, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text behind a sign."""
        if not self.text:
            return
        painter = QPainter(self)
        top = (self.height() - _ICON) // 2
        icon("info").paint(painter, 2, top, _ICON, _ICON)
        left = 2 + _ICON + _GAP
        end = self.take.x() - _GAP if self.take.isVisibleTo(self) else self.width()
        room = max(0, end - left)
        shown = self.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideRight, room)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(left, 0, room, self.height(), int(Qt.AlignmentFlag.AlignVCenter), shown)

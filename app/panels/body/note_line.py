"""One line below the page for what is odd about a drawing; never moves what is above."""

from time import monotonic

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.widgets.icons import icon

_ICON = 15
_GAP = 5
_KEPT_S = 4.0  # longer than a reading takes


class NoteLine(QWidget):
    """A text that is cut at the end; its tip says all of it.

    Args:
        parent: owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self._kept_until = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Notes about the drawing"))

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
        room = max(0, self.width() - left)
        shown = self.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideRight, room)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(left, 0, room, self.height(), int(Qt.AlignmentFlag.AlignVCenter), shown)

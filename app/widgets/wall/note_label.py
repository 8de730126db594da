"""One line on how the arrangement came about, shortened where there is little room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

WIDEST = 560  # pixels; the tooltip has the rest
HIGH = 30  # pixels, as the controls beside it, so that the text stands on their line


class NoteLabel(QLabel):
    """A muted text of one line; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ""
        self.setProperty("muted", True)  # noqa: FBT003 - Qt's own signature
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.hide()

    @property
    def said(self) -> str:
        """The whole text."""
        return self._said

    def say(self, text: str) -> None:
        """Show a text; "" hides the line."""
        self._said = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._shorten()
        self.setVisible(bool(text))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return as much as the text needs, up to a limit."""
        wide = self.fontMetrics().horizontalAdvance(self._said) + 8
        return QSize(min(WIDEST, wide), max(HIGH, super().sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """Return a width that a narrow panel still has."""
        return QSize(min(160, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text to the room there is."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        room = (self.width() if self.isVisible() else WIDEST) - 4
        self.setText(self.fontMetrics().elidedText(self._said, Qt.TextElideMode.ElideRight, room))

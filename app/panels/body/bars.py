"""Lines above the drawing that say what is missing, what was found again, what is odd."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.widgets.controls import icon_button, push_button


class Bar(QFrame):
    """A line with a text and buttons that can be closed; hidden until it has something to say.

    Args:
        tone: "info", "success" or "warning".
        parent: owner.
    """

    closed = Signal()

    def __init__(self, tone: str = "info", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("notice", tone)
        self._label = QLabel(wordWrap=True)
        self._label.setMinimumWidth(1)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 3, 4, 3)
        self._row.setSpacing(6)
        self._row.addWidget(self._label, 1)
        self._close = icon_button("close", self.tr("Close this line"), self._on_close, flat=True)
        self._row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    @property
    def buttons(self) -> list[QPushButton]:
        """Its buttons, in order."""
        return self.findChildren(QPushButton)

    def say(self, text: str) -> None:
        """Show a text, or hide the line where it is empty."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def offer(self, title: str, tip: str, run: Callable[[], object]) -> QPushButton:
        """Add a button.

        Args:
            title: on it.
            tip: one sentence.
            run: called without arguments.
        """
        button = push_button(title, tip)
        button.clicked.connect(lambda _on=False: run())
        self._row.insertWidget(self._row.count() - 1, button)
        return button

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()

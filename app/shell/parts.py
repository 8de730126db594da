"""Small parts that the pages and dialogs of the shell share."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QWidget

from app.shell.theme import mark, scale_font
from app.widgets.icons import icon


def quiet_button(drawing: str, name: str, parent: QWidget | None = None) -> QToolButton:
    """Return a flat button with an icon; name is its tooltip and its accessible name."""
    button = QToolButton(parent)
    button.setIcon(icon(drawing))
    button.setToolTip(name)
    button.setAccessibleName(name)
    mark(button, "quiet")
    return button


def heading(text: str, factor: float = 1.3) -> QLabel:
    """Return a headline, factor times as large as the user's font."""
    label = QLabel(text)
    scale_font(label, factor, bold=True)
    return label


def muted(text: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label in the colour of less important text."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    mark(label, "muted")
    return label


def rule() -> QFrame:
    """Return a thin horizontal line."""
    line = QFrame()
    mark(line, "line")
    return line

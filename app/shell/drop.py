"""What the window says while files are dragged over it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.shell.parts import heading
from app.shell.theme import mark
from app.widgets.icons import icon

MARGIN = 16


class DropHint(QFrame):
    """Lies over the window while something is dragged; takes no input itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        mark(self, "drop")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Drop to import"))
        picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        picture.setPixmap(icon("import").pixmap(48, 48))
        text = heading(self.tr("Drop to import"), 1.4)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(picture)
        layout.addWidget(text)
        layout.addStretch(1)
        self.hide()

    def show_over(self) -> None:
        """Cover the parent."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN))
        self.raise_()
        self.show()

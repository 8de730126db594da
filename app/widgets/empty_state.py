"""What a panel shows while it has nothing to show: why, and what to do."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.widgets.flow_layout import FlowLayout

_LEAST = 160  # pixels that a button with a long text can be cut to


class EmptyState(QWidget):
    """A headline, an explanation and buttons, centred."""

    def __init__(self, title: str = "", text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(title, alignment=Qt.AlignmentFlag.AlignCenter)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setBold(True)
        self._title.setFont(font)
        self._title.setWordWrap(True)
        self._text = QLabel(text, alignment=Qt.AlignmentFlag.AlignCenter)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self._title, self._text):
            label.setMinimumWidth(1)  # a word without an end widens no window
        self._buttons = QWidget()
        self._flow = FlowLayout(self._buttons)
        self._flow.centred = True
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._buttons.setSizePolicy(policy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.addStretch(2)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addSpacing(6)
        layout.addWidget(self._buttons)
        layout.addStretch(3)
        self._buttons.hide()

    @property
    def text(self) -> str:
        """The headline and the explanation."""
        return f"{self._title.text()}\n{self._text.text()}"

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons, in order."""
        return [w for w in self._buttons.findChildren(QPushButton) if not w.isHidden()]

    def say(self, title: str, text: str = "") -> None:
        """Replace headline and explanation and remove the buttons."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._flow.clear()
        self._buttons.hide()

    def offer(self, title: str, run: Callable[[], None], tip: str = "") -> QPushButton:
        """Add a button that calls run."""
        button = QPushButton(title)
        button.setAccessibleName(title)
        button.setToolTip(tip or title)
        button.clicked.connect(lambda _checked=False: run())
        # A long sentence on a button widens no window; the tip says all of it.
        button.setMinimumWidth(min(_LEAST, button.sizeHint().width()))
        self._flow.addWidget(button)
        self._buttons.show()
        return button

"""The title of a dock that stands alone; looks like the tab of one that does not."""

from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.shell.parts import quiet_button
from app.shell.theme import mark


class DockTitle(QWidget):
    """Name of the dock and a button that hides it; the dock is dragged by it.

    Args:
        dock: the dock it belongs to.
    """

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.label = QLabel(dock.accessibleName())
        mark(self.label, "tab")
        self.close_button = quiet_button(
            "close", self.tr("Hide “{panel}”").format(panel=dock.accessibleName())
        )
        self.close_button.clicked.connect(dock.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 0, 4, 0)
        layout.setSpacing(0)
        layout.addWidget(self.label)
        layout.addStretch(1)
        layout.addWidget(self.close_button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

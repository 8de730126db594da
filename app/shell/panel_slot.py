"""What stands in a dock or tab until its panel is made."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

SIZE = (240, 160)  # pixels, until the panel tells how much room it wants


class PanelSlot(QWidget):
    """An empty place that tells when the user can see it.

    Args:
        name: of the panel.
        title: of the panel, for those who read the screen by ear.
        parent: as in Qt.
    """

    seen = Signal(str)  # name; may be told more than once

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.setObjectName(f"slot-{name}")
        self.setAccessibleName(title)
        self.resize(*SIZE)

    @property
    def is_seen(self) -> bool:
        """Whether any of it is on the screen: a dock behind another tab is visible to Qt, too."""
        return self.isVisible() and not self.visibleRegion().isEmpty()

    def showEvent(self, event: QShowEvent) -> None:
        """Look whether it can be seen once everything has its place."""
        super().showEvent(event)
        self.look_soon()

    @Slot()
    def look_soon(self, *_: object) -> None:
        """Look whether it can be seen once everything has its place."""
        QTimer.singleShot(0, self, self._look)

    @Slot()
    def _look(self) -> None:
        if self.is_seen:
            self.seen.emit(self.name)

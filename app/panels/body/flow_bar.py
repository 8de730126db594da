"""A row of controls that wraps; as high as its lines are at the width it has."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.widgets.flow_layout import FlowLayout


class FlowBar(QWidget):
    """Holds a `FlowLayout` and asks for no more height than its lines need now.

    A plain widget asks for the height at its least width, which makes windows higher than screens.

    Args:
        parent: owner.
        spacing: pixels between controls.
    """

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 2) -> None:
        super().__init__(parent)
        self.flow = FlowLayout(self, spacing=spacing)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def hasHeightForWidth(self) -> bool:
        """Leave the height to the size hints."""
        return False

    def sizeHint(self) -> QSize:
        """Return the size of the lines at the width that the row has."""
        least = self.flow.minimumSize()
        return QSize(least.width(), max(least.height(), self.flow.heightForWidth(self.width())))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height where the lines break elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

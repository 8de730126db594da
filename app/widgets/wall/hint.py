"""A line over the wall that tells how to zoom, until the user has zoomed once."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from app.widgets.wall.view import WallView

BOTTOM = 18  # pixels


class ZoomHint(QWidget):
    """Shown at the lower edge of the wall on first use.

    Args:
        view: the wall; also the parent.
    """

    done = Signal()  # the user zoomed, or closed it

    def __init__(self, view: WallView) -> None:
        super().__init__(view)
        self._view = view
        self._text = QLabel(
            self.tr("Turn the wheel to zoom  ·  drag to move  ·  double-click to look closer")
        )
        close = QToolButton()
        close.setText("✕")
        close.setAutoRaise(True)
        close.setAccessibleName(self.tr("Close the hint"))
        close.clicked.connect(self.finish)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.addWidget(self._text)
        layout.addWidget(close)
        self.setObjectName("zoomHint")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            "#zoomHint { background: rgba(12, 12, 14, 215); border-radius: 16px; }"
            "#zoomHint QLabel, #zoomHint QToolButton { color: white; background: transparent; }"
        )
        view.zoomed_by_user.connect(self.finish)
        view.moved.connect(self.place)
        self.hide()

    @Slot()
    def place(self) -> None:
        """Sit in the middle of the lower edge; give way where there is no room."""
        size = self.sizeHint()
        width, height = self._view.camera.width, self._view.camera.height
        self.resize(size)
        self.move((width - size.width()) // 2, height - size.height() - BOTTOM)
        is_small = width < size.width() + 2 * BOTTOM or height < 6 * size.height()
        if is_small or self._view.property("presenting"):
            self.hide()

    def start(self) -> None:
        """Show the hint."""
        self.show()
        self.place()

    @Slot()
    def finish(self) -> None:
        """Go away for good."""
        if not self.isHidden():
            self.hide()
            self.done.emit()

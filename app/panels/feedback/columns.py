"""A column of marked items; items dropped on it get its mark."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.context import PanelContext
from app.widgets.drop_grid import DropGrid
from app.widgets.grid_model import ITEMS_MIME, decode_items
from common.values import Hit


class LabelColumn(QFrame):
    """The items with one mark, under a headline in its colour.

    Args:
        context: services, jobs, shared state, actions.
        source: name for the shared selection.
        title: headline; gets the count.
        colour: of the headline.
        hint: shown while it is empty.
        parent: owner.
    """

    items_dropped = Signal(object)  # list of item ids

    def __init__(
        self,
        context: PanelContext,
        source: str,
        title: str,
        colour: QColor,
        hint: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = title
        self.head = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.head.setStyleSheet(
            f"background: {colour.name()}; color: white; font-weight: bold; padding: 3px;"
            "border-radius: 4px;"
        )
        self.hint = QLabel(hint, alignment=Qt.AlignmentFlag.AlignCenter)
        self.hint.setWordWrap(True)
        self.grid = DropGrid(context, source)
        self.grid.setAccessibleName(title)
        self.grid.setToolTip(hint)
        self.grid.items_dropped.connect(self.items_dropped)
        self.setAcceptDrops(True)
        self.grid.set_columns(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.head)
        layout.addWidget(self.hint)
        layout.addWidget(self.grid, 1)
        self.show_items([])

    def show_items(self, items: list[int]) -> None:
        """Show these items, the latest first."""
        self.head.setText(f"{self._title}  {len(items)}")
        self.grid.show_hits([Hit(item, 0.0) for item in reversed(items)])
        self.hint.setVisible(not items)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take items also beside the grid."""
        if event.mimeData().hasFormat(ITEMS_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped."""
        items = decode_items(event.mimeData())
        if items:
            event.acceptProposedAction()
            self.items_dropped.emit(items)

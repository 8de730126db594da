"""The editor of a canvas: small in the panel, or large in a window of its own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.search.editors.base import PartEditor
from app.services.history_views import TURNED
from app.services.types import CanvasAsk
from app.widgets.controls import on_click, push_button
from app.widgets.query_canvas import CanvasEditor
from common.canvas import Canvas


class CanvasPartEditor(PartEditor):
    """Edits what is placed on a canvas."""

    kind = "canvas"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.board = CanvasEditor(context)
        self.board.changed.connect(self._on_board)
        self.wide = push_button(
            self.tr("Large window"), self.tr("Draw in a large window; changes count at once")
        )
        on_click(self.wide, self.show_wide)
        self.page: CanvasWindow | None = None
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.addWidget(self.board, 1)
        self._room.addWidget(self.wide, 0, Qt.AlignmentFlag.AlignLeft)

    def show_what(self, what: CanvasAsk) -> None:
        """Show a canvas; one that stands there already keeps its undo."""
        if self.board.canvas != what.canvas:
            self.board.set_canvas(what.canvas)

    def _on_board(self, canvas: Canvas) -> None:
        self.change(CanvasAsk(canvas), gesture=TURNED if self.board.is_turned else "")
        self.settle()

    def show_wide(self) -> None:
        """Show the board in a large window; closing that brings it back."""
        if self.page is None:
            self.page = CanvasWindow(self.board, self)
            self.page.finished.connect(self._on_narrow)
            self.wide.setText(self.tr("Back into the panel"))
            self.page.show()
            self.board.setFocus()
        else:
            self.page.close()

    def _on_narrow(self, _result: int = 0) -> None:
        self.wide.setText(self.tr("Large window"))
        self._room.insertWidget(0, self.board, 1)
        self.board.show()
        page, self.page = self.page, None
        if page is not None:
            page.deleteLater()

    def focus_main(self) -> None:
        """Put the keyboard onto the board."""
        self.board.setFocus()


class CanvasWindow(QDialog):
    """A window that holds the board while it is large.

    Args:
        board: of the editor.
        parent: the editor.
    """

    def __init__(self, board: CanvasEditor, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setWindowTitle(self.tr("Canvas"))
        layout = QVBoxLayout(self)
        layout.addWidget(board)
        board.show()
        self.resize(1100, 760)

"""Says for a while that the graphics card was given up."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Slot

from app.widgets.wall.note_label import NoteLabel

if TYPE_CHECKING:
    from app.widgets.body_view.view import BodyView

SHOWN_MS: Final = 8000
_ROOM: Final = 10  # pixels to the edges


class FallbackNote(NoteLabel):
    """A line at the lower edge of a view.

    Args:
        view: of the body; also the parent.
    """

    def __init__(self, view: "BodyView") -> None:
        super().__init__(view)
        self._view = view
        self._ends = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._ends.timeout.connect(self.hide)
        view.fell_back.connect(self._on_fell_back)

    @Slot(str)
    def _on_fell_back(self, why: str) -> None:
        self.say(self.tr("Drawn without the graphics card: {}").format(why))
        self.place()
        self._ends.start()

    def place(self) -> None:
        """Stay at the lower edge."""
        view, hint = self._view, self.sizeHint()
        wide = min(hint.width(), max(1, view.width() - 2 * _ROOM))
        self.setGeometry(
            view.width() - wide - _ROOM, view.height() - hint.height() - _ROOM, wide, hint.height()
        )

"""Tells what the user does on the wall, for the interaction log and for studies."""

from PySide6.QtCore import QObject, QTimer, Slot

from app.context import SharedState
from app.widgets.wall.bar import WallBar
from app.widgets.wall.view import WallView

REST_MS = 250  # a camera that stood still so long has arrived


class WallNotes(QObject):
    """Turns movements and choices into notes of the shared state.

    Notes: `wall.view` (poster_px: width of a poster in pixels; visible: cells on the screen;
    middle: the item there), `wall.arrange` (method, key, seed, looseness), `wall.find` (text).

    Args:
        shared: takes the notes.
        view: the wall.
        bar: its controls.
    """

    def __init__(self, shared: SharedState, view: WallView, bar: WallBar) -> None:
        super().__init__(view)
        self._shared, self._view, self._bar = shared, view, bar
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.note_view)
        view.moved.connect(self._rest.start)
        bar.arrangement_chosen.connect(self._on_arranged)
        bar.text_edited.connect(self._on_text)

    @Slot()
    def note_view(self) -> None:
        """Note where the camera is now."""
        camera = self._view.camera
        left, right, top, bottom = camera.visible()
        self._shared.note(
            "wall.view",
            {
                "poster_px": round(camera.view.scale, 1),
                "visible": (right - left) * (bottom - top),
                "middle": self._view.item_at(camera.cell_at(camera.width / 2, camera.height / 2)),
            },
        )

    @Slot()
    def _on_arranged(self) -> None:
        bar = self._bar
        self._shared.note(
            "wall.arrange",
            {
                "method": bar.method,
                "key": bar.key,
                "seed": bar.seed,
                "looseness": bar.noise.value() / 100,
            },
        )

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self._shared.note("wall.find", {"text": text})

"""Presentation: the camera drifts over the wall by itself, from picture to picture."""

import random
from enum import Enum

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel

from app.services.wall_camera import View
from app.widgets.wall.view import WallView

TRAVEL_S = 7.0  # from one picture to the next
REST_S = 4.0  # before it
RISE = 0.35  # how far the camera rises on its way, as a part of the scale at the picture
LARGE = 0.62  # height of a picture at rest, as a part of the view
FAR_CELLS = 40  # the next picture is looked for within so many cells, so that the way stays short
MARGIN = 24  # pixels
PRESENTING = "presenting"  # property of the view: hints and maps give way


class _Leg(Enum):
    UP = "up"
    DOWN = "down"
    REST = "rest"


class WallDrift(QObject):
    """Flies to one lit item after the other until the user does anything.

    Space pauses, the right arrow goes on to the next picture, any other key, a click or the wheel
    ends it. With reduced motion pictures change without a flight.

    Args:
        view: the wall.
        seed: of chance; None is another one each time.
    """

    arrived = Signal(int)  # item that fills the view
    ended = Signal()

    def __init__(self, view: WallView, seed: int | None = None) -> None:
        super().__init__(view)
        self._view = view
        self._chance = random.Random(seed)  # noqa: S311 - not for secrets
        self._cell = -1
        self._leg = _Leg.REST
        self._seen: list[int] = []
        self._is_paused = False
        self.is_running = False
        self.caption = QLabel(view)
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setStyleSheet(
            "background: rgba(12, 12, 14, 200); color: white; padding: 6px 14px;"
            "border-radius: 14px; font-size: 17px;"
        )
        self.caption.hide()
        self._legs = QTimer(self, singleShot=True)
        self._legs.timeout.connect(self._next_leg)

    def start(self) -> bool:
        """Begin to drift; False where there is nothing to drift over."""
        if self._view.content is None or not self._view.content.scene.count:
            return False
        self.is_running, self._is_paused = True, False
        self._seen.clear()
        self._view.installEventFilter(self)
        self._view.setProperty(PRESENTING, "yes")
        self._view.moved.emit()  # what lies over the wall gives way
        self._view.setCursor(Qt.CursorShape.BlankCursor)
        self._go_on()
        return True

    @Slot()
    def stop(self) -> None:
        """End the presentation."""
        if not self.is_running:
            return
        self.is_running = False
        self._legs.stop()
        self._view.removeEventFilter(self)
        self._view.camera.stop()
        self._view.unsetCursor()
        self._view.setProperty(PRESENTING, "")
        self._view.moved.emit()
        self.caption.hide()
        self.ended.emit()

    def pause(self) -> None:
        """Stay here, or go on."""
        self._is_paused = not self._is_paused
        if self._is_paused:
            self._legs.stop()
        else:
            self._next_leg()

    def skip(self) -> None:
        """Go on to the next picture now."""
        self._is_paused = False
        self._go_on()

    def tell(self, item: int, text: str) -> None:
        """Show the name of the picture at rest; one that came late is ignored."""
        if not self.is_running or item != self._view.item_at(self._cell) or not text:
            return
        self.caption.setText(text)
        self.caption.adjustSize()
        most = max(1, self._view.width() - 2 * MARGIN)
        if self.caption.width() > most:
            self.caption.resize(most, self.caption.height())
        x = (self._view.width() - self.caption.width()) // 2
        self.caption.move(x, self._view.height() - self.caption.height() - MARGIN)
        self.caption.show()
        self.caption.raise_()

    # -- the way

    @Slot()
    def _next_leg(self) -> None:
        if not self.is_running:
            return
        if self._leg is _Leg.UP:
            self._descend()
        elif self._leg is _Leg.DOWN and not self._is_there():
            self._fly(self._at(self._cell), TRAVEL_S / 4)  # the view changed its size on the way
        elif self._leg is _Leg.DOWN:
            self._leg = _Leg.REST
            self.arrived.emit(self._view.item_at(self._cell))
            self._legs.start(round(REST_S * 1000))
        else:
            self._go_on()

    def _go_on(self) -> None:
        """Rise towards the next picture."""
        self.caption.hide()
        here, self._cell = self._cell, self._choose()
        goal = self._at(self._cell)
        if self._view.reduced_motion or here < 0:
            self._leg = _Leg.DOWN
            self._fly(goal, TRAVEL_S / 2)
            return
        start = self._view.camera.view
        middle = View(
            (start.x + goal.x) / 2, (start.y + goal.y) / 2, min(start.scale, goal.scale) * RISE
        )
        self._leg = _Leg.UP
        self._fly(middle, TRAVEL_S / 2)

    def _descend(self) -> None:
        self._leg = _Leg.DOWN
        self._fly(self._at(self._cell), TRAVEL_S / 2)

    def _fly(self, goal: View, lasts_s: float) -> None:
        self._view.fly_to(goal, lasts_s)
        self._legs.start(1 if self._view.reduced_motion else round(lasts_s * 1000) + 30)

    def _is_there(self) -> bool:
        camera, goal = self._view.camera, self._at(self._cell)
        if camera.is_moving:
            return False
        away = max(abs(camera.view.x - goal.x), abs(camera.view.y - goal.y))
        return away < 0.05 and abs(camera.view.scale / goal.scale - 1) < 0.02

    def _at(self, cell: int) -> View:
        camera = self._view.camera
        cell = min(cell, camera.count - 1)  # the wall may have become smaller meanwhile
        return camera.on_cell(max(0, cell), LARGE * camera.height / camera.cell_height)

    def _choose(self) -> int:
        """Return the next cell: lit, near, and not among the last ones."""
        camera, lit = self._view.camera, self._view.lit
        cells = np.arange(camera.count) if lit is None else np.flatnonzero(lit)
        if not len(cells):  # the filters light nothing: then everything is as good
            cells = np.arange(camera.count)
        if 0 <= self._cell < camera.count:
            across, down = cells % camera.columns, cells // camera.columns
            away = np.maximum(
                np.abs(across - self._cell % camera.columns),
                np.abs(down - self._cell // camera.columns),
            )
            near = cells[(away > 0) & (away <= FAR_CELLS)]
            cells = near if len(near) else cells
        fresh = cells[~np.isin(cells, self._seen[-min(60, len(cells) // 2) :])]
        chosen = int(self._chance.choice((fresh if len(fresh) else cells).tolist()))
        self._seen = [*self._seen[-60:], chosen]
        return chosen

    # -- input

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """End on input of the user; Space and the right arrow stay with the presentation."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Space:
                self.pause()
            elif event.key() == Qt.Key.Key_Right:
                self.skip()
            elif not event.text() and event.key() != Qt.Key.Key_Escape:
                return False  # Shift, volume keys and the like
            else:
                self.stop()
            return True
        ends = (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin)
        if kind in ends:
            self.stop()
            return True
        if kind == QEvent.Type.MouseMove:
            return True
        if kind == QEvent.Type.Hide:
            self.stop()
        return False

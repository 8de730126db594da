"""Runs a flight in the background and hands its frames to the view."""

import time
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from app.jobs import Job, JobRunner, Priority
from app.services.wall_camera import FLIGHT_S, View
from app.services.wall_tiles import TileComposer
from app.widgets.wall.flight import BY_CARD, BY_PROCESSOR, Flight, FlightLimits, Frame, Stand
from app.widgets.wall.tile_content import Lit
from common.jobs import JobContext

FRAME_MS = 15

if TYPE_CHECKING:
    from app.widgets.wall.content import WallContent


class FlightShow(QObject):
    """The flight on show, if there is one.

    Args:
        jobs: computes frames.
        parent: the view.
    """

    frame_ready = Signal()
    finished = Signal()
    _made = Signal(int, object, int)  # flight number, Frame, shrink

    def __init__(self, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        self._number = 0
        self._pixels: Frame | None = None
        self.frame: QImage | None = None
        self.shrink = 1
        self.by_card = False  # the graphics card draws the posters: no frames are computed
        self.flight: Flight | None = None  # that the card draws
        self._began = 0.0
        self._made.connect(self._on_made, Qt.ConnectionType.QueuedConnection)
        self._ticks = QTimer(self, interval=FRAME_MS)
        self._ticks.setTimerType(Qt.TimerType.PreciseTimer)
        self._ticks.timeout.connect(self._on_tick)

    @property
    def is_flying(self) -> bool:
        """Whether posters are under way."""
        return self._job is not None or self._ticks.isActive()

    @property
    def time(self) -> float:
        """Time of the flight that the card draws, 0-1."""
        return min(1.0, (time.monotonic() - self._began) / FLIGHT_S)

    def start(
        self,
        composer: TileComposer,
        old: "WallContent",
        new: "WallContent",
        lit: Lit,
        views: tuple[View, View],
        size: QSize,
    ) -> None:
        """Begin a flight from one content to another; replaces one under way."""
        self.stop()
        self._number += 1
        number = self._number
        window = (size.width(), size.height())
        by_card = self.by_card

        def fly(context: JobContext) -> Flight | None:
            limits = BY_CARD if by_card else BY_PROCESSOR
            flight = plan(composer, old, new, lit, views, window, limits)
            if by_card:
                return flight
            began = time.monotonic()
            t = 0.0
            while t < 1.0:
                context.step(0)
                t = min(1.0, (time.monotonic() - began) / FLIGHT_S)
                self._made.emit(number, flight.frame(t), flight.shrink)
            return None

        self._job = self._jobs.submit("io", fly, priority=Priority.INTERACTIVE)
        self._job.succeeded.connect(self._on_end)
        self._job.failed.connect(self._on_end)
        self._job.cancelled.connect(self._on_end)

    def stop(self) -> None:
        """End the flight at once."""
        was_flying = self.is_flying
        job, self._job = self._job, None
        self._number += 1
        self._ticks.stop()
        if job is not None:
            job.cancel()
        if was_flying:
            self.clear()
            self.finished.emit()

    def clear(self) -> None:
        """Show no frame any more."""
        self.frame, self._pixels, self.flight = None, None, None

    @Slot(int, object, int)
    def _on_made(self, number: int, pixels: Frame, shrink: int) -> None:
        if number != self._number:
            return
        height, width = pixels.shape
        self._pixels, self.shrink = pixels, shrink
        self.frame = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        self.frame_ready.emit()

    @Slot()
    @Slot(object)
    def _on_end(self, outcome: object = None) -> None:
        if self._job is None or not self._job.is_done:
            return
        self._job = None
        if isinstance(outcome, Flight):
            self.flight, self._began = outcome, time.monotonic()
            self._ticks.start()
            self.frame_ready.emit()
        else:
            self.finished.emit()

    @Slot()
    def _on_tick(self) -> None:
        self.frame_ready.emit()
        if self.time >= 1.0:
            self._ticks.stop()
            self.finished.emit()


def plan(
    composer: TileComposer,
    old: "WallContent",
    new: "WallContent",
    lit: Lit,
    views: tuple[View, View],
    size: tuple[int, int],
    limits: FlightLimits = BY_PROCESSOR,
) -> Flight:
    """Return the flight of the items that both contents hold."""
    both = np.isin(new.ids, old.ids, assume_unique=True)
    to_cells = new.cells[both]
    from_cells = old.cells[np.searchsorted(old.ids, new.ids[both])]
    scene = type(new.scene)(
        1,
        new.ids[both],
        new.scene.rows[to_cells],
        new.scene.aspects[to_cells],
        new.scene.moving[to_cells],
    )
    return Flight(
        scene,
        None if lit is None else lit[to_cells],
        new.style,
        Stand(from_cells, old.scene.columns, views[0]),
        Stand(to_cells, new.scene.columns, views[1]),
        size,
        composer,
        limits,
    )

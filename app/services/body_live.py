"""Reads drawings beside the window: one worker, the newest drawing wins, nothing waits in line."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.body_document_types import (
    BodyNote,
    BodyReading,
    BodyState,
    Drawing,
    Human,
    Stroke,
    View,
)
from app.services.body_ghosts import ghost
from common.errors import AppError, QueryError
from models.body.human import human_of, shape_of

if TYPE_CHECKING:
    from app.services.body import BodyService

_log = logging.getLogger(__name__)

OnReading = Callable[[BodyReading], None]
OnGhost = Callable[[BodyState, View, tuple[Stroke, ...]], None]
OnNote = Callable[[str], None]


class LiveReader:
    """Reads drawings and draws contours in a worker of its own.

    All callbacks come from the worker: a window hands them to its own thread. A drawing that is
    asked for while another is read waits alone; a newer one takes its place.

    Args:
        service: where body and network are.
        on_reading: a drawing was read.
        on_ghost: contours were drawn.
        on_note: why a drawing was not read.
    """

    def __init__(
        self,
        service: "BodyService",
        on_reading: OnReading,
        on_ghost: OnGhost | None = None,
        on_note: OnNote | None = None,
    ) -> None:
        self._service = service
        self._on_reading = on_reading
        self._on_ghost = on_ghost
        self._on_note = on_note
        self._wake = threading.Condition()
        self._drawing: Drawing | None = None
        self._ghosts: dict[View, BodyState] = {}
        self._closed = False
        self._thread: threading.Thread | None = None

    @property
    def missing(self) -> str:
        """Why nothing can be read, as a note; "" where a network is here."""
        return "" if self._service.has_network else BodyNote("no-network")

    def ask(self, drawing: Drawing) -> bool:
        """Read a drawing soon; returns False where no network is here.

        Args:
            drawing: `BodyDocument.drawing(resting=...)`.
        """
        if not self._service.has_network:
            return False
        with self._wake:
            self._drawing = drawing
            self._start()
        return True

    def ask_ghost(self, state: BodyState, view: View = "front") -> None:
        """Draw the contours of a body soon."""
        with self._wake:
            self._ghosts[view] = state
            self._start()

    def close(self, timeout_s: float = 5.0) -> bool:
        """Stop; what is being read is finished and told to nobody. Returns whether it stopped."""
        with self._wake:
            self._closed = True
            self._drawing = None
            self._ghosts.clear()
            self._wake.notify_all()
        if self._thread is None or self._thread is threading.current_thread():
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _start(self) -> None:
        """Wake the worker; made at the first use."""
        if self._closed:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="body-live", daemon=True)
            self._thread.start()
        self._wake.notify_all()

    def _work(self) -> None:
        while True:
            with self._wake:
                while not (self._closed or self._drawing or self._ghosts):
                    self._wake.wait()
                if self._closed:
                    return
                drawing, self._drawing = self._drawing, None
                ghosts, self._ghosts = self._ghosts, {}
            if drawing is not None:
                self._read(drawing)
            for view, state in ghosts.items():
                if not self._closed and view not in self._ghosts:
                    self._draw(state, view)

    def _read(self, drawing: Drawing) -> None:
        begun = perf_counter()
        try:
            found = read_drawing(self._service, drawing)
        except AppError as error:
            self._tell(_failed(drawing, str(error)))
            return
        except Exception:  # noqa: BLE001 - the worker's last line of defence
            _log.exception("A drawing could not be read.")
            self._tell(_failed(drawing, "an error inside Kinora; see the log"))
            return
        if not self._closed:
            self._on_reading(replace(found, milliseconds=(perf_counter() - begun) * 1e3))

    def _draw(self, state: BodyState, view: View) -> None:
        try:
            lines = ghost(self._service.body, state, view)
        except Exception:  # noqa: BLE001 - as above
            _log.exception("The contours could not be drawn.")
            return
        if self._on_ghost is not None and not self._closed:
            self._on_ghost(state, view, lines)

    def _tell(self, note: str) -> None:
        if self._on_note is not None and not self._closed:
            self._on_note(note)


def _failed(drawing: Drawing, why: str) -> BodyNote:
    """Return why a drawing was not read; its values tell which one it was."""
    return BodyNote("reading-failed", why=why, token=drawing.token, resting=drawing.resting)


def read_drawing(service: "BodyService", drawing: Drawing) -> BodyReading:
    """Return the body that a drawing shows.

    With a side view, in-plane places of both drawings are joined; see models.sketch.two_views.

    Args:
        service: where the network is.
        drawing: what to read.

    Raises:
        AppError: nothing is drawn, or no network is here.
    """
    from models.sketch.two_views import from_side

    reader = service.reader()
    twice = drawing.resting
    notes: list[str] = []
    if drawing.strokes or not drawing.side:
        found = reader.read(drawing.strokes, twice=twice)
        told = _from_side_too(service, drawing, found.rotations, notes) if drawing.side else None
        rotations, used = (found.rotations, False) if told is None else (told, True)
    else:
        found = reader.read(drawing.side, twice=twice)
        rotations, used = from_side(found.rotations), True
    reading = BodyReading(
        rotations, found.confidence, drawing, used_side=used, is_little=found.is_little
    )
    if not twice:
        return reading
    shape, human = _shape_of(service, found.shape, drawing.stature_cm)
    is_other = any(getattr(note, "id", "") == "no-person" for note in found.notes)
    notes += found.notes
    return replace(reading, shape=shape, human=human, notes=tuple(notes), is_other=is_other)


def _from_side_too(
    service: "BodyService", drawing: Drawing, front: NDArray[np.float64], notes: list[str]
) -> NDArray[np.float64] | None:
    """Return the pose of both views; None, with a note, where the side view tells nothing."""
    from models.sketch.two_views import joined

    try:
        side = service.reader().read(drawing.side, twice=drawing.resting)
    except QueryError as error:
        notes.append(BodyNote("side-unread", why=error.what))
        return None
    told = joined(front, side.rotations, service.body.rest()[1])
    if told is None:
        notes.append(BodyNote("sides-differ"))
    return told


def _shape_of(
    service: "BodyService", shape: NDArray[np.float64], stature_cm: float
) -> tuple[NDArray[np.float64] | None, Human | None]:
    """Return a shape that was read in the stature that is wanted, and the person."""
    body = service.body
    if not body.data.has_human_terms:
        return None, None
    human = replace(human_of(body, shape), stature_cm=stature_cm)
    return shape_of(body, human), human

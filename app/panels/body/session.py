"""What the body panel works on: the document, the reader in the background, the chosen joint."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.context import PanelContext
from app.panels.body import work
from app.services import body_editing as editing
from app.services.body_change import Change
from app.services.body_document_types import BodyReading, BodyState, Stroke, View
from common.errors import AppError
from common.jobs import JobContext
from common.notes import Note

if TYPE_CHECKING:
    from app.services.body_document import BodyDocument
    from app.services.body_live import LiveReader

BUSY_MS: Final = 200
_REST_MS: Final = 350  # measurements follow a shape that has settled


class BodySession(QObject):
    """Holds the document and tells its changes; all of it on the UI thread.

    Args:
        context: services, jobs, notices.
        parent: owner.
    """

    opened = Signal()  # the document is there
    changed = Signal()  # the document's state
    selected_changed = Signal(int)  # the chosen joint
    previewed = Signal(object)  # Posed of a pose that is only looked at; None ends it
    read = Signal(object)  # BodyReading
    ghost_drawn = Signal(str, object)  # view, tuple[Stroke, ...]
    noted = Signal(str)  # why a drawing was not read
    busy_changed = Signal(bool)  # reading takes longer than a moment
    measured = Signal(object)  # work.Measured
    flips_found = Signal(object)  # work.Flips
    _answered = Signal(object)  # BodyReading; from the worker
    _drew = Signal(object, str, object)  # BodyState, view, strokes; from the worker
    _refused = Signal(object)  # BodyNote; from the worker

    def __init__(self, context: PanelContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._document: BodyDocument | None = None
        self._live: LiveReader | None = None
        self._is_opening = False
        self._waiting: list[Callable[[], None]] = []
        self._asked: tuple[int, bool] | None = None  # token, resting: what is being read
        self._shape: NDArray[np.float64] | None = None
        self.coarse: work.Coarse = (np.empty(0, np.int64), np.empty((0, 3), np.int32))
        self.selected = -1
        self.ghosts: tuple[View, ...] = ("front",)  # pages whose contours are wanted
        self._ghost_of: dict[str, BodyState] = {}
        self._busy = QTimer(self, singleShot=True, interval=BUSY_MS)
        self._busy.timeout.connect(partial(self._show_busy, on=True))
        self._is_busy_shown = False
        self._measure = QTimer(self, singleShot=True, interval=_REST_MS)
        self._measure.timeout.connect(self._ask_measures)
        self._answered.connect(self._on_answered)
        self._drew.connect(self._on_drew)
        self._refused.connect(self._on_refused)

    # -- opening and closing

    @property
    def is_open(self) -> bool:
        """Whether the document is there."""
        return self._document is not None

    @property
    def document(self) -> "BodyDocument":
        """The document.

        Raises:
            RuntimeError: it is not there yet; see when_open().
        """
        if self._document is None:
            raise RuntimeError("the body's document is not open")
        return self._document

    @property
    def state(self) -> BodyState:
        """What the document holds now."""
        return self.document.state

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being read or measured."""
        is_still = self._asked is None and not self._measure.isActive()
        return is_still and not self._is_opening

    @property
    def has_network(self) -> bool:
        """Whether drawings can be read; that they can is supposed until the document is open.

        Looking for networks may open files and load their libraries: that is done with the
        document, in the background.
        """
        return not self.is_open or bool(self._context.services.body.has_network)

    def open(self) -> None:
        """Make the document in the background, at the first time."""
        if self._document is None and not self._is_opening:
            self._is_opening = True
            job = self._context.jobs.submit("io", partial(work.begin, self._context.services))
            job.succeeded.connect(self._on_begun)
            job.failed.connect(self._on_not_begun)

    def when_open(self, run: Callable[[], None]) -> None:
        """Run something as soon as the document is there, once however often it is asked for."""
        if self._document is not None:
            run()
        else:
            if run not in self._waiting:
                self._waiting.append(run)
            self.open()

    @Slot(object)
    def _on_begun(self, begun: "tuple[BodyDocument, work.Coarse]") -> None:
        from app.services.body_live import LiveReader

        self._is_opening = False
        document, self.coarse = begun
        self._document = document
        self._live = LiveReader(
            self._context.services.body,
            self._answered.emit, self._drew.emit, self._refused.emit,
        )  # fmt: skip
        document.on_changed(self._on_changed)
        self.opened.emit()
        waiting, self._waiting = self._waiting, []
        for run in waiting:
            run()
        self._on_changed()

    @Slot(object)
    def _on_not_begun(self, error: Exception) -> None:
        self._is_opening = False
        self._waiting.clear()
        self._context.notices.error(error)

    def close(self) -> None:
        """Stop the worker."""
        self._busy.stop()
        self._measure.stop()
        if self._live is not None:
            self._live.close()
            self._live = None

    # -- changing

    def apply(self, change: Change) -> bool:
        """Carry a change out; returns whether it could be done, else says why not."""
        if self._document is None:
            return False
        try:
            self._document.apply(change)
        except AppError as error:
            self._context.notices.error(error)
            return False
        return True

    @property
    def has_offer(self) -> bool:
        """Whether a reading waits to be taken, as too little of a person is drawn."""
        return self._document is not None and self._document.offered is not None

    def take_offered(self) -> None:
        """Let the body follow a drawing in which too little of a person was seen."""
        if self._document is not None and self._document.offered is not None:
            self.apply(editing.use_reading(self._document.offered))

    def undo(self) -> bool:
        """Take the last step back; returns whether there was one."""
        return self._document is not None and self._document.undo()

    def redo(self) -> bool:
        """Do the last undone step again; returns whether there was one."""
        return self._document is not None and self._document.redo()

    def select(self, joint: int) -> None:
        """Choose a joint; -1 for none."""
        if joint != self.selected:
            self.selected = joint
            self.selected_changed.emit(joint)

    def angles(self) -> tuple[float, float, float] | None:
        """Return the turns of the chosen joint about x, y and z, degrees."""
        if self.selected < 0 or self._document is None:
            return None
        x, y, z = editing.angles(self.state, self.selected).tolist()
        return x, y, z

    # -- reading

    def ask(self, *, resting: bool) -> None:
        """Let the drawing be read.

        Args:
            resting: the pen rests, so that it is read with care.
        """
        document = self.document
        if self._live is None or not self._live.ask(document.drawing(resting=resting)):
            return
        if self._asked is None:
            self._busy.start()
        self._asked = document.token, resting

    @Slot(object)
    def _on_answered(self, reading: BodyReading) -> None:
        drawing = reading.drawing
        if self._asked == (drawing.token, drawing.resting):  # else a newer one is on its way
            self._rest()
        if self._document is not None and self._document.take_reading(reading):
            self.read.emit(reading)

    @Slot(object)
    def _on_refused(self, note: str) -> None:
        told = note.args if isinstance(note, Note) else {}
        if self._asked == (told.get("token"), told.get("resting")):  # else a newer one comes
            self._rest()
            self.noted.emit(note)

    def _rest(self) -> None:
        self._asked = None
        self._busy.stop()
        self._show_busy(on=False)

    def _show_busy(self, *, on: bool) -> None:
        if on != self._is_busy_shown:
            self._is_busy_shown = on
            self.busy_changed.emit(on)

    # -- what follows a change

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit()
        self.ask_ghosts()
        shape = self.state.shape
        if self._shape is None or not np.array_equal(shape, self._shape):
            self._measure.start()

    def ask_ghosts(self) -> None:
        """Let the contours of the body be drawn, for the pages that show them."""
        if self._live is None:
            return
        for view in self.ghosts:
            if self._ghost_of.get(view) is not self.state:
                self._ghost_of[view] = self.state
                self._live.ask_ghost(self.state, view)

    @Slot(object, str, object)
    def _on_drew(self, _state: BodyState, view: str, strokes: tuple[Stroke, ...]) -> None:
        self.ghost_drawn.emit(view, strokes)

    @Slot()
    def _ask_measures(self) -> None:
        if self._document is None:
            return
        self._shape = self.state.shape
        job = self._context.jobs.submit(
            "io", work.measure, self._context.services, self._shape, replaces="body.measure"
        )
        job.succeeded.connect(self.measured)
        job.failed.connect(self._context.notices.error)

    # -- looking without changing

    def preview(self, rotations: NDArray[np.float64] | None) -> None:
        """Show the body in another pose without taking it; None shows it as it is."""
        if self._document is None:
            return
        if rotations is None:
            self.previewed.emit(None)
            return
        state = replace(self.state, rotations=rotations)
        body = self._document.body
        self.previewed.emit(body.pose(state.rotations, state.shape, state.translation))

    def find_flips(self, limb: str) -> None:
        """Look for the other ways of a limb in depth; told by flips_found."""
        if self._document is None:
            return
        services, state = self._context.services, self.state

        def look(context: JobContext) -> work.Flips:  # a partial would be logged with its arrays
            return work.flips(services, state, limb, context)

        job = self._context.jobs.submit("io", look, replaces="body.flips")
        job.succeeded.connect(self.flips_found)
        job.failed.connect(self._context.notices.error)

    def run(
        self, function: Callable[..., Any], *args: Any, then: Callable[[Any], None],
        title: str | None = None, lane: str = "io", replaces: str | None = None,
    ) -> None:  # fmt: skip
        """Do something in the background, then call a bound method with what it gave."""

        def do(context: JobContext) -> Any:  # a partial would be logged with its arrays
            return function(*args, context)

        job = self._context.jobs.submit(lane, do, title=title, replaces=replaces)
        job.succeeded.connect(then)
        job.failed.connect(self._context.notices.error)

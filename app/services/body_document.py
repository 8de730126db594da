"""The document of a drawing that becomes a body: one state, its history, and who listens.

A change carries a function from state to state, so what it does is told once and undoing is taking
the state before. Changes of one drag, and the readings that follow strokes, are one step.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.services.body_change import Change
from app.services.body_document_types import (
    BodyReading,
    BodyState,
    Drawing,
    EditTitle,
    Stroke,
    View,
)
from app.services.body_readings import read_into, unread
from app.services.body_shaping import new_state
from models.body.model import BodyModel, Posed

STEPS: Final = 500
"""Steps that can be undone."""

_STROKE_BYTES: Final = 64 << 20  # of strokes that only the history holds


@dataclass(slots=True, eq=False)
class _Step:
    title: EditTitle
    before: BodyState
    after: BodyState
    merge: str
    open: bool
    cost: int = 0


class BodyDocument:
    """One drawing and its body. Used from one thread; states may go to others.

    Args:
        body: the parametric body.
        state: to begin with; an empty page and a body at rest by default.
        steps: that can be undone.

    Attributes:
        path: of the project file; None before it is saved.
    """

    def __init__(
        self, body: BodyModel, state: BodyState | None = None, *, steps: int = STEPS
    ) -> None:
        self.body = body
        self.path: Path | None = None
        self._state = state or new_state(body)
        self._most = steps
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._listeners: list[Callable[[], None]] = []
        self.number = 0  # grows with every replace(): another drawing is open then
        self._revision = 0
        self._token = 0
        self._saved: BodyState | None = self._state
        self._late: BodyReading | None = None
        self._offered: BodyReading | None = None
        self._posed: tuple[BodyState, Posed] | None = None

    # -- what it holds

    @property
    def state(self) -> BodyState:
        """What the document holds now."""
        return self._state

    def joints_on_page(self, view: View = "front") -> NDArray[np.float64]:
        """Return where the joints lie on the page, float64 (24, 2)."""
        return self._state.placement.to_page(self.posed().joints, view)

    @property
    def revision(self) -> int:
        """Grows with every change, undone and redone ones too."""
        return self._revision

    @property
    def token(self) -> int:
        """Grows with every change of strokes that are read."""
        return self._token

    @property
    def is_settled(self) -> bool:
        """Whether no drag is going on."""
        return not (self._done and self._done[-1].open)

    @property
    def is_modified(self) -> bool:
        """Whether there is something that mark_saved() has not seen."""
        return self._state is not self._saved

    def posed(self) -> Posed:
        """Return the body as it is now, in the world; kept until the state changes."""
        if self._posed is None or self._posed[0] is not self._state:
            state = self._state
            self._posed = state, self.body.pose(state.rotations, state.shape, state.translation)
        return self._posed[1]

    def drawing(self, *, resting: bool) -> Drawing:
        """Return what a reader should read now.

        Args:
            resting: whether the pen rests.
        """
        state = self._state
        return Drawing(state.strokes, state.side, self._token, resting, state.human.stature_cm)

    def on_changed(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after every change; returns what ends that."""
        self._listeners.append(callback)

        def end() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return end

    @property
    def offered(self) -> BodyReading | None:
        """A reading of what is drawn now that `editing.use_reading` may take.

        The body did not follow it, as too little of a person is drawn. None after other strokes.
        """
        found = self._offered
        is_new = found is not None and found.drawing.token == self._token
        return found if is_new and not self._follows_offered else None

    @property
    def _follows_offered(self) -> bool:
        """Whether the user has taken what was offered."""
        if self._offered is None:
            return True
        state, drawn = self._state, self._offered.drawing
        return state.read == drawn.strokes if drawn.strokes else state.read_side == drawn.side

    # -- changing it

    def apply(self, change: Change) -> None:
        """Carry a change out; it can be undone.

        Raises:
            AppError: it cannot be done; nothing has changed.
        """
        after = change.edit(self.body, self._state)
        step = self._done[-1] if self._done else None
        if step is not None and step.open and change.merge and step.merge == change.merge:
            step.after, step.open = after, not change.done
            self._weigh(step)
            self._take(after)
        elif after is not self._state:
            self._push(_Step(change.title, self._state, after, change.merge, not change.done))
            self._take(after)
        elif step is not None and step.open and change.done:
            step.open = False
        if self.is_settled and self._late is not None:
            late, self._late = self._late, None
            self.take_reading(late)

    def take_reading(self, reading: BodyReading) -> bool:
        """Let the pose follow what was read; returns whether it was of the strokes as they are.

        Belongs to the step that drew them, so both are undone together. A reading that comes while
        a joint is dragged waits until that is done.
        """
        if reading.drawing.token != self._token:
            return False
        step = self._done[-1] if self._done else None
        drew = step is not None and step.merge.startswith("strokes")
        if step is not None and step.open and not drew:
            self._late = reading
            return True
        if not reading.drawing.resting and not self._follows_offered:
            return True  # the body stays until enough is drawn: what moves below a pen is a guess
        self._offered = reading if reading.is_little and reading.drawing.resting else None
        base = step.before if step is not None and drew else self._state
        fresh = self._before_reading() if reading.is_other else None
        if fresh is not None:  # the first strokes of what is no person were read as one
            after = unread(self._state, fresh)
        else:
            after = read_into(self.body, base, self._state, reading)
        if after is self._state:
            return True
        if step is not None and drew:
            step.after = after
        else:
            self._push(_Step(EditTitle("read"), self._state, after, "", open=False))
        self._take(after)
        return True

    def _before_reading(self) -> BodyState | None:
        """Return the state before the drawing was first read; None where more was done since."""
        for step in reversed(self._done):
            if not (step.merge.startswith("strokes") or step.title == EditTitle("read")):
                return None
            if not (step.before.read or step.before.read_side):
                return step.before
        return None

    def cancel_drag(self) -> None:
        """Go back to where the drag that goes on began."""
        if not self.is_settled:
            self._take(self._done.pop().before)

    def replace(
        self, state: BodyState, path: Path | None = None, *, modified: bool = False
    ) -> None:
        """Hold something else; forgets the history.

        Args:
            state: what.
            path: of its project file; None for what was never saved.
            modified: it is not what that file holds: it was recovered.
        """
        self._done.clear()
        self._undone.clear()
        self._late = self._offered = None
        self.number += 1
        self.path = path
        self._saved = None if modified else state
        self._take(state)

    def mark_saved(self, state: BodyState, path: Path | None = None) -> None:
        """Remember that a state was saved.

        Args:
            state: which; a later one is not saved yet.
            path: of its file; None leaves the one before.
        """
        self._saved = state
        self.path = path or self.path
        self._tell()

    # -- history

    @property
    def can_undo(self) -> bool:
        """Whether something can be undone."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something can be done again."""
        return bool(self._undone)

    @property
    def undo_title(self) -> str:
        """What undo() takes back; "" for nothing."""
        return self._done[-1].title if self._done else ""

    @property
    def redo_title(self) -> str:
        """What redo() does again; "" for nothing."""
        return self._undone[-1].title if self._undone else ""

    def undo(self) -> bool:
        """Take the last step back; returns whether there was one."""
        if not self._done:
            return False
        step = self._done.pop()
        step.open = False
        self._undone.append(step)
        self._take(step.before)
        return True

    def redo(self) -> bool:
        """Do the last undone step again; returns whether there was one."""
        if not self._undone:
            return False
        step = self._undone.pop()
        self._done.append(step)
        self._take(step.after)
        return True

    def _push(self, step: _Step) -> None:
        if self._done:
            self._done[-1].open = False
        self._weigh(step)
        self._done.append(step)
        self._undone.clear()
        held = sum(one.cost for one in self._done)
        while len(self._done) > self._most or (held > _STROKE_BYTES and len(self._done) > 1):
            held -= self._done.pop(0).cost

    @staticmethod
    def _weigh(step: _Step) -> None:
        """Count the strokes that a step holds and the state after it does not."""
        if step.before.layers is step.after.layers and step.before.side is step.after.side:
            step.cost = 0
            return
        kept = {id(stroke) for stroke in _all_strokes(step.after)}
        gone = [stroke for stroke in _all_strokes(step.before) if id(stroke) not in kept]
        step.cost = sum(stroke.points.nbytes + 200 for stroke in gone)

    def _take(self, state: BodyState) -> None:
        before, self._state = self._state, state
        if _drawn(before) != _drawn(state):
            self._token += 1
            self._late = None
        self._revision += 1
        self._tell()

    def _tell(self) -> None:
        for callback in tuple(self._listeners):
            callback()


def _all_strokes(state: BodyState) -> list[Stroke]:
    return [*(one for layer in state.layers for one in layer.strokes), *state.side]


def _drawn(state: BodyState) -> tuple[tuple[Stroke, ...], tuple[Stroke, ...]]:
    return state.strokes, state.side

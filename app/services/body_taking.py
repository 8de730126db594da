"""Takes over what files hold: a drawing onto the page, a body or a frame of motion as the pose."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from app.services.body_change import Change
from app.services.body_document_types import BodyNote, BodyState, EditTitle, Stroke
from app.services.body_editing import with_pose
from app.services.body_import import BodyMotion, holds_body, is_guess, read_motion
from app.services.body_reading import read_drawn
from app.services.body_samples import on_page
from models.body.files import BodyNumbers
from models.body.human import human_of
from models.body.model import BodyModel


@dataclass(frozen=True, slots=True, eq=False)
class TakenFile:
    """What a file holds.

    Args:
        path: the file.
        strokes: of a drawing, on the page.
        motion: of a body, one frame for a pose; None for a drawing.
        notes: what is odd about it.
        tells_shape: whether a body's shape is in it; key points and motion tell none.
    """

    path: Path
    strokes: tuple[Stroke, ...] = ()
    motion: BodyMotion | None = None
    notes: tuple[str, ...] = ()
    tells_shape: bool = True


def read_file(path: Path, body: BodyModel) -> TakenFile:
    """Return the drawing, body or motion of a file.

    Args:
        path: strokes (.json, .svg), a picture of a drawing, a body (.json, .glb), motion.
        body: that motion is laid on.

    Raises:
        QueryError: it is none of these, damaged, or too large.
        MediaError: it is a damaged motion.
    """
    if holds_body(path):
        motion = read_motion(path, body=body)
        if is_guess(path):
            notes = (BodyNote("guessed-pose"),)
            return TakenFile(path, motion=motion, notes=notes, tells_shape=False)
        return TakenFile(path, motion=motion, tells_shape=motion.frame_s == 0.0)
    drawn = read_drawn(path)
    return TakenFile(path, on_page(drawn.strokes), notes=drawn.notes)


def take_numbers(
    numbers: BodyNumbers, name: str, *, with_shape: bool = True, done: bool = True
) -> Change:
    """Take a body over: its pose and, where it says one, its shape. Locked joints stay.

    Args:
        numbers: of the body.
        name: where it comes from.
        with_shape: its shape counts; that of a motion says nothing.
        done: False while frames are gone through.
    """

    def edit(body: BodyModel, state: BodyState) -> BodyState:
        after = with_pose(state, numbers.rotations, by_hand=False)
        shape = np.asarray(numbers.shape, np.float64)
        if not with_shape or shape.shape != state.shape.shape or np.allclose(shape, state.shape):
            return after
        human = human_of(body, shape) if body.data.has_human_terms else state.human
        return replace(after, shape=shape.copy(), human=human, shape_by_hand=True)

    return Change(EditTitle("import", name=name), edit, f"import:{name}", done)

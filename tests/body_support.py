"""Bodies, drawings of them, and a reader that needs no network; for tests of the document."""

from dataclasses import replace

import numpy as np

from app.services.body_document import BodyDocument
from app.services.body_document_types import BodyReading, Stroke
from app.services.body_ghosts import ghost
from models.body.model import BodyModel, identity_pose
from models.sketch.reader import Reading

BODY = BodyModel()


def line(*points, width=3.0):
    """Return a stroke through points of the page."""
    return Stroke(np.array(points, np.float32), width)


def scribbles(seed, count=3):
    """Return some strokes at random."""
    rng = np.random.default_rng(seed)
    return tuple(Stroke(rng.uniform(100, 900, (8, 2)).astype(np.float32)) for _ in range(count))


def document():
    """Return an empty document."""
    return BodyDocument(BODY)


def drawn_body(state, rotations, view="front"):
    """Return the strokes of somebody who draws a pose where the state's body lies."""
    return ghost(BODY, replace(state, rotations=rotations), view)


def reading_of(drawing, rotations, *, sure=0.5, **more):
    """Return what a network might have read."""
    return BodyReading(np.array(rotations), np.full(24, sure), drawing, **more)


class FakeReader:
    """Reads every drawing as one pose; counts how often."""

    def __init__(self, rotations=None):
        self.rotations = identity_pose() if rotations is None else rotations
        self.read_ = []

    def read(self, strokes, *, twice=True):
        from models.sketch.oddities import SketchNote, check_drawn, is_little, oddities

        check_drawn(strokes)
        self.read_.append((tuple(strokes), twice))
        notes = tuple(oddities(strokes)) if twice else ()
        little = is_little(strokes)
        if little and twice:
            notes = (*notes, SketchNote("too-little"))
        return Reading(self.rotations, np.zeros(10), None, np.full(24, 0.7), notes, little)


class FakeService:
    """A body and a reader, as BodyService has them."""

    def __init__(self, reader=None):
        self.body = BODY
        self._reader = reader

    @property
    def has_network(self):
        return self._reader is not None

    def reader(self):
        return self._reader

    def network_hash(self):
        return "abc" if self._reader else ""

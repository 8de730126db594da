"""Live reading: the newest drawing wins, errors become notes, limbs follow what was drawn anew."""

import threading
from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from app.services.body_document_types import Drawing
from app.services.body_live import LiveReader, read_drawing
from common.errors import QueryError
from models.body.limits import sample_pose
from models.body.model import forward
from models.body.poses import named_poses
from models.body.rotations import from_axis_angle
from models.sketch.two_views import from_side, joined
from tests.body_support import (
    BODY,
    FakeReader,
    FakeService,
    document,
    drawn_body,
    line,
    scribbles,
)

REST = BODY.rest()[1]
WAIT_S = 10.0


class Slow(FakeReader):
    """Reads when it is let; tells what it began to read."""

    def __init__(self):
        super().__init__()
        self.begun = threading.Semaphore(0)
        self.go = threading.Semaphore(0)

    def read(self, strokes, *, twice=True):
        self.begun.release()
        assert self.go.acquire(timeout=WAIT_S)
        return super().read(strokes, twice=twice)


class Told:
    """What a live reader tells, and a way to wait for it."""

    def __init__(self):
        self.readings, self.ghosts, self.notes = [], [], []
        self._any = threading.Semaphore(0)

    def reading(self, reading):
        self.readings.append(reading)
        self._any.release()

    def ghost(self, state, view, strokes):
        self.ghosts.append((state, view, strokes))
        self._any.release()

    def note(self, note):
        self.notes.append(note)
        self._any.release()

    def wait(self):
        assert self._any.acquire(timeout=WAIT_S)


@pytest.fixture
def told():
    return Told()


def live_reader(service, told):
    return LiveReader(service, told.reading, told.ghost, told.note)


def asked(token, *, resting=True, strokes=None):
    return Drawing(scribbles(token) if strokes is None else strokes, token=token, resting=resting)


def test_the_newest_drawing_is_read_and_no_line_grows(told):
    slow = Slow()
    live = live_reader(FakeService(slow), told)
    assert live.ask(asked(0))
    assert slow.begun.acquire(timeout=WAIT_S)
    for token in range(1, 50):
        live.ask(asked(token, resting=False))
    slow.go.release(2)
    told.wait()
    told.wait()
    assert [one.drawing.token for one in told.readings] == [0, 49]
    assert [twice for _, twice in slow.read_] == [True, False]
    assert told.readings[0].milliseconds > 0
    assert told.readings[0].shape is not None
    assert told.readings[1].shape is None
    assert live.close()


def test_closing_while_it_reads_stops_and_tells_nothing_more(told):
    slow = Slow()
    live = live_reader(FakeService(slow), told)
    live.ask(asked(0))
    assert slow.begun.acquire(timeout=WAIT_S)
    live.ask(asked(1))
    slow.go.release()
    assert live.close()
    assert len(slow.read_) == 1
    live.ask(asked(2))  # too late, and nothing happens
    assert live.close()
    assert [one.drawing.token for one in told.readings] in ([], [0])


def test_bad_drawings_and_broken_networks_become_notes(told):
    class Broken(FakeReader):
        def read(self, strokes, *, twice=True):
            if len(strokes) == 2:
                raise RuntimeError("kaputt")
            return super().read(strokes, twice=twice)

    live = live_reader(FakeService(Broken()), told)
    for strokes in ((), (line((5, 5), (5, 5)),), scribbles(1, 2), scribbles(1, 3)):
        live.ask(asked(1, strokes=strokes))
        told.wait()
    assert [one.id for one in told.notes] == ["reading-failed"] * 3
    assert "empty" in told.notes[0]
    assert "dot" in told.notes[1]
    assert "kaputt" not in told.notes[2]
    assert len(told.readings) == 1  # it went on
    assert live.close()


def test_without_a_network_it_says_so_and_still_draws_contours(told):
    live = live_reader(FakeService(), told)
    assert live.missing.id == "no-network"
    assert not live.ask(asked(0))
    state = document().state
    live.ask_ghost(state, "side")
    told.wait()
    assert told.ghosts[0][:2] == (state, "side")
    assert len(told.ghosts[0][2]) > 5
    assert live.close()
    assert live_reader(FakeService(FakeReader()), told).missing == ""


def two_people():
    one = drawn_body(document().state, named_poses()["standing"].rotations)
    other = [replace(stroke, points=stroke.points + np.float32([450, 0])) for stroke in one]
    return (*one, *other)


def ring(x, y, radius):
    turn = np.linspace(0, 2 * np.pi, 60)
    return line(*np.stack([x + radius * np.cos(turn), y + 1.2 * radius * np.sin(turn)], 1))


@pytest.mark.parametrize(
    ("strokes", "note"),
    [
        (two_people, "two-people"),
        (lambda: (ring(500, 500, 200), ring(430, 450, 20), ring(570, 450, 20)), "only-head"),
        ((line(*np.random.default_rng(0).uniform(0, 900, (300, 2))),) * 2, "scribble"),
        (tuple(line((x, 0), (x, 9)) for x in np.linspace(0, 900, 10_000)), "many-strokes"),
    ],
)  # fmt: skip
def test_odd_drawings_are_read_with_a_note(strokes, note):
    strokes = strokes() if callable(strokes) else strokes
    found = read_drawing(FakeService(FakeReader()), asked(0, strokes=strokes))
    assert note in [one.id for one in found.notes]


# -- what follows a reading


# -- two views


def heights(pose):
    return forward(pose, REST)[1]


def test_a_side_view_tells_the_depth():
    rng = np.random.default_rng(8)
    for number in count():
        if number == 12:
            break
        pose = sample_pose(rng, yaw=10)
        # Read from the front: depth shrunk. From the side: what is across shrunk.
        flat = squashed(pose, 2)
        other = as_from_side(squashed(pose, 0))
        both = joined(flat, other, REST)
        true = heights(pose)
        before, after = (np.abs(heights(one)[:, 2] - true[:, 2]).mean() for one in (flat, both))
        assert after < 0.7 * before
        np.testing.assert_allclose(
            both @ both.swapaxes(1, 2), np.tile(np.eye(3), (24, 1, 1)), atol=1e-9
        )


def as_from_side(pose):
    """Return a pose as it is read from the person's left, so that from_side() gives it back."""
    turned = np.array(pose)
    turned[0] = from_axis_angle(np.array([0.0, -np.pi / 2, 0.0])) @ turned[0]
    np.testing.assert_allclose(from_side(turned), pose, atol=1e-12)
    return turned


def squashed(pose, axis):
    """Return a pose whose limbs go half as far along an axis."""
    from models.sketch.two_views import _laid

    turns, places = forward(pose, REST)
    places = places.copy()
    places[:, axis] *= 0.5
    from models.body.model import local

    return local(_laid(turns, places, REST.astype(float)))


def test_views_of_different_poses_are_told():
    upright, lying = named_poses()["t"].rotations, named_poses()["handstand"].rotations
    assert joined(upright, as_from_side(lying), REST) is None
    service = FakeService()

    class Both(FakeReader):
        def read(self, strokes, *, twice=True):
            self.rotations = as_from_side(lying) if len(strokes) == 2 else upright
            return super().read(strokes, twice=twice)

    service = FakeService(Both())
    found = read_drawing(service, replace(asked(0), side=scribbles(3, 2)))
    assert not found.used_side
    assert "sides-differ" in [getattr(one, "id", "") for one in found.notes]
    np.testing.assert_array_equal(found.rotations, upright)
    alone = read_drawing(service, replace(asked(0), strokes=(), side=scribbles(3, 2)))
    assert alone.used_side
    np.testing.assert_allclose(heights(alone.rotations), heights(lying), atol=1e-6)


def test_an_empty_side_view_leaves_the_front():
    dot = (line((5, 5), (5, 5)),)
    found = read_drawing(FakeService(FakeReader()), replace(asked(0), side=dot))
    assert found.notes[0].id == "side-unread"
    with pytest.raises(QueryError):
        read_drawing(FakeService(FakeReader()), replace(asked(0), strokes=(), side=dot))

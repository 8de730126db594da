"""What the network that comes with Kinora does for a document."""

from dataclasses import replace

import numpy as np
import pytest

from app.services import body_drawing
from app.services.body_ghosts import ghost
from app.services.body_live import read_drawing
from app.services.services import Services
from models.body.limits import sample_pose
from models.body.model import forward
from models.body.skeleton import LIMBS
from models.sketch.freehand import freehand_drawings
from models.sketch.raster import fit_box
from tests.body_support import BODY, document, drawn_body, line

REST = BODY.rest()[1]


@pytest.fixture(scope="module")
def service():
    return Services(None).body


def places(pose):
    """Return the joints of a pose, mm, the pelvis at the origin."""
    found = forward(pose, REST)[1]
    return (found - found[0]) * 1e3


def read(service, one):
    assert one.take_reading(read_drawing(service, one.drawing(resting=True)))


def test_untouched_joints_stay_when_a_limb_is_drawn_anew(service):
    rng = np.random.default_rng(1)
    calm, raw, limb_errors, raw_errors, before = [], [], [], [], []
    limbs = ("left_arm", "right_arm", "left_leg", "right_leg")
    for number in range(12):
        limb = limbs[number % 4]
        rows = list(LIMBS[limb])
        others = [joint for joint in range(24) if joint not in rows]
        pose, other = sample_pose(rng, yaw=20), sample_pose(rng, yaw=20)
        other = np.where(np.isin(np.arange(24), rows)[:, None, None], other, pose)
        one = document()
        at_rest = one.state
        one.apply(body_drawing.set_strokes("front", "", drawn_body(at_rest, pose)))
        read(service, one)
        first = places(one.state.rotations)
        one.apply(body_drawing.set_strokes("front", "", drawn_body(at_rest, other)))
        anew = read_drawing(service, one.drawing(resting=True))
        one.take_reading(anew)
        now, alone, true = (places(pose) for pose in (one.state.rotations, anew.rotations, other))
        calm.append(np.linalg.norm((now - first)[others], axis=1).mean())
        raw.append(np.linalg.norm((alone - first)[others], axis=1).mean())
        before.append(np.linalg.norm((first - true)[rows], axis=1).mean())
        limb_errors.append(np.linalg.norm((now - true)[rows], axis=1).mean())
        raw_errors.append(np.linalg.norm((alone - true)[rows], axis=1).mean())
    assert np.mean(calm) < 0.25 * np.mean(raw)  # 2 against 35 mm over 40 bodies
    assert np.mean(limb_errors) < 0.75 * np.mean(before)  # and the limb does follow
    assert np.mean(limb_errors) < 1.15 * np.mean(raw_errors)


def test_a_side_view_lowers_the_error_in_depth(service):
    rng = np.random.default_rng(5)
    alone, both = [], []
    for _ in range(16):
        pose = sample_pose(rng, yaw=20)
        state = replace(document().state, rotations=pose)
        one = document()
        one.apply(body_drawing.set_strokes("front", "", ghost(BODY, state)))
        read(service, one)
        alone.append(np.abs(places(one.state.rotations) - places(pose)).mean(0))
        one.apply(body_drawing.set_strokes("side", "", ghost(BODY, state, "side")))
        read(service, one)
        both.append(np.abs(places(one.state.rotations) - places(pose)).mean(0))
    (_, _, depth), (x, y, joined) = np.mean(alone, 0), np.mean(both, 0)
    assert joined < 0.85 * depth  # 61 against 77 mm over 80 bodies
    assert x + y < 1.1 * np.mean(alone, 0)[:2].sum()


def test_a_drawing_read_stroke_by_stroke_ends_as_read_at_once(service):
    for drawing in freehand_drawings()[-4:]:
        scale, x, y = fit_box(drawing.strokes, 1000)
        strokes = tuple(
            replace(one, points=(one.points * scale + [x, y]).astype(np.float32))
            for one in drawing.strokes
        )
        slowly, once = document(), document()
        for count in range(1, len(strokes) + 1):
            slowly.apply(body_drawing.set_strokes("front", "", strokes[:count]))
            read(service, slowly)
        once.apply(body_drawing.set_strokes("front", "", strokes))
        read(service, once)
        apart = places(slowly.state.rotations) - places(once.state.rotations)
        assert np.linalg.norm(apart, axis=1).mean() < 60.0


def flower(count=6):
    turn = np.linspace(0, 2 * np.pi, 40)
    circle = np.stack([np.cos(turn), np.sin(turn)], 1)
    petals = [
        line(*(circle * 80 + [500 + 150 * np.cos(angle), 300 + 150 * np.sin(angle)]))
        for angle in np.linspace(0, 2 * np.pi, count, endpoint=False)
    ]
    leaf = circle * [80, 30] + [580, 700]
    return [*petals, line(*(circle * 70 + [500, 300])), line((500, 450), (500, 900)), line(*leaf)]


@pytest.mark.parametrize(
    ("strokes", "note"),
    [
        ([line((500, 100), (500, 900))], "too-little"),
        (flower(4)[1:], "too-little"),
        (flower(6), "no-person"),
        (flower(8), "no-person"),
    ],
)
def test_a_line_and_a_flower_are_read_as_no_body(service, strokes, note):
    one = document()
    first = one.state
    one.apply(body_drawing.set_strokes("front", "", strokes))
    found = read_drawing(service, one.drawing(resting=True))
    assert [one.id for one in found.notes] == [note]
    one.take_reading(found)
    assert one.state.rotations is first.rotations
    assert one.offered is found
    assert found.is_other == (note == "no-person")


def test_people_drawn_by_hand_are_read_as_bodies(service):
    for person in freehand_drawings():
        assert not service.reader().read(person.strokes).is_little, person.name

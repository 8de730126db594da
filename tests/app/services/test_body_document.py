"""The document of a drawing and its body: history, merging, readings, what may be dragged."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services import body_document, body_drawing
from app.services import body_editing as editing
from app.services.body_document_types import PAGE, Placement
from app.services.body_shaping import reset_shape, set_human, set_shape_number
from common.errors import QueryError
from models.body.limits import within_limits
from models.body.model import forward
from models.body.poses import named_poses
from models.body.rotations import angle_between, from_axis_angle
from models.body.skeleton import INDEX, LIMBS, mirror_rotations
from tests.body_support import BODY, document, drawn_body, line, reading_of, scribbles

HAND, ELBOW, SHOULDER, KNEE = (
    INDEX[f"left_{name}"] for name in ("wrist", "elbow", "shoulder", "knee")
)
FEET = (INDEX["left_ankle"], INDEX["right_ankle"])
REST = BODY.rest(document().state.shape)[1]


def places(state):
    return forward(state.rotations, BODY.rest(state.shape)[1])[1] + state.translation


def one_change(kind, number, seed):
    """Return a change by chance."""
    rng = np.random.default_rng(seed)
    joint = number % 24
    keys = list(named_poses())
    makers = (
        lambda: body_drawing.set_strokes("front", "", scribbles(seed), done=bool(seed % 2)),
        lambda: body_drawing.set_strokes("side", "", scribbles(seed), done=bool(seed % 2)),
        lambda: editing.drag_joint(joint, rng.normal(0, 0.5, 3), done=bool(seed % 3)),
        lambda: editing.turn_joint_by(
            joint, from_axis_angle(rng.normal(0, 1, 3)), done=bool(seed % 2)
        ),
        lambda: editing.set_angles(joint, rng.uniform(-60, 60, 3)),
        lambda: editing.use_pose(keys[number % len(keys)]),
        editing.mirror_pose,
        lambda: editing.mirror_limb("left_leg"),
        lambda: editing.reset_limb("right_arm"),
        lambda: editing.set_locked([joint], on=bool(seed % 2)),
        lambda: editing.set_pinned(FEET, on=bool(seed % 2)),
        lambda: editing.set_symmetric(on=bool(seed % 2)),
        lambda: set_human("weight", rng.uniform(0, 1), done=bool(seed % 2)),
        lambda: set_shape_number(number % 10, rng.uniform(-2, 2), done=False),
        lambda: body_drawing.add_layer("Layer"),
        lambda: body_drawing.fade_layer("Drawing", rng.uniform(0, 1), done=bool(seed % 2)),
        reset_shape,
    )
    return makers[kind % len(makers)]()


OPERATIONS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 300), st.integers(0, 50)), max_size=14
)


@settings(deadline=None, max_examples=25)
@given(OPERATIONS)
def test_whatever_was_done_is_undone_and_done_again(operations):
    one = document()
    first, seen = one.state, []
    for kind, number, seed in operations:
        if kind == 40:
            one.undo()
        elif kind == 39:
            one.redo()
        elif kind == 38:
            pose = list(named_poses().values())[seed % 50].rotations
            one.take_reading(reading_of(one.drawing(resting=bool(seed % 2)), pose))
        else:
            one.apply(one_change(kind, number, seed))
    last = one.state
    while one.can_undo:
        seen.append(one.state)
        assert one.undo_title
        one.undo()
    assert one.state is first
    for state in reversed(seen):
        one.redo()
        assert one.state is state
    assert one.state is last or not seen


def test_a_drag_is_one_step_and_can_be_given_up():
    one = document()
    begun = one.state
    for reach in (0.1, 0.2, 0.3):
        one.apply(editing.drag_joint(HAND, places(begun)[HAND] - [reach, reach, 0], done=False))
        assert not one.is_settled
    one.cancel_drag()
    assert one.state is begun
    assert not one.can_undo
    for reach, done in ((0.1, False), (0.2, True), (0.3, True)):
        target = places(begun)[HAND] - [reach, reach, 0]
        one.apply(editing.drag_joint(HAND, target, done=done))
    assert one.undo_title == "Drag left wrist"
    one.undo()
    np.testing.assert_allclose(
        places(one.state)[HAND], places(begun)[HAND] - [0.2, 0.2, 0], atol=5e-3
    )
    one.undo()
    assert one.state is begun


def test_a_refused_change_changes_nothing():
    one = document()
    one.apply(body_drawing.lock_layer("Drawing", on=True))
    state, revision = one.state, one.revision
    with pytest.raises(QueryError, match="locked"):
        one.apply(body_drawing.set_strokes("front", "", scribbles(1)))
    with pytest.raises(QueryError, match="no numbers"):
        one.apply(body_drawing.set_strokes("side", "", [line((1, 2), (np.nan, 3))]))
    assert one.state is state
    assert one.revision == revision


def test_history_is_bounded_by_steps_and_by_what_it_holds(monkeypatch):
    one = body_document.BodyDocument(BODY, steps=5)
    for place in range(9):
        one.apply(editing.set_angles(HAND, (0, place + 1.0, 0)))
    assert [one.undo() for _ in range(6)] == [True] * 5 + [False]
    monkeypatch.setattr(body_document, "_STROKE_BYTES", 100_000)
    two = document()
    for seed in range(20):  # each throws a stroke of 16 kB away
        points = np.random.default_rng(seed).uniform(0, 900, (2000, 2)).astype(np.float32)
        two.apply(body_drawing.set_strokes("front", "", [line(*points)]))
    steps = 0
    while two.undo():
        steps += 1
    assert 4 <= steps <= 7


def test_listeners_are_told_until_they_end():
    one, told = document(), []
    end = one.on_changed(lambda: told.append(one.revision))
    one.apply(editing.mirror_pose())  # a T is its own mirror image
    assert told == []
    one.apply(editing.use_pose("run"))
    one.undo()
    end()
    one.redo()
    assert told == [1, 2]


def test_what_is_saved_is_not_modified_until_it_changes(tmp_path):
    one = document()
    assert not one.is_modified
    one.apply(editing.use_pose("run"))
    saved = one.state
    one.apply(editing.use_pose("sit"))
    one.mark_saved(saved, tmp_path / "a")
    assert one.is_modified  # something was done while it was written
    one.undo()
    assert not one.is_modified
    one.replace(one.state, modified=True)
    assert one.is_modified
    assert not one.can_undo


@pytest.mark.parametrize("view", ["front", "side"])
def test_the_page_shows_the_world_from_its_view(view):
    place = Placement(400.0, 520.0, 480.0)
    left_front = np.array([0.3, 0.5, 0.2])
    x, y = place.to_page(left_front, view)
    assert y == pytest.approx(480 - 200)
    # From the front the person's left is right; from his left his front is left.
    assert x == pytest.approx(520 + 120 if view == "front" else 520 - 80)
    near = np.array([9.0, 9.0, 9.0])
    back = place.to_world(np.array([x, y]), near, view)
    depth = 2 if view == "front" else 0
    assert back[depth] == 9.0
    np.testing.assert_allclose(np.delete(back, depth), np.delete(left_front, depth))


def test_contours_lie_where_the_joints_do():
    one = document()
    one.apply(editing.use_pose("run"))
    for view in ("front", "side"):
        lines = drawn_body(one.state, one.state.rotations, view)
        ink = np.concatenate([stroke.points for stroke in lines])
        joints = one.joints_on_page(view)
        assert (np.abs(ink.min(0) - joints.min(0)) < 120).all()
        nearest = np.linalg.norm(joints[:, None] - ink[None], axis=2).min(1)
        assert nearest.max() < 0.2 * one.state.placement.scale
        assert ink.max() < PAGE


# -- joints


def test_locked_joints_turn_by_nothing():
    one = document()
    one.apply(editing.use_pose("run"))
    one.apply(editing.set_locked([ELBOW, KNEE], on=True))
    kept = one.state.rotations[[ELBOW, KNEE]]
    for change in (
        editing.drag_joint(HAND, np.array([0.3, 0.4, 0.2])),
        editing.turn_joint_by(ELBOW, from_axis_angle(np.array([0.4, 0.0, 0.0]))),
        editing.mirror_pose(),
        editing.mirror_limb("right_arm"),
        editing.reset_pose(),
        editing.use_pose("sit"),
        editing.set_symmetric(on=True),
    ):
        one.apply(change)
        np.testing.assert_array_equal(one.state.rotations[[ELBOW, KNEE]], kept)
    drawn = one.drawing(resting=True)
    one.apply(
        editing.use_reading(reading_of(drawn, named_poses()["kick"].rotations))
        if drawn.strokes
        else editing.use_pose("kick")
    )
    np.testing.assert_array_equal(one.state.rotations[[ELBOW, KNEE]], kept)


def test_pins_hold_hands_and_feet():
    one = document()
    one.apply(editing.use_pose("a"))
    one.apply(editing.set_pinned(FEET, on=True))
    before = places(one.state)
    one.apply(editing.drag_joint(0, before[0] - [0.0, 0.12, 0.0]))
    after = places(one.state)
    np.testing.assert_allclose(after[0], before[0] - [0, 0.12, 0], atol=1e-6)
    assert np.linalg.norm(after[list(FEET)] - before[list(FEET)], axis=1).max() < 0.01
    one.apply(editing.turn_joint_by(0, from_axis_angle(np.array([0, 0.2, 0]))))
    turned = places(one.state)
    assert np.linalg.norm(turned[list(FEET)] - after[list(FEET)], axis=1).max() < 0.02
    with pytest.raises(QueryError, match="hands and feet"):
        one.apply(editing.set_pinned([KNEE], on=True))


def test_a_joint_is_sure_to_lie_where_it_was_dragged_to():
    one = document()
    one.replace(replace(one.state, confidence=np.full(24, 0.5)))
    wrist = INDEX["left_wrist"]
    one.apply(editing.drag_joint(wrist, places(one.state)[wrist] + [0.0, 0.2, 0.0]))
    assert one.state.confidence[wrist] == 1.0
    assert one.state.confidence[INDEX["right_wrist"]] == 0.5
    assert wrist in one.state.by_hand


def test_the_whole_body_goes_with_its_pelvis_where_nothing_holds_it():
    one = document()
    before = places(one.state)
    one.apply(editing.drag_joint(0, before[0] + [0.2, 0.1, 0.0]))
    np.testing.assert_allclose(places(one.state), before + np.array([0.2, 0.1, 0.0]), atol=1e-6)
    one.apply(editing.reset_pose())
    np.testing.assert_allclose(places(one.state), before, atol=1e-6)


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 23), st.integers(0, 1000))
def test_joints_stay_within_their_limits_unless_free(joint, seed):
    one = document()
    rotation = from_axis_angle(np.random.default_rng(seed).normal(0, 1.5, 3))
    one.apply(editing.turn_joint_by(joint, rotation))
    assert within_limits(one.state.rotations, slack=0.01).all()
    one.undo()  # to the pose at rest, where the axes of a joint are those of the world
    one.apply(editing.set_free(on=True))
    one.apply(editing.turn_joint_by(joint, rotation))
    np.testing.assert_allclose(one.state.rotations[joint], rotation, atol=1e-9)


def test_angles_are_what_was_set():
    one = document()
    one.apply(editing.set_angles(SHOULDER, (10.0, -40.0, 25.0)))
    np.testing.assert_allclose(editing.angles(one.state, SHOULDER), (10, -40, 25), atol=1e-6)
    before = forward(one.state.rotations, REST)[0][SHOULDER]
    turn = from_axis_angle(np.array([0.0, 0.0, 0.1]))
    one.apply(editing.turn_joint_by(SHOULDER, turn))
    np.testing.assert_allclose(
        forward(one.state.rotations, REST)[0][SHOULDER], turn @ before, atol=1e-6
    )


def test_a_symmetric_pose_stays_symmetric():
    one = document()
    one.apply(editing.use_pose("run"))
    one.apply(editing.set_symmetric(on=True))
    heading = one.state.rotations[0]
    for change in (
        editing.drag_joint(HAND, places(one.state)[HAND] + [0.05, 0.2, 0.1]),
        editing.set_angles(KNEE, (60, 0, 0)),
        editing.set_angles(INDEX["spine2"], (10, 15, 5)),
        editing.use_pose("kick"),
    ):
        one.apply(change)
        pose = one.state.rotations[1:]
        mirrored = mirror_rotations(one.state.rotations)[1:]
        assert angle_between(pose, mirrored).max() < 1e-5
    assert not np.allclose(heading, 0)
    one.apply(editing.set_symmetric(on=False))
    one.apply(editing.set_angles(KNEE, (20, 0, 0)))
    assert (
        angle_between(one.state.rotations[KNEE], mirror_rotations(one.state.rotations)[KNEE]) > 0.1
    )


def test_limbs_are_mirrored_reset_and_taken_from_poses():
    one = document()
    one.apply(editing.use_pose("kick"))
    pose = one.state.rotations
    one.apply(editing.mirror_limb("left_arm"))
    right = list(LIMBS["right_arm"])
    np.testing.assert_allclose(one.state.rotations[right], mirror_rotations(pose)[right])
    one.apply(editing.reset_limb("left_leg"))
    assert (one.state.rotations[list(LIMBS["left_leg"])] == np.eye(3)).all()
    one.undo()
    one.undo()
    one.apply(editing.mirror_pose())
    np.testing.assert_allclose(one.state.rotations, mirror_rotations(pose))
    with pytest.raises(QueryError, match="no pose"):
        editing.use_pose("nothing")


def test_flips_look_alike_from_the_front_and_come_in_order():
    one = document()
    one.apply(editing.use_pose("sit"))
    found = editing.flip_choices(BODY, one.state, "left_leg")
    assert found
    assert [flip.strain for flip in found] == sorted(flip.strain for flip in found)
    for flip in found:
        assert flip.picture.shape == (96, 96, 4)
        assert flip.picture[..., 3].max() == 255
        assert flip.side
        moved = forward(flip.rotations, REST)[1]
        row = INDEX["left_ankle"]
        np.testing.assert_allclose(moved[row, :2], places(one.state)[row, :2], atol=2e-3)
    one.apply(editing.use_flip("left_leg", found[0]))
    assert one.undo_title == "Turn left leg over in depth"
    np.testing.assert_allclose(one.state.rotations, found[0].rotations)
    one.undo()
    one.apply(editing.set_locked([INDEX["left_hip"]], on=True))
    for flip in editing.flip_choices(BODY, one.state, "left_leg"):
        np.testing.assert_allclose(
            flip.rotations[INDEX["left_hip"]], one.state.rotations[INDEX["left_hip"]], atol=1e-6
        )

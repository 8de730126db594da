"""What is read of a drawing is put into the document."""

from dataclasses import replace

import numpy as np
import pytest

from app.services import body_drawing
from app.services import body_editing as editing
from app.services.body_document_types import Layer
from app.services.body_readings import OnPage, joints_touched
from models.body.limits import sample_pose
from models.body.poses import named_poses
from models.body.rotations import angle_between, from_axis_angle
from models.body.skeleton import INDEX, LIMBS
from tests.body_support import (
    document,
    drawn_body,
    line,
    reading_of,
    scribbles,
)


def read(one, pose, *, resting=True, **more):
    assert one.take_reading(reading_of(one.drawing(resting=resting), pose, **more))


def draw(one, pose, *, done=True):
    lines = drawn_body(one.state, pose)
    one.apply(body_drawing.set_strokes("front", "", lines, done=done))


def with_limb(pose, limb, other):
    changed = np.array(pose)
    rows = list(LIMBS[limb])
    changed[rows] = other[rows]
    return changed


def test_a_first_reading_is_taken_whole_and_undone_with_its_strokes():
    one = document()
    first = one.state
    pose = named_poses()["run"].rotations
    draw(one, pose)
    shape, human = np.full(10, 0.1), replace(first.human, weight=0.6)
    read(one, pose, shape=shape, human=human)
    np.testing.assert_allclose(one.state.rotations, pose, atol=1e-9)
    assert one.state.human.weight == 0.6
    assert (one.state.confidence == 0.5).all()
    ink = np.concatenate([stroke.points for stroke in one.state.strokes])
    ghost = np.concatenate([stroke.points for stroke in drawn_body(one.state, pose)])
    np.testing.assert_allclose(ghost.min(0), ink.min(0), atol=12)
    np.testing.assert_allclose(ghost.max(0), ink.max(0), atol=12)
    assert one.undo_title == "Draw"
    one.undo()
    assert one.state is first
    one.redo()
    np.testing.assert_allclose(one.state.rotations, pose, atol=1e-9)


@pytest.mark.parametrize("limb", ["left_arm", "right_arm", "left_leg", "right_leg"])
def test_only_a_redrawn_limb_follows(limb):
    one = document()
    pose = named_poses()["a"].rotations
    other = with_limb(pose, limb, named_poses()["warrior"].rotations)
    draw(one, pose)
    read(one, pose)
    place = one.state.placement
    rng = np.random.default_rng(3)
    # Whatever the network makes of all else.
    noisy = np.array([turn @ from_axis_angle(rng.normal(0, 0.06, 3)) for turn in pose])
    draw(one, other)
    read(one, with_limb(noisy, limb, other))
    turned = angle_between(one.state.rotations, pose) > 1e-6
    assert turned[list(LIMBS[limb])].any()
    assert not turned[[joint for joint in range(24) if joint not in LIMBS[limb]]].any()
    assert one.state.placement == place


def test_locked_and_hand_placed_joints_stay_when_all_is_read():
    one = document()
    pose = named_poses()["a"].rotations
    draw(one, pose)
    read(one, pose)
    hand = INDEX["left_elbow"]
    one.apply(editing.set_angles(hand, (0, -90, 0)))
    assert one.state.confidence[hand] == 1.0
    one.apply(editing.set_locked([INDEX["right_hip"]], on=True))
    kept = one.state.rotations
    taller = line((500, 20), (500, 1), (510, 1))  # a hat: the box grows, no limb is drawn anew
    one.apply(body_drawing.set_strokes("front", "", (*one.state.strokes, taller)))
    new = sample_pose(np.random.default_rng(5))
    read(one, new)
    np.testing.assert_allclose(one.state.rotations[hand], kept[hand])
    np.testing.assert_allclose(one.state.rotations[INDEX["right_hip"]], kept[INDEX["right_hip"]])
    assert angle_between(one.state.rotations[INDEX["left_hip"]], kept[INDEX["left_hip"]]) > 0.01
    assert one.state.confidence[hand] == 1.0
    everything = one.drawing(resting=True)
    one.apply(editing.use_reading(reading_of(everything, new)))
    assert angle_between(one.state.rotations[hand], kept[hand]) > 0.01
    assert one.state.confidence[hand] == 0.5


def test_too_little_of_a_person_poses_no_body_unless_the_user_takes_it():
    one = document()
    first, pose = one.state, named_poses()["run"].rotations
    one.apply(body_drawing.set_strokes("front", "", [line((100, 500), (900, 520))]))
    read(one, pose, resting=False, is_little=True)
    read(one, pose, is_little=True)
    assert one.state.rotations is first.rotations
    assert one.state.placement == first.placement
    assert one.state.shape is first.shape
    one.apply(editing.use_reading(one.offered))
    np.testing.assert_allclose(one.state.rotations, pose, atol=1e-9)
    assert one.offered is None
    one.undo()
    assert one.state.rotations is first.rotations
    draw(one, pose)
    assert one.offered is None  # it was of other strokes
    read(one, named_poses()["kick"].rotations, resting=False)
    assert one.state.rotations is first.rotations  # the body does not jump below the pen
    read(one, pose)
    np.testing.assert_allclose(one.state.rotations, pose, atol=1e-9)
    assert one.offered is None


def test_the_first_strokes_of_what_is_no_person_let_go_of_the_body():
    one = document()
    one.apply(editing.use_pose("a"))
    first, lines = one.state, drawn_body(one.state, named_poses()["run"].rotations)
    one.apply(body_drawing.set_strokes("front", "", lines[:4]))
    read(one, named_poses()["run"].rotations)
    assert one.state.rotations is not first.rotations
    one.apply(body_drawing.set_strokes("front", "", lines))
    read(one, named_poses()["kick"].rotations, is_little=True, is_other=True)
    assert one.state.rotations is first.rotations
    assert one.state.placement == first.placement
    assert len(one.state.strokes) == len(lines)
    more = [*lines, line((100, 500), (900, 520))]
    one.apply(body_drawing.set_strokes("front", "", more))
    read(one, named_poses()["kick"].rotations)  # it became one
    np.testing.assert_allclose(one.state.rotations, named_poses()["kick"].rotations, atol=1e-9)


def test_what_was_posed_by_hand_since_stays_though_no_person_is_drawn():
    one = document()
    lines = drawn_body(one.state, named_poses()["run"].rotations)
    one.apply(body_drawing.set_strokes("front", "", lines))
    read(one, named_poses()["run"].rotations)
    one.apply(editing.use_pose("kick"))
    kept = one.state.rotations
    one.apply(body_drawing.set_strokes("front", "", [*lines, line((100, 500), (900, 520))]))
    read(one, named_poses()["a"].rotations, is_little=True, is_other=True)
    np.testing.assert_allclose(one.state.rotations, kept, atol=1e-9)


def test_a_limb_of_a_taken_drawing_follows_though_little_is_drawn():
    one = document()
    pose, kick = named_poses()["a"].rotations, named_poses()["kick"].rotations
    draw(one, pose)
    read(one, pose, is_little=True)
    one.apply(editing.use_reading(one.offered))
    other = with_limb(pose, "right_leg", kick)
    draw(one, other)
    read(one, other, is_little=True)
    legs = list(LIMBS["right_leg"])
    np.testing.assert_allclose(one.state.rotations[legs], other[legs], atol=1e-9)
    assert one.offered is None


def test_rubbing_a_limb_out_turns_nothing():
    one = document()
    pose = named_poses()["t"].rotations
    draw(one, pose)
    read(one, pose)
    before = one.state.rotations
    wrist = one.joints_on_page()[INDEX["left_elbow"]]
    left = [
        replace(stroke, points=stroke.points[stroke.points[:, 0] < wrist[0] - 40])
        for stroke in one.state.strokes
    ]
    left = [stroke for stroke in left if len(stroke.points) > 1]
    one.apply(body_drawing.set_strokes("front", "", left, title="erase"))
    read(one, sample_pose(np.random.default_rng(1)))
    np.testing.assert_array_equal(one.state.rotations, before)


def test_what_is_read_while_a_limb_is_rubbed_out_does_not_stay():
    one = document()
    pose = named_poses()["t"].rotations
    draw(one, pose)
    read(one, pose)
    before, whole = one.state.rotations, one.state.strokes
    other = with_limb(pose, "left_arm", named_poses()["a"].rotations)
    elbow = one.joints_on_page()[INDEX["left_elbow"]][0]
    wrist = one.joints_on_page()[INDEX["left_wrist"]][0]
    for edge, done in ((wrist + 10, False), (elbow - 40, True)):  # first only the hand goes
        left = [replace(each, points=each.points[each.points[:, 0] < edge]) for each in whole]
        left = [each for each in left if len(each.points) > 1]
        one.apply(body_drawing.set_strokes("front", "", left, title="erase", done=done))
        one.take_reading(reading_of(one.drawing(resting=done), other))
        np.testing.assert_array_equal(one.state.rotations, before)


def test_late_and_foreign_readings():
    one = document()
    pose = named_poses()["run"].rotations
    draw(one, pose)
    early = reading_of(one.drawing(resting=True), pose)
    draw(one, named_poses()["sit"].rotations)
    assert not one.take_reading(early)  # of strokes that are gone
    late = reading_of(one.drawing(resting=True), pose)
    hand = one.posed().joints[20]
    one.apply(editing.drag_joint(20, hand + np.array([0, 0.01, 0]), done=False))
    assert one.take_reading(late)
    assert one.undo_title.startswith("Drag")  # it waits for the end of the drag
    one.apply(editing.drag_joint(20, hand + np.array([0, 0.02, 0]), done=True))
    assert one.undo_title == "Read the drawing"
    assert one.undo()
    assert one.undo_title.startswith("Drag")


def test_previews_while_the_pen_moves_are_part_of_the_stroke():
    one = document()
    first = one.state
    poses = [named_poses()[key].rotations for key in ("a", "run", "sit")]
    for pose, last in zip(poses, (False, False, True), strict=True):
        draw(one, pose, done=last)
        read(one, pose, resting=last)
        np.testing.assert_allclose(one.state.rotations, pose, atol=1e-9)
    assert one.state.read == one.state.strokes
    one.undo()
    assert one.state is first


def test_hidden_layers_are_not_read():
    one = document()
    one.apply(body_drawing.set_strokes("front", "", scribbles(1)))
    token = one.token
    one.apply(body_drawing.fade_layer("Drawing", 0.5))
    assert one.token == token
    one.apply(body_drawing.show_layer("Drawing", on=False))
    assert one.token > token
    assert one.drawing(resting=True).strokes == ()
    assert one.state.layer("Drawing").strokes
    assert one.state.layers[0] is not Layer()


def test_ink_belongs_to_the_nearest_limb():
    one = document()
    joints = OnPage(one.joints_on_page(), one.state.placement.scale)
    body = drawn_body(one.state, one.state.rotations)
    hand = joints.joints[INDEX["right_hand"]]
    beside = line(*(hand + np.array([[-60, step * 10] for step in range(12)])))
    assert joints_touched(body, body, joints, joints).joints == frozenset()
    found = joints_touched(body, (*body, beside), joints, joints)
    assert found.joints == frozenset(LIMBS["right_arm"])
    assert not found.everything
    assert joints_touched((), body, joints, joints).everything

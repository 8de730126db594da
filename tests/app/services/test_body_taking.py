"""Files that are taken over into a document."""

import numpy as np

from app.services.body_taking import read_file, take_numbers
from models.body.files import BodyNumbers, numbers_json, open_pose
from models.body.poses import named_poses
from tests.body_support import BODY, document

POSE = named_poses()["walk"].rotations


def test_key_points_are_a_guess_that_leaves_the_shape(tmp_path):
    path = tmp_path / "points.json"
    path.write_text(open_pose(BODY.pose(POSE), 512, 512))
    taken = read_file(path, BODY)
    assert [note.id for note in taken.notes] == ["guessed-pose"]
    one = document()
    shape = one.state.shape
    one.apply(take_numbers(taken.motion.numbers(0), path.name, with_shape=taken.tells_shape))
    np.testing.assert_array_equal(one.state.shape, shape)
    assert not np.allclose(one.state.rotations, np.eye(3))
    assert one.undo_title == "Take over “points.json”"


def test_bodies_of_ours_bring_their_shape(tmp_path):
    path = tmp_path / "body.json"
    path.write_text(numbers_json(BodyNumbers(POSE, np.full(10, 0.5), np.zeros(3))))
    taken = read_file(path, BODY)
    assert taken.notes == ()
    one = document()
    one.apply(take_numbers(taken.motion.numbers(0), path.name, with_shape=taken.tells_shape))
    np.testing.assert_allclose(one.state.shape, 0.5)
    np.testing.assert_allclose(one.state.rotations, POSE, atol=1e-6)

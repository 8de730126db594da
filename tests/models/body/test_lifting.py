"""Poses guessed from key points in one picture."""

import json

import numpy as np
import pytest

from common.errors import QueryError
from models.body.files import open_pose
from models.body.keypoints import COCO_17, key_points
from models.body.lifting import holds_key_points, lifted, read_open_pose
from models.body.model import BodyModel, forward
from models.body.motion import euler
from models.body.poses import named_poses
from models.body.skeleton import INDEX

BODY = BodyModel()
REST = BODY.rest()[1]
ENDS = [INDEX[f"{side}_{name}"] for side in ("left", "right") for name in ("wrist", "ankle")]


def joints(pose):
    found = forward(pose, REST)[1]
    return found - found[0]


@pytest.mark.parametrize("key", ["t", "a", "cheering", "waving", "star-jump", "walk", "warrior"])
def test_our_own_key_points_come_back_as_the_pose(key):
    pose = named_poses()[key].rotations
    found = read_open_pose(open_pose(BODY.pose(pose), 512, 512), BODY)
    apart = joints(found.rotations) - joints(pose)
    assert np.linalg.norm(apart[ENDS, :2], axis=1).mean() < 0.1  # metres
    here = np.linalg.norm(apart, axis=1).mean()
    rest = np.linalg.norm(joints(np.tile(np.eye(3), (24, 1, 1))) - joints(pose), axis=1).mean()
    assert here < max(0.6 * rest, 0.08)


def test_bones_that_look_short_go_in_depth_the_way_joints_can():
    pose = named_poses()["sit"].rotations
    names = {name: key_points(BODY.pose(pose), COCO_17)[row] for row, name in enumerate(COCO_17)}
    points = {name: np.array([x, -y]) * 300.0 for name, (x, y, _) in names.items()}
    found = joints(lifted(points, BODY).rotations)
    knee, hip = INDEX["left_knee"], INDEX["left_hip"]
    assert found[knee, 2] - found[hip, 2] > 0.2  # knees before the hips, not behind


def test_a_person_seen_from_behind_looks_away():
    turned = named_poses()["a"].rotations.copy()
    turned[0] = np.diag([-1.0, 1.0, -1.0])
    found = read_open_pose(open_pose(BODY.pose(turned), 512, 512), BODY)
    assert found.rotations[0][2, 2] < -0.9


def test_of_several_people_the_one_with_most_points_is_taken():
    told = json.loads(open_pose(BODY.pose(named_poses()["t"].rotations), 512, 512))
    few = {"pose_keypoints_2d": [0.0] * 75}
    told["people"] = [few, *told["people"]]
    found = read_open_pose(json.dumps(told), BODY)
    np.testing.assert_allclose(
        joints(found.rotations)[ENDS], joints(np.tile(np.eye(3), (24, 1, 1)))[ENDS], atol=0.1
    )
    assert holds_key_points(told)
    assert not holds_key_points({"pose": 1})


def test_hidden_limbs_hang_as_at_rest():
    told = json.loads(open_pose(BODY.pose(named_poses()["t"].rotations), 512, 512))
    numbers = np.array(told["people"][0]["pose_keypoints_2d"]).reshape(25, 3)
    numbers[[9, 10, 11, 12, 13, 14], 2] = [1, 0, 0, 1, 0, 0]
    told["people"][0]["pose_keypoints_2d"] = numbers.ravel().tolist()
    assert np.isfinite(read_open_pose(json.dumps(told), BODY).rotations).all()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{}", "people"),
        ('{"people": []}', "nobody"),
        ('{"people": [{"pose_keypoints_2d": [1, 2]}]}', "2 numbers"),
        (json.dumps({"people": [{"pose_keypoints_2d": [0.0] * 75}]}), "cannot be seen"),
        (json.dumps({"people": [{"pose_keypoints_2d": [1.0] * 75}]}), "one place"),
        (json.dumps({"people": [{"pose_keypoints_2d": [float("nan")] * 75}]}), "finite"),
        ("no", "Expecting"),
    ],
)  # fmt: skip
def test_what_holds_no_person_is_refused(text, why):
    with pytest.raises(QueryError, match=why):
        read_open_pose(text, BODY)


@pytest.mark.parametrize("key", ["t", "walk", "sit"])
@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_a_person_seen_from_the_side_faces_that_side(key, sign):
    turned = named_poses()[key].rotations.copy()
    turned[0] = euler(np.array([90.0 * sign]), "Y") @ turned[0]
    found = read_open_pose(open_pose(BODY.pose(turned), 512, 512), BODY).rotations
    assert found[0][:, 2] @ turned[0][:, 2] > 0.9  # where the pelvis looks


def test_points_on_one_line_are_refused():
    points = {
        name: np.array([0.0, 10.0 * row]) for row, name in enumerate(COCO_17) if name != "nose"
    }
    points |= {f"{side}_{name}": np.array([0.0, y]) for side in ("left", "right")
               for name, y in (("hip", 50.0), ("shoulder", 50.0))}  # fmt: skip
    with pytest.raises(QueryError, match="one line"):
        lifted(points, BODY)

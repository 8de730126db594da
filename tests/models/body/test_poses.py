"""The library of named poses."""

import json

import numpy as np
import pytest

from common.errors import QueryError
from models.body.edit import strain
from models.body.limits import angles_of, sample_pose
from models.body.model import BodyModel
from models.body.poses import named_poses, read_poses
from models.body.skeleton import INDEX, JOINTS


def test_there_are_forty_poses_that_people_can_take():
    poses = named_poses()
    assert len(poses) >= 40
    assert len({pose.title for pose in poses.values()}) == len(poses)
    for pose in poses.values():
        assert strain(pose.rotations) < 1.0, pose.key


def test_no_two_poses_are_the_same():
    body = BodyModel()
    joints = np.stack([body.pose(pose.rotations).joints for pose in named_poses().values()])
    apart = np.linalg.norm(joints[:, None] - joints[None], axis=-1).max(-1)
    np.fill_diagonal(apart, 1.0)
    assert apart.min() > 0.05


def test_poses_are_what_they_are_called():
    body = BodyModel()

    def at(key, joint):
        return body.pose(named_poses()[key].rotations).joints[INDEX[joint]]

    assert at("handstand", "left_ankle")[1] > at("handstand", "head")[1]
    assert at("cheering", "left_wrist")[1] > at("cheering", "head")[1]
    assert at("pointing", "right_wrist")[2] > 0.4
    assert abs(at("hands-on-hips", "left_wrist")[0]) < abs(at("hands-on-hips", "left_elbow")[0])
    assert at("sit", "left_knee")[2] > 0.3
    assert at("kneel", "right_knee")[1] == pytest.approx(at("kneel", "left_ankle")[1], abs=0.12)
    assert np.ptp([at("lying", joint)[1] for joint in ("head", "pelvis", "left_ankle")]) < 0.3


def test_a_pose_comes_back_from_its_document():
    rotations = sample_pose(np.random.default_rng(3))
    angles = {name: list(angles_of(INDEX[name], rotations[INDEX[name]])) for name in JOINTS}
    again = read_poses(json.dumps({"mine": {"title": "Mine", "joints": angles}}))["mine"]
    np.testing.assert_allclose(again.rotations, rotations, atol=1e-6)
    assert again.title == "Mine"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nothing", "no JSON"),
        ("[]", "object of poses"),
        ('{"a": {}}', "“a” has no joints"),
        ('{"a": {"joints": {"tail": [0, 0, 0]}}}', "tail"),
        ('{"a": {"joints": {"head": [0, 0]}}}', "three angles"),
        ('{"a": {"joints": {"head": [0, 0, NaN]}}}', "not finite"),
    ],
)
def test_files_that_are_none_are_told(text, why):
    with pytest.raises(QueryError, match=why):
        read_poses(text)

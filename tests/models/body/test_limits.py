"""How far joints turn."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.body.limits import (
    LIMITS,
    angles_of,
    clamped,
    rotation_of,
    sample_pose,
    within_limits,
)
from models.body.model import BodyModel, identity_pose
from models.body.skeleton import INDEX, MIRROR, mirror_rotations


def test_limits_of_the_sides_mirror_each_other():
    for joint, ranges in LIMITS.items():
        other = LIMITS[MIRROR[joint]]
        np.testing.assert_allclose(ranges[0], other[0])
        np.testing.assert_allclose(ranges[1:], -other[1:, ::-1])


def test_the_rest_pose_is_possible():
    assert within_limits(identity_pose()).all()


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 100_000))
def test_sampled_poses_are_rotations_within_limits(seed):
    pose = sample_pose(np.random.default_rng(seed))
    np.testing.assert_allclose(
        pose @ pose.swapaxes(1, 2), np.tile(np.eye(3), (24, 1, 1)), atol=1e-9
    )
    names = [n for n, j in INDEX.items() if not within_limits(pose, slack=1.0)[j]]
    assert set(names) <= {"left_shoulder", "right_shoulder"}  # arms go all the way round
    assert (within_limits(mirror_rotations(pose)) == within_limits(pose)[list(MIRROR)]).all()


def test_a_knee_does_not_bend_forward_but_far_backward():
    knee = INDEX["left_knee"]
    fixed = clamped(knee, rotation_of(knee, -40.0, 0.0, 0.0))
    np.testing.assert_allclose(angles_of(knee, fixed), 0.0, atol=1e-6)
    for bend in (70.0, 140.0):
        fine = rotation_of(knee, bend, 0.0, 0.0)
        np.testing.assert_array_equal(clamped(knee, fine), fine)
    far = angles_of(knee, clamped(knee, rotation_of(knee, 170.0, 0.0, 0.0)))
    np.testing.assert_allclose(far, [150.0, 0.0, 0.0], atol=1e-6)
    anyhow = rotation_of(0, 100.0, 170.0, 20.0)
    np.testing.assert_array_equal(clamped(0, anyhow), anyhow)


@given(st.integers(0, 23), st.floats(-89, 89), st.floats(-89, 89), st.floats(-89, 89))
def test_angles_come_back(joint, x, y, z):
    np.testing.assert_allclose(angles_of(joint, rotation_of(joint, x, y, z)), [x, y, z], atol=1e-5)


def test_poses_are_varied_and_seeded():
    body = BodyModel()
    poses = [sample_pose(np.random.default_rng(seed)) for seed in range(40)]
    hands = np.stack([body.pose(pose).joints[INDEX["left_hand"]] for pose in poses])
    assert (hands.std(0) > 0.15).all()
    np.testing.assert_array_equal(sample_pose(np.random.default_rng(3)), poses[3])

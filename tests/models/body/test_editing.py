"""Dragged joints, limbs turned over in depth, limbs taken from another pose."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.body.edit import flips, mirrored_limb, reset, strain, with_joints
from models.body.ik import chain_of, solve
from models.body.limits import angles_of, rotation_of, sample_pose, within_limits
from models.body.model import BodyModel, forward, identity_pose
from models.body.skeleton import INDEX, LIMBS, MIRROR, PARENTS

JOINTS = BodyModel().data.joints
HAND, ELBOW, SHOULDER = (INDEX[f"left_{name}"] for name in ("wrist", "elbow", "shoulder"))


def natural(seed):
    """Return a pose within all limits."""
    rng = np.random.default_rng(seed)
    while True:
        pose = sample_pose(rng)
        if within_limits(pose).all():
            return pose


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 5000))
def test_a_dragged_hand_arrives_where_another_pose_had_it(seed):
    pose, other = natural(seed), natural(seed + 1)
    arm = [INDEX[f"left_{name}"] for name in ("collar", "shoulder", "elbow")]
    reachable = pose.copy()
    reachable[arm] = other[arm]
    target = forward(reachable, JOINTS)[1][HAND]
    found = solve(JOINTS, pose, {HAND: target}, rounds=60)
    before = np.linalg.norm(forward(pose, JOINTS)[1][HAND] - target)
    assert found.missing_m < max(0.03, 0.25 * before)
    assert within_limits(found.rotations, slack=0.01).all()
    same = [joint for joint in range(24) if joint not in chain_of(HAND)]
    np.testing.assert_array_equal(found.rotations[same], pose[same])


def test_pinned_feet_stay_while_the_hand_is_dragged():
    pose = natural(3)
    _, places = forward(pose, JOINTS)
    feet = {INDEX[f"{side}_ankle"]: places[INDEX[f"{side}_ankle"]] for side in ("left", "right")}
    target = places[HAND] + [0.05, 0.1, 0.05]
    found = solve(JOINTS, pose, {HAND: target, **feet}, rounds=60)
    _, after = forward(found.rotations, JOINTS)
    for foot, place in feet.items():
        assert np.linalg.norm(after[foot] - place) < 0.01
    assert np.linalg.norm(after[HAND] - target) < 0.05


def test_pinned_feet_hold_a_body_that_goes_down():
    pose = identity_pose()
    _, places = forward(pose, JOINTS)
    feet = {INDEX[f"{side}_ankle"]: places[INDEX[f"{side}_ankle"]] for side in ("left", "right")}
    found = solve(JOINTS, pose, feet, translation=np.array([0, -0.25, 0]), rounds=80)
    assert found.missing_m < 0.02
    assert angles_of(INDEX["left_knee"], found.rotations[INDEX["left_knee"]])[0] > 30


def test_locked_joints_do_not_turn_and_far_targets_are_told():
    pose = natural(8)
    target = forward(pose, JOINTS)[1][HAND] + [0.2, 0.1, 0.0]
    found = solve(JOINTS, pose, {HAND: target}, locked=[ELBOW])
    np.testing.assert_array_equal(found.rotations[ELBOW], pose[ELBOW])
    far = solve(JOINTS, pose, {HAND: np.array([5.0, 0, 0])})
    assert far.missing_m > 3.5
    assert np.isfinite(far.rotations).all()
    nothing = solve(JOINTS, pose, {HAND: target}, locked=range(24))
    assert nothing.rounds == 0
    np.testing.assert_array_equal(nothing.rotations, pose)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 5000), st.sampled_from(["left_arm", "right_arm", "left_leg", "right_leg"]))
def test_a_limb_turned_over_looks_the_same_from_the_front(seed, limb):
    pose = natural(seed)
    _, before = forward(pose, JOINTS)
    for flip in flips(pose, JOINTS, limb):
        _, after = forward(flip.rotations, JOINTS)
        main = LIMBS[limb][1 if "arm" in limb else 0 :]
        seen = list(main[:3])
        np.testing.assert_allclose(after[seen, :2], before[seen, :2], atol=1e-6)
        depth = np.diff(after[seen, 2]), np.diff(before[seen, 2])
        np.testing.assert_allclose(
            depth[0], depth[1] * [(-1) ** flip.upper, (-1) ** flip.lower], atol=1e-6
        )
        others = [joint for joint in range(24) if joint not in LIMBS[limb]]
        np.testing.assert_array_equal(flip.rotations[others], pose[others])


def test_natural_flips_come_first_and_flat_limbs_have_none():
    assert flips(identity_pose(), JOINTS, "left_arm") == []
    pose = identity_pose()
    pose[INDEX["left_hip"]] = rotation_of(INDEX["left_hip"], -40, 0, 0)
    pose[INDEX["left_knee"]] = rotation_of(INDEX["left_knee"], 70, 0, 0)
    found = flips(pose, JOINTS, "left_leg")
    strains = [flip.strain for flip in found]
    assert strains == sorted(strains)
    assert strain(pose) == 0.0
    assert strains[-1] > 20  # a knee that bends forward
    with pytest.raises(ValueError, match="head"):
        flips(pose, JOINTS, "head")


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 5000))
def test_a_limb_drawn_anew_points_as_drawn_and_the_rest_stays(seed):
    old, new = natural(seed), natural(seed + 7)
    limb = LIMBS["left_arm"]
    pose = with_joints(old, new, limb)
    others = [joint for joint in range(24) if joint not in limb]
    np.testing.assert_array_equal(pose[others], old[others])
    turned, wanted = forward(pose, JOINTS)[0], forward(new, JOINTS)[0]
    np.testing.assert_allclose(turned[list(limb)], wanted[list(limb)], atol=1e-9)
    np.testing.assert_allclose(with_joints(old, new, range(24)), new, atol=1e-9)
    np.testing.assert_array_equal(with_joints(old, new, ()), old)


def test_a_limb_is_mirrored_or_rests():
    pose = natural(11)
    both = mirrored_limb(pose, "left_arm")
    _, places = forward(both, JOINTS)
    turned, _ = forward(both, JOINTS)
    assert not np.allclose(both[MIRROR[SHOULDER]], pose[MIRROR[SHOULDER]])
    np.testing.assert_array_equal(both[SHOULDER], pose[SHOULDER])
    arms = places[[HAND, MIRROR[HAND]]] - places[[SHOULDER, MIRROR[SHOULDER]]]
    chest = turned[PARENTS[INDEX["left_collar"]]]
    local = arms @ chest
    np.testing.assert_allclose(local[0] * [-1, 1, 1], local[1], atol=0.02)
    still = reset(pose, LIMBS["left_arm"])
    np.testing.assert_array_equal(still[ELBOW], np.eye(3))
    np.testing.assert_array_equal(still[0], pose[0])

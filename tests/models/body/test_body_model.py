"""The shipped body, its shapes in human terms, and its twin in torch."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from common.errors import ModelError, QueryError
from models.body import rotations
from models.body.baked import BODY_FILE, PARTS, read_body, write_body
from models.body.human import Human, human_of, shape_of, weight_kg
from models.body.model import BodyModel, forward, identity_pose, local
from models.body.skeleton import (
    COUNT,
    INDEX,
    JOINTS,
    LEVELS,
    LIMBS,
    MIRROR,
    PARENTS,
    descendants,
    mirror_rotations,
)
from models.body.torch_model import TorchBody, kinematics


def random_pose(seed, spread=0.4):
    vectors = np.random.default_rng(seed).normal(0, spread, (COUNT, 3))
    return rotations.from_axis_angle(vectors)


@pytest.fixture(scope="module")
def body():
    return BodyModel()


def test_the_skeleton_is_one_tree_in_the_order_of_smpl():
    assert len(JOINTS) == len(PARENTS) == COUNT == 24
    assert sorted(joint for level in LEVELS for joint in level) == list(range(24))
    assert sorted(joint for limb in LIMBS.values() for joint in limb) == list(range(24))
    for depth, level in enumerate(LEVELS[1:], 1):
        assert all(PARENTS[joint] in LEVELS[depth - 1] for joint in level)
    assert all(MIRROR[MIRROR[joint]] == joint for joint in range(24))
    assert set(descendants(INDEX["left_shoulder"])) == {16, 18, 20, 22}


def test_the_file_is_small_and_its_arrays_fit(body):
    data = body.data
    assert BODY_FILE.stat().st_size < 3_500_000
    count = len(data.vertices)
    assert data.shape_dirs.shape == (10, count, 3)
    assert data.weights.shape == (count, 24)
    np.testing.assert_allclose(data.weights.sum(1), 1.0, atol=1e-6)
    assert data.weights.min() >= 0
    assert (data.faces.min(), data.faces.max()) == (0, count - 1)
    assert np.abs(data.joints[0]).max() < 1e-6
    assert set(np.unique(data.parts)) == set(range(len(PARTS)))


def test_the_surface_is_closed_and_looks_outward(body):
    faces = body.data.faces
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), 1)
    _, counts = np.unique(edges, axis=0, return_counts=True)
    assert (counts == 2).all()
    a, b, c = (body.data.vertices[faces[:, corner]].astype(float) for corner in range(3))
    assert np.einsum("ij,ij->i", a, np.cross(b, c)).sum() > 0
    assert body.normals(body.data.vertices).shape == body.data.vertices.shape


def test_the_rest_pose_is_a_t(body):
    joints = body.data.joints
    for side, sign in (("left", 1), ("right", -1)):
        arm = joints[INDEX[f"{side}_wrist"]] - joints[INDEX[f"{side}_shoulder"]]
        assert sign * arm[0] / np.linalg.norm(arm) > 0.999
        leg = joints[INDEX[f"{side}_ankle"]] - joints[INDEX[f"{side}_hip"]]
        assert -leg[1] / np.linalg.norm(leg) > 0.99
    assert joints[INDEX["left_foot"]][2] > joints[INDEX["left_ankle"]][2]  # toes to the front


def test_the_body_is_the_same_on_both_sides(body):
    joints = body.data.joints
    np.testing.assert_allclose(joints[list(MIRROR)] * [-1, 1, 1], joints, atol=2e-3)


def test_a_rest_pose_gives_the_rest_vertices(body):
    posed = body.pose(identity_pose())
    np.testing.assert_allclose(posed.vertices, body.data.vertices, atol=1e-5)
    np.testing.assert_allclose(posed.joints, body.data.joints, atol=1e-6)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000), st.floats(-2, 2))
def test_shapes_are_linear(seed, factor):
    body = BodyModel()
    one = np.random.default_rng(seed).normal(0, 1, 10)
    rest, first, scaled = body.rest()[0], body.rest(one)[0], body.rest(factor * one)[0]
    np.testing.assert_allclose(scaled - rest, factor * (first - rest), atol=1e-5)


def test_turning_the_root_turns_everything(body):
    pose = random_pose(1)
    turn = rotations.from_axis_angle(np.array([0.3, -1.1, 0.4]))
    turned = pose.copy()
    turned[0] = turn @ pose[0]
    before, after = body.pose(pose), body.pose(turned, translation=np.array([1.0, 2.0, 3.0]))
    np.testing.assert_allclose(
        after.vertices, before.vertices @ turn.T + [1.0, 2.0, 3.0], atol=1e-5
    )


def test_a_turned_elbow_moves_only_what_hangs_on_it(body):
    pose = identity_pose()
    pose[INDEX["left_elbow"]] = rotations.from_axis_angle(np.array([0.0, -1.2, 0.0]))
    moved = np.linalg.norm(body.pose(pose).joints - body.data.joints, axis=1) > 1e-6
    assert set(np.flatnonzero(moved)) == {INDEX["left_wrist"], INDEX["left_hand"]}


def test_the_mirrored_pose_is_the_mirror_image(body):
    pose = random_pose(2)
    seen = body.pose(pose).joints * [-1, 1, 1]
    mirrored = body.pose(mirror_rotations(pose)).joints
    np.testing.assert_allclose(mirrored, seen[list(MIRROR)], atol=6e-3)
    np.testing.assert_array_equal(mirror_rotations(mirror_rotations(pose)), pose)


def test_local_rotations_come_back_from_those_against_the_world(body):
    pose = random_pose(3)
    turns, _ = forward(pose, body.data.joints)
    np.testing.assert_allclose(local(turns), pose, atol=1e-12)


def test_torch_and_numpy_agree(body):
    twin = TorchBody()
    shape = np.random.default_rng(4).normal(0, 1, (3, 10))
    pose = np.stack([random_pose(seed) for seed in range(3)])
    with torch.no_grad():
        vertices, joints = twin(
            torch.tensor(shape, dtype=torch.float32), torch.tensor(pose, dtype=torch.float32)
        )
    for row in range(3):
        posed = body.pose(pose[row], shape[row])
        np.testing.assert_allclose(vertices[row], posed.vertices, atol=2e-6)
        np.testing.assert_allclose(joints[row], posed.joints, atol=2e-6)


def test_a_part_of_the_vertices_and_gradients():
    twin = TorchBody(vertices=[0, 5, 9])
    pose = torch.eye(3).expand(2, 24, 3, 3).clone().requires_grad_()
    vertices, _ = twin(torch.zeros(2, 10), pose)
    assert vertices.shape == (2, 3, 3)
    vertices.sum().backward()
    assert torch.isfinite(pose.grad).all()


def test_kinematics_by_level_is_kinematics_by_joint(body):
    pose = random_pose(5)
    _, wanted = forward(pose, body.data.joints)
    _, found = kinematics(
        torch.tensor(pose)[None], torch.tensor(body.data.joints, dtype=torch.float64)[None]
    )
    np.testing.assert_allclose(found[0], wanted, atol=1e-12)


@pytest.mark.parametrize("stature", [150.0, 172.0, 198.0])
@pytest.mark.parametrize("gender", [0.0, 1.0])
def test_stature_is_what_was_asked_for(body, stature, gender):
    shape = shape_of(body, Human(gender=gender, stature_cm=stature))
    assert body.stature(shape) * 100 == pytest.approx(stature, abs=0.1)
    back = human_of(body, shape)
    assert back.stature_cm == pytest.approx(stature, abs=0.1)
    assert back.gender == pytest.approx(gender, abs=0.02)


def test_a_stature_out_of_reach_is_the_nearest_there_is(body):
    tall = body.stature(shape_of(body, Human(stature_cm=280.0)))
    assert 2.1 < tall < 2.8


def test_heavier_people_weigh_more(body):
    def kilograms(**terms):
        vertices, _ = body.rest(shape_of(body, Human(**terms)))
        return weight_kg(vertices, body.data.faces)

    assert 45 < kilograms() < 85
    assert kilograms(weight=0.9) > kilograms(weight=0.5) > kilograms(weight=0.1)


@pytest.mark.parametrize(
    ("terms", "named"),
    [({"gender": 1.5}, "gender"), ({"age": 0.2}, "age"), ({"stature_cm": 30}, "stature")],
)
def test_terms_out_of_range_are_named(terms, named):
    with pytest.raises(QueryError, match=named):
        Human(**terms)


def test_a_body_without_human_terms_says_so(body):
    other = BodyModel(replace(body.data, human=np.empty((0, 10)), name="mine"))
    with pytest.raises(QueryError, match="mine"):
        shape_of(other, Human())


@pytest.mark.parametrize(
    "pose", [np.zeros((23, 3, 3)), np.full((24, 3, 3), np.nan), np.zeros((24, 9))]
)
def test_poses_that_are_none_are_refused(body, pose):
    with pytest.raises(ValueError, match="rotation"):
        body.pose(pose)


def test_shapes_that_are_none_are_refused(body):
    with pytest.raises(ValueError, match="shape"):
        body.rest(np.ones(11))
    with pytest.raises(ValueError, match="shape"):
        body.rest(np.array([np.inf]))


def test_a_file_is_read_as_it_was_written(tmp_path, body):
    path = tmp_path / "copy.npz"
    write_body(path, body.data)
    again = read_body(path)
    np.testing.assert_array_equal(again.faces, body.data.faces)
    np.testing.assert_allclose(again.weights, body.data.weights, atol=2e-5)
    np.testing.assert_array_equal(again.shape_dirs, body.data.shape_dirs)
    with np.load(path) as copy, np.load(BODY_FILE) as first:
        assert all((copy[name] == first[name]).all() for name in first.files)


def test_a_damaged_or_missing_file_is_told(tmp_path):
    path = tmp_path / "cut.npz"
    path.write_bytes(BODY_FILE.read_bytes()[:5000])
    with pytest.raises(ModelError, match="cut"):
        read_body(path)
    with pytest.raises(ModelError, match="gone"):
        read_body(tmp_path / "gone.npz")


@settings(deadline=None)
@given(st.integers(0, 100_000))
def test_rotations_go_and_come_back(seed):
    rng = np.random.default_rng(seed)
    vectors = rng.normal(0, 1, (5, 3))
    vectors *= np.minimum(1.0, 3.0 / np.linalg.norm(vectors, axis=1, keepdims=True))
    turned = rotations.from_axis_angle(vectors)
    np.testing.assert_allclose(rotations.to_axis_angle(turned), vectors, atol=1e-7)
    noisy = turned + rng.normal(0, 0.05, turned.shape)
    fixed = rotations.orthonormal(noisy)
    np.testing.assert_allclose(
        fixed @ fixed.swapaxes(1, 2), np.tile(np.eye(3), (5, 1, 1)), atol=1e-9
    )
    np.testing.assert_allclose(np.linalg.det(fixed), 1.0, atol=1e-9)
    start, end = rng.normal(size=3), rng.normal(size=3)
    moved = rotations.between(start, end) @ start / np.linalg.norm(start)
    np.testing.assert_allclose(moved, end / np.linalg.norm(end), atol=1e-9)


def test_opposite_directions_and_none():
    half = rotations.between(np.array([0, 0, 1.0]), np.array([0, 0, -1.0]))
    np.testing.assert_allclose(half @ [0, 0, 1], [0, 0, -1], atol=1e-9)
    assert np.linalg.det(half) == pytest.approx(1.0)
    with pytest.raises(ValueError, match="length"):
        rotations.between(np.zeros(3), np.ones(3))
    with pytest.raises(ValueError, match="finite"):
        rotations.orthonormal(np.full((3, 3), np.nan))
    assert rotations.angle_between(np.eye(3), half) == pytest.approx(np.pi)

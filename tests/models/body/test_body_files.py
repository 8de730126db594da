"""Bodies in the files of other programs, read back by other code."""

import io
import json
import struct
from dataclasses import replace

import numpy as np
import pytest
import trimesh
from scipy.spatial.transform import Rotation

from common.errors import QueryError
from models.body.files import (
    BodyNumbers,
    bvh_text,
    mesh_file,
    numbers_json,
    open_pose,
    read_numbers,
    rigged_glb,
)
from models.body.keypoints import BODY_25, COCO_17, key_points
from models.body.limits import sample_pose
from models.body.model import BodyModel, identity_pose
from models.body.motion import parse_bvh
from models.body.retarget import retarget
from models.body.skeleton import JOINTS, PARENTS


@pytest.fixture(scope="module")
def body():
    return BodyModel()


@pytest.fixture(scope="module")
def pose():
    return sample_pose(np.random.default_rng(5))


@pytest.mark.parametrize("kind", ["obj", "ply", "stl"])
def test_meshes_come_back(body, pose, kind):
    vertices = body.pose(pose).vertices
    made = mesh_file(kind, vertices, body.data.faces)
    mesh = trimesh.load(io.BytesIO(made), file_type=kind, process=False)
    assert len(mesh.faces) == len(body.data.faces)
    np.testing.assert_allclose(mesh.bounds, [vertices.min(0), vertices.max(0)], atol=1e-5)
    assert mesh.volume > 0.04


def skinned(made):
    """Return where a glTF viewer puts the vertices: its skin applied to its mesh."""
    length = struct.unpack("<I", made[12:16])[0]
    document, binary = json.loads(made[20 : 20 + length]), made[28 + length :]

    def array(number):
        accessor = document["accessors"][number]
        view = document["bufferViews"][accessor["bufferView"]]
        kind = {5126: np.float32, 5123: np.uint16, 5125: np.uint32}[accessor["componentType"]]
        raw = binary[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
        return np.frombuffer(raw, kind).reshape(accessor["count"], -1)

    world = []
    for joint, node in enumerate(document["nodes"][:24]):
        local = np.eye(4)
        local[:3, :3] = Rotation.from_quat(node["rotation"]).as_matrix()
        local[:3, 3] = node["translation"]
        world.append(local if PARENTS[joint] < 0 else world[PARENTS[joint]] @ local)
    skin = document["skins"][0]
    bind = array(skin["inverseBindMatrices"]).reshape(24, 4, 4).transpose(0, 2, 1)
    matrices = np.stack(world) @ bind
    attributes = document["meshes"][0]["primitives"][0]["attributes"]
    points = np.concatenate([array(attributes["POSITION"]), np.ones((13492, 1))], 1)
    moved = np.zeros((len(points), 4))
    for number in range(2):
        bones, shares = (
            array(attributes[f"JOINTS_{number}"]),
            array(attributes[f"WEIGHTS_{number}"]),
        )
        for column in range(4):
            turned = np.einsum("vab,vb->va", matrices[bones[:, column]], points)
            moved += shares[:, column : column + 1] * turned
    return moved[:, :3]


def test_a_viewer_of_gltf_shows_the_pose(body, pose):
    shape = np.random.default_rng(0).normal(0, 1, 10)
    moved = np.array([0.1, 0.9, -0.3])
    rest = body.rest(shape)
    made = rigged_glb(body.data, *rest, pose, moved)
    np.testing.assert_allclose(skinned(made), body.pose(pose, shape, moved).vertices, atol=1e-4)
    assert struct.unpack("<I", made[8:12])[0] == len(made)
    scene = trimesh.load(io.BytesIO(made), file_type="glb")
    assert len(scene.geometry) == 1


def test_a_motion_comes_back_from_bvh(body):
    poses = np.stack([sample_pose(np.random.default_rng(seed)) for seed in range(4)])
    moved = np.random.default_rng(1).normal(0, 1, (4, 3))
    clip = parse_bvh(bvh_text(body.data.joints, poses, moved, frame_s=0.02))
    assert clip.frame_s == pytest.approx(0.02)
    for row in range(4):
        wanted = body.pose(poses[row], translation=moved[row])
        by_name = {name: clip.places[row, place] for place, name in enumerate(clip.names)}
        found = np.stack([by_name[name] for name in JOINTS]) / 100
        np.testing.assert_allclose(found, wanted.joints, atol=1e-4)
    again = retarget(clip, body)
    joints = [body.pose(one).joints for one in again.rotations]
    wanted = [body.pose(one).joints for one in poses]
    np.testing.assert_allclose(joints, wanted, atol=1e-3)


def test_numbers_come_back(pose):
    numbers = BodyNumbers(pose, np.arange(10) / 10, np.array([0.1, 0.2, 0.3]))
    again = read_numbers(numbers_json(numbers))
    np.testing.assert_allclose(again.rotations, pose, atol=1e-6)
    np.testing.assert_allclose(again.shape, numbers.shape)
    np.testing.assert_allclose(again.translation, numbers.translation)


@pytest.mark.parametrize(
    "text",
    [
        "nothing",
        "[]",
        "{}",
        '{"pose": [1], "betas": []}',
        '{"pose": [[NaN, 0, 0]], "betas": []}',
        json.dumps({"pose": [[0, 0, float("inf")]] * 24, "betas": [0]}),
    ],
)
def test_numbers_that_are_none_are_told(text):
    with pytest.raises(QueryError, match="body cannot be read"):
        read_numbers(text)


def test_key_points_lie_where_people_have_them(body):
    posed = body.pose(identity_pose())
    at = dict(zip(BODY_25, key_points(posed, BODY_25), strict=True))
    assert at["nose"][2] > at["left_eye"][2] > at["left_ear"][2]
    assert at["left_ear"][0] > at["left_eye"][0] > 0 > at["right_eye"][0] > at["right_ear"][0]
    assert abs(at["left_eye"][1] - at["left_ear"][1]) < 0.05
    assert at["left_heel"][2] < at["left_ankle"][2] + 0.03 < at["left_big_toe"][2]
    assert at["left_big_toe"][0] < at["left_small_toe"][0]
    assert at["right_big_toe"][0] > at["right_small_toe"][0]
    assert at["mid_hip"][0] == pytest.approx(0, abs=5e-3)
    assert key_points(posed, COCO_17).shape == (17, 3)


def test_open_pose_files_hold_pixels(body, pose):
    document = json.loads(open_pose(body.pose(pose), 640, 480))
    points = np.array(document["people"][0]["pose_keypoints_2d"]).reshape(25, 3)
    assert (points[:, 2] == 1).all()
    assert (points[:, :2] >= 0).all()
    assert (points[:, 0] <= 640).all()
    assert (points[:, 1] <= 480).all()
    assert points[0, 1] < points[8, 1]  # the nose above the hips


def test_fewer_shape_numbers_are_the_first_ones(pose):
    document = json.loads(numbers_json(BodyNumbers(pose, np.arange(3.0), np.zeros(3))))
    found = read_numbers(json.dumps(document))
    np.testing.assert_allclose(found.shape, [0, 1, 2, *[0] * 7])


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("betas", [0.0] * 300, "300"),
        ("betas", [1e30], "too large"),
        ("transl", [0, 1e30, 0], "too large"),
        ("pose", [[1e200, 1e200, 0]] * 24, "too large"),
    ],
)
def test_numbers_that_make_no_body_are_told(pose, field, value, why):
    document = json.loads(numbers_json(BodyNumbers(pose, np.zeros(10), np.zeros(3))))
    with pytest.raises(QueryError, match=why):
        read_numbers(json.dumps(document | {field: value}))


def test_points_of_another_mesh_are_those_of_its_joints(body, pose):
    posed = body.pose(pose)
    other = replace(posed, vertices=posed.vertices[::2])
    points = np.array(
        json.loads(open_pose(other, 512, 512))["people"][0]["pose_keypoints_2d"]
    ).reshape(25, 3)
    seen = {name for name, row in zip(BODY_25, points, strict=True) if row[2]}
    assert {"neck", "left_wrist", "mid_hip", "right_ankle"} <= seen
    assert not seen & {"nose", "left_eye", "right_heel"}
    assert not points[points[:, 2] == 0].any()  # as OpenPose writes what is not seen

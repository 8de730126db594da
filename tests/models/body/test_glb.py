"""Rigged files: by the rules of glTF 2.0, and read back."""

import io
import json
import struct
from itertools import pairwise

import numpy as np
import pytest
import trimesh
from scipy.spatial.transform import Rotation

from common.errors import QueryError
from models.body.files import rigged_glb
from models.body.glb import read_glb
from models.body.limits import sample_pose
from models.body.model import BodyModel
from models.body.skeleton import INDEX, JOINTS, PARENTS

SIZES = {5123: 2, 5125: 4, 5126: 4}
WIDTHS = {"SCALAR": 1, "VEC3": 3, "VEC4": 4, "MAT4": 16}


@pytest.fixture(scope="module")
def body():
    return BodyModel()


@pytest.fixture(scope="module")
def case(body):
    rng = np.random.default_rng(3)
    pose, shape, moved = sample_pose(rng), rng.normal(0, 1, 10), np.array([0.2, 0.9, -0.1])
    made = rigged_glb(body.data, *body.rest(shape), pose, moved, shape)
    return made, pose, shape, moved


def parts(made):
    length = struct.unpack_from("<I", made, 12)[0]
    return json.loads(made[20 : 20 + length]), made[28 + length :]


def packed(document, binary):
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    head = struct.pack("<III", 0x46546C67, 2, 28 + len(text) + len(binary))
    chunks = struct.pack("<II", len(text), 0x4E4F534A) + text
    return head + chunks + struct.pack("<II", len(binary), 0x004E4942) + binary


def array(document, binary, number):
    accessor = document["accessors"][number]
    view = document["bufferViews"][accessor["bufferView"]]
    kind = {5126: "<f4", 5123: "<u2", 5125: "<u4"}[accessor["componentType"]]
    raw = binary[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
    return np.frombuffer(raw, kind).reshape(accessor["count"], -1)


def test_files_follow_the_rules_of_gltf(case):
    document, binary = parts(case[0])
    assert len(case[0]) % 4 == 0
    assert struct.unpack_from("<I", case[0], 8)[0] == len(case[0])
    assert document["buffers"] == [{"byteLength": len(binary)}]
    for accessor in document["accessors"]:
        view = document["bufferViews"][accessor["bufferView"]]
        size = SIZES[accessor["componentType"]] * WIDTHS[accessor["type"]]
        assert view["byteOffset"] % 4 == 0
        assert view["byteLength"] == accessor["count"] * size
        assert view["byteOffset"] + view["byteLength"] <= len(binary)
    (primitive,) = document["meshes"][0]["primitives"]
    named = primitive["attributes"]
    points = array(document, binary, named["POSITION"])
    told = document["accessors"][named["POSITION"]]
    np.testing.assert_array_equal(told["min"], points.min(0))
    np.testing.assert_array_equal(told["max"], points.max(0))
    assert array(document, binary, primitive["indices"]).max() == len(points) - 1
    normals = array(document, binary, named["NORMAL"])
    np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1, atol=1e-4)
    shares = np.hstack([array(document, binary, named[f"WEIGHTS_{n}"]) for n in (0, 1)])
    bones = np.hstack([array(document, binary, named[f"JOINTS_{n}"]) for n in (0, 1)])
    np.testing.assert_allclose(shares.sum(1), 1, atol=1e-6)
    assert (shares >= 0).all()
    assert (bones[shares == 0] == 0).all()
    assert bones.max() < len(document["skins"][0]["joints"]) == 24
    assert document["materials"][primitive["material"]]["pbrMetallicRoughness"]
    for node in document["nodes"][:24]:
        assert np.linalg.norm(node["rotation"]) == pytest.approx(1, abs=1e-6)


def test_the_skin_is_bound_at_rest(body, case):
    made, pose, shape, moved = case
    document, binary = parts(made)
    inverse = array(document, binary, document["skins"][0]["inverseBindMatrices"])
    places = -inverse.reshape(24, 4, 4)[:, 3, :3]
    np.testing.assert_allclose(places, body.rest(shape)[1], atol=1e-6)
    assert [node["name"] for node in document["nodes"][:24]] == list(JOINTS)
    for joint, node in enumerate(document["nodes"][:24]):
        assert all(PARENTS[child] == joint for child in node.get("children", []))
    scene = trimesh.load(io.BytesIO(made), file_type="glb", process=False)
    (mesh,) = scene.geometry.values()
    rest = body.rest(shape)[0]
    np.testing.assert_allclose(mesh.bounds, [rest.min(0), rest.max(0)], atol=1e-5)
    joints = body.pose(pose, shape, moved).joints
    for name in ("head", "left_hand", "right_foot"):  # where trimesh puts the nodes
        placed = scene.graph.get(name)[0][:3, 3]
        np.testing.assert_allclose(placed, joints[INDEX[name]], atol=1e-5)


def test_our_files_come_back(body, case):
    made, pose, shape, moved = case
    found = read_glb(made, body)
    np.testing.assert_allclose(found.rotations, pose, atol=1e-6)
    np.testing.assert_allclose(found.shape, shape, atol=1e-6)
    np.testing.assert_allclose(found.translation, moved, atol=1e-6)


def renamed(made, prefix="mixamorig:"):
    """Return a file with the names of other programs, and the fingers of none."""
    names = {
        "pelvis": "Hips", "spine1": "Spine", "spine2": "Spine1", "spine3": "Spine2",
        "neck": "Neck", "head": "Head",
    }  # fmt: skip
    for side in ("left", "right"):
        for ours, theirs in (
            ("hip", "UpLeg"), ("knee", "Leg"), ("ankle", "Foot"), ("foot", "ToeBase"),
            ("collar", "Shoulder"), ("shoulder", "Arm"), ("elbow", "ForeArm"), ("wrist", "Hand"),
            ("hand", "HandIndex1"),
        ):  # fmt: skip
            names[f"{side}_{ours}"] = side.title() + theirs
    document, binary = parts(made)
    for node in document["nodes"][:24]:
        node["name"] = prefix + names[node["name"]]
    document["asset"].pop("extras", None)
    return document, binary


@pytest.mark.parametrize("prefix", ["mixamorig:", "mixamorig_", ""])
def test_rigs_of_others_are_read_by_their_bones(body, prefix):
    pose, moved = sample_pose(np.random.default_rng(4)), np.array([0.2, 0.9, -0.1])
    found = read_glb(
        packed(*renamed(rigged_glb(body.data, *body.rest(), pose, moved), prefix)), body
    )
    np.testing.assert_allclose(found.rotations, pose, atol=1e-4)
    np.testing.assert_allclose(found.translation, moved, atol=1e-3)
    assert not found.shape.any()


def test_a_person_of_another_build_points_where_it_did(body, case):
    made, pose, shape, _ = case
    found = read_glb(packed(*renamed(made)), body)
    there, here = body.pose(pose, shape).joints, body.pose(found.rotations).joints
    for limb in (("hip", "knee", "ankle"), ("shoulder", "elbow", "wrist")):
        for start, end in pairwise(f"left_{one}" for one in limb):
            ways = [one[INDEX[end]] - one[INDEX[start]] for one in (there, here)]
            cosine = ways[0] @ ways[1] / np.linalg.norm(ways[0]) / np.linalg.norm(ways[1])
            assert np.degrees(np.arccos(min(cosine, 1))) < 0.1


def test_a_skin_that_lists_children_first_is_read(body, case):
    document, binary = parts(case[0])
    skin = document["skins"][0]
    inverse = array(document, binary, skin["inverseBindMatrices"])
    start = document["bufferViews"][
        document["accessors"][skin["inverseBindMatrices"]]["bufferView"]
    ]["byteOffset"]
    skin["joints"] = skin["joints"][::-1]
    turned = np.ascontiguousarray(inverse[::-1]).tobytes()
    binary = binary[:start] + turned + binary[start + len(turned) :]
    np.testing.assert_allclose(
        read_glb(packed(document, binary), body).rotations, case[1], atol=1e-6
    )


def spoilt(change):
    def made(document, binary):
        change(document)
        return packed(document, binary)

    return made


@pytest.mark.parametrize(
    "break_it",
    [
        spoilt(lambda d: d.pop("skins")),
        spoilt(lambda d: d["nodes"][23].update(children=[0])),
        spoilt(lambda d: d["nodes"][3].update(rotation=[0, 0, 0, 0])),
        spoilt(lambda d: d["nodes"][3].update(translation=["x"])),
        spoilt(lambda d: d["skins"][0].update(joints=[])),
        spoilt(lambda d: d["skins"][0].update(joints=[99])),
        spoilt(lambda d: d["nodes"][0].update(translation=[1e30, 0, 0])),
        spoilt(lambda d: d["nodes"][0].update(children=[float("inf")])),
        spoilt(lambda d: d["bufferViews"][-1].update(byteOffset=10**9)),
        spoilt(lambda d: d["bufferViews"][-1].update(byteOffset=-8)),
        lambda document, binary: packed(document, binary)[:2000],
        lambda document, binary: b"glTF",
        lambda document, binary: b"",
        lambda document, binary: packed([1], binary),
        lambda document, binary: b"PK" + bytes(200),
    ],
)
def test_damaged_files_are_told(body, case, break_it):
    with pytest.raises(ValueError):  # noqa: PT011 - each says another thing
        read_glb(break_it(*parts(case[0])), body)


def test_a_rig_of_no_person_is_told(body, case):
    document, binary = parts(case[0])
    for number, node in enumerate(document["nodes"][:24]):
        node["name"] = f"bone{number}"
    with pytest.raises(QueryError, match="left_hip"):
        read_glb(packed(document, binary), body)


def test_matrices_of_nodes_are_read(body, case):
    document, binary = parts(case[0])
    for node in document["nodes"][:24]:
        matrix = np.eye(4)
        matrix[:3, :3] = Rotation.from_quat(node.pop("rotation")).as_matrix()
        matrix[:3, 3] = node.pop("translation")
        node["matrix"] = matrix.T.ravel().tolist()
    found = read_glb(packed(document, binary), body)
    np.testing.assert_allclose(found.rotations, case[1], atol=1e-6)


def test_bones_whose_axes_another_program_turned_are_read(body, case):
    """As Blender does: each bone along its own y, the skin bound in that."""
    made, pose, shape, moved = case
    document, binary = parts(made)
    number = document["skins"][0]["inverseBindMatrices"]
    start = document["bufferViews"][document["accessors"][number]["bufferView"]]["byteOffset"]
    inverse = array(document, binary, number).reshape(24, 4, 4).transpose(0, 2, 1)
    axes = np.tile(np.eye(4), (24, 1, 1))
    axes[:, :3, :3] = Rotation.random(24, random_state=2).as_matrix()
    for joint, node in enumerate(document["nodes"][:24]):
        own = np.eye(4)
        own[:3, :3] = Rotation.from_quat(node["rotation"]).as_matrix()
        own[:3, 3] = node["translation"]
        above = np.eye(4) if PARENTS[joint] < 0 else axes[PARENTS[joint]]
        own = np.linalg.inv(above) @ own @ axes[joint]
        node["rotation"] = Rotation.from_matrix(own[:3, :3]).as_quat().tolist()
        node["translation"] = own[:3, 3].tolist()
    bound = (np.linalg.inv(axes) @ inverse).transpose(0, 2, 1).astype("<f4").tobytes()
    binary = binary[:start] + bound + binary[start + len(bound) :]
    found = read_glb(packed(document, binary), body)
    np.testing.assert_allclose(found.rotations, pose, atol=1e-5)
    np.testing.assert_allclose(found.translation, moved, atol=1e-5)
    np.testing.assert_allclose(found.shape, shape, atol=1e-6)

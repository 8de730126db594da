"""Bodies that come back from files, one frame or all."""

import json

import numpy as np
import pytest

from app.services.body_files import body_files
from app.services.body_import import frames_of, holds_body, read_body, read_motion
from common.errors import AppError, QueryError
from models.body.files import BodyNumbers, bvh_text, open_pose
from models.body.keypoints import BODY_25, key_points
from models.body.limits import sample_pose
from models.body.model import BodyModel
from models.body.poses import named_poses
from models.body.skeleton import INDEX, JOINTS, PARENTS


@pytest.fixture(scope="module")
def body():
    return BodyModel()


@pytest.fixture(scope="module")
def numbers():
    rng = np.random.default_rng(8)
    return BodyNumbers(sample_pose(rng), rng.normal(0, 0.7, 10), np.array([0.1, 0.8, 0.2]))


def written(tmp_path, body, numbers, kind):
    path = tmp_path / f"one.{kind}"
    path.write_bytes(body_files(body, numbers, (kind,))[0])
    return path


@pytest.mark.parametrize("kind", ["json", "glb", "bvh"])
def test_our_own_files_come_back(tmp_path, body, numbers, kind):
    path = written(tmp_path, body, numbers, kind)
    found = read_body(path, body=body)
    if kind == "bvh":  # bones of another build point the same way, and it tells no shape
        there = body.pose(numbers.rotations, numbers.shape).joints
        here = body.pose(found.rotations).joints
        for joint in (INDEX[f"left_{name}"] for name in ("knee", "ankle", "elbow", "wrist")):
            ways = [one[joint] - one[PARENTS[joint]] for one in (there, here)]
            cosine = ways[0] @ ways[1] / np.linalg.norm(ways[0]) / np.linalg.norm(ways[1])
            assert np.degrees(np.arccos(min(cosine, 1))) < 0.1
    else:
        np.testing.assert_allclose(found.rotations, numbers.rotations, atol=1e-5)
        np.testing.assert_allclose(found.shape, numbers.shape, atol=1e-6)
        np.testing.assert_allclose(found.translation, numbers.translation, atol=1e-6)
    assert frames_of(path).count == 1
    assert holds_body(path)
    assert read_body(path, -1, body=body).rotations.shape == (24, 3, 3)
    with pytest.raises(QueryError, match="has no frame 1; it has 1"):
        read_body(path, 1, body=body)


def test_the_numbers_are_in_smpls_order(tmp_path, body, numbers):
    document = json.loads(written(tmp_path, body, numbers, "json").read_text())
    assert document["joints"] == list(JOINTS)
    assert np.shape(document["pose"]) == (24, 3)
    assert len(document["betas"]) == 10
    assert len(document["transl"]) == 3
    angles = np.linalg.norm(document["pose"], axis=1)
    assert (angles <= np.pi + 1e-6).all()
    turn = numbers.rotations[INDEX["left_elbow"]]
    wanted = np.arccos(np.clip((np.trace(turn) - 1) / 2, -1, 1))
    assert angles[INDEX["left_elbow"]] == pytest.approx(wanted, abs=1e-5)


def test_open_pose_files_follow_the_schema(body, numbers):
    posed = body.pose(numbers.rotations, numbers.shape)
    document = json.loads(open_pose(posed, 512, 512))
    assert set(document) == {"version", "people", "canvas"}
    (person,) = document["people"]
    assert person["person_id"] == [-1]
    points = np.array(person["pose_keypoints_2d"]).reshape(-1, 3)
    assert len(points) == len(BODY_25) == 25
    assert set(points[:, 2]) == {1.0}
    world = key_points(posed, BODY_25)[:, :2] * [1, -1]
    ours, theirs = points[:, :2] - points[8, :2], world - world[8]
    scale = np.linalg.norm(ours) / np.linalg.norm(theirs)
    np.testing.assert_allclose(ours, theirs * scale, atol=0.5)


@pytest.fixture(scope="module")
def motion(tmp_path_factory, body):
    keys = ("walk", "run", "kick")
    poses = np.stack([named_poses()[key].rotations for key in keys])
    moved = np.array([[0, 1, 0], [0, 1, 0.5], [0, 1, 1]], float)
    path = tmp_path_factory.mktemp("motion") / "three.bvh"
    path.write_text(bvh_text(body.rest()[1], poses, moved, 1 / 25))
    return path, poses, moved


def test_each_frame_of_a_motion_is_read(body, motion):
    path, poses, moved = motion
    told = frames_of(path)
    assert (told.count, told.frame_s) == (3, pytest.approx(0.04, abs=1e-6))
    assert told.seconds == pytest.approx(0.12, abs=1e-5)
    every = read_motion(path, body=body)
    assert len(every) == 3
    for frame in range(3):
        one = read_body(path, frame, body=body)
        np.testing.assert_allclose(one.rotations, poses[frame], atol=1e-4)
        np.testing.assert_allclose(one.translation, moved[frame], atol=1e-4)
        np.testing.assert_allclose(every.numbers(frame).rotations, one.rotations, atol=1e-12)
    np.testing.assert_allclose(read_body(path, -1, body=body).rotations, poses[2], atol=1e-4)
    assert len(read_motion(path, every=2, body=body)) == 2
    with pytest.raises(QueryError, match="from 0 to 2"):
        read_body(path, 3, body=body)


RIGS = {
    "unreal": (
        "pelvis spine_01 spine_02 spine_03 neck_01 head", "thigh_{s} calf_{s} foot_{s} ball_{s}",
        "clavicle_{s} upperarm_{s} lowerarm_{s} hand_{s} middle_01_{s}", ("l", "r"),
    ),
    "mixamo": (
        "m:Hips m:Spine m:Spine1 m:Spine2 m:Neck m:Head",
        "m:{s}UpLeg m:{s}Leg m:{s}Foot m:{s}ToeBase",
        "m:{s}Shoulder m:{s}Arm m:{s}ForeArm m:{s}Hand m:{s}HandIndex1", ("Left", "Right"),
    ),
    "blender": (
        "hips spine chest upper_chest neck head", "thigh.{s} shin.{s} foot.{s} toe.{s}",
        "clavicle.{s} upper_arm.{s} forearm.{s} hand.{s} finger.{s}", ("L", "R"),
    ),
    "daz": (
        "hip abdomen chest chestUpper neck head", "{s}Thigh {s}Shin {s}Foot {s}Toe",
        "{s}Collar {s}Shldr {s}ForeArm {s}Hand {s}Index1", ("l", "r"),
    ),
    "cmu": (
        "root lowerback upperback thorax lowerneck head", "{s}femur {s}tibia {s}foot {s}toes",
        "{s}clavicle {s}humerus {s}radius {s}wrist {s}fingers", ("l", "r"),
    ),
}  # fmt: skip


def names_in(rig):
    centre, leg, arm, sides = RIGS[rig]
    ours = ("pelvis", "spine1", "spine2", "spine3", "neck", "head")
    names = dict(zip(ours, centre.split(), strict=True))
    for side, word in zip(("left", "right"), sides, strict=True):
        limbs = ("hip", "knee", "ankle", "foot", "collar", "shoulder", "elbow", "wrist", "hand")
        theirs = f"{leg} {arm}".format(s=word).split()
        names |= {f"{side}_{ours}": one for ours, one in zip(limbs, theirs, strict=True)}
    return names


@pytest.mark.parametrize("rig", RIGS)
def test_people_of_other_programs_are_read(tmp_path, body, motion, rig):
    text, names = motion[0].read_text(), names_in(rig)
    lines = []
    for line in text.splitlines():
        words = line.split()
        named = words and words[0] in {"ROOT", "JOINT"}
        lines.append(
            line.replace(words[1], names[words[1]].replace("m:", "mixamorig:")) if named else line
        )
    path = tmp_path / f"{rig}.bvh"
    path.write_text("\n".join(lines) + "\n")
    found = body.pose(read_body(path, 2, body=body).rotations).joints
    wanted = body.pose(motion[1][2]).joints
    limbs = [
        place for place, name in enumerate(JOINTS) if "hand" not in name and "foot" not in name
    ]
    np.testing.assert_allclose(found[limbs], wanted[limbs], atol=0.03)


@pytest.mark.data
def test_captured_motion_finds_its_skeleton(shared_data, tmp_path, body):
    path = shared_data / "mocap_cmu_amc" / "02_01.amc"
    told = frames_of(path)
    assert told.count > 300
    found = read_body(path, 100, body=body)
    turned = found.rotations @ found.rotations.swapaxes(1, 2)
    np.testing.assert_allclose(turned, np.broadcast_to(np.eye(3), (24, 3, 3)), atol=1e-9)
    alone = tmp_path / "02_01.amc"
    alone.write_bytes(path.read_bytes())
    with pytest.raises(QueryError, match=r"skeleton of “02_01\.amc” is missing"):
        read_body(alone, body=body)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.bvh", b""),
        ("a.bvh", b"HIERARCHY\n}"),
        ("a.bvh", b"HIERARCHY\nROOT a { OFFSET 1\nMOTION\nFrames: 1\nFrame Time: 1\n0"),
        ("a.bvh", b"HIERARCHY\nROOT a\n{\n" + b"JOINT b\n{\n" * 3000),
        ("a.bvh", b"HIERARCHY\nROOT a\n{ CHANNELS 1e9 }\nMOTION\nFrames: 1\nFrame Time: 1\n0"),
        ("a.bvh", b"HIERARCHY ROOT a { CHANNELS 1 Qrotation } MOTION Frames: 1 Frame Time: 1 0"),
        ("a.bvh", b"HIERARCHY ROOT a {CHANNELS 1 Xrotation} MOTION Frames: 9999999 Frame Time: 1"),
        ("a.glb", b"glTF"),
        ("a.glb", bytes(5000)),
        ("a.json", b"{"),
        ("a.json", b'{"pose": 1, "betas": 1e999}'),
        ("a.json", b"\xff\xfe\x00"),
        ("a.json", b"[" * 200_000),
        ("a.json", b'{"pose": ' + b"[" * 200_000),
        ("a.fbx", b"Kaydara"),
        ("a.amc", b"no motion"),
    ],
)  # fmt: skip
def test_hostile_files_are_told_in_a_line(tmp_path, body, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    if name.endswith(".amc"):
        (tmp_path / "a.asf").write_bytes(b"none")
    with pytest.raises(AppError) as caught:
        read_body(path, body=body)
    assert caught.value.hint
    assert len(str(caught.value)) < 400


def test_a_file_that_is_gone_is_told(tmp_path, body):
    for name in ("a.json", "a.glb", "a.bvh", "a.amc"):
        with pytest.raises(QueryError, match="cannot be read"):
            read_body(tmp_path / name, body=body)

"""Captured motion on our skeleton: limbs point where they did."""

from dataclasses import replace

import numpy as np
import pytest

from common.errors import MediaError, QueryError
from models.body.model import BodyModel, forward
from models.body.motion import Clip, euler, parse_bvh, read_asf_amc, read_bvh
from models.body.retarget import joint_map, retarget
from models.body.skeleton import INDEX

LIMBS = (("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"), ("elbow", "wrist"))

PERSON = """HIERARCHY
ROOT Hips
{{
  OFFSET 0 90 0
  CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
  JOINT Chest
  {{
    OFFSET 0 30 0
    CHANNELS 3 Zrotation Xrotation Yrotation
    JOINT Head
    {{
      OFFSET 0 30 0
      CHANNELS 3 Zrotation Xrotation Yrotation
      End Site
      {{
        OFFSET 0 10 0
      }}
    }}
{arms}
  }}
{legs}
}}
MOTION
Frames: {frames}
Frame Time: 0.04
{values}
"""


def limb(names, offsets, depth=4):
    """Return nested joints of a limb."""
    if not names:
        return "End Site\n{\nOFFSET 1 0 0\n}\n"
    x, y, z = offsets[0]
    inner = limb(names[1:], offsets[1:], depth)
    return (
        f"JOINT {names[0]}\n{{\nOFFSET {x} {y} {z}\nCHANNELS 3 Zrotation Xrotation Yrotation\n"
        f"{inner}}}\n"
    )


def person(values, frames=1):
    arms = legs = ""
    for side, sign in (("Left", 1), ("Right", -1)):
        arms += limb(
            [f"{side}Arm", f"{side}ForeArm", f"{side}Hand"],
            [(15 * sign, 20, 0), (28 * sign, 0, 0), (25 * sign, 0, 0)],
        )
        legs += limb(
            [f"{side}UpLeg", f"{side}Leg", f"{side}Foot"],
            [(10 * sign, 0, 0), (0, -40, 0), (0, -40, 0)],
        )
    return PERSON.format(arms=arms, legs=legs, frames=frames, values=values)


def numbers(count=6 + 3 * 14, **changed):
    row = [0.0] * count
    for place, value in changed.items():
        row[int(place[1:])] = value
    return " ".join(str(value) for value in row)


def largest_error(clip, motion, every=1, frame=None):
    """Return the largest angle between a limb of the clip and of ours, degrees."""
    joints, places = BodyModel().data.joints, joint_map(clip.names)
    frame = np.eye(3) if frame is None else frame
    worst = 0.0
    for row, rotations in enumerate(motion.rotations):
        _, ours = forward(rotations, joints)
        for side in ("left", "right"):
            for start, end in LIMBS:
                a, b = f"{side}_{start}", f"{side}_{end}"
                one = ours[INDEX[b]] - ours[INDEX[a]]
                other = frame @ (
                    clip.places[row * every, places[b]] - clip.places[row * every, places[a]]
                )
                cosine = one @ other / np.linalg.norm(one) / np.linalg.norm(other)
                worst = max(worst, float(np.degrees(np.arccos(np.clip(cosine, -1, 1)))))
    return worst


@pytest.mark.data
def test_captured_limbs_point_where_they_did(shared_data):
    folder = shared_data / "mocap_cmu_amc"
    for motion in sorted(folder.glob("*.amc")):
        clip = read_asf_amc(folder / f"{motion.name[:2]}.asf", motion)
        assert largest_error(clip, retarget(clip, every=15), every=15) < 0.1


@pytest.mark.data
def test_a_rest_pose_that_is_no_person_still_points_right(shared_data):
    for path in sorted((shared_data / "mocap_bandai_bvh").glob("*.bvh"))[::6]:
        clip = read_bvh(path)
        motion = retarget(clip, every=9)
        assert largest_error(clip, motion, every=9) < 0.1
        np.testing.assert_allclose(
            motion.rotations @ motion.rotations.swapaxes(2, 3),
            np.eye(3) + 0 * motion.rotations,
            atol=1e-9,
        )


@pytest.mark.data
def test_a_walk_goes_as_far_as_it_does_in_metres(shared_data):
    folder = shared_data / "mocap_cmu_amc"
    motion = retarget(read_asf_amc(folder / "02.asf", folder / "02_01.amc"))
    way = np.linalg.norm(np.diff(motion.translations[:, [0, 2]], axis=0), axis=1).sum()
    speed = way / (len(motion) * motion.frame_s)
    assert 0.8 < speed < 2.0  # metres a second, walking
    assert 0.7 < motion.translations[:, 1].mean() < 1.2


def test_a_t_pose_stays_a_t():
    clip = parse_bvh(person(numbers()))
    motion = retarget(clip)
    assert len(motion) == 1
    assert motion.frame_s == pytest.approx(0.04)
    assert largest_error(clip, motion) < 1e-4


def test_a_bent_arm_bends_and_the_rest_stays():
    clip = parse_bvh(person(f"{numbers()}\n{numbers(_16=-40.0, _20=-70.0)}", frames=2))
    motion = retarget(clip)
    assert largest_error(clip, motion) < 1e-4
    change = np.linalg.norm(motion.rotations[1] - motion.rotations[0], axis=(1, 2))
    moved = set(np.flatnonzero(change > 1e-6).tolist())
    arm = {INDEX[f"left_{name}"] for name in ("shoulder", "elbow", "wrist", "hand")}
    assert moved
    assert moved <= arm


def test_a_file_that_looks_backwards_is_turned():
    text = person(numbers()).replace("Left", "X").replace("Right", "Left").replace("X", "Right")
    clip = parse_bvh(
        text.replace("Rightposition", "Xposition").replace("Rightrotation", "Xrotation")
    )
    motion = retarget(clip)
    assert largest_error(clip, motion, frame=np.diag([-1.0, 1.0, -1.0])) < 1e-4


@pytest.mark.parametrize("order", ["XYZ", "ZXY", "YZX"])
def test_euler_angles_are_applied_from_the_right(order):
    from scipy.spatial.transform import Rotation

    angles = np.random.default_rng(0).uniform(-90, 90, (4, 3))
    wanted = Rotation.from_euler(order, angles, degrees=True).as_matrix()
    np.testing.assert_allclose(euler(angles, order), wanted, atol=1e-12)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nothing", "HIERARCHY"),
        (person("1 2 3"), "3 are there"),
        (person(numbers(_7=float("nan"))), "not finite"),
        (person(numbers()).replace("Frame Time", "Time"), "Frame Time"),
        (person(numbers()).replace("JOINT Head", "BONE Head"), "BONE"),
    ],
)
def test_a_file_that_is_no_motion_is_told(tmp_path, text, why):
    path = tmp_path / "odd.bvh"
    path.write_text(text)
    with pytest.raises(MediaError, match=why):
        read_bvh(path)


def test_a_skeleton_without_a_limb_is_named():
    with pytest.raises(QueryError, match="left_knee"):
        retarget(parse_bvh(person(numbers()).replace("LeftLeg", "Tail")))


def test_asf_files_that_are_none_are_told(tmp_path):
    (tmp_path / "a.asf").write_text("no skeleton")
    (tmp_path / "a.amc").write_text("no motion")
    with pytest.raises(MediaError, match=r"a\.asf"):
        read_asf_amc(tmp_path / "a.asf", tmp_path / "a.amc")
    with pytest.raises(MediaError, match="gone"):
        read_asf_amc(tmp_path / "gone.asf", tmp_path / "a.amc")


def turned_clip(clip: Clip, turn) -> Clip:
    """Return a motion as a program with other axes writes it."""
    return replace(
        clip, rest=clip.rest @ turn.T, turns=turn @ clip.turns @ turn.T, places=clip.places @ turn.T
    )


def test_a_person_whose_file_has_z_up_stands_where_he_did():
    clip = parse_bvh(person(numbers(_0=30.0, _1=90.0, _2=10.0, _16=-40.0)))
    upright, lying = retarget(clip), retarget(turned_clip(clip, euler(np.array([90.0]), "X")))
    np.testing.assert_allclose(lying.rotations, upright.rotations, atol=1e-9)
    np.testing.assert_allclose(lying.translations, upright.translations, atol=1e-9)
    assert upright.translations[0, 1] > 0.5  # metres above the floor


@pytest.mark.parametrize(
    ("offset", "becomes"),
    [
        ("OFFSET 10 0 0", "OFFSET 0 0 0"),  # hips of no width
        ("OFFSET 25 0 0", "OFFSET 0 0 0"),  # a forearm of no length
    ],
)
def test_joints_that_lie_together_do_not_spoil_the_rest(offset, becomes):
    text = person(numbers()).replace(offset, becomes).replace(offset.replace(" ", " -", 1), becomes)
    found = retarget(parse_bvh(text)).rotations
    assert np.isfinite(found).all()
    places = forward(found[0], BodyModel().data.joints)[1]
    assert places[INDEX["left_knee"], 1] < places[INDEX["left_hip"], 1] - 0.3
    assert places[INDEX["left_elbow"], 0] > places[INDEX["left_shoulder"], 0] + 0.2


def test_a_person_on_one_line_is_refused():
    clip = parse_bvh(person(numbers()))
    flat = clip.rest * [0.0, 1.0, 0.0]
    with pytest.raises(QueryError, match="one line"):
        retarget(replace(clip, rest=flat, places=clip.places * [0.0, 1.0, 0.0]))


BONES = """:bonedata
begin
name leg
direction 0 -1 0
length 1
axis 0 0 0 XYZ
dof rx
end
:hierarchy
begin
root leg
{more}
end
"""


@pytest.mark.parametrize(
    ("more", "frame", "why"),
    [("leg root", "root 0 0 0 0 0 0\nleg 0", "root hangs"),
     ("", "root 0 0 0 0 0 0\nleg nan", "not finite"),
     ("", "root 1e300 0 0 0 0 0\nleg 0", "too large")],
)  # fmt: skip
def test_captured_motion_that_is_damaged_is_told(tmp_path, more, frame, why):
    (tmp_path / "a.asf").write_text(BONES.format(more=more))
    (tmp_path / "a.amc").write_text(f"1\n{frame}\n")
    with pytest.raises(MediaError, match=why):
        read_asf_amc(tmp_path / "a.asf", tmp_path / "a.amc")

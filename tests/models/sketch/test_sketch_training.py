"""Sketch networks: their sizes, their data, and that they learn."""

import json

import numpy as np
import pytest
import torch

from common.errors import MediaError, ModelError
from common.jobs import JobCancelled, JobContext
from models.body.limits import sample_pose
from models.body.model import BodyModel, identity_pose
from models.body.torch_model import TorchBody
from models.networks.sketch_body import SIDES, SketchBody, gram_schmidt
from models.sketch.measures import body_errors
from models.training.sketch_body import SketchOptions, SketchTrainer
from models.training.sketch_data import (
    Drawings,
    captured_poser,
    make_drawings,
    mixed_poser,
    read_captured,
    without_heading,
)


@pytest.fixture(scope="module")
def few():
    return make_drawings(sample_pose, 8, side=64, seed=3, each=2)


def parameters(network):
    return sum(one.numel() for one in network.parameters())


@pytest.mark.parametrize(
    ("head", "millions"), [("vanilla", 23.43), ("joint", 23.27), ("deform", 23.82)]
)
def test_networks_have_the_sizes_of_the_paper(head, millions):
    assert parameters(SketchBody("resnet34", head)) / 1e6 == pytest.approx(millions, abs=0.01)


def test_the_light_network_has_five_million_parameters():
    assert parameters(SketchBody("light")) / 1e6 == pytest.approx(5.1, abs=0.1)


@pytest.mark.parametrize("head", ["vanilla", "joint", "deform"])
def test_shapes_of_answers(head):
    network = SketchBody("light", head).eval()
    side = SIDES["light"]
    with torch.no_grad():
        numbers, shape, joints = network(torch.rand(2, 1, side, side))
    assert (numbers.shape, shape.shape, joints.shape) == ((2, 24, 9), (2, 10), (2, 24, 3))
    turned = gram_schmidt(numbers)
    torch.testing.assert_close(
        turned @ turned.transpose(-1, -2), torch.eye(3).expand(2, 24, 3, 3), atol=1e-5, rtol=0
    )
    assert network.has_skeleton == (head != "vanilla")


def test_joints_share_their_perceptrons_but_start_elsewhere():
    network = SketchBody("light").eval()
    with torch.no_grad():
        _, _, joints = network(torch.zeros(1, 1, 128, 128))
    moved = joints[0] - network.template
    assert moved.std(0).max() < 0.2
    assert not torch.allclose(moved[0], moved[5])


def test_drawings_are_seeded_and_of_one_stature(few):
    again = make_drawings(sample_pose, 8, side=64, seed=3, each=2)
    np.testing.assert_array_equal(few.pictures, again.pictures)
    assert few.pictures.shape == (8, 2, 64, 64)
    assert few.pictures.min() < 100
    body = BodyModel()
    for shape in few.shapes:
        assert body.stature(shape) == pytest.approx(1.72, abs=2e-3)


def test_drawings_come_back_from_their_files(few, tmp_path):
    few.save(tmp_path / "a.npz")
    both = Drawings.load([tmp_path / "a.npz", tmp_path / "a.npz"])
    assert len(both) == 16
    np.testing.assert_array_equal(both.rotations[8:], few.rotations)
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


@pytest.mark.data
def test_captured_poses_are_split_without_overlap(shared_data):
    captured = read_captured(shared_data / "mocap_cmu_amc")
    parts = [captured.part(name) for name in ("train", "valid", "test")]
    assert sum(len(part.subjects) for part in parts) == len(captured.subjects)
    assert len(parts[0].subjects) == pytest.approx(0.6 * len(captured.subjects), abs=2)
    keys = [{pose.tobytes() for pose in part.rotations} for part in parts]
    assert not keys[0] & keys[2]
    assert set(captured.by_subject(2).subjects) == {2}
    assert 2 not in captured.by_subject(2, without=True).subjects
    rng = np.random.default_rng(0)
    pose = mixed_poser([(1.0, captured_poser(parts[0], vary=True))])(rng)
    np.testing.assert_allclose(
        pose @ pose.swapaxes(1, 2), np.tile(np.eye(3), (24, 1, 1)), atol=1e-5
    )


@pytest.mark.parametrize("name", ["walk.amc", "99999_01.amc"])
def test_motion_of_no_subject_is_told(tmp_path, name):
    (tmp_path / name).write_text("")
    with pytest.raises(MediaError, match="number of a subject"):
        read_captured(tmp_path)


def test_the_heading_goes_and_the_tilt_stays():
    pose = np.stack([sample_pose(np.random.default_rng(seed)) for seed in range(5)])
    faced = without_heading(pose)
    np.testing.assert_allclose(faced[:, 0, 0, 2], 0.0, atol=1e-9)
    assert (faced[:, 0, 2, 2] > 0).all()
    np.testing.assert_allclose(faced[:, 0, 1, 1], pose[:, 0, 1, 1], atol=1e-9)
    np.testing.assert_array_equal(faced[:, 1:], pose[:, 1:])


def test_errors_of_the_true_body_and_of_known_ones():
    body = TorchBody()
    pose = torch.tensor(identity_pose(), dtype=torch.float32)[None]
    true = body(torch.zeros(1, 10), pose)
    same = body_errors(true, true).means()
    assert same["re"] == pytest.approx(0.0, abs=1e-4)
    moved = (true[0] + 0.5, true[1] + 0.5)
    assert body_errors(moved, true).means()["mpjpe"] == pytest.approx(0.0, abs=1e-3)
    joints = true[1].clone()
    joints[:, 20, 2] += 0.24
    found = body_errors((true[0], joints), true)
    assert found.means()["mpjpe"] == pytest.approx(10.0, abs=1e-3)
    assert found.means()["depth"] == pytest.approx(10.0, abs=1e-3)
    assert found.means()["plane"] == pytest.approx(0.0, abs=1e-3)
    assert found.joints[0, 20] == pytest.approx(240.0, abs=1e-2)
    turned = (true[0], 1.3 * true[1] @ torch.tensor([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]]))
    assert body_errors(turned, true).means()["pa_mpjpe"] == pytest.approx(0.0, abs=1e-2)
    assert np.isnan(found.skeleton).all()


def test_a_few_drawings_are_learned_by_heart(few, tmp_path):
    options = SketchOptions(steps=100, batch=8, rate=1e-3, every=100, average=0.5)
    trainer = SketchTrainer(tmp_path, options)
    before = trainer.measure(few).means()
    reached = trainer.run(lambda: few, few)
    assert reached.step == 100
    assert reached.measured["mpjpe"] < 0.65 * before["mpjpe"]
    line = json.loads((tmp_path / "log.jsonl").read_text().splitlines()[-1])
    assert line["step"] == 100
    assert line["losses"]["skeleton"] > 0


def test_a_training_goes_on_where_it_was_stopped(few, tmp_path):
    options = SketchOptions(steps=4, batch=4, every=2)
    trainer = SketchTrainer(tmp_path, options)
    trainer.run(lambda: few, few, until_s=0.0)
    assert trainer.step == 1
    again = SketchTrainer(tmp_path, options)
    assert again.step == 1
    for name, value in trainer.kept.state_dict().items():
        torch.testing.assert_close(again.kept.state_dict()[name], value)
    assert again.run(lambda: few, few).step == 4


def test_a_checkpoint_of_another_training_is_refused(few, tmp_path):
    SketchTrainer(tmp_path, SketchOptions(steps=1, batch=4)).run(lambda: few, few)
    with pytest.raises(ModelError, match="other options"):
        SketchTrainer(tmp_path, SketchOptions(steps=1, batch=4, rate=1e-4))
    (tmp_path / "checkpoint.pt").write_bytes(b"cut")
    with pytest.raises(ModelError, match="cannot be read"):
        SketchTrainer(tmp_path, SketchOptions(steps=1, batch=4))


def test_making_drawings_can_be_cancelled():
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        make_drawings(sample_pose, 3, side=32, seed=0, context=context)

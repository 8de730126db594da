"""Exports of trained sketch networks, their protocols and the frozen sets."""

import hashlib
import json
import tomllib

import numpy as np
import pytest
import torch

from common.errors import ModelError
from common.jobs import JobCancelled, JobContext
from models.body.limits import sample_pose
from models.body.model import BodyModel, identity_pose
from models.body.torch_model import TorchBody
from models.cards import read_card
from models.hub import ModelHub
from models.sketch.reader import SketchReader
from models.training.sketch_body import SketchOptions, SketchTrainer
from models.training.sketch_data import Drawings, make_drawings
from models.training.sketch_export import export_trained, read_trained
from models.training.sketch_protocols import (
    constant_predictor,
    evaluate,
    mean_pose,
    network_predictor,
    reader_predictor,
)
from models.training.sketch_sets import (
    LearningPlan,
    SetHashes,
    differs,
    frozen_drawings,
    frozen_hashes,
    hashes_of,
    make_shards,
    set_key,
    shard_path,
)


@pytest.fixture(scope="module")
def held_out():
    return make_drawings(sample_pose, 12, side=128, seed=4, each=1)


@pytest.fixture(scope="module")
def training(tmp_path_factory, held_out):
    folder = tmp_path_factory.mktemp("training")
    options = SketchOptions(steps=6, batch=6, every=6, average=0.5)
    SketchTrainer(folder, options).run(lambda: held_out, held_out)
    return folder


@pytest.fixture(scope="module")
def exported(tmp_path_factory, training, held_out):
    out = tmp_path_factory.mktemp("export")
    return out, export_trained(training, out, held_out)


def test_an_export_says_what_the_checkpoint_says(training, exported, held_out):
    _, files = exported
    body = TorchBody()
    wanted = evaluate(network_predictor(read_trained(training).network), held_out, body)
    for one, tolerance in zip(files, (0.02, 0.5, 8.0), strict=True):
        found = evaluate(reader_predictor(SketchReader(one.path)), held_out, body)
        assert np.abs(found.known.re - wanted.known.re).mean() < tolerance
        assert one.errors["re"] == pytest.approx(float(found.known.re.mean()), abs=0.01)
    assert files[2].bytes < files[1].bytes < files[0].bytes


def test_an_export_brings_card_hash_log_and_confidence(exported):
    out, files = exported
    for one in files:
        assert hashlib.sha256(one.path.read_bytes()).hexdigest() == one.sha256
        card = read_card(one.path.with_suffix(".toml"))
        assert card.known[0].sha256 == one.sha256
        assert card.shipped == one.path.name
        assert (out / card.shipped).is_file()
        reader = SketchReader(one.path)
        assert reader.is_calibrated
        assert reader.told["steps"] == 6
        assert reader.told["precision"] == one.precision
    log = (out / "sketch-body-light-deform.log.jsonl").read_text().splitlines()
    assert json.loads(log[-1])["step"] == 6
    assert not list(out.glob("*.part"))
    assert "CMU" not in tomllib.loads(files[0].path.with_suffix(".toml").read_text())["title"]


def test_an_exported_network_can_be_added(exported, tmp_path):
    _, files = exported
    hub = ModelHub(tmp_path)
    assert hub.weights("sketch_body").source == "shipped"
    assert hub.add(files[1].path)[0].name == "sketch_body"
    assert hub.weights("sketch_body").source == "user"
    assert SketchReader(hub.weights("sketch_body").path).is_calibrated


def test_exports_without_a_network_say_so(tmp_path, held_out, training):
    with pytest.raises(ModelError, match="no trained network"):
        export_trained(tmp_path, tmp_path, held_out)
    (tmp_path / "checkpoint.pt").write_bytes(b"cut")
    with pytest.raises(ModelError, match="cannot be read"):
        export_trained(tmp_path, tmp_path, held_out)
    small = make_drawings(sample_pose, 1, side=32, seed=0, each=1)
    with pytest.raises(ModelError, match="128 pixels"):
        export_trained(training, tmp_path, small)


def truth(data):
    def predict(ink):
        return torch.from_numpy(data.rotations), torch.from_numpy(data.shapes), None

    return predict


def test_the_truth_has_no_error_under_either_protocol(held_out):
    found = evaluate(truth(held_out), held_out, TorchBody()).means()
    for name in ("re", "mpjpe", "pa_mpjpe", "user_re", "user_mpjpe", "pixels"):
        assert found[name] == pytest.approx(0.0, abs=2e-2), name


def test_another_stature_is_mended_by_either_protocol(held_out):
    def tall(ink):
        shapes = torch.from_numpy(held_out.shapes) * 1.0
        shapes[:, 0] += 1.0  # the first number is stature above all
        return torch.from_numpy(held_out.rotations), shapes, None

    found = evaluate(tall, held_out, TorchBody()).means()
    true = BodyModel().stature(held_out.shapes[0])
    assert abs(BodyModel().stature(held_out.shapes[0] + np.eye(10)[0]) - true) > 0.03
    assert found["re"] < 12
    assert found["user_re"] < 12


def test_baselines(held_out):
    mean = mean_pose(held_out.rotations)
    np.testing.assert_allclose(mean @ mean.swapaxes(1, 2), np.tile(np.eye(3), (24, 1, 1)),
                               atol=1e-9)  # fmt: skip
    body = TorchBody()
    of_mean = evaluate(constant_predictor(mean), held_out, body).means()
    of_t = evaluate(constant_predictor(identity_pose()), held_out, body).means()
    assert 50 < of_mean["mpjpe"] < of_t["mpjpe"]
    assert np.isnan(of_mean["skeleton"])


def test_sets_are_frozen_and_differences_are_told(tmp_path):
    made = frozen_drawings("prior", 32, bodies=3)
    again = frozen_drawings("prior", 32, bodies=3)
    assert hashes_of(made) == hashes_of(again)
    clean = frozen_drawings("prior", 32, bodies=3, clean=True)
    assert hashes_of(clean).poses == hashes_of(made).poses
    assert hashes_of(clean).pictures != hashes_of(made).pictures
    key = set_key("prior", 32, bodies=3)
    known = {key: hashes_of(made)}
    assert differs(key, made, lambda: known) == ""
    assert differs(key, clean, lambda: known).startswith("other pixels")
    assert differs(key, made, lambda: {key: SetHashes("", "")}).startswith("other poses")
    assert differs("x", made, lambda: known) == "not a frozen set"
    assert set_key("prior", 128) in frozen_hashes()


def test_motion_that_is_missing_is_told(tmp_path):
    with pytest.raises(ModelError, match="--captured"):
        frozen_drawings("captured", 32)
    with pytest.raises(ModelError, match="no captured motion"):
        frozen_drawings("subject-2", 32, captured=tmp_path)
    with pytest.raises(ModelError, match=r"no \.bvh"):
        frozen_drawings("other-motion", 32, other=tmp_path)


def test_shards_are_made_once_and_of_one_plan(tmp_path, monkeypatch):
    from models.training import sketch_sets

    monkeypatch.setattr(sketch_sets, "SHARD", 2)
    monkeypatch.setattr(sketch_sets, "VALID_BODIES", 2)
    plan = LearningPlan(32, each=2)
    files = make_shards(tmp_path, plan, 3)
    assert [path.name for path in files] == ["train_000.npz", "train_001.npz"]
    times = [path.stat().st_mtime_ns for path in files]
    assert make_shards(tmp_path, plan, 3) == files
    assert [path.stat().st_mtime_ns for path in files] == times
    assert len(Drawings.load(files)) == 4
    with pytest.raises(ModelError, match="another plan"):
        make_shards(tmp_path, LearningPlan(48, each=2), 3)
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        make_shards(tmp_path, plan, 5, context=context)
    assert not shard_path(tmp_path, 2).exists()


def test_bodies_of_processes_are_those_of_one(tmp_path):
    # A process has its own module, so these files have their full size; a small side is quick.
    plan = LearningPlan(8, each=1)
    jobs = [(tmp_path / f"{k}.npz", k, "train", 2) for k in range(2)]
    from models.training.sketch_sets import _in_processes, _make_shard

    _in_processes(plan, jobs, 2, JobContext())
    for path, seed, split, bodies in jobs:
        _make_shard(plan, tmp_path / "one.npz", seed, split, bodies)
        a, b = Drawings.load([path]), Drawings.load([tmp_path / "one.npz"])
        np.testing.assert_array_equal(a.pictures, b.pictures)


@pytest.mark.data
def test_sets_of_captured_motion(shared_data):
    captured = shared_data / "mocap_cmu_amc"
    one = frozen_drawings("subject-3", 16, captured=captured, bodies=2)
    assert len(one) == 2
    other = frozen_drawings("other-motion", 16, other=shared_data / "mocap_bandai_bvh", bodies=2)
    BodyModel().pose(other.rotations[0], other.shapes[0])
    poser = LearningPlan(16, captured, leave_out=2).poser("train")
    assert poser(np.random.default_rng(0)).shape == (24, 3, 3)

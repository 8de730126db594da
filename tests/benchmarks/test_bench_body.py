"""Benchmarks of bodies: that they run, and say what is missing."""

import pytest

from benchmarks import body_quality
from models.body.limits import sample_pose
from models.training import sketch_sets
from models.training.sketch_body import SketchOptions, SketchTrainer
from models.training.sketch_data import make_drawings
from models.training.sketch_export import export_trained


def test_quality_of_baselines_and_of_every_network_of_a_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(body_quality, "QUICK", 3)
    monkeypatch.setattr(body_quality, "_MEAN_OF", 20)
    monkeypatch.delenv("KINORA_MOTION", raising=False)
    assert sketch_sets.TEST_BODIES == 400
    few = make_drawings(sample_pose, 10, side=128, seed=1, each=1)
    options = SketchOptions(steps=1, batch=4, every=1)
    SketchTrainer(tmp_path / "run", options).run(lambda: few, few)
    export_trained(tmp_path / "run", tmp_path, few, precisions=("fp16",))
    report = body_quality.run(quick=True, folder=tmp_path)
    cases = {case.case: case for case in report.cases}
    assert cases["mean pose prior P RE"].ours < cases["T pose prior P RE"].ours
    name = "sketch-body-light-deform-fp16.onnx"
    checkpoint = "run: light deform seed 0 step 1"
    for title in (name, f"{name} with mirror", checkpoint):
        for clean in ("", " clean"):
            row = cases[f"{title} prior{clean} P RE"]
            assert row.ours > 0
            assert row.peer == cases["mean pose prior P RE"].ours
    exact, halved = cases[f"{checkpoint} prior P RE"], cases[f"{name} prior P RE"]
    assert halved.ours == pytest.approx(exact.ours, rel=0.01)
    assert cases[f"{checkpoint} prior skeleton"].ours > 0
    assert cases[f"{name} freehand all"].ours > 0
    assert any("not a frozen set" in case.note for case in report.cases)


def test_without_networks_it_says_so(monkeypatch):
    monkeypatch.setattr(body_quality, "QUICK", 2)
    monkeypatch.setattr(body_quality, "_MEAN_OF", 4)
    monkeypatch.delenv("KINORA_MOTION", raising=False)
    report = body_quality.run(quick=True)
    assert "--folder" in report.cases[-1].note
    assert [case.case for case in report.cases if case.case.startswith("T pose freehand")]

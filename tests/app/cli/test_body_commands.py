"""`body` and `train-body`, from drawings to files."""

import json
import math

import numpy as np
import pytest
import torch
from PIL import Image

from app.cli.frame import build_parser, run_command
from app.services.body import BodyService, file_name
from app.services.body_reading import read_drawn, read_pixels
from app.services.body_training import train_body
from app.services.body_types import BODY_FORMATS, BodyRequest, BodyTrainRequest
from app.services.models import ModelService
from app.services.paths import AppPaths
from common.errors import ModelError, QueryError, WeightsError
from common.jobs import JobCancelled, JobContext
from common.settings import Settings
from common.stroke_files import drawing_text, svg_text
from models.body.baked import read_body
from models.body.files import read_numbers
from models.body.model import BodyModel
from models.body.poses import named_poses
from models.body.skeleton import PARENTS
from models.hub import ModelHub
from models.networks.sketch_body import SketchBody
from models.networks.sketch_onnx import sketch_onnx
from models.sketch.raster import draw
from models.sketch.synthesis import drawn, outline


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KINORA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("KINORA_MODELS", raising=False)
    return tmp_path


@pytest.fixture
def without_network(monkeypatch):
    """An installation whose own network was removed."""
    known = ModelHub.weights
    monkeypatch.setattr(
        ModelHub,
        "weights",
        lambda self, name: (
            None if (found := known(self, name)) and found.source == "shipped" else found
        ),
    )


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    torch.manual_seed(1)
    path = tmp_path_factory.mktemp("network") / "small.onnx"
    path.write_bytes(sketch_onnx(SketchBody("light").eval(), 64))
    return path


@pytest.fixture(scope="module")
def strokes():
    return drawn(outline(BodyModel().pose(named_poses()["run"].rotations)))


def command(*words):
    arguments = build_parser().parse_args([str(word) for word in words])
    return run_command(arguments)


def test_a_named_pose_becomes_every_format_without_a_network(home, capsys):
    out = home / "out"
    assert command("body", "--pose", "kick", "--out", out, "--format", ",".join(BODY_FORMATS)) == 0
    names = sorted(path.name for path in out.iterdir())
    assert names == sorted(file_name("kick", kind) for kind in BODY_FORMATS)
    read = read_numbers((out / "kick.body.json").read_text())
    np.testing.assert_allclose(read.rotations, named_poses()["kick"].rotations, atol=1e-6)
    with Image.open(out / "kick.body.png") as picture:
        alpha = np.asarray(picture)[..., 3]
    assert alpha[0, 0] == 0
    assert 0.05 < (alpha > 0).mean() < 0.6
    assert b"glTF" in (out / "kick.glb").read_bytes()[:4]
    assert command("body", "--pose", "kick", "--out", out) == 1
    assert "there already" in capsys.readouterr().out
    assert command("body", "--pose", "kick", "--out", out, "--replace") == 0


def test_poses_are_listed_and_others_refused(home, capsys):
    assert command("body", "--list") == 0
    assert "kick" in capsys.readouterr().out
    assert command("body", "--pose", "nosuch", "--out", home / "o") == 1
    assert "Choose one of" in capsys.readouterr().err
    assert command("body", "--pose", "t") == 1
    assert command("body", "x.png", "--pose", "t", "--out", home / "o") == 1
    assert not (home / "o").exists()


def test_without_a_network_it_is_said_how_to_get_one(home, without_network, strokes, capsys):
    (home / "a.json").write_text(drawing_text(strokes))
    assert command("body", home / "a.json", "--out", home / "o") == 1
    told = capsys.readouterr().err
    assert "train-body" in told
    assert "models add" in told


def test_a_folder_of_drawings_is_read_and_bad_ones_are_named(home, strokes, network, capsys):
    folder = home / "in"
    folder.mkdir()
    (folder / "a.json").write_text(drawing_text(strokes))
    (folder / "a.svg").write_text(svg_text(strokes))
    Image.fromarray(draw(strokes, 300, pen=3)).save(folder / "b.png")
    (folder / "c.png").write_bytes(b"no picture")
    (folder / "d.json").write_text("{}")
    Image.new("RGB", (40, 40), "white").save(folder / "e.png")
    (folder / "notes.txt").write_text("not looked at")
    out = folder  # beside the drawings: none of them may be harmed
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code = command("--json", "body", folder, "--out", out, "--format", "json,png,bvh",
                   "--network", network)  # fmt: skip
    assert code == 0
    rows = {row["source"]: row for row in json.loads(capsys.readouterr().out)["bodies"]}
    assert set(rows) == {"a.json", "a.svg", "b.png", "c.png", "d.json", "e.png"}
    for name in ("c.png", "d.json", "e.png"):
        assert rows[name]["error"], name
    for name in ("a.json", "a.svg", "b.png"):
        assert len(rows[name]["files"]) == 3
        assert 0 <= rows[name]["confidence"] <= 1
    for name, content in before.items():
        assert (folder / name).read_bytes() == content
    assert (folder / "a-json.body.json").is_file()
    assert not list(folder.glob("*.part"))
    ours = read_numbers((folder / "a-json.body.json").read_text())
    theirs = read_numbers((folder / "a-svg.body.json").read_text())
    np.testing.assert_allclose(ours.rotations, theirs.rotations, atol=5e-2)
    again = command("body", folder, "--out", home / "o", "--network", network)
    assert again == 0
    assert "a-json" in " ".join(path.name for path in (home / "o").iterdir())
    assert len(list((home / "o").iterdir())) == 6


def test_bodies_come_back_in_another_stature(home):
    assert command("body", "--pose", "t", "--out", home, "--format", "json") == 0
    file = home / "t.body.json"
    assert command("body", file, "--out", home / "o", "--stature", 190, "--format", "json") == 0
    shape = read_numbers((home / "o" / "t.body.json").read_text()).shape
    assert BodyModel().stature(shape) == pytest.approx(1.90, abs=5e-3)


def service(home):
    return BodyService(ModelService(Settings(), AppPaths.of_user()))


def test_without_a_network_none_reads(home, without_network):
    bodies = service(home)
    assert not bodies.has_network
    with pytest.raises(WeightsError):
        bodies.reader()


def test_an_added_network_is_used_instead_of_the_shipped_one(home, strokes, network):
    bodies = service(home)
    assert bodies.has_network
    assert bodies.reader().path.parent.name == "models"
    with pytest.raises(WeightsError, match="no file"):
        bodies.reader(home / "none.onnx")
    models = ModelService(Settings(), AppPaths.of_user())
    models.hub.add(network)
    bodies = BodyService(models)
    assert bodies.has_network
    assert bodies.reader() is bodies.reader()
    assert bodies.reader().path.is_relative_to(home)
    (home / "a.json").write_text(drawing_text(strokes))
    (row,) = bodies.write(BodyRequest((home / "a.json",), home / "o", ("glb",)))
    assert row.files == (home / "o" / "a.glb",)


def test_writing_can_be_cancelled(home):
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        service(home).write(BodyRequest(pose="t", out=home / "o"), context)


def test_pictures_of_all_kinds_are_opened(tmp_path):
    Image.new("I;16", (8, 8), 65535).save(tmp_path / "deep.png")
    assert read_pixels(tmp_path / "deep.png").max() == 255
    Image.new("P", (8, 8)).save(tmp_path / "table.png", transparency=0)
    assert read_pixels(tmp_path / "table.png").shape == (8, 8, 4)
    Image.new("1", (8, 8), 1).save(tmp_path / "bits.png")
    assert read_pixels(tmp_path / "bits.png").shape == (8, 8, 3)
    with pytest.raises(QueryError):
        read_pixels(tmp_path / "none.png")
    with pytest.raises(QueryError, match="no drawing"):
        read_drawn(tmp_path / "x.doc")


def test_training_draws_learns_goes_on_and_exports(home, monkeypatch, capsys):
    from models.training import sketch_sets

    monkeypatch.setattr(sketch_sets, "SHARD", 6)
    monkeypatch.setattr(sketch_sets, "VALID_BODIES", 4)
    words = ["train-body", home / "run", "--bodies", 6, "--each", 1, "--batch", 3, "--every", 1]
    words += ["--device", "cpu"]
    assert command("--json", *words, "--steps", 1) == 0
    assert json.loads(capsys.readouterr().out)["step"] == 1
    assert command("--json", *words, "--steps", 2, "--export", home / "net") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["step"], len(report["exported"])) == (2, 3)
    assert all(math.isfinite(value) for value in report["errors"].values())
    files = {path.suffix for path in (home / "net").iterdir()}
    assert files == {".onnx", ".toml", ".jsonl"}
    assert command("train-body", home / "run", "--only-export", "--export", home / "net2") == 0
    one = sorted((home / "net").glob("*.onnx"))[0].name
    assert (home / "net" / one).read_bytes() == (home / "net2" / one).read_bytes()
    assert "MPJPE" in capsys.readouterr().out
    assert command("train-body", home / "empty", "--only-export", "--export", home / "n") == 1
    assert "no trained network" in capsys.readouterr().err


def test_a_device_that_is_not_there_is_told(tmp_path):
    if torch.cuda.is_available():
        pytest.skip("there is one")
    with pytest.raises(ModelError, match="CUDA"):
        train_body(BodyTrainRequest(tmp_path, device="cuda"))


def test_a_folder_of_training_that_cannot_be_made_is_told(home, capsys):
    (home / "file").write_text("")
    assert command("train-body", home / "file" / "run", "--device", "cpu") == 1
    assert "cannot be made" in capsys.readouterr().err


def test_a_body_of_ones_own_takes_the_pose(home, capsys):
    data, few = read_body(), 40
    near = np.argsort(np.linalg.norm(data.vertices[:, None] - data.joints, axis=2), 0)[:few]
    regressor = np.zeros((24, len(data.vertices)))
    np.put_along_axis(regressor, near.T, 1 / few, axis=1)
    np.savez(
        home / "mine.npz", v_template=2 * data.vertices, weights=data.weights, f=data.faces,
        shapedirs=np.moveaxis(data.shape_dirs, 0, 2), J_regressor=regressor,
        posedirs=np.zeros((len(data.vertices), 3, 207), np.float32),
        kintree_table=np.array([[0, *PARENTS[1:]], range(24)]),
    )  # fmt: skip
    words = ("body", "--pose", "kick", "--format", "obj,glb,bvh,json", "--measure")
    assert command(*words, "--out", home / "ours", "--json") == 0
    ours = json.loads(capsys.readouterr().out)["bodies"][0]["measures"]
    figure = ("--figure", home / "mine.npz")
    assert command(*words, "--out", home / "mine", *figure, "--json") == 0
    mine = json.loads(capsys.readouterr().out)["bodies"][0]["measures"]
    assert mine["height"] == pytest.approx(2 * ours["height"], rel=0.01)
    read = read_numbers((home / "mine" / "kick.body.json").read_text())
    np.testing.assert_allclose(read.rotations, named_poses()["kick"].rotations, atol=1e-6)
    assert command(*words, "--out", home / "o", *figure, "--stature", 180) == 1
    assert "Kinora's own body" in capsys.readouterr().err
    assert command(*words, "--out", home / "o", "--figure", home / "gone.npz") == 1
    assert "cannot be read" in capsys.readouterr().err
    assert not (home / "o").exists()

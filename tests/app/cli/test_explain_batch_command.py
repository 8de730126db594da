import csv
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from main import main
from models.networks.squeezenet import SqueezeNet


@pytest.fixture
def photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "weights").mkdir()
    torch.manual_seed(3)
    network = SqueezeNet()
    for parameter in network.parameters():
        if parameter.ndim > 1:
            torch.nn.init.kaiming_normal_(parameter)
    save_file(dict(network.state_dict()), tmp_path / "weights" / "squeezenet.safetensors")
    monkeypatch.setenv("KINORA_MODELS", str(tmp_path / "weights"))
    random = np.random.default_rng(0)
    for name in ("tench", "goldfish"):
        (tmp_path / "photos" / name).mkdir(parents=True)
        pixels = random.integers(0, 255, (30, 30, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(tmp_path / "photos" / name / "0.png")
    return tmp_path / "photos"


def test_a_folder_is_measured_by_method_and_class(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "maps.csv"
    words = ["explain-batch", "--folder", str(photos), "--target", "truth", "--csv", str(table)]
    words += ["--method", "grad-cam", "--method", "median-pooling", "--by", "method", "truth"]
    assert main([*words, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["images"] == 2
    assert [(g["method"], g["truth"]) for g in document["groups"]] == [
        ("grad_cam", "goldfish"), ("median_pooling", "goldfish"),
        ("grad_cam", "tench"), ("median_pooling", "tench"),
    ]  # fmt: skip
    assert document["groups"][0]["measures"]["win"]["mean"] is not None
    rows = list(csv.DictReader(table.open(encoding="utf-8")))
    assert len(rows) == 4
    assert rows[0]["label"].startswith("goldfish")
    assert list(rows[0])[:8] == [
        "key", "item", "title", "method", "label", "truth", "layer", "score"
    ]  # fmt: skip
    assert (rows[0]["item"], rows[0]["truth"]) == ("", "goldfish")
    assert rows[0]["key"].endswith(".png")
    assert main(words) == 1
    assert "maps.csv" in capsys.readouterr().err
    assert main([*words, "--overwrite"]) == 0
    assert "goldfish" in capsys.readouterr().out


def test_a_named_run_is_kept_in_the_library(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = ["--library", str(tmp_path / "x.kinora")]
    assert main([*library, "import", str(photos), "--quiet"]) == 0
    items = ["explain-batch", "--items", "1", "2", "--method", "grad-cam", "--run", "first"]
    capsys.readouterr()
    assert main([*library, *items, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["run"] == "first"
    assert (tmp_path / "x.kinora" / "explanations" / "first.jsonl").is_file()
    assert main([*library, *items, "--important", "20%"]) == 1
    assert "other settings" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [("explain-batch", "No pictures"), ("explain-batch --folder absent", "no folder")],
)
def test_what_names_no_picture_is_told(
    words: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) == 1
    assert message in capsys.readouterr().err

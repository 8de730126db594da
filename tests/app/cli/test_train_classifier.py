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
    save_file(dict(SqueezeNet().state_dict()), tmp_path / "weights" / "squeezenet.safetensors")
    monkeypatch.setenv("KINORA_MODELS", str(tmp_path / "weights"))
    random = np.random.default_rng(0)
    for name in ("field", "lake"):
        (tmp_path / "photos" / name).mkdir(parents=True)
        for number in range(3):
            pixels = random.integers(0, 255, (20, 20, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(tmp_path / "photos" / name / f"{number}.png")
    return tmp_path / "photos"


def test_training_prints_what_was_reached(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = ["--library", str(tmp_path / "x.kinora")]
    words = ["train-classifier", "scenes", "--folder", str(photos), "--epochs", "1"]
    words += ["--network", "squeezenet1_0", "--frozen", "0.9"]
    assert main([*library, *words, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["classes"] == ["field", "lake"]
    assert document["tested"] == 2
    assert (Path(document["path"]) / "network.toml").is_file()
    assert main([*library, *words]) == 1
    assert "already" in capsys.readouterr().err
    assert main([*library, *words, "--replace"]) == 0
    text = capsys.readouterr().out
    assert "never saw" in text
    assert "field" in text

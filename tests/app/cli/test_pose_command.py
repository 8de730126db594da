"""`pose` on the command line."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from main import main
from models.body.model import BodyModel
from models.body.picture import shaded
from models.body.poses import named_poses


def _draw(path: Path, key: str) -> None:
    body = BodyModel()
    drawn = shaded(body.pose(named_poses()[key].rotations).vertices, body.data.faces, 300)
    cover = drawn[..., 3:] / 255
    wall = np.full((320, 320, 3), 190.0)
    wall[10:310, 10:310] = wall[10:310, 10:310] * (1 - cover) + drawn[..., :3] * cover
    Image.fromarray(wall.astype(np.uint8)).save(path)


def test_people_are_looked_for_and_found(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "media").mkdir()
    for key in ("t", "hands-on-hips"):
        _draw(tmp_path / "media" / f"{key}.png", key)
    library = ["--library", str(tmp_path / "p.kinora"), "--quiet"]

    def call(*words: str) -> tuple[int, str, str]:
        code = main([*words, *library])
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    assert call("import", str(tmp_path / "media"))[0] == 0
    code, out, _ = call("pose", "t", "--analyse", "--state", "--json")
    document = json.loads(out)
    assert code == 0
    assert document["analysis"]["people"] == document["state"]["people"] == 2
    best = document["results"][0]
    assert best["path"].endswith("t.png")
    assert len(best["people"][0]["points"]) == 17
    assert "2 people with a pose in 2 of 2 pictures" in call("pose", "--state")[1]
    assert "hands-on-hips" in call("pose", str(best["item"]))[1]
    assert "no item, no named pose" in call("pose", "nonsense")[2]
    assert "No pose was named" in call("pose")[2]
    assert call("pose", str(best["item"]), "--person", "4")[0] == 1

"""`days` on the command line."""

import json
from pathlib import Path

import pytest

from app.cli.frame import build_parser, run_command
from app.services.library import Library
from tests.app.services.test_days import fill


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("days") / "life.kinora"
    library = Library.open(folder, create=True)
    fill(library, days=2)
    library.close()
    return folder


def call(life: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    arguments = build_parser("days").parse_args(["days", *words, "--library", str(life), "--quiet"])
    code = run_command(arguments)
    told = capsys.readouterr()
    return code, told.out or told.err


def test_days_are_listed_then_cut_then_told(life: Path, capsys) -> None:
    code, out = call(life, capsys, "--json")
    listed = json.loads(out)
    assert code == 0
    assert listed["due"] is True
    assert listed["days"][0] == {"date": "2024-05-06", "items": 9, "positions": True}
    _, out = call(life, capsys, "--segment", "--json")
    cut = json.loads(out)
    assert cut["due"] is False
    assert cut["segmented"]["trips"] == 4
    _, out = call(life, capsys, "--date", "2024-05-06", "--json")
    day = json.loads(out)["day"]
    assert [stay["place"] for stay in day["stays"]] == ["home", "work", "home"]
    assert day["stays"][1]["start"].endswith("+02:00")
    assert day["trips"][0]["mode"] == "cycling"
    assert day["series"][0]["name"] == "heart rate"
    _, out = call(life, capsys, "--date", "2024-05-06")
    assert "cycling" in out
    _, out = call(life, capsys, "--places")
    assert "home" in out
    assert "a guess" in out
    _, out = call(life, capsys, "--clocks")
    assert "Camera A" in out


def test_a_date_that_is_none_is_said(life: Path, capsys) -> None:
    code, out = call(life, capsys, "--date", "yesterday")
    assert code == 1
    assert "2024-05-03" in out

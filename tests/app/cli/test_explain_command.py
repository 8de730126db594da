"""`explain`: its document, its lists, its errors and exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli.frame import build_parser, run_command
from app.services.explain import ExplainService
from tests.explain_support import LABELS, save, spot, tiny_network


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    made = ExplainService.__init__

    def with_tiny(self: Any, *args: Any, **values: Any) -> None:
        made(self, *args, **values)
        self.loaded.add(tiny_network())

    monkeypatch.setattr(ExplainService, "__init__", with_tiny)


def call(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    arguments = build_parser("explain").parse_args(["explain", *words, "--json", "--quiet"])
    code = run_command(arguments)
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else None, err


@pytest.fixture
def red(tmp_path: Path) -> str:
    return save(tmp_path, "red.png", spot(0))


def test_one_picture_is_one_document(capsys: pytest.CaptureFixture[str], red: str) -> None:
    code, document, _ = call(capsys, red, "--method", "grad-cam", "--method", "median_pooling")
    assert code == 0
    assert document["target"] == LABELS[0]
    assert 0 < document["score"] <= 1
    assert set(document["methods"]) == {"grad_cam", "median_pooling"}
    for values in document["methods"].values():
        assert {"confidence_drop", "average_drop", "increase", "ms"} <= set(values)


def test_several_pictures_are_a_list_and_bad_ones_are_told(
    capsys: pytest.CaptureFixture[str], red: str, tmp_path: Path
) -> None:
    blue = save(tmp_path, "blue.png", spot(2))
    absent = str(tmp_path / "absent.png")
    code, documents, err = call(capsys, red, absent, blue, "--measures", "none")
    assert code == 0
    assert [each["target"] for each in documents] == [LABELS[0], "blue"]
    assert "absent.png" in err
    assert len(documents[0]["methods"]) == 5, "the default five"


def test_targets(capsys: pytest.CaptureFixture[str], red: str, tmp_path: Path) -> None:
    blue = save(tmp_path, "blue.png", spot(2))
    quick = ("--method", "grad_cam", "--measures", "none")
    assert call(capsys, red, "--target", "green", *quick)[1]["target"] == "green"
    assert call(capsys, red, "--like", blue, *quick)[1]["target"] == "blue.png"
    pair = call(capsys, red, "--target", "red", "--rather-than", "blue", *quick)[1]
    assert pair["score"] > 0.5
    code, _, err = call(capsys, red, "--rather-than", "blue", *quick)
    assert code == 1
    assert "--target" in err


def test_files(capsys: pytest.CaptureFixture[str], red: str, tmp_path: Path) -> None:
    target = tmp_path / "out.npz"
    assert call(capsys, red, "--method", "grad_cam", "--out", str(target))[0] == 0
    assert target.is_file()
    code, _, err = call(capsys, red, "--method", "grad_cam", "--out", str(target))
    assert code == 1
    assert "there already" in err
    assert call(capsys, red, "--out", str(tmp_path / "a.doc"))[0] == 1


def test_lists(capsys: pytest.CaptureFixture[str]) -> None:
    layers = call(capsys, "--layers", "--model", "tiny")[1]
    assert (layers["network"], layers["auto"]) == ("tiny", "second")
    assert [layer["name"] for layer in layers["layers"]][:2] == ["first", "second"]
    networks = call(capsys, "--networks")[1]
    assert networks[0]["name"] == "tiny"
    assert {"mobilenet_v2", "vgg16"} <= {each["name"] for each in networks}
    assert any("median" in each["formula"] for each in call(capsys, "--methods")[1])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "No picture"),
        (("--layer", "nix"), "no layer"),
        (("--method", "nix"), "no method"),
        (("--target", "gren"), "Did you mean “green”"),
        (("--model", "nix"), "no network"),
        (("--important", "nothing"), "important"),
        (("--important", "0"), "important"),
    ],
)
def test_errors_are_one_line_with_a_way_out(
    capsys: pytest.CaptureFixture[str], red: str, words: tuple[str, ...], said: str
) -> None:
    pictures = (red,) if words else ()
    code, document, err = call(capsys, *pictures, *words)
    assert code == 1
    assert document is None
    assert said in err
    assert err.count("\n") == 1


def test_lines_for_people(capsys: pytest.CaptureFixture[str], red: str) -> None:
    for words in ((red, "--method", "grad_cam"), ("--layers",), ("--networks",), ("--methods",)):
        arguments = build_parser("explain").parse_args(["explain", *words, "--quiet"])
        assert run_command(arguments) == 0
    out = capsys.readouterr().out
    assert "confidence_drop" in out
    assert "second (auto)" in out
    assert "Grad-CAM: a map's weight" in out

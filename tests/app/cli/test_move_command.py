"""`move` from the command line: planned, moved, confirmed, given up; what is said."""

import json
import sys
from pathlib import Path

import pytest

from app.cli.frame import build_parser, run_command
from app.cli.move import to_text
from app.services.addresses import split_secret
from app.services.library import Library
from common.values import ItemKind
from indexers.catalogue import NewItem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "x.kinora"
    library = Library.open(made, create=True)
    library.catalogue.add_batch([NewItem(str(n), ItemKind.PHOTO, title=f"T{n}") for n in range(5)])
    library.catalogue.add_to_bucket("best", [3])
    library.close()
    return made


@pytest.fixture
def address(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    plain, secret = split_secret(postgres_url)
    monkeypatch.setenv("KINORA_CATALOGUE_PASSWORD", secret)
    monkeypatch.setenv("KINORA_PERSON", "anna")
    return plain


def call(*words: str | Path) -> int:
    return run_command(build_parser("move").parse_args(["move", *map(str, words)]))


def test_plan_move_and_back(folder: Path, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    to = ("--library", folder, "--quiet", "--to", f"catalogue={address}")
    assert call(*to, "--dry-run") == 0
    assert "Nothing was written." in capsys.readouterr().out
    assert call(*to, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["state"], document["rows"]["item"]) == ("verified", 5)
    assert document["verified"]["rows"] >= 5
    assert call("--library", folder, "--finish") == 0
    said = capsys.readouterr().out
    assert f"sqlite -> {address}" in said
    assert "kept        catalogue: catalogue.db" in said
    assert call("--library", folder, "--quiet", "--to", "catalogue=sqlite", "--yes") == 0
    assert "The library lies at the new place" in capsys.readouterr().out
    assert call("--library", folder, "--finish") == 1
    assert "No move" in capsys.readouterr().err
    library = Library.open(folder)
    assert library.addresses.catalogue == "sqlite"
    assert library.catalogue.buckets() == {"best": 1}
    library.close()


def test_the_name_is_typed_to_confirm(
    folder: Path, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["no\n", "x.kinora\n"])

    class Terminal:
        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return next(answers)

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    to = ("--library", folder, "--to", f"catalogue={address}")
    assert call(*to) == 0
    assert "The library is where it was." in capsys.readouterr().out
    assert json.loads((folder / "library.json").read_text())["catalogue"] == "sqlite"
    assert call(*to) == 0
    assert "The library lies at the new place" in capsys.readouterr().out
    assert json.loads((folder / "library.json").read_text())["catalogue"] == address


def test_giving_up(folder: Path, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--library", folder, "--quiet", "--to", f"catalogue={address}") == 0
    assert call("--library", folder, "--abandon") == 0
    assert "the library is where it was" in capsys.readouterr().out
    assert call("--library", folder, "--abandon") == 1
    assert not (folder / "move.json").exists()


def test_what_is_asked_must_be_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call("--library", folder)
    assert call("--library", folder, "--to", "nonsense") == 1
    assert "--to catalogue=ADDRESS" in capsys.readouterr().err
    assert call("--library", folder / "no", "--finish") == 1


def test_others_are_named() -> None:
    document = {
        "state": "verified", "source": {"catalogue": "a"}, "target": {"catalogue": "b"},
        "rows": {"item": 2000}, "vectors": {"e": 3}, "left_behind": {"bucket": 2},
        "verified": {}, "kept": (), "seconds": 1.0,
    }  # fmt: skip
    assert "Of others, and left where it is: 2 bucket." in to_text(document)

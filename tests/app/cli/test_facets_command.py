"""facets on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from main import main
from tests.wall_support import make_library


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    parent = tmp_path_factory.mktemp("facets")
    make_library(parent, 30).close()
    return parent / "test.kinora"


def call(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes], *words: str
) -> tuple[int, Any, str]:
    code = main(["facets", *words, "--library", str(folder), "--quiet"])
    out, err = capsysbinary.readouterr()
    text = out.decode()
    return code, json.loads(text) if "--json" in words and code == 0 else text, err.decode()


def test_facets_and_their_values(folder: Path, capsysbinary: Any) -> None:
    code, document, _ = call(folder, capsysbinary, "--json")
    assert code == 0
    assert {one["key"] for one in document["facets"]} >= {"genre", "year", "kind", "taken_at"}
    _, document, _ = call(folder, capsysbinary, "genre", "--filter", "kind=film", "--json")
    counted = {one["value"]: one["count"] for one in document["values"]}
    assert sum(counted.values()) == 12
    assert (document["items"], document["passed"], document["more"]) == (30, 15, 0)
    _, document, _ = call(folder, capsysbinary, "genre", "--find", "wa", "-k", "1", "--json")
    assert [one["value"] for one in document["values"]] == ["War"]
    _, text, _ = call(folder, capsysbinary, "genre")
    assert "Comedy" in text
    assert text.rstrip().endswith("30 of 30 items pass")


def test_a_histogram_and_an_unknown_facet(folder: Path, capsysbinary: Any) -> None:
    _, document, _ = call(folder, capsysbinary, "year", "--filter", "genre=War", "--json")
    assert sum(document["counts"]) <= sum(document["totals"])
    assert len(document["edges"]) == len(document["counts"]) + 1
    code, _, err = call(folder, capsysbinary, "gener")
    assert code == 1
    assert "Use one of" in err

"""facets on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli.facets import to_text
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


def test_ranges_are_told_as_people_read_them() -> None:
    plain = {"items": 9, "passed": 9, "totals": [], "counts": [3, 6]}
    days = {**plain, "form": "times", "edges": [-86_400.0, 0.0, 1_560_000_000.0]}
    assert to_text(days).splitlines()[:2] == [
        "1969-12-31 – 1970-01-01  3", "1970-01-01 – 2019-06-08  6",
    ]  # fmt: skip
    years = {**plain, "form": "range", "edges": [1999.5, 2001.5, 2002.5]}
    assert to_text(years).splitlines()[:2] == ["2000 – 2001  3", "2002         6"]
    shares = {**plain, "form": "range", "edges": [0.5, 0.75, 1.0]}
    assert to_text(shares).splitlines()[0] == "0.5 – 0.75  3"

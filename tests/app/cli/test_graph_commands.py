"""`walk` and `network` on a small library of films."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.services.library import Library
from common.values import Facet, ItemKind
from indexers.catalogue import NewItem
from main import main


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films") / "films.kinora"
    opened = Library.open(folder, create=True)
    films = []
    for number in range(8):
        actors = (
            ["Ann", "Bob", "Cleo"]
            if number < 4
            else ["Dan", "Eve", "Ann" if number == 4 else "Flo"]
        )
        facets = [Facet("actor", name, source="list") for name in actors]
        facets.append(Facet("genre", "Romance" if number < 4 else "Heist", source="list"))
        facets += [Facet("director", "Ann", source="list")] * (number == 7)
        films.append(
            NewItem(f"film:{number}", ItemKind.FILM, title=f"Film {number}", facets=facets)
        )
    opened.catalogue.add_batch(films)
    opened.close()
    return folder


def told(capsysbinary: pytest.CaptureFixture[bytes], library: Path, *words: str) -> Any:
    assert main([*words, "--library", str(library), "--json"]) == 0
    return json.loads(capsysbinary.readouterr().out)


def test_a_walk_tells_distances_and_what_to_go_on_with(
    library: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    document = told(capsysbinary, library, "walk", "bob", "genre=Heist", "-k", "3")
    assert document["tags"] == [
        {"key": "actor", "value": "Bob"}, {"key": "genre", "value": "Heist"},
    ]  # fmt: skip
    assert len(document["results"]) == 3
    assert document["total"] == 8
    assert 1.0 in document["results"][0]["distances"]
    assert {"key", "value", "strength"} == document["related"][0].keys()
    barred = told(capsysbinary, library, "walk", "Bob", "--without", "genre=Romance")
    assert all(row["item"] > 4 for row in barred["results"])
    assert main(["walk", "Bob", "--library", str(library)]) == 0
    assert b"go on with: " in capsysbinary.readouterr().out


def test_a_value_of_several_facets_must_be_named(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["walk", "Ann", "--library", str(library)]) == 1
    error = capsys.readouterr().err
    assert "several tags" in error
    assert "actor=Ann, director=Ann" in error


def test_a_network_is_written_and_compared(
    library: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    out = str(tmp_path / "all.json")
    document = told(capsysbinary, library, "network", "--nodes", "actor", "--out", out)
    assert document["written"] == out
    assert sum(len(cluster["nodes"]) for cluster in document["clusters"]) == 6
    assert document["clusters"][0]["captions"]
    words = ("network", "--nodes", "actor", "--filter", "genre=Heist", "--compare", out)
    compared = told(capsysbinary, library, *words)["compared"]
    assert {tag["value"] for tag in compared["only_there"]} == {"Bob", "Cleo"}
    assert compared["only_here"] == []
    assert 0 < compared["likeness"] < 1
    assert main([*words, "--library", str(library)]) == 0
    assert b"2 only there" in capsysbinary.readouterr().out

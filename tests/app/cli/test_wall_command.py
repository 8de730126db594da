"""wall on the command line: maps, rings and their quality."""

import json
from pathlib import Path

import pytest

from main import main
from tests.app.searching import photo_library


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("w") / "w.kinora"
    photo_library(folder).close()
    return folder


@pytest.fixture
def call(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]):
    def run(*words: str, json_: bool = True) -> tuple[int, object, str]:
        options = ["--library", str(folder), "--quiet", *(["--json"] if json_ else [])]
        code = main(["wall", *words, *options])
        out, err = capsysbinary.readouterr()
        document = json.loads(out) if json_ and code == 0 else out.decode()
        return code, document, err.decode()

    return run


def test_the_quality_of_a_sorted_map_is_printed(call) -> None:
    code, document, _ = call("--arrange", "similarity")
    assert code == 0
    assert {"items", "columns", "rows", "clusters", "dpq", "note"} <= set(document)
    assert 0.2 < document["dpq"] <= 1.2
    code, text, _ = call("--arrange", "similarity", json_=False)
    assert "quality" in text
    code, document, _ = call("--arrange", "random")
    assert document["dpq"] is None


def test_around_needs_an_item_that_is_there(call) -> None:
    code, _, error = call("--arrange", "around")
    assert code == 1
    assert "no item on the wall" in error
    assert "Select" in error or "--item" in error
    code, document, _ = call("--arrange", "similarity")
    for item in range(1, document["items"] + 1):
        code, found, error = call("--arrange", "around", "--item", str(item))
        assert code == 0 or "no vector" in error
        if code == 0:
            assert found["items"] == document["items"]
            assert "alike" in found["note"]
            break
    else:
        pytest.fail("no item has a vector")


def test_unknown_encoders_and_facets_are_named(call) -> None:
    code, _, error = call("--arrange", "similarity", "--encoder", "clip:none")
    assert code == 1
    assert "Choose one of" in error
    code, _, error = call("--arrange", "clustered", "--cluster-by", "shoe size")
    assert code == 1
    assert "Cluster by one of" in error

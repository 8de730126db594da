"""cluster and measure on the command line."""

import json
from pathlib import Path

import pytest

from app.services.library import Library
from main import main
from tests.app.searching import photo_library


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("x") / "x.kinora"
    library = photo_library(folder, per_word=8)
    library.catalogue.add_to_bucket("cats", range(9, 17))
    library.catalogue.add_to_bucket("none", [])
    library.close()
    return folder


@pytest.fixture
def call(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]):
    def run(*words: str, json_: bool = True) -> tuple[int, object, str]:
        code = main([*words, "--library", str(folder), "--quiet", *(["--json"] if json_ else [])])
        out, err = capsysbinary.readouterr()
        document = json.loads(out) if json_ and code == 0 else out.decode()
        return code, document, err.decode()

    return run


def test_cluster_prints_its_document(call) -> None:
    code, document, _ = call("cluster", "--threshold", "0.5")
    assert code == 0
    assert (document["method"], document["threshold"], document["encoder"]) == ("cc", 0.5, "layout")
    assert (document["items"], document["without"], document["total"]) == (48, 7, 6)
    first = document["clusters"][0]
    assert first["size"] == len(first["items"]) == 8
    assert first["representative"] == first["items"][0]
    code, text, _ = call("cluster", "--threshold", "0.5", "--limit", "2", json_=False)
    assert "2 of 6 clusters of 48 items" in text
    assert "Note: 7 items have no vector" in text


def test_clusters_like_a_bucket_and_within_a_filter(call) -> None:
    _, document, _ = call("cluster", "--threshold", "0.5", "--like", "cats")
    assert set(document["clusters"][0]["items"]) == set(range(9, 17))
    assert document["clusters"][0]["score"] > 0.9
    _, document, _ = call("cluster", "--method", "kmeans", "-k", "1", "--filter", "colour=red")
    assert document["threshold"] is None
    assert sorted(document["clusters"][0]["items"]) == list(range(1, 49, 2))


def test_measure_prints_the_table(call) -> None:
    words = ("measure", "--facet", "truth", "--method", "cc", "--threshold", "0.5", "--map", "pca")
    code, document, _ = call(*words)
    assert code == 0
    assert len(document["cases"]) == 24
    assert document["best"]["seen"] == min(case["seen"] for case in document["cases"])
    assert set(document["categories"].values()) == {8}
    assert document["cases"][0]["name"] == "browsing only"
    _, again, _ = call(*words)
    assert again["cases"] == document["cases"]
    _, text, _ = call(*words, json_=False)
    assert "24  sorting + overview + projection" in text


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["cluster", "--like", "dogs"], 1, "There is no bucket “dogs”"),
        (["cluster", "--like", "none"], 1, "The bucket is empty"),
        (["cluster", "--encoder", "clip:x"], 1, "clip:x"),
        (["measure", "--facet", "weather"], 1, "No category of the facet “weather”"),
    ],
)
def test_what_makes_no_sense(call, words, code: int, message: str) -> None:
    got, _, err = call(*words, json_=False)
    assert got == code
    assert message in err


@pytest.mark.parametrize("words", [["cluster", "--threshold", "2"], ["measure", "--recall", "0"]])
def test_numbers_out_of_range_are_wrong_usage(call, words) -> None:
    with pytest.raises(SystemExit) as stopped:
        call(*words, json_=False)
    assert stopped.value.code == 2


def test_an_empty_library(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    folder = tmp_path / "empty.kinora"
    Library.open(folder, create=True).close()
    assert main(["cluster", "--library", str(folder)]) == 1
    assert "no image vectors yet" in capsysbinary.readouterr().err.decode()

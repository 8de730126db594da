"""`lifelog TEXT` on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from main import main
from tests.lifelog_support import make_library


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("life")
    library, _ = make_library(made)
    library.close()
    return made / "life.kinora"


def run(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, str, str]:
    code = main(["lifelog", *words, "--library", str(folder), "--quiet"])
    told = capsys.readouterr()
    return code, told.out, told.err


def document(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> dict[str, Any]:
    code, out, _ = run(capsys, folder, *words, "--json")
    assert code == 0
    found: dict[str, Any] = json.loads(out)
    return found


def test_the_document_says_what_was_understood_and_found(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    told = document(capsys, folder, "a man looking at a laptop on friday morning", "-k", "2")

    assert [node["label"] for node in told["graph"]["objects"]] == ["man", "laptop"]
    assert told["graph"]["relations"][0]["predicate"] == "look at"
    assert told["time"][0]["weekdays"] == [4]
    assert told["place"] == []
    assert len(told["results"]) == 2
    best = told["results"][0]
    assert best["title"].endswith("meeting")
    matched = {one["label"]: one for one in best["matched"]["objects"]}
    assert matched["laptop"]["box"] == pytest.approx([0.5, 0.5, 0.3, 0.25], abs=1e-4)
    assert best["matched"]["relations"][0]["source"] == "imported"
    assert told["counts"] == [{"part": 0, "kind": "time", "passing": 3, "without": 24}]
    assert told["ms"] > 0


def test_then_and_within_make_a_moment(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    told = document(
        capsys, folder, "a hand holding a steering wheel", "--then", "a man looking at a laptop",
        "--within", "3600", "--ranker", "graph",
    )  # fmt: skip

    assert told["ordered"]
    assert told["within_s"] == 3600
    assert len(told["parts"]) == 2
    assert len(told["results"][0]["matched"]["moment"]) == 2


def test_filters_and_options_count(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    told = document(
        capsys, folder, "a table", "--filter", "place=Home", "--ranker", "graph", "--beta", "0"
    )

    titles = {row["title"].rpartition("_")[2] for row in told["results"]}
    assert titles <= {"breakfast", "sofa"}
    assert (told["beta"], told["rankers"]) == (0.0, ["graph"])


def test_the_text_can_be_read(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, out, _ = run(capsys, folder, "a dog on the sofa", "-k", "1", "--explain")

    assert code == 0
    assert out.startswith("dog – on – sofa")
    assert "dog – on – couch  for “dog on sofa”" in out
    assert "imported" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("",), "Nothing was understood"),
        (("!!! ???",), "Nothing was understood"),
        (("a dog", "--filter", "nothing=1"), "facet “nothing”"),
        (("a dog", "--ranker", "clip"), "texts and pictures"),
        (("a dog", "--fusion", "magic"), "fusion rule “magic”"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    capsys: pytest.CaptureFixture[str], folder: Path, words: tuple[str, ...], said: str
) -> None:
    code, out, err = run(capsys, folder, *words)

    assert code == 1
    assert said in err
    assert err.count("\n") == 1
    assert not out


def test_wrong_usage(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        run(capsys, folder, "a dog", "-k", "0")
    assert ended.value.code == 2

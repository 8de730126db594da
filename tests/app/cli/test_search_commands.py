"""search, similar and feedback on the command line."""

import json
from pathlib import Path

import pytest

from app.cli import similar
from common.errors import QueryError
from main import main
from tests.app.searching import photo_library


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("c") / "c.kinora"
    photo_library(folder).close()
    return folder


@pytest.fixture
def call(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]):
    def run(*words: str, json_: bool = True) -> tuple[int, object, str]:
        code = main([*words, "--library", str(folder), "--quiet", *(["--json"] if json_ else [])])
        out, err = capsysbinary.readouterr()
        document = json.loads(out) if json_ and code == 0 else out.decode()
        return code, document, err.decode()

    return run


def test_search_prints_the_contract(call) -> None:
    code, document, _ = call("search", "lighthouse", "--mode", "text", "-k", "5")
    assert code == 0
    assert {"query", "results", "total", "ms"} <= set(document)
    (hit,) = document["results"]
    assert (hit["rank"], hit["title"], hit["parts"].keys()) == (1, "The Keeper", {"text"})
    assert isinstance(hit["item"], int)
    assert isinstance(hit["path"], str)
    assert document["query"] == "lighthouse"
    assert document["total"] == 1


def test_sequences_and_filters(call) -> None:
    words = ("search", "station", "--then", "bakery", "--within", "30", "--mode", "text")
    code, document, _ = call(*words)
    assert code == 0
    assert document["results"][0]["start_s"] == 0.0
    code, document, _ = call("search", "--filter", "genre=Comedy", "--filter", "year>=2000")
    assert [hit["title"] for hit in document["results"]] == ["Puppy Love"]
    code, _, err = call("search", "x", "--filter", "gener=Comedy")
    assert code == 1
    assert "Did you mean “genre”" in err
    assert err.count("\n") == 1


def test_a_saved_query(call, tmp_path: Path) -> None:
    path = tmp_path / "q.json"
    path.write_text(json.dumps({"text": "lighthouse", "mode": "text", "k": 3}))
    assert call("search", "--query", str(path))[1]["results"][0]["title"] == "The Keeper"
    path.write_text(json.dumps({"text": "lighthouse", "modus": "text"}))
    code, _, err = call("search", "--query", str(path))
    assert (code, "“modus”" in err) == (1, True)
    path.write_text("{")
    assert "as JSON" in call("search", "--query", str(path))[2]
    assert "cannot be read" in call("search", "--query", str(tmp_path / "none"))[2]
    assert "Nothing was asked" in call("search")[2]


def test_parts_and_fusion(call) -> None:
    words = ("search", "red", "--concept", "cat|golden retriever", "--example", "31")
    code, document, _ = call(*words, "--fusion", "borda", "-k", "5")
    assert code == 0
    assert document["fusion"] == "borda"
    assert [part["name"] for part in document["parts"]] == ["text", "concepts", "example"]
    assert document["parts"][1]["lists"] == {"cat": 30, "golden retriever": 30}
    assert document["asked"]["fusion"] == "borda"
    for hit in document["results"]:
        assert sum(hit["parts"].values()) == pytest.approx(hit["score"], abs=1e-4)
    assert "concept called “unicorn”" in call("search", "--concept", "unicorn")[2]
    assert "only says what must not be there" in call("search", " -dog")[2]


def test_words_of_a_kind(call) -> None:
    code, document, _ = call("search", "--words", "ocr:bakery")
    assert (code, len(document["results"])) == (0, 2)
    assert call("search", "--words", "speech:bakery")[1]["results"] == []
    assert len(call("search", "--words", "bakery")[1]["results"]) == 2


def test_moments_in_any_order(call) -> None:
    words = ("search", "bakery", "--then", "station", "--mode", "text")
    assert call(*words)[1]["results"] == []
    code, document, _ = call(*words, "--any-order", "--window", "30")
    assert code == 0
    (scene,) = document["scenes"]
    assert scene["times"] == [0.0, 10.0]
    assert scene["stages"] == [2, 1]
    assert document["asked"]["window"]["seconds"] == 30.0


def test_times_without_an_effect_are_refused(call) -> None:
    for times in (["--any-order"], ["--window", "5"], ["--within", "5"]):
        code, _, err = call("search", "dog", *times)
        assert (code, "Add a step: --then TEXT." in err) == (1, True)
    steps = ("search", "dog", "--then", "cat")
    assert "Add --any-order" in call(*steps, "--window", "5")[2]
    assert "Use --window" in call(*steps, "--any-order", "--within", "5")[2]


def test_searches_are_saved_and_asked_again(call) -> None:
    assert call("search", "lighthouse", "--mode", "text", "--save", "The keeper")[0] == 0
    code, document, _ = call("search", "--saved", "The keeper")
    assert (code, document["results"][0]["title"]) == (0, "The Keeper")
    assert "cannot be read" in call("search", "--saved", "nothing")[2]
    assert "Only one of" in call("search", "--saved", "a", "--query", "b")[2]


def test_similar(call) -> None:
    code, document, _ = call("similar", "5", "-k", "4", "--encoder", "layout")
    assert code == 0
    assert len(document["results"]) == 4
    assert all(hit["item"] != 5 and hit["item"] <= 30 for hit in document["results"])
    assert "no item 4242" in call("similar", "4242")[2]
    assert "no file" in call("similar", "./nothing.jpg")[2]


def test_an_argument_is_a_number_or_a_path() -> None:
    assert similar.example_of("12") == 12
    assert similar.example_of("./12") == "./12"
    assert similar.example_of("a b.jpg") == "a b.jpg"
    with pytest.raises(QueryError, match="neither"):
        similar.example_of("dog")


def test_feedback(call) -> None:
    words = ("feedback", "--positive", "1", "2", "--negative", "31", "-k", "6")
    code, document, _ = call(*words, "--encoder", "layout")
    assert code == 0
    assert set(document) >= {"suggestions", "ms"}
    assert [hit["rank"] for hit in document["suggestions"]] == list(range(1, 7))
    assert all(2 < hit["item"] <= 30 for hit in document["suggestions"])
    assert "marked relevant and not" in call("feedback", "--positive", "1", "--negative", "1")[2]
    merged = ("--modality", "layout", "--modality", "concepts", "--fusion", "pairwise")
    _, document, _ = call(*words, *merged, "--learner", "bayes")
    assert document["modalities"] == ["layout", "concepts"]
    assert all(hit["item"] <= 30 for hit in document["suggestions"])
    assert "no learner “x”" in call(*words, "--learner", "x")[2]


def test_why(call) -> None:
    words = ("feedback", "--positive", "1", "2", "--negative", "31", "--why", "9")
    code, document, _ = call(*words)
    assert code == 0
    assert document["why"]["features"][0]["feature"] == "golden retriever"
    _, text, _ = call(*words, json_=False)
    assert "of 180 by" in text
    assert "% of what moved it" in text


def test_a_simulation(call) -> None:
    words = ("feedback", "--simulate", "truth=class 2", "--rounds", "2", "--encoder", "layout")
    code, document, _ = call(*words)
    assert code == 0
    assert len(document["rounds"]) == 2
    for one in document["rounds"]:
        assert set(one) >= {"labels", "precision_at_25", "recall", "ms", "seen"}
        assert 0 <= one["precision_spread"] <= 0.5
    assert (document["relevant"], document["items"], document["seeds"]) == (30, 180, 1)
    several = call(*words, "--seeds", "3", "--learner", "rocchio", "--modality", "all")[1]
    assert several["seeds"] == 3
    assert several["rounds"][0]["labels"] == 1
    assert call("feedback", "--simulate", "truth")[0] == 1
    _, text, _ = call(*words, json_=False)
    assert "precision@25" in text


def test_tables_are_aligned(call) -> None:
    _, text, _ = call("search", "comedy", "--mode", "text", json_=False)
    lines = text.splitlines()
    assert lines[0].split()[:3] == ["rank", "item", "score"]
    puppy = next(line for line in lines if "Puppy" in line)
    assert puppy.index("Puppy") == lines[0].index("title or path")
    assert lines[-1].startswith("2 of 2 in")


@pytest.mark.parametrize("words", [("-k", "0"), ("--threshold", "3"), ("--within", "-1")])
def test_wrong_usage(call, words) -> None:
    with pytest.raises(SystemExit) as stop:
        call("search", "x", *words)
    assert stop.value.code == 2

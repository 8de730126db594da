"""`classifiers` and `algebra`: from labels to albums and videos, without a window."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.services.library import Library
from main import main
from tests.classifier_support import VIDEOS, fill_videos

Run = Callable[..., Any]


@pytest.fixture
def ids(tmp_path: Path) -> dict[str, list[int]]:
    library = Library.open(tmp_path / "a.kinora", create=True)
    found = fill_videos(library)
    library.close()
    return found


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str, code: int = 0, as_json: bool = True) -> Any:
        rest = ["--library", str(tmp_path / "a.kinora"), "--quiet"]
        assert main([*words, *rest, *(["--json"] if as_json else [])]) == code
        said = capsys.readouterr()
        if code:
            return said.err
        return json.loads(said.out) if as_json else said.out

    return call


def of(ids: dict[str, list[int]], letters: str) -> list[str]:
    return [
        str(item)
        for name, shown in VIDEOS.items()
        for item, one in zip(ids[name], shown, strict=True)
        if one in letters
    ]


def taught(run: Run, ids: dict[str, list[int]]) -> None:
    for name, letter in (("dogs", "d"), ("boats", "b")):
        made = run(
            "classifiers", "create", name, "--threshold", "0.5",
            "--positive", *of(ids, letter + "x"), "--negative", *of(ids, ".")[:4],
        )  # fmt: skip
        assert made["classifiers"][0]["members"] >= len(of(ids, letter))


def test_from_labels_to_videos(run: Run, ids: dict[str, list[int]]) -> None:
    assert run("classifiers") == {"classifiers": []}
    taught(run, ids)
    listed = run("classifiers", "list")["classifiers"]
    assert [(row["name"], row["problem"]) for row in listed] == [("boats", ""), ("dogs", "")]
    members = run("classifiers", "members", "dogs")
    assert {str(row["item"]) for row in members["results"]} >= set(of(ids, "dx"))
    found = run("algebra", "dogs", "and", "boats", "--within", "20")
    assert {row["title"] for row in found["groups"]} == {"harbour", "mixed"}
    assert found["groups"][0]["keyframes"][0]["side"] in {"a", "b", "both"}
    same = run("classifiers", "operate", "dogs", "∩", "boats", "--within", "20")
    assert same["groups"] == found["groups"]
    later = run("algebra", "dogs", "and", "boats", "--after", "20", "--save", "harbours")
    assert [row["title"] for row in later["groups"]] == ["harbour"]
    inner = json.dumps(later["operation"])
    nested = run("algebra", inner, "or", "boats")
    assert {row["title"] for row in nested["groups"]} == {"harbour", "cruise", "mixed"}
    assert run("classifiers", "members", "harbours")["total"] == 2
    assert run("search", "", "--filter", "classifier=harbours")["total"] == 2


def test_files_and_names(run: Run, ids: dict[str, list[int]], tmp_path: Path) -> None:
    taught(run, ids)
    path = tmp_path / "dogs.json"
    assert run("classifiers", "export", "dogs", "--to", str(path))["file"] == str(path)
    run("classifiers", "rename", "dogs", "hounds")
    run("classifiers", "duplicate", "hounds", "more")
    assert run("classifiers", "import", str(path)) == {"name": "dogs", "labels_left_out": 0}
    run("classifiers", "delete", "more")
    rows = run("classifiers")["classifiers"]
    assert [row["name"] for row in rows] == ["boats", "dogs", "hounds"]
    assert rows[1]["members"] == rows[2]["members"]
    assert run("classifiers", "apply") == {"joined": {}}
    assert "boats" in run("classifiers", as_json=False)
    assert "of 2 in" in run("algebra", "dogs", "and", "boats", as_json=False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("classifiers", "members", "cows"), "no classifier “cows”"),
        (("classifiers", "create", " "), "needs a name"),
        (("classifiers", "create", "x", "--positive", "9999"), "no item 9999"),
        (("classifiers", "create", "x", "--positive", "3", "--negative", "3"), "not relevant"),
        (("classifiers", "create", "x", "--labels", "nowhere"), "no label set"),
        (("classifiers", "import", "/nowhere.json"), "cannot be read"),
        (("classifiers", "export", "cows"), "no classifier"),
        (("algebra", "cows", "and", "bulls"), "no classifier"),
        (("algebra", "{", "and", "bulls"), "no JSON"),
    ],
)
def test_mistakes_are_one_clear_line(
    run: Run, ids: dict[str, list[int]], words: tuple[str, ...], said: str
) -> None:
    error = run(*words, code=1)
    assert said in error
    assert len(error.strip().splitlines()) == 1


def test_wrong_usage(run: Run, ids: dict[str, list[int]]) -> None:
    for words in (("algebra", "a", "nor", "b"), ("algebra", "a", "and", "b", "--after", "0")):
        with pytest.raises(SystemExit) as stopped:
            run(*words)
        assert stopped.value.code == 2

"""`record` and `replay` on the command line."""

import json
from pathlib import Path

import pytest

from main import main
from tests.practice_support import practice_library


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("r")
    practice_library(made).close()
    return made / "practice.kinora"


@pytest.fixture
def call(folder: Path, capsys: pytest.CaptureFixture[str]):
    def run(*words: str, json_: bool = True):
        told = ["--json"] if json_ else []
        code = main([*words, "--library", str(folder), "--quiet", *told])
        out, err = capsys.readouterr()
        return code, json.loads(out) if json_ and code == 0 else out, err

    return run


@pytest.fixture
def log(folder: Path) -> Path:
    (folder / "logs").mkdir(exist_ok=True)
    path = folder / "logs" / "interactions-1.jsonl"
    found = {"n": 1, "s": 0.0, "event": "results", "query": "dog", "count": 2, "ms": 3.0,
             "asked": {"text": "dog", "mode": "text", "k": 2}, "items": [5, 999]}  # fmt: skip
    path.write_text(json.dumps(found) + "\n")
    return path


def test_a_log_becomes_a_record_and_is_replayed(call, log: Path, tmp_path: Path) -> None:
    target = tmp_path / "session.json"
    code, document, _ = call("record", str(target))
    assert code == 0
    assert (document["events"], document["lists"], document["log"]) == (1, 1, str(log))
    assert call("record", str(target))[0] == 1  # it is there already
    assert "1 event" in call("record", str(target), "--overwrite", json_=False)[1]
    for file in (log, target):
        code, document, _ = call("replay", str(file))
        assert code == 0
        (search,) = document["searches"]
        assert (search["same"], search["gone"][-1], search["kind"]) == (False, 999, "search")
        assert any("No longer" in cause for cause in search["causes"])
        assert document["changed"] == 1
        assert document["now"]["items"] == 31
    assert "The list is another one" in call("replay", str(log), json_=False)[1]


def test_what_is_no_log_is_one_line(call, tmp_path: Path) -> None:
    for words in (("replay", str(tmp_path / "none")), ("record", "x", "--log", str(tmp_path))):
        code, _, err = call(*words)
        assert code == 1
        assert err.count("\n") == 1

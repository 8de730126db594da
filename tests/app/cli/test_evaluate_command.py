"""`evaluate` on the command line."""

import json
from pathlib import Path

import pytest

from app.services.dres_training import TrainingServer
from app.services.types import PracticeTask
from main import main
from tests.practice_support import practice_library


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("e")
    practice_library(made).close()
    return made / "practice.kinora"


@pytest.fixture
def call(folder: Path, capsys: pytest.CaptureFixture[str]):
    def run(*words: str, json_: bool = True):
        told = ["--json"] if json_ else []
        code = main(["evaluate", *words, "--library", str(folder), "--quiet", *told])
        out, err = capsys.readouterr()
        return code, json.loads(out) if json_ and code == 0 else out, err

    return run


def test_tasks_are_listed(call) -> None:
    code, document, _ = call("--count", "4", "--kind", "text")
    assert code == 0
    assert [one["kind"] for one in document["tasks"]] == ["text"] * 4
    assert [hint["at_s"] for hint in document["tasks"][0]["hints"]] == [0, 60, 120]
    text = call("--count", "2", json_=False)[1]
    assert "2 tasks" in text


def test_settings_are_compared_and_the_seed_decides(call) -> None:
    words = ("--simulate", "--count", "3", "--users", "2", "--settings", "a:mode=text",
             "--settings", "b:mode=concept")  # fmt: skip
    code, document, _ = call(*words)
    assert code == 0
    assert [one["name"] for one in document["settings"]] == ["a", "b"]
    assert (document["tasks"], document["users"]) == (3, 2)
    assert len(document["plays"]["a"]) == 6
    assert document == call(*words)[1]
    text = call(*words, json_=False)[1]
    assert "b - a:" in text
    assert "best rank by" in text
    code, _, err = call("--simulate", "--settings", "x:mode=best")
    assert code == 1
    assert "mode=auto|" in err


def test_wrong_sources_are_named(call, tmp_path: Path) -> None:
    assert call("--from", str(tmp_path))[0] == 1
    assert call("--facet", "nothing", "--kind", "adhoc")[0] == 1


def test_the_first_task_of_the_mock_waits_for_a_client(call, monkeypatch) -> None:
    from app.cli import evaluate

    running: list[bool] = []
    begun = TrainingServer.begin

    def begin(self: TrainingServer, task: PracticeTask) -> None:
        running.append(True)
        begun(self, task)

    monkeypatch.setattr(TrainingServer, "begin", begin)
    servers: list[TrainingServer] = []
    monkeypatch.setattr(TrainingServer, "has_clients", _noting(servers))

    def sleep(_seconds: float) -> None:
        if running:
            raise KeyboardInterrupt
        servers[0]._mock.world.login(evaluate.MOCK_USER, evaluate.MOCK_PASSWORD)

    monkeypatch.setattr(evaluate.time, "sleep", sleep)
    _, _, err = call("--mock", "--count", "1", "--port", "0", json_=False)
    assert running == [True]
    assert len(servers) == 2  # nobody at first, then somebody
    assert "The first task begins then." in err


def _noting(servers: list[TrainingServer]) -> property:
    plain = TrainingServer.has_clients

    def noted(server: TrainingServer) -> bool:
        servers.append(server)
        return bool(plain.fget(server))  # type: ignore[misc]

    return property(noted)

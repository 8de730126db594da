import sys

import pytest

from common import workers


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    module = "models.body.mesh_worker"
    assert workers.command_of(module, ["a"]) == [sys.executable, "-m", module, "a"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert workers.command_of(module, ["a"])[1:] == [workers.FLAG, module, "a"]


@pytest.mark.parametrize("words", [[], ["--worker"], ["--worker", "os"], ["import", "folder"]])
def test_only_workers_are_run(words: list[str]) -> None:
    assert not workers.run_as_worker(words)


def test_the_worker_gets_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(workers.runpy, "run_module", lambda *_, **__: seen.append(list(sys.argv)))
    monkeypatch.setattr(sys, "argv", ["kinora"])
    module = sorted(workers.WORKERS)[0]
    assert workers.run_as_worker([workers.FLAG, module, "folder", "3"])
    assert seen == [[module, "folder", "3"]]

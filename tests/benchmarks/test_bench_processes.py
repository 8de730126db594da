"""What benchmarks share: processes of their own, memory, real media."""

import os
from pathlib import Path

import pytest

from benchmarks.memory import forget_largest, largest_mb, resident_mb
from benchmarks.processes import ProcessError, ask_process, window_environment
from benchmarks.shared_data import needed, shared_data, use_weights
from common.errors import AppError


def test_the_last_line_is_the_answer() -> None:
    code = "import json, sys; print('warming up'); print(json.dumps([sys.argv[1], 2.5]))"
    assert ask_process(["-c", code, 7]) == ["7", 2.5]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("raise SystemExit('no card')", "it ended with 1"),
        ("print('frames: 3')", "it printed no JSON"),
        ("pass", "it printed no JSON"),
    ],
)
def test_a_process_that_does_not_answer_says_why(code: str, why: str) -> None:
    with pytest.raises(ProcessError) as caught:
        ask_process(["-c", code])
    assert caught.value.why == why
    assert ("no card" in str(caught.value)) == ("no card" in code)


def test_a_process_may_not_take_for_ever() -> None:
    with pytest.raises(ProcessError, match="too long"):
        ask_process(["-c", "while True: pass"], limit_s=0)


def test_a_window_has_user_folders_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    environment = window_environment(tmp_path)
    assert environment["KINORA_HOME"] == str(tmp_path)
    assert environment["QT_QPA_PLATFORM"] == "offscreen"
    monkeypatch.setenv("DISPLAY", ":9")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    assert "QT_QPA_PLATFORM" not in window_environment(tmp_path)


def test_the_largest_size_is_at_least_what_is_there() -> None:
    held = bytearray(os.urandom(1 << 20)) * 40
    now, most = resident_mb(), largest_mb()
    assert len(held) / 2**20 < now <= most + 1
    del held
    if forget_largest():
        assert largest_mb() < most


def test_what_is_absent_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINORA_SHARED_DATA", str(tmp_path))
    assert shared_data() == tmp_path
    with pytest.raises(AppError, match=r"The films are not there.*holds “films.csv”"):
        needed("films.csv", "The films")
    (tmp_path / "films.csv").touch()
    assert needed("films.csv", "The films") == tmp_path / "films.csv"


def test_named_weights_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINORA_SHARED_DATA", str(tmp_path))
    monkeypatch.delenv("KINORA_MODELS", raising=False)
    use_weights("cnn")
    assert "KINORA_MODELS" not in os.environ
    (tmp_path / "cnn").mkdir()
    use_weights("cnn", "absent")
    assert os.environ["KINORA_MODELS"] == str(tmp_path / "cnn")
    use_weights("absent")
    assert os.environ["KINORA_MODELS"] == str(tmp_path / "cnn")

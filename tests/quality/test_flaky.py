"""Tests that waver are found, in the order and division that the suite is run in."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from quality import __main__ as command
from quality import flaky

WAVERS = """
from pathlib import Path

def test_wavers():
    file = Path("seen")
    file.write_text((file.read_text() if file.exists() else "") + "x")
    assert len(file.read_text()) != 2, "the second time"
"""
STANDS = "def test_stands():\n    pass\n"
LONG = """
import threading

def test_long():
    open("begun", "w").close()
    threading.Event().wait(60)
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "test_wavers.py").write_text(WAVERS, "utf-8")
    (tmp_path / "part" / "test_stands.py").write_text(STANDS, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    monkeypatch.setattr(flaky, "ROOT", tmp_path)
    return tmp_path


def test_a_test_that_wavers_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["flaky", "part", "--times", "2", "--jobs", "1", "--outputs", str(project / "out")]
    assert command.main(asked) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[:2] == ["run 1 of 2: 0 failed", "run 2 of 2: 1 failed"]
    assert told[2] == "part/test_wavers.py::test_wavers: failed in 1 of 2 runs"
    assert "the second time" in told[3]
    assert told[4] == "1 tests failed at least once in 2 whole runs"
    assert [path.name for path in (project / "out").iterdir()] == ["run-2.txt"]


def test_files_come_in_another_order_each_time(project: Path) -> None:
    for number in range(20):
        (project / "part" / f"test_{number}.py").write_text(STANDS, "utf-8")
    orders = [flaky._shuffled(["part"], number) for number in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0]) == sorted(orders[2])
    assert len(orders[0]) == 22
    assert flaky._shuffled(["part/test_1.py::test_stands"], 1) == ["part/test_1.py::test_stands"]


def test_what_is_no_test_is_an_error(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["flaky", "nowhere", "--jobs", "1"]) == 2
    assert "pytest ended with code" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="sends Ctrl+C as a signal")
def test_ctrl_c_says_how_far_it_got(project: Path) -> None:
    (project / "part" / "test_long.py").write_text(LONG, "utf-8")
    script = (
        "import sys, pathlib; from quality import __main__ as m, flaky\n"
        f"flaky.ROOT = pathlib.Path({str(project)!r})\n"
        "sys.exit(m.main(['flaky', 'part/test_long.py', '--jobs', '1']))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=Path(command.__file__).parents[1],
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        while not (project / "begun").exists():
            with contextlib.suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"ended with {process.wait(0.05)}")
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=150)[0]
    assert process.returncode == command.STOPPED
    assert "stopped in run 1 of 10: 0 failed until then" in said
    assert "0 tests failed at least once in 0 whole runs" in said

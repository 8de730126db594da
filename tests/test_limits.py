"""A test that waits for ever fails by its name, and the others are run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = "[pytest]\ntimeout = 1\ntimeout_grace = 1\ntimeout_method = signal\n"
TESTS = """
import signal
import threading
import time
import pytest

@pytest.fixture
def never_left():
    yield
    threading.Event().wait()

def wait_where_nothing_can_be_raised():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    time.sleep(1000)

def test_before():
    pass

def test_in_python():
    threading.Event().wait()

@pytest.mark.timeout(0.2)
def test_with_a_limit_of_its_own():
    threading.Event().wait()

def test_leaving(never_left):
    pass

def test_deaf():
    wait_where_nothing_can_be_raised()

def test_leaving_failed(never_left):
    assert 1 == 2

def test_after():
    pass
"""
TINY = "def test_one():\n    pass\n"


@pytest.mark.timeout(170)  # so that it is this test that says what did not end
def test_what_waits_for_ever_is_named_and_the_rest_is_run(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text(SETTINGS)
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["tests.limits"]\n')
    (tmp_path / "test_waits.py").write_text(TESTS)
    for number in range(3):
        (tmp_path / f"test_tiny_{number}.py").write_text(TINY)
    plugins = ["-p", "no:pytestqt", "-p", "no:hypothesispytest", "-p", "no:cov"]
    words = ["-n", "1", "--dist", "loadfile", "-v", "-p", "no:cacheprovider", *plugins]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=150,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    said = set(re.findall(r"^(?:FAILED|ERROR) test_waits.py::.*", run.stdout, re.MULTILINE))
    own = "test_with_a_limit_of_its_own"
    died = "worker 'gw{}' crashed while running 'test_waits.py::{}'"
    assert said == {
        "FAILED test_waits.py::test_in_python - Failed: Timeout (>1.0s) from pytest-timeout.",
        f"FAILED test_waits.py::{own} - Failed: Timeout (>0.2s) from pytest-timeout.",
        "ERROR test_waits.py::test_leaving - Failed: Timeout (>1.0s) from pytest-timeout.",
        f"FAILED test_waits.py::test_deaf - {died.format(0, 'test_deaf')}",
        "FAILED test_waits.py::test_leaving_failed - assert 1 == 2",
        f"FAILED test_waits.py::test_leaving_failed - {died.format(1, 'test_leaving_failed')}",
    }
    passed = set(re.findall(r"PASSED (\S+)", run.stdout))
    assert passed == {
        *(f"test_tiny_{number}.py::test_one" for number in range(3)),
        *(f"test_waits.py::test_{name}" for name in ("before", "after", "leaving")),
    }
    assert "in wait_where_nothing_can_be_raised" in run.stderr  # where the process stood

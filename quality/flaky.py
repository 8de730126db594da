"""Tests run again and again, in another order each time: one that fails only sometimes is told."""

import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
_FAILED: Final = re.compile(r"^(?:FAILED|ERROR) (\S+::.*?)(?: - (.*))?$", re.MULTILINE)
_END_S: Final = 60.0
"""A run that is stopped may close what it opened."""


@dataclass(slots=True)
class Report:
    """What runs showed.

    Args:
        runs: how many came to their end.
        failures: test -> what it said in each run in which it failed, also in one that was stopped.
        is_stopped: whether somebody stopped before all runs were over.
    """

    runs: int = 0
    failures: dict[str, list[str]] = field(default_factory=dict)
    is_stopped: bool = False


def run(
    tests: Sequence[str],
    say: Callable[[str], object],
    *,
    times: int = 10,
    jobs: str = "auto",
    outputs: Path | None = None,
) -> Report:
    """Run tests several times, file by file in several processes as the suite is run.

    The files come in another order in each run, the same for a run of that number. Ctrl+C stops.

    Args:
        tests: files, folders or single tests; none for all.
        say: gets a line for each run.
        times: how often.
        jobs: processes side by side, as `pytest -n` takes it.
        outputs: folder for all that pytest says in runs in which a test failed; None for nowhere.

    Raises:
        ValueError: pytest did not run.
    """
    report = Report()
    for number in range(1, times + 1):
        code, said = _run_once(_shuffled(tests, number), jobs)
        failed = dict(_FAILED.findall(said))
        for test, what in failed.items():
            report.failures.setdefault(test, []).append(what)
        if failed and outputs is not None:
            outputs.mkdir(parents=True, exist_ok=True)
            (outputs / f"run-{number}.txt").write_text(said, "utf-8")
        if code is None:
            say(f"stopped in run {number} of {times}: {len(failed)} failed until then")
            report.is_stopped = True
            return report
        if code not in {0, 1}:
            raise ValueError(f"pytest ended with code {code}:\n{said[-2000:]}")
        report.runs = number
        say(f"run {number} of {times}: {len(failed)} failed")
    return report


def _shuffled(tests: Sequence[str], number: int) -> list[str]:
    """Return the files of tests in the order of a run."""
    found: list[str] = []
    for each in tests or ["tests"]:
        inside = sorted((ROOT / each).rglob("test_*.py")) if (ROOT / each).is_dir() else []
        found += [path.relative_to(ROOT).as_posix() for path in inside] or [each]
    random.Random(number).shuffle(found)  # noqa: S311 - no secret
    return found


def _run_once(tests: Sequence[str], jobs: str) -> tuple[int | None, str]:
    """Return the code of pytest, None where it was stopped, and what it said."""
    command = [
        sys.executable, "-m", "pytest", "-q", "-n", jobs, "--dist", "loadfile",
        "--no-loadscope-reorder", *tests,
    ]  # fmt: skip
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200"},  # else it cuts off what a failed test says
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # Ctrl+C reaches us alone, and pytest once, from us
    )
    with process:
        try:
            said, _ = process.communicate()
        except KeyboardInterrupt:
            return None, _stopped(process)
        return process.returncode, said


def _stopped(process: "subprocess.Popen[str]") -> str:
    """Stop pytest and return what it said until then."""
    if os.name == "posix":
        process.send_signal(signal.SIGINT)
    else:
        process.terminate()
    try:
        return process.communicate(timeout=_END_S)[0]
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()
        return process.communicate()[0]

"""Tests run again and again, in another order each time: one that fails only sometimes is told."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
_FAILED: Final = re.compile(r"^(?:FAILED|ERROR) (\S+::.*?)(?: - .*)?$", re.MULTILINE)


def run(
    tests: Sequence[str], say: Callable[[str], object], *, times: int = 10, jobs: str = "auto"
) -> dict[str, int]:
    """Run tests several times.

    Args:
        tests: files or folders; none for all.
        say: gets a line for each run.
        times: how often.
        jobs: processes side by side, as `pytest -n` takes it; its order differs in every run.

    Returns:
        Test -> in how many runs it failed, for those that failed at least once.

    Raises:
        ValueError: pytest did not run.
    """
    failures: Counter[str] = Counter()
    command = [sys.executable, "-m", "pytest", "-q", "-n", jobs, "--dist", "worksteal", *tests]
    for number in range(1, times + 1):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode not in {0, 1}:
            raise ValueError(f"pytest ended with code {done.returncode}:\n{done.stdout[-2000:]}")
        failed = _FAILED.findall(done.stdout)
        failures.update(set(failed))
        say(f"run {number} of {times}: {len(set(failed))} failed")
    return dict(failures)

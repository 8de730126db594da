"""`python -m quality`: the longer checks."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from quality import flaky, mutations
from quality.targets import TARGETS

FIXED: Final = {"OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"}
"""As tests/conftest.py has it, set before the libraries are loaded."""

STOPPED: Final = 130
"""What a shell makes of Ctrl+C."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a check; 0 where all is well, 1 with what is not on stdout, 130 where it was stopped."""
    parser = argparse.ArgumentParser(prog="python -m quality", description=__doc__)
    checks = parser.add_subparsers(dest="check", required=True)
    signs = checks.add_parser("mutations", help="change each sign of the formulas that rank")
    signs.add_argument("modules", nargs="*", default=[], help="of: " + ", ".join(TARGETS))
    signs.add_argument("--jobs", type=int, default=1, help="modules tested side by side")
    again = checks.add_parser("flaky", help="run tests again and again")
    again.add_argument("tests", nargs="*", default=[], help="files or folders; none for all")
    again.add_argument("--times", type=int, default=10)
    again.add_argument("--jobs", default="auto", help="as pytest -n takes it")
    again.add_argument("--outputs", type=Path, help="folder for what failing runs said")
    arguments = parser.parse_args(argv)
    for name, value in FIXED.items():
        os.environ.setdefault(name, value)
    try:
        if arguments.check == "mutations":
            return _mutations(arguments.modules or list(TARGETS), arguments.jobs)
        return _flaky(arguments)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return STOPPED


def _mutations(modules: Sequence[str], jobs: int) -> int:
    begun = time.monotonic()
    verdicts = mutations.run(modules, _say, jobs=jobs)
    alive = [each for each in verdicts if not each.is_found and not each.reason]
    same = sum(bool(each.reason) for each in verdicts)
    minutes = (time.monotonic() - begun) / 60.0
    print(
        f"{len(verdicts)} changes, {same} make no difference, {len(alive)} not found, "
        f"{minutes:.1f} minutes"
    )
    for each in alive:
        print(f"  {each}")
    return 1 if alive else 0


def _flaky(arguments: argparse.Namespace) -> int:
    times, jobs, outputs = arguments.times, arguments.jobs, arguments.outputs
    report = flaky.run(arguments.tests, _say, times=times, jobs=jobs, outputs=outputs)
    for test, said in sorted(report.failures.items()):
        print(f"{test}: failed in {len(said)} of {report.runs + report.is_stopped} runs")
        for what in sorted(set(said) - {""}):
            print(f"    {what}")
    print(f"{len(report.failures)} tests failed at least once in {report.runs} whole runs")
    if report.is_stopped:
        return STOPPED
    return 1 if report.failures else 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())

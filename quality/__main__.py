"""`python -m quality`: the longer checks."""

import argparse
import sys
from collections.abc import Sequence

from quality import flaky, mutations


def main(argv: Sequence[str] | None = None) -> int:
    """Run a check; 0 where all is well, 1 with what is not on stdout."""
    parser = argparse.ArgumentParser(prog="python -m quality", description=__doc__)
    checks = parser.add_subparsers(dest="check", required=True)
    signs = checks.add_parser("mutations", help="change each sign of the formulas that rank")
    signs.add_argument("modules", nargs="*", default=[], help="of: " + ", ".join(mutations.TARGETS))
    signs.add_argument("--jobs", type=int, default=1)
    again = checks.add_parser("flaky", help="run tests again and again")
    again.add_argument("tests", nargs="*", default=[])
    again.add_argument("--times", type=int, default=10)
    again.add_argument("--jobs", default="auto")
    arguments = parser.parse_args(argv)
    try:
        if arguments.check == "mutations":
            return _mutations(arguments.modules or list(mutations.TARGETS), arguments.jobs)
        return _flaky(arguments.tests, arguments.times, arguments.jobs)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2


def _mutations(modules: Sequence[str], jobs: int) -> int:
    verdicts = mutations.run(modules, lambda line: print(line, flush=True), jobs=jobs)
    alive = [each for each in verdicts if not each.is_found and not each.reason]
    same = sum(bool(each.reason) for each in verdicts)
    print(f"{len(verdicts)} changes, {same} make no difference, {len(alive)} not found")
    for each in alive:
        print(f"  {each}")
    return 1 if alive else 0


def _flaky(tests: Sequence[str], times: int, jobs: str) -> int:
    failures = flaky.run(tests, lambda line: print(line, flush=True), times=times, jobs=jobs)
    for test, count in sorted(failures.items()):
        print(f"{test}: failed in {count} of {times} runs")
    print(f"{len(failures)} tests failed at least once")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

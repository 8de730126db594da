"""`python -m release`: make what is handed out."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from release.errors import ReleaseError
from release.program import LICENCES, make_program, size_mb, try_program
from release.source import make_source

ROOT = Path(__file__).resolve().parents[1]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code: 0, or 1 with what is in the way on stderr."""
    parser = argparse.ArgumentParser(prog="python -m release", description=__doc__)
    parser.add_argument(
        "what", nargs="*", choices=["source", "program", []], help="both without a word"
    )
    parser.add_argument("--to", type=Path, default=ROOT / "dist", metavar="DIR")
    parser.add_argument(
        "--allow-changes", action="store_true", help="take the last commit although files differ"
    )
    arguments = parser.parse_args(argv)
    wanted = arguments.what or ["source", "program"]
    try:
        if "source" in wanted:
            archive = make_source(ROOT, arguments.to, allow_changes=arguments.allow_changes)
            print(f"{archive}: {archive.stat().st_size / 1e6:.1f} MB")
        if "program" in wanted:
            folder = make_program(ROOT, arguments.to)
            tried = try_program(folder)
            print(f"{folder}: {size_mb(folder):,.0f} MB, licences in {LICENCES}")
            print(
                f"started with an empty environment: version after {tried.version_s:.1f} s, "
                f"demo made and drawn after {tried.window_s:.1f} s"
            )
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

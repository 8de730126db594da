"""`check`: is the library whole? Repairs what is derived."""

import argparse
from typing import Any

from app.cli.frame import CommandSession

NAME = "check"
HELP = (
    "check catalogue, thumbnails, vectors and indexes; remake what can be made again; "
    "exit code 1 when problems remain"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument(
        "--no-repair", action="store_true", help="only look; the library is not changed"
    )


def run(arguments: argparse.Namespace, session: CommandSession) -> dict[str, Any]:
    """Check, and repair unless told not to.

    Raises:
        LibraryError: there is no library, or it cannot be opened at all.
        JobCancelled: the user cancelled; what was repaired stays so.
    """
    services = session.services(write=not arguments.no_repair)
    report = services.check.run(session.context, repair=not arguments.no_repair)
    return {"ok": report.ok, "problems": report.problems, "repaired": report.repaired}


def exit_code(document: Any) -> int:
    """Return 1 when problems remain, 0 when the library is whole."""
    return 0 if document["ok"] else 1


def to_text(document: Any) -> str:
    """Return a line for each thing found and repaired."""
    lines = [f"repaired  {line}" for line in document["repaired"]]
    lines += [f"problem   {line}" for line in document["problems"]]
    lines.append("The library is whole." if document["ok"] else "The library is not whole.")
    return "\n".join(lines)

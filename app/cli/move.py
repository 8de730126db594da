"""`move`: take a library to other addresses, or back; nothing is switched before it is compared."""

import argparse
import sys
from dataclasses import asdict
from typing import Any

from app.cli.frame import CommandSession
from app.services.moving import MoveService
from app.services.moving_types import MoveReport
from common.errors import AppError

NAME = "move"
HELP = (
    "move catalogue or vectors to other addresses, or back; the old place stays until you confirm, "
    "and is kept then"
)
_SHOWN = ("item", "file", "text", "item_facet", "label_event")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--to",
        action="append",
        metavar="PART=ADDRESS",
        help="catalogue=postgresql://USER@HOST/DATABASE, catalogue=sqlite, vectors=milvus, "
        "vectors=https://HOST:PORT, vectors=faiss; may be repeated. Asked again, it goes on",
    )
    what.add_argument("--finish", action="store_true", help="switch to what was verified")
    what.add_argument("--abandon", action="store_true", help="remove what an unfinished move wrote")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be moved")
    parser.add_argument("--yes", action="store_true", help="switch without a question")
    parser.add_argument(
        "--person",
        default="",
        metavar="NAME",
        help="whose labels and lists are meant (default: KINORA_PERSON or the login name)",
    )
    parser.add_argument(
        "--shared", action="store_true", help="from a folder: make its lists everybody's"
    )


def run(arguments: argparse.Namespace, session: CommandSession) -> dict[str, Any]:
    """Move, finish or give up.

    Raises:
        AppError: see MoveService.
        JobCancelled: the user cancelled; the same command goes on.
    """
    folder = session.named_folder()
    service = MoveService(folder)
    if arguments.abandon:
        return asdict(service.abandon())
    if arguments.finish:
        return asdict(service.finish())
    if arguments.dry_run:
        return asdict(service.plan(arguments.to, owner=arguments.person))
    report = service.run(
        arguments.to, session.context, owner=arguments.person, shared=arguments.shared
    )
    if arguments.yes or _confirmed(folder.name, report):
        finished = service.finish()
        return asdict(report) | {"state": finished.state, "kept": finished.kept}
    return asdict(report)


def _confirmed(name: str, report: MoveReport) -> bool:
    """Ask a person at a terminal to type the library's name; nobody else is asked."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    told = ", ".join(f"{count:,} {what}" for what, count in report.verified.items())
    sys.stderr.write(f"\nEqual: {told}.\nType “{name}” to switch, or Return to leave it: ")
    sys.stderr.flush()
    try:
        return sys.stdin.readline().strip() == name
    except OSError as error:
        raise AppError("The answer cannot be read.", hint="Use --yes or --finish.") from error


def to_text(document: Any) -> str:
    """Return what was moved and compared, and how to go on."""
    lines = [
        f"{part:<12}{document['source'][part]} -> {address}"
        for part, address in document["target"].items()
    ]
    rows = document["rows"]
    if rows:
        lines.append(f"{'rows':<12}{sum(rows.values()):,}")
        lines += [f"  {name:<14}{rows[name]:,}" for name in _SHOWN if rows.get(name)]
    lines += [f"{'vectors':<12}{count:,} {name}" for name, count in document["vectors"].items()]
    if document["left_behind"]:
        left = ", ".join(f"{count:,} {name}" for name, count in document["left_behind"].items())
        lines.append(f"Of others, and left where it is: {left}.")
    lines += [f"{'equal':<12}{count:,} {name}" for name, count in document["verified"].items()]
    lines += [f"{'kept':<12}{place}" for place in document["kept"]]
    if document["seconds"]:
        lines.append(f"{'time':<12}{document['seconds']:.1f} s")
    lines.append(_ENDS[document["state"]])
    return "\n".join(lines)


_ENDS = {
    "planned": "Nothing was written.",
    "verified": "The library is where it was. Switch with: move --finish; give up: move --abandon.",
    "finished": "The library lies at the new place; the old one is kept and may be removed.",
    "abandoned": "What the move wrote was removed; the library is where it was.",
}

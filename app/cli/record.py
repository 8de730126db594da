"""`record OUT`: a recorded session as one JSON document that can be handed on and replayed."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services.interactions import latest_log, read_log, write_record

if TYPE_CHECKING:
    from app.cli.frame import CommandSession

NAME = "record"
HELP = "write a recorded session (an interaction log) as one JSON document"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("out", type=Path, metavar="OUT", help="the file to write")
    parser.add_argument("--log", type=Path, metavar="FILE",
                        help="which log (default: the latest of the library)")  # fmt: skip
    parser.add_argument("--overwrite", action="store_true", help="replace OUT if it is there")


def run(arguments: argparse.Namespace, session: "CommandSession") -> dict[str, Any]:
    """Write the record.

    Raises:
        LibraryError: there is no log, or it cannot be read.
        ExportError: OUT cannot be written.
    """
    log = arguments.log or latest_log(session.services().library.folder / "logs")
    events = write_record(log, arguments.out, overwrite=arguments.overwrite)
    lists = sum("asked" in event for event in read_log(arguments.out))
    return {"path": str(arguments.out), "log": str(log), "events": events, "lists": lists}


def to_text(document: dict[str, Any]) -> str:
    """Return the document as a line for a person."""
    events, lists = _counted(document["events"], "event"), _counted(document["lists"], "list")
    return f"{events}, {lists} that can be asked for again: {document['path']}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"

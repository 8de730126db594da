"""`marks FILE`: take labels, tags, buckets and watchlists from an export of another library."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.cli.frame import CommandSession

NAME = "marks"
HELP = "take labels, tags, buckets and watchlists from an export (CSV or JSON)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="written by `export`")
    parser.add_argument(
        "--over", action="store_true", help="write over labels that others gave otherwise"
    )


def run(arguments: argparse.Namespace, session: "CommandSession") -> dict[str, Any]:
    """Take over the marks and say what changed.

    Raises:
        QueryError: the file cannot be read or is no export.
        LibraryError: the library cannot be written.
    """
    from app.services.export_marks import apply_marks, read_marks

    services = session.services(write=True)
    marks = read_marks(arguments.file, services.library)
    apply_marks(marks, services.history, session.context, over=arguments.over)
    return {
        "rows": marks.rows, "known": marks.known, "changes": marks.changed, "left": marks.left
    }  # fmt: skip


def to_text(document: dict[str, Any]) -> str:
    """Return the document as lines for a person."""
    lines = [f"{document['known']:,} of {document['rows']:,} rows are items of this library."]
    left = [
        f"{count:,} labels of “{name}” stay as somebody else gave them; --over writes over them."
        for name, count in document["left"].items()
    ]
    return "\n".join([*lines, *(document["changes"] or ["Nothing is new."]), *left])

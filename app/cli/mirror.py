"""`mirror`: thumbnails kept in a store too; or a folder that joins a library kept there."""

import argparse
from dataclasses import asdict
from typing import Any

from app.cli.frame import CommandSession
from app.services.media_thumbnails import follow, join, keep_at

NAME = "mirror"
HELP = (
    "keep the thumbnails of a library in a store too, bring both to the same state, or join a "
    "library from another computer"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--to",
        metavar="ADDRESS",
        help="keep them there from now on: s3://BUCKET/PREFIX, gs://BUCKET/PREFIX, file:///FOLDER",
    )
    what.add_argument(
        "--off", action="store_true", help="keep them nowhere else any more; what is there stays"
    )
    what.add_argument(
        "--join",
        metavar="ADDRESS",
        help="make the folder named by --library join the library whose thumbnails are kept there; "
        "its catalogue must lie on a server",
    )


def run(arguments: argparse.Namespace, session: CommandSession) -> dict[str, Any]:
    """Send or take what is lacking; the document is the report.

    Raises:
        AppError: the store cannot be used, or there is no such library.
        JobCancelled: the user cancelled; the same command goes on.
    """
    folder = session.named_folder()
    if arguments.join is not None:
        join(folder, arguments.join, session.context)
    elif arguments.to is not None or arguments.off:
        keep_at(folder, arguments.to or "")
    library = session.services(write=True).library
    return asdict(follow(library, session.context)) | {"name": library.name}


def to_text(document: Any) -> str:
    """Return where the thumbnails are kept, and what was sent and taken."""
    if not document["address"]:
        return f"The thumbnails of “{document['name']}” are kept in its folder alone."
    rows = [("sent", document["sent"]), ("taken", document["taken"]), ("here", document["rows"])]
    width = max(len(f"{count:,}") for _, count in rows)
    lines = [f"Thumbnails of “{document['name']}” at {document['address']}"]
    return "\n".join([*lines, *(f"  {name:<7}{count:>{width},}" for name, count in rows)])

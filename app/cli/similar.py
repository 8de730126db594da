"""`similar ITEM|IMAGE`: what looks like an item or an image file."""

import argparse
import re
from typing import Any

from app.cli.frame import CommandSession
from app.cli.results import results_document, results_text
from app.cli.values import count
from common.errors import QueryError

NAME = "similar"
HELP = "find items that look like an item of the library or like an image file"
DEFAULT_K = 25


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument(
        "what",
        metavar="ITEM|IMAGE",
        help="an item's number, or a path: it has a slash or a suffix",
    )
    parser.add_argument("-k", type=count, default=DEFAULT_K, metavar="N",
                        help=f"how many results (default: {DEFAULT_K})")  # fmt: skip
    parser.add_argument(
        "--encoder", default="auto", metavar="NAME", help="what compares (default: the best one)"
    )
    parser.add_argument(
        "--filter", action="append", default=[], metavar="KEY=VALUE", help="as in search"
    )


def run(arguments: argparse.Namespace, session: CommandSession) -> Any:
    """Search by example.

    Raises:
        QueryError: the argument is neither a number nor a path, or there is no such item.
        IndexMismatchError: the library has no vectors of this encoder.
        MediaError: the file cannot be read.
    """
    what = example_of(arguments.what)
    services = session.services()
    filters = services.search.read_filters(arguments.filter)
    found = services.search.similar(
        what, arguments.k, session.context, encoder=arguments.encoder, filters=filters
    )
    return results_document(services, found)


def to_text(document: Any) -> str:
    """Return the document as a table."""
    return results_text(document)


def example_of(text: str) -> int | str:
    """Return an item id or a path.

    Raises:
        QueryError: text is neither.
    """
    if re.fullmatch(r"[0-9]{1,18}", text):
        return int(text)
    if "/" in text or "\\" in text or re.search(r"\.[^.\s]+$", text):
        return text
    raise QueryError(
        f"“{text}” is neither an item's number nor a path.",
        hint="Give a number, or a path with a slash or a suffix (./photo, photo.jpg).",
    )

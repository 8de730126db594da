"""`search TEXT`: rank the library's items against a text, a sequence or a saved query."""

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.cli.frame import CommandSession
from app.cli.results import results_document, results_text
from app.cli.values import count, seconds, share
from app.services.types import DEFAULT_WITHIN_S, MODES, Mode, Part, Query, Stage, TextAsk
from common.errors import QueryError

NAME = "search"
HELP = "find items by words, by meaning, by what is in them, or by what follows what"
DEFAULT_K = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("text", nargs="?", metavar="TEXT", help="what to look for")
    parser.add_argument(
        "--query", type=Path, metavar="FILE.json", help="a saved query instead of a text"
    )
    parser.add_argument("--mode", choices=MODES, help="which ways to search (default: auto)")
    parser.add_argument(
        "--then", action="append", default=[], metavar="TEXT", help="what must follow in time"
    )
    parser.add_argument(
        "--within",
        type=seconds,
        default=DEFAULT_WITHIN_S,
        metavar="S",
        help=f"seconds between the parts of a sequence (default: {DEFAULT_WITHIN_S:g})",
    )
    parser.add_argument(
        "--filter",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="KEY=A|B, KEY!=A, year=1990..1999, rating>=7; several must all hold",
    )
    parser.add_argument(
        "--threshold", type=share, metavar="T", help="leave out scores below T (0-1)"
    )
    parser.add_argument("-k", type=count, metavar="N", help=f"length (default: {DEFAULT_K})")


def run(arguments: argparse.Namespace, session: CommandSession) -> Any:
    """Search.

    Raises:
        QueryError: nothing was asked, a filter or the query file cannot be read.
        LibraryError: the library cannot be opened.
    """
    if arguments.query is None and not (arguments.text or arguments.filter):
        raise QueryError(
            "Nothing was asked.", hint="Give a text, a --filter, or --query FILE.json."
        )
    query = Query() if arguments.query is None else _read(arguments.query)
    services = session.services()
    filters = services.search.read_filters(arguments.filter)
    mode: Mode = arguments.mode or "auto"
    first = () if arguments.text is None else Query.of(arguments.text, mode).stages
    steps = tuple(Stage((Part(TextAsk(text, mode)),), arguments.within) for text in arguments.then)
    query = replace(
        query,
        stages=first + query.stages + steps,
        filters=query.filters + filters,
        k=arguments.k or query.k or DEFAULT_K,
        threshold=query.threshold if arguments.threshold is None else arguments.threshold,
    )
    return results_document(services, services.search.run(query, session.context))


def to_text(document: Any) -> str:
    """Return the document as a table."""
    return results_text(document)


def _read(path: Path) -> Query:
    try:
        return Query.from_json(json.loads(path.read_text("utf-8")))
    except OSError as error:
        raise QueryError(
            f"The query “{path}” cannot be read ({error.strerror or error}).",
            hint="Check the name of the file.",
        ) from None
    except ValueError as error:
        raise QueryError(
            f"The query “{path}” cannot be read as JSON ({error}).",
            hint="Save it again from the search panel; docs/search.md shows the form.",
        ) from None

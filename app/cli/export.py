"""`export OUT`: write items of the library to a file, or draw its wall."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.values import count, item_id, number_in
from app.services.export import form_of
from app.services.export_types import (
    FORMATS,
    MOST_ACROSS,
    PAPERS,
    SIDES,
    ExportRequest,
    WallPicture,
)
from app.services.types import Query
from app.services.wall import METHODS, ArrangeRequest
from common.errors import ExportError, QueryError
from common.values import Hit

if TYPE_CHECKING:
    from app.cli.frame import CommandSession
    from app.services.services import Services

NAME = "export"
HELP = "write items as CSV, JSON, ZIP, COCO boxes or contact sheet, or draw the wall at any size"
SHOWN_MISSING = 20  # files that could not be read, in the text for a person


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("out", type=Path, metavar="OUT", help="the file to write")
    parser.add_argument("--format", choices=FORMATS, dest="form",
                        help="format of the file (default: by its suffix)")  # fmt: skip
    which = parser.add_argument_group("which items (default: all)")
    which.add_argument("--query", metavar="TEXT", help="results of a search")
    which.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE",
                       help="KEY=A|B, KEY!=A, year=1990..1999; several must all hold")  # fmt: skip
    which.add_argument("--bucket", metavar="NAME", help="what is in a bucket")
    which.add_argument("--watchlist", metavar="NAME", help="a watchlist, in its order")
    which.add_argument("--items", type=item_id, nargs="+", metavar="ITEM", help="these items")
    which.add_argument("-k", type=count, default=1000, metavar="N",
                       help="most results of --query (default: 1000)")  # fmt: skip
    _add_looks(parser)
    parser.add_argument("--overwrite", action="store_true", help="replace OUT if it is there")


def _add_looks(parser: argparse.ArgumentParser) -> None:
    methods = [method for method in METHODS if method != "results"]
    look = parser.add_argument_group("how it looks")
    look.add_argument("--title", default="", help="heading of a contact sheet")
    look.add_argument("--columns", metavar="A,B,...", help="columns of a table, in this order")
    look.add_argument("--for-spreadsheet", action="store_true",
                      help="mark a CSV as UTF-8, so that spreadsheets know")  # fmt: skip
    look.add_argument("--with-videos", action="store_true",
                      help="put the whole video of each shot into a ZIP")  # fmt: skip
    look.add_argument(
        "--paper", choices=PAPERS, default="a4", help="size of a PDF's pages (default: a4)"
    )
    look.add_argument("--across", type=_whole(1, MOST_ACROSS), default=5, metavar="N",
                      help="pictures side by side in a PDF (default: 5)")  # fmt: skip
    look.add_argument("--width", type=_whole(*SIDES), default=8192, metavar="PX",
                      help=f"width of the PNG of a wall, up to {SIDES[1]}")  # fmt: skip
    look.add_argument("--arrange", choices=methods, default="clustered", metavar="METHOD",
                      help="arrangement of a PNG, as of `wall` (default: clustered)")  # fmt: skip
    look.add_argument("--cluster-by", default="", metavar="KEY", help="facet to cluster by")
    look.add_argument("--around", type=item_id, default=-1, metavar="ITEM",
                      help="item in the middle of a PNG arranged by “around”")  # fmt: skip
    look.add_argument("--encoder", default="", metavar="NAME",
                      help="whose vectors similarity, map and around compare")  # fmt: skip
    look.add_argument("--no-labels", action="store_true", help="leave out names of clusters")


def _whole(low: int, high: int) -> Callable[[str], int]:
    parse = number_in(low, high, whole=True)
    return lambda text: int(parse(text))


def run(arguments: argparse.Namespace, session: "CommandSession") -> dict[str, Any]:
    """Export and return what was written.

    Raises:
        ExportError: the file cannot be written, or the request is out of range.
        QueryError: the items cannot be found.
    """
    form = arguments.form or form_of(arguments.out)
    if form not in FORMATS:
        raise ExportError(
            f"The format of “{arguments.out}” is not clear.",
            hint=f"Name it with --format: {', '.join(FORMATS)}.",
        )
    services = session.services()
    request = ExportRequest(
        form,
        arguments.out,
        title=arguments.title,
        columns=_columns(arguments.columns),
        overwrite=arguments.overwrite,
        for_spreadsheet=arguments.for_spreadsheet,
        with_videos=arguments.with_videos,
        paper=arguments.paper,
        across=arguments.across,
    )
    report = services.export.run(
        _with_items(request, arguments, services, session), session.context
    )
    return {
        "path": str(report.path),
        "format": report.form,
        "items": report.items,
        "files": report.files,
        "bytes": report.size,
        "missing": [{"path": path, "reason": reason} for path, reason in report.missing],
        "notes": report.notes,
        **({"picture": list(report.picture)} if form == "png" else {}),
    }


def _columns(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def _with_items(
    request: ExportRequest,
    arguments: argparse.Namespace,
    services: "Services",
    session: "CommandSession",
) -> ExportRequest:
    """Return the request with the items that the arguments name."""
    wanted = [arguments.bucket, arguments.watchlist, arguments.items, arguments.query]
    if sum(value is not None for value in wanted) > 1:
        raise ExportError(
            "Only one of --query, --bucket, --watchlist and --items can be exported at once.",
            hint="Leave the others out; --filter goes with each of them.",
        )
    hits: dict[int, Hit] = {}
    filters = services.search.read_filters(arguments.filter) if arguments.filter else ()
    if arguments.query is not None:
        query = Query.of(arguments.query, filters=filters, k=arguments.k)
        results = services.search.run(query, session.context)
        hits = {hit.item: hit for hit in results.hits}
        ids, title = list(hits), results.query or arguments.query
    else:
        ids, title = _named(arguments, services)
        if filters:
            passing = set(services.items.items_with(filters).tolist())
            ids = [item for item in ids if item in passing]
    request = replace(request, items=ids, hits=hits, title=request.title or title)
    if request.form != "png":
        return request
    is_all = arguments.query is None and not filters and all(v is None for v in wanted)
    arrange = ArrangeRequest(
        arguments.arrange,
        arguments.cluster_by,
        shape=services.wall.shape(),
        item=arguments.around,
        encoder=arguments.encoder,
    )
    picture = WallPicture(
        arrange, arguments.width, None, None if is_all else ids, not arguments.no_labels
    )
    return replace(request, wall=picture)


def _named(arguments: argparse.Namespace, services: "Services") -> tuple[list[int], str]:
    """Return the items of a list, those named, or all; and what they are called."""
    items = services.items
    for kind, name, known, read in (
        ("bucket", arguments.bucket, items.buckets, items.bucket_items),
        ("watchlist", arguments.watchlist, items.watchlists, items.watchlist_items),
    ):
        if name is not None:
            names = known()
            if name not in names:
                raise QueryError(
                    f"There is no {kind} “{name}”.",
                    hint=f"Choose one of: {', '.join(names)}." if names else "Make one first.",
                )
            return read(name), name
    if arguments.items is not None:
        there = [summary.id for summary in items.summaries(arguments.items)]
        if unknown := sorted(set(arguments.items) - set(there)):
            raise QueryError(
                f"There is no item {unknown[0]} in this library.",
                hint="Take an id from a search or from the wall.",
            )
        return there, services.library.name
    return items.all_ids().tolist(), services.library.name


def to_text(document: dict[str, Any]) -> str:
    """Return the document as lines for a person."""
    missing: Sequence[Any] = document["missing"]
    counted = f"{document['items']:,} items"
    if document["files"]:
        counted += f", {document['files']:,} files"
    if "picture" in document:
        counted += f", {document['picture'][0]:,} x {document['picture'][1]:,} pixels"
    lines = [f"{counted}, {document['bytes']:,} bytes: {document['path']}"]
    lines += [f"Not found: {row['path']} ({row['reason']})" for row in missing[:SHOWN_MISSING]]
    if len(missing) > SHOWN_MISSING:
        lines.append(f"... and {len(missing) - SHOWN_MISSING:,} more; see missing.csv")
    return "\n".join([*lines, *(f"Note: {note}" for note in document["notes"])])

"""`facets [KEY]`: what items can be filtered by, and what each value would leave."""

import argparse
from datetime import UTC, datetime, timedelta
from typing import Any

from app.cli.frame import CommandSession
from app.cli.values import count
from common.errors import QueryError

NAME = "facets"
HELP = "list facets, or the values of one with what each would leave within --filter"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument(
        "key", nargs="?", default="", metavar="KEY", help="facet whose values are listed"
    )
    parser.add_argument(
        "--filter",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="count within; repeatable, as in `search`",
    )
    parser.add_argument("--find", default="", metavar="TEXT", help="only values that contain TEXT")
    parser.add_argument("-k", type=count, default=20, metavar="N",
                        help="how many values at most (default: 20)")  # fmt: skip


def run(arguments: argparse.Namespace, session: CommandSession) -> dict[str, Any]:
    """Count; the library is not changed.

    Raises:
        QueryError: there is no such facet, or a filter cannot be read.
        LibraryError: there is no library, or it cannot be read.
    """
    services = session.services()
    facets = services.facets
    filters = services.search.read_filters(arguments.filter)
    passed = {"items": services.items.count(), "passed": facets.count(filters)}
    known = {one.key: one for one in facets.all_keys()}
    if not arguments.key:
        listed = [
            {"key": one.key, "form": one.form, "items": one.items if one.items >= 0 else None}
            for one in known.values()
        ]
        return {**passed, "facets": listed}
    if arguments.key not in known:
        raise QueryError(
            f"No item has a facet “{arguments.key}”.",
            hint=f"Use one of: {', '.join(sorted(known))}." if known else "Import something first.",
        )
    if known[arguments.key].form == "values":
        page = facets.values(arguments.key, filters, arguments.find, arguments.k, session.context)
        values = [{"value": one.value, "count": one.count} for one in page.values]
        return {**passed, "key": arguments.key, "values": values, "more": page.more}
    shown = facets.histogram(arguments.key, filters, session.context)
    return {
        **passed,
        "key": arguments.key,
        "form": known[arguments.key].form,
        "edges": shown.edges.tolist(),
        "totals": shown.totals.tolist(),
        "counts": shown.counts.tolist(),
    }


def to_text(document: Any) -> str:
    """Return facets, values or bins, one a line."""
    rows: list[tuple[str, str]] = []
    if "facets" in document:
        rows = [
            (one["key"], "" if one["items"] is None else f"{one['items']:,}")
            for one in document["facets"]
        ]
    elif "values" in document:
        rows = [(one["value"], f"{one['count']:,}") for one in document["values"]]
        if document["more"]:
            rows.append(("…", f"{document['more']:,} more"))
    else:
        ends = zip(document["edges"], document["edges"][1:], strict=False)
        rows = [
            (_told(low, high, document["form"]), f"{count:,}")
            for (low, high), count in zip(ends, document["counts"], strict=True)
        ]
    wide = max((len(name) for name, _ in rows), default=0) + 2
    digits = max((len(count) for _, count in rows), default=0)
    lines = [f"{name:<{wide}}{count:>{digits}}" for name, count in rows]
    return "\n".join([*lines, f"{document['passed']:,} of {document['items']:,} items pass"])


def _told(low: float, high: float, form: str) -> str:
    """Return a range: times, in seconds since 1970, as days; whole numbers as those in it."""
    if form == "times":
        first, last = (f"{_EPOCH + timedelta(seconds=edge):%Y-%m-%d}" for edge in (low, high))
    elif low % 1 == high % 1 == 0.5:
        first, last = f"{low + 0.5:g}", f"{high - 0.5:g}"
    else:
        first, last = f"{low:.6g}", f"{high:.6g}"
    return first if first == last else f"{first} – {last}"

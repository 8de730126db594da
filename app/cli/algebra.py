"""`algebra`: the videos, days or albums that two classifiers find together."""

import argparse
import json
from typing import Any

from app.cli.frame import CommandSession
from app.cli.values import MAX_SECONDS, count, number_in
from app.services.classifiers_types import (
    KINDS,
    MEASURES,
    ORDERS,
    PAGE,
    SYMBOLS,
    UNITS,
    Group,
    Operation,
)
from common.errors import QueryError

NAME = "algebra"
HELP = "combine two classifiers over videos, days or albums"
WORDS = {sign: kind for kind, sign in SYMBOLS.items()} | {
    "minus": "without", "difference": "without", "not": "without", "intersection": "and",
    "union": "or",
} | {kind: kind for kind in KINDS}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    add_operation_arguments(parser)


def add_operation_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what describes an operation."""
    parser.add_argument("a", metavar="A", help="a classifier, or an operation as JSON")
    parser.add_argument("op", metavar="OP", choices=sorted(WORDS), help="and, or, without, xor")
    parser.add_argument("b", metavar="B", help="as A")
    near = parser.add_mutually_exclusive_group()
    near.add_argument(
        "--within", type=number_in(0, MAX_SECONDS), metavar="N", help="at most N apart"
    )
    near.add_argument(
        "--after", type=number_in(0.001, MAX_SECONDS), metavar="N", help="B at most N after A"
    )
    parser.add_argument("--measure", choices=MEASURES, default="seconds", help="what N counts")
    parser.add_argument("--unit", choices=UNITS, default="video", help="what is found")
    parser.add_argument("--order", choices=ORDERS, default="average", help="how it is ranked")
    parser.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE",
                        help="as in search")  # fmt: skip
    parser.add_argument("--save", default="", metavar="NAME", help="keep it as an album")
    parser.add_argument("-k", type=count, default=PAGE, metavar="N", help="how many groups")


def run(arguments: argparse.Namespace, session: CommandSession) -> Any:
    """Run the operation; see operate()."""
    return operate(arguments, session)


def operate(arguments: argparse.Namespace, session: CommandSession) -> Any:
    """Run an operation and describe the first groups that it finds.

    Raises:
        QueryError: a classifier is unknown or has not learned, or the operation makes no sense.
        ReadOnlyLibraryError: it is to be saved, and the library cannot be changed.
    """
    services = session.services(write=bool(arguments.save))
    operation = Operation(
        WORDS[arguments.op],
        _operand(arguments.a),
        _operand(arguments.b),
        arguments.unit,
        arguments.within,
        arguments.after,
        arguments.measure,
        arguments.order,
    )
    filters = services.search.read_filters(arguments.filter) if arguments.filter else ()
    result = services.classifiers.operate(operation, session.context, filters)
    groups: list[Group] = []
    for number in range(min(result.pages, -(-arguments.k // PAGE))):
        groups += services.classifiers.page(result, number, session.context)
    if arguments.save:
        services.classifiers.create(arguments.save, operation=operation)
    return {
        "operation": operation.to_json(),
        "title": operation.title,
        "groups": [_row(group) for group in groups[: arguments.k]],
        "total": result.total,
        "ms": round(result.ms, 2),
        "notes": list(result.notes),
    }


def _operand(text: str) -> "str | Operation":
    if not text.lstrip().startswith("{"):
        return text
    try:
        return Operation.from_json(json.loads(text))
    except ValueError:
        raise QueryError(f"“{text}” is no JSON.", hint="Write the name of a classifier.") from None


def _row(group: Group) -> dict[str, Any]:
    return {
        "rank": group.place,
        "title": group.title,
        "path": group.detail,
        "item": group.item,
        "average_rank": round(group.rank, 3),
        "keyframes": [
            {"item": one.item, "side": one.side, "start_s": one.start_s} for one in group.keyframes
        ],
        "scenes": list(group.scenes),
        "total": group.total,
        "in_a": group.in_a,
        "in_b": group.in_b,
        "in_both": group.in_both,
    }


def to_text(document: Any) -> str:
    """Return the document as a table."""
    return operation_text(document)


def operation_text(document: Any) -> str:
    """Return the document of operate() as a table with what must be known below."""
    lines = []
    for row in document["groups"]:
        frames = ", ".join(f"{one['item']}@{one['start_s']:.0f}s" for one in row["keyframes"])
        counts = f"{row['in_a']}+{row['in_b']} of {row['total']}"
        lines.append(f"{row['rank']:4d}  {row['title']:32.32}  {counts:>14}  {frames}")
    shown = f"{len(document['groups'])} of {document['total']} in {document['ms']:.0f} ms"
    lines.append(f"{document['title']}: {shown}")
    return "\n".join([*lines, *(f"Note: {note}" for note in document["notes"])])

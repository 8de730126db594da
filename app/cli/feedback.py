"""`feedback`: suggestions from marked items, or a simulated user who marks them."""

import argparse
from dataclasses import asdict
from typing import Any

from app.cli.frame import CommandSession
from app.cli.results import hits_document, hits_table
from app.cli.values import count, item_id
from common.errors import QueryError

NAME = "feedback"
HELP = "suggest items like the positive and unlike the negative ones"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    for name, text in (
        ("--positive", "items that are relevant"),
        ("--negative", "items that are not"),
        ("--seen", "items that shall not come again"),
    ):
        parser.add_argument(
            name, nargs="+", action="extend", type=item_id, default=[], metavar="ID", help=text
        )
    parser.add_argument("-k", type=count, default=25, metavar="N", help="suggestions a round")
    parser.add_argument(
        "--encoder", default="auto", metavar="NAME", help="default: the best there is"
    )
    parser.add_argument(
        "--filter", action="append", default=[], metavar="KEY=VALUE", help="as in search"
    )
    parser.add_argument(
        "--simulate",
        metavar="FACET=VALUE",
        help="play a user who looks for this and marks all shown",
    )
    parser.add_argument("--rounds", type=count, default=10, metavar="R", help="rounds to simulate")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="chooses the first item")


def run(arguments: argparse.Namespace, session: CommandSession) -> Any:
    """Suggest, or simulate.

    Raises:
        QueryError: an item is unknown or marked both ways, or the simulation asks for nothing.
        IndexMismatchError: the library has no vectors of this encoder.
    """
    if arguments.simulate is not None:
        return _simulate(arguments, session)
    services = session.services()
    filters = services.search.read_filters(arguments.filter)
    found = services.feedback.suggest(
        arguments.positive,
        arguments.negative,
        arguments.k,
        seen=arguments.seen,
        filters=filters,
        encoder=arguments.encoder,
        context=session.context,
    )
    return {
        "suggestions": hits_document(services, found.hits),
        "ms": round(found.ms, 2),
        "notes": list(found.notes),
    }


def _simulate(arguments: argparse.Namespace, session: CommandSession) -> Any:
    """Play a user who looks for FACET=VALUE."""
    facet, sign, value = arguments.simulate.partition("=")
    if not (facet and sign and value):
        raise QueryError(
            f"“{arguments.simulate}” names no facet and value.", hint="Write FACET=VALUE."
        )
    rounds = session.services().feedback.simulate(
        facet.strip().casefold(),
        value.strip(),
        arguments.rounds,
        arguments.seed,
        positive=arguments.positive,
        negative=arguments.negative,
        k=arguments.k,
        encoder=arguments.encoder,
        context=session.context,
    )
    kept = ("labels", "precision_at_25", "recall", "ms")
    return {"rounds": [{name: asdict(one)[name] for name in kept} for one in rounds]}


def to_text(document: Any) -> str:
    """Return the document as a table."""
    if "rounds" in document:
        lines = ["round  labels  precision@25  recall      ms"]
        lines += [
            f"{number:5d}  {one['labels']:6d}  {one['precision_at_25']:12.2f}"
            f"  {one['recall']:6.2f}  {one['ms']:6.1f}"
            for number, one in enumerate(document["rounds"], 1)
        ]
        return "\n".join(lines)
    lines = hits_table(document["suggestions"])
    lines.append(f"{len(document['suggestions'])} in {document['ms']:.0f} ms")
    return "\n".join([*lines, *(f"Note: {note}" for note in document["notes"])])

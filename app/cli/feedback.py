"""`feedback`: suggestions from marked items, why an item, or a simulated user who marks them."""

import argparse
from dataclasses import asdict
from typing import Any

from app.cli.frame import CommandSession
from app.cli.results import hits_document, hits_table
from app.cli.values import count, item_id, seed
from app.services.types import FeedbackOptions
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
    parser.add_argument(
        "-k", type=count, default=25, metavar="N", help="suggestions a round (default: 25)"
    )
    parser.add_argument(
        "--encoder", default="auto", metavar="NAME", help="what compares (default: the best one)"
    )
    parser.add_argument(
        "--filter", action="append", default=[], metavar="KEY=VALUE", help="as in search"
    )
    _add_choices(parser)
    parser.add_argument("--why", type=item_id, metavar="ID", help="say what speaks for this item")
    parser.add_argument(
        "--simulate",
        metavar="FACET=VALUE",
        help="play a user who looks for this and marks all shown",
    )
    parser.add_argument(
        "--rounds", type=count, default=10, metavar="R", help="rounds to simulate (default: 10)"
    )
    parser.add_argument(
        "--seed",
        type=seed,
        default=0,
        metavar="S",
        help="chooses the first item, or the first play",
    )
    parser.add_argument(
        "--seeds", type=count, default=1, metavar="N", help="plays, each from another first item"
    )


def _add_choices(parser: argparse.ArgumentParser) -> None:
    plain = FeedbackOptions()
    parser.add_argument(
        "--learner", default=plain.learner, metavar="NAME", help="svm, logistic, rocchio or bayes"
    )
    parser.add_argument(
        "--modality",
        action="append",
        default=[],
        metavar="NAME",
        help="what items are compared by, several are merged: auto, an encoder, looks, "
        "concepts, texts, nearness, all",
    )
    parser.add_argument(
        "--fusion",
        default=plain.fusion,
        metavar="RULE",
        help="reciprocal, mean-rank, borda, condorcet, combsum, combmnz or pairwise",
    )
    parser.add_argument(
        "--damp",
        type=float,
        default=plain.damp,
        metavar="D",
        help="hold back items that come up for everything, 0-1",
    )
    parser.add_argument(
        "--exact", action="store_true", help="look at everything, however long it takes"
    )


def run(arguments: argparse.Namespace, session: CommandSession) -> Any:
    """Suggest, explain or simulate.

    Raises:
        QueryError: an item is unknown or marked both ways, an option has no such choice, or the
            simulation asks for nothing.
        IndexMismatchError: the library has no vectors of this encoder.
    """
    options = FeedbackOptions(
        learner=arguments.learner,
        fusion=arguments.fusion,
        modalities=tuple(arguments.modality) or FeedbackOptions().modalities,
        damp=arguments.damp,
        exact=arguments.exact,
    )
    if arguments.simulate is not None:
        return _simulate(arguments, session, options)
    services = session.services()
    if arguments.why is not None:
        why = services.feedback.explain(
            arguments.why,
            arguments.positive,
            arguments.negative,
            arguments.encoder,
            session.context,
            options=options,
        )
        return {"why": asdict(why)}
    filters = services.search.read_filters(arguments.filter)
    found = services.feedback.suggest(
        arguments.positive,
        arguments.negative,
        arguments.k,
        seen=arguments.seen,
        filters=filters,
        encoder=arguments.encoder,
        context=session.context,
        options=options,
    )
    return {
        "suggestions": hits_document(services, found.hits),
        "modalities": list(found.modalities),
        "ms": round(found.ms, 2),
        "notes": [str(note) for note in found.notes],
    }


def _simulate(
    arguments: argparse.Namespace, session: CommandSession, options: FeedbackOptions
) -> Any:
    """Play a user who looks for FACET=VALUE."""
    facet, sign, value = arguments.simulate.partition("=")
    if not (facet and sign and value):
        raise QueryError(
            f"“{arguments.simulate}” names no facet and value.", hint="Write FACET=VALUE."
        )
    return session.services().feedback.measure(
        facet.strip().casefold(),
        value.strip(),
        arguments.rounds,
        range(arguments.seed, arguments.seed + arguments.seeds),
        positive=arguments.positive,
        negative=arguments.negative,
        k=arguments.k,
        encoder=arguments.encoder,
        options=options,
        context=session.context,
    )


def to_text(document: Any) -> str:
    """Return the document as a table."""
    if "rounds" in document:
        return _rounds_table(document)
    if "why" in document:
        return _why_text(document["why"])
    lines = hits_table(document["suggestions"])
    listed = ", ".join(document["modalities"])
    lines.append(f"{len(document['suggestions'])} by {listed} in {document['ms']:.0f} ms")
    return "\n".join([*lines, *(f"Note: {note}" for note in document["notes"])])


def _rounds_table(document: Any) -> str:
    lines = ["round  labels    seen  precision@25      recall          ms"]
    lines += [
        f"{number:5d}  {one['labels']:6.0f}  {one['seen']:6.0f}"
        f"  {one['precision_at_25']:5.2f} ± {one['precision_spread']:.2f}"
        f"  {one['recall']:5.2f} ± {one['recall_spread']:.2f}  {one['ms']:6.1f}"
        for number, one in enumerate(document["rounds"], 1)
    ]
    lines.append(
        f"{document['relevant']} relevant of {document['items']} items, {document['seeds']} plays"
    )
    return "\n".join(lines)


def _why_text(why: Any) -> str:
    lines = [
        f"rank {each['rank']:,} of {each['total']:,} by {each['modality']} ({each['score']:.2f})"
        for each in why["ranks"]
    ]
    lines += [
        f"{each['contribution']:+8.3f}  {each['feature']} ({each['strength']:.2f})"
        for each in why["features"]
    ]
    lines += [
        f"{'+' if each['value'] > 0 else '-'} item {each['item']}: {each['similarity']:.2f} alike, "
        f"{100 * each['share']:.0f} % of what moved it"
        for each in why["nearest"]
    ]
    return "\n".join([*lines, *(f"Note: {note}" for note in why["notes"])])

"""`cluster`: groups of the collection, in the order in which to browse them."""

import argparse
from typing import TYPE_CHECKING, Any

from app.cli.values import count, seed, share
from common.errors import QueryError

if TYPE_CHECKING:
    from app.cli.frame import CommandSession
    from app.services.types import Clustering

NAME = "cluster"
HELP = "group what is alike; lists clusters best first"
SHOWN = 12  # items of a cluster in a table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("--method", choices=["cc", "kmeans"], default="cc",
                        help="by correlation, or k-means (default: cc)")  # fmt: skip
    parser.add_argument("--threshold", type=share, default=0.5, metavar="0..1",
                        help="neighbours correlate above it (default: 0.5)")  # fmt: skip
    parser.add_argument("-k", type=count, default=0, metavar="N",
                        help="clusters of kmeans (default: square root of the items)")  # fmt: skip
    parser.add_argument("--like", metavar="BUCKET",
                        help="sort the clusters by similarity to a bucket")  # fmt: skip
    parser.add_argument("--encoder", default="auto", metavar="NAME",
                        help="what compares (default: the best one)")  # fmt: skip
    parser.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE",
                        help="cluster only what passes; as in search")  # fmt: skip
    parser.add_argument(
        "--limit",
        type=count,
        default=0,
        metavar="N",
        help="how many clusters are listed (default: all)",
    )
    parser.add_argument("--seed", type=seed, default=0, metavar="S", help="seed of what is random")


def run(arguments: argparse.Namespace, session: "CommandSession") -> Any:
    """Cluster the library.

    Raises:
        QueryError: there is no such bucket, it is empty, or no image was ever encoded.
        IndexMismatchError: the library has no vectors of this encoder.
    """
    services = session.services()
    filters = services.search.read_filters(arguments.filter)
    explore = services.explore
    made = explore.cluster(
        arguments.method,
        threshold=arguments.threshold,
        k=arguments.k,
        encoder=arguments.encoder,
        within=services.items.items_with(filters) if filters else None,
        seed=arguments.seed,
        context=session.context,
    )
    if arguments.like is not None:
        if arguments.like not in services.items.buckets():
            raise QueryError(
                f"There is no bucket “{arguments.like}”.", hint="Make it in the window first."
            )
        made = explore.sort_clusters(
            made, services.items.bucket_items(arguments.like), session.context
        )
    return _document(made, arguments.limit)


def _document(made: "Clustering", limit: int) -> dict[str, Any]:
    """Return the first clusters as JSON types; a limit of 0 takes all."""
    return {
        "method": made.method,
        "threshold": made.threshold,
        "encoder": made.encoder,
        "clusters": [
            {
                "representative": one.representative,
                "size": len(one),
                "threshold": one.threshold,
                "items": list(one.items),
                **({} if one.score is None else {"score": round(one.score, 6)}),
            }
            for one in made.clusters[: limit or None]
        ],
        "total": len(made),
        "items": made.items,
        "without": made.without,
        "ms": round(made.ms, 2),
        "notes": list(made.notes),
    }


def to_text(document: Any) -> str:
    """Return the clusters as a table, with the first items of each."""
    lines = ["cluster   size  above  items"]
    for number, one in enumerate(document["clusters"], 1):
        above = "" if one["threshold"] is None else f"{one['threshold']:g}"
        items = " ".join(map(str, one["items"][:SHOWN]))
        more = " ..." if one["size"] > SHOWN else ""
        lines.append(f"{number:7d}  {one['size']:5d}  {above:>5}  {items}{more}")
    shown, total = len(document["clusters"]), document["total"]
    of = f"{shown} of {total}" if shown < total else str(total)
    lines.append(f"{of} clusters of {document['items']} items in {document['ms']:.0f} ms")
    return "\n".join([*lines, *(f"Note: {note}" for note in document["notes"])])

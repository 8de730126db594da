"""`measure`: how much of this collection each way of working makes one look at."""

import argparse
from typing import TYPE_CHECKING, Any

from app.cli.values import count, number_in, seed, share
from app.services.measuring import strategies_document

if TYPE_CHECKING:
    from app.cli.frame import CommandSession

NAME = "measure"
HELP = "play 24 ways of exploring over every category; prints what part is seen at recall 0.8"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("--facet", default="", metavar="KEY",
                        help="facet with what is looked for (default: the buckets)")  # fmt: skip
    parser.add_argument("--method", nargs="+", choices=["kmeans", "cc"], default=["kmeans", "cc"],
                        help="way of clustering (default: both)")  # fmt: skip
    parser.add_argument("--threshold", nargs="+", type=share, default=[0.3, 0.7], metavar="0..1",
                        help="thresholds of correlation (default: 0.3 0.7)")  # fmt: skip
    parser.add_argument("--recall", type=number_in(0.01, 1), default=0.8, metavar="0..1",
                        help="part of a category that is to be found (default: 0.8)")  # fmt: skip
    parser.add_argument("--least", type=count, default=5, metavar="N",
                        help="items a category needs to count (default: 5)")  # fmt: skip
    parser.add_argument("--most", type=count, metavar="N",
                        help="categories, the largest ones (default: all)")  # fmt: skip
    parser.add_argument("--map", choices=["auto", "umap", "pca"], default="auto",
                        help="map to draw boxes on (default: umap if installed)")  # fmt: skip
    parser.add_argument("--encoder", default="auto", metavar="NAME",
                        help="what compares (default: the best one)")  # fmt: skip
    parser.add_argument("--seed", type=seed, default=0, metavar="S", help="seed of what is random")


def run(arguments: argparse.Namespace, session: "CommandSession") -> Any:
    """Measure the library.

    Raises:
        QueryError: no category has enough items, or no image was ever encoded.
        IndexMismatchError: the library has no vectors of this encoder.
    """
    report = session.services().explore.measure(
        arguments.facet.strip().casefold(),
        methods=arguments.method,
        thresholds=arguments.threshold,
        recall=arguments.recall,
        least=arguments.least,
        most=arguments.most,
        encoder=arguments.encoder,
        projection=arguments.map,
        seed=arguments.seed,
        context=session.context,
    )
    return strategies_document(report)


def to_text(document: Any) -> str:
    """Return the strategies as rows and the clusterings as columns."""
    columns = list(
        dict.fromkeys(
            (case["method"], case["threshold"], case["clusters"]) for case in document["cases"]
        )
    )
    cells = {
        (case["strategy"], case["method"], case["threshold"]): case["seen"]
        for case in document["cases"]
    }
    names = {case["strategy"]: case["name"] for case in document["cases"]}
    heads = [f"{method} {threshold:g} ({count})" for method, threshold, count in columns]
    over = f"mean of {len(document['categories'])} categories"
    lines = [
        f"part of {document['items']} items seen at recall {document['recall']:g}, {over}",
        " " * 46 + "  ".join(f"{head:>16}" for head in heads),
    ]
    for number, name in names.items():
        row = "  ".join(f"{cells[number, m, t]:16.3f}" for m, t, _ in columns)
        lines.append(f"{number:2d}  {name:<42}{row}")
    best = document["best"]
    lines.append(
        f"least: {best['seen']:.3f} with {best['method']} {best['threshold']:g}, {best['name']}"
        f" ({document['seconds']:.0f} s)"
    )
    return "\n".join([*lines, *(f"Note: {note}" for note in document["notes"])])

"""`explain-batch`: explain and measure many pictures, by method, class and layer."""

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.explain import AUTO, add_measuring, options_of
from app.cli.values import item_id
from common.errors import QueryError

if TYPE_CHECKING:
    from app.cli.frame import CommandSession
    from app.services.explain_batch_types import BatchSource, BatchTable
    from app.services.services import Services

NAME = "explain-batch"
HELP = "explain and measure many pictures; a named run goes on where it stopped"
_BY = ("method", "layer", "label", "truth")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--folder", type=Path, metavar="DIR",
                       help="pictures in it; folders inside it are classes")  # fmt: skip
    which.add_argument(
        "--items", type=item_id, nargs="+", metavar="ID", help="items of the library"
    )
    which.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE",
                       help="items that pass; several must all hold")  # fmt: skip
    parser.add_argument("--facet", default="", metavar="KEY",
                        help="facet whose main value is an item's true class")  # fmt: skip
    parser.add_argument("--model", default=AUTO, metavar="M", help="network; default: the best")
    parser.add_argument("--method", action="append", default=[], metavar="NAME",
                        help="a method, “default” (five) or “all”; may be repeated")  # fmt: skip
    parser.add_argument("--layer", action="append", default=[], metavar="NAME",
                        help="default: the last one; may be repeated")  # fmt: skip
    parser.add_argument("--target", default=AUTO, metavar="auto|truth|LABEL",
                        help="class that is explained (default: the most probable)")  # fmt: skip
    parser.add_argument("--by", nargs="+", choices=_BY, default=["method"],
                        help="what the table groups by (default: method)")  # fmt: skip
    parser.add_argument("--run", default="", metavar="NAME", help="keep the run in the library")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a line a map")
    parser.add_argument("--overwrite", action="store_true", help="replace the file of --csv")
    add_measuring(parser)


def run(arguments: argparse.Namespace, session: "CommandSession") -> Any:
    """Explain and measure.

    Raises:
        AppError: a picture source, a network, a layer, a method or a class is not there.
    """
    from app.services.explain_batch_files import write_csv
    from app.services.explain_batch_types import BatchRequest
    from app.services.export_writing import check_target

    if arguments.csv is not None:
        check_target(arguments.csv, overwrite=arguments.overwrite)
    with_library = session.folder is not None
    services = session.services(library=with_library, write=bool(arguments.run))
    request = BatchRequest(
        tuple(_sources(arguments, services, with_library=with_library)), arguments.model,
        tuple(arguments.layer) or (AUTO,),
        tuple(name.replace("-", "_") for name in arguments.method) or ("default",),
        arguments.target, options_of(arguments),
    )  # fmt: skip
    batch = services.explanations.batch
    table = batch.run(request, session.context, name=arguments.run)
    if arguments.csv is not None:
        write_csv(table, arguments.csv, overwrite=arguments.overwrite)
    return document_of(table, arguments.by)


def _sources(
    arguments: argparse.Namespace, services: "Services", *, with_library: bool
) -> "list[BatchSource]":
    """Return the pictures that were named.

    Raises:
        QueryError: none were, or they cannot be had.
    """
    from app.services.explain_sources import of_facet, of_folder, of_items, with_boxes

    if arguments.folder is not None:
        return of_folder(arguments.folder)
    if not with_library:
        raise QueryError(
            "No pictures were named.", hint="Give --folder DIR, or a library with --library DIR."
        )
    facet = arguments.facet.strip().casefold()
    if arguments.items is None and not arguments.filter and not facet:
        raise QueryError(
            "No pictures were named.", hint="Give --items, --filter, --facet or --folder."
        )
    library = services.library
    if arguments.items is not None:
        found = of_items(library, arguments.items, facet)
    elif arguments.filter:
        filters = services.search.read_filters(arguments.filter)
        found = of_items(library, library.catalogue.items_with(filters).tolist(), facet)
    else:
        found = of_facet(library, facet)
    return with_boxes(library, found)


def document_of(table: "BatchTable", by: list[str]) -> dict[str, Any]:
    """Return the summary of a run as JSON types."""
    return {
        "run": table.name,
        "settings": dict(table.settings),
        "images": len({row.key for row in table.rows}),
        "skipped": [{"path": key, "reason": reason} for key, reason in table.skipped],
        "groups": [
            {
                **each.group,
                "images": each.images,
                "empty": each.empty,
                "ms": each.ms,
                "measures": {
                    name: {
                        "mean": _number(mean.mean),
                        "low": _number(mean.low),
                        "high": _number(mean.high),
                    }
                    for name, mean in each.means.items()
                },
            }
            for each in table.summary(tuple(by))  # type: ignore[arg-type]
        ],
    }


def _number(value: float) -> float | None:
    return round(value, 4) if math.isfinite(value) else None


def to_text(document: Any) -> str:
    """Return the groups as a table, means with the half of their 95 % intervals."""
    groups = document["groups"]
    by = [name for name in _BY if groups and name in groups[0]]
    names = list(groups[0]["measures"]) if groups else []
    rows = [[*by, "maps", *names, "ms"]]
    for group in groups:
        cells = [str(group[name]) for name in by]
        cells.append(str(group["images"]))
        cells += [_interval(group["measures"][name]) for name in names]
        rows.append([*cells, f"{group['ms']:.1f}"])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(r, widths, strict=True)) for r in rows]
    lines.append(f"{document['images']} pictures, {document['settings'].get('network', '')}")
    lines += [f"skipped {each['path']}: {each['reason']}" for each in document["skipped"]]
    return "\n".join(line.rstrip() for line in lines)


def _interval(mean: dict[str, float | None]) -> str:
    if mean["mean"] is None or mean["low"] is None or mean["high"] is None:
        return "–"
    return f"{mean['mean']:.2f} ± {(mean['high'] - mean['low']) / 2:.2f}"

"""`explain`: why a network names what it names: heat maps of pictures, and their measures."""

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.similar import example_of
from app.cli.values import number_in, share
from common.errors import AppError, QueryError

if TYPE_CHECKING:
    from app.cli.frame import CommandSession
    from app.services.explain_types import (
        Explained,
        ExplainOptions,
        ExplainTarget,
        PictureSource,
    )
    from app.services.services import Services

NAME = "explain"
HELP = "explain why a network names what it names: heat maps and their measures"
AUTO = "auto"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument(
        "what", nargs="*", metavar="IMAGE|ITEM",
        help="a path (with a slash or a suffix), or an item's number in the library",
    )  # fmt: skip
    parser.add_argument("--model", default=AUTO, metavar="M", help="network; default: the best")
    parser.add_argument(
        "--method", action="append", default=[], metavar="NAME",
        help="a method, “default” (five) or “all”; may be repeated",
    )  # fmt: skip
    parser.add_argument("--layer", default=AUTO, metavar="NAME", help="default: the last one")
    _add_targets(parser)
    parser.add_argument(
        "--out", type=Path, metavar="FILE",
        help="write maps or a report: .png, .svg, .npz, .csv, .json, .pdf or .html",
    )  # fmt: skip
    parser.add_argument("--overwrite", action="store_true", help="replace the file of --out")
    add_measuring(parser)
    lists = parser.add_mutually_exclusive_group()
    lists.add_argument("--layers", action="store_true", help="list the layers of the network")
    lists.add_argument("--methods", action="store_true", help="list the methods")
    lists.add_argument("--networks", action="store_true", help="list the networks")


def _add_targets(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--target", default=AUTO, metavar="LABEL",
        help="class by name or number; default: the most probable one",
    )  # fmt: skip
    what.add_argument("--like", metavar="IMAGE|ITEM", help="why is it like this picture?")
    what.add_argument("--sentence", metavar="TEXT", help="why does it match this sentence?")
    parser.add_argument("--rather-than", metavar="LABEL", help="set --target against this class")


def add_measuring(parser: argparse.ArgumentParser) -> None:
    """Add what says how maps are made and measured; `options_of` reads it."""
    parser.add_argument(
        "--measures", choices=("quick", "all", "none"), default="quick",
        help="quick: drops, increase and area; all: insertion, deletion and ROAD too",
    )  # fmt: skip
    parser.add_argument(
        "--important", default="0.5", metavar="T|P%",
        help="what the confidence drop takes away: where a map has at least T of its greatest "
        "value, or its strongest P %% of the pixels; default 0.5",
    )  # fmt: skip
    parser.add_argument("--fill", choices=("mean", "blur"), default="mean", help="what replaces it")
    samples = number_in(2, 200, whole=True)
    parser.add_argument("--samples", type=samples, default=25, metavar="N",
                        help="noisy copies (default: 25)")  # fmt: skip
    parser.add_argument("--sigma", type=share, default=0.15, metavar="S",
                        help="their noise, 0-1 (default: 0.15)")  # fmt: skip
    seed = number_in(0, 2**31 - 1, whole=True)
    parser.add_argument("--seed", type=seed, default=0, help="seed of what is random")


def run(arguments: argparse.Namespace, session: "CommandSession") -> Any:
    """Explain pictures, or list what there is.

    Raises:
        AppError: a picture, a network, a layer, a method or a class is not there.
    """
    pictures = [_source_of(text) for text in arguments.what]
    named = [*pictures, *([_source_of(arguments.like)] if arguments.like else [])]
    needs_library = session.folder is not None or any(each.item >= 0 for each in named)
    services = session.services(library=needs_library)
    if arguments.networks:
        return _networks(services)
    if arguments.layers:
        return _layers(services, arguments.model)
    if arguments.methods:
        return _methods(services, arguments.model)
    if not pictures:
        raise QueryError("No picture was named.", hint="Name a file or an item's number.")
    _check_out(arguments)
    shown = _explain(arguments, services, session, pictures)
    _export(arguments, shown, session)
    from app.services.explain_words import measures_document

    found = [measures_document(each) for each in shown]
    return found[0] if len(found) == 1 else found


def _explain(
    arguments: argparse.Namespace,
    services: "Services",
    session: "CommandSession",
    pictures: "list[PictureSource]",
) -> "list[Explained]":
    """Explain one picture after the other.

    Of several, one that cannot be read is told on stderr and left out.

    Raises:
        AppError: none could be explained; what was said of the first.
    """
    from app.services.explain_types import ExplainRequest

    target, options = _target(arguments), options_of(arguments)
    shown: list[Explained] = []
    first: AppError | None = None
    for number, source in enumerate(pictures):
        session.context.step(number, len(pictures), source.path or str(source.item))
        request = ExplainRequest(
            source, arguments.model, arguments.layer, target,
            tuple(name.replace("-", "_") for name in arguments.method) or ("default",), options,
        )  # fmt: skip
        try:
            shown.append(services.explanations.explain(request))
        except AppError as error:
            if len(pictures) == 1:
                raise
            first = first or error
            sys.stderr.write(f"{error}\n")
    if not shown and first is not None:
        raise first
    return shown


def _target(arguments: argparse.Namespace) -> "ExplainTarget":
    from app.services.explain_types import ExplainTarget

    if arguments.like:
        return ExplainTarget("alike", like=_source_of(arguments.like))
    if arguments.sentence is not None:
        return ExplainTarget("sentence", label=arguments.sentence)
    if arguments.rather_than:
        if arguments.target == AUTO:
            raise QueryError(
                "--rather-than compares with a class that was not named.",
                hint="Name it with --target LABEL.",
            )
        return ExplainTarget("contrast", label=arguments.target, other=arguments.rather_than)
    if arguments.target == AUTO:
        return ExplainTarget()
    return ExplainTarget("label", label=arguments.target)


def options_of(arguments: argparse.Namespace) -> "ExplainOptions":
    """Return how maps are made and measured.

    Raises:
        QueryError: the important region is no threshold and no share.
    """
    from app.services.explain_types import MEASURES, QUICK_MEASURES, ExplainOptions

    names = {"quick": QUICK_MEASURES, "all": tuple(MEASURES), "none": ()}[arguments.measures]
    found = re.fullmatch(r"\s*([0-9]*\.?[0-9]+)\s*(%?)\s*", arguments.important)
    value = float(found[1]) / (100 if found[2] else 1) if found else -1.0
    if not 0 < value <= 1 or (found and found[2] and value >= 1):
        raise QueryError(
            f"“{arguments.important}” says not what is important.",
            hint="Give a threshold such as 0.5, or a share of the pixels such as 20%.",
        )
    is_share = bool(found and found[2])
    return ExplainOptions(
        measures=names, important="top" if is_share else "threshold",
        threshold=0.5 if is_share else value, top=value if is_share else 0.2, fill=arguments.fill,
        samples=int(arguments.samples), sigma=arguments.sigma, seed=int(arguments.seed),
    )  # fmt: skip


def _check_out(arguments: argparse.Namespace) -> None:
    """Refuse a file that could not be written before anything is computed."""
    if arguments.out is not None:
        from app.services.explain_export import form_of
        from app.services.export_writing import check_target

        form_of(arguments.out)
        check_target(arguments.out, overwrite=arguments.overwrite)


def _export(
    arguments: argparse.Namespace, shown: "list[Explained]", session: "CommandSession"
) -> None:
    if arguments.out is not None:
        from app.services.explain_export import export

        export(shown, arguments.out, overwrite=arguments.overwrite, context=session.context)


def _source_of(text: str) -> "PictureSource":
    from app.services.explain_types import PictureSource

    what = example_of(text)
    return PictureSource(what) if isinstance(what, int) else PictureSource(path=what)


# -- lists


def _networks(services: "Services") -> list[dict[str, Any]]:
    return [
        {
            "name": entry.name, "title": entry.title, "available": entry.is_ready,
            "gradients": entry.has_gradients, "classes": entry.classes, "hint": entry.hint,
        }
        for entry in services.explanations.networks()
    ]  # fmt: skip


def _layers(services: "Services", model: str) -> dict[str, Any]:
    found = services.explanations.layers(model)
    return {
        "network": found.network,
        "auto": found.auto,
        "layers": [
            {
                "name": layer.name, "kind": layer.kind, "channels": layer.channels,
                "height": layer.height, "width": layer.width, "depth": round(layer.depth, 4),
            }
            for layer in found.layers
        ],
    }  # fmt: skip


def _methods(services: "Services", model: str) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name, "title": each.title, "formula": each.formula,
            "source": each.source, "cost": each.cost, "gradients": each.needs_gradients,
        }
        for each in services.explanations.methods(model)
    ]  # fmt: skip


# -- text


def to_text(document: Any) -> str:
    """Return the document as lines for a person."""
    if isinstance(document, dict) and "layers" in document:
        return "\n".join(_layer_lines(document))
    if isinstance(document, list) and document and "formula" in document[0]:
        return "\n".join(f"{m['name']:28} {m['title']}: {m['formula']}" for m in document)
    if isinstance(document, list) and document and "available" in document[0]:
        return "\n".join(
            f"{n['name']:24} {'ready' if n['available'] else n['hint']}" for n in document
        )
    shown = document if isinstance(document, list) else [document]
    return "\n\n".join("\n".join(_explained_lines(each)) for each in shown)


def _layer_lines(document: dict[str, Any]) -> list[str]:
    lines = [f"{document['network']}: layers from early to late"]
    for layer in document["layers"]:
        mark = " (auto)" if layer["name"] == document["auto"] else ""
        shape = f"{layer['channels']} x {layer['height']} x {layer['width']}"
        lines.append(f"{layer['name'] + mark:44} {layer['kind']:12} {shape}")
    return lines


def _explained_lines(document: dict[str, Any]) -> list[str]:
    score = document["score"]
    told = "–" if score is None else f"{score:.4f}"
    head = f"{document['picture']}: {document['target']} ({told}), {document['network']}"
    lines = [f"{head}, layer {document['layer'] or '–'}"]
    every = [
        name for m in document["methods"].values() for name in m if name not in {"ms", "notes"}
    ]
    names = list(dict.fromkeys(every))
    lines.append("  ".join([f"{'method':26}", *(f"{name:>16}" for name in names), f"{'ms':>9}"]))
    for method, values in document["methods"].items():
        measured = [values.get(name) for name in names]
        row = [f"{'–' if value is None else f'{value:.3f}':>16}" for value in measured]
        lines.append("  ".join([f"{method:26}", *row, f"{values['ms']:9.1f}"]))
    notes = [
        *document["notes"],
        *(f"{name}: {n}" for name, m in document["methods"].items() for n in m.get("notes", [])),
    ]
    return [*lines, *dict.fromkeys(notes)]

"""`bench NAME`: run one of the project's measurements and print the table."""

import argparse
import importlib
import inspect
import pkgutil
from pathlib import Path
from typing import Any

from app.cli.frame import CommandSession
from common.errors import AppError

NAME = "bench"
MODULES = {  # `import` is a word of the language, `all` a function of it
    "all": "everything",
    "import": "importing",
    "classifier_operations": "classifiers",
    "lifelog_parser": "parsing",
}
PARTS = frozenset(  # modules that are no measurement
    {
        "goals",
        "report",
        "synthetic",
        "body_canvas",
        "body_mesh",
        "body_view",
        "feedback_compact",
        "feedback_data",
        "feedback_loops",
        "labelled_photos",
        "memory",
        "processes",
        "shared_data",
        "lifelog_bound",
        "lifelog_corpus",
        "lifelog_rankers",
        "ray_nodes",
        "relations_models",
        "search_library",
        "search_world",
        "wall_parts",
        "wall_card",
    }
)
ROWS = ("search_panel_", "scale_")  # modules that add rows to a measurement
HELP = "measure speed and memory; ratios against a peer in the same run"


def names() -> list[str]:
    """Return the names of all measurements; none in a program that comes without them."""
    try:
        import benchmarks
    except ModuleNotFoundError:
        return []
    modules = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    named = {module: name for name, module in MODULES.items()}
    found = (
        named.get(each, each) for each in modules if each not in PARTS and not each.startswith(ROWS)
    )
    return sorted(name.replace("_", "-") for name in found)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("name", metavar="NAME", help="one of: " + ", ".join(names()))
    parser.add_argument(
        "--quick", action="store_true", help="small sizes only; for trying, not for quoting"
    )
    parser.add_argument(
        "--items", type=int, metavar="N", help="size of the collection, where a measurement asks"
    )
    parser.add_argument(
        "--folder",
        type=Path,
        metavar="DIR",
        help="where a large collection, or what was measured, is kept",
    )


def run(arguments: argparse.Namespace, session: CommandSession) -> Any:
    """Run the measurement.

    Raises:
        AppError: there is no measurement of that name, or it does not take an option.
    """
    name = arguments.name.replace("-", "_")
    if not names():
        raise AppError(
            "This program comes without the measurements.",
            hint="They are part of the source distribution.",
        )
    if name.replace("_", "-") not in names():
        raise AppError(
            f"There is no measurement “{arguments.name}”.",
            hint=f"Use one of: {', '.join(names())}.",
        )
    module = importlib.import_module(f"benchmarks.{MODULES.get(name, name)}")
    options = {"items": arguments.items, "folder": arguments.folder}
    given = {key: value for key, value in options.items() if value is not None}
    for key in given.keys() - inspect.signature(module.run).parameters.keys():
        raise AppError(
            f"“bench {arguments.name}” takes no --{key}.",
            hint=f"Leave --{key} out; “bench feedback” takes it.",
        )
    return module.run(quick=arguments.quick, context=session.context, **given).document()


def to_text(document: Any) -> str:
    """Return the cases as a table."""
    from benchmarks import everything
    from benchmarks.report import judged

    rows = [("case", "ours", "peer", "ratio", "unit", "goal", "met", "note")]
    for case in document["cases"]:
        ratio = "" if case["ratio"] is None else f"{case['ratio']:.2f}"
        peer = "" if case["peer"] is None else f"{case['peer']:.2f}"
        ours = "-" if case["ours"] is None else f"{case['ours']:.2f}"
        name = f"{case['bench']} {case['case']}" if "bench" in case else case["case"]
        goal, met = judged(case.get("bench", document["name"]), case)
        rows.append((name, ours, peer, ratio, case["unit"], goal, met, case["note"]))
    widths = [max(len(row[column]) for row in rows) for column in range(7)]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(row[i].rjust(widths[i]) for i in range(1, 7)), row[7]]
        lines.append("  ".join(cells).rstrip())
    if document["name"] == everything.NAME:
        lines += ["", *everything.to_lines(document)]
    return "\n".join(lines)

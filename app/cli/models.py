"""`models`: list the models, add weights that are here, download one on request."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common.errors import ModelError

if TYPE_CHECKING:
    from app.cli.frame import CommandSession
    from app.services.models import ModelService

NAME = "models"
HELP = "list models, add weights from a file or folder, or download one"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", help="list all models (the default)")
    add = actions.add_parser("add", help="add weights from a file, or all models of a folder")
    add.add_argument("path", type=Path, metavar="PATH")
    add.add_argument(
        "--labels", type=Path, metavar="FILE",
        help="PATH is a classifier of your own (ONNX, TorchScript, tensors) and FILE holds its "
        "classes, one a line: it can then be explained",
    )  # fmt: skip
    get = actions.add_parser("get", help="download a model; asks first")
    get.add_argument("name", metavar="NAME")
    get.add_argument("--yes", action="store_true", help="do not ask")
    for child in actions.choices.values():
        child.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
        )
        child.add_argument(
            "--quiet", action="store_true", default=argparse.SUPPRESS, help="no progress on stderr"
        )


def run(arguments: argparse.Namespace, session: "CommandSession") -> list[dict[str, Any]]:
    """Do one of the three and return one entry a model."""
    service = session.services(library=False).models
    if arguments.action == "add" and arguments.labels is not None:
        lines = [service.add_network(arguments.path, arguments.labels)]
    elif arguments.action == "add":
        lines = service.add(arguments.path)
    elif arguments.action == "get":
        here = [each for each in service.status() if each.name == arguments.name and each.available]
        if not here:
            _ask(service, arguments.name, sure=arguments.yes)
            here = [service.get(arguments.name, session.context)]
        lines = here
    else:
        lines = service.status()
    return [
        {
            "name": line.name,
            "task": line.task,
            "available": line.available,
            "licence": line.licence,
            "bytes": line.bytes,
            "from": line.source,
            "hint": line.hint,
        }
        for line in lines
    ]


def to_text(document: list[dict[str, Any]]) -> str:
    """Return a table, then what is missing and how to get it."""
    rows = [
        (
            entry["name"],
            entry["task"],
            "yes" if entry["available"] else "no",
            entry["licence"],
            f"{entry['bytes'] / 1e6:,.1f} MB" if entry["bytes"] else "",
            entry["from"],
        )
        for entry in document
    ]
    head = ("name", "task", "here", "licence", "size", "from")
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [head, *rows]
    ]
    hints = [f"{entry['name']}: {entry['hint']}" for entry in document if entry["hint"]]
    return "\n".join(lines + (["", *hints] if hints else []))


def _ask(service: "ModelService", name: str, *, sure: bool) -> None:
    """Show size, licence and host, and go on only with the user's word.

    Raises:
        ModelError: no consent, or no way to ask for it.
    """
    plan = service.plan(name)
    sys.stderr.write(f"{plan.describe()}\n{plan.card.licence_note}\n")
    if sure:
        return
    if not sys.stdin.isatty():
        raise ModelError(
            "A download needs your consent, and there is no terminal to ask on.",
            hint="Add --yes if you agree to the size, licence and host above.",
        )
    sys.stderr.write("Download it? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "j", "ja"):
        raise ModelError("Nothing was downloaded.", hint="Run it again to change your mind.")

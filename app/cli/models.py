"""`models`: list the models, add weights that are here, download one, remove what one found."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common.errors import ModelError, QueryError

if TYPE_CHECKING:
    from app.cli.frame import CommandSession
    from app.services.models import ModelService

NAME = "models"
HELP = "list models, add weights, download one, or take an analyser out of a library"
_PREFIX = "analyser:"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--remove-findings", metavar="NAME",
        help="take an analyser out of the library with all that it found; undone in the window",
    )  # fmt: skip
    which.add_argument(
        "--use-findings", metavar="NAME",
        help="let an analyser that was taken out run again in the library",
    )  # fmt: skip
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


def run(
    arguments: argparse.Namespace, session: "CommandSession"
) -> list[dict[str, Any]] | dict[str, Any]:
    """Do one of them; return one entry a model, or what became of an analyser."""
    named = arguments.remove_findings or arguments.use_findings
    if named and arguments.action:
        raise QueryError(
            "Findings are removed or used by a command of their own.",
            hint=f"Leave out “{arguments.action}”.",
        )
    if named:
        return _switch(named, session, on=arguments.use_findings is not None)
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


def _switch(name: str, session: "CommandSession", *, on: bool) -> dict[str, Any]:
    """Let an analyser run again in the library, or take it out with what it found.

    Raises:
        QueryError: there is no such analyser.
        ReadOnlyLibraryError: the library cannot be written.
    """
    analyses = session.services(write=True).analyses
    name = name if name.startswith(_PREFIX) else f"{_PREFIX}{name}"
    before = {entry.name: entry for entry in analyses.entries()}
    if on:
        analyses.use(name, session.context)
    else:
        analyses.remove(name, session.context)
    after = next((entry for entry in analyses.entries() if entry.name == name), None)
    gone = before[name].items if not on else 0
    waiting = 0 if after is None else after.waiting
    return {"name": name, "used": on, "items_removed": gone, "items_waiting": waiting}


def to_text(document: list[dict[str, Any]] | dict[str, Any]) -> str:
    """Return a table, then what is missing and how to get it; or what became of an analyser."""
    if isinstance(document, dict):
        return _switched(document)
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


def _switched(document: dict[str, Any]) -> str:
    """Return what became of an analyser."""
    name = document["name"]
    if document["used"]:
        return (
            f"{name} runs again in this library; {document['items_waiting']} items wait for it: a "
            "window with the library open looks at them."
        )
    return (
        f"{name} was taken out, and what it found in {document['items_removed']} items. Undo it "
        "in the window, or let it run anew: models --use-findings."
    )


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

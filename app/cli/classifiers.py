"""`classifiers`: saved classifiers, their albums, and what two of them find together."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.algebra import add_operation_arguments, operate, operation_text
from app.cli.frame import CommandSession, add_common
from app.cli.results import results_document, results_text
from app.cli.values import count, item_id, share
from app.services.classifiers_files import read_file
from app.services.classifiers_learning import LEARNERS
from app.services.classifiers_types import ClassifierEntry
from app.services.paths import expanded
from common.errors import QueryError
from common.settings import write_atomically

if TYPE_CHECKING:
    from app.services.services import Services

NAME = "classifiers"
HELP = "list, make, apply, combine, export and import saved classifiers"

CHANGING = ("create", "rename", "duplicate", "delete", "apply", "import")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", help="all classifiers, their labels and members (the default)")
    create = actions.add_parser("create", help="make one from labels")
    create.add_argument("name", metavar="NAME")
    for name, text in (("--positive", "items that are relevant"), ("--negative", "that are not")):
        create.add_argument(
            name, nargs="+", action="extend", type=item_id, default=[], metavar="ID", help=text
        )
    create.add_argument("--labels", default="", metavar="SET", help="learn from this label set")
    create.add_argument("--learner", choices=LEARNERS, default="svm")
    create.add_argument(
        "--encoder", action="append", default=[], metavar="NAME", help="may be given again"
    )
    create.add_argument("--threshold", type=share, default=0.5, metavar="SHARE", help="0 to 1")
    members = actions.add_parser("members", help="items of one, best first")
    members.add_argument("name", metavar="NAME")
    members.add_argument("-k", type=count, default=100, metavar="N", help="how many at most")
    add_operation_arguments(actions.add_parser("operate", help="combine two of them"))
    for name, text in (("delete", "delete one; labels stay"), ("apply", "apply all to new items")):
        action = actions.add_parser(name, help=text)
        if name == "delete":
            action.add_argument("name", metavar="NAME")
    for name, text in (("rename", "give one another name"), ("duplicate", "copy one with labels")):
        action = actions.add_parser(name, help=text)
        action.add_argument("name", metavar="NAME")
        action.add_argument("to", metavar="NEW")
    export = actions.add_parser("export", help="write one as JSON")
    export.add_argument("name", metavar="NAME")
    export.add_argument("--to", metavar="FILE", help="default: as the document of this command")
    read = actions.add_parser("import", help="make one from a file that export wrote")
    read.add_argument("file", metavar="FILE")
    read.add_argument("--name", default="", metavar="NEW", help="default: the one it has")
    for child in actions.choices.values():
        add_common(child, top=False)


def run(arguments: argparse.Namespace, session: CommandSession) -> Any:
    """Do the action.

    Raises:
        QueryError: a name is unknown, taken or empty, an item is unknown or marked both ways, or an
            operation makes no sense.
        ReadOnlyLibraryError: the library cannot be changed.
    """
    if arguments.action == "operate":
        return operate(arguments, session)
    services = session.services(write=arguments.action in CHANGING)
    service = services.classifiers
    match arguments.action:
        case "create":
            return _create(arguments, services)
        case "members":
            return results_document(services, service.results(arguments.name, arguments.k))
        case "apply":
            return {"joined": service.apply(session.context)}
        case "delete":
            service.delete(arguments.name)
        case "rename":
            service.rename(arguments.name, arguments.to)
        case "duplicate":
            service.duplicate(arguments.name, arguments.to)
        case "export":
            return _export(arguments, services)
        case "import":
            name, left_out = service.import_(read_file(Path(arguments.file)), arguments.name)
            return {"name": name, "labels_left_out": left_out}
    return {"classifiers": [_row(entry) for entry in service.entries(session.context)]}


def _create(arguments: argparse.Namespace, services: "Services") -> Any:
    both = sorted(set(arguments.positive) & set(arguments.negative))
    if both:
        raise QueryError(
            f"Item {both[0]} is marked relevant and not relevant.",
            hint="Take one of the two marks away.",
        )
    labels = dict.fromkeys(arguments.positive, 1) | dict.fromkeys(arguments.negative, -1)
    known = {one.id for one in services.items.summaries(list(labels))}
    if unknown := sorted(labels.keys() - known):
        raise QueryError(
            f"There is no item {unknown[0]} in this library.",
            hint="Take an id from a search or from the wall.",
        )
    if arguments.labels and arguments.labels not in services.library.catalogue.label_sets():
        raise QueryError(
            f"There is no label set “{arguments.labels}”.", hint="Leave --labels out for a new one."
        )
    made = services.classifiers.create(
        arguments.name,
        arguments.labels,
        learner=arguments.learner,
        modalities=arguments.encoder,
        threshold=arguments.threshold,
    )
    if labels:
        payload = {"labels": {str(item): value for item, value in labels.items()}}
        title = f"Mark {len(labels)} items for “{made.name}”"
        services.history.do("label.set", payload | {"set": made.label_set}, title)
    services.classifiers.train(made.name)
    entries = services.classifiers.entries()
    return {"classifiers": [_row(entry) for entry in entries if entry.saved.name == made.name]}


def _export(arguments: argparse.Namespace, services: "Services") -> Any:
    document = services.classifiers.export(arguments.name)
    if arguments.to is None:
        return document
    path = expanded(Path(arguments.to))
    try:
        write_atomically(path, json.dumps(document, indent=1).encode())
    except OSError as error:
        raise QueryError(
            f"“{path}” cannot be written ({error.strerror or error}).",
            hint="Choose a folder that you can write to.",
        ) from None
    return {"name": document["name"], "file": str(path)}


def _row(entry: ClassifierEntry) -> dict[str, Any]:
    saved = entry.saved
    return {
        "name": saved.name,
        "labels": saved.label_set,
        "positive": entry.positive,
        "negative": entry.negative,
        "members": entry.members,
        "threshold": saved.threshold,
        "learner": saved.learner,
        "encoders": [learned.modality for learned in saved.weights],
        "operation": saved.operation,
        "problem": entry.problem,
    }


def to_text(document: Any) -> str:
    """Return the document as lines for a person."""
    if "groups" in document:
        return operation_text(document)
    if "results" in document:
        return results_text(document)
    if "joined" in document:
        lines = [f"{n:,} joined “{name}”" for name, n in document["joined"].items()]
        return "\n".join(lines) or "Nothing new joined."
    if "classifiers" in document:
        return _list_text(document["classifiers"])
    if "format" in document:
        return json.dumps(document, indent=1)
    if "file" in document:
        return f"“{document['name']}” was written to {document['file']}"
    left_out = document["labels_left_out"]
    said = f"“{document['name']}” was imported"
    return f"{said}; {left_out} labels name items that are not here" if left_out else said


def _list_text(rows: list[Any]) -> str:
    if not rows:
        return "There is no classifier yet: make one with “classifiers create NAME --positive ID”."
    width = max(len(row["name"]) for row in rows)
    lines = []
    for row in rows:
        counts = f"+{row['positive']} -{row['negative']}" if row["operation"] is None else "made of"
        members = row["problem"] if row["members"] is None else f"{row['members']:,} members"
        lines.append(f"{row['name']:{width}}  {counts:>9}  {members}")
    return "\n".join(lines)

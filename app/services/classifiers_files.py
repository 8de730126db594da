"""Classifiers as JSON that another library can read: labels by what their items are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services.classifiers_history import from_document, to_document
from app.services.classifiers_types import Operation
from common.errors import QueryError

if TYPE_CHECKING:
    from app.services.library import Library

FORMAT = "kinora.classifier"
VERSION = 1
MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class ReadClassifier:
    """A classifier from a file.

    Args:
        name: as the file has it.
        document: see `classifiers_history`.
        labels: item of this library -> +1 or -1.
        unknown: labels of items that this library does not know.
        parts: classifiers that it is made of.
    """

    name: str
    document: dict[str, Any]
    labels: dict[int, int]
    unknown: int
    parts: "tuple[ReadClassifier, ...]" = ()


def export_classifier(library: "Library", name: str, path: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a classifier, with those it is made of, as JSON types.

    Raises:
        QueryError: there is no such classifier.
    """
    saved = library.scores.saved(name)
    labels = library.catalogue.labels(saved.label_set) if saved.label_set else {}
    described = {one.id: one.identity for one in library.catalogue.describe(list(labels))}
    document = to_document(saved)
    for passing in ("last_label", "last_item", "label_set"):
        document.pop(passing)
    exported: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "name": saved.name,
        "classifier": document,
        "labels": {described[item]: value for item, value in labels.items() if item in described},
    }
    if saved.operation is not None:
        operands = dict.fromkeys(Operation.from_json(saved.operation).names())
        exported["parts"] = [
            export_classifier(library, one, (*path, name))
            for one in operands
            if one not in {*path, name} and library.catalogue.classifier(one) is not None
        ]
    return exported


def read_exported(library: "Library", value: Any) -> ReadClassifier:
    """Return what an export holds, with its labels as items of this library.

    Raises:
        QueryError: it is none, or a newer Kinora wrote it.
    """
    if not isinstance(value, Mapping) or value.get("format") != FORMAT:
        raise QueryError(
            "This file holds no classifier.", hint="Use a file that “classifiers export” wrote."
        )
    if not isinstance(value.get("version"), int) or value["version"] > VERSION:
        raise QueryError(
            "A newer Kinora wrote this classifier.", hint="Update Kinora, or export it again there."
        )
    name, document, labels = value.get("name"), value.get("classifier"), value.get("labels", {})
    parts = value.get("parts", [])
    are_sound = isinstance(labels, Mapping) and isinstance(parts, list)
    if (
        not isinstance(name, str)
        or not name.strip()
        or not isinstance(document, Mapping)
        or not are_sound
    ):
        raise QueryError(
            "This classifier is damaged.", hint="Export it again, or copy the file again."
        )
    if not all(value in (-1, 1) for value in labels.values()):
        raise QueryError("A label is +1 or -1.", hint="Export the classifier again.")
    known = library.catalogue.find_identities(sorted(map(str, labels)))
    found = {known[identity]: int(labels[identity]) for identity in labels if identity in known}
    made = to_document(from_document(name.strip(), document))  # refuses what cannot be read
    read = tuple(read_exported(library, part) for part in parts)
    return ReadClassifier(name.strip(), made, found, len(labels) - len(found), read)


def read_file(path: Path) -> Any:
    """Return the JSON of a file.

    Raises:
        QueryError: it cannot be read, or holds no JSON.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise QueryError(f"“{path}” is too large.", hint="It holds no classifier.")
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise QueryError(
            f"“{path}” cannot be read ({error.strerror or error}).", hint="Check its name."
        ) from None
    except (ValueError, RecursionError):
        raise QueryError(
            f"“{path}” holds no JSON.", hint="Use a file that “classifiers export” wrote."
        ) from None

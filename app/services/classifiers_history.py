"""What is done to classifiers, as commands that can be undone.

| type | payload |
|---|---|
| `classifier.create` | `{"name": name, "document": {..}, "labels": {item: +1 or -1}}` |
| `classifier.change` | `{"name": name, "changes": {field: value}}` |
| `classifier.rename` | `{"name": name, "to": name}`; operations follow the name |
| `classifier.delete` | `{"name": name}`; its labels stay |

A document holds the fields of `SavedClassifier` but the name; what was learned is base64.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.services.classifiers_types import Operation
from app.services.history_types import CommandType
from common.errors import QueryError

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue.records import SavedClassifier

_TEXTS = ("label_set", "learner", "unit", "colour")
_COUNTS = ("positive", "negative", "last_label", "last_item")
_LEARNED_BY = {"learner", "options", "modalities"}
CHANGEABLE = ("learner", "options", "modalities", "unit", "colour", "threshold", "operation")


def to_document(saved: "SavedClassifier") -> dict[str, Any]:
    """Return a classifier without its name as JSON types."""
    document: dict[str, Any] = {
        name: getattr(saved, name) for name in (*_TEXTS, *_COUNTS, "threshold", "operation")
    }
    document["options"], document["modalities"] = dict(saved.options), list(saved.modalities)
    document["weights"] = [
        {
            "modality": one.modality,
            "version": one.version,
            "weights": base64.b64encode(one.weights).decode(),
            "bias": one.bias,
            "calibration": dict(one.calibration),
        }
        for one in saved.weights
    ]
    return document


def from_document(name: str, document: Mapping[str, Any]) -> "SavedClassifier":
    """Return the classifier that to_document() wrote down.

    Raises:
        QueryError: the document is none.
    """
    from indexers.catalogue.records import SavedClassifier, SavedWeights

    try:
        weights = tuple(
            SavedWeights(
                str(one["modality"]),
                str(one.get("version", "")),
                base64.b64decode(one["weights"], validate=True),
                float(one["bias"]),
                dict(one["calibration"]),
            )
            for one in document.get("weights", ())
        )
        made = SavedClassifier(
            name,
            options=dict(document.get("options", {})),
            modalities=tuple(str(one) for one in document.get("modalities", ())),
            threshold=float(document.get("threshold", 0.5)),
            operation=document.get("operation"),
            weights=weights,
        )
        texts = {key: str(document[key]) for key in _TEXTS if key in document}
        counts = {key: int(document[key]) for key in _COUNTS if key in document}
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error) as error:
        raise QueryError(
            f"“{name}” cannot be read as a classifier ({error}).",
            hint="Use a file that “classifiers export” wrote.",
        ) from None
    made = replace(made, **texts, **counts)  # type: ignore[arg-type]  # JSON
    if not 0.0 <= made.threshold <= 1.0:
        raise QueryError(f"{made.threshold:g} is no threshold.", hint="Use a number from 0 to 1.")
    if made.operation is not None:
        Operation.from_json(made.operation)
    return made


# -- create


def _capture_create(library: "Library", payload: Any) -> Any:
    name = _named(payload, "name")
    if library.catalogue.classifier(name) is not None:
        raise QueryError(f"“{name}” exists already.", hint="Choose another name.")
    made = from_document(name, payload["document"])
    before = library.catalogue.labels(made.label_set) if payload.get("labels") else {}
    labels = {item: before.get(int(item), 0) for item in payload.get("labels", {})}
    return {"name": name, "label_set": made.label_set, "labels": labels}


def _create(library: "Library", payload: Any) -> None:
    made = from_document(str(payload["name"]).strip(), payload["document"])
    library.catalogue.save_classifier(made)
    _set_labels(library, payload.get("labels", {}), made.label_set)


def _uncreate(library: "Library", before: Any) -> None:
    catalogue, label_set = library.catalogue, str(before["label_set"])
    catalogue.delete_classifier(str(before["name"]))
    _set_labels(library, before["labels"], label_set)
    is_used = any(each.label_set == label_set for each in catalogue.classifiers())
    if label_set and not is_used and not catalogue.labels(label_set):
        catalogue.forget_seen(label_set=label_set)  # nobody asks that question any more


def _set_labels(library: "Library", labels: Mapping[str, int], label_set: str) -> None:
    """Label those items that are still in the library."""
    if not labels or not label_set:
        return
    known = {summary.id for summary in library.catalogue.items([int(item) for item in labels])}
    present = {int(item): int(value) for item, value in labels.items() if int(item) in known}
    library.catalogue.set_labels(present, label_set)


# -- change


def _capture_change(library: "Library", payload: Any) -> Any:
    saved = _existing(library, payload)
    document, changes = to_document(saved), payload["changes"]
    if strange := set(changes) - set(CHANGEABLE):
        raise QueryError(f"A classifier has no “{min(strange)}”.", hint="Take it out.")
    from_document(saved.name, document | changes)
    if all(document[key] == value for key, value in changes.items()):
        return None
    return {"name": saved.name, "changes": {key: document[key] for key in changes}}


def _change(library: "Library", payload: Any) -> None:
    saved = library.catalogue.classifier(str(payload["name"]))
    if saved is not None:
        document = to_document(saved) | payload["changes"]
        if set(payload["changes"]) & _LEARNED_BY:
            document["last_label"] = -1  # learns anew
        changed = from_document(saved.name, document)
        library.catalogue.save_classifier(replace(changed, created_at=saved.created_at))


# -- rename


def _capture_rename(library: "Library", payload: Any) -> Any:
    old, new = _existing(library, payload).name, _named(payload, "to")
    if old == new:
        return None
    if library.catalogue.classifier(new) is not None:
        raise QueryError(f"“{new}” exists already.", hint="Choose another name.")
    return {"name": new, "to": old}


def _rename(library: "Library", payload: Any) -> None:
    old, new = str(payload["name"]).strip(), str(payload["to"]).strip()
    for each in library.catalogue.classifiers():
        if each.operation is None:
            continue
        operation = Operation.from_json(each.operation)
        if old in set(operation.names()):
            changed = replace(each, operation=operation.renamed(old, new).to_json())
            library.catalogue.save_classifier(changed)
    if library.catalogue.classifier(old) is not None:  # else it was done before a crash
        library.catalogue.rename_classifier(old, new)


# -- delete


def _capture_delete(library: "Library", payload: Any) -> Any:
    saved = _existing(library, payload)
    return {"name": saved.name, "document": to_document(saved)}


def _delete(library: "Library", payload: Any) -> None:
    library.catalogue.delete_classifier(str(payload["name"]))


def _undelete(library: "Library", before: Any) -> None:
    library.catalogue.save_classifier(from_document(str(before["name"]), before["document"]))


def _existing(library: "Library", payload: Any) -> "SavedClassifier":
    name = _named(payload, "name")
    saved = library.catalogue.classifier(name)
    if saved is None:
        raise QueryError(f"There is no classifier “{name}”.", hint="Choose one from the list.")
    return saved


def _named(payload: Any, field: str) -> str:
    name = str(payload[field]).strip()
    if not name:
        raise QueryError("A classifier needs a name.", hint="Type a name.")
    return name


CLASSIFIER_TYPES = (
    CommandType("classifier.create", _capture_create, _create, _uncreate, "everything"),
    CommandType("classifier.change", _capture_change, _change, _change, "lists"),
    CommandType("classifier.rename", _capture_rename, _rename, _rename, "lists"),
    CommandType("classifier.delete", _capture_delete, _delete, _undelete, "lists"),
)

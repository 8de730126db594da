"""What the user said of items, taken back from an export: labels, tags, buckets, watchlists.

Items are known again by their identity: the content of a photo or video, title and year of a film.
So the marks of one library can be carried to another one of the same media.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services.export_records import LABELS
from app.services.export_tables import FORMULA
from app.services.history_conflicts import SEEN, labels_of, without
from app.services.history_types import DEFAULT_SET
from common.errors import ConflictError, QueryError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.history import HistoryService
    from app.services.library import Library

_VALUES = {said: value for value, said in LABELS.items()}
_HINT = "Choose a CSV or JSON that was exported from Kinora with the column “identity”."
_LARGEST = 1 << 30  # bytes


@dataclass(slots=True)
class Marks:
    """What an export says of the items of this library.

    Args:
        rows: rows of the file.
        known: how many of them are items of this library.
        labels: label set -> item -> 1 or -1.
        tags: tag -> items.
        buckets: name -> items.
        watchlists: name -> items, in the order of the file.
        changed: what was not so before, in words of the history.
        left: label set -> how many items keep the label that somebody else gave them.
    """

    rows: int = 0
    known: int = 0
    labels: dict[str, dict[int, int]] = field(default_factory=dict)
    tags: dict[str, list[int]] = field(default_factory=dict)
    buckets: dict[str, list[int]] = field(default_factory=dict)
    watchlists: dict[str, list[int]] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)


def read_marks(path: Path, library: "Library") -> Marks:
    """Read the marks of an export and find the items they are of.

    Raises:
        QueryError: the file cannot be read or is no export.
    """
    rows = _rows(path)
    if rows and not any(isinstance(row.get("identity"), str) for row in rows):
        raise QueryError(f"“{path.name}” does not say which items it is about.", hint=_HINT)
    known = library.catalogue.find_identities([str(row.get("identity") or "") for row in rows])
    marks = Marks(len(rows))
    for row in rows:
        item = known.get(str(row.get("identity") or ""))
        if item is None:
            continue
        marks.known += 1
        for name, value in _labels(row):
            marks.labels.setdefault(name, {})[item] = value
        for column, lists in (
            ("tags", marks.tags), ("buckets", marks.buckets), ("watchlists", marks.watchlists),
        ):  # fmt: skip
            for name in _names(row.get(column)):
                lists.setdefault(name, []).append(item)
    return marks


def apply_marks(
    marks: Marks, history: "HistoryService", context: JobContext, *, over: bool = False
) -> Marks:
    """Give the items their marks, each kind a command that can be undone; nothing is taken away.

    Args:
        marks: to give.
        history: of the library.
        context: may cancel.
        over: write over labels that other people gave otherwise, instead of leaving them.

    Raises:
        ReadOnlyLibraryError: the library is open for reading only.
        JobCancelled: between two commands; what was done stays and can be undone.
    """
    todo: list[tuple[str, dict[str, Any], str]] = [
        ("label.set", {"labels": {str(i): v for i, v in found.items()}, "set": name},
         _label_title(found, name))
        for name, found in marks.labels.items()
    ]  # fmt: skip
    todo += [
        ("item.tag", {"items": items, "key": "tag", "value": name}, f"Import tag “{name}”")
        for name, items in marks.tags.items()
    ]
    for kind, lists in (("bucket", marks.buckets), ("watchlist", marks.watchlists)):
        todo += [
            (f"{kind}.add", {"list": name, "items": items}, f"Import {kind} “{name}”")
            for name, items in lists.items()
        ]
    for number, (name, payload, title) in enumerate(todo):
        context.step(number, len(todo), title)
        if name == "label.set" and not over:
            told = _label(payload, marks, history)
        else:
            told = "" if history.do(name, payload, title) is None else title
        if told:
            marks.changed.append(told)
    return marks


def _label(payload: dict[str, Any], marks: Marks, history: "HistoryService") -> str:
    """Label what nobody else labelled otherwise, as nobody here has seen that.

    Returns:
        The title of what was done; "" for nothing.
    """
    name = str(payload["set"])
    wanted: dict[str, Any] | None = payload
    while wanted is not None:
        title = _label_title(labels_of(wanted), name)
        try:
            done = history.do("label.set", {**wanted, SEEN: {}}, title)
        except ConflictError as error:
            theirs = error.theirs if isinstance(error.theirs, Mapping) else {}
            if not theirs:
                raise
            marks.left[name] = marks.left.get(name, 0) + len(theirs)
            wanted = without(wanted, theirs)
        else:
            return "" if done is None else title
    return ""


def _label_title(labels: Mapping[int, int], name: str) -> str:
    return f"Import {len(labels):,} labels" + (f" of “{name}”" if name != DEFAULT_SET else "")


def _rows(path: Path) -> list[Mapping[str, Any]]:
    """Return the rows of an export.

    Raises:
        QueryError: it cannot be read.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise QueryError(f"“{path.name}” is larger than 1 GB.", hint="Split it.")
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise QueryError(
            f"“{path}” cannot be read ({error.strerror or error}).", hint="Check the name."
        ) from None
    except UnicodeDecodeError:
        raise QueryError(f"“{path.name}” is no text in UTF-8.", hint=_HINT) from None
    if text.lstrip().startswith(("[", "{")):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise QueryError(f"“{path.name}” is no JSON ({error}).", hint=_HINT) from None
        rows = found if isinstance(found, list) else [found]
        return [row for row in rows if isinstance(row, dict)]
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(1 << 24)
    try:
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise QueryError(f"“{path.name}” is no CSV ({error}).", hint=_HINT) from None


def _labels(row: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    """Yield (label set, value) of a row."""
    said = str(row.get("label") or "")
    if said in _VALUES:
        yield DEFAULT_SET, _VALUES[said]
    for entry in _names(row.get("other_labels")):
        name, _, said = entry.rpartition(": ")
        if name and said in _VALUES:
            yield name, _VALUES[said]


def _names(value: object) -> list[str]:
    """Return names as they were before a table was made of them."""
    if isinstance(value, str):
        text = value[1:] if value[:1] == "'" and value[1:2] in FORMULA else value
        if text.startswith("["):
            try:
                value = json.loads(text)
            except ValueError:
                value = [text]
        else:
            value = text.split("|")
    if not isinstance(value, list):
        return []
    return list(dict.fromkeys(str(name).strip() for name in value if str(name).strip()))

"""Commands of two people on one thing: what was seen of it goes with a command.

A payload may say what its maker saw: `"seen": version` of a list, or `"seen": {item: label}` of a
label set, where an item that is not named had none. Labels are compared item by item. Where
somebody else was quicker, nothing is written and the later one decides. It is no part of the
journal: what was done is done again whatever came since.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from common.errors import ConflictError

if TYPE_CHECKING:
    from app.services.library import Library

SEEN = "seen"
LABELS = "label.set"


def split_seen(payload: Mapping[str, Any]) -> tuple[dict[str, Any], Any]:
    """Return a payload as the journal keeps it, and what was seen; None for no check."""
    plain = {name: value for name, value in payload.items() if name != SEEN}
    return plain, payload.get(SEEN)


def seen_labels(payload: Mapping[str, Any], wanted: Iterable[int]) -> dict[int, int] | None:
    """Return the labels that the maker of a payload saw of items; None for no check.

    Args:
        payload: of the command; `"seen"` holds the labels of a set by item, 0 where it has none.
        wanted: the items that the command labels.
    """
    seen = payload.get(SEEN)
    if seen is None:
        return None
    return {item: int(seen.get(item, seen.get(str(item), 0))) for item in wanted}  # str in JSON


def labels_of(payload: Any) -> dict[int, int]:
    """Return item -> mark of a `label.set`, from either form."""
    found = {int(item): int(value) for item, value in payload.get("labels", {}).items()}
    for value, items in payload.get("marks", {}).items():
        found.update(dict.fromkeys((int(item) for item in items), int(value)))
    return found


def without(payload: Mapping[str, Any], items: Collection[int]) -> dict[str, Any] | None:
    """Return a `label.set` that leaves items as they are; None where it would label nothing."""
    kept = {item: value for item, value in labels_of(payload).items() if item not in items}
    if not kept:
        return None
    plain = {name: value for name, value in payload.items() if name not in {SEEN, "labels"}}
    marks: dict[str, list[int]] = {}
    for item, value in kept.items():
        marks.setdefault(str(value), []).append(item)
    return {**plain, "marks": marks}


def turned(command: str, wanted: Any, now: Any, over: Collection[int] | None) -> Any:
    """Return what undoing a command, or doing it again, writes; None for nothing.

    Args:
        command: its type.
        wanted: the payload to write.
        now: the payload that was written last: what this person believes to be there.
        over: items that keep what others made of them; None has a `label.set` checked instead.
    """
    if command != LABELS:
        return wanted
    if over is None:
        return {**wanted, SEEN: labels_of(now)}
    return without(wanted, over) if over else wanted


def let_decide(
    error: ConflictError, payload: Any, turn: Callable[[Collection[int]], Callable[..., object]]
) -> None:
    """Note in a conflict how a command is turned nevertheless, wholly or for what is left.

    Args:
        error: with the labels that others gave.
        payload: of the command.
        turn: makes what turns it, but for some items.
    """
    theirs = error.theirs if isinstance(error.theirs, Mapping) else {}
    error.again, error.rest = turn(()), turn(tuple(theirs))
    error.asked = len(labels_of(payload))


def require_unchanged(library: "Library", command: str, payload: Any, seen: Any) -> None:
    """Check, before anything is journalled, that a list is as its maker saw it.

    Raises:
        ConflictError: somebody else has changed it since.
    """
    kind = command.partition(".")[0]
    if seen is None or kind not in {"bucket", "watchlist"}:
        return
    catalogue, name = library.catalogue, str(payload["list"])
    if catalogue.is_as_seen(kind, name, seen):  # type: ignore[arg-type]
        return
    items = catalogue.bucket_items if kind == "bucket" else catalogue.watchlist_items
    now = catalogue.version(kind, name)  # type: ignore[arg-type]
    raise ConflictError(name, catalogue.changed_by(kind, name), tuple(items(name)), version=now)  # type: ignore[arg-type]


def is_conflict(error: BaseException) -> bool:
    """Return whether a change failed before anything of it was written, as somebody was quicker."""
    return isinstance(error, ConflictError)


def intent_name(library: "Library") -> str:
    """Return the name of the file that says what is being done: one for each person."""
    person = "" if library.addresses.is_one_folder else library.catalogue.person
    return f"intent-{quote(person, safe='')}.json" if person else "intent.json"

"""Commands of two people on one thing: what was seen of it goes with a command.

A payload may say what its maker saw: `"seen": version` of a list, or `"seen": {item: label}`. Where
somebody else was quicker, nothing is written and the later one decides. It is no part of the
journal: what was done is done again whatever came since.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from common.errors import ConflictError

if TYPE_CHECKING:
    from app.services.library import Library

SEEN = "seen"


def split_seen(payload: Mapping[str, Any]) -> tuple[dict[str, Any], Any]:
    """Return a payload as the journal keeps it, and what was seen; None for no check."""
    plain = {name: value for name, value in payload.items() if name != SEEN}
    return plain, payload.get(SEEN)


def seen_labels(payload: Mapping[str, Any]) -> dict[int, int] | None:
    """Return the labels that the maker of a payload saw."""
    seen = payload.get(SEEN)
    return {int(item): int(value) for item, value in seen.items()} if seen else None


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

"""Commands that change several buckets at once, undone in one step.

Each sets a state, as the other types do; see `history_types`. Payloads are JSON:

| type | payload |
|---|---|
| `bucket.merge` | `{"lists": [name, ..], "to": name}`: `to` gets all items, the others go |
| `bucket.move` | `{"list": name, "to": name, "items": [..]}`: a part goes into another bucket |
| `bucket.split` | `{"list": name, "parts": {name: [..], ..}}`: parts go into their own buckets |
| `bucket.subtract` | `{"list": name, "without": [name, ..]}`: what is in the others goes |

Capturing a command completes its payload with the items it concerns, so that doing it again after
a crash or an undo gives the same, whatever the buckets hold by then.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.services.history_types import CommandType
from common.errors import QueryError

if TYPE_CHECKING:
    from app.services.library import Library


def _state(library: "Library", names: Sequence[str]) -> list[dict[str, Any]]:
    """Return all that buckets hold, so that undoing needs to know no more."""
    there = library.catalogue.buckets()
    return [
        {"list": name, "there": name in there, "items": library.catalogue.bucket_items(name)}
        for name in dict.fromkeys(names)
    ]


def _restore(library: "Library", before: Any) -> None:
    for bucket in before:
        name = str(bucket["list"])
        if not bucket["there"]:
            library.catalogue.delete_bucket(name)
            continue
        items = _present(library, bucket["items"])
        surplus = sorted(set(library.catalogue.bucket_items(name)) - set(items))
        library.catalogue.remove_from_bucket(name, surplus)
        library.catalogue.add_to_bucket(name, items)


def _present(library: "Library", items: Sequence[int]) -> list[int]:
    known = {summary.id for summary in library.catalogue.items(list(items))}
    return [int(item) for item in items if item in known]


def _existing(library: "Library", names: Sequence[str]) -> None:
    """Check that buckets exist.

    Raises:
        QueryError: one does not.
    """
    there = library.catalogue.buckets()
    for name in names:
        if name not in there:
            raise QueryError(f"There is no bucket “{name}”.", hint="Choose one from the list.")


def _named(name: Any) -> str:
    """Return a bucket's name as it is stored.

    Raises:
        QueryError: it is empty.
    """
    if not (plain := str(name).strip()):
        raise QueryError("A name is needed.", hint="Type a name.")
    return plain


# -- merge


def _capture_merge(library: "Library", payload: Any) -> Any:
    target = payload["to"] = _named(payload["to"])
    sources = [str(name) for name in payload["lists"] if str(name) != target]
    _existing(library, sources)
    if not sources:
        return None
    payload["lists"] = sources
    before = _state(library, [target, *sources])
    payload["items"] = sorted({item for bucket in before for item in bucket["items"]})
    return before


def _merge(library: "Library", payload: Any) -> None:
    library.catalogue.add_to_bucket(payload["to"], _present(library, payload["items"]))
    for name in payload["lists"]:
        library.catalogue.delete_bucket(name)


# -- move and split


def _capture_move(library: "Library", payload: Any) -> Any:
    payload["parts"] = {_named(payload["to"]): payload["items"]}
    return _capture_split(library, payload)


def _capture_split(library: "Library", payload: Any) -> Any:
    source = str(payload["list"])
    _existing(library, [source])
    inside = set(library.catalogue.bucket_items(source))
    parts = {
        _named(name): [int(item) for item in items if item in inside]
        for name, items in payload["parts"].items()
    }
    if source in parts:
        raise QueryError(
            f"“{source}” cannot be a part of itself.", hint="Give the part another name."
        )
    payload["parts"] = parts = {name: items for name, items in parts.items() if items}
    return _state(library, [source, *parts]) if parts else None


def _split(library: "Library", payload: Any) -> None:
    for name, items in payload["parts"].items():
        library.catalogue.add_to_bucket(name, _present(library, items))
        library.catalogue.remove_from_bucket(payload["list"], items)


# -- subtract


def _capture_subtract(library: "Library", payload: Any) -> Any:
    name = str(payload["list"])
    others = [str(other) for other in payload["without"]]
    _existing(library, [name, *others])
    if name in others:
        raise QueryError(
            f"Taking “{name}” out of itself would empty it.", hint="Delete the bucket instead."
        )
    out = {item for other in others for item in library.catalogue.bucket_items(other)}
    payload["items"] = sorted(out & set(library.catalogue.bucket_items(name)))
    return _state(library, [name]) if payload["items"] else None


def _subtract(library: "Library", payload: Any) -> None:
    library.catalogue.remove_from_bucket(payload["list"], payload["items"])


BUCKET_COMMANDS = (
    CommandType("bucket.merge", _capture_merge, _merge, _restore, "lists"),
    CommandType("bucket.move", _capture_move, _split, _restore, "lists"),
    CommandType("bucket.split", _capture_split, _split, _restore, "lists"),
    CommandType("bucket.subtract", _capture_subtract, _subtract, _restore, "lists"),
)

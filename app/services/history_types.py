"""The types of commands that can be undone: labels, buckets, watchlists, tags, removal.

Each type sets a state rather than changing one: doing or undoing it twice gives the same as once,
which lets a killed process finish it at the next start. Items that were taken out of the library
meanwhile are passed over, so that they never block the way back. Payloads are JSON:

| type | payload |
|---|---|
| `label.set` | `{"labels": {item: +1, 0 or -1}, "set": name}`, or for many items |
| | `{"marks": {"1", "0" or "-1": [item, ..]}, "set": name}` |
| `bucket.add`, `bucket.remove` | `{"list": name, "items": [..]}` |
| `watchlist.add`, `watchlist.remove` | `{"list": name, "items": [..]}` |
| `watchlist.reorder` | `{"list": name, "items": [..]}` in the new order |
| `bucket.delete`, `watchlist.delete` | `{"list": name}` |
| `bucket.rename`, `watchlist.rename` | `{"list": name, "to": name}` |
| `item.tag`, `item.untag` | `{"items": [..], "key": "tag", "value": text}` |
| `item.remove` | `{"items": [..]}`; a name for the removal is added |
"""

import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.services.history_conflicts import SEEN, labels_of, seen_labels
from common.errors import QueryError, VectorServerError

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue import Catalogue

logger = logging.getLogger(__name__)

DEFAULT_SET = "default"
_MANY = 2000  # from here on all ids are read rather than those asked for

Capture = Callable[["Library", Any], Any]
Apply = Callable[["Library", Any], None]


@dataclass(frozen=True, slots=True)
class CommandType:
    """How commands of one type are done and undone.

    Args:
        name: "thing.verb".
        capture: returns what revert will need, or None where the payload changes nothing; may
            complete the payload before it is journalled.
        apply: brings about what the payload says; running it twice changes nothing more.
        revert: brings back what capture saw; the same holds.
        touches: what others should look at again: "labels", "lists", "items" or "everything".
    """

    name: str
    capture: Capture
    apply: Callable[["Library", Any], None]
    revert: Callable[["Library", Any], None]
    touches: str


# -- items


def _items(payload: Any) -> list[int]:
    return [int(item) for item in payload["items"]]


def _present(library: "Library", items: Sequence[int]) -> list[int]:
    """Return those of items that are in the library, in their order."""
    if len(items) > _MANY:
        import numpy as np

        wanted = np.asarray(items, np.int64)
        there = np.isin(wanted, library.catalogue.columns("id")["id"])
        return list(items) if there.all() else [int(item) for item in wanted[there]]
    known = {summary.id for summary in library.catalogue.items(items)}
    return [item for item in items if item in known]


def _require_items(library: "Library", items: Sequence[int]) -> None:
    """Check what a new command names.

    Raises:
        QueryError: an item is not in the library.
    """
    if unknown := set(items) - set(_present(library, items)):
        raise QueryError(
            f"There is no item {min(unknown)} in this library.",
            hint="Search again to see what there is.",
        )


# -- labels


def _capture_labels(library: "Library", payload: Any) -> Any:
    label_set = str(payload.get("set", DEFAULT_SET))
    wanted = labels_of(payload)
    _require_items(library, list(wanted))
    now = library.catalogue.labels(label_set)
    before = {item: now.get(item, 0) for item in wanted}
    if before == wanted:
        return None
    if "marks" not in payload:
        return {"labels": {str(item): value for item, value in before.items()}, "set": label_set}
    marks: dict[str, list[int]] = {}
    for item, value in before.items():
        marks.setdefault(str(value), []).append(item)
    return {"marks": marks, "set": label_set}


def _set_labels(library: "Library", payload: Any) -> None:
    labels = labels_of(payload)
    present = _present(library, list(labels))
    if len(present) < len(labels):
        labels = {item: labels[item] for item in present}
    label_set = str(payload.get("set", DEFAULT_SET))
    library.catalogue.set_labels(labels, label_set, seen=seen_labels(payload, labels))


# -- buckets and watchlists: what an action on a list has to keep, or None where it changes nothing


def _growing(capture: Capture) -> Capture:
    """Return a capture for adding items to the list that capture keeps."""

    def keep(library: "Library", payload: Any) -> Any:
        _require_items(library, _items(payload))
        before = capture(library, payload)
        return None if before["there"] and set(_items(payload)) <= set(before["items"]) else before

    return keep


def _shrinking(capture: Capture) -> Capture:
    """Return a capture for taking items out of the list that capture keeps."""

    def keep(library: "Library", payload: Any) -> Any:
        before = capture(library, payload)
        return before if set(_items(payload)) & set(before["items"]) else None

    return keep


def _existing(capture: Capture) -> Capture:
    """Return a capture for deleting the list that capture keeps."""

    def keep(library: "Library", payload: Any) -> Any:
        before = capture(library, payload)
        return before if before["there"] else None

    return keep


# -- buckets: sets


def _capture_bucket(library: "Library", payload: Any) -> Any:
    """Keep all of the bucket, so that undoing needs to know no more."""
    name = str(payload["list"])
    there = name in library.catalogue.buckets()
    return {"list": name, "there": there, "items": library.catalogue.bucket_items(name)}


def _add_to_bucket(library: "Library", payload: Any) -> None:
    items = _present(library, _items(payload))
    library.catalogue.add_to_bucket(str(payload["list"]), items)


def _remove_from_bucket(library: "Library", payload: Any) -> None:
    library.catalogue.remove_from_bucket(str(payload["list"]), _items(payload))


def _restore_bucket(library: "Library", before: Any) -> None:
    name, items = str(before["list"]), _present(library, _items(before))
    if not before["there"]:
        library.catalogue.delete_bucket(name)
        return
    surplus = sorted(set(library.catalogue.bucket_items(name)) - set(items))
    library.catalogue.remove_from_bucket(name, surplus)
    library.catalogue.add_to_bucket(name, items)


def _delete_bucket(library: "Library", payload: Any) -> None:
    library.catalogue.delete_bucket(str(payload["list"]), seen=payload.get(SEEN))


# -- watchlists: in order


def _capture_watchlist(library: "Library", payload: Any) -> Any:
    name = str(payload["list"])
    there = name in library.catalogue.watchlists()
    return {"list": name, "there": there, "items": library.catalogue.watchlist_items(name)}


def _capture_reorder(library: "Library", payload: Any) -> Any:
    _require_items(library, _items(payload))
    before = _capture_watchlist(library, payload)
    return None if before["there"] and before["items"] == _items(payload) else before


def _add_to_watchlist(library: "Library", payload: Any) -> None:
    items = _present(library, _items(payload))
    library.catalogue.add_to_watchlist(str(payload["list"]), items)


def _remove_from_watchlist(library: "Library", payload: Any) -> None:
    library.catalogue.remove_from_watchlist(str(payload["list"]), _items(payload))


def _set_watchlist(library: "Library", payload: Any) -> None:
    items = _present(library, _items(payload))
    library.catalogue.set_watchlist(str(payload["list"]), items, seen=payload.get(SEEN))


def _restore_watchlist(library: "Library", before: Any) -> None:
    if before["there"]:
        _set_watchlist(library, before)
    else:
        library.catalogue.delete_watchlist(str(before["list"]))


def _delete_watchlist(library: "Library", payload: Any) -> None:
    library.catalogue.delete_watchlist(str(payload["list"]), seen=payload.get(SEEN))


# -- names


def _capture_bucket_rename(library: "Library", payload: Any) -> Any:
    return _capture_rename(library.catalogue.buckets(), payload)


def _capture_watchlist_rename(library: "Library", payload: Any) -> Any:
    return _capture_rename(library.catalogue.watchlists(), payload)


def _capture_rename(known: Mapping[str, int], payload: Any) -> Any:
    old, new = str(payload["list"]).strip(), str(payload["to"]).strip()
    if old == new:
        return None
    if old not in known:
        raise QueryError(f"There is no “{old}”.", hint="Choose one from the list.")
    if new in known:
        raise QueryError(f"“{new}” exists already.", hint="Choose another name.")
    return {"list": new, "to": old}


def _rename_bucket(library: "Library", payload: Any) -> None:
    catalogue = library.catalogue
    _rename(catalogue.buckets(), catalogue.rename_bucket, payload)


def _rename_watchlist(library: "Library", payload: Any) -> None:
    catalogue = library.catalogue
    _rename(catalogue.watchlists(), catalogue.rename_watchlist, payload)


def _rename(known: Mapping[str, int], rename: Callable[[str, str], None], payload: Any) -> None:
    old, new = str(payload["list"]).strip(), str(payload["to"]).strip()
    if old not in known and new in known:
        return  # done before the process was killed
    rename(old, new)


# -- tags


def _tagged_by_user(
    catalogue: "Catalogue", items: Sequence[int], key: str, value: str
) -> list[int]:
    having = set(catalogue.tagged_by_user(key, value).tolist())
    return [item for item in items if item in having]


def _tag_of(payload: Any) -> tuple[str, str]:
    return str(payload.get("key", "tag")).strip().lower(), str(payload["value"]).strip()


def _capture_tag(library: "Library", payload: Any) -> Any:
    _require_items(library, _items(payload))
    key, value = _tag_of(payload)
    tagged = set(_tagged_by_user(library.catalogue, _items(payload), key, value))
    changed = [item for item in _items(payload) if item not in tagged]
    return {"items": changed, "key": key, "value": value} if changed else None


def _capture_untag(library: "Library", payload: Any) -> Any:
    key, value = _tag_of(payload)
    changed = _tagged_by_user(library.catalogue, _items(payload), key, value)
    return {"items": changed, "key": key, "value": value} if changed else None


def _tag(library: "Library", payload: Any) -> None:
    library.catalogue.tag(_present(library, _items(payload)), *_tag_of(payload))


def _untag(library: "Library", payload: Any) -> None:
    library.catalogue.untag(_items(payload), *_tag_of(payload))


# -- removal


def _capture_removal(library: "Library", payload: Any) -> Any:
    """Give the removal a name, under which the catalogue keeps what goes; see remove_items()."""
    if not _present(library, _items(payload)):
        return None
    payload["removal"] = uuid.uuid4().hex
    return {"removal": payload["removal"]}


def _remove_items(library: "Library", payload: Any) -> None:
    collections = [library.vectors(name) for name in library.encoders()]
    gone = library.catalogue.remove_items(_items(payload), removal=str(payload["removal"]))
    for collection in collections:
        collection.remove(gone)


def _restore_items(library: "Library", before: Any) -> None:
    restored = library.catalogue.restore_items(str(before["removal"]))
    for encoder, (items, rows) in restored.vectors.items():
        try:
            library.vectors(encoder).commit(items, rows)
        except ValueError as error:  # the disk lost rows; a check of the library makes them anew
            logger.warning("vectors of restored items are lost: %s", error)
        except VectorServerError as error:  # they wait there; opening the library finds them
            logger.warning("vectors of restored items are not found yet: %s", error.what)


COMMAND_TYPES = (
    CommandType("label.set", _capture_labels, _set_labels, _set_labels, "labels"),
    CommandType("bucket.add", _growing(_capture_bucket), _add_to_bucket, _restore_bucket, "lists"),
    CommandType(
        "bucket.remove", _shrinking(_capture_bucket), _remove_from_bucket, _restore_bucket, "lists"
    ),
    CommandType(
        "bucket.delete", _existing(_capture_bucket), _delete_bucket, _restore_bucket, "lists"
    ),
    CommandType("bucket.rename", _capture_bucket_rename, _rename_bucket, _rename_bucket, "lists"),
    CommandType(
        "watchlist.add",
        _growing(_capture_watchlist),
        _add_to_watchlist,
        _restore_watchlist,
        "lists",
    ),
    CommandType(
        "watchlist.remove",
        _shrinking(_capture_watchlist),
        _remove_from_watchlist,
        _restore_watchlist,
        "lists",
    ),
    CommandType("watchlist.reorder", _capture_reorder, _set_watchlist, _restore_watchlist, "lists"),
    CommandType(
        "watchlist.delete",
        _existing(_capture_watchlist),
        _delete_watchlist,
        _restore_watchlist,
        "lists",
    ),
    CommandType(
        "watchlist.rename", _capture_watchlist_rename, _rename_watchlist, _rename_watchlist, "lists"
    ),
    CommandType("item.tag", _capture_tag, _tag, _untag, "items"),
    CommandType("item.untag", _capture_untag, _untag, _tag, "items"),
    CommandType("item.remove", _capture_removal, _remove_items, _restore_items, "everything"),
)

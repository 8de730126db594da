"""In what state a library and the program were, and why a list may be another one today."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from app.services.program import version
from common.notes import Note

if TYPE_CHECKING:
    from app.services.services import Services

_NOTES = {
    "other-library": "It was recorded in another library, “{then}”.",
    "other-program": "It was recorded by Kinora {then}; this is {now}.",
    "other-network": "“{name}” has other weights: {then} then, {now} now.",
    "network-gone": "“{name}” compared items then and is not here now.",
    "network-new": "“{name}” compares items now and was not there then.",
    "items-gone": "No longer in the library: {count} of the list.",
    "items-new": "Came into the library later: {count} of today's list.",
    "changed-since": "The library was changed since (revision {then} then, {now} now).",
    "scores": "The items are the same, scores differ by up to {most}.",
    "unknown": "Nothing that was recorded tells why.",
}


class ReplayNote(Note):
    """Why a list is another one than when it was recorded."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = _NOTES


def state_of(services: "Services") -> dict[str, Any]:
    """Return what lists depend on: program, library and networks, JSON types.

    Reads the catalogue; not for the thread of the window.
    """
    library = services.library
    catalogue = library.catalogue
    ids = catalogue.columns("id")["id"]
    return {
        "program": version(),
        "library": library.name,
        "library_id": str(library.info.get("id", "")),
        "items": len(ids),
        "largest": int(ids.max()) if len(ids) else 0,
        "revision": catalogue.revision(),
        "networks": {name: library.vectors(name).version for name in catalogue.count_vectors()},
    }


def general_causes(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[ReplayNote]:
    """Return what is not as it was; nothing where the log does not say how it was.

    Args:
        then: `state_of` when the session was recorded.
        now: the same of today.
    """
    if not then:
        return []
    notes = []
    if then.get("library_id") != now["library_id"]:
        notes.append(ReplayNote("other-library", then=str(then.get("library", "?"))))
    if then.get("program") != now["program"]:
        notes.append(
            ReplayNote("other-program", then=str(then.get("program", "?")), now=now["program"])
        )
    before: Mapping[str, str] = then.get("networks") or {}
    for name in sorted(before.keys() | now["networks"].keys()):
        was, is_ = before.get(name), now["networks"].get(name)
        if was is None:
            notes.append(ReplayNote("network-new", name=name))
        elif is_ is None:
            notes.append(ReplayNote("network-gone", name=name))
        elif was != is_:
            notes.append(ReplayNote("other-network", name=name, then=was or "?", now=is_ or "?"))
    return notes


def causes_of(
    lists: tuple[Sequence[int], Sequence[int]],
    known: set[int],
    then: Mapping[str, Any],
    now: Mapping[str, Any],
    most: float | None,
) -> tuple[str, ...]:
    """Return why two lists differ, as far as it is known.

    Args:
        lists: items then and now.
        known: items of the first list that are in the library today.
        then: `state_of` when the session was recorded; {} where the log does not say.
        now: the same of today.
        most: largest difference of scores of items at the same rank where the items are the same;
            None where they are not.
    """
    notes: list[str] = list(general_causes(then, now))
    gone = [item for item in lists[0] if item not in known]
    if gone:
        notes.append(ReplayNote("items-gone", count=len(gone)))
    largest = then.get("largest")
    if isinstance(largest, int):
        later = sum(item > largest for item in set(lists[1]) - set(lists[0]))
        if later:
            notes.append(ReplayNote("items-new", count=later))
    if most is not None:
        notes.append(ReplayNote("scores", most=f"{most:.2g}"))
    revision = then.get("revision")
    if isinstance(revision, int) and revision != now["revision"] and not gone:
        notes.append(ReplayNote("changed-since", then=revision, now=now["revision"]))
    return tuple(notes or [ReplayNote("unknown")])

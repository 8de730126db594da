"""Describes an item in three stages, from what is known of it: for tasks of known items by text.

Each stage says more than the one before, as at the Video Browser Showdown. The words are those of
the item's own facets and texts, so a search for them can find it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from common.notes import Note, joined
from common.values import ItemKind, TextKind

if TYPE_CHECKING:
    from indexers.catalogue.records import ItemDetails

STAGES_S = (0.0, 60.0, 120.0)
LEAST_WORDS = 2  # things that an item must show to be described
_SURE = 0.15  # least score of a named thing
_MOST_THINGS = 4
_SHOWN = ("object", "concept", "tag", "genre", "keyword", "theme")
_SETTING = ("colour", "activity", "weather", "part of day", "season")
_WHERE = ("place", "city", "country", "event", "weekday", "month", "year", "decade", "director")


_KINDS = {ItemKind.SHOT: "scene", ItemKind.VIDEO: "video", ItemKind.FILM: "film"}


class TaskText(Note):
    """A sentence of a hint, or the name of a task.

    `pairs` are the facets and values that a sentence lists, so that a window can name them.
    """

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = {
        "picture": "A picture with {things}.",
        "scene": "A scene of a video with {things}.",
        "video": "A video with {things}.",
        "film": "A film with {things}.",
        "setting": "Colours and setting: {values}.",
        "also": "Also to be seen: {things}.",
        "several": "There are {things}.",
        "where": "Where and when: {values}.",
        "described": "It was described as: {text}.",
        "read": "One can read: “{text}”.",
        "spoken": "Somebody says: “{text}”.",
        "name-picture": "Picture {number}",
        "name-text": "Text {number}",
        "name-all": "All “{values}”",
        "name-marked": "All marked in “{name}”",
        "find-all": "Find everything with {key}: {values}.",
        "find-marked": "Find everything that is marked in “{name}”.",
    }


def things_of(details: "ItemDetails") -> list[str]:
    """Return what an item shows: names of its facets and boxes, the surest first, each once."""
    named = [(box.score, box.label) for box in details.boxes]
    named += [
        (facet.score, facet.value)
        for facet in details.facets
        if facet.key in _SHOWN and facet.score >= _SURE
    ]
    ordered = sorted(named, key=lambda one: (-one[0], one[1]))
    return _once(value for _, value in ordered)


def describe(details: "ItemDetails") -> tuple[str, ...] | None:
    """Return three descriptions, each holding the one before; None where too little is known.

    Args:
        details: of a photo, shot or film.
    """
    things = things_of(details)
    captions = [text.content for text in details.texts if text.kind == TextKind.CAPTION]
    if len(things) < LEAST_WORDS and not captions:
        return None
    first = _shown(details, things[:_MOST_THINGS] or [captions[0]])
    rest = things[_MOST_THINGS : 2 * _MOST_THINGS]
    second = _sentences(
        first,
        _listed("setting", _values(details, _SETTING)),
        TaskText("also", things=", ".join(rest)) if rest else "",
        _counts(details),
    )
    third = _sentences(
        second,
        _listed("where", _values(details, _WHERE)),
        TaskText("described", text=captions[0].rstrip(".")) if captions else "",
        _said(details, TextKind.OCR, "read"),
        _said(details, TextKind.SPEECH, "spoken"),
    )
    return first, second, third


def _shown(details: "ItemDetails", things: Sequence[str]) -> str:
    named = ", ".join(thing.rstrip(".") for thing in things)
    return TaskText(_KINDS.get(details.summary.kind, "picture"), things=named)


def _listed(name: str, pairs: Sequence[tuple[str, str]]) -> str:
    if not pairs:
        return ""
    return TaskText(name, values=", ".join(value for _, value in pairs), pairs=list(pairs))


def _values(details: "ItemDetails", keys: Sequence[str]) -> list[tuple[str, str]]:
    """Return facets of an item with their values, two of a key at most and each value once."""
    by_key = {key: [f.value for f in details.facets if f.key == key] for key in keys}
    found = {value: key for key in reversed(keys) for value in by_key[key][:2] if value.strip()}
    every = _once(value for key in keys for value in by_key[key][:2])
    return [(found[value], value) for value in every]


def _counts(details: "ItemDetails") -> str:
    """Return how many there are of what is there more than once."""
    labels = [box.label for box in details.boxes if box.score >= 0.4]
    several = [
        f"{labels.count(label)} × {label}" for label in _once(labels) if labels.count(label) > 1
    ]
    return TaskText("several", things=", ".join(several)) if several else ""


def _said(details: "ItemDetails", kind: TextKind, name: str) -> str:
    found = [text.content for text in details.texts if text.kind == kind and text.content.strip()]
    return TaskText(name, text=" ".join(found[0].split()[:12])) if found else ""


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value.strip()))


def _sentences(*parts: str) -> str:
    return joined(parts, " ")

"""Describes an item in three stages, from what is known of it: for tasks of known items by text.

Each stage says more than the one before, as at the Video Browser Showdown. The words are those of
the item's own facets and texts, so a search for them can find it.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

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
    second = _sentences(
        first,
        f"Colours and setting: {', '.join(found)}."
        if (found := _values(details, _SETTING))
        else "",
        f"Also to be seen: {', '.join(things[_MOST_THINGS : 2 * _MOST_THINGS])}."
        if len(things) > _MOST_THINGS
        else "",
        _counts(details),
    )
    third = _sentences(
        second,
        f"Where and when: {', '.join(found)}." if (found := _values(details, _WHERE)) else "",
        f"It was described as: {captions[0].rstrip('.')}." if captions else "",
        _said(details, TextKind.OCR, "One can read"),
        _said(details, TextKind.SPEECH, "Somebody says"),
    )
    return first, second, third


def _shown(details: "ItemDetails", things: Sequence[str]) -> str:
    kind = {
        ItemKind.SHOT: "A scene of a video", ItemKind.VIDEO: "A video", ItemKind.FILM: "A film",
    }.get(details.summary.kind, "A picture")  # fmt: skip
    return f"{kind} with {', '.join(thing.rstrip('.') for thing in things)}."


def _values(details: "ItemDetails", keys: Sequence[str]) -> list[str]:
    by_key = {key: [f.value for f in details.facets if f.key == key] for key in keys}
    return _once(value for key in keys for value in by_key[key][:2])


def _counts(details: "ItemDetails") -> str:
    """Return how many there are of what is there more than once."""
    labels = [box.label for box in details.boxes if box.score >= 0.4]
    several = [
        f"{labels.count(label)} × {label}" for label in _once(labels) if labels.count(label) > 1
    ]
    return f"There are {', '.join(several)}." if several else ""


def _said(details: "ItemDetails", kind: TextKind, how: str) -> str:
    found = [text.content for text in details.texts if text.kind == kind and text.content.strip()]
    return f"{how}: “{' '.join(found[0].split()[:12])}”." if found else ""


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value.strip()))


def _sentences(*parts: str) -> str:
    return " ".join(part for part in parts if part)

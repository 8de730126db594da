"""Items as records of an export: what a table or a document says of each.

Film columns carry the names that film lists are read by, so that an export can be imported again.
"""

import os
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from common.values import Hit, ItemKind, TextKind

if TYPE_CHECKING:
    from app.services.types import ItemDetails

Value = str | int | float | bool | list[str] | None
Record = dict[str, Value]

LABELS = {1: "relevant", -1: "not relevant"}
_USER = "user"
_FILM = frozenset({ItemKind.FILM})
_MOVING = frozenset({ItemKind.VIDEO, ItemKind.SHOT})
_CAMERA = frozenset({ItemKind.PHOTO, ItemKind.LIFELOG, *_MOVING})
_ALL = frozenset(ItemKind)

# Column -> kinds of items that have it, in the order of a table.
COLUMNS: dict[str, frozenset[ItemKind]] = {
    "id": _ALL, "kind": _ALL, "title": _ALL,
    "year": _FILM, "release_date": _FILM, "genres": _FILM, "actors": _FILM, "directors": _FILM,
    "companies": _FILM, "countries": _ALL, "languages": _FILM, "keywords": _FILM, "plot": _FILM,
    "tagline": _FILM, "runtime_min": _FILM, "popularity": _FILM, "votes": _FILM, "rating": _FILM,
    "imdb_id": _FILM, "link": _FILM, "poster": _FILM,
    "taken_at": _CAMERA, "utc_offset_min": _CAMERA, "latitude": _CAMERA, "longitude": _CAMERA,
    "places": _CAMERA, "cameras": _CAMERA, "captions": _CAMERA,
    "video": frozenset({ItemKind.SHOT}), "start_s": frozenset({ItemKind.SHOT}),
    "end_s": frozenset({ItemKind.SHOT}), "duration_s": _MOVING, "frame_rate": _MOVING,
    "speech": _MOVING, "width": _CAMERA, "height": _CAMERA, "codec": _CAMERA,
    "concepts": _ALL, "objects": _ALL, "colours": _ALL, "text_in_picture": _CAMERA,
    "tags": _ALL, "label": _ALL, "other_labels": _ALL, "buckets": _ALL, "watchlists": _ALL,
    "path": _ALL, "missing": _ALL, "identity": _ALL,
}  # fmt: skip
HIT_COLUMNS = ("rank", "score", "why")
_FACETS = {
    "genres": "genre", "actors": "actor", "directors": "director", "companies": "company",
    "countries": "country", "languages": "language", "concepts": "concept", "objects": "object",
    "colours": "colour", "cameras": "camera",
}  # fmt: skip
_EXTRA = ("release_date", "runtime_min", "votes", "rating", "imdb_id", "link", "poster")


def columns_for(kinds: Collection[ItemKind], *, with_hits: bool) -> tuple[str, ...]:
    """Return the columns that make sense for kinds of items, in order."""
    own = tuple(name for name, having in COLUMNS.items() if having & frozenset(kinds))
    return (*(HIT_COLUMNS if with_hits else ()), *own)


def known_columns() -> tuple[str, ...]:
    """Return all columns there are."""
    return (*HIT_COLUMNS, *COLUMNS)


def record_of(details: "ItemDetails", hit: Hit | None = None, rank: int = 0) -> Record:
    """Return all columns of an item; None and [] where nothing is known.

    Args:
        details: of the item.
        hit: its place in a result list, if it is exported from one.
        rank: that place, from 1.
    """
    summary, facts = details.summary, details.facts
    record: Record = dict.fromkeys(known_columns())
    if hit is not None:
        record |= {"rank": rank, "score": round(hit.score, 6), "why": _plain(hit.why)}
    record |= {
        "id": details.id,
        "kind": str(summary.kind),
        "title": summary.title,
        "label": LABELS.get(details.labels.get("default", 0)),
        "other_labels": [
            f"{name}: {LABELS[value]}" for name, value in details.labels.items()
            if name != "default"
        ],
        "buckets": list(details.buckets),
        "watchlists": list(details.watchlists),
        "path": printable(summary.path),
        "missing": summary.missing,
        "identity": details.identity,
    }  # fmt: skip
    record |= {name: _values(details, key) for name, key in _FACETS.items()}
    record["tags"] = _values(details, "tag", lambda source: source == _USER)
    if summary.kind == ItemKind.FILM:
        record |= _film(details)
    else:
        record |= _media(details)
        record |= {"width": facts.width or None, "height": facts.height or None}
    return record


def _film(details: "ItemDetails") -> Record:
    extra = details.facts.extra
    found: Record = {name: extra.get(name) for name in _EXTRA}
    found["year"] = details.summary.year
    found["keywords"] = _keywords(details)
    found["plot"] = _text(details, TextKind.PLOT)
    found["tagline"] = _text(details, TextKind.CAPTION)
    # A number that Kinora made up, or took from the votes, is not what the list said.
    if extra.get("popularity_from", "list") == "list":
        found["popularity"] = details.popularity
    return found


def _keywords(details: "ItemDetails") -> list[str]:
    """Return the keywords of a film: all of them in the order of its list, where its text has it.

    Facets hold the first few only, and in no order.
    """
    values = _values(details, "tag", lambda source: source != _USER)
    written = (_text(details, TextKind.TAG) or "").split(", ")
    return list(dict.fromkeys(written)) if values and set(values) <= set(written) else values


def _media(details: "ItemDetails") -> Record:
    summary, facts = details.summary, details.facts
    places = [f.value for key in ("place", "city") for f in details.facets if f.key == key]
    found: Record = {
        "taken_at": facts.taken_at.isoformat(sep=" ") if facts.taken_at else None,
        "utc_offset_min": facts.offset_min,
        "latitude": facts.latitude,
        "longitude": facts.longitude,
        "places": list(dict.fromkeys(places)),
        "captions": _texts(details, TextKind.CAPTION),
        "text_in_picture": _texts(details, TextKind.OCR),
        "speech": _texts(details, TextKind.SPEECH),
        "codec": facts.codec or None,
        "duration_s": facts.duration_s,
        "frame_rate": facts.frame_rate,
    }
    if summary.kind == ItemKind.SHOT:
        found |= {"video": summary.parent, "start_s": summary.start_s, "end_s": summary.end_s}
    return found


def _values(
    details: "ItemDetails", key: str, of: Callable[[str], bool] = lambda _source: True
) -> list[str]:
    values = (f.value for f in details.facets if f.key == key and of(f.source))
    return list(dict.fromkeys(values))


def _texts(details: "ItemDetails", kind: TextKind) -> list[str]:
    return list(dict.fromkeys(t.content for t in details.texts if t.kind == kind))


def _text(details: "ItemDetails", kind: TextKind) -> str | None:
    """Return the text of a kind; the longest where two lists tell of one film."""
    return max(_texts(details, kind), key=len, default=None)


def _plain(why: str) -> str:
    """Return why something was found without the marks around what matched."""
    return why.translate({0x2068: None, 0x2069: None})


def printable(path: str) -> str:
    """Return a path as text; bytes that are no UTF-8 are written by their numbers."""
    return os.fsencode(path).decode("utf-8", "backslashreplace") if path else ""

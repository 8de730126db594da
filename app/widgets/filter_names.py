"""Facets, filters and queries as a person reads them: one table of words for all panels."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from app.widgets.numbers import numeral

if TYPE_CHECKING:  # brings SQLAlchemy, which the first paint does not need
    from app.services.types import Filter, Query

_SIGNS = {"none": " ≠"}
_KEYS: dict[str, Any] = {
    "actor": QT_TRANSLATE_NOOP("FilterNames", "Actor"),
    "added_at": QT_TRANSLATE_NOOP("FilterNames", "Added"),
    "animated": QT_TRANSLATE_NOOP("FilterNames", "Animated"),
    "aspect": QT_TRANSLATE_NOOP("FilterNames", "Width / height"),
    "borders": QT_TRANSLATE_NOOP("FilterNames", "Black borders"),
    "brightness": QT_TRANSLATE_NOOP("FilterNames", "Brightness (%)"),
    "bucket": QT_TRANSLATE_NOOP("FilterNames", "Bucket"),
    "camera": QT_TRANSLATE_NOOP("FilterNames", "Camera"),
    "camera_motion": QT_TRANSLATE_NOOP("FilterNames", "Camera motion"),
    "activity": QT_TRANSLATE_NOOP("FilterNames", "Activity"),
    "city": QT_TRANSLATE_NOOP("FilterNames", "City"),
    "collection": QT_TRANSLATE_NOOP("FilterNames", "Collection"),
    "classifier": QT_TRANSLATE_NOOP("FilterNames", "Classifier"),
    "colour": QT_TRANSLATE_NOOP("FilterNames", "Colour"),
    "company": QT_TRANSLATE_NOOP("FilterNames", "Company"),
    "concept": QT_TRANSLATE_NOOP("FilterNames", "Concept"),
    "country": QT_TRANSLATE_NOOP("FilterNames", "Country"),
    "day": QT_TRANSLATE_NOOP("FilterNames", "Day"),
    "daytime": QT_TRANSLATE_NOOP("FilterNames", "Time of day"),
    "decade": QT_TRANSLATE_NOOP("FilterNames", "Decade"),
    "director": QT_TRANSLATE_NOOP("FilterNames", "Director"),
    "duration_s": QT_TRANSLATE_NOOP("FilterNames", "Length (s)"),
    "event": QT_TRANSLATE_NOOP("FilterNames", "Event"),
    "faces": QT_TRANSLATE_NOOP("FilterNames", "Number of faces"),
    "frame_rate": QT_TRANSLATE_NOOP("FilterNames", "Frame rate"),
    "genre": QT_TRANSLATE_NOOP("FilterNames", "Genre"),
    "height": QT_TRANSLATE_NOOP("FilterNames", "Height (px)"),
    "hour": QT_TRANSLATE_NOOP("FilterNames", "Hour"),
    "keyword": QT_TRANSLATE_NOOP("FilterNames", "Keyword"),
    "kind": QT_TRANSLATE_NOOP("FilterNames", "Kind"),
    "label": QT_TRANSLATE_NOOP("FilterNames", "Mark"),
    "language": QT_TRANSLATE_NOOP("FilterNames", "Language"),
    "latitude": QT_TRANSLATE_NOOP("FilterNames", "Latitude"),
    "lens": QT_TRANSLATE_NOOP("FilterNames", "Lens"),
    "light": QT_TRANSLATE_NOOP("FilterNames", "Light"),
    "longitude": QT_TRANSLATE_NOOP("FilterNames", "Longitude"),
    "main_colour": QT_TRANSLATE_NOOP("FilterNames", "Main colour"),
    "missing": QT_TRANSLATE_NOOP("FilterNames", "File is missing"),
    "month": QT_TRANSLATE_NOOP("FilterNames", "Month"),
    "object": QT_TRANSLATE_NOOP("FilterNames", "Object"),
    "orientation": QT_TRANSLATE_NOOP("FilterNames", "Shape of the picture"),
    "origin": QT_TRANSLATE_NOOP("FilterNames", "Story from"),
    "path": QT_TRANSLATE_NOOP("FilterNames", "Folder"),
    "people": QT_TRANSLATE_NOOP("FilterNames", "Number of people"),
    "person": QT_TRANSLATE_NOOP("FilterNames", "Person"),
    "place": QT_TRANSLATE_NOOP("FilterNames", "Place"),
    "popularity": QT_TRANSLATE_NOOP("FilterNames", "Popularity"),
    "rating": QT_TRANSLATE_NOOP("FilterNames", "Rating"),
    "region_light": QT_TRANSLATE_NOOP("FilterNames", "Brightness of a region"),
    "runtime": QT_TRANSLATE_NOOP("FilterNames", "Runtime (min)"),
    "tag": QT_TRANSLATE_NOOP("FilterNames", "Tag"),
    "taken_at": QT_TRANSLATE_NOOP("FilterNames", "Taken"),
    "tone": QT_TRANSLATE_NOOP("FilterNames", "Colour or black-and-white"),
    "votes": QT_TRANSLATE_NOOP("FilterNames", "Votes"),
    "watchlist": QT_TRANSLATE_NOOP("FilterNames", "Watchlist"),
    "weekday": QT_TRANSLATE_NOOP("FilterNames", "Weekday"),
    "width": QT_TRANSLATE_NOOP("FilterNames", "Width (px)"),
    "writer": QT_TRANSLATE_NOOP("FilterNames", "Writer"),
    "year": QT_TRANSLATE_NOOP("FilterNames", "Year"),
}
_VALUES: dict[tuple[str, str], Any] = {
    ("borders", "letterbox"): QT_TRANSLATE_NOOP("FilterNames", "Above and below (letterbox)"),
    ("borders", "none"): QT_TRANSLATE_NOOP("FilterNames", "None"),
    ("borders", "pillarbox"): QT_TRANSLATE_NOOP("FilterNames", "Left and right (pillarbox)"),
    ("borders", "windowbox"): QT_TRANSLATE_NOOP("FilterNames", "All around (windowbox)"),
    ("camera_motion", "pan left"): QT_TRANSLATE_NOOP("FilterNames", "Pan to the left"),
    ("camera_motion", "pan right"): QT_TRANSLATE_NOOP("FilterNames", "Pan to the right"),
    ("camera_motion", "shaky"): QT_TRANSLATE_NOOP("FilterNames", "Shaky"),
    ("camera_motion", "static"): QT_TRANSLATE_NOOP("FilterNames", "Static"),
    ("camera_motion", "tilt down"): QT_TRANSLATE_NOOP("FilterNames", "Tilt down"),
    ("camera_motion", "tilt up"): QT_TRANSLATE_NOOP("FilterNames", "Tilt up"),
    ("camera_motion", "zoom in"): QT_TRANSLATE_NOOP("FilterNames", "Zoom in"),
    ("camera_motion", "zoom out"): QT_TRANSLATE_NOOP("FilterNames", "Zoom out"),
    ("light", "black"): QT_TRANSLATE_NOOP("FilterNames", "Black"),
    ("light", "bright"): QT_TRANSLATE_NOOP("FilterNames", "Bright"),
    ("light", "dark"): QT_TRANSLATE_NOOP("FilterNames", "Dark"),
    ("light", "normal"): QT_TRANSLATE_NOOP("FilterNames", "Normal"),
    ("orientation", "landscape"): QT_TRANSLATE_NOOP("FilterNames", "Landscape"),
    ("orientation", "panorama"): QT_TRANSLATE_NOOP("FilterNames", "Panorama"),
    ("orientation", "portrait"): QT_TRANSLATE_NOOP("FilterNames", "Portrait"),
    ("orientation", "square"): QT_TRANSLATE_NOOP("FilterNames", "Square"),
    ("tone", "black-and-white"): QT_TRANSLATE_NOOP("FilterNames", "Black-and-white"),
    ("tone", "colour"): QT_TRANSLATE_NOOP("FilterNames", "Colour"),
    ("tone", "tinted"): QT_TRANSLATE_NOOP("FilterNames", "Shades of one colour"),
    ("kind", "film"): QT_TRANSLATE_NOOP("FilterNames", "Film"),
    ("kind", "lifelog"): QT_TRANSLATE_NOOP("FilterNames", "Lifelog photo"),
    ("kind", "photo"): QT_TRANSLATE_NOOP("FilterNames", "Photo"),
    ("kind", "shot"): QT_TRANSLATE_NOOP("FilterNames", "Shot of a video"),
    ("kind", "video"): QT_TRANSLATE_NOOP("FilterNames", "Video"),
    ("daytime", "night"): QT_TRANSLATE_NOOP("FilterNames", "Night"),
    ("daytime", "morning"): QT_TRANSLATE_NOOP("FilterNames", "Morning"),
    ("daytime", "midday"): QT_TRANSLATE_NOOP("FilterNames", "Midday"),
    ("daytime", "afternoon"): QT_TRANSLATE_NOOP("FilterNames", "Afternoon"),
    ("daytime", "evening"): QT_TRANSLATE_NOOP("FilterNames", "Evening"),
    ("label", "-1"): QT_TRANSLATE_NOOP("FilterNames", "Not relevant"),
    ("label", "1"): QT_TRANSLATE_NOOP("FilterNames", "Relevant"),
}
_COLOURS: dict[str, Any] = {
    "black": QT_TRANSLATE_NOOP("FilterNames", "black"),
    "white": QT_TRANSLATE_NOOP("FilterNames", "white"),
    "grey": QT_TRANSLATE_NOOP("FilterNames", "grey"),
    "red": QT_TRANSLATE_NOOP("FilterNames", "red"),
    "orange": QT_TRANSLATE_NOOP("FilterNames", "orange"),
    "yellow": QT_TRANSLATE_NOOP("FilterNames", "yellow"),
    "green": QT_TRANSLATE_NOOP("FilterNames", "green"),
    "blue": QT_TRANSLATE_NOOP("FilterNames", "blue"),
    "purple": QT_TRANSLATE_NOOP("FilterNames", "purple"),
    "pink": QT_TRANSLATE_NOOP("FilterNames", "pink"),
    "brown": QT_TRANSLATE_NOOP("FilterNames", "brown"),
}
_REGIONS: dict[str, Any] = {
    "all": QT_TRANSLATE_NOOP("FilterNames", "Whole picture"),
    "top": QT_TRANSLATE_NOOP("FilterNames", "Top"),
    "bottom": QT_TRANSLATE_NOOP("FilterNames", "Bottom"),
    "left": QT_TRANSLATE_NOOP("FilterNames", "Left"),
    "right": QT_TRANSLATE_NOOP("FilterNames", "Right"),
    "centre": QT_TRANSLATE_NOOP("FilterNames", "Centre"),
    "top-left": QT_TRANSLATE_NOOP("FilterNames", "Top left"),
    "top-right": QT_TRANSLATE_NOOP("FilterNames", "Top right"),
    "bottom-left": QT_TRANSLATE_NOOP("FilterNames", "Bottom left"),
    "bottom-right": QT_TRANSLATE_NOOP("FilterNames", "Bottom right"),
}
_TIMES = ("taken_at", "added_at")


def _tr(text: str) -> str:
    return QCoreApplication.translate("FilterNames", text)


_OF_NUMBERS: Final = frozenset(("rating", "runtime", "brightness"))
_FRACTION: Final = re.compile(r"\d+\.\d+")


def key_name(key: str) -> str:
    """Return a facet as shown: "Genre", "Time of day"; keys that nobody foresaw as they are."""
    name, _, detail = key.partition(":")
    known = _KEYS.get(name)
    shown = _tr(known) if known else name.replace("_", " ").capitalize()
    return f"{shown} ({detail})" if detail and detail != "default" else shown


def value_name(key: str, value: str) -> str:
    """Return a value of a facet as shown."""
    if key == "region_light":
        region, _, bounds = value.partition(":")
        low, _, high = bounds.strip(" %").partition("-")
        return f"{region_name(region)} {low.strip() or 0} – {high.strip() or 100} %"
    if key in {"colour", "main_colour"}:
        return _tr(_COLOURS.get(value, value))
    if key in {"month", "weekday"}:
        return _date_name(key, value)
    if key in _OF_NUMBERS and _FRACTION.fullmatch(value):
        return numeral(float(value), f".{len(value.partition('.')[2])}f")
    known = _VALUES.get((key.partition(":")[0], value))
    return _tr(known) if known else value


def _date_name(key: str, value: str) -> str:
    """Return a month or a day of the week, kept in English, as the locale calls it."""
    number = _date_numbers(key).get(value.casefold())
    if number is None:
        return value
    here = QLocale()
    name = here.standaloneMonthName if key == "month" else here.standaloneDayName
    return str(name(number))


@cache
def _date_numbers(key: str) -> dict[str, int]:
    english = QLocale(QLocale.Language.English)
    if key == "month":
        return {english.standaloneMonthName(n).casefold(): n for n in range(1, 13)}
    return {english.standaloneDayName(n).casefold(): n for n in range(1, 8)}


def region_name(region: str) -> str:
    """Return a region of the picture as shown; one that was drawn by its place and size."""
    known = _REGIONS.get(region.strip().casefold())
    if known:
        return _tr(known)
    try:
        x, y, width, height = (float(side) for side in region.split(","))
    except ValueError:  # written by hand, and shown as it is
        return region
    across = _third(x + width / 2, "left", "right")
    down = _third(y + height / 2, "top", "bottom")
    place = "-".join(part for part in (down, across) if part) or "centre"
    size = f"{numeral(width, '.0%')} × {numeral(height, '.0%')}"
    return f"{_tr(_REGIONS[place])} ({size})"


def _third(middle: float, first: str, last: str) -> str:
    return first if middle < 1 / 3 else last if middle > 2 / 3 else ""


def number_name(key: str, number: float) -> str:
    """Return a number of a facet as shown: a date for times, else a plain number."""
    if key in _TIMES and abs(number) > 9999:
        try:
            return datetime.fromtimestamp(number, UTC).strftime("%Y-%m-%d")
        except (ValueError, OverflowError, OSError):
            return numeral(number, "g")
    return numeral(number, ".6g")


def filter_name(one: "Filter") -> str:
    """Return a filter as shown on a chip: "Genre: Comedy / Drama", "Year: 1990 – 1999".

    Values that an item must all have are joined by a plus.
    """
    key = key_name(one.key)
    between = " + " if one.mode == "all" else " / "
    parts = [between.join(value_name(one.key, each) for each in one.values)] if one.values else []
    if one.low is not None or one.high is not None:
        low = "…" if one.low is None else number_name(one.key, one.low)
        high = "…" if one.high is None else number_name(one.key, one.high)
        parts.append(low if low == high else f"{low} – {high}")
    if not parts:
        return _tr("%s: any") % key
    return f"{key}{_SIGNS.get(one.mode, ':')} {', '.join(parts)}"


def query_name(query: "Query") -> str:
    """Return what a button says that runs a query: its words, then what it is narrowed to."""
    words = query.text()
    narrowed = ", ".join(filter_name(one) for one in query.filters)
    if words and narrowed:
        return f"{words} · {narrowed}"
    return words or narrowed or query.describe()


def title_of_change(before: "Sequence[Filter]", after: "Sequence[Filter]") -> str:
    """Return what the history says of a change of the filters."""
    gone = [one for one in before if one not in after]
    new = [one for one in after if one not in before]
    if new:
        return _tr("Filter by %s") % ", ".join(filter_name(one) for one in new)
    if not after:
        return _tr("Clear the filters")
    return _tr("No longer filter by %s") % ", ".join(filter_name(one) for one in gone)


def range_gesture(before: "Sequence[Filter]", after: "Sequence[Filter]") -> str:
    """Return the name of the gesture if only the range of one facet changed, else ""."""
    changed = [one for one in before if one not in after] + [
        one for one in after if one not in before
    ]
    keys = {one.key for one in changed}
    has_range = all(one.low is not None or one.high is not None for one in changed)
    plain = not any(one.values for one in changed)
    return f"range {keys.pop()}" if len(keys) == 1 and has_range and plain else ""

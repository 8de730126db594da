"""Google's Timeline as phones export it, and as the cloud did: visits and paths.

Android writes `{"semanticSegments": [..]}` with points like "53.35°, -6.26°"; iOS a bare list with
"geo:53.35,-6.26". The cloud's older exports had `timelineObjects` and `locations` with degrees
times ten million.
"""

import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from common.errors import MediaError
from indexers.media.life import LARGEST, Life, Span
from indexers.media.times import TimeReader, seconds

SOURCE = "timeline"
_NUMBERS = re.compile(r"(-?\d+(?:\.\d+)?)°?\s*,\s*(-?\d+(?:\.\d+)?)°?")
_E7 = 1e7
_ROLES = {"home": "home", "work": "work"}
_WRONG_TIME = "have no time that can be read"
_KEYS = ("visit", "activity", "timelinePath", "timelineMemory")


def is_timeline(content: Any) -> bool:
    """Whether JSON is a time line."""
    if isinstance(content, Mapping):
        return bool({"semanticSegments", "timelineObjects", "locations"} & content.keys())
    if not isinstance(content, list):
        return False
    return any(
        isinstance(each, Mapping) and "startTime" in each and any(key in each for key in _KEYS)
        for each in content[:50]
    )


def read_timeline(path: Path) -> Life:
    """Read visits as stays, ways as trips, and all positions.

    Raises:
        MediaError: it cannot be read, is no JSON or no time line.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise MediaError(path, "the time line is larger than a gigabyte")
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise MediaError(path, f"it cannot be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:
        raise MediaError(path, f"it is no JSON ({error})") from error
    return life_of(path, content)


def life_of(path: Path, content: Any) -> Life:
    """Return what the JSON of a time line tells.

    Raises:
        MediaError: it is no time line, or tells nothing.
    """
    if not is_timeline(content):
        raise MediaError(path, "it is no time line")
    reader = _Reader(Life("timeline", SOURCE))
    segments = content if isinstance(content, list) else content.get("semanticSegments") or ()
    for number, each in enumerate(segments, 1):
        reader.add(each, f"segment {number}")
    if isinstance(content, Mapping):
        for number, each in enumerate(_list(content.get("timelineObjects")), 1):
            reader.add_old(each, f"object {number}")
        for number, each in enumerate(_list(content.get("locations")), 1):
            reader.add_location(each, f"location {number}")
    if reader.life.is_empty:
        faults = "; ".join(reader.life.lines("segments"))
        raise MediaError(path, f"nothing in the time line can be used ({faults or 'it is empty'})")
    return reader.life


class _Reader:
    """Adds what segments tell to a life."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self._times = TimeReader()

    def _time(self, value: Any) -> int | None:
        found = self._times.read(str(value or ""))
        return None if found is None else seconds(found.moment)

    def add(self, segment: Any, where: str) -> None:
        """Add a segment of a phone's export."""
        if not isinstance(segment, Mapping):
            self.life.complain("are no segments", where)
            return
        start, end = self._time(segment.get("startTime")), self._time(segment.get("endTime"))
        if start is None or end is None or end < start:
            self.life.complain(_WRONG_TIME, where)
            return
        offset = segment.get("startTimeTimezoneUtcOffsetMinutes")
        if isinstance(offset, int) and abs(offset) <= 14 * 60:
            self.life.offsets.append((start, offset))
        for point in _list(segment.get("timelinePath")):
            self._add_point(point, start, where)
        if isinstance(visit := segment.get("visit"), Mapping):
            self._add_visit(visit, start, end)
        if isinstance(activity := segment.get("activity"), Mapping):
            self._add_activity(activity, start, end)

    def _add_point(self, point: Any, start: int, where: str) -> None:
        if not isinstance(point, Mapping):
            return
        position = _position(point.get("point"))
        time = self._time(point.get("time"))
        if time is None and "durationMinutesOffsetFromStartTime" in point:
            minutes = _number(point["durationMinutesOffsetFromStartTime"])
            time = None if math.isnan(minutes) else start + round(60 * minutes)
        if time is None or position is None:
            self.life.complain("have a point without a time or a position", where)
            return
        self.life.add_position(time, *position, math.nan, where)

    def _add_visit(self, visit: Mapping[str, Any], start: int, end: int) -> None:
        top = visit.get("topCandidate")
        top = top if isinstance(top, Mapping) else {}
        place = top.get("placeLocation")
        position = _position(place.get("latLng") if isinstance(place, Mapping) else place)
        told = str(top.get("semanticType") or "").casefold()
        role = next((role for word, role in _ROLES.items() if word in told), "")
        self._stay(start, end, role.title(), role, position)

    def _stay(
        self, start: int, end: int, name: str, role: str, position: tuple[float, float] | None
    ) -> None:
        latitude, longitude = position or (None, None)
        self.life.spans.append(
            Span("stay", start, end, place=name, role=role, latitude=latitude, longitude=longitude)
        )
        if position is not None:
            for time in dict.fromkeys((start, end)):
                self.life.add_position(time, *position, math.nan)

    def _add_activity(self, activity: Mapping[str, Any], start: int, end: int) -> None:
        top = activity.get("topCandidate")
        told = str(top.get("type") or "") if isinstance(top, Mapping) else ""
        for key, time in (("start", start), ("end", end)):
            value = activity.get(key)
            position = _position(value.get("latLng") if isinstance(value, Mapping) else value)
            if position is not None:
                self.life.add_position(time, *position, math.nan)
        name = told.replace("_", " ").casefold().removeprefix("in ").strip()
        self.life.spans.append(Span("trip", start, end, name=name))

    def add_old(self, each: Any, where: str) -> None:
        """Add an object of the cloud's Semantic Location History."""
        each = each if isinstance(each, Mapping) else {}
        visit, way = each.get("placeVisit"), each.get("activitySegment")
        told = visit if isinstance(visit, Mapping) else way
        if not isinstance(told, Mapping) or not isinstance(told.get("duration"), Mapping):
            self.life.complain("are no segments", where)
            return
        span = told["duration"]
        start, end = (
            self._time(
                span.get(f"{name}Timestamp") or _milliseconds(span.get(f"{name}TimestampMs"))
            )
            for name in ("start", "end")
        )
        if start is None or end is None or end < start:
            self.life.complain(_WRONG_TIME, where)
        elif told is visit:
            place = told.get("location")
            place = place if isinstance(place, Mapping) else {}
            role = str(place.get("semanticType") or "").casefold().removeprefix("type_")
            role = _ROLES.get(role, "")
            self._stay(start, end, str(place.get("name") or role.title()), role, _e7(place))
        else:
            for key, time in (("startLocation", start), ("endLocation", end)):
                if (position := _e7(told.get(key))) is not None:
                    self.life.add_position(time, *position, math.nan)
            name = str(told.get("activityType") or "").replace("_", " ").casefold()
            self.life.spans.append(Span("trip", start, end, name=name.removeprefix("in ")))

    def _old_time(self, told: Mapping[str, Any], name: str) -> int | None:
        return self._time(told.get(name) or _milliseconds(told.get(f"{name}Ms")))

    def add_location(self, each: Any, where: str) -> None:
        """Add a raw location of the cloud's Records."""
        each = each if isinstance(each, Mapping) else {}
        time = self._old_time(each, "timestamp")
        position = _e7(each)
        if time is None or position is None:
            self.life.complain("have a point without a time or a position", where)
        else:
            self.life.add_position(time, *position, _number(each.get("altitude")), where)


def _milliseconds(value: Any) -> str:
    return str(value) if str(value or "").isdecimal() else ""


def _position(value: Any) -> tuple[float, float] | None:
    """Read "53.35°, -6.26°" or "geo:53.35,-6.26"."""
    found = _NUMBERS.search(str(value)) if isinstance(value, str) else None
    return None if found is None else (float(found[1]), float(found[2]))


def _e7(value: Any) -> tuple[float, float] | None:
    """Read degrees times ten million."""
    if not isinstance(value, Mapping):
        return None
    north, east = _number(value.get("latitudeE7")), _number(value.get("longitudeE7"))
    return None if math.isnan(north + east) else (north / _E7, east / _E7)


def _number(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan
    return number if math.isfinite(number) else math.nan


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []

"""Tracks in GPX files: points with a time; namespaces and versions do not matter."""

import math
from pathlib import Path
from xml.etree import ElementTree as ET

from common.errors import MediaError
from indexers.media.life import LARGEST, Life
from indexers.media.times import TimeReader, seconds

SOURCE = "gpx"


def is_gpx(head: str) -> bool:
    """Whether a text begins like a GPX file."""
    return "<gpx" in head[:4096]


def read_gpx(path: Path) -> Life:
    """Read the points of all tracks, routes and waypoints that have a time.

    A file that stops in the middle gives what stands before.

    Raises:
        MediaError: it cannot be read, or holds no point with a time.
    """
    life = Life("gpx", SOURCE)
    reader = TimeReader()
    try:
        if path.stat().st_size > LARGEST:
            raise MediaError(path, "the track is larger than a gigabyte")
        with path.open("rb") as file:
            if b"<!ENTITY" in file.read(65536):
                raise MediaError(path, "it declares entities, which no track does")
        for _, element in ET.iterparse(path, events=("end",)):  # noqa: S314
            if element.tag.rpartition("}")[2] in {"trkpt", "rtept", "wpt"}:
                _add_point(life, element, reader)
                element.clear()
    except OSError as error:
        raise MediaError(path, f"it cannot be read ({error.strerror or error})") from error
    except (ET.ParseError, ValueError, LookupError) as error:
        if not life.positions:
            raise MediaError(path, f"it is no track ({error})") from error
        life.complain(f"follow, but the file is damaged there ({error})")
    if not life.positions:
        raise MediaError(path, "it holds no point with a time and a position")
    return life


def _add_point(life: Life, element: ET.Element, reader: TimeReader) -> None:
    told = {child.tag.rpartition("}")[2]: (child.text or "") for child in element}
    where = f"point {len(life.positions) + sum(count for count, _ in life.faults.values()) + 1}"
    moment = reader.read(told.get("time", ""))
    if moment is None:  # GPX times are UTC, with or without a Z
        life.complain("have no time", where)
        return
    latitude, longitude = _number(element.get("lat")), _number(element.get("lon"))
    elevation = _number(told.get("ele"))
    life.add_position(seconds(moment.moment), latitude, longitude, elevation, where)


def _number(text: str | None) -> float:
    try:
        value = float(text or "nan")
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan

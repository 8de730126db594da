"""Positions and zones for pictures that have none, from the tracks of a library.

The last step of an import: it looks at all pictures and all tracks there are, so that it does not
matter which came first. A position between two points of a track at most five minutes apart is laid
between them by time; it is marked as such, and laid anew when a better track or clock comes.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from app.services.history_lifelog import tell_time
from app.services.import_types import Meter
from app.services.import_zones import Zones
from common.values import ImportReport, MediaFacts
from indexers.catalogue import Catalogue, Moment, Saying, Track
from indexers.media.places import SOURCE, Place, find_place, with_place
from indexers.media.times import offset_at, seconds, to_utc

TRACK = "track"
_NEIGHBOURS_S = 300  # between the two points of a track that a picture lies between
_BATCH = 200
_PLACE_DIGITS = 3  # of degrees, about a hundred metres: names are looked up once for each
_NAIVE = ("exif", "name")  # local times, where no offset is known
_NO_TIME = ("", "file", "list")


def place_items(catalogue: Catalogue, meter: Meter, report: ImportReport) -> None:
    """Give pictures the positions and zones that tracks tell; safe to repeat.

    Raises:
        JobCancelled: the user cancelled; finished batches are kept.
        LibraryError: the disk is full; finished batches are kept.
    """
    track = catalogue.positions()
    zones = Zones(catalogue)
    changed = []
    for moment in catalogue.moments():
        if moment.taken_at is None or moment.time_source in _NO_TIME:
            continue
        after = placed(moment, track, zones)
        if after != moment:
            changed.append((moment, after))
    known: dict[tuple[float, float], Place | None] = {}
    meter.total += len(changed)
    for start in range(0, len(changed), _BATCH):
        part = changed[start : start + _BATCH]
        moved = [after for before, after in part if _where(before) != _where(after)]
        said = _named(catalogue, moved, known)
        catalogue.set_moments([after for _, after in part], teller=tell_time, said=said)
        report.placed += sum(after.latitude is not None for after in moved)
        meter.advance("", len(part))


def placed(moment: Moment, track: Track, zones: Zones) -> Moment:
    """Return when and where a picture was, with what tracks and zones add.

    Args:
        moment: as it is known; it has a time.
        track: all positions, by time.
        zones: of the library.
    """
    if moment.taken_at is None:
        return moment
    if moment.offset_min is None:
        moment = _with_zone(moment, zones)
    if moment.latitude is not None and moment.position_source != TRACK:
        return moment
    position = None
    # A local time without a zone is not where the track was then.
    if moment.taken_at is not None and not _is_naive(moment):
        position = position_at(track, seconds(moment.taken_at))
    if position is None:
        if moment.position_source != TRACK:
            return moment
        return replace(moment, latitude=None, longitude=None, position_source="")
    north, east = position
    same = (
        moment.latitude is not None
        and moment.longitude is not None
        and abs(moment.latitude - north) < 1e-9
        and abs(moment.longitude - east) < 1e-9
    )
    if same:
        return moment
    return replace(moment, latitude=north, longitude=east, position_source=TRACK)


def _is_naive(moment: Moment) -> bool:
    return moment.offset_min is None and moment.time_source in _NAIVE


def _with_zone(moment: Moment, zones: Zones) -> Moment:
    """Return a moment with the offset of local time, where something tells it."""
    taken = moment.taken_at
    if taken is None:
        return moment
    zone = _zone_of(moment, zones, seconds(taken))
    if zone is None:
        return moment
    if not _is_naive(moment):
        return replace(moment, offset_min=offset_at(seconds(taken), zone))
    utc = to_utc(taken, zone)
    taken = datetime(1970, 1, 1) + timedelta(seconds=utc)  # noqa: DTZ001 - UTC, as everywhere
    return replace(moment, taken_at=taken, offset_min=offset_at(utc, zone))


def _zone_of(moment: Moment, zones: Zones, at: int) -> tzinfo | None:
    """Return the zone of the picture's own position, else of the track at its time."""
    if moment.latitude is not None and moment.longitude is not None:
        return zones.of(moment.latitude, moment.longitude)
    return zones.at(at)


def position_at(track: Track, time: int) -> tuple[float, float] | None:
    """Return where a track was, degrees north and east; None where its points lie too far apart.

    Args:
        track: by time.
        time: UTC seconds.
    """
    after = int(np.searchsorted(track.times, time))
    if after < len(track) and track.times[after] == time:
        return float(track.latitudes[after]), float(track.longitudes[after])
    if not 0 < after < len(track):
        return None
    before = after - 1
    span = int(track.times[after] - track.times[before])
    if span > _NEIGHBOURS_S:
        return None
    share = (time - int(track.times[before])) / span
    north = _between(track.latitudes, before, share)
    west, east = float(track.longitudes[before]), float(track.longitudes[after])
    turn = (east - west + 180.0) % 360.0 - 180.0  # the short way round, over the date line too
    return north, (west + share * turn + 180.0) % 360.0 - 180.0


def _between(values: NDArray[np.float64], at: int, share: float) -> float:
    return float(values[at] + share * (values[at + 1] - values[at]))


def _where(moment: Moment) -> tuple[float | None, float | None]:
    return moment.latitude, moment.longitude


def _named(
    catalogue: Catalogue,
    moments: Sequence[Moment],
    known: dict[tuple[float, float], Place | None],
) -> dict[int, Saying]:
    """Return the names of places, without repeating what the files themselves say.

    Args:
        catalogue: of the library.
        moments: that moved; one without a position loses the names it had.
        known: places by position to about a hundred metres; filled on the way.
    """
    said = {each.item: Saying(frozenset({SOURCE})) for each in moments}
    details = {each.id: each for each in catalogue.describe([each.item for each in moments])}
    for moment in moments:
        if moment.latitude is None or moment.longitude is None or moment.item not in details:
            continue
        key = (round(moment.latitude, _PLACE_DIGITS), round(moment.longitude, _PLACE_DIGITS))
        if key not in known:
            known[key] = find_place(*key)
        facets = [each for each in details[moment.item].facets if each.source != SOURCE]
        facts = MediaFacts(latitude=moment.latitude, longitude=moment.longitude, facets=facets)
        told = with_place(facts, known[key])
        fresh = tuple(each for each in told.facets if each.source == SOURCE)
        said[moment.item] = Saying(frozenset({SOURCE}), fresh, tuple(told.texts))
    return said

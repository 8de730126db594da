"""Finds stays, trips and events of a library and writes them as episodes."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.days_moments import LocalClock, Moments
from common.jobs import JobContext
from common.settings import DaySettings
from indexers.catalogue.lifelog_records import Episode, Place
from indexers.media.places import find_place
from indexers.moments.events import find_events
from indexers.moments.roles import guess_roles
from indexers.moments.sphere import metres, middles, on_sphere, to_degrees
from indexers.moments.stays import StayOptions, Stays, find_places, find_stays
from indexers.moments.tracks import Track, make_track
from indexers.moments.trips import Trip, find_trips

if TYPE_CHECKING:
    from app.services.library import Library

logger = logging.getLogger(__name__)

SOURCE = "days"
STAY, TRIP, EVENT = "stay", "trip", "event"
HOME, WORK = "home", "work"
_LOOKS = ("clip", "mobilenet_v2", "squeezenet1_0", "layout")  # encoders, the best first
_LASTING_S = 600  # an activity that is shorter ends no event
_AT_ONCE = 20_000  # items whose looks are in memory at once


@dataclass(slots=True)
class Whereabouts:
    """Where somebody was: stays, and the places that they are visits to.

    Args:
        stays: in the order of time.
        place: number of the place of each stay, (S,).
        points: middles of the places on the unit sphere, (P, 3).
        reach_m: how far each reaches, (P,).
        names: of the places.
        roles: "home", "work" or "other".
        guessed: whether nobody confirmed a place.
        ids: of the places that the user named, 0 for others.
    """

    stays: Stays
    place: NDArray[np.int64]
    points: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 3)))
    reach_m: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    names: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    guessed: list[bool] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)

    def at(self, times: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the number of the stay at each time, -1 for none, (M,)."""
        if not len(self.stays):
            return np.full(len(times), -1, np.int64)
        found = np.searchsorted(self.stays.start, times, "right") - 1
        inside = (found >= 0) & (times <= self.stays.end[np.maximum(found, 0)])
        return np.where(inside, found, -1)

    def near(self, points: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the number of the place that each point lies in, -1 for none, (M,)."""
        found = np.full(len(points), -1, np.int64)
        best = np.full(len(points), np.inf)
        for number, (centre, reach) in enumerate(zip(self.points, self.reach_m, strict=True)):
            apart = metres(points, centre)
            closer = (apart <= reach) & (apart < best)
            found[closer], best[closer] = number, apart[closer]
        return found


def read_track(library: "Library") -> Track:
    """Return all positions of tracks."""
    told = library.catalogue.positions()
    return make_track(told.times, told.latitudes, told.longitudes)


def with_photos(track: Track, moments: Moments) -> Track:
    """Return a track with the positions of photos where it knows nothing better."""
    own = np.isfinite(moments.latitude) & np.isfinite(moments.longitude)
    if len(track):
        # A camera's clock may be wrong; a receiver's is not.
        after = np.clip(np.searchsorted(track.times, moments.times), 0, len(track) - 1)
        nearest = np.minimum(
            np.abs(track.times[after] - moments.times),
            np.abs(track.times[np.maximum(after - 1, 0)] - moments.times),
        )
        own &= nearest > 3600
    if not own.any():
        return track
    north, east = track.degrees
    return make_track(
        np.concatenate((track.times, moments.times[own])),
        np.concatenate((north, moments.latitude[own])),
        np.concatenate((east, moments.longitude[own])),
    )


def whereabouts(
    library: "Library", track: Track, clock: LocalClock, settings: DaySettings
) -> Whereabouts:
    """Return stays and named places of a track."""
    options = StayOptions(radius_m=settings.stay_radius_m, least_s=60.0 * settings.stay_minutes)
    stays = find_stays(track, options)
    known = library.catalogue.places()
    place = np.full(len(stays), -1, np.int64)
    found = Whereabouts(stays, place)
    for each in known:
        _add(found, on_sphere([each.latitude], [each.longitude])[0], each)
    place[:] = found.near(stays.points)
    rest = np.flatnonzero(place < 0)
    groups = find_places(
        stays.points[rest], stays.seconds[rest].astype(float), settings.place_radius_m
    )
    place[rest] = len(known) + groups
    count = int(groups.max()) + 1 if len(groups) else 0
    weights = np.maximum(stays.seconds[rest].astype(float), 1.0)
    for centre in middles(stays.points[rest], weights, groups, count):
        _add(found, centre, Place(name="", radius_m=settings.place_radius_m))
    _guess(library, found, clock, len(known))
    return found


def _add(found: Whereabouts, point: NDArray[np.float64], place: Place) -> None:
    found.points = np.concatenate((found.points, point[None]))
    found.reach_m = np.append(found.reach_m, place.radius_m)
    found.names.append(place.name)
    found.roles.append(place.role)
    found.guessed.append(not place.id)
    found.ids.append(place.id)


def _guess(library: "Library", found: Whereabouts, clock: LocalClock, known: int) -> None:
    """Guess home and work, unless the user said where they are, and name what has no name."""
    offsets = np.array([clock.at(start) for start in found.stays.start.tolist()], np.int64) * 60
    roles = guess_roles(found.stays.start + offsets, found.stays.end + offsets, found.place)
    for role, number in ((HOME, roles.home), (WORK, roles.work)):
        if number >= known and role not in found.roles:
            found.roles[number], found.names[number] = role, role
    imported = _imported_names(library, found)
    taken = {name.casefold() for name in found.names if name}
    for number in range(known, len(found.names)):
        if not found.names[number]:
            plain = imported.get(number) or suggested_name(found.points[number]) or "Place"
            found.names[number] = _free_name(plain, taken)
            taken.add(found.names[number].casefold())


def _imported_names(library: "Library", found: Whereabouts) -> dict[int, str]:
    """Return what imports call places: by place, the name that was heard there the longest."""
    heard: dict[tuple[int, str], int] = {}
    for each in library.catalogue.episodes(STAY):
        name = each.place or each.name
        if each.source == SOURCE or not name or not len(found.stays):
            continue
        together = np.minimum(found.stays.end, each.end) - np.maximum(found.stays.start, each.start)
        for stay in np.flatnonzero(together > 0).tolist():
            key = (int(found.place[stay]), name)
            heard[key] = heard.get(key, 0) + int(together[stay])
    best: dict[int, tuple[int, str]] = {}
    for (number, name), seconds in heard.items():
        best[number] = max(best.get(number, (0, "")), (seconds, name))
    return {number: name for number, (_, name) in best.items()}


def suggested_name(point: NDArray[np.float64]) -> str:
    """Return the quarter or town around a point of the unit sphere, "" where that is unknown."""
    north, east = to_degrees(point)
    place = find_place(float(north), float(east))
    return (place.district or place.town) if place is not None else ""


def _free_name(plain: str, taken: set[str]) -> str:
    """Return a name that no other place has: "Bern", "Bern 2"."""
    if plain != "Place" and plain.casefold() not in taken:
        return plain
    number = 1 if plain == "Place" else 2
    while f"{plain} {number}".casefold() in taken:
        number += 1
    return f"{plain} {number}"


def write_stays(library: "Library", found: Whereabouts) -> None:
    """Replace the stays that were found before."""
    north, east = to_degrees(found.stays.points)
    rows = [
        Episode(
            start=start, end=end, place=found.names[place], latitude=float(latitude),
            longitude=float(longitude),
            extra={"role": found.roles[place], "guess": found.guessed[place],
                   "place_id": found.ids[place]},
        )
        for start, end, place, latitude, longitude in zip(
            found.stays.start.tolist(), found.stays.end.tolist(), found.place.tolist(), north,
            east, strict=True,
        )
    ]  # fmt: skip
    library.catalogue.set_episodes(STAY, SOURCE, rows)


def write_trips(library: "Library", found: Whereabouts, track: Track) -> list[Trip]:
    """Replace the trips that were found before; return them."""
    trips = find_trips(track, found.stays)

    def name(stay: int) -> str:
        return found.names[int(found.place[stay])] if stay >= 0 else ""

    rows = [
        Episode(
            start=trip.start, end=trip.end,
            extra={
                "mode": trip.mode.value, "metres": round(trip.metres), "guess": True,
                "from": name(trip.before), "to": name(trip.after), "fixes": trip.fixes,
                "legs": [[leg.start, leg.end, leg.mode.value, round(leg.metres)]
                         for leg in trip.legs],
            },
        )
        for trip in trips
    ]  # fmt: skip
    library.catalogue.set_episodes(TRIP, SOURCE, rows)
    return trips


def places_of(moments: Moments, found: Whereabouts) -> NDArray[np.int64]:
    """Return the number of the place of each item, -1 where unknown, (N,).

    Its own position says so where that lies in a place, else the stay at its time.
    """
    place = np.full(len(moments), -1, np.int64)
    own = np.isfinite(moments.latitude) & np.isfinite(moments.longitude)
    place[own] = found.near(on_sphere(moments.latitude[own], moments.longitude[own]))
    stay = found.at(moments.times)
    staying = (stay >= 0) & (place < 0)
    place[staying] = found.place[stay[staying]]
    return place


def events_of(
    library: "Library", moments: Moments, place: NDArray[np.int64], context: JobContext,
    activities: Sequence[Episode] = (),
) -> NDArray[np.int64]:  # fmt: skip
    """Return the number of the event of each item, ascending with time, (N,)."""
    encoder = _encoder(library)
    doing = _doing(moments, activities)
    event = np.zeros(len(moments), np.int64)
    following = 0
    for first, last in _sections(moments.times):
        context.step(first, len(moments), "Finding events")
        part = slice(first, last)
        looks = _looks(library, encoder, moments.ids[part]) if encoder else None
        found = find_events(moments.times[part], place[part], looks, activities=doing[part])
        event[part] = following + found
        following += int(found[-1]) + 1
    return event


def _doing(moments: Moments, activities: Sequence[Episode]) -> NDArray[np.int64]:
    """Return the number of the activity at each item, -1 for none, (N,); later ones hide others.

    Short ones are told by the minute by some watches and end no event.
    """
    numbers: dict[str, int] = {}
    doing = np.full(len(moments), -1, np.int64)
    for each in sorted(activities, key=lambda one: one.start):
        if each.end - each.start < _LASTING_S:
            continue
        first, last = np.searchsorted(moments.times, (each.start, each.end))
        doing[first:last] = numbers.setdefault(each.name or each.kind, len(numbers))
    return doing


def _sections(times: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return first and one behind last of parts of some size, cut where nothing was taken long."""
    if not len(times):
        return []
    gaps = np.flatnonzero(np.diff(times) >= 3 * 3600) + 1
    cuts = [0]
    for gap in gaps.tolist():
        if gap - cuts[-1] >= _AT_ONCE:
            cuts.append(gap)
    return list(zip(cuts, [*cuts[1:], len(times)], strict=True))


def _encoder(library: "Library") -> str:
    """Return the encoder whose vectors tell looks: the best that most items have."""
    counts = library.encoders()
    most = max(counts.values(), default=0)
    usual = [name for name, count in counts.items() if 2 * count >= most > 0]
    ranked = [name for kind in _LOOKS for name in usual if name.startswith(kind)]
    return ranked[0] if ranked else ""


def _looks(library: "Library", encoder: str, ids: NDArray[np.int64]) -> NDArray[np.float32] | None:
    """Return the vectors of items, zeros for those without, (N, D)."""
    collection = library.vectors(encoder)
    there = collection.has(ids.tolist())
    if not there.any():
        return None
    known = collection.vectors(ids[there].tolist())
    looks = np.zeros((len(ids), known.shape[1]), np.float32)
    looks[there] = known
    return looks


def write_events(
    library: "Library", moments: Moments, event: NDArray[np.int64], place: NDArray[np.int64],
    names: Sequence[str],
) -> list[Episode]:  # fmt: skip
    """Replace the events that were found before; return what is stored, names of the user with it.

    A photo that stands alone is no event.
    """
    rows = []
    is_first = np.concatenate((np.ones(min(1, len(event)), np.bool_), event[1:] != event[:-1]))
    starts = [*np.flatnonzero(is_first).tolist(), len(event)]
    for first, last in pairwise(starts):
        if last - first < 2:
            continue
        known = place[first:last][place[first:last] >= 0]
        where = names[int(np.bincount(known).argmax())] if len(known) else ""
        extra: dict[str, Any] = {"items": int(last - first)}
        rows.append(
            Episode(
                start=int(moments.times[first]), end=int(moments.times[last - 1]), place=where,
                extra=extra,
            )
        )  # fmt: skip
    library.catalogue.set_episodes(EVENT, SOURCE, rows)
    return library.catalogue.episodes(EVENT, source=SOURCE)

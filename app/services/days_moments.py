"""Items with a time, and the clocks of where they were: what days are cut from."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from common.values import ItemKind
from indexers.media.places import find_place

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.moments.tracks import Track

DAY_S = 86_400
_EPOCH = date(1970, 1, 1)
_NOT_MOMENTS = (ItemKind.FILM.value, ItemKind.SHOT.value)


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Photos and videos that tell when they were taken, by time.

    Args:
        ids: int64 (N,).
        times: seconds since 1970 in UTC, int64 (N,), ascending; local time where no offset is
            known.
        offsets: minutes east of UTC, int64 (N,); 0 where unknown.
        knows_offset: bool (N,).
        latitude: degrees north, NaN where unknown, (N,).
        longitude: degrees east, (N,).
    """

    ids: NDArray[np.int64]
    times: NDArray[np.int64]
    offsets: NDArray[np.int64]
    knows_offset: NDArray[np.bool_]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def local(self) -> NDArray[np.int64]:
        """Local seconds since 1970, (N,)."""
        return self.times + 60 * self.offsets

    def days(self, starts_at: int) -> NDArray[np.int64]:
        """Return the day of each, as days since 1970, (N,); a day begins at that hour."""
        return np.asarray((self.local - 3600 * starts_at) // DAY_S)


def read_moments(library: "Library") -> Moments:
    """Return the items of a library that tell when they were taken.

    A time that is only that of the last copy of the file tells nothing of a life; such an item has
    no year.
    """
    columns = library.catalogue.columns(
        "id", "kind", "taken_at", "year", "offset_min", "latitude", "longitude"
    )
    taken = columns["taken_at"]
    fits = ~np.isnat(taken) & (columns["year"] >= 0) & ~np.isin(columns["kind"], _NOT_MOMENTS)
    times = taken[fits].astype("datetime64[s]").astype(np.int64)
    order = np.lexsort((columns["id"][fits], times))
    offset = columns["offset_min"][fits][order]
    return Moments(
        columns["id"][fits][order].astype(np.int64),
        times[order],
        np.nan_to_num(offset, nan=0.0).astype(np.int64),
        np.isfinite(offset),
        columns["latitude"][fits][order],
        columns["longitude"][fits][order],
    )


class LocalClock:
    """Tells what clocks showed at a time: those of the items around it, else those of the track.

    Args:
        moments: items whose offsets are known.
        track: positions, for the offsets of zones where no item is near; None for none.
    """

    NEAR_S = 36 * 3600  # an item this far off in time still says where one was

    def __init__(self, moments: Moments, track: "Track | None" = None) -> None:
        known = moments.knows_offset
        self._times, first = np.unique(moments.times[known], return_index=True)
        self._offsets = moments.offsets[known][first]
        self._track = track
        self._by_day: dict[int, int] = {}

    def at(self, moment: float) -> int:
        """Return minutes east of UTC at a second of UTC."""
        if len(self._times):
            place = int(np.searchsorted(self._times, moment))
            around = [at for at in (place - 1, place) if 0 <= at < len(self._times)]
            nearest = min(around, key=lambda at: abs(float(self._times[at]) - moment))
            if abs(float(self._times[nearest]) - moment) <= self.NEAR_S:
                return int(self._offsets[nearest])
        found = self._of_track(moment)
        if found is not None:
            return found
        return int(self._offsets[nearest]) if len(self._times) else 0

    def _of_track(self, moment: float) -> int | None:
        """Return the offset of the zone that the track was in; looked up once in 6 hours."""
        if self._track is None or not len(self._track):
            return None
        place = int(np.clip(np.searchsorted(self._track.times, moment), 0, len(self._track) - 1))
        if abs(float(self._track.times[place]) - moment) > 2 * self.NEAR_S:
            return None
        key = int(moment // 21_600)
        if key not in self._by_day:
            north, east = self._track.part(*[self._track.times[place]] * 2).degrees
            offset = zone_offset(float(north[0]), float(east[0]), key * 21_600)
            if offset is None:
                return None
            self._by_day[key] = offset
        return self._by_day[key]

    def bounds(self, day: date, starts_at: int) -> tuple[int, int]:
        """Return the first second of a day in UTC and the one behind its last."""
        number = days_since_1970(day)
        return self._begin(number, starts_at), self._begin(number + 1, starts_at)

    def _begin(self, number: int, starts_at: int) -> int:
        local = number * DAY_S + 3600 * starts_at
        guess = local - 60 * self.at(local)
        return local - 60 * self.at(guess)

    def changes(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return (from second, offset) within a stretch, the first at its start."""
        found = [(start, self.at(start))]
        for moment in range(start - start % 900 + 900, end, 900):
            offset = self.at(moment)
            if offset != found[-1][1]:
                found.append((moment, offset))
        return tuple(found)


def zone_offset(latitude: float, longitude: float, moment: float) -> int | None:
    """Return minutes east of UTC at a place and second; None without a list of towns."""
    place = find_place(latitude, longitude)
    if place is None or not place.timezone:
        return None
    try:
        shown = datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(place.timezone))
    except (ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
        return None
    offset = shown.utcoffset()
    return None if offset is None else round(offset.total_seconds() / 60)


def days_since_1970(day: date) -> int:
    """Return the number of a day."""
    return (day - _EPOCH).days


def date_of(number: int) -> date:
    """Return the day of a number, within what a calendar holds."""
    try:
        return _EPOCH + timedelta(days=int(number))
    except OverflowError:
        return date.max if number > 0 else date.min

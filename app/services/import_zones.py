"""Which zone clocks went by where nobody says it: told by tracks, named places, the computer."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from indexers.catalogue import Catalogue
from indexers.media.places import zone_name
from indexers.media.times import offset_at, seconds

OFFSETS = "utc offset"  # name of the series of what clocks showed, minutes east of UTC
_NEAR_S = 2 * 86_400  # a position farther off in time says nothing of the zone
_GRID = 2  # decimals of a degree, about a kilometre: a zone is asked for once for each


class Zones:
    """Guesses zones from what a library knows.

    Args:
        catalogue: of the library; tracks and tables that tell their zone are in it.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._track = catalogue.positions()
        self._told, self._minutes = catalogue.samples(OFFSETS)
        self._homes = [
            (place.latitude, place.longitude)
            for place in sorted(catalogue.places(), key=lambda each: each.role != "home")
        ]
        self._names: dict[tuple[float, float], tzinfo | None] = {}

    def at(self, moment: int) -> tzinfo | None:
        """Return the zone at a UTC time; None where nothing near tells it."""
        zone = self._of_track(moment)
        at = bisect_right(self._told, moment) - 1
        if at >= 0 and moment - self._told[at] <= _NEAR_S:
            minutes = float(self._minutes[at])
            # A zone knows when summer time begins, an offset does not.
            if zone is None or offset_at(int(self._told[at]), zone) != minutes:
                return timezone(timedelta(minutes=minutes))
        return zone

    def _of_track(self, moment: int) -> tzinfo | None:
        """Return the zone of where the track was; None where it was nowhere near in time."""
        if not len(self._track):
            return None
        place = int(np.clip(np.searchsorted(self._track.times, moment), 0, len(self._track) - 1))
        near = min(
            (place, max(0, place - 1)), key=lambda each: abs(int(self._track.times[each]) - moment)
        )
        if abs(int(self._track.times[near]) - moment) > _NEAR_S:
            return None
        return self.of(float(self._track.latitudes[near]), float(self._track.longitudes[near]))

    def of(self, latitude: float, longitude: float) -> tzinfo | None:
        """Return the zone of a position; None where no list of zones is installed."""
        key = (round(latitude, _GRID), round(longitude, _GRID))
        if key not in self._names:
            self._names[key] = _zone(zone_name(*key))
        return self._names[key]

    def guess(self, local: datetime) -> tzinfo:
        """Return the zone of a local time: of the track then, of home, of this computer."""
        found = self.at(seconds(local))
        if found is None:
            found = next((zone for where in self._homes if (zone := self.of(*where))), None)
        if found is None and len(self._track):
            found = self.of(float(self._track.latitudes[0]), float(self._track.longitudes[0]))
        return found or _own_zone(local)


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _own_zone(local: datetime) -> tzinfo:
    """Return the zone of this computer at a local time."""
    return local.astimezone().tzinfo or UTC

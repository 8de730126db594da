"""What the days of a life look like to panels and commands; value types only.

Times are seconds since 1970 in UTC unless they are called local.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from common.notes import Note

_NOTES: dict[str, str] = {
    "no-times": "No photo or video here tells when it was taken.",
    "no-positions": (
        "No positions: import a GPS track (GPX) or photos with positions to see stays and trips."
    ),
    "no-series": "No sensor values: import a CSV of heart rate, steps or the like.",
    "no-drift": "The track and the positions of the photos agree: the clock seems right.",
    "no-camera-positions": (
        "The photos of this camera have no positions of their own: type the true time of one photo."
    ),
    "no-track": "There is no track to compare with: type the true time of one photo.",
}


class DayNote(Note):
    """A note about days."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = _NOTES


def day_notes() -> dict[str, str]:
    """Return the ids of all notes with their English texts."""
    return dict(_NOTES)


@dataclass(frozen=True, slots=True)
class SegmentReport:
    """What looking for stays and events found, and what that changed.

    Args:
        stays: how many.
        places: they are visits to so many places.
        trips: how many.
        events: how many.
        items: photos and videos with a time.
        changed: items whose facets are other than before.
    """

    stays: int = 0
    places: int = 0
    trips: int = 0
    events: int = 0
    items: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """How much there is of each day.

    Args:
        days: with anything, ascending.
        counts: photos and videos of each.
        tracked: whether positions or values are known of each.
    """

    days: tuple[date, ...] = ()
    counts: tuple[int, ...] = ()
    tracked: tuple[bool, ...] = ()

    def count(self, day: date) -> int:
        """Return how many photos and videos a day has."""
        return self.by_day.get(day, 0)

    @property
    def latest(self) -> date | None:
        """The last day with a photo or video, else the last one with anything."""
        seen = (day for day, count in zip(self.days[::-1], self.counts[::-1], strict=True) if count)
        return next(seen, self.days[-1] if self.days else None)

    @property
    def by_day(self) -> dict[date, int]:
        """Day -> photos and videos."""
        return dict(zip(self.days, self.counts, strict=True))

    def near(self, day: date, step: int) -> date | None:
        """Return the next day with anything (step 1) or the one before (-1); None for none."""
        if step > 0:
            return next((each for each in self.days if each > day), None)
        return next((each for each in reversed(self.days) if each < day), None)


@dataclass(frozen=True, slots=True)
class Stack:
    """Photos that belong to one event.

    Args:
        episode: number of the event in the catalogue; 0 for photos of no event.
        name: the user's; "" for none.
        place: where; "" where unknown.
        start: of the first photo.
        end: of the last one.
        items: ids in the order of time.
        times: of the items.
    """

    episode: int
    name: str
    place: str
    start: int
    end: int
    items: tuple[int, ...]
    times: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StayView:
    """A stay as a day shows it.

    Args:
        episode: number in the catalogue.
        start: its beginning, which may lie on the day before.
        end: its end.
        place: name of the place.
        role: "home", "work" or "other".
        is_guess: name or role were guessed.
        latitude: degrees north, None where unknown.
        longitude: degrees east.
    """

    episode: int
    start: int
    end: int
    place: str
    role: str
    is_guess: bool
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class TripView:
    """A trip as a day shows it.

    Args:
        episode: number in the catalogue.
        start: its beginning.
        end: its end.
        mode: "walking", "cycling", "driving", "train", "flying", "unknown"; guessed from speed.
        metres: how long the way is.
        before: place it came from, "" for none.
        after: place it led to.
    """

    episode: int
    start: int
    end: int
    mode: str
    metres: float
    before: str
    after: str


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Positions in the order of time.

    Args:
        times: int64 (N,).
        latitude: degrees north, (N,).
        longitude: degrees east, (N,).
    """

    times: NDArray[np.int64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.times)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A quantity over a day, in few points.

    Args:
        name: "heart rate".
        unit: "bpm".
        step_s: seconds that one point stands for.
        times: beginning of what each point stands for, (N,).
        means: NaN where nothing was measured, (N,).
        lows: (N,).
        highs: (N,).
        sums: of all values of a point, NaN for none, (N,): what steps are shown by.
    """

    name: str
    unit: str
    step_s: int
    times: NDArray[np.int64]
    means: NDArray[np.float64]
    lows: NDArray[np.float64]
    highs: NDArray[np.float64]
    sums: NDArray[np.float64]

    @property
    def is_amount(self) -> bool:
        """Whether values add up (steps, calories, keys) rather than being a level."""
        name = self.name.casefold()
        return any(word in name for word in ("step", "calor", "distance", "key", "count"))


@dataclass(frozen=True, slots=True, eq=False)
class DayView:
    """One day, from one night to the next, by the clocks of the place.

    Args:
        day: its date.
        start: its first second.
        end: the second behind its last one.
        offsets: (from second, minutes east of UTC) in the order of time, the first at start.
        items: photos and videos in the order of time, int64 (N,).
        times: of the items, (N,).
        item_offsets: minutes east of UTC of each item, (N,).
        stacks: the items as events.
        stays: where.
        trips: ways between.
        spans: other stretches: (kind, name, start, end), such as activities and sleep.
        line: track.
        spots: positions of the items that have one: (place in items, degrees north, east).
        curves: sensor values.
        notes: what is missing and how to get it.
    """

    day: date
    start: int
    end: int
    offsets: tuple[tuple[int, int], ...]
    items: NDArray[np.int64]
    times: NDArray[np.int64]
    item_offsets: NDArray[np.int64]
    stacks: tuple[Stack, ...] = ()
    stays: tuple[StayView, ...] = ()
    trips: tuple[TripView, ...] = ()
    spans: tuple[tuple[str, str, int, int], ...] = ()
    line: Line = field(
        default_factory=lambda: Line(np.empty(0, np.int64), np.empty(0), np.empty(0))
    )
    spots: tuple[tuple[int, float, float], ...] = ()
    curves: tuple[Curve, ...] = ()
    notes: tuple[str, ...] = ()

    def offset_at(self, moment: float) -> int:
        """Return minutes east of UTC at a second."""
        found = self.offsets[0][1] if self.offsets else 0
        for begin, minutes in self.offsets:
            if begin <= moment:
                found = minutes
        return found

    def nearest(self, moment: float) -> int | None:
        """Return the item nearest to a second, or None on a day without any."""
        if not len(self.items):
            return None
        return int(self.items[int(np.abs(self.times - moment).argmin())])


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place of a life.

    Args:
        id: number of the place that the user named; 0 for a guess.
        name: as shown.
        role: "home", "work" or "other".
        is_guess: nobody confirmed name or role.
        latitude: degrees north.
        longitude: degrees east.
        radius_m: how far it reaches.
        seconds: time spent there.
        visits: how many stays.
        first: beginning of the first stay, 0 for none.
        last: end of the last one.
        suggestion: a name from the list of towns, "" for none.
    """

    id: int
    name: str
    role: str
    is_guess: bool
    latitude: float
    longitude: float
    radius_m: float
    seconds: int
    visits: int
    first: int
    last: int
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock that can be corrected.

    Args:
        name: of the camera, or "time:" and the source of the times of items without one.
        seconds: that are added to its times now.
        items: how many times it told.
        first: the earliest.
        last: the latest.
    """

    name: str
    seconds: int
    items: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ClockPreview:
    """What setting a clock would move.

    Args:
        name: of the camera.
        seconds: to be added in all.
        shift_s: by how much its items move from where they are now.
        items: how many move.
        other_day: how many of them come to another day.
        samples: (item, local seconds now, local seconds then) of some.
    """

    name: str
    seconds: int
    shift_s: int
    items: int
    other_day: int
    samples: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class ClockAdvice:
    """A correction found by comparing with a track.

    Args:
        seconds: to be added in all; 0 with a note for none.
        before_m: how far photos lie off the track now, middle of all.
        after_m: how far with the correction.
        photos: how many could be compared.
        margin_s: corrections this much to both sides fit nearly as well.
        note: why there is none; "" where there is.
    """

    seconds: int
    before_m: float = 0.0
    after_m: float = 0.0
    photos: int = 0
    margin_s: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class MapItems:
    """Items on a map.

    Args:
        items: ids, int64 (N,).
        latitude: degrees north, (N,).
        longitude: degrees east, (N,).
        times: (N,).
    """

    items: NDArray[np.int64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    times: NDArray[np.int64]

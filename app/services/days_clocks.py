"""Clocks of cameras: which there are, what a correction moves, and what it should be."""

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.days_moments import DAY_S, Moments
from app.services.days_types import ClockAdvice, ClockPreview, ClockView, DayNote
from common.errors import QueryError
from indexers.moments.drift import find_drift
from indexers.moments.tracks import make_track

if TYPE_CHECKING:
    from app.services.library import Library

_SAMPLES = 6
_LEAST_M = 15.0  # a correction that brings photos no nearer than this to the track is none
_TIME = re.compile(
    r"\s*(?:(\d{4})-(\d{1,2})-(\d{1,2})[ T]+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*", re.ASCII
)


def _cameras(library: "Library", moments: Moments) -> list[tuple[str, NDArray[np.int64]]]:
    """Return each clock with the places, among the moments, of the items that it told."""
    names = [name for name, _ in library.catalogue.facet_counts("camera")]
    names += [f"time:{source}" for source in ("exif", "container", "sidecar", "name", "table")]
    names += [name for name in library.catalogue.clocks() if name not in names]
    found = []
    for name in names:
        items = np.array(library.catalogue.items_of_clock(name), np.int64)
        places = np.flatnonzero(np.isin(moments.ids, items))
        if len(places):
            found.append((name, places))
    return found


def clocks_of(library: "Library", moments: Moments) -> list[ClockView]:
    """Return the clocks that told times, those of most items first."""
    set_to = library.catalogue.clocks()
    found = [
        ClockView(
            name, set_to.get(name, 0), len(places), int(moments.times[places[0]]),
            int(moments.times[places[-1]]),
        )
        for name, places in _cameras(library, moments)
    ]  # fmt: skip
    return sorted(found, key=lambda clock: -clock.items)


def _places(library: "Library", moments: Moments, name: str) -> NDArray[np.int64]:
    items = np.array(library.catalogue.items_of_clock(name), np.int64)
    return np.flatnonzero(np.isin(moments.ids, items))


def preview(
    library: "Library", moments: Moments, name: str, seconds: int, starts_at: int
) -> ClockPreview:
    """Return what setting a clock would move; see DayService.preview_clock()."""
    shift = seconds - library.catalogue.clocks().get(name, 0)
    places = _places(library, moments, name)
    local = moments.local[places]
    cut = 3600 * starts_at
    other = int((((local - cut) // DAY_S) != ((local + shift - cut) // DAY_S)).sum())
    shown = np.unique(np.linspace(0, max(0, len(places) - 1), _SAMPLES).astype(int))
    samples = tuple(
        (int(moments.ids[places[at]]), int(local[at]), int(local[at] + shift))
        for at in shown
        if at < len(places)
    )
    return ClockPreview(name, seconds, shift, len(places), other, samples)


def correction_by_photo(
    library: "Library", moments: Moments, item: int, text: str
) -> tuple[str, int]:
    """Return a photo's clock and the seconds to add in all; see DayService.correction_by_photo().

    Raises:
        QueryError: the time cannot be read, or no clock told the time of the photo.
    """
    place = np.flatnonzero(moments.ids == item)
    if not len(place):
        raise QueryError("This photo has no time of its own.", hint="Choose another photo.")
    name = next(
        (name for name, told in _cameras(library, moments) if np.isin(place[0], told)), None
    )
    if name is None:
        raise QueryError(
            "No camera told the time of this photo.", hint="Choose a photo that a camera dated."
        )
    shown = datetime.fromtimestamp(int(moments.local[place[0]]), UTC)
    true = _read(text, shown)
    already = library.catalogue.clocks().get(name, 0)
    return name, already + round((true - shown).total_seconds())


def _read(text: str, shown: datetime) -> datetime:
    """Return the true local time; without a date, the one nearest to what the clock showed.

    Raises:
        QueryError: it is no time.
    """
    found = _TIME.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        year, month, day, hour, minute, second = found.groups()
        today = shown.replace(hour=int(hour), minute=int(minute), second=int(second or 0))
        if year is not None:
            return today.replace(year=int(year), month=int(month), day=int(day))
        around = [today + timedelta(days=step) for step in (-1, 0, 1)]
    except (ValueError, OverflowError) as error:
        raise QueryError(
            f"“{text}” is no time.", hint="Write it as 2024-05-03 14:05, or as 14:05:30."
        ) from error
    return min(around, key=lambda each: abs(each - shown))


def advise(library: "Library", moments: Moments, name: str) -> ClockAdvice:
    """Return the correction under which photos lie best on the tracks."""
    already = library.catalogue.clocks().get(name, 0)
    told = library.catalogue.positions()
    if len(told) < 2:
        return ClockAdvice(already, note=DayNote("no-track"))
    places = _places(library, moments, name)
    track = make_track(told.times, told.latitudes, told.longitudes)
    north, east = moments.latitude[places], moments.longitude[places]
    found = find_drift(track, moments.times[places], north, east)
    if found is None:
        return ClockAdvice(already, note=DayNote("no-camera-positions"))
    better = found.before_m - found.after_m
    if found.seconds == 0 or not (better >= _LEAST_M or not np.isfinite(found.before_m)):
        return ClockAdvice(
            already, found.before_m, found.after_m, found.photos, found.margin_s,
            DayNote("no-drift"),
        )  # fmt: skip
    return ClockAdvice(
        already + found.seconds, found.before_m, found.after_m, found.photos, found.margin_s
    )

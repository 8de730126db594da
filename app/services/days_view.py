"""One day in all its parts, and items on a map."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.days_moments import LocalClock, Moments, days_since_1970
from app.services.days_segment import EVENT, SOURCE, STAY, TRIP
from app.services.days_types import (
    Curve,
    DayNote,
    DayView,
    Line,
    MapItems,
    Stack,
    StayView,
    TripView,
)
from indexers.moments.tracks import Track, outline, position_at

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue.lifelog_records import Episode

_NO_CURVES = frozenset({"utc offset"})  # what clocks showed: told beside every time already
_MOST_LINE = 4000  # points of a drawn track


def view_of(
    library: "Library", moments: Moments, track: Track, clock: LocalClock, day: date,
    starts_at: int, points: int,
) -> DayView:  # fmt: skip
    """Return all that is known of one day; see DayService.day()."""
    start, end = clock.bounds(day, starts_at)
    chosen = np.flatnonzero(moments.days(starts_at) == days_since_1970(day))
    episodes = library.catalogue.episodes(start=start, end=end)
    items, times = moments.ids[chosen], moments.times[chosen]
    line = outline(track.part(start, end), _MOST_LINE)
    north, east = line.degrees
    curves = _curves(library, start, end, points)
    return DayView(
        day, start, end, clock.changes(start, end), items, times, moments.offsets[chosen],
        _stacks(items, times, episodes),
        tuple(_stay(each) for each in _own_first(episodes, STAY)),
        tuple(_trip(each) for each in episodes if each.kind == TRIP),
        tuple((each.kind, each.name, each.start, each.end) for each in episodes
              if each.kind not in {STAY, TRIP, EVENT}),
        Line(line.times, north, east), _spots(moments, chosen, track), curves,
        _notes(library, moments, track, curves),
    )  # fmt: skip


def _notes(
    library: "Library", moments: Moments, track: Track, curves: Sequence[Curve]
) -> tuple[str, ...]:
    """Return what the library lacks for a fuller view of its days."""
    found: list[str] = []
    if not len(moments):
        found.append(DayNote("no-times"))
    if not len(track):
        found.append(DayNote("no-positions"))
    if not curves and not library.catalogue.series():
        found.append(DayNote("no-series"))
    return tuple(found)


def _own_first(episodes: Sequence["Episode"], kind: str) -> list["Episode"]:
    """Return what was found from positions; where nothing was, what imports said."""
    alike = [each for each in episodes if each.kind == kind]
    return [each for each in alike if each.source == SOURCE] or alike


def _stacks(
    items: NDArray[np.int64], times: NDArray[np.int64], episodes: Sequence["Episode"]
) -> tuple[Stack, ...]:
    """Return the items of a day as stacks: one an event, and one each for what is between."""
    events = sorted((each for each in episodes if each.kind == EVENT), key=lambda one: one.start)
    starts = np.array([each.start for each in events], np.int64)
    made: list[Stack] = []
    for item, moment in zip(items.tolist(), times.tolist(), strict=True):
        place = int(np.searchsorted(starts, moment, "right")) - 1
        event = events[place] if place >= 0 and moment <= events[place].end else None
        number = event.id if event is not None else 0
        if made and event is not None and made[-1].episode == number:
            last = made.pop()
            made.append(
                Stack(number, last.name, last.place, last.start, moment,
                      (*last.items, item), (*last.times, moment))
            )  # fmt: skip
        else:
            name, where = (event.name, event.place) if event is not None else ("", "")
            made.append(Stack(number, name, where, moment, moment, (item,), (moment,)))
    return tuple(made)


def _stay(one: "Episode") -> StayView:
    role, guess = one.extra.get("role", "other"), one.extra.get("guess", False)
    name = one.place or one.name
    return StayView(
        one.id, one.start, one.end, name, str(role), bool(guess), one.latitude, one.longitude
    )


def _trip(one: "Episode") -> TripView:
    extra = one.extra
    metres = extra.get("metres", 0)
    return TripView(
        one.id, one.start, one.end, str(extra.get("mode", one.name) or "unknown"),
        float(metres) if isinstance(metres, int | float) else 0.0,
        str(extra.get("from", "")), str(extra.get("to", "")),
    )  # fmt: skip


def _curves(library: "Library", start: int, end: int, points: int) -> tuple[Curve, ...]:
    """Return the series that were measured on a day; two sources of one name are one curve."""
    found: list[Curve] = []
    for info in library.catalogue.series():
        is_elsewhere = info.last < start or info.first >= end
        if is_elsewhere or info.name in _NO_CURVES or any(one.name == info.name for one in found):
            continue
        made = library.catalogue.sample_buckets(info.name, start, end, points)
        if not made.counts.any():
            continue
        step = int(made.times[1] - made.times[0]) if len(made.times) > 1 else end - start
        sums = made.means * made.counts
        found.append(
            Curve(info.name, info.unit, step, made.times, made.means, made.lows, made.highs, sums)
        )
    return tuple(found)


def _spots(
    moments: Moments, chosen: NDArray[np.int64], track: Track
) -> tuple[tuple[int, float, float], ...]:
    """Return where the items of a day were taken: by a track, else by their own positions."""
    north, east = _positions(moments, chosen, track)
    known = np.flatnonzero(np.isfinite(north))
    return tuple((int(at), float(north[at]), float(east[at])) for at in known)


def _positions(
    moments: Moments, chosen: NDArray[np.int64], track: Track
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    north, east = moments.latitude[chosen].copy(), moments.longitude[chosen].copy()
    lacking = ~(np.isfinite(north) & np.isfinite(east))
    north[lacking], east[lacking] = position_at(track, moments.times[chosen][lacking])
    return north, east


def on_map(moments: Moments, track: Track, items: Sequence[int] | None) -> MapItems:
    """Return items on a map; see DayService.map_items()."""
    chosen = np.arange(len(moments))
    if items is not None:
        chosen = np.flatnonzero(np.isin(moments.ids, np.fromiter(items, np.int64, len(items))))
    north, east = _positions(moments, chosen, track)
    known = np.isfinite(north) & np.isfinite(east)
    kept = chosen[known]
    return MapItems(moments.ids[kept], north[known], east[known], moments.times[kept])

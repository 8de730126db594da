"""What the days panel has done in the background; plain functions of the services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from app.services.types import (
    Calendar,
    ClockAdvice,
    ClockPreview,
    ClockView,
    DayView,
    Line,
    MapItems,
    PlaceView,
    SegmentReport,
)
from common.jobs import JobContext


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What the map of all days shows.

    Args:
        items: photos.
        track: thinned.
        places: those of most time first.
    """

    items: MapItems
    track: Line
    places: list[PlaceView]


def overview(services: Any, context: JobContext) -> tuple[Calendar, list[PlaceView], bool]:
    """Return the calendar, the places, and whether stays and events are to be looked for."""
    context.step(0)
    days = services.days
    return days.calendar(), days.places(), days.is_due()


def day(services: Any, wanted: date, context: JobContext) -> DayView:
    """Return one day."""
    context.step(0)
    made: DayView = services.days.day(wanted)
    return made


def ground(services: Any, filters: tuple[Any, ...], context: JobContext) -> Ground:
    """Return what the map shows; only items that pass the filters."""
    context.step(0)
    allowed = services.items.items_with(filters).tolist() if filters else None
    days = services.days
    return Ground(days.map_items(allowed), days.track_points(), days.places())


def segment(services: Any, context: JobContext) -> SegmentReport:
    """Find stays, trips and events."""
    made: SegmentReport = services.days.segment(context)
    return made


def day_of(services: Any, item: int, context: JobContext) -> tuple[int, date | None]:
    """Return the day of an item."""
    context.step(0)
    return item, services.days.day_of(item)


def span(services: Any, first: date, last: date, context: JobContext) -> tuple[int, int]:
    """Return the first and the last second of some days."""
    context.step(0)
    found: tuple[int, int] = services.days.span(first, last)
    return found


def items_at(services: Any, place: str, context: JobContext) -> list[int]:
    """Return the items at a place."""
    context.step(0)
    found: list[int] = services.days.items_at(place)
    return found


def clocks(
    services: Any, item: int | None, context: JobContext
) -> tuple[list[ClockView], int | None]:
    """Return the clocks that can be corrected, and the local time of the current photo.

    The clock of the current photo comes first.
    """
    context.step(0)
    found: list[ClockView] = services.days.clocks()
    if item is not None:
        camera = _camera(services, item)
        found.sort(key=lambda one: one.name != camera)
    return found, services.days.local_time(item) if item is not None else None


def _camera(services: Any, item: int) -> str:
    facets = services.items.details(item).facets
    return next((facet.value for facet in facets if facet.key == "camera"), "")


def preview(services: Any, name: str, seconds: int, context: JobContext) -> ClockPreview:
    """Return what setting a clock would move."""
    context.step(0)
    made: ClockPreview = services.days.preview_clock(name, seconds)
    return made


def advise(services: Any, name: str, context: JobContext) -> ClockAdvice:
    """Return a correction found by the tracks."""
    context.step(0)
    made: ClockAdvice = services.days.advise_clock(name)
    return made


def by_photo(services: Any, item: int, local: str, context: JobContext) -> tuple[str, int]:
    """Return a clock and its correction, from the true time of one photo."""
    context.step(0)
    made: tuple[str, int] = services.days.correction_by_photo(item, local)
    return made


def merged(places: Sequence[PlaceView]) -> tuple[float, float, float]:
    """Return middle and radius of a place that takes the room of several."""
    north = np.array([each.latitude for each in places])
    east = np.array([each.longitude for each in places])
    weight = np.array([max(1, each.seconds) for each in places], float)
    middle = (float(np.average(north, weights=weight)), float(np.average(east, weights=weight)))
    shrink = np.cos(np.radians(middle[0]))
    apart = 111_195 * np.hypot(north - middle[0], (east - middle[1]) * shrink)
    radius = max(float(a) + each.radius_m for a, each in zip(apart, places, strict=True))
    return (*middle, radius)

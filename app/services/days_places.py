"""The places of a life: those that the user named, and those that stays tell of."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from app.services.days_segment import SOURCE, STAY, suggested_name
from app.services.days_types import PlaceView
from indexers.catalogue.records import Filter
from indexers.moments.sphere import middle, on_sphere, to_degrees

if TYPE_CHECKING:
    from app.services.library import Library


@dataclass(slots=True)
class _Visits:
    """What stays tell of one place."""

    role: str = "other"
    seconds: int = 0
    first: int = 0
    last: int = 0
    points: list[tuple[float, float]] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)


def places_of(library: "Library") -> list[PlaceView]:
    """Return the user's places and the guessed ones, those of most time first."""
    visits: dict[str, _Visits] = {}
    for stay in library.catalogue.episodes(STAY, source=SOURCE):
        known = visits.setdefault(stay.place, _Visits(str(stay.extra.get("role", "other"))))
        known.seconds += stay.end - stay.start
        known.first = min(known.first or stay.start, stay.start)
        known.last = max(known.last, stay.end)
        if stay.latitude is not None and stay.longitude is not None:
            known.points.append((stay.latitude, stay.longitude))
            known.weights.append(float(max(1, stay.end - stay.start)))
    found = []
    for place in library.catalogue.places():
        told = visits.pop(place.name, _Visits())
        found.append(
            PlaceView(
                place.id, place.name, place.role, False, place.latitude, place.longitude,  # noqa: FBT003
                place.radius_m, told.seconds, len(told.points), told.first, told.last,
            )
        )  # fmt: skip
    found += [_guessed(name, told) for name, told in visits.items() if told.points]
    return sorted(found, key=lambda one: (-one.seconds, one.name.casefold()))


def _guessed(name: str, told: _Visits) -> PlaceView:
    points = on_sphere(*np.array(told.points).T)
    centre = middle(points, np.array(told.weights))
    north, east = to_degrees(centre)
    return PlaceView(
        0, name, told.role, True, float(north), float(east), 150.0, told.seconds,  # noqa: FBT003
        len(told.points), told.first, told.last, suggested_name(centre),
    )  # fmt: skip


def suggest_name(latitude: float, longitude: float) -> str:
    """Return the quarter or town at a position, "" where unknown."""
    return suggested_name(on_sphere([latitude], [longitude])[0])


def items_at(library: "Library", place: str) -> list[int]:
    """Return the items at a place, by its name."""
    return [int(item) for item in library.catalogue.items_with([Filter("place", (place,))])]

"""What days tell of each item: hour, place, activity, event, and how many people are in it."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.days_moments import Moments
from app.services.days_segment import HOME, SOURCE, WORK, Whereabouts
from app.services.import_facts import MOST_PEOPLE, PEOPLE, SURE_PERSON
from common.jobs import JobContext
from common.values import Facet, Findings
from indexers.catalogue.lifelog_records import Episode
from indexers.catalogue.records import NewFindings
from indexers.moments.trips import Mode, Trip

if TYPE_CHECKING:
    from app.services.library import Library

ANALYSIS = "days"
_AT_ONCE = 500
_NOTHING = ""  # version of an item that nothing is said of


class Spans:
    """Stretches of time with a name; of several at once the one that began last counts."""

    def __init__(self, spans: Iterable[tuple[int, int, str]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _, _ in ordered]
        self._spans = ordered
        self._longest = max((end - start for start, end, _ in ordered), default=0)

    def at(self, moment: int) -> str:
        """Return the name of the stretch at a time, "" for none."""
        place = bisect_right(self._starts, moment) - 1
        while place >= 0 and self._starts[place] >= moment - self._longest:
            start, end, name = self._spans[place]
            if start <= moment <= end:
                return name
            place -= 1
        return ""


@dataclass(slots=True)
class Told:
    """All that facets are made of.

    Args:
        moments: the items.
        place: number of the place of each item, -1 for none.
        where: places.
        trips: in the order of time.
        events: stored.
        people: item -> how many are in it.
        other: episodes that imports brought.
    """

    moments: Moments
    place: NDArray[np.int64]
    where: Whereabouts
    trips: Sequence[Trip]
    events: Sequence[Episode]
    people: dict[int, int] = field(default_factory=dict)
    other: Sequence[Episode] = ()


def count_people(library: "Library") -> dict[int, int]:
    """Return item -> how many people its scene graph or its detected objects hold.

    Of several sources the one that saw most counts; items without any object are left out.
    """
    items, most = library.catalogue.count_boxes(PEOPLE, SURE_PERSON)
    return dict(zip(items.tolist(), np.minimum(most, MOST_PEOPLE).tolist(), strict=True))


def write_facets(library: "Library", told: Told, context: JobContext) -> int:
    """Write the facets of all items, only where they are other than before.

    Each batch is one transaction and names the version of what it says, so that a run that was
    killed goes on where it stopped.

    Returns:
        How many items changed.

    Raises:
        JobCancelled: the user cancelled; finished batches are kept.
    """
    before = library.catalogue.analysed(ANALYSIS)
    batch: list[NewFindings] = []
    changed = 0
    for number, (item, facets) in enumerate(_facets(told)):
        version = _version(facets)
        if before.pop(item, _NOTHING) != version:
            batch.append(NewFindings(item, ANALYSIS, version, Findings(facets=facets)))
        if len(batch) >= _AT_ONCE:
            changed += _write(library, batch)
        if number % 256 == 0:
            context.step(number, len(told.moments), "Noting places and events")
    # What has lost its time is no part of a day any more.
    gone = [item for item, version in before.items() if version != _NOTHING]
    batch.extend(NewFindings(item, ANALYSIS, _NOTHING, Findings()) for item in gone)
    return changed + _write(library, batch)


def _write(library: "Library", batch: list[NewFindings]) -> int:
    count = len(batch)
    library.catalogue.add_findings_batch(batch)
    batch.clear()
    return count


def _version(facets: Sequence[Facet]) -> str:
    if not facets:
        return _NOTHING
    said = "\n".join(f"{facet.key}={facet.value}" for facet in facets)
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _facets(told: Told) -> Iterable[tuple[int, tuple[Facet, ...]]]:
    """Yield the facets of each item, in the order of time."""
    modes = Spans(
        (leg.start, leg.end, leg.mode.value)
        for trip in told.trips
        for leg in trip.legs
        if leg.mode is not Mode.UNKNOWN
    )
    activities = Spans(
        (each.start, each.end, each.name or each.kind)
        for each in told.other
        if each.kind in {"activity", "sleep"}
    )
    stays = Spans(
        (each.start, each.end, each.place or each.name)
        for each in told.other
        if each.kind == "stay" and (each.place or each.name)
    )
    events = Spans((each.start, each.end, event_value(each, told)) for each in told.events)
    moments = told.moments
    for item, moment, local, place in zip(
        moments.ids.tolist(), moments.times.tolist(), moments.local.tolist(), told.place.tolist(),
        strict=True,
    ):  # fmt: skip
        said = [("hour", f"{local // 3600 % 24:02d}")]
        said += [("place", name) for name in _places(told.where, place, stays.at(moment))]
        said.append(("activity", activities.at(moment) or modes.at(moment)))
        said.append(("event", events.at(moment)))
        if item in told.people:
            said.append(("people", str(told.people[item])))
        yield item, tuple(Facet(key, value, 1.0, SOURCE) for key, value in said if value)


def _places(where: Whereabouts, place: int, imported: str) -> list[str]:
    """Return the names that a place goes by: its own, and "home" or "work"."""
    if place < 0:
        return [imported] if imported else []
    names = [where.names[place]]
    role = where.roles[place]
    if role in {HOME, WORK} and role != names[0].casefold():
        names.append(role)
    return names


def event_value(event: Episode, told: Told) -> str:
    """Return what an event is called where it has to be told from all others by a word."""
    if event.name:
        return event.name
    place = int(np.searchsorted(told.moments.times, event.start))
    offset = int(told.moments.offsets[place]) if place < len(told.moments) else 0
    local = datetime.fromtimestamp(event.start + 60 * offset, UTC)
    return f"{local:%Y-%m-%d %H:%M}{f' {event.place}' if event.place else ''}"

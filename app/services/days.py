"""Days: stays, trips and events, a calendar, one day in all its parts, places, clocks."""

import json
import logging
import threading
import zlib
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from app.services import days_clocks, days_places, days_segment, days_view
from app.services.days_facets import Told, count_people, write_facets
from app.services.days_moments import (
    LocalClock,
    Moments,
    date_of,
    days_since_1970,
    read_moments,
)
from app.services.days_types import (
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
from common.settings import Settings, write_atomically
from indexers.moments.tracks import Track, outline

if TYPE_CHECKING:
    from app.services.library import Library

logger = logging.getLogger(__name__)

STATE_FILE = "days.json"
VERSION = 2  # of what segmenting does; another one makes it due again


class DayService:
    """Cuts what a library knows into days, and days into stays, trips and events.

    Args:
        library: the open library.
        settings: when a day begins, what counts as a stay.
    """

    def __init__(self, library: "Library", settings: Settings) -> None:
        self._library = library
        self._settings = settings
        self._guard = threading.RLock()
        self._segmenting = threading.Lock()  # the window and a panel may both find it due
        self._read_at = -1
        self._moments: Moments | None = None
        self._track: Track | None = None
        self._recorded: tuple[dict[str, int], Track] | None = None  # counts, and what they count

    # -- reading once

    def _known(self) -> tuple[Moments, Track, LocalClock]:
        """Return items and positions; items are read again after a write, tracks if they grew."""
        with self._guard:
            revision = self._library.catalogue.revision()
            if self._moments is None or self._track is None or revision != self._read_at:
                counts = self._library.catalogue.count_positions()
                if self._recorded is None or counts != self._recorded[0]:
                    self._recorded = counts, days_segment.read_track(self._library)
                self._moments = read_moments(self._library)
                self._track = days_segment.with_photos(self._recorded[1], self._moments)
                self._read_at = revision
            return self._moments, self._track, LocalClock(self._moments, self._track)

    # -- finding stays and events

    def is_due(self) -> bool:
        """Whether something came or changed since stays and events were looked for."""
        try:
            state = json.loads((self._library.folder / STATE_FILE).read_text("utf-8"))
        except (OSError, ValueError):
            state = {}
        is_same = isinstance(state, dict) and state.get("of") == self._fingerprint()
        return not is_same and (len(self._known()[0]) > 0 or len(self._known()[1]) > 0)

    def _fingerprint(self) -> str:
        """Return a word that changes when segmenting would give something else."""
        catalogue = self._library.catalogue
        moments, _, _ = self._known()
        numbers = (moments.ids, moments.times, moments.offsets, moments.latitude)
        said = [
            VERSION,
            [zlib.crc32(np.ascontiguousarray(each).tobytes()) for each in numbers],
            sorted(catalogue.count_positions().items()),
            [(each.name, each.role, each.latitude, each.longitude, each.radius_m)
             for each in catalogue.places()],
            [(each.kind, each.source, each.start, each.name) for each in catalogue.episodes()
             if each.source != days_segment.SOURCE],
            [(each.start, each.name) for each in catalogue.episodes(days_segment.EVENT)
             if each.named],
            catalogue.facet_keys().get("object", 0),
            sorted(catalogue.count_vectors().items()),
            self._settings.days.model_dump(exclude={"starts_at"}),
        ]  # fmt: skip
        return f"{zlib.crc32(json.dumps(said).encode()):08x}"

    def update(self, context: JobContext | None = None) -> SegmentReport | None:
        """Look for stays and events where that is due; None where it is not.

        Raises:
            ReadOnlyLibraryError: the library cannot be written.
            JobCancelled: the user cancelled; it goes on there the next time.
        """
        with self._segmenting:
            return self._segment(context or JobContext()) if self.is_due() else None

    def segment(self, context: JobContext | None = None) -> SegmentReport:
        """Find stays, places, trips and events, write them, and note them on items as facets.

        Each step replaces what it said before in one transaction, and facets are only written
        where they are other than before; so a run that was killed or cancelled is simply done
        again. Names that the user gave stay.

        Raises:
            ReadOnlyLibraryError: the library cannot be written.
            LibraryError: the disk is full; what was finished is kept.
            JobCancelled: the user cancelled; what was finished is kept.
        """
        with self._segmenting:
            return self._segment(context or JobContext())

    def _segment(self, context: JobContext) -> SegmentReport:
        self._library.require_writable()
        library, settings = self._library, self._settings.days
        context.step(0, 0, "Reading positions")
        moments, track, clock = self._known()
        fingerprint = self._fingerprint()
        context.step(0, 0, "Finding stays")
        where = days_segment.whereabouts(library, track, clock, settings)
        days_segment.write_stays(library, where)
        context.step(0, 0, "Finding trips")
        trips = days_segment.write_trips(library, where, track)
        place = days_segment.places_of(moments, where)
        other = [
            each for each in library.catalogue.episodes() if each.source != days_segment.SOURCE
        ]
        doing = [each for each in other if each.kind in {"activity", "sleep"}]
        event = days_segment.events_of(library, moments, place, context, doing)
        events = days_segment.write_events(library, moments, event, place, where.names)
        told = Told(moments, place, where, trips, events, count_people(library), other)
        changed = write_facets(library, told, context)
        self._note_state(fingerprint)
        visited = len(set(where.place.tolist()))
        return SegmentReport(
            len(where.stays), visited, len(trips), len(events), len(moments), changed
        )

    def _note_state(self, fingerprint: str) -> None:
        try:
            content = json.dumps({"of": fingerprint}).encode()
            write_atomically(self._library.folder / STATE_FILE, content)
        except OSError as error:  # it is only looked for again
            logger.warning("the state of days cannot be written: %s", error)

    # -- looking

    def calendar(self, first_year: int | None = None, last_year: int | None = None) -> Calendar:
        """Return how many photos and videos each day has, and which days have positions or values.

        Args:
            first_year: only from this year on.
            last_year: only up to this year.
        """
        moments, track, clock = self._known()
        starts_at = self._settings.days.starts_at
        counted, counts = np.unique(moments.days(starts_at), return_counts=True)
        tracked = self._tracked_days(track, clock)
        found = dict(zip(counted.tolist(), counts.tolist(), strict=True))
        rows = [
            (day, found.get(number, 0), number in tracked)
            for number in sorted({*found, *tracked})
            if (first_year is None or (day := date_of(number)).year >= first_year)
            and (last_year is None or (day := date_of(number)).year <= last_year)
            and (day := date_of(number))
        ]
        if not rows:
            return Calendar()
        days, numbers, flags = zip(*rows, strict=True)
        return Calendar(days, numbers, flags)

    def _tracked_days(self, track: Track, clock: LocalClock) -> set[int]:
        """Return the days, since 1970, of which positions are known."""
        if not len(track):
            return set()
        hours = np.unique(track.times // 3600)
        starts_at = self._settings.days.starts_at
        return {
            int((hour * 3600 + 60 * clock.at(hour * 3600) - 3600 * starts_at) // 86_400)
            for hour in hours.tolist()
        }

    def day(self, day: date, points: int = 480) -> DayView:
        """Return all that is known of one day.

        Args:
            day: its date.
            points: of each curve, at most.
        """
        moments, track, clock = self._known()
        make = partial(days_view.view_of, self._library, moments, track, clock)
        return make(day, self._settings.days.starts_at, points)

    def day_of(self, item: int) -> date | None:
        """Return the day of an item, None where its time is unknown."""
        moments, _, _ = self._known()
        place = np.flatnonzero(moments.ids == item)
        if not len(place):
            return None
        return date_of(int(moments.days(self._settings.days.starts_at)[place[0]]))

    def local_time(self, item: int) -> int | None:
        """Return the local time of an item, seconds since 1970; None where it is unknown."""
        moments, _, _ = self._known()
        place = np.flatnonzero(moments.ids == item)
        return int(moments.local[place[0]]) if len(place) else None

    def items_of(self, first: date, last: date) -> list[int]:
        """Return the items of some days, both in, by time."""
        moments, _, _ = self._known()
        days = moments.days(self._settings.days.starts_at)
        chosen = (days >= days_since_1970(first)) & (days <= days_since_1970(last))
        return [int(item) for item in moments.ids[chosen]]

    def span(self, first: date, last: date) -> tuple[int, int]:
        """Return the first second of a day and the last one of another, for a filter by time."""
        _, _, clock = self._known()
        starts_at = self._settings.days.starts_at
        return clock.bounds(first, starts_at)[0], clock.bounds(last, starts_at)[1] - 1

    def map_items(self, items: Sequence[int] | None = None) -> MapItems:
        """Return items on a map: by their own positions, else by the track at their time.

        Args:
            items: only these; None for all.
        """
        moments, track, _ = self._known()
        return days_view.on_map(moments, track, items)

    def track_points(self, most: int = 20_000) -> Line:
        """Return all that is known of tracks, thinned."""
        _, track, _ = self._known()
        thin = outline(track, most)
        return Line(thin.times, *thin.degrees)

    # -- places

    def places(self) -> list[PlaceView]:
        """Return the user's places and the guessed ones, those of most time first."""
        return days_places.places_of(self._library)

    def suggest_name(self, latitude: float, longitude: float) -> str:
        """Return the quarter or town at a position by the list of towns, "" where unknown."""
        return days_places.suggest_name(latitude, longitude)

    def items_at(self, place: str) -> list[int]:
        """Return the items at a place, by its name."""
        return days_places.items_at(self._library, place)

    # -- clocks

    def clocks(self) -> list[ClockView]:
        """Return the clocks that told times, those of most items first."""
        return days_clocks.clocks_of(self._library, self._known()[0])

    def preview_clock(self, name: str, seconds: int) -> ClockPreview:
        """Return what setting a clock would move."""
        starts_at = self._settings.days.starts_at
        return days_clocks.preview(self._library, self._known()[0], name, seconds, starts_at)

    def correction_by_photo(self, item: int, local: str) -> tuple[str, int]:
        """Return the clock of a photo, and the seconds to add in all, from its true local time.

        Args:
            item: a photo, of a clock on a wall for example.
            local: its true time where it was taken: "2024-05-03 14:05" or "14:05:30".

        Raises:
            QueryError: the time cannot be read, or nothing told a time of the photo.
        """
        return days_clocks.correction_by_photo(self._library, self._known()[0], item, local)

    def advise_clock(self, name: str) -> ClockAdvice:
        """Return the correction under which photos of a camera lie best on the tracks."""
        return days_clocks.advise(self._library, self._known()[0], name)

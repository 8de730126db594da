"""Days of a made-up life: stays, facets, the calendar, one day, places and clocks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from app.services.days import STATE_FILE, DayService
from app.services.library import Library
from common.errors import QueryError
from common.jobs import JobCancelled, JobContext
from common.settings import DaySettings, Settings
from common.values import Box, Facet, Findings, ItemKind, MediaFacts
from indexers.catalogue import NewItem
from indexers.catalogue.lifelog_records import Episode, Place
from indexers.catalogue.records import Filter

HOME, WORK = (49.8728, 8.6512), (49.8775, 8.6930)
MONDAY = datetime(2024, 5, 6, tzinfo=UTC)
OFFSET = 120


def seconds(day: int, hour: float) -> int:
    """UTC seconds of a local hour."""
    return int((MONDAY + timedelta(days=day, hours=hour, minutes=-OFFSET)).timestamp())


def photo(number: int, moment: int, *, where=None, camera="Camera A", people: int = 0) -> NewItem:
    north, east = where or (None, None)
    boxes = [Box("person", 0.9, 0.1, 0.1, 0.2, 0.5, "detector")] * people
    boxes.append(Box("cup", 0.9, 0.1, 0.1, 0.2, 0.5, "detector"))
    taken = datetime.fromtimestamp(moment, UTC).replace(tzinfo=None)
    facts = MediaFacts(
        90, 60, taken_at=taken, offset_min=OFFSET, time_source="exif", latitude=north,
        longitude=east, facets=(Facet("camera", camera, source="exif"),),
    )  # fmt: skip
    return NewItem(f"p{number}", ItemKind.PHOTO, facts=facts, findings=Findings(boxes=boxes))


def fill(library: Library, days: int = 5) -> list[int]:
    """Add five working days: home, a ride to work, work, back; a photo now and then."""
    rng = np.random.default_rng(0)
    knots = [(0, HOME), (8, HOME), (8.15, WORK), (17, WORK), (17.15, HOME), (24, HOME)]
    hours = np.arange(0, 24, 1 / 60)
    items = []
    for day in range(days):
        times = np.array([seconds(day, hour) for hour in hours])
        north, east = (
            np.interp(hours, [h for h, _ in knots], [p[axis] for _, p in knots])
            + rng.normal(0, 4e-5, len(hours))
            for axis in (0, 1)
        )
        library.catalogue.add_positions(times, north, east, source="gpx")
        library.catalogue.add_samples("heart rate", "bpm", times, 60 + 20 * np.sin(hours), "watch")
        for hour in (7.0, 7.02, 7.05, 8.08, 12.0, 12.01, 12.03, 20.0, 20.02):
            items.append(photo(len(items), seconds(day, hour), people=int(hour == 12.0) * 2))
    return library.catalogue.add_batch(items)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library.open(tmp_path / "life.kinora", create=True)
    yield made
    made.close()


@pytest.fixture
def life(library: Library) -> tuple[Library, DayService, list[int]]:
    ids = fill(library)
    return library, DayService(library, Settings()), ids


def values(library: Library, key: str, item: int) -> set[str]:
    facets = library.catalogue.item(item).facets
    return {facet.value for facet in facets if facet.key == key and facet.source == "days"}


def test_a_working_week_has_a_home_a_work_and_rides_between(life) -> None:
    library, days, ids = life
    report = days.segment()
    assert (report.places, report.trips, report.items) == (2, 10, 45)
    assert report.stays == 11  # nights join
    assert values(library, "place", ids[0]) == {"home"}
    assert values(library, "place", ids[4]) == {"work"}
    assert values(library, "activity", ids[3]) == {"cycling"}
    assert values(library, "people", ids[4]) == {"2"}
    assert values(library, "people", ids[5]) == {"0"}
    assert values(library, "hour", ids[4]) == {"12"}
    (event,) = values(library, "event", ids[4])
    assert event == "2024-05-06 12:00 work"
    assert values(library, "event", ids[3]) == {"2024-05-06 07:00 home"}  # one is no event
    at_work = library.catalogue.items_with([Filter("place", ("work",))])
    assert len(at_work) == 15


def test_segmenting_twice_doubles_nothing_and_writes_nothing(life) -> None:
    library, days, _ = life
    assert days.is_due()
    assert days.segment().changed == 45
    before = [(each.kind, each.start, each.end) for each in library.catalogue.episodes()]
    assert not days.is_due()
    assert days.update() is None
    again = days.segment()
    assert again.changed == 0
    assert [(each.kind, each.start, each.end) for each in library.catalogue.episodes()] == before


def test_a_run_that_was_stopped_goes_on(life) -> None:
    library, days, _ = life

    class Stopped(JobContext):
        def step(self, done: int, total: int = 0, note: str = "") -> None:
            if note.startswith("Noting"):
                self.cancel()
            super().step(done, total, note)

    with pytest.raises(JobCancelled):
        days.segment(Stopped())
    assert days.is_due()
    assert not (library.folder / STATE_FILE).exists()
    assert days.segment().stays == 11
    assert not days.is_due()


def test_the_users_names_stay_and_reach_the_photos(life) -> None:
    library, days, ids = life
    days.segment()
    event = library.catalogue.episodes("event")[1]
    library.catalogue.name_episode(replace(event, name="Team lunch", named=True))
    library.catalogue.save_place(Place(name="Kinora Ltd", role="work", latitude=WORK[0],
                                       longitude=WORK[1], radius_m=300))  # fmt: skip
    assert days.is_due()
    days.segment()
    assert values(library, "event", ids[4]) == {"Team lunch"}
    assert values(library, "place", ids[4]) == {"Kinora Ltd", "work"}
    named = {view.name: view for view in days.places()}
    assert named["Kinora Ltd"].role == "work"
    assert not named["Kinora Ltd"].is_guess
    assert named["home"].is_guess
    assert named["home"].seconds > named["Kinora Ltd"].seconds


def test_imported_names_and_activities_count(life) -> None:
    library, days, ids = life
    stay = Episode(start=seconds(1, 9), end=seconds(1, 16), place="Old Mill")
    library.catalogue.set_episodes("stay", "timeline", [stay])
    walk = Episode(kind="activity", start=seconds(0, 11.9), end=seconds(0, 12.1), name="eating")
    library.catalogue.set_episodes("activity", "csv", [walk])
    library.catalogue.save_place(
        Place(name="Office", role="work", latitude=0, longitude=0, radius_m=100)
    )
    days.segment()
    assert values(library, "place", ids[4]) == {"Old Mill"}  # the role is taken
    assert values(library, "activity", ids[4]) == {"eating"}


def test_the_calendar_counts_and_steps_from_day_to_day(life) -> None:
    _, days, ids = life
    calendar = days.calendar()
    assert [calendar.count(date(2024, 5, 6 + day)) for day in range(5)] == [9] * 5
    assert calendar.near(date(2024, 5, 6), 1) == date(2024, 5, 7)
    assert calendar.near(date(2024, 5, 6), -1) is None
    assert calendar.near(date(2030, 1, 1), -1) == date(2024, 5, 10)
    assert days.calendar(2025).days == ()
    assert days.day_of(ids[10]) == date(2024, 5, 7)
    assert days.items_of(date(2024, 5, 6), date(2024, 5, 7)) == ids[:18]


def test_a_day_tells_all_its_parts(life) -> None:
    _, days, ids = life
    days.segment()
    view = days.day(date(2024, 5, 7), points=240)
    assert (view.start, view.end) == (seconds(1, 0), seconds(2, 0))
    assert view.items.tolist() == ids[9:18]
    assert [len(stack.items) for stack in view.stacks] == [4, 3, 2]
    assert [stay.place for stay in view.stays] == ["home", "work", "home"]
    assert [trip.mode for trip in view.trips] == ["cycling", "cycling"]
    assert (view.trips[0].before, view.trips[0].after) == ("home", "work")
    assert view.offset_at(view.start) == OFFSET
    assert len(view.spots) == 9  # by the track
    (curve,) = view.curves
    assert (curve.name, curve.unit) == ("heart rate", "bpm")
    assert np.nanmax(curve.highs) <= 80
    assert view.nearest(seconds(1, 12.5)) == ids[9 + 6]
    nothing = days.day(date(1999, 1, 1))
    assert not len(nothing.items)
    assert nothing.nearest(0) is None


def test_a_day_may_begin_at_four(library: Library) -> None:
    party = [photo(0, seconds(0, 22)), photo(1, seconds(1, 1.5)), photo(2, seconds(1, 5))]
    ids = library.catalogue.add_batch(party)
    midnight = DayService(library, Settings())
    assert [midnight.calendar().count(date(2024, 5, day)) for day in (6, 7)] == [1, 2]
    late = DayService(library, Settings(days=DaySettings(starts_at=4)))
    assert late.day(date(2024, 5, 6)).items.tolist() == ids[:2]
    assert late.day(date(2024, 5, 6)).start == seconds(0, 4)


def test_a_day_follows_the_clocks_of_its_place(library: Library) -> None:
    """A flight from Frankfurt to New York: each photo belongs to the day its place had."""
    flown = MONDAY.replace(tzinfo=None)
    told = [(flown + timedelta(hours=8), 120), (flown + timedelta(hours=25), -240)]
    batch = [
        NewItem(f"f{number}", ItemKind.PHOTO,
                facts=MediaFacts(9, 6, taken_at=moment, offset_min=offset, time_source="exif"))
        for number, (moment, offset) in enumerate(told)
    ]  # fmt: skip
    ids = library.catalogue.add_batch(batch)
    days = DayService(library, Settings())
    view = days.day(date(2024, 5, 6))
    assert view.items.tolist() == ids  # 21:00 of the sixth over there
    assert view.end - view.start == 30 * 3600
    assert [minutes for _, minutes in view.offsets] == [120, -240]


def test_photos_alone_tell_stays_too(library: Library) -> None:
    batch = [photo(n, seconds(0, 9 + n / 12), where=HOME) for n in range(12)]
    batch.append(photo(99, seconds(0, 12), where=WORK))
    ids = library.catalogue.add_batch(batch)
    report = DayService(library, Settings()).segment()
    assert report.stays == 1
    assert values(library, "place", ids[3])


def test_a_time_of_the_last_copy_is_no_moment(library: Library) -> None:
    facts = MediaFacts(9, 6, taken_at=MONDAY.replace(tzinfo=None), time_source="file")
    library.catalogue.add_batch([NewItem("c", ItemKind.PHOTO, facts=facts)])
    days = DayService(library, Settings())
    assert days.calendar().days == ()
    assert not days.is_due()
    assert days.segment().items == 0


def test_a_clock_is_told_right_by_one_photo_and_by_the_track(life) -> None:
    library, days, _ = life
    rng = np.random.default_rng(1)
    late = []
    for number, hour in enumerate(np.linspace(8.01, 8.14, 12)):
        share = (hour - 8) / 0.15
        where = tuple(
            h + share * (w - h) + rng.normal(0, 2e-5) for h, w in zip(HOME, WORK, strict=True)
        )
        late.append(photo(1000 + number, seconds(0, hour) - 420, where=where, camera="Camera B"))
    new = library.catalogue.add_batch(late)
    clocks = {view.name: view for view in days.clocks()}
    assert (clocks["Camera A"].items, clocks["Camera B"].items) == (45, 12)
    advice = days.advise_clock("Camera B")
    assert abs(advice.seconds - 420) < 30
    assert advice.after_m < advice.before_m
    assert days.advise_clock("Camera A").note.id == "no-camera-positions"
    shown = datetime.fromtimestamp(seconds(0, 8.01) - 420 + OFFSET * 60, UTC)
    true = shown + timedelta(minutes=7)
    assert days.correction_by_photo(new[0], f"{true:%H:%M:%S}") == ("Camera B", 420)
    assert days.correction_by_photo(new[0], f"{true:%Y-%m-%d %H:%M:%S}") == ("Camera B", 420)
    plan = days.preview_clock("Camera B", 420)
    assert (plan.items, plan.shift_s, plan.other_day) == (12, 420, 0)
    assert days.preview_clock("Camera B", 24 * 3600).other_day == 12
    library.catalogue.set_clock("Camera B", 420)
    assert days.preview_clock("Camera B", 420).shift_s == 0
    assert days.advise_clock("Camera B").note.id == "no-drift"
    for bad in ("soon", "25:00", "2024-13-01 10:00"):
        with pytest.raises(QueryError):
            days.correction_by_photo(new[0], bad)


def test_the_map_shows_items_by_the_track(life) -> None:
    _, days, ids = life
    found = days.map_items()
    assert found.items.tolist() == ids
    assert np.hypot(found.latitude[0] - HOME[0], found.longitude[0] - HOME[1]) < 0.001
    assert days.map_items(ids[:2]).items.tolist() == ids[:2]
    assert 50 <= len(days.track_points(100)) <= 120


def test_an_empty_library_says_what_to_import(library: Library) -> None:
    view = DayService(library, Settings()).day(date(2024, 1, 1))
    assert [note.id for note in view.notes] == ["no-times", "no-positions", "no-series"]

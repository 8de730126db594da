"""Series, tracks, episodes, places and clocks, and the step of the schema that brought them."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Table, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement, DropTable

from common.errors import QueryError
from common.values import Facet, MediaFacts, Text, TextKind
from indexers.catalogue import (
    Catalogue,
    Episode,
    NewItem,
    Place,
    Saying,
    SeriesInfo,
    Told,
    recovery,
    version_3,
)
from indexers.catalogue.salvage import add_words, read_words
from indexers.catalogue.tables import Base

Make = Callable[..., NewItem]
VERSION_2 = Path(__file__).with_name("version_2.sql")
NOON = 1_577_880_000  # 2020-01-01 12:00 UTC
STAY = Episode(
    kind="stay", start=NOON, end=NOON + 3600, name="Home", place="Dublin", latitude=53.3,
    longitude=-6.2, extra={"role": "home"},
)  # fmt: skip
HOME = Place(0, "Home", "home", 53.3, -6.2, 80.0)


# -- series


def test_samples_come_back_by_time(catalogue: Catalogue) -> None:
    times = [NOON + 60, NOON, NOON + 120]
    assert catalogue.add_samples("heart rate", "bpm", times, [61.1, 0.1 + 0.2, 1e300], "band") == 3
    found, values = catalogue.samples("heart rate")
    assert found.tolist() == [NOON, NOON + 60, NOON + 120]
    assert values.tolist() == [0.1 + 0.2, 61.1, 1e300]  # to the last digit
    assert [str(each.dtype) for each in (found, values)] == ["int64", "float64"]
    assert catalogue.samples("heart rate", NOON + 60, NOON + 120)[1].tolist() == [61.1]
    assert catalogue.series() == [
        SeriesInfo("heart rate", "bpm", 3, NOON, NOON + 120, "band"),
    ]
    assert len(catalogue.samples("steps")[0]) == 0


def test_writing_samples_twice_adds_nothing(catalogue: Catalogue) -> None:
    times = np.arange(NOON, NOON + 600, 60)
    assert catalogue.add_samples("steps", "", times, np.ones(10), "band") == 10
    before = list(catalogue.canonical())
    assert catalogue.add_samples("steps", "", times, np.ones(10), "band") == 0
    assert list(catalogue.canonical()) == before
    assert catalogue.add_samples("steps", "", [NOON], [5.0], "band") == 0
    assert catalogue.samples("steps")[1][0] == 5.0
    assert list(catalogue.canonical()) != before


def test_of_one_second_the_mean_counts_and_what_is_no_number_is_left_out(
    catalogue: Catalogue,
) -> None:
    values = [1.0, 3.0, float("nan"), float("inf"), 8.0]
    times = [NOON, NOON, NOON, NOON + 1, NOON + 2]
    assert catalogue.add_samples("keys", "ms", times, values, "log") == 2
    assert catalogue.samples("keys")[1].tolist() == [2.0, 8.0]
    with pytest.raises(QueryError, match="2 times"):
        catalogue.add_samples("keys", "ms", [1, 2], [1.0], "log")
    with pytest.raises(QueryError, match="name"):
        catalogue.add_samples(" ", "", [1], [1.0], "log")


def test_two_sources_of_one_series_are_told_apart(catalogue: Catalogue) -> None:
    catalogue.add_samples("steps", "", [NOON, NOON + 2], [1, 3], "band")
    catalogue.add_samples("steps", "", [NOON + 1], [2], "phone")
    assert catalogue.samples("steps")[1].tolist() == [1, 2, 3]
    assert catalogue.samples("steps", source="phone")[1].tolist() == [2]
    assert [each.source for each in catalogue.series()] == ["band", "phone"]
    assert catalogue.integrity_problems() == []


def test_buckets_are_those_of_all_samples(catalogue: Catalogue) -> None:
    rng = np.random.default_rng(0)
    times = NOON + np.sort(rng.choice(50_000, 3000, replace=False))
    values = rng.normal(size=3000)
    catalogue.add_samples("heart rate", "bpm", times[:2000], values[:2000], "band")
    catalogue.add_samples("heart rate", "bpm", times[2000:], values[2000:], "watch")
    found = catalogue.sample_buckets("heart rate", NOON + 7, NOON + 40_000, 100)
    width = int(found.times[1] - found.times[0])
    assert len(found.times) <= 100
    assert width * len(found.times) >= 40_000 - 7
    for at, start in enumerate(found.times.tolist()):
        inside = values[(times >= start) & (times < min(start + width, NOON + 40_000))]
        assert found.counts[at] == len(inside)
        if len(inside):
            expected = [inside.mean(), inside.min(), inside.max()]
            np.testing.assert_allclose([found.means[at], found.lows[at], found.highs[at]], expected)
    empty = catalogue.sample_buckets("heart rate", 0, 10, 4)
    assert np.isnan(empty.means).all()
    assert np.isnan(empty.lows).all()
    assert len(catalogue.sample_buckets("heart rate", 0, 3, 100).times) == 3
    with pytest.raises(ValueError, match="buckets"):
        catalogue.sample_buckets("heart rate", 5, 5, 10)


# -- tracks


def test_positions_come_back_by_time(catalogue: Catalogue) -> None:
    times = [NOON + 10, NOON, NOON + 5, NOON + 6]
    added = catalogue.add_positions(
        times, [53.1, 53.0, 91.0, float("nan")], [-6.1, -6.0, 0.0, 0.0], [5.0, float("nan"), 1, 1],
        source="gpx",
    )  # fmt: skip
    assert added == 2
    track = catalogue.positions()
    assert track.times.tolist() == [NOON, NOON + 10]
    assert track.latitudes.tolist() == [53.0, 53.1]
    assert track.longitudes.tolist() == [-6.0, -6.1]
    assert np.isnan(track.elevations[0])
    assert track.elevations[1] == 5.0
    assert catalogue.add_positions(times[:2], [1, 2], [3, 4], source="gpx") == 0
    assert catalogue.positions(NOON + 1, NOON + 11).latitudes.tolist() == [1.0]
    catalogue.add_positions([NOON], [7], [8], source="phone")
    assert catalogue.count_positions() == {"gpx": 2, "phone": 1}
    assert catalogue.positions(source="phone").latitudes.tolist() == [7.0]
    assert len(catalogue.positions(0, 5)) == 0


# -- episodes and places


def test_episodes_come_back_as_they_were(catalogue: Catalogue) -> None:
    trip = Episode(kind="stay", start=NOON - 600, end=NOON)
    ids = catalogue.set_episodes("stay", "days", [STAY, trip])
    assert catalogue.episodes() == [
        replace(trip, id=ids[1], source="days"),
        replace(STAY, id=ids[0], source="days"),
    ]
    catalogue.set_episodes("trip", "days", [trip])
    catalogue.set_episodes("stay", "timeline", [STAY])
    assert len(catalogue.episodes("stay")) == 3
    assert len(catalogue.episodes("stay", source="days")) == 2
    assert len(catalogue.episodes(start=NOON + 1)) == 2
    assert len(catalogue.episodes(end=NOON)) == 2
    assert catalogue.set_episodes("stay", "days", []) == []
    assert [each.source for each in catalogue.episodes("stay")] == ["timeline"]


def test_the_users_names_outlive_a_new_segmentation(catalogue: Catalogue) -> None:
    [number] = catalogue.set_episodes("event", "days", [STAY])
    assert catalogue.name_episode(replace(STAY, id=number, name=" Lunch ", named=True))
    longer = replace(STAY, end=STAY.end + 1800, name="")
    other = replace(STAY, start=STAY.end + 7200, end=STAY.end + 9000)
    catalogue.set_episodes("event", "days", [other, longer])
    named = [each for each in catalogue.episodes() if each.named]
    assert [(each.name, each.end) for each in named] == [("Lunch", longer.end)]
    catalogue.set_episodes("event", "days", [other])
    assert [(each.name, each.named) for each in catalogue.episodes()] == [
        ("Lunch", True),
        ("Home", False),
    ]


def test_a_name_is_taken_back(catalogue: Catalogue) -> None:
    [number] = catalogue.set_episodes("event", "days", [STAY])
    before = list(catalogue.canonical())
    [kept] = catalogue.episodes()
    assert kept.id == number
    assert catalogue.name_episode(replace(kept, name="Lunch", named=True))
    assert [(each.name, each.named) for each in catalogue.episodes()] == [("Lunch", True)]
    assert catalogue.name_episode(kept)
    assert list(catalogue.canonical()) == before
    [again] = catalogue.set_episodes("event", "days", [STAY])
    assert catalogue.name_episode(replace(STAY, id=again, name="Lunch", named=True))
    assert catalogue.name_episode(replace(kept, id=999))  # made anew since: by its times
    assert list(catalogue.canonical()) == before
    catalogue.set_episodes("event", "days", [])
    assert not catalogue.name_episode(kept)


@pytest.mark.parametrize(
    "wrong", [{"end": NOON - 1}, {"latitude": 91.0}, {"longitude": float("nan")}]
)
def test_an_impossible_episode_changes_nothing(catalogue: Catalogue, wrong: dict[str, Any]) -> None:
    catalogue.set_episodes("stay", "days", [STAY])
    before = list(catalogue.canonical())
    with pytest.raises(QueryError):
        catalogue.set_episodes("stay", "days", [STAY, replace(STAY, **wrong)])
    assert list(catalogue.canonical()) == before


def test_places_have_one_name_each(catalogue: Catalogue) -> None:
    number = catalogue.save_place(HOME)
    assert catalogue.places() == [replace(HOME, id=number)]
    assert catalogue.save_place(replace(HOME, radius_m=200.0)) == number  # the same name
    other = catalogue.save_place(replace(HOME, name="Work", role="work"))
    catalogue.save_place(replace(HOME, id=other, name="Office", role="work"))
    assert [place.name for place in catalogue.places()] == ["Home", "Office"]
    with pytest.raises(QueryError, match="exists already"):
        catalogue.save_place(replace(HOME, id=other, name="Home"))
    gone = catalogue.remove_place(number)
    assert gone == replace(HOME, id=number, radius_m=200.0)
    assert catalogue.remove_place(number) is None
    assert gone is not None
    assert catalogue.save_place(gone) == number  # under the number it had
    assert [place.id for place in catalogue.places()] == [number, other]


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"role": "school"}, {"radius_m": 0.0}, {"latitude": 90.5},
     {"longitude": float("nan")}, {"radius_m": float("nan")}],
)  # fmt: skip
def test_impossible_places_are_refused(catalogue: Catalogue, wrong: dict[str, Any]) -> None:
    with pytest.raises(QueryError):
        catalogue.save_place(replace(HOME, **wrong))
    assert catalogue.places() == []


# -- clocks


def pictures(make: Make) -> list[NewItem]:
    def facts(camera: str, source: str = "exif") -> MediaFacts:
        facets = (Facet("camera", camera, source="exif"),) if camera else ()
        taken = datetime(2020, 12, 31, 23, 30)  # noqa: DTZ001 - UTC, as everywhere
        return MediaFacts(taken_at=taken, offset_min=0, time_source=source, facets=facets)

    return [
        make(0, facts=facts("X"), year=2020, facets=()),
        make(1, facts=facts("Y"), year=2020, facets=()),
        make(2, facts=facts("X", "file"), year=2020, facets=()),
        make(3, facts=facts("", "name"), year=2020, facets=()),
    ]


def said_of(told: Told) -> Saying:
    day = told.taken_at.date().isoformat()
    return Saying(
        frozenset({"time"}), (Facet("day", day, source="time"),),
        (Text(TextKind.DATE, f"day {day}", source="time"),),
    )  # fmt: skip


def test_a_clock_shifts_what_its_camera_took(catalogue: Catalogue, make: Make) -> None:
    ids = catalogue.add_batch(pictures(make))
    before = list(catalogue.canonical())
    assert catalogue.set_clock("X", 3600, teller=said_of) == 1
    assert catalogue.clocks() == {"X": 3600}
    item = catalogue.item(ids[0])
    assert item.facts.taken_at == datetime(2021, 1, 1, 0, 30)  # noqa: DTZ001
    assert item.summary.year == 2021
    assert catalogue.facet_counts("day") == [("2021-01-01", 1)]
    assert [match.item for match in catalogue.search_text("2021-01-01")] == [ids[0]]
    assert catalogue.item(ids[1]).summary.year == 2020
    assert catalogue.set_clock("X", 3600, teller=said_of) == 0  # as it is
    assert catalogue.set_clock("X", 0) == 1
    assert catalogue.clocks() == {}
    assert catalogue.item(ids[0]).facts.taken_at == datetime(2020, 12, 31, 23, 30)  # noqa: DTZ001
    catalogue.set_clock("X", 1, teller=lambda _: Saying(frozenset({"time"})))
    catalogue.set_clock("X", 0)
    assert list(catalogue.canonical()) == before


def test_pictures_without_a_camera_go_by_the_source_of_their_time(
    catalogue: Catalogue, make: Make
) -> None:
    ids = catalogue.add_batch(pictures(make))
    assert catalogue.items_of_clock("time:name") == [ids[3]]
    assert catalogue.set_clock("time:name", -60) == 1
    assert catalogue.item(ids[3]).facts.taken_at == datetime(2020, 12, 31, 23, 29)  # noqa: DTZ001
    for name, seconds in ((" ", 1), ("X", 10**12)):
        with pytest.raises(QueryError):
            catalogue.set_clock(name, seconds)


# -- what is kept


def fill(catalogue: Catalogue) -> None:
    catalogue.add_samples("steps", "", [NOON], [1], "band")
    catalogue.add_positions([NOON], [1], [2], source="gpx")
    [number] = catalogue.set_episodes("stay", "days", [STAY])
    catalogue.name_episode(replace(STAY, id=number, name="Mine", named=True))
    catalogue.save_place(HOME)
    catalogue.set_clock("X", 60)


def test_all_of_a_life_is_told_without_ids(catalogue: Catalogue) -> None:
    fill(catalogue)
    lines = list(catalogue.canonical())
    assert len(lines) == 5
    kinds = ("series", "track", "episode", "place", "clock")
    assert all(f'"{kind}"' in line for kind, line in zip(kinds, lines, strict=True))
    assert catalogue.integrity_problems() == []


def test_the_users_words_are_carried_over_from_a_damaged_file(tmp_path: Path) -> None:
    path, backups = tmp_path / "catalogue.db", tmp_path / "backups"
    with Catalogue.open(path, backups=backups) as catalogue:
        catalogue.set_episodes("stay", "days", [STAY])
        catalogue.backup()
        fill(catalogue)
    words = read_words(path)
    [backup] = recovery.backups_in(backups)
    with Catalogue.open(backup) as restored:
        assert add_words(restored, words) == 3
        assert [place.name for place in restored.places()] == ["Home"]
        assert restored.clocks() == {"X": 60}
        assert [each.name for each in restored.episodes()] == ["Mine"]
        assert add_words(restored, words) == 0


# -- the migration


def version_2(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.executescript(VERSION_2.read_text("utf-8"))
    connection.close()


def test_version_2_becomes_version_3(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    version_2(path)
    with Catalogue.open(path, backups=tmp_path / "backups") as catalogue:
        assert catalogue.notices == ["The library was brought from format 2 to 4."]
        [photo] = catalogue.items_with([])[:1].tolist()
        [graph] = catalogue.scene_graphs([photo])
        assert [node.label for node in graph.nodes] == ["boat", "man"]
        assert [(e.subject, e.predicate, e.object) for e in graph.edges] == [(1, "on", 0)]
        assert [each.name for each in catalogue.classifiers()] == ["boats"]
        assert catalogue.item(photo).facts.position_source == ""
        assert len(catalogue.restore_items("r3").items) == 2  # removed under version 2
        assert catalogue.restore_items("r1").items == (5,)  # under version 1
        fill(catalogue)
        assert catalogue.integrity_problems() == []
    with Catalogue.open(path) as again:
        assert again.notices == []
        assert len(again.episodes()) == 1


def test_the_step_runs_on_both_databases(url: str, make: Make) -> None:
    with Catalogue.open(url) as catalogue, catalogue._writing() as connection:
        for table in reversed(version_3.ADDED):
            connection.execute(DropTable(table))
        for table in version_3._WIDENED:
            for column in table.columns:
                connection.execute(text(f"ALTER TABLE {table.name} DROP COLUMN {column.name}"))
        version_3.add_life(connection)
    with Catalogue.open(url) as catalogue:
        catalogue.add_batch([make(0)])
        fill(catalogue)
        with catalogue._reading() as connection:
            inspector = inspect(connection)
            for table in (*version_3.ADDED, *version_3._WIDENED):
                found = {each["name"] for each in inspector.get_columns(table.name)}
                assert found == set(Base.metadata.tables[table.name].columns.keys())


@pytest.mark.parametrize("dialect", [sqlite.dialect, postgresql.dialect])
def test_the_step_makes_what_the_tables_of_today_say(dialect: Callable[[], Dialect]) -> None:
    def said(table: Table) -> list[str]:
        indexes = map(CreateIndex, sorted(table.indexes, key=str))
        made: list[DDLElement] = [CreateTable(table), *indexes]
        return [str(each.compile(dialect=dialect())) for each in made]

    for frozen in version_3.ADDED:
        assert said(frozen) == said(Base.metadata.tables[frozen.name])
    for frozen in version_3._WIDENED:
        for column in frozen.columns:
            today = Base.metadata.tables[frozen.name].columns[column.name]
            assert str(today.type.compile(dialect())) == str(column.type.compile(dialect()))
            assert not today.nullable
            told = [each.server_default for each in (today, column)]
            assert str(told[0].arg) == str(told[1].arg)  # type: ignore[union-attr]


def test_years_of_minutes_are_quick_to_ask(catalogue: Catalogue) -> None:
    """Only that large stretches work at all; how quick they are is for `bench`."""
    times = NOON + 60 * np.arange(40_000)
    assert catalogue.add_samples("heart rate", "bpm", times, np.sin(times), "band") == 40_000
    day = timedelta(days=1) // timedelta(seconds=1)
    assert len(catalogue.samples("heart rate", NOON, NOON + day)[0]) == 1440
    found = catalogue.sample_buckets("heart rate", NOON, int(times[-1]) + 1, 500)
    assert int(found.counts.sum()) == 40_000

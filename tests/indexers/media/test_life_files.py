"""Tracks, time lines, sidecars, tables of sensors: what they tell, and what is wrong with them."""

import json
import math
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from common.errors import MediaError
from indexers.media.gpx import read_gpx
from indexers.media.life import Life
from indexers.media.lifetables import read_table
from indexers.media.lsc import read_concepts
from indexers.media.timeline import read_timeline
from indexers.media.times import GAP, TimeReader, seconds, to_utc, zone_of

DUBLIN = ZoneInfo("Europe/Dublin")


def at(text: str) -> int:
    """Return the UTC seconds of an ISO time."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def table(tmp_path: Path, text: str, name: str = "heart_rate-2020-01-02.csv") -> Life:
    path = tmp_path / name
    path.write_text(text)
    return read_table(path, lambda _: DUBLIN)


def values(life: Life, name: str) -> list[tuple[int, float]]:
    held = life.samples[name]
    return list(zip(held.times, held.values, strict=True))


# -- times


@pytest.mark.parametrize(
    ("text", "moment", "is_utc"),
    [
        ("2020-03-04T05:06:07Z", "2020-03-04T05:06:07", True),
        ("2020-03-04 05:06:07+02:00", "2020-03-04T03:06:07", True),
        ("2020-03-04T05:06:07.123-0330", "2020-03-04T08:36:07", True),
        ("2020-03-04 05:06", "2020-03-04T05:06:00", False),
        ("2020/03/04 05:06:07", "2020-03-04T05:06:07", False),
        ("2020-03-04", "2020-03-04T00:00:00", False),
        ("UTC_2016-08-15_13:05", "2016-08-15T13:05:00", True),
        ("2016-08-15_13:05", "2016-08-15T13:05:00", False),
        ("20160815_1305", "2016-08-15T13:05:00", False),
        ("20160815130507", "2016-08-15T13:05:07", False),
        ("04.03.2020 05:06", "2020-03-04T05:06:00", False),
        ("4/3/2020 5:06:07 PM", "2020-03-04T17:06:07", False),
        ("4/3/2020 12:06 am", "2020-03-04T00:06:00", False),
        ("1583298367", "2020-03-04T05:06:07", True),
        ("1583298367123", "2020-03-04T05:06:07", True),
        ("1583298367.5", "2020-03-04T05:06:07", True),
        ("1583298367123456789", "2020-03-04T05:06:07", True),
    ],
)
def test_times_are_read_in_many_forms(text: str, moment: str, is_utc: bool) -> None:
    found = TimeReader().read(text)
    assert found is not None
    assert (found.moment.replace(microsecond=0).isoformat(), found.is_utc) == (moment, is_utc)


@pytest.mark.parametrize(
    "text", ["", "NULL", "31/02/2020", "12:30", "72", "1.5", "yesterday", "0000-00-00 00:00:00",
             "99999999999999999999", "nan", "2020-13-13", "+02:00"],
)  # fmt: skip
def test_what_is_no_time_is_none(text: str) -> None:
    assert TimeReader().read(text) is None


def test_one_date_tells_how_all_of_a_column_are_written() -> None:
    american = TimeReader.of(["03/04/2020", "03/25/2020"])
    assert american.read("03/04/2020 10:00").moment.month == 3  # type: ignore[union-attr]
    european = TimeReader.of(["03/04/2020", "25/03/2020"])
    assert european.read("03/04/2020 10:00").moment.month == 4  # type: ignore[union-attr]


def test_an_hour_that_never_was_and_one_that_came_twice() -> None:
    faults: list[str] = []
    gap = to_utc(datetime(2020, 3, 29, 1, 30), DUBLIN, complain=faults.append)  # noqa: DTZ001
    assert (gap, faults) == (at("2020-03-29T01:30"), [GAP])
    first = to_utc(datetime(2020, 10, 25, 1, 30), DUBLIN)  # noqa: DTZ001
    assert first == at("2020-10-25T00:30")
    second = to_utc(datetime(2020, 10, 25, 1, 10), DUBLIN, after=first)  # noqa: DTZ001
    assert second == at("2020-10-25T01:10")


@pytest.mark.parametrize(
    ("text", "zone"),
    [("Europe/Dublin", DUBLIN), ("+05:30", timezone(timedelta(minutes=330))), ("utc", UTC),
     ("GMT-3", timezone(timedelta(hours=-3))), ("nowhere", None), ("Europe/Nowhere", None),
     ("", None), ("+99:00", None)],
)  # fmt: skip
def test_zones_by_name_and_offset(text: str, zone: Any) -> None:
    assert zone_of(text) == zone


# -- tables


def test_a_table_of_a_sensor(tmp_path: Path) -> None:
    life = table(
        tmp_path,
        "Time;Heart Rate (bpm);Steps;Note\n2020-07-02 10:00;61;3;a\n2020-07-02 10:01;62,5;;b\n",
    )
    start = at("2020-07-02T09:00")
    assert values(life, "heart rate") == [(start, 61.0), (start + 60, 62.5)]
    assert life.samples["heart rate"].unit == "bpm"
    assert values(life, "steps") == [(start, 3.0)]
    assert life.source == "table:heart rate"
    assert set(life.samples) == {"heart rate", "steps"}
    assert life.faults == {}


def test_all_files_of_a_series_have_one_source(tmp_path: Path) -> None:
    text = "time,pm2.5,CO2 (ppm)\n2020-07-02T10:00:00Z,5,400\n"
    lives = [table(tmp_path, text, f"air-{day}.csv") for day in ("2020-07-02", "2020-07-03")]
    assert {life.source for life in lives} == {"table:air"}
    assert set(lives[0].samples) == {"PM2.5", "CO2"}


def test_date_and_time_may_stand_apart_and_rows_tell_their_zone(tmp_path: Path) -> None:
    life = table(
        tmp_path,
        "date,time,timezone,temperature\n"
        "02/01/2020,23:30,America/New_York,20.5\n13/01/2020,00:10,Europe/Berlin,19\n",
    )
    assert values(life, "temperature") == [
        (at("2020-01-03T04:30"), 20.5),
        (at("2020-01-12T23:10"), 19.0),
    ]
    assert [minutes for _, minutes in life.offsets] == [-300, 60]


def test_stretches_of_time_and_runs_of_words_become_episodes(tmp_path: Path) -> None:
    sleep = table(
        tmp_path,
        "start,end,stage\n2020-07-01T22:00Z,2020-07-02T00:00Z,Deep\n"
        "2020-07-02T01:00Z,2020-07-02T00:00Z,light\n",
    )
    [span] = sleep.spans[:1]
    assert (span.kind, span.name, span.end - span.start) == ("sleep", "deep", 7200)
    assert sleep.faults == {"end before they begin": (1, "row 3")}
    minutes = [("walking", 0), ("walking", 1), ("NULL", 2), ("walking", 3), ("walking", 40)]
    rows = "".join(f"2020-07-02T10:{minute:02}Z,{word}\n" for word, minute in minutes)
    walks = table(tmp_path, "time,activity\n" + rows).spans
    assert [(each.kind, each.name, each.end - each.start) for each in walks] == [
        ("activity", "walking", 60),
        ("activity", "walking", 0),
        ("activity", "walking", 0),
    ]


def test_the_metadata_of_the_challenge(tmp_path: Path) -> None:
    life = table(
        tmp_path,
        "minute_id,utc_time,local_time,timezone,lat,lon,semantic_name,elevation,speed,heart,"
        "calories,activity_type,steps\n"
        "20160815_0000,UTC_2016-08-15_00:00,2016-08-15_01:00,Europe/Dublin,53.38,-6.14,Home,20,"
        "NULL,61,1.2,NULL,0\n"
        "20160815_0001,UTC_2016-08-15_00:01,2016-08-15_01:01,Europe/Dublin,53.38,-6.14,Home,20,"
        "0,NULL,1.2,walking,12\n",
        "metadata.csv",
    )
    start = at("2016-08-15T00:00")
    assert (life.kind, life.source) == ("lsc", "lsc")
    assert values(life, "heart rate") == [(start, 61.0)]
    assert values(life, "steps") == [(start, 0.0), (start + 60, 12.0)]
    assert life.positions[0] == (start, 53.38, -6.14, 20.0)
    assert life.offsets == [(start, 60)]
    stays = [span for span in life.spans if span.kind == "stay"]
    assert [(each.place, each.role, each.end - each.start) for each in stays] == [
        ("Home", "home", 60)
    ]
    assert "minute id" not in life.samples


def test_bad_rows_cost_nothing_else(tmp_path: Path) -> None:
    life = table(
        tmp_path,
        "time,zone,heart rate,lat,lon\n"
        "2020-01-02 10:00,UTC,61,53,-6\n"
        "never,UTC,62,53,-6\n"
        "2020-01-02T10:02:00Z,,oops,53,-6\n"
        "1577959380,UTC,64,95,-6\n"
        "2020-01-02 10:04,UTC\n"
        "2020-01-02 10:05,UTC,nan,0,0\n"
        "02.01.2020 10:06,UTC,66,53,-6\n",
    )
    assert [value for _, value in values(life, "heart rate")] == [61.0, 64.0, 66.0]
    assert len(life.positions) == 3
    assert life.faults == {
        "have no time that can be read": (1, "row 3"),
        "have something else where a number belongs": (1, "row 4"),
        "have a position that is nowhere on Earth": (1, "row 5"),
        "have fewer cells than the header": (1, "row 6"),
    }
    assert len(life.lines("rows")) == 4


def test_the_gap_of_summer_time_is_told(tmp_path: Path) -> None:
    life = table(tmp_path, "time,steps\n2020-03-29 00:59,1\n2020-03-29 01:30,2\n")
    assert life.faults == {GAP: (1, "row 3")}
    assert len(life.samples["steps"].times) == 2


@pytest.mark.parametrize(
    "text",
    ["", "time,steps\n", "a,b\n1,2\n", "time\n2020-01-02\n", "time,name\n2020-01-02,x\n",
     "time,steps\nnever,1\n"],
)  # fmt: skip
def test_a_table_without_times_or_values_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(MediaError):
        table(tmp_path, text)


# -- tracks


def gpx(tmp_path: Path, points: str, end: str = "</trkseg></trk></gpx>") -> Path:
    path = tmp_path / "walk.gpx"
    head = '<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>'
    path.write_text(head + points + end)
    return path


POINT = '<trkpt lat="53.0" lon="-6.0"><ele>12.5</ele><time>2020-01-02T10:00:00Z</time></trkpt>'


def test_points_of_a_track(tmp_path: Path) -> None:
    more = (
        '<trkpt lat="53.1" lon="-6.1"><time>2020-01-02T12:00:00+01:00</time></trkpt>'
        '<trkpt lat="1" lon="2"></trkpt>'
        '<trkpt lat="100" lon="2"><time>2020-01-02T12:00:00Z</time></trkpt>'
        '<trkpt lat="x"><time>2020-01-02T12:00:00Z</time></trkpt>'
    )
    life = read_gpx(gpx(tmp_path, POINT + more))
    assert life.positions[0] == (at("2020-01-02T10:00"), 53.0, -6.0, 12.5)
    time, north, east, high = life.positions[1]
    assert (time, north, east) == (at("2020-01-02T11:00"), 53.1, -6.1)
    assert math.isnan(high)
    assert len(life.positions) == 2
    assert {fault: count for fault, (count, _) in life.faults.items()} == {
        "have no time": 1,
        "have a position that is nowhere on Earth": 2,
    }


def test_a_track_that_stops_in_the_middle_gives_what_there_is(tmp_path: Path) -> None:
    life = read_gpx(gpx(tmp_path, POINT, end="<trkpt lat="))
    assert len(life.positions) == 1
    assert "damaged" in life.lines("points")[0]


@pytest.mark.parametrize("points", ["", "<trkpt", '<trkpt lat="1" lon="1"/>', "\x00"])
def test_a_track_without_points_says_so(tmp_path: Path, points: str) -> None:
    with pytest.raises(MediaError):
        read_gpx(gpx(tmp_path, points))


def test_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gpx"
    path.write_text('<!DOCTYPE x [<!ENTITY a "aaaa">]><gpx>&a;</gpx>')
    with pytest.raises(MediaError, match="entities"):
        read_gpx(path)


# -- time lines

VISIT = {
    "startTime": "2024-05-03T09:00:00.000+01:00", "endTime": "2024-05-03T17:00:00.000+01:00",
    "startTimeTimezoneUtcOffsetMinutes": 60,
    "visit": {"topCandidate": {"semanticType": "INFERRED_WORK",
                               "placeLocation": {"latLng": "53.30°, -6.20°"}}},
}  # fmt: skip
PATH = {
    "startTime": "2024-05-03T08:00:00.000+01:00", "endTime": "2024-05-03T09:00:00.000+01:00",
    "timelinePath": [{"point": "53.35°, -6.26°", "time": "2024-05-03T08:30:00.000+01:00"},
                     {"point": "nowhere", "time": "2024-05-03T08:31:00.000+01:00"}],
}  # fmt: skip


def timeline(tmp_path: Path, content: Any) -> Life:
    path = tmp_path / "Timeline.json"
    path.write_text(json.dumps(content))
    return read_timeline(path)


def test_android_tells_visits_and_paths(tmp_path: Path) -> None:
    broken = {"startTime": "never", "endTime": "2024-05-03T09:00:00Z", "visit": {}}
    life = timeline(tmp_path, {"semanticSegments": [PATH, VISIT, broken, 7]})
    [stay] = life.spans
    assert (stay.kind, stay.role, stay.place) == ("stay", "work", "Work")
    assert (stay.start, stay.end) == (at("2024-05-03T08:00"), at("2024-05-03T16:00"))
    assert (stay.latitude, stay.longitude) == (53.30, -6.20)
    assert life.positions[0][:3] == (at("2024-05-03T07:30"), 53.35, -6.26)
    assert life.offsets == [(stay.start, 60)]
    assert sum(count for count, _ in life.faults.values()) == 3


def test_ios_is_a_bare_list(tmp_path: Path) -> None:
    life = timeline(
        tmp_path,
        [
            {"startTime": "2024-05-03T20:00:00.000+01:00",
             "endTime": "2024-05-04T07:00:00.000+01:00",
             "visit": {"topCandidate": {"semanticType": "Home",
                                        "placeLocation": "geo:53.350000,-6.260000"}}},
            {"startTime": "2024-05-03T08:00:00.000+01:00",
             "endTime": "2024-05-03T09:00:00.000+01:00",
             "timelinePath": [{"point": "geo:53.1,-6.1",
                               "durationMinutesOffsetFromStartTime": "12"}]},
            {"startTime": "2024-05-03T07:00:00.000+01:00",
             "endTime": "2024-05-03T08:00:00.000+01:00",
             "activity": {"start": "geo:53.0,-6.0", "end": "geo:53.1,-6.1",
                          "topCandidate": {"type": "in passenger vehicle"}}},
        ],
    )  # fmt: skip
    assert [(each.kind, each.role, each.name) for each in life.spans] == [
        ("stay", "home", ""),
        ("trip", "", "passenger vehicle"),
    ]
    assert (at("2024-05-03T07:12"), 53.1, -6.1) in [each[:3] for each in life.positions]


def test_the_older_exports_of_the_cloud(tmp_path: Path) -> None:
    visit = {"placeVisit": {
        "location": {"latitudeE7": 533000000, "longitudeE7": -62000000, "name": "Cafe",
                     "semanticType": "TYPE_HOME"},
        "duration": {"startTimestamp": "2020-01-02T10:00:00Z",
                     "endTimestampMs": "1577962800000"}}}  # fmt: skip
    life = timeline(tmp_path, {"timelineObjects": [visit, {}]})
    assert [(each.place, each.role, each.end - each.start) for each in life.spans] == [
        ("Cafe", "home", 3600)
    ]
    raw = {"locations": [{"latitudeE7": 10000000, "longitudeE7": 20000000,
                          "timestampMs": "1577962800000"}]}  # fmt: skip
    assert timeline(tmp_path, raw).positions[0][:3] == (1577962800, 1.0, 2.0)


@pytest.mark.parametrize("content", [{}, [], {"semanticSegments": []}, 7, {"locations": [{}]}])
def test_an_empty_time_line_says_so(tmp_path: Path, content: Any) -> None:
    with pytest.raises(MediaError):
        timeline(tmp_path, content)


# -- Takeout


# -- concepts of the challenge


def test_concepts_have_boxes(tmp_path: Path) -> None:
    path = tmp_path / "concepts.csv"
    path.write_text(
        "minute_id,image_id,image_path,attribute_top01,attribute_top02,category_top01,"
        "category_top01_score,concept_class_top01,concept_score_top01,concept_bbox_top01,"
        "concept_class_top02,concept_score_top02,concept_bbox_top02\n"
        "x,y,2016/a.jpg,natural light,NULL,office,0.5,Person,0.9,10 20 30 40,cup,nan,oops\n"
        "x,y,,a,b,c,d,e,f,g,h,i,j\n"
    )
    table = read_concepts(path)
    [seen] = table.seen
    assert seen.attributes == ("natural light",)
    assert seen.scenes == (("office", 0.5),)
    assert seen.objects[0] == ("person", 0.9, (10.0, 20.0, 30.0, 40.0))
    assert seen.objects[1][2] is None
    assert seen.objects[1][1] == 0.0  # NaN is no certainty
    assert sum(count for count, _ in table.faults.values()) == 3
    assert seconds(datetime(1970, 1, 2)) == 86_400  # noqa: DTZ001

"""A life is imported whole: whatever order its files come in, twice is as once."""

import csv
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app.services.history import HistoryService
from app.services.import_lifelog import MUTE, store_life
from app.services.import_places import position_at
from app.services.import_takeout import told_by
from app.services.import_zones import OFFSETS, Zones
from app.services.importing import ImportService
from app.services.library import Library
from common.values import ImportReport, ItemKind
from indexers.catalogue import ItemDetails, Moment, Track
from indexers.media.life import Life, Span
from indexers.media.places import zone_name
from indexers.media.takeout import TakeoutSidecar
from indexers.media.times import offset_at, to_utc
from tests.import_media import picture, save_dated, save_life, service

needs_zones = pytest.mark.skipif(not zone_name(53.3, -6.2), reason="needs the extra `places`")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "test.kinora", create=True)
    yield opened
    opened.close()


@pytest.fixture
def imports(library: Library) -> ImportService:
    return service(library)


def items(library: Library) -> dict[str, ItemDetails]:
    found = library.catalogue.describe(library.catalogue.ids().tolist())
    return {Path(each.files[0].path).name: each for each in found}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text)


@needs_zones
def test_all_of_a_life_arrives(library: Library, imports: ImportService, tmp_path: Path) -> None:
    report = imports.run([save_life(tmp_path / "life")], "lifelog")
    catalogue = library.catalogue
    assert (report.added, report.samples, report.positions, report.episodes) == (5, 30, 17, 1)
    found = items(library)
    a, b, c = (found[f"{name}.jpg"].facts for name in "abc")
    # The offset in EXIF; between two points of the track.
    assert (a.taken_at, a.offset_min) == (utc("2020-07-02T09:02:30"), 60)
    assert (round(a.latitude or 0, 6), a.position_source) == (53.325, "track")
    # No zone in EXIF: that of the track.
    assert (b.taken_at, b.offset_min) == (utc("2020-07-02T09:04:00"), 60)
    assert round(b.latitude or 0, 6) == 53.34
    # Hours behind the track: its zone, but no position.
    assert (c.taken_at, c.offset_min, c.latitude) == (utc("2020-07-02T14:00:00"), 60, None)
    # A name of the data set is UTC.
    named = found["20200702_091000_000.jpg"].facts
    assert (named.taken_at, named.offset_min) == (utc("2020-07-02T09:10:00"), 60)
    assert round(named.latitude or 0, 6) == 53.4
    taken = found["IMG_5.jpg"]
    assert (taken.facts.taken_at, taken.facts.time_source) == (
        utc("2020-07-02T10:05:00"),
        "sidecar",
    )
    assert (taken.facts.latitude, taken.facts.position_source) == (53.0, "sidecar")
    assert ("person", "Ann") in {(each.key, each.value) for each in taken.facets}
    assert ("country", "Ireland") in {(each.key, each.value) for each in found["a.jpg"].facets}
    assert dict(catalogue.facet_counts("daytime")) == {"morning": 3, "midday": 1, "afternoon": 1}
    assert all(each.summary.kind is ItemKind.LIFELOG for each in found.values())
    times, values = catalogue.samples("heart rate")
    assert datetime.fromtimestamp(int(times[0])).astimezone() is not None
    assert (int(times[0]), values[0]) == (1593680400, 60.0)  # 10:00 in Dublin is 09:00 UTC
    [home] = catalogue.places()
    assert (home.name, home.role, home.source) == ("Home", "home", "timeline")
    [graph] = catalogue.scene_graphs([found["a.jpg"].id])
    assert [node.label for node in graph.nodes] == ["cup", "table"]
    reasons = {Path(each.path).name: each.reason for each in report.skipped}
    assert reasons["heart.csv"] == "1 rows have no time that can be read (the first at row 32)"
    assert "no track" in reasons["broken.gpx"]
    assert set(reasons) == {"heart.csv", "broken.gpx"}
    assert catalogue.integrity_problems() == []


def test_importing_twice_adds_nothing(
    library: Library, imports: ImportService, tmp_path: Path
) -> None:
    folder = save_life(tmp_path / "life")
    imports.run([folder], "lifelog")
    before = list(library.catalogue.canonical())
    report = imports.run([folder], "lifelog")
    assert (report.added, report.updated, report.samples, report.positions, report.placed) == (
        0, 0, 0, 0, 0,
    )  # fmt: skip
    assert report.episodes == 0
    assert list(library.catalogue.canonical()) == before
    for path in folder.rglob("*"):
        path.touch()  # all of it is read again
    report = imports.run([folder], "lifelog")
    assert (report.samples, report.positions, report.episodes) == (0, 0, 0)
    assert list(library.catalogue.canonical()) == before


@needs_zones
def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    folder = save_life(tmp_path / "life")
    told = []
    for name, first in (("one", "p"), ("two", "track.gpx"), ("three", "Timeline.json")):
        library = Library.open(tmp_path / f"{name}.kinora", create=True)
        imports = service(library)
        imports.run([folder / first], "lifelog")
        imports.run([folder], "lifelog")
        for each in items(library).values():
            assert each.facts.taken_at is not None
        told.append([line for line in library.catalogue.canonical() if '"identity"' in line])
        library.close()
    plain = [[_without_path_words(line) for line in lines] for lines in told]
    assert plain[0] == plain[1] == plain[2]


def _without_path_words(line: str) -> str:
    """The words of folders depend on what was chosen."""
    import json

    document = json.loads(line)
    document["texts"] = [text for text in document["texts"] if text[0] != "path"]
    return json.dumps(document, sort_keys=True)


@needs_zones
def test_a_clock_set_right_moves_positions_too(
    library: Library, imports: ImportService, tmp_path: Path
) -> None:
    folder = tmp_path / "life"
    save_life(folder)
    imports.run([folder], "lifelog")
    before = list(library.catalogue.canonical())
    history = HistoryService(library)
    history.do("lifelog.clock", {"clock": "Acme Cam", "seconds": 60})
    imports.run([folder], "lifelog")
    a = items(library)["a.jpg"].facts
    assert a.taken_at == utc("2020-07-02T09:03:30")
    assert round(a.latitude or 0, 6) == 53.335
    save_dated(folder / "p" / "d.jpg", 9, "2020:07:02 10:05:00", OffsetTimeOriginal="+01:00")
    imports.run([folder], "lifelog")
    assert items(library)["d.jpg"].facts.taken_at == utc("2020-07-02T09:06:00")
    (folder / "p" / "d.jpg").unlink()
    library.catalogue.remove_items([items(library)["d.jpg"].id])
    history.undo()
    imports.run([folder], "lifelog")
    assert list(library.catalogue.canonical()) == before


def test_offset_time_of_the_last_change_is_not_that_of_the_picture(
    library: Library, imports: ImportService, tmp_path: Path
) -> None:
    save_dated(tmp_path / "a.jpg", 1, "2020:07:02 10:00:00", OffsetTime="+09:00")
    imports.run([tmp_path / "a.jpg"], "lifelog")
    facts = items(library)["a.jpg"].facts
    assert (facts.taken_at, facts.offset_min) == (utc("2020-07-02T10:00:00"), None)


def test_concepts_are_tied_to_pictures(
    library: Library, imports: ImportService, tmp_path: Path
) -> None:
    folder = tmp_path / "lsc"
    (folder / "2016").mkdir(parents=True)
    picture(1, (1024, 768)).resize((256, 192)).save(folder / "2016" / "20160815_091000_000.jpg")
    rows = [
        ["minute_id", "image_path", "attribute_top01", "category_top01", "category_top01_score",
         "concept_class_top01", "concept_score_top01", "concept_bbox_top01"],
        ["m", "2016/20160815_091000_000.jpg", "natural light", "office", "0.5", "Laptop", "0.75",
         "256 192 768 576"],
        ["m", "2016/unknown.jpg", "a", "b", "0.5", "c", "0.75", "1 2 3 4"],
    ]  # fmt: skip
    with (folder / "concepts.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    report = imports.run([folder], "lifelog")
    [details] = items(library).values()
    [box] = details.boxes
    assert (box.label, box.score, box.x, box.y, box.width, box.height) == (
        "laptop", 0.75, 0.25, 0.25, 0.5, 0.5,
    )  # fmt: skip
    told = {(each.key, each.value) for each in details.facets if each.source == "lsc"}
    assert told == {("attribute", "natural light"), ("scene", "office"), ("object", "laptop")}
    assert "1 of 2 rows name pictures" in report.skipped[0].reason
    assert imports.run([folder], "lifelog").updated == 0


def test_graphs_wait_for_their_pictures(
    library: Library, imports: ImportService, tmp_path: Path
) -> None:
    folder = save_life(tmp_path / "life")
    imports.run([folder / "graphs.json"], "lifelog")
    imports.run([folder], "lifelog")
    [graph] = library.catalogue.scene_graphs([items(library)["a.jpg"].id])
    assert len(graph.edges) == 1


def test_other_kinds_of_import_leave_these_files_alone(
    library: Library, imports: ImportService, tmp_path: Path
) -> None:
    report = imports.run([save_life(tmp_path / "life")], "photos")
    assert (report.samples, report.positions, library.catalogue.series()) == (0, 0, [])


def test_a_life_without_pictures_is_one_too(
    library: Library, imports: ImportService, tmp_path: Path
) -> None:
    folder = save_life(tmp_path / "life")
    shutil.rmtree(folder / "p")
    report = imports.run([folder / "track.gpx", folder / "notes.json"], "lifelog")
    assert report.positions == 15
    assert [Path(each.path).name for each in report.skipped] == ["notes.json"]


TRACK = [(0, 10.0, 179.0), (100, 11.0, -179.0), (1000, 12.0, 0.0)]


@pytest.mark.parametrize(
    ("time", "where"),
    [(0, (10.0, 179.0)), (50, (10.5, -180.0)), (75, (10.75, -179.5)), (101, None), (-1, None),
     (1000, (12.0, 0.0)), (1001, None)],
)  # fmt: skip
def test_positions_lie_between_neighbours(time: int, where: tuple[float, float] | None) -> None:
    import numpy as np

    times, north, east = (np.array(column) for column in zip(*TRACK, strict=True))
    track = Track(times.astype(np.int64), north, east, np.full(3, np.nan))
    assert position_at(track, time) == where


def moment(**changes: object) -> Moment:
    told: dict[str, object] = {
        "item": 1, "kind": ItemKind.PHOTO, "taken_at": utc("2020-07-02T10:00:03"),
        "offset_min": None, "time_source": "exif", "latitude": None, "longitude": None,
        "position_source": "",
    }  # fmt: skip
    return Moment(**(told | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "taken", "offset", "source"),
    [
        ({}, "2020-07-02T09:00:03", 60, "exif"),  # the zone lies between both
        ({"offset_min": 0}, "2020-07-02T10:00:03", 0, "exif"),  # EXIF knows
        ({"taken_at": utc("2020-07-02T10:23:00")}, "2020-07-02T10:23:00", None, "exif"),
        ({"time_source": "file"}, "2020-07-02T09:00:00", None, "sidecar"),
        ({"taken_at": None, "time_source": ""}, "2020-07-02T09:00:00", None, "sidecar"),
        ({"taken_at": utc("2020-07-02T12:00:00"), "time_source": "name"}, "2020-07-02T09:00:00",
         180, "name"),
    ],
)  # fmt: skip
def test_a_sidecar_tells_utc(
    before: dict[str, object], taken: str, offset: int | None, source: str
) -> None:
    sidecar = TakeoutSidecar("x", utc("2020-07-02T09:00:00"))
    after = told_by(moment(**before), sidecar)
    assert (after.taken_at, after.offset_min, after.time_source) == (utc(taken), offset, source)
    assert told_by(after, sidecar) == after


@needs_zones
def test_a_told_offset_knows_summer_time_by_the_track(library: Library) -> None:
    at = int(datetime.fromisoformat("2025-03-28T12:00:00+00:00").timestamp())
    library.catalogue.add_positions([at], [53.34], [-6.26], [20.0], source="t")
    library.catalogue.add_samples(OFFSETS, "min", [at], [0.0], "t")
    zone = Zones(library.catalogue).guess(utc("2025-03-30T01:30:00"))
    faults: list[str] = []
    to_utc(utc("2025-03-30T01:30:00"), zone, complain=faults.append)
    assert faults  # no clock in Dublin showed that hour
    assert to_utc(utc("2025-03-30T02:30:00"), zone) == at + 135_000
    # A clock that went by another zone than the place's is believed.
    library.catalogue.add_samples(OFFSETS, "min", [at], [-240.0], "t")
    told = Zones(library.catalogue).guess(utc("2025-03-28T12:30:00"))
    assert offset_at(at, told) == -240


def test_files_that_tell_nothing_are_named(
    library: Library, imports: ImportService, tmp_path: Path
) -> None:
    folder = tmp_path / "life"
    folder.mkdir()
    picture(1).save(folder / "p.jpg")
    for name, content in {
        "foo.csv": "foo,bar\n1,2\n",
        "head.csv": "timestamp,heart_rate\n",
        "cut.json": '{"graphs": [{"image": "p.jpg", "nodes": [',
        "labels.csv": "file,colour\np.jpg,red\n",
        "p.jpg.json": '{"title": "p.jpg", "photoTakenTime": {"timestamp": "soon"}}',
        "Timeline.json": '{"semanticSegments": [{"startTime": "soon", "visit": {}}]}',
    }.items():
        (folder / name).write_text(content)
    told = {Path(each.path).name: each.reason for each in imports.run([folder], "lifelog").skipped}
    assert set(told) == {"foo.csv", "head.csv", "cut.json", "life", "Timeline.json"}
    assert told["foo.csv"] == MUTE
    assert "no time that can be" in told["life"]
    assert "1 segments" in told["Timeline.json"]
    again = {Path(each.path).name for each in imports.run([folder], "lifelog").skipped}
    assert "cut.json" in again


def test_a_later_file_does_not_write_earlier_episodes_again(library: Library) -> None:
    """Ten years of monthly files would write each other's visits a hundred times."""

    def life(*days: int) -> Life:
        spans = [Span("stay", day * 86_400, day * 86_400 + 3600, place="Home") for day in days]
        return Life("timeline", "timeline", spans=spans)

    report = ImportReport()
    store_life(library.catalogue, life(1, 2), report)
    before = library.catalogue.episodes()
    store_life(library.catalogue, life(2, 3, 3), report)
    after = library.catalogue.episodes()
    assert after[:2] == before
    assert [each.start // 86_400 for each in after] == [1, 2, 3]
    assert report.episodes == 3

import os
import shutil
from pathlib import Path

import pytest

from app.services.addresses import Addresses
from app.services.history import HistoryService
from app.services.importing import ImportService
from app.services.library import Library
from common.errors import AppError, ReadOnlyLibraryError
from common.jobs import JobCancelled, JobContext, Progress
from tests.import_media import (
    picture,
    save_everything,
    save_films,
    save_photos,
    save_video,
    service,
)
from tests.workers_support import ADDRESS, threads_for_ray


@pytest.fixture(params=["local", "workers"])
def library(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch):
    """An empty library; what an import promises it keeps with workers of a cluster too."""
    if request.param == "local":
        opened = Library.open(tmp_path / "test.kinora", create=True)
        yield opened
        opened.close()
        return
    with threads_for_ray(monkeypatch):
        addresses = Addresses(workers=ADDRESS)
        opened = Library.open(tmp_path / "test.kinora", create=True, addresses=addresses)
        yield opened
        opened.close()


@pytest.fixture
def imports(library: Library) -> ImportService:
    return service(library)


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return tmp_path / "media"


def state(library: Library) -> dict[str, str]:
    """Title -> path of the items that are there."""
    columns = library.catalogue.columns("id", "missing")
    there = columns["id"][~columns["missing"]].tolist()
    return {each.title: each.path for each in library.catalogue.items(there)}


def test_everything_at_once(library: Library, imports: ImportService, media: Path) -> None:
    report = imports.run([save_everything(media)])
    assert library.catalogue.count_by_kind() == {"photo": 9, "film": 7, "video": 1, "shot": 2}
    assert (report.added, report.updated, report.items) == (19, 0, 19)
    reasons = {Path(each.path).name: each.reason for each in report.skipped}
    assert set(reasons) == {"broken.jpg", "films.jsonl"}
    assert reasons["films.jsonl"].startswith("row 8: ")
    assert library.encoders() == {"layout": 19, "motion": 2}
    run = library.catalogue.runs(1)[0]
    assert (run.state, run.skipped) == ("done", 2)


def test_a_second_import_reads_nothing_again(
    library: Library, imports: ImportService, media: Path
) -> None:
    imports.run([save_everything(media)])
    before = list(library.catalogue.canonical())
    rows = len(library.thumbnails)
    report = imports.run([media])
    assert (report.added, report.updated, report.unchanged, report.missing) == (0, 0, 19, 0)
    assert len(library.thumbnails) == rows
    assert list(library.catalogue.canonical()) == before


def test_speech_lies_with_its_shot(library: Library, imports: ImportService, media: Path) -> None:
    imports.run([save_everything(media)])
    found = library.catalogue.search_text("hello")
    kinds = {library.catalogue.item(match.item).summary.kind for match in found}
    assert kinds == {"video", "shot"}
    shots = [m for m in found if library.catalogue.item(m.item).summary.kind == "shot"]
    assert len(shots) == 1


def test_new_subtitles_are_taken_up(library: Library, imports: ImportService, media: Path) -> None:
    video = save_video(media / "clip.mp4")
    imports.run([media])
    assert not library.catalogue.search_text("lighthouse")
    video.with_suffix(".srt").write_text("1\n00:00:00,100 --> 00:00:00,900\nA lighthouse\n")
    report = imports.run([media])
    assert (report.added, report.updated) == (0, 3)
    assert library.catalogue.search_text("lighthouse")


def test_a_moved_file_keeps_its_item(library: Library, imports: ImportService, media: Path) -> None:
    first, second = save_photos(media / "a", 2)
    imports.run([media])
    (item,) = library.catalogue.find_identities(
        [library.catalogue.files_under([str(first)])[str(first)].content_hash]
    ).values()
    library.catalogue.set_label(item, 1)
    moved = media / "b" / "renamed.jpg"
    moved.parent.mkdir()
    first.rename(moved)
    report = imports.run([media])
    assert (report.added, report.updated, report.unchanged, report.missing) == (0, 1, 1, 0)
    assert library.catalogue.items([item])[0].path == str(moved)
    assert library.catalogue.labels() == {item: 1}
    assert set(library.catalogue.files_under([str(media)])) == {str(moved), str(second)}


def test_changed_content_is_a_new_item_and_the_old_one_goes_missing(
    library: Library, imports: ImportService, media: Path
) -> None:
    first, _ = save_photos(media, 2)
    imports.run([media])
    old = library.catalogue.files_under([str(first)])[str(first)].item
    picture(99).save(first)
    report = imports.run([media])
    assert (report.added, report.unchanged, report.missing, report.items) == (1, 1, 1, 3)
    assert library.catalogue.items([old])[0].missing


def test_a_removed_file_is_marked_and_comes_back(
    library: Library, imports: ImportService, media: Path
) -> None:
    first, _ = save_photos(media, 2)
    content, stamp = first.read_bytes(), first.stat()
    imports.run([media])
    first.unlink()
    report = imports.run([media])
    assert (report.unchanged, report.missing, report.items) == (1, 1, 2)
    first.write_bytes(content)
    os.utime(first, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    report = imports.run([media])
    assert (report.added, report.unchanged, report.missing) == (0, 2, 0)
    assert len(state(library)) == 2


def test_a_file_outside_the_walk_is_not_missing(
    library: Library, imports: ImportService, media: Path
) -> None:
    save_photos(media / "a", 1)
    save_photos(media / "b", 1, first=5)
    imports.run([media])
    shutil.rmtree(media / "a")
    assert imports.run([media / "b"]).missing == 0
    assert imports.run([media]).missing == 1


def test_copies_share_an_item(library: Library, imports: ImportService, media: Path) -> None:
    first, _ = save_photos(media, 2)
    shutil.copy(first, media / "zz.jpg")
    report = imports.run([media])
    assert (report.added, report.items) == (2, 2)
    assert len(library.catalogue.files_under([str(media)])) == 3
    first.unlink()
    assert imports.run([media]).missing == 0


def test_kinds_take_what_they_name(library: Library, imports: ImportService, media: Path) -> None:
    save_everything(media)
    imports.run([media], "videos")
    assert library.catalogue.count_by_kind() == {"video": 1, "shot": 2}
    imports.run([media], "movies")
    assert library.catalogue.count_by_kind() == {"video": 1, "shot": 2, "film": 7}
    chosen = imports.run([media / "photos" / "photo_001.jpg"], "videos")
    assert "picture" in chosen.skipped[0].reason


def test_a_lifelog_takes_over_photos_by_day(
    library: Library, imports: ImportService, media: Path
) -> None:
    media.mkdir()
    picture(1).save(media / "20160815_093012_000.jpg")
    imports.run([media])
    assert library.catalogue.count_by_kind() == {"photo": 1}
    report = imports.run([media], "lifelog")
    assert (report.added, report.updated) == (0, 1)
    assert library.catalogue.count_by_kind() == {"lifelog": 1}
    assert library.catalogue.facet_counts("day") == [("2016-08-15", 1)]
    assert library.catalogue.facet_counts("weekday") == [("Monday", 1)]


def test_film_list_posters_are_no_photos(
    library: Library, imports: ImportService, media: Path
) -> None:
    save_films(media / "films.jsonl", 3)
    for _ in range(2):
        imports.run([media])
        assert library.catalogue.count_by_kind() == {"film": 3}


def test_a_changed_film_list_updates_its_films(
    library: Library, imports: ImportService, media: Path
) -> None:
    path = save_films(media / "films.jsonl", 3, posters=False)
    imports.run([media])
    path.write_text(path.read_text("utf-8").replace("letter 1", "treasure"), "utf-8")
    report = imports.run([media])
    assert (report.added, report.updated) == (0, 3)
    assert [match.item for match in library.catalogue.search_text("treasure")] == [2]
    assert not library.catalogue.search_text("letter 1")[0].all_words or (
        library.catalogue.search_text("letter")[0].item != 2
    )


def test_films_that_leave_a_list_are_missing_until_they_return(
    library: Library, imports: ImportService, media: Path
) -> None:
    path = save_films(media / "films.jsonl", 4)
    imports.run([media])
    whole = path.read_text("utf-8")
    rows = whole.splitlines(keepends=True)
    catalogue = library.catalogue
    catalogue.set_label(2, 1)
    catalogue.add_to_bucket("b", [2])
    path.write_text("".join([rows[0], rows[3], '{"title": "New", "year": 2000}\n']), "utf-8")
    report = imports.run([media])
    assert (report.added, report.missing, report.items) == (1, 2, 5)
    assert catalogue.columns("missing")["missing"].tolist() == [False, True, True, False, False]
    assert (catalogue.labels(), catalogue.bucket_items("b")) == ({2: 1}, [2])
    assert imports.run([media]).missing == 0
    path.write_text(whole, "utf-8")
    imports.run([media])
    assert catalogue.columns("missing")["missing"].tolist() == [False] * 4 + [True]
    assert catalogue.labels() == {2: 1}
    path.write_text("title,year\n", "utf-8")  # no list any more, so it says nothing of its films
    imports.run([media])
    assert catalogue.columns("missing")["missing"].tolist() == [False] * 4 + [True]
    assert catalogue.integrity_problems() == []


def test_a_removed_photo_that_is_imported_again_merges_when_undone(
    library: Library, imports: ImportService, media: Path
) -> None:
    save_photos(media, 3)
    imports.run([media])
    history = HistoryService(library)
    history.do("label.set", {"labels": {"2": 1}})
    history.do("item.remove", {"items": [2]})
    assert library.catalogue.ids().tolist() == [1, 3]
    imports.run([media])
    assert library.catalogue.ids().tolist() == [1, 2, 3]
    assert library.catalogue.labels() == {}
    history.undo()
    assert library.catalogue.labels() == {2: 1}
    assert library.catalogue.item(2).summary.thumb_row >= 3  # the picture made last
    assert library.vectors("layout").has([1, 2, 3]).all()
    assert library.catalogue.integrity_problems() == []


def test_two_lists_tell_of_one_film(library: Library, imports: ImportService, media: Path) -> None:
    save_films(media / "a.jsonl", 1)
    (media / "b.csv").write_text("title,year,genres,popularity\nThe Film 0,1950,Western,7\n")
    imports.run([media])
    assert library.catalogue.count() == 1
    details = library.catalogue.item(1)
    assert {f.value for f in details.facets if f.key == "genre"} == {"Drama", "Crime", "Western"}
    assert details.popularity == 7
    assert library.thumbnails.aspects()[details.summary.thumb_row] == pytest.approx(2 / 3)


def test_cancel_keeps_what_was_finished(
    library: Library, imports: ImportService, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.import_job.BATCH_ITEMS", 4)
    save_photos(media, 20)
    context = JobContext()

    def stop(progress: Progress) -> None:
        if progress.done >= 10:
            context.cancel()

    monkeypatch.setattr("common.jobs.REPORT_INTERVAL_S", 0.0)
    context._report = stop
    with pytest.raises(JobCancelled):
        imports.run([media], context=context)
    kept = library.catalogue.count()
    assert 4 <= kept < 20
    assert library.catalogue.runs(1)[0].state == "cancelled"
    report = imports.run([media])
    assert (report.added, report.unchanged, report.items) == (20 - kept, kept, 20)


def test_progress_ends_at_its_total(imports: ImportService, media: Path) -> None:
    save_photos(media, 3)
    seen: list[Progress] = []
    imports.run([media], context=JobContext(seen.append))
    assert seen[-1].done == seen[-1].total >= 3
    assert all(each.done < each.total for each in seen[:-1] if each.total)


def test_bad_wishes_are_refused(library: Library, imports: ImportService, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="cannot be imported"):
        imports.run([tmp_path / "nowhere"])
    with pytest.raises(AppError, match="lies in the library"):
        imports.run([library.folder])
    with pytest.raises(AppError, match="no import of"):
        imports.run([tmp_path], "songs")  # type: ignore[arg-type]


def test_a_library_open_elsewhere_is_not_imported_into(library: Library, tmp_path: Path) -> None:
    second = Library.open(library.folder)
    with pytest.raises(ReadOnlyLibraryError, match="another window"):
        service(second).run([tmp_path])
    second.close()


def test_the_library_never_imports_itself(
    library: Library, imports: ImportService, tmp_path: Path
) -> None:
    save_photos(tmp_path / "photos", 1)
    save_photos(tmp_path / "other.kinora", 1, first=7)
    save_photos(library.folder / "stray", 1, first=8)
    assert imports.run([tmp_path]).added == 1


def test_graphs_are_tied_to_photos(library: Library, imports: ImportService, media: Path) -> None:
    import json

    save_photos(media, 2)
    imports.run([media])
    box = {"bbox": [0, 24, 0, 32]}
    vrd = {
        "photo_001.jpg": [
            {"subject": {"category": "man", **box}, "predicate": "ride",
             "object": {"category": "horse", "bbox": [24, 48, 0, 64]}}
        ],
        "unknown.jpg": [
            {"subject": {"category": "a", **box}, "predicate": "on",
             "object": {"category": "b", **box}}
        ],
    }  # fmt: skip
    graphs = media / "graphs.json"
    graphs.write_text(json.dumps(vrd))
    report = imports.run([graphs], "graphs")
    assert report.updated == 1
    assert "1 of 2 graphs" in report.skipped[0].reason
    details = library.catalogue.item(2)
    assert [(r.subject, r.predicate, r.object) for r in details.relations] == [
        ("man", "ride", "horse")
    ]
    sizes = {box.label: (box.x, box.y, box.width, box.height) for box in details.boxes}
    assert sizes == {"man": (0, 0, 0.5, 0.5), "horse": (0, 0.5, 1, 0.5)}
    assert details.summary.title == "photo_001"
    assert library.catalogue.search_text("ride horse")[0].item == 2

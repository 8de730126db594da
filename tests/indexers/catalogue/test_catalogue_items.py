"""What imports write and panels read, the same on every backend."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from common.errors import QueryError, ReadOnlyLibraryError
from common.values import (
    Box,
    Facet,
    Findings,
    ItemKind,
    MediaFacts,
    SkippedFile,
    Text,
    TextKind,
)
from indexers.catalogue import (
    Catalogue,
    FileRecord,
    NewItem,
    Relation,
)

LATE = datetime.fromisoformat("2021-12-31T23:30:00.000250")  # UTC, naive
Make = Callable[..., NewItem]


def full_item() -> NewItem:
    return NewItem(
        identity="f" * 40,
        kind=ItemKind.PHOTO,
        files=[
            FileRecord("/a/x.jpg", 3, 9, "f" * 40, format="JPEG"),
            FileRecord("/a/x.srt", 1, 9, "", role="subtitles"),
        ],
        facts=MediaFacts(
            width=400,
            height=300,
            title="Harbour",
            taken_at=LATE,
            offset_min=60,
            time_source="exif",
            latitude=-12.5,
            longitude=170.25,
            duration_s=1.5,
            frame_rate=25.0,
            codec="jpeg",
            animated=True,
            facets=[Facet("camera", "X100", source="exif")],
            texts=[Text(TextKind.CAPTION, "boats", source="exif")],
            extra={"iso": 200, "lens": {"mm": [23, 35.5]}, "odd\ud800": "a\x00b"},
        ),
        thumb_row=7,
        popularity=0.5,
        facets=[Facet("colour", "blue", 0.75, "colours")],
        texts=[Text(TextKind.PATH, "a x.jpg", source="path")],
        relations=[Relation("man", "rides", "horse", 0.5, "graph")],
        findings=Findings(
            vectors={"net": np.ones(4, np.float32) / 2},
            facets=[Facet("concept", "boat", 0.5, "net")],
            boxes=[Box("boat", 0.5, 0.125, 0.25, 0.5, 0.25, "yolo")],
            texts=[Text(TextKind.OCR, "FERRY", 1.0, 2.0, "ocr")],
        ),
        vector_rows={"net": 4, "layout": 5},
        analyses={"net": "v1", "ocr": "v2"},
    )


def test_an_item_comes_back_as_it_was_written(catalogue: Catalogue) -> None:
    new = full_item()
    [item] = catalogue.add_batch([new])
    found = catalogue.item(item)
    assert found.identity == new.identity
    assert found.facts == replace(
        new.facts,
        facets=(),
        texts=(),
        extra={"iso": 200, "lens": {"mm": [23, 35.5]}, "odd\ud800": "a\x00b"},
    )
    assert set(found.facets) == {
        Facet("camera", "X100", source="exif"),
        Facet("colour", "blue", 0.75, "colours"),
        Facet("concept", "boat", 0.5, "net"),
    }
    assert [text.content for text in found.texts] == ["boats", "a x.jpg", "FERRY"]
    assert found.texts[2] == Text(TextKind.OCR, "FERRY", 1.0, 2.0, "ocr")
    assert found.boxes == tuple(new.findings.boxes)
    assert found.relations == tuple(new.relations)
    assert [(file.path, file.role) for file in found.files] == [
        ("/a/x.jpg", "media"),
        ("/a/x.srt", "subtitles"),
    ]
    assert found.vectors == ("layout", "net")
    assert found.analyses == {"net": "v1", "ocr": "v2"}
    assert found.popularity == 0.5
    assert (found.summary.year, found.summary.title) == (2022, "Harbour")  # local time
    assert found.summary.taken_at == LATE


def test_an_unknown_item_is_a_clear_error(catalogue: Catalogue) -> None:
    with pytest.raises(QueryError, match="no item 5"):
        catalogue.item(5)


def test_ids_have_no_gap_after_a_batch_that_failed(catalogue: Catalogue, make: Make) -> None:
    assert catalogue.add_batch([make(0), make(1)]) == [1, 2]
    before, revision = list(catalogue.canonical()), catalogue.revision()
    with pytest.raises(ValueError, match="parents"):
        catalogue.add_batch([make(2), make(3, parent="nowhere")])
    with pytest.raises(Exception, match=r"latitude|ck_item"):
        catalogue.add_batch([make(2), make(3, facts=MediaFacts(latitude=91.0))])
    assert list(catalogue.canonical()) == before
    assert catalogue.revision() == revision
    assert catalogue.add_batch([make(4)]) == [3]


def test_the_number_of_a_removed_item_is_not_given_out_again(
    catalogue: Catalogue, make: Make
) -> None:
    ids = catalogue.add_batch([make(0), make(1)])
    catalogue.remove_items([ids[1]])
    assert catalogue.count() == 1
    assert "/media/1.jpg" not in catalogue.files_under([])
    assert [match.item for match in catalogue.search_text("number")] == [1]
    assert catalogue.add_batch([make(2)]) == [3]


def test_importing_again_replaces_facts_and_keeps_what_the_user_said(
    catalogue: Catalogue, make: Make
) -> None:
    [item] = catalogue.add_batch([make(0)])
    catalogue.add_findings(
        item, "net", "1", Findings(facets=[Facet("concept", "cat", 0.5)]), {"net": 3}
    )
    catalogue.tag([item], "Genre", "Comedy")
    catalogue.tag([item], "tag", "mine")
    catalogue.set_label(item, 1)
    catalogue.add_to_bucket("b", [item])
    catalogue.set_watchlist("w", [item])
    again = make(
        0,
        title="New title",
        thumb_row=-1,
        facets=[Facet("genre", "Horror", source="exif")],
        texts=[Text(TextKind.CAPTION, "another", source="exif")],
    )
    assert catalogue.add_batch([again]) == [item]
    found = catalogue.item(item)
    assert {(f.key, f.value, f.source) for f in found.facets} == {
        ("genre", "Horror", "exif"),
        ("genre", "Comedy", "user"),
        ("tag", "mine", "user"),
        ("concept", "cat", "net"),
    }
    assert [text.content for text in found.texts] == ["another"]
    assert catalogue.search_text("caption") == []
    assert found.labels == {"default": 1}
    assert (found.buckets, found.watchlists) == (("b",), ("w",))
    assert found.summary.thumb_row == 0
    assert found.summary.title == "New title"
    assert found.vectors == ("net",)
    catalogue.untag([item], "tag", "mine")
    catalogue.untag([item], "genre", "Horror")  # not the user's
    assert [f.value for f in catalogue.item(item).facets if f.key == "genre"] == [
        "Comedy",
        "Horror",
    ]
    assert not [f for f in catalogue.item(item).facets if f.key == "tag"]


def test_importing_the_same_twice_changes_nothing(catalogue: Catalogue, make: Make) -> None:
    batch = [full_item(), *(make(number) for number in range(5))]
    first = catalogue.add_batch(batch)
    before = list(catalogue.canonical())
    assert catalogue.add_batch(batch) == first
    assert list(catalogue.canonical()) == before


def test_the_description_does_not_depend_on_order_or_batches(
    catalogue: Catalogue, make: Make, tmp_path: Path
) -> None:
    batch = [full_item(), *(make(number) for number in range(6))]
    catalogue.add_batch(batch)
    catalogue.set_watchlist("w", catalogue.ids().tolist()[:2])
    with Catalogue.open(tmp_path / "other.db") as other:
        for new in reversed(batch):
            other.add_batch([new])
        ids = other.find_identities([batch[0].identity, batch[1].identity])
        other.set_watchlist("w", [ids[batch[0].identity], ids[batch[1].identity]])
        assert list(other.canonical()) == list(catalogue.canonical())
        other.set_label(1, -1)
        assert list(other.canonical()) != list(catalogue.canonical())


def test_copies_are_one_item_that_is_missing_when_all_are(catalogue: Catalogue, make: Make) -> None:
    copy = make(0, files=[FileRecord("/copy/0.jpg", 10, 5, f"{0:040x}")])
    ids = catalogue.add_batch([make(0), make(1), copy])
    assert ids == [1, 2, 1]
    files = catalogue.files_under(["/media", "/copy"])
    assert set(files) == {"/media/0.jpg", "/media/1.jpg", "/copy/0.jpg"}
    catalogue.mark_missing([files["/media/0.jpg"].id])
    [summary] = catalogue.items([1])
    assert (summary.missing, summary.path) == (False, "/copy/0.jpg")
    catalogue.mark_missing([files["/copy/0.jpg"].id])
    assert catalogue.items([1])[0].missing
    assert catalogue.columns("missing")["missing"].tolist() == [True, False]
    assert [p.id for p in catalogue.pending("net", "1", limit=9)] == [2]
    assert [match.item for match in catalogue.search_text("caption number 0")] == [1]
    catalogue.add_batch([make(0)])
    assert not catalogue.items([1])[0].missing


def test_a_file_with_new_content_leaves_the_old_item_missing(
    catalogue: Catalogue, make: Make
) -> None:
    [old] = catalogue.add_batch([make(0)])
    catalogue.set_label(old, 1)
    [new] = catalogue.add_batch([make(1, files=[FileRecord("/media/0.jpg", 11, 6, f"{1:040x}")])])
    assert [summary.missing for summary in catalogue.items([old, new])] == [True, False]
    assert catalogue.labels() == {old: 1}
    assert catalogue.item(old).files == ()
    assert catalogue.files_under(["/media/0.jpg"])["/media/0.jpg"].item == new


def test_imports_are_recorded(catalogue: Catalogue, make: Make) -> None:
    run = catalogue.start_run("auto", ["/a", "/\udcff"])
    catalogue.add_batch([make(0)], run=run)
    catalogue.add_skips(run, [SkippedFile("/b\udcff\n", "the file is empty")])
    assert catalogue.runs()[0].state == "running"
    catalogue.finish_run(run, "cancelled", {"added": 1})
    [found] = catalogue.runs()
    assert (found.paths, found.state, found.report) == (
        ("/a", "/\udcff"),
        "cancelled",
        {"added": 1},
    )
    assert found.skipped == 1
    assert catalogue.skips(run) == [SkippedFile("/b\udcff\n", "the file is empty")]


def test_a_reader_sees_one_state_and_may_not_write(url: str, make: Make) -> None:
    with Catalogue.open(url) as writer:
        writer.add_batch([make(0)])
        with Catalogue.open(url, read_only=True) as reader:
            revision = reader.revision()
            writer.add_batch([make(1)])
            assert reader.count() == 2
            assert reader.revision() > revision
            with pytest.raises(ReadOnlyLibraryError):
                reader.add_batch([make(2)])
            with pytest.raises(ReadOnlyLibraryError):
                reader.set_label(1, 1)


def test_a_whole_catalogue_has_no_problems(catalogue: Catalogue, make: Make) -> None:
    catalogue.add_batch([full_item(), make(1)])
    assert catalogue.integrity_problems() == []
    catalogue.add_batch([make(2, thumb_row=1)])
    assert catalogue.integrity_problems() == ["1 thumbnails belong to more than one item."]

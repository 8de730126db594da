"""Files of items: moved, seen again, missing; and shots, findings, odd names."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from common.errors import QueryError
from common.values import (
    Box,
    Facet,
    Findings,
    ItemKind,
    Text,
    TextKind,
)
from indexers.catalogue import (
    COLUMNS,
    Catalogue,
    FileRecord,
    Filter,
    NewFindings,
    NewItem,
)

Make = Callable[..., NewItem]


def test_a_moved_file_keeps_its_item(catalogue: Catalogue, make: Make) -> None:
    ids = catalogue.add_batch([make(0), make(1)])
    files = catalogue.files_under([])
    first, second = files["/media/0.jpg"], files["/media/1.jpg"]
    catalogue.mark_missing([first.id])
    catalogue.touch_files([replace(first, path="/new/0.jpg")])
    assert catalogue.items(ids)[0].path == "/new/0.jpg"
    assert not catalogue.items(ids)[0].missing
    assert set(catalogue.files_under([])) == {"/new/0.jpg", "/media/1.jpg"}
    first = catalogue.files_under(["/new"])["/new/0.jpg"]
    catalogue.touch_files(  # the two change places
        [replace(first, path=second.path), replace(second, path=first.path)]
    )
    assert [s.path for s in catalogue.items(ids)] == ["/media/1.jpg", "/new/0.jpg"]
    catalogue.touch_files([replace(second, path="/media/1.jpg")])  # over a file that was there
    assert set(catalogue.files_under([])) == {"/media/1.jpg"}
    assert [s.missing for s in catalogue.items(ids)] == [True, False]


def test_a_file_that_was_seen_again_is_tied_by_its_content(
    catalogue: Catalogue, make: Make
) -> None:
    [item] = catalogue.add_batch([make(0)])
    record = FileRecord("/elsewhere/0.jpg", 10, 77, f"{0:040x}")
    catalogue.touch_files([record])
    assert catalogue.files_under(["/elsewhere"])["/elsewhere/0.jpg"].item == item
    catalogue.touch_files([replace(record, mtime_ns=78)])
    assert catalogue.files_under(["/elsewhere"])["/elsewhere/0.jpg"].mtime_ns == 78
    assert catalogue.find_identities([f"{0:040x}", "unknown"]) == {f"{0:040x}": item}


def test_shots_go_with_their_video(catalogue: Catalogue) -> None:
    video = NewItem("v", ItemKind.VIDEO, files=[FileRecord("/v.mp4", 1, 1, "v")])
    shots = [
        NewItem(f"v#t={n}", ItemKind.SHOT, parent="v", start_s=float(n), end_s=n + 1.0, thumb_row=n)
        for n in (1, 0)
    ]
    first, second, whole = catalogue.add_batch([*shots, video])  # shots may come first
    assert catalogue.item(whole).children == (second, first)
    assert catalogue.items([first])[0].path == "/v.mp4"
    assert catalogue.items([first])[0].parent == whole
    assert [file.path for file in catalogue.item(first).files] == ["/v.mp4"]
    assert catalogue.columns("parent")["parent"].tolist() == [whole, whole, -1]
    pending = catalogue.pending("net", "1", limit=5, kinds=[ItemKind.SHOT])
    assert [(p.path, p.start_s) for p in pending] == [("/v.mp4", 1.0), ("/v.mp4", 0.0)]
    catalogue.mark_missing([catalogue.files_under([])["/v.mp4"].id])
    assert all(summary.missing for summary in catalogue.items([first, second, whole]))
    catalogue.add_batch([video])
    assert not any(summary.missing for summary in catalogue.items([first, second, whole]))
    catalogue.remove_items([whole])
    assert catalogue.count() == 0


def test_films_share_their_list_and_have_posters(catalogue: Catalogue) -> None:
    films = [
        NewItem(
            f"film:{n}",
            ItemKind.FILM,
            f"Film {n}",
            files=[
                FileRecord("/films.csv", 9, 9, "list", role="list"),
                FileRecord(f"/posters/{n}.jpg", 9, 9, "", role="poster"),
            ],
            year=1990 + n,
        )
        for n in range(3)
    ]
    ids = catalogue.add_batch(films)
    assert [s.path for s in catalogue.items(ids)] == ["/films.csv"] * 3
    assert [p.poster for p in catalogue.pending("net", "1", limit=5)] == [
        f"/posters/{n}.jpg" for n in range(3)
    ]
    files = catalogue.files_under(["/"])
    catalogue.mark_missing([files["/posters/0.jpg"].id])
    assert not any(s.missing for s in catalogue.items(ids))
    catalogue.mark_missing([files["/films.csv"].id])
    assert all(s.missing for s in catalogue.items(ids))
    catalogue.touch_files([files["/films.csv"]])
    assert not any(s.missing for s in catalogue.items(ids))


def test_columns_say_what_is_unknown(catalogue: Catalogue, make: Make) -> None:
    empty = NewItem("e", ItemKind.FILM)
    catalogue.add_batch([make(0, popularity=0.1), empty])
    found = catalogue.columns()
    assert set(found) == set(COLUMNS)
    assert found["id"].tolist() == [1, 2]
    assert found["kind"].tolist() == ["photo", "film"]
    assert found["thumb_row"].tolist() == [0, -1]
    assert found["year"].tolist() == [2020, -1]
    assert found["taken_at"][0] == np.datetime64("2020-01-01T12:00")
    assert np.isnat(found["taken_at"][1])
    np.testing.assert_array_equal(found["popularity"], [0.1, np.nan])
    np.testing.assert_allclose(found["aspect"], [4 / 3, np.nan])
    with pytest.raises(KeyError, match="known"):
        catalogue.columns("nonsense")


def test_an_empty_catalogue_answers(catalogue: Catalogue) -> None:
    assert catalogue.count() == 0
    assert catalogue.count_by_kind() == {}
    assert catalogue.columns("year")["year"].dtype == np.int64
    assert catalogue.items_with([]).tolist() == []
    codes, names = catalogue.facet_codes("genre")
    assert (codes.tolist(), names) == ([], [])
    assert catalogue.max_thumb_row() == -1
    assert catalogue.max_vector_row("net") == -1
    assert catalogue.vector_rows("net")[0].tolist() == []
    assert catalogue.facet_counts("genre", within=[]) == []
    assert catalogue.add_batch([]) == []


def test_facets_are_counted_by_item_not_by_source(catalogue: Catalogue, make: Make) -> None:
    both = [Facet("genre", "Comedy", source="exif"), Facet("genre", "Comedy", source="list")]
    ids = catalogue.add_batch([make(0, facets=both), make(1), make(2), make(3, facets=[])])
    assert catalogue.facet_counts("genre") == [("Comedy", 2), ("Drama", 1)]
    assert catalogue.facet_counts("genre", limit=1) == [("Comedy", 2)]
    assert catalogue.facet_counts("genre", within=ids[:2]) == [("Comedy", 1), ("Drama", 1)]
    assert catalogue.facet_keys() == {"genre": 3}
    catalogue.add_batch([make(4)])
    assert catalogue.facet_keys() == {"genre": 4}
    codes, names = catalogue.facet_codes("genre")
    assert [names[code] if code >= 0 else None for code in codes] == [
        "Comedy", "Drama", "Comedy", None, "Comedy",
    ]  # fmt: skip


def test_the_main_value_has_the_highest_score(catalogue: Catalogue, make: Make) -> None:
    concepts = [Facet("concept", "cat", 0.4), Facet("concept", "dog", 0.6)]
    catalogue.add_batch([make(0, facets=concepts), make(1, facets=concepts[:1])])
    codes, names = catalogue.facet_codes("concept")
    assert (codes.tolist(), names) == ([1, 0], ["cat", "dog"])


def test_filters(catalogue: Catalogue, make: Make) -> None:
    ids = catalogue.add_batch(
        [
            make(n, popularity=n / 4, year=1990 + n, facets=[Facet("g", v) for v in values])
            for n, values in enumerate(["ab", "b", "c", "", "abc"])
        ]
    )
    catalogue.add_batch([make(7, facets=[Facet("stars", "4.5")])])
    catalogue.set_labels({1: 1, 2: -1})
    catalogue.add_to_bucket("box", [3, 4])

    def found(*filters: Filter) -> list[int]:
        return catalogue.items_with(filters).tolist()

    assert found() == [*ids, 6]
    assert found(Filter("g", ("a", "c"))) == [1, 3, 5]
    assert found(Filter("g", ("a", "b"), "all")) == [1, 5]
    assert found(Filter("g", ("a", "b"), "none")) == [3, 4, 6]
    assert found(Filter("g")) == [1, 2, 3, 5]
    assert found(Filter("g", mode="none")) == [4, 6]
    assert found(Filter("g", ("b",)), Filter("year", low=1991)) == [2, 5]
    assert found(Filter("year", low=1991, high=1992)) == [2, 3]
    assert found(Filter("year", ("1993", "1990"))) == [1, 4]
    assert found(Filter("stars", low=4, high=5)) == [6]
    assert found(Filter("popularity", high=0.25)) == [1, 2]
    noon = datetime(2020, 1, 1, 12, 2, tzinfo=UTC).timestamp()
    assert found(Filter("taken_at", low=noon, high=noon)) == [3]
    assert found(Filter("label", ("1",))) == [1]
    assert found(Filter("label:default")) == [1, 2]
    assert found(Filter("label", mode="none")) == [3, 4, 5, 6]
    assert found(Filter("bucket", ("box",))) == [3, 4]
    assert found(Filter("kind", ("photo",)), Filter("missing", ("no",))) == [*ids, 6]
    assert found(Filter("path", ("/media/1.jpg", "/media/2.jpg"))) == [2, 3]
    assert found(Filter("path", ("/med",))) == []
    with pytest.raises(QueryError):
        found(Filter("label", ("good",)))
    with pytest.raises(QueryError):
        found(Filter("g", ("a",), "some"))  # type: ignore[arg-type]


def test_findings_of_a_newer_version_replace_the_older_ones(
    catalogue: Catalogue, make: Make
) -> None:
    ids = catalogue.add_batch([make(0), make(1)])

    def found(version: str, concept: str, row: int) -> NewFindings:
        findings = Findings(
            vectors={"net": np.zeros(8, np.float32)},
            facets=[Facet("concept", concept, 0.5)],
            boxes=[Box(concept, 0.5, 0, 0, 1, 1)],
            texts=[Text(TextKind.OCR, concept)],
        )
        return NewFindings(ids[0], "net", version, findings, {"net": row})

    assert [p.id for p in catalogue.pending("net", "1", limit=1, after=1)] == [2]
    catalogue.add_findings_batch([found("1", "cat", 0), replace(found("1", "x", 9), item=99)])
    assert [p.id for p in catalogue.pending("net", "1", limit=9)] == [2]
    assert catalogue.count_pending("net", "2") == 2
    catalogue.add_findings_batch([found("2", "dog", 5)])
    item = catalogue.item(ids[0])
    assert [f.value for f in item.facets if f.key == "concept"] == ["dog"]
    assert [box.label for box in item.boxes] == ["dog"]
    assert item.analyses == {"net": "2"}
    assert catalogue.search_text("cat") == []
    assert [m.item for m in catalogue.search_text("dog")] == [ids[0]]
    items, rows = catalogue.vector_rows("net")
    assert (items.tolist(), rows.tolist()) == ([ids[0]], [5])
    assert catalogue.count_vectors() == {"net": 1}
    assert catalogue.max_vector_row("net") == 5


def test_odd_names_survive(catalogue: Catalogue) -> None:
    names = [
        "/a'b\".jpg",
        "/new\nline.jpg",
        "/😀.jpg",
        "/\udcff\udc80.jpg",
        "/%_\\x.jpg",
        "/\x1a.jpg",
    ]
    ids = catalogue.add_batch(
        [
            NewItem(
                f"i{n}",
                ItemKind.PHOTO,
                title=name,
                files=[FileRecord(name, content_hash=f"i{n}")],
                texts=[Text(TextKind.PATH, name)],
                facets=[Facet("tag", name)],
            )
            for n, name in enumerate(names)
        ]
    )
    assert [summary.path for summary in catalogue.items(ids)] == names
    assert set(catalogue.files_under(["/"])) == set(names)
    assert set(catalogue.files_under([names[3]])) == {names[3]}
    assert catalogue.items([ids[3]])[0].title == "/\ufffd\ufffd.jpg"

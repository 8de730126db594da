"""Removed items come back as they were, or merge with what was imported again meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from common.values import Box, Facet, Findings, ItemKind, Text, TextKind
from indexers.catalogue import Catalogue, FileRecord, NewItem, Relation

Make = Callable[..., NewItem]


def state(catalogue: Catalogue) -> Any:
    """Return all there is, ids and the order of label events too."""
    ids = catalogue.ids().tolist()
    return (
        list(catalogue.canonical()),
        ids,
        [catalogue.label_history(item) for item in ids],
        [catalogue.item(item) for item in ids],
        {key: catalogue.facet_counts(key) for key in catalogue.facet_keys()},
        catalogue.facet_keys(),
        {name: tuple(map(list, catalogue.vector_rows(name))) for name in catalogue.count_vectors()},
        [match.item for match in catalogue.search_text("caption")],
    )


def fill(catalogue: Catalogue, make: Make) -> list[int]:
    """Write three photos, a video with two shots, two films of a list; label and list them."""
    listed = FileRecord("/media/f.csv", 1, 2, "c" * 40, "list")
    rich = make(
        0,
        relations=[Relation("man", "rides", "horse", 0.5, "graph")],
        findings=Findings(
            boxes=[Box("boat", 0.5, 0.1, 0.2, 0.3, 0.4, "det")],
            texts=[Text(TextKind.OCR, "東京 caption", source="net")],
        ),
        vector_rows={"net": 5, "layout": 0},
        analyses={"net": "1"},
    )
    video = make(3, kind=ItemKind.VIDEO, vector_rows={"net": 3})
    shots = [
        NewItem(
            f"{video.identity}#t={second}",
            ItemKind.SHOT,
            parent=video.identity,
            start_s=float(second),
            end_s=second + 1.0,
            thumb_row=10 + second,
            vector_rows={"net": 10 + second},
            texts=[Text(TextKind.SPEECH, f"caption {second}", float(second), source="speech")],
        )
        for second in (1, 2)
    ]
    films = [
        NewItem(f"film:{n}", ItemKind.FILM, f"Film {n}", [listed], year=1950 + n) for n in (1, 2)
    ]
    run = catalogue.start_run("auto", ["/media"])
    ids = catalogue.add_batch([rich, make(1), make(2), *shots, video, *films], run=run)
    catalogue.set_labels({ids[0]: 1, ids[1]: -1})
    catalogue.set_labels({ids[0]: -1})
    catalogue.set_labels({ids[0]: 1, ids[3]: 1}, "other")
    catalogue.tag(ids[:2], "tag", "mine")
    catalogue.add_to_bucket("box", [ids[0], ids[3]])
    catalogue.set_watchlist("later", [ids[6], ids[0], ids[2], ids[5], ids[1]])
    return ids


@pytest.mark.parametrize("places", [[0], [0, 1, 2], [5], [3], [6, 7], list(range(8)), [0, 5, 99]])
def test_what_was_removed_comes_back_as_it_was(
    catalogue: Catalogue, make: Make, places: list[int]
) -> None:
    ids = fill(catalogue, make)
    before = state(catalogue)
    wanted = [ids[place] if place < len(ids) else 4711 for place in places]
    gone = catalogue.remove_items(wanted, removal="r")
    assert set(gone) >= set(wanted) - {4711}
    assert not set(gone) & set(catalogue.ids().tolist())
    if 5 in places:
        assert {ids[3], ids[4]} <= set(gone)  # a video takes its shots along
    assert catalogue.remove_items(wanted, removal="r") == []  # twice is as once
    assert catalogue.removed_items("r") == gone
    assert catalogue.integrity_problems() == []
    restored = catalogue.restore_items("r")
    assert list(restored.items) == gone
    assert state(catalogue) == before
    for encoder, (items, rows) in restored.vectors.items():
        known = dict(zip(*map(list, catalogue.vector_rows(encoder)), strict=True))
        assert dict(zip(items, rows, strict=True)).items() <= known.items()
    assert catalogue.restore_items("r").items == ()
    assert catalogue.integrity_problems() == []
    assert state(catalogue) == before


def test_watchlists_keep_their_order_whatever_moved(catalogue: Catalogue, make: Make) -> None:
    ids = catalogue.add_batch([make(n) for n in range(6)])
    catalogue.set_watchlist("w", ids)
    catalogue.remove_items(ids[1:3], removal="a")
    catalogue.remove_items([ids[0]], removal="b")
    catalogue.set_watchlist("w", [ids[5], ids[4], ids[3]])
    catalogue.restore_items("b")
    assert catalogue.watchlist_items("w") == [ids[0], ids[5], ids[4], ids[3]]
    catalogue.restore_items("a")
    assert catalogue.watchlist_items("w") == [*ids[:3], ids[5], ids[4], ids[3]]


def test_rows_of_stores_stay_taken_until_the_removal_is_forgotten(
    catalogue: Catalogue, make: Make
) -> None:
    [item] = catalogue.add_batch([make(7, vector_rows={"net": 9})])
    command = catalogue.add_command("item.remove", {"items": [item], "removal": "r"}, {})
    catalogue.remove_items([item], removal="r")
    assert catalogue.max_thumb_row() == 7
    assert catalogue.max_vector_row("net") == 9
    assert catalogue.encoders_in_use() == ["net"]
    catalogue.set_undone(command, undone=True)
    catalogue.add_command("other", {}, {})  # forgets the undone one
    assert catalogue.removed_items("r") == []
    assert catalogue.max_thumb_row() == -1
    assert catalogue.max_vector_row("net") == -1
    [again] = catalogue.add_batch([make(7)])
    assert again > item


def test_clearing_the_history_forgets_what_was_removed(catalogue: Catalogue, make: Make) -> None:
    catalogue.remove_items(catalogue.add_batch([make(0)]), removal="r")
    catalogue.clear_commands()
    assert catalogue.restore_items("r").items == ()


def test_an_item_imported_again_keeps_its_id_and_gets_back_what_it_lacks(
    catalogue: Catalogue, make: Make
) -> None:
    ids = fill(catalogue, make)
    history = catalogue.label_history(ids[0])
    catalogue.remove_items([ids[0]], removal="r")
    fresh = make(
        0,
        title="New title",
        thumb_row=50,
        facets=[Facet("genre", "Western", source="exif")],
        texts=[Text(TextKind.CAPTION, "another caption", source="exif")],
    )
    assert catalogue.add_batch([fresh]) == [ids[0]]
    assert catalogue.labels() == {ids[1]: -1}  # removed means removed until it is undone
    catalogue.set_label(ids[0], 1)
    catalogue.add_to_watchlist("later", [ids[0]])
    order = catalogue.watchlist_items("later")
    restored = catalogue.restore_items("r")
    assert restored.items == (ids[0],)
    item = catalogue.item(ids[0])
    assert item.summary.title == "New title"
    assert item.summary.thumb_row == 50
    said = {(facet.key, facet.value, facet.source) for facet in item.facets}
    assert ("genre", "Western", "exif") in said
    assert ("genre", "Comedy", "exif") not in said  # exif was heard again
    assert ("tag", "mine", "user") in said
    assert {text.content for text in item.texts} == {"another caption", "東京 caption"}
    assert [box.label for box in item.boxes] == ["boat"]
    assert restored.vectors["net"] == ([ids[0]], [5])
    assert catalogue.label_history(ids[0])[: len(history)] == history
    assert catalogue.labels()[ids[0]] == 1  # the latest word counts
    assert catalogue.bucket_items("box") == [ids[0], ids[3]]
    assert catalogue.watchlist_items("later") == order  # it keeps the place it has now
    assert catalogue.integrity_problems() == []
    # Removed and restored once more, both removals of one item side by side.
    catalogue.remove_items([ids[0]], removal="s")
    before = catalogue.count()
    catalogue.restore_items("s")
    assert catalogue.count() == before + 1


def test_two_removals_of_one_item_come_back_one_after_the_other(
    catalogue: Catalogue, make: Make
) -> None:
    [item] = catalogue.add_batch([make(0)])
    catalogue.set_label(item, 1)
    catalogue.remove_items([item], removal="first")
    assert catalogue.add_batch([make(0)]) == [item]
    catalogue.remove_items([item], removal="second")
    assert catalogue.restore_items("second").items == (item,)
    assert catalogue.labels() == {}
    assert catalogue.restore_items("first").items == (item,)
    assert catalogue.labels() == {item: 1}
    assert catalogue.integrity_problems() == []


def test_a_file_with_other_content_stays_with_its_item(catalogue: Catalogue, make: Make) -> None:
    photo = make(0)
    [item] = catalogue.add_batch([photo])
    catalogue.remove_items([item], removal="r")
    other = make(1, files=[replace(photo.files[0], content_hash=f"{1:040x}")])
    [now] = catalogue.add_batch([other])
    catalogue.restore_items("r")
    assert catalogue.item(item).files == ()
    assert catalogue.item(item).summary.missing
    assert [file.path for file in catalogue.item(now).files] == [photo.files[0].path]
    assert not catalogue.item(now).summary.missing


def test_a_moved_file_is_found_again(catalogue: Catalogue, make: Make) -> None:
    photo = make(0)
    [item] = catalogue.add_batch([photo])
    catalogue.remove_items([item], removal="r")
    moved = replace(photo.files[0], path="/elsewhere/0.jpg")
    assert catalogue.add_batch([replace(photo, files=[moved])]) == [item]
    catalogue.restore_items("r")
    paths = {file.path for file in catalogue.item(item).files}
    assert paths == {photo.files[0].path, moved.path}


def test_a_shot_waits_for_its_video(catalogue: Catalogue, make: Make) -> None:
    ids = fill(catalogue, make)
    before = state(catalogue)
    catalogue.remove_items([ids[3]], removal="shot")
    catalogue.remove_items([ids[5]], removal="video")
    assert catalogue.restore_items("shot").items == ()
    catalogue.restore_items("video")
    assert catalogue.restore_items("shot").items == (ids[3],)
    assert state(catalogue) == before


def test_a_row_that_another_item_got_is_not_taken_from_it(catalogue: Catalogue, make: Make) -> None:
    [item] = catalogue.add_batch([make(0, vector_rows={"net": 0}, analyses={"net": "1"})])
    catalogue.remove_items([item], removal="r")
    catalogue.add_batch([make(1, thumb_row=0, vector_rows={"net": 0})])
    assert catalogue.restore_items("r").vectors == {}
    assert catalogue.item(item).summary.thumb_row == -1
    # It is analysed anew.
    assert [each.id for each in catalogue.pending("net", "1", limit=9)] == [item, item + 1]
    assert catalogue.integrity_problems() == []


def test_stores_that_were_made_anew_give_nothing_back(catalogue: Catalogue, make: Make) -> None:
    [item] = catalogue.add_batch([make(3, vector_rows={"net": 4}, analyses={"net": "1"})])
    catalogue.remove_items([item], removal="r")
    catalogue.forget_removed_rows()
    catalogue.forget_removed_rows("net")
    assert (catalogue.max_thumb_row(), catalogue.max_vector_row("net")) == (-1, -1)
    assert catalogue.restore_items("r").vectors == {}
    assert [each.id for each in catalogue.pending("net", "1", limit=9)] == [item]


def test_lists_that_were_deleted_meanwhile_stay_deleted(catalogue: Catalogue, make: Make) -> None:
    ids = fill(catalogue, make)
    catalogue.remove_items([ids[0]], removal="r")
    catalogue.delete_bucket("box")
    catalogue.delete_watchlist("later")
    catalogue.restore_items("r")
    assert (catalogue.buckets(), catalogue.watchlists()) == ({}, {})


def test_films_that_left_their_list_are_missing_until_they_return(catalogue: Catalogue) -> None:
    record = FileRecord("/media/f.csv", 1, 2, "c" * 40, "list")
    other = FileRecord("/media/g.csv", 1, 2, "d" * 40, "list")
    films = [NewItem(f"film:{n}", ItemKind.FILM, f"Film {n}", [record]) for n in range(3)]
    films[2] = replace(films[2], files=[record, other])
    ids = catalogue.add_batch(films)
    catalogue.set_label(ids[1], 1)
    catalogue.keep_listed("/media/f.csv", [ids[0], 4711])
    assert [one.missing for one in catalogue.items(ids)] == [False, True, False]
    assert catalogue.labels() == {ids[1]: 1}
    catalogue.keep_listed("/media/f.csv", [ids[0]])
    catalogue.keep_listed("/media/unknown.csv", [])
    catalogue.add_batch([films[1]])
    assert [one.missing for one in catalogue.items(ids)] == [False, False, False]


def test_counts_are_kept_with_every_write(catalogue: Catalogue, make: Make) -> None:
    ids = fill(catalogue, make)
    catalogue.add_batch([make(1, facets=[Facet("genre", "Comedy", source="exif")])])
    catalogue.add_findings(ids[1], "net", "2", Findings(facets=[Facet("genre", "Comedy")]), {})
    catalogue.tag([ids[1], ids[1]], "genre", "comedy")
    catalogue.untag([ids[1]], "genre", "comedy")
    catalogue.untag([ids[1]], "genre", "comedy")
    assert catalogue.facet_counts("genre") == [("Comedy", 3), ("Drama", 1)]
    catalogue.remove_items([ids[0], ids[2]])
    assert catalogue.facet_counts("genre") == [("Comedy", 1), ("Drama", 1)]
    assert catalogue.facet_keys() == {"genre": 2, "tag": 1}
    assert catalogue.recount_facets() == 0


def test_wrong_counts_are_found_and_counted_again(catalogue: Catalogue, make: Make) -> None:
    from sqlalchemy import update

    from indexers.catalogue.tables import FacetKey, FacetValue

    catalogue.add_batch([make(n) for n in range(4)])
    right = catalogue.facet_counts("genre"), catalogue.facet_keys()
    with catalogue._writing() as connection:
        connection.execute(update(FacetValue).values(items=7))
        connection.execute(update(FacetKey).values(items=7))
    assert any("counts of facets" in problem for problem in catalogue.integrity_problems())
    assert catalogue.recount_facets() == 3
    assert (catalogue.facet_counts("genre"), catalogue.facet_keys()) == right


def test_very_common_words_rank_by_the_kind_of_text(
    catalogue: Catalogue, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.add_batch([make(n) for n in range(8)])
    titled = make(9, title="x", texts=[Text(TextKind.TITLE, "the caption", source="exif")])
    [item] = catalogue.add_batch([titled])
    everything = {match.item for match in catalogue.search_text("caption")}
    rare = [match.item for match in catalogue.search_text("caption 3")]
    monkeypatch.setattr("indexers.catalogue.searching.COMMON", 3)
    found = catalogue.search_text("caption")
    assert {match.item for match in found} == everything
    assert found[0].item == item  # a title says more than a caption
    assert [match.item for match in catalogue.search_text("caption 3")] == rare

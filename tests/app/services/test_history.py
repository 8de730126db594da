"""History: undo and redo of every type, the journal, and what a killed process leaves."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.history import START, HistoryService
from app.services.library import Library
from common.errors import QueryError, ReadOnlyLibraryError
from common.values import ItemKind
from indexers.catalogue import FileRecord, NewItem
from indexers.thumbnails import make_thumbnail

ITEMS = 4


def fill(library: Library) -> None:
    """Write films with a thumbnail and a vector each; the last one is a shot of the first."""
    pictures = [np.full((8, 8, 3), 40 * n, np.uint8) for n in range(ITEMS)]
    thumbs = library.thumbnails.append([make_thumbnail(picture) for picture in pictures])
    library.thumbnails.flush()
    rows = library.vectors("net").append(np.eye(ITEMS, dtype=np.float32)).tolist()
    ids = library.catalogue.add_batch(
        [
            NewItem(
                identity=f"film:{n}",
                kind=ItemKind.FILM,
                title=f"Film {n}",
                files=[FileRecord(f"/media/{n}.csv", 1, 2, f"{n:040x}", "list")],
                thumb_row=thumbs[n],
                parent="film:0" if n == ITEMS - 1 else "",
                vector_rows={"net": rows[n]},
            )
            for n in range(ITEMS)
        ]
    )
    library.vectors("net").commit(ids, rows)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "a.kinora", create=True)
    fill(opened)
    yield opened
    opened.close()


@pytest.fixture
def history(library: Library) -> HistoryService:
    return HistoryService(library)


def state_of(library: Library) -> Any:
    catalogue = library.catalogue
    return {
        "labels": {name: catalogue.labels(name) for name in ("default", "other")},
        "buckets": {name: catalogue.bucket_items(name) for name in catalogue.buckets()},
        "watchlists": {name: catalogue.watchlist_items(name) for name in catalogue.watchlists()},
        "tags": {
            item: sorted((f.key, f.value) for f in catalogue.item(item).facets)
            for item in catalogue.ids().tolist()
        },
        "all": list(catalogue.canonical()),
        "counts": catalogue.facet_counts("tag"),
        "vectors": library.vectors("net").items().tolist(),
        "nearest": library.vectors("net").search(np.eye(ITEMS, dtype=np.float32), 1)[1].tolist(),
    }


names = st.sampled_from(["one", "two"])
some = st.lists(st.integers(1, ITEMS), min_size=1, max_size=ITEMS, unique=True)
commands = st.one_of(
    st.tuples(
        st.just("label.set"),
        st.fixed_dictionaries(
            {
                "labels": st.dictionaries(
                    st.integers(1, ITEMS).map(str), st.sampled_from([-1, 0, 1]), min_size=1
                ),
                "set": st.sampled_from(["default", "other"]),
            }
        ),
    ),
    st.tuples(
        st.sampled_from(
            [f"{kind}.{verb}" for kind in ("bucket", "watchlist") for verb in ("add", "remove")]
        ),
        st.fixed_dictionaries({"list": names, "items": some}),
    ),
    st.tuples(st.just("watchlist.reorder"), st.fixed_dictionaries({"list": names, "items": some})),
    st.tuples(
        st.sampled_from(["bucket.delete", "watchlist.delete"]),
        st.fixed_dictionaries({"list": names}),
    ),
    st.tuples(
        st.sampled_from(["bucket.rename", "watchlist.rename"]),
        st.fixed_dictionaries({"list": names, "to": st.sampled_from(["one", "two", "three"])}),
    ),
    st.tuples(
        st.sampled_from(["item.tag", "item.untag"]),
        st.fixed_dictionaries({"items": some, "key": st.just("tag"), "value": names}),
    ),
    st.tuples(st.just("item.remove"), st.fixed_dictionaries({"items": some})),
)


@pytest.mark.slow  # 25 libraries are made, changed and gone back over
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(given_commands=st.lists(commands, max_size=8))
def test_all_undone_is_the_first_state_and_all_redone_the_last(
    tmp_path: Path, library: Library, given_commands: list[tuple[str, dict[str, Any]]]
) -> None:
    library.catalogue.clear_commands()
    history = HistoryService(library)
    states = [state_of(library)]
    ids = [START]
    for name, payload in given_commands:
        try:
            entry = history.do(name, payload)
        except QueryError:  # a name that is not there, or is taken
            assert state_of(library) == states[-1]
            continue
        if entry is None:
            assert state_of(library) == states[-1]
        else:
            states.append(state_of(library))
            ids.append(entry.id)
    for state in states[-2::-1]:
        assert history.undo() is not None
        assert state_of(library) == state
    assert history.undo() is None
    reopened = HistoryService(library)  # as after a new start
    for state in states[1:]:
        assert reopened.redo() is not None
        assert state_of(library) == state
    assert reopened.redo() is None
    for place in (0, len(ids) - 1, len(ids) // 2):
        reopened.go_to(ids[place])
        assert state_of(library) == states[place]
    reopened.go_to(START)
    assert library.catalogue.integrity_problems() == []
    assert library.catalogue.recount_facets() == 0


def test_a_new_command_forgets_what_was_undone(library: Library, history: HistoryService) -> None:
    history.do("label.set", {"labels": {"1": 1}}, "One relevant")
    history.do("label.set", {"labels": {"2": 1}})
    history.undo()
    history.do("bucket.add", {"list": "b", "items": [3]}, "Into b")
    assert [entry.title for entry in history.entries()] == ["One relevant", "Into b"]
    assert [entry.undone for entry in history.entries()].count(True) == 0
    assert history.entries()


def test_a_command_that_changes_nothing_is_not_noted(history: HistoryService) -> None:
    assert history.do("label.set", {"labels": {"1": 1}}) is not None
    assert history.do("label.set", {"labels": {"1": 1}}) is None
    assert len(history.entries()) == 1


def test_unknown_commands_items_and_points_are_refused(history: HistoryService) -> None:
    with pytest.raises(QueryError, match="does not know"):
        history.do("item.explode", {})
    with pytest.raises(QueryError, match="no item 99"):
        history.do("label.set", {"labels": {"99": 1}})
    with pytest.raises(QueryError, match="no command 7"):
        history.go_to(7)
    assert history.entries() == []


def test_an_item_that_left_the_library_does_not_block_undo(
    library: Library, history: HistoryService
) -> None:
    history.do("bucket.add", {"list": "b", "items": [1, 2]})
    history.do("bucket.add", {"list": "b", "items": [3]})
    library.catalogue.remove_items([1])
    history.undo()
    assert library.catalogue.bucket_items("b") == [2]


class Killed(BaseException):
    """Stands for kill -9: nothing after it runs, no handler sees it."""


@pytest.mark.parametrize("moment", ["intent", "journal", "change"])
@pytest.mark.parametrize("operation", ["do", "undo", "redo"])
def test_what_a_killed_process_began_is_finished_or_never_was(
    library: Library, monkeypatch: pytest.MonkeyPatch, moment: str, operation: str
) -> None:
    history = HistoryService(library)
    history.do("bucket.add", {"list": "b", "items": [1]})
    payload = {"list": "b", "items": [2]}
    if operation != "do":
        history.do("bucket.add", payload)
    if operation == "redo":
        history.undo()
    before = state_of(library)
    catalogue = library.catalogue
    names = {
        "intent": "add_command" if operation == "do" else "add_to_bucket",
        "journal": "add_to_bucket" if operation == "do" else "set_undone",
        "change": "set_undone",
    }
    keeps_intent = pytest.MonkeyPatch()
    keeps_intent.setattr("app.services.history.Intent.__exit__", lambda *_: None)
    keeps_intent.setattr(HistoryService, "_take_back", lambda *_: None)

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    if operation == "undo" and moment == "intent":
        names["intent"] = "remove_from_bucket"
    keeps_intent.setattr(catalogue, names[moment], die)
    try:
        if operation == "do":
            history.do("bucket.add", payload)
        else:
            getattr(history, operation)()
    except Killed:
        pass
    keeps_intent.undo()
    after = HistoryService(library)
    entries = after.entries()
    assert not (library.folder / "journal" / "intent.json").exists()
    in_effect = [entry for entry in entries if not entry.undone]
    expected = {1, 2} if len(in_effect) == 2 else {1}
    assert set(catalogue.bucket_items("b")) == expected
    if operation == "do" and moment == "intent":
        assert state_of(library) == before  # the journal never knew of it
    elif operation == "undo":
        assert len(in_effect) == 1
    else:
        assert len(in_effect) == 2
    while after.undo():
        pass
    assert catalogue.buckets() == {}


@pytest.mark.parametrize("moment", ["journal", "change", "end"])
@pytest.mark.parametrize("operation", ["do", "undo", "redo"])
def test_a_removal_that_was_killed_is_finished_at_the_next_start(
    library: Library, monkeypatch: pytest.MonkeyPatch, moment: str, operation: str
) -> None:
    history = HistoryService(library)
    history.do("label.set", {"labels": {"1": 1, "2": -1}})
    history.do("bucket.add", {"list": "b", "items": [1, 2]})
    before = state_of(library)
    payload = {"items": [1, 3]}
    if operation != "do":
        history.do("item.remove", payload)
    if operation == "redo":
        history.undo()
    name = "restore_items" if operation == "undo" else "remove_items"
    change = getattr(library.catalogue, name)

    def die(*args: Any, **options: Any) -> None:
        if moment == "change":
            change(*args, **options)
        raise Killed

    with pytest.MonkeyPatch.context() as killer:
        killer.setattr("app.services.history.Intent.__exit__", lambda *_: None)
        killer.setattr(HistoryService, "_take_back", lambda *_: None)
        if moment == "end":
            killer.setattr(library.catalogue, "set_undone", die)
        else:
            killer.setattr(library.catalogue, name, die)
        with contextlib.suppress(Killed):
            history.do("item.remove", payload) if operation == "do" else getattr(
                history, operation
            )()
    folder = library.folder
    library.close()  # what the process held in memory is gone
    again = Library.open(folder)
    try:
        after = HistoryService(again)
        after.entries()
        left = [2] if operation != "undo" else [1, 2, 3, 4]
        assert again.catalogue.ids().tolist() == left
        assert again.vectors("net").items().tolist() == left
        if operation != "undo":
            after.undo()
        assert state_of(again) == before
        after.redo()
        assert again.catalogue.ids().tolist() == [2]
        assert again.catalogue.integrity_problems() == []
    finally:
        again.close()


def test_rows_of_removed_items_are_there_after_a_restart(library: Library) -> None:
    """The last rows of the stores are those of a removed item: nothing may be cut off."""
    before = state_of(library)
    picture = library.thumbnails.decode(ITEMS - 1, 128)
    HistoryService(library).do("item.remove", {"items": list(range(2, ITEMS + 1))})
    folder = library.folder
    for _ in range(2):
        library.close()
        library = Library.open(folder)
        assert len(library.thumbnails) == ITEMS
        assert len(library.vectors("net").append(np.ones((1, ITEMS), np.float32))) == 1
    HistoryService(library).undo()
    assert state_of(library) == before
    row = library.catalogue.items([ITEMS])[0].thumb_row
    assert np.array_equal(library.thumbnails.decode(row, 128), picture)
    library.close()


def test_a_removal_is_undone_alone_only_while_it_is_the_latest(library: Library) -> None:
    history = HistoryService(library)
    removal = history.do("item.remove", {"items": [2]})
    assert removal is not None
    label = history.do("label.set", {"labels": {"3": 1}})
    assert label is not None
    assert history.undo(only=removal.id) is None
    assert 2 not in library.catalogue.ids()
    assert history.undo(only=label.id) is not None
    assert history.undo(only=removal.id) is not None
    assert 2 in library.catalogue.ids()
    assert history.do("item.remove", {"items": [99]}) is None


def test_a_removed_film_that_was_imported_again_merges(library: Library) -> None:
    history = HistoryService(library)
    history.do("label.set", {"labels": {"2": 1}})
    history.do("item.remove", {"items": [2]})
    assert library.catalogue.add_batch(
        [NewItem("film:1", ItemKind.FILM, "Film 1 anew", thumb_row=9)]
    ) == [2]
    history.undo()
    assert library.catalogue.labels() == {2: 1}
    assert library.catalogue.item(2).summary.title == "Film 1 anew"
    assert library.vectors("net").has([2])[0]
    history.redo()
    assert library.catalogue.ids().tolist() == [1, 3, 4]
    history.undo()
    history.undo()
    assert library.catalogue.labels() == {}


def test_a_damaged_intent_is_dropped(library: Library, history: HistoryService) -> None:
    intent = library.folder / "journal" / "intent.json"
    for content in ("", "[]", '{"op": "do"', json.dumps({"op": "undo", "id": "x"})):
        intent.parent.mkdir(exist_ok=True)
        intent.write_text(content)
        assert HistoryService(library).entries() == []
        assert not intent.exists()


def test_listeners_hear_what_was_touched(history: HistoryService) -> None:
    heard: list[str] = []
    end = history.subscribe(heard.append)
    history.do("label.set", {"labels": {"1": 1}})
    history.do("bucket.add", {"list": "b", "items": [1]})
    history.undo()
    history.do("item.tag", {"items": [1], "key": "tag", "value": "sea"})
    end()
    history.undo()
    assert heard == ["labels", "lists", "lists", "items"]


def test_other_parts_register_their_own_types(library: Library, history: HistoryService) -> None:
    seen: list[Any] = []
    history.register(
        "seen.set",
        apply=lambda _library, payload: seen.append(payload["to"]),
        revert=lambda _library, before: seen.append(before),
        capture=lambda _library, _payload: seen[-1] if seen else "",
    )
    history.do("seen.set", {"to": "a"})
    history.undo()
    assert seen == ["a", ""]
    with pytest.raises(ValueError, match="twice"):
        history.register("seen.set", *(lambda *_: None,) * 3)


def test_a_library_open_for_reading_refuses_commands(library: Library) -> None:
    reader = Library.open(library.folder)
    try:
        history = HistoryService(reader)
        assert history.entries() == []
        for call in (history.undo, history.redo, history.clear):
            with pytest.raises(ReadOnlyLibraryError):
                call()
        with pytest.raises(ReadOnlyLibraryError):
            history.do("label.set", {"labels": {"1": 1}})
    finally:
        reader.close()

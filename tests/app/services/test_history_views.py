"""Changes of what is on view: one sequence with the commands, nothing on disk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.history import START, HistoryService
from app.services.history_views import KEPT, TURNED
from app.services.library import Library
from common.errors import ReadOnlyLibraryError
from tests.wall_support import make_library

PARTS = ("filters", "wall.arrangement", "wall.kinds")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = make_library(tmp_path, 6)
    yield opened
    opened.close()


class Person:
    """Changes the view and the library, and sees what the history brings back."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.history = HistoryService(library)
        self.history.on_view(self._show)
        self.seen: dict[str, Any] = dict.fromkeys(PARTS, 0)
        self.now_s = 0.0

    def _show(self, part: str, state: Any) -> None:
        self.seen[part] = state

    def change(self, part: str, to: Any, gesture: str = "", *, later_s: float = 10.0) -> Any:
        before, self.seen[part] = self.seen[part], to
        self.now_s += later_s
        return self.history.view(part, before, to, f"{part} {to}", merge=gesture, at_s=self.now_s)

    def state(self) -> Any:
        catalogue = self.library.catalogue
        lists = {name: catalogue.watchlist_items(name) for name in catalogue.watchlists()}
        return dict(self.seen), catalogue.labels(), lists


def _entries(history: HistoryService) -> list[tuple[str, bool]]:
    return [(entry.title, entry.undone) for entry in history.entries()]


def test_commands_and_changes_of_the_view_are_undone_in_one_order(library: Library) -> None:
    person = Person(library)
    history = person.history
    person.change("filters", "comedies")
    history.do("label.set", {"labels": {"1": 1}}, "mark")
    person.change("wall.arrangement", "clustered")
    assert [name for name, _ in _entries(history)] == [
        "filters comedies", "mark", "wall.arrangement clustered",
    ]  # fmt: skip
    assert library.catalogue.commands()[-1].title == "mark"
    assert len(library.catalogue.commands()) == 1  # the rest is in memory only
    first = history.undo()
    assert first is not None
    assert first.is_view
    assert person.seen["wall.arrangement"] == 0
    assert library.catalogue.labels() == {1: 1}
    history.undo()
    assert library.catalogue.labels() == {}
    history.undo()
    assert person.seen["filters"] == 0
    assert history.undo() is None
    for _ in range(3):
        assert history.redo() is not None
    assert person.state() == (
        {"filters": "comedies", "wall.arrangement": "clustered", "wall.kinds": 0}, {1: 1}, {},
    )  # fmt: skip
    assert history.redo() is None


def test_a_part_with_an_undo_of_its_own_turns_what_stands_here(library: Library) -> None:
    person = Person(library)
    person.change("wall.kinds", "x")
    for state in ("a", "b", "c"):
        person.change("filters", state)
    person.change("filters", "b", TURNED)  # as its own undo says
    person.change("filters", "a", TURNED)
    assert [undone for _, undone in _entries(person.history)] == [False, False, True, True]
    person.history.undo()
    assert person.seen["filters"] == 0  # not round in a circle
    person.change("filters", "b", TURNED)
    assert [undone for _, undone in _entries(person.history)] == [False, False, False, True]
    person.change("filters", "zzz", TURNED)  # a state that nothing here leads to is a change
    assert _entries(person.history)[-1] == ("filters zzz", False)
    person.change("filters", 0, TURNED)
    assert person.change("wall.kinds", 0, TURNED) is None
    assert all(undone for _, undone in _entries(person.history))


def test_a_gesture_is_one_step(library: Library) -> None:
    person = Person(library)
    for year in (1990, 1991, 1992):
        person.change("filters", year, "range year", later_s=0.3)
    assert _entries(person.history) == [("filters 1992", False)]
    person.change("filters", 1993, "range year", later_s=5.0)
    person.change("filters", 1993.5, "range rating", later_s=0.1)
    assert len(person.history.entries()) == 3
    assert person.change("filters", 1993, "range rating", later_s=0.1) is None
    assert len(person.history.entries()) == 2  # it came back to where it began
    person.history.undo()
    assert person.seen["filters"] == 1992
    person.history.undo()
    assert person.seen["filters"] == 0
    assert person.change("filters", 0) is None


def test_looking_around_keeps_commands_that_can_be_done_again(library: Library) -> None:
    person = Person(library)
    history = person.history
    history.do("label.set", {"labels": {"1": 1}}, "mark")
    person.change("filters", "a")
    history.undo()
    history.undo()
    person.change("wall.kinds", "films")  # forgets the filters, not the mark
    assert _entries(history) == [("wall.kinds films", False), ("mark", True)]
    history.redo()
    assert library.catalogue.labels() == {1: 1}
    assert person.seen == {"filters": 0, "wall.arrangement": 0, "wall.kinds": "films"}
    history.undo()
    history.do("label.set", {"labels": {"2": 1}}, "another")
    assert _entries(history) == [("wall.kinds films", False), ("another", False)]


def test_a_notice_takes_its_command_back_whatever_was_looked_at_since(library: Library) -> None:
    person = Person(library)
    history = person.history
    removal = history.do("item.remove", {"items": [2]}, "remove")
    assert removal is not None
    person.change("filters", "a")
    assert history.undo(only=-99) is None
    assert history.undo(only=removal.id) is not None
    assert 2 in library.catalogue.ids()
    assert person.seen["filters"] == "a"
    assert _entries(history) == [("filters a", False), ("remove", True)]
    assert history.undo() is not None
    assert person.seen["filters"] == 0


def test_the_view_can_be_undone_where_the_library_is_read_only(library: Library) -> None:
    HistoryService(library).do("label.set", {"labels": {"1": 1}}, "mark")
    reader = Library.open(library.folder)
    try:
        person = Person(reader)
        person.change("filters", "a")
        entry = person.history.undo()
        assert entry is not None
        assert entry.is_view
        assert person.seen["filters"] == 0
        with pytest.raises(ReadOnlyLibraryError):
            person.history.undo()
        person.history.redo()
        assert person.seen["filters"] == "a"
    finally:
        reader.close()


def test_only_so_many_changes_are_kept(library: Library) -> None:
    person = Person(library)
    for number in range(1, KEPT + 20):
        person.change("filters", number)
    entries = person.history.entries()
    assert len(entries) == KEPT
    person.history.go_to(START)
    assert person.seen["filters"] == 19
    person.history.clear()
    assert person.history.entries() == []


items = st.integers(1, 6)
steps = st.one_of(
    st.tuples(st.sampled_from(PARTS), st.integers(0, 3), st.sampled_from(["", "drag"])),
    st.tuples(st.just("label.set"), st.dictionaries(items.map(str), st.sampled_from([-1, 0, 1]),
                                                    min_size=1)),
    st.tuples(st.just("watchlist.add"), st.lists(items, min_size=1, unique=True)),
    st.tuples(st.just("watchlist.remove"), st.lists(items, min_size=1, unique=True)),
    st.tuples(st.just("undo")),
)  # fmt: skip


def _take(person: Person, step: tuple[Any, ...]) -> None:
    name, *rest = step
    if name == "undo":
        person.history.undo()
    elif name in PARTS:
        person.change(name, rest[0], rest[1], later_s=0.1)
    elif name == "label.set":
        person.history.do(name, {"labels": rest[0]})
    else:
        person.history.do(name, {"list": "later", "items": rest[0]})


@pytest.mark.slow  # 40 libraries are made, looked through and gone back over
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(taken=st.lists(steps, max_size=9), place=st.integers(0, 9))
def test_all_undone_is_the_first_state_and_all_redone_the_last(
    library: Library, taken: list[tuple[Any, ...]], place: int
) -> None:
    person = Person(library)
    history = person.history
    history.clear()
    first = person.state()
    for step in taken:
        _take(person, step)
    while history.redo() is not None:
        pass
    last, states = person.state(), [person.state()]
    while history.undo() is not None:
        states.append(person.state())
    assert person.state() == first
    assert all(entry.undone for entry in history.entries())
    while history.redo() is not None:
        pass
    assert person.state() == last
    ids = [START, *(entry.id for entry in history.entries())]
    assert len(ids) == len(states)
    at = place % len(ids)
    history.go_to(ids[at])
    assert person.state() == states[len(states) - 1 - at]
    history.go_to(START)
    assert person.state() == first

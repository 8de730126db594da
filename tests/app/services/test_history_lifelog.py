"""Commands about a life: whatever is done, undoing it brings back all that was."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.history import HistoryService
from app.services.history_lifelog import tell_time
from app.services.library import Library
from common.errors import QueryError
from common.values import Facet, ItemKind, MediaFacts
from indexers.catalogue import Episode, FileRecord, NewItem, Told

TAKEN = datetime(2020, 12, 31, 23, 30)  # noqa: DTZ001 - UTC, as everywhere
HOME = {"name": "Home", "role": "home", "latitude": 53.3, "longitude": -6.2, "radius_m": 80}


def fill(library: Library) -> None:
    """Write two pictures of one camera, and an episode."""
    items = []
    for number, kind in enumerate((ItemKind.LIFELOG, ItemKind.PHOTO)):
        facts = MediaFacts(
            taken_at=TAKEN, offset_min=0, time_source="exif",
            facets=(Facet("camera", "X", source="exif"),),
        )  # fmt: skip
        said = tell_time(Told(0, kind, TAKEN, 0, "exif"))
        record = FileRecord(f"/m/{number}.jpg", content_hash=f"{number:040x}")
        items.append(
            NewItem(record.content_hash, kind, files=[record], facts=facts, facets=said.facets,
                    texts=said.texts)
        )  # fmt: skip
    library.catalogue.add_batch(items)
    library.catalogue.set_episodes("event", "days", [Episode(start=10, end=90)])


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "test.kinora", create=True)
    fill(opened)
    yield opened
    opened.close()


def told(library: Library) -> list[str]:
    return list(library.catalogue.canonical())


def test_a_place_is_made_renamed_and_taken_away(library: Library) -> None:
    history = HistoryService(library)
    states = [told(library)]
    history.do("lifelog.place", {"save": [dict(HOME)]})
    [place] = library.catalogue.places()
    assert (place.name, place.role, place.source) == ("Home", "home", "user")
    states.append(told(library))
    history.do("lifelog.place", {"save": [HOME | {"id": place.id, "name": "House"}]})
    assert [each.name for each in library.catalogue.places()] == ["House"]
    states.append(told(library))
    history.do("lifelog.place", {"remove": [place.id]})
    assert library.catalogue.places() == []
    states.append(told(library))
    for state in reversed(states[:-1]):
        history.undo()
        assert told(library) == state
    for state in states[1:]:
        history.redo()
        assert told(library) == state


def test_a_clock_is_set_and_set_back(library: Library) -> None:
    history = HistoryService(library)
    before = told(library)
    assert history.do("lifelog.clock", {"clock": "X", "seconds": 3600}) is not None
    assert library.catalogue.facet_counts("year") == [("2021", 2)]
    assert library.catalogue.facet_counts("day") == [("2021-01-01", 1)]
    history.do("lifelog.clock", {"clock": "X", "seconds": 60})
    assert history.do("lifelog.clock", {"clock": "X", "seconds": 60}) is None
    assert library.catalogue.facet_counts("year") == [("2020", 2)]
    history.undo()
    assert library.catalogue.clocks() == {"X": 3600}
    history.undo()
    assert told(library) == before


def test_the_name_of_an_episode_comes_and_goes(library: Library) -> None:
    history = HistoryService(library)
    before = told(library)
    [episode] = library.catalogue.episodes()
    history.do("lifelog.episode.name", {"episode": episode.id, "name": " Lunch "})
    assert [(each.name, each.named) for each in library.catalogue.episodes()] == [("Lunch", True)]
    library.catalogue.set_episodes("event", "days", [replace(episode, name="")])  # cut anew
    history.undo()
    assert told(library) == before
    history.redo()
    assert library.catalogue.episodes()[0].name == "Lunch"


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("lifelog.place", {"save": [{"name": "x"}]}),
        ("lifelog.place", {"save": [HOME | {"latitude": 99}]}),
        ("lifelog.place", {"save": [HOME | {"role": "school"}]}),
        ("lifelog.clock", {"clock": "Y", "seconds": 5}),
        ("lifelog.episode.name", {"episode": 99, "name": "x"}),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    library: Library, name: str, payload: dict[str, Any]
) -> None:
    history = HistoryService(library)
    before = told(library)
    with pytest.raises(QueryError):
        history.do(name, payload)
    assert told(library) == before
    assert history.entries() == []
    assert history.do("lifelog.place", {"remove": [99]}) is None


NAMES = st.sampled_from(["Home", "Work", "Pub"])
COMMANDS = st.one_of(
    st.tuples(st.just("save"), NAMES, st.sampled_from(["home", "work", "other"])),
    st.tuples(st.just("rename"), NAMES, NAMES),
    st.tuples(st.just("remove"), NAMES),
    st.tuples(st.just("clock"), st.just("X"), st.integers(-9999, 9999)),
    st.tuples(st.just("name"), st.sampled_from(["", "Lunch", "Walk"])),
)


def payload_of(library: Library, command: tuple[Any, ...]) -> tuple[str, dict[str, Any]] | None:
    """Return what a window would send; None where it has nothing to choose."""
    kind, *said = command
    numbers = {place.name: place.id for place in library.catalogue.places()}
    if kind == "clock":
        return "lifelog.clock", {"clock": said[0], "seconds": said[1]}
    if kind == "name":
        [episode] = library.catalogue.episodes()
        return "lifelog.episode.name", {"episode": episode.id, "name": said[0]}
    if kind == "save":
        return "lifelog.place", {
            "save": [HOME | {"id": numbers.get(said[0], 0), "name": said[0], "role": said[1]}]
        }
    if said[0] not in numbers or (kind == "rename" and said[1] in numbers):
        return None
    if kind == "rename":
        return "lifelog.place", {"save": [HOME | {"id": numbers[said[0]], "name": said[1]}]}
    return "lifelog.place", {"remove": [numbers[said[0]]]}


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(commands=st.lists(COMMANDS, max_size=6))
def test_undoing_brings_back_all_that_was(
    tmp_path_factory: pytest.TempPathFactory, commands: list[tuple[Any, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("history") / "test.kinora"
    with closing(Library.open(folder, create=True)) as library:
        fill(library)
        history = HistoryService(library)
        states = [told(library)]
        for command in commands:
            wanted = payload_of(library, command)
            if wanted is not None and history.do(*wanted) is not None:
                states.append(told(library))
        for state in reversed(states[:-1]):
            history.undo()
            assert told(library) == state
        for state in states[1:]:
            history.redo()
            assert told(library) == state

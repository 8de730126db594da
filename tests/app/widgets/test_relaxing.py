"""Ways out of filters that nothing passes, and the names of filters."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.context import Actions, Notices, PanelContext, SharedState
from app.jobs import JobRunner
from app.services.services import Services
from app.services.types import Filter
from app.widgets.chips import Chip, ChipStrip
from app.widgets.empty_state import EmptyState
from app.widgets.filter_names import (
    filter_name,
    key_name,
    range_gesture,
    title_of_change,
    value_name,
)
from app.widgets.relaxing import WaysOut, relaxing_chips
from app.widgets.view_undo import ViewParts
from tests.garbage import let_go
from tests.wall_support import make_library

WAR, FILM = Filter("genre", ("War",)), Filter("kind", ("film",))


@pytest.fixture
def context(qapp: QApplication, tmp_path: Path) -> Iterator[PanelContext]:
    library = make_library(tmp_path, 12)
    made = PanelContext(Services(library), JobRunner(), SharedState(), Notices(), Actions())
    yield made
    let_go(made)
    library.close()


def test_an_empty_state_offers_what_is_left_without_each_filter(
    context: PanelContext, qtbot: QtBot
) -> None:
    empty = EmptyState("Nothing")
    qtbot.addWidget(empty)
    ways = WaysOut(context, empty, "test")
    ways.ask()
    assert context.jobs.is_idle  # without filters there is nothing to drop
    none = Filter("genre", ("Opera",))
    context.shared.set_filters((FILM, none))
    ways.ask()
    qtbot.waitUntil(lambda: bool(empty.buttons), timeout=8000)
    films = context.services.facets.count((FILM,))
    assert [button.text() for button in empty.buttons] == [f"Without Genre: Opera: {films}"]
    empty.buttons[0].click()
    assert context.shared.filters == (FILM,)
    ways.ask()
    empty.say("Something else")
    qtbot.waitUntil(lambda: context.jobs.is_idle, timeout=8000)
    assert not empty.buttons


def test_chips_to_drop_a_filter(qapp: QApplication) -> None:
    dropped: list[Filter] = []
    chips = relaxing_chips([(WAR, 3), (FILM, 1_000)], dropped.append)
    assert [chip.text() for chip in chips] == ["Without Genre: War: 3", "Without Kind: Film: 1,000"]
    chips[1].click()
    assert dropped == [FILM]
    [text] = relaxing_chips([("harbour", 7)], dropped.append)
    assert text.text() == "Without “harbour”: 7"


def test_a_strip_is_as_high_empty_as_full(qtbot: QtBot) -> None:
    strip = ChipStrip("No filters")
    qtbot.addWidget(strip)
    height = strip.sizeHint().height(), strip.minimumHeight()
    for number in range(30):
        strip.add(Chip(f"Chip {number}"))
    assert (strip.sizeHint().height(), strip.minimumHeight()) == height
    assert len(strip.chips) == 30
    strip.clear()
    assert strip.chips == []


def test_filters_have_words() -> None:
    assert key_name("daytime") == "Time of day"
    assert key_name("label:mine") == "Mark (mine)"
    assert key_name("split_of") == "Split of"
    assert value_name("label:mine", "-1") == "Not relevant"
    assert filter_name(Filter("kind", ("film", "shot"), "none")) == "Kind ≠ Film / Shot of a video"
    day = Filter("taken_at", low=1577836800.0, high=1580515199.999)
    assert filter_name(day) == "Taken: 2020-01-01 – 2020-01-31"
    assert filter_name(Filter("year", low=1990)) == "Year: 1990 – …"
    assert filter_name(Filter("tag")) == "Tag: any"
    assert filter_name(Filter("genre", ("War", "Drama"), "all")) == "Genre: War + Drama"


def test_changes_of_filters_have_titles_and_gestures() -> None:
    early, late = Filter("year", low=1990.0), Filter("year", low=1991.0)
    assert title_of_change((), (WAR,)) == "Filter by Genre: War"
    assert title_of_change((WAR, FILM), (FILM,)) == "No longer filter by Genre: War"
    assert title_of_change((WAR,), ()) == "Clear the filters"
    assert range_gesture((WAR, early), (WAR, late)) == "range year"
    assert range_gesture((), (early,)) == "range year"
    assert range_gesture((WAR,), ()) == ""
    assert range_gesture((early,), (Filter("rating", low=1.0),)) == ""


def test_parts_of_a_view_tell_of_changes_and_not_of_what_is_brought_back(
    qapp: QApplication,
) -> None:
    shared, shown = SharedState(), {"size": 1}
    told: list[tuple[object, ...]] = []
    shared.view_changed.connect(lambda *what: told.append(what))
    parts = ViewParts(shared)

    def show(size: int) -> None:
        shown["size"] = size
        parts.note("panel.size", "echo")

    parts.add("panel.size", lambda: shown["size"], show)
    parts.note("panel.size", "nothing changed")
    shown["size"] = 2
    parts.note("panel.size", "Larger", "drag")
    assert told == [("panel.size", 1, 2, "Larger", "drag")]
    shared.view_requested.emit("panel.size", 1)
    shared.view_requested.emit("other.part", 5)
    assert shown["size"] == 1
    shown["size"] = 7
    parts.sync()
    parts.note("panel.size", "known already")
    assert len(told) == 1

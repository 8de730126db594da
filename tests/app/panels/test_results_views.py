"""What holds for every view of the results, and for lists of many hits."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.panels.results import ResultsPanel
from app.panels.results.grid import GridView
from app.panels.results.views import VIEWS, ViewEntry, view_titles
from app.services.search import SearchService
from common.values import Hit, ResultList
from tests.panel_support import Desk

MANY = 100_000
NAMES = [entry.name for entry in VIEWS]


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ResultsPanel:
    services = desk.context.services
    services.__dict__["search"] = SearchService(desk.library, lambda: None, services.settings)
    made = ResultsPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    desk.settle(qtbot, made)
    return made


def show(panel: ResultsPanel, desk: Desk, qtbot: QtBot, items: list[int]) -> ResultList:
    hits = tuple(Hit(item, 1 - n / (len(items) + 1), {"text": 0.5}) for n, item in enumerate(items))
    found = ResultList("a", hits, len(hits), 1.0)
    desk.context.shared.show_results(found, "search")
    desk.settle(qtbot, panel)
    return found


@pytest.mark.parametrize("entry", VIEWS, ids=NAMES)
def test_every_view_has_a_title_a_drawing_and_a_key_of_its_own(entry: ViewEntry) -> None:
    title, tip = view_titles()[entry.name]
    assert title
    assert tip
    assert len(entry.key) == 1
    assert [one.key for one in VIEWS].count(entry.key) == 1
    assert (Path("resources") / "icons" / f"{entry.icon}.svg").is_file()


@pytest.mark.parametrize("name", NAMES)
def test_every_view_shows_a_list_then_none_then_another_and_steps_through_it(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot, name: str
) -> None:
    show(panel, desk, qtbot, desk.ids[:8])
    panel.choose_view(name)
    desk.settle(qtbot, panel)
    view = panel.stack.front
    assert view is not None
    assert view.name == name
    assert view.title == view_titles()[name][0]
    assert view.accessibleName()
    assert view.is_active
    desk.context.shared.select((), "test")
    assert panel.step_hit(1)
    assert desk.context.shared.current in desk.ids[:8]
    show(panel, desk, qtbot, [])
    found = show(panel, desk, qtbot, [*desk.ids[4:], 9999])  # one is gone from the library
    assert view.shown.results is found
    panel.hide()
    assert not view.is_active
    assert not desk.posted


@pytest.mark.parametrize("name", NAMES)
def test_the_state_of_every_view_comes_back_and_a_bad_one_is_ignored(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot, name: str
) -> None:
    show(panel, desk, qtbot, desk.ids[:8])
    panel.choose_view(name)
    desk.settle(qtbot, panel)
    state = panel.save_state()
    assert state["view"] == name
    panel.choose_view("grid")
    panel.restore_state({"views": {name: {key: object() for key in state["views"][name]}}})
    panel.restore_state(state)
    desk.settle(qtbot, panel)
    assert panel.stack.name == name
    assert panel.save_state()["views"][name] == state["views"][name]


@pytest.mark.parametrize("name", NAMES)
def test_digits_reach_the_panel_from_every_view(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot, name: str
) -> None:
    show(panel, desk, qtbot, desk.ids[:8])
    panel.choose_view(name)
    desk.settle(qtbot, panel)
    view = panel.stack.front
    assert view is not None
    view.focus_main()
    target = view.focusWidget() or view
    qtbot.keyClick(target, Qt.Key.Key_2 if name == "grid" else Qt.Key.Key_1)
    assert panel.stack.name == ("scenes" if name == "grid" else "grid")
    desk.settle(qtbot, panel)


def test_of_a_hundred_thousand_hits_only_the_visible_ones_are_read(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot, list(range(1, MANY + 1)))
    view = panel.stack.front
    assert isinstance(view, GridView)
    grid = view.grid
    assert grid.hits.rowCount() == MANY
    assert len(grid.loader._summaries) < 500
    view.focus_main()
    qtbot.keyClick(grid, Qt.Key.Key_End)
    desk.settle(qtbot, panel)
    assert desk.context.shared.current == MANY
    assert MANY in view.visible_items()
    assert len(grid.loader._summaries) < 1000
    panel.head.threshold.setValue(50)
    desk.settle(qtbot, panel)
    assert MANY / 2 - 2 <= grid.hits.rowCount() <= MANY / 2 + 2

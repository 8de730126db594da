"""The order of results, empty lists, and when the panel comes forward."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLineEdit, QTabWidget
from pytestqt.qtbot import QtBot

from app.panels.results import ResultsPanel
from app.panels.results.grid import GridView
from app.services.types import Filter, Query
from common.values import Hit, ResultList
from tests.panel_support import Desk
from tests.results_support import grid_of, items_of, listed, show


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ResultsPanel:
    made = ResultsPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.show()
    desk.settle(qtbot, made)
    return made


def test_shots_stand_by_their_place_in_the_video_when_sorted_by_date(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    hits = (Hit(desk.shots[1], 0.9), Hit(desk.ids[0], 0.8), Hit(desk.shots[0], 0.7))
    show(panel, desk, qtbot, ResultList("x", hits, 3))
    panel.session.set_sort("date")
    desk.settle(qtbot, panel)
    order = items_of(panel)
    assert order.index(desk.shots[0]) < order.index(desk.shots[1])


def test_an_empty_panel_offers_queries_that_find_something(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    titles = [button.text() for button in panel.empty.buttons]
    assert "Drama" in titles
    asked: list[Query] = []
    desk.context.shared.query_requested.connect(asked.append)
    panel.empty.buttons[0].click()
    assert asked == [Query.of("Drama")]


def test_an_empty_list_says_why_and_offers_to_drop_a_filter(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.context.shared.set_filters([Filter("kind", ("film",)), Filter("colour", ("red",))], "wall")
    show(panel, desk, qtbot, ResultList("cat", (), 0, 1.0, ("Did you mean “car”?",)))
    assert "Did you mean “car”?" in panel.empty.text
    qtbot.waitUntil(lambda: any("Film" in button.text() for button in panel.empty.buttons))
    next(b for b in panel.empty.buttons if "Film" in b.text()).click()
    assert desk.context.shared.filters == (Filter("colour", ("red",)),)


def test_a_word_without_an_end_widens_no_window(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    before = panel.minimumSizeHint().width()
    word = "b" * 400
    show(panel, desk, qtbot, ResultList(word, (), 0, notes=(f"Nothing matches “{word}”.",)))
    assert panel.minimumSizeHint().width() <= max(before, 400)


def test_a_search_brings_the_panel_forward_unless_the_wall_shall_stay(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    tabs = QTabWidget()
    box = QLineEdit()
    tabs.addTab(box, "Wall")
    tabs.addTab(panel, "Results")
    tabs.show()
    tabs.setCurrentIndex(0)
    box.setFocus()
    show(panel, desk, qtbot)
    assert tabs.currentWidget() is panel
    assert tabs.window().focusWidget() is grid_of(panel)  # the box is covered now
    tabs.setCurrentIndex(0)
    desk.context.shared.show_results(replace(listed(desk), by_filters=True), "search")
    assert tabs.currentIndex() == 0
    desk.context.shared.show_results(listed(desk), "lifelog")
    assert tabs.currentIndex() == 0
    desk.context.actions.trigger("results.keep-wall")
    desk.context.shared.show_results(listed(desk), "search")
    assert tabs.currentIndex() == 0
    assert desk.context.services.settings.search.keep_wall
    panel.setParent(None)  # the fixture closes it
    tabs.close()


def test_a_view_behind_a_tab_takes_its_list_when_it_comes_forward(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.hide()
    desk.context.shared.show_results(listed(desk), "feedback")
    desk.settle(qtbot, panel)
    front = panel.stack.front
    assert isinstance(front, GridView)
    assert front.grid.hits.rowCount() == 0
    panel.show()
    desk.settle(qtbot, panel)
    assert items_of(panel) == desk.ids[:6]

"""The results panel on a small library: what is shown of a list, views, keys, hiding."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.panels.results import ResultsPanel
from app.panels.results.grid import GridView
from common.values import Hit, ResultList
from tests.panel_support import Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ResultsPanel:
    made = ResultsPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.show()
    desk.settle(qtbot, made)
    return made


def listed(desk: Desk, count: int = 6, query: str = "dog") -> ResultList:
    hits = tuple(
        Hit(item, 1 - n / 10, {"text": 0.5, "concept": 0.5 - n / 10})
        for n, item in enumerate(desk.ids[:count])
    )
    return ResultList(query, hits, count, 3.0, ("Better weights would add concepts.",))


def show(panel: ResultsPanel, desk: Desk, qtbot: QtBot, found: ResultList | None = None) -> None:
    desk.context.shared.show_results(listed(desk) if found is None else found, "search")
    desk.settle(qtbot, panel)


def grid_of(panel: ResultsPanel) -> GridView:
    front = panel.stack.front
    assert isinstance(front, GridView)
    return front


def test_any_list_is_shown_with_its_count_and_notes(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot)
    assert grid_of(panel).grid.hits.items() == desk.ids[:6]
    assert "6 hits" in panel.head.count.text()
    assert "3 ms" in panel.head.count.text()
    assert "concept" in panel.head.count.text()
    assert panel.head.more_models.isVisible()


def test_the_threshold_hides_the_tail(panel: ResultsPanel, desk: Desk, qtbot: QtBot) -> None:
    show(panel, desk, qtbot)
    panel.head.threshold.setValue(60)  # scores run from 0.5 to 1
    desk.settle(qtbot, panel)
    assert panel.session.smallest_score == pytest.approx(0.8)
    assert grid_of(panel).grid.hits.items() == desk.ids[:3]
    assert "3 of 6" in panel.head.count.text()
    show(panel, desk, qtbot)
    assert panel.head.threshold.value() == 0
    assert len(grid_of(panel).grid.hits.items()) == 6


def test_sheet(panel: ResultsPanel, desk: Desk, qtbot: QtBot) -> None:
    show(panel, desk, qtbot)
    qtbot.keyClick(grid_of(panel).grid, Qt.Key.Key_X)

"""Lists given to the results panel, and what it shows of them."""

from pytestqt.qtbot import QtBot

from app.panels.results import ResultsPanel
from app.panels.results.grid import GridView
from app.widgets.grid import ThumbnailGrid
from common.values import Hit, ResultList
from tests.panel_support import Desk


def listed(desk: Desk, count: int = 6, query: str = "dog") -> ResultList:
    hits = tuple(
        Hit(item, 1 - n / 10, {"text": 0.5, "concept": 0.5 - n / 10})
        for n, item in enumerate(desk.ids[:count])
    )
    return ResultList(query, hits, count, 3.0, ("Better weights would add concepts.",))


def show(panel: ResultsPanel, desk: Desk, qtbot: QtBot, found: ResultList | None = None) -> None:
    desk.context.shared.show_results(listed(desk) if found is None else found, "search")
    desk.settle(qtbot, panel)


def grid_of(panel: ResultsPanel) -> ThumbnailGrid:
    front = panel.stack.front
    assert isinstance(front, GridView)
    return front.grid


def items_of(panel: ResultsPanel) -> list[int]:
    return grid_of(panel).hits.items()

"""Results with evidence, and the keys of their inspector."""

from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.panels.results import ResultsPanel
from common.values import ResultList
from tests.panel_support import Desk

KEY = Qt.Key


def show(panel: ResultsPanel, desk: Desk, qtbot: QtBot, results: ResultList) -> None:
    desk.context.shared.show_results(results, "search")
    desk.settle(qtbot, panel)


def press(panel: ResultsPanel, desk: Desk, qtbot: QtBot, key: Qt.Key, **held: Any) -> None:
    front = panel.stack.front
    assert front is not None
    qtbot.keyClick(getattr(front, "grid", front), key, **held)
    desk.settle(qtbot, panel)


def items_of(panel: ResultsPanel) -> list[int]:
    front = panel.stack.front
    assert front is not None
    return [hit.item for hit in front.shown.hits]

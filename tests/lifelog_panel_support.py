"""Sentences asked in the lifelog panel."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.panels.lifelog.panel import LifelogPanel
from tests.lifelog_support import Lifelog

SENTENCE = "a man looking at a laptop on friday morning"


def ask(panel: LifelogPanel, life: Lifelog, qtbot: QtBot, text: str) -> None:
    box = panel.head.sentence
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)
    life.settle(qtbot, panel)


def shown(panel: LifelogPanel) -> list[int]:
    return panel.results.grid.hits.items()

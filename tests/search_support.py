"""A search panel on a desk, and hands for it."""

from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.panels.search import SearchPanel
from app.panels.search.chip import PartChip
from app.services.types import Part, PartReport, Query, SearchResults
from common.values import Hit, ResultList
from tests.panel_support import Desk

NO = Qt.KeyboardModifier.NoModifier


class Hands:
    """What a user does with the panel.

    Args:
        panel: on the desk.
        desk: with a search that answers at once.
        qtbot: of the test.
    """

    def __init__(self, panel: SearchPanel, desk: Desk, qtbot: QtBot) -> None:
        self.panel, self.desk, self._qtbot = panel, desk, qtbot

    def settle(self) -> None:
        """Wait until nothing is asked any more."""
        self.desk.settle(self._qtbot, self.panel)

    def search(self, text: str) -> None:
        """Type words and press Enter."""
        box = self.panel.head.box
        box.clear()
        self._qtbot.keyClicks(box, text)
        self._qtbot.keyClick(box, Qt.Key.Key_Return)
        self.settle()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NO, on: Any = None) -> None:
        """Press a key on a widget, else on the chip with the keyboard."""
        target = on if on is not None else self.panel.focusWidget()
        self._qtbot.keyClick(target, key, held)
        self.settle()

    def chip(self, number: int = 0) -> PartChip:
        """Return a chip."""
        return self.panel.stages.chips[number]

    def add(self, *parts: Part, stage: int = 0) -> None:
        """Put parts into the query."""
        for part in parts:
            self.panel.stages.add(part.what, stage, edit=False)
        self.settle()

    @property
    def asked(self) -> Query:
        """What was asked last."""
        asked: Query = self.desk.search.asked[-1]
        return asked

    @property
    def words(self) -> list[str]:
        """What the chips say."""
        return [chip.text() for chip in self.panel.stages.chips]

    @property
    def titles(self) -> list[str]:
        """What was told to the history."""
        return self._titles

    def listen(self) -> None:
        """Keep what is told to the history from now on."""
        self._titles: list[str] = []
        self._steps: list[tuple[Any, ...]] = []
        shared = self.desk.context.shared
        shared.view_changed.connect(lambda *step: self._titles.append(step[3]))
        shared.view_changed.connect(lambda *step: self._steps.append(step))

    def undo(self) -> None:
        """Bring back what was before the last step, as the history does."""
        part, before, *_ = self._steps.pop()
        self.desk.context.shared.view_requested.emit(part, before)
        self.settle()


def make_panel(desk: Desk, qtbot: QtBot, *, width: int = 420) -> Hands:
    """Return hands on a panel that is shown."""
    panel = SearchPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(width, 760)
    panel.show()
    hits = tuple(Hit(item, 1 - n / 10, {"text": 1 - n / 10}) for n, item in enumerate(desk.ids[:6]))
    desk.search.answer = ResultList("dog", hits, 6, 3.0)
    hands = Hands(panel, desk, qtbot)
    hands.settle()
    hands.listen()
    return hands


def answer_with_reports(desk: Desk, query: Query, *reports: PartReport) -> SearchResults:
    """Return a list of hits that says what became of the parts of a query."""
    hits = tuple(Hit(item, 1 - n / 10) for n, item in enumerate(desk.ids[:6]))
    return SearchResults("dog", hits, 6, 3.0, asked=query, parts=reports)

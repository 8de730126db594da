"""The box of the search: what Enter does while suggestions are shown, and keys of the panel."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.types import TextAsk
from tests.panel_support import Desk
from tests.search_support import Hands, make_panel

KEYS = Qt.Key
ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def hands(desk: Desk, qtbot: QtBot) -> Hands:
    return make_panel(desk, qtbot)


def test_enter_searches_for_the_words_as_they_stand_and_not_for_the_first_suggestion(
    hands: Hands, qtbot: QtBot
) -> None:
    box = hands.panel.head.box
    hands.panel.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    box.setText("car at night")
    box.suggest([("night snake", "title", 0), ("night owl", "concept", 2)], show=True)
    popup = box._completer.popup()
    hands.press(KEYS.Key_Return, on=popup)  # a window system gives keys to what popped up
    hands.settle()
    assert box.text() == "car at night"
    assert [query.stages[0].parts[0].what for query in hands.desk.search.asked] == [
        TextAsk("car at night")
    ]
    box.suggest([("night snake", "title", 0), ("night owl", "concept", 2)], show=True)
    hands.press(KEYS.Key_Down, on=popup)
    hands.press(KEYS.Key_Down, on=popup)
    hands.press(KEYS.Key_Return, on=popup)
    hands.settle()
    assert box.text() == "night owl"
    assert len(hands.desk.search.asked) == 2
    assert not popup.isVisible()


def test_a_new_search_by_the_key_that_is_redo_elsewhere(hands: Hands, qtbot: QtBot) -> None:
    box = hands.panel.head.box
    hands.search("dog")
    event = QKeyEvent(QEvent.Type.ShortcutOverride, KEYS.Key_Backspace, ALT_SHIFT)
    event.ignore()  # as the system sends it
    QApplication.sendEvent(box, event)
    assert not event.isAccepted()  # so that it goes to the panel

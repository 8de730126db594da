"""Messages in bars: counted, three at a time, closed by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.shell.notices import NoticeList
from app.shell.window import MainWindow
from common.errors import AppError


def test_the_same_failure_again_is_counted_on_one_bar(window: MainWindow) -> None:
    window.stack.clear()
    for _ in range(3):
        window.notices.error(AppError("The disk is full.", hint="Delete something."))
    (bar,) = window.stack.bars
    assert (bar.count.text(), bar.count.isVisibleTo(bar)) == ("×3", True)
    assert "3" in bar.accessibleName()
    (said,) = [each for each in window.stack.history if each.text.startswith("The disk")]
    assert said.times == 3
    bar._on_close()
    window.notices.error(AppError("The disk is full.", hint="Delete something."))
    (bar,) = window.stack.bars
    assert not bar.count.isVisibleTo(bar)


def test_more_than_three_messages_are_a_line_that_opens_the_list(window: MainWindow) -> None:
    stack = window.stack
    stack.clear()
    window.notices.error(AppError("First.", hint="Do it."))
    window.notices.info("Done", "Undo", lambda: None)
    window.notices.warn("Second")
    assert stack.more.isHidden()
    window.notices.warn("Third")
    texts = [bar.notice.text for bar in stack.bars]
    assert texts == ["First. Do it.", "Second", "Third"]  # what went well goes first
    window.notices.error(AppError("Fourth.", hint="Do it."))
    assert len(stack.bars) == 3
    assert not stack.more.isHidden()
    assert "2" in stack.more.text()
    stack.more.click()
    found = window.findChildren(NoticeList)
    assert found[-1].isVisible()
    assert stack.more.isHidden()
    found[-1].close()


def test_messages_push_no_low_window_off_the_screen(qtbot: QtBot, window: MainWindow) -> None:
    stack = window.stack
    stack.clear()
    window.show()
    low = window.minimumSizeHint().height() + 110
    window.resize(1280, low)
    qtbot.waitUntil(lambda: window.height() == low)
    for text in ("One", "Two", "Three", "Four"):
        window.notices.warn(text)
    qtbot.waitUntil(stack.more.isVisible)
    assert 1 <= len(stack.bars) < 3
    assert stack.bars[-1].notice.text == "Four"
    assert window.minimumSizeHint().height() <= low
    assert window.height() == low


def test_each_message_is_closed_by_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    stack = window.stack
    stack.clear()
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    for text in ("One", "Two", "Three"):
        window.notices.warn(text)
    first = stack.bars[0].findChildren(QAbstractButton)[-1]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert [bar.notice.text for bar in stack.bars] == ["Two", "Three"]
    assert stack.bars[0].isAncestorOf(window.focusWidget())  # the next one is closed like it
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert [bar.notice.text for bar in stack.bars] == ["Three"]
    window.all_actions.trigger("view.close-message")
    assert stack.bars == []
    assert stack.isHidden()

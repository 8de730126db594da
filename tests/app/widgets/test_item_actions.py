"""Removing items from the library, and what undo brings back of the lists on show."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.context import HISTORY
from app.widgets.item_actions import ItemActions
from common.values import Hit, ResultList
from tests.panel_support import Desk


@pytest.fixture
def removed(desk: Desk, qtbot: QtBot) -> ResultList:
    """A list of three whose second item was removed from the library."""
    parent = QWidget()
    qtbot.addWidget(parent)
    desk.root.actions = ItemActions(desk.context, parent)  # type: ignore[attr-defined]
    shared = desk.context.shared
    found = ResultList("dogs", tuple(Hit(item, 1.0) for item in desk.ids[:3]), 3)
    shared.show_results(found, "search")
    shared.select([desk.ids[1]], "test")
    desk.context.actions.trigger("item.remove")
    desk.settle(qtbot)
    assert [hit.item for hit in shared.results.hits] == [desk.ids[0], desk.ids[2]]
    return found


def turn(desk: Desk, qtbot: QtBot, what: str) -> None:
    getattr(desk.context.services.history, what)()
    desk.context.shared.items_changed.emit(HISTORY)  # as the window does
    desk.settle(qtbot)


def test_undo_of_the_history_brings_removed_items_back_into_the_list(
    desk: Desk, qtbot: QtBot, removed: ResultList
) -> None:
    shared = desk.context.shared
    turn(desk, qtbot, "undo")
    assert shared.results is removed
    assert shared.selection == (desk.ids[1],)
    turn(desk, qtbot, "redo")
    assert [hit.item for hit in shared.results.hits] == [desk.ids[0], desk.ids[2]]


def test_another_list_stays_when_a_removal_is_undone(
    desk: Desk, qtbot: QtBot, removed: ResultList
) -> None:
    other = ResultList("cats")
    desk.context.shared.show_results(other, "search")
    turn(desk, qtbot, "undo")
    assert desk.context.shared.results is other


def test_a_list_that_lost_items_still_goes_with_its_query(
    desk: Desk, qtbot: QtBot, removed: ResultList
) -> None:
    desk.context.shared.withdraw_results("search")
    assert not desk.context.shared.results.hits

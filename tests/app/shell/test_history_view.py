"""The list of what was done: what is new is added, what is the same stays."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from pytestqt.qtbot import QtBot

from app.services.history import HistoryEntry
from app.shell.history_view import HistoryView
from app.widgets.icons import icon


class Bridge(QObject):
    """Stands for what undoes and tells of the history."""

    refreshed = Signal(object)

    def undo(self) -> None:
        pass

    def redo(self) -> None:
        pass


@pytest.fixture
def view(qtbot: QtBot) -> HistoryView:
    bridge = Bridge()
    made = HistoryView(bridge, can_write=True)  # type: ignore[arg-type]
    bridge.setParent(made)
    qtbot.addWidget(made)
    return made


def entry(number: int, *, is_view: bool = False) -> HistoryEntry:
    at = datetime(2024, 1, 1, tzinfo=UTC)
    return HistoryEntry(number, "label.set", f"Step {number}", False, at, is_view=is_view)


def lines(view: HistoryView) -> list[str]:
    return [view.list.item(row).text().split("\n")[0] for row in range(view.list.count())]


def pointed(view: HistoryView) -> list[int]:
    sign = icon("chevron-right").pixmap(16, 16).toImage()
    rows = range(view.list.count())
    return [row for row in rows if view.list.item(row).icon().pixmap(16, 16).toImage() == sign]


def test_only_lines_that_are_others_are_made(view: HistoryView) -> None:
    steps = [entry(1), entry(-1, is_view=True), entry(2)]
    view.show_entries(steps)
    kept = [view.list.item(row) for row in range(3)]
    assert lines(view) == ["The beginning", "Step 1", "Step -1", "Step 2"]
    undone = [*steps[:2], replace(steps[2], undone=True)]
    view.show_entries(undone)
    assert [view.list.item(row) for row in range(3)] == kept
    assert pointed(view) == [2]
    spoken = view.list.item(3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Step 2, undone"
    assert view.redo.isEnabled()
    view.show_entries(steps)
    assert pointed(view) == [3]
    assert not view.redo.isEnabled()
    view.show_entries([*steps[1:], entry(3)])  # the oldest one was forgotten
    assert lines(view) == ["The beginning", "Step -1", "Step 2", "Step 3"]
    assert view.list.item(1) is kept[2]
    assert view.list.currentRow() == 3
    view.show_entries([])
    assert lines(view) == ["The beginning"]
    assert pointed(view) == [0]
    assert not view.undo.isEnabled()


def test_long_lines_wrap_and_scroll_only_down(view: HistoryView) -> None:
    view.resize(240, 300)
    view.show()
    view.show_entries([replace(entry(1), title="Ask for what was a_very_long_name_" * 6)])
    assert not view.list.horizontalScrollBar().isVisible()
    assert view.list.visualItemRect(view.list.item(1)).height() > 60

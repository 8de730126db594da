"""The watchlist panel: order, names, drops, undo."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow
from pytestqt.qtbot import QtBot

from app.panels.watchlist import WatchlistPanel
from app.widgets.grid_model import ITEMS_MIME, encode_items
from tests.panel_support import Desk, make_desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> WatchlistPanel:
    made = WatchlistPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(360, 640)
    made.show()
    desk.settle(qtbot, made)
    return made


def listed(panel: WatchlistPanel, desk: Desk, qtbot: QtBot, *items: int) -> None:
    desk.context.shared.select(items)
    panel.add_selected()
    desk.settle(qtbot, panel)


def test_all_that_is_added_before_the_lists_are_known_is_added(desk: Desk, qtbot: QtBot) -> None:
    panel = WatchlistPanel(desk.context)
    qtbot.addWidget(panel)
    for items in (desk.ids[:2], desk.ids[1:4]):
        desk.context.shared.select(items)
        panel.add_selected()
    desk.settle(qtbot, panel)
    assert panel.grid.hits.items() == desk.ids[:4]


def undo(panel: WatchlistPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.context.services.history.undo()
    panel.reload()
    desk.settle(qtbot, panel)


def drop(panel: WatchlistPanel, point: QPoint, *items: int) -> None:
    data = QMimeData()
    data.setData(ITEMS_MIME, encode_items(items))
    event = QDropEvent(
        QPointF(point),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    panel.grid.dropEvent(event)


def test_without_a_list_it_says_what_to_do(panel: WatchlistPanel) -> None:
    assert "No watchlist yet" in panel.empty.text
    assert [button.text() for button in panel.empty.buttons] == ["New watchlist", "Make an example"]
    assert not panel.rename_button.isEnabled()
    assert not panel.delete_button.isEnabled()


def test_the_selection_goes_to_the_end_and_undo_takes_the_list_away(
    panel: WatchlistPanel, desk: Desk, qtbot: QtBot
) -> None:
    a, b, c = desk.ids[:3]
    listed(panel, desk, qtbot, c, a)
    listed(panel, desk, qtbot, b)
    assert panel.grid.hits.items() == [c, a, b]
    assert panel.count.text() == "3 items"
    undo(panel, desk, qtbot)
    assert panel.grid.hits.items() == [c, a]
    undo(panel, desk, qtbot)
    assert desk.context.services.items.watchlists() == {}
    assert panel.pages.currentWidget() is panel.empty


def test_a_panel_behind_another_tab_says_what_was_added(
    panel: WatchlistPanel, desk: Desk, qtbot: QtBot
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    front, behind = QDockWidget("Front", window), QDockWidget("Watchlist", window)
    behind.setWidget(panel)
    for dock in (behind, front):
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.tabifyDockWidget(behind, front)
    window.show()
    said: list[str] = []
    desk.context.notices.posted.connect(lambda _level, text, *_: said.append(text))
    front.raise_()
    qtbot.waitUntil(lambda: panel.visibleRegion().isEmpty())
    listed(panel, desk, qtbot, *desk.ids[:2])
    assert len(said) == 1
    assert "Watchlist" in said[0]
    behind.raise_()
    qtbot.waitUntil(lambda: not panel.visibleRegion().isEmpty())
    listed(panel, desk, qtbot, desk.ids[3])
    assert len(said) == 1  # it is seen
    panel.setParent(None)  # the window must not delete what the fixture closes


def test_alt_and_arrows_move_the_selected_rows(
    panel: WatchlistPanel, desk: Desk, qtbot: QtBot
) -> None:
    a, b, c, d = desk.ids[:4]
    listed(panel, desk, qtbot, a, b, c, d)
    desk.context.shared.select([b, c])
    qtbot.keyClick(panel.grid, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    desk.settle(qtbot, panel)
    assert desk.context.services.items.watchlist_items(panel.current) == [b, c, a, d]
    qtbot.keyClick(panel.grid, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    desk.settle(qtbot, panel)
    assert panel.grid.hits.items() == [b, c, a, d], "they are at the top already"
    qtbot.keyClick(panel.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    desk.settle(qtbot, panel)
    assert panel.grid.hits.items() == [a, b, c, d]
    assert set(desk.context.shared.selection) == {b, c}


def test_a_drop_between_rows_puts_items_there(
    panel: WatchlistPanel, desk: Desk, qtbot: QtBot
) -> None:
    a, b, c, new = desk.ids[:4]
    listed(panel, desk, qtbot, a, b, c)
    cell = panel.grid.visualRect(panel.grid.hits.index(1))
    drop(panel, cell.topLeft() + QPoint(5, 2), new, c)
    desk.settle(qtbot, panel)
    assert panel.grid.hits.items() == [a, new, c, b]
    undo(panel, desk, qtbot)
    assert panel.grid.hits.items() == [a, b, c]


def test_a_drop_on_the_empty_panel_makes_a_list(
    panel: WatchlistPanel, desk: Desk, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setData(ITEMS_MIME, encode_items(desk.ids[:2]))
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    panel.dropEvent(event)
    desk.settle(qtbot, panel)
    assert panel.grid.hits.items() == desk.ids[:2]


def test_delete_takes_out_only_what_is_selected(
    panel: WatchlistPanel, desk: Desk, qtbot: QtBot
) -> None:
    listed(panel, desk, qtbot, *desk.ids[:3])
    desk.context.shared.select([desk.ids[1]])
    qtbot.keyClick(panel.grid, Qt.Key.Key_Delete)
    desk.settle(qtbot, panel)
    assert panel.grid.hits.items() == [desk.ids[0], desk.ids[2]]


def test_lists_are_made_renamed_and_deleted(
    panel: WatchlistPanel, desk: Desk, qtbot: QtBot
) -> None:
    listed(panel, desk, qtbot, desk.ids[0])
    panel.rename("Later")
    desk.settle(qtbot, panel)
    assert panel.current == "Later"
    panel.make("Empty")
    desk.settle(qtbot, panel)
    assert panel.current == "Empty"
    assert "“Empty” is empty" in panel.empty.text
    panel.rename("Later")
    desk.settle(qtbot, panel)
    assert panel.current == "Empty"
    assert any("exists already" in str(what[1]) for what in desk.posted)
    panel.delete()
    desk.settle(qtbot, panel)
    assert panel.current == "Later"
    assert panel.grid.hits.items() == [desk.ids[0]]


def test_the_list_on_show_is_kept_and_published(
    panel: WatchlistPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.make("B")
    desk.settle(qtbot, panel)
    listed(panel, desk, qtbot, desk.ids[2], desk.ids[0])
    panel.make("A")
    desk.settle(qtbot, panel)
    panel.restore_state({"list": "B"})
    desk.settle(qtbot, panel)
    assert panel.save_state() == {"list": "B"}
    panel.publish()
    assert [hit.item for hit in desk.context.shared.results.hits] == [desk.ids[2], desk.ids[0]]
    panel.restore_state({"list": 7})
    assert panel.save_state() == {"list": "B"}


def test_a_read_only_library_offers_no_change(tmp_path, qtbot: QtBot) -> None:
    desk = make_desk(tmp_path, read_only=True)
    try:
        panel = WatchlistPanel(desk.context)
        qtbot.addWidget(panel)
        desk.settle(qtbot, panel)
        assert not panel.new_button.isEnabled()
        assert "Read-only" in panel.empty.text
        assert not panel.acceptDrops()
    finally:
        desk.close()


def test_taking_out_many_reads_the_selection_once(
    panel: WatchlistPanel, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel._labeller.list_in("watchlist", "later", desk.ids[:8])
    desk.settle(qtbot, panel)
    panel.grid.selectAll()
    read, selected = list[int](), panel.grid.selected_items
    monkeypatch.setattr(panel.grid, "selected_items", lambda: (read.append(1), selected())[1])
    qtbot.keyClick(panel.grid, Qt.Key.Key_Delete)
    desk.settle(qtbot, panel)
    assert not panel.grid.hits.rowCount()
    assert len(read) <= 2  # reading it for each row takes a minute where there are thousands

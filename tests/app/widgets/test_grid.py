"""The thumbnail grid: geometry, selection, keys, threshold, labels, drag, size."""

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.context import Action
from app.widgets.grid import ThumbnailGrid
from app.widgets.grid_delegate import matched_pieces
from app.widgets.grid_model import ITEMS_MIME, HitModel, Role, decode_items
from app.widgets.item_menu import item_menu
from app.widgets.thumbnails import ThumbnailLoader
from common.values import Hit
from tests.panel_support import Desk


@pytest.fixture
def grid(desk: Desk, qtbot: QtBot) -> ThumbnailGrid:
    made = ThumbnailGrid(desk.context, "test")
    qtbot.addWidget(made)
    made.resize(620, 400)
    made.show()
    made.show_hits([Hit(item, 1 - n / 20, {"text": 0.1}) for n, item in enumerate(desk.ids)])
    desk.settle(qtbot, made)
    return made


def test_model_keeps_the_rules(desk: Desk, qtbot: QtBot) -> None:
    model = HitModel(ThumbnailLoader(desk.context.services.items, desk.context.jobs))
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    QAbstractItemModelTester(model, mode, model)
    model.set_hits([Hit(item, float(-n)) for n, item in enumerate(desk.ids)])
    for score in (-3.0, -20.0, 5.0, -1.5, float("-inf")):
        model.set_threshold(score)
    model.replace(0, Hit(desk.ids[5], 0.0))
    model.set_labels({desk.ids[0]: 1})
    model.set_hits([])


def test_threshold_hides_the_tail_only(grid: ThumbnailGrid, desk: Desk) -> None:
    grid.hits.set_threshold(0.9)
    assert grid.hits.items() == desk.ids[:3]  # scores 1, 0.95, 0.9
    assert grid.hits.row_of(desk.ids[5]) == -1
    grid.hits.set_threshold(float("-inf"))
    assert grid.hits.items() == desk.ids


def test_pictures_stay_on_show_while_they_are_read_anew(
    grid: ThumbnailGrid, desk: Desk, qtbot: QtBot
) -> None:
    loader, first, gone = grid.loader, *desk.ids[:2]
    before = loader.pixmap(first)
    assert before is not None
    desk.library.catalogue.remove_items([gone])
    for _ in range(2):  # a mark or a tag is told of more than once
        desk.context.shared.items_changed.emit("history")
    blinked = loader.pixmap(first)
    assert blinked is not None
    assert (blinked.size(), loader.is_sharp(first)) == (before.size(), False)
    assert loader.summary(first) is not None
    desk.settle(qtbot, grid)
    assert loader.is_sharp(first)
    assert loader.pixmap(first).cacheKey() != before.cacheKey()
    assert (loader.summary(gone), loader.pixmap(gone)) == (None, None)


def test_geometry_is_consistent(grid: ThumbnailGrid) -> None:
    for row in range(grid.hits.rowCount()):
        index = grid.hits.index(row)
        assert grid.indexAt(grid.visualRect(index).center()) == index
    assert grid.columns == 4
    grid.set_list(on=True)
    assert grid.columns == 1
    assert grid.indexAt(grid.visualRect(grid.hits.index(7)).center()).row() == 7
    grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    grid.set_list(on=False)
    assert grid.visualRect(grid.hits.index(0)).left() > grid.visualRect(grid.hits.index(1)).left()


def test_pictures_and_captions_arrive(grid: ThumbnailGrid, desk: Desk, qtbot: QtBot) -> None:
    index = grid.hits.index(0)
    assert index.data() == "Photo 0"
    assert grid.loader.is_sharp(desk.ids[0])
    assert grid.hits.index(0).data(Role.PIXMAP).width() == 90
    assert "score 1.000" in index.data(Qt.ItemDataRole.ToolTipRole)
    image = grid.grab().toImage()
    box = grid.visualRect(grid.hits.index(3)).center()
    colour = image.pixelColor(box + QPoint(20, 10))
    assert abs(colour.red() - 60) < 12  # picture 3 is (60, 195, 128)
    assert abs(colour.green() - 195) < 12


def test_keys_move_open_and_clear(grid: ThumbnailGrid, desk: Desk, qtbot: QtBot) -> None:
    shared = desk.context.shared
    grid.select_row(0)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert shared.selection == (desk.ids[1],)
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert shared.current == desk.ids[5]
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert set(shared.selection) == set(desk.ids[:5])  # reading order, not a rectangle
    assert shared.current == desk.ids[4]
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert shared.selection == (desk.ids[-1],)
    with qtbot.waitSignal(shared.opened) as opened:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert opened.args == [desk.ids[-1], 1.5]  # a shot opens where it begins
    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert set(shared.selection) == set(desk.ids)
    qtbot.keyClick(grid, Qt.Key.Key_Escape)
    assert shared.selection == ()
    with qtbot.waitSignal(grid.escaped):
        qtbot.keyClick(grid, Qt.Key.Key_Escape)


def test_mouse_selects_and_bands(grid: ThumbnailGrid, desk: Desk, qtbot: QtBot) -> None:
    shared, view = desk.context.shared, grid.viewport()
    button = Qt.MouseButton.LeftButton
    centres = [grid.visualRect(grid.hits.index(row)).center() for row in range(6)]
    qtbot.mouseClick(view, button, pos=centres[0])
    qtbot.mouseClick(view, button, Qt.KeyboardModifier.ControlModifier, centres[2])
    assert shared.selection == (desk.ids[0], desk.ids[2])
    qtbot.mouseClick(view, button, Qt.KeyboardModifier.NoModifier, centres[1])
    qtbot.mouseClick(view, button, Qt.KeyboardModifier.ShiftModifier, centres[5])
    assert set(shared.selection) == set(desk.ids[1:6])
    qtbot.mouseClick(view, button, Qt.KeyboardModifier.ShiftModifier, centres[0])
    assert set(shared.selection) == set(desk.ids[:2])
    grid.show_hits([Hit(item, 1.0) for item in desk.ids[:6]])
    empty = QPoint(view.width() - 5, grid.visualRect(grid.hits.index(5)).center().y())
    assert not grid.indexAt(empty).isValid()
    qtbot.mousePress(view, button, pos=empty)
    qtbot.mouseMove(view, grid.visualRect(grid.hits.index(1)).center())
    qtbot.mouseRelease(view, button, pos=grid.visualRect(grid.hits.index(1)).center())
    assert set(shared.selection) == {desk.ids[n] for n in (1, 2, 3, 5)}


def test_selection_is_shared_both_ways(grid: ThumbnailGrid, desk: Desk) -> None:
    desk.context.shared.select([desk.ids[9], 777, desk.ids[4]], "wall")
    assert grid.selected_items() == [desk.ids[9], desk.ids[4]]
    assert grid.current_item() == desk.ids[4]
    assert desk.context.shared.selection == (desk.ids[9], 777, desk.ids[4])  # no echo


def test_marks_are_offered_only_where_asked(grid: ThumbnailGrid, desk: Desk, qtbot: QtBot) -> None:
    cell = grid.visualRect(grid.hits.index(2))
    plus, minus = (zone.center() for zone in grid.cells.label_zones(cell))
    with qtbot.assertNotEmitted(grid.label_requested):
        qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=plus)
    grid.offer_labels(on=True)
    for point, value in ((plus, 1), (minus, -1)):
        with qtbot.waitSignal(grid.label_requested) as asked:
            qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=point)
        assert asked.args == [desk.ids[2], value]
    grid.show_labels({desk.ids[2]: 1})
    assert grid.hits.index(2).data(Role.LABEL) == 1
    colour = grid.grab().toImage().pixelColor(plus - QPoint(8, 0))
    assert colour.green() > colour.red() + 50


def test_a_drag_carries_items_and_files(grid: ThumbnailGrid, desk: Desk) -> None:
    data = grid.hits.mimeData([grid.hits.index(1), grid.hits.index(0)])
    assert data.hasFormat(ITEMS_MIME)
    assert decode_items(data) == [desk.ids[1], desk.ids[0]]
    assert [url.fileName() for url in data.urls()] == ["photo 1.png", "photo 0.png"]


def test_hundred_thousand_rows_ask_for_the_visible_only(
    grid: ThumbnailGrid, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[int] = []
    monkeypatch.setattr(grid.loader, "want", wanted.extend)
    grid.show_hits([Hit(item, 0.0) for item in range(1, 100_001)])
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() // 2)
    qtbot.waitUntil(lambda: bool(wanted))
    assert len(wanted) < 100
    rows = grid.visible_rows()
    assert 49_000 < rows.start < 51_000
    assert {row + 1 for row in rows} <= set(wanted)
    grid.selectAll()
    assert len(desk.context.shared.selection) == 100_000
    assert grid.selectionModel().selection().count() == 1
    flags = QItemSelectionModel.SelectionFlag
    grid.selectionModel().select(grid.hits.index(99_999), flags.ClearAndSelect)
    assert desk.context.shared.selection == (100_000,)


def test_size_keeps_within_bounds(grid: ThumbnailGrid, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.side_changed):
        grid.set_side(10_000)
    assert grid.side == 384
    assert grid.columns == 1
    grid.set_side(1)
    assert grid.side == 48


def test_menu_shows_item_actions(grid: ThumbnailGrid, desk: Desk) -> None:
    ran: list[int] = []
    actions = desk.context.actions
    actions.add(Action("item.x", "Do it", lambda: ran.append(1), for_items=True))
    actions.add(Action("item.y", "Not now", lambda: None, for_items=True, is_enabled=lambda: False))
    actions.add(Action("other", "Elsewhere", lambda: None))
    menu = item_menu(desk.context, grid)
    assert [(a.text(), a.isEnabled()) for a in menu.actions()] == [
        ("Do it", True),
        ("Not now", False),
    ]
    menu.actions()[0].trigger()
    assert ran == [1]


def test_a_missing_thumbnail_is_survived(grid: ThumbnailGrid, desk: Desk, qtbot: QtBot) -> None:
    grid.show_hits([Hit(424242, 1.0)])
    desk.settle(qtbot, grid)
    assert grid.hits.index(0).data() == ""
    grid.grab()


def test_what_matched_is_bold() -> None:
    assert matched_pieces("a *b c* d") == [("a ", False), ("b c", True), (" d", False)]
    assert matched_pieces("\u2068x\u2069y") == [("x", True), ("y", False)]
    assert matched_pieces("2 * 3 * 4") == [("2 * 3 * 4", False)]


def test_a_selection_larger_than_the_list_marks_what_is_shown(
    grid: ThumbnailGrid, desk: Desk
) -> None:
    many = np.arange(1, 200_000)
    many = np.append(many[many != desk.ids[4]], desk.ids[4])
    desk.context.shared.select(many, "wall")
    assert set(grid.selected_items()) == set(desk.ids)
    assert grid.current_item() == desk.ids[4]
    assert len(desk.context.shared.selection) == len(many), "the list must not change it"
    desk.context.shared.select(many[200:-1], "wall")
    assert grid.selected_items() == []


def test_other_hits_are_shown_from_the_top(grid: ThumbnailGrid, desk: Desk, qtbot: QtBot) -> None:
    desk.context.shared.select([desk.ids[-1]], "elsewhere")
    grid.resize(200, 150)
    desk.settle(qtbot, grid)
    grid.show_hits([Hit(item, 1.0) for item in desk.ids])
    desk.settle(qtbot, grid)
    assert grid.selected_items() == [desk.ids[-1]]
    assert grid.verticalScrollBar().maximum() > 0 == grid.verticalScrollBar().value()


@pytest.mark.parametrize("columns", [0, 1, 3])
def test_the_scroll_bar_does_not_come_and_go(
    grid: ThumbnailGrid, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """Cells are smaller beside it: where they fit only then, it must stay."""
    laid_out: list[int] = []
    update = ThumbnailGrid.updateGeometries

    def count(view: ThumbnailGrid) -> None:
        laid_out.append(view.height())
        assert len(laid_out) < 100, "it never ends"
        update(view)

    monkeypatch.setattr(ThumbnailGrid, "updateGeometries", count)
    grid.set_columns(columns)
    if not columns:
        grid.set_side(300)
        grid.resize(300, grid.height())
    shown = set()
    full = grid._height_in(grid.maximumViewportSize().width())
    for height in range(full - 90, full + 10, 3):
        laid_out.clear()
        grid.resize(grid.width(), height)
        qtbot.wait(1)
        bar = grid.verticalScrollBar()
        shown.add(bar.isVisible())
        assert bar.isVisible() == (full > grid.maximumViewportSize().height())
    assert shown == {True, False}

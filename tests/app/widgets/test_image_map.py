"""Image maps on the screen: selecting, moving, zooming; relocation picks."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.services.types import CellMap, PlaneMap
from app.widgets.image_map import ImageMap, Sheet
from app.widgets.relocation_map import RelocationMap
from common.values import Hit, ResultList
from tests.panel_support import PHOTOS, Desk


def cell_map(ids: list[int], rows: int, columns: int) -> CellMap:
    items = np.full(rows * columns, -1, np.int64)
    items[: len(ids)] = ids
    return CellMap(items.reshape(rows, columns), np.full((rows, columns), 7, np.int64))


@pytest.fixture
def shown(desk: Desk, qtbot: Any) -> ImageMap:
    images = ImageMap(desk.context, "test")
    qtbot.addWidget(images)
    images.resize(400, 300)
    images.show_sheet(Sheet.of_map(cell_map(desk.ids[:11], 3, 4)), animate=False)
    images.show()
    return images


def middle(images: ImageMap, item: int) -> QPoint:
    return images.frame.rect(images.sheet.places[item]).center().toPoint()


def test_clicks_select_and_hold_to_add(shown: ImageMap, desk: Desk) -> None:
    first, second = desk.ids[0], desk.ids[6]
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(shown, left, none, middle(shown, first))
    assert desk.context.shared.selection == (first,)
    QTest.mouseClick(shown, left, Qt.KeyboardModifier.ControlModifier, middle(shown, second))
    assert desk.context.shared.selection == (first, second)
    QTest.mouseClick(shown, left, none, middle(shown, first))
    QTest.mouseClick(shown, left, Qt.KeyboardModifier.ShiftModifier, middle(shown, desk.ids[5]))
    assert set(desk.context.shared.selection) == {desk.ids[n] for n in (0, 1, 4, 5)}
    hole = shown.frame.rect((3, 2)).center().toPoint()
    QTest.mouseClick(shown, left, none, hole)
    assert not desk.context.shared.selection


def test_arrows_walk_over_holes_and_stop_at_the_edge(shown: ImageMap, desk: Desk) -> None:
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert shown.current == desk.ids[0]
    QTest.keyClick(shown, Qt.Key.Key_Right)
    QTest.keyClick(shown, Qt.Key.Key_Down)
    assert shown.current == desk.ids[5]
    QTest.keyClick(shown, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert desk.context.shared.selection == (desk.ids[5], desk.ids[4])
    QTest.keyClick(shown, Qt.Key.Key_Left)
    assert shown.current == desk.ids[4]


def test_zooming_is_asked_for_by_key_and_double_click_opens(
    shown: ImageMap, desk: Desk, qtbot: Any
) -> None:
    desk.context.shared.select([desk.ids[3]])
    with qtbot.waitSignal(shown.zoom_requested) as asked:
        QTest.keyClick(shown, Qt.Key.Key_Plus)
    assert asked.args == [desk.ids[3], 1]
    with qtbot.waitSignal(shown.zoom_requested) as asked:
        QTest.keyClick(shown, Qt.Key.Key_Minus)
    assert asked.args == [desk.ids[3], -1]
    shown.starts = {desk.ids[2]: 4.5}
    with qtbot.waitSignal(desk.context.shared.opened) as opened:
        QTest.mouseDClick(shown, Qt.MouseButton.LeftButton, pos=middle(shown, desk.ids[2]))
    assert opened.args == [desk.ids[2], 4.5]


def test_an_endless_map_is_moved_by_dragging_and_by_arrows(
    shown: ImageMap, desk: Desk, qtbot: Any
) -> None:
    cells = {(x, y): desk.ids[4 * y + x] for y in range(3) for x in range(4)}
    shown.show_sheet(Sheet.of_map(PlaneMap(cells, 0, 0, 4, 3)), animate=False)
    desk.context.shared.select([desk.ids[3]])
    with qtbot.waitSignal(shown.moved) as moved:
        QTest.keyClick(shown, Qt.Key.Key_Right)
    assert moved.args == [1, 0]
    start = middle(shown, desk.ids[5])
    wide = round(shown.frame.size.width())
    QTest.mousePress(shown, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.5, 1.0, 1.2):
        QTest.mouseMove(shown, start + QPoint(round(wide * share), 0))
        QApplication.processEvents()
    with qtbot.waitSignal(shown.moved) as moved:
        QTest.mouseRelease(shown, Qt.MouseButton.LeftButton, pos=start + QPoint(wide, 0))
    assert moved.args == [-1, 0]


def test_a_rectangle_selects_what_it_touches(shown: ImageMap, desk: Desk) -> None:
    frame = shown.frame
    begin = frame.rect((0, 0)).center().toPoint()
    end = frame.rect((2, 1)).center().toPoint()
    QTest.mousePress(shown, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(shown, begin + QPoint(30, 30))
    QTest.mouseMove(shown, end)
    QTest.mouseRelease(shown, Qt.MouseButton.LeftButton, pos=end)
    assert set(desk.context.shared.selection) == {desk.ids[n] for n in (0, 1, 2, 4, 5, 6)}


def test_pictures_are_drawn_and_named(shown: ImageMap, desk: Desk, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: shown.loader.is_sharp(desk.ids[1]), timeout=20_000)
    desk.context.shared.select([desk.ids[1]])
    image = shown.grab().toImage()
    centre = shown.frame.rect((1, 0))
    at = centre.center() + QPointF(centre.width() * 0.3, centre.height() * 0.2)
    ratio = image.devicePixelRatio()
    colour = image.pixelColor((at * ratio).toPoint())
    assert abs(colour.red() - 20) < 30  # picture(1) is (20, 235, 128)
    assert colour.green() > 200
    assert "Photo 1" in shown.accessibleDescription()


def test_relocation_shows_the_best_of_a_list_and_picks(desk: Desk, qtbot: Any) -> None:
    widget = RelocationMap(desk.context)
    qtbot.addWidget(widget)
    widget.resize(500, 400)
    widget.show()
    hits = tuple(Hit(item, 1.0) for item in desk.ids[:PHOTOS])
    widget.ask_results(ResultList("red things", hits, len(hits)))
    desk.settle(qtbot, widget)
    assert set(widget.images.sheet.order) == set(desk.ids[:PHOTOS])
    assert "red things" in widget.title.text()
    assert not widget.pick.isEnabled()
    desk.context.shared.select([desk.ids[4]])
    with qtbot.waitSignal(widget.picked) as picked:
        widget.pick.click()
    assert picked.args == [desk.ids[4]]
    with qtbot.waitSignal(widget.picked) as picked:
        where = middle(widget.images, desk.ids[2])
        QTest.mouseDClick(widget.images, Qt.MouseButton.LeftButton, pos=where)
    assert picked.args == [desk.ids[2]]
    with qtbot.waitSignal(widget.closed):
        QTest.keyClick(widget.images, Qt.Key.Key_Escape)


def test_words_that_no_network_reads_show_the_hits_of_a_search(desk: Desk, qtbot: Any) -> None:
    hits = tuple(Hit(item, 1.0) for item in desk.ids[:6])
    desk.search.answer = ResultList("cat", hits, len(hits))
    widget = RelocationMap(desk.context)
    qtbot.addWidget(widget)
    widget.show()
    widget.ask_text("cat")
    desk.settle(qtbot, widget)
    assert set(widget.images.sheet.order) == set(desk.ids[:6])
    widget.images.zoom_requested.emit(desk.ids[2], 1)
    desk.settle(qtbot, widget)
    assert len(widget.images.sheet.order) > 6
    widget.images.zoom_requested.emit(-1, -1)
    desk.settle(qtbot, widget)
    assert set(widget.images.sheet.order) == set(desk.ids[:6])
    desk.search.answer = ResultList("nothing")
    widget.ask_text("qqq")
    desk.settle(qtbot, widget)
    assert "Nothing lies around" in widget.empty.text
    widget.ask_text(" ")
    assert "Type some words" in widget.empty.text

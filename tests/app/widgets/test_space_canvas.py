"""The space on the screen: the viewer, pointing, pulling near, ways, the small map, the shelf."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.services.types import SpaceMap
from app.widgets.space import MiniMap, Shelf, SpaceCanvas
from app.widgets.space.camera import Camera, look
from app.widgets.space.drawing import WAY
from tests.painted import pale_texts, texts_painted
from tests.panel_support import PHOTOS, Desk


def line(desk: Desk, count: int = 5) -> SpaceMap:
    places = np.zeros((count, 3), np.float32)
    places[:, 0] = np.linspace(-0.8, 0.8, count)
    return SpaceMap(np.array(desk.ids[:count]), places, np.arange(count) % 3, "cloud", count)


@pytest.fixture
def canvas(desk: Desk, qtbot: Any) -> SpaceCanvas:
    desk.context.services.settings.appearance.reduced_motion = True
    made = SpaceCanvas(desk.context, "test")
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    made.show_space(line(desk))
    desk.settle(qtbot, made)
    return made


def at(canvas: SpaceCanvas, row: int) -> QPoint:
    seen = canvas.seen()
    place = int(np.flatnonzero(seen.index == row)[0])
    return QPoint(round(float(seen.x[place])), round(float(seen.y[place])))


def test_what_lies_ahead_is_seen_where_it_is() -> None:
    points = np.array([[0, 0, -1], [0.5, 0, -1], [0, 0.5, -2], [0, 0, 1]], np.float32)
    seen = look(Camera(), points, 800, 600, 0.1)
    assert seen.index.tolist() == [2, 0, 1]  # the farthest first; nothing from behind
    assert np.allclose((seen.x[1], seen.y[1]), (400, 300))
    assert seen.x[2] > 400
    assert seen.y[0] < 300
    assert seen.size[0] == pytest.approx(seen.size[1] / 2)
    behind = look(Camera().turned(np.pi, 0), points, 800, 600, 0.1)
    assert behind.index.tolist() == [3]


def test_a_viewer_goes_where_he_looks_and_faces_points() -> None:
    right = Camera().turned(np.pi / 2, 0).moved(0, 0, 2)
    assert np.allclose(right.position, (2, 0, 0), atol=1e-6)
    point = np.array([1.0, 2.0, -3.0])
    facing = Camera((0, 0, 5), 1.0).facing(point, 0.5)
    seen = look(facing, point[None].astype(np.float32), 800, 600, 0.1)
    assert np.allclose((seen.x[0], seen.y[0], seen.depth[0]), (400, 300, 0.5), atol=0.5)
    assert abs(Camera(pitch=0).turned(0, 9).pitch) < np.pi / 2
    half = Camera(yaw=0.2).between(Camera(yaw=2 * np.pi - 0.2), 0.5)
    assert min(half.yaw, 2 * np.pi - half.yaw) < 0.01  # the short way round


def test_keys_move_and_home_goes_back(canvas: SpaceCanvas) -> None:
    canvas.setFocus()
    before = canvas.camera
    QTest.keyClick(canvas, Qt.Key.Key_W)
    assert canvas.camera.position[2] < before.position[2]
    QTest.keyClick(canvas, Qt.Key.Key_D)
    assert canvas.camera.position[0] > 0
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert canvas.camera.yaw > 0
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.camera == before


def test_a_drag_looks_around_and_a_click_selects(canvas: SpaceCanvas, desk: Desk) -> None:
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at(canvas, 3))
    assert desk.context.shared.selection == (desk.ids[3],)
    left, held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(canvas, left, held, at(canvas, 1))
    assert desk.context.shared.selection == (desk.ids[3], desk.ids[1])
    yaw = canvas.camera.yaw
    QTest.mousePress(canvas, left, pos=QPoint(300, 400))
    QTest.mouseMove(canvas, QPoint(340, 400))
    QTest.mouseMove(canvas, QPoint(380, 400))
    QTest.mouseRelease(canvas, left, pos=QPoint(380, 400))
    assert canvas.camera.yaw != yaw
    assert desk.context.shared.selection == (desk.ids[3], desk.ids[1])


def test_items_are_pulled_near_and_put_back(canvas: SpaceCanvas, desk: Desk, qtbot: Any) -> None:
    with qtbot.waitSignal(canvas.visited):
        QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=at(canvas, 2))
    assert canvas.near == desk.ids[2]
    desk.settle(qtbot, canvas)
    qtbot.waitUntil(lambda: canvas.sharp.is_sharp(desk.ids[2]), timeout=20_000)
    colour = canvas.grab().toImage().pixelColor(canvas.width() // 2 + 60, canvas.height() // 2 + 40)
    assert (abs(colour.red() - 40) < 30, colour.green() > 190) == (True, True)  # picture(2)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.near is None
    desk.context.shared.select([desk.ids[4]])
    QTest.keyClick(canvas, Qt.Key.Key_E)
    assert canvas.near == desk.ids[4]
    QTest.keyClick(canvas, Qt.Key.Key_E)
    assert canvas.near is None
    with qtbot.waitSignal(canvas.kept) as kept:
        QTest.keyClick(canvas, Qt.Key.Key_K)
    assert kept.args == [desk.ids[4]]


def test_the_way_is_drawn_and_followed(canvas: SpaceCanvas, desk: Desk) -> None:
    small = MiniMap(canvas, canvas)
    small.show()
    canvas.show_way(desk.ids[:4])

    def amber(widget: Any) -> int:
        image = widget.grab().toImage()
        return sum(
            image.pixelColor(x, y) == WAY
            for x in range(image.width())
            for y in range(image.height())
        )

    assert amber(canvas) > 40
    assert amber(small) > 5
    QTest.keyClick(canvas, Qt.Key.Key_N)
    assert desk.context.shared.current == desk.ids[0]
    QTest.keyClick(canvas, Qt.Key.Key_N)
    assert desk.context.shared.current == desk.ids[1]
    assert abs(at(canvas, 1).x() - canvas.width() / 2) < 3  # the viewer flew there
    QTest.keyClick(canvas, Qt.Key.Key_B)
    assert desk.context.shared.current == desk.ids[0]


def test_a_click_on_the_small_map_goes_there(canvas: SpaceCanvas) -> None:
    small = MiniMap(canvas, canvas)
    QTest.mouseClick(small, Qt.MouseButton.LeftButton, pos=QPoint(10, small.height() // 2))
    assert canvas.camera.position[0] < -1


def test_the_shelf_keeps_an_order_without_doubles(desk: Desk, qtbot: Any) -> None:
    shelf = Shelf(desk.context, "test")
    qtbot.addWidget(shelf)
    shelf.show()
    desk.context.shared.select(desk.ids[:3])
    shelf.keep()
    assert shelf.list.kept() == desk.ids[:3]
    shelf.list.put([desk.ids[5], desk.ids[2]], 0)
    assert shelf.list.kept() == [desk.ids[5], desk.ids[2], desk.ids[0], desk.ids[1]]
    shelf.list.setCurrentRow(0)
    QTest.keyClick(shelf.list, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert shelf.list.kept()[:2] == [desk.ids[2], desk.ids[5]]
    shelf.list.clearSelection()
    shelf.list.item(0).setSelected(True)
    with qtbot.waitSignal(shelf.changed):
        QTest.keyClick(shelf.list, Qt.Key.Key_Delete)
    assert shelf.list.kept() == [desk.ids[5], desk.ids[0], desk.ids[1]]
    assert len(desk.ids) > PHOTOS


def test_pictures_that_are_known_stand_in_another_layout_at_once(
    canvas: SpaceCanvas, desk: Desk
) -> None:
    assert all(source is not None for source in canvas._atlas.sources)
    turned = line(desk)
    canvas.show_space(SpaceMap(turned.items[::-1], turned.positions, turned.clusters, "sphere", 5))
    assert all(source is not None for source in canvas._atlas.sources)
    assert canvas._atlas.is_full


def test_groups_have_numbers_beside_their_colours(canvas: SpaceCanvas, desk: Desk) -> None:
    for _ in range(6):
        QTest.keyClick(canvas, Qt.Key.Key_W)
    written = {one.text for one in texts_painted(canvas)}
    assert len(written & {"1", "2", "3"}) >= 2
    assert pale_texts(canvas) == []

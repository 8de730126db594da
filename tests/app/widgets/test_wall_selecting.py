"""Selecting on the wall with real mouse, key and touch events, offscreen."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.jobs import JobRunner
from app.services.arrangements import in_rows
from app.services.wall_camera import View
from app.services.wall_tiles import TileComposer, TileStyle, WallScene
from app.widgets.wall.content import WallContent
from app.widgets.wall.select_button import SelectButton
from app.widgets.wall.view import WallView
from indexers.thumbnails import ThumbnailStore, make_thumbnail
from tests.wall_support import picture

COUNT, COLUMNS = 48, 12
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class Wall:
    """A view on 48 items of two clusters, and what it told."""

    def __init__(self, qtbot: QtBot, jobs: JobRunner, folder: Path) -> None:
        self.store = ThumbnailStore(folder)
        self.store.append([make_thumbnail(picture(0))])
        self.store.flush()
        self.view = WallView(jobs, TileComposer(self.store), 32)
        qtbot.addWidget(self.view)
        self.view.reduced_motion = True
        self.view.resize(480, 360)
        self.view.show()
        qtbot.waitExposed(self.view)
        order = np.arange(COUNT)
        groups = ((order >= 30).astype(np.int64), ["Drama", "War"])
        made = in_rows("name", order, COLUMNS, groups)
        scene = WallScene(
            COLUMNS, order + 100, np.zeros(COUNT, np.int64), np.full(COUNT, 2 / 3, np.float32),
            np.zeros(COUNT, bool),
        )  # fmt: skip
        content = WallContent(
            scene, TileStyle(), made.clusters, order + 100, made.cells(), None, made.members
        )
        with qtbot.waitSignal(self.view.landed, timeout=5000):
            self.view.show_content(content)
        self.told: list[list[int]] = []
        self.view.selection_edited.connect(lambda items: self.told.append(list(items)))

    def middle(self, cell: int) -> QPoint:
        rect = self.view.camera.cell_rect(cell)
        return QPoint(int(rect.x + rect.width / 2), int(rect.y + rect.height / 2))

    def drag(self, way: list[QPoint], keys: Qt.KeyboardModifier = PLAIN) -> None:
        """Drag the left button along a way with these keys held."""
        QTest.mousePress(self.view, LEFT, keys, way[0])
        self.move(way[1:], keys)
        QTest.mouseRelease(self.view, LEFT, keys, way[-1])

    def move(self, way: list[QPoint], keys: Qt.KeyboardModifier = PLAIN) -> None:
        for point in way:
            event = QMouseEvent(
                QMouseEvent.Type.MouseMove, QPointF(point),
                QPointF(self.view.mapToGlobal(point)), Qt.MouseButton.NoButton, LEFT, keys,
            )  # fmt: skip
            QApplication.sendEvent(self.view, event)

    def around(self, first: int, last: int) -> list[QPoint]:
        """Return a way around the block of cells from first to last."""
        low, high = self.view.camera.cell_rect(first), self.view.camera.cell_rect(last)
        left, top = round(low.x + 2), round(low.y + 2)
        right, bottom = round(high.x + high.width - 2), round(high.y + high.height - 2)
        corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        return [QPoint(x, y) for x, y in corners]


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    assert made.shutdown()


@pytest.fixture
def wall(qtbot: QtBot, jobs: JobRunner, tmp_path: Path) -> Iterator[Wall]:
    made = Wall(qtbot, jobs, tmp_path / "thumbs")
    yield made
    made.view.shut_down()


def test_a_lasso_selects_what_it_goes_around(wall: Wall) -> None:
    QTest.keyClick(wall.view, Qt.Key.Key_L)
    assert wall.view.selecting.tool == "lasso"
    QTest.mousePress(wall.view, LEFT, PLAIN, wall.around(1, 14)[0])
    wall.move(wall.around(1, 14)[1:])
    assert not wall.told, "told before the button was let go"
    assert np.flatnonzero(wall.view.selected).tolist() == [1, 2, 13, 14], "not marked meanwhile"
    assert not wall.view.grab().isNull()
    QTest.mouseRelease(wall.view, LEFT, PLAIN, wall.around(1, 14)[-1])
    assert wall.told == [[101, 102, 113, 114]]
    assert wall.view.selecting.tool == "lasso", "the tool stays on"


def test_modifiers_add_and_remove(wall: Wall) -> None:
    wall.view.selecting.set_tool("lasso")
    wall.drag(wall.around(0, 2))
    wall.drag(wall.around(12, 13), CTRL)
    assert wall.told[-1] == [100, 101, 102, 112, 113]
    wall.drag(wall.around(24, 24), SHIFT)
    assert wall.told[-1][-1] == 124
    wall.drag(wall.around(1, 13), ALT)
    assert wall.told[-1] == [100, 102, 112, 124]
    wall.view.selecting.set_mode("add")
    wall.drag(wall.around(5, 5))
    assert wall.told[-1] == [100, 102, 105, 112, 124]


def test_the_band_tool_needs_no_key_and_shift_needs_no_tool(wall: Wall) -> None:
    wall.view.selecting.set_tool("band")
    wall.drag([wall.middle(0), wall.middle(7), wall.middle(14)])
    assert wall.told[-1] == [100, 101, 102, 112, 113, 114]
    QTest.keyClick(wall.view, Qt.Key.Key_B)
    assert wall.view.selecting.tool == ""
    wall.drag([wall.middle(3), wall.middle(9), wall.middle(4)], SHIFT)
    assert wall.told[-1] == [103, 104]
    wall.drag([wall.middle(6), wall.middle(9), wall.middle(7)], SHIFT | CTRL)
    assert wall.told[-1] == [103, 104, 106, 107]


def test_escape_gives_up_the_shape_then_the_tool(wall: Wall) -> None:
    QTest.mouseClick(wall.view, LEFT, PLAIN, wall.middle(40))
    wall.view.selecting.set_tool("lasso")
    way = wall.around(1, 14)
    QTest.mousePress(wall.view, LEFT, PLAIN, way[0])
    wall.move(way[1:])
    QTest.keyClick(wall.view, Qt.Key.Key_Escape)
    assert np.flatnonzero(wall.view.selected).tolist() == [40]
    QTest.mouseRelease(wall.view, LEFT, PLAIN, way[-1])
    assert wall.told == [[140]], "a shape that was given up selected something"
    assert wall.view.selecting.tool == "lasso"
    QTest.keyClick(wall.view, Qt.Key.Key_Escape)
    assert wall.view.selecting.tool == ""
    QTest.keyClick(wall.view, Qt.Key.Key_Escape)
    assert wall.told[-1] == []


def test_only_what_passes_the_filters_is_taken(wall: Wall) -> None:
    wall.view.set_lit(np.arange(COUNT) % 2 == 0)
    wall.drag([wall.middle(0), wall.middle(3), wall.middle(15)], SHIFT)
    assert wall.told[-1] == [100, 102, 112, 114]
    QTest.keyClick(wall.view, Qt.Key.Key_A, CTRL)
    assert sorted(wall.told[-1]) == list(range(100, 100 + COUNT, 2))
    QTest.mouseClick(wall.view, LEFT, PLAIN, wall.middle(0))
    QTest.keyClick(wall.view, Qt.Key.Key_I, CTRL | SHIFT)
    assert sorted(wall.told[-1]) == list(range(102, 100 + COUNT, 2))
    QTest.keyClick(wall.view, Qt.Key.Key_A, CTRL | SHIFT)
    assert wall.told[-1] == []


def test_a_range_follows_the_reading_order(wall: Wall) -> None:
    QTest.mouseClick(wall.view, LEFT, PLAIN, wall.middle(15))
    QTest.mouseClick(wall.view, LEFT, SHIFT, wall.middle(10))
    assert sorted(wall.told[-1]) == list(range(110, 116))
    assert wall.told[-1][-1] == 110, "the clicked item is the current one"
    QTest.mouseClick(wall.view, LEFT, CTRL, wall.middle(40))
    QTest.mouseClick(wall.view, LEFT, SHIFT | CTRL, wall.middle(42))
    assert sorted(wall.told[-1]) == [*range(110, 116), 140, 141, 142]


def test_a_double_click_on_a_name_selects_the_cluster(wall: Wall) -> None:
    from app.services.wall_labels import place_labels
    from app.widgets.wall.overlay import label_width

    content = wall.view.content
    assert content is not None
    labels = place_labels(content.clusters, wall.view.camera, label_width)
    war = next(label.box for label in labels if label.text.startswith("War"))
    at = QPoint(int(war.x + war.width / 2), int(war.y + war.height / 2))
    QTest.mouseDClick(wall.view, LEFT, PLAIN, at)
    assert wall.told[-1] == list(range(130, 148))
    assert wall.view.camera.is_fitted, "it must not zoom as well"
    QTest.mouseClick(wall.view, LEFT, PLAIN, wall.middle(11))
    QTest.keyClick(wall.view, Qt.Key.Key_K)
    assert wall.told[-1] == list(range(100, 130))


def test_the_button_switches_tools_and_counts(qtbot: QtBot, wall: Wall) -> None:
    button = SelectButton(wall.view.selecting)
    qtbot.addWidget(button)
    QTest.mouseClick(button, LEFT, PLAIN, QPoint(6, button.height() // 2))
    assert wall.view.selecting.tool == "lasso"
    assert button.isChecked()
    wall.drag(wall.around(0, 2))
    assert button.text() == "3"
    QTest.mouseClick(button, LEFT, PLAIN, QPoint(6, button.height() // 2))
    assert wall.view.selecting.tool == ""
    assert not button.isChecked()
    names = {action.text().partition("\t")[0]: action for action in button.menu().actions()}
    names["removes"].trigger()
    assert (wall.view.selecting.tool, wall.view.selecting.mode) == ("lasso", "remove")
    names["Select all"].trigger()
    assert button.text() == str(COUNT)


@pytest.fixture(scope="module")
def screen() -> QPointingDevice:
    return QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)


def test_a_finger_moves_the_wall_and_a_tap_selects(wall: Wall, screen: QPointingDevice) -> None:
    wall.view.camera.jump(View(6, 3, 120))
    x = wall.view.camera.view.x
    QTest.touchEvent(wall.view, screen).press(0, QPoint(300, 200))
    for step in range(1, 6):
        QTest.touchEvent(wall.view, screen).move(0, QPoint(300 - 24 * step, 200))
    QTest.touchEvent(wall.view, screen).release(0, QPoint(180, 200))
    assert wall.view.camera.view.x == pytest.approx(x + 1.0, abs=0.25)
    assert not wall.told
    wall.view.camera.jump(wall.view.camera.fitted())
    at = wall.middle(17)
    QTest.touchEvent(wall.view, screen).press(0, at)
    QTest.touchEvent(wall.view, screen).release(0, at)
    assert wall.told[-1] == [117]


def test_a_finger_that_rests_asks_for_the_menu(
    qtbot: QtBot, wall: Wall, screen: QPointingDevice
) -> None:
    wall.view.input._hold.setInterval(1)
    with qtbot.waitSignal(wall.view.menu_requested, timeout=2000):
        QTest.touchEvent(wall.view, screen).press(0, wall.middle(20))
    QTest.touchEvent(wall.view, screen).release(0, wall.middle(20))
    assert wall.told == [[120]]
    assert wall.view.input.menu_cell == 20


def test_two_fingers_zoom(wall: Wall, screen: QPointingDevice) -> None:
    before = wall.view.camera.view.scale
    at = QPoint(240, 180)

    def spread(width: int) -> tuple[QPoint, QPoint]:
        return QPoint(at.x() - width, at.y()), QPoint(at.x() + width, at.y())

    first, second = spread(30)
    QTest.touchEvent(wall.view, screen).press(0, first).press(1, second)
    for width in range(40, 130, 10):
        first, second = spread(width)
        QTest.touchEvent(wall.view, screen).move(0, first).move(1, second)
    QTest.touchEvent(wall.view, screen).release(0, first).release(1, second)
    assert wall.view.camera.view.scale > 1.5 * before
    assert not wall.told


def test_a_range_begins_at_the_same_item_after_the_wall_was_laid_out_anew(
    wall: Wall, qtbot: QtBot
) -> None:
    wall.view.selecting.choose(3, PLAIN)  # item 103
    before = wall.view.content
    assert before is not None
    order = np.arange(COUNT)[::-1]
    made = in_rows("name", order, COLUMNS, None)
    items = np.arange(COUNT) + 100
    scene = replace(before.scene, items=items[order])
    content = WallContent(scene, before.style, (), items, made.cells(), None, None)
    with qtbot.waitSignal(wall.view.landed, timeout=5000):
        wall.view.show_content(content)
    place = int(content.cells_of([103])[0])
    assert place != 3
    wall.view.selecting.choose(place - 2, SHIFT)
    assert set(wall.told[-1]) == {103, 104, 105}

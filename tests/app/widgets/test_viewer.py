"""The viewer, its canvas and the opener."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QImage, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.context import Action
from app.widgets.image_canvas import ImageCanvas
from app.widgets.opener import MediaOpener
from app.widgets.viewer import PhotoViewer
from common.values import Box, Hit, ResultList
from tests.panel_support import Desk


@pytest.fixture
def viewer(desk: Desk, qtbot: QtBot) -> PhotoViewer:
    made = PhotoViewer(desk.context)
    qtbot.addWidget(made)
    made.open_item(desk.ids[0], desk.ids[:5], full_screen=False)
    desk.settle(qtbot)
    return made


def test_canvas_zooms_about_a_point(qtbot: QtBot) -> None:
    canvas = ImageCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show_image(QImage(800, 600, QImage.Format.Format_RGB32))
    assert canvas.fits
    assert canvas.zoom == pytest.approx(0.5)
    anchor = QPointF(100, 80)
    before = canvas._to_picture(anchor)
    canvas.set_zoom(2.0, anchor)
    after = canvas._to_picture(anchor)
    assert (after - before).manhattanLength() < 1e-6
    canvas.set_zoom(1e9)
    assert canvas.zoom == 32
    canvas.set_zoom(1e-9)
    assert canvas.zoom == pytest.approx(0.5)
    canvas.rotate(1)
    assert canvas.fits
    assert canvas.zoom == pytest.approx(300 / 800)


def test_canvas_keeps_the_view_for_a_better_version(qtbot: QtBot) -> None:
    canvas = ImageCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show_image(QImage(80, 60, QImage.Format.Format_RGB32), QSize(800, 600))
    assert canvas.zoom == pytest.approx(0.5)  # of the original, not of the small version
    canvas.set_zoom(1.0)
    canvas.show_image(QImage(800, 600, QImage.Format.Format_RGB32), keep_view=True)
    assert canvas.zoom == 1.0


def test_boxes_turn_with_the_picture(qtbot: QtBot) -> None:
    canvas = ImageCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(200, 200)
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    canvas.show_image(image)
    canvas.show_boxes([Box("cat", 0.9, 0.5, 0.5, 0.4, 0.4)])
    shot = canvas.grab().toImage()
    assert shot.pixelColor(180, 140) != shot.pixelColor(150, 140)  # right edge of the box
    canvas.rotate(2)
    shot = canvas.grab().toImage()
    assert shot.pixelColor(20, 60) != shot.pixelColor(50, 60)


def test_keys_walk_zoom_and_turn(viewer: PhotoViewer, desk: Desk, qtbot: QtBot) -> None:
    assert viewer.canvas.image.size() == QSize(90, 60)
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.item == desk.ids[1]
    qtbot.keyClick(viewer, Qt.Key.Key_End)
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.item == desk.ids[4]
    qtbot.keyClick(viewer, Qt.Key.Key_Home)
    assert viewer.item == desk.ids[0]
    desk.settle(qtbot)
    qtbot.keyClick(viewer, Qt.Key.Key_1)
    assert viewer.canvas.zoom == 1.0
    qtbot.keyClick(viewer, Qt.Key.Key_0)
    assert viewer.canvas.fits
    qtbot.keyClick(viewer, Qt.Key.Key_R)
    assert viewer.canvas.quarter_turns == 1
    qtbot.keyClick(viewer, Qt.Key.Key_I)
    assert "90 × 60" in viewer.info.text()
    assert viewer.info.isVisible()
    qtbot.keyClick(viewer, Qt.Key.Key_S)
    assert viewer.is_sliding
    viewer._slides.timeout.emit()
    assert viewer.item == desk.ids[1]


def test_closing_selects_what_was_seen(viewer: PhotoViewer, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    with qtbot.waitSignal(viewer.closed):
        qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert desk.context.shared.selection == (desk.ids[1],)
    assert not viewer.isVisible()


def test_labels_are_stored_from_here(viewer: PhotoViewer, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.context.shared.labels_changed):
        qtbot.keyClick(viewer, Qt.Key.Key_P)
    assert desk.context.services.items.labels() == {desk.ids[0]: 1}


def test_a_missing_file_is_explained(
    viewer: PhotoViewer, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "media" / "photo 3.png").unlink()
    viewer.open_item(desk.ids[3], desk.ids[:5], full_screen=False)
    desk.settle(qtbot)
    assert viewer.note.isVisible()
    assert "photo 3.png" in viewer.note.text()
    assert not viewer.canvas.image.isNull()


def test_every_button_has_a_name(viewer: PhotoViewer) -> None:
    buttons = viewer.findChildren(QAbstractButton)
    assert len(buttons) == 11
    assert all(button.accessibleName() and button.toolTip() for button in buttons)


def test_opener_chooses_window_and_order(desk: Desk, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    opener = MediaOpener(desk.context, parent)
    opener.full_screen = False
    shared = desk.context.shared
    shared.show_results(ResultList("q", (Hit(desk.ids[5], 1.0), Hit(desk.ids[2], 0.5))))
    shared.opened.emit(desk.ids[5], 0.0)
    desk.settle(qtbot)
    assert opener.viewer is not None
    assert opener.player is None
    qtbot.keyClick(opener.viewer, Qt.Key.Key_Right)
    assert opener.viewer.item == desk.ids[2]
    shared.opened.emit(desk.ids[0], 0.0)  # no hit: walks through all
    desk.settle(qtbot)
    qtbot.keyClick(opener.viewer, Qt.Key.Key_Right)
    assert opener.viewer.item == desk.ids[1]
    shared.opened.emit(desk.shots[1], 0.0)
    qtbot.waitUntil(lambda: opener.player is not None)
    desk.settle(qtbot)
    assert opener.player is not None
    opener.player.close_player()
    desk.settle(qtbot)


def remove(desk: Desk, qtbot: QtBot, item: int) -> None:
    desk.context.services.history.do("item.remove", {"items": [item]})
    desk.context.shared.items_changed.emit("test")
    desk.settle(qtbot)


def test_an_item_that_is_removed_while_it_is_shown_gives_its_place_to_the_next(
    viewer: PhotoViewer, desk: Desk, qtbot: QtBot
) -> None:
    remove(desk, qtbot, desk.ids[0])
    assert viewer.item == desk.ids[1]
    viewer.open_item(desk.ids[3], full_screen=False)
    remove(desk, qtbot, desk.ids[3])
    assert viewer.isHidden()
    assert desk.ids[3] not in desk.context.shared.selection


def test_nothing_of_the_item_before_stays_where_one_cannot_be_read(
    viewer: PhotoViewer, desk: Desk, qtbot: QtBot
) -> None:
    assert "90 × 60" in viewer.info.text()
    viewer.open_item(999_999, full_screen=False)
    desk.settle(qtbot)
    assert viewer.canvas.image.isNull()
    assert viewer.info.text() == ""
    assert not viewer.note.isHidden()


def test_keys_of_the_users_own_count_in_a_viewer_that_is_there(
    viewer: PhotoViewer, desk: Desk, qtbot: QtBot
) -> None:
    runs: list[str] = []
    for name, keys in (("item.one", "Ctrl+Y"), ("item.two", "")):
        desk.context.actions.add(
            Action(name, name, partial(runs.append, name), keys, for_items=True)
        )
    desk.context.services.settings.shortcuts.update({"item.one": "Ctrl+U", "item.two": "Ctrl+Y"})
    desk.context.shared.settings_changed.emit("shortcuts")
    found = {one.key().toString() for one in viewer.findChildren(QShortcut)}
    assert {"Ctrl+U", "Ctrl+Y"} <= found
    held = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(viewer, Qt.Key.Key_Y, held)
    assert runs == ["item.two"]


def test_the_keyboard_comes_back_to_what_is_still_there(desk: Desk, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    chip = QLineEdit(parent)
    parent.show()
    parent.activateWindow()
    chip.setFocus()
    opener = MediaOpener(desk.context, parent)
    opener.full_screen = False
    opener.open_item(desk.ids[0], 0.0)
    desk.settle(qtbot)
    assert opener.viewer is not None
    assert opener._focus is chip
    delete(chip)  # what is shown is made anew
    opener.viewer.close_viewer()
    assert opener.viewer.isHidden()

"""The body panel: drawing, posing, shape, layers, keys; with real events."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.context import Action
from app.panels.body import BodyPanel
from app.panels.body.library_page import POSES
from app.services.body_document_types import LIMBS, LIMITS
from models.body.model import identity_pose
from models.body.poses import named_poses
from models.body.skeleton import INDEX
from tests.body_panel_support import (
    ReadingService,
    draw,
    draw_person,
    is_resting,
    is_waving,
    make_panel,
    settle,
)
from tests.panel_support import Desk

ELBOW, KNEE, WRIST = INDEX["left_elbow"], INDEX["left_knee"], INDEX["left_wrist"]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> BodyPanel:
    return make_panel(desk, qtbot)


def press(panel: BodyPanel, key: Any, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is in the panel."""
    inside = QApplication.focusWidget()
    is_inside = inside is not None and panel.isAncestorOf(inside)
    QTest.keyClick(inside if is_inside else panel, key, held)


def test_what_is_drawn_becomes_a_body_and_both_are_undone_together(
    panel: BodyPanel, desk: Desk, qtbot: QtBot
) -> None:
    assert is_resting(panel)
    assert not panel.head.undo.isEnabled()
    draw_person(desk, qtbot, panel)
    assert len(panel.session.state.strokes) == 6
    assert not is_resting(panel)
    service = desk.context.services.body
    assert isinstance(service, ReadingService)
    assert service.fake is not None
    strokes, twice = service.fake.read_[-1]
    assert twice
    assert len(strokes) == 6
    assert "ms" in panel.view.state.text()
    shown = panel.view.view.skeleton
    assert shown is not None
    assert np.allclose(shown.places, panel.session.document.posed().joints, atol=1e-5)
    panel.page.current.setFocus()
    for _ in range(6):
        press(panel, Qt.Key.Key_Z, CONTROL)
    assert not panel.session.state.strokes
    assert is_resting(panel)
    press(panel, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert len(panel.session.state.strokes) == 1


def test_where_nothing_is_left_to_undo_the_key_is_the_window_s(
    panel: BodyPanel, desk: Desk, qtbot: QtBot
) -> None:
    def is_kept() -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, CONTROL)
        event.ignore()
        QApplication.sendEvent(panel.page.current, event)
        return event.isAccepted()

    undone: list[bool] = []
    desk.context.actions.add(Action("edit.undo", "Undo", lambda: undone.append(True)))
    assert not is_kept()
    draw(panel.page.current, [(300, 300), (500, 500)])
    assert is_kept()
    panel.undo()
    assert not undone
    panel.undo()
    assert undone == [True]


def test_without_a_network_the_panel_says_so_and_poses_by_hand(desk: Desk, qtbot: QtBot) -> None:
    shown: list[bool] = []
    desk.context.actions.add(Action("tools.networks", "Networks", lambda: shown.append(True)))
    panel = make_panel(desk, qtbot, network=False)
    assert panel.missing.isVisible()
    assert "library" in panel.missing.text
    qtbot.mouseClick(panel.missing.buttons[0], Qt.MouseButton.LeftButton)
    assert shown == [True]
    draw_person(desk, qtbot, panel)
    assert len(panel.session.state.strokes) == 6
    assert is_resting(panel)
    panel.sources.take_from_library(POSES, "sit")
    assert not is_resting(panel)
    assert desk.posted == []


def test_a_pose_is_found_by_name_and_taken_by_the_keyboard(
    panel: BodyPanel, desk: Desk, qtbot: QtBot
) -> None:
    press(panel, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: panel.side.library.knows(POSES), timeout=30_000)
    library = panel.side.library
    assert panel.side.currentWidget() is library
    assert len(library.keys()) == len(named_poses())
    assert all(not library.list.item(row).icon().isNull() for row in range(library.list.count()))
    library.search.setFocus()
    qtbot.keyClicks(library.search, "kneel")
    assert library.keys() == ["kneel", "kneel-both"]
    QTest.keyClick(library.search, Qt.Key.Key_Down)
    QTest.keyClick(library.list, Qt.Key.Key_Return)
    assert np.allclose(panel.session.state.rotations, named_poses()["kneel"].rotations)
    kept = list((desk.context.services.paths.data / "body").glob("poses-*.png"))
    assert len(kept) == 1


def test_a_limb_goes_another_way_in_depth(panel: BodyPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.sources.take_from_library(POSES, "boxing")
    before = panel.session.state.rotations
    vertices = panel.view.view.mesh.vertices.copy()
    panel.session.select(ELBOW)
    panel.page.current.setFocus()
    press(panel, Qt.Key.Key_D)
    qtbot.waitUntil(panel.flips.isVisible, timeout=20_000)
    cards = panel.flips.cards
    assert 2 <= len(cards) <= 4
    QApplication.sendEvent(cards[1], QEvent(QEvent.Type.Enter))
    assert not np.array_equal(panel.view.view.mesh.vertices, vertices)
    assert panel.session.state.rotations is before
    QApplication.sendEvent(cards[1], QEvent(QEvent.Type.Leave))
    assert np.array_equal(panel.view.view.mesh.vertices, vertices)
    wanted = panel.flips.choices[0].rotations
    QTest.keyClick(cards[1], Qt.Key.Key_2)
    assert panel.flips.isHidden()
    assert np.allclose(panel.session.state.rotations, wanted)
    panel.undo()
    assert np.allclose(panel.session.state.rotations, before)


def test_a_joint_is_turned_by_numbers_within_its_limits(panel: BodyPanel) -> None:
    panel.session.select(KNEE)
    joints = panel.side.joints
    bend = joints.rows[0]
    low, high = LIMITS[KNEE][0]
    assert (bend.field.minimum(), bend.field.maximum()) == (low, high)
    bend.field.setValue(500.0)
    bend.flush()
    assert panel.session.angles() == pytest.approx((high, 0.0, 0.0), abs=1e-6)
    assert panel.session.document.undo_title == "Turn left knee"
    joints.lock.click()
    assert KNEE in panel.session.state.locked
    assert not bend.field.isEnabled()
    joints.lock_limb.click()
    assert set(LIMBS["left_leg"]) <= panel.session.state.locked
    joints.lock_all.click()
    assert len(panel.session.state.locked) == 24
    joints.reset_pose.click()
    assert panel.session.angles() == pytest.approx((high, 0.0, 0.0), abs=1e-6)


def test_hands_are_pinned_mirrored_and_reset(panel: BodyPanel) -> None:
    panel.sources.take_from_library(POSES, "waving")
    before = panel.session.state.rotations
    joints = panel.side.joints
    panel.session.select(WRIST)
    joints.pin.click()
    assert panel.session.state.pins == {WRIST}
    panel.session.select(KNEE)
    assert not joints.pin.isEnabled()
    joints.mirror_pose.click()
    assert not np.allclose(panel.session.state.rotations, before)
    joints.mirror_pose.click()
    assert np.allclose(panel.session.state.rotations, before)
    panel.session.select(INDEX["right_elbow"])
    joints.reset_limb.click()
    limb = list(LIMBS["right_arm"])
    assert np.allclose(panel.session.state.rotations[limb], np.eye(3))


def test_joints_are_dragged_on_the_page(panel: BodyPanel) -> None:
    QTest.keyClick(panel.page.current, Qt.Key.Key_V)
    canvas = panel.page.canvases["front"]
    before = panel.session.document.joints_on_page()[WRIST]
    draw(canvas, [tuple(before), (before[0] - 40, before[1] - 60), (before[0] - 80, 350)])
    after = panel.session.document.joints_on_page()[WRIST]
    assert np.hypot(*(after - (before[0] - 80, 350))) < 15
    assert panel.session.selected == WRIST
    panel.undo()
    assert is_resting(panel)


def test_the_shape_has_units_and_measurements(panel: BodyPanel, desk: Desk, qtbot: QtBot) -> None:
    shape = panel.side.shape
    assert shape.measure("Height") == "172.0 cm"
    weight = float(shape.measure("Weight").split()[0])
    shape.terms["stature_cm"].field.setValue(185.0)
    shape.terms["stature_cm"].flush()
    settle(desk, qtbot, panel)
    assert shape.measure("Height") == "185.0 cm"
    shape.terms["weight"].slider.setValue(90)
    shape.terms["weight"].flush()
    settle(desk, qtbot, panel)
    assert float(shape.measure("Weight").split()[0]) > weight + 10
    assert shape.lock.isChecked()
    before = panel.session.state.shape
    draw_person(desk, qtbot, panel)
    assert np.array_equal(panel.session.state.shape, before)
    shape.reset.click()
    assert panel.session.state.human.stature_cm == 172.0
    shape.advanced.click()
    shape.numbers[2].field.setValue(1.5)
    shape.numbers[2].flush()
    assert panel.session.state.shape[2] == pytest.approx(1.5)


def test_layers_are_worked_with_keys(panel: BodyPanel, desk: Desk, qtbot: QtBot) -> None:
    draw_person(desk, qtbot, panel)
    layers = panel.side.layers
    QTest.keyClick(layers.list, Qt.Key.Key_Insert)
    names = [layer.name for layer in panel.session.state.layers]
    assert names == ["Drawing", "Layer"]
    assert panel.session.state.active_layer == "Layer"
    draw(panel.page.canvases["front"], [(100, 100), (200, 200)])
    assert len(panel.session.state.layers[1].strokes) == 1
    layers.list.item(0).setText("Hat")
    assert [layer.name for layer in panel.session.state.layers] == ["Drawing", "Hat"]
    QTest.keyClick(layers.list, Qt.Key.Key_Space)
    assert len(panel.session.state.strokes) == 6
    QTest.keyClick(layers.list, Qt.Key.Key_Down, CONTROL)
    assert [layer.name for layer in panel.session.state.layers] == ["Hat", "Drawing"]
    layers.opacity.setValue(40)
    assert panel.session.state.layer("Hat").opacity == pytest.approx(0.4)
    QTest.keyClick(layers.list, Qt.Key.Key_L)
    assert panel.session.state.layer("Hat").locked
    QTest.keyClick(layers.list, Qt.Key.Key_Delete)
    assert [layer.name for layer in panel.session.state.layers] == ["Drawing"]
    settle(desk, qtbot, panel)


def test_unsure_joints_stand_first(panel: BodyPanel) -> None:
    from dataclasses import replace

    sure = np.linspace(1.0, 0.05, 24)
    panel.session.document.replace(replace(panel.session.state, confidence=sure))
    rows = panel.side.joints.list
    assert "Right hand" in rows.item(0).text()
    assert "5 %" in rows.item(0).text()
    rows.setCurrentRow(0)
    assert panel.session.selected == INDEX["right_hand"]
    assert panel.view.view.selected == INDEX["right_hand"]


def test_the_side_page_has_a_drawing_of_its_own(panel: BodyPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.page.current.setFocus()
    press(panel, Qt.Key.Key_2)
    assert panel.page.canvases["side"].isVisible()
    assert not panel.page.canvases["front"].isVisible()
    draw(panel.page.canvases["side"], [(450, 200), (520, 500), (500, 800)])
    settle(desk, qtbot, panel)
    assert len(panel.session.state.side) == 1
    assert not panel.session.state.strokes
    press(panel, Qt.Key.Key_3)
    assert all(canvas.isVisible() for canvas in panel.page.canvases.values())


def test_the_first_steps_are_shown_once_and_on_demand(desk: Desk, qtbot: QtBot) -> None:
    panel = make_panel(desk, qtbot, seen=False)
    overlay = panel.overlay
    assert overlay.isVisible()
    assert overlay.next.hasFocus()
    QTest.keyClick(overlay.next, Qt.Key.Key_Tab)
    assert overlay.skip.hasFocus()
    QTest.keyClick(overlay.skip, Qt.Key.Key_Tab)
    for place in range(3):
        assert overlay.place == place
        QTest.keyClick(overlay.next, Qt.Key.Key_Return)
    assert overlay.isHidden()
    assert desk.context.services.settings.body.steps_seen
    assert panel.page.current.hasFocus()
    desk.context.actions.trigger("body.steps")
    assert overlay.isVisible()
    QTest.keyClick(overlay, Qt.Key.Key_Escape)
    assert overlay.isHidden()


def test_everything_is_reached_by_the_keyboard(panel: BodyPanel, desk: Desk, qtbot: QtBot) -> None:
    canvas = panel.page.current
    assert canvas.hasFocus()
    press(panel, Qt.Key.Key_Space)
    for _ in range(8):
        press(panel, Qt.Key.Key_Down)
    press(panel, Qt.Key.Key_Space)
    settle(desk, qtbot, panel)
    assert len(panel.session.state.strokes) == 1
    for key, button in (
        (Qt.Key.Key_E, "eraser_stroke"), (Qt.Key.Key_H, "move"), (Qt.Key.Key_P, "pen")
    ):  # fmt: skip
        press(panel, key)
        assert panel.page.bar.tools[button].isChecked()
        assert canvas.tool == button
    press(panel, Qt.Key.Key_Period)
    first = panel.session.selected
    press(panel, Qt.Key.Key_Period)
    assert first >= 0
    assert panel.session.selected not in (-1, first)
    press(panel, Qt.Key.Key_Escape)  # takes the pen of the keyboard away
    press(panel, Qt.Key.Key_Escape)
    assert panel.session.selected == -1
    width = canvas.pen_width
    press(panel, Qt.Key.Key_BracketRight)
    assert canvas.pen_width > width
    press(panel, Qt.Key.Key_G)
    assert not panel.page.bar.ghost.isChecked()
    for place in range(4):
        press(panel, Qt.Key(Qt.Key.Key_1 + place), Qt.KeyboardModifier.AltModifier)
        assert panel.side.currentIndex() == place
    panel.show_keys()
    sheet = panel.findChild(type(panel).show_keys.__globals__["KeySheet"])
    assert sheet is not None
    assert sum(len(rows) for rows in sheet.groups.values()) > 30
    sheet.close()


def test_the_contours_of_the_body_lie_below_the_drawing(
    panel: BodyPanel, desk: Desk, qtbot: QtBot
) -> None:
    front = panel.page.canvases["front"]
    qtbot.waitUntil(lambda: bool(panel.page._ghosts.get("front")), timeout=20_000)
    assert panel.page.bar.ghost_opacity == pytest.approx(0.6)
    panel.page.bar.strength.setValue(20)
    assert panel.page.bar.ghost_opacity == pytest.approx(0.2)
    panel.page.bar.ghost.click()
    assert panel.page.bar.ghost_opacity == 0.0
    assert front.symmetry is None
    panel.page.bar.symmetry.click()
    assert front.symmetry == panel.session.state.placement.x


def test_the_lists_stand_below_where_the_panel_is_narrow(panel: BodyPanel, qtbot: QtBot) -> None:
    assert panel.parts.is_wide
    panel.resize(730, 600)
    qtbot.waitUntil(lambda: not panel.parts.is_wide)
    assert panel.minimumSizeHint().height() <= 600
    assert panel.minimumSizeHint().width() <= 730
    assert panel.side.y() > panel.page.y()


def test_a_picture_of_the_body_is_copied(panel: BodyPanel, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.view.copied, timeout=30_000):
        panel.view.copy_picture()
    image = QApplication.clipboard().image()
    assert image.width() == image.height() == 1600
    assert image.pixelColor(2, 2).getRgb()[:3] == (255, 255, 255)
    assert any(image.pixelColor(800, y).red() < 250 for y in range(0, 1600, 20))


def test_readings_of_other_strokes_are_dropped(panel: BodyPanel, desk: Desk, qtbot: QtBot) -> None:
    draw_person(desk, qtbot, panel)
    from app.services.body_document_types import Drawing
    from tests.body_support import reading_of

    old = Drawing(panel.session.state.strokes, token=panel.session.document.token - 1)
    before = panel.session.state
    panel.session._on_answered(reading_of(old, identity_pose()))
    assert panel.session.state is before


def test_a_line_poses_no_body_and_can_be_taken(panel: BodyPanel, desk: Desk, qtbot: QtBot) -> None:
    notes = panel.page.notes
    draw(panel.page.canvases["front"], [(200, 500), (500, 505), (800, 510)])
    settle(desk, qtbot, panel)
    assert is_resting(panel)
    assert "Too little of a person is drawn" in notes.text
    assert notes.take.isVisible()
    qtbot.mouseClick(notes.take, Qt.MouseButton.LeftButton)
    assert is_waving(panel)
    assert not notes.take.isVisible()
    panel.undo()
    assert notes.take.isVisible()
    panel.head.clear.click()
    assert is_resting(panel)
    assert not notes.text
    assert not notes.take.isVisible()
    draw_person(desk, qtbot, panel)
    assert is_waving(panel)
    assert not notes.take.isVisible()
    assert not notes.text

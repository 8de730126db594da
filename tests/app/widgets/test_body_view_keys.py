"""The keyboard and the buttons of the view of a body."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import (
    QKeyEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.widgets.body_view import BodyView, Camera
from app.widgets.body_view.gizmo import about
from app.widgets.body_view.keys import FINE_TURN, MOVE, ORBIT, TURN
from tests.body_view_support import (
    PLACES,
    Button,
    Held,
    Key,
    ball,
    give_skeleton,
    where,
)


@pytest.fixture
def bare(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[BodyView]:
    monkeypatch.setenv("KINORA_SOFTWARE_3D", "1")
    view = BodyView()
    qtbot.addWidget(view)
    view.reduced_motion = True
    view.resize(400, 500)
    view.show()
    qtbot.waitExposed(view)
    yield view
    view.shut_down()


@pytest.fixture
def view(bare: BodyView) -> BodyView:
    vertices, faces = ball()
    bare.set_faces(faces)
    bare.set_vertices(vertices)
    give_skeleton(bare)
    bare.set_joint_names(["Pelvis", "Hip", "Knee", "Arm", "Head"])
    bare.look("front")
    bare.set_camera(Camera((0, 0, 0), 0, 0, 5.0))
    return bare


def test_keys_look_from_named_sides(view: BodyView) -> None:
    for key, yaw, pitch in (
        (Key.Key_3, np.pi / 2, 0), (Key.Key_9, np.pi, 0), (Key.Key_1, 0, 0),
        (Key.Key_7, 0, np.pi / 2),
    ):  # fmt: skip
        QTest.keyClick(view, key)
        assert abs(view.camera.yaw) == pytest.approx(yaw)
        assert view.camera.pitch == pytest.approx(pitch)
    QTest.keyClick(view, Key.Key_5)
    assert not view.camera.is_perspective
    assert not view.bar.buttons["perspective"].isChecked()
    QTest.keyClick(view, Key.Key_1)
    QTest.keyClick(view, Key.Key_Right, Held.ShiftModifier)
    assert view.camera.yaw == pytest.approx(ORBIT)
    before = view.camera.distance
    QTest.keyClick(view, Key.Key_Plus)
    assert view.camera.distance < before
    QTest.keyClick(view, Key.Key_Home)
    seen = view.frame.projection.points(view.mesh.vertices)[:, :2]
    assert (seen.min(0) > 0).all()
    assert (seen.max(0) < [400, 500]).all()


def test_arrows_and_tab_walk_along_the_limbs(view: BodyView) -> None:
    picked: list[int] = []
    view.joint_picked.connect(picked.append)
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Right, Key.Key_Left, Key.Key_Down, Key.Key_Up,
                Key.Key_Up):  # fmt: skip
        QTest.keyClick(view, key)
    assert picked == [0, 1, 3, 1, 2, 1, 0]
    picked.clear()
    for _ in range(4):
        QTest.keyClick(view, Key.Key_Tab)
    assert picked == [1, 2, 3, 4]
    QTest.keyClick(view, Key.Key_Backtab)
    assert view.selected == 3
    QTest.keyClick(view, Key.Key_Escape)
    assert view.selected == -1


def test_ctrl_and_alt_with_arrows_turn_and_move_the_joint(view: BodyView) -> None:
    turned: list[tuple[int, np.ndarray, bool]] = []
    moved: list[tuple[int, np.ndarray, bool]] = []
    view.joint_turned.connect(lambda *one: turned.append(one))
    view.joint_dragged.connect(lambda *one: moved.append(one))
    QTest.keyClick(view, Key.Key_Right, Held.ControlModifier)
    assert not turned  # nothing is selected
    view.selected = 2
    axes = view.skeleton.turns[2]
    for key, held, axis, angle in (
        (Key.Key_Right, Held.ControlModifier, 1, TURN),
        (Key.Key_Left, Held.ControlModifier, 1, -TURN),
        (Key.Key_Down, Held.ControlModifier, 0, TURN),
        (Key.Key_PageUp, Held.ControlModifier | Held.ShiftModifier, 2, FINE_TURN),
    ):
        QTest.keyClick(view, key, held)
        joint, turn, done = turned[-1]
        assert (joint, done) == (2, True)
        assert np.allclose(turn, about(axes[:, axis], angle))
    QTest.keyClick(view, Key.Key_Up, Held.AltModifier)
    assert moved[-1][0] == 2
    assert np.allclose(moved[-1][1], PLACES[2] + [0, MOVE, 0])


def test_keys_switch_what_is_shown(view: BodyView, qtbot: QtBot) -> None:
    for key, name, value in (
        (Key.Key_W, "mode", "wireframe"), (Key.Key_B, "show_skeleton", True),
        (Key.Key_G, "show_floor", False), (Key.Key_C, "show_confidence", True),
        (Key.Key_J, "show_joints", False),
    ):  # fmt: skip
        with qtbot.waitSignal(view.options_changed):
            QTest.keyClick(view, key)
        assert getattr(view.options, name) == value
    assert view.bar.buttons["show_skeleton"].isChecked()
    assert not view.bar.buttons["show_floor"].isChecked()


def test_its_keys_are_no_shortcuts_of_the_window(view: BodyView) -> None:
    for key, held, wanted in (
        (Key.Key_1, Held.NoModifier, True), (Key.Key_W, Held.ControlModifier, False),
        (Key.Key_Z, Held.ControlModifier, False), (Key.Key_Left, Held.ControlModifier, False),
    ):  # fmt: skip
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, held)
        event.ignore()
        QApplication.sendEvent(view, event)
        assert event.isAccepted() == wanted
    view.clear()
    assert not view.keys.wants(QKeyEvent(QEvent.Type.ShortcutOverride, Key.Key_1, Held.NoModifier))


def test_buttons_do_what_keys_do(view: BodyView) -> None:
    for button in view.bar.buttons.values():
        assert button.toolTip()
        assert button.accessibleName()
    view.bar.buttons["back"].click()
    assert abs(view.camera.yaw) == pytest.approx(np.pi)
    view.bar.buttons["wireframe"].click()
    assert view.options.mode == "wireframe"
    view.bar.buttons["show_joints"].click()
    assert not view.options.show_joints


def test_the_bar_lies_down_where_there_is_little_height(view: BodyView) -> None:
    assert view.bar.height() > view.bar.width()
    view.resize(460, 200)
    assert view.bar.width() > view.bar.height()
    assert view.rect().contains(view.bar.geometry())
    view.resize(150, 150)
    assert not view.bar.isVisible()


def test_screen_readers_are_told_the_selected_joint(view: BodyView) -> None:
    assert "Knee" not in view.accessibleDescription()
    give_skeleton(view, confidence=np.linspace(0, 1, 5), locked=frozenset({2}))
    QTest.mouseClick(view, Button.LeftButton, pos=where(view, 2))
    assert view.accessibleName()
    for part in ("Knee", "50 %", "locked"):
        assert part in view.accessibleDescription()

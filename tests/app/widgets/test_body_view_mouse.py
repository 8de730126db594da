"""The mouse in the view of a body: picks, drags, rings, the wheel, two fingers."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.widgets.body_view import BodyView, Camera
from app.widgets.body_view.gizmo import about
from tests.body_view_support import (
    PARENTS,
    PLACES,
    Button,
    Held,
    Key,
    ball,
    drag,
    give_skeleton,
    pixels,
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


def test_a_click_picks_the_joint_and_beside_it_none(view: BodyView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.joint_picked) as told:
        QTest.mouseClick(view, Button.LeftButton, pos=where(view, 2))
    assert told.args == [2]
    assert view.selected == 2
    with qtbot.waitSignal(view.joint_picked) as told:
        QTest.mouseClick(view, Button.LeftButton, pos=QPoint(30, 470))
    assert told.args == [-1]
    view.set_options(show_joints=False)
    with qtbot.assertNotEmitted(view.joint_picked):
        QTest.mouseClick(view, Button.LeftButton, pos=where(view, 2))


def test_of_two_joints_at_one_place_the_nearer_is_picked(view: BodyView) -> None:
    places = PLACES.copy()
    places[3] = places[1] + [0, 0, 0.5]
    places[3, :2] *= Camera((0, 0, 0), 0, 0, 5.0).distance ** -1 * 4.5  # at the same pixel
    view.set_skeleton(places, view.skeleton.turns, PARENTS)
    assert view.input.joint_at(QPointF(where(view, 1))) == 3


def test_a_drag_tells_the_place_in_the_plane_of_the_screen(view: BodyView) -> None:
    told: list[tuple[int, np.ndarray, bool]] = []
    view.joint_dragged.connect(lambda *one: told.append(one))
    start = where(view, 2)
    drag(view, [start, start + QPoint(15, 0), start + QPoint(40, -25)])
    assert [one[2] for one in told] == [False, False, True]
    assert {one[0] for one in told} == {2}
    assert view.selected == 2
    seen = view.frame.projection.points(told[-1][1])
    before = view.frame.projection.points(PLACES[2])
    assert np.allclose(seen - before, [40, -25, 0], atol=0.6)
    assert told[-1][1][2] == pytest.approx(PLACES[2, 2])


def test_a_click_is_no_drag(view: BodyView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.joint_dragged):
        QTest.mouseClick(view, Button.LeftButton, pos=where(view, 1))


def turn_by_mouse(view: BodyView, ring: int, degrees: float, held=Held.NoModifier) -> None:
    rings = view.frame.gizmo
    angles = np.radians(np.linspace(150, 150 + degrees, 12))
    points = rings.projection.points(rings.points(ring, angles))[:, :2]
    drag(view, [QPoint(round(x), round(y)) for x, y in points.tolist()], held=held)


def test_a_ring_turns_the_joint_about_its_axis(view: BodyView) -> None:
    view.selected = 1
    turns = view.skeleton.turns.copy()
    told: list[tuple[int, np.ndarray, bool]] = []
    view.joint_turned.connect(lambda *one: told.append(one))
    turn_by_mouse(view, 2, 50)
    assert {one[0] for one in told} == {1}
    assert [one[2] for one in told] == [False] * (len(told) - 1) + [True]
    expected = about(turns[1][:, 2], np.radians(50))
    assert np.allclose(told[-1][1], expected, atol=0.03)  # the skeleton was never replaced


def test_with_ctrl_a_ring_turns_by_whole_steps(view: BodyView) -> None:
    view.selected = 1
    told: list[np.ndarray] = []
    view.joint_turned.connect(lambda _joint, turn, _done: told.append(turn))
    turn_by_mouse(view, 2, 50, Held.ControlModifier)
    angle = np.degrees(np.arccos((np.trace(told[-1]) - 1) / 2))
    assert angle == pytest.approx(45, abs=1e-6)


def test_turns_add_up_even_where_a_limit_holds_some_back(view: BodyView) -> None:
    view.selected = 1
    began = view.skeleton.turns[1].copy()
    stuck = [True, True, True]

    def follow(joint: int, turn: np.ndarray, _done: bool) -> None:
        turns = view.skeleton.turns.copy()
        if stuck:
            stuck.pop()  # a limit: nothing turns
        else:
            turns[joint] = turn @ turns[joint]
        view.set_skeleton(PLACES, turns, PARENTS)

    view.joint_turned.connect(follow)
    turn_by_mouse(view, 2, 60)
    expected = about(began[:, 2], np.radians(60)) @ began
    assert np.allclose(view.skeleton.turns[1], expected, atol=0.03)


def test_the_mouse_shows_what_it_could_take(view: BodyView) -> None:
    calm = pixels(view.grab().toImage())
    QTest.mouseMove(view, where(view, 3))
    assert view.input.hovered == 3
    assert view.cursor().shape() is Qt.CursorShape.PointingHandCursor
    assert view.toolTip() == "Arm"
    assert (pixels(view.grab().toImage()) != calm).any()
    QTest.mouseMove(view, QPoint(20, 480))
    assert view.input.hovered == -1


def test_escape_ends_a_drag_where_it_is(view: BodyView) -> None:
    told: list[bool] = []
    view.joint_dragged.connect(lambda _joint, _place, done: told.append(done))
    start = where(view, 2)
    QTest.mousePress(view, Button.LeftButton, pos=start)
    for step in (15, 30):
        place = QPointF(start + QPoint(step, 0))
        event = QMouseEvent(
            QEvent.Type.MouseMove, place, view.mapToGlobal(place), Button.NoButton,
            Button.LeftButton, Held.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(view, event)
    QTest.keyClick(view, Key.Key_Escape)
    assert told == [False, False, True]
    assert not view.input.is_busy
    assert view.selected == 2


def test_drags_beside_joints_move_the_camera(view: BodyView) -> None:
    start = view.camera
    drag(view, [QPoint(30, 400), QPoint(60, 400), QPoint(90, 380)])
    assert view.camera.target == start.target
    assert view.camera.distance == start.distance
    assert view.camera.yaw < start.yaw
    assert view.camera.pitch < start.pitch
    for button, held in (
        (Button.RightButton, Held.NoModifier), (Button.MiddleButton, Held.NoModifier),
        (Button.LeftButton, Held.ShiftModifier),
    ):  # fmt: skip
        view.set_camera(start)
        drag(view, [QPoint(30, 400), QPoint(60, 400), QPoint(70, 390)], button, held)
        assert view.camera.yaw == start.yaw
        moved = view.frame.projection.points(np.array(start.target))
        assert np.allclose(moved[:2], [200 + 40, 250 - 10], atol=0.5)


def test_the_wheel_goes_nearer_to_what_is_under_it(view: BodyView) -> None:
    place = QPointF(300, 200)
    under = view.frame.projection.unproject(300, 200, 5.0)
    event = QWheelEvent(
        place, view.mapToGlobal(place), QPoint(), QPoint(0, 240), Button.NoButton, Held.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    assert view.camera.distance < 4.2
    assert np.allclose(view.frame.projection.points(under)[:2], [300, 200], atol=1e-6)


def test_a_right_click_asks_for_a_menu_but_not_a_right_drag(view: BodyView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.menu_requested) as told:
        QTest.mouseClick(view, Button.RightButton, pos=where(view, 3))
    assert told.args == [view.mapToGlobal(where(view, 3)), 3]
    with qtbot.assertNotEmitted(view.menu_requested):
        drag(view, [QPoint(30, 400), QPoint(80, 400), QPoint(90, 390)], Button.RightButton)


def test_the_menu_key_asks_at_the_selected_joint(view: BodyView, qtbot: QtBot) -> None:
    reason = QContextMenuEvent.Reason
    for joint, place in ((-1, view.rect().center()), (3, where(view, 3))):
        view.selected = joint
        with qtbot.waitSignal(view.menu_requested) as told:
            QApplication.sendEvent(
                view, QContextMenuEvent(reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
            )
        assert told.args == [view.mapToGlobal(place), joint]
    with qtbot.assertNotEmitted(view.menu_requested):  # it comes before a drag can be told
        QApplication.sendEvent(view, QContextMenuEvent(reason.Mouse, QPoint(1, 1), QPoint(1, 1)))


def test_two_fingers_go_nearer_to_what_is_between_them(view: BodyView) -> None:
    under = view.frame.projection.unproject(120, 300, 5.0)
    place = QPointF(120, 300)
    kind = Qt.NativeGestureType.ZoomNativeGesture
    device = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(
        kind, device, 2, place, place, view.mapToGlobal(place), 0.25, QPointF()
    )
    QApplication.sendEvent(view, event)
    assert view.camera.distance == pytest.approx(4.0)
    assert np.allclose(view.frame.projection.points(under)[:2], [120, 300], atol=1e-6)


def test_a_double_click_beside_joints_shows_the_whole_body(view: BodyView) -> None:
    view.set_camera(Camera((1, 1, 0), 0.3, 0, 1.0))
    QTest.mouseDClick(view, Button.LeftButton, pos=QPoint(60, 470))
    seen = view.frame.projection.points(view.mesh.vertices)[:, :2]
    assert (seen.min(0) > 0).all()
    assert view.camera.yaw == pytest.approx(0.3)
    assert not view.input.is_busy

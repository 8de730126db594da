"""The view of a body: what it shows, and what it tells of mouse and keys."""

import json
from collections.abc import Iterator

import numpy as np
import pytest
import trimesh
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPalette,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.jobs import JobRunner
from app.widgets.body_view import BodyView, Camera
from app.widgets.body_view import software as software_module
from app.widgets.body_view.colours import sure_colour
from app.widgets.body_view.gizmo import about
from app.widgets.body_view.keys import FINE_TURN, MOVE, ORBIT, TURN
from app.widgets.body_view.overlay import paint_pill
from app.widgets.card import backend as backends
from common.render import loops as loop_choice

Key, Held, Button = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton
PARENTS = (-1, 0, 1, 0, 0)
PLACES = np.array([[0, 0, 0], [0.3, 0.2, 0], [0.6, 0.5, 0], [-0.4, 0.3, 0], [0, -0.6, 0.1]], float)


def ball(scale: tuple[float, float, float] = (0.5, 0.8, 0.4)) -> tuple[np.ndarray, np.ndarray]:
    made = trimesh.creation.icosphere(subdivisions=3)
    return (made.vertices * scale).astype(np.float32), made.faces.astype(np.int32)


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


def give_skeleton(view: BodyView, **changes: object) -> None:
    turns = np.stack([about(np.array([0.0, 0.0, 1.0]), 0.1 * n) for n in range(5)])
    view.set_skeleton(PLACES, turns, PARENTS, **changes)


def pixels(image: QImage) -> np.ndarray:
    made = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(made.constBits(), np.uint8).reshape(made.height(), -1, 4)
    return rows[:, : made.width()].astype(int)


def where(view: BodyView, joint: int) -> QPoint:
    x, y, _ = view.frame.projection.points(view.skeleton.places[joint])
    return QPoint(round(x), round(y))


def drag(view: BodyView, way: list[QPoint], button=Button.LeftButton, held=Held.NoModifier) -> None:
    QTest.mousePress(view, button, held, way[0])
    for point in way[1:]:
        place = QPointF(point)
        event = QMouseEvent(
            QEvent.Type.MouseMove, place, view.mapToGlobal(place), Button.NoButton, button, held
        )
        QApplication.sendEvent(view, event)
    QTest.mouseRelease(view, button, held, way[-1])


# -- what stays in the picture


def sees_all(view: BodyView) -> bool:
    return view.frame.projection.sees(view.mesh.vertices)


def test_a_body_that_was_seen_whole_is_seen_whole_when_it_grows(view: BodyView) -> None:
    camera = view.camera
    view.set_vertices(view.mesh.vertices * 1.1)
    assert view.camera == camera  # it still fits
    view.set_vertices(view.mesh.vertices * 2)
    assert sees_all(view)
    assert view.camera.yaw == camera.yaw


def test_who_went_near_stays_there(view: BodyView) -> None:
    near = Camera((0, 0, 0), 0, 0, 1.5)
    view.set_camera(near)
    view.set_vertices(view.mesh.vertices * 2)
    assert view.camera == near


def test_the_picture_stands_still_while_a_joint_is_held(view: BodyView) -> None:
    camera, seen = view.camera, []

    def grow(_joint: int, _place: object, _done: bool) -> None:
        view.set_vertices(view.mesh.vertices * 2)
        seen.append(view.camera)

    view.joint_dragged.connect(grow)
    start = where(view, 2)
    drag(view, [start, start + QPoint(30, 0)])
    assert set(seen) == {camera}
    assert view.camera != camera
    assert sees_all(view)


# -- pictures


def test_the_empty_state_goes_when_a_body_comes(bare: BodyView) -> None:
    assert bare.empty.isVisible()
    assert not bare.bar.isVisible()
    before = pixels(bare.grab().toImage())
    vertices, faces = ball()
    bare.set_faces(faces)
    bare.set_vertices(vertices)
    assert not bare.empty.isVisible()
    assert bare.bar.isVisible()
    after = pixels(bare.grab().toImage())
    assert np.abs(after - before).max(-1).mean() > 10
    bare.clear()
    assert bare.empty.isVisible()
    assert not bare.bar.isVisible()
    assert (pixels(bare.grab().toImage())[450:] == before[450:]).all()


def test_replaced_vertices_show_in_the_picture(view: BodyView) -> None:
    view.set_options(show_joints=False, show_floor=False)
    size = QSize(400, 500)
    wide = (pixels(view.still(size).draw())[..., 3] > 128).sum(1).max()
    before = pixels(view.grab().toImage())
    view.set_vertices(ball((0.25, 0.8, 0.4))[0])
    slim = (pixels(view.still(size).draw())[..., 3] > 128).sum(1).max()
    assert slim == pytest.approx(wide / 2, abs=3)
    after = pixels(view.grab().toImage())
    assert np.abs(before - after)[250, 145].max() > 20  # surface before, ground now
    assert np.abs(before - after)[250, 200].max() < 60


def test_vertices_are_copied(view: BodyView) -> None:
    vertices = ball()[0]
    view.set_vertices(vertices)
    vertices += 5
    assert view.mesh.vertices.max() < 1


def test_faces_and_vertices_that_do_not_fit_are_refused(view: BodyView) -> None:
    with pytest.raises(ValueError, match="faces"):
        view.set_faces(np.zeros((3, 4), np.int32))
    with pytest.raises(ValueError, match="vertices"):
        view.set_vertices(np.zeros((10, 2)))
    with pytest.raises(ValueError, match="faces name more"):
        view.set_vertices(np.zeros((10, 3)))
    view.set_vertices(np.full((642, 3), np.nan))  # a fit that went wrong
    assert not view.grab().toImage().isNull()
    view.reset_view()
    assert np.isfinite(view.camera.position).all()


def test_a_picture_to_keep_has_what_was_asked_for(view: BodyView) -> None:
    view.set_options(show_floor=False)
    clear = pixels(view.still(QSize(300, 200)).draw())
    assert clear.shape == (200, 300, 4)
    assert clear[0, 0, 3] == 0
    assert clear[100, 150, 3] == 255
    white = pixels(view.still(QSize(300, 200), QColor("white")).draw())
    assert (white[0, 0] == 255).all()
    assert (white[100, 150] == clear[100, 150]).all()
    assert (white[..., 3] == 255).all()
    large = view.still(QSize(9000, 40)).draw()
    assert (large.width(), large.height()) == (4096, 40)
    view.clear()
    assert pixels(view.still(QSize(20, 20)).draw())[..., 3].max() == 0


def test_a_kept_picture_is_the_same_in_every_size(view: BodyView) -> None:
    view.set_options(show_skeleton=True)
    small = view.still(QSize(400, 500), QColor("white")).draw()
    large = (
        view.still(QSize(800, 1000), QColor("white"))
        .draw()
        .scaled(400, 500, mode=Qt.TransformationMode.SmoothTransformation)
    )
    assert np.abs(pixels(small) - pixels(large)).mean() < 2.5


def test_modes_and_options_change_the_picture(view: BodyView) -> None:
    seen = {}
    for name, options in (
        ("plain", {}),
        ("wireframe", {"mode": "wireframe"}),
        ("skeleton", {"show_skeleton": True}),
        ("no floor", {"show_floor": False}),
        ("no joints", {"show_joints": False}),
        ("confidence", {"show_confidence": True}),
    ):
        give_skeleton(view, confidence=np.linspace(0, 1, 5))
        before = view.options
        view.set_options(**options)
        seen[name] = pixels(view.grab().toImage())
        view.options = before
    plain = seen.pop("plain")
    for name, shown in seen.items():
        assert (shown != plain).any(-1).mean() > 5e-4, name
    legend = seen["confidence"][420:, :180]
    assert (np.abs(legend - plain[420:, :180]).max(-1) > 30).mean() > 0.03
    head = where(view, 4)
    sure = seen["confidence"][head.y(), head.x()]
    assert np.abs(sure[:3] - sure_colour(1.0).getRgb()[:3]).max() < 12


def test_locked_and_pinned_joints_are_marked(view: BodyView) -> None:
    free = pixels(view.grab().toImage())
    give_skeleton(view, locked=frozenset({1}), pinned=frozenset({3}))
    marked = pixels(view.grab().toImage())
    for joint in (1, 3):
        point = where(view, joint)
        box = np.s_[point.y() - 24 : point.y() - 5, point.x() + 5 : point.x() + 26]
        assert (free[box] != marked[box]).any(-1).mean() > 0.3
    assert "locked" in view.joint_text(1)
    assert "pinned" in view.joint_text(3)


def test_the_theme_changes_the_ground(view: BodyView) -> None:
    light = pixels(view.grab().toImage())[5, 5, :3].mean()
    palette = QPalette(view.palette())
    palette.setColor(QPalette.ColorRole.Base, QColor("#1b1e24"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#e7e9ed"))
    view.setPalette(palette)
    assert pixels(view.grab().toImage())[5, 5, :3].mean() < 60 < light


def test_a_slow_machine_draws_coarsely_while_something_moves(
    view: BodyView, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    ways: list[tuple[bool, bool]] = []
    real = software_module.draw_body

    def watched(*given: object, fine: bool = True, coarse: bool = False) -> object:
        ways.append((fine, coarse))
        return real(*given, fine=fine, coarse=coarse)

    monkeypatch.setattr(software_module, "draw_body", watched)
    monkeypatch.setattr(software_module, "FRAME_S", 0.0)  # every way is too slow
    few = trimesh.creation.icosphere(subdivisions=1)
    view.set_coarse(np.arange(len(few.vertices)), few.faces)
    for _ in range(4):
        view.set_vertices(ball()[0])
        rough = pixels(view.grab().toImage())
    assert ways[-1] == (False, True)
    qtbot.waitUntil(lambda: not view.motion.is_moving)
    fine = pixels(view.grab().toImage())
    assert ways[-1] == (True, False)
    assert (np.abs(rough - fine).max(-1) > 40).mean() < 0.03  # the same body at the same place


def test_the_loops_are_compiled_in_the_background(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop_choice, "_ready", [])
    jobs = JobRunner()
    view = BodyView(jobs=jobs)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: bool(loop_choice._ready), timeout=30_000)
    view.shut_down()
    assert jobs.shutdown()


# -- joints


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


# -- from where


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


def test_rings_are_smaller_in_a_small_view(view: BodyView) -> None:
    view.selected = 1
    large = view.frame.gizmo.radius_px
    view.resize(180, 160)
    assert view.frame.gizmo.radius_px < large / 1.5


def test_named_views_fly_there(view: BodyView, qtbot: QtBot) -> None:
    view.reduced_motion = False
    view.look("back")
    assert view.camera.yaw == 0
    qtbot.waitUntil(lambda: abs(abs(view.camera.yaw) - np.pi) < 1e-9)
    view.look("side")
    view.look("top", animated=False)
    assert view.camera.pitch == pytest.approx(np.pi / 2)


def test_a_turntable_stops_when_it_is_touched(view: BodyView, qtbot: QtBot) -> None:
    view.set_turntable(True)
    assert view.bar.buttons["turntable"].isChecked()
    qtbot.waitUntil(lambda: view.camera.yaw != 0)
    with qtbot.waitSignal(view.options_changed):
        QTest.mousePress(view, Button.LeftButton, pos=QPoint(30, 400))
    assert not view.has_turntable
    assert not view.bar.buttons["turntable"].isChecked()
    QTest.mouseRelease(view, Button.LeftButton, pos=QPoint(30, 400))
    stood = view.camera
    qtbot.wait(40)
    assert view.camera == stood


# -- keys


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


# -- state, renderer


def test_state_comes_back_and_nonsense_is_left_out(view: BodyView) -> None:
    view.set_camera(Camera((0.1, 0.2, 0.3), 1.0, -0.2, 3.0, False))
    view.set_options(mode="wireframe", show_floor=False)
    kept = json.loads(json.dumps(view.save_state()))
    camera, options = view.camera, view.options
    view.reset_view()
    view.set_options(mode="shaded", show_floor=True)
    view.restore_state(kept)
    assert (view.camera, view.options) == (camera, options)
    for broken in (
        {}, {"camera": 3}, {"camera": {**kept["camera"], "target": [0, float("nan"), 0]}},
        {"camera": {**kept["camera"], "yaw": "north"}}, {"options": []},
        {"options": {"mode": "glass", "show_floor": 1}},
    ):  # fmt: skip
        view.restore_state(broken)
        assert (view.camera, view.options) == (camera, options)
    view.restore_state({"camera": {**kept["camera"], "distance": 1e9, "pitch": 9}})
    assert view.camera.distance <= 30
    assert view.camera.pitch <= np.pi / 2


def test_the_environment_keeps_opengl_out(
    view: BodyView, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(backends, "ASK_MS", 0)
    monkeypatch.setattr(backends, "probe", lambda: pytest.fail("the driver was asked"))
    view.choose_renderer("opengl")
    view.grab()
    qtbot.wait(30)
    assert view.renderer == "software"


def test_without_opengl_the_view_says_so_and_goes_on(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KINORA_SOFTWARE_3D", raising=False)
    view = BodyView()
    qtbot.addWidget(view)
    vertices, faces = ball()
    view.set_faces(faces)
    view.set_vertices(vertices)
    view.choose_renderer("opengl")
    with qtbot.waitSignal(view.fell_back):
        view.show()
    assert view.renderer == "software"
    assert view.note.isVisible()
    assert "graphics card" in view.note.said
    assert pixels(view.grab().toImage()).std() > 5
    view.shut_down()


def test_the_pill_with_the_angle_can_be_read(qtbot: QtBot) -> None:
    from PySide6.QtGui import QPainter

    image = QImage(120, 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_pill(painter, QPointF(10, 50), "+35°")
    painter.end()
    dark = pixels(image)[..., :3].mean(-1)
    assert dark.min() < 60
    assert (dark[30:50, 15:60] > 180).any()

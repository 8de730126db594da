"""The view of a body: what it shows, and what it tells of mouse and keys."""

import json
from collections.abc import Iterator

import numpy as np
import pytest
import trimesh
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPalette,
)
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.jobs import JobRunner
from app.widgets.body_view import BodyView, Camera
from app.widgets.body_view import software as software_module
from app.widgets.body_view.colours import sure_colour
from app.widgets.body_view.overlay import paint_pill
from app.widgets.card import backend as backends
from common.render import loops as loop_choice
from tests.body_view_support import (
    Button,
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


# -- from where


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

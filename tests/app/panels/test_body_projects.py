"""The body panel: projects, recovery, sessions, pictures below, import, export, photos."""

import json
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.panels.body import BodyPanel, work
from app.panels.body.batch_dialog import BatchDialog
from app.panels.body.export_dialog import ExportDialog
from app.panels.body.library_page import POSES, RECENT
from app.services.body_document_types import BodyState
from app.services.body_project import read_project
from app.services.pose_types import PoseReport, PoseState
from app.services.query import Query
from app.widgets.drawing import DroppedPicture
from common.jobs import JobContext
from common.stroke_files import drawing_text
from models.body.files import bvh_text
from models.body.poses import named_poses
from models.body.skeleton import INDEX
from tests.body_panel_support import draw_person, is_resting, make_panel, settle
from tests.body_support import BODY, line
from tests.panel_support import Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> BodyPanel:
    return make_panel(desk, qtbot)


def answer(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Let every dialog for files answer with a path."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(path))


def test_a_project_is_saved_and_opened(
    panel: BodyPanel, desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_person(desk, qtbot, panel)
    panel.sources.take_from_library(POSES, "throw")
    assert "•" in panel.head.title.text()
    path = tmp_path / "thrower.kinora-body"
    answer(monkeypatch, tmp_path / "thrower")
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(desk, qtbot, panel)
    assert path.is_file()
    assert panel.head.title.text() == "thrower"
    kept = panel.session.state
    panel.projects.new()
    assert is_resting(panel)
    assert not panel.session.state.strokes
    answer(monkeypatch, path)
    panel.projects.ask_open()
    settle(desk, qtbot, panel)
    state = panel.session.state
    assert len(state.strokes) == len(kept.strokes) == 6
    assert np.allclose(state.rotations, kept.rotations, atol=1e-6)
    assert panel.head.title.text() == "thrower"
    panel.side.library.show_kind(RECENT)
    panel.side.setCurrentWidget(panel.side.library)
    settle(desk, qtbot, panel)
    assert panel.side.library.keys()[0] == str(path)


def test_pictures_lie_below_the_drawing(
    panel: BodyPanel, desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "person.png"
    Image.new("RGB", (60, 120), "red").save(path)
    answer(monkeypatch, path)
    panel.sources.take_underlay("file")
    settle(desk, qtbot, panel)
    underlay = panel.session.state.underlay
    assert underlay is not None
    assert underlay.size == (60, 120)
    assert underlay.place == pytest.approx((250.0, 0.0, 500.0, 1000.0))
    panel.page.bar.opacity.setValue(80)
    assert panel.session.state.underlay is not None
    assert panel.session.state.underlay.opacity == pytest.approx(0.8)
    panel.sources.take_underlay("remove")
    assert panel.session.state.underlay is None
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    QApplication.clipboard().setImage(image)
    panel.sources.take_underlay("paste")
    assert panel.session.state.underlay is not None
    assert panel.session.state.underlay.size == (40, 20)
    panel.sources.take_dropped(DroppedPicture(path=path), "side")
    settle(desk, qtbot, panel)
    assert panel.session.state.underlay.view == "side"
    assert panel.page.shown == "side"


def test_an_item_becomes_the_reference(panel: BodyPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.context.shared.select([desk.ids[3]], "wall")
    actions = desk.context.actions
    action = next(one for one in actions.all() if one.name == "item.body-reference")
    assert action.for_items
    assert actions.is_enabled(action)
    actions.trigger("item.body-reference")
    settle(desk, qtbot, panel)
    assert panel.session.state.underlay is not None
    assert panel.session.state.underlay.name.lower().startswith("photo 3")


def test_bodies_are_written_in_every_format(
    panel: BodyPanel, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    draw_person(desk, qtbot, panel)
    panel.carrying.export()
    dialog = panel.findChild(ExportDialog)
    assert dialog is not None
    dialog.folder.setText(str(tmp_path / "out"))
    dialog.name.setText("me")
    for box in dialog.formats.boxes.values():
        box.setChecked(True)
    dialog.sized.setChecked(True)
    dialog.stature.setValue(150.0)
    assert "metres" in dialog.about.text()
    dialog.printed.setChecked(True)
    dialog.print_height.setValue(120)
    assert "millimetres, 120 mm" in dialog.about.text()
    assert "me.glb" in dialog.about.text()
    assert "me_keypoints.json" in dialog.about.text()
    dialog.go.click()
    settle(desk, qtbot, panel)
    out = tmp_path / "out"
    names = sorted(path.name for path in out.iterdir())
    assert names == [
        "me.body.json", "me.body.png", "me.body.svg", "me.bvh", "me.glb", "me.obj", "me.ply",
        "me.stl", "me_keypoints.json",
    ]  # fmt: skip
    numbers = json.loads((out / "me.body.json").read_text())
    vertices = [
        [float(number) for number in row.split()[1:4]]
        for row in (out / "me.obj").read_text().splitlines()
        if row.startswith("v ")
    ]
    assert len(numbers["betas"]) == 10
    assert 90 < np.ptp(np.array(vertices)[:, 2]) < 130  # z up, as printers have it
    assert np.array(vertices)[:, 2].min() == pytest.approx(0, abs=1e-3)
    assert (out / "me.body.svg").read_text().count("<polyline") == 6
    assert Image.open(out / "me.body.png").size == (1600, 1600)
    assert any("me.obj" in posted[1] for posted in desk.posted)


def test_motion_is_gone_through_frame_by_frame(
    panel: BodyPanel, desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poses = named_poses()
    turns = np.stack([poses[key].rotations for key in ("standing", "walk", "run")])
    path = tmp_path / "moving.bvh"
    path.write_text(bvh_text(BODY.rest()[1], turns))
    answer(monkeypatch, path)
    panel.carrying.ask_import()
    settle(desk, qtbot, panel)
    strip = panel.carrying.strip
    assert strip.isVisible()
    assert strip.slider.maximum() == 2
    first = panel.session.state.rotations
    strip.slider.setValue(2)
    knee = INDEX["left_knee"]
    after = panel.session.state.rotations
    assert not np.allclose(after[knee], first[knee], atol=0.05)
    assert panel.session.document.undo_title == "Take over “moving.bvh”"
    strip.close_strip()
    assert panel.session.state.rotations is after


def test_another_file_ends_going_through_a_motion(
    panel: BodyPanel, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    turns = np.stack([named_poses()[key].rotations for key in ("standing", "walk")])
    moving, still = tmp_path / "moving.bvh", tmp_path / "still.bvh"
    moving.write_text(bvh_text(BODY.rest()[1], turns))
    still.write_text(bvh_text(BODY.rest()[1], turns[:1]))
    panel.carrying.take(moving)
    settle(desk, qtbot, panel)
    assert panel.carrying.strip.isVisible()
    panel.carrying.take(still)
    settle(desk, qtbot, panel)
    assert not panel.carrying.strip.isVisible()


def test_what_is_odd_about_a_file_stays_when_its_drawing_is_read(
    panel: BodyPanel, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "noise.png"
    pixels = np.random.default_rng(1).integers(0, 256, (200, 200, 3), np.uint8)
    pixels[40:160, 40:160] //= 3
    Image.fromarray(pixels).save(path)
    panel.carrying.take(path)
    settle(desk, qtbot, panel)
    assert panel.session.state.strokes
    assert "dense" in panel.page.notes.text


def test_a_drawing_from_a_file_is_fitted_to_the_page(
    panel: BodyPanel, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "sketch.json"
    path.write_text(drawing_text([line((0, 0), (3, 8)), line((1, 2), (2, 6))]))
    panel.sources.take_dropped(DroppedPicture(path=path), "front")
    settle(desk, qtbot, panel)
    points = np.concatenate([one.points for one in panel.session.state.strokes])
    assert np.ptp(points[:, 1]) == pytest.approx(840, abs=1)


def test_a_folder_of_drawings_is_read(
    panel: BodyPanel, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    source = tmp_path / "drawings"
    source.mkdir()
    (source / "good.json").write_text(drawing_text([line((0, 0), (300, 800))]))
    (source / "bad.json").write_text("{")
    panel.carrying.batch()
    dialog = panel.findChild(BatchDialog)
    assert dialog is not None
    dialog.begin()
    assert "Choose" in dialog.state.text()
    dialog.source.setText(str(source))
    dialog.target.setText(str(tmp_path / "out"))
    dialog.begin()
    assert dialog.is_running
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=30_000)
    told = {
        dialog.table.item(row, 0).text(): dialog.table.item(row, 2).text()
        for row in range(dialog.table.rowCount())
    }
    assert told == {"bad.json": "–", "good.json": "GLB, JSON"}
    assert (tmp_path / "out" / "good.glb").is_file()
    dialog.close()


class FakePoses:
    """People that are known, or not yet."""

    def __init__(self, state: PoseState) -> None:
        self.known = state
        self.asked: list[Any] = []

    def state(self) -> PoseState:
        return self.known

    def analyse(self, context: Any = None) -> PoseReport:
        self.known = PoseState(model="m", people=2)
        return PoseReport("m", 3, 2)

    def ask_of_places(self, places: Any, **more: Any) -> Any:
        from app.services.pose_query import ask_of_places

        self.asked.append(more)
        return ask_of_places(places, **more)


def test_photos_with_the_pose_are_asked_for(panel: BodyPanel, desk: Desk, qtbot: QtBot) -> None:
    poses = FakePoses(PoseState(model="m", pending=3))
    desk.context.services.__dict__["poses"] = poses
    wanted: list[Query] = []
    desk.context.shared.query_requested.connect(wanted.append)
    desk.context.actions.trigger("body.find")
    settle(desk, qtbot, panel)
    assert not wanted
    _, text, action, run = desk.posted[-1]
    assert "3 picture" in text
    assert action
    run()
    settle(desk, qtbot, panel)
    (query,) = wanted
    assert query.stages
    panel.find_photos("any")
    settle(desk, qtbot, panel)
    assert len(poses.asked[-1]["yaws"]) == 12
    assert len(wanted) == 2
    poses.known = PoseState(hint="Add MoveNet.")
    panel.find_photos()
    settle(desk, qtbot, panel)
    assert "Add MoveNet." in desk.posted[-1][1]


def test_nothing_is_left_running(desk: Desk, qtbot: QtBot) -> None:
    before = set(threading.enumerate())  # other tests of this process may have left some
    panel = make_panel(desk, qtbot)
    draw_person(desk, qtbot, panel)
    names = {"body-live", "body-autosave"}
    own = [t for t in set(threading.enumerate()) - before if t.name in names]
    assert {thread.name for thread in own} == names
    panel.closing()
    panel.closing()
    qtbot.waitUntil(lambda: not any(thread.is_alive() for thread in own), timeout=20_000)


def test_a_session_that_is_kept_before_its_drawing_is_back_still_knows_it(
    panel: BodyPanel, desk: Desk, qtbot: QtBot
) -> None:
    before = {"autosave": "abc", "path": "/somewhere/x.kinora-body"}
    panel.projects.begin(before)
    assert panel.save_state()["project"] == before
    settle(desk, qtbot, panel)
    assert panel.save_state()["project"]["autosave"] != "abc"


def test_of_two_projects_the_one_chosen_last_is_open(
    panel: BodyPanel,
    desk: Desk,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("first", "second"):
        panel.projects._write(tmp_path / f"{name}.kinora-body")
        settle(desk, qtbot, panel)
    begun, go, load = threading.Event(), threading.Event(), work.load

    def slow(services: Any, path: Path, context: JobContext) -> work.Loaded:
        if path.stem == "first":
            begun.set()
            go.wait(10)
        return load(services, path, context)

    monkeypatch.setattr(work, "load", slow)
    panel.projects.open(tmp_path / "first.kinora-body")
    assert begun.wait(5)
    panel.projects.open(tmp_path / "second.kinora-body")
    qtbot.waitUntil(lambda: panel.head.title.text() == "second", timeout=10_000)
    go.set()
    settle(desk, qtbot, panel)
    assert panel.head.title.text() == "second"


def test_a_project_saved_late_is_not_the_file_of_the_drawing_after_it(
    panel: BodyPanel,
    desk: Desk,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draw_person(desk, qtbot, panel)
    go, save = threading.Event(), work.save

    def slow(services: Any, path: Path, state: BodyState, context: JobContext) -> work.Saved:
        go.wait(10)
        return save(services, path, state, context)

    monkeypatch.setattr(work, "save", slow)
    path = tmp_path / "first.kinora-body"
    panel.projects._write(path)
    panel.projects.new()
    go.set()
    settle(desk, qtbot, panel)
    assert path.is_file()
    assert panel.session.document.path is None  # else Ctrl+S would write over the other drawing


def test_of_two_saves_the_later_one_stays(
    panel: BodyPanel,
    desk: Desk,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draw_person(desk, qtbot, panel)
    saves: list[BodyState] = []
    overtaken, save = threading.Event(), work.save

    def slow(services: Any, path: Path, state: BodyState, context: JobContext) -> work.Saved:
        saves.append(state)
        if len(saves) == 1:
            overtaken.wait(1)
        saved = save(services, path, state, context)
        overtaken.set()
        return saved

    monkeypatch.setattr(work, "save", slow)
    path = tmp_path / "a.kinora-body"
    panel.projects._write(path)
    qtbot.waitUntil(lambda: len(saves) == 1)
    panel.session.document.undo()
    panel.projects._write(path)
    settle(desk, qtbot, panel)
    later = panel.session.state
    assert len(later.strokes) < len(saves[0].strokes)
    assert len(read_project(path).state.strokes) == len(later.strokes)
    assert not panel.session.document.is_modified

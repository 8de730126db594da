"""Drawings of bodies are begun, kept and offered again."""

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.panels.body import BodyPanel
from app.panels.body.export_dialog import ExportDialog
from app.panels.body.library_page import RECENT, SAMPLES
from app.services import body_editing as editing
from app.services.body_document_types import Placement
from app.services.body_export import BodyExport, export_body
from app.services.body_project import write_project
from common.errors import QueryError
from models.body.skeleton import INDEX
from tests.body_panel_support import draw_person, is_resting, make_panel, settle
from tests.body_support import document, line
from tests.panel_support import Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> BodyPanel:
    return make_panel(desk, qtbot)


def folder_of(desk: Desk) -> Path:
    return desk.context.services.paths.data / "body"


def test_a_new_drawing_keeps_the_one_before(panel: BodyPanel, desk: Desk, qtbot: QtBot) -> None:
    draw_person(desk, qtbot, panel)
    panel.projects.new()
    settle(desk, qtbot, panel)
    panel.side.library.show_kind(RECENT)
    panel.side.setCurrentWidget(panel.side.library)
    settle(desk, qtbot, panel)
    (key,) = panel.side.library.keys()
    panel.sources.take_from_library(RECENT, key)
    settle(desk, qtbot, panel)
    assert len(panel.session.state.strokes) == 6
    assert panel.session.document.path is None


def test_clearing_keeps_the_body_and_a_new_drawing_begins_anew(
    panel: BodyPanel, desk: Desk, qtbot: QtBot
) -> None:
    draw_person(desk, qtbot, panel)
    hand, knee = INDEX["left_wrist"], INDEX["left_knee"]
    panel.session.apply(editing.set_locked([knee], on=True))
    panel.session.apply(editing.set_pinned([hand], on=True))
    before = panel.session.state
    panel.head.clear.click()
    settle(desk, qtbot, panel)
    state = panel.session.state
    assert not state.is_drawn
    assert state.rotations is before.rotations
    assert (state.locked, state.pins) == ({knee}, {hand})
    assert "stay" in panel.head.clear.toolTip()
    assert panel.page.canvases["front"].scene.ghost.inked  # the body is still to be seen
    panel.projects.new()
    settle(desk, qtbot, panel)
    state = panel.session.state
    assert is_resting(panel)
    assert not state.locked
    assert not state.pins
    assert state.placement == Placement()


@pytest.mark.parametrize("name", ["a/b", "../up", "..", "a\\b", "a:b", "tab\there", "", "x" * 300])
def test_files_that_cannot_be_called_so_are_not_written(
    panel: BodyPanel, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "out"
    wish = BodyExport(panel.session.state, out, name, ("obj",))
    with pytest.raises(QueryError, match=r"name"):
        export_body(panel.context.services.body, wish)
    assert not list(tmp_path.rglob("*.obj"))
    assert not out.exists()
    panel.carrying.export()
    dialog = panel.findChild(ExportDialog)
    assert dialog is not None
    dialog.folder.setText(str(out))
    assert dialog.go.isEnabled()
    dialog.name.setText(name)
    assert not dialog.go.isEnabled()
    assert "name" in dialog.about.text()


def test_a_damaged_project_changes_nothing(
    panel: BodyPanel, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    draw_person(desk, qtbot, panel)
    path = tmp_path / "bad.kinora-body"
    path.write_text('{"format": "kinora-body-project", "version": 1, "pose": [NaN]}')
    panel.projects.open(path)
    settle(desk, qtbot, panel)
    assert len(panel.session.state.strokes) == 6
    assert any("bad.kinora-body" in posted[1] for posted in desk.posted)


def test_a_drawing_of_a_window_that_died_is_offered(desk: Desk, qtbot: QtBot) -> None:
    lost = document()
    from app.services import body_drawing

    lost.apply(body_drawing.set_strokes("front", "", [line((1, 1), (500, 500))]))
    folder = folder_of(desk) / "autosave"
    folder.mkdir(parents=True)
    paths = [folder / f"{name}.kinora-body" for name in ("one", "two")]
    for path in paths:
        write_project(path, lost.state)
    panel = make_panel(desk, qtbot)
    assert panel.recovery.isVisible()
    assert not panel.session.state.strokes
    opens, discards = panel.recovery.buttons
    qtbot.mouseClick(discards, Qt.MouseButton.LeftButton)
    settle(desk, qtbot, panel)
    assert sum(path.exists() for path in paths) == 1
    assert panel.recovery.isVisible()
    qtbot.mouseClick(opens, Qt.MouseButton.LeftButton)
    settle(desk, qtbot, panel)
    assert len(panel.session.state.strokes) == 1
    assert panel.session.document.is_modified
    assert panel.recovery.isHidden()
    qtbot.waitUntil(lambda: not any(path.exists() for path in paths), timeout=20_000)


def test_a_session_goes_on_with_what_was_not_saved(desk: Desk, qtbot: QtBot) -> None:
    first = make_panel(desk, qtbot)
    draw_person(desk, qtbot, first)
    first.page.bar.tools["move"].click()
    first.page.show_pages("both")
    first.page.bar.width_slider.setValue(9)
    first.show_tab(2)
    first.view.options["wireframe"].click()
    state = json.loads(json.dumps(first.save_state()))
    first.closing()
    first.hide()
    for name in [one.name for one in desk.context.actions.all()]:
        desk.context.actions._actions.pop(name)
    second = make_panel(desk, qtbot, saved=state)
    assert second.recovery.isHidden()
    assert len(second.session.state.strokes) == 6
    assert second.session.document.is_modified
    assert second.page.current.tool == "move"
    assert second.page.shown == "both"
    assert second.page.bar.width_slider.value() == 9
    assert second.side.currentIndex() == 2
    assert second.view.view.options.mode == "wireframe"


def test_bad_states_of_a_session_are_ignored(panel: BodyPanel) -> None:
    panel.restore_state(
        {
            "page": {"width": "x", "shown": 3, "tool": [], "split": [1], "views": 3},
            "view": {"camera": "no"}, "parts": {"inner": [-1, 2]}, "side": 3, "tab": 99,
            "library": "nothing", "project": 4,
        }
    )  # fmt: skip
    assert panel.page.shown == "front"


def test_one_click_draws_a_sample(panel: BodyPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.head.commands["samples"].trigger()
    library = panel.side.library
    qtbot.waitUntil(lambda: library.knows(SAMPLES), timeout=20_000)
    assert len(library.keys()) == 3
    area = library.list.visualItemRect(library.list.item(1))
    qtbot.mouseClick(library.list.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    settle(desk, qtbot, panel)
    assert len(panel.session.state.strokes) > 5
    assert not is_resting(panel)
    points = np.concatenate([one.points for one in panel.session.state.strokes])
    assert points.min() > 50
    assert points.max() < 950
    panel.undo()
    assert not panel.session.state.strokes

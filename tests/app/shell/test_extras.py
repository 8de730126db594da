"""Presentation, fewer controls, the interaction log and the wall study in a real window."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.panels.wall import WallPanel
from app.services.interactions import read_log
from app.services.library import Library
from app.services.paths import AppPaths
from app.services.study import LAST_QUESTIONS, ORDERS, TRIAL_QUESTIONS, StudyService
from app.shell.panel_list import PanelEntry
from app.shell.study.run import StudyRun
from app.shell.theme import ThemeSwitch
from app.shell.window import MainWindow
from common.settings import ImportSettings, Settings
from tests.wall_support import make_library

WAIT_MS = 15_000
ENTRIES = (
    PanelEntry("wall", "app.panels.wall", "wall", "Ctrl+1"),
    PanelEntry("watchlist", "app.panels.watchlist", "star", "Ctrl+6"),
)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    make_library(tmp_path, 60).close()
    theme = ThemeSwitch(qapp, "light")
    settings = Settings(imports=ImportSettings(analyse_new=False))
    settings.appearance.reduced_motion = True
    made = MainWindow(settings, AppPaths.of_user(), theme, ENTRIES)
    made.resize(1100, 700)
    made.show()
    with qtbot.waitSignal(made.library_shown, timeout=WAIT_MS):
        made.libraries.open(tmp_path / "test.kinora")
    settle(qtbot, made)
    yield made
    made.close()


def wall_of(window: MainWindow) -> WallPanel:
    wall = window.workspace.panel("wall")
    assert isinstance(wall, WallPanel)
    return wall


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(
        lambda: window.workspace.is_idle and wall_of(window).view.is_settled, timeout=WAIT_MS
    )


# -- presentation


def test_the_presentation_clears_the_window_and_any_key_sets_it_up_again(
    window: MainWindow, qtbot: QtBot
) -> None:
    wall, dock = wall_of(window), window.workspace.docks["watchlist"]
    before = dock.isVisible(), wall.head.isVisible(), window.menuBar().isVisible()
    window.all_actions.trigger("view.present")
    drift = wall.presenting.drift
    assert drift.is_running
    assert window.isFullScreen()
    assert not dock.isVisible()
    assert not wall.head.isVisible()
    assert not window.menuBar().isVisible()
    qtbot.waitUntil(drift.caption.isVisible, timeout=WAIT_MS)
    assert drift.caption.text().startswith(("Lantern", "Harbour", "The "))
    shown = drift.caption.text()
    qtbot.keyClick(wall.view, Qt.Key.Key_Right)
    qtbot.waitUntil(
        lambda: drift.caption.isVisible() and drift.caption.text() != shown, timeout=WAIT_MS
    )
    qtbot.keyClick(wall.view, Qt.Key.Key_X)
    assert not drift.is_running
    assert not window.isFullScreen()
    assert (dock.isVisible(), wall.head.isVisible(), window.menuBar().isVisible()) == before


def test_a_click_ends_the_presentation_and_selects_nothing(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.all_actions.trigger("view.present")
    QTest.mouseClick(wall_of(window).view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert not window.extras.stage.is_on
    assert not list(window.workspace.shared.selection)


def test_the_drift_stays_with_what_is_lit(window: MainWindow, qtbot: QtBot) -> None:
    wall = wall_of(window)
    shared = window.workspace.shared
    shared.set_filters([window.workspace.context.services.wall.filter("genre", "War")])
    settle(qtbot, window)
    assert wall.view.lit is not None
    drift, seen = wall.presenting.drift, []
    assert drift.start()
    for _ in range(30):
        seen.append(drift._cell)
        drift.skip()
    drift.stop()
    assert all(wall.view.lit[cell] for cell in seen)
    assert len(set(seen)) > 5, "it goes around"
    assert all(a != b for a, b in pairwise(seen))


def test_a_library_closed_during_the_presentation_keeps_its_layout(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.all_actions.trigger("view.present")
    folder = window.workspace.context.services.library.folder
    window.drop_workspace()
    assert not window.isFullScreen()
    with qtbot.waitSignal(window.library_shown, timeout=WAIT_MS):
        window.libraries.open(folder)
    assert window.workspace.docks["watchlist"].isVisible()


def test_the_presentation_leaves_no_trace_in_session_place_or_messages(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.stack.clear()
    saved: list[object] = []
    window.workspace.context.services.sessions.save = lambda *what: saved.append(what)  # type: ignore[method-assign]
    window.all_actions.trigger("view.present")
    window.sessions.keep_now()
    qtbot.waitUntil(lambda: window.workspace.jobs.is_idle, timeout=WAIT_MS)
    assert saved == []
    window.extras.stage.leave()
    assert window.stack.isHidden()
    window.all_actions.trigger("view.present")
    window.close()
    window.restoreGeometry(QByteArray.fromBase64(window.states.load("window")["geometry"].encode()))
    assert not window.isFullScreen()


# -- controls


def test_fewer_controls_hide_what_experts_use_and_hold(window: MainWindow, qtbot: QtBot) -> None:
    bar = wall_of(window).bar
    bar.choose("semi-clustered")
    assert bar.noise.isVisible()
    window.all_actions.trigger("view.novice")
    assert not bar.noise.isVisible()
    assert not bar.keys.isVisible()
    assert bar.search.isVisible()
    assert bar.methods.isVisible()
    assert window.settings.appearance.controls == "novice"
    window.all_actions.trigger("view.novice")
    assert bar.noise.isVisible()


# -- the log


def test_nothing_is_logged_unless_it_is_switched_on(window: MainWindow, qtbot: QtBot) -> None:
    logs = window.workspace.context.services.library.folder / "logs"
    window.workspace.shared.select([1])
    assert not list(logs.glob("interactions-*"))
    window.settings.privacy.log_interactions = True
    window.workspace.apply_settings("privacy.log_interactions")
    shared = window.workspace.shared
    shared.select([2])
    shared.select([2, 3])
    window.all_actions.trigger("wall.show-all")
    shared.set_filters([window.workspace.context.services.wall.filter("genre", "War")])
    window.all_actions.trigger("watchlist.add-here")
    settle(qtbot, window)
    recorder = window.extras.recorder
    assert recorder is not None
    qtbot.waitUntil(
        lambda: any(line["event"] == "command" for line in read_log(recorder.log.path)),
        timeout=WAIT_MS,
    )
    window.undo()
    settle(qtbot, window)
    qtbot.waitUntil(
        lambda: any(line["event"] == "undo" for line in read_log(recorder.log.path)),
        timeout=WAIT_MS,
    )
    path = recorder.log.path
    window.settings.privacy.log_interactions = False
    window.workspace.apply_settings("privacy.log_interactions")
    shared.select([5])
    lines = list(read_log(path))
    events = [line["event"] for line in lines]
    assert events[0] == "log.start"
    assert {"selection", "inspect", "action", "filters", "command", "undo"} <= set(events)
    assert next(line for line in lines if line["event"] == "inspect")["item"] == 2
    assert {line["name"] for line in lines if line["event"] == "action"} >= {
        "wall.show-all", "watchlist.add-here",
    }  # fmt: skip
    assert not any(line.get("items") == [5] for line in lines)
    assert [line["s"] for line in lines] == sorted(line["s"] for line in lines)


# -- the study


def begin(window: MainWindow, qtbot: QtBot, **times: int) -> StudyRun:
    window.all_actions.trigger("tools.wall-study")
    setup = window.extras.setup
    assert setup is not None
    setup.study.setCurrentText("Genres")
    setup.familiar.setValue(times.get("familiar", 0))
    setup.trial.setValue(times.get("trial", 600))
    setup.start.setValue(times.get("start", 77))
    setup.go.click()
    assert window.extras.run is not None
    return window.extras.run


def wait_live(qtbot: QtBot, run: StudyRun) -> None:
    qtbot.waitUntil(lambda: run._is_live, timeout=WAIT_MS)


def answer(qtbot: QtBot, run: StudyRun, value: int) -> None:
    qtbot.waitUntil(lambda: run.dialog is not None, timeout=WAIT_MS)
    dialog = run.dialog
    assert dialog is not None
    assert not dialog.ok.isEnabled()
    for name in TRIAL_QUESTIONS if run.trial is not None else LAST_QUESTIONS:
        dialog.answer(name, value)
    if run.trial is None:
        dialog.best.setCurrentIndex(1)
        assert not dialog.ok.isEnabled(), "the wall liked least is still missing"
        dialog.worst.setCurrentIndex(3)
    dialog.ok.click()


def test_a_participant_goes_through_all_walls_and_the_record_says_how(
    window: MainWindow, qtbot: QtBot
) -> None:
    run = begin(window, qtbot, familiar=600)
    wall, shared = wall_of(window), window.workspace.shared
    wait_live(qtbot, run)
    assert run.trial is None
    assert not wall.bar.methods.isEnabled()
    run._bar.next_button.click()
    for number, arrangement in enumerate(ORDERS[0]):
        wait_live(qtbot, run)
        assert wall.bar.method == arrangement
        assert wall.view.camera.view.scale == pytest.approx(77, abs=1)
        assert not list(shared.selection)
        for item in range(1, 4 + number):
            shared.select([item])
        window.all_actions.trigger("watchlist.add-here")
        settle(qtbot, window)
        wall.view.zoom_by(0.5)
        wall.presenting.notes.note_view()
        run._bar.next_button.click()
        answer(qtbot, run, 3 + number)
    qtbot.waitUntil(lambda: run.dialog is not None, timeout=WAIT_MS)
    answer(qtbot, run, 6)
    assert window.extras.run is None
    assert wall.bar.methods.isEnabled()
    settle(qtbot, window)
    service = StudyService(window.workspace.context.services.library)
    (record,) = service.records("Genres")
    assert record.is_complete
    assert (record.best, record.worst) == (ORDERS[0][0], ORDERS[0][2])
    assert record.items == 60
    assert [t.arrangement for t in record.trials] == list(ORDERS[0])
    assert [len(t.watchlist) for t in record.trials] == [1, 1, 1]
    assert [t.answers["enjoyed"] for t in record.trials] == [3, 4, 5]
    looked = [{e["item"] for e in t.events if e["event"] == "inspect"} for t in record.trials]
    assert [len(items) for items in looked] == [3, 4, 5]
    views = [e["poster_px"] for e in record.trials[0].events if e["event"] == "view"]
    assert views[0] == pytest.approx(77, abs=1)
    assert any(px != views[0] for px in views)


def test_the_time_of_a_trial_ends_it(window: MainWindow, qtbot: QtBot) -> None:
    run = begin(window, qtbot, start=0)
    wait_live(qtbot, run)
    assert wall_of(window).view.camera.is_fitted
    run._lasts = 0.3
    qtbot.waitUntil(lambda: run.dialog is not None, timeout=WAIT_MS)
    assert run.trial is not None
    assert run.trial.seconds >= 0.3
    run.stop()


def test_a_study_ended_early_keeps_what_was_recorded(window: MainWindow, qtbot: QtBot) -> None:
    wall = wall_of(window)
    wall.arrange_by("name")
    settle(qtbot, window)
    run = begin(window, qtbot)
    wait_live(qtbot, run)
    window.workspace.shared.select([7])
    folder = window.workspace.context.services.library.folder
    window.drop_workspace()
    assert window.extras.run is None
    value = json.loads((folder / "studies" / "Genres" / "P01.json").read_text())
    assert not value["complete"]
    assert [e["item"] for e in value["trials"][0]["events"] if e["event"] == "inspect"] == [7]
    library = Library.open(folder)
    assert StudyService(library).plan("Genres").participant == "P02"
    library.close()


def test_results_are_shown_and_saved(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    run = begin(window, qtbot)
    wait_live(qtbot, run)
    run.stop()
    window.extras.show_results("Genres")
    dialog = window.extras.summary
    assert dialog is not None
    assert dialog.table.rowCount() > 10
    dialog.save(tmp_path / "x.csv")
    dialog.save(tmp_path / "x.json")
    assert (tmp_path / "x.csv").read_text().startswith("study,participant,trial")
    assert json.loads((tmp_path / "x.json").read_text())["participants"] == 1
    dialog.reject()


def test_a_name_that_cannot_be_used_is_refused(window: MainWindow, qtbot: QtBot) -> None:
    window.all_actions.trigger("tools.wall-study")
    setup = window.extras.setup
    setup.study.setCurrentText("../away")
    setup.go.click()
    assert window.extras.run is None
    assert any("cannot name" in notice.text for notice in window.stack.history)


def test_escape_does_not_skip_the_questions(window: MainWindow, qtbot: QtBot) -> None:
    run = begin(window, qtbot)
    wait_live(qtbot, run)
    run._bar.next_button.click()
    qtbot.waitUntil(lambda: run.dialog is not None, timeout=WAIT_MS)
    qtbot.keyClick(run.dialog, Qt.Key.Key_Escape)
    assert run.dialog.isVisible()
    run.stop()

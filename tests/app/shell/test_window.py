"""The window: pages, panels, session, read-only, notices, theme, keyboard."""

import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.services.paths import AppPaths
from app.shell.reports import FailureCatcher
from app.shell.window import MainWindow
from common.errors import AppError
from common.jobs import JobContext
from common.settings import Settings, load_settings
from common.values import Hit, ImportReport, ResultList, SkippedFile

WAIT_MS = 8000


def open_in(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    with qtbot.waitSignal(window.library_shown, timeout=WAIT_MS):
        window.libraries.open(folder)
    qtbot.waitUntil(lambda: window.workspace.is_idle, timeout=WAIT_MS)


def test_the_first_page_offers_three_ways_in(window: MainWindow) -> None:
    window.show()
    assert window.pages.currentWidget() is window.welcome
    assert len(window.welcome.actions_shown) == 3


def test_a_library_opens_with_its_panels_and_a_broken_one_costs_only_itself(
    opened: MainWindow,
) -> None:
    workspace = opened.workspace
    assert set(workspace.panels) == {"tiny-wall", "tiny-side"}
    assert set(workspace.docks) == {"tiny-side", "jobs", "history"}
    assert any("tiny-broken" in notice.text for notice in opened.stack.history)
    assert opened.status.items.text().startswith("5")
    assert opened.settings.recent_libraries == [str(workspace.context.services.library.folder)]


def test_closing_gives_the_lock_back_and_shows_the_first_page(
    opened: MainWindow, folder: Path
) -> None:
    opened.all_actions.trigger("library.close")
    assert opened.pages.currentWidget() is opened.welcome
    again = Library.open(folder)
    assert not again.is_read_only
    again.close()


def test_a_library_that_is_not_there_leaves_the_first_page_and_a_message(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.libraries.open(tmp_path / "none.kinora")
    qtbot.waitUntil(lambda: bool(window.stack.bars), timeout=WAIT_MS)
    assert "There is no library" in window.stack.bars[-1].notice.text
    assert window.pages.currentWidget() is window.welcome


def test_a_session_comes_back(
    qtbot: QtBot, make_window: Callable[..., MainWindow], folder: Path
) -> None:
    first = make_window()
    open_in(qtbot, first, folder)
    workspace = first.workspace
    workspace.panel("tiny-side").box.setText("seaside")
    workspace.docks["jobs"].show()
    workspace.shared.select([2, 4])
    workspace.shared.show_results(ResultList("ships", (Hit(4, 0.5, {"text": 0.5}),), 1, 3.0))
    first.resize(700, 560)
    first.close()
    second = make_window()
    assert (second.width(), second.height()) == (700, 560)
    open_in(qtbot, second, folder)
    assert second.workspace.panel("tiny-side").box.text() == "seaside"
    assert second.workspace.shared.selection == (2, 4)
    assert second.workspace.shared.results.hits[0].item == 4
    assert not second.workspace.docks["jobs"].isHidden()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff",
        b"[]",
        b'{"format": 99, "state": {}}',
        b'{"format": 1, "state": 3}',
        b'{"format": 1, "state": {"docks": 3, "panels": [], "centre": [], "shared": 5}}',
        json.dumps(
            {
                "format": 1,
                "state": {
                    "docks": "####",
                    "panels": {"tiny-side": {}, "tiny-wall": "x"},
                    "shared": {
                        "selection": ["a", True, None, 3],
                        "filters": [{"key": 4}, 5, {"key": "genre", "values": 3, "mode": "odd"}],
                        "results": {"hits": [{"item": "x"}, 9, {"item": 1, "parts": [1]}]},
                    },
                },
            }
        ).encode(),
    ],
)
def test_a_damaged_session_does_not_stop_the_start(
    qtbot: QtBot, window: MainWindow, folder: Path, content: bytes
) -> None:
    (folder / "sessions").mkdir(exist_ok=True)
    (folder / "sessions" / "last.json").write_bytes(content)
    open_in(qtbot, window, folder)
    assert window.workspace.panel("tiny-side").box.text() == ""


def test_a_second_window_is_read_only_and_says_why(
    qtbot: QtBot, opened: MainWindow, make_window: Callable[..., MainWindow], folder: Path
) -> None:
    second = make_window()
    open_in(qtbot, second, folder)
    qtbot.waitUntil(lambda: not second.status.badge.isHidden(), timeout=WAIT_MS)
    banner = next(bar for bar in second.stack.bars if bar.notice.sticky)
    assert "read-only" in banner.notice.text
    assert "another window" in banner.notice.text
    assert "another window" in second.status.badge.toolTip()
    for name in ("import.media", "import.analyse"):
        action = next(a for a in second.all_actions.all() if a.name == name)
        assert not second.all_actions.is_enabled(action)
        assert "another window" in second.all_actions.tip(action)
    opened.close()
    with qtbot.waitSignal(second.library_shown, timeout=WAIT_MS):
        banner._on_run()
    assert second.can_write()
    assert not any(bar.notice.sticky for bar in second.stack.bars)


def test_undo_and_redo_from_the_menu_reach_the_catalogue_and_the_list(
    qtbot: QtBot, opened: MainWindow
) -> None:
    services = opened.workspace.context.services
    history = opened.workspace.docks["history"].widget()
    services.history.do("label.set", {"labels": {"1": 1}}, "Film 0 is relevant")
    qtbot.waitUntil(lambda: history.list.count() == 2, timeout=WAIT_MS)
    assert "Film 0 is relevant" in history.list.item(1).text()
    with qtbot.waitSignal(opened.workspace.shared.labels_changed, timeout=WAIT_MS):
        opened.all_actions.trigger("edit.undo")
    assert services.library.catalogue.labels() == {}
    with qtbot.waitSignal(opened.workspace.shared.labels_changed, timeout=WAIT_MS):
        opened.all_actions.trigger("edit.redo")
    assert services.library.catalogue.labels() == {1: 1}
    qtbot.waitUntil(lambda: history.redo.isEnabled() is False, timeout=WAIT_MS)
    with qtbot.waitSignal(opened.workspace.shared.labels_changed, timeout=WAIT_MS):
        history.list.itemClicked.emit(history.list.item(0))
    assert services.library.catalogue.labels() == {}


def test_an_unforeseen_failure_is_a_message_with_a_report(
    qtbot: QtBot, window: MainWindow, paths: AppPaths
) -> None:
    catcher = FailureCatcher(window)
    catcher.caught.connect(window.on_failure)
    catcher.install()
    try:
        error = ZeroDivisionError(f"in {Path.home()}/secret")
        sys.excepthook(type(error), error, None)
    finally:
        catcher.uninstall()
    bar = window.stack.bars[-1]
    assert "ZeroDivisionError" in bar.notice.text
    bar._on_run()
    report = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError" in report
    assert "Python 3" in report
    assert str(Path.home()) not in report
    assert "~/secret" in report


def test_a_foreseen_failure_is_shown_as_it_is(window: MainWindow) -> None:
    window.notices.error(AppError("The disk is full.", hint="Delete something."))
    assert window.stack.bars[-1].notice.text == "The disk is full. Delete something."
    window.notices.error(AppError("The disk is full.", hint="Delete something."))
    assert len(window.stack.bars) == 1


def test_only_the_newest_messages_stay_in_sight_and_all_are_kept(window: MainWindow) -> None:
    for number in range(6):
        window.notices.warn(f"Number {number}")
    assert [bar.notice.text for bar in window.stack.bars] == ["Number 3", "Number 4", "Number 5"]
    assert len(window.stack.history) == 6


def test_the_theme_is_switched_live_and_kept(
    window: MainWindow, qapp: QApplication, paths: AppPaths
) -> None:
    window.all_actions.trigger("theme.dark")
    assert qapp.palette().window().color().lightness() < 80
    window.all_actions.trigger("theme.light")
    assert qapp.palette().window().color().lightness() > 200
    assert load_settings(paths.settings)[0].appearance.theme == "light"


def test_f11_fills_the_screen(window: MainWindow) -> None:
    window.show()
    window.all_actions.trigger("view.full-screen")
    assert window.isFullScreen()
    window.all_actions.trigger("view.full-screen")
    assert not window.isFullScreen()


def test_a_shortcut_of_a_panel_runs_its_action_and_shows_it(
    qtbot: QtBot, opened: MainWindow
) -> None:
    with qtbot.waitActive(opened):
        opened.show()
        opened.activateWindow()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    opened.workspace.shared.select([3])
    qtbot.keyClick(opened, Qt.Key.Key_L, keys)
    assert opened.workspace.panel("tiny-wall").runs == [(3,)]
    opened.workspace.shared.select([])
    qtbot.keyClick(opened, Qt.Key.Key_L, keys)
    assert len(opened.workspace.panel("tiny-wall").runs) == 1


def test_an_import_shows_in_the_jobs_and_tells_what_was_skipped(
    qtbot: QtBot, opened: MainWindow
) -> None:
    def run(context: JobContext) -> ImportReport:
        context.step(1, 2, "a.jpg")
        return ImportReport(added=3, skipped=[SkippedFile("/x/b.jpg", "it is empty")])

    workspace = opened.workspace
    job = workspace.jobs.submit("io", run, title="Import of “x”")
    job.succeeded.connect(opened.on_imported)
    with qtbot.waitSignal(workspace.shared.items_changed, timeout=WAIT_MS):
        pass
    qtbot.waitUntil(lambda: workspace.is_idle, timeout=WAIT_MS)
    row = workspace.docks["jobs"].widget().rows[0]
    assert row.skipped[0].reason == "it is empty"
    assert not row.more.isHidden()
    row._on_copy()
    assert QGuiApplication.clipboard().text() == "/x/b.jpg\tit is empty"
    assert any("skipped" in notice.text for notice in opened.stack.history)


def test_dropped_files_are_offered_for_import(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[list[Path]] = []
    monkeypatch.setattr(window.libraries, "take_drop", taken.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.org/a.jpg")])
    event = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    QApplication.processEvents()
    assert taken == [[tmp_path]]


def owners(widget: QWidget) -> Iterator[QWidget]:
    """Return the parents of widget, nearest first."""
    while (widget := widget.parentWidget()) is not None:
        yield widget


def nameless(root: QWidget) -> list[str]:
    """Return the controls under root that a screen reader cannot name."""
    found = []
    for widget in root.findChildren(QWidget):
        if widget.focusPolicy() is Qt.FocusPolicy.NoFocus or widget.objectName().startswith("qt_"):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
        label = widget.accessibleName() or text or widget.windowTitle()
        inner = widget.parent() is not None and type(widget.parent()).__name__ in {
            "QSpinBox",
            "QDoubleSpinBox",
            "QComboBox",
            "QComboBoxPrivateContainer",
            "QKeySequenceEdit",
            "QMenuBar",
            "QLineEdit",
        }
        in_popup = type(widget).__name__ == "QListView" and any(
            isinstance(owner, QComboBox) for owner in owners(widget)
        )
        if not label and not inner and not in_popup and widget.isEnabled():
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def test_every_control_has_an_accessible_name(opened: MainWindow) -> None:
    shell = import_module("app.shell.settings_dialog")
    keys = import_module("app.shell.shortcuts")
    imports = import_module("app.shell.import_dialog")
    notices = import_module("app.shell.notices")
    palette = import_module("app.shell.palette")
    actions, title = opened.all_actions.all(), opened.menus.title
    model = palette.ActionModel(actions, [], lambda action: action.shortcut, title)
    opened.notices.warn("A message", "Do it", lambda: None)
    dialogs = [
        shell.SettingsDialog(Settings(), opened.paths),
        keys.ShortcutEditor(actions, Settings(), title),
        keys.ShortcutSheet(actions, Settings(), title),
        imports.ImportDialog(needs_library=True),
        notices.NoticeList(opened.stack.history),
        palette.CommandPalette(model),
    ]
    found = [name for root in (opened, *dialogs) for name in nameless(root)]
    assert found == [], "\n".join(found)
    for dialog in dialogs:
        dialog.deleteLater()


def test_a_panel_where_all_is_off_takes_the_keyboard_itself(opened: MainWindow) -> None:
    opened.show()
    opened.activateWindow()
    opened.bring_up("tiny-wall")
    side = opened.workspace.panel("tiny-side")
    side.box.setEnabled(False)
    opened.bring_up("tiny-side")
    assert opened.focusWidget() is side


@pytest.mark.parametrize("reason", ["", "another window writes to it"])
def test_a_library_that_another_window_has_open_did_not_end_badly(
    opened: MainWindow, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    services = opened.workspace.context.services
    state = {"closed": False, "kept_at": "2026-01-02T03:04:05+00:00"}
    monkeypatch.setattr(services.sessions, "load", lambda: state)
    monkeypatch.setattr(services.library, "read_only_reason", reason)
    said: list[str] = []
    opened.notices.posted.connect(lambda _kind, text, *_: said.append(text))
    opened.sessions.restore(opened.workspace)
    assert any("without closing" in text for text in said) is (not reason)

"""Libraries one after another in one window: what is late changes nothing, nothing is kept."""

import gc
import json
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.shell import libraries as module
from app.shell.extras import Extras
from app.shell.import_dialog import ImportRequest
from app.shell.window import MainWindow
from app.shell.workspace import Workspace
from common.jobs import JobContext
from tests.app.shell.conftest import ENTRIES, open_in

WAIT_MS = 8000


class Gates:
    """Holds libraries back while they open."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached: set[Path] = set()
        self._gates: dict[Path, threading.Event] = {}
        self._open = Library.open
        monkeypatch.setattr(module.Library, "open", self.open)

    def close(self, folder: Path) -> threading.Event:
        """Hold a folder back until the event that is returned is set."""
        return self._gates.setdefault(folder, threading.Event())

    def open(self, folder: Path, **options: Any) -> Library:
        self.reached.add(folder)
        if folder in self._gates:
            self._gates[folder].wait(10)
        return self._open(folder, **options)


def test_a_library_that_was_replaced_while_it_opened_is_let_go_and_says_nothing(
    qtbot: QtBot,
    window: MainWindow,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gates, other = Gates(monkeypatch), tmp_path / "other.kinora"
    imported: list[ImportRequest] = []
    monkeypatch.setattr(window.libraries, "_start_import", imported.append)
    first, second = gates.close(folder), gates.close(other)
    window.libraries.open(folder)
    qtbot.waitUntil(lambda: folder in gates.reached, timeout=WAIT_MS)
    late = window.libraries._opening
    assert late is not None
    request = ImportRequest((tmp_path,), "auto", other)
    with qtbot.waitSignal(late.cancelled, timeout=WAIT_MS):
        window.libraries.import_now(request)
        first.set()
    assert window.libraries.is_busy
    with qtbot.waitSignal(window.library_shown, timeout=WAIT_MS):
        second.set()
    assert window.workspace.context.services.library.folder == other
    assert imported == [request]
    assert not Library.open(folder).is_read_only


def test_what_is_to_be_imported_waits_for_no_other_library(
    qtbot: QtBot,
    window: MainWindow,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    imported: list[ImportRequest] = []
    monkeypatch.setattr(window.libraries, "_start_import", imported.append)
    monkeypatch.setattr(Extras, "is_moving", True)
    window.libraries.import_now(ImportRequest((tmp_path,), "auto", tmp_path / "new.kinora"))
    monkeypatch.undo()
    monkeypatch.setattr(window.libraries, "_start_import", imported.append)
    open_in(qtbot, window, folder)
    assert imported == []


def test_an_analysis_that_is_cancelled_shows_what_it_found(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def analyse(_services: Any, context: JobContext) -> None:
        while True:
            context.step(0)

    monkeypatch.setattr(module, "analyse", analyse)
    opened.libraries.analyse()
    [job] = [one for one in opened.workspace.jobs.jobs() if one.title]
    with qtbot.waitSignal(opened.workspace.shared.items_changed, timeout=WAIT_MS):
        job.cancel()


def test_offers_go_with_the_library_that_they_are_about(opened: MainWindow) -> None:
    opened.notices.info("One item was removed.", "Undo", lambda: None)
    opened.notices.error(RuntimeError("no"))
    opened.libraries.close()
    assert [bar.notice.action for bar in opened.stack.bars if bar.notice.run] == ["Copy report"]


def test_nothing_of_a_closed_library_stays_in_an_open_window(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    window._entries = ENTRIES[:2]  # what tells of the broken one holds on to all
    open_in(qtbot, window, folder)
    workspace = window.workspace
    window.extras.tour.start()
    window.extras.tour.leave()
    services = workspace.context.services
    gone = {
        "workspace": weakref.ref(workspace),
        "services": weakref.ref(services),
        "catalogue": weakref.ref(services.library.catalogue),
        "panel": weakref.ref(workspace.panel("tiny-wall")),
    }
    del workspace, services
    window.libraries.close()
    qtbot.wait(1)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.unfreeze()  # as before the next library
    gc.collect()
    assert [name for name, thing in gone.items() if thing() is not None] == []


def test_the_menus_of_before_go(window: MainWindow) -> None:
    def menus() -> int:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(window.menuBar().findChildren(QMenu))

    before = menus()
    window.all_actions = window._rebuild_actions(window.all_actions)
    assert menus() == before


def test_a_panel_that_closes_badly_keeps_no_library_open(
    qtbot: QtBot, opened: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(opened.workspace.panel("tiny-wall"), "closing", fail)
    opened.libraries.close()
    assert not Library.open(folder).is_read_only


def test_a_session_that_is_being_written_does_not_follow_the_last_one(
    qtbot: QtBot, opened: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go = threading.Event(), threading.Event()

    class Slow:
        """Takes a while to become text."""

        def __repr__(self) -> str:
            begun.set()
            go.wait(10)
            return "slow"

    workspace = opened.workspace
    real, close = workspace.save_state, workspace.close_library
    monkeypatch.setattr(workspace, "save_state", lambda: {**real(), "old": Slow()})
    monkeypatch.setattr(
        "app.shell.session_keeper._stamped",
        lambda state, closed: {**state, "old": None, "closed": closed},
    )
    opened.sessions.keep_now()
    assert begun.wait(5)
    monkeypatch.setattr(workspace, "save_state", real)

    def let_go() -> None:
        go.set()
        close()

    monkeypatch.setattr(workspace, "close_library", let_go)
    opened.libraries.close()
    kept = json.loads((folder / "sessions" / "last.json").read_text("utf-8"))
    assert kept["state"]["closed"] is True


def test_a_write_that_never_ended_holds_up_no_later_session(
    qtbot: QtBot, opened: MainWindow, folder: Path
) -> None:
    class Stuck:
        is_done = False

        def cancel(self) -> None:
            pass

    opened.sessions._job = Stuck()  # type: ignore[assignment]
    opened.libraries.close()
    open_in(qtbot, opened, folder)
    opened.sessions.keep_now()
    assert opened.workspace.jobs.jobs()


def test_the_tour_begins_from_the_first_page_and_in_no_other_library(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def build(place: Path, _context: JobContext) -> Path:
        Library.open(place, create=True).close()
        return place

    monkeypatch.setattr(module, "build_demo", build)
    window = make_window()
    tour = window.extras.tour
    tour._waits = True  # the demo could not be made
    open_in(qtbot, window, folder)
    assert not tour.is_on
    window.libraries.close()
    window.show()
    with qtbot.waitSignal(window.library_shown, timeout=WAIT_MS):
        window.welcome.tour_requested.emit()
    assert tour.is_on
    tour.leave()


def test_a_named_session_without_a_list_shows_none(opened: MainWindow) -> None:
    from app.shell import named_sessions
    from common.values import Hit, ResultList

    shared = opened.workspace.shared
    assert named_sessions.save(opened, "empty")
    shared.show_results(ResultList("dogs", (Hit(1, 1.0),), 1), "search")
    assert named_sessions.open_named(opened, "empty")
    assert not shared.results.hits
    assert not shared.results.query


def test_what_can_be_exported_is_asked_without_reading_the_session(
    opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_workspace: Workspace) -> dict[str, Any]:
        raise AssertionError("all panels were asked for their state")

    with monkeypatch.context() as patch:
        patch.setattr(Workspace, "save_state", fail)
        opened.setFocus()
        assert opened.extras.views.panel() is opened.workspace.panel("tiny-wall")


def test_panels_find_the_labels_read_after_a_mark(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []
    workspace = opened.workspace
    services, jobs = workspace.context.services, workspace.jobs
    real = services.library.catalogue.labels

    def labels(label_set: str = "default") -> dict[int, int]:
        threads.append(threading.current_thread().name)
        return real(label_set)

    assert services.items.labels() == {}
    monkeypatch.setattr(services.library.catalogue, "labels", labels)
    with qtbot.waitSignal(workspace.shared.labels_changed, timeout=WAIT_MS):
        payload = {"labels": {"1": 1}, "set": "default"}
        jobs.submit("db", services.history.do, "label.set", payload, "Mark")
    assert services.items.labels() == {1: 1}
    assert threading.current_thread().name not in threads
    assert threads

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services.importing import Due
from app.services.services import Services
from app.shell import care as module
from app.shell.import_dialog import ImportRequest
from app.shell.window import MainWindow
from common.jobs import JobCancelled, JobContext
from common.settings import ImportSettings, Settings
from common.values import ImportReport
from tests.import_media import service

WAIT_MS = 8000


class Work:
    """Stands for the background work; notes what ran."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, due: Due) -> None:
        self.ran: list[str] = []
        self.due = due
        self.holds = False
        for name in ("warm_up", "look", "catch_up"):
            monkeypatch.setattr(module, name, getattr(self, name))

    def warm_up(self, _services: Services, _context: JobContext) -> None:
        self.ran.append("warm_up")

    def look(self, _services: Services, _context: JobContext) -> tuple[Due, int]:
        self.ran.append("look")
        due, self.due = self.due, Due()
        return due, 0

    def catch_up(self, _services: Services, context: JobContext) -> ImportReport:
        self.ran.append("catch_up")
        try:
            while self.holds:
                context.step(0, 1)
        except JobCancelled:
            self.ran.append("cancelled")
            raise
        return ImportReport(updated=1)


def open_watched(qtbot: QtBot, window: MainWindow, folder: Path, titles: list[str]) -> None:
    with qtbot.waitSignal(window.library_shown, timeout=WAIT_MS):
        window.libraries.open(folder)
    assert window.workspace is not None
    window.workspace.jobs.submitted.connect(lambda job: titles.append(job.title))


def test_it_warms_up_then_fills_in_what_is_due_as_a_job_that_is_seen(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work, titles = Work(monkeypatch, Due(texts=5)), list[str]()
    window = make_window(Settings())
    open_watched(qtbot, window, folder, titles)
    qtbot.waitUntil(lambda: work.ran == ["warm_up", "look", "catch_up"], timeout=WAIT_MS)
    assert "Reading titles and plots" in titles


@pytest.mark.parametrize(
    ("due", "title"),
    [
        (Due(analyses=1, texts=3), "Analysis of what is new"),
        (Due(indexes=1), "Making searches quicker"),
    ],
)
def test_the_job_says_what_it_does(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    due: Due,
    title: str,
) -> None:
    work, titles = Work(monkeypatch, due), list[str]()
    open_watched(qtbot, make_window(Settings()), folder, titles)
    qtbot.waitUntil(lambda: "catch_up" in work.ran, timeout=WAIT_MS)
    assert title in titles


def test_nothing_is_filled_in_where_nothing_is_due(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work, titles = Work(monkeypatch, Due()), list[str]()
    window = make_window(Settings())
    open_watched(qtbot, window, folder, titles)
    qtbot.waitUntil(lambda: "look" in work.ran and window.workspace.is_idle, timeout=WAIT_MS)
    assert work.ran == ["warm_up", "look"]


def test_the_user_may_not_want_it(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work, titles = Work(monkeypatch, Due(texts=5)), list[str]()
    window = make_window(Settings(imports=ImportSettings(analyse_new=False)))
    open_watched(qtbot, window, folder, titles)
    qtbot.waitUntil(lambda: "warm_up" in work.ran and window.workspace.is_idle, timeout=WAIT_MS)
    assert work.ran == ["warm_up"]


def test_it_gives_way_to_an_import_and_looks_again_after_it(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work, titles = Work(monkeypatch, Due(texts=5)), list[str]()
    work.holds = True
    window = make_window(Settings())
    open_watched(qtbot, window, folder, titles)
    qtbot.waitUntil(lambda: "catch_up" in work.ran, timeout=WAIT_MS)
    services = window.workspace.context.services
    services.__dict__["imports"] = service(services.library)
    media = tmp_path / "media"
    media.mkdir()
    window.libraries.import_now(ImportRequest((media,), "auto"))
    qtbot.waitUntil(lambda: work.ran[3:] == ["cancelled", "look"], timeout=WAIT_MS)


def test_a_failure_is_logged_and_shown_to_nobody(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_services: Services, _context: JobContext) -> None:
        raise ValueError("no such thing")

    Work(monkeypatch, Due())
    monkeypatch.setattr(module, "warm_up", fail)
    window = make_window(Settings())
    shown: list[str] = []
    window.notices.posted.connect(lambda _kind, text, *_: shown.append(text))
    open_watched(qtbot, window, folder, [])
    qtbot.waitUntil(lambda: "background work failed" in caplog.text, timeout=WAIT_MS)
    assert not any("no such thing" in text for text in shown)


def test_what_a_closed_library_left_is_freed_when_the_next_one_opens(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Ring:
        """Only a search for garbage finds it."""

        def __init__(self) -> None:
            self.me = self

    Work(monkeypatch, Due())
    window, ring = make_window(Settings()), Ring()
    alive = weakref.ref(ring)
    open_watched(qtbot, window, folder, [])
    del ring
    gc.collect()
    assert gc.get_freeze_count() > 0
    assert alive() is not None  # out of the search while the library is open
    window.libraries.close()
    open_watched(qtbot, window, folder, [])
    assert alive() is None


def test_albums_grow_by_themselves_and_say_so(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work, titles, said = Work(monkeypatch, Due()), list[str](), list[str]()
    monkeypatch.setattr(module, "apply_classifiers", lambda _services, _context: {"dogs": 2})
    window = make_window(Settings())
    window.notices.posted.connect(lambda _level, text, *_: said.append(text))
    open_watched(qtbot, window, folder, titles)
    qtbot.waitUntil(lambda: any("“dogs”" in text for text in said), timeout=WAIT_MS)
    assert "catch_up" not in work.ran

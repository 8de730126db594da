"""A window whose server is slow: it stays alive, says that it waits, and can cancel."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.services.addresses import Addresses, split_secret
from app.services.library import Library
from app.shell import sharing
from app.shell.window import MainWindow
from common.values import ItemKind
from indexers.catalogue import NewItem

WAIT_MS = 30_000


@contextmanager
def slow(url: str) -> Iterator[None]:
    """Let the server answer nothing about items: another one's statement takes that long."""
    address = url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(address) as other:
        other.execute("LOCK TABLE item IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


@pytest.fixture
def folder(tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    plain, secret = split_secret(postgres_url)
    monkeypatch.setenv("KINORA_CATALOGUE_PASSWORD", secret)
    monkeypatch.setattr(sharing, "WAIT_S", 0.2)
    monkeypatch.setattr(sharing, "LOOK_MS", 50)
    made = tmp_path / "x.kinora"
    library = Library.open(made, create=True, addresses=Addresses(catalogue=plain))
    library.catalogue.add_batch([NewItem(str(n), ItemKind.PHOTO) for n in range(1, 6)])
    library.close()
    return made


def test_a_window_waits_and_stays_alive(
    qtbot: QtBot, make_window: Callable[..., MainWindow], folder: Path, postgres_url: str
) -> None:
    window = make_window()
    with qtbot.waitSignal(window.library_shown, timeout=WAIT_MS):
        window.libraries.open(folder)
    qtbot.waitUntil(lambda: window.workspace.is_idle, timeout=WAIT_MS)
    context = window.workspace.context
    ticks: list[int] = []
    pulse = QTimer(window, interval=5)
    pulse.timeout.connect(lambda: ticks.append(1))
    pulse.start()
    with slow(postgres_url):
        job = context.jobs.submit("io", lambda _context: context.services.items.count())
        qtbot.waitUntil(lambda: "is slow" in window.status.currentMessage(), timeout=WAIT_MS)
        assert len(ticks) > 5  # the window went on
        with qtbot.waitSignal(job.cancelled, timeout=WAIT_MS):
            job.cancel()  # while the server still waits
        assert context.services.library.catalogue.waiting_s < 5
    assert context.services.items.count() == 5
    assert context.services.library.catalogue.waiting_s == 0


def test_opening_can_be_cancelled_while_the_server_does_not_answer(
    qtbot: QtBot, make_window: Callable[..., MainWindow], folder: Path, postgres_url: str
) -> None:
    window = make_window()
    with slow(postgres_url):
        window.libraries.open(folder)
        qtbot.waitUntil(lambda: window.pages.currentWidget() is window.progress, timeout=WAIT_MS)
        window.progress.stop.click()
        qtbot.waitUntil(lambda: window.pages.currentWidget() is window.welcome, timeout=WAIT_MS)
        assert not window.libraries.is_busy
    with qtbot.waitSignal(window.library_shown, timeout=WAIT_MS):
        window.libraries.open(folder)
    assert not window.workspace.context.services.library.is_read_only  # nothing holds its lock

"""Garbage is looked for on the thread of the window, and in full where nobody waits."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.shell.garbage import LEAST_MS, MIDDLE_SEARCHES, MOST_MS, YOUNG, GarbageKeeper
from models.device import free_memory


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    gc.unfreeze()
    if was_on:
        gc.enable()


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts full searches; the first number is that of the middle searches so far."""
    counts = [MIDDLE_SEARCHES]
    monkeypatch.setattr(gc, "collect", lambda: counts.append(1))
    monkeypatch.setattr(gc, "get_stats", lambda: [{}, {"collections": counts[0]}, {}])
    return counts


def test_a_full_search_comes_when_no_work_runs(qapp: QApplication, full: list[int]) -> None:
    owner, is_idle = QObject(), [False]
    keeper = GarbageKeeper(lambda: is_idle[0], owner)
    keeper.look()
    assert full[1:] == []
    is_idle[0] = True
    keeper.look()
    assert full[1:] == [1]
    keeper.look()
    assert full[1:] == [1], "nothing has been made since"
    full[0] += MIDDLE_SEARCHES
    keeper.look()
    assert full[1:] == [1, 1]


def test_the_search_is_held_until_a_library_stands(qapp: QApplication) -> None:
    owner = QObject()
    keeper = GarbageKeeper(lambda: True, owner)
    assert not keeper.is_searching
    keeper.settle()
    assert keeper.is_searching
    assert gc.get_freeze_count() > 0


def test_a_window_without_a_library_searches_too(qapp: QApplication) -> None:
    owner = QObject()
    keeper = GarbageKeeper(lambda: True, owner)
    keeper._begin()
    assert keeper.is_searching


def test_what_was_made_is_searched_the_sooner_the_more_it_is(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[int] = []
    count = [YOUNG - 1, 0, 0]
    monkeypatch.setattr(gc, "get_count", lambda: tuple(count))
    monkeypatch.setattr(gc, "collect", searched.append)
    owner = QObject()
    keeper = GarbageKeeper(lambda: True, owner)
    keeper.search()
    assert searched == []
    count[0] = YOUNG
    keeper.search()
    assert searched == [0]
    assert keeper._searches.interval() == LEAST_MS
    count[1] = 10
    keeper.search()
    assert searched == [0, 1]
    count[0] = 0
    for _ in range(10):
        keeper.search()
    assert searched == [0, 1]
    assert keeper._searches.interval() == MOST_MS


class Ring(QWidget):
    """Only a search finds that nobody needs it; notes who destroys it."""

    def __init__(self, destroyers: list[threading.Thread]) -> None:
        super().__init__()
        self.itself = self
        weakref.finalize(self, lambda: destroyers.append(threading.current_thread()))


def test_a_worker_destroys_no_widget(qtbot: QtBot) -> None:
    """However much it makes, and where memory runs out as well."""
    gc.enable()
    owner = QObject()
    keeper = GarbageKeeper(lambda: True, owner)
    keeper.settle()
    destroyers: list[threading.Thread] = []
    Ring(destroyers)

    def work() -> None:
        made = [[number] for number in range(50_000)]
        free_memory()
        del made

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert destroyers == []
    rows = [[number] for number in range(4 * YOUNG)]  # more than is let go of meanwhile
    qtbot.waitUntil(lambda: bool(destroyers), timeout=8000)
    assert destroyers == [threading.main_thread()]
    del rows

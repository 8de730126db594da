"""Full searches for garbage wait until nobody waits for them."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.shell.garbage import MIDDLE_SEARCHES, GarbageKeeper


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
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
    gc.disable()
    keeper = GarbageKeeper(lambda: True, owner)
    assert not gc.isenabled()
    keeper.settle()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[2] > 10_000, "no full search by itself"


def test_a_window_without_a_library_searches_too(qapp: QApplication) -> None:
    owner = QObject()
    gc.disable()
    keeper = GarbageKeeper(lambda: True, owner)
    keeper._begin()
    assert gc.isenabled()

"""Garbage of the tests is looked for between them, on the thread that runs them.

By itself Python searches on whichever thread makes the next object. A worker of a test that came
upon widgets of the test before destroyed them there, which Qt survives often and not always
(`app.shell.garbage` does the same for the window).
"""

import gc
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from app.context import PanelContext

MADE = 2000  # objects left by tests that are worth a search
MIDDLE_SEARCHES = 5  # before a full search is worth its while


def pytest_sessionstart() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    """Take the modules of all tests out of the search: they stay."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    result = yield
    _delete_what_was_left_to_the_loop()
    made, _, middle_searches = gc.get_count()
    is_last = nextitem is None or nextitem.path != item.path
    if is_last and middle_searches >= MIDDLE_SEARCHES:
        gc.collect()
    elif made >= MADE:
        gc.collect(1)
    return result


def _delete_what_was_left_to_the_loop() -> None:
    """Delete widgets whose `deleteLater` waits for a loop of events, which no test may run again.

    Until then they hold what their signals are connected to: Python does not see those references.
    """
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    _leaving.clear()


def let_go(context: "PanelContext") -> None:
    """Stop the jobs of a context that a test made, and delete its objects after the test.

    What their signals are connected to would stay with them: the desk of the test, its library.
    """
    context.jobs.shutdown()
    for one in (context.jobs, context.shared, context.notices, context.actions):
        owner = one.parent() or one
        owner.deleteLater()
        # A signal that goes may hold the last reference to what holds its owner, which must not
        # be destroyed a second time from inside.
        _leaving.append(owner)


_leaving: list["QObject"] = []

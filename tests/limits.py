"""No test waits for ever: a limit of its time, and what happens where Python cannot raise.

`pytest-timeout` raises in the main thread once a test, with its fixtures, has taken `timeout`
seconds: the test fails by its name and the next one runs. That needs Python to run there. A loop of
Qt without a slot in Python, or a call into C, never comes back to it, and Qt takes what is raised
in a slot and goes on. Nothing at all limits the taking down of a test that has failed. So a thread
that does not need Python ends the process `timeout_grace` seconds later, and shows where each
thread stands. `pytest -n` then names the test that the process was at and goes on in a new one.
"""

import faulthandler
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key
from xdist.scheduler import LoadFileScheduling

SLOW_S = 600  # for whatever is marked as slow


class LastingFiles(LoadFileScheduling):
    """A file of tests goes to one worker, and the run goes on where a worker dies.

    The scheduler of xdist 3.8 gives the test that killed a worker to the next one until no worker
    is left, and leaves workers waiting where what it gives them again has all been done
    (pytest-dev/pytest-xdist, issues 1323 and 1327, pull request 1371).
    """

    def remove_node(self, node: Any) -> str | None:
        """Take out a worker and give away what it has not come to.

        Args:
            node: the worker, dead or done.

        Returns:
            The test that it died at, or None.
        """
        workload = self.assigned_work.pop(node)
        left = [(file, test) for file, unit in workload.items() for test in unit if not unit[test]]
        if not left:
            return None
        file, crashed = left[0]
        workload[file][crashed] = True
        open_units = {file: unit for file, unit in workload.items() if not all(unit.values())}
        self.workqueue = type(self.workqueue)({**open_units, **self.workqueue})
        for other in self.assigned_work:
            self._reschedule(other)
        return crashed

    def _reschedule(self, node: Any) -> None:
        if node not in self.registered_collections:
            return  # it has just come, and says what tests there are before it is given some
        super()._reschedule(node)
        # A worker starts a test when it knows what follows.
        while (
            self.workqueue
            and not node.shutting_down
            and self._pending_of(self.assigned_work[node]) < 2
        ):
            self._assign_work_unit(node)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(
        "timeout_grace", "seconds from the timeout to the end of the process", default="60"
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LastingFiles | None:
    return LastingFiles(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SLOW_S))


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Any) -> None:
    item.stash[_ENDS_AFTER] = settings.timeout + float(item.config.getini("timeout_grace"))
    _arm(item)


@pytest.hookimpl(trylast=True)
def pytest_exception_interact(node: Any) -> None:
    """Limit what follows a failure, too: pytest has just taken the limit away."""
    if isinstance(node, pytest.Item) and not node.config.option.usepdb:
        _arm(node)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol() -> Iterator[None]:
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


_ENDS_AFTER = pytest.StashKey[float]()


def _arm(item: pytest.Item) -> None:
    seconds = item.stash.get(_ENDS_AFTER, None)
    if seconds is not None:
        stream = item.config.stash.get(fault_handler_stderr_fd_key, sys.__stderr__)
        faulthandler.dump_traceback_later(seconds, file=stream, exit=True)

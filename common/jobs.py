"""What a job sees: progress out, pause and cancel in. Knows no threads pool and no window."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

REPORT_INTERVAL_S = 0.05


class JobCancelled(Exception):  # noqa: N818 - an outcome, not an error
    """The user cancelled, or a newer job took this one's place."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Args:
        done: steps finished, >= 0.
        total: steps in all; 0 while unknown.
        note: what is being worked on, for display.
    """

    done: int
    total: int = 0
    note: str = ""


def _ignore(_progress: Progress) -> None:
    """The report function of a job that nobody watches."""


class JobContext:
    """A job's only link to the outside: it reports here, waits here and stops here.

    Args:
        report: called on the job's own thread, at most 20 times a second.
    """

    def __init__(self, report: Callable[[Progress], None] = _ignore) -> None:
        self._report = report
        self._stop = threading.Event()
        self._go_on = threading.Event()
        self._go_on.set()
        self._reported_at = 0.0  # seconds, monotonic
        self._waits: list[Callable[[], None]] = []
        self._guard = threading.Lock()

    @property
    def is_cancelled(self) -> bool:
        """Whether cancel() was called."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the job to stop at its next step; a paused one stops too."""
        self._stop.set()
        self._go_on.set()
        with self._guard:
            waits = list(self._waits)
        for interrupt in waits:
            interrupt()

    @contextmanager
    def waiting(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """Let cancel() end a wait inside, for an answer of another machine.

        Args:
            interrupt: called once, on the thread that cancels; must return at once.
        """
        with self._guard:
            self._waits.append(interrupt)
        try:
            yield
        finally:
            with self._guard:
                self._waits.remove(interrupt)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Make this the job of the thread: see running_job()."""
        before = _RUNNING.set(self)
        try:
            yield
        finally:
            _RUNNING.reset(before)

    def pause(self) -> None:
        """Ask the job to wait at its next step."""
        self._go_on.clear()

    def resume(self) -> None:
        """Let a paused job go on."""
        self._go_on.set()

    def step(self, done: int, total: int = 0, note: str = "") -> None:
        """Report (at most 20 times a second), wait here while paused, stop here if cancelled.

        Raises:
            JobCancelled: the user cancelled, or a newer job took this one's place.
        """
        self._go_on.wait()
        if self._stop.is_set():
            raise JobCancelled
        now = time.monotonic()
        if now - self._reported_at >= REPORT_INTERVAL_S or done == total:
            self._reported_at = now
            self._report(Progress(done, total, note))


_RUNNING: ContextVar[JobContext | None] = ContextVar("_RUNNING", default=None)


def running_job() -> JobContext | None:
    """Return the job that runs on this thread; None outside of one."""
    return _RUNNING.get()

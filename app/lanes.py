"""Lanes: queues of functions, each served by some threads; they know nothing of Qt."""

import contextlib
import heapq
import itertools
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from common.jobs import JobContext, Progress
from common.turns import ask_usual_turns

Function = Callable[[JobContext], Any]


class Task:
    """The part of a job that a lane thread touches; knows no Qt object."""

    def __init__(self, function: Function, priority: int) -> None:
        self.function = function
        self.priority = priority
        self.context = JobContext(self._take)
        self.started_at: float | None = None  # seconds, monotonic
        self.unread: Progress | None = None
        self.result: Any = None
        self.error: BaseException | None = None

    def _take(self, progress: Progress) -> None:
        self.unread = progress

    def run(self) -> None:
        """Call the function; keep its result or its exception."""
        self.started_at = time.monotonic()
        try:
            self.context.step(0)
            self.unread = None
            with self.context.running():
                self.result = self.function(self.context)
        except BaseException as error:  # noqa: BLE001 - the lane's last line of defence
            self.error = error

    def let_go(self) -> None:
        """Forget what was called and what it returned: call this where both may be destroyed.

        A function may hold a widget. The thread that ran it keeps the task until the next comes.
        """
        self.function = _ended
        self.result = self.error = None


def _ended(_context: JobContext) -> None:
    """Stand for the function of a task that is over."""


class Lane:
    """A priority queue served by up to width threads, started when first needed."""

    def __init__(
        self, name: str, width: int, settled: Callable[[Task], None], niceness: int = 0
    ) -> None:
        self.name = name
        self.niceness = niceness
        self.width = width
        self.threads: list[threading.Thread] = []
        self._settled = settled
        self._heap: list[tuple[int, int, Task]] = []
        self._numbers = itertools.count()  # first come, first served within a priority
        self._changed = threading.Condition()
        self._waiting = 0
        self._closed = False

    def put(self, task: Task) -> None:
        """Let a task wait for its turn."""
        with self._changed:
            heapq.heappush(self._heap, (task.priority, next(self._numbers), task))
            if self._waiting < len(self._heap) and len(self.threads) < self.width:
                # Daemons, so that a job stuck in a foreign library cannot keep the process alive.
                thread = threading.Thread(
                    target=self._serve, name=f"{self.name}-{len(self.threads)}", daemon=True
                )
                self.threads.append(thread)
                thread.start()
            self._changed.notify()

    def drop(self, task: Task) -> bool:
        """Take a waiting task out of the queue; False where it already runs."""
        with self._changed:
            kept = [entry for entry in self._heap if entry[2] is not task]
            found = len(kept) < len(self._heap)
            if found:
                heapq.heapify(kept)
                self._heap = kept
            return found

    def close(self) -> None:
        """Forget what waits and let the threads end after what they run."""
        with self._changed:
            self._closed = True
            self._heap.clear()
            self._changed.notify_all()

    def _next(self) -> Task | None:
        with self._changed:
            self._waiting += 1
            try:
                while not self._heap and not self._closed:
                    self._changed.wait()
                return None if self._closed else heapq.heappop(self._heap)[2]
            finally:
                self._waiting -= 1

    def _serve(self) -> None:
        _step_back(self.niceness)
        ask_usual_turns()  # the thread of the window starts lanes, and has short ones
        while (task := self._next()) is not None:
            task.run()
            self._settled(task)


def _step_back(niceness: int) -> None:
    """Let the system prefer others to this thread and those it starts (Linux: a thread's own)."""
    if niceness and sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            niceness += os.getpriority(os.PRIO_PROCESS, 0)  # the program may be nice itself
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), min(19, niceness))

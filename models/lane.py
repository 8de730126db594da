"""The one lane that leads to the device: two priorities, micro-batches, bounded.

Callers block until their results are there; they may be many threads. Items of several callers that
ask for the same work are put into one batch. A person's request waits for one running micro-batch
at most, because the lane looks at the interactive queue first, each time.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from common.errors import ModelError
from models.base import Priority

logger = logging.getLogger(__name__)

Run = Callable[[str, list[Any]], list[Any]]


class ClosedError(ModelError):
    """The engine was closed while, or before, something was asked of it."""

    def __init__(self) -> None:
        super().__init__("The network engine is closed.", hint="Open the library again.")


@dataclass(eq=False)
class _Ticket:
    """One caller's request."""

    key: str
    items: Sequence[Any]
    results: list[Any]
    taken: int = 0
    missing: int = 0
    error: BaseException | None = None
    done: threading.Event = field(default_factory=threading.Event)


class Lane:
    """A thread that runs micro-batches, interactive ones first.

    Args:
        run: called on the lane's thread with a key and items; returns one result per item.
        batch_size: how many items of a key make a micro-batch now.
        capacity: background items that may wait; a caller with more waits before it may queue.
        idle_s: seconds without work after which `on_idle` is called.
        on_idle: called on the lane's thread, once a pause; also when the lane closes.
    """

    def __init__(
        self,
        run: Run,
        batch_size: Callable[[str], int],
        *,
        capacity: int = 256,
        idle_s: float = 300.0,
        on_idle: Callable[[], None] = lambda: None,
    ) -> None:
        self._run = run
        self._batch_size = batch_size
        self._capacity = capacity
        self._idle_s = idle_s
        self._on_idle = on_idle
        self._queues: dict[Priority, deque[_Ticket]] = {each: deque() for each in Priority}
        self._waiting = 0  # background items not yet taken
        self._changed = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    def submit(self, key: str, items: Sequence[Any], priority: Priority) -> list[Any]:
        """Run items and return their results, in order; blocks.

        Raises:
            ClosedError: the lane is closed.
            Exception: whatever `run` raised for these items.
        """
        ticket = _Ticket(key, items, [None] * len(items), missing=len(items))
        if not items:
            return []
        with self._changed:
            self._make_room(priority)
            if self._closed:
                raise ClosedError
            self._start()
            self._queues[priority].append(ticket)
            if priority is Priority.BACKGROUND:
                self._waiting += len(items)
            self._changed.notify_all()
        ticket.done.wait()
        if ticket.error is not None:
            raise ticket.error
        return ticket.results

    def close(self) -> None:
        """Finish the running micro-batch, refuse the rest, and join the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _make_room(self, priority: Priority) -> None:
        """Hold a background caller back while enough is waiting already."""
        if priority is Priority.BACKGROUND:
            self._changed.wait_for(lambda: self._closed or self._waiting < self._capacity)

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._loop, name="models", daemon=True)
            self._thread.start()

    def _loop(self) -> None:
        idle_told = True
        while True:
            with self._changed:
                if not self._wait_for_work(idle_told=idle_told) and not self._closed:
                    parts = None
                elif self._closed:
                    break
                else:
                    parts = self._take()
            if parts is None:
                self._on_idle()
                idle_told = True
            else:
                self._execute(parts)
                idle_told = False
        self._refuse_rest()
        self._on_idle()

    def _wait_for_work(self, *, idle_told: bool) -> bool:
        """Wait until there is work or the lane closes; False when it has been idle for long."""
        return self._changed.wait_for(
            lambda: self._closed or any(self._queues.values()),
            timeout=None if idle_told else self._idle_s,
        )

    def _take(self) -> list[tuple[_Ticket, int, int]]:
        """Cut the next micro-batch: (ticket, start, stop) of equal keys and one priority."""
        priority = next(each for each in Priority if self._queues[each])
        queue = self._queues[priority]
        key = queue[0].key
        room = self._room(key)
        parts: list[tuple[_Ticket, int, int]] = []
        for ticket in list(queue):
            if ticket.key != key or not room:
                continue
            start = ticket.taken
            stop = min(len(ticket.items), start + room)
            parts.append((ticket, start, stop))
            ticket.taken = stop
            room -= stop - start
            if stop == len(ticket.items):
                queue.remove(ticket)
        if priority is Priority.BACKGROUND:
            self._waiting -= sum(stop - start for _, start, stop in parts)
            self._changed.notify_all()
        return parts

    def _room(self, key: str) -> int:
        """Return how many items fit; one where that cannot be told: running it tells why."""
        try:
            return max(1, self._batch_size(key))
        except Exception as error:  # noqa: BLE001 - the thread must live, others wait for it
            logger.info("no size of batches of %s: %s", key, error)
            return 1

    def _execute(self, parts: list[tuple[_Ticket, int, int]]) -> None:
        """Run one micro-batch; if it fails, each caller's part is tried alone."""
        parts = [part for part in parts if part[0].error is None]
        if not parts:
            return
        items = [item for ticket, start, stop in parts for item in ticket.items[start:stop]]
        try:
            results = self._run(parts[0][0].key, items)
        except Exception as error:  # noqa: BLE001 - handed to the caller, who raises it
            if len(parts) > 1:
                for part in parts:
                    self._execute([part])
            else:
                self._fail(parts[0][0], error)
            return
        position = 0
        for ticket, start, stop in parts:
            ticket.results[start:stop] = results[position : position + stop - start]
            position += stop - start
            ticket.missing -= stop - start
            if not ticket.missing:
                ticket.done.set()

    def _fail(self, ticket: _Ticket, error: BaseException) -> None:
        """Give up on a ticket and take what is left of it out of its queue."""
        with self._changed:
            for priority, queue in self._queues.items():
                if ticket in queue:
                    queue.remove(ticket)
                    if priority is Priority.BACKGROUND:
                        self._waiting -= len(ticket.items) - ticket.taken
            self._changed.notify_all()
        ticket.error = error
        ticket.done.set()

    def _refuse_rest(self) -> None:
        with self._changed:
            rest = [ticket for queue in self._queues.values() for ticket in queue]
        for ticket in rest:
            self._fail(ticket, ClosedError())

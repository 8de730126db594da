"""Runs tasks on several threads and takes their results in order, with bounded memory."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Protocol, TypeVar

MEMORY_BYTES = 256 << 20  # of results that wait to be taken
_LOOK_AHEAD = 128
_POLL_S = 0.05


class _Sized(Protocol):
    @property
    def nbytes(self) -> int: ...


T = TypeVar("T", bound=_Sized)
Task = Callable[[], T]


def in_order(
    pool: ThreadPoolExecutor, tasks: Sequence[Task[T]], idle: Callable[[], None]
) -> Iterator[T]:
    """Run tasks on a pool and yield their results in order; what waits is bounded in memory.

    Args:
        pool: decoder threads.
        tasks: one a file.
        idle: called every 50 ms while the next result is not there; may raise to stop.
    """
    waiting: deque[Future[T]] = deque()
    mean_bytes = 1.0
    position = 0
    try:
        while position < len(tasks) or waiting:
            room = min(_LOOK_AHEAD, max(2, int(MEMORY_BYTES / mean_bytes)))
            while position < len(tasks) and len(waiting) < room:
                waiting.append(pool.submit(tasks[position]))
                position += 1
            while not wait([waiting[0]], timeout=_POLL_S).done:
                idle()
            result = waiting.popleft().result()
            mean_bytes += 0.1 * (result.nbytes - mean_bytes)
            yield result
    finally:
        for future in waiting:
            future.cancel()
        wait(waiting)

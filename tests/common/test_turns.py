"""Turns of threads, as the kernel tells them."""

import ctypes
import os
import platform
import sys
import threading
from collections.abc import Callable

import pytest

from app.lanes import Lane, Task
from common import turns

_READ = {"x86_64": 315, "aarch64": 275}  # sched_getattr


def told() -> tuple[int, int]:
    """Return the niceness of this thread and the length of its turns in ns, as the kernel says."""
    room = ctypes.create_string_buffer(turns._SHAPE.size)
    number = _READ[platform.machine()]
    assert ctypes.CDLL(None).syscall(number, 0, room, len(room), 0) == 0
    fields = turns._SHAPE.unpack(room.raw)
    return fields[3], fields[5]


def in_thread(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def _has_turns() -> bool:
    if not sys.platform.startswith("linux") or platform.machine() not in _READ:
        return False
    numbers = platform.release().split(".")[:2]
    return tuple(int("".join(filter(str.isdigit, one)) or 0) for one in numbers) >= (6, 12)


@pytest.mark.skipif(not _has_turns(), reason="the system has no turns to ask for")
def test_a_thread_gets_short_turns_and_a_lane_that_it_starts_does_not() -> None:
    found: dict[str, tuple[int, int]] = {}
    done = threading.Event()

    def as_window() -> None:
        found["usual"] = told()
        turns.ask_short_turns()
        found["short"] = told()
        lane = Lane("one", 1, lambda _task: done.set(), niceness=3)
        lane.put(Task(lambda _context: found.update(lane=told()), 0))
        assert done.wait(5)
        lane.close()

    in_thread(as_window)
    niceness = os.getpriority(os.PRIO_PROCESS, 0)
    assert found["short"] == (niceness, 100_000)
    assert found["usual"][1] > 100_000
    assert found["lane"] == (min(19, niceness + 3), found["usual"][1])


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("ctypes.CDLL", never)
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    turns.ask_short_turns()
    monkeypatch.undo()
    monkeypatch.setattr("ctypes.CDLL", never)
    monkeypatch.setattr("sys.platform", "win32")
    turns.ask_usual_turns()

"""How long the system lets a thread run at a time, which decides how soon it runs when it wakes.

Linux serves the thread first whose turn ends first (EEVDF: Stoica and Abdel-Wahab, "Earliest
Eligible Virtual Deadline First", 1995). A thread may ask for shorter turns since Linux 6.12; it
gets no more of the processor by that, but gets it sooner. Elsewhere nothing changes.
"""

import contextlib
import ctypes
import os
import platform
import struct
import sys
import threading

SHORT_MS = 0.1  # the shortest there is
_CALLS = {"x86_64": 314, "aarch64": 274}  # of sched_setattr
_SHAPE = struct.Struct("=IIQiIQQQII")  # struct sched_attr with its bounds of utilization
_KEEP_POLICY = 0x08


def ask_short_turns() -> None:
    """Let this thread run soon after it wakes: a person waits for it.

    Threads that it starts inherit this until they call `ask_usual_turns`.
    """
    _ask(SHORT_MS)


def ask_usual_turns() -> None:
    """Let this thread and those it will start run in turns as long as the system likes."""
    _ask(0.0)


def _ask(turn_ms: float) -> None:
    call = _CALLS.get(platform.machine())
    if not sys.platform.startswith("linux") or call is None:
        return
    with contextlib.suppress(OSError):  # a system that hides its calls: turns stay as they are
        niceness = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        asked = _SHAPE.pack(
            _SHAPE.size, 0, _KEEP_POLICY, niceness, 0, int(turn_ms * 1e6), 0, 0, 0, 0
        )
        ctypes.CDLL(None).syscall(call, 0, asked, 0)

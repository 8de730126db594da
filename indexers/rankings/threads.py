"""Keeps small linear algebra on the thread that asks for it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_guard = threading.Lock()
_inside = 0
_limit: Any = None


@contextmanager
def one_thread() -> Iterator[None]:
    """Let BLAS work on one thread while a block runs.

    Systems of a hundred unknowns take half a millisecond; spread over threads that other programs
    keep waiting, 600 ms were measured. The limit holds for the whole process; blocks may overlap.
    """
    global _inside, _limit  # noqa: PLW0603 - the limit of a process is one of a kind
    with _guard:
        _inside += 1
        if _inside == 1:
            _limit = _pools().limit(limits=1, user_api="blas")
    try:
        yield
    finally:
        with _guard:
            _inside -= 1
            if _inside == 0:
                _limit.restore_original_limits()


@cache
def _pools() -> Any:
    """Return the thread pools of the libraries that are loaded; looked for once."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()

"""The inner loop of poses, compiled where Numba is there, in NumPy where it is not."""

from functools import cache
from typing import Any

from common.loops import load


@cache
def loops() -> Any:
    """Return the module that holds the loop; loads Numba, thus never before a window is shown."""
    return load("indexers.poses", "searching by pose")

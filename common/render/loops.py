"""The inner loops, compiled where Numba is there, in NumPy where it is not."""

from functools import cache
from typing import Any

from common.loops import load


@cache
def loops() -> Any:
    """Return the module that holds the loops; loads Numba, thus never before a window is shown."""
    return load("common.render", "drawing bodies without a graphics card")


def kind() -> str:
    """Return "numba" or "numpy"."""
    return "numpy" if loops().__name__.endswith("plain") else "numba"

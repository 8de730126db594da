"""The inner loops: compiled once somebody has warmed them up, in NumPy until then.

A single picture is drawn sooner in NumPy than Numba is imported, and a window must not wait for a
compiler. What draws many pictures calls warm_up() on a worker first.
"""

from typing import Any

import numpy as np

from common.jobs import JobContext
from common.loops import load
from common.render import plain

_ready: list[Any] = []


def loops() -> Any:
    """Return the module that holds the quickest loops that are ready."""
    return _ready[0] if _ready else plain


def kind() -> str:
    """Return "numba" or "numpy"."""
    return "numpy" if loops() is plain else "numba"


def warm_up(_context: JobContext | None = None) -> None:
    """Load and compile the loops where Numba is there; about a second, then they are used."""
    if _ready:
        return
    found = load("common.render", "drawing bodies without a graphics card")
    places = np.array([[0, 0, 0], [0, 4, 0], [4, 0, 0]], np.float32)
    faces = np.array([[0, 1, 2]], np.int32)
    depth, out = np.full((4, 4), np.inf, np.float32), np.zeros((4, 4), np.uint32)
    table = np.zeros((2, 2), np.uint32)
    found.fill(places, places, faces, table, np.uint32(0), 1.0, depth, out)
    found.halve(out, np.empty((2, 2), np.uint32))
    _ready.append(found)

"""The inner loops of the image graph, loaded when they are first needed."""

import importlib
from functools import cache
from typing import Any


@cache
def loops() -> Any:
    """Return the module that holds the loops; loads Numba, thus never before a window is shown."""
    return importlib.import_module("indexers.maps.kernels")

"""The inner loops, compiled where Numba is there, in NumPy where it is not."""

import importlib
import importlib.util
import logging
from functools import cache
from typing import Any

logger = logging.getLogger(__name__)


@cache
def loops() -> Any:
    """Return the module that holds the loops; loads Numba, thus never before a window is shown."""
    if importlib.util.find_spec("numba") is None:
        logger.info("Numba is not installed: feedback on large collections is slower")
        return importlib.import_module("indexers.feedback.plain")
    return importlib.import_module("indexers.feedback.kernels")


def kind() -> str:
    """Return "numba" or "numpy"."""
    return "numpy" if loops().__name__.endswith("plain") else "numba"

"""The inner loops of matching, compiled where Numba is there, in NumPy where it is not."""

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
        logger.info("Numba is not installed: matching of scene graphs is slower")
        return importlib.import_module("indexers.scenes.plain")
    return importlib.import_module("indexers.scenes.kernels")

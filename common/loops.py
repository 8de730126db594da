"""Inner loops that are compiled by Numba where it is there, and run in NumPy where it is not."""

import importlib
import importlib.util
import logging
from collections.abc import Callable
from typing import Any

logger = logging.getLogger(__name__)


def load(package: str, work: str) -> Any:
    """Return the module `kernels` of a package, or its twin `plain` without Numba.

    Loads Numba, thus never before a window is shown.

    Args:
        package: that holds both.
        work: what is slower without Numba, for the log.
    """
    if importlib.util.find_spec("numba") is None:
        logger.info("Numba is not installed: %s is slower", work)
        return importlib.import_module(f"{package}.plain")
    return importlib.import_module(f"{package}.kernels")


def compiled(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Return a decorator that compiles a function when it is first called.

    Machine code is kept where a folder allows it; the interpreter lock is released.

    Args:
        options: of numba.njit, beside those.
    """
    from numba import njit

    compiler: Any = njit
    every = {"nogil": True, "error_model": "numpy", **options}

    def compile_it(function: Callable[..., Any]) -> Any:
        try:
            return compiler(cache=True, **every)(function)
        except RuntimeError:  # neither the package's nor the user's cache folder can be written
            return compiler(**every)(function)

    return compile_it

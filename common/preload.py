"""Loads the shared libraries of a package while other threads go on.

`import torch` holds the interpreter's lock while the system reads and links 500 MB: no other thread
runs for half a second, the window included. A library that is linked already costs the import
next to nothing, and a foreign call gives the lock up.
"""

import ctypes
import importlib.util
import logging
import os
import sys
from pathlib import Path

logger = logging.getLogger(__name__)

LIBRARIES: dict[str, tuple[str, ...]] = {
    "cv2": ("cv2*.so",),
    "faiss": ("_swigfaiss*.so",),
    "onnxruntime": ("capi/onnxruntime_pybind11_state*.so",),
    "torch": ("lib/libtorch_cpu.so", "lib/libtorch_cuda.so", "lib/libtorch_python.so"),
}
"""Package -> its libraries, in the order in which they are to be linked."""


def preload(package: str) -> int:
    """Link the libraries of a package that is about to be imported; harmless to repeat.

    Args:
        package: one of LIBRARIES; does nothing where it is absent or imported already.

    Returns:
        How many libraries are linked now. What cannot be linked is left to the import, which says
        why.
    """
    if package in sys.modules or not sys.platform.startswith("linux"):
        return 0
    # A foreign function, unlike ctypes.CDLL(path), runs without the interpreter's lock.
    link = ctypes.CDLL(None).dlopen
    link.argtypes, link.restype = [ctypes.c_char_p, ctypes.c_int], ctypes.c_void_p
    linked = [link(os.fsencode(path), os.RTLD_NOW) is not None for path in _found(package)]
    logger.debug("%d of %d libraries of %s linked", sum(linked), len(linked), package)
    return sum(linked)


def _found(package: str) -> list[Path]:
    """Return the library files of an installed package."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return []
    folder = Path(spec.origin).parent
    return [path for pattern in LIBRARIES[package] for path in sorted(folder.glob(pattern))]

"""Arrays in files of NumPy, and what is raised where a file holds none."""

import zlib
from typing import Final
from zipfile import BadZipFile

DAMAGED: Final = (
    OSError, ValueError, LookupError, EOFError, TypeError, AttributeError, NotImplementedError,
    BadZipFile, zlib.error,
)  # fmt: skip
"""What reading `.npy` and `.npz` raises for a file that is missing, cut off, or something else.

An empty file is no `OSError`, one of another form has no arrays to ask for, and one whose bits
changed is found out by its archive, or while it is unpacked.
"""

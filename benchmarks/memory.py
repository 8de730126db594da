"""What memory this process has, and the most it ever had."""

import contextlib
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def largest_mb() -> float:
    """Return the largest resident size of this process so far, MB of 2**20 bytes; 0 on Windows.

    Linux counts it from the start of the program; what getrusage says there includes the size of
    the process that started this one.
    """
    if _STATUS.is_file():
        return _field("VmHWM")
    if sys.platform == "win32":
        return 0.0
    import resource  # which Windows lacks

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def resident_mb() -> float:
    """Return what this process has now, touched maps included, MB; 0 where nobody tells."""
    return _field("VmRSS") if _STATUS.is_file() else 0.0


def forget_largest() -> bool:
    """Let the largest size begin anew, if the system can; return whether it did."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", "ascii")
        return True
    return False


def _field(name: str) -> float:
    fields = dict(line.split(":", 1) for line in _STATUS.read_text("ascii").splitlines())
    return int(fields[name].split()[0]) / 1024

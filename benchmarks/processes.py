"""Measuring in a process of its own, which prints what it measured as JSON on its last line."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class ProcessError(RuntimeError):
    """A process that was to measure did not answer.

    Args:
        why: in a few words, for a note in a table.
        complaints: the last that it said of it, for who looks for the reason.
    """

    def __init__(self, why: str, complaints: str = "") -> None:
        super().__init__(f"{why}\n{complaints}".strip())
        self.why = why


def ask_process(
    arguments: Sequence[object],
    *,
    environment: Mapping[str, str] | None = None,
    limit_s: float | None = None,
    wrapper: Sequence[str] = (),
) -> Any:
    """Run this Python with other arguments and return what it printed last, read as JSON.

    Args:
        arguments: of Python, as `-c CODE ...` or `-m MODULE ...`.
        environment: all variables; None for those of this process.
        limit_s: seconds it may take; None for as long as it wants.
        wrapper: a command, with arguments, that Python is run by.

    Raises:
        ProcessError: it cannot be started, took too long, failed or printed no JSON.
    """
    command = [*wrapper, sys.executable, *map(str, arguments)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=limit_s,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise ProcessError("it took too long") from None
    except OSError as error:
        raise ProcessError(f"it could not be started ({error})") from error
    if done.returncode:
        raise ProcessError(f"it ended with {done.returncode}", done.stderr[-2000:])
    try:
        return json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError) as error:
        raise ProcessError("it printed no JSON") from error


def window_environment(home: Path) -> dict[str, str]:
    """Return variables for a process with a window: own user folders, on the desktop if any.

    Compiled modules are kept, as they are for a user, so that no measured start compiles them.

    Args:
        home: where it keeps its settings.
    """
    environment = {**os.environ, "KINORA_HOME": str(home), "PYTHONDONTWRITEBYTECODE": ""}
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return environment

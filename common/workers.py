"""Modules that run in a process of their own: what they are started with, watched and ended by.

A worker reads a folder and writes into it; the percentage it has reached stands in the file
`progress` there. What it says on stderr is its excuse.
"""

import runpy
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from common.jobs import JobContext

WORKERS: Final = frozenset({"indexers.projection_worker", "models.body.mesh_worker"})
FLAG: Final = "--worker"
POLL_S: Final = 0.03
_ROOT: Final = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a worker ended.

    Args:
        code: exit code, negative for a signal.
        said: what it wrote on stderr.
    """

    code: int
    said: str

    @property
    def why(self) -> str:
        """The last line of what it said, or its code."""
        return self.said.rpartition("\n")[2] or (
            "it was ended" if self.code < 0 else f"code {self.code}"
        )


def command_of(module: str, words: Sequence[str] = ()) -> list[str]:
    """Return what starts a module in a process of its own.

    A frozen program has no interpreter to ask: it is started itself, and main.py runs the worker.
    """
    start = [FLAG, module] if getattr(sys, "frozen", False) else ["-m", module]
    return [sys.executable, *start, *words]


def run_as_worker(words: Sequence[str]) -> bool:
    """Run the worker that the words of the command line name; False where they name none."""
    if len(words) < 2 or words[0] != FLAG or words[1] not in WORKERS:
        return False
    sys.argv = list(words[1:])
    runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    return True


def run_worker(
    module: str,
    folder: Path,
    context: JobContext,
    *,
    words: Sequence[str] = (),
    note: str = "",
    timeout_s: float | None = None,
) -> Ended:
    """Run a worker on a folder until it ends.

    Args:
        module: one of WORKERS.
        folder: its first word.
        context: gets the percentage; the worker is killed when it cancels.
        words: what else it is told.
        note: what it does, for the progress.
        timeout_s: seconds that it may take; None for any.

    Raises:
        JobCancelled: the user cancelled.
        TimeoutError: it took longer than timeout_s and was killed.
    """
    errors = folder / "errors"
    with errors.open("wb") as stderr:
        worker = subprocess.Popen(  # noqa: S603 - nothing of the user's is run
            command_of(module, (str(folder), *words)),
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
        )
        until = None if timeout_s is None else time.monotonic() + timeout_s
        try:
            while worker.poll() is None:
                context.step(_done(folder / "progress"), 100, note)
                if until is not None and time.monotonic() > until:
                    raise TimeoutError(f"{module} took longer than {timeout_s:g} s")
                time.sleep(POLL_S)
        finally:
            if worker.poll() is None:
                worker.kill()
            worker.wait()
    return Ended(worker.returncode, errors.read_text("utf-8", "replace").strip())


def _done(progress: Path) -> int:
    """Return the percentage that the worker last wrote."""
    try:
        return min(99, int(progress.read_text("ascii") or 0))
    except (OSError, ValueError):
        return 0

"""Parses arguments, opens the library, runs one command, prints its document.

Exit codes: 0 done, 1 foreseen error (one line on stderr), 2 wrong usage, 130 interrupted.
"""

import argparse
import importlib
import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol, cast

from app.services.paths import AppPaths
from app.services.program import version
from app.services.services import Services
from common.errors import AppError
from common.jobs import JobCancelled, JobContext, Progress

if TYPE_CHECKING:
    from app.services.addresses import Addresses

logger = logging.getLogger(__name__)

COMMANDS = (
    "import", "info", "facets", "search", "similar", "feedback", "classifiers", "days", "algebra",
    "cluster", "lifelog", "walk", "network", "measure", "evaluate", "explain", "explain-batch",
    "train-classifier", "body", "train-body", "pose", "wall", "export", "marks", "models", "bench",
    "check", "move", "mirror", "record", "replay",
)  # fmt: skip
MODULES = {"import": "importing", "cluster": "explore"}  # `import` is a word of the language


class Command(Protocol):
    """A module of `app.cli` that is one command."""

    NAME: str
    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own arguments."""

    def run(self, arguments: argparse.Namespace, session: "CommandSession") -> Any:
        """Do the work and return a JSON document (dict or list)."""

    def to_text(self, document: Any) -> str:
        """Return the document as lines for a person."""


@dataclass
class CommandSession:
    """What a running command may use.

    Args:
        folder: library folder named by --library, or None.
        quiet: no progress on stderr.
    """

    folder: Path | None
    quiet: bool = False

    @cached_property
    def context(self) -> JobContext:
        """Progress to stderr; cancelled by Ctrl+C."""
        return JobContext() if self.quiet else JobContext(ProgressLine())

    def named_folder(self) -> Path:
        """Return the library folder.

        Raises:
            AppError: none was named, or it is a file.
        """
        if self.folder is None:
            raise AppError("No library was named.", hint="Name its folder: --library MY.kinora.")
        if os.path.isfile(self.folder):  # noqa: PTH113 - False for a name that no file can have
            raise AppError(
                f"“{self.folder}” is a file, and a library is a folder.",
                hint="Name the folder whose name ends in .kinora.",
            )
        return self.folder

    def services(
        self,
        *,
        create: bool = False,
        write: bool = False,
        library: bool = True,
        addresses: "Addresses | None" = None,
    ) -> Services:
        """Open the library and return the services on it; the frame closes them.

        Args:
            create: make the library folder if it is not there.
            write: the command changes the library; fails if that cannot be.
            library: False for commands that need none.
            addresses: of a library that is made.
        """
        from app.services.library import Library

        opened = None
        if library:
            folder = self.named_folder()
            opened = Library.open(
                folder, create=create, read_only=not (write or create), addresses=addresses
            )
            if write:
                opened.require_writable()
        self._services = Services(opened)
        for notice in [*self._services.notices, *(opened.notices if opened else ())]:
            sys.stderr.write(f"{notice}\n")
        return self._services

    def close(self) -> None:
        """Close what services() opened."""
        services = getattr(self, "_services", None)
        if services is not None:
            services.close()


class ProgressLine:
    """Shows progress on stderr: one line that is rewritten, or nothing where stderr is no terminal.

    Where stderr is a file, a line is written every ten seconds at most.
    """

    def __init__(self) -> None:
        self._tty = sys.stderr.isatty()
        self._started = time.monotonic()
        self._written = self._started
        self._phase = (0, 0)  # total, and what was done when the phase began
        self._lock = threading.Lock()

    def __call__(self, progress: Progress) -> None:
        """Write progress."""
        now = time.monotonic()
        if progress.total != self._phase[0] or progress.done < self._phase[1]:
            self._phase = (progress.total, progress.done)
            self._started = now
        if now - self._written < (0.1 if self._tty else 10.0):
            return
        with self._lock:
            self._written = now
            total = f"/{progress.total}" if progress.total else ""
            rate = (progress.done - self._phase[1]) / max(now - self._started, 1e-3)
            left = (
                f", {_about((progress.total - progress.done) / rate)} left"
                if (progress.total and rate > 0)
                else ""
            )
            note = progress.note.encode("utf-8", "replace").decode()[:40]
            speed = f" ({rate:.{0 if rate >= 10 else 1}f}/s{left})" if rate > 0 else ""
            line = f"{progress.done}{total}{speed} {note}".rstrip()
            sys.stderr.write(f"\r\x1b[K{line}" if self._tty else f"{line}\n")
            sys.stderr.flush()


def _about(seconds: float) -> str:
    """Return a rough duration: "40 s", "7 min", "3 h"."""
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def load_command(name: str) -> Command:
    """Import the module of a command."""
    return cast(
        "Command", importlib.import_module(f"app.cli.{MODULES.get(name, name.replace('-', '_'))}")
    )


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """Return the parser; with only, just that command's module is imported."""
    parser = argparse.ArgumentParser(
        prog="kinora" if getattr(sys, "frozen", False) else "python main.py",
        description="Explore a collection of photos, videos, films and lifelogs.",
    )
    add_common(parser, top=True)
    parser.add_argument("--version", action="version", version=f"Kinora {version()}")
    parser.add_argument("--demo", action="store_true", help="use the demo library, built if absent")
    parser.add_argument(
        "--screenshot", type=Path, metavar="FILE.png", help="draw the window into a file and exit"
    )
    parser.add_argument(
        "--size", default="1600x1000", metavar="WxH", help="window size for --screenshot, pixels"
    )
    parser.add_argument("--panel", help="panel to bring to the front (with --screenshot)")
    parser.add_argument(
        "--step",
        action="append",
        default=[],
        metavar="STEP",
        help="what to do before the picture is drawn (with --screenshot; may be repeated): "
        "panel NAME, query TEXT, select N [N ...], run ACTION, state PANEL JSON",
    )
    parser.add_argument(
        "--colours", type=int, metavar="N", help="draw a PNG with at most N colours (2-256)"
    )
    parser.add_argument("--theme", choices=("light", "dark"), help="theme for this run")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name in COMMANDS if only is None else (only,):
        command = load_command(name)
        child = commands.add_parser(name, help=command.HELP, description=command.HELP)
        add_common(child, top=False)
        command.add_arguments(child)
        child.set_defaults(module=command)
    return parser


def add_common(parser: argparse.ArgumentParser, *, top: bool) -> None:
    """Add the options that may stand before or after the name of a command or of its action."""
    absent: Any = None if top else argparse.SUPPRESS
    off: Any = False if top else argparse.SUPPRESS
    parser.add_argument(
        "--library", type=Path, default=absent, metavar="DIR", help="library folder"
    )
    parser.add_argument("--json", action="store_true", default=off, help="print one JSON document")
    parser.add_argument("--quiet", action="store_true", default=off, help="no progress on stderr")
    parser.add_argument("--verbose", action="store_true", default=off, help="log to stderr")


def run_command(arguments: argparse.Namespace) -> int:
    """Run the command in arguments and return the exit code."""
    folder = arguments.library
    if arguments.demo and folder is None:
        folder = AppPaths.of_user().demo
    session = CommandSession(folder, quiet=arguments.quiet)
    previous = signal.getsignal(signal.SIGINT)

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        session.context.cancel()
        signal.signal(signal.SIGINT, previous)  # a second Ctrl+C stops at once

    try:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, interrupt)
        if arguments.demo:
            from app.services.demo import ensure_demo

            ensure_demo(AppPaths.of_user().demo, session.context)
        document = arguments.module.run(arguments, session)
        _print(arguments, document)
        exit_code = getattr(arguments.module, "exit_code", None)
        return 0 if exit_code is None else int(exit_code(document))
    except AppError as error:
        sys.stderr.write(f"{_one_line(error)}\n")
        return 1
    except (KeyboardInterrupt, JobCancelled):
        sys.stderr.write("Interrupted; what was finished is kept.\n")
        return 130
    finally:
        session.close()
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, previous)


def _print(arguments: argparse.Namespace, document: Any) -> int:
    """Write the document to stdout as JSON or text."""
    if arguments.json:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    else:
        text = arguments.module.to_text(document)
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader went away (`| head`): nothing more to say, and nothing to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _one_line(error: AppError) -> str:
    return str(error).replace("\n", "\\n")


def command_name(argv: Sequence[str]) -> str | None:
    """Return the first word of argv that is a command, so that only its module is imported."""
    skip = False
    for word in argv:
        if skip:
            skip = False
        elif word in {
            "--library",
            "--screenshot",
            "--size",
            "--panel",
            "--theme",
            "--step",
            "--colours",
        }:
            skip = True
        elif not word.startswith("-"):
            return word if word in COMMANDS else None
    return None

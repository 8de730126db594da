"""Reports for those who mend: the end of the log, versions, the failure; no names of the user."""

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal, qVersion
from PySide6.QtGui import QGuiApplication

from app.services.logs import LOG_NAME
from app.services.paths import AppPaths, without_home
from app.services.program import version

logger = logging.getLogger(__name__)

LOG_LINES = 200
TAIL_BYTES = 64_000
PACKAGES = (
    "PySide6-Essentials", "SQLAlchemy", "numpy", "torch", "faiss-cpu", "av", "pillow",
    "opencv-python-headless", "onnxruntime",
)  # fmt: skip

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


def log_file(paths: AppPaths) -> Path:
    """Return where the log is written."""
    return paths.logs / LOG_NAME


def build_report(paths: AppPaths, error: BaseException | None = None) -> str:
    """Return a report that can be pasted into an issue.

    Args:
        paths: the user's folders.
        error: the failure it is about.
    """
    parts = ["Kinora report", "", *_versions()]
    if error is not None:
        parts += ["", "Failure:", "".join(traceback.format_exception(error)).rstrip()]
    parts += ["", f"Last lines of {log_file(paths)}:", *_log_tail(log_file(paths))]
    return without_home("\n".join(parts)) + "\n"


def _versions() -> list[str]:
    lines = [
        f"Python {platform.python_version()} ({sys.platform}, {platform.machine()})",
        f"System {platform.platform()}",
        f"Qt {qVersion()} on {QGuiApplication.platformName() or 'no platform'}",
    ]
    lines.append(f"kinora {version()}")
    for name in PACKAGES:
        try:
            lines.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            lines.append(f"{name}: not installed as a package")
    return lines


def _log_tail(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - TAIL_BYTES))
            return file.read().decode("utf-8", "replace").splitlines()[-LOG_LINES:]
    except OSError as error:
        return [f"(no log: {error.strerror})"]


class FailureCatcher(QObject):
    """Takes exceptions that nobody caught: they become a message, not the end of the program."""

    caught = Signal(object)  # the exception

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._previous: Hook | None = None

    def install(self) -> None:
        """Take over from the interpreter."""
        self._previous = sys.excepthook
        sys.excepthook = self._hook

    def uninstall(self) -> None:
        """Give back to the interpreter."""
        if self._previous is not None:
            sys.excepthook = self._previous
            self._previous = None

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            if (application := QGuiApplication.instance()) is not None:
                application.quit()
            return
        logger.error("nobody caught this", exc_info=(kind, error, trace))
        self.caught.emit(error)

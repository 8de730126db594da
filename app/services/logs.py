"""Logging, configured once at start: a rotating file for reports, stderr on request."""

import contextlib
import logging
import logging.handlers
import sys
from pathlib import Path

from app.services.paths import AppPaths

LOG_NAME = "kinora.log"
MAX_BYTES = 2_000_000
FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


def configure_logging(*, verbose: bool = False, paths: AppPaths | None = None) -> Path:
    """Send all log records to the user's log file.

    A log folder that cannot be written is no reason not to start: then there is no file.

    Args:
        verbose: also to stderr, with debug records.
        paths: the user's folders.

    Returns:
        The log file, whether or not it could be opened.
    """
    path = (paths or AppPaths.of_user()).logs / LOG_NAME
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    for name in ("PIL", "matplotlib", "urllib3", "filelock", "transformers"):
        logging.getLogger(name).setLevel(logging.WARNING)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=MAX_BYTES, backupCount=3, encoding="utf-8", errors="backslashreplace"
        )
        handler.setFormatter(logging.Formatter(FORMAT))
        root.addHandler(handler)
    if verbose:
        shown = logging.StreamHandler(sys.stderr)
        shown.setFormatter(logging.Formatter(FORMAT))
        root.addHandler(shown)
    return path

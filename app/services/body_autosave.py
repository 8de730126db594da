"""Keeps what is drawn from being lost: autosave beside the window, and recovery after a kill.

Each open document has a file in a folder of the user's, and holds a lock beside it. A lock that
nobody holds belongs to a Kinora that ended without closing: its file is offered.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Final
from uuid import uuid4

from filelock import FileLock, Timeout

from app.services.body_document import BodyDocument
from app.services.body_document_types import BodyState
from app.services.body_project import SUFFIX, Project, StrokeTexts, read_project, write_project
from common.errors import AppError

_log = logging.getLogger(__name__)

EVERY_S: Final = 0.5
"""Seconds between two saves at least."""

_LOCK: Final = ".lock"


@dataclass(frozen=True, slots=True)
class Recovered:
    """A document of a Kinora that ended without closing it.

    Args:
        path: of the autosaved file.
        changed_at: when it was last saved, UTC.
    """

    path: Path
    changed_at: datetime

    def read(self, *, network: str = "") -> Project:
        """Return what it holds.

        Raises:
            QueryError: the file is damaged.
        """
        return read_project(self.path, network=network)

    def discard(self) -> None:
        """Forget it for good."""
        _drop(self.path)
        _drop(self.path.with_suffix(_LOCK))


def recoverable(folder: Path) -> list[Recovered]:
    """Return what was not closed, the newest first.

    Args:
        folder: of autosaved files.
    """
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        lock = FileLock(path.with_suffix(_LOCK), timeout=0)
        try:
            with lock:
                changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                found.append(Recovered(path, changed))
        except (Timeout, OSError):
            continue  # another window has it open, or it is gone
    return sorted(found, key=lambda one: one.changed_at, reverse=True)


class Autosave:
    """Saves a document after each settled change, at most twice a second, in a worker.

    Args:
        document: to watch; from the thread it is used from.
        folder: that its file goes to; made if absent.
        network: gives the SHA-256 of the network in use; asked in the worker.
        on_failed: told, from the worker, once why nothing can be saved.
        every_s: seconds between two saves at least.
    """

    def __init__(
        self,
        document: BodyDocument,
        folder: Path,
        *,
        network: Callable[[], str] = str,
        on_failed: Callable[[AppError], None] | None = None,
        every_s: float = EVERY_S,
    ) -> None:
        self._document = document
        self._network = network
        self._on_failed = on_failed
        self._every = every_s
        self._texts = StrokeTexts()
        self._path = folder / f"{uuid4().hex}{SUFFIX}"
        self._lock = FileLock(self._path.with_suffix(_LOCK), timeout=0, thread_local=False)
        self._wake = threading.Condition()
        self._due: tuple[BodyState, str] | None = None
        self._is_writing = False
        self._last = -every_s
        self._closed = False
        self._failed = False
        self._thread: threading.Thread | None = None
        self._end = document.on_changed(self._on_changed)
        self._on_changed()

    @property
    def path(self) -> Path:
        """The file, which is there while something is not saved."""
        return self._path

    def flush(self, timeout_s: float = 10.0) -> bool:
        """Wait until the last settled change is on the disk; returns whether it is."""
        with self._wake:
            self._last = -self._every
            self._wake.notify_all()
            ended = self._wake.wait_for(lambda: not (self._due or self._is_writing), timeout_s)
            return ended and not self._failed

    def close(self, *, keep: bool = False) -> None:
        """Stop, and take the file away: the document was saved or given up by the user.

        Args:
            keep: leave the file, so that it is offered the next time.
        """
        self._end()
        if keep:
            self.flush()
        with self._wake:
            self._closed = True
            self._due = None
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join(10.0)
        if not keep:
            _drop(self._path)
        if self._lock.is_locked:
            self._lock.release()
        if not keep:
            _drop(Path(self._lock.lock_file))

    def _on_changed(self) -> None:
        document = self._document
        if not document.is_settled:
            return
        with self._wake:
            if not document.is_modified:
                self._due = None
                if self._thread is not None and not self._is_writing:
                    _drop(self._path)
                return
            source = "" if document.path is None else str(document.path)
            self._due = document.state, source
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="body-autosave", daemon=True
                )
                self._thread.start()
            self._wake.notify_all()

    def _work(self) -> None:
        while True:
            with self._wake:
                while not self._closed and (self._due is None or self._waits() > 0):
                    self._wake.wait(None if self._due is None else self._waits())
                if self._closed or self._due is None:
                    return
                (state, source), self._due = self._due, None
                self._is_writing = True
                self._last = monotonic()
            try:
                self._save(state, source)
            finally:
                with self._wake:
                    self._is_writing = False
                    if not self._document.is_modified and self._due is None:
                        _drop(self._path)  # saved to its own file meanwhile
                    self._wake.notify_all()

    def _waits(self) -> float:
        return self._last + self._every - monotonic()

    def _save(self, state: BodyState, source: str) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if not self._lock.is_locked:
                self._lock.acquire()
            write_project(
                self._path, state, network=self._network(), source=source, texts=self._texts
            )
            self._failed = False
        except (AppError, OSError) as error:
            _log.warning("autosave failed: %s", error)
            told = error if isinstance(error, AppError) else _not_saved(error)
            if not self._failed and self._on_failed is not None:
                self._on_failed(told)
            self._failed = True


def _drop(path: Path) -> None:
    """Delete a file, if it can be."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("“%s” cannot be deleted: %s", path, error)


def _not_saved(error: OSError) -> AppError:
    return AppError(
        f"What you draw cannot be kept ({error.strerror or error}).",
        hint="Save it elsewhere, or make room on the disk.",
    )

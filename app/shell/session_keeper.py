"""Keeps how the window stands, from time to time and at the end, and brings it back."""

import json
import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Slot

from app.jobs import Priority
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.sessions import SessionService
    from app.shell.window import MainWindow
    from app.shell.workspace import Workspace

logger = logging.getLogger(__name__)

KEEP_MS = 15_000  # a process that is killed loses no more than so much of its looks


class SessionKeeper(QObject):
    """Saves the session of a window's library and restores it.

    Args:
        window: whose workspace is kept; nothing is kept where it only draws a picture.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._kept = ""  # what was written last, to write changes only
        self._timer = QTimer(self, interval=KEEP_MS)
        self._timer.timeout.connect(self.keep_now)

    def restore(self, workspace: "Workspace") -> None:
        """Bring back the last session of a library that was just opened."""
        if not self._window.keeps_state:
            return
        state = workspace.context.services.sessions.load()
        if state is not None:
            workspace.restore_state(state)
        self._timer.start()

    @Slot()
    def keep_now(self) -> None:
        """Write the session in the background if it has changed."""
        workspace = self._window.workspace
        if workspace is None or not self._window.keeps_state:
            return
        state = workspace.save_state()
        text = json.dumps(state, default=str)
        if text == self._kept:
            return
        self._kept = text
        job = workspace.jobs.submit(
            "io",
            partial(_write, workspace.context.services.sessions, state),
            replaces="session",
            priority=Priority.BACKGROUND,
        )
        job.failed.connect(self._on_failed)

    def keep_last(self, workspace: "Workspace") -> None:
        """Write the session now: the library is about to be closed."""
        self._timer.stop()
        self._kept = ""
        if not self._window.keeps_state:
            return
        try:
            workspace.context.services.sessions.save(workspace.save_state())
        except (OSError, TypeError) as error:
            logger.warning("the session is not kept: %s", error)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        logger.warning("the session is not kept: %s", error)


def _write(sessions: "SessionService", state: dict[str, Any], context: JobContext) -> None:
    context.step(0)
    sessions.save(state)

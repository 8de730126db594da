"""Keeps how the window stands, after each change and at the end, and brings it back."""

import json
import logging
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Slot

from app.jobs import Job, Priority
from common.jobs import JobContext
from common.values import ResultList

if TYPE_CHECKING:
    from app.services.sessions import SessionService
    from app.shell.window import MainWindow
    from app.shell.workspace import Workspace

logger = logging.getLogger(__name__)

KEEP_MS = 15_000  # how often what nobody tells of is kept: sizes, scroll bars, what is folded out
REST_MS = 80  # after a change
SOON_MS = 250  # changes that follow more quickly than so are kept together
CLOSED, KEPT_AT = "closed", "kept_at"  # whether the library was closed after it; when, UTC


class SessionKeeper(QObject):
    """Saves the session of a window's library and restores it.

    A process that is killed at any time loses no more than the last change: of the query, the
    filters, the results, the selection, which tabs are in front and whatever else panels tell as
    a step.

    Args:
        window: whose workspace is kept; nothing is kept where it only draws a picture.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._kept = ""  # what was written last, to write changes only
        self._writing = threading.Lock()  # so that an older state never follows a newer one
        self._job: Job | None = None
        self._timer = QTimer(self, interval=KEEP_MS)
        self._timer.timeout.connect(self.keep_now)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._on_soon)
        self._is_due = False

    def restore(self, workspace: "Workspace") -> None:
        """Bring back the last session of a library that was just opened."""
        if not self._window.keeps_state:
            return
        state = workspace.context.services.sessions.load()
        if state is not None:
            workspace.restore_state(state)
            is_alone = not workspace.context.services.library.is_read_only  # no other has it open
            if state.get(CLOSED) is False and is_alone:
                self._offer(state)
        shared = workspace.shared
        for signal in (
            shared.view_changed, shared.filters_changed, shared.results_changed,
            shared.selection_changed, shared.label_set_changed, workspace.rearranged,
        ):  # fmt: skip
            signal.connect(self.keep_soon)
        self._timer.start()

    def _offer(self, state: dict[str, Any]) -> None:
        """Say that the library was not closed, and offer to begin afresh."""
        try:
            at = datetime.fromisoformat(str(state.get(KEPT_AT))).astimezone()
        except ValueError:
            return
        text = self.tr(
            "Kinora ended without closing the library. Everything is as it was at {time}."
        )
        self._window.notices.info(
            text.format(time=f"{at:%Y-%m-%d %H:%M:%S}"), self.tr("Begin afresh"), self.begin_afresh
        )

    @Slot()
    def begin_afresh(self) -> None:
        """Leave out what the session brought back: query, filters, selection, results."""
        workspace = self._window.workspace
        if workspace is None:
            return
        workspace.shared.set_filters((), "recovery")
        workspace.shared.select((), "recovery")
        workspace.shared.show_results(ResultList(""), "recovery")
        if "search" in workspace.names:
            self._window.all_actions.trigger("search.clear")

    @Slot()
    def keep_soon(self, *_: object) -> None:
        """Keep the session at once, or with the other changes of this moment."""
        if self._soon.isActive():
            self._is_due = True
            return
        self._is_due = False
        self._soon.start()
        QTimer.singleShot(REST_MS, self, self.keep_now)  # what changed is shown first

    @Slot()
    def _on_soon(self) -> None:
        if self._is_due:
            self.keep_soon()

    @Slot()
    def keep_now(self) -> None:
        """Write the session in the background if it has changed."""
        workspace = self._window.workspace
        if workspace is None or not self._window.keeps_state or self._window.extras.stage.is_on:
            return  # a presentation hides what is to come back
        if self._job is not None and not self._job.is_done:
            self._is_due = True  # the disk is slower than the user
            self._soon.start()
            return
        sessions, state = workspace.context.services.sessions, workspace.save_state()
        kept, writing = self._kept, self._writing

        def write(context: JobContext) -> str:  # a partial would be logged with all of the state
            return _write(sessions, state, kept, writing, context)

        job = workspace.jobs.submit("io", write, priority=Priority.BACKGROUND)
        job.succeeded.connect(self._on_kept)
        job.failed.connect(self._on_failed)
        self._job = job

    def keep_last(self, workspace: "Workspace") -> None:
        """Write the session now: the library is about to be closed."""
        self._timer.stop()
        self._soon.stop()
        self._kept, self._is_due = "", False
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        if not self._window.keeps_state:
            return
        state = _stamped(workspace.save_state(), closed=True)
        try:
            with self._writing:
                workspace.context.services.sessions.save(state)
        except (OSError, TypeError) as error:
            logger.warning("the session is not kept: %s", error)

    @Slot(object)
    def _on_kept(self, text: str) -> None:
        self._kept = text

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        logger.warning("the session is not kept: %s", error)


def _stamped(state: dict[str, Any], *, closed: bool) -> dict[str, Any]:
    return {**state, CLOSED: closed, KEPT_AT: datetime.now(UTC).isoformat(timespec="seconds")}


def _write(
    sessions: "SessionService",
    state: dict[str, Any],
    kept: str,
    writing: threading.Lock,
    context: JobContext,
) -> str:
    """Write a state that is another than the one that was kept; return it as text."""
    context.step(0)
    text = json.dumps(state, default=repr)  # a hit tells all of itself
    if text != kept:
        with writing:
            context.step(0)  # the library may have been closed, and its last state written
            sessions.save(_stamped(state, closed=False))
    return text

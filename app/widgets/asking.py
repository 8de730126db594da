"""One question at a time that a job answers: the base of what holds the query of a panel."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.jobs import Job


class Asking(QObject):
    """Follows the job that answers the latest question; one before it counts no more.

    A subclass submits the job, hands it to `_follow`, and takes the answer: it clears `_job` first
    and tells `ended` last.

    Args:
        parent: the panel or page.
    """

    begun = Signal()
    failed = Signal(object)  # Exception
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job: Job | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a question waits for its answer."""
        return self._job is not None

    def cancel(self) -> None:
        """Stop what answers the question."""
        if self._job is not None:
            self._job.cancel()

    def _follow(self, job: Job, answered: Callable[[Any], None]) -> None:
        """Make a job the one that answers."""
        self._job = job
        job.succeeded.connect(answered)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        self.begun.emit()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self.failed.emit(error)
        self.ended.emit()

    @Slot()
    def _on_cancelled(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self.ended.emit()

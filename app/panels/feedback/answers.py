"""What the feedback panel asked for last; older answers change nothing any more."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.context import PanelContext
from app.jobs import Job, Priority
from common.jobs import JobContext


class Answers(QObject):
    """Runs questions in the background, and hands on the answer to the latest one.

    Args:
        context: jobs.
        parent: owner.
    """

    failed = Signal(object)

    def __init__(self, context: PanelContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._number = 0  # of the question whose answer counts

    @property
    def are_awaited(self) -> bool:
        """Whether a question is open."""
        return self._job is not None

    def ask(
        self,
        function: Callable[[JobContext], Any],
        then: Callable[[Any], None],
        key: str = "feedback",
    ) -> None:
        """Ask; then gets the answer, unless something else was asked or shown meanwhile."""
        job = self._context.jobs.submit("io", function, replaces=key, priority=Priority.INTERACTIVE)
        self._job = job
        self._number += 1
        job.succeeded.connect(partial(self._on_answer, self._number, then))
        job.failed.connect(self._on_failed)

    def drop(self) -> None:
        """Let an answer that is on its way change nothing."""
        if self._job is not None and not self._job.is_done:
            self._job.cancel()
        self._job = None
        self._number += 1

    def _on_answer(self, number: int, then: Callable[[Any], None], answer: Any) -> None:
        if number == self._number:
            self._job = None
            then(answer)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self.failed.emit(error)

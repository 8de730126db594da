"""What the box offers while one types: completions of the last word, and earlier searches."""

import logging
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.search import asking_work
from app.panels.search.box import SearchBox
from app.panels.search.session import SearchSession

logger = logging.getLogger(__name__)

TYPING_MS = 160  # completions are looked up when typing rests for so long


class Completions(QObject):
    """Looks completions up and lets the box show them.

    Args:
        context: services and jobs.
        box: what is typed into; also the owner.
        session: of the panel; nothing is offered while it searches.
    """

    def __init__(self, context: PanelContext, box: SearchBox, session: SearchSession) -> None:
        super().__init__(box)
        self._context = context
        self._box = box
        self._session = session
        self._job: Job | None = None
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._look_up)

    @property
    def is_idle(self) -> bool:
        """Whether typing rests."""
        return not self._typing.isActive()

    def start(self) -> None:
        """Look up when typing rests."""
        self._typing.start()

    def stop(self) -> None:
        """Look nothing up: what stands in the box is searched."""
        self._typing.stop()
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def offer_history(self) -> None:
        """Show what was searched before."""
        texts = self._session.trail.texts()
        self._box.suggest([(text, "", 0) for text in texts], show=True)

    @Slot()
    def _look_up(self) -> None:
        text = self._box.text().strip()
        if not text:
            self._box.suggest([])
            return
        job = self._context.jobs.submit(
            "io",
            partial(asking_work.suggest, self._context.services, text),
            replaces="search-suggest",
            priority=Priority.INTERACTIVE,
        )
        job.succeeded.connect(self._on_suggestions)
        job.failed.connect(self._on_no_suggestions)
        self._job = job

    @Slot(object)
    def _on_suggestions(self, answer: tuple[str, list[tuple[str, str, int]]]) -> None:
        text, found = answer
        if text == self._box.text().strip() and not self._session.is_busy:
            self._box.suggest(found)

    @Slot(object)
    def _on_no_suggestions(self, error: Exception) -> None:
        logger.warning("no completions: %s", error)

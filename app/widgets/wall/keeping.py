"""Keeps the wall going: what draws it, and what happens when thumbnails are lost on the disk."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.context import PanelContext
from app.jobs import Job, Priority
from app.services.wall_thumbs import mend
from app.widgets.card.probe import GlMemory
from app.widgets.error_texts import error_text, service_text
from app.widgets.wall.view import WallView
from common.errors import AppError

if TYPE_CHECKING:
    from app.services.checking import CheckReport

logger = logging.getLogger(__name__)

FOLLOW_MS = 2000  # between two looks at what was made again
MOST_VAIN = 3  # what cannot be made whole would be found for ever
SOURCE = "wall-keeping"


class WallKeeping(QObject):
    """Looks after a view for its panel.

    Args:
        context: of the panel.
        view: the wall.
        parent: the panel.
    """

    def __init__(
        self, context: PanelContext, view: WallView, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._job: Job | None = None
        self._is_told = False
        self._vain = 0  # attempts in a row that made nothing
        self._follow = QTimer(self, interval=FOLLOW_MS)
        self._follow.timeout.connect(self._on_follow)
        view.backend.fell_back.connect(self._on_fell_back)
        view.store.troubled.connect(self.on_trouble)
        context.shared.settings_changed.connect(self._on_setting)
        services = context.services
        view.backend.choose(services.settings.wall.backend, GlMemory(services.paths.config))

    # -- what draws

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if name in {"wall.backend", ""}:
            self._view.backend.choose(self._context.services.settings.wall.backend)

    @Slot(str)
    def _on_fell_back(self, why: str) -> None:
        self._context.notices.warn(
            self.tr("OpenGL cannot be used here (%1): the processor draws the wall.").replace(
                "%1", why
            )
        )

    # -- lost thumbnails

    @Slot(object)
    def on_trouble(self, error: AppError) -> None:
        """Make lost thumbnails again in the background; says so once.

        Args:
            error: why pictures are missing.
        """
        if self._job is not None or self._vain >= MOST_VAIN:
            return
        logger.warning("thumbnails are to be made again: %s", error)
        services, jobs = self._context.services, self._context.jobs
        if services.library.is_read_only:
            self._say(
                self.tr("%1 Another window that may write to the library can make them."), error
            )
        else:
            self._say(self.tr("%1 They are being made again from your media."), error)
        unreadable = frozenset(self._view.store.composer.unreadable)
        self._job = jobs.submit(
            "bulk",
            mend,
            services,
            unreadable,
            replaces="wall-mend",
            title=self.tr("Making thumbnails again"),
            priority=Priority.NORMAL,
        )
        self._job.succeeded.connect(self._on_mended)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        self._follow.start()

    def _say(self, text: str, error: AppError) -> None:
        if not self._is_told:
            self._is_told = True
            self._context.notices.warn(text.replace("%1", error_text(error).what))

    @Slot()
    def _on_follow(self) -> None:
        """Show what was made so far."""
        self._context.shared.items_changed.emit(SOURCE)

    @Slot(object)
    def _on_mended(self, report: "CheckReport") -> None:
        self._end()
        self._vain = 0 if report.repaired else self._vain + 1
        if self._vain <= 1:
            for problem in report.problems:
                self._context.notices.warn(service_text(problem))
        self._view.store.renew()
        self._view.update()
        self._context.shared.items_changed.emit(SOURCE)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._end()
        self._vain = MOST_VAIN
        if isinstance(error, AppError):
            logger.warning("thumbnails cannot be made again: %s", error)
        else:
            self._context.notices.error(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._end()
        self._vain = MOST_VAIN  # the user does not want it now

    def _end(self) -> None:
        self._job = None
        self._follow.stop()

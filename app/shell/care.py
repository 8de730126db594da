"""Looks after the open library in the background: warm searches, and what is still due.

Everything here gives way: it begins when the panels are at rest, its jobs go last, and what writes
is a job that the user sees, pauses and cancels.
"""

import logging
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Slot

from app.jobs import Job, Priority
from app.services.care import (
    SHOWN_EACH_S,
    apply_classifiers,
    catch_up,
    describe_parts,
    find_poses,
    keep_thumbnails,
    link_images,
    look,
    segment_days,
    warm_up,
)
from app.services.days_types import SegmentReport
from app.services.media_thumbnails import MirrorReport
from app.shell.garbage import GarbageKeeper
from app.shell.panel_list import load_modules
from common.values import ImportReport

if TYPE_CHECKING:
    from app.services.importing import Due
    from app.shell.window import MainWindow
    from app.shell.workspace import Workspace

logger = logging.getLogger(__name__)

POLL_MS = 100
MOST_POLLS = 20  # panels that are never at rest do not hold it back for longer


class Care(QObject):
    """Runs background work on the library of the window.

    Args:
        window: whose library is looked after, unless it only draws a picture.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._polls = 0
        self._garbage = GarbageKeeper(self._is_at_rest, self)
        self._working: Job | None = None
        self._shown_at = 0.0
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._on_poll)
        window.library_shown.connect(self._on_library_shown)

    @Slot()
    def _on_library_shown(self) -> None:
        self._garbage.settle()
        if self._window.keeps_state:
            self._polls = 0
            self._timer.start()

    def _is_at_rest(self) -> bool:
        workspace = self._window.workspace
        return workspace is None or workspace.is_idle

    @Slot()
    def _on_poll(self) -> None:
        """Begin once the panels show what they are going to show."""
        workspace = self._window.workspace
        self._polls += 1
        if workspace is not None and not workspace.is_idle and self._polls < MOST_POLLS:
            return
        self._timer.stop()
        if workspace is None:
            return
        job = workspace.jobs.submit(
            "io",
            load_modules,
            workspace.unmade(),
            replaces="load-panels",
            priority=Priority.BACKGROUND,
        )
        job.succeeded.connect(self._on_loaded)

    @Slot(object)
    def _on_loaded(self, _nothing: object) -> None:
        """Make the first search quick once the first look at every panel is."""
        workspace = self._window.workspace
        if workspace is not None:
            QTimer.singleShot(0, workspace, workspace.make_likely)
            self._submit(workspace, warm_up, "warm-up", self._on_warm)

    def _submit(
        self, workspace: "Workspace", work: Callable[..., Any], key: str, then: Callable[..., Any]
    ) -> None:
        """Do work(services, context) behind everything else; a later one of the key replaces it."""
        job = workspace.jobs.submit(
            "io", work, workspace.context.services, replaces=key, priority=Priority.BACKGROUND
        )
        job.succeeded.connect(then)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_warm(self, _nothing: object) -> None:
        self._garbage.add()  # the networks' code has come
        self.look()

    @Slot()
    def look(self) -> None:
        """See whether items lack something, and fill it in; apply classifiers to what is new."""
        self.apply()
        workspace = self._window.workspace
        if workspace is None or not self._window.settings.imports.analyse_new:
            return
        self._submit(workspace, look, "look", self._on_looked)

    @Slot()
    def apply(self) -> None:
        """Apply the saved classifiers to items that are new, so that albums grow by themselves."""
        workspace = self._window.workspace
        if workspace is None:
            return
        self._submit(workspace, apply_classifiers, "apply-classifiers", self._on_applied)
        self._submit(workspace, segment_days, "days-segment", self._on_days)
        self._keep_thumbnails(workspace)
        works = ((link_images, "link-images"), (describe_parts, "describe-parts"),
                 (find_poses, "find-poses"))  # fmt: skip
        for work, key in works:
            job = workspace.jobs.submit(
                "bulk",
                work,
                workspace.context.services,
                replaces=key,
                priority=Priority.BACKGROUND,
            )
            job.failed.connect(self._on_failed)

    def _keep_thumbnails(self, workspace: "Workspace") -> None:
        """Bring the thumbnails and the store that keeps them too to the same state."""
        if not workspace.context.services.library.addresses.media:
            return
        job = workspace.jobs.submit(
            "bulk",
            keep_thumbnails,
            workspace.context.services,
            replaces="keep-thumbnails",
            title=self.tr("Thumbnails in the store"),
            priority=Priority.BACKGROUND,
        )
        self._shown_at = monotonic()
        job.progressed.connect(self._on_thumbnails_coming)
        job.succeeded.connect(self._on_thumbnails_kept)
        job.failed.connect(self._window.notices.error)

    @Slot(object)
    def _on_thumbnails_coming(self, _progress: object) -> None:
        """Show what came meanwhile."""
        if monotonic() - self._shown_at > SHOWN_EACH_S:
            self._shown_at = monotonic()
            self._window.on_items_changed()

    @Slot(object)
    def _on_thumbnails_kept(self, report: MirrorReport) -> None:
        if report.taken:
            self._window.on_items_changed()

    @Slot(object)
    def _on_days(self, report: object) -> None:
        """Let panels show what stays and events tell of items."""
        if isinstance(report, SegmentReport) and report.changed:
            self._window.on_items_changed()

    @Slot(object)
    def _on_applied(self, gained: dict[str, int]) -> None:
        for name, count in gained.items():
            text = self.tr("%n new item(s) joined “{name}”.", "", count).format(name=name)
            self._window.notices.info(text)

    def give_way(self) -> None:
        """Stop filling in: an import begins, which does the same at its end."""
        if self._working is not None:
            self._working.cancel()

    @Slot(object)
    def _on_looked(self, found: "tuple[Due, int]") -> None:
        due, names = found
        workspace = self._window.workspace
        if workspace is None or not (due or names):
            return
        job = workspace.jobs.submit(
            "bulk",
            catch_up,
            workspace.context.services,
            replaces="analyse",
            title=self._title(due),
            priority=Priority.BACKGROUND,
        )
        self._working = job
        job.succeeded.connect(self._on_caught_up)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)

    def _title(self, due: "Due") -> str:
        if due.analyses or due.relations:
            return self.tr("Analysis of what is new")
        if due.texts:
            return self.tr("Reading titles and plots")
        return self.tr("Making searches quicker")

    @Slot(object)
    def _on_caught_up(self, report: object) -> None:
        self._working = None
        if isinstance(report, ImportReport):
            for skipped in report.skipped:
                logger.warning("left out: %s: %s", skipped.path, skipped.reason)
            if report.updated:
                self._window.on_items_changed()
        self.apply()

    @Slot()
    def _on_cancelled(self) -> None:
        self._working = None

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        """Nobody asked for this work, so nobody is told; what is due stays due."""
        self._working = None
        logger.warning("background work failed: %s", error)

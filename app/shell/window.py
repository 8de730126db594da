"""The window: first page or workspace, messages above, status below, menus from the actions."""

import logging
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.context import Actions, Notices
from app.services.history import HistoryEntry
from app.services.paths import AppPaths
from app.services.services import Services
from app.services.sessions import StateFolder
from app.shell.care import Care
from app.shell.core_actions import add_core_actions
from app.shell.dialogs import Dialogs
from app.shell.drop import DropHint
from app.shell.extras import Extras
from app.shell.history_view import HistoryBridge, HistoryView
from app.shell.import_dialog import dropped_paths
from app.shell.jobs_view import JobsView
from app.shell.libraries import Libraries
from app.shell.menus import Menus
from app.shell.networks import Networks
from app.shell.notices import Notice, NoticeBar, NoticeStack
from app.shell.panel_list import PANELS, PanelEntry
from app.shell.session_keeper import SessionKeeper
from app.shell.status import StatusBar
from app.shell.theme import ThemeSwitch, as_choice
from app.shell.welcome import ProgressPage, WelcomePage
from app.shell.workspace import Workspace
from app.widgets.busy import busy_timer
from app.widgets.error_texts import error_line, service_text
from app.widgets.icons import icon
from common.settings import Settings, save_settings
from common.values import ImportReport

logger = logging.getLogger(__name__)

WINDOW_STATE = "window"
FIRST_SIZE = (1440, 900)
REFRESH_MS = 2000  # how often a running import makes panels look again


class MainWindow(QMainWindow):
    """The program's window; shows one library at a time.

    Args:
        settings: of the user; changes are saved at once.
        paths: the user's folders.
        theme: applies light and dark.
        entries: the panels.
        keeps_state: bring the last session back and keep this one; screenshots do not.
    """

    library_shown = Signal()

    def __init__(
        self,
        settings: Settings,
        paths: AppPaths,
        theme: ThemeSwitch,
        entries: tuple[PanelEntry, ...] = PANELS,
        *,
        keeps_state: bool = True,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.paths = paths
        self.theme = theme
        self.workspace: Workspace | None = None
        self.keeps_state = keeps_state
        self.states = StateFolder(paths.config / "state")
        self._entries = entries
        self._history: HistoryBridge | None = None
        self.jobs_view: JobsView | None = None
        self._read_only_bar: NoticeBar | None = None
        self._first_layout: QByteArray | None = None
        self.setWindowTitle("Kinora")
        self.setWindowIcon(icon("kinora"))
        self.setAcceptDrops(True)
        self.notices = Notices(self)
        self.menus = Menus(self, settings)
        self.libraries = Libraries(self)
        self.care = Care(self)
        self.sessions = SessionKeeper(self)
        self.dialogs = Dialogs(self)
        self.networks = Networks(self)
        self.extras = Extras(self)
        self._build()
        self._connect()
        self.all_actions = self._rebuild_actions()
        self._restore_window()
        self.show_welcome()

    def _build(self) -> None:
        self.stack = NoticeStack(self.notices, self.dialogs.copy_report)
        self.welcome = WelcomePage()
        self.progress = ProgressPage()
        self.pages = QStackedWidget()
        for page in (self.welcome, self.progress):
            self.pages.addWidget(page)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.stack)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(inside)
        self._drop_hint = DropHint(inside)
        self.status = StatusBar()
        self.setStatusBar(self.status)
        self.status.show_device(self.settings.models.device)

    def _connect(self) -> None:
        self._busy = busy_timer(self)
        self._busy.timeout.connect(self._on_busy)
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self.on_items_changed)
        self.stack.counted.connect(self.status.show_unseen)
        self.stack.list_wanted.connect(self.dialogs.show_messages)
        self.status.jobs_requested.connect(self._on_jobs_requested)
        self.status.messages_requested.connect(self.dialogs.show_messages)
        self.libraries.opened.connect(self._on_opened)
        self.welcome.demo_requested.connect(self.libraries.open_demo)
        self.welcome.tour_requested.connect(self.extras.tour.start)
        self.welcome.new_requested.connect(self.libraries.ask_new)
        self.welcome.open_requested.connect(self.libraries.ask_open)
        self.welcome.library_requested.connect(self._on_library_requested)
        self.welcome.forgotten.connect(self.libraries.forget)
        self.progress.cancelled.connect(self.libraries.cancel)
        self.theme.changed.connect(self._on_theme_changed)

    def _rebuild_actions(self, before: Actions | None = None) -> Actions:
        actions = Actions(self)
        add_core_actions(actions, self)
        self.menus.show_actions(actions)
        if before is not None:
            before.deleteLater()  # they hold on to all panels of a library
        return actions

    # -- pages

    def show_welcome(self) -> None:
        """Show the first page."""
        self._busy.stop()
        self.welcome.show_recent(self.settings.recent_libraries)
        self.pages.setCurrentWidget(self.welcome)

    def show_progress(self, title: str) -> None:
        """Show the progress page if the work that begins now takes long."""
        self.progress.begin(title)
        self._busy.start()

    @Slot()
    def _on_busy(self) -> None:
        if self.libraries.is_busy:
            self.pages.setCurrentWidget(self.progress)

    @Slot(str)
    def _on_library_requested(self, folder: str) -> None:
        self.libraries.open(Path(folder))

    # -- the open library

    @Slot(object)
    def _on_opened(self, services: Services) -> None:
        self._busy.stop()
        self.all_actions = self._rebuild_actions(self.all_actions)
        workspace = Workspace(services, self.notices, self.all_actions, self._entries)
        self.workspace = workspace
        self._history = HistoryBridge(workspace.context, workspace)
        self._history.finished.connect(self._on_turned)
        self.extras.opened(workspace, self._history)
        self.jobs_view = jobs = JobsView(workspace.jobs)
        history = HistoryView(self._history, can_write=self.can_write())
        workspace.add_dock("history", self.tr("History"), history, "right")
        workspace.add_dock("jobs", self.tr("Jobs"), jobs, "bottom", hidden=True)
        self.pages.addWidget(workspace)
        self.pages.setCurrentWidget(workspace)
        workspace.first_sizes()
        self._first_layout = workspace.saveState()
        self.status.watch(workspace.shared, workspace.jobs)
        workspace.jobs.settled.connect(self._on_job_settled)
        self.setWindowTitle(f"{services.library.name} – Kinora")
        self._say_read_only(services)
        for text in [*services.notices, *services.library.notices]:
            self.notices.warn(service_text(text))
        self.on_items_changed()
        self.sessions.restore(workspace)
        self.library_shown.emit()

    def _say_read_only(self, services: Services) -> None:
        library = services.library
        self._read_only_bar = None
        if library.is_read_only:
            why = service_text(library.read_only_reason)
            text = self.tr("This library is open read-only: {reason}.").format(reason=why)
            again = self.tr("Try again")
            notice = Notice("warning", text, again, self.libraries.reopen, sticky=True)
            self._read_only_bar = self.stack.post(notice)

    def explain_read_only(self) -> None:
        """Say why nothing can be written."""
        if self.workspace is None:
            return
        reason = service_text(self.workspace.context.services.library.read_only_reason)
        self.notices.warn(self.tr("Nothing can be changed here: {reason}.").format(reason=reason))

    def can_write(self) -> bool:
        """Whether a library is open that may be changed."""
        return (
            self.workspace is not None and not self.workspace.context.services.library.is_read_only
        )

    def drop_workspace(self) -> None:
        """Keep the session, stop the jobs and close the library, if one is open."""
        if self.workspace is None:
            return
        self.jobs_view = None
        self.extras.closing()
        workspace, self.workspace = self.workspace, None
        self.sessions.keep_last(workspace)
        if self._history is not None:
            self._history.close()
            self._history = None
        self.stack.drop_offers()
        self._read_only_bar = None
        self._refresh.stop()
        workspace.close_library()
        self.pages.removeWidget(workspace)
        workspace.hide()
        workspace.deleteLater()
        self.status.show_library(None)
        self.setWindowTitle("Kinora")
        self.all_actions = self._rebuild_actions(self.all_actions)

    @Slot(object)
    def on_import_progress(self, _progress: object) -> None:
        """Let the panels look again from time to time while an import runs."""
        if not self._refresh.isActive():
            self._refresh.start()

    @Slot(object)
    def on_imported(self, report: object) -> None:
        """Say what an import did and let all panels look again."""
        self._refresh.stop()
        self.on_items_changed()
        if not isinstance(report, ImportReport):
            return
        text = self.tr("Import finished: %n item(s) added.", "", report.added)
        if report.skipped:
            skipped = self.tr("%n file(s) skipped.", "", len(report.skipped))
            self.notices.warn(f"{text} {skipped}", self.tr("Show"), self._on_jobs_requested)
        else:
            self.notices.posted.emit("success", text, "", None)

    @Slot()
    def on_items_changed(self) -> None:
        """Tell all panels that there are other items than before."""
        if self.workspace is None:
            return
        services = self.workspace.context.services
        services.library.scores.forget()  # before anybody asks again
        self.workspace.shared.items_changed.emit("shell")
        job = self.workspace.jobs.submit(
            "io", lambda _context: services.library.catalogue.count(), replaces="count"
        )
        job.succeeded.connect(self._on_counted)

    @Slot(object)
    def _on_job_settled(self, _job: object) -> None:
        """Say where networks run as soon as one has run."""
        if self.workspace is not None and (device := self.workspace.context.services.device):
            self.status.show_device(device)

    @Slot(object)
    def _on_counted(self, items: int) -> None:
        if self.workspace is not None:
            library = self.workspace.context.services.library
            self.status.show_library(items, service_text(library.read_only_reason))

    @Slot(object)
    def on_job_failed(self, error: BaseException) -> None:
        """Show the failure of a job."""
        self.notices.error(error)
        self.on_items_changed()

    @Slot(object)
    def on_failure(self, error: BaseException) -> None:
        """Show a failure that nobody caught."""
        self.notices.error(error)

    # -- what actions do

    def undo(self) -> None:
        """Undo the latest command."""
        if self._history is not None:
            self._history.undo()

    def redo(self) -> None:
        """Do the latest undone command again."""
        if self._history is not None:
            self._history.redo()

    @Slot(str, object)
    def _on_turned(self, what: str, entry: HistoryEntry | None) -> None:
        if entry is None:
            text = self.tr("Nothing to undo") if what == "undo" else self.tr("Nothing to redo")
        elif what == "undo":
            text = self.tr("Undone: {title}").format(title=entry.title)
        else:
            text = self.tr("Done again: {title}").format(title=entry.title)
        self.status.showMessage(text, 4000)

    def bring_up(self, name: str) -> bool:
        """Show a panel or view and go there; False where there is none."""
        return self.workspace is not None and self.workspace.bring_up(name)

    @Slot()
    def _on_jobs_requested(self) -> None:
        self.bring_up("jobs")

    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def choose_theme(self, name: str) -> None:
        """Switch the theme now and keep it."""
        self.settings.appearance.theme = as_choice(name)
        self.theme.choose(as_choice(name))
        self.save_settings()

    @Slot(object)
    def _on_theme_changed(self, _theme: object) -> None:
        self.welcome.refresh()

    def reset_layout(self) -> None:
        """Put all panels where they were at first."""
        if self.workspace is not None and self._first_layout is not None:
            self.workspace.restoreState(self._first_layout)
            self.workspace.first_sizes()

    def save_settings(self) -> None:
        """Write the settings; say so if that fails."""
        try:
            save_settings(self.settings, self.paths.settings)
        except OSError as error:
            text = self.tr("The settings cannot be saved: {error}")
            self.notices.warn(text.format(error=error_line(error)))

    # -- the window itself

    def _restore_window(self) -> None:
        state: dict[str, Any] = (self.states.load(WINDOW_STATE) or {}) if self.keeps_state else {}
        geometry = state.get("geometry")
        if not isinstance(geometry, str) or not self.restoreGeometry(
            QByteArray.fromBase64(QByteArray(geometry.encode()))
        ):
            self.resize(*FIRST_SIZE)
        self.dialogs.recent = [str(name) for name in state.get("recent") or [] if name]

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the state, stop all jobs, close the library, then the window."""
        self.extras.stage.leave()  # it fills the screen, which the next start shall not
        if self.keeps_state:
            state = {
                "geometry": bytes(self.saveGeometry().toBase64().data()).decode(),
                "recent": self.dialogs.recent,
            }
            try:
                self.states.save(WINDOW_STATE, state)
            except OSError as error:
                logger.warning("the place of the window is not kept: %s", error)
        self.libraries.shutdown()
        self.drop_workspace()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files and folders."""
        if dropped_paths(event):
            event.acceptProposedAction()
            self._drop_hint.show_over()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the hint away."""
        self._drop_hint.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped, or open it."""
        self._drop_hint.hide()
        paths = dropped_paths(event)
        if paths:
            event.acceptProposedAction()
            # After the drop is over: a dialog inside it would block the other program.
            QTimer.singleShot(0, self, lambda: self.libraries.take_drop(paths))

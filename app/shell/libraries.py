"""Opening, making, closing and filling libraries from the window."""

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.jobs import Job, JobRunner, Priority
from app.services.library import Library
from app.services.library_files import SUFFIX
from app.services.media_places import Source, display_name
from app.services.paths import AppPaths
from app.services.services import Services
from app.shell.import_dialog import ImportDialog, ImportRequest
from app.widgets.error_texts import service_text
from common.errors import AppError
from common.jobs import JobContext
from common.settings import Settings

if TYPE_CHECKING:
    from app.shell.window import MainWindow

logger = logging.getLogger(__name__)

RECENT = 10


def open_services(
    folder: Path,
    settings: Settings,
    paths: AppPaths,
    create: bool,
    made: list[Services],
    context: JobContext,
) -> Services:
    """Open a library and touch what the window shows first, so that nothing waits on disk later.

    Args:
        folder: of the library.
        settings: of the user.
        paths: the user's folders.
        create: make it where it is not there.
        made: gets the services, which somebody must close even where nobody wants them any more.
        context: of the job.

    Raises:
        LibraryError: see Library.open().
    """
    context.step(0)
    library = Library.open(folder, create=create)
    services = Services(library, settings, paths)
    try:
        library.catalogue.count()
        context.step(1)
    except BaseException:
        services.close()
        raise
    made.append(services)
    return services


def _close_all(made: Sequence[Services]) -> None:
    """Close a library that was opened in vain: it would stay locked."""
    for services in made:
        services.close()


def build_demo(folder: Path, context: JobContext) -> Path:
    """Build the demo library where it is not there yet, and return its folder."""
    from app.services.demo import ensure_demo

    ensure_demo(folder, context, texts=False)
    return folder


def analyse(services: Services, context: JobContext) -> Any:
    """Run the analyses that items lack."""
    return services.imports.analyse(context)


def check(services: Services, context: JobContext) -> Any:
    """Check the library; the service is made here, on the job's thread.

    After any import that runs: vectors that it has written and not named yet look like leftovers.
    """
    with services.imports.alone(context):
        return services.check.run(context)


class Libraries(QObject):
    """What the File menu does.

    Args:
        window: whose library is opened and closed.
    """

    opened = Signal(object)  # Services

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._jobs = JobRunner(self)
        self._opening: Job | None = None
        self._then_import: ImportRequest | None = None
        self.failure: BaseException | None = None  # of the last try to open

    # -- opening

    def open(
        self, folder: Path, *, create: bool = False, then: ImportRequest | None = None
    ) -> None:
        """Close the open library, if any, and open folder in the background, then import."""
        if self._is_moving():
            return
        self.failure, self._then_import = None, then
        self.close()
        self._window.show_progress(
            self.tr("Opening “{name}” …").format(name=folder.name.removesuffix(SUFFIX))
        )
        made: list[Services] = []
        self._opening = self._jobs.submit(
            "io",
            partial(open_services, folder, self._window.settings, self._window.paths, create, made),
            replaces="open",
            priority=Priority.INTERACTIVE,
        )
        self._opening.cancelled.connect(partial(_close_all, made))
        self._opening.succeeded.connect(self._on_opened)
        self._opening.failed.connect(self._on_failed)
        self._opening.cancelled.connect(self._on_cancelled)

    def open_demo(self) -> None:
        """Build the demo library if it is absent, then open it."""
        if self._is_moving():
            return
        self._then_import = None
        self.close()
        self._window.show_progress(self.tr("Making the demo library …"))
        folder = self._window.paths.demo
        self._opening = self._jobs.submit("io", build_demo, folder, replaces="open")
        self._opening.progressed.connect(self._window.progress.show_progress)
        self._opening.succeeded.connect(self._on_demo_built)
        self._opening.failed.connect(self._on_failed)
        self._opening.cancelled.connect(self._on_cancelled)

    def reopen(self) -> None:
        """Close the open library and open it again, e.g. once nobody else writes to it."""
        if self._window.workspace is not None:
            self.open(self._window.workspace.context.services.library.folder)

    def _is_moving(self) -> bool:
        """Whether a library is being moved, which is said; the page stays then."""
        if self._window.extras.is_moving:
            self._window.notices.warn(self.tr("A library is being moved. Stop the move first."))
            return True
        return False

    def move(self) -> None:
        """Close the open library and show the page that moves it to other addresses."""
        workspace = self._window.workspace
        if workspace is None:
            return
        folder = workspace.context.services.library.folder
        self.close()
        page = self._window.extras.move_page()
        try:
            page.begin(folder)
        except AppError as error:
            self._window.notices.error(error)
            self.open(folder)
            return
        self._window.pages.setCurrentWidget(page)

    @property
    def is_busy(self) -> bool:
        """Whether a library is being opened or made."""
        return self._opening is not None

    def cancel(self) -> None:
        """Stop opening."""
        if self._opening is not None:
            self._opening.cancel()

    @Slot(object)
    def _on_demo_built(self, folder: Path) -> None:
        self._opening = None
        self.open(folder)

    @Slot(object)
    def _on_opened(self, services: Services) -> None:
        self._opening = None
        self._remember(services.library.folder)
        self.opened.emit(services)
        request, self._then_import = self._then_import, None
        if request is not None:
            self._start_import(request)

    @property
    def _is_late(self) -> bool:
        """Whether what ended was replaced: another library is on its way by now."""
        return self.sender() is not self._opening

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        if self._is_late:
            return
        self._opening = None
        self.failure = error
        self._then_import = None
        self._window.show_welcome()
        self._window.notices.error(error)

    @Slot()
    def _on_cancelled(self) -> None:
        if self._is_late:
            return
        self._opening = None
        self._then_import = None
        self._window.show_welcome()

    def close(self) -> None:
        """Close the open library and show the first page."""
        self._window.drop_workspace()
        self._window.show_welcome()

    def shutdown(self) -> None:
        """Stop everything; the window closes."""
        self._jobs.shutdown()
        self._window.extras.shutdown()

    def _remember(self, folder: Path) -> None:
        if not self._window.keeps_state:
            return
        recent = [str(folder), *self._window.settings.recent_libraries]
        self._window.settings.recent_libraries = list(dict.fromkeys(recent))[:RECENT]
        self._window.save_settings()

    def forget(self, folder: str) -> None:
        """Take a library off the list of recent ones; nothing is deleted."""
        known = self._window.settings.recent_libraries
        self._window.settings.recent_libraries = [entry for entry in known if entry != folder]
        self._window.save_settings()
        self._window.show_welcome()

    # -- asking

    def ask_open(self) -> None:
        """Let the user choose a library folder."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Open library"))
        if folder:
            self.open(Path(folder))

    def ask_new(self) -> None:
        """Let the user choose media for a new library."""
        self.ask_import_of((), new=True)

    def ask_import(self) -> None:
        """Let the user choose media for the open library, or for a new one."""
        self.ask_import_of(())

    def take_drop(self, paths: Sequence[Source]) -> None:
        """Open what was dropped if it is a library, else offer to import it."""
        first = paths[0] if len(paths) == 1 else None
        if isinstance(first, Path) and (first / "library.json").is_file():
            self.open(first)
            return
        self.ask_import_of(paths)

    def ask_import_of(self, paths: Sequence[Source], *, new: bool = False) -> None:
        """Show the import dialog with paths listed.

        Args:
            paths: folders, files and addresses.
            new: make a new library even where one is open.
        """
        workspace = self._window.workspace
        needs_library = new or workspace is None
        if not needs_library and not self._window.can_write():
            self._window.explain_read_only()
            return
        dialog = ImportDialog(
            paths,
            needs_library=needs_library,
            analyses=self._analyses(),
            parent=self._window,
        )
        dialog.finished.connect(self._on_import_asked)
        dialog.open()

    @Slot(int)
    def _on_import_asked(self, result: int) -> None:
        dialog = self.sender()
        assert isinstance(dialog, ImportDialog)
        dialog.deleteLater()
        if result == ImportDialog.DialogCode.Accepted:
            self.import_now(dialog.request())

    def _analyses(self) -> list[str]:
        settings = self._window.settings.imports
        found = [self.tr("similarity"), self.tr("colours"), self.tr("concepts")]
        if settings.detect_objects:
            found.append(self.tr("objects"))
        if settings.read_text:
            found.append(self.tr("text in pictures"))
        return found

    # -- filling

    def import_now(self, request: ImportRequest) -> None:
        """Import into the library named by request, made if it is not there."""
        if request.library is None:
            self._start_import(request)
        else:
            self.open(request.library, create=True, then=request)

    def _start_import(self, request: ImportRequest) -> None:
        workspace = self._window.workspace
        if workspace is None:
            return
        services = workspace.context.services
        self._window.care.give_way()
        title = self.tr("Import of {name}").format(name=self._name_of(request))

        def run(context: JobContext) -> Any:
            return services.imports.run(list(request.paths), cast("Any", request.kind), context)

        job = workspace.jobs.submit("bulk", run, title=title, priority=Priority.BACKGROUND)
        jobs_view = self._window.jobs_view
        row = None if jobs_view is None else jobs_view.row_of(job)
        if row is not None:
            row.watch_skipped(lambda: services.imports.skipped_so_far)
        job.progressed.connect(self._window.on_import_progress)
        job.succeeded.connect(self._window.on_imported)
        job.succeeded.connect(self._window.care.look)
        job.cancelled.connect(self._window.on_items_changed)
        job.failed.connect(self._window.on_job_failed)
        workspace.bring_up("jobs")

    def _name_of(self, request: ImportRequest) -> str:
        if len(request.paths) == 1:
            return f"“{display_name(str(request.paths[0]))}”"
        return self.tr("%n source(s)", "", len(request.paths))

    def analyse(self) -> None:
        """Run the analyses that items lack."""
        workspace = self._window.workspace
        if workspace is None:
            return
        job = workspace.jobs.submit(
            "bulk",
            analyse,
            workspace.context.services,
            replaces="analyse",
            title=self.tr("Analysis of what is new"),
            priority=Priority.BACKGROUND,
        )
        job.succeeded.connect(self._window.on_imported)
        job.cancelled.connect(self._window.on_items_changed)  # what was found by then is kept
        job.failed.connect(self._window.on_job_failed)
        workspace.bring_up("jobs")

    def check(self) -> None:
        """Check the integrity of the library and say what was found."""
        workspace = self._window.workspace
        if workspace is None:
            return
        services = workspace.context.services
        job = workspace.jobs.submit(
            "io",
            check,
            services,
            replaces="check",
            title=self.tr("Check of the library"),
        )
        job.succeeded.connect(self._on_checked)
        job.failed.connect(self._window.on_job_failed)

    @Slot(object)
    def _on_checked(self, report: Any) -> None:
        problems = list(getattr(report, "problems", ()) or ())
        if not problems:
            self._window.notices.info(self.tr("The library is sound."))
            return

        def show() -> None:
            QMessageBox.warning(
                self._window, self.tr("Check"), "\n".join(map(service_text, problems[:40]))
            )

        self._window.notices.warn(
            self.tr("%n problem(s) found.", "", len(problems)), self.tr("Show"), show
        )

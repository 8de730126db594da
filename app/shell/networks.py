"""Networks: which are here and what the others would add; adding weights, downloads on request."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.jobs import Job, JobRunner, Priority
from app.services.services import Services
from app.shell.network_lines import NetworkLine, read_lines, toggle_analyser
from app.shell.network_list import NetworkList, size_text
from app.widgets.error_texts import error_line, service_text
from common.errors import AppError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.shell.window import MainWindow

logger = logging.getLogger(__name__)


def add_weights(services: Services, path: Path, _context: JobContext) -> list[Any]:
    """Register a file, or all models of a folder, and return their lines."""
    return services.models.add(path)


def plan_download(services: Services, name: str, _context: JobContext) -> Any:
    """Return what a download would fetch; contacts no one."""
    return services.models.plan(name)


def download(services: Services, name: str, context: JobContext) -> Any:
    """Fetch a network that the user agreed to."""
    return services.models.get(name, context)


def restart_engine(services: Services, _context: JobContext) -> None:
    """Let the next use of a network follow the settings of now."""
    services.models.restart_engine()


class Networks(QObject):
    """What “Networks …” in the Tools menu does.

    Jobs run beside those of the open library, so that they are seen, paused and cancelled there; on
    the first page they run here.

    Args:
        window: whose networks are shown.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._jobs = JobRunner(self)
        self._services: Services | None = None
        self.dialog: NetworkList | None = None
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._on_quit)

    def show(self) -> None:
        """Open the list, or bring it to the front."""
        if self.dialog is None:
            self.dialog = NetworkList(self._window)
            self.dialog.add_requested.connect(self._on_add)
            self.dialog.download_requested.connect(self._on_download)
            self.dialog.analyser_switched.connect(self.switch_analyser)
            self.dialog.finished.connect(self._on_closed)
        self.dialog.show()
        self.dialog.raise_()
        self.refresh()

    @Slot()
    def _on_closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    @Slot()
    def _on_quit(self) -> None:
        self._jobs.shutdown()

    def refresh(self) -> None:
        """Read again what is here."""
        self._run(read_lines, then=self._on_lines, replaces="networks")

    def apply_settings(self) -> None:
        """Let networks run where and how the settings say from now on."""
        if self._window.workspace is not None:
            self._run(restart_engine, lane="gpu", replaces="restart-engine")

    def _run(
        self,
        function: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        lane: str = "io",
        title: str | None = None,
        replaces: str | None = None,
    ) -> Job:
        workspace = self._window.workspace
        jobs = self._jobs if workspace is None else workspace.jobs
        job = jobs.submit(
            lane,
            function,
            self._services_now(),
            *args,
            replaces=replaces,
            title=title,
            priority=Priority.INTERACTIVE,
        )
        if then is not None:
            job.succeeded.connect(then)
        job.failed.connect(self._on_failed)
        return job

    def _services_now(self) -> Services:
        """Return the services of the open library, else ones that know networks only."""
        if self._window.workspace is not None:
            return self._window.workspace.context.services
        if self._services is None:
            self._services = Services(None, self._window.settings, self._window.paths)
        return self._services

    @Slot(object)
    def _on_lines(self, lines: list[NetworkLine]) -> None:
        if self.dialog is not None:
            self.dialog.show_lines(lines)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        if self.dialog is not None:
            self.dialog.show_progress(None)
            self.dialog.say(error_line(error))
        if self.dialog is None or not isinstance(error, AppError):
            self._window.notices.error(error)

    # -- adding

    @Slot(bool)
    def _on_add(self, folder: bool) -> None:
        if folder:
            chosen = QFileDialog.getExistingDirectory(self.dialog, self.tr("Folder with weights"))
        else:
            kinds = self.tr("Weights") + " (*.safetensors *.pth *.pt *.bin *.onnx)"
            chosen, _kind = QFileDialog.getOpenFileName(
                self.dialog, self.tr("File with weights"), "", f"{kinds};;* (*)"
            )
        if chosen:
            self.add(Path(chosen))

    def add(self, path: Path) -> Job:
        """Register weights that are on this machine."""
        return self._run(add_weights, path, then=self._on_added, title=self.tr("Adding weights"))

    @Slot(object)
    def _on_added(self, lines: list[Any]) -> None:
        self._tell([line.title or line.name for line in lines if line.available])
        problems = [
            f"{line.name}: {service_text(line.hint)}" for line in lines if not line.available
        ]
        if problems and self.dialog is not None:
            self.dialog.say("\n".join(problems))
        self.refresh()

    # -- analysers

    @Slot(str, bool)
    def switch_analyser(self, name: str, on: bool) -> Job:
        """Take an analyser out of the open library, or let it run again; can be undone."""
        then = self._on_used if on else self._on_removed
        return self._run(toggle_analyser, name, on, then=then, lane="db")

    @Slot(object)
    def _on_removed(self, _entry: object) -> None:
        text = self.tr("The analyser and all that it found were taken out of the library.")
        self._window.notices.info(f"{text} {self.tr('Undo brings them back.')}")
        self.refresh()

    @Slot(object)
    def _on_used(self, _entry: object) -> None:
        text = self.tr("The analyser runs again: with the next import, or now.")
        self._window.notices.info(text, self.tr("Analyse now"), self._window.libraries.analyse)
        self.refresh()

    # -- downloads

    @Slot(str)
    def _on_download(self, name: str) -> None:
        self._run(plan_download, name, then=self._on_planned, replaces="plan-download")

    @Slot(object)
    def _on_planned(self, plan: Any) -> None:
        """Show size, licence and host, and go on only with the user's word."""
        box = QMessageBox(self.dialog or self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Download"))
        box.setText(self.tr("Download “{name}”?").format(name=plan.card.title))
        facts = self.tr("{size} from {hosts}\nLicence: {licence}. {note}").format(
            size=size_text(plan.bytes),
            hosts=", ".join(plan.hosts),
            licence=plan.card.licence,
            note=plan.card.licence_note,
        )
        promise = self.tr(
            "What arrives is checked. A download that was interrupted goes on where it stopped."
        )
        box.setInformativeText(f"{facts}\n\n{promise}")
        yes = box.addButton(self.tr("Download"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        agreed = box.clickedButton() is yes
        box.deleteLater()
        if agreed:
            self.fetch(plan.card.name, plan.card.title)

    def fetch(self, name: str, title: str) -> Job:
        """Download a network that the user agreed to."""
        job = self._run(
            download,
            name,
            then=self._on_fetched,
            title=self.tr("Download of “{name}”").format(name=title),
            replaces=f"download-{name}",
        )
        if self.dialog is not None:
            self.dialog.watch(job)
        return job

    @Slot(object)
    def _on_fetched(self, line: Any) -> None:
        if self.dialog is not None:
            self.dialog.show_progress(None)
        self._tell([line.title or line.name])
        self.refresh()

    def _tell(self, names: list[str]) -> None:
        """Say what is here now, and offer to run it over the library."""
        if not names:
            return
        text = self.tr("Ready: {names}.").format(names=", ".join(names))
        if self._window.can_write():
            more = self.tr("Items that are in the library already can be analysed with it.")
            analyse = self._window.libraries.analyse
            self._window.notices.info(f"{text} {more}", self.tr("Analyse now"), analyse)
        else:
            self._window.notices.info(text)

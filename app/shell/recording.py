"""Sessions that are recorded: begun, saved as one document, and replayed to the same lists."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtWidgets import QDialog, QFileDialog

from app.context import Action
from app.services.interactions import latest_log, write_record
from common.errors import AppError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.interactions_replay import Replay
    from app.services.services import Services
    from app.shell.replay_dialog import ReplayDialog
    from app.shell.window import MainWindow


class Recording(QObject):
    """What the menu of tools does with records.

    Args:
        window: whose session is recorded.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.dialog: ReplayDialog | None = None

    def actions(self) -> list[Action]:
        """Return the actions of records."""
        tr = partial(QCoreApplication.translate, "Recording")

        def is_open() -> bool:
            return self._window.workspace is not None

        return [
            Action(
                "tools.record", tr("&Record this session"), self.toggle, menu="Tools",
                tip=tr("Write what you ask, mark and find to a log of the library, from now on"),
                is_enabled=is_open, is_checked=self.is_on, icon="history",
            ),
            Action(
                "tools.save-record", tr("Save the r&ecord …"), self.ask_save, menu="Tools",
                tip=tr("Make one file of the session that was recorded last"),
                is_enabled=is_open, icon="save",
            ),
            Action(
                "tools.replay", tr("Re&play a record …"), self.ask_replay, menu="Tools",
                tip=tr("Ask all of a recorded session again, and see which lists are others now"),
                is_enabled=is_open, icon="resume",
            ),
        ]  # fmt: skip

    def is_on(self) -> bool:
        """Whether the session is recorded."""
        recorder = self._window.extras.recorder
        return recorder is not None and recorder.is_recording

    def toggle(self) -> None:
        """Begin to record, or end."""
        recorder = self._window.extras.recorder
        if recorder is None:
            return
        recorder.record(on=not recorder.is_recording)
        if recorder.is_recording:
            text = self.tr("The session is recorded until you switch it off or close the library.")
            self._window.notices.info(text, self.tr("Save the record …"), self.ask_save)

    # -- saving

    def _log(self) -> Path:
        """Return the log that is written, else the latest one.

        Raises:
            LibraryError: nothing was recorded.
        """
        recorder, workspace = self._window.extras.recorder, self._window.workspace
        if recorder is not None and recorder.log is not None:
            return recorder.log.path
        assert workspace is not None
        services = workspace.context.services
        is_locked = services.library.is_read_only
        return latest_log(services.paths.logs if is_locked else services.library.folder / "logs")

    def ask_save(self) -> None:
        """Ask for a file and write the record."""
        try:
            log = self._log()
        except AppError as error:
            self._window.notices.error(error)
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save the record"), f"{log.stem}.json",
            self.tr("Records (*.json)"),
        )  # fmt: skip
        if name:
            self.save(log, Path(name))

    def save(self, log: Path, target: Path) -> None:
        """Write the record of a log; the dialog has asked whether to replace a file."""
        workspace = self._window.workspace
        if workspace is None:
            return
        job = workspace.jobs.submit("io", partial(_save, log, target))
        job.succeeded.connect(self._on_saved)
        job.failed.connect(self._window.notices.error)

    @Slot(object)
    def _on_saved(self, answer: tuple[str, int]) -> None:
        name, events = answer
        told = self.tr("“{name}” holds %n event(s).", "", events).replace("{name}", name)
        self._window.notices.info(told)

    # -- replaying

    def ask_replay(self) -> None:
        """Ask for a record and replay it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Replay a record"),
            "",
            self.tr("Records and logs (*.json *.jsonl)"),
        )
        if name:
            self.replay(Path(name))

    def replay(self, path: Path) -> None:
        """Replay a record in the background and show what came of it."""
        workspace = self._window.workspace
        if workspace is None:
            return
        title = self.tr("Replay %s") % path.name
        work = partial(_replay, workspace.context.services, path)
        job = workspace.jobs.submit("bulk", work, title=title)
        job.succeeded.connect(self._on_replayed)
        job.failed.connect(self._window.notices.error)

    @Slot(object)
    def _on_replayed(self, played: "Replay") -> None:
        from app.shell.replay_dialog import ReplayDialog  # searches come with it

        workspace = self._window.workspace
        if workspace is None:
            return
        self.dialog = ReplayDialog(workspace.context, played, self._window)
        self.dialog.finished.connect(self._on_closed)
        self.dialog.open()

    @Slot(int)
    def _on_closed(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if isinstance(dialog, QDialog):
            dialog.deleteLater()


def _save(log: Path, target: Path, context: JobContext) -> tuple[str, int]:
    context.step(0)
    return target.name, write_record(log, target, overwrite=True)


def _replay(services: "Services", path: Path, context: JobContext) -> "Replay":
    from app.services.interactions_replay import replay

    return replay(path, services, context)

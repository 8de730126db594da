"""The window's dialogs and reports."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QMessageBox

from app.context import Action
from app.services.program import version
from app.shell.menus import shortcut_of
from app.shell.notices import NoticeList
from app.shell.palette import RECENT, ActionModel, CommandPalette
from app.shell.reports import build_report, log_file
from app.shell.settings_dialog import SettingsDialog
from app.shell.shortcuts import ShortcutEditor, ShortcutSheet
from app.shell.theme import as_choice
from app.widgets.icons import icon
from app.widgets.item_menu import SHORTCUTS

if TYPE_CHECKING:
    from app.shell.window import MainWindow

logger = logging.getLogger(__name__)


class Dialogs(QObject):
    """Opens the dialogs of one window.

    Args:
        window: their parent.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.recent: list[str] = []  # names of actions, newest first
        self.palette: CommandPalette | None = None

    def show_palette(self) -> None:
        """Open the command palette."""
        enabled = [
            action
            for action in self._window.all_actions.all()
            if self._window.all_actions.is_enabled(action)
        ]
        model = ActionModel(
            enabled,
            self.recent,
            lambda action: shortcut_of(action, self._window.settings),
            self._window.menus.title,
        )
        self.palette = CommandPalette(model, self._window)
        self.palette.chosen.connect(self._on_chosen)
        self.palette.finished.connect(self.palette.deleteLater)
        self.palette.show()
        self.palette.box.setFocus()

    @Slot(object)
    def _on_chosen(self, action: Action) -> None:
        self.recent = list(dict.fromkeys([action.name, *self.recent]))[:RECENT]
        self._window.all_actions.trigger(action.name)

    def show_settings(self) -> None:
        """Open the settings; every change counts at once."""
        workspace = self._window.workspace
        library = None if workspace is None else workspace.context
        dialog = SettingsDialog(
            self._window.settings, self._window.paths, self._window, library=library
        )
        dialog.changed.connect(self._on_setting)
        _open(dialog)

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        self._window.save_settings()
        if name == "appearance.theme":
            self._window.theme.choose(as_choice(self._window.settings.appearance.theme))
        elif name.startswith("models."):
            self._window.status.show_device(self._window.settings.models.device)
            self._window.networks.apply_settings()
        elif name == "appearance.language":
            self._window.notices.info(self.tr("The language changes at the next start."))
        if self._window.workspace is not None:
            self._window.workspace.apply_settings(name)

    def show_shortcut_editor(self) -> None:
        """Let the user give actions other keys."""
        dialog = ShortcutEditor(
            self._window.all_actions.all(),
            self._window.settings,
            self._window.menus.title,
            self._window,
        )
        dialog.changed.connect(self._on_shortcuts)
        _open(dialog)

    @Slot()
    def _on_shortcuts(self) -> None:
        self._window.menus.apply_shortcuts()
        self._window.save_settings()
        if self._window.workspace is not None:
            self._window.workspace.apply_settings(SHORTCUTS)

    def show_shortcuts(self) -> None:
        """Show the sheet of all shortcuts."""
        sheet = ShortcutSheet(
            self._window.all_actions.all(),
            self._window.settings,
            self._window.menus.title,
            self._window,
        )
        sheet.edit_requested.connect(self.show_shortcut_editor)
        _open(sheet)

    def show_messages(self) -> None:
        """Show all messages since the start."""
        self._window.stack.look()
        _open(NoticeList(self._window.stack.history, self._window))

    def copy_report(self, error: BaseException | None = None) -> None:
        """Put a report into the clipboard."""
        QGuiApplication.clipboard().setText(build_report(self._window.paths, error))
        self._window.notices.info(
            self.tr("The report is in the clipboard. Read it before you pass it on.")
        )

    def show_log(self) -> None:
        """Open the folder of the log file."""
        path = log_file(self._window.paths)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))):
            self._window.notices.info(self.tr("The log file is {path}").format(path=path))

    def show_about(self) -> None:
        """Say what this program is."""
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("About Kinora"))
        box.setIconPixmap(icon("kinora").pixmap(64, 64))
        box.setText(self.tr("Kinora {version}").format(version=version()))
        box.setInformativeText(
            self.tr(
                "Explore large collections of photos, videos, films and lifelogs, offline, on your "
                "own machine.\n\nLicence: Apache 2.0. Built with Qt, NumPy, FAISS and PyTorch."
            )
        )
        _open(box)


def _open(dialog: QDialog) -> None:
    """Show a dialog over its window; unlike exec() this holds up nothing that runs beside it."""
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()

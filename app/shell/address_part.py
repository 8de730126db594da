"""Where the parts of the open library are kept, in the settings: shown, and asked on demand."""

from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Job, Priority
from app.services.address_tests import AddressState, examine
from app.services.addresses import PARTS
from app.shell.parts import heading, muted
from app.widgets.error_texts import service_text
from common.jobs import JobContext


def _examine(context_of: PanelContext, context: JobContext) -> list[AddressState]:
    return examine(context_of.services.library.addresses, context)


def told_state(state: AddressState) -> str:
    """Return what became of asking an address, in a line."""
    if not state.reachable:
        return service_text(state.problem)
    translate = partial(QCoreApplication.translate, "AddressPart")
    rights = {
        "read and write": translate("read and write"),
        "read only": translate("read only"),
    }
    said = [translate("reachable"), service_text(state.version), rights.get(state.rights, "")]
    if state.encrypted is not None:
        said.append(translate("encrypted") if state.encrypted else translate("not encrypted"))
    if abs(state.offset_s) >= 1:
        said.append(translate("its clock differs by %s s") % f"{state.offset_s:+.0f}")
    said.append(f"{state.milliseconds:.0f} ms")
    return ", ".join(word for word in said if word)


class AddressPart(QWidget):
    """The addresses of a library, what became of asking each, and the button that asks.

    Args:
        context: of the open library.
        parent: the dialog.
    """

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self.title = heading(self.tr("Addresses of this library"), 1.15)
        self.states: dict[str, QLabel] = {}
        self._addresses: list[QLineEdit] = []
        self.button = QPushButton(self.tr("Test"))
        self.button.setAccessibleName(self.tr("Test the addresses"))
        self.button.setToolTip(self.tr("Ask each address whether it can be reached and used"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._on_clicked)
        below = QHBoxLayout()
        below.addWidget(self.button)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.title)
        layout.addWidget(muted(self._about(), wrap=True))
        layout.addLayout(self._make_grid())
        layout.addLayout(below)

    def _make_grid(self) -> QGridLayout:
        """Return a line for each part, and below it what was found when it was asked."""
        addresses = self._context.services.library.addresses
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        names = {
            "catalogue": self.tr("Catalogue"),
            "vectors": self.tr("Vectors"),
            "workers": self.tr("Workers"),
            "media": self.tr("Media"),
        }
        for row, part in enumerate(PARTS):
            state = muted("", wrap=True)
            state.setTextFormat(Qt.TextFormat.PlainText)
            state.hide()
            self.states[part] = state
            grid.addWidget(QLabel(names[part]), 3 * row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(self._shown(getattr(addresses, part), names[part]), 3 * row, 1)
            grid.addWidget(state, 3 * row + 1, 1)
            grid.setRowMinimumHeight(3 * row + 2, 6)
        return grid

    def _shown(self, address: str, name: str) -> QLineEdit:
        """Return a line that shows an address; a long one can be scrolled and copied."""
        words = {
            "sqlite": self.tr("in the library's folder (SQLite)"),
            "faiss": self.tr("in the library's folder (FAISS)"),
            "milvus": self.tr("in the embedded engine (Milvus)"),
            "local": self.tr("this computer"),
            "": self.tr("this computer"),
        }
        line = QLineEdit(words.get(address, address))
        line.setReadOnly(True)
        line.setCursorPosition(0)
        line.setAccessibleName(name)
        line.setToolTip(address)
        self._addresses.append(line)
        return line

    def _about(self) -> str:
        text = self.tr("Where the parts of the open library are kept. Passwords are never shown.")
        text += " " + self.tr("File ▸ Move library takes catalogue and vectors elsewhere.")
        if not self._context.services.library.addresses.is_one_folder:
            person = self._context.services.library.catalogue.person
            text += " " + self.tr("Your labels and lists are kept as those of “%s”.") % person
        return text

    @Slot()
    def _on_clicked(self) -> None:
        """Test, or stop a test that runs."""
        if self._job is not None:
            self._job.cancel()
            return
        self.button.setText(self.tr("Stop"))
        for state in self.states.values():
            state.setText(self.tr("Asking …"))
            state.show()
        work = partial(_examine, self._context)
        job = self._context.jobs.submit(
            "io", work, replaces="test-addresses", priority=Priority.INTERACTIVE
        )
        self._job = job
        job.succeeded.connect(self._on_examined)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)

    @Slot(object)
    def _on_examined(self, found: list[AddressState]) -> None:
        self._done()
        for each in found:
            self.states[each.part].setText(told_state(each))

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._done()
        self._hide_states()
        self._context.notices.error(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._done()
        self._hide_states()

    def _done(self) -> None:
        self._job = None
        self.button.setText(self.tr("Test"))

    def _hide_states(self) -> None:
        for state in self.states.values():
            state.hide()

    @property
    def words(self) -> str:
        """What the search of the settings looks through."""
        labels: list[Any] = self.findChildren(QLabel)
        return " ".join(label.text() for label in [*labels, *self._addresses]).lower()

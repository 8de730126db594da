"""Where a library is to be moved: a row for its catalogue and one for its vectors."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.jobs import Job, JobRunner, Priority
from app.services.address_tests import AddressState
from app.services.addresses import Addresses
from app.services.move_targets import try_target, with_password
from app.shell.address_part import told_state
from app.shell.parts import muted
from app.widgets.error_texts import error_line

STAYS, SERVER = "", "server"
_WORDS = {"catalogue": ("sqlite",), "vectors": ("faiss", "milvus")}


class TargetRow(QWidget):
    """One part of a library: where it is, where it is to be, and whether that can be used.

    Args:
        part: "catalogue" or "vectors".
        now: its address.
        jobs: that an address is tried by.
        parent: the form.
    """

    changed = Signal()

    def __init__(self, part: str, now: str, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part, self._now, self._jobs = part, now, jobs
        self._job: Job | None = None
        names = {"catalogue": self.tr("Catalogue"), "vectors": self.tr("Vectors")}
        self.choice = QComboBox()
        self.choice.setAccessibleName(names[part])
        for text, kind in self._choices():
            self.choice.addItem(text, kind)
        self.address = QLineEdit()
        self.address.setAccessibleName(self.tr("Address: {part}").format(part=names[part]))
        self.address.setPlaceholderText(
            "postgresql://anna@db.example.org/archive"
            if part == "catalogue"
            else "https://vectors.example.org:19530"
        )
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        word = self.tr("Password") if part == "catalogue" else self.tr("Token")
        self.secret.setAccessibleName(f"{names[part]}: {word}")
        self.secret.setPlaceholderText(word)
        self.secret.setToolTip(
            self.tr("Goes to the keyring of this computer; leave it empty where it is known there")
        )
        self.test = QPushButton(self.tr("Test"))
        self.test.setAccessibleName(self.tr("Test: {part}").format(part=names[part]))
        self.test.setAutoDefault(False)
        self.state = muted(wrap=True)
        self._lay_out(names[part])
        self.choice.currentIndexChanged.connect(self._on_changed)
        self.address.textChanged.connect(self._on_changed)
        self.secret.textChanged.connect(self._on_changed)
        self.test.clicked.connect(self._on_test)
        self._on_changed()

    def _choices(self) -> list[tuple[str, str]]:
        """Return the places to choose from, the one where it is first."""
        words = {
            "sqlite": self.tr("in the library's folder"),
            "faiss": self.tr("in the library's folder"),
            "milvus": self.tr("in the embedded engine (Milvus)"),
        }
        server = (
            self.tr("on a server (PostgreSQL)")
            if self.part == "catalogue"
            else self.tr("on a server (Milvus)")
        )
        stays = self.tr("stays {where}").format(where=words.get(self._now, self._now))
        found = [(stays, STAYS)]
        found += [(words[kind], kind) for kind in _WORDS[self.part] if kind != self._now]
        is_server = self._now not in _WORDS[self.part]
        return [*found, (self.tr("on another server") if is_server else server, SERVER)]

    def _lay_out(self, name: str) -> None:
        row = QHBoxLayout()
        row.addWidget(self.address, 3)
        row.addWidget(self.secret, 1)
        row.addWidget(self.test)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choice)
        layout.addLayout(row)
        layout.addWidget(self.state)
        self.label = QLabel(name)
        self.label.setBuddy(self.choice)

    @property
    def plain(self) -> str:
        """The address that is wanted, without a secret; "" where the part stays."""
        kind = str(self.choice.currentData())
        return self.address.text().strip() if kind == SERVER else kind

    @property
    def wanted(self) -> str:
        """As `move --to` takes it, with the password of a database; "" where the part stays."""
        if not self.plain:
            return ""
        secret = self.secret.text() if self.part == "catalogue" else ""
        return f"{self.part}={with_password(self.plain, secret)}"

    @property
    def is_whole(self) -> bool:
        """Whether nothing is lacking."""
        return self.choice.currentData() != SERVER or "://" in self.plain

    def give(self, address: str) -> None:
        """Choose an address."""
        at = self.choice.findData(address)
        self.choice.setCurrentIndex(at if at >= 0 else self.choice.findData(SERVER))
        if at < 0:
            self.address.setText(address)

    @Slot()
    def _on_changed(self) -> None:
        is_server = self.choice.currentData() == SERVER
        for widget in (self.address, self.secret, self.test):
            widget.setVisible(is_server)
        self.test.setEnabled(self.is_whole)
        self.state.setText("")
        self.state.hide()
        if self._job is not None:
            self._job.cancel()
        self.changed.emit()

    @Slot()
    def _on_test(self) -> None:
        if self._job is not None:
            self._job.cancel()
            return
        self._say(self.tr("Asking …"))
        self.test.setText(self.tr("Stop"))
        work = partial(try_target, self.part, self.plain, self.secret.text())
        self._job = self._jobs.submit(
            "io", work, replaces=f"try-{self.part}", priority=Priority.INTERACTIVE
        )
        self._job.succeeded.connect(self._on_tried)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_stopped)

    @Slot(object)
    def _on_tried(self, state: AddressState) -> None:
        self._on_stopped()
        self._say(told_state(state))

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._on_stopped()
        self._say(error_line(error))

    @Slot()
    def _on_stopped(self) -> None:
        self._job = None
        self.test.setText(self.tr("Test"))
        self.state.hide()

    def _say(self, text: str) -> None:
        self.state.setText(text)
        self.state.setVisible(bool(text))


class MoveForm(QWidget):
    """Asks where catalogue and vectors are to be.

    Args:
        now: where they are.
        person: whose lists are meant on a server.
        jobs: that addresses are tried by.
        parent: the page.
    """

    changed = Signal()

    def __init__(
        self, now: Addresses, person: str, jobs: JobRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self.rows = {
            part: TargetRow(part, getattr(now, part), jobs) for part in ("catalogue", "vectors")
        }
        self.shared = QCheckBox(self.tr("Marks and lists become everybody's"))
        self.shared.setToolTip(
            self.tr("Otherwise they become those of “{person}”, who can share them later").format(
                person=person
            )
        )
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(12)
        for row in self.rows.values():
            form.addRow(row.label, row)
            row.changed.connect(self._on_changed)
        form.addRow("", self.shared)
        self._on_changed()

    @property
    def wanted(self) -> list[str]:
        """What is to be moved, as `move --to` takes it."""
        return [row.wanted for row in self.rows.values() if row.wanted]

    @property
    def is_whole(self) -> bool:
        """Whether something is to be moved, and every address is there."""
        return bool(self.wanted) and all(row.is_whole for row in self.rows.values())

    @Slot()
    def _on_changed(self) -> None:
        wanted = self.rows["catalogue"].plain
        self.shared.setVisible(self._now.is_one_folder and wanted not in {"", "sqlite"})
        self.changed.emit()

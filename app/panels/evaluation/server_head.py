"""The connection: a form to log in by, then one line of who, where and which evaluation."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.panels.evaluation.texts import said
from app.services.types import ServerView
from app.widgets.controls import named, on_click, push_button
from app.widgets.error_texts import service_text


class ServerHead(QWidget):
    """Asks for a connection and shows it; the password is cleared once it led to one."""

    connect_wanted = Signal(str, str, str)  # address, user, password
    disconnect_wanted = Signal()
    cancel_wanted = Signal()
    chosen = Signal(str)  # id of an evaluation

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.address = QLineEdit(placeholderText="https://server.example:8443")
        self.user = QLineEdit()
        self.password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.password.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        self.connect_button = push_button(
            self.tr("Connect"), self.tr("Log in at the server (Enter)")
        )
        self.connect_button.setProperty("primary", True)  # noqa: FBT003
        self.cancel_button = push_button(self.tr("Cancel"), self.tr("Stop waiting for the server"))
        self.who = QLabel(wordWrap=True)
        self.who.setTextFormat(Qt.TextFormat.PlainText)
        self.leave = push_button(
            self.tr("Disconnect"), self.tr("Log out; what is not sent stays here")
        )
        self.evaluations = QComboBox()
        named(self.evaluations, self.tr("Evaluation"))
        self.evaluations.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.problem = QLabel(wordWrap=True)
        self.problem.setProperty("badge", True)  # noqa: FBT003
        self.pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self.show_view(ServerView(), is_busy=False)

    def _lay_out(self) -> None:
        form = self.form = QWidget()
        rows = QFormLayout(form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        for title, box in (
            (self.tr("&Server"), self.address), (self.tr("&User"), self.user),
            (self.tr("&Password"), self.password),
        ):  # fmt: skip
            box.setAccessibleName(title.replace("&", ""))
            rows.addRow(title, box)
        buttons = QHBoxLayout()
        buttons.addWidget(self.connect_button, 1)
        buttons.addWidget(self.cancel_button)
        rows.addRow(buttons)
        line = self.line = QWidget()
        inner = QVBoxLayout(line)
        inner.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        top.addWidget(self.who, 1)
        top.addWidget(self.leave)
        inner.addLayout(top)
        inner.addWidget(self.evaluations)
        self.pages.addWidget(form)
        self.pages.addWidget(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        layout.addWidget(self.problem)

    def _connect(self) -> None:
        on_click(self.connect_button, self._ask)
        on_click(self.cancel_button, self.cancel_wanted.emit)
        on_click(self.leave, self.disconnect_wanted.emit)
        for box in (self.address, self.user, self.password):
            box.returnPressed.connect(self._ask)
        self.evaluations.activated.connect(self._on_chosen)

    @Slot()
    def _ask(self) -> None:
        if not self.connect_button.isEnabled():  # Enter, while an answer is waited for
            return
        boxes = (self.address, self.user, self.password)
        first_empty = next((box for box in boxes if not box.text().strip()), None)
        if first_empty is not None:
            first_empty.setFocus()
            return
        address, user = self.address.text().strip(), self.user.text().strip()
        self.connect_wanted.emit(address, user, self.password.text())

    def ask_password_again(self) -> None:
        """Forget a password that was refused, and wait for another one."""
        self.password.clear()
        self.password.setFocus()

    @Slot(int)
    def _on_chosen(self, place: int) -> None:
        self.chosen.emit(str(self.evaluations.itemData(place)))

    def show_view(self, view: ServerView, *, is_busy: bool) -> None:
        """Show the connection.

        Args:
            view: of the server.
            is_busy: a connection is waited for.
        """
        if view.is_connected:
            self.password.clear()
        self.pages.setCurrentIndex(int(view.is_connected))
        current = self.line if view.is_connected else self.form
        self.pages.setMaximumHeight(current.sizeHint().height() + 4)
        self.connect_button.setEnabled(not is_busy)
        self.connect_button.setText(self.tr("Connecting …") if is_busy else self.tr("Connect"))
        self.cancel_button.setVisible(is_busy)
        self.who.setText(f"{view.user} · {view.address}")
        wanted = [
            (one.id, self._title(one.name, is_active=one.is_active)) for one in view.evaluations
        ]
        with QSignalBlocker(self.evaluations):
            known = [
                (self.evaluations.itemData(row), self.evaluations.itemText(row))
                for row in range(self.evaluations.count())
            ]
            if known[-len(wanted) :] != wanted or not wanted:
                self.evaluations.clear()
                for number, title in wanted:
                    self.evaluations.addItem(title, number)
            self.evaluations.setCurrentIndex(self.evaluations.findData(view.chosen))
        self.evaluations.setPlaceholderText(
            self.tr("Choose an evaluation") if wanted else self.tr("There is no evaluation for you")
        )
        shown = [service_text(view.problem)] if view.problem else said(view.notes)
        self.problem.setText("\n".join(shown))
        self.problem.setVisible(bool(shown))

    def _title(self, name: str, *, is_active: bool) -> str:
        return name if is_active else self.tr("%s (not running)") % name

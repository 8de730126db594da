"""A line and the list of what begins so: several entries can be ticked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.widgets.controls import clearable, named

TYPING_MS = 120
ROWS = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list.

    Args:
        value: what it stands for.
        text: as shown.
        beside: facet and count, shown after it.
    """

    value: Any
    text: str
    beside: str = ""


class PickList(QWidget):
    """Completes while one types; Enter takes the first, Down goes into the list, Space ticks there.

    Args:
        name: accessible name of the line.
        hint: shown while it is empty.
        parent: owner.
    """

    prefix_typed = Signal(str)
    ticked = Signal(object, bool)  # value, on
    excluded = Signal(object)  # value: Alt+click, or minus in the list
    submitted = Signal()  # Enter in the empty line
    emptied = Signal()  # Backspace in the empty line

    def __init__(self, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QLineEdit()
        named(self.box, name)
        self.box.setPlaceholderText(hint)
        clearable(self.box)
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setToolTip(self.tr("Space or a click ticks, Enter ticks and goes back"))
        self.list.setProperty("flat", "true")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._of: str | None = None
        self._takes_first = False
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._ask)
        self.box.textEdited.connect(lambda _text: self._typing.start())
        self.box.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.itemChanged.connect(self._on_changed)
        self.list.itemClicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.box)
        layout.addWidget(self.list)
        self._fit()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is waited for."""
        return not self._typing.isActive() and not self._takes_first

    @property
    def lines(self) -> list[str]:
        """What is offered, as shown."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def ask(self) -> None:
        """Ask for what begins as the line says."""
        self._ask()

    def _ask(self) -> None:
        self._typing.stop()
        self.prefix_typed.emit(self.box.text().strip())

    def show_entries(self, prefix: str, entries: Sequence[Entry], ticked: Sequence[Any]) -> None:
        """Show what begins with a prefix, unless something else was typed since."""
        if prefix != self.box.text().strip():
            return
        self._of = prefix
        blocked = QSignalBlocker(self.list)
        self.list.clear()
        for entry in entries:
            row = QListWidgetItem(f"{entry.text}   {entry.beside}".rstrip())
            row.setData(Qt.ItemDataRole.UserRole, entry.value)
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = entry.value in ticked
            row.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            row.setToolTip(row.text())
            self.list.addItem(row)
        blocked.unblock()
        self._fit()
        if self._takes_first:
            self._takes_first = False
            self._take_first()

    def show_ticked(self, ticked: Sequence[Any]) -> None:
        """Tick exactly these."""
        blocked = QSignalBlocker(self.list)
        for row in range(self.list.count()):
            entry = self.list.item(row)
            on = entry.data(Qt.ItemDataRole.UserRole) in ticked
            entry.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        blocked.unblock()

    def _fit(self) -> None:
        rows = min(self.list.count(), ROWS)
        height = self.list.sizeHintForRow(0) if rows else 0
        self.list.setVisible(bool(rows))
        self.list.setFixedHeight(rows * max(height, 1) + 6)

    def _on_changed(self, entry: QListWidgetItem) -> None:
        on = entry.checkState() == Qt.CheckState.Checked
        self.ticked.emit(entry.data(Qt.ItemDataRole.UserRole), on)

    def _on_clicked(self, entry: QListWidgetItem) -> None:
        from PySide6.QtWidgets import QApplication

        if QApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier:
            self.excluded.emit(entry.data(Qt.ItemDataRole.UserRole))

    def _take_first(self) -> None:
        """Tick what was typed, else the first that begins so."""
        rows = [self.list.item(row) for row in range(self.list.count())]
        typed = self.box.text().strip().casefold()
        exact = [row for row in rows if row.text().casefold().split("   ")[0] == typed]
        for row in (exact or rows)[:1]:
            self.box.clear()
            self.ticked.emit(row.data(Qt.ItemDataRole.UserRole), True)  # noqa: FBT003 - a signal
            self._ask()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter, Down, Backspace and minus do what the class says."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.box:
                return self._key_in_box(event)
            return self._key_in_list(event)
        return super().eventFilter(watched, event)

    def _key_in_box(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.box.text().strip():
                self.submitted.emit()
            elif self._of == self.box.text().strip():
                self._typing.stop()
                self._take_first()
            else:
                self._takes_first = True
                self._ask()
            return True
        if key == Qt.Key.Key_Down and self.list.count():
            self.list.setFocus()
            self.list.setCurrentRow(max(0, self.list.currentRow()))
            return True
        if key == Qt.Key.Key_Backspace and not self.box.text():
            self.emptied.emit()
            return True
        return False

    def _key_in_list(self, event: QKeyEvent) -> bool:
        entry = self.list.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and entry is not None:
            on = entry.checkState() != Qt.CheckState.Checked
            entry.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.box.setFocus()
            return True
        if event.key() == Qt.Key.Key_Minus and entry is not None:
            self.excluded.emit(entry.data(Qt.ItemDataRole.UserRole))
            return True
        if event.key() == Qt.Key.Key_Up and self.list.currentRow() == 0:
            self.box.setFocus()
            return True
        return False

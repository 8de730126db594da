"""All saved searches and all that was asked, in one list that can be searched."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.widgets.controls import clearable, named, on_click, push_button
from app.widgets.icons import icon
from app.widgets.numbers import numeral

_NAME, _NUMBER = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class SearchesDialog(QDialog):
    """Finds an earlier search again.

    Args:
        saved: names.
        asked: what was asked, oldest first, with its hits; -1 where unknown.
        parent: owner.
    """

    run_saved = Signal(str)
    run_asked = Signal(int)
    renamed = Signal(str, str)
    deleted = Signal(str)

    def __init__(
        self, saved: Sequence[str], asked: Sequence[tuple[str, int]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        tr = self.tr
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Searches"))
        self._saved, self._asked = list(saved), list(asked)
        self.box = QLineEdit()
        named(self.box, tr("Find in saved and earlier searches"))
        self.box.setPlaceholderText(tr("Find in saved and earlier searches"))
        clearable(self.box)
        self.box.textChanged.connect(lambda _text: self._fill())
        self.box.installEventFilter(self)
        self._make_list()
        self._make_buttons()
        self._lay_out()
        self._fill()
        self.box.setFocus()

    def _make_list(self) -> None:
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setAccessibleName(self.tr("Searches"))
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, self.list.header().ResizeMode.Stretch)
        self.list.itemActivated.connect(lambda _row, _column: self.run())
        self.list.currentItemChanged.connect(lambda _now, _before: self._enable())
        self.list.installEventFilter(self)

    def _make_buttons(self) -> None:
        tr = self.tr
        self.start = push_button(tr("Search"), tr("Ask this again (Enter)"))
        self.start.setProperty("primary", "true")
        self.rename = push_button(tr("Rename …"), tr("Give the saved search another name (F2)"))
        self.delete = push_button(tr("Delete"), tr("Forget the saved search (Delete)"))
        for button in (self.start, self.rename, self.delete):
            button.setAutoDefault(False)  # Enter asks the current one, wherever the keyboard is
        on_click(self.start, self.run)
        on_click(self.rename, self.ask_name)
        on_click(self.delete, self.forget)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.rename)
        row.addWidget(self.delete)
        row.addStretch(1)
        row.addWidget(self.start)
        layout = QVBoxLayout(self)
        layout.addWidget(self.box)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.resize(560, 520)

    def show_saved(self, saved: Sequence[str]) -> None:
        """Show other saved searches."""
        self._saved = list(saved)
        self._fill()

    @property
    def lines(self) -> list[str]:
        """What is listed, as shown."""
        groups = [self.list.topLevelItem(at) for at in range(self.list.topLevelItemCount())]
        rows = [group.child(at) for group in groups if group for at in range(group.childCount())]
        return [row.text(0) for row in rows if row is not None]

    def _fill(self) -> None:
        wanted = self.box.text().strip().casefold()
        self.list.clear()
        saved = self._group(self.tr("Saved"))
        for name in self._saved:
            if wanted in name.casefold():
                row = QTreeWidgetItem(saved, [name, ""])
                row.setIcon(0, icon("star"))
                row.setData(0, _NAME, name)
        asked = self._group(self.tr("Asked"))
        for number in range(len(self._asked) - 1, -1, -1):
            text, count = self._asked[number]
            if wanted in text.casefold():
                shown = numeral(count) if count >= 0 else ""
                row = QTreeWidgetItem(asked, [text, shown])
                row.setToolTip(0, text)
                row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
                row.setData(0, _NUMBER, number)
        for group in (saved, asked):
            group.setHidden(not group.childCount())
        first = next((group.child(0) for group in (saved, asked) if group.childCount()), None)
        if first is not None:
            self.list.setCurrentItem(first)
        self._enable()

    def _group(self, title: str) -> QTreeWidgetItem:
        group = QTreeWidgetItem(self.list, [title, ""])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        group.setFirstColumnSpanned(True)
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        group.setExpanded(True)
        return group

    @property
    def _name(self) -> str:
        row = self.list.currentItem()
        return "" if row is None else str(row.data(0, _NAME) or "")

    def _enable(self) -> None:
        row = self.list.currentItem()
        self.start.setEnabled(row is not None and row.parent() is not None)
        for button in (self.rename, self.delete):
            button.setEnabled(bool(self._name))

    def run(self) -> None:
        """Ask the current one again."""
        row = self.list.currentItem()
        if row is None or row.parent() is None:
            return
        self.accept()
        if self._name:
            self.run_saved.emit(self._name)
        else:
            self.run_asked.emit(int(row.data(0, _NUMBER)))

    def ask_name(self) -> None:
        """Ask for another name of the current saved search."""
        name = self._name
        if name:
            title, label = self.tr("Rename"), self.tr("Name:")
            other, given = QInputDialog.getText(self, title, label, text=name)
            if given and other.strip() and other.strip() != name:
                self.renamed.emit(name, other.strip())

    def forget(self) -> None:
        """Delete the current saved search."""
        if self._name:
            self.deleted.emit(self._name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the line into the list, Enter searches, F2 and Delete change the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.run()
                return True
            if watched is self.box and key == Qt.Key.Key_Down:
                self.list.setFocus()
                return True
            if watched is self.list and key == Qt.Key.Key_F2:
                self.ask_name()
                return True
            if watched is self.list and key == Qt.Key.Key_Delete:
                self.forget()
                return True
        return super().eventFilter(watched, event)

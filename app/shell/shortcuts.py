"""Keys: an editor that warns of conflicts, and a sheet made from what is in effect."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.context import Action
from app.shell.menus import shortcut_of, shown_keys
from app.shell.parts import heading, muted
from app.shell.theme import mark
from app.widgets.controls import clearable
from common.settings import Settings

NAME_ROLE = Qt.ItemDataRole.UserRole


def conflicts(actions: Sequence[Action], settings: Settings) -> dict[str, list[str]]:
    """Return key sequence -> names of the actions that share it, where there are several."""
    users: dict[str, list[str]] = {}
    for action in actions:
        keys = QKeySequence(shortcut_of(action, settings)).toString()
        if keys:
            users.setdefault(keys, []).append(action.name)
    return {keys: names for keys, names in users.items() if len(names) > 1}


def plain_title(action: Action) -> str:
    """Return the title of an action without the mark of its access key and the dots."""
    return action.title.replace("&", "").removesuffix("…").strip()


class ShortcutEditor(QDialog):
    """All actions with their keys; changes count at once.

    Args:
        actions: all actions.
        settings: changed in place.
        menu_title: translates the name of a menu.
        parent: the window.
    """

    changed = Signal()

    def __init__(
        self,
        actions: Sequence[Action],
        settings: Settings,
        menu_title: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Shortcuts"))
        self.resize(680, 560)
        self._actions = {action.name: action for action in actions}
        self._settings = settings
        self.search = QLineEdit(placeholderText=self.tr("Find an action or a key"))
        self.search.setAccessibleName(self.tr("Find an action or a key"))
        clearable(self.search)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.tr("Actions and their keys"))
        self.tree.setHeaderLabels([self.tr("Action"), self.tr("Menu"), self.tr("Keys")])
        self.tree.setRootIsDecorated(False)
        self.tree.setColumnWidth(0, 320)
        for action in actions:
            line = QTreeWidgetItem(
                [plain_title(action), menu_title(action.menu).replace("&", ""), ""]
            )
            line.setData(0, NAME_ROLE, action.name)
            self.tree.addTopLevelItem(line)
        self.keys = QKeySequenceEdit()
        self.keys.setMaximumSequenceLength(1)
        clearable(self.keys)
        self.keys.setAccessibleName(self.tr("Keys of the chosen action"))
        self.warning = QLabel(wordWrap=True)
        mark(self.warning, "badge")
        self._lay_out()
        self._refresh()
        for first in self._lines()[:1]:
            self.tree.setCurrentItem(first)

    def _lay_out(self) -> None:
        self.reset = QPushButton(self.tr("Reset"))
        self.reset_all = QPushButton(self.tr("Reset all"))
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("New keys:")))
        row.addWidget(self.keys, 1)
        row.addWidget(self.reset)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.reset_all, QDialogButtonBox.ButtonRole.ResetRole)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addLayout(row)
        layout.addWidget(self.warning)
        layout.addWidget(buttons)
        for button in (self.reset, self.reset_all):
            button.setAutoDefault(False)
        self.search.textChanged.connect(self._on_search)
        self.tree.currentItemChanged.connect(self._on_current)
        self.keys.editingFinished.connect(self._on_keys)
        self.reset.clicked.connect(self._on_reset)
        self.reset_all.clicked.connect(self._on_reset_all)
        buttons.rejected.connect(self.reject)

    def _lines(self) -> list[QTreeWidgetItem]:
        found = (self.tree.topLevelItem(row) for row in range(self.tree.topLevelItemCount()))
        return [line for line in found if line is not None]

    def _current(self) -> Action | None:
        line = self.tree.currentItem()
        return None if line is None else self._actions[line.data(0, NAME_ROLE)]

    def select(self, name: str) -> None:
        """Make the action called name the chosen one."""
        for line in self._lines():
            if line.data(0, NAME_ROLE) == name:
                self.tree.setCurrentItem(line)

    def set_keys(self, name: str, keys: str) -> None:
        """Give an action keys in portable text; "" takes them away."""
        if keys == QKeySequence(self._actions[name].shortcut).toString():
            self._settings.shortcuts.pop(name, None)
        else:
            self._settings.shortcuts[name] = keys
        self._refresh()
        self.changed.emit()

    def _refresh(self) -> None:
        double = conflicts(list(self._actions.values()), self._settings)
        clashing = {name for names in double.values() for name in names}
        for line in self._lines():
            action = self._actions[line.data(0, NAME_ROLE)]
            keys = shown_keys(shortcut_of(action, self._settings))
            line.setText(2, f"⚠ {keys}" if action.name in clashing else keys)
            font = line.font(2)
            font.setBold(action.name in self._settings.shortcuts)
            line.setFont(2, font)
        lines = [
            self.tr("{keys} is used by several: {actions}. Only a menu can run them.").format(
                keys=shown_keys(keys),
                actions=", ".join(plain_title(self._actions[name]) for name in names),
            )
            for keys, names in double.items()
        ]
        self.warning.setText("\n".join(lines))
        self.warning.setVisible(bool(lines))

    @Slot(str)
    def _on_search(self, text: str) -> None:
        wanted = text.strip().lower()
        for line in self._lines():
            shown = " ".join(line.text(column) for column in range(3)).lower()
            line.setHidden(wanted not in shown)

    @Slot()
    def _on_current(self) -> None:
        action = self._current()
        if action is not None:
            self.keys.setKeySequence(QKeySequence(shortcut_of(action, self._settings)))

    @Slot()
    def _on_keys(self) -> None:
        action = self._current()
        keys = self.keys.keySequence().toString()
        if (
            action is not None
            and keys != QKeySequence(shortcut_of(action, self._settings)).toString()
        ):
            self.set_keys(action.name, keys)

    @Slot()
    def _on_reset(self) -> None:
        action = self._current()
        if action is not None:
            self.set_keys(action.name, QKeySequence(action.shortcut).toString())
            self._on_current()

    @Slot()
    def _on_reset_all(self) -> None:
        self._settings.shortcuts.clear()
        self._refresh()
        self._on_current()
        self.changed.emit()


class ShortcutSheet(QDialog):
    """All shortcuts at a glance, by menu."""

    edit_requested = Signal()

    def __init__(
        self,
        actions: Sequence[Action],
        settings: Settings,
        menu_title: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(820, 600)
        groups: dict[str, list[tuple[str, str]]] = {}
        for action in actions:
            keys = shown_keys(shortcut_of(action, settings))
            if keys:
                title = menu_title(action.menu).replace("&", "")
                groups.setdefault(title, []).append((plain_title(action), keys))
        self.rows = groups
        inside = QWidget()
        columns = QHBoxLayout(inside)
        columns.setSpacing(36)
        for part in self._two_columns(groups):
            columns.addLayout(self._column(part), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        area.setAccessibleName(self.tr("Keyboard shortcuts"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        change = buttons.addButton(self.tr("Change …"), QDialogButtonBox.ButtonRole.ActionRole)
        change.setAutoDefault(False)
        change.clicked.connect(self._on_change)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(buttons)

    @staticmethod
    def _two_columns(groups: dict[str, list[tuple[str, str]]]) -> list[list[str]]:
        left: list[str] = []
        right: list[str] = []
        sizes = [0, 0]
        for title, rows in groups.items():
            side = 0 if sizes[0] <= sizes[1] else 1
            (left, right)[side].append(title)
            sizes[side] += len(rows) + 2
        return [left, right]

    def _column(self, titles: list[str]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        for title in titles:
            column.addWidget(heading(title, 1.1))
            grid = QGridLayout()
            grid.setColumnStretch(0, 1)
            for row, (name, keys) in enumerate(self.rows[title]):
                shown = QLabel(keys)
                mark(shown, "key")
                grid.addWidget(muted(name), row, 0)
                grid.addWidget(shown, row, 1, Qt.AlignmentFlag.AlignRight)
            column.addLayout(grid)
            column.addSpacing(10)
        column.addStretch(1)
        return column

    @Slot()
    def _on_change(self) -> None:
        self.accept()
        self.edit_requested.emit()

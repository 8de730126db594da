"""The sheet of keys on `?`: made from the keys and actions that are in force."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.panels.results import keys

if TYPE_CHECKING:
    from app.panels.results.panel import ResultsPanel

Rows = list[tuple[str, str]]
_COLUMNS = 3


class KeySheet(QDialog):
    """All keys at a glance.

    Args:
        panel: whose keys are shown, with those of its view in front.
        context: for the actions of items.
    """

    def __init__(self, panel: "ResultsPanel", context: PanelContext) -> None:
        super().__init__(panel)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keys of the results"))
        self.resize(980, 600)
        self.groups = self._groups(panel, context)
        inside = QWidget()
        columns = QHBoxLayout(inside)
        columns.setSpacing(30)
        for part in _spread(self.groups):
            columns.addLayout(self._column(part), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        area.setAccessibleName(self.windowTitle())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(buttons)

    def _groups(self, panel: "ResultsPanel", context: PanelContext) -> dict[str, Rows]:
        tr = self.tr
        groups = {
            tr("Hits"): [
                (tr("Move; with Shift select"), tr("Arrows, Home, End, Page Up, Page Down")),
                (tr("Select all"), _native("Ctrl+A")),
                (tr("Clear the selection"), _native("Esc")),
            ],
            tr("Results"): [(key.title, _native(key.keys)) for key in keys.keys_of(panel)],
            tr("Views"): [(key.title, _native(key.keys)) for key in keys.view_keys(panel)],
        }
        front = panel.stack.front
        own = front.keys() if front is not None else ()
        if front is not None and own:
            groups[tr("View “%s”") % front.title] = list(own)
        rows = []
        for action in context.actions.all():
            shortcut = context.services.settings.shortcuts.get(action.name, action.shortcut)
            if shortcut and (action.for_items or action.name.startswith(("hits.", "item."))):
                title = action.title.replace("&", "").removesuffix("…").strip()
                rows.append((title, _native(shortcut)))
        groups[tr("Selected items, from everywhere")] = rows
        return {title: rows for title, rows in groups.items() if rows}

    def _column(self, titles: list[str]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(5)
        for title in titles:
            head = QLabel(title)
            font = head.font()
            font.setBold(True)
            head.setFont(font)
            column.addWidget(head)
            grid = QGridLayout()
            grid.setColumnStretch(0, 1)
            for row, (what, told) in enumerate(self.groups[title]):
                name = QLabel(what)
                name.setWordWrap(True)
                shown = QLabel(told)
                shown.setProperty("key", "true")
                shown.setWordWrap(len(told) > 16)
                grid.addWidget(name, row, 0)
                grid.addWidget(shown, row, 1, Qt.AlignmentFlag.AlignRight)
            column.addLayout(grid)
            column.addSpacing(8)
        column.addStretch(1)
        return column


def _native(keys_text: str) -> str:
    """Return keys as the desktop writes them; a sign stays as it is."""
    if len(keys_text) == 1 and not keys_text.isalnum():
        return keys_text
    return QKeySequence(keys_text).toString(QKeySequence.SequenceFormat.NativeText) or keys_text


def _spread(groups: dict[str, Rows]) -> list[list[str]]:
    """Spread groups over columns so that they are about as long as each other."""
    columns: list[list[str]] = [[] for _ in range(_COLUMNS)]
    sizes = [0] * _COLUMNS
    for title in sorted(groups, key=lambda name: -len(groups[name])):
        least = sizes.index(min(sizes))
        columns[least].append(title)
        sizes[least] += len(groups[title]) + 2
    return [column for column in columns if column]

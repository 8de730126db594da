"""A sheet that shows keys at a glance, in groups spread over columns."""

from collections.abc import Mapping, Sequence

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

_LONG = 30  # letters of keys that stay on one line
Rows = Sequence[tuple[str, str]]  # (what it does, keys as shown)


class KeySheet(QDialog):
    """All keys of something.

    Args:
        title: of the window.
        groups: title -> rows; empty ones are left out.
        parent: owner.
        columns: side by side.
    """

    def __init__(
        self, title: str, groups: Mapping[str, Rows], parent: QWidget, *, columns: int = 3
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.groups = {name: list(rows) for name, rows in groups.items() if rows}
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setSpacing(30)
        for names in spread(self.groups, columns):
            row.addLayout(self._column(names), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        area.setAccessibleName(title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(buttons)
        self.resize(330 * columns, 600)

    def _column(self, names: Sequence[str]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(5)
        for name in names:
            head = QLabel(name)
            font = head.font()
            font.setBold(True)
            head.setFont(font)
            column.addWidget(head)
            grid = QGridLayout()
            grid.setColumnStretch(0, 1)
            for number, (what, keys) in enumerate(self.groups[name]):
                told, shown = QLabel(what), QLabel(keys)
                told.setWordWrap(True)
                shown.setProperty("key", "true")
                shown.setWordWrap(len(keys) > _LONG)
                top = Qt.AlignmentFlag.AlignTop
                grid.addWidget(told, number, 0, top)
                grid.addWidget(shown, number, 1, top | Qt.AlignmentFlag.AlignRight)
            column.addLayout(grid)
            column.addSpacing(8)
        column.addStretch(1)
        return column


def native(keys: str) -> str:
    """Return portable keys ("Ctrl+A") as the desktop writes them; a sign stays as it is."""
    if len(keys) == 1 and not keys.isalnum():
        return keys
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys


def spread(groups: Mapping[str, Rows], columns: int) -> list[list[str]]:
    """Return the names of groups in columns that are about as long as each other."""
    made: list[list[str]] = [[] for _ in range(columns)]
    sizes = [0] * columns
    for name in sorted(groups, key=lambda one: -len(groups[one])):
        least = sizes.index(min(sizes))
        made[least].append(name)
        sizes[least] += len(groups[name]) + 2
    return [column for column in made if column]

"""The command palette: every action by a few letters of its name."""

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.context import Action
from app.shell.menus import shown_keys
from app.shell.theme import mark
from app.widgets.icons import icon

RECENT = 12
WIDTH_EM = 46

_Index = QModelIndex | QPersistentModelIndex


def match_score(text: str, query: str) -> float | None:
    """Return how well query abbreviates text, larger is better; None if it does not.

    The letters of query must stand in text in order. Starts of words and runs of letters count
    more; long gaps and long texts less.

    Args:
        text: what is searched, any case.
        query: what was typed, any case; spaces are ignored.
    """
    lower, letters = text.lower(), query.lower().replace(" ", "")
    if not letters:
        return 0.0
    starts = {found.start() for found in re.finditer(r"\w+", lower)}
    best: float | None = None
    for first in (i for i, letter in enumerate(lower) if letter == letters[0]):
        score = _score_from(lower, letters, first, starts)
        if score is not None and (best is None or score > best):
            best = score
    return None if best is None else best - 0.01 * len(lower)


def _score_from(lower: str, letters: str, first: int, starts: set[int]) -> float | None:
    """Score the greedy match that begins at first; word starts are preferred to later letters."""
    score, place, previous = 0.0, first, first - 1
    for number, letter in enumerate(letters):
        if number:
            place = lower.find(letter, previous + 1)
            if place < 0:
                return None
            at_start = next((s for s in sorted(starts) if s > previous and lower[s] == letter), -1)
            if place != previous + 1 and at_start >= 0:
                rest = letters[number + 1 :]
                place = at_start if _contains(lower[at_start + 1 :], rest) else place
        score += 1.0
        score += 3.0 if place in starts else 0.0
        score += 2.0 if number and place == previous + 1 else 0.0
        score -= 0.05 * min(20, place - previous - 1)
        previous = place
    return score


def _contains(text: str, letters: str) -> bool:
    found = iter(text)
    return all(letter in found for letter in letters)


class ActionModel(QAbstractListModel):
    """The actions that match, best first; without a query the recent ones, then all."""

    KEYS_ROLE = Qt.ItemDataRole.UserRole
    ACTION_ROLE = Qt.ItemDataRole.UserRole + 1
    MENU_ROLE = Qt.ItemDataRole.UserRole + 2

    def __init__(
        self,
        actions: Sequence[Action],
        recent: Sequence[str],
        keys: Callable[[Action], str],
        menu_title: Callable[[str], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        order = {name: place for place, name in enumerate(recent)}
        self._all = sorted(actions, key=lambda action: order.get(action.name, len(order)))
        self._rows = list(self._all)
        self._order = order
        self._keys = keys
        self._menu_title = menu_title

    def narrow(self, query: str) -> None:
        """Show the actions that query abbreviates."""
        self.beginResetModel()
        scored = []
        for action in self._all:
            text = f"{action.title.replace('&', '')} {self._menu(action)}"
            score = match_score(text, query)
            if score is not None:
                bonus = 0.5 if action.name in self._order else 0.0
                scored.append((score + bonus, action))
        if query.strip():
            scored.sort(key=lambda entry: -entry[0])
        self._rows = [action for _, action in scored]
        self.endResetModel()

    def _menu(self, action: Action) -> str:
        return self._menu_title(action.menu).replace("&", "")

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows."""
        if not index.isValid():
            return None
        action = self._rows[index.row()]
        known: dict[int, Callable[[], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda: action.title.replace("&", ""),
            Qt.ItemDataRole.ToolTipRole: lambda: action.tip or None,
            Qt.ItemDataRole.AccessibleTextRole: lambda: self._spoken(action),
            Qt.ItemDataRole.DecorationRole: lambda: icon(action.icon) if action.icon else None,
            self.KEYS_ROLE: lambda: shown_keys(self._keys(action)),
            self.ACTION_ROLE: lambda: action,
            self.MENU_ROLE: lambda: self._menu(action),
        }
        value = known.get(role)
        return value() if value else None

    def _spoken(self, action: Action) -> str:
        return f"{action.title.replace('&', '')} {shown_keys(self._keys(action))}".strip()


class _Delegate(QStyledItemDelegate):
    """Title at the left; menu and key sequence at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), max(size.height(), round(option.fontMetrics.height() * 1.9)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        painter.save()
        painter.setFont(option.font)
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        area: QRect = option.rect.adjusted(0, 0, -12, 0)
        keys = index.data(ActionModel.KEYS_ROLE)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, flags, keys)
        wide = option.fontMetrics.horizontalAdvance("Ctrl+Shift+Backspace")
        painter.drawText(area.adjusted(0, 0, -wide, 0), flags, index.data(ActionModel.MENU_ROLE))
        painter.restore()


class CommandPalette(QDialog):
    """A box to type in and the actions that match; Enter runs one.

    Args:
        model: the actions.
        parent: the window it appears in.
    """

    chosen = Signal(object)  # Action

    def __init__(self, model: ActionModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setWindowTitle(self.tr("Command palette"))
        self.setAccessibleName(self.tr("Command palette"))
        self.box = QLineEdit(placeholderText=self.tr("Type a command"))
        self.box.setAccessibleName(self.tr("Type a command"))
        self.box.addAction(icon("palette"), QLineEdit.ActionPosition.LeadingPosition)
        for button in self.box.findChildren(QToolButton):
            button.setAccessibleName(self.tr("Command palette"))
        self.model = model
        model.setParent(self)
        self.view = QListView()
        self.view.setAccessibleName(self.tr("Commands"))
        mark(self.view, "flat")
        self.view.setModel(model)
        self.view.setUniformItemSizes(True)
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.box)
        layout.addWidget(self.view)
        self.box.textChanged.connect(self._on_text)
        self.box.installEventFilter(self)
        self.view.clicked.connect(self._on_clicked)
        self._select_first()
        self._place()

    def _place(self) -> None:
        wide = self.fontMetrics().averageCharWidth() * WIDTH_EM * 2
        parent = self.parentWidget()
        if parent is None:
            self.resize(wide, 420)
            return
        wide = min(wide, parent.width() - 40)
        self.resize(wide, min(460, parent.height() - 80))
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (parent.width() - wide) // 2, corner.y() + parent.height() // 10)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys of the box move through the list and Enter run."""
        if (
            watched is self.box
            and isinstance(event, QKeyEvent)
            and (event.type() is QEvent.Type.KeyPress)
        ):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8,
                     Qt.Key.Key_PageUp: -8}  # fmt: skip
            key = Qt.Key(event.key())
            if key in steps:
                self._move(steps[key])
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._on_clicked(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _move(self, by: int) -> None:
        rows = self.model.rowCount()
        if not rows:
            return
        row = self.view.currentIndex().row() + by
        row = row % rows if abs(by) == 1 else max(0, min(rows - 1, row))
        self.view.setCurrentIndex(self.model.index(row))

    def _select_first(self) -> None:
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0))

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self.model.narrow(text)
        self._select_first()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        action = index.data(ActionModel.ACTION_ROLE) if index.isValid() else None
        if isinstance(action, Action):
            self.accept()
            self.chosen.emit(action)

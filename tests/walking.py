"""Walks through the widgets of a window: their texts, names, sizes and the way of the keyboard."""

import re
from collections.abc import Iterator

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QAbstractTableModel,
    QModelIndex,
    Qt,
    QTranslator,
)
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollBar,
    QSizeGrip,
    QSplitterHandle,
    QStyle,
    QStyleOptionButton,
    QStyleOptionToolButton,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "áƀçđéƒĝĥíĵķĺɱñóþʠŕšţúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĹṀÑÓÞƢŔŠŢÚṼŴẊÝŽ"
KEPT = re.compile(r"(\{[^{}]*\}|%L?\d+|%n|%\.?\d*[sdf]|%%|<[^<>]+>|&[a-z]+;|https?://\S+)")
TABLE = str.maketrans(PLAIN, ACCENTED)
GROWTH = 0.35  # how much longer than English other languages are
ROWS = 40  # of a list that are looked at


def pseudo(text: str) -> str:
    """Return text with other letters and a third longer; placeholders, tags and keys stay."""
    letters = sum(letter in PLAIN for letter in text)
    parts = [
        part if KEPT.fullmatch(part) else part.translate(TABLE) for part in KEPT.split(text) if part
    ]
    longer = "ö" * round(letters * GROWTH)
    groups = " ".join(longer[start : start + 7] for start in range(0, len(longer), 7))
    end = " " if len(text) > 12 else ""
    tail = re.search(r"(\s*…|[:.?!]|\s+)$", text)
    if not letters:
        return text
    cut = len("".join(parts)) - len(tail[0]) if tail else None
    whole = "".join(parts)
    return whole[:cut] + end + groups + (whole[cut:] if cut is not None else "")


class PseudoTranslator(QTranslator):
    """Translates every text of the program by pseudo()."""

    def isEmpty(self) -> bool:
        """It knows every text."""
        return False

    def translate(
        self, _context: str, source: str, _disambiguation: str | None = None, _n: int = -1
    ) -> str:
        """Return the text with other letters."""
        return pseudo(source)


def place_of(widget: QWidget) -> str:
    """Say where a widget is: classes and names from the panel down."""
    words: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(words) < 6:
        words.append(type(at).__name__ + (f"#{at.objectName()}" if at.objectName() else ""))
        at = at.parentWidget()
    return " < ".join(words)


def all_widgets(root: QWidget) -> Iterator[QWidget]:
    """Yield root and what is in it, menus of buttons too; not what Qt makes for itself."""
    for widget in [root, *root.findChildren(QWidget)]:
        if not widget.objectName().startswith("qt_"):
            yield widget


def texts_of(root: QWidget) -> Iterator[tuple[str, str]]:
    """Yield (where, text) of all texts in root, shown or not: also what tips and readers say."""
    for widget in all_widgets(root):
        where = place_of(widget)
        for text in (
            widget.toolTip(),
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.statusTip(),
            widget.windowTitle() if widget.isWindow() or isinstance(widget, QDockWidget) else "",
            *_own_texts(widget),
        ):
            if text:
                yield where, text
        for action in widget.actions():
            for text in action_texts(action):
                yield f"{where} (action)", text


def action_texts(action: QAction) -> list[str]:
    """Return title and tip of an action."""
    return [text for text in (action.text(), action.toolTip(), action.statusTip()) if text]


def _own_texts(widget: QWidget) -> list[str]:
    if isinstance(widget, QLabel):
        return [_plain(widget.text())]
    if isinstance(widget, QAbstractButton):
        return [widget.text()]
    if isinstance(widget, QLineEdit):
        return [widget.placeholderText()]
    if isinstance(widget, QGroupBox | QMenu):
        return [widget.title()]
    if isinstance(widget, QComboBox):
        return [widget.itemText(n) for n in range(widget.count())] + [
            str(widget.itemData(n, Qt.ItemDataRole.ToolTipRole) or "")
            for n in range(widget.count())
        ]
    if isinstance(widget, QTabBar):
        return [
            text
            for n in range(widget.count())
            for text in (widget.tabText(n), widget.tabToolTip(n))
        ]
    if isinstance(widget, QAbstractSpinBox):
        special = [widget.specialValueText()]
        for name in ("prefix", "suffix"):
            if hasattr(widget, name):
                special.append(getattr(widget, name)())
        return special
    if isinstance(widget, QAbstractItemView):
        return list(_model_texts(widget.model()))
    if hasattr(widget, "placeholderText"):
        return [widget.placeholderText()]
    return []


def _plain(text: str) -> str:
    if "<" not in text:
        return text
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


def _model_texts(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is None:
        return
    for column in range(_columns(model, QModelIndex())):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
    yield from _rows(model, QModelIndex(), 0)


def _columns(model: QAbstractItemModel, parent: QModelIndex) -> int:
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)


def _rows(model: QAbstractItemModel, parent: QModelIndex, depth: int) -> Iterator[str]:
    for row in range(min(ROWS, model.rowCount(parent))):
        for column in range(_columns(model, parent)):
            index = model.index(row, column, parent)
            for role in (
                Qt.ItemDataRole.DisplayRole,
                Qt.ItemDataRole.ToolTipRole,
                Qt.ItemDataRole.AccessibleTextRole,
            ):
                said = index.data(role)
                if isinstance(said, str):
                    yield said
            if (
                depth < 2
                and not isinstance(model, QAbstractListModel | QAbstractTableModel)
                and (model.hasChildren(index))
            ):
                yield from _rows(model, index, depth + 1)


# -- names for readers


def nameless(root: QWidget) -> list[str]:
    """Return where the controls are that a screen reader has no name for."""
    found = []
    for widget in all_widgets(root):
        if not is_control(widget) or _inside(widget, QComboBox, QAbstractSpinBox):
            continue
        if not name_of(widget).strip():
            found.append(place_of(widget))
    return found


def is_control(widget: QWidget) -> bool:
    """Whether a widget is something that is used: takes the keyboard or is a button."""
    if isinstance(widget, QScrollBar | QSizeGrip | QSplitterHandle | QTabWidget | QMenu):
        return False
    if type(widget).__name__ in {"QHeaderView", "QTabBar"} and not widget.isVisible():
        return False
    if _is_passive_area(widget):
        return False
    is_button = isinstance(widget, QAbstractButton | QAbstractSlider)
    return is_button or widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus


def _is_passive_area(widget: QWidget) -> bool:
    """Whether a widget only scrolls what is in it."""
    return type(widget).__name__ == "QScrollArea" or type(widget) is QAbstractScrollArea


def _inside(widget: QWidget, *kinds: type[QWidget]) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, kinds):
            return True
        parent = parent.parentWidget()
    return False


def name_of(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton):
        return widget.text()
    if isinstance(widget, QGroupBox):
        return widget.title()
    parent = widget.parentWidget()
    for label in parent.findChildren(QLabel) if parent is not None else ():
        if label.buddy() is widget:
            return label.text()
    return ""


# -- what does not fit


def clipped(root: QWidget) -> list[str]:
    """Return which texts on view are cut off: their place is smaller than they are."""
    return [f"{place_of(widget)}: {said}" for widget in all_widgets(root) if (said := _cut(widget))]


def _cut(widget: QWidget) -> str:
    """Return by how much the text of a widget is cut; "" where all of it is seen."""
    if not widget.isVisible() or widget.visibleRegion().isEmpty():
        return ""
    if isinstance(widget, QLabel) and not widget.pixmap().isNull():
        return ""
    if isinstance(widget, QLabel):
        return _cut_label(widget)
    if isinstance(widget, QAbstractButton) and widget.text():
        need = _button_width(widget)
        if need > widget.width() + 1:
            return f"{widget.text()!r} needs {need}, has {widget.width()}"
    if isinstance(widget, QComboBox) and not widget.isEditable():
        room = widget.width() - 30  # frame, padding, arrow
        need = widget.fontMetrics().horizontalAdvance(widget.currentText())
        elided = bool(widget.toolTip()) and widget.currentText() in widget.toolTip()
        if need > room and not elided:
            return f"{widget.currentText()!r} needs {need}, has {room}"
    return ""


def _cut_label(label: QLabel) -> str:
    text = label.text()
    if not text:
        return ""
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        if need > label.height() + 2:
            return f"{text!r} needs {need} px of height, has {label.height()}"
        return ""
    need = label.minimumSizeHint().width()
    if type(label).minimumSizeHint is not QLabel.minimumSizeHint:
        return ""  # elides by itself
    if need > label.width() + 1:
        return f"{text!r} needs {need}, has {label.width()}"
    return ""


def _button_width(button: QAbstractButton) -> int:
    text = button.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
    lines = [button.fontMetrics().horizontalAdvance(line) for line in text.split("\n")]
    need = max(lines)
    if isinstance(button, QToolButton):
        if button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly and (
            not button.icon().isNull()
        ):
            return 0
        option = QStyleOptionToolButton()
        button.initStyleOption(option)
        if option.icon and not option.icon.isNull():
            need += button.iconSize().width()
        return need + 4
    option = QStyleOptionButton()
    if not button.icon().isNull():
        need += button.iconSize().width() + 4
    if button.isCheckable() and type(button).__name__ in {"QCheckBox", "QRadioButton"}:
        need += button.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, option, button)
    return need


# -- the way of the keyboard


def stops(root: QWidget) -> list[QWidget]:
    """Return the controls of root that Tab must reach: seen, enabled, and willing."""
    return [
        widget
        for widget in all_widgets(root)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not _inside(widget, QAbstractSpinBox, QComboBox)
    ]


def walk_by_tab(first: QWidget, most: int) -> list[QWidget]:
    """Press Tab until first has the keyboard again; return who had it, in order.

    Raises:
        AssertionError: the keyboard stays where it is (a trap).
    """
    first.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[QWidget] = []
    for _ in range(most):
        at = QApplication.focusWidget()
        assert at is not None, "nobody has the keyboard"
        if seen and at is seen[0]:
            break
        seen.append(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is at:  # a page to write on or draw on: Ctrl+Tab leads out of it
            QTest.keyClick(at, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
        assert QApplication.focusWidget() is not at, f"a trap: {place_of(at)}"
    return seen


def is_reached(widget: QWidget, seen: list[QWidget]) -> bool:
    """Whether the keyboard came to a control, or to another one of its exclusive group."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive():  # arrows go on from the one that is checked
        return any(button in seen for button in group.buttons())
    return widget in seen


def is_text_button(widget: QWidget) -> bool:
    """Whether a widget is a button that says something in words."""
    return isinstance(widget, QAbstractButton) and bool(widget.text()) and widget.icon().isNull()

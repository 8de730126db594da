"""The one box: words, completed while one types; pictures are pasted into it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from app.panels.search.pictures import example_from
from app.widgets.controls import clearable
from app.widgets.filter_names import key_name
from app.widgets.numbers import numeral

HINT_MARGIN = 28  # pixels: frame and padding of the box
_ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
_VALUE = Qt.ItemDataRole.UserRole + 1


class SearchBox(QLineEdit):
    """A line for text that also takes pasted pictures; Down at an empty line shows old searches.

    Args:
        hints: what may be typed; the longest that fits is shown, longest first.
        parent: owner.
    """

    picture_pasted = Signal(object)  # Example
    history_wanted = Signal()
    down_wanted = Signal()  # Down: on to the chips
    completed = Signal(str)  # a suggestion was chosen

    def __init__(self, hints: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints = hints
        self.setObjectName("searchBox")
        clearable(self)
        self.setAccessibleName(self.tr("Search"))
        self.setToolTip(self.tr("Words, “phrases”, -not this; Enter searches (Ctrl+F comes here)"))
        self._model = QStandardItemModel(self)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCompletionRole(_VALUE)
        completer.setMaxVisibleItems(12)
        completer.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]
        completer.setWidget(self)  # shown by us: what is chosen is not what is shown
        self._completer = completer
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        self.setFont(font)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(self.fontMetrics().height() + 16)

    @property
    def lines(self) -> list[str]:
        """What is suggested, as shown."""
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def suggest(self, found: Sequence[tuple[str, str, int]], *, show: bool = False) -> None:
        """Offer completions.

        Args:
            found: text, facet key or "title" or "", number of items.
            show: even if the keyboard is elsewhere.
        """
        self._model.clear()
        for text, kind, count in found:
            beside = self.tr("Title") if kind == "title" else key_name(kind) if kind else ""
            counted = f"{beside} · {numeral(count)}" if kind and kind != "title" else beside
            entry = QStandardItem(f"{text}   {counted}".rstrip())
            entry.setData(text, _VALUE)
            entry.setEditable(False)
            self._model.appendRow(entry)
        if found and (show or self.hasFocus()):
            self._completer.complete()
        else:
            self.hide_suggestions()

    def hide_suggestions(self) -> None:
        """Offer nothing."""
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self.choose(str(index.data(_VALUE)))

    def choose(self, text: str) -> None:
        """Take a completion."""
        self.hide_suggestions()
        self.setText(text)
        self.completed.emit(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show a shorter hint where the long one would be cut."""
        super().resizeEvent(event)
        self.show_hint()

    def show_hint(self) -> None:
        """Say in the empty box what may be typed."""
        room = self.width() - HINT_MARGIN
        fits = (hint for hint in self._hints if self.fontMetrics().horizontalAdvance(hint) <= room)
        self.setPlaceholderText(next(fits, self._hints[-1]))

    def event(self, event: QEvent) -> bool:
        """Leave keys of the panel to it that a line of text takes for “redo” on some systems."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.key(), event.modifiers()) == (Qt.Key.Key_Backspace, _ALT_SHIFT)
        ):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a picture from the clipboard, show old searches, or go down to the chips."""
        if event.matches(QKeySequence.StandardKey.Paste):
            example = example_from(QGuiApplication.clipboard().mimeData())
            if example is not None:
                self.picture_pasted.emit(example)
                return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press_enter(event)
            return
        if event.key() == Qt.Key.Key_Down:
            (self.down_wanted if self.text() else self.history_wanted).emit()
            return
        super().keyPressEvent(event)

    def _press_enter(self, event: QKeyEvent) -> None:
        """Take the suggestion that was gone to; else search for the words as they stand.

        The key goes no further: the completer takes its first line even where none is chosen.
        """
        popup = self._completer.popup()
        is_open = popup is not None and popup.isVisible()
        chosen = popup.selectionModel().selectedIndexes() if popup and is_open else []
        if chosen:
            self._on_activated(chosen[0])
        else:
            self.hide_suggestions()
            super().keyPressEvent(event)
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

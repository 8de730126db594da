"""The box for a sentence: its words take the colour of what they were understood as."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from app.widgets.scene_graph.pens import ROLE_COLOURS, readable

MAX_LENGTH = 20_000  # characters
Words = Sequence[tuple[tuple[int, int], str]]
_MOST_LINES = 4


class SentenceBox(QPlainTextEdit):
    """A text of one or several sentences. Enter asks; Down opens the queries asked before."""

    submitted = Signal()
    edited = Signal()
    history_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: Words = ()
        self.setPlaceholderText(
            self.tr("What was to be seen, where, doing what, when? “A man holding a cup …”")
        )
        self.setAccessibleName(self.tr("Sentence"))
        self.setToolTip(
            self.tr("Enter searches; Down shows what was asked before (Ctrl+9 comes here)")
        )
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._on_text)
        self._fit()

    def text(self) -> str:
        """Return what was typed, on one line."""
        return " ".join(self.toPlainText().split("\n"))[:MAX_LENGTH]

    def set_text(self, text: str) -> None:
        """Show another text, without telling of it."""
        if text != self.text():
            with QSignalBlocker(self):
                self.setPlainText(text)
                self.moveCursor(QTextCursor.MoveOperation.End)
            self._words = ()
            self._colour()
            self._fit()

    def show_words(self, text: str, words: Words) -> None:
        """Colour words; nothing happens if the text has changed since.

        Args:
            text: that was read.
            words: first character and one behind the last, and the role.
        """
        if text == self.text():
            self._words = words
            self._colour()

    def _colour(self) -> None:
        ground = self.palette().base().color()
        marks = []
        length = len(self.toPlainText())
        for (first, last), role in self._words:
            colour = ROLE_COLOURS.get(role)
            if colour is None or not 0 <= first < last <= length:
                continue
            mark = QTextEdit.ExtraSelection()
            cursor = self.textCursor()
            cursor.setPosition(first)
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            style = QTextCharFormat()
            style.setForeground(readable(colour, ground))
            style.setFontUnderline(role in ("node", "predicate"))
            style.setToolTip(self._role_name(role))
            mark.cursor, mark.format = cursor, style
            marks.append(mark)
        self.setExtraSelections(marks)

    def _role_name(self, role: str) -> str:
        names = {
            "node": self.tr("object"),
            "attribute": self.tr("property of an object"),
            "predicate": self.tr("relation"),
            "time": self.tr("time"),
            "place": self.tr("place"),
            "activity": self.tr("activity"),
        }
        return names.get(role, "")

    def _on_text(self) -> None:
        self._words = ()
        self.setExtraSelections([])
        self._fit()
        self.edited.emit()

    def _fit(self) -> None:
        """Be as high as the text needs, up to four lines."""
        lines = max(1, min(_MOST_LINES, int(self.document().size().height())))
        margins = self.contentsMargins()
        height = lines * self.fontMetrics().lineSpacing() + 2 * int(
            self.document().documentMargin()
        )
        self.setFixedHeight(height + margins.top() + margins.bottom() + 2)

    def sizeHint(self) -> QSize:
        """Return the height of the text."""
        return QSize(300, self.height())

    def resizeEvent(self, event: object) -> None:
        """A narrower box needs more lines."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """As usual; the text is chosen when the box is reached by key."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.ShortcutFocusReason:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks, Down on the last line opens the history; no new lines."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submitted.emit()
        elif event.key() == Qt.Key.Key_Down and (
            self.textCursor().atEnd() or not self.toPlainText()
        ):
            self.history_wanted.emit()
        else:
            super().keyPressEvent(event)

"""The editor of words in letters, speech and titles."""

from dataclasses import replace

from PySide6.QtWidgets import QFormLayout, QWidget

from app.context import PanelContext
from app.panels.search.editors.base import PartEditor, choice, line, show_choice, show_text
from app.services.types import WordsAsk
from app.widgets.query_words import words_kinds


class WordsEditor(PartEditor):
    """Edits words that are looked for in texts of one kind."""

    kind = "words"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.words = line(
            self.tr("Words as they are written or spoken"),
            self.tr("exit, “good morning”"),
            self._on_typed,
            self.submit,
        )
        entries = {kinds: title for title, kinds in words_kinds()}
        self.where = choice(self.tr("Where the words stand"), entries, self._on_where)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.words)
        form.addRow(self.tr("in"), self.where)

    @property
    def _ask(self) -> WordsAsk:
        return self._what if isinstance(self._what, WordsAsk) else WordsAsk("")

    def show_what(self, what: WordsAsk) -> None:
        """Show words."""
        show_text(self.words, what.text)
        show_choice(self.where, tuple(what.kinds))

    def _on_typed(self) -> None:
        self.change(replace(self._ask, text=self.words.text()), gesture="search-words")

    def _on_where(self) -> None:
        self.change(replace(self._ask, kinds=tuple(self.where.currentData())))

    def focus_main(self) -> None:
        """Put the keyboard into the words."""
        self.words.setFocus()
        self.words.selectAll()

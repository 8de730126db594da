"""The editor of a text: its words, in which way they are searched for, concepts against vectors."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFormLayout, QWidget

from app.context import PanelContext
from app.panels.search.editors.base import (
    Balance,
    PartEditor,
    choice,
    line,
    quiet,
    show_choice,
    show_text,
)
from app.panels.search.texts import mode_tips
from app.services.types import TextAsk
from app.widgets.search_names import mode_names


class TextEditor(PartEditor):
    """Edits a free text."""

    kind = "text"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.words = line(
            self.tr("Words, “phrases”, -not this"),
            self.tr("Words, “phrases”, -not this"),
            self._on_typed,
            self.submit,
        )
        self.mode = choice(self.tr("How to search"), mode_names(), self._on_mode)
        for place in range(self.mode.count()):
            tip = mode_tips().get(self.mode.itemData(place), "")
            self.mode.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
        self.own = QCheckBox(self.tr("Weigh for itself"))
        self.own.setToolTip(self.tr("Off: concepts and pictures are weighed as the settings say"))
        self.balance = Balance(
            self.tr("concepts"),
            self.tr("pictures"),
            self.tr("Concepts against pictures"),
            self.tr("Left: what networks named counts; right: how pictures look (dual task)"),
        )
        self.own.toggled.connect(lambda _on: self._on_balance())
        self.balance.moved.connect(lambda _value: self._on_balance(moved=True))
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(self.words)
        form.addRow(self.tr("Search in"), self.mode)
        form.addRow(self.own)
        form.addRow(self.balance)

    @property
    def _ask(self) -> TextAsk:
        return self._what if isinstance(self._what, TextAsk) else TextAsk("")

    def show_what(self, what: TextAsk) -> None:
        """Show a text."""
        show_text(self.words, what.text)
        show_choice(self.mode, what.mode)
        with quiet(self.own):
            self.own.setChecked(what.balance is not None)
        rests = self.context.services.settings.search.fusion
        self.balance.show_value(rests if what.balance is None else what.balance)
        self.balance.setEnabled(what.balance is not None)

    def _on_typed(self) -> None:
        self.change(replace(self._ask, text=self.words.text()), gesture="search-words")

    def _on_mode(self) -> None:
        self.change(replace(self._ask, mode=self.mode.currentData()))

    def _on_balance(self, *, moved: bool = False) -> None:
        on = self.own.isChecked()
        self.balance.setEnabled(on)
        value = round(self.balance.value, 2) if on else None
        self.change(replace(self._ask, balance=value), gesture="search-balance" if moved else "")

    def focus_main(self) -> None:
        """Put the keyboard into the words."""
        self.words.setFocus()
        self.words.selectAll()

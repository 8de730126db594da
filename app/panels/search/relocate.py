"""Relocation: a map around the words; the picture that is picked replaces them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout

from app.panels.search import draft
from app.widgets.relocation_map import RelocationMap
from app.widgets.result_titles import title_of

if TYPE_CHECKING:
    from app.panels.search.panel import SearchPanel


class Relocation(QObject):
    """Opens the map and takes what is picked.

    Args:
        panel: whose words are replaced.
    """

    def __init__(self, panel: "SearchPanel") -> None:
        super().__init__(panel)
        self._panel = panel
        self.dialog: QDialog | None = None
        self.map: RelocationMap | None = None

    def open(self) -> None:
        """Show what lies around the words, or the first of what is shown."""
        panel = self._panel
        text = draft.main_text(panel.session.query).text.strip()
        results = panel.context.shared.results
        if not text and not results.hits:
            panel.context.notices.info(self.tr("Type some words first: the map lies around them."))
            return
        self.dialog = QDialog(panel)
        self.dialog.setWindowTitle(self.tr("Pictures near “%s”") % (text or title_of(results)))
        self.map = RelocationMap(panel.context)
        self.map.picked.connect(self._on_picked)
        self.map.closed.connect(self.dialog.reject)
        hint = QLabel(self.tr("Pick the picture that comes closest: it replaces the words."))
        hint.setWordWrap(True)
        layout = QVBoxLayout(self.dialog)
        layout.addWidget(hint)
        layout.addWidget(self.map, 1)
        self.dialog.resize(980, 720)
        self.dialog.finished.connect(self._on_finished)
        self.dialog.open()
        if text:
            self.map.ask_text(text)
        else:
            self.map.ask_results(results)
        self.map.setFocus()

    @Slot(int)
    def _on_picked(self, item: int) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self._panel.replace_words(item)

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        if self.map is not None:
            self.map.clear()
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = self.map = None

"""The head of the panel: the sentence, history, facets, options."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.panels.lifelog.options import OptionsForm
from app.panels.lifelog.sentence import SentenceBox
from app.panels.lifelog.work import FACETS
from app.widgets.controls import icon_button, push_button
from app.widgets.filter_names import key_name, value_name
from app.widgets.numbers import numeral
from common.scenes import LifelogQuery

_MOST_LETTERS = 70


class LifelogHead(QWidget):
    """One line: what is asked, and how.

    Args:
        parent: owner.
    """

    recalled = Signal(object)  # LifelogQuery of the history
    values_wanted = Signal(str)  # facet
    value_chosen = Signal(str, str)  # facet, value

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = SentenceBox()
        self.search_button = push_button(
            self.tr("Search"), self.tr("Read the sentence and search (Enter)")
        )
        self.history_button = icon_button("history", self.tr("What was asked before (Down)"))
        self.facet_button = icon_button(
            "filter", self.tr("Narrow by weekday, hour, place, people …")
        )
        self.options_button = icon_button("settings", self.tr("How moments are ranked"))
        self.options_button.clicked.connect(self.show_options)
        self.facets = self._facet_menu()
        self.facet_button.clicked.connect(self._open_facets)
        self.form = OptionsForm()
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setFrameShape(QFrame.Shape.StyledPanel)
        QVBoxLayout(self.popup).addWidget(self.form)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.sentence, 1)
        for widget in (
            self.search_button, self.history_button, self.facet_button, self.options_button,
        ):  # fmt: skip
            row.addWidget(widget)

    def show_options(self) -> None:
        """Open the options under their button."""
        button = self.options_button
        self.popup.adjustSize()
        right = button.mapToGlobal(QPoint(button.width() - self.popup.width(), button.height() + 2))
        self.popup.move(right)
        self.popup.show()
        self.form.ranker.setFocus()

    def show_expert(self, *, on: bool) -> None:
        """Show all controls, or only those that most people need."""
        for widget in (self.options_button, self.facet_button):
            widget.setVisible(on)

    # -- history

    def history_menu(self, queries: Sequence[LifelogQuery]) -> QMenu:
        """Return a menu of queries, newest first."""
        menu = QMenu(self)
        for query in queries[:20]:
            text = query.text
            short = text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1] + "…"
            menu.addAction(short.replace("&", "&&")).triggered.connect(
                partial(self._on_recalled, query)
            )
        if not queries:
            menu.addAction(self.tr("Nothing was asked yet")).setEnabled(False)
        return menu

    def _on_recalled(self, query: LifelogQuery, _checked: bool = False) -> None:
        self.recalled.emit(query)

    # -- facets

    def _facet_menu(self) -> QMenu:
        menu = QMenu(self)
        for key in FACETS:
            child = menu.addMenu(key_name(key))
            child.setObjectName(key)
            child.aboutToShow.connect(partial(self.values_wanted.emit, key))
        return menu

    def _open_facets(self) -> None:
        button = self.facet_button
        self.facets.popup(button.mapToGlobal(QPoint(0, button.height())))

    def show_values(self, key: str, values: Sequence[tuple[str, int]]) -> None:
        """Offer the values of a facet."""
        child = self.facets.findChild(QMenu, key)
        if child is None:
            return
        child.clear()
        for value, count in values:
            action = child.addAction(
                f"{value_name(key, value)}  ({numeral(count)})".replace("&", "&&")
            )
            action.triggered.connect(partial(self._on_value, key, value))
        if not values:
            child.addAction(self.tr("No item has one")).setEnabled(False)

    def _on_value(self, key: str, value: str, _checked: bool = False) -> None:
        self.value_chosen.emit(key, value)

"""How to search: ways and weights of the words, and the rule that merges the parts."""

from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFormLayout, QFrame, QWidget

from app.context import PanelContext
from app.panels.search import draft
from app.panels.search.editors.base import Balance, by_width, choice, show_choice
from app.panels.search.session import SearchSession
from app.panels.search.texts import mode_tips
from app.services.types import FUSION_RULES, Query, TextAsk
from app.widgets.search_names import fusion_names, mode_names, rule_names


class OptionsRow(QFrame):
    """Options of the words in the box, and of the whole query.

    Args:
        context: of the panel.
        session: holds the query.
        parent: owner.
    """

    def __init__(
        self, context: PanelContext, session: SearchSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = context.services.settings.search
        self._session = session
        self._mode = "auto"  # waits for words
        self._balance: float | None = None
        self.setProperty("card", "true")
        self.setSizePolicy(by_width())
        tr = self.tr
        self.mode = choice(tr("How to search for the words"), mode_names(), self._on_mode)
        for place in range(self.mode.count()):
            tip = mode_tips().get(self.mode.itemData(place), "")
            self.mode.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
        self.balance = Balance(
            tr("concepts"), tr("pictures"), tr("Concepts against pictures"),
            tr("Left: words and concepts count; right: how pictures look"),
        )  # fmt: skip
        self.balance.moved.connect(self._on_balance)
        names = fusion_names()
        rules = {rule: names.get(rule, rule) for rule in FUSION_RULES}
        self.fusion = choice(tr("How the parts are merged (F8)"), rules, self._on_fusion)
        for place in range(self.fusion.count()):
            tip = rule_names().get(self.fusion.itemData(place), ("", ""))[1]
            self.fusion.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
        form = QFormLayout(self)
        form.setContentsMargins(10, 6, 10, 8)
        form.addRow(tr("Search in"), self.mode)
        form.addRow(self.balance)
        form.addRow(tr("Merge by"), self.fusion)
        session.query_changed.connect(self.show_query)
        self.show_query(session.query)

    @Slot(object)
    def show_query(self, query: Query) -> None:
        """Show the options of a query."""
        words = draft.main_text(query)
        if words.text:
            self._mode, self._balance = words.mode, words.balance
        show_choice(self.mode, self._mode)
        self.balance.show_value(self._settings.fusion if self._balance is None else self._balance)
        show_choice(self.fusion, query.fusion)

    def fitted(self, query: Query) -> Query:
        """Return a query whose new words are searched for as chosen before they were typed."""
        place = draft.main_place(query, 0)
        part = None if place is None else draft.part_at(query, place)
        if place is None or part is None or not isinstance(part.what, TextAsk):
            return query
        what = replace(part.what, mode=self.mode.currentData(), balance=self._balance)
        return draft.with_part(query, place, replace(part, what=what))

    def _take(self, what: str, gesture: str = "") -> None:
        self._session.take(self.fitted(self._session.query), what, gesture=gesture)

    def _on_mode(self) -> None:
        self._mode = self.mode.currentData()
        self._take(self.tr("Search in other ways"))

    def _on_balance(self, value: float) -> None:
        self._balance = round(value, 2)
        self._take(self.tr("Weigh concepts against pictures"), "search-balance")

    def _on_fusion(self) -> None:
        self.choose_rule(str(self.fusion.currentData()))

    def choose_rule(self, rule: str) -> None:
        """Merge the parts by a rule."""
        title = self.tr("Merge by %s") % fusion_names().get(rule, rule)
        self._session.take(replace(self._session.query, fusion=rule), title)

    def next_rule(self) -> None:
        """Merge the parts by the next rule."""
        rules = list(FUSION_RULES)
        at = rules.index(self._session.query.fusion) if self._session.query.fusion in rules else 0
        self.choose_rule(rules[(at + 1) % len(rules)])

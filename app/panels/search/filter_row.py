"""The shared filters as chips, what is ranked anew, and the card of quick filters."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.search.filter_card import FilterCard
from app.panels.search.session import SearchSession
from app.services.types import Filter, Query
from app.widgets.chips import Chip, ChipRow
from app.widgets.filter_names import filter_name


class FilterRow(QWidget):
    """Chips of the filters; the cross, Delete or the middle button takes one away.

    Args:
        context: of the panel.
        session: holds the query.
        source: name of the panel.
        parent: owner.
    """

    closed = Signal()  # of the card

    def __init__(
        self,
        context: PanelContext,
        session: SearchSession,
        source: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._session = session
        self._source = source
        self.chips = ChipRow()
        self.chips.setAccessibleName(self.tr("Filters"))
        self.card: FilterCard | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.chips)
        context.shared.filters_changed.connect(lambda _filters, _source: self._show())
        session.query_changed.connect(self._on_query)
        self._among: tuple[int, ...] | None = None
        self._show()

    @Slot(object)
    def _on_query(self, query: Query) -> None:
        if query.among != self._among:
            self._show()

    def _show(self) -> None:
        filters: Sequence[Filter] = self._context.shared.filters
        self._among = self._session.query.among
        self.chips.clear()
        if self._among is not None:
            text = self.tr("Only among %n shown", "", len(self._among))
            chip = Chip(text, removable=True, colour=self.palette().highlight().color())
            chip.setToolTip(self.tr("Searches rank these items anew; remove it for a new search"))
            chip.removed.connect(self.search_all)
            self.chips.add(chip)
        for one in filters:
            chip = Chip(filter_name(one), removable=True)
            chip.removed.connect(partial(self.drop, one))
            self.chips.add(chip)
        self._fit()

    def _fit(self) -> None:
        card_open = self.card is not None and not self.card.isHidden()
        self.setVisible(bool(self.chips.chips) or card_open)

    def drop(self, one: Filter) -> None:
        """Take a filter away and search again."""
        kept = [other for other in self._context.shared.filters if other != one]
        self.set_filters(kept)

    def set_filters(self, filters: Sequence[Filter]) -> None:
        """Filter by others and search again."""
        self._context.shared.set_filters(filters, self._source)
        self._session.run()

    # -- re-ranking what is shown

    @property
    def ranks_shown(self) -> bool:
        """Whether searches rank anew what is shown instead of searching everywhere."""
        return self._session.query.among is not None

    def rank_shown(self) -> None:
        """Let the next searches rank only what is shown now."""
        items = tuple(dict.fromkeys(hit.item for hit in self._context.shared.results.hits))
        if not items:
            self._context.notices.info(self.tr("Nothing is shown that could be ranked anew."))
            return
        query = replace(self._session.query, among=items)
        self._session.take(query, self.tr("Re-rank what is shown"), run=False)

    def search_all(self) -> None:
        """Search everywhere again."""
        query = replace(self._session.query, among=None)
        self._session.take(query, self.tr("Search everywhere"))

    # -- the card

    @Slot(bool)
    def show_card(self, on: bool) -> None:
        """Show or hide the quick filters."""
        if on and self.card is None:
            self.card = FilterCard(self._context)
            self.card.chosen.connect(self.set_filters)
            self.card.closed.connect(self.closed)
            layout = self.layout()
            assert layout is not None  # made in __init__
            layout.addWidget(self.card)
        if self.card is not None:
            self.card.setVisible(on)
            if on:
                self.card.read()
        self._fit()

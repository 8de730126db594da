"""The head of the filters panel: how much passes, what is filtered by, ways out of nothing."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.filters.saved import SavedFilters
from app.panels.filters.work import Summary
from app.services.types import Filter
from app.widgets.chips import Chip, ChipRow
from app.widgets.controls import clearable, tool_button
from app.widgets.filter_names import filter_name
from app.widgets.numbers import numeral
from app.widgets.relaxing import relaxing_chips


class FilterHead(QWidget):
    """Stands above the facets.

    Args:
        context: of the panel.
        parent: as in Qt.
    """

    cleared = Signal()
    dropped = Signal(object)  # Filter
    sought = Signal(str)  # what the name of a facet must contain
    region_wanted = Signal()

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = QLabel()
        self.count.setWordWrap(True)
        self.count.setAccessibleName(self.tr("How many items pass"))
        self.clear = tool_button(
            self.tr("Clear all"),
            self.tr("Take all filters away (Ctrl+Shift+X)"),
            self.cleared.emit,
        )
        self.saved = SavedFilters(context, self)
        self.chips, self.ways = ChipRow(), ChipRow()
        self.nothing = QLabel()
        self.nothing.setWordWrap(True)
        self.nothing.hide()
        self.search = QLineEdit(placeholderText=self.tr("Find a facet"))
        clearable(self.search)
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.textChanged.connect(self.sought)
        self.region = tool_button(
            self.tr("Region …"),
            self.tr("Filter by the brightness of a region of the picture"),
            self.region_wanted.emit,
        )
        below = QHBoxLayout()
        below.addWidget(self.search, 1)
        below.addWidget(self.region)
        top = QHBoxLayout()
        top.addWidget(self.count, 1)
        top.addWidget(self.clear)
        top.addWidget(self.saved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 2)
        layout.addLayout(top)
        for part in (self.chips, self.nothing, self.ways):
            layout.addWidget(part)
        layout.addLayout(below)

    def show_filters(self, filters: Sequence[Filter]) -> None:
        """Show what is filtered by."""
        self.chips.clear()
        for one in filters:
            chip = Chip(filter_name(one), removable=True)
            chip.removed.connect(partial(self.dropped.emit, one))
            self.chips.add(chip)
        self.clear.setEnabled(bool(filters))

    def show_summary(self, found: Summary, *, is_narrowed: bool) -> None:
        """Show how much passes, and ways out where that is nothing.

        Args:
            found: what passes.
            is_narrowed: there are filters.
        """
        text = self.tr("All {items} items")
        if is_narrowed:
            text = self.tr("{passed} of {items} items")
        self.count.setText(text.format(passed=numeral(found.passed), items=numeral(found.items)))
        self.ways.clear()
        is_nothing = is_narrowed and not found.passed
        self.nothing.setVisible(is_nothing)
        if not is_nothing:
            return
        ways = [(one.dropped, one.count) for one in found.relaxations]
        self.nothing.setText(
            self.tr("Nothing passes these filters. Drop one:")
            if ways
            else self.tr("Nothing passes these filters.")
        )
        for chip in relaxing_chips(ways, self.dropped.emit):
            self.ways.add(chip)

"""The shared filters as chips, and the facets that a lifelog is narrowed by."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from app.context import PanelContext
from app.jobs import Priority
from app.panels.lifelog import work
from app.panels.lifelog.head import LifelogHead
from app.services.facet_choices import toggled
from app.services.types import Filter
from app.widgets.chips import Chip, ChipRow
from app.widgets.filter_names import filter_name

SOURCE = "lifelog-chips"


class FilterBar(QObject):
    """Shows and changes the shared filters.

    Args:
        context: services, jobs, shared state.
        row: gets the chips.
        head: offers facets.
        parent: the panel.
    """

    def __init__(
        self, context: PanelContext, row: ChipRow, head: LifelogHead, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._row = row
        self._head = head
        row.setAccessibleName(self.tr("Filters"))
        head.values_wanted.connect(self._read_values)
        head.value_chosen.connect(self.toggle)
        self.show_filters()

    def show_filters(self) -> None:
        """Show the filters as they are now."""
        self._row.clear()
        for one in self._context.shared.filters:
            chip = Chip(filter_name(one), removable=True)
            chip.removed.connect(partial(self.drop, one))
            self._row.add(chip)

    def drop(self, one: Filter) -> None:
        """Take a filter away."""
        shared = self._context.shared
        shared.set_filters([other for other in shared.filters if other != one], SOURCE)

    @Slot(str, str)
    def toggle(self, key: str, value: str) -> None:
        """Switch a value of a facet on or off."""
        shared = self._context.shared
        shared.set_filters(toggled(shared.filters, key, value), SOURCE)

    @Slot(str)
    def _read_values(self, key: str) -> None:
        job = self._context.jobs.submit(
            "io",
            partial(work.facet_values, self._context.services, key),
            priority=Priority.INTERACTIVE,
        )
        job.succeeded.connect(self._on_values)

    @Slot(object)
    def _on_values(self, answer: tuple[str, list[tuple[str, int]]]) -> None:
        self._head.show_values(*answer)

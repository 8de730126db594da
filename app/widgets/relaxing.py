"""Ways out of filters that nothing passes: which one to drop, and what is left then."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Slot

from app.context import PanelContext
from app.services.services import Services
from app.services.types import Filter
from app.widgets.chips import Chip
from app.widgets.empty_state import EmptyState
from app.widgets.filter_names import filter_name
from app.widgets.numbers import numeral
from common.jobs import JobContext

MANY = 5  # ways that are offered


def relaxed_text(dropped: Filter | str, count: int) -> str:
    """Return what a button says that drops a filter or a text: "Without Genre: Western: 214"."""
    text = QCoreApplication.translate("Relaxing", "Without {filter}: {count}")
    name = f"“{dropped}”" if isinstance(dropped, str) else filter_name(dropped)
    return text.format(filter=name, count=numeral(count))


def relaxing_chips(found: Iterable[tuple[Any, int]], drop: Callable[[Any], None]) -> list[Chip]:
    """Return a chip for each filter that can be dropped.

    Args:
        found: filters (or a text that is looked for), and how many items are left without each.
        drop: called with the filter of the chip that is chosen.
    """
    chips = []
    for dropped, count in list(found)[:MANY]:
        chip = Chip(relaxed_text(dropped, count))
        chip.setToolTip(QCoreApplication.translate("Relaxing", "Drop this filter"))
        chip.clicked.connect(partial(_call, drop, dropped))
        chips.append(chip)
    return chips


def offer_relaxations(
    empty: EmptyState, found: Iterable[tuple[Filter, int]], drop: Callable[[Filter], None]
) -> None:
    """Add a button for each filter that can be dropped to an empty state; see relaxing_chips()."""
    tip = QCoreApplication.translate("Relaxing", "Drop this filter")
    for dropped, count in list(found)[:MANY]:
        empty.offer(relaxed_text(dropped, count), partial(drop, dropped), tip)


def _call(drop: Callable[[Any], None], dropped: Any, *_: object) -> None:
    drop(dropped)


class WaysOut(QObject):
    """Offers on an empty state to drop one of the shared filters, with what is left then.

    Args:
        context: of the panel.
        empty: gets the buttons.
        source: name of the panel.
        parent: as in Qt.
    """

    def __init__(
        self, context: PanelContext, empty: EmptyState, source: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._empty = empty
        self._source = source
        self._asked = ""

    def ask(self) -> None:
        """Count what is left without each filter, then offer it if the text is still there."""
        filters = self._context.shared.filters
        if not filters:
            return
        self._asked = self._empty.text
        job = self._context.jobs.submit(
            "io",
            partial(_ways, self._context.services, filters),
            replaces=f"ways-{self._source}",
        )
        job.succeeded.connect(self._on_found)

    @Slot(object)
    def _on_found(self, found: list[tuple[Filter, int]]) -> None:
        if self._empty.text == self._asked:
            offer_relaxations(self._empty, found, self._drop)

    def _drop(self, one: Filter) -> None:
        shared = self._context.shared
        shared.set_filters([other for other in shared.filters if other != one], self._source)


def _ways(
    services: Services, filters: tuple[Filter, ...], context: JobContext
) -> list[tuple[Filter, int]]:
    context.step(0)
    return [(each.dropped, each.count) for each in services.facets.relaxations(filters)]

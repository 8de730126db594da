"""Ways out of filters that nothing passes: which one to drop, and what is left then."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QCoreApplication

from app.services.types import Filter
from app.widgets.chips import Chip
from app.widgets.empty_state import EmptyState
from app.widgets.filter_names import filter_name

MANY = 5  # ways that are offered


def relaxed_text(dropped: Filter, count: int) -> str:
    """Return what a button says that drops a filter: "Without Genre: Western: 214"."""
    text = QCoreApplication.translate("Relaxing", "Without {filter}: {count}")
    return text.format(filter=filter_name(dropped), count=f"{count:,}")


def relaxing_chips(
    found: Iterable[tuple[Filter, int]], drop: Callable[[Filter], None]
) -> list[Chip]:
    """Return a chip for each filter that can be dropped.

    Args:
        found: filters, and how many items are left without each.
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


def _call(drop: Callable[[Filter], None], dropped: Filter, *_: object) -> None:
    drop(dropped)

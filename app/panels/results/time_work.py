"""What the views of scenes, strips and videos have done in the background."""

from collections.abc import Callable
from typing import Any

from app.panels.results.time_rows import RowSource
from common.jobs import JobContext
from common.values import Hit

Make = Callable[[Any, tuple[Hit, ...]], RowSource]  # (Lines, hits) -> rows


def thin(
    services: Any, hits: tuple[Hit, ...], period_s: int, context: JobContext
) -> tuple[Hit, ...]:
    """Return the best hit of each period, in the order of the list; runs in a lane.

    Args:
        services: of the library.
        hits: what is shown.
        period_s: 0 keeps all.
        context: cancels.
    """
    context.step(0)
    if not period_s or services.library is None:
        return hits
    kept: tuple[Hit, ...] = services.library.timeline.lines().thinned(hits, period_s)
    return hits if len(kept) == len(hits) else kept


def make_rows(
    services: Any, hits: tuple[Hit, ...], period_s: int, make: Make, context: JobContext
) -> tuple[tuple[Hit, ...], RowSource]:
    """Return the hits that are kept and their rows; runs in a lane.

    Args:
        services: of the library.
        hits: what is shown.
        period_s: of the time cache, 0 for off.
        make: the rows of a view.
        context: cancels.
    """
    kept = thin(services, hits, period_s, context)
    context.step(0)
    return kept, make(services.library.timeline.lines(), kept)

"""Examples in empty panels: a click that does something real with the library that is open."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from app.context import PanelContext
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.services import Services

MOST = 200  # items that are looked through


def with_example(context: PanelContext, count: int, then: Callable[[list[int]], Any]) -> None:
    """Call then with count items that have something to show, on the UI thread.

    The hits on show come first; without any, pictures before films, as far as the library has them.
    """
    hits = [hit.item for hit in context.shared.results.hits[:count]]
    if len(hits) == count:
        then(hits)
        return
    job = context.jobs.submit(
        "io", partial(example_items, context.services, count), replaces="example-items"
    )
    job.succeeded.connect(then)


def example_items(services: "Services", count: int, context: JobContext) -> list[int]:
    """Return up to count items of the library, photos first; runs in a lane."""
    items = services.items.all_ids()[:MOST].tolist()
    context.step(0)
    kinds = {one.id: str(one.kind) for one in services.items.summaries(items)}
    order = {"photo": 0, "lifelog": 0, "shot": 1, "film": 2}
    return sorted(items, key=lambda item: (order.get(kinds.get(item, ""), 3), item))[:count]

"""What the page of many pictures has done in the background; plain functions of the services."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.services.explain_batch_types import BatchRequest, BatchRow, BatchTable
from app.services.explain_types import ExplainOptions
from common.errors import QueryError
from common.jobs import JobContext

SELECTION, FILTERS, ALL, FOLDER = "selection", "filters", "all", "folder"
BUCKET, WATCHLIST, RESULTS = "bucket:", "watchlist:", "results"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a run is to look at, before its pictures are listed.

    Args:
        scope: SELECTION, RESULTS, FILTERS, ALL, FOLDER, or BUCKET / WATCHLIST and a name.
        items: of the selection or the results.
        filters: that are active.
        folder: of FOLDER.
        facet: whose main value is the class of a picture; "" for none.
        network: name, or "auto".
        layers: names.
        methods: names.
        options: of methods and measures.
        name: the run is kept under; "" is not kept.
    """

    scope: str
    items: tuple[int, ...] = ()
    filters: tuple[Any, ...] = ()
    folder: str = ""
    facet: str = ""
    network: str = "auto"
    layers: tuple[str, ...] = ("auto",)
    methods: tuple[str, ...] = ("default",)
    options: ExplainOptions = ExplainOptions()  # noqa: RUF009 - a frozen value
    name: str = ""


@dataclass(frozen=True, slots=True)
class Scopes:
    """What can be looked at, and the runs that are kept."""

    buckets: dict[str, int]
    watchlists: dict[str, int]
    facets: tuple[str, ...]
    runs: tuple[str, ...]


def scopes(services: Any, context: JobContext) -> Scopes:
    """Return what a run can look at."""
    context.step(0)
    items = services.items
    return Scopes(
        items.buckets(),
        items.watchlists(),
        tuple(items.facet_keys()),
        tuple(services.explanations.batch.names()),
    )


def items_of(services: Any, wish: Wish) -> Sequence[int]:
    """Return the items of a scope."""
    items = services.items
    found: Sequence[int]
    if wish.scope in (SELECTION, RESULTS):
        found = wish.items
    elif wish.scope == FILTERS:
        found = items.items_with(wish.filters).tolist()
    elif wish.scope.startswith(BUCKET):
        found = items.bucket_items(wish.scope.removeprefix(BUCKET))
    elif wish.scope.startswith(WATCHLIST):
        found = items.watchlist_items(wish.scope.removeprefix(WATCHLIST))
    else:
        found = items.all_ids().tolist()
    return found


def run(
    services: Any, wish: Wish, on_rows: Callable[[Sequence[BatchRow]], None], context: JobContext
) -> BatchTable:
    """Explain and measure the pictures of a scope; a run with a name goes on where it stopped."""
    from app.services.explain_sources import of_folder, of_items, with_boxes

    context.step(0, 0, wish.scope)
    if wish.scope == FOLDER:
        sources = of_folder(Path(wish.folder))
    else:
        items = items_of(services, wish)
        if not items:
            raise QueryError("There is nothing to explain.", hint="Select some pictures first.")
        sources = of_items(services.library, items, wish.facet)
        if wish.facet:
            sources = with_boxes(services.library, sources)
    request = BatchRequest(
        tuple(sources), wish.network, wish.layers, wish.methods, "auto", wish.options
    )
    made: BatchTable = services.explanations.batch.run(
        request, context, name=wish.name, on_rows=on_rows
    )
    return made


def load(services: Any, name: str, context: JobContext) -> BatchTable:
    """Return a run that is kept."""
    context.step(0)
    found: BatchTable = services.explanations.batch.load(name)
    return found


def write_csv(table: BatchTable, target: Path, context: JobContext) -> Path:
    """Write all rows of a run; the dialog has asked before a file is replaced."""
    from app.services import explain_batch_files

    context.step(0)
    explain_batch_files.write_csv(table, target, overwrite=True)
    return target

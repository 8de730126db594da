"""What the wall panel shows and how it came about: table, arrangement and what is lit.

All work is done in jobs; results arrive as signals on the UI thread, the latest request wins.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.jobs import Job, JobRunner, Priority
from app.services.arrangements import Arrangement
from app.services.wall import ArrangeRequest, WallService
from app.services.wall_table import SHOWN_KINDS, WallTable, carried
from app.services.wall_tiles import TileStyle
from app.widgets.list_texts import named_clusters
from app.widgets.wall.content import WallContent
from common.jobs import JobContext
from common.values import ItemKind

LONG_METHODS = frozenset({"similarity", "map"})  # of an unknown number of items


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is lit; everything else is dimmed.

    Args:
        filters: of the shared state; all must pass.
        text: of the search box.
        hits: item ids of a result list, best first; () lights up all.
    """

    filters: tuple[Any, ...] = ()
    text: str = ""
    hits: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is dimmed."""
        return not (self.filters or self.text.strip() or self.hits)


@dataclass(frozen=True, slots=True)
class Lighting:
    """What the criteria let through.

    Args:
        table: the items they were asked of.
        lit: (n,) by position in the table; None lights up all.
        matches: item ids, best first, to step through.
    """

    table: WallTable
    lit: NDArray[np.bool_] | None = None
    matches: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A wall that is ready to be shown.

    Args:
        table: its items.
        arrangement: their cells.
        content: the same for the view.
        lighting: what is lit.
        criteria: by which.
        methods: arrangements to offer.
        keys: facets to filter by, with the number of items that have them.
        default_key: the facet that says most.
        groups: what can be clustered by, with the number of items that have it.
        numbers: those of them that are numbers.
        encoders: what items can be compared by, the best one first.
        request: the arrangement that was asked for.
        is_preview: a coarse arrangement; the final one is being made.
    """

    table: WallTable
    arrangement: Arrangement
    content: WallContent
    lighting: Lighting
    criteria: Criteria
    methods: list[str] = field(default_factory=list)
    keys: Mapping[str, int] = field(default_factory=dict)
    default_key: str = ""
    groups: Mapping[str, int] = field(default_factory=dict)
    numbers: Collection[str] = ()
    encoders: Sequence[str] = ()
    request: ArrangeRequest = field(default_factory=ArrangeRequest)
    is_preview: bool = False


class WallModel(QObject):
    """Prepares what the view shows.

    Args:
        service: of the library.
        jobs: runs the work.
        parent: the panel.
    """

    prepared = Signal(object)  # Prepared
    lighted = Signal(object)  # Lighting
    failed = Signal(object)  # the exception
    reverted = Signal(
        object
    )  # ArrangeRequest that holds again: the newer one failed or was stopped
    _previewed = Signal(int, object)  # number of the job, Prepared; crosses threads

    def __init__(
        self, service: WallService, jobs: JobRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._jobs = jobs
        self.request = ArrangeRequest()
        self.style = TileStyle()
        self.kinds: frozenset[ItemKind] = SHOWN_KINDS
        self.criteria = Criteria()
        self.current: Prepared | None = None
        self._kept: Prepared | None = None  # the last one that was finished
        self._job: Job | None = None
        self._number = 0
        self._is_long = False
        self._again = False
        self._previewed.connect(self._on_previewed, Qt.ConnectionType.QueuedConnection)

    @property
    def _is_busy(self) -> bool:
        return self._job is not None

    @property
    def is_stale(self) -> bool:
        """Whether the catalogue changed since the wall was read."""
        return self.current is None or self._service.revision() != self.current.table.revision

    def arrange(self, request: ArrangeRequest) -> None:
        """Lay everything out anew."""
        self.request = request
        self._prepare(keep=False)

    def restyle(self, style: TileStyle) -> None:
        """Change how cells look; another shape lays the grid out anew."""
        # An arrangement that is still being made begins anew: its preview is not to stay.
        keeps = style.shape == self.style.shape and not (self._is_busy and self._is_long)
        self.style = style
        self.request = replace(self.request, shape=style.shape)
        if self.current is not None:
            self._prepare(keep=keeps)

    def show_kinds(self, kinds: frozenset[ItemKind]) -> None:
        """Change which kinds of items are on the wall."""
        if kinds != self.kinds:
            self.kinds = kinds
            self._prepare(keep=False)

    def refresh(self) -> None:
        """Take in what the catalogue got since; items on show keep their cells.

        While one refresh runs, any number of calls lead to one more.
        """
        if self._is_busy:
            self._again = True
        else:
            self._prepare(keep=True)

    def _prepare(self, *, keep: bool) -> None:
        before = self.current if keep and self.current and not self.current.is_preview else None
        self._number += 1
        self._is_long = before is None and self._takes_long()
        wish = Wish(self.kinds, self.request, self.style, self.criteria, before)
        self._job = self._jobs.submit(
            "bulk" if self._is_long else "io",
            partial(prepare, self._service, wish, partial(self._previewed.emit, self._number)),
            replaces="wall-arrange",
            title=self.tr("Arranging the wall") if self._is_long else None,
            priority=Priority.INTERACTIVE,
        )
        self._job.succeeded.connect(self._on_prepared)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)

    def _takes_long(self) -> bool:
        if self.current is None:
            return self.request.method in LONG_METHODS
        return self._service.is_long(self.current.table, self.request)

    @Slot(int, object)
    def _on_previewed(self, number: int, prepared: Prepared) -> None:
        if number == self._number and self._is_busy:
            self._put_on_show(prepared)

    @Slot(object)
    def _on_prepared(self, prepared: Prepared) -> None:
        self._kept = prepared
        self._job = None
        self._put_on_show(prepared)
        self._go_on()

    def _put_on_show(self, prepared: Prepared) -> None:
        self.current = prepared
        self.prepared.emit(prepared)
        if prepared.criteria != self.criteria:  # they changed while the wall was prepared
            self.light(self.criteria)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._job = None
        self.failed.emit(error)
        self._revert()
        self._go_on()

    @Slot()
    def _on_cancelled(self) -> None:
        # One that a newer one took the place of is cancelled too: that is no news.
        if self._job is not None and self._job.is_done:
            self._job = None
            self._revert()
            self._go_on()

    def _revert(self) -> None:
        """Go back to the arrangement before the one that came to nothing."""
        if self._kept is None and self.current is not None:
            self._kept = self.current = replace(self.current, is_preview=False)
        if self._kept is None:
            if self.request.method != "random":
                self.request = replace(self.request, method="random")
                self.reverted.emit(self.request)
                self._prepare(keep=False)
            return
        self.request = replace(self._kept.request, shape=self.style.shape)
        self.reverted.emit(self.request)
        if self.current is not self._kept:
            self._put_on_show(self._kept)

    def _go_on(self) -> None:
        """Do what came in meanwhile."""
        if self._again and not self._is_busy:
            self._again = False
            self._prepare(keep=True)

    def light(self, criteria: Criteria) -> None:
        """Change what is lit."""
        self.criteria = criteria
        if self.current is None:
            return
        job = self._jobs.submit(
            "io",
            partial(lighting, self._service, self.current.table, criteria),
            replaces="wall-light",
            priority=Priority.INTERACTIVE,
        )
        job.succeeded.connect(self.lighted)
        job.failed.connect(self.failed)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be prepared.

    Args:
        kinds: on show.
        request: the arrangement.
        style: of the cells.
        criteria: of what is lit.
        before: what is on show, if items are to keep their cells.
    """

    kinds: frozenset[ItemKind]
    request: ArrangeRequest
    style: TileStyle
    criteria: Criteria
    before: Prepared | None = None


def prepare(
    service: WallService,
    wish: Wish,
    preview: Callable[[Prepared], None],
    context: JobContext,
) -> Prepared:
    """Read the table, arrange it and light it; a job.

    Args:
        service: of the library.
        wish: what is wanted.
        preview: gets a coarse wall where the final one takes long.
        context: of the job.
    """
    before, request = wish.before, wish.request
    table = service.table(wish.kinds)
    context.step(1, 4)

    key = (request.key or service.cluster_key()) if request.method.endswith("clustered") else ""

    def finish(arrangement: Arrangement) -> Prepared:
        light = lighting(service, table, wish.criteria, context)
        scene, cells = table.scene(arrangement), arrangement.cells()
        content = WallContent(
            scene, wish.style, named_clusters(arrangement.clusters, key), table.ids, cells,
            light.lit, arrangement.members,
        )  # fmt: skip
        return Prepared(
            table, arrangement, content, light, wish.criteria, service.methods(table),
            service.filter_keys(), service.cluster_key(), service.cluster_keys(table),
            tuple(service.number_keys(table)), tuple(service.encoders(table)), request,
        )  # fmt: skip

    aspects = (request.view_aspect, request.cell_aspect)
    kept = carried(before.arrangement, before.table, table, *aspects) if before else None
    if kept is not None:
        return finish(kept)
    final = service.arrange(
        table, request, context, lambda coarse: preview(replace(finish(coarse), is_preview=True))
    )
    return finish(final)


def lighting(
    service: WallService, table: WallTable, criteria: Criteria, context: JobContext
) -> Lighting:
    """Return what the criteria let through; a job."""
    if criteria.is_empty:
        return Lighting(table)
    lit = service.passing(table, criteria.filters)
    ranked: NDArray[np.int64] | None = None
    if criteria.text.strip():
        ranked = service.matching(table, criteria.text, context)
    if criteria.hits:
        hits = table.positions(criteria.hits)
        ranked = hits if ranked is None else ranked[np.isin(ranked, hits)]
    if ranked is not None:
        found = np.zeros(len(table), bool)
        found[ranked] = True
        ranked = ranked[lit[ranked]]
        lit &= found
    else:
        ranked = np.flatnonzero(lit)
    return Lighting(table, lit, _ids(table, ranked))


def _ids(table: WallTable, positions: NDArray[np.int64]) -> tuple[int, ...]:
    """Return the items at positions; enough to step through."""
    ids: Sequence[int] = table.ids[positions[:10_000]].tolist()
    return tuple(ids)


def relaxations(
    service: WallService, table: WallTable, criteria: Criteria, context: JobContext
) -> tuple[Criteria, list[tuple[Any, int]]]:
    """Return which one filter to drop so that something is lit, and how much; a job.

    A text that is looked for is dropped like a filter; it is returned as it was typed.
    """
    found: list[tuple[Any, int]] = []
    if criteria.text and criteria.filters:
        lit = lighting(service, table, replace(criteria, text=""), context).lit
        found += [(criteria.text, int(lit.sum()))] if lit is not None and lit.any() else []
    for one in criteria.filters:
        rest = tuple(other for other in criteria.filters if other != one)
        lit = lighting(service, table, replace(criteria, filters=rest), context).lit
        count = len(table) if lit is None else int(lit.sum())
        if count:
            found.append((one, count))
    return criteria, sorted(found, key=lambda way: way[1])

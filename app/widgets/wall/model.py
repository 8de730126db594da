"""What the wall panel shows and how it came about: table, arrangement and what is lit.

All work is done in jobs; results arrive as signals on the UI thread, the latest request wins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from app.jobs import JobRunner, Priority
from app.services.arrangements import Arrangement
from app.services.wall import ArrangeRequest, WallService
from app.services.wall_table import SHOWN_KINDS, WallTable, carried
from app.services.wall_tiles import TileStyle
from app.widgets.wall.content import WallContent
from common.jobs import JobContext
from common.values import ItemKind


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
        is_carried: items kept their cells.
        methods: arrangements to offer.
        keys: facets to cluster or filter by, with the number of items that have them.
        default_key: the facet that says most.
    """

    table: WallTable
    arrangement: Arrangement
    content: WallContent
    lighting: Lighting
    criteria: Criteria
    is_carried: bool
    methods: list[str] = field(default_factory=list)
    keys: Mapping[str, int] = field(default_factory=dict)
    default_key: str = ""


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
        self._is_busy = False
        self._again = False

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
        keeps = style.shape == self.style.shape
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
        before = self.current if keep else None
        job = self._jobs.submit(
            "io",
            partial(
                prepare,
                self._service,
                self.kinds,
                self.request,
                self.style,
                self.criteria,
                before,
            ),
            replaces="wall-arrange",
            priority=Priority.INTERACTIVE,
        )
        self._is_busy = True
        job.succeeded.connect(self._on_prepared)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_prepared(self, prepared: Prepared) -> None:
        self.current = prepared
        self._is_busy = False
        self.prepared.emit(prepared)
        if prepared.criteria != self.criteria:  # they changed while the wall was prepared
            self.light(self.criteria)
        if self._again:
            self._again = False
            self._prepare(keep=True)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._is_busy = False
        self.failed.emit(error)

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


def prepare(
    service: WallService,
    kinds: frozenset[ItemKind],
    request: ArrangeRequest,
    style: TileStyle,
    criteria: Criteria,
    before: Prepared | None,
    context: JobContext,
) -> Prepared:
    """Read the table, arrange it and light it; a job.

    Args:
        service: of the library.
        kinds: on show.
        request: the arrangement.
        style: of the cells.
        criteria: of what is lit.
        before: what is on show, if items are to keep their cells.
        context: of the job.
    """
    table = service.table(kinds)
    context.step(1, 4)
    aspects = (request.view_aspect, request.cell_aspect)
    kept = carried(before.arrangement, before.table, table, *aspects) if before else None
    arrangement = kept or service.arrange(table, request, context)
    context.step(2, 4)
    light = lighting(service, table, criteria, context)
    scene, cells = table.scene(arrangement), arrangement.cells()
    content = WallContent(
        scene, style, arrangement.clusters, table.ids, cells, light.lit, arrangement.members
    )
    return Prepared(
        table,
        arrangement,
        content,
        light,
        criteria,
        kept is not None,
        service.methods(table),
        service.cluster_keys(),
        service.cluster_key(),
    )


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

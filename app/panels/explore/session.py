"""A session of exploring: asks the service, keeps pages and what was seen, tells the panel."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal, cast

from PySide6.QtCore import QObject, Signal, Slot

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.explore import work
from app.panels.explore.journey import Journey, Page
from app.panels.explore.work import Scope
from app.services.types import Action, Clustering, ExploreState, Meter, Option, Projection
from common.jobs import JobContext
from common.values import Hit


class ExploreSession(QObject):
    """Clusters, pages, buckets and the meter of one window.

    Args:
        context: services, jobs, shared state.
        parent: the panel.
    """

    clustered = Signal()  # other clusters, or another order of them
    page_shown = Signal()
    projected = Signal()
    region_empty = Signal()  # nothing lies where the user drew
    cancelled = Signal()  # what was asked for will not come
    buckets_read = Signal(object)  # name -> size
    measured = Signal(object)  # Meter or None
    failed = Signal(object)

    def __init__(self, context: PanelContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._jobs: set[Job] = set()
        self.journey = Journey()
        self.plain: Clustering | None = None  # in browsing order
        self.clustering: Clustering | None = None  # as it is browsed: perhaps sorted by the bucket
        self.projection: Projection | None = None
        self.meter: Meter | None = None
        self._after_sort: Callable[[], None] | None = None
        self._after_read: Callable[[], None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        self._jobs = {job for job in self._jobs if not job.is_done}
        return bool(self._jobs)

    @property
    def scope(self) -> Scope:
        """What is looked through now; what was seen or found does not come again in queries."""
        journey = self.journey
        return Scope(tuple(self._context.shared.filters), tuple({**journey.seen, **journey.found}))

    @property
    def place(self) -> int:
        """Place of the cluster on show, -1 for none."""
        return self.journey.page.cluster if self.journey.page is not None else -1

    # -- clusters

    def cluster(self, method: str, threshold: float, count: int) -> None:
        """Make clusters; the first one is shown."""
        kind = cast("Literal['cc', 'kmeans']", method)
        scope = Scope(tuple(self._context.shared.filters))
        function = partial(work.cluster, self._context.services, kind, threshold, count, scope)
        self._submit(function, self._on_clustered, "explore-cluster", self.tr("Cluster pictures"))

    def sort(self, *, on: bool, then: Callable[[], None] | None = None) -> None:
        """Sort the clusters by similarity to the bucket, or put them into browsing order."""
        if self.plain is None:
            return
        self._after_sort = then
        if on and self.journey.found:
            items = tuple(self.journey.found)
            function = partial(work.sort, self._context.services, self.plain, items)
            self._submit(function, self._on_sorted, "explore-sort")
        else:
            self._on_sorted(self.plain)

    @Slot(object)
    def _on_clustered(self, made: Clustering) -> None:
        self.plain = self.clustering = made
        self.clustered.emit()
        if len(made):
            self.browse(0)
        else:
            self._open(Page(None, "", (), notes=made.notes))

    @Slot(object)
    def _on_sorted(self, made: Clustering) -> None:
        self.clustering = made
        self.clustered.emit()
        then, self._after_sort = self._after_sort, None
        if then is not None:
            then()

    # -- pages

    def browse(self, place: int, action: Action = Action.BROWSE) -> None:
        """Show a cluster by its place."""
        if self.clustering is None or not 0 <= place < len(self.clustering):
            return
        function = partial(work.browse, self._context.services, self.clustering, place, action)
        self._ask(function)

    def step(self, by: int) -> None:
        """Show the next cluster (1) or the one before (-1)."""
        self.browse(max(0, self.place + by))

    def overview(self) -> None:
        """Show one picture a cluster."""
        if self.clustering is not None:
            scope = Scope(self.scope.filters)
            self._ask(partial(work.overview, self._context.services, self.clustering, scope))

    def expand_cluster(self, place: int = -1) -> None:
        """Show what lies around a cluster, by default the one on show."""
        place = self.place if place < 0 else place
        if self.clustering is not None and place >= 0:
            services = self._context.services
            self._ask(partial(work.expand_cluster, services, self.clustering, place, self.scope))

    def expand_bucket(self) -> None:
        """Show what lies around the pictures of the bucket."""
        self._ask(partial(work.expand_bucket, self._context.services, self._found(), self.scope))

    def query_bucket(self) -> None:
        """Show what is like the bucket as a whole."""
        self._ask(partial(work.query_bucket, self._context.services, self._found(), self.scope))

    def query(
        self, example: int | str, box: tuple[float, float, float, float] | None = None
    ) -> None:
        """Show what is like an item, a file, or a part of one."""
        self._ask(partial(work.query, self._context.services, example, box, self.scope))

    def project(self) -> None:
        """Make the map."""
        scope = Scope(self.scope.filters)
        function = partial(work.project, self._context.services, scope)
        self._submit(function, self._on_projected, "explore-map", self.tr("Map pictures"))

    def in_region(self, corners: Sequence[tuple[float, float]]) -> None:
        """Show what lies in a part of the map."""
        if self.projection is not None:
            services = self._context.services
            function = partial(
                work.in_region, services, self.projection, list(corners), Scope(self.scope.filters)
            )
            self._submit(function, self._on_region, "explore-page")

    @Slot(object)
    def _on_region(self, page: Page) -> None:
        """Show what was drawn around; where nothing is, the map stays."""
        if page.hits:
            self._open(page)
        else:
            self.region_empty.emit()

    def show_bucket(self) -> None:
        """Show what is in the bucket."""
        hits = tuple(Hit(item, 0.0) for item in self.journey.found)
        self._open(Page(None, self.journey.bucket, hits))

    def back(self) -> None:
        """Show the page before."""
        self.journey.leave()
        page = self.journey.back()
        if page is not None:
            self.journey.open(page, remember=False)
            self.page_shown.emit()
            self.measure()

    def follow(self, option: Option) -> None:
        """Do what the meter advises."""
        source = -1 if option.source is None else option.source
        steps: dict[Action, Callable[[], None]] = {
            Action.BROWSE: lambda: self.browse(source if source >= 0 else self.place + 1),
            Action.OVERVIEW: self.overview,
            Action.SORT: lambda: self._browse_sorted(source),
            Action.EXPAND_CLUSTER: lambda: self.expand_cluster(source),
            Action.EXPAND_BUCKET: self.expand_bucket,
            Action.QUERY_IMAGE: lambda: self.query(source),
            Action.QUERY_BUCKET: self.query_bucket,
            Action.PROJECTION: lambda: self._show_list(option),
        }
        steps[option.action]()

    def _browse_sorted(self, place: int) -> None:
        """Show the cluster that is most like the bucket."""
        if place >= 0:
            self.browse(place, Action.SORT)
        else:
            self.sort(on=True, then=lambda: self.browse(0, Action.SORT))

    def _show_list(self, option: Option) -> None:
        hits = tuple(Hit(item, 0.0, why=option.reason) for item in option.items)
        self._open(Page(option.action, option.reason, hits))

    def _found(self) -> tuple[int, ...]:
        return tuple(self.journey.found)

    def _ask(self, function: Callable[[JobContext], Any]) -> None:
        self._submit(function, self._open, "explore-page")

    @Slot(object)
    def _open(self, page: Page) -> None:
        self.journey.leave()
        self.journey.open(page)
        self.page_shown.emit()
        self.measure()

    @Slot(object)
    def _on_projected(self, made: Projection) -> None:
        self.projection = made
        self.projected.emit()

    # -- buckets and the meter

    def read_buckets(self, wanted: str = "", then: Callable[[], None] | None = None) -> None:
        """Read the buckets; one that is wanted becomes the active one.

        Args:
            wanted: its name, "" for the active one.
            then: called afterwards.
        """
        self._after_read = then
        name = wanted or self.journey.bucket
        function = partial(work.buckets, self._context.services, name)
        self._submit(function, self._on_buckets, "explore-buckets")

    @Slot(object)
    def _on_buckets(self, answer: tuple[dict[str, int], str, list[int]]) -> None:
        sizes, name, items = answer
        self.journey.take_bucket(name, items)
        self.buckets_read.emit(sizes)
        then, self._after_read = self._after_read, None
        if then is not None:
            then()
        self.measure()

    def measure(self) -> None:
        """Estimate what was found and what promises most, where there is a bucket."""
        journey = self.journey
        if not journey.bucket or self.clustering is None:
            self.measured.emit(None)
            return
        state = ExploreState(
            found=tuple(journey.found),
            seen=tuple(journey.seen),
            yields=tuple(journey.yields),
            clustering=self.clustering,
            projection=self.projection,
            cluster=self.place if self.place >= 0 else None,
            encoder=self.clustering.encoder,
        )
        function = partial(work.meter, self._context.services, state)
        self._submit(function, self._on_measured, "explore-meter")

    @Slot(object)
    def _on_measured(self, meter: Meter) -> None:
        self.meter = meter
        self.measured.emit(meter)

    # -- jobs

    def _submit(
        self,
        function: Callable[[JobContext], Any],
        then: Callable[[Any], None],
        key: str,
        title: str | None = None,
    ) -> None:
        job = self._context.jobs.submit(
            "io", function, replaces=key, title=title, priority=Priority.INTERACTIVE
        )
        self._jobs.add(job)
        job.succeeded.connect(then)
        job.failed.connect(self.failed)
        if title is not None:
            job.cancelled.connect(self.cancelled)

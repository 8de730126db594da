"""What the explore panel has done in the background; plain functions of the services."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.panels.explore.journey import Page
from app.services.types import Action, Clustering, ExploreState, Meter, Projection
from common.jobs import JobContext
from common.values import ResultList


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked through.

    Args:
        filters: items pass all of them.
        seen: items that shall not come again.
    """

    filters: tuple[Any, ...] = ()
    seen: tuple[int, ...] = ()

    def allowed(self, services: Any) -> Any:
        """Return the items that pass, None for all."""
        return services.items.items_with(self.filters) if self.filters else None


def page_of(action: Action | None, found: ResultList, cluster: int = -1) -> Page:
    """Return a list as a page."""
    return Page(action, found.query, found.hits, cluster, found.notes)


def cluster(
    services: Any,
    method: Literal["cc", "kmeans"],
    threshold: float,
    k: int,
    scope: Scope,
    context: JobContext,
) -> Clustering:
    """Make clusters of what passes."""
    made: Clustering = services.explore.cluster(
        method, threshold=threshold, k=k, within=scope.allowed(services), context=context
    )
    return made


def sort(
    services: Any, clustering: Clustering, like: Sequence[int], context: JobContext
) -> Clustering:
    """Sort clusters by similarity to a bucket."""
    made: Clustering = services.explore.sort_clusters(clustering, like, context)
    return made


def browse(
    services: Any, clustering: Clustering, place: int, action: Action, context: JobContext
) -> Page:
    """Show a cluster."""
    context.step(0)
    return page_of(action, services.explore.browse(clustering, place), place)


def overview(services: Any, clustering: Clustering, scope: Scope, context: JobContext) -> Page:
    """Show one item a cluster."""
    context.step(0)
    allowed = scope.allowed(services)
    return page_of(Action.OVERVIEW, services.explore.overview(clustering, allowed=allowed))


def expand_cluster(
    services: Any, clustering: Clustering, place: int, scope: Scope, context: JobContext
) -> Page:
    """Show what lies around a cluster."""
    context.step(0)
    found = services.explore.expand_cluster(
        clustering, place, allowed=scope.allowed(services), seen=scope.seen
    )
    return page_of(Action.EXPAND_CLUSTER, found, place)


def expand_bucket(services: Any, items: Sequence[int], scope: Scope, context: JobContext) -> Page:
    """Show what lies around the items of a bucket."""
    context.step(0)
    found = services.explore.expand_bucket(items, allowed=scope.allowed(services), seen=scope.seen)
    return page_of(Action.EXPAND_BUCKET, found)


def query_bucket(services: Any, items: Sequence[int], scope: Scope, context: JobContext) -> Page:
    """Show what is like the mean of a bucket."""
    context.step(0)
    found = services.explore.query_bucket(items, allowed=scope.allowed(services), seen=scope.seen)
    return page_of(Action.QUERY_BUCKET, found)


def query(
    services: Any,
    example: int | str,
    box: tuple[float, float, float, float] | None,
    scope: Scope,
    context: JobContext,
) -> Page:
    """Show what is like an item, a file, or a part of one."""
    found = services.explore.query(
        example, box=box, allowed=scope.allowed(services), seen=scope.seen, context=context
    )
    return page_of(Action.QUERY_IMAGE, found)


def project(services: Any, scope: Scope, context: JobContext) -> Projection:
    """Make the map of what passes."""
    made: Projection = services.explore.project(within=scope.allowed(services), context=context)
    return made


def in_region(
    services: Any,
    projection: Projection,
    corners: Sequence[tuple[float, float]],
    scope: Scope,
    context: JobContext,
) -> Page:
    """Show what lies in a part of the map: two corners are a box, more a lasso."""
    context.step(0)
    explore, allowed = services.explore, scope.allowed(services)
    if len(corners) == 2:
        (left, top), (right, bottom) = corners
        found = explore.in_box(projection, left, top, right, bottom, allowed=allowed)
    else:
        found = explore.in_lasso(projection, corners, allowed=allowed)
    return page_of(Action.PROJECTION, found)


def meter(services: Any, state: ExploreState, context: JobContext) -> Meter:
    """Estimate what was found and what promises most."""
    made: Meter = services.explore.meter(state, context)
    return made


def buckets(
    services: Any, wanted: str, context: JobContext
) -> tuple[dict[str, int], str, list[int]]:
    """Read the buckets, and the items of the one wanted (or of the first)."""
    context.step(0)
    sizes = services.items.buckets()
    name = wanted if wanted in sizes else next(iter(sizes), "")
    return sizes, name, services.items.bucket_items(name) if name else []

"""What the filters panel asks for in the background."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.services.facets import FacetKey, Histogram, Relaxation, ValuePage
from app.services.services import Services
from app.services.types import Filter
from common.jobs import JobContext

MANY = 5  # relaxations that are offered


@dataclass(frozen=True, slots=True)
class Summary:
    """What passes the filters.

    Args:
        facets: of the library; most useful first.
        items: in the library.
        passed: pass the filters.
        relaxations: what to drop, where nothing passes.
        unknown: filters that name what this library does not know.
    """

    facets: tuple[FacetKey, ...]
    items: int
    passed: int
    relaxations: tuple[Relaxation, ...] = ()
    unknown: tuple[Filter, ...] = ()


def summarise(
    services: Services, filters: Sequence[Filter], label_set: str, context: JobContext
) -> Summary:
    """Return the facets of the library and how much passes; a job."""
    facets = services.facets
    known = tuple(facets.all_keys(label_set))
    context.step(1, 3)
    good, unknown = facets.drop_unknown(filters)
    passed = facets.count(good)
    context.step(2, 3)
    relaxations = facets.relaxations(good)[:MANY] if good and not passed else []
    return Summary(known, facets.count(()), passed, tuple(relaxations), unknown)


def values(
    services: Services,
    key: str,
    filters: Sequence[Filter],
    search: str,
    limit: int,
    context: JobContext,
) -> ValuePage:
    """Return values of a facet; a job."""
    return services.facets.values(key, filters, search, limit, context)


def histogram(
    services: Services, key: str, filters: Sequence[Filter], context: JobContext
) -> Histogram:
    """Return how the numbers of a facet are spread; a job."""
    return services.facets.histogram(key, filters, context)

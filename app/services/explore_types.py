"""Values of exploring: clusters, projections, what was done so far, and what promises most."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Method = Literal["cc", "kmeans"]


class Action(StrEnum):
    """What a person can do next to find more."""

    BROWSE = "browse"  # the next cluster in the order of the clustering
    OVERVIEW = "overview"  # one image of each cluster
    SORT = "sort"  # the cluster most like the bucket
    EXPAND_CLUSTER = "expand-cluster"  # what lies around the last cluster
    EXPAND_BUCKET = "expand-bucket"  # what lies around the images of the bucket
    QUERY_IMAGE = "query-image"  # what is like one image
    QUERY_BUCKET = "query-bucket"  # what is like the mean of the bucket
    PROJECTION = "projection"  # what lies in the same place of the map


@dataclass(frozen=True, slots=True)
class Cluster:
    """Items that belong together.

    Args:
        items: at least one; the first one stands for the cluster, the rest follow by similarity
            to it.
        threshold: all items correlate with the first one above it; None for k-means and for items
            that stand alone.
        score: correlation with what the clusters were sorted by, -1 to 1; None if not sorted.
    """

    items: tuple[int, ...]
    threshold: float | None = None
    score: float | None = None

    @property
    def representative(self) -> int:
        """The item that stands for the cluster."""
        return self.items[0]

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True)
class Clustering:
    """Clusters of a collection, in the order in which to browse them: the best first.

    Args:
        method: "cc" (by correlation) or "kmeans".
        encoder: whose vectors were compared.
        clusters: in browsing order.
        threshold: the one asked for; None for k-means.
        without: how many of the asked items have no vector and are in no cluster.
        ms: how long it took.
        notes: what the user should know.
    """

    method: Method
    encoder: str
    clusters: tuple[Cluster, ...] = ()
    threshold: float | None = None
    without: int = 0
    ms: float = 0.0
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.clusters)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {item: place for place, one in enumerate(self.clusters) for item in one.items}

    def place_of(self, item: int) -> int | None:
        """Return the place of an item's cluster in `clusters`; None if it is in none."""
        return self._places.get(item)

    @property
    def items(self) -> int:
        """How many items are in clusters."""
        return len(self._places)


@dataclass(frozen=True, eq=False, slots=True)
class Projection:
    """Items as points of a map.

    Args:
        items: int64 (N,).
        points: float32 (N, 2), x and y within 0-1.
        method: how it was made ("umap", "pca", ...).
        encoder: whose vectors were projected.
        without: how many of the asked items have no vector and no point.
        notes: what the user should know.
    """

    items: NDArray[np.int64]
    points: NDArray[np.float32]
    method: str
    encoder: str
    without: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Yield:
    """What one action brought.

    Args:
        action: what was done.
        shown: images shown that had not been seen before.
        found: of these, how many went into the bucket.
    """

    action: Action
    shown: int
    found: int


@dataclass(frozen=True)
class ExploreState:
    """How far a person has come with one bucket.

    Args:
        found: items of the bucket.
        seen: items that were seen, in the order in which they were; those found need not be named.
        yields: what the actions so far brought, oldest first.
        clustering: what is browsed, if anything.
        projection: the map in use, if any.
        cluster: place of the cluster that was looked at last, if any.
        allowed: only these items count; None for all.
        encoder: whose vectors are compared; "auto" takes that of the clustering, else the best.
    """

    found: Sequence[int] = ()
    seen: Sequence[int] = ()
    yields: Sequence[Yield] = ()
    clustering: Clustering | None = None
    projection: Projection | None = None
    cluster: int | None = None
    allowed: Sequence[int] | NDArray[np.int64] | None = None
    encoder: str = "auto"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to do next.

    Args:
        action: what.
        expected: new relevant images an image shown, 0-1.
        items: what would be shown, best first: unseen items only.
        reason: why so much is expected, for display.
        source: what it starts from: the place of the cluster to browse, sort to or expand, the item
            to query; None for the others.
    """

    action: Action
    expected: float
    items: tuple[int, ...]
    reason: str
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Meter:
    """Where a person stands, and what promises most.

    Args:
        items: how many there are in all.
        seen: of these, seen so far.
        found: in the bucket.
        estimated_recall: found part of all relevant items, 0-1: low and high end of an interval
            that holds the truth in four of five sessions (measured); None before there is
            anything to estimate from.
        recall: the most probable value in it.
        advice: the action that promises most; None when all was seen.
        reason: why, for display.
        options: all actions that are possible, most promising first.
    """

    items: int
    seen: int
    found: int
    estimated_recall: tuple[float, float] | None = None
    recall: float | None = None
    advice: Action | None = None
    reason: str = ""
    options: tuple[Option, ...] = field(default=())


class SearchKind(StrEnum):
    """How the simulated analyst searches after a find."""

    NONE = "none"
    EXPAND_CLUSTER = "expand-cluster"
    EXPAND_BUCKET = "expand-bucket"
    QUERY_IMAGE = "query-image"
    QUERY_BUCKET = "query-bucket"
    PROJECTION = "projection"


@dataclass(frozen=True, slots=True)
class Strategy:
    """One of the 24 ways of working through a collection.

    Args:
        number: 1-24.
        search: what is done after a find, beside looking through clusters.
        overview: one image of each cluster is looked at first.
        sort: clusters are sorted by similarity to the bucket as it grows.
    """

    number: int
    search: SearchKind
    overview: bool
    sort: bool

    @property
    def name(self) -> str:
        """What it does, for display."""
        parts = ["sorting"] * self.sort + ["overview"] * self.overview
        if self.search is not SearchKind.NONE:
            parts.append(self.search.value.replace("-", " "))
        return " + ".join(parts) or "browsing only"


@dataclass(frozen=True, slots=True)
class StrategyCase:
    """One strategy on one clustering.

    Args:
        method: "cc" or "kmeans".
        threshold: of "cc"; "kmeans" has as many clusters as "cc" at this threshold.
        clusters: how many there are.
        strategy: what the analyst did.
        seen: by category, the part of the collection seen when the recall was reached, 0-1.
    """

    method: Method
    threshold: float
    clusters: int
    strategy: Strategy
    seen: dict[str, float]

    @property
    def mean(self) -> float:
        """Mean over the categories."""
        return sum(self.seen.values()) / len(self.seen)


@dataclass(frozen=True, slots=True)
class StrategyReport:
    """How much of a collection each strategy makes one look at.

    Args:
        items: of the collection.
        encoder: whose vectors were compared.
        recall: that was to be reached, 0-1.
        categories: what was looked for, and how many items each has.
        cases: by clustering, then by strategy.
        seconds: how long it took.
        notes: what the user should know.
    """

    items: int
    encoder: str
    recall: float
    categories: dict[str, int]
    cases: tuple[StrategyCase, ...]
    seconds: float
    notes: tuple[str, ...] = ()

    @property
    def best(self) -> StrategyCase:
        """The case with the smallest mean."""
        return min(self.cases, key=lambda case: case.mean)

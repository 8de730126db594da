"""Measures a collection: the 24 strategies of the paper's analyst over every category."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.explore_analyst import STRATEGIES, Arena, Play, Tray
from app.services.explore_maps import make_projection
from app.services.explore_space import Allowed, Space
from app.services.explore_types import (
    Clustering,
    Method,
    Strategy,
    StrategyCase,
    StrategyReport,
)
from common.errors import QueryError
from common.jobs import JobContext
from indexers.catalogue.records import Filter

if TYPE_CHECKING:
    from app.services.explore import ExploreService
    from app.services.library import Library

LIMIT = 12_000  # items; all pairs are correlated: 576 MB


@dataclass(frozen=True, eq=False, slots=True)
class Played:
    """What an analyst saw.

    Args:
        strategy: what was done.
        category: what was looked for.
        clusters: how many there were.
        viewed: items in the order in which they were seen, int64 (V,).
    """

    strategy: Strategy
    category: str
    clusters: int
    viewed: NDArray[np.int64]


class Simulation:
    """Plays the strategies on one collection; the same seed gives the same report.

    Args:
        service: makes the clusterings.
        space: the vectors.
        within: only these items; None takes all.
        categories: name -> items.
        recall: part of a category that ends a play, above 0, at most 1.
        projection: method of the map.
        seed: of everything that is drawn by chance.
        notes: for the report.

    Raises:
        QueryError: the recall is out of range, or no category has an item here.
    """

    def __init__(
        self,
        service: "ExploreService",
        space: Space,
        within: Allowed,
        categories: Mapping[str, NDArray[np.int64]],
        recall: float,
        projection: str,
        seed: int,
        notes: Sequence[str] = (),
    ) -> None:
        if not 0 < recall <= 1:
            raise QueryError(
                f"A recall of {recall:g} cannot be reached.", hint="Take one above 0, at most 1."
            )
        self._service, self._space, self._seed = service, space, seed
        self._recall, self._projection = recall, projection
        self._notes = list(notes)
        rows = space.has(within)
        self._rows = rows[np.argsort(space.items[rows])]
        if len(self._rows) > LIMIT:
            rng = np.random.default_rng(seed)
            self._notes.append(f"Played on {LIMIT} of {len(self._rows)} items, drawn by chance.")
            self._rows = np.sort(rng.choice(self._rows, LIMIT, replace=False))
        self._items = space.items[self._rows]
        self._made_arena: Arena | None = None
        self._trays: dict[tuple[Method, float], tuple[Tray, int]] = {}
        masks = {name: np.isin(self._items, items) for name, items in categories.items()}
        self._categories = {name: mask for name, mask in masks.items() if mask.any()}
        if not self._categories:
            raise QueryError(
                "No category is left to look for.", hint="Name one with more items in it."
            )

    def run(
        self,
        methods: Sequence[Method],
        thresholds: Sequence[float],
        context: JobContext,
        each: Callable[[StrategyCase], None] | None = None,
    ) -> StrategyReport:
        """Play everything.

        Args:
            methods: of clustering.
            thresholds: of clustering by correlation; k-means gets as many clusters.
            context: reports and cancels.
            each: told of a case when it was played, on this thread.

        Raises:
            QueryError: a threshold is out of range.
            JobCancelled: the user cancelled.
        """
        started = time.perf_counter()
        cases: list[StrategyCase] = []
        total = len(methods) * len(thresholds) * len(STRATEGIES) * len(self._categories)
        done = 0
        ways = [(m, t, s) for m in methods for t in thresholds for s in STRATEGIES]
        for method, threshold, strategy in ways:
            seen: dict[str, float] = {}
            for played in self.play(method, threshold, strategy, context):
                done += 1
                context.step(done, total, f"{method} {threshold:g}: {strategy.name}")
                seen[played.category] = len(played.viewed) / len(self._items)
            cases.append(StrategyCase(method, threshold, played.clusters, strategy, seen))
            if each is not None:
                each(cases[-1])
        context.step(total, total)
        return StrategyReport(
            len(self._items), self._space.encoder, self._recall,
            {name: int(mask.sum()) for name, mask in self._categories.items()},
            tuple(cases), time.perf_counter() - started, tuple(self._notes),
        )  # fmt: skip

    def play(
        self, method: Method, threshold: float, strategy: Strategy, context: JobContext
    ) -> Iterator[Played]:
        """Play one strategy over every category; arguments and errors as for run()."""
        for name in self._categories:
            yield self.play_one(method, threshold, strategy, name, context)

    def play_one(
        self,
        method: Method,
        threshold: float,
        strategy: Strategy,
        category: str,
        context: JobContext,
    ) -> Played:
        """Play one strategy over one category; arguments and errors as for run()."""
        tray, clusters = self._tray(method, threshold, context)
        mask = self._categories[category]
        target = max(1, int(np.ceil(round(self._recall * int(mask.sum()), 9))))
        place = list(self._categories).index(category)
        rng = np.random.default_rng([self._seed, strategy.number, place])
        analyst = Play(self._arena(context), tray, mask, target, rng)
        analyst.run(strategy)
        return Played(strategy, category, clusters, self._items[analyst.viewed])

    def _arena(self, context: JobContext) -> Arena:
        if self._made_arena is None:
            context.step(0, 0, "Correlating")
            unit = self._space.unit(self._rows)
            points, _ = make_projection(
                self._space, self._rows, self._projection, self._seed, context
            )
            self._made_arena = Arena(unit @ unit.T, points)
        return self._made_arena

    def _cluster(self, method: Method, threshold: float, context: JobContext) -> Clustering:
        encoder, items = self._space.encoder, self._items
        made = self._service.cluster(
            "cc", threshold=threshold, encoder=encoder, within=items, context=context
        )
        if method == "cc":
            return made
        return self._service.cluster(
            "kmeans", k=len(made), encoder=encoder, within=items, seed=self._seed, context=context
        )

    def _tray(self, method: Method, threshold: float, context: JobContext) -> tuple[Tray, int]:
        """Return a clustering as the analyst looks through it, and the number of clusters."""
        key = (method, threshold)
        if key not in self._trays:
            made = self._cluster(method, threshold, context)
            rows = [np.searchsorted(self._items, np.array(one.items)) for one in made.clusters]
            starts = [
                threshold if one.threshold is None else one.threshold for one in made.clusters
            ]
            tray = Tray(rows, starts, threshold, self._arena(context))
            self._trays[key] = (tray, len(made))
        return self._trays[key]


def categories_of(
    library: "Library",
    facet: str,
    space: Space,
    within: Allowed,
    least: int,
    most: int | None = None,
) -> tuple[dict[str, NDArray[np.int64]], list[str]]:
    """Return what may be looked for, largest first, and what was left out.

    Args:
        library: the open library.
        facet: facet key whose values are the categories; "" takes the buckets.
        space: the vectors; items without one do not count.
        within: only these items; None takes all.
        least: a category needs so many items to count, >= 1.
        most: categories, the largest ones, >= 1; None takes all.

    Raises:
        QueryError: no category has enough items.
    """
    catalogue = library.catalogue
    if facet:
        named = {
            value: catalogue.items_with([Filter(facet, (value,))]).tolist()
            for value, _ in catalogue.facet_counts(facet)
        }
    else:
        named = {name: catalogue.bucket_items(name) for name in catalogue.buckets()}
    there = space.items[space.has(within)]
    kept = {name: np.intersect1d(items, there) for name, items in named.items()}
    enough = {name: items for name, items in kept.items() if len(items) >= max(1, least)}
    what = f"facet “{facet}”" if facet else "buckets"
    if not enough:
        raise QueryError(
            f"No category of the {what} has {least} items with vectors.",
            hint="Fill a bucket, or name a facet whose values are what one looks for.",
        )
    left = len(kept) - len(enough)
    notes = [f"{left} categories with fewer than {least} items were left out."] if left else []
    order = sorted(enough, key=lambda name: (-len(enough[name]), name))
    if most is not None and len(order) > most:
        notes.append(f"The {most} largest of {len(order)} categories were looked for.")
        order = order[:most]
    return {name: enough[name] for name in order}, notes
